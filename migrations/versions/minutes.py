"""minutes: the agenda, the sitting, who came and left when; minutes with parts, versions, comments and addenda"""

from alembic import op
import sqlalchemy as sa

revision = 'minutes'
down_revision = "plan_conditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agenda_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('title', sa.LargeBinary(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('led_by', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('done_at IS NULL OR begun_at IS NOT NULL', name=op.f('ck_agenda_item_done_was_begun')),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_agenda_item_takes_time')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_agenda_item_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_conference_id'), ['conference_id'], unique=False)

    op.create_table('minutes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('heading', sa.String(length=16), nullable=False),
    sa.Column('document_number', sa.LargeBinary(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('comments_until', sa.Date(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_by_name', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by IS NULL)', name=op.f('ck_minutes_approval')),
    sa.CheckConstraint('comments_until IS NULL OR due_on IS NULL OR comments_until >= due_on', name=op.f('ck_minutes_comments_after')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_minutes_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_minutes_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('conference_id', name=op.f('uq_minutes_conference_id'))
    )
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_case_id'), ['case_id'], unique=False)

    op.create_table('sitting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.Text(), nullable=False),
    sa.Column('unpledged', sa.LargeBinary(), nullable=True),
    sa.Column('despite', sa.LargeBinary(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_sitting_ending')),
    sa.CheckConstraint('ended_at IS NULL OR ended_at >= opened_at', name=op.f('ck_sitting_ends_after_start')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_sitting_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
    sa.UniqueConstraint('conference_id', name=op.f('uq_sitting_conference_id'))
    )
    op.create_table('minutes_addendum',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('for_whom', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_addendum_minutes_id_minutes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_addendum')),
    sa.UniqueConstraint('minutes_id', 'number', name=op.f('uq_minutes_addendum_minutes_id_number'))
    )
    with op.batch_alter_table('minutes_addendum', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_addendum_minutes_id'), ['minutes_id'], unique=False)

    op.create_table('minutes_comment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('of_version', sa.Integer(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('told_by', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('worked_in', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by IS NULL)', name=op.f('ck_minutes_comment_answering')),
    sa.CheckConstraint('(answered_at IS NULL) = (worked_in IS NULL)', name=op.f('ck_minutes_comment_answer')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_comment_minutes_id_minutes')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_minutes_comment_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_comment'))
    )
    with op.batch_alter_table('minutes_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_comment_minutes_id'), ['minutes_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_comment_seat_id'), ['seat_id'], unique=False)

    op.create_table('minutes_exception',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.String(length=16), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_exception_minutes_id_minutes')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_minutes_exception_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_exception')),
    sa.UniqueConstraint('minutes_id', 'seat_id', name=op.f('uq_minutes_exception_minutes_id_seat_id'))
    )
    with op.batch_alter_table('minutes_exception', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_exception_minutes_id'), ['minutes_id'], unique=False)

    op.create_table('minutes_section',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('for_whom', sa.String(length=16), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_section_minutes_id_minutes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_section')),
    sa.UniqueConstraint('minutes_id', 'code', name=op.f('uq_minutes_section_minutes_id_code'))
    )
    with op.batch_alter_table('minutes_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_section_minutes_id'), ['minutes_id'], unique=False)

    op.create_table('minutes_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.LargeBinary(), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_version_minutes_id_minutes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_version')),
    sa.UniqueConstraint('minutes_id', 'number', name=op.f('uq_minutes_version_minutes_id_number'))
    )
    with op.batch_alter_table('minutes_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_version_minutes_id'), ['minutes_id'], unique=False)

    op.create_table('presence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.CheckConstraint('left_at IS NULL OR arrived_at IS NULL OR left_at >= arrived_at', name=op.f('ck_presence_leaves')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_presence_invitation_id_invitation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presence')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_presence_invitation_id'))
    )


def downgrade() -> None:
    op.drop_table('presence')
    with op.batch_alter_table('minutes_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_version_minutes_id'))

    op.drop_table('minutes_version')
    with op.batch_alter_table('minutes_section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_section_minutes_id'))

    op.drop_table('minutes_section')
    with op.batch_alter_table('minutes_exception', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_exception_minutes_id'))

    op.drop_table('minutes_exception')
    with op.batch_alter_table('minutes_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_comment_seat_id'))
        batch_op.drop_index(batch_op.f('ix_minutes_comment_minutes_id'))

    op.drop_table('minutes_comment')
    with op.batch_alter_table('minutes_addendum', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_addendum_minutes_id'))

    op.drop_table('minutes_addendum')
    op.drop_table('sitting')
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_case_id'))

    op.drop_table('minutes')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_conference_id'))

    op.drop_table('agenda_item')

"""How a meeting was: three short answers"""

from alembic import op
import sqlalchemy as sa

revision = 'evalfeedback'
down_revision = 'hand_over_papers'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting_feedback',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('heard', sa.Integer(), nullable=True),
    sa.Column('at_ease', sa.Integer(), nullable=True),
    sa.Column('again', sa.String(length=8), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_meeting_feedback_as_said')),
    sa.CheckConstraint('at_ease BETWEEN 0 AND 10', name=op.f('ck_meeting_feedback_at_ease_on_scale')),
    sa.CheckConstraint('heard BETWEEN 0 AND 10', name=op.f('ck_meeting_feedback_heard_on_scale')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_meeting_feedback_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_meeting_feedback_conference_id_conference')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_meeting_feedback_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_feedback')),
    sa.UniqueConstraint('conference_id', 'seat_id', name=op.f('uq_meeting_feedback_conference_id_seat_id'))
    )
    with op.batch_alter_table('meeting_feedback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_feedback_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_feedback_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_feedback_seat_id'), ['seat_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('meeting_feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_feedback_seat_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_feedback_conference_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_feedback_case_id'))

    op.drop_table('meeting_feedback')

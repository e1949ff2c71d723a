"""the family's keys, summaries and answers"""

from alembic import op
import sqlalchemy as sa

revision = 'family'
down_revision = "task_hand_on"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('family_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('number_hash', sa.Text(), nullable=False),
    sa.Column('how', sa.String(length=16), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_family_key_ending')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_family_key_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_key'))
    )
    op.create_index(op.f('ix_family_key_seat_id'), 'family_key', ['seat_id'], unique=False)
    living = sa.text('ended_at IS NULL')
    op.create_index('uq_family_key_living', 'family_key', ['seat_id'], unique=True, sqlite_where=living, postgresql_where=living)
    op.create_table('family_try',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('browser_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['family_key.id'], name=op.f('fk_family_try_key_id_family_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_try'))
    )
    op.create_index('ix_family_try_key_browser', 'family_try', ['key_id', 'browser_hash'], unique=False)
    op.create_table('family_summary',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('greeting', sa.LargeBinary(), nullable=False),
    sa.Column('agreed', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_by_name', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by IS NULL)', name=op.f('ck_family_summary_approval')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_family_summary_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_summary')),
    sa.UniqueConstraint('seat_id', 'number', name=op.f('uq_family_summary_seat_id_number'))
    )
    op.create_index(op.f('ix_family_summary_seat_id'), 'family_summary', ['seat_id'], unique=False)
    op.create_table('family_summary_line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('summary_id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('sentence', sa.LargeBinary(), nullable=False),
    sa.Column('beside', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['summary_id'], ['family_summary.id'], name=op.f('fk_family_summary_line_summary_id_family_summary')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_family_summary_line_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_summary_line')),
    sa.UniqueConstraint('summary_id', 'task_id', name=op.f('uq_family_summary_line_summary_id_task_id'))
    )
    op.create_index(op.f('ix_family_summary_line_summary_id'), 'family_summary_line', ['summary_id'], unique=False)
    op.create_table('family_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('summary_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('reply', sa.String(length=12), nullable=False),
    sa.Column('wish', sa.String(length=8), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('calls', sa.Boolean(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('settled_note', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_family_answer_as_said')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by IS NULL)', name=op.f('ck_family_answer_settled')),
    sa.CheckConstraint("(wish IS NULL) OR (reply = 'other')", name=op.f('ck_family_answer_wish')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_family_answer_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_family_answer_seat_id_seat')),
    sa.ForeignKeyConstraint(['summary_id'], ['family_summary.id'], name=op.f('fk_family_answer_summary_id_family_summary')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_family_answer_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_answer'))
    )
    op.create_index(op.f('ix_family_answer_case_id'), 'family_answer', ['case_id'], unique=False)
    op.create_index('ix_family_answer_seat_id_at', 'family_answer', ['seat_id', 'at'], unique=False)


def downgrade() -> None:
    for table in ('family_answer', 'family_summary_line', 'family_summary', 'family_try', 'family_key'):
        op.drop_table(table)

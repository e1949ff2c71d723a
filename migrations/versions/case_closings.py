"""How cases were closed and opened again."""

from alembic import op
import sqlalchemy as sa

revision = 'case_closings'
down_revision = "family_assessments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_closing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('result', sa.String(length=12), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('helped', sa.LargeBinary(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by', sa.Text(), nullable=False),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopened_by', sa.Text(), nullable=True),
    sa.Column('reopened_because', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(reopened_at IS NULL) = (reopened_by IS NULL)', name=op.f('ck_case_closing_reopening')),
    sa.CheckConstraint('(reopened_at IS NULL) = (reopened_because IS NULL)', name=op.f('ck_case_closing_reopened_because')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_case_closing_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_closing'))
    )
    op.create_index(op.f('ix_case_closing_case_id'), 'case_closing', ['case_id'], unique=False)
    op.create_table('closed_task',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('closing_id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('how', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['closing_id'], ['case_closing.id'], name=op.f('fk_closed_task_closing_id_case_closing')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_closed_task_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_task')),
    sa.UniqueConstraint('closing_id', 'task_id', name=op.f('uq_closed_task_closing_id_task_id'))
    )
    op.create_index(op.f('ix_closed_task_task_id'), 'closed_task', ['task_id'], unique=False)


def downgrade() -> None:
    op.drop_table('closed_task')
    op.drop_table('case_closing')

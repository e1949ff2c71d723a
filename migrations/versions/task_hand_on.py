"""A task that its person proposes to hand on to a colleague."""

from alembic import op
import sqlalchemy as sa

revision = 'task_hand_on'
down_revision = "letters_to_agencies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task_hand_on',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_seat_id', sa.Uuid(), nullable=False),
    sa.Column('to_seat_id', sa.Uuid(), nullable=True),
    sa.Column('to_name', sa.LargeBinary(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(decided_at IS NULL) = (agreed IS NULL)', name=op.f('ck_task_hand_on_agreed')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by IS NULL)', name=op.f('ck_task_hand_on_decided')),
    sa.ForeignKeyConstraint(['asked_seat_id'], ['seat.id'], name=op.f('fk_task_hand_on_asked_seat_id_seat')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_hand_on_task_id_task')),
    sa.ForeignKeyConstraint(['to_seat_id'], ['seat.id'], name=op.f('fk_task_hand_on_to_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_hand_on'))
    )
    op.create_index(op.f('ix_task_hand_on_task_id'), 'task_hand_on', ['task_id'], unique=False)
    op.create_index('uq_task_hand_on_waiting', 'task_hand_on', ['task_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))


def downgrade() -> None:
    op.drop_table('task_hand_on')

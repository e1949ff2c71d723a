"""a case is handed over, its tasks move with it"""

from alembic import op
import sqlalchemy as sa

revision = 'hand_overs'
down_revision = 'naming_with_invitation'
branch_labels = None
depends_on = None

VALID = "settled_how IN ('accepted', 'appointed')"


def upgrade() -> None:
    op.create_table('hand_over',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('from_seat_id', sa.Uuid(), nullable=False),
    sa.Column('to_worker_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_by', sa.Text(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_how', sa.String(length=16), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('declined_why', sa.LargeBinary(), nullable=True),
    sa.Column('to_seat_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_how IS NULL)', name=op.f('ck_hand_over_settled_how')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by IS NULL)', name=op.f('ck_hand_over_settled_by')),
    sa.CheckConstraint(f'(to_seat_id IS NOT NULL) = (settled_how IS NOT NULL AND {VALID})', name=op.f('ck_hand_over_seat_of_valid_one')),
    sa.CheckConstraint("declined_why IS NULL OR settled_how = 'declined'", name=op.f('ck_hand_over_why_declined')),
    sa.CheckConstraint("(answer_by IS NULL) = (settled_how IS NOT NULL AND settled_how = 'appointed')", name=op.f('ck_hand_over_asked')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_hand_over_case_id_case_frame')),
    sa.ForeignKeyConstraint(['from_seat_id'], ['seat.id'], name=op.f('fk_hand_over_from_seat_id_seat')),
    sa.ForeignKeyConstraint(['to_seat_id'], ['seat.id'], name=op.f('fk_hand_over_to_seat_id_seat')),
    sa.ForeignKeyConstraint(['to_worker_id'], ['worker.id'], name=op.f('fk_hand_over_to_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_over'))
    )
    op.create_index(op.f('ix_hand_over_case_id'), 'hand_over', ['case_id'], unique=False)
    op.create_index(op.f('ix_hand_over_to_worker_id'), 'hand_over', ['to_worker_id'], unique=False)
    waits = sa.text('settled_at IS NULL')
    op.create_index('uq_hand_over_waiting', 'hand_over', ['case_id'], unique=True, sqlite_where=waits, postgresql_where=waits)
    with op.batch_alter_table('task') as batch_op:
        batch_op.add_column(sa.Column('passed_to_seat_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('passed_by', sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_task_passed_to_seat_id_seat'), 'seat', ['passed_to_seat_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_task_passed_at'), '(passed_to_seat_id IS NULL) = (passed_at IS NULL)')
        batch_op.create_check_constraint(op.f('ck_task_passed_by'), '(passed_to_seat_id IS NULL) = (passed_by IS NULL)')
    op.create_index(op.f('ix_task_passed_to_seat_id'), 'task', ['passed_to_seat_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_task_passed_to_seat_id'), table_name='task')
    with op.batch_alter_table('task') as batch_op:
        batch_op.drop_constraint(op.f('ck_task_passed_by'), type_='check')
        batch_op.drop_constraint(op.f('ck_task_passed_at'), type_='check')
        batch_op.drop_constraint(op.f('fk_task_passed_to_seat_id_seat'), type_='foreignkey')
        batch_op.drop_column('passed_by')
        batch_op.drop_column('passed_at')
        batch_op.drop_column('passed_to_seat_id')
    op.drop_table('hand_over')

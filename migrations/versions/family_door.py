"""a place of a private person is opened by its own number"""

from alembic import op
import sqlalchemy as sa

revision = 'family_door'
down_revision = "paper_pledges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('login_session') as batch_op:
        batch_op.add_column(sa.Column('seat_id', sa.Uuid(), nullable=True))
        batch_op.alter_column('worker_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(op.f('ix_login_session_seat_id'), ['seat_id'], unique=False)
        batch_op.drop_constraint(op.f('ck_login_session_door'), type_='check')
        batch_op.create_check_constraint(op.f('ck_login_session_door'), "door IN ('number', 'code', 'account2')")
        batch_op.create_check_constraint(op.f('ck_login_session_one_holder'), '(worker_id IS NULL) != (seat_id IS NULL)')
        batch_op.create_check_constraint(op.f('ck_login_session_number_of_a_seat'), "(door = 'number') = (seat_id IS NOT NULL)")


def downgrade() -> None:
    op.execute('DELETE FROM login_session WHERE worker_id IS NULL')
    with op.batch_alter_table('login_session') as batch_op:
        batch_op.drop_constraint(op.f('ck_login_session_number_of_a_seat'), type_='check')
        batch_op.drop_constraint(op.f('ck_login_session_one_holder'), type_='check')
        batch_op.drop_constraint(op.f('ck_login_session_door'), type_='check')
        batch_op.create_check_constraint(op.f('ck_login_session_door'), "door IN ('code', 'account2')")
        batch_op.drop_index(op.f('ix_login_session_seat_id'))
        batch_op.alter_column('worker_id', existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column('seat_id')

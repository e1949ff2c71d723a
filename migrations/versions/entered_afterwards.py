"""meetings entered afterwards"""

from alembic import op
import sqlalchemy as sa

revision = 'entered_afterwards'
down_revision = 'correspondence'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('conference') as batch_op:
        batch_op.add_column(sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('entered_by', sa.Text(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_conference_entering'), '(entered_at IS NULL) = (entered_by IS NULL)')
        batch_op.create_check_constraint(op.f('ck_conference_entered_afterwards'), 'entered_at IS NULL OR ends_at <= entered_at')


def downgrade() -> None:
    with op.batch_alter_table('conference') as batch_op:
        batch_op.drop_constraint(op.f('ck_conference_entered_afterwards'), type_='check')
        batch_op.drop_constraint(op.f('ck_conference_entering'), type_='check')
        batch_op.drop_column('entered_by')
        batch_op.drop_column('entered_at')

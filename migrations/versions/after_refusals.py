"""what is decided after a refused pledge"""

from alembic import op
import sqlalchemy as sa

revision = 'after_refusals'
down_revision = "agreements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('pledge') as batch_op:
        batch_op.add_column(sa.Column('refused_by', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('refusal_decision', sa.String(length=16), nullable=True))
        batch_op.create_check_constraint(op.f('ck_pledge_decided_after_refusal'), 'refused_at IS NOT NULL OR (refusal_decision IS NULL AND refused_by IS NULL)')


def downgrade() -> None:
    with op.batch_alter_table('pledge') as batch_op:
        batch_op.drop_constraint(op.f('ck_pledge_decided_after_refusal'), type_='check')
        batch_op.drop_column('refusal_decision')
        batch_op.drop_column('refused_by')

"""what was open when a file was handed over"""

from alembic import op
import sqlalchemy as sa

revision = 'hand_over_papers'
down_revision = 'intervisions'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('key_worker', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taken_over', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('key_worker', schema=None) as batch_op:
        batch_op.drop_column('taken_over')

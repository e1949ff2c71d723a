"""by which day another date was promised"""

from alembic import op
import sqlalchemy as sa

revision = 'another_by'
down_revision = "family"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('conference', sa.Column('another_by', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('conference') as batch_op:
        batch_op.drop_column('another_by')

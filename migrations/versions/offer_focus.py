"""At what an offer is aimed is no longer who may read it."""

from alembic import op
import sqlalchemy as sa

revision = 'offer_focus'
down_revision = "meeting_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('focus', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_column('focus')

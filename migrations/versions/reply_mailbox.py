"""An entry of a calendar keeps the mailbox in whose name it stands."""

from alembic import op
import sqlalchemy as sa

revision = 'reply_mailbox'
down_revision = 'preparing'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organizer', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.drop_column('organizer')

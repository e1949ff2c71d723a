"""who said yes to a worker whom an agency's contact has named"""

from alembic import op
import sqlalchemy as sa

revision = 'named_by_contact'
down_revision = 'entered_afterwards'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('post') as batch_op:
        batch_op.add_column(sa.Column('confirmed_by', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('post') as batch_op:
        batch_op.drop_column('confirmed_by')

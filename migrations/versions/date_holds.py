"""A date that suits may be kept in a calendar until one is chosen."""

from alembic import op
import sqlalchemy as sa

revision = 'date_holds'
down_revision = 'evalgoals'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tentative', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('date_poll', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holds', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('date_poll', schema=None) as batch_op:
        batch_op.drop_column('holds')

    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.drop_column('tentative')

"""the family says before a meeting what it wants spoken about and whom there, and who may read it"""

from alembic import op
import sqlalchemy as sa

revision = 'voices_before'
down_revision = 'case_closings'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('standpoint') as batch_op:
        batch_op.add_column(sa.Column('about', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('wanted', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE standpoint SET open_to = 'office' WHERE open_to = 'alone'")
    op.execute("DELETE FROM agenda_item WHERE kind IN ('voice', 'topic')")
    with op.batch_alter_table('standpoint') as batch_op:
        batch_op.drop_column('noted_at')
        batch_op.drop_column('wanted')
        batch_op.drop_column('about')

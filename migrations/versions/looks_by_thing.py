"""looks by the thing looked at"""

from alembic import op

revision = 'looks_by_thing'
down_revision = 'reading_with_a_reason'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_look_about_quarter', 'look', ['about', 'quarter'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_look_about_quarter', table_name='look')

"""What a coordinator has settled about the post of her cases."""

from alembic import op
import sqlalchemy as sa

revision = 'correspondence'
down_revision = 'hand_overs'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('correspondence_settled',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.Uuid(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('how', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_correspondence_settled_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondence_settled')),
    sa.UniqueConstraint('about', 'happened_at', name=op.f('uq_correspondence_settled_about_happened_at'))
    )
    op.create_index(op.f('ix_correspondence_settled_case_id'), 'correspondence_settled', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('correspondence_settled')

"""what stood in a past meeting before it was corrected"""

from alembic import op
import sqlalchemy as sa

revision = 'meeting_corrections'
down_revision = 'another_by'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting_correction',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('goal', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('people', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_meeting_correction_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_correction'))
    )
    op.create_index(op.f('ix_meeting_correction_conference_id'), 'meeting_correction', ['conference_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_meeting_correction_conference_id'), table_name='meeting_correction')
    op.drop_table('meeting_correction')

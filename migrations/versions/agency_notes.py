"""Notes that an organisation keeps for itself."""

from alembic import op
import sqlalchemy as sa

revision = 'agency_notes'
down_revision = "offer_focus"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('by_name', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_note_agency_id_agency')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_agency_note_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_agency_note_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_note'))
    )
    op.create_index(op.f('ix_agency_note_case_id'), 'agency_note', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('agency_note')

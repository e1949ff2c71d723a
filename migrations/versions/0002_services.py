"""the services of an agency and their capacity"""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('service',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('for_whom', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('capacity', sa.String(length=16), nullable=False),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('capacity_note', sa.Text(), nullable=True),
    sa.Column('capacity_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(capacity = 'unknown') = (capacity_on IS NULL)", name=op.f('ck_service_capacity_has_day')),
    sa.CheckConstraint("places IS NULL OR (places >= 0 AND capacity = 'free')", name=op.f('ck_service_places_when_free')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_service_agency_id_agency')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_service_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service'))
    )
    op.create_index(op.f('ix_service_agency_id'), 'service', ['agency_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_service_agency_id'), table_name='service')
    op.drop_table('service')

"""for which agency a seat is held, and one coordinator at a time"""

from alembic import op
import sqlalchemy as sa

revision = 'seat_agency'
down_revision = 'looks_by_thing'
branch_labels = None
depends_on = None

COORDINATES_NOW = "role = 'coordinator' AND to_at IS NULL"
BY_INVOLVEMENT = """
UPDATE seat SET agency_id = (SELECT involvement.agency_id FROM involvement WHERE involvement.id = seat.involvement_id)
WHERE involvement_id IS NOT NULL
"""
OF_TOWN = "UPDATE seat SET agency_id = town_id WHERE agency_id IS NULL AND role IN ('coordinator', 'minute_taker')"
BY_NAME = """
UPDATE seat SET agency_id = (
  SELECT agency.id FROM agency JOIN post ON post.agency_id = agency.id AND post.worker_id = seat.worker_id
  WHERE agency.name = seat.agency_name LIMIT 1
) WHERE agency_id IS NULL AND worker_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table('seat') as batch_op:
        batch_op.add_column(sa.Column('agency_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_seat_agency_id_agency'), 'agency', ['agency_id'], ['id'])
    for fill in (BY_INVOLVEMENT, OF_TOWN, BY_NAME):
        op.execute(fill)
    now = sa.text(COORDINATES_NOW)
    op.create_index('uq_seat_coordinator', 'seat', ['case_id'], unique=True, sqlite_where=now, postgresql_where=now)


def downgrade() -> None:
    op.drop_index('uq_seat_coordinator', table_name='seat')
    with op.batch_alter_table('seat') as batch_op:
        batch_op.drop_constraint(op.f('fk_seat_agency_id_agency'), type_='foreignkey')
        batch_op.drop_column('agency_id')

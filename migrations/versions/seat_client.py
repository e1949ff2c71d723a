"""the client of a seat"""

from alembic import op
import sqlalchemy as sa

revision = 'seat_client'
down_revision = 'bridge'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('seat_client',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=True),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('linked_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_seat_client_circle_id_circle')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_seat_client_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_client')),
    sa.UniqueConstraint('seat_id', name=op.f('uq_seat_client_seat_id'))
    )
    with op.batch_alter_table('seat_client', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_client_circle_id'), ['circle_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('seat_client', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_client_circle_id'))

    op.drop_table('seat_client')

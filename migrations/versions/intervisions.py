"""intervisions of a file"""

from alembic import op
import sqlalchemy as sa

revision = 'intervisions'
down_revision = 'date_holds'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('intervision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('discussed', sa.LargeBinary(), nullable=False),
    sa.Column('conclusions', sa.LargeBinary(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(finished_at IS NULL) = (finished_by IS NULL)', name=op.f('ck_intervision_finished')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_intervision_circle_id_circle')),
    sa.ForeignKeyConstraint(['finished_by'], ['worker.id'], name=op.f('fk_intervision_finished_by_worker')),
    sa.ForeignKeyConstraint(['written_by'], ['worker.id'], name=op.f('fk_intervision_written_by_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervision'))
    )
    with op.batch_alter_table('intervision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intervision_circle_id'), ['circle_id'], unique=False)

    op.create_table('intervision_participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('intervision_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['intervision_id'], ['intervision.id'], name=op.f('fk_intervision_participant_intervision_id_intervision')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_intervision_participant_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervision_participant')),
    sa.UniqueConstraint('intervision_id', 'worker_id', name=op.f('uq_intervision_participant_intervision_id_worker_id'))
    )


def downgrade() -> None:
    op.drop_table('intervision_participant')
    with op.batch_alter_table('intervision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intervision_circle_id'))

    op.drop_table('intervision')

"""visits of clients"""

from alembic import op
import sqlalchemy as sa

revision = 'visits'
down_revision = 'individual_plans'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('approach', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved', sa.Integer(), nullable=False),
    sa.Column('along', sa.String(length=24), nullable=True),
    sa.Column('along_name', sa.LargeBinary(), nullable=False),
    sa.Column('child_note', sa.LargeBinary(), nullable=False),
    sa.Column('child_prepared', sa.Boolean(), nullable=False),
    sa.Column('because', sa.LargeBinary(), nullable=False),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('booked_by', sa.Text(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('(held_at IS NULL OR missed_at IS NULL) AND (held_at IS NULL OR called_off_at IS NULL) AND (missed_at IS NULL OR called_off_at IS NULL)', name=op.f('ck_visit_one_end')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_visit_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_visit_circle_id_circle')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_visit_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_circle_id'), ['circle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_worker_id'), ['worker_id'], unique=False)

    op.create_table('visit_findings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_visit_findings_circle_id_circle')),
    sa.ForeignKeyConstraint(['written_by'], ['worker.id'], name=op.f('fk_visit_findings_written_by_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_findings'))
    )
    with op.batch_alter_table('visit_findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_findings_circle_id'), ['circle_id'], unique=False)

    op.create_table('visit_findings_handed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('findings_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['findings_id'], ['visit_findings.id'], name=op.f('fk_visit_findings_handed_findings_id_visit_findings')),
    sa.ForeignKeyConstraint(['person_id'], ['service_person.id'], name=op.f('fk_visit_findings_handed_person_id_service_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_findings_handed')),
    sa.UniqueConstraint('findings_id', 'person_id', name=op.f('uq_visit_findings_handed_findings_id_person_id'))
    )
    with op.batch_alter_table('visit_findings_handed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_findings_handed_findings_id'), ['findings_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_findings_handed_person_id'), ['person_id'], unique=False)

    op.create_table('visit_obstacle',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_visit_obstacle_ended')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_visit_obstacle_circle_id_circle')),
    sa.ForeignKeyConstraint(['person_id'], ['service_person.id'], name=op.f('fk_visit_obstacle_person_id_service_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_obstacle'))
    )
    with op.batch_alter_table('visit_obstacle', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_obstacle_circle_id'), ['circle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_obstacle_person_id'), ['person_id'], unique=False)

    op.create_table('visit_person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('came', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['service_person.id'], name=op.f('fk_visit_person_person_id_service_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_person_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_person')),
    sa.UniqueConstraint('visit_id', 'person_id', name=op.f('uq_visit_person_visit_id_person_id'))
    )
    with op.batch_alter_table('visit_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_person_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_person_visit_id'), ['visit_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('visit_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_person_visit_id'))
        batch_op.drop_index(batch_op.f('ix_visit_person_person_id'))

    op.drop_table('visit_person')
    with op.batch_alter_table('visit_obstacle', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_obstacle_person_id'))
        batch_op.drop_index(batch_op.f('ix_visit_obstacle_circle_id'))

    op.drop_table('visit_obstacle')
    with op.batch_alter_table('visit_findings_handed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_findings_handed_person_id'))
        batch_op.drop_index(batch_op.f('ix_visit_findings_handed_findings_id'))

    op.drop_table('visit_findings_handed')
    with op.batch_alter_table('visit_findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_findings_circle_id'))

    op.drop_table('visit_findings')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_worker_id'))
        batch_op.drop_index(batch_op.f('ix_visit_circle_id'))

    op.drop_table('visit')

"""individual plans: needs, plans, versions, reviews"""

from alembic import op
import sqlalchemy as sa

revision = 'individual_plans'
down_revision = 'diagnostics'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('long_term_need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found_by', sa.Uuid(), nullable=False),
    sa.Column('over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('over_because', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('over_at IS NULL OR over_at >= found_at', name=op.f('ck_long_term_need_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_long_term_need_circle_id_circle')),
    sa.ForeignKeyConstraint(['found_by'], ['worker.id'], name=op.f('fk_long_term_need_found_by_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_long_term_need'))
    )
    with op.batch_alter_table('long_term_need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_long_term_need_circle_id'), ['circle_id'], unique=False)
        batch_op.create_index('uq_long_term_need_now', ['circle_id'], unique=True, sqlite_where=sa.text('over_at IS NULL'), postgresql_where=sa.text('over_at IS NULL'))

    op.create_table('individual_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('result', sa.String(length=20), nullable=True),
    sa.Column('result_note', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('(ended_at IS NULL) = (result IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_individual_plan_ended')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_individual_plan_circle_id_circle')),
    sa.ForeignKeyConstraint(['need_id'], ['long_term_need.id'], name=op.f('fk_individual_plan_need_id_long_term_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_individual_plan')),
    sa.UniqueConstraint('need_id', name=op.f('uq_individual_plan_need_id'))
    )
    with op.batch_alter_table('individual_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_individual_plan_circle_id'), ['circle_id'], unique=False)

    op.create_table('individual_plan_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('situation', sa.LargeBinary(), nullable=False),
    sa.Column('wanted', sa.LargeBinary(), nullable=False),
    sa.Column('sources', sa.LargeBinary(), nullable=False),
    sa.Column('risks', sa.LargeBinary(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('because', sa.LargeBinary(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_individual_plan_version_number')),
    sa.ForeignKeyConstraint(['plan_id'], ['individual_plan.id'], name=op.f('fk_individual_plan_version_plan_id_individual_plan')),
    sa.ForeignKeyConstraint(['written_by'], ['worker.id'], name=op.f('fk_individual_plan_version_written_by_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_individual_plan_version')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_individual_plan_version_plan_id_number'))
    )
    op.create_table('individual_plan_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('found', sa.LargeBinary(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['individual_plan.id'], name=op.f('fk_individual_plan_review_plan_id_individual_plan')),
    sa.ForeignKeyConstraint(['version_id'], ['individual_plan_version.id'], name=op.f('fk_individual_plan_review_version_id_individual_plan_version')),
    sa.ForeignKeyConstraint(['written_by'], ['worker.id'], name=op.f('fk_individual_plan_review_written_by_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_individual_plan_review'))
    )
    with op.batch_alter_table('individual_plan_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_individual_plan_review_plan_id'), ['plan_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('individual_plan_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_individual_plan_review_plan_id'))

    op.drop_table('individual_plan_review')
    op.drop_table('individual_plan_version')
    with op.batch_alter_table('individual_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_individual_plan_circle_id'))

    op.drop_table('individual_plan')
    with op.batch_alter_table('long_term_need', schema=None) as batch_op:
        batch_op.drop_index('uq_long_term_need_now', sqlite_where=sa.text('over_at IS NULL'), postgresql_where=sa.text('over_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_long_term_need_circle_id'))

    op.drop_table('long_term_need')

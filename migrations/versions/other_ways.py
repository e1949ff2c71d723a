"""another way than a meeting"""

from alembic import op
import sqlalchemy as sa

revision = 'other_ways'
down_revision = "feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('other_way',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('tool', sa.String(length=24), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('taken_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_up_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(taken_up_at IS NULL) = (taken_up_by IS NULL)', name=op.f('ck_other_way_taking_up')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_other_way_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_way'))
    )
    op.create_index(op.f('ix_other_way_conference_id'), 'other_way', ['conference_id'], unique=False)
    with op.batch_alter_table('conference') as batch_op:
        batch_op.add_column(sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f('ck_conference_set_aside_draft'), 'set_aside_at IS NULL OR convened_at IS NULL')


def downgrade() -> None:
    with op.batch_alter_table('conference') as batch_op:
        batch_op.drop_constraint(op.f('ck_conference_set_aside_draft'), type_='check')
        batch_op.drop_column('set_aside_at')
    op.drop_index(op.f('ix_other_way_conference_id'), table_name='other_way')
    op.drop_table('other_way')

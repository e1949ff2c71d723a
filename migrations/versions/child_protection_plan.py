"""the days of child protection plans"""

from alembic import op
import sqlalchemy as sa

revision = 'child_protection_plan'
down_revision = 'seat_client'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('child_protection_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('drawn_up_on', sa.Date(), nullable=True),
    sa.Column('by', sa.Text(), nullable=False),
    sa.CheckConstraint('drawn_up_on IS NULL OR drawn_up_on >= registered_on', name=op.f('ck_child_protection_plan_in_order')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_child_protection_plan_case_id_case_frame')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_child_protection_plan_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child_protection_plan')),
    sa.UniqueConstraint('person_id', name=op.f('uq_child_protection_plan_person_id'))
    )
    with op.batch_alter_table('child_protection_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_child_protection_plan_case_id'), ['case_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('child_protection_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_child_protection_plan_case_id'))

    op.drop_table('child_protection_plan')

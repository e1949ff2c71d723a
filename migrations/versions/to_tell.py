"""what has to be told by word, because no letter goes there"""

from alembic import op
import sqlalchemy as sa

revision = 'to_tell'
down_revision = 'after_refusals'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('to_tell',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('matter', sa.String(length=24), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_by', sa.Text(), nullable=True),
    sa.Column('told_how', sa.String(length=16), nullable=True),
    sa.CheckConstraint('(told_at IS NULL) = (told_by IS NULL)', name=op.f('ck_to_tell_telling')),
    sa.CheckConstraint('(told_at IS NULL) = (told_how IS NULL)', name=op.f('ck_to_tell_told_how')),
    sa.CheckConstraint('(worker_id IS NULL) != (person_id IS NULL)', name=op.f('ck_to_tell_one_person')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_to_tell_case_id_case_frame')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_to_tell_person_id_person')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_to_tell_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_to_tell')),
    sa.UniqueConstraint('case_id', 'matter', 'subject', 'person_id', name='uq_to_tell_person'),
    sa.UniqueConstraint('case_id', 'matter', 'subject', 'worker_id', name='uq_to_tell_worker')
    )
    op.create_index(op.f('ix_to_tell_case_id'), 'to_tell', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_to_tell_case_id'), table_name='to_tell')
    op.drop_table('to_tell')

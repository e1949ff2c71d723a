"""reading with a reason"""

from alembic import op
import sqlalchemy as sa

revision = 'reading_with_a_reason'
down_revision = 'reply_mailbox'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reading',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('noticed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noticed_by', sa.Text(), nullable=True),
    sa.CheckConstraint('until > since', name=op.f('ck_reading_lasts')),
    sa.CheckConstraint('(noticed_at IS NULL) = (noticed_by IS NULL)', name=op.f('ck_reading_noticed')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_reading_case_id_case_frame')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_reading_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.create_index('ix_reading_case_id_session_id', ['case_id', 'session_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.drop_index('ix_reading_case_id_session_id')
    op.drop_table('reading')

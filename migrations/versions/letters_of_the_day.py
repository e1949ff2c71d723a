"""the letter of the day, and who wants none"""

from alembic import op
import sqlalchemy as sa

revision = 'letters_of_the_day'
down_revision = 'clients'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('digest_round',
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('on_day', name=op.f('pk_digest_round'))
    )
    op.create_table('digest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_digest_letter_id_letter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('recipient', 'on_day', name=op.f('uq_digest_recipient_on_day'))
    )
    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_digest_letter_id'), ['letter_id'], unique=False)

    op.create_table('digest_choice',
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('off_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_digest_choice_worker_id_worker')),
    sa.PrimaryKeyConstraint('worker_id', name=op.f('pk_digest_choice'))
    )
    op.create_table('digest_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('digest_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('errand', sa.String(length=16), nullable=False),
    sa.Column('rung', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.CheckConstraint('position >= 1', name=op.f('ck_digest_item_counted_from_one')),
    sa.ForeignKeyConstraint(['digest_id'], ['digest.id'], name=op.f('fk_digest_item_digest_id_digest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_item')),
    sa.UniqueConstraint('digest_id', 'position', name=op.f('uq_digest_item_digest_id_position'))
    )
    with op.batch_alter_table('digest_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_digest_item_subject'), ['subject'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('digest_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_digest_item_subject'))

    op.drop_table('digest_item')
    op.drop_table('digest_choice')
    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_digest_letter_id'))

    op.drop_table('digest')
    op.drop_table('digest_round')

"""moved meetings: what they were before, what was answered then, and who was taken off one meeting"""

from alembic import op
import sqlalchemy as sa

revision = 'moved_meetings'
down_revision = 'seat_agency'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('conference_move',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_by', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('place_is_sensitive', sa.Boolean(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_move_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_move'))
    )
    with op.batch_alter_table('conference_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_move_conference_id'), ['conference_id'], unique=False)

    op.create_table('former_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('move_id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('answer', sa.String(length=16), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_former_answer_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['move_id'], ['conference_move.id'], name=op.f('fk_former_answer_move_id_conference_move')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_answer')),
    sa.UniqueConstraint('move_id', 'invitation_id', name=op.f('uq_former_answer_move_id_invitation_id'))
    )
    with op.batch_alter_table('former_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_answer_invitation_id'), ['invitation_id'], unique=False)

    op.add_column('invitation', sa.Column('taken_back_why', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.drop_column('taken_back_why')

    with op.batch_alter_table('former_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_answer_invitation_id'))

    op.drop_table('former_answer')
    with op.batch_alter_table('conference_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_move_conference_id'))

    op.drop_table('conference_move')

"""What the family asks for, how a wish was decided, who may read a summary beside its reader, why one went out."""

from alembic import op
import sqlalchemy as sa

revision = 'family_requests'
down_revision = "sentence_as_said"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('family_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(length=16), nullable=False),
    sa.Column('agreement_id', sa.Uuid(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('call_time', sa.String(length=12), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=True),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by IS NULL)', name=op.f('ck_family_request_answered')),
    sa.CheckConstraint('(answered_at IS NULL) = (outcome IS NULL)', name=op.f('ck_family_request_outcome')),
    sa.CheckConstraint('answered_at IS NULL OR withdrawn_at IS NULL', name=op.f('ck_family_request_settled_once')),
    sa.CheckConstraint("(call_time IS NULL) OR (about = 'call')", name=op.f('ck_family_request_call')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_family_request_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_family_request_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_family_request_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_request'))
    )
    op.create_index(op.f('ix_family_request_case_id'), 'family_request', ['case_id'], unique=False)
    op.create_index('ix_family_request_seat_id_at', 'family_request', ['seat_id', 'at'], unique=False)
    op.create_table('family_say_so',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('companion_seat_id', sa.Uuid(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_family_say_so_ending')),
    sa.ForeignKeyConstraint(['companion_seat_id'], ['seat.id'], name=op.f('fk_family_say_so_companion_seat_id_seat')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_family_say_so_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_say_so'))
    )
    op.create_index(op.f('ix_family_say_so_companion_seat_id'), 'family_say_so', ['companion_seat_id'], unique=False)
    living = sa.text('ended_at IS NULL')
    op.create_index('uq_family_say_so_living', 'family_say_so', ['seat_id', 'companion_seat_id'], unique=True, sqlite_where=living, postgresql_where=living)
    with op.batch_alter_table('family_answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('settled_how', sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column('new_wording', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('told', sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_family_answer_decided_wish'), "(settled_how IS NULL) OR (reply = 'other')")
    with op.batch_alter_table('family_summary', schema=None) as batch_op:
        batch_op.add_column(sa.Column('despite', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('family_summary', schema=None) as batch_op:
        batch_op.drop_column('despite')
    with op.batch_alter_table('family_answer', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_family_answer_decided_wish'), type_='check')
        batch_op.drop_column('told')
        batch_op.drop_column('new_wording')
        batch_op.drop_column('settled_how')
    op.drop_table('family_say_so')
    op.drop_table('family_request')

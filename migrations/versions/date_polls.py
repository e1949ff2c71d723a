"""Dates offered for a meeting that is being prepared, and what everybody says of them."""

from alembic import op
import sqlalchemy as sa

revision = 'date_polls'
down_revision = "family_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('date_poll',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_again_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('chosen_id', sa.Uuid(), nullable=True),
    sa.Column('why', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_date_poll_ending')),
    sa.CheckConstraint('chosen_id IS NULL OR ended_at IS NOT NULL', name=op.f('ck_date_poll_chosen_ends')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_date_poll_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_date_poll'))
    )
    op.create_index(op.f('ix_date_poll_conference_id'), 'date_poll', ['conference_id'], unique=False)
    going_on = sa.text('ended_at IS NULL')
    op.create_index('uq_date_poll_open', 'date_poll', ['conference_id'], unique=True, sqlite_where=going_on, postgresql_where=going_on)
    op.create_table('date_option',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('poll_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_date_option_ends_after_start')),
    sa.ForeignKeyConstraint(['poll_id'], ['date_poll.id'], name=op.f('fk_date_option_poll_id_date_poll')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_date_option')),
    sa.UniqueConstraint('poll_id', 'starts_at', 'ends_at', name=op.f('uq_date_option_poll_id_starts_at_ends_at'))
    )
    op.create_index(op.f('ix_date_option_poll_id'), 'date_option', ['poll_id'], unique=False)
    op.create_table('poll_reply',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('poll_id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_poll_reply_invitation_id_invitation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['poll_id'], ['date_poll.id'], name=op.f('fk_poll_reply_poll_id_date_poll')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poll_reply')),
    sa.UniqueConstraint('poll_id', 'invitation_id', name=op.f('uq_poll_reply_poll_id_invitation_id'))
    )
    op.create_index(op.f('ix_poll_reply_invitation_id'), 'poll_reply', ['invitation_id'], unique=False)
    op.create_table('date_said',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reply_id', sa.Uuid(), nullable=False),
    sa.Column('option_id', sa.Uuid(), nullable=False),
    sa.Column('suits', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['option_id'], ['date_option.id'], name=op.f('fk_date_said_option_id_date_option')),
    sa.ForeignKeyConstraint(['reply_id'], ['poll_reply.id'], name=op.f('fk_date_said_reply_id_poll_reply'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_date_said')),
    sa.UniqueConstraint('reply_id', 'option_id', name=op.f('uq_date_said_reply_id_option_id'))
    )
    op.create_index(op.f('ix_date_said_option_id'), 'date_said', ['option_id'], unique=False)


def downgrade() -> None:
    op.drop_table('date_said')
    op.drop_table('poll_reply')
    op.drop_table('date_option')
    op.drop_table('date_poll')

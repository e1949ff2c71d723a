"""Reminders before a meeting: the letters, and the list of calls."""

from alembic import op
import sqlalchemy as sa

revision = 'reminders'
down_revision = 'moved_meetings'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('moment', sa.String(length=8), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('way', sa.String(length=4), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_by', sa.Text(), nullable=True),
    sa.CheckConstraint("(way = 'mail') = (letter_id IS NOT NULL)", name=op.f('ck_reminder_mail_has_letter')),
    sa.CheckConstraint('(called_at IS NULL) = (called_by IS NULL)', name=op.f('ck_reminder_calling')),
    sa.CheckConstraint("called_at IS NULL OR way = 'call'", name=op.f('ck_reminder_called')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_reminder_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_reminder_letter_id_letter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('invitation_id', 'moment', 'on_day', 'kind', name=op.f('uq_reminder_invitation_id_moment_on_day_kind'))
    )
    op.create_index(op.f('ix_reminder_letter_id'), 'reminder', ['letter_id'], unique=False)


def downgrade() -> None:
    op.drop_table('reminder')

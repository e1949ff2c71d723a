"""invitations on paper: whether people talked first, the words of a letter, its printed copies; answers as said"""

from alembic import op
import sqlalchemy as sa

revision = 'invitations_on_paper'
down_revision = 'reminders'
branch_labels = None
depends_on = None

# The rule stands at its column, so that SQLite need not build the table anew under the rows that refer to it.
SAID_ON = (
    "ALTER TABLE invitation ADD COLUMN answer_said_on DATE CONSTRAINT ck_invitation_answer_as_said "
    "CHECK ((answer_told IS NULL) = (answer_said_on IS NULL))"
)


def upgrade() -> None:
    op.add_column('invitation', sa.Column('answer_told', sa.String(length=16), nullable=True))
    op.execute(SAID_ON)
    op.create_table('talk_before_letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('talked_on', sa.Date(), nullable=True),
    sa.Column('why_not', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.CheckConstraint('(talked_on IS NULL) != (why_not IS NULL)', name=op.f('ck_talk_before_letter_talked_or_why_not')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_talk_before_letter_conference_id_conference')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_talk_before_letter_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk_before_letter')),
    sa.UniqueConstraint('conference_id', 'person_id', name=op.f('uq_talk_before_letter_conference_id_person_id'))
    )
    with op.batch_alter_table('talk_before_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talk_before_letter_conference_id'), ['conference_id'], unique=False)

    op.create_table('letter_words',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('greeting', sa.LargeBinary(), nullable=False),
    sa.Column('document_number', sa.LargeBinary(), nullable=False),
    sa.Column('access', sa.LargeBinary(), nullable=False),
    sa.Column('about', sa.LargeBinary(), nullable=False),
    sa.Column('comes', sa.LargeBinary(), nullable=False),
    sa.Column('familiar', sa.Boolean(), nullable=False),
    sa.Column('guide', sa.LargeBinary(), nullable=False),
    sa.Column('guide_phone', sa.LargeBinary(), nullable=False),
    sa.Column('signal', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_letter_words_invitation_id_invitation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_words')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_letter_words_invitation_id'))
    )
    op.create_table('printed_letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=True),
    sa.Column('handed_how', sa.String(length=16), nullable=True),
    sa.Column('document_number', sa.LargeBinary(), nullable=True),
    sa.Column('file_reference', sa.LargeBinary(), nullable=True),
    sa.Column('disclosure_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(handed_on IS NULL) = (handed_how IS NULL) AND (handed_on IS NULL) = (disclosure_id IS NULL) AND (handed_on IS NULL) = (recorded_by IS NULL)', name=op.f('ck_printed_letter_handed_over')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_printed_letter_disclosure_id_disclosure')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_printed_letter_invitation_id_invitation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_letter')),
    sa.UniqueConstraint('invitation_id', 'number', name=op.f('uq_printed_letter_invitation_id_number'))
    )
    with op.batch_alter_table('printed_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_printed_letter_invitation_id'), ['invitation_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('printed_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_printed_letter_invitation_id'))

    op.drop_table('printed_letter')
    op.drop_table('letter_words')
    with op.batch_alter_table('talk_before_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talk_before_letter_conference_id'))

    op.drop_table('talk_before_letter')
    op.drop_column('invitation', 'answer_said_on')
    op.drop_column('invitation', 'answer_told')

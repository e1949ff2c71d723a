"""standpoints, needs and offers, questions, options, requests and notes"""

from alembic import op
import sqlalchemy as sa

revision = 'standpoints'
down_revision = "family_door"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('standpoint_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('agency_name', sa.Text(), nullable=False),
    sa.Column('about', sa.LargeBinary(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_standpoint_request_withdrawing')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_standpoint_request_agency_id_agency')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_standpoint_request_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_standpoint_request_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standpoint_request')),
    sa.UniqueConstraint('conference_id', 'agency_id', name=op.f('uq_standpoint_request_conference_id_agency_id'))
    )
    op.create_index(op.f('ix_standpoint_request_case_id'), 'standpoint_request', ['case_id'], unique=False)
    op.create_index(op.f('ix_standpoint_request_conference_id'), 'standpoint_request', ['conference_id'], unique=False)

    op.create_table('considered_option',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('speaks_for', sa.LargeBinary(), nullable=False),
    sa.Column('speaks_against', sa.LargeBinary(), nullable=False),
    sa.Column('considered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('considered_by', sa.Text(), nullable=False),
    sa.Column('considered_by_seat', sa.Uuid(), nullable=True),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('chosen_by', sa.Text(), nullable=True),
    sa.Column('chosen_because', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('open_to', sa.String(length=8), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_considered_option_readers')),
    sa.CheckConstraint('(chosen_at IS NULL) = (chosen_because IS NULL)', name=op.f('ck_considered_option_chosen_with_a_reason')),
    sa.CheckConstraint('(chosen_at IS NULL) = (chosen_by IS NULL)', name=op.f('ck_considered_option_choosing')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_considered_option_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_considered_option_conference_id_conference')),
    sa.ForeignKeyConstraint(['considered_by_seat'], ['seat.id'], name=op.f('fk_considered_option_considered_by_seat_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_considered_option')),
    sa.UniqueConstraint('conference_id', 'position', name=op.f('uq_considered_option_conference_id_position'))
    )
    op.create_index(op.f('ix_considered_option_case_id'), 'considered_option', ['case_id'], unique=False)
    op.create_index(op.f('ix_considered_option_conference_id'), 'considered_option', ['conference_id'], unique=False)

    op.create_table('need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raised_by', sa.Text(), nullable=False),
    sa.Column('raised_by_seat', sa.Uuid(), nullable=True),
    sa.Column('raised_by_name', sa.LargeBinary(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('open_to', sa.String(length=8), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_need_readers')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_need_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_need_conference_id_conference')),
    sa.ForeignKeyConstraint(['raised_by_seat'], ['seat.id'], name=op.f('fk_need_raised_by_seat_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need'))
    )
    op.create_index(op.f('ix_need_case_id'), 'need', ['case_id'], unique=False)
    op.create_index(op.f('ix_need_conference_id'), 'need', ['conference_id'], unique=False)

    op.create_table('private_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_private_note_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_private_note_conference_id_conference')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_private_note_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_private_note')),
    sa.UniqueConstraint('conference_id', 'seat_id', name=op.f('uq_private_note_conference_id_seat_id'))
    )
    op.create_index(op.f('ix_private_note_case_id'), 'private_note', ['case_id'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_by_seat', sa.Uuid(), nullable=True),
    sa.Column('asked_by_name', sa.LargeBinary(), nullable=False),
    sa.Column('decision', sa.LargeBinary(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_by_name', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('open_to', sa.String(length=8), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_question_readers')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by IS NULL)', name=op.f('ck_question_deciding')),
    sa.CheckConstraint('(decided_at IS NULL) = (decision IS NULL)', name=op.f('ck_question_decision')),
    sa.ForeignKeyConstraint(['asked_by_seat'], ['seat.id'], name=op.f('fk_question_asked_by_seat_seat')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_question_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_question_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    op.create_index(op.f('ix_question_case_id'), 'question', ['case_id'], unique=False)
    op.create_index(op.f('ix_question_conference_id'), 'question', ['conference_id'], unique=False)

    op.create_table('standpoint',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('facts', sa.LargeBinary(), nullable=False),
    sa.Column('concern', sa.LargeBinary(), nullable=False),
    sa.Column('strengths', sa.LargeBinary(), nullable=False),
    sa.Column('condition', sa.LargeBinary(), nullable=False),
    sa.Column('softened', sa.LargeBinary(), nullable=True),
    sa.Column('softened_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scan_id', sa.Uuid(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('open_to', sa.String(length=8), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_standpoint_readers')),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_standpoint_as_said')),
    sa.CheckConstraint('(seat_id IS NULL) <> (person_id IS NULL)', name=op.f('ck_standpoint_one_speaker')),
    sa.CheckConstraint('softened_agreed_at IS NULL OR softened IS NOT NULL', name=op.f('ck_standpoint_agreed_sentence')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_standpoint_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_standpoint_conference_id_conference')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_standpoint_person_id_person')),
    sa.ForeignKeyConstraint(['scan_id'], ['scan.id'], name=op.f('fk_standpoint_scan_id_scan')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_standpoint_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standpoint')),
    sa.UniqueConstraint('conference_id', 'person_id', name=op.f('uq_standpoint_conference_id_person_id')),
    sa.UniqueConstraint('conference_id', 'seat_id', name=op.f('uq_standpoint_conference_id_seat_id'))
    )
    op.create_index(op.f('ix_standpoint_case_id'), 'standpoint', ['case_id'], unique=False)
    op.create_index(op.f('ix_standpoint_conference_id'), 'standpoint', ['conference_id'], unique=False)
    op.create_index(op.f('ix_standpoint_person_id'), 'standpoint', ['person_id'], unique=False)
    op.create_index(op.f('ix_standpoint_seat_id'), 'standpoint', ['seat_id'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('standpoint_id', sa.Uuid(), nullable=True),
    sa.Column('what', sa.LargeBinary(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by', sa.Text(), nullable=True),
    sa.Column('accepted_by_name', sa.LargeBinary(), nullable=True),
    sa.Column('involvement_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=True),
    sa.Column('withdrawn_why', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('open_to', sa.String(length=8), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_offer_readers')),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by IS NULL)', name=op.f('ck_offer_accepting')),
    sa.CheckConstraint('(accepted_at IS NULL) = (involvement_id IS NULL)', name=op.f('ck_offer_accepted_involves')),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_offer_as_said')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_offer_withdrawing')),
    sa.CheckConstraint('accepted_at IS NULL OR (offered_at IS NOT NULL AND from_on IS NOT NULL)', name=op.f('ck_offer_accepted')),
    sa.CheckConstraint('offered_at IS NOT NULL OR standpoint_id IS NOT NULL', name=op.f('ck_offer_draft_in_standpoint')),
    sa.CheckConstraint('until_on >= from_on', name=op.f('ck_offer_ends_after_start')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_offer_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_offer_conference_id_conference')),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_offer_involvement_id_involvement')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_offer_seat_id_seat')),
    sa.ForeignKeyConstraint(['standpoint_id'], ['standpoint.id'], name=op.f('fk_offer_standpoint_id_standpoint')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_offer_task_id_task'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('standpoint_id', name=op.f('uq_offer_standpoint_id'))
    )
    op.create_index(op.f('ix_offer_case_id'), 'offer', ['case_id'], unique=False)
    op.create_index(op.f('ix_offer_conference_id'), 'offer', ['conference_id'], unique=False)
    op.create_index(op.f('ix_offer_seat_id'), 'offer', ['seat_id'], unique=False)

    op.create_table('opinion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('view', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_opinion_as_said')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_opinion_question_id_question')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_opinion_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion')),
    sa.UniqueConstraint('question_id', 'seat_id', name=op.f('uq_opinion_question_id_seat_id'))
    )
    op.create_index(op.f('ix_opinion_question_id'), 'opinion', ['question_id'], unique=False)

    op.create_table('question_asked',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_asked_question_id_question')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_question_asked_seat_id_seat')),
    sa.PrimaryKeyConstraint('question_id', 'seat_id', name=op.f('pk_question_asked'))
    )
    op.create_table('offer_need',
    sa.Column('offer_id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_offer_need_need_id_need')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_need_offer_id_offer')),
    sa.PrimaryKeyConstraint('offer_id', 'need_id', name=op.f('pk_offer_need'))
    )


def downgrade() -> None:
    op.drop_table('offer_need')
    op.drop_table('question_asked')

    op.drop_table('opinion')

    op.drop_table('offer')

    op.drop_table('standpoint')

    op.drop_table('question')

    op.drop_table('private_note')

    op.drop_table('need')

    op.drop_table('considered_option')

    op.drop_table('standpoint_request')

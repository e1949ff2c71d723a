"""agreements on cooperation and their papers"""

from alembic import op
import sqlalchemy as sa

revision = 'agreements'
down_revision = "other_ways"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=True),
    sa.Column('involvement_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('terms', sa.LargeBinary(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('evaluation_on', sa.Date(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drafted_by', sa.Text(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offered_by', sa.Text(), nullable=True),
    sa.Column('wording_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.LargeBinary(), nullable=True),
    sa.Column('parent_signature_id', sa.Uuid(), nullable=True),
    sa.Column('worker_signature_id', sa.Uuid(), nullable=True),
    sa.Column('concluded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=True),
    sa.Column('withdrawn_why', sa.LargeBinary(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_how', sa.String(length=16), nullable=True),
    sa.Column('ended_why', sa.LargeBinary(), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(concluded_at IS NOT NULL) = (parent_signature_id IS NOT NULL AND worker_signature_id IS NOT NULL)', name=op.f('ck_agreement_concluded_by_both')),
    sa.CheckConstraint('(ended_on IS NULL) = (ended_by IS NULL)', name=op.f('ck_agreement_ending')),
    sa.CheckConstraint('(offered_at IS NULL) = (text IS NULL)', name=op.f('ck_agreement_offered_has_text')),
    sa.CheckConstraint('(offered_at IS NULL) = (wording_id IS NULL)', name=op.f('ck_agreement_offered_has_wording')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_agreement_withdrawal')),
    sa.CheckConstraint('ended_on IS NULL OR concluded_at IS NOT NULL', name=op.f('ck_agreement_ended_was_concluded')),
    sa.CheckConstraint('offered_at IS NOT NULL OR (parent_signature_id IS NULL AND worker_signature_id IS NULL)', name=op.f('ck_agreement_signed_was_offered')),
    sa.CheckConstraint('withdrawn_at IS NULL OR concluded_at IS NULL', name=op.f('ck_agreement_concluded_is_ended')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_agreement_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_agreement_conference_id_conference')),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_agreement_involvement_id_involvement')),
    sa.ForeignKeyConstraint(['parent_signature_id'], ['signature.id'], name=op.f('fk_agreement_parent_signature_id_signature')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_agreement_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_agreement_seat_id_seat')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_agreement_town_id_agency')),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_agreement_wording_id_wording')),
    sa.ForeignKeyConstraint(['worker_signature_id'], ['signature.id'], name=op.f('fk_agreement_worker_signature_id_signature')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_agreement_case_id_number'))
    )
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_involvement_id'), ['involvement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_seat_id'), ['seat_id'], unique=False)

    op.create_table('agreement_sheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agreement_id', sa.Uuid(), nullable=False),
    sa.Column('scan_id', sa.Uuid(), nullable=False),
    sa.Column('parent_on', sa.Date(), nullable=True),
    sa.Column('worker_on', sa.Date(), nullable=True),
    sa.Column('original', sa.LargeBinary(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Text(), nullable=False),
    sa.Column('filed_by_name', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejected_by', sa.Text(), nullable=True),
    sa.Column('rejected_why', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by IS NULL)', name=op.f('ck_agreement_sheet_confirming')),
    sa.CheckConstraint('(rejected_at IS NULL) = (rejected_by IS NULL)', name=op.f('ck_agreement_sheet_rejecting')),
    sa.CheckConstraint('confirmed_at IS NULL OR rejected_at IS NULL', name=op.f('ck_agreement_sheet_decided_once')),
    sa.CheckConstraint('parent_on IS NOT NULL OR worker_on IS NOT NULL', name=op.f('ck_agreement_sheet_somebody_signed')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_sheet_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['scan_id'], ['scan.id'], name=op.f('fk_agreement_sheet_scan_id_scan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_sheet'))
    )
    with op.batch_alter_table('agreement_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_sheet_agreement_id'), ['agreement_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('agreement_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_sheet_agreement_id'))

    op.drop_table('agreement_sheet')
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_seat_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_person_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_involvement_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_case_id'))

    op.drop_table('agreement')

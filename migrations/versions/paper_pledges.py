"""pledges at the table, on paper and with a qualified signature"""

from alembic import op
import sqlalchemy as sa

revision = 'paper_pledges'
down_revision = 'named_by_contact'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('scan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('received_sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stored_by', sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f('ck_scan_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan'))
    )
    op.create_table('trusted_issuer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('holds_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Text(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(removed_at IS NULL) = (removed_by IS NULL)', name=op.f('ck_trusted_issuer_removal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trusted_issuer'))
    )
    with op.batch_alter_table('trusted_issuer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trusted_issuer_town_id'), ['town_id'], unique=False)

    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scan_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('signed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('original', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('confirmation', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('confirmer', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('certificate', sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_signature_scan_id_scan'), 'scan', ['scan_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_signature_paper_needs_confirmation'), "method != 'paper' OR confirmation IS NOT NULL")
        batch_op.create_check_constraint(batch_op.f('ck_signature_sheet_needs_scan'), "method NOT IN ('paper', 'qualified') OR scan_id IS NOT NULL")
        batch_op.create_check_constraint(batch_op.f('ck_signature_sheet_needs_day'), '(scan_id IS NULL) = (signed_on IS NULL)')
        batch_op.create_check_constraint(batch_op.f('ck_signature_qualified_needs_certificate'), "method != 'qualified' OR certificate IS NOT NULL")

    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('voided_by', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('void_reason', sa.LargeBinary(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_pledge_seat_id_wording_id'), type_='unique')
        batch_op.create_check_constraint(batch_op.f('ck_pledge_voided'), '(voided_at IS NULL) = (voided_by IS NULL)')
        batch_op.create_check_constraint(batch_op.f('ck_pledge_voided_with_a_reason'), '(voided_at IS NULL) = (void_reason IS NULL)')
        batch_op.create_index('uq_pledge_living', ['seat_id', 'wording_id'], unique=True, sqlite_where=sa.text('voided_at IS NULL'), postgresql_where=sa.text('voided_at IS NULL'))

    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('handed_over_for', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('handed_over_tries', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_login_session_handed_over'), '(handed_over_at IS NULL) = (handed_over_for IS NULL)')

    op.create_table('issued_sheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('agency', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_issued_sheet_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_issued_sheet_seat_id_seat')),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_issued_sheet_wording_id_wording')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issued_sheet'))
    )
    with op.batch_alter_table('issued_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issued_sheet_seat_id'), ['seat_id'], unique=False)

    op.create_table('pledge_sheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('agency', sa.Text(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('original', sa.LargeBinary(), nullable=False),
    sa.Column('scan_id', sa.Uuid(), nullable=False),
    sa.Column('certificate', sa.LargeBinary(), nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Text(), nullable=False),
    sa.Column('filed_by_name', sa.Text(), nullable=False),
    sa.Column('confirmer_id', sa.Uuid(), nullable=True),
    sa.Column('confirm_by', sa.Date(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('signature_id', sa.Uuid(), nullable=True),
    sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejected_by', sa.Text(), nullable=True),
    sa.Column('rejection_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("method IN ('paper', 'qualified')", name=op.f('ck_pledge_sheet_method')),
    sa.CheckConstraint("method != 'qualified' OR certificate IS NOT NULL", name=op.f('ck_pledge_sheet_qualified_needs_certificate')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (signature_id IS NULL)', name=op.f('ck_pledge_sheet_confirmed_is_signed')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by IS NULL)', name=op.f('ck_pledge_sheet_confirmed_by_somebody')),
    sa.CheckConstraint('(rejected_at IS NULL) = (rejected_by IS NULL)', name=op.f('ck_pledge_sheet_rejected_by_somebody')),
    sa.CheckConstraint('(rejected_at IS NULL) = (rejection_reason IS NULL)', name=op.f('ck_pledge_sheet_rejected_with_a_reason')),
    sa.CheckConstraint('confirmed_at IS NULL OR rejected_at IS NULL', name=op.f('ck_pledge_sheet_decided_once')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_pledge_sheet_case_id_case_frame')),
    sa.ForeignKeyConstraint(['confirmer_id'], ['worker.id'], name=op.f('fk_pledge_sheet_confirmer_id_worker')),
    sa.ForeignKeyConstraint(['scan_id'], ['scan.id'], name=op.f('fk_pledge_sheet_scan_id_scan')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_pledge_sheet_seat_id_seat')),
    sa.ForeignKeyConstraint(['signature_id'], ['signature.id'], name=op.f('fk_pledge_sheet_signature_id_signature')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_pledge_sheet_town_id_agency')),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_pledge_sheet_wording_id_wording')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_sheet'))
    )
    with op.batch_alter_table('pledge_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_sheet_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_sheet_confirmer_id'), ['confirmer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_sheet_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index('uq_pledge_sheet_waiting', ['seat_id'], unique=True, sqlite_where=sa.text('confirmed_at IS NULL AND rejected_at IS NULL'), postgresql_where=sa.text('confirmed_at IS NULL AND rejected_at IS NULL'))


def downgrade() -> None:
    op.drop_table('pledge_sheet')
    op.drop_table('issued_sheet')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_login_session_handed_over'), type_='check')
        batch_op.drop_column('handed_over_tries')
        batch_op.drop_column('handed_over_for')
        batch_op.drop_column('handed_over_at')

    # What was declared void opened nothing; the former tables could not tell it from a pledge that holds.
    op.execute('DELETE FROM pledge WHERE voided_at IS NOT NULL')
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.drop_index('uq_pledge_living')
        batch_op.drop_constraint(batch_op.f('ck_pledge_voided_with_a_reason'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_pledge_voided'), type_='check')
        batch_op.create_unique_constraint(batch_op.f('uq_pledge_seat_id_wording_id'), ['seat_id', 'wording_id'])
        batch_op.drop_column('void_reason')
        batch_op.drop_column('voided_by')
        batch_op.drop_column('voided_at')

    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_signature_qualified_needs_certificate'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_signature_sheet_needs_day'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_signature_sheet_needs_scan'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_signature_paper_needs_confirmation'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_signature_scan_id_scan'), type_='foreignkey')
        batch_op.drop_column('certificate')
        batch_op.drop_column('confirmer')
        batch_op.drop_column('confirmation')
        batch_op.drop_column('original')
        batch_op.drop_column('signed_on')
        batch_op.drop_column('scan_id')

    op.drop_table('trusted_issuer')
    op.drop_table('scan')

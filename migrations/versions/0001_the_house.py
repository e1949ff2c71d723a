"""the house"""

from alembic import op
import sqlalchemy as sa

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('convenes', sa.Boolean(), nullable=False),
    sa.Column('town_name', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('contact_name', sa.Text(), nullable=True),
    sa.Column('contact_email', sa.Text(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('chain', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('former_seal', sa.String(length=64), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_audit_entry_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('chain', 'number', name=op.f('uq_audit_entry_chain_number'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_about'), ['about'], unique=False)

    op.create_table('audit_head',
    sa.Column('chain', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', name=op.f('pk_audit_head'))
    )
    op.create_table('calendar_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.Uuid(), nullable=False),
    sa.Column('uid', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('partstat', sa.Text(), nullable=False),
    sa.Column('stamped_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('whole_day', sa.Date(), nullable=True),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('recipient', sa.LargeBinary(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('town', sa.Text(), nullable=False),
    sa.Column('optional', sa.Boolean(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_sent', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('(starts_at IS NULL) <> (whole_day IS NULL)', name=op.f('ck_calendar_entry_span_or_day')),
    sa.CheckConstraint('(starts_at IS NULL) = (ends_at IS NULL)', name=op.f('ck_calendar_entry_whole_span')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_entry')),
    sa.UniqueConstraint('about', 'holder', name=op.f('uq_calendar_entry_about_holder')),
    sa.UniqueConstraint('uid', name=op.f('uq_calendar_entry_uid'))
    )
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_entry_holder'), ['holder'], unique=False)

    op.create_table('letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=True),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('about', sa.Uuid(), nullable=False),
    sa.Column('recipient', sa.LargeBinary(), nullable=False),
    sa.Column('sender_name', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('message_id', sa.Text(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('calendar', sa.LargeBinary(), nullable=True),
    sa.Column('calendar_hash', sa.String(length=64), nullable=True),
    sa.Column('calendar_method', sa.Text(), nullable=True),
    sa.Column('order_key', sa.Text(), nullable=True),
    sa.Column('order_number', sa.Integer(), nullable=True),
    sa.Column('try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_trouble', sa.Text(), nullable=True),
    sa.Column('perhaps_left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_back_why', sa.Text(), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undelivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undelivered_why', sa.Text(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_why', sa.Text(), nullable=True),
    sa.CheckConstraint('(CASE WHEN try_at IS NULL THEN 0 ELSE 1 END) + (CASE WHEN handed_over_at IS NULL THEN 0 ELSE 1 END) + (CASE WHEN undelivered_at IS NULL THEN 0 ELSE 1 END) + (CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_letter_waits_or_ended_once')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_why IS NULL)', name=op.f('ck_letter_closed_has_reason')),
    sa.CheckConstraint('(order_key IS NULL) = (order_number IS NULL)', name=op.f('ck_letter_ordered_whole')),
    sa.CheckConstraint('(undelivered_at IS NULL) = (undelivered_why IS NULL)', name=op.f('ck_letter_undelivered_has_reason')),
    sa.CheckConstraint('try_at IS NOT NULL OR (body IS NULL AND calendar IS NULL)', name=op.f('ck_letter_emptied_at_the_end')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('message_id', name=op.f('uq_letter_message_id')),
    sa.UniqueConstraint('order_key', 'order_number', name=op.f('uq_letter_order_key_order_number'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_letter_try_at', ['try_at'], unique=False, sqlite_where=sa.text('try_at IS NOT NULL'), postgresql_where=sa.text('try_at IS NOT NULL'))

    op.create_table('link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.Uuid(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('renewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_holder'), ['holder'], unique=False)
        batch_op.create_index('uq_link_living', ['purpose', 'subject', 'holder'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('look',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=True),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('resource', sa.Text(), nullable=False),
    sa.Column('quarter', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_look')),
    sa.UniqueConstraint('who', 'about', 'resource', 'quarter', name=op.f('uq_look_who_about_resource_quarter'))
    )
    op.create_table('sign_in_failure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_key', sa.String(length=64), nullable=False),
    sa.Column('source_key', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failure'))
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_failure_account_at', ['account_key', 'at'], unique=False)

    op.create_table('signature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('signer_key', sa.Text(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('agency', sa.Text(), nullable=False),
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('factors', sa.Text(), nullable=False),
    sa.Column('witness', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("method != 'at_table' OR witness IS NOT NULL", name=op.f('ck_signature_table_needs_witness')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature'))
    )
    op.create_table('submission',
    sa.Column('nonce_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('nonce_hash', name=op.f('pk_submission'))
    )
    op.create_table('town_setting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_setting')),
    sa.UniqueConstraint('town_id', 'name', name=op.f('uq_town_setting_town_id_name'))
    )
    op.create_table('wording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('material', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wording')),
    sa.UniqueConstraint('name', 'language', 'version', name=op.f('uq_wording_name_language_version'))
    )
    op.create_table('worker',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('mailbox_shared', sa.Boolean(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worker'))
    )
    with op.batch_alter_table('worker', schema=None) as batch_op:
        batch_op.create_index('ix_worker_email', ['email'], unique=False)
        batch_op.create_index('uq_worker_email_own', ['email'], unique=True, sqlite_where=sa.text('mailbox_shared IS 0'), postgresql_where=sa.text('mailbox_shared IS false'))

    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('totp_secret', sa.LargeBinary(), nullable=False),
    sa.Column('totp_last_step', sa.Integer(), nullable=False),
    sa.Column('totp_next', sa.LargeBinary(), nullable=True),
    sa.Column('set_up_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_account_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('worker_id', name=op.f('uq_account_worker_id'))
    )
    op.create_table('account_set_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('totp_secret', sa.LargeBinary(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_account_set_up_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_set_up'))
    )
    with op.batch_alter_table('account_set_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_set_up_worker_id'), ['worker_id'], unique=False)

    op.create_table('audit_content',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entry.id'], name=op.f('fk_audit_content_entry_id_audit_entry')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_audit_content'))
    )
    op.create_table('case_frame',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('closed_at IS NULL OR opened_at IS NOT NULL', name=op.f('ck_case_frame_closed_was_open')),
    sa.CheckConstraint('erased_at IS NULL OR closed_at IS NOT NULL', name=op.f('ck_case_frame_erased_was_closed')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_case_frame_town_id_agency')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_frame')),
    sa.UniqueConstraint('code', name=op.f('uq_case_frame_code'))
    )
    with op.batch_alter_table('case_frame', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_frame_town_id'), ['town_id'], unique=False)

    op.create_table('kept_device',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_kept_device_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_device')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_kept_device_secret_hash'))
    )
    with op.batch_alter_table('kept_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_device_worker_id'), ['worker_id'], unique=False)

    op.create_table('link_token',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_link_token_link_id_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_link_token'))
    )
    with op.batch_alter_table('link_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_token_link_id'), ['link_id'], unique=False)

    op.create_table('login_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('door', sa.String(length=16), nullable=False),
    sa.Column('device', sa.Text(), nullable=False),
    sa.Column('device_kept', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.CheckConstraint("door IN ('code', 'account2')", name=op.f('ck_login_session_door')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_why IS NULL)', name=op.f('ck_login_session_ended_with_a_reason')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_login_session_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_login_session_secret_hash'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_worker_id'), ['worker_id'], unique=False)

    op.create_table('look_seal',
    sa.Column('look_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entry.id'], name=op.f('fk_look_seal_entry_id_audit_entry')),
    sa.ForeignKeyConstraint(['look_id'], ['look.id'], name=op.f('fk_look_seal_look_id_look')),
    sa.PrimaryKeyConstraint('look_id', name=op.f('pk_look_seal'))
    )
    with op.batch_alter_table('look_seal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_look_seal_entry_id'), ['entry_id'], unique=False)

    op.create_table('mailed_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('browser_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_mailed_code_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailed_code'))
    )
    with op.batch_alter_table('mailed_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailed_code_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailed_code_worker_id'), ['worker_id'], unique=False)

    op.create_table('town_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_town_contact_agency_id_agency')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_town_contact_town_id_agency')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_contact')),
    sa.UniqueConstraint('town_id', 'agency_id', name=op.f('uq_town_contact_town_id_agency_id'))
    )
    with op.batch_alter_table('town_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_town_contact_agency_id'), ['agency_id'], unique=False)

    op.create_table('unit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_unit_agency_id_agency')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('agency_id', 'name', name=op.f('uq_unit_agency_id_name'))
    )
    op.create_table('wording_confirmed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_wording_confirmed_wording_id_wording')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wording_confirmed')),
    sa.UniqueConstraint('wording_id', 'town_id', name=op.f('uq_wording_confirmed_wording_id_town_id'))
    )
    op.create_table('conference',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('follow_up_of', sa.Uuid(), nullable=True),
    sa.Column('initiated_by', sa.Text(), nullable=False),
    sa.Column('goal', sa.LargeBinary(), nullable=False),
    sa.Column('goal_is_realistic', sa.Boolean(), nullable=True),
    sa.Column('realistic_because', sa.LargeBinary(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('meets_on', sa.Date(), nullable=True),
    sa.Column('wall_from', sa.String(length=5), nullable=False),
    sa.Column('wall_to', sa.String(length=5), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('place_is_sensitive', sa.Boolean(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('convened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('convened_by', sa.Text(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_by', sa.Text(), nullable=True),
    sa.Column('cancelled_why', sa.LargeBinary(), nullable=True),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('convened_at IS NULL OR starts_at IS NOT NULL', name=op.f('ck_conference_convened_has_time')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_conference_ends_after_start')),
    sa.CheckConstraint('held_at IS NULL OR (convened_at IS NOT NULL AND cancelled_at IS NULL)', name=op.f('ck_conference_held_was_convened')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_conference_case_id_case_frame')),
    sa.ForeignKeyConstraint(['follow_up_of'], ['conference.id'], name=op.f('fk_conference_follow_up_of_conference')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_conference_town_id_agency')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_conference_case_id_number'))
    )
    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_case_id'), ['case_id'], unique=False)

    op.create_table('exclusion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_exclusion_case_id_case_frame')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_exclusion_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exclusion')),
    sa.UniqueConstraint('case_id', 'worker_id', name=op.f('uq_exclusion_case_id_worker_id'))
    )
    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exclusion_case_id'), ['case_id'], unique=False)

    op.create_table('family_case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('office_reference', sa.LargeBinary(), nullable=False),
    sa.Column('nickname', sa.LargeBinary(), nullable=False),
    sa.Column('situation', sa.LargeBinary(), nullable=False),
    sa.Column('need_of_help', sa.LargeBinary(), nullable=False),
    sa.Column('parents_view', sa.LargeBinary(), nullable=False),
    sa.Column('goal', sa.LargeBinary(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['case_frame.id'], name=op.f('fk_family_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_case'))
    )
    op.create_table('involvement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('relation', sa.String(length=16), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_involvement_agency_id_agency')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_involvement_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_involvement')),
    sa.UniqueConstraint('case_id', 'agency_id', name=op.f('uq_involvement_case_id_agency_id'))
    )
    with op.batch_alter_table('involvement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_involvement_case_id'), ['case_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('kinship', sa.String(length=16), nullable=False),
    sa.Column('in_household', sa.Boolean(), nullable=False),
    sa.Column('born_on', sa.LargeBinary(), nullable=True),
    sa.Column('safe_contact', sa.String(length=8), nullable=False),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('email', sa.LargeBinary(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("safe_contact IN ('none', 'phone', 'paper', 'email')", name=op.f('ck_person_safe_contact')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_person_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_case_id'), ['case_id'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.CheckConstraint('to_on IS NULL OR to_on >= from_on', name=op.f('ck_post_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_post_agency_id_agency')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_post_unit_id_unit')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_post_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_worker_id'), ['worker_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('involvement_id', sa.Uuid(), nullable=False),
    sa.Column('given_by', sa.Uuid(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('how', sa.LargeBinary(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawal_recorded_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawal_recorded_by IS NULL)', name=op.f('ck_consent_withdrawal')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_consent_case_id_case_frame')),
    sa.ForeignKeyConstraint(['given_by'], ['person.id'], name=op.f('fk_consent_given_by_person')),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_consent_involvement_id_involvement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_involvement_id'), ['involvement_id'], unique=False)

    op.create_table('involvement_member',
    sa.Column('involvement_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_involvement_member_involvement_id_involvement')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_involvement_member_person_id_person')),
    sa.PrimaryKeyConstraint('involvement_id', 'person_id', name=op.f('pk_involvement_member'))
    )
    op.create_table('legal_title',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('involvement_id', sa.Uuid(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('areas', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_legal_title_ending')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_legal_title_case_id_case_frame')),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_legal_title_involvement_id_involvement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_title'))
    )
    with op.batch_alter_table('legal_title', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_title_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_legal_title_involvement_id'), ['involvement_id'], unique=False)

    op.create_table('plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_plan_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_plan_conference_id_conference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan')),
    sa.UniqueConstraint('case_id', name=op.f('uq_plan_case_id'))
    )
    op.create_table('seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('involvement_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(length=24), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('agency_name', sa.Text(), nullable=False),
    sa.Column('outward_reasons', sa.Text(), nullable=False),
    sa.Column('inward_reason', sa.LargeBinary(), nullable=True),
    sa.Column('takes_part_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_how', sa.String(length=16), nullable=True),
    sa.Column('ended_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(to_at IS NULL) = (ended_how IS NULL)', name=op.f('ck_seat_ended_how')),
    sa.CheckConstraint('(worker_id IS NULL) != (person_id IS NULL)', name=op.f('ck_seat_one_holder')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_seat_case_id_case_frame')),
    sa.ForeignKeyConstraint(['involvement_id'], ['involvement.id'], name=op.f('fk_seat_involvement_id_involvement')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seat_person_id_person')),
    sa.ForeignKeyConstraint(['town_id'], ['agency.id'], name=op.f('fk_seat_town_id_agency')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_seat_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat'))
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_worker_id'), ['worker_id'], unique=False)
        batch_op.create_index('uq_seat_person', ['case_id', 'person_id'], unique=True, sqlite_where=sa.text('to_at IS NULL'), postgresql_where=sa.text('to_at IS NULL'))
        batch_op.create_index('uq_seat_worker', ['case_id', 'worker_id'], unique=True, sqlite_where=sa.text('to_at IS NULL'), postgresql_where=sa.text('to_at IS NULL'))

    op.create_table('consent_member',
    sa.Column('consent_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['consent_id'], ['consent.id'], name=op.f('fk_consent_member_consent_id_consent')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_member_person_id_person')),
    sa.PrimaryKeyConstraint('consent_id', 'person_id', name=op.f('pk_consent_member'))
    )
    op.create_table('disclosure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('paper', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('how', sa.String(length=16), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_disclosure_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_disclosure_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure'))
    )
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_seat_id'), ['seat_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('agency_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(length=24), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('agency_name', sa.Text(), nullable=False),
    sa.Column('outward_reasons', sa.Text(), nullable=False),
    sa.Column('inward_reason', sa.LargeBinary(), nullable=False),
    sa.Column('to_prepare', sa.LargeBinary(), nullable=False),
    sa.Column('how_told', sa.String(length=16), nullable=True),
    sa.Column('seat_id', sa.Uuid(), nullable=True),
    sa.Column('answer', sa.String(length=16), nullable=False),
    sa.Column('answer_note', sa.LargeBinary(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.Column('attendance', sa.String(length=16), nullable=True),
    sa.Column('attendance_by', sa.Text(), nullable=True),
    sa.CheckConstraint("(answer = 'no_reply') = (answered_at IS NULL)", name=op.f('ck_invitation_answered')),
    sa.CheckConstraint('(worker_id IS NULL) != (person_id IS NULL)', name=op.f('ck_invitation_one_invitee')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_invitation_agency_id_agency')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_invitation_conference_id_conference')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_invitation_seat_id_seat')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_invitation_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('conference_id', 'person_id', name=op.f('uq_invitation_conference_id_person_id')),
    sa.UniqueConstraint('conference_id', 'worker_id', name=op.f('uq_invitation_conference_id_worker_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_seat_id'), ['seat_id'], unique=False)

    op.create_table('legal_title_member',
    sa.Column('legal_title_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['legal_title_id'], ['legal_title.id'], name=op.f('fk_legal_title_member_legal_title_id_legal_title')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_legal_title_member_person_id_person')),
    sa.PrimaryKeyConstraint('legal_title_id', 'person_id', name=op.f('pk_legal_title_member'))
    )
    op.create_table('plan_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('evaluation_on', sa.Date(), nullable=True),
    sa.Column('evaluation_rules', sa.LargeBinary(), nullable=False),
    sa.Column('what_if_not', sa.LargeBinary(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_by_name', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by IS NULL)', name=op.f('ck_plan_version_approval')),
    sa.CheckConstraint('approved_at IS NULL OR evaluation_on IS NOT NULL', name=op.f('ck_plan_version_approved_has_evaluation')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_version_plan_id_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_version')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_version_plan_id_number'))
    )
    with op.batch_alter_table('plan_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_version_plan_id'), ['plan_id'], unique=False)

    op.create_table('pledge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('signature_id', sa.Uuid(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(signature_id IS NULL) != (refused_at IS NULL)', name=op.f('ck_pledge_signed_or_refused')),
    sa.CheckConstraint('refused_at IS NOT NULL OR refusal_reason IS NULL', name=op.f('ck_pledge_reason_of_refusal')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_pledge_case_id_case_frame')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_pledge_seat_id_seat')),
    sa.ForeignKeyConstraint(['signature_id'], ['signature.id'], name=op.f('fk_pledge_signature_id_signature')),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_pledge_wording_id_wording')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge')),
    sa.UniqueConstraint('seat_id', 'wording_id', name=op.f('uq_pledge_seat_id_wording_id'))
    )
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_seat_id'), ['seat_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_step', sa.String(length=16), nullable=True),
    sa.Column('agreed_due_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_task_case_id_case_frame')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_task_plan_id_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_task_plan_id_number'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_plan_id'), ['plan_id'], unique=False)

    op.create_table('goal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_version_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('statement', sa.LargeBinary(), nullable=False),
    sa.Column('sign', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_version_id'], ['plan_version.id'], name=op.f('fk_goal_plan_version_id_plan_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal'))
    )
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goal_plan_version_id'), ['plan_version_id'], unique=False)

    op.create_table('task_check',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_check_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_check')),
    sa.UniqueConstraint('task_id', 'period_from', name=op.f('uq_task_check_task_id_period_from'))
    )
    with op.batch_alter_table('task_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_check_task_id'), ['task_id'], unique=False)

    op.create_table('task_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('step', sa.String(length=16), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.LargeBinary(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('proposed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('said_where', sa.String(length=16), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('said_to', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("(step = 'reported') = (outcome IS NOT NULL)", name=op.f('ck_task_step_outcome')),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_task_step_as_said')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_task_step_seat_id_seat')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_step_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_step')),
    sa.UniqueConstraint('task_id', 'number', name=op.f('uq_task_step_task_id_number'))
    )
    with op.batch_alter_table('task_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_step_task_id'), ['task_id'], unique=False)

    op.create_table('task_wording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('criterion', sa.LargeBinary(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=True),
    sa.Column('for_agency', sa.Text(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('schedule', sa.String(length=16), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("schedule <> 'once' OR (from_on IS NULL AND until_on IS NULL)", name=op.f('ck_task_wording_schedule')),
    sa.CheckConstraint("schedule = 'once' OR due_on IS NULL", name=op.f('ck_task_wording_due_once')),
    sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_task_wording_goal_id_goal')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_task_wording_seat_id_seat')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_wording_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_wording')),
    sa.UniqueConstraint('task_id', 'plan_version', name=op.f('uq_task_wording_task_id_plan_version'))
    )
    with op.batch_alter_table('task_wording', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_wording_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_wording_task_id'), ['task_id'], unique=False)

    watch_tables()


def downgrade() -> None:
    with op.batch_alter_table('task_wording', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_wording_task_id'))
        batch_op.drop_index(batch_op.f('ix_task_wording_seat_id'))

    op.drop_table('task_wording')
    with op.batch_alter_table('task_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_step_task_id'))

    op.drop_table('task_step')
    with op.batch_alter_table('task_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_check_task_id'))

    op.drop_table('task_check')
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goal_plan_version_id'))

    op.drop_table('goal')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_plan_id'))
        batch_op.drop_index(batch_op.f('ix_task_case_id'))

    op.drop_table('task')
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pledge_seat_id'))
        batch_op.drop_index(batch_op.f('ix_pledge_case_id'))

    op.drop_table('pledge')
    with op.batch_alter_table('plan_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_version_plan_id'))

    op.drop_table('plan_version')
    op.drop_table('legal_title_member')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_seat_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_conference_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_seat_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_case_id'))

    op.drop_table('disclosure')
    op.drop_table('consent_member')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index('uq_seat_worker', sqlite_where=sa.text('to_at IS NULL'), postgresql_where=sa.text('to_at IS NULL'))
        batch_op.drop_index('uq_seat_person', sqlite_where=sa.text('to_at IS NULL'), postgresql_where=sa.text('to_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_seat_worker_id'))
        batch_op.drop_index(batch_op.f('ix_seat_case_id'))

    op.drop_table('seat')
    op.drop_table('plan')
    with op.batch_alter_table('legal_title', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_legal_title_involvement_id'))
        batch_op.drop_index(batch_op.f('ix_legal_title_case_id'))

    op.drop_table('legal_title')
    op.drop_table('involvement_member')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_involvement_id'))
        batch_op.drop_index(batch_op.f('ix_consent_case_id'))

    op.drop_table('consent')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_worker_id'))
        batch_op.drop_index(batch_op.f('ix_post_agency_id'))

    op.drop_table('post')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_case_id'))

    op.drop_table('person')
    with op.batch_alter_table('involvement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_involvement_case_id'))

    op.drop_table('involvement')
    op.drop_table('family_case')
    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exclusion_case_id'))

    op.drop_table('exclusion')
    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_case_id'))

    op.drop_table('conference')
    op.drop_table('wording_confirmed')
    op.drop_table('unit')
    with op.batch_alter_table('town_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_town_contact_agency_id'))

    op.drop_table('town_contact')
    with op.batch_alter_table('mailed_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailed_code_worker_id'))
        batch_op.drop_index(batch_op.f('ix_mailed_code_link_id'))

    op.drop_table('mailed_code')
    with op.batch_alter_table('look_seal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_look_seal_entry_id'))

    op.drop_table('look_seal')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_session_worker_id'))

    op.drop_table('login_session')
    with op.batch_alter_table('link_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_link_token_link_id'))

    op.drop_table('link_token')
    with op.batch_alter_table('kept_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_device_worker_id'))

    op.drop_table('kept_device')
    with op.batch_alter_table('case_frame', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_frame_town_id'))

    op.drop_table('case_frame')
    op.drop_table('audit_content')
    with op.batch_alter_table('account_set_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_set_up_worker_id'))

    op.drop_table('account_set_up')
    op.drop_table('account')
    with op.batch_alter_table('worker', schema=None) as batch_op:
        batch_op.drop_index('uq_worker_email_own', sqlite_where=sa.text('mailbox_shared IS 0'), postgresql_where=sa.text('mailbox_shared IS false'))
        batch_op.drop_index('ix_worker_email')

    op.drop_table('worker')
    op.drop_table('wording')
    op.drop_table('town_setting')
    op.drop_table('submission')
    op.drop_table('signature')
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_failure_account_at')

    op.drop_table('sign_in_failure')
    op.drop_table('look')
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.drop_index('uq_link_living', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_link_holder'))

    op.drop_table('link')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_try_at', sqlite_where=sa.text('try_at IS NOT NULL'), postgresql_where=sa.text('try_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_letter_case_id'))
        batch_op.drop_index(batch_op.f('ix_letter_about'))

    op.drop_table('letter')
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_entry_holder'))

    op.drop_table('calendar_entry')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_about'))

    op.drop_table('audit_entry')
    op.drop_table('agency')
    forget_functions()


APPEND_ONLY = ("audit_entry", "look", "look_seal")


def watch_tables() -> None:
    """The log book refuses every change and removal of a row; a wording refuses every change."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            if sqlite:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        if not sqlite:
            op.execute(
                f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
            )
    if sqlite:
        op.execute(
            "CREATE TRIGGER wording_immutable BEFORE UPDATE ON wording "
            "BEGIN SELECT RAISE(ABORT, 'a wording does not change'); END"
        )
    else:
        op.execute(
            "CREATE FUNCTION wording_immutable() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a wording does not change'; END $$"
        )
        op.execute(
            "CREATE TRIGGER wording_immutable BEFORE UPDATE ON wording "
            "FOR EACH ROW EXECUTE FUNCTION wording_immutable()"
        )


def forget_functions() -> None:
    """PostgreSQL keeps functions when their tables are gone."""
    if op.get_bind().dialect.name != "sqlite":
        for name in (*(f"{table}_append_only" for table in APPEND_ONLY), "wording_immutable"):
            op.execute(f"DROP FUNCTION {name}()")

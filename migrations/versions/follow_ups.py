"""children prepared for a meeting, and meetings that are proposed"""

from alembic import op
import sqlalchemy as sa

revision = 'follow_ups'
down_revision = "agency_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting_proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('wished_on', sa.Date(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('declined_why', sa.LargeBinary(), nullable=True),
    sa.Column('conference_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("outcome <> 'declined' OR declined_why IS NOT NULL", name=op.f('ck_meeting_proposal_declined_says_why')),
    sa.CheckConstraint("outcome <> 'taken_up' OR conference_id IS NOT NULL", name=op.f('ck_meeting_proposal_taken_up_leads_on')),
    sa.CheckConstraint('(settled_at IS NULL) = (outcome IS NULL)', name=op.f('ck_meeting_proposal_settled_how')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by IS NULL)', name=op.f('ck_meeting_proposal_settled_by')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_meeting_proposal_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_meeting_proposal_conference_id_conference')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_meeting_proposal_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_proposal'))
    )
    with op.batch_alter_table('meeting_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_proposal_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_meeting_proposal_waiting', ['seat_id'], unique=True, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    op.create_table('child_preparation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('talked_by', sa.LargeBinary(), nullable=False),
    sa.Column('talked_on', sa.Date(), nullable=False),
    sa.Column('why_comes', sa.LargeBinary(), nullable=False),
    sa.Column('told', sa.LargeBinary(), nullable=False),
    sa.Column('guide_id', sa.Uuid(), nullable=False),
    sa.Column('own_side', sa.LargeBinary(), nullable=False),
    sa.Column('signal', sa.LargeBinary(), nullable=False),
    sa.Column('leaves_with', sa.LargeBinary(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('after_on', sa.Date(), nullable=True),
    sa.Column('after_by', sa.LargeBinary(), nullable=True),
    sa.Column('after_said', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(after_on IS NULL) = (after_by IS NULL)', name=op.f('ck_child_preparation_talk_afterwards')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_child_preparation_conference_id_conference')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_child_preparation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child_preparation')),
    sa.UniqueConstraint('conference_id', 'person_id', name=op.f('uq_child_preparation_conference_id_person_id'))
    )
    with op.batch_alter_table('child_preparation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_child_preparation_conference_id'), ['conference_id'], unique=False)

    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unprepared_because', sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_conference_unprepared'), 'unprepared_because IS NULL OR held_at IS NOT NULL')


def downgrade() -> None:
    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_conference_unprepared'), type_='check')
        batch_op.drop_column('unprepared_because')

    with op.batch_alter_table('child_preparation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_child_preparation_conference_id'))

    op.drop_table('child_preparation')
    with op.batch_alter_table('meeting_proposal', schema=None) as batch_op:
        batch_op.drop_index('uq_meeting_proposal_waiting', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_meeting_proposal_case_id'))

    op.drop_table('meeting_proposal')

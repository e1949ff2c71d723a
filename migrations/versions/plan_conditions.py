"""conditions, risks, words and requirements of a plan"""

from alembic import op
import sqlalchemy as sa

revision = 'plan_conditions'
down_revision = "to_tell"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('condition_record',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('condition_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=16), nullable=True),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('(counted IS NULL) <> (verdict IS NULL)', name=op.f('ck_condition_record_one_of_both')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_condition_record')),
    sa.UniqueConstraint('condition_id', 'number', name=op.f('uq_condition_record_condition_id_number'))
    )
    with op.batch_alter_table('condition_record') as batch_op:
        batch_op.create_index(batch_op.f('ix_condition_record_condition_id'), ['condition_id'], unique=False)

    op.create_table('requirement_sheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('steps', sa.LargeBinary(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_requirement_sheet_case_id_case_frame')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_requirement_sheet_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_requirement_sheet_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_sheet')),
    sa.UniqueConstraint('case_id', 'person_id', 'number', name=op.f('uq_requirement_sheet_case_id_person_id_number'))
    )
    with op.batch_alter_table('requirement_sheet') as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_sheet_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_sheet_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_sheet_seat_id'), ['seat_id'], unique=False)

    op.create_table('commitment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_version_id', sa.Uuid(), nullable=False),
    sa.Column('origin_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('steps', sa.LargeBinary(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_version_id'], ['plan_version.id'], name=op.f('fk_commitment_plan_version_id_plan_version')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_commitment_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    with op.batch_alter_table('commitment') as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_plan_version_id'), ['plan_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_seat_id'), ['seat_id'], unique=False)

    op.create_table('party_word',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_version_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('dissent', sa.LargeBinary(), nullable=True),
    sa.Column('said_where', sa.String(length=16), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('said_to', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.CheckConstraint('agrees OR dissent IS NOT NULL', name=op.f('ck_party_word_dissent')),
    sa.ForeignKeyConstraint(['plan_version_id'], ['plan_version.id'], name=op.f('fk_party_word_plan_version_id_plan_version')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_party_word_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_word')),
    sa.UniqueConstraint('plan_version_id', 'number', name=op.f('uq_party_word_plan_version_id_number'))
    )
    with op.batch_alter_table('party_word') as batch_op:
        batch_op.create_index(batch_op.f('ix_party_word_plan_version_id'), ['plan_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_word_seat_id'), ['seat_id'], unique=False)

    op.create_table('requirement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sheet_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('sign', sa.LargeBinary(), nullable=False),
    sa.Column('judge_id', sa.Uuid(), nullable=True),
    sa.Column('consequence', sa.LargeBinary(), nullable=False),
    sa.Column('help', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['judge_id'], ['seat.id'], name=op.f('fk_requirement_judge_id_seat')),
    sa.ForeignKeyConstraint(['sheet_id'], ['requirement_sheet.id'], name=op.f('fk_requirement_sheet_id_requirement_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement'))
    )
    with op.batch_alter_table('requirement') as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_judge_id'), ['judge_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('risk',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_version_id', sa.Uuid(), nullable=False),
    sa.Column('origin_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('help', sa.LargeBinary(), nullable=False),
    sa.Column('watcher_id', sa.Uuid(), nullable=False),
    sa.Column('concerns', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_version_id'], ['plan_version.id'], name=op.f('fk_risk_plan_version_id_plan_version')),
    sa.ForeignKeyConstraint(['watcher_id'], ['seat.id'], name=op.f('fk_risk_watcher_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk'))
    )
    with op.batch_alter_table('risk') as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_plan_version_id'), ['plan_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_watcher_id'), ['watcher_id'], unique=False)

    op.create_table('commitment_condition',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('commitment_id', sa.Uuid(), nullable=False),
    sa.Column('origin_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('criterion', sa.LargeBinary(), nullable=False),
    sa.Column('judge_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind <> 'judged' OR (judge_id IS NOT NULL AND until_on IS NOT NULL)", name=op.f('ck_commitment_condition_judged')),
    sa.CheckConstraint("kind <> 'number' OR (most IS NOT NULL AND until_on IS NOT NULL)", name=op.f('ck_commitment_condition_number')),
    sa.CheckConstraint("kind <> 'task' OR task_id IS NOT NULL", name=op.f('ck_commitment_condition_task')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_condition_commitment_id_commitment')),
    sa.ForeignKeyConstraint(['judge_id'], ['seat.id'], name=op.f('fk_commitment_condition_judge_id_seat')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_commitment_condition_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_condition'))
    )
    with op.batch_alter_table('commitment_condition') as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_condition_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_condition_judge_id'), ['judge_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_condition_origin_id'), ['origin_id'], unique=False)

    with op.batch_alter_table('goal') as batch_op:
        batch_op.add_column(sa.Column('origin_id', sa.Uuid(), nullable=True))

    with op.batch_alter_table('task_check') as batch_op:
        batch_op.add_column(sa.Column('by_name', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('said_where', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('said_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('said_to', sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(
            op.f('ck_task_check_as_said'), '(said_where IS NULL) = (said_on IS NULL)'
        )
    op.execute("UPDATE task_check SET outcome = 'excused' WHERE outcome = 'partly'")

    with op.batch_alter_table('task_wording') as batch_op:
        batch_op.add_column(sa.Column('most_excused', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('helpers', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('waits_for', sa.Text(), nullable=False, server_default=''))
        batch_op.create_check_constraint(op.f('ck_task_wording_most_excused'), "schedule <> 'once' OR most_excused IS NULL")



def downgrade() -> None:
    with op.batch_alter_table('task_wording') as batch_op:
        batch_op.drop_constraint(op.f('ck_task_wording_most_excused'), type_='check')
        batch_op.drop_column('waits_for')
        batch_op.drop_column('helpers')
        batch_op.drop_column('most_excused')

    with op.batch_alter_table('task_check') as batch_op:
        batch_op.drop_constraint(op.f('ck_task_check_as_said'), type_='check')
        batch_op.drop_column('said_to')
        batch_op.drop_column('said_on')
        batch_op.drop_column('said_where')
        batch_op.drop_column('by_name')

    with op.batch_alter_table('goal') as batch_op:
        batch_op.drop_column('origin_id')

    with op.batch_alter_table('commitment_condition') as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_condition_origin_id'))
        batch_op.drop_index(batch_op.f('ix_commitment_condition_judge_id'))
        batch_op.drop_index(batch_op.f('ix_commitment_condition_commitment_id'))

    op.drop_table('commitment_condition')
    with op.batch_alter_table('risk') as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_watcher_id'))
        batch_op.drop_index(batch_op.f('ix_risk_plan_version_id'))

    op.drop_table('risk')
    with op.batch_alter_table('requirement') as batch_op:
        batch_op.drop_index(batch_op.f('ix_requirement_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_judge_id'))

    op.drop_table('requirement')
    with op.batch_alter_table('party_word') as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_word_seat_id'))
        batch_op.drop_index(batch_op.f('ix_party_word_plan_version_id'))

    op.drop_table('party_word')
    with op.batch_alter_table('commitment') as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_seat_id'))
        batch_op.drop_index(batch_op.f('ix_commitment_plan_version_id'))

    op.drop_table('commitment')
    with op.batch_alter_table('requirement_sheet') as batch_op:
        batch_op.drop_index(batch_op.f('ix_requirement_sheet_seat_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_sheet_person_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_sheet_case_id'))

    op.drop_table('requirement_sheet')
    with op.batch_alter_table('condition_record') as batch_op:
        batch_op.drop_index(batch_op.f('ix_condition_record_condition_id'))

    op.drop_table('condition_record')

"""How the plan is going: evaluations and their marks"""

from alembic import op
import sqlalchemy as sa

revision = 'evalgoals'
down_revision = 'visits'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('evaluation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('helped', sa.LargeBinary(), nullable=False),
    sa.Column('otherwise', sa.LargeBinary(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
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
    sa.CheckConstraint("open_to = 'named' OR readers = ''", name=op.f('ck_evaluation_readers')),
    sa.CheckConstraint('(said_where IS NULL) = (said_on IS NULL)', name=op.f('ck_evaluation_as_said')),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_evaluation_case_id_case_frame')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_evaluation_conference_id_conference')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_evaluation_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation')),
    sa.UniqueConstraint('conference_id', 'seat_id', name=op.f('uq_evaluation_conference_id_seat_id'))
    )
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_seat_id'), ['seat_id'], unique=False)

    op.create_table('evaluation_mark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('evaluation_id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('mark', sa.Integer(), nullable=True),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('goal_id IS NULL OR task_id IS NULL', name=op.f('ck_evaluation_mark_one_thing')),
    sa.CheckConstraint('mark BETWEEN 0 AND 10', name=op.f('ck_evaluation_mark_on_scale')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_evaluation_mark_evaluation_id_evaluation')),
    sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_evaluation_mark_goal_id_goal')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_evaluation_mark_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_mark'))
    )
    with op.batch_alter_table('evaluation_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_mark_evaluation_id'), ['evaluation_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('evaluation_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_mark_evaluation_id'))

    op.drop_table('evaluation_mark')
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_seat_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_conference_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_case_id'))

    op.drop_table('evaluation')

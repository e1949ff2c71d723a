"""an agency is invited before its person, and a person sends a substitute"""

from alembic import op
import sqlalchemy as sa

revision = 'who_comes'
down_revision = '0002'
branch_labels = None
depends_on = None

FORMERLY = '(worker_id IS NULL) != (person_id IS NULL)'
NOW = (
    '(worker_id IS NULL OR person_id IS NULL)'
    ' AND (worker_id IS NOT NULL OR person_id IS NOT NULL OR agency_id IS NOT NULL)'
)


def upgrade() -> None:
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.add_column(sa.Column('substitute_for', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('taken_back_by', sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_invitation_substitute_for_invitation'), 'invitation', ['substitute_for'], ['id'])
        batch_op.drop_constraint(op.f('ck_invitation_one_invitee'), type_='check')
        batch_op.create_check_constraint(op.f('ck_invitation_one_invitee'), NOW)
        batch_op.create_check_constraint(op.f('ck_invitation_taking_back'), '(taken_back_at IS NULL) = (taken_back_by IS NULL)')
    alone = sa.text('worker_id IS NULL AND person_id IS NULL')
    op.create_index('uq_invitation_agency_alone', 'invitation', ['conference_id', 'agency_id'], unique=True, sqlite_where=alone, postgresql_where=alone)
    op.create_table('naming',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('instead_of', sa.Uuid(), nullable=True),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('email', sa.LargeBinary(), nullable=True),
    sa.Column('mailbox_shared', sa.Boolean(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('named_by', sa.Text(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_how', sa.String(length=16), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('declined_why', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_how IS NULL)', name=op.f('ck_naming_settled_how')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by IS NULL)', name=op.f('ck_naming_settled_by')),
    sa.CheckConstraint("settled_how <> 'confirmed' OR worker_id IS NOT NULL", name=op.f('ck_naming_confirmed_is_somebody')),
    sa.CheckConstraint("declined_why IS NULL OR settled_how = 'declined'", name=op.f('ck_naming_why_declined')),
    sa.ForeignKeyConstraint(['instead_of'], ['worker.id'], name=op.f('fk_naming_instead_of_worker')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_naming_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_naming_worker_id_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_naming'))
    )
    op.create_index(op.f('ix_naming_invitation_id'), 'naming', ['invitation_id'], unique=False)
    waiting = sa.text('settled_at IS NULL')
    op.create_index('uq_naming_waiting', 'naming', ['invitation_id'], unique=True, sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_table('naming')
    op.drop_index('uq_invitation_agency_alone', table_name='invitation')
    op.execute('DELETE FROM invitation WHERE worker_id IS NULL AND person_id IS NULL')
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.drop_constraint(op.f('ck_invitation_taking_back'), type_='check')
        batch_op.drop_constraint(op.f('ck_invitation_one_invitee'), type_='check')
        batch_op.create_check_constraint(op.f('ck_invitation_one_invitee'), FORMERLY)
        batch_op.drop_constraint(op.f('fk_invitation_substitute_for_invitation'), type_='foreignkey')
        batch_op.drop_column('taken_back_by')
        batch_op.drop_column('taken_back_at')
        batch_op.drop_column('substitute_for')

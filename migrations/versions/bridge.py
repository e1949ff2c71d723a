"""co-operation"""

from alembic import op
import sqlalchemy as sa

revision = 'bridge'
down_revision = 'evalfeedback'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cooperation_agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('purposes', sa.Text(), nullable=False),
    sa.Column('scope', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_recorded_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_recorded_by IS NULL)', name=op.f('ck_cooperation_agreement_withdrawal')),
    sa.ForeignKeyConstraint(['body_id'], ['agency.id'], name=op.f('fk_cooperation_agreement_body_id_agency')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_cooperation_agreement_circle_id_circle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cooperation_agreement'))
    )
    with op.batch_alter_table('cooperation_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cooperation_agreement_circle_id'), ['circle_id'], unique=False)

    op.create_table('statutory_title',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('told_how', sa.String(length=16), nullable=True),
    sa.Column('told_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_statutory_title_ending')),
    sa.CheckConstraint('(told_on IS NULL) = (told_how IS NULL) AND (told_on IS NULL) = (told_by IS NULL)', name=op.f('ck_statutory_title_told')),
    sa.ForeignKeyConstraint(['body_id'], ['agency.id'], name=op.f('fk_statutory_title_body_id_agency')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_statutory_title_circle_id_circle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statutory_title'))
    )
    with op.batch_alter_table('statutory_title', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statutory_title_circle_id'), ['circle_id'], unique=False)

    op.create_table('cooperation_signature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agreement_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('original', sa.LargeBinary(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['cooperation_agreement.id'], name=op.f('fk_cooperation_signature_agreement_id_cooperation_agreement')),
    sa.ForeignKeyConstraint(['person_id'], ['service_person.id'], name=op.f('fk_cooperation_signature_person_id_service_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cooperation_signature')),
    sa.UniqueConstraint('agreement_id', 'person_id', name=op.f('uq_cooperation_signature_agreement_id_person_id'))
    )
    with op.batch_alter_table('cooperation_signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cooperation_signature_agreement_id'), ['agreement_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('cooperation_signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cooperation_signature_agreement_id'))

    op.drop_table('cooperation_signature')
    with op.batch_alter_table('statutory_title', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statutory_title_circle_id'))

    op.drop_table('statutory_title')
    with op.batch_alter_table('cooperation_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cooperation_agreement_circle_id'))

    op.drop_table('cooperation_agreement')

"""How the office assesses the child and the family, one row an assessment."""

from alembic import op
import sqlalchemy as sa

revision = 'family_assessments'
down_revision = "date_polls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('family_assessment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('causes', sa.LargeBinary(), nullable=False),
    sa.Column('child', sa.LargeBinary(), nullable=False),
    sa.Column('family', sa.LargeBinary(), nullable=False),
    sa.Column('strengths', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_frame.id'], name=op.f('fk_family_assessment_case_id_case_frame')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_assessment'))
    )
    op.create_index(op.f('ix_family_assessment_case_id'), 'family_assessment', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('family_assessment')

"""invitations on paper to an agency that has not said whom it sends"""

from alembic import op
import sqlalchemy as sa

revision = 'letters_to_agencies'
down_revision = "minutes"
branch_labels = None
depends_on = None

_FORMER = '(handed_on IS NULL) = (handed_how IS NULL) AND (handed_on IS NULL) = (disclosure_id IS NULL) AND (handed_on IS NULL) = (recorded_by IS NULL)'
_PRESENT = '(handed_on IS NULL) = (handed_how IS NULL) AND (handed_on IS NULL) = (recorded_by IS NULL) AND (to_agency OR (handed_on IS NULL) = (disclosure_id IS NULL))'


def upgrade() -> None:
    with op.batch_alter_table('printed_letter') as batch_op:
        batch_op.add_column(sa.Column('to_agency', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(op.f('ck_printed_letter_handed_over'), type_='check')
        batch_op.create_check_constraint(op.f('ck_printed_letter_handed_over'), _PRESENT)
    with op.batch_alter_table('printed_letter') as batch_op:
        batch_op.alter_column('to_agency', server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM printed_letter WHERE to_agency")
    with op.batch_alter_table('printed_letter') as batch_op:
        batch_op.drop_constraint(op.f('ck_printed_letter_handed_over'), type_='check')
        batch_op.create_check_constraint(op.f('ck_printed_letter_handed_over'), _FORMER)
        batch_op.drop_column('to_agency')

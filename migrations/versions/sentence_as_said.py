"""Where, when and to whom an author has said yes to the sentence for the family."""

from alembic import op
import sqlalchemy as sa

revision = 'sentence_as_said'
down_revision = "follow_ups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('standpoint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agreed_where', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('agreed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('agreed_to', sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_standpoint_agreed_as_said'), '(agreed_where IS NULL) = (agreed_on IS NULL)')


def downgrade() -> None:
    with op.batch_alter_table('standpoint', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_standpoint_agreed_as_said'), type_='check')
        batch_op.drop_column('agreed_to')
        batch_op.drop_column('agreed_on')
        batch_op.drop_column('agreed_where')

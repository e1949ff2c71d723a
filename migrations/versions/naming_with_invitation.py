"""what was named for an invitation goes with it"""

from alembic import op

revision = 'naming_with_invitation'
down_revision = 'invitations_on_paper'
branch_labels = None
depends_on = None

TIE = 'fk_naming_invitation_id_invitation'


def upgrade() -> None:
    with op.batch_alter_table('naming') as batch_op:
        batch_op.drop_constraint(op.f(TIE), type_='foreignkey')
        batch_op.create_foreign_key(op.f(TIE), 'invitation', ['invitation_id'], ['id'], ondelete='CASCADE')


def downgrade() -> None:
    with op.batch_alter_table('naming') as batch_op:
        batch_op.drop_constraint(op.f(TIE), type_='foreignkey')
        batch_op.create_foreign_key(op.f(TIE), 'invitation', ['invitation_id'], ['id'])

"""a town writes wordings of its own

Revision ID: town_wordings
Revises: 0001
Create Date: 2026-10-05 09:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'town_wordings'
down_revision = 'who_comes'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('wording', schema=None) as batch_op:
        batch_op.add_column(sa.Column('town_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('written_by', sa.Text(), nullable=True))
        batch_op.drop_constraint('uq_wording_name_language_version', type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_wording_town_id_name_language_version'), ['town_id', 'name', 'language', 'version']
        )
        batch_op.create_check_constraint(
            batch_op.f('ck_wording_own_has_author'), '(town_id IS NULL) = (written_by IS NULL)'
        )
    op.create_index(
        'uq_wording_shipped', 'wording', ['name', 'language', 'version'], unique=True,
        sqlite_where=sa.text('town_id IS NULL'), postgresql_where=sa.text('town_id IS NULL'),
    )
    watch_again()
    op.create_table('wording_taken_back',
    sa.Column('wording_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['wording_id'], ['wording.id'], name=op.f('fk_wording_taken_back_wording_id_wording')),
    sa.PrimaryKeyConstraint('wording_id', name=op.f('pk_wording_taken_back'))
    )


def downgrade():
    if op.get_bind().scalar(sa.text('SELECT count(*) FROM wording WHERE town_id IS NOT NULL')):
        raise RuntimeError('a town has written wordings of its own; the older tables would give them to every town')
    op.drop_table('wording_taken_back')
    op.drop_index('uq_wording_shipped', table_name='wording')
    with op.batch_alter_table('wording', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_wording_own_has_author'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_wording_town_id_name_language_version'), type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_wording_name_language_version'), ['name', 'language', 'version']
        )
        batch_op.drop_column('written_by')
        batch_op.drop_column('town_id')
    watch_again()


def watch_again():
    """SQLite changes a table by making it anew, and the trigger of the former one went with it."""
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(
            "CREATE TRIGGER wording_immutable BEFORE UPDATE ON wording "
            "BEGIN SELECT RAISE(ABORT, 'a wording does not change'); END"
        )

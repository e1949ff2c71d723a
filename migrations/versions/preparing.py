"""what a conference is prepared with: its kind, readiness, roles, parts, private persons, the family informed"""

from alembic import op
import sqlalchemy as sa

revision = 'preparing'
down_revision = 'town_wordings'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('person') as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=24), nullable=False, server_default='family'))
        batch_op.add_column(sa.Column('accompanies_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('tongue', sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_person_accompanies_id_person'), 'person', ['accompanies_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_person_outsider'), "(kind = 'family') = (kinship <> 'outsider')")
        batch_op.create_check_constraint(op.f('ck_person_household'), "kind = 'family' OR NOT in_household")
        batch_op.create_check_constraint(op.f('ck_person_accompanies'), "kind <> 'family' OR accompanies_id IS NULL")
    with op.batch_alter_table('seat') as batch_op:
        batch_op.add_column(sa.Column('accompanies_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_seat_accompanies_id_person'), 'person', ['accompanies_id'], ['id'])
    with op.batch_alter_table('conference') as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=16), nullable=False, server_default='with_family'))
        batch_op.add_column(sa.Column('without_family_because', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('unsuited', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('other_way', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('before_court', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('despite', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('uninformed_because', sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(
            op.f('ck_conference_kind'), "kind IN ('with_family', 'led_by_child', 'working')"
        )
        batch_op.create_check_constraint(
            op.f('ck_conference_uninformed'), 'uninformed_because IS NULL OR held_at IS NOT NULL'
        )
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.add_column(sa.Column('also', sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column('informed_only_because', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('accompanies_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('tongue', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('admitted_because', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('part_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('part_to', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('relation', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('involved_since', sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_invitation_accompanies_id_person'), 'person', ['accompanies_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_invitation_whole_part'), '(part_from IS NULL) = (part_to IS NULL)')
        batch_op.create_check_constraint(op.f('ck_invitation_part_ends_after_start'), 'part_to > part_from')
        batch_op.create_check_constraint(
            op.f('ck_invitation_new_agency'), '(relation IS NULL) = (involved_since IS NULL)'
        )
        batch_op.create_check_constraint(op.f('ck_invitation_two_roles'), 'also <> role')
    op.create_table('family_informed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(length=16), nullable=False),
    sa.Column('told_by', sa.LargeBinary(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_family_informed_conference_id_conference')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_family_informed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_informed'))
    )
    op.create_index(op.f('ix_family_informed_conference_id'), 'family_informed', ['conference_id'], unique=False)


def downgrade() -> None:
    op.drop_table('family_informed')
    with op.batch_alter_table('invitation') as batch_op:
        for name in ('whole_part', 'part_ends_after_start', 'new_agency', 'two_roles'):
            batch_op.drop_constraint(op.f(f'ck_invitation_{name}'), type_='check')
        batch_op.drop_constraint(op.f('fk_invitation_accompanies_id_person'), type_='foreignkey')
        for name in ('also', 'informed_only_because', 'accompanies_id', 'tongue', 'admitted_because', 'part_from',
                     'part_to', 'relation', 'involved_since'):
            batch_op.drop_column(name)
    with op.batch_alter_table('conference') as batch_op:
        for name in ('kind', 'uninformed'):
            batch_op.drop_constraint(op.f(f'ck_conference_{name}'), type_='check')
        for name in ('kind', 'without_family_because', 'unsuited', 'other_way', 'before_court', 'despite',
                     'uninformed_because'):
            batch_op.drop_column(name)
    with op.batch_alter_table('seat') as batch_op:
        batch_op.drop_constraint(op.f('fk_seat_accompanies_id_person'), type_='foreignkey')
        batch_op.drop_column('accompanies_id')
    with op.batch_alter_table('person') as batch_op:
        for name in ('outsider', 'household', 'accompanies'):
            batch_op.drop_constraint(op.f(f'ck_person_{name}'), type_='check')
        batch_op.drop_constraint(op.f('fk_person_accompanies_id_person'), type_='foreignkey')
        for name in ('kind', 'accompanies_id', 'tongue'):
            batch_op.drop_column(name)
    # whoever came only for one of the family is a person close to it, for the older tables know nobody else
    op.execute("UPDATE person SET kinship = 'close_person' WHERE kinship = 'outsider'")

"""What is unusual about a visit, and who never comes to one: decided on plain values."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agencies.visits.rules import (
    JOINT_WORK,
    Along,
    Approach,
    Coming,
    Kind,
    ObstacleKind,
    Told,
    against_child,
    against_handing,
    against_obstacle,
    against_people,
    unusual,
)

ZUZANA, PAVEL = UUID(int=1), UUID(int=2)
PARENTS = {ZUZANA: "Zuzana", PAVEL: "Pavel"}
BOTH = frozenset(PARENTS)
TODAY = date(2026, 3, 2)
people = st.sets(st.sampled_from([ZUZANA, PAVEL])).map(frozenset)
visits = st.builds(Coming, st.sampled_from(Approach), st.sampled_from(Kind), people, st.booleans())


def strange(coming: Coming, *former: Coming, educated: frozenset[UUID] = BOTH, until: date | None = None) -> list[str]:
    found = unusual(coming, former, parents=PARENTS, educated=educated, obstacle_until=until)
    return [one.sentence.split(" ")[0] for one in found]


def joint(kind: Kind = Kind.CONSULTATION, parents: frozenset[UUID] = BOTH) -> Coming:
    return Coming(Approach.JOINT, kind, parents)


def relations(*parents: UUID, children: bool = False) -> Coming:
    return Coming(Approach.RELATIONS, Kind.CONSULTATION, frozenset(parents), children)


def test_the_first_joint_consultation_is_for_both() -> None:
    assert strange(joint()) == []
    assert strange(joint(parents=frozenset({ZUZANA}))) == ["Both"]
    assert strange(joint(parents=frozenset({ZUZANA})), joint()) == []
    assert strange(joint(parents=frozenset({ZUZANA})), joint(Kind.GROUP_EDUCATION)) == ["Both"]


def test_an_obstacle_turns_it_round() -> None:
    assert strange(joint(), until=TODAY) == ["For"]
    assert strange(joint(parents=frozenset({ZUZANA})), until=TODAY) == []


@given(visits, st.lists(visits, max_size=4), people)
def test_only_joint_work_asks_for_education_and_names_whom(
    coming: Coming, former: list[Coming], educated: frozenset[UUID]
) -> None:
    asked = "Group" in strange(coming, *former, educated=educated)
    assert asked == (coming.kind in JOINT_WORK and bool(coming.parents - educated))


def test_where_relations_are_assessed_each_parent_comes_alone_first_and_then_by_turns() -> None:
    assert strange(relations(ZUZANA, PAVEL)) == ["Where"]
    assert strange(relations(ZUZANA, PAVEL), relations(ZUZANA)) == ["Where"]
    assert strange(relations(ZUZANA, PAVEL), relations(ZUZANA), relations(PAVEL)) == []
    brought = relations(ZUZANA, children=True)
    assert strange(relations(PAVEL, children=True), brought) == []
    assert strange(relations(ZUZANA, children=True), brought) == ["%(name)s"]
    assert strange(relations(ZUZANA, children=True), brought, relations(PAVEL, children=True)) == []


@given(visits, st.lists(visits, max_size=3), st.booleans())
def test_a_child_comes_prepared_and_never_without_a_word(coming: Coming, former: list[Coming], prepared: bool) -> None:
    fields = [one.field for one in against_child(coming, former, Told(child_prepared=prepared))]
    if not coming.children:
        assert fields == []
        return
    first = not any(one.approach is coming.approach for one in former)
    asks = coming.approach is Approach.RELATIONS or (coming.approach is Approach.OTHER and first)
    assert ("child_note" in fields) == asks
    assert ("child_prepared" in fields) == (not prepared)


def test_attorneys_and_proxies_are_refused_and_a_childs_representative_is_not() -> None:
    for along in Along:
        refused = against_people(chosen=True, along=along, along_name="Někdo")
        assert bool(refused) == (along in (Along.ATTORNEY, Along.PARENT_PROXY))
    assert [one.field for one in against_people(chosen=False, along=None, along_name="")] == ["people"]
    assert [one.field for one in against_people(chosen=True, along=Along.OTHER, along_name=" ")] == ["along_name"]


def test_an_obstacle_says_what_and_until_when() -> None:
    assert [one.field for one in against_obstacle(None, None, TODAY)] == ["kind", "review_on"]
    assert [one.field for one in against_obstacle(ObstacleKind.ACUTE_CONFLICT, TODAY, TODAY)] == ["review_on"]


def test_findings_are_handed_once_and_not_before_they_were_there() -> None:
    def wrong(parent: UUID | None, on: date | None, already: bool = False) -> list[str | None]:
        return [one.field for one in against_handing(parent, on, today=TODAY, since=TODAY, already=already)]

    assert wrong(None, None) == ["parent", "on"]
    assert wrong(ZUZANA, date(2026, 3, 1), already=True) == ["parent", "on"]
    assert wrong(ZUZANA, date(2026, 3, 3)) == ["on"]
    assert wrong(ZUZANA, TODAY) == []

"""Who changes whom, as plain facts."""

from datetime import date
from uuid import UUID

from agencies.staff import rules
from agencies.staff.rules import Role

TOWN, OTHER_TOWN, SCHOOL, SERVICE = (UUID(int=number) for number in range(1, 5))
TOWNS = {TOWN, OTHER_TOWN}


def holder(role: Role, home: UUID) -> frozenset[tuple[str, UUID]]:
    return frozenset({(str(role), home)})


def test_a_manager_changes_the_own_agency_alone() -> None:
    jiri = holder(Role.MANAGER, SCHOOL)
    assert rules.may_change(jiri, TOWNS, SCHOOL)
    assert not rules.may_change(jiri, TOWNS, SERVICE)
    assert not rules.may_change(holder(Role.WORKER, SCHOOL), TOWNS, SCHOOL)


def test_an_administrator_changes_everything_but_other_towns() -> None:
    karel = holder(Role.ADMINISTRATOR, TOWN)
    assert [rules.may_change(karel, TOWNS, place) for place in (TOWN, SCHOOL, SERVICE, OTHER_TOWN)] == [
        True,
        True,
        True,
        False,
    ]
    assert rules.may_change(holder(Role.ADMINISTRATOR, SERVICE), TOWNS, OTHER_TOWN), "one of the house and of no town"


def test_a_person_with_posts_at_two_agencies_needs_reach_over_both() -> None:
    posts = {(str(Role.WORKER), SCHOOL), (str(Role.WORKER), SERVICE)}
    assert not rules.may_change_worker(holder(Role.MANAGER, SCHOOL), TOWNS, posts)
    assert rules.may_change_worker(holder(Role.ADMINISTRATOR, TOWN), TOWNS, posts)


def test_who_holds_an_office_is_changed_by_an_administrator_only() -> None:
    posts = {(str(Role.COORDINATOR), TOWN)}
    assert not rules.may_change_worker(holder(Role.MANAGER, TOWN), TOWNS, posts)
    assert rules.may_change_worker(holder(Role.ADMINISTRATOR, TOWN), TOWNS, posts)
    assert not rules.may_change_worker(holder(Role.ADMINISTRATOR, OTHER_TOWN), TOWNS, posts)


def test_coordinators_and_heads_exist_only_at_a_town_office() -> None:
    def refused(role: Role, *, convenes: bool) -> bool:
        return bool(
            [*rules.against_post(role, convenes=convenes, gives_offices=True, from_on=date(2026, 3, 1), to_on=None)]
        )

    assert refused(Role.COORDINATOR, convenes=False)
    assert refused(Role.HEAD, convenes=False)
    assert not refused(Role.COORDINATOR, convenes=True)
    assert not refused(Role.ADMINISTRATOR, convenes=False)


def test_addresses_are_compared_in_one_form() -> None:
    assert rules.normalized(" Ivana.Souckova@NaKopci.example ") == "ivana.souckova@nakopci.example"
    assert rules.looks_shared("INFO@most.example")
    assert not rules.looks_shared("informatik@most.example")

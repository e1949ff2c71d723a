"""The facts of many seats are those of each one; a page costs the same for one and for forty."""

import pytest
from sqlalchemy import select

from coordination.overview.models import Desk, desk_of, inbox_of
from coordination.overview.town import Sieve, cases_in_towns
from coordination.seats.models import CaseFrame, Exclusion, facts_at_case, facts_of_seat, places_of
from foundation import clock
from foundation.access import Door
from foundation.database import db, transaction
from tests import world
from tests.conftest import House
from tests.coordination.overview.conftest import Reader, cost, crowd, more_tasks, statements
from tests.world import Case


class Known:
    """An actor as the doors see one."""

    def __init__(self, house: House, key: str, door: Door = Door.ACCOUNT2, *offices: tuple[str, str]) -> None:
        self.worker_id = house.worker(key)
        self.key = f"worker:{self.worker_id}"
        self.door = door
        self.seat_id = None
        self.session_id = None
        self.seat_id = None
        self.offices = frozenset((role, house.ids.agencies[home]) for role, home in offices)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_facts_of_all_places_are_those_of_each_case(house: House, state: str) -> None:
    case = world.build(house, state, "PS-7F3K")
    with house.app.app_context():
        frame = db.session.get_one(CaseFrame, case.case_id)
        for key in ("lenka", "tereza", "petr", "ivana", "alena", "martina", "jan", "radka"):
            actor = Known(house, key, Door.CODE)
            ((seat, facts),) = places_of(actor)
            assert facts == facts_at_case(actor, case.case_id) == facts_of_seat(frame, seat, Door.CODE)


def test_a_desk_holds_only_cases_coordinated_now(house: House, case: Case) -> None:
    with house.app.app_context():
        assert list(desk_of(places_of(Known(house, "lenka"))).cases) == [case.case_id]
        for stranger in ("zdenka", "jitka", "marek", "ivana", "hana"):
            assert not desk_of(places_of(Known(house, stranger))).cases


def test_a_desk_is_empty_at_the_door_of_a_mailed_code(house: House, case: Case) -> None:
    with house.app.app_context():
        desk = desk_of(places_of(Known(house, "lenka", Door.CODE)))
        assert desk == Desk({}, (), (), (), ())


def test_an_excluded_coordinator_has_no_desk(house: House, case: Case) -> None:
    with house.app.app_context():
        with transaction() as session:
            session.add(
                Exclusion(
                    case_id=case.case_id,
                    worker_id=house.worker("lenka"),
                    since=clock.now(),
                    reason="x",
                    recorded_by="h",
                )
            )
        assert not desk_of(places_of(Known(house, "lenka"))).cases


def test_an_inbox_ends_with_the_seat(house: House, case: Case) -> None:
    with house.app.app_context():
        assert not inbox_of(places_of(Known(house, "jan", Door.CODE))).asked
        assert not inbox_of(places_of(Known(house, "radka", Door.CODE))).asked
        assert inbox_of(places_of(Known(house, "ivana", Door.CODE))).asked


def test_a_head_reads_opened_cases_of_her_own_town(house: House, case: Case) -> None:
    world.build(house, "draft", "PS-2222")
    world.build(house, "erased", "PS-3333")
    world.build(house, "closed", "PS-4444")
    with house.app.app_context():
        found, more = cases_in_towns(Known(house, "hana", Door.ACCOUNT2, ("head", "podlesi")))
        assert [(one.code, one.coordinator, one.state) for one in found] == [
            ("PS-4444", "Bc. Lenka Horáková", "closed"),
            ("PS-7F3K", "Bc. Lenka Horáková", "open"),
        ]
        assert not more
        rest, _ = cases_in_towns(Known(house, "hana", Door.ACCOUNT2, ("head", "podlesi")), Sieve(after="PS-4444"))
        assert [one.code for one in rest] == ["PS-7F3K"]
        assert cases_in_towns(Known(house, "hana", Door.ACCOUNT2, ("head", "zalesi"))) == ([], False)
        assert cases_in_towns(Known(house, "hana", Door.CODE, ("head", "podlesi"))) == ([], False)


@pytest.mark.parametrize("key", ["lenka", "ivana", "hana"])
def test_pages_cost_the_same_for_one_and_for_forty(house: House, case: Case, reads: Reader, key: str) -> None:
    browser = reads(key)
    pages = ("/", f"/cases/{case.case_id}")
    few = [cost(house, browser, page) for page in pages]
    crowd(house, case, 40)
    more_tasks(house, case, "ivana", 40)
    assert [cost(house, browser, page) for page in pages] == few


def test_a_desk_costs_the_same_for_one_case_and_for_five(house: House, case: Case, reads: Reader) -> None:
    browser = reads("lenka")
    few = cost(house, browser, "/")
    for code in ("PS-2222", "PS-3333", "PS-4444", "PS-5555"):
        world.build(house, "open", code)
    assert cost(house, browser, "/") == few


def test_an_inbox_costs_the_same_for_one_case_and_for_forty(house: House, case: Case, reads: Reader) -> None:
    browser = reads("ivana")
    world.build(house, "closed", "PS-9999")
    few = cost(house, browser, "/")
    for number in range(39):
        world.build(house, "closed" if number % 3 == 0 else "open", f"PS-2{number:03}")
    assert cost(house, browser, "/") == few


@pytest.mark.parametrize(("key", "questions"), [("lenka", 1), ("ivana", 2), ("hana", 1), ("olga", 1)])
def test_the_door_of_a_case_asks_no_more_than_two_questions(house: House, case: Case, key: str, questions: int) -> None:
    with house.app.app_context():
        actor = Known(house, key)
        db.session.execute(select(1))
        with statements(house) as asked:
            assert facts_at_case(actor, case.case_id) is not None
        assert len(asked) == questions

"""The same for tasks and plans, pledges on sheets, grounds, hand-overs and the people of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agencies.directory import actions as directory
from agencies.directory.models import TownContact
from agencies.staff import actions as staff
from agencies.staff.actions import Place
from agencies.staff.models import Post, with_role
from agencies.staff.rules import Role as PostRole
from coordination.cases import actions as cases
from coordination.conferences import actions as conferences
from coordination.plans import actions as plans
from coordination.plans.actions import TaskDraft
from coordination.pledges import actions as pledges
from coordination.pledges.actions import Signer
from coordination.pledges.models import offered_text
from coordination.pledges.sheets import PledgeSheet
from coordination.seats.models import Consent, Involvement, Pledge, Seat, coordinator_of
from coordination.seats.rules import Relation
from coordination.tasks import actions as tasks
from coordination.tasks import colleagues
from coordination.tasks.models import Task, TaskStep, TaskWording, line_of
from coordination.tasks.rules import Schedule, State
from foundation import audit
from foundation.access import Door
from foundation.audit import AuditEntry
from foundation.calendar_entries import CalendarEntry
from foundation.database import ChangedMeanwhile, db, transaction
from foundation.reasons import Refused
from foundation.signatures import issuers
from tests.cast import BY_KEY
from tests.certificates import an_issuer
from tests.conftest import House
from tests.coordination.plans.writing import convened
from tests.coordination.pledges.laying import Case, consented, laid
from tests.coordination.pledges.test_handing_in import handed_in, photo
from tests.together import held_up
from tests.world import build

pytestmark = pytest.mark.postgres


@dataclass(frozen=True)
class By:
    """Somebody of the cast, come by account and second factor."""

    house: House
    who: str
    door: Door = Door.ACCOUNT2
    session_id: UUID | None = None
    seat_id: UUID | None = None

    @property
    def worker_id(self) -> UUID:
        return self.house.worker(self.who)

    @property
    def key(self) -> str:
        return f"worker:{self.worker_id}"

    @property
    def offices(self) -> frozenset[tuple[str, UUID]]:
        someone = BY_KEY[self.who]
        return frozenset({(str(someone.role), self.house.ids.agencies[someone.agency])})


def noted(house: House, verb: str) -> int:
    with house.app.app_context():
        assert audit.verify() == []
        return db.session.scalar(select(func.count()).where(AuditEntry.verb == verb)) or 0


# --- tasks and plans -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_task_taken_on_while_its_person_is_taken_off_is_nobodys(postgres_house: House, first: bool) -> None:
    house = postgres_house
    case = build(house, "open", "PS-7F3K")
    ivana, lenka = By(house, "ivana"), By(house, "lenka")
    deeds = [
        lambda: tasks.accept(case.tasks["ivana"], actor=ivana),
        lambda: conferences.remove(case.seats["ivana"], reason="", by=lenka.key),
    ]
    held_up(house.app, *(deeds if first else reversed(deeds)))
    with house.app.app_context():
        assert db.session.get_one(Seat, case.seats["ivana"]).to_at is not None
        assert db.session.get_one(Task, case.tasks["ivana"]).state == State.DECLINED
        steps = db.session.scalars(select(TaskStep.number).where(TaskStep.task_id == case.tasks["ivana"])).all()
        assert sorted(steps) == list(range(1, len(steps) + 1))
        about = (CalendarEntry.about == case.tasks["ivana"], CalendarEntry.cancelled_at.is_(None))
        assert db.session.scalars(select(CalendarEntry).where(*about)).all() == []


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_nothing_is_agreed_with_somebody_who_is_just_taken_off(postgres_house: House, first: bool) -> None:
    house = postgres_house
    table = convened(house)
    table.begins()
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    plan_id, lenka = table.plan_id(), By(house, "lenka")
    seat_id = table.case.seats["ivana"]
    deeds = [
        lambda: plans.approve(plan_id, actor=lenka),
        lambda: conferences.remove(seat_id, reason="", by=lenka.key),
    ]
    approved = held_up(house.app, *(deeds if first else reversed(deeds)))[0 if first else 1]
    with house.app.app_context():
        states = {task.state for task in db.session.scalars(select(Task))}
    if first:
        assert states == {State.DECLINED}, "it came back to the coordinator"
    else:
        assert isinstance(approved, Refused)


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_task_taken_on_while_the_next_version_drops_it_ends(postgres_house: House, first: bool) -> None:
    house = postgres_house
    table = convened(house)
    table.begins()
    for text in ("Napíše dopis.", "Zavolá."):
        table.adds("Mgr. Ivana Součková", text=text)
    table.evaluates()
    table.approves()
    plan_id, lenka, ivana, dropped = table.plan_id(), By(house, "lenka"), By(house, "ivana"), table.task_id(2)
    with house.app.app_context():
        plans.begin_new_version(plan_id, actor=lenka)
        plans.remove_task(plan_id, dropped, actor=lenka)
    deeds = [lambda: tasks.accept(dropped, actor=ivana), lambda: plans.approve(plan_id, actor=lenka)]
    held_up(house.app, *(deeds if first else reversed(deeds)))
    with house.app.app_context():
        assert db.session.get_one(Task, dropped).state == State.CANCELLED
        alive = (CalendarEntry.about == dropped, CalendarEntry.cancelled_at.is_(None))
        assert db.session.scalars(select(CalendarEntry).where(*alive)).all() == []


# --- a date or a person agreed while the next version is written ------------------------------------------------------


NEW_DAY = date(2026, 3, 20)


@dataclass(frozen=True)
class Moving:
    """A plan that holds, one task of which asks for another day and for a colleague."""

    house: House
    plan_id: UUID
    task_id: UUID
    colleague_id: UUID

    def agrees(self) -> None:
        tasks.agree_date(self.task_id, actor=By(self.house, "lenka"))

    def hands_on(self) -> None:
        colleagues.hand_on(self.task_id, actor=By(self.house, "lenka"))

    def begins(self) -> int:
        return plans.begin_new_version(self.plan_id, actor=By(self.house, "lenka"))

    def approves(self) -> int:
        return plans.approve(self.plan_id, actor=By(self.house, "lenka"))

    def drafted(self) -> TaskWording | None:
        """What the task says in the next version."""
        return db.session.scalar(select(TaskWording).where(TaskWording.plan_version == 2))


@pytest.fixture
def moving(postgres_house: House) -> Moving:
    house, table = postgres_house, convened(postgres_house)
    table.begins()
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    table.approves()
    ivana, petr = table.case.seats["ivana"], table.case.seats["petr"]
    with house.app.app_context(), transaction() as session:
        session.get_one(Seat, petr).agency_id = session.get_one(Seat, ivana).agency_id
    return Moving(house, table.plan_id(), table.task_id(1), petr)


def asks_for_another_day(moving: Moving) -> None:
    with moving.house.app.app_context():
        tasks.propose_date(moving.task_id, proposed_on=NEW_DAY, actor=By(moving.house, "ivana"))


def asks_for_a_colleague(moving: Moving) -> None:
    seat_id, ivana = moving.colleague_id, By(moving.house, "ivana")
    with moving.house.app.app_context():
        colleagues.propose_colleague(moving.task_id, seat_id=seat_id, name="", why="Dovolená.", actor=ivana)


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_date_agreed_while_the_next_version_is_begun_stands_in_it(moving: Moving, first: bool) -> None:
    asks_for_another_day(moving)
    deeds = [moving.agrees, moving.begins]
    held_up(moving.house.app, *(deeds if first else reversed(deeds)))
    with moving.house.app.app_context():
        drafted = moving.drafted()
        assert drafted is not None
        assert drafted.due_on == NEW_DAY


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_date_agreed_while_the_next_version_is_approved_holds(moving: Moving, first: bool) -> None:
    asks_for_another_day(moving)
    with moving.house.app.app_context():
        moving.begins()
    deeds = [moving.agrees, moving.approves]
    held_up(moving.house.app, *(deeds if first else reversed(deeds)))
    with moving.house.app.app_context():
        line = line_of(moving.task_id)
        assert line is not None
        assert (line.state, line.due_on) == (State.ACCEPTED, NEW_DAY)
        entry = db.session.scalars(select(CalendarEntry).where(CalendarEntry.about == moving.task_id)).one()
        assert (entry.whole_day, entry.cancelled_at) == (NEW_DAY, None)


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_date_agreed_while_the_task_is_written_anew_overwrites_nothing(moving: Moving, first: bool) -> None:
    asks_for_another_day(moving)
    with moving.house.app.app_context():
        moving.begins()
        drafted = moving.drafted()
        assert drafted is not None
        version = drafted.version
        text = TaskDraft("Zavolá.", "hovor", Schedule.ONCE, seat_id=drafted.seat_id, due_on=drafted.due_on)

    def writes() -> str:
        try:
            plans.write_task(
                moving.plan_id, text, task_id=moving.task_id, version=version, actor=By(moving.house, "tereza")
            )
        except ChangedMeanwhile:
            return "is shown both"
        return "is saved"

    deeds = [moving.agrees, writes]
    ends = held_up(moving.house.app, *(deeds if first else reversed(deeds)))
    assert ends[first] == ("is shown both" if first else "is saved")
    with moving.house.app.app_context():
        drafted = moving.drafted()
        assert drafted is not None
        assert drafted.due_on == NEW_DAY
        assert (drafted.text == "Zavolá.") is not first


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_date_agreed_while_the_task_is_taken_out_of_the_next_version(moving: Moving, first: bool) -> None:
    asks_for_another_day(moving)
    with moving.house.app.app_context():
        moving.begins()
    deeds = [
        moving.agrees,
        lambda: plans.remove_task(moving.plan_id, moving.task_id, actor=By(moving.house, "tereza")),
    ]
    held_up(moving.house.app, *(deeds if first else reversed(deeds)))
    with moving.house.app.app_context():
        line = line_of(moving.task_id)
        assert line is not None
        assert (line.due_on, moving.drafted()) == (NEW_DAY, None)


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
@pytest.mark.parametrize("deed", ["begins", "approves"])
def test_a_task_handed_on_while_the_next_version_is_made_is_the_colleagues(
    moving: Moving, deed: str, first: bool
) -> None:
    asks_for_a_colleague(moving)
    if deed == "approves":
        with moving.house.app.app_context():
            moving.begins()
    deeds = [moving.hands_on, getattr(moving, deed)]
    held_up(moving.house.app, *(deeds if first else reversed(deeds)))
    with moving.house.app.app_context():
        line, drafted = line_of(moving.task_id), moving.drafted()
        assert line is not None
        assert line.seat is not None
        assert drafted is not None
        assert (line.seat.id, line.state) == (moving.colleague_id, State.OFFERED)
        if first or deed == "begins":
            assert drafted.seat_id == moving.colleague_id


# --- pledges ---------------------------------------------------------------------------------------------------------


def signs(house: House, case: Case) -> None:
    seat = db.session.get_one(Seat, case.seats["ivana"])
    seen = offered_text(seat).sha256
    signer = Signer(seat.name, seat.function, seat.agency_name)
    pledges.sign(seat.id, signer, seen_sha256=seen, door=Door.ACCOUNT2, by=By(house, "ivana").key)


def sheet_of(house: House) -> UUID:
    with house.app.app_context():
        return db.session.scalars(select(PledgeSheet.id)).one()


def confirms(house: House, seat_id: UUID) -> None:
    try:
        pledges.confirm_own(seat_id, door=Door.ACCOUNT2, by=By(house, "ivana").key)
    except LookupError:
        raise Refused([]) from None  # nothing waits any more, the page is not there


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_signing_while_the_sheet_is_confirmed_leaves_one_pledge(postgres_house: House, first: bool) -> None:
    house = postgres_house
    case = laid(house)
    handed_in(house, case, photo(), whose="ivana")
    sheet = sheet_of(house)
    deeds = [lambda: signs(house, case), lambda: pledges.confirm(sheet, by=By(house, "jitka").key)]
    held_up(house.app, *(deeds if first else reversed(deeds)))
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pledge)) == 1
        assert db.session.get_one(PledgeSheet, sheet).state == ("rejected" if first else "confirmed")


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_sheet_is_confirmed_by_its_signer_or_rejected_and_never_both(postgres_house: House, first: bool) -> None:
    house = postgres_house
    case = laid(house)
    handed_in(house, case, photo(), whose="ivana")
    sheet, seat = sheet_of(house), case.seats["ivana"]
    jitka = By(house, "jitka").key
    deeds = [lambda: confirms(house, seat), lambda: pledges.reject(sheet, why="Není čitelný.", by=jitka)]
    _first, second = held_up(house.app, *(deeds if first else reversed(deeds)))
    assert isinstance(second, Refused)
    with house.app.app_context():
        assert db.session.get_one(PledgeSheet, sheet).state == ("confirmed" if first else "rejected")
        assert db.session.scalar(select(func.count()).select_from(Pledge)) == (1 if first else 0)


def test_a_sheet_is_confirmed_once(postgres_house: House) -> None:
    house = postgres_house
    case = laid(house)
    handed_in(house, case, photo(), whose="ivana")
    sheet, seat = sheet_of(house), case.seats["ivana"]
    jitka = By(house, "jitka").key
    _first, second = held_up(house.app, lambda: pledges.confirm(sheet, by=jitka), lambda: confirms(house, seat))
    assert isinstance(second, Refused)
    assert noted(house, "pledge signed on a sheet") == 1


# --- cases -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_nobody_coordinates_a_case_from_which_they_are_just_shut_out(postgres_house: House, first: bool) -> None:
    house = postgres_house
    case = build(house, "open", "PS-7F3K")
    lenka, dana = By(house, "lenka"), By(house, "dana")
    deeds = [
        lambda: cases.exclude(case.case_id, dana.worker_id, why="Sousedka.", by=lenka.key),
        lambda: cases.accept(case.case_id, actor=dana),
    ]
    _first, second = held_up(house.app, *(deeds if first else reversed(deeds)))
    assert isinstance(second, Refused)
    with house.app.app_context():
        assert coordinator_of(case.case_id).worker_id == (lenka if first else dana).worker_id


def test_an_agency_comes_to_a_case_once(postgres_house: House) -> None:
    house = postgres_house
    case = laid(house)

    def comes() -> None:
        cases.involve(
            case.id, house.ids.agencies["kompas"], relation=Relation.SERVES, since=date(2026, 2, 1), areas=("school",),
            concerned=(), by=By(house, "lenka").key,
        )  # fmt: skip

    held_up(house.app, comes, comes)
    with house.app.app_context():
        there = select(func.count()).where(Involvement.agency_id == house.ids.agencies["kompas"])
        assert db.session.scalar(there) == 1


def test_a_consent_is_withdrawn_once(postgres_house: House) -> None:
    house = postgres_house
    consent = consented(house, laid(house))
    held_up(house.app, *[lambda: cases.withdraw_consent(consent, by=By(house, "lenka").key)] * 2)
    assert noted(house, "consent withdrawn") == 1
    with house.app.app_context():
        assert db.session.get_one(Consent, consent).withdrawn_at is not None


# --- agencies --------------------------------------------------------------------------------------------------------


def test_two_administrators_do_not_end_each_others_post(postgres_house: House) -> None:
    """A town without an administrator could never have one again."""
    house = postgres_house
    town, karel = house.ids.agencies["podlesi"], By(house, "karel")
    with house.app.app_context():
        place = Place(agency_id=town, function="správkyně", role=PostRole.ADMINISTRATOR)
        staff.add_post(house.worker("tereza"), place=place, by=karel)
        held = select(Post.id).where(Post.agency_id == town, Post.role == PostRole.ADMINISTRATOR)
        posts = db.session.scalars(held).all()
    _first, second = held_up(
        house.app, *[lambda post=post: staff.end_post(post, last_day=None, by=karel) for post in posts]
    )
    assert isinstance(second, Refused)
    with house.app.app_context():
        assert len(with_role(PostRole.ADMINISTRATOR, town)) == 1


def test_a_town_notes_one_contact(postgres_house: House) -> None:
    house = postgres_house
    town, school = house.ids.agencies["podlesi"], house.ids.agencies["skola"]
    names = ("Nováková", "Dvořáková")
    held_up(
        house.app,
        *[
            lambda name=name: directory.note_contact(
                school, town_id=town, name=name, phone=None, note=None, by=By(house, "lenka").key
            )
            for name in names
        ],
    )
    with house.app.app_context():
        assert db.session.scalars(select(TownContact.name).where(TownContact.agency_id == school)).one() == names[1]


def test_an_issuer_entered_twice_is_taken_off_whole(postgres_house: House) -> None:
    """Otherwise the second entry would go on being trusted."""
    house = postgres_house
    town, karel, issuer = house.ids.agencies["podlesi"], By(house, "karel").key, an_issuer()
    held_up(house.app, *[lambda: issuers.trust(issuer.pem, town_id=town, field="file", by=karel)] * 2)
    with house.app.app_context():
        issuers.distrust(issuers.trusted_by(town)[0].id, town_id=town, by=karel)
        assert issuers.roots_of(town) == []

"""Who saw what of a case, as its page shows it: looks by day and person, papers handed out, readings with a reason."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.cases.models import words_of
from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import HowHanded
from foundation import clock, language
from foundation.audit import QUARTER, Look
from foundation.database import db

SHOWN_AT_ONCE = timedelta(days=30)
SEEN: dict[str, LazyString] = {
    "attendance": _l("who was there"),
    "brief_goal_areas_members": _l("what it is about and the family"),
    "case_list_timeline": _l("what happened"),
    "conference_and_agenda": _l("the meeting"),
    "cooperation_agreement": _l("an agreement on cooperation"),
    "exclusion_and_reason": _l("who is shut out"),
    "case_closing": _l("how the case ended"),
    "family_assessment": _l("the assessment of the child and the family"),
    "family_informed_record": _l("how the family learned of the meeting"),
    "family_has_a_case": _l("the page of the case"),
    "grounds_and_consents": _l("agreements and legal titles"),
    "hand_over": _l("the handover"),
    "minutes": _l("the minutes"),
    "own_invitation_and_answer": _l("the invitation"),
    "own_task": _l("a task"),
    "own_summary": _l("the family's summary"),
    "participants_and_answers": _l("people and their answers"),
    "plan_goals_all_tasks": _l("the plan"),
    "preparing_agreement": _l("an agreement being prepared"),
    "protected_address_contact": _l("contacts of the family"),
    "step_aside_refusal_reasons": _l("why a pledge was refused"),
    "who_has_pledged": _l("who has pledged"),
    "collecting_pledges": _l("the pledge of one person"),
    "handed_in_sheet": _l("a sheet with a pledge"),
    "own_pledge": _l("the own sheet with a pledge"),
    "own_standpoint_and_offer": _l("the own standpoint"),
    "others_standpoints": _l("standpoints"),
    "needs_offers_opinions_conditions_risks": _l("needs, offers and conditions"),
    "proposed_meeting": _l("a proposed meeting"),
    "requirements_sheet": _l("the school's requirements"),
    "who_saw_what": _l("who saw what"),
}
"""What people read for the parts of a case that the log book names."""
PAPERS: dict[str, LazyString] = {
    "plan": _l("the plan"),
    "pledge": _l("the pledge"),
    "family_summary": _l("the family's summary"),
    "invitation": _l("the invitation"),
}
HOW: dict[str, LazyString] = {HowHanded.OPENED: _l("opened as a file"), HowHanded.HANDED: _l("handed over on paper")}


@dataclass(frozen=True)
class Looked:
    """What one person looked at on one day."""

    who: str
    parts: tuple[str, ...]
    """Resources, each once, in the order in which they were opened."""
    first: datetime
    last: datetime
    """The beginnings of the first and the last quarter of an hour."""

    @property
    def what(self) -> str:
        """In words; parts without a word of their own are named together."""
        known = [part for part in self.parts if part in SEEN]
        more = [_("something else")] if len(known) < len(self.parts) else []
        return ", ".join([words_of(SEEN, known)] * bool(known) + more)

    @property
    def when(self) -> str:
        """From the first quarter of an hour to the end of the last one."""
        return language.span(self.first, self.last + QUARTER)


@dataclass(frozen=True)
class Day:
    """Everybody who looked on one day."""

    on: date
    people: Sequence[Looked] = field(default=())


def looks_at(case_id: UUID, *, before: date, by: str | None = None, besides: str | None = None) -> list[Day]:
    """The looks at a case on the thirty days before `before`, the newest first; `by`: those of one person alone."""
    begins, ends = clock.midnight(before - SHOWN_AT_ONCE), clock.midnight(before)
    wanted = select(Look).where(Look.about == f"case:{case_id}", Look.quarter >= begins, Look.quarter < ends)
    if by is not None:
        wanted = wanted.where(Look.who == by)
    if besides is not None:
        wanted = wanted.where(Look.who != besides)
    found = db.session.scalars(wanted.order_by(Look.quarter)).all()
    names = names_of({look.who for look in found})
    days = groupby(found, lambda look: clock.in_prague(look.quarter).date())
    return [Day(on, _people(looks, names)) for on, looks in days][::-1]


def is_older(case_id: UUID, before: date) -> bool:
    """Whether anybody looked before the days that are shown."""
    begins = clock.midnight(before - SHOWN_AT_ONCE)
    older = select(Look.id).where(Look.about == f"case:{case_id}", Look.quarter < begins)
    return db.session.scalar(older.limit(1)) is not None


def _people(looks: Iterable[Look], names: dict[str, str]) -> list[Looked]:
    of_person: dict[str, list[Look]] = {}
    for look in looks:
        of_person.setdefault(look.who, []).append(look)
    return [
        Looked(
            names.get(who, _("somebody whose name is no longer known")),
            tuple(dict.fromkeys(look.resource for look in theirs)), theirs[0].quarter, theirs[-1].quarter,
        )
        for who, theirs in of_person.items()
    ]  # fmt: skip


def names_of(keys: Collection[str]) -> dict[str, str]:
    """The names behind the keys of the log book. One query."""
    workers = {UUID(key.removeprefix("worker:")): key for key in keys if key.startswith("worker:")}
    rows = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(workers)))
    return {workers[worker_id]: name for worker_id, name in rows} | _names_at_seats(keys)


def _names_at_seats(keys: Collection[str]) -> dict[str, str]:
    """The same for those who came by the key of their own place. One query, if there are any."""
    seats = {UUID(key.removeprefix("seat:")): key for key in keys if key.startswith("seat:")}
    if not seats:
        return {}
    rows = db.session.execute(select(Seat.id, Seat.name).where(Seat.id.in_(seats)))
    return {seats[seat_id]: name for seat_id, name in rows}


@dataclass(frozen=True)
class Handed:
    """One paper that reached somebody."""

    on: date
    what: str
    whom: str
    how: str
    by: str


def papers_of(case_id: UUID) -> list[Handed]:
    """Every paper of a case that left the house, the newest first. Two queries."""
    wanted = select(Disclosure, Seat).join(Seat, Seat.id == Disclosure.seat_id).where(Disclosure.case_id == case_id)
    rows = db.session.execute(wanted.order_by(Disclosure.at.desc())).all()
    names = names_of({made.by for made, _seat in rows})
    return [
        Handed(
            on=clock.in_prague(made.at).date(),
            what=_paper(made),
            whom=", ".join(filter(None, (seat.name, seat.agency_name))),
            how=words_of(HOW, [made.how]),
            by=names.get(made.by, ""),
        )
        for made, seat in rows
    ]


def _paper(made: Disclosure) -> str:
    name = words_of(PAPERS, [made.paper])
    return str(_("%(paper)s, version %(number)s", paper=name, number=made.version)) if made.version else name

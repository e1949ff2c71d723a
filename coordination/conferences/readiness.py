"""Whether a draft can be convened, and what its coordinator should know before she does: the facts for the rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Worker
from coordination.cases.circle import agencies_at
from coordination.cases.models import Person
from coordination.cases.rules import PARENTS, PersonKind, SafeContact
from coordination.conferences import rules, rules_of_caution, rules_of_children, rules_of_convening, rules_of_parts
from coordination.conferences.children import unprepared
from coordination.conferences.informed import family_knows
from coordination.conferences.invitees import Asked, is_unsafe
from coordination.conferences.models import Conference, Invitation, excluded_workers
from coordination.conferences.rules import MeetingKind
from coordination.conferences.rules_of_caution import Caution, Dated, Duties
from coordination.conferences.rules_of_convening import Aim, Invitee, Unsuited
from coordination.conferences.rules_of_parts import Place
from coordination.conferences.words import DUTIES
from coordination.pledges.models import blanks_left
from coordination.seats.models import Seat, coordinator_of, has_signed, open_seats
from coordination.seats.rules import Role
from foundation import clock, language, town_settings, working_days
from foundation.database import db
from foundation.reasons import Reason

PROXIES = "proxies"
BESIDE = (Role.SUPPORT_PERSON, Role.MINOR_REPRESENTATIVE)
"""Who sits beside one member of the family."""

town_settings.define(
    PROXIES,
    _l("Attorneys and proxies of parents at meetings"),
    hint=_l("A representative of the child can always come."),
    default="with_reason",
    choices=(
        ("with_reason", _l("We do not invite them; the convenor admits one with a written reason.")),
        ("like_anybody", _l("They come like anybody else.")),
    ),
)


# --- what stands in the way ------------------------------------------------------------------------------------------


def obstacles(conference: Conference) -> tuple[Reason, ...]:
    """Everything that stands in the way of convening a draft, all at once."""
    chosen = [each for each in conference.invitations if each.chosen]
    aim = Aim(
        goal=conference.goal, is_realistic=conference.goal_is_realistic, because=conference.realistic_because,
        unsuited=_against_meeting(conference), other_way=conference.other_way or "", kind=MeetingKind(conference.kind),
        without_family_because=conference.without_family_because or "",
    )  # fmt: skip
    wrong = rules_of_convening.obstacles_to_convening(
        aim, town_office=str(conference.town_id), invitees=invitees(conference, chosen), starts_at=conference.starts_at,
        place=conference.place, now=clock.now(),
    )  # fmt: skip
    return (*wrong, *_answer_day_passed(conference), *_parts_in_the_way(conference))


def _answer_day_passed(conference: Conference) -> list[Reason]:
    """The day for the answer, chosen when the draft was written and not convened since."""
    passed = rules.wrong_answer_day(conference.answer_by, meets_on=conference.day, today=clock.today())
    return [replace(each, field="time") for each in passed]


def invitees(conference: Conference, rows: Iterable[Invitation | Asked]) -> list[Invitee]:
    """These people, as far as the rules of inviting ask."""
    asked = list(rows)
    excluded, people = excluded_workers(conference.case_id), _people(asked)
    seated = {seat.worker_id or seat.person_id: seat.role for seat in open_seats(conference.case_id)}
    with_reason = town_settings.get(conference.town_id, PROXIES) == "with_reason"
    found = []
    for each in asked:
        person = people.get(each.person_id) if each.person_id else None
        found.append(
            Invitee(
                name=each.name,
                agency=str(each.agency_id) if each.agency_id else None,
                has_outward_reason=bool(each.outward_reasons),
                has_inward_reason=bool(each.inward_reason.strip()),
                is_family=each.is_family,
                is_child=each.role == Role.CHILD,
                only_informed=each.informed_only_because is not None,
                why_only_informed=each.informed_only_because or "",
                excluded=each.worker_id in excluded,
                unsafe=each.person_id is not None and is_unsafe(person, each.how_told),
                safe_otherwise=person is not None and person.safe_contact != SafeContact.NONE,
                minutes_from_elsewhere=each.role == Role.MINUTE_TAKER and each.agency_id != conference.town_id,
                lacks_function=each.awaits_person and not each.function.strip(),
                other_role=seated.get(each.worker_id or each.person_id, each.role) != each.role,
                proxy=with_reason and person is not None and person.kind == PersonKind.PROXY,
                admitted=bool((each.admitted_because or "").strip()),
                beside_nobody=each.role in BESIDE and each.accompanies_id is None,
            )
        )
    return found


def _people(rows: Iterable[Invitation | Asked]) -> dict[object, Person]:
    ids = [each.person_id for each in rows if each.person_id]
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def places(
    invitations: Iterable[Invitation], *, starts_at: datetime, ends_at: datetime, fields: dict[UUID, str] | None = None
) -> list[Place]:
    """When each of the family who is asked to come is there."""
    return [
        Place(
            name=each.name, is_parent=each.role == Role.PARENT, begins_at=each.part_from or starts_at,
            ends_at=each.part_to or ends_at, apart=each.part_from is not None, field=(fields or {}).get(each.id),
        )
        for each in invitations
        if each.is_family and each.comes
    ]  # fmt: skip


def _against_meeting(conference: Conference) -> list[str]:
    """What speaks for another tool; a conflict of the parents does not any more once they come apart."""
    starts, ends = conference.starts_at, conference.ends_at
    apart = starts and ends and rules_of_parts.are_apart(places(conference.invitations, starts_at=starts, ends_at=ends))
    return [each for each in conference.unsuited if not (apart and each == Unsuited.PARENTS_IN_CONFLICT)]


def _parts_in_the_way(conference: Conference) -> list[Reason]:
    """Parts that no longer fit, because the meeting was moved since they were written."""
    starts, ends = conference.starts_at, conference.ends_at
    if starts is None or ends is None:
        return []
    found = places(conference.invitations, starts_at=starts, ends_at=ends)
    wrong = rules_of_parts.obstacles_to_parts(found, starts_at=starts, ends_at=ends)
    return [replace(each, field="time") for each in wrong]


# --- what is only cautioned of ---------------------------------------------------------------------------------------


def cautions(conference: Conference) -> list[Caution]:
    """What the house says before a draft is convened and does not forbid; those that ask why come first."""
    coming = [each for each in conference.invitations if each.comes]
    people = _people(coming)
    said = [
        *(of_day(conference.day, coming) if conference.day else ()),
        *_of_duties(conference, coming),
        *rules_of_caution.of_ratio(workers=1 + _workers(coming), family=_side_of_family(coming)),
        *rules_of_caution.of_court(
            before_court=conference.before_court,
            parents_come=any(person.kinship in PARENTS for person in people.values()),
        ),
        *_of_family(conference),
        *rules_of_children.of_children(unprepared(conference)),
        *_of_parts(conference),
        *_of_tongues(coming, people.values()),
        *_of_grounds(conference, coming),
        *_of_pledges(conference, coming),
        *_of_mailboxes(coming),
    ]
    return sorted(said, key=lambda one: not one.asks_why)


def of_day(day: date, coming: Sequence[Invitation]) -> Iterator[Caution]:
    """Why it is not a good day for these people."""
    ids = [each.agency_id for each in coming if each.agency_id]
    schools = select(Agency.id).where(Agency.id.in_(ids), Agency.kind == AgencyKind.SCHOOL)
    shown = language.long_day(day)
    yield from rules_of_caution.of_day(
        Dated(
            today=clock.today(),
            meets_on=day,
            shown=shown[:1].upper() + shown[1:],
            weekend=working_days.is_weekend(day),
            holiday=working_days.is_holiday(day),
            next_working=language.chosen_day(working_days.next_working(day)),
            school=db.session.scalars(schools).first() is not None,
        )
    )


def _duties(conference: Conference, coming: Iterable[Invitation]) -> Duties:
    rows = [each for each in coming if each.role != Role.COORDINATOR]
    return Duties(
        convenor=coordinator_of(conference.case_id).name,
        leads=[each.name for each in rows if Role.FACILITATOR in (each.role, each.also)],
        writes=[each.name for each in rows if Role.MINUTE_TAKER in (each.role, each.also)],
    )


def convenors_own_duty(conference: Conference) -> Role | None:
    """What falls to the convenor because nobody else was asked for it; leading before writing."""
    held = _duties(conference, (each for each in conference.invitations if each.comes))
    return Role.FACILITATOR if not held.leads else Role.MINUTE_TAKER if not held.writes else None


def _of_duties(conference: Conference, coming: Sequence[Invitation]) -> Iterator[Caution]:
    held = _duties(conference, coming)
    together = rules_of_caution.held_together(held)
    yield from rules_of_caution.of_duties(
        (name, ", ".join(str(DUTIES[duty]) for duty in has)) for name, has in together.items()
    )
    if held.leads:
        yield from rules_of_caution.of_minutes(written_by_convenor=not held.writes)


def _workers(coming: Iterable[Invitation]) -> int:
    """How many sit on the side of the workers; who interprets or accompanies somebody does not."""
    beside = (Role.INTERPRETER, *BESIDE)
    return sum((each.worker_id is not None or each.awaits_person) and each.role not in beside for each in coming)


def _side_of_family(coming: Sequence[Invitation]) -> int:
    """How many sit on the side of the family, none when nobody of it comes."""
    if not any(each.is_family for each in coming):
        return 0
    return sum(each.is_family or each.role in BESIDE for each in coming)


def _of_family(conference: Conference) -> Iterator[Caution]:
    day = conference.day
    if day is not None:
        tell_by = max(working_days.last_working_before(day), min(clock.today(), day))
        yield from rules_of_caution.of_family(knows=family_knows(conference.id), tell_by=language.until_day(tell_by))


def _of_parts(conference: Conference) -> Iterator[Caution]:
    """One parent comes to a part and another one to the whole: then they meet."""
    if conference.starts_at is None or conference.ends_at is None:
        return
    found = places(conference.invitations, starts_at=conference.starts_at, ends_at=conference.ends_at)
    parents = [each for each in found if each.is_parent]
    apart = [each.name for each in parents if each.apart]
    whole = [each.name for each in parents if not each.apart]
    yield from rules_of_caution.of_parts(apart=", ".join(apart), whole=", ".join(whole))


def _of_tongues(coming: Sequence[Invitation], people: Iterable[Person]) -> Iterator[Caution]:
    spoken = {(each.tongue or "").casefold() for each in coming if each.role == Role.INTERPRETER}
    for person in people:
        if person.kind == PersonKind.FAMILY and person.tongue:
            interpreted = person.tongue.casefold() in spoken
            yield from rules_of_caution.of_tongue(name=person.name, tongue=person.tongue, interpreted=interpreted)


def _of_grounds(conference: Conference, coming: Iterable[Invitation]) -> Iterator[Caution]:
    """Agencies to which nothing will open although their people sign, each once."""
    there = {each.agency.id: each for each in agencies_at(conference.case_id)}
    asked = {each.agency_id: each.agency_name for each in coming if each.role == Role.AGENCY_WORKER and each.agency_id}
    for agency_id, name in asked.items():
        if agency_id == conference.town_id:
            continue
        known = there.get(agency_id)
        missing = known.missing if known else rules_of_caution.no_ground_yet(name)
        about = known.involvement.id if known else agency_id
        yield from (Caution(each, asks_why=False, about=about) for each in missing)


def _of_pledges(conference: Conference, coming: Sequence[Invitation]) -> Iterator[Caution]:
    """Who cannot sign the pledge by mail, and whether the town's text can be signed at all."""
    roles = {Role(each.role) for each in coming if not each.is_family} | {Role.COORDINATOR}
    yield from rules_of_caution.of_blanks(", ".join(blanks_left(conference.town_id, roles)))
    ids = [each.worker_id for each in coming if each.worker_id]
    reach = select(Worker.name, Worker.email).where(
        Worker.id.in_(ids), Worker.mailbox_shared.is_(True) | Worker.email.is_(None)
    )
    for name, email in db.session.execute(reach.order_by(Worker.name)):
        yield from rules_of_caution.of_mailbox(name=name, has_address=email is not None)


def _of_mailboxes(coming: Iterable[Invitation]) -> Iterator[Caution]:
    names = {each.worker_id: each.name for each in coming if each.worker_id is not None}
    asked = select(Worker.id, Worker.email, Worker.mailbox_shared).where(Worker.id.in_(names))
    found = db.session.execute(asked.order_by(Worker.name)).all()
    yield from rules_of_caution.of_mailboxes(
        shared=[names[worker_id] for worker_id, email, shared in found if email and shared],
        without=[names[worker_id] for worker_id, email, _shared in found if not email],
    )


def pledged_already(conference: Conference) -> tuple[list[str], list[str]]:
    """Of the workers who are asked, by name: who has signed for this case already (S2-44), and who is asked to."""
    asked = [each for each in conference.invitations if each.comes and each.worker_id is not None]
    at_case = select(Seat.worker_id).where(Seat.case_id == conference.case_id, has_signed())
    signed = set(db.session.scalars(at_case))
    return (
        [each.name for each in asked if each.worker_id in signed],
        [each.name for each in asked if each.worker_id not in signed],
    )

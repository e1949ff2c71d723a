"""What is known of a meeting, gathered for its minutes: nothing is typed twice, everything knows whom it is for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency
from agencies.staff.models import Worker, posts_today
from coordination.cases.models import case as case_of
from coordination.cases.models import members
from coordination.conferences.informed import told_of
from coordination.conferences.models import Conference, Invitation, conferences_of
from coordination.minutes.content import Content, Piece
from coordination.minutes.copies import Reader, facts_of_copies, readers, seats_at
from coordination.minutes.hearing import said_at
from coordination.minutes.list_paper import TablePaper
from coordination.minutes.models import Minutes
from coordination.minutes.rules import CopyForm, ForWhom, SectionCode
from coordination.minutes.table import presences, sitting_of
from coordination.plans.models import Plan, PlanVersion, plan_of
from coordination.pledges.standings import states_of
from coordination.seats.models import Seat, coordinator_of
from coordination.seats.rules import FAMILY, Role
from coordination.tasks.models import TaskLine, lines_of_plan
from foundation.access import Audience
from foundation.database import db
from foundation.language import wall_time

UNTIL_APPROVAL = "until_approval"
"""How those who lead the meeting or take its minutes have them."""


def content_of(conference: Conference, minutes: Minutes) -> Content:
    """Everything that the minutes of a meeting say as it is known now; a fixed number of queries."""
    parts = {
        "family": _family(conference.case_id),
        "people": _people(conference),
        "informed": _informed(conference),
        "absent_family": _absent_family(conference),
        "goal": [Piece((conference.goal,))],
        **said_at(conference),
        **{code.value: _written(minutes, code) for code in SectionCode},
        "tasks": _tasks(conference.case_id),
        "evaluation": _evaluation(conference.case_id),
        "meetings": _next_meetings(conference),
        "recipients": [_recipient(reader) for reader in readers(minutes, seats_at(conference))],
        "comments": _comments(minutes),
    }
    return Content(_frame(conference, minutes), {name: pieces for name, pieces in parts.items() if pieces})


def _frame(conference: Conference, minutes: Minutes) -> dict[str, str]:
    case, sitting = case_of(conference.case_id), sitting_of(conference.id)
    coordinator = coordinator_of(conference.case_id)
    begun = sitting.opened_at if sitting else conference.starts_at
    ended = sitting.ended_at if sitting and sitting.ended_at else conference.ends_at
    office = db.session.get_one(Agency, conference.town_id)
    return {
        "town": office.signs_as,
        "unit": _unit(office, coordinator),
        "case_code": case.code,
        "reference": case.office_reference,
        "heading": str(minutes.heading),
        "document_number": minutes.document_number,
        "number": str(conference.number),
        "from": _instant(begun),
        "to": _instant(ended),
        "place": conference.place,
        "convened_by": _name_behind(conference.convened_by) or coordinator.name,
        "led_by": _who(conference, Role.FACILITATOR),
        "taken_by": _who(conference, Role.MINUTE_TAKER),
        "coordinator": coordinator.name,
        "due_on": minutes.due_on.isoformat() if minutes.due_on else "",
        "comments_until": minutes.comments_until.isoformat() if minutes.comments_until else "",
        "entered": "1" if conference.entered_at else "",
    }


def _name_behind(key: str | None) -> str:
    """The name of the worker whom the log book calls by a key; empty for nobody."""
    worker = db.session.get(Worker, UUID(key.removeprefix("worker:"))) if key and key.startswith("worker:") else None
    return worker.name if worker else ""


def _unit(office: Agency, coordinator: Seat) -> str:
    posts = posts_today(coordinator.worker_id) if coordinator.worker_id else []
    post = next((known for known in posts if known.agency_id == office.id), None)
    return f"{office.name} · {post.unit.name}" if post and post.unit else office.name


def _instant(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _who(conference: Conference, role: Role) -> str:
    there = [each for each in conference.invitations if each.chosen and each.stands]
    names = [each.name for each in there if role in (each.role, each.also)]
    return ", ".join(names)


def _about(person_id: UUID | None) -> tuple[str, ...]:
    return (str(person_id),) if person_id else ()


def _family(case_id: UUID) -> list[Piece]:
    return [Piece((one.name, str(one.kinship)), _about(one.id)) for one in members(case_id) if one.in_household]


def came(conference: Conference) -> list[Invitation]:
    """Everybody whose attendance belongs on a list: asked, and not only told of it."""
    return [
        each
        for each in conference.invitations
        if each.chosen and not each.awaits_person and (each.stands or each.attendance) and each.comes
    ]


def _people(conference: Conference) -> list[Piece]:
    times = presences(conference.id)
    asked = came(conference)
    pledges = states_of([each.seat for each in asked if each.seat is not None])
    found = []
    for each in asked:
        pledge = pledges.get(each.seat_id) if each.seat_id else None
        time = times.get(each.id)
        cells = (
            each.name, each.function, each.agency_name, str(each.role), str(each.also or ""),
            str(each.attendance or ""), _clock(time.arrived_at if time else None),
            _clock(time.left_at if time else None), pledge.word if pledge else "",
        )  # fmt: skip
        found.append(Piece(cells, _about(each.tells_of)))
    return found


def _clock(moment: datetime | None) -> str:
    return wall_time(moment, "cs") if moment else ""


def _informed(conference: Conference) -> list[Piece]:
    return [
        Piece((one.person.name, one.told_on.isoformat(), str(one.how), one.told_by, one.content), _about(one.person_id))
        for one in told_of(conference.id)
    ]


def _absent_family(conference: Conference) -> list[Piece]:
    """Whoever of the family was only told of the meeting, with the reason (S2-28)."""
    told = [each for each in conference.invitations if each.is_family and each.chosen and not each.comes]
    reason = conference.without_family_because or ""
    return [Piece((each.name, each.informed_only_because or reason), _about(each.person_id)) for each in told]


def _written(minutes: Minutes, code: SectionCode) -> list[Piece]:
    section = minutes.section(code)
    if section is None or not section.text.strip():
        return []
    return [Piece((section.text,), section.concerns, for_whom=ForWhom(section.for_whom))]


def _tasks(case_id: UUID) -> list[Piece]:
    plan = plan_of(case_id)
    version = (plan.in_force or plan.draft) if plan else None
    if plan is None or version is None:
        return []
    lines = lines_of_plan(plan.id, version.number, in_force=version is plan.in_force)
    return [_task(line, plan, version) for line in lines]


def _task(line: TaskLine, plan: Plan, version: PlanVersion) -> Piece:
    seat = line.seat
    agreed = version.approved_at.isoformat() if version.approved_at else ""
    cells = (
        str(line.task.number), line.wording.text, seat.name if seat else line.wording.for_agency,
        seat.agency_name if seat else "", line.due_on.isoformat() if line.due_on else "", str(line.wording.schedule),
        line.shown_as, str(version.number), agreed,
    )  # fmt: skip
    return Piece(cells, _ids(line.audience))


def _ids(audience: Audience) -> tuple[str, ...]:
    return tuple(sorted(str(member) for member in audience.members or ()))


def _evaluation(case_id: UUID) -> list[Piece]:
    plan = plan_of(case_id)
    version = (plan.in_force or plan.draft) if plan else None
    return [Piece((version.evaluation_on.isoformat(),))] if version and version.evaluation_on else []


def _next_meetings(conference: Conference) -> list[Piece]:
    """The meetings that are convened and come after this one."""
    later = [
        one
        for one in conferences_of(conference.case_id)
        if one.starts_at and conference.starts_at and one.starts_at > conference.starts_at
        and one.convened_at and not one.cancelled_at
    ]  # fmt: skip
    return [Piece((str(one.number), _instant(one.starts_at))) for one in reversed(later)]


def _recipient(reader: Reader) -> Piece:
    seat = reader.seat
    form = str(reader.form if reader.gets_something else CopyForm.NOTHING)
    if seat.role in (Role.MINUTE_TAKER, Role.FACILITATOR) and reader.form is reader.usual:
        form = UNTIL_APPROVAL
    way = "paper" if seat.role in FAMILY or seat.worker_id is None else "door"
    return Piece((seat.name, seat.agency_name, str(seat.role), form, way), _about(seat.tells_of))


def _comments(minutes: Minutes) -> list[Piece]:
    """What people want otherwise, each for whoever may know all that its author may.

    Nobody says of whom a comment speaks, and its author had a copy of their own before them. What those who read
    everything want otherwise stays in the office, and so does what somebody said whose ground has ended since.
    """
    if not minutes.comments:
        return []
    theirs = select(Seat).where(Seat.id.in_({one.seat_id for one in minutes.comments}))
    seats = {seat.id: seat for seat in db.session.scalars(theirs)}
    facts = facts_of_copies(minutes.case_id, list(seats.values()))
    found = []
    for one in minutes.comments:
        worked_in = "" if one.worked_in is None else str(int(one.worked_in))
        known = facts[one.seat_id].ground
        told = (seats[one.seat_id].tells_of, *(known.members or ())) if known else ()
        found.append(
            Piece(
                (one.name, one.text, worked_in, one.answer or ""),
                tuple(sorted({str(each) for each in told if each is not None})),
                tuple(sorted(known.areas or ())) if known else (),
                for_whom=ForWhom.WORKERS if known else ForWhom.OFFICE,
            )
        )
    return found


def table_paper(conference: Conference, language: str) -> TablePaper:
    """What the papers for the table of a meeting say at their head."""
    case, office = case_of(conference.case_id), db.session.get_one(Agency, conference.town_id)
    coordinator = coordinator_of(conference.case_id)
    return TablePaper(
        town=office.signs_as, unit=_unit(office, coordinator), case_code=case.code, reference=case.office_reference,
        number=conference.number, place=conference.place, convened_by=coordinator.name,
        minute_taker=_who(conference, Role.MINUTE_TAKER), starts=conference.starts_at, ends=conference.ends_at,
        language=language,
    )  # fmt: skip

"""The deeds of a summary: written in the family's words, approved, and put into their hands."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from coordination.family import copies, documents, models, readings, rules, rules_of_reading
from coordination.family.actions.places import locked
from coordination.family.models import DOOR, PAPER, FamilySummary, SummaryLine
from coordination.seats.models import Disclosure, Seat, facts_of_seat
from coordination.seats.rules import HowHanded
from coordination.tasks.models import TaskLine
from foundation import audit, clock, links
from foundation.access import Actor, Door
from foundation.database import ChangedMeanwhile, transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class LineText:
    """A task in the words of a summary."""

    task_id: UUID
    kept: bool
    sentence: str
    beside: str = ""


@dataclass(frozen=True)
class SummaryText:
    """A summary as the coordinator writes it."""

    greeting: str
    agreed: str
    words: str
    lines: Sequence[LineText]
    despite: str = ""
    """Why it goes out although it reads hard."""


def write(seat_id: UUID, text: SummaryText, *, version: int | None, actor: Actor) -> None:
    """Keep a draft for one member of the family; what is not theirs to read never gets in.

    `version`: of the draft that lay before the writer, None for none. Raises ChangedMeanwhile, Refused.
    """
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        _write(session, seat, text, version, actor)


def approve(seat_id: UUID, text: SummaryText, *, version: int | None, actor: Actor) -> int:
    """Keep the draft and lock it: from now on page and papers say this; answers its number.

    Raises ChangedMeanwhile, and Refused with everything that is missing.
    """
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        draft, lines = _write(session, seat, text, version, actor)
        kept = [(lines[one.task_id].task.number, one.sentence) for one in draft.lines if one.kept]
        told, known = readings.told(draft), readings.dictionary_of(seat.town_id)
        hard = rules_of_reading.against_reading(told, known, despite=text.despite)
        refuse_if([*rules.against_approving(draft.agreed, kept), *hard])
        reads_hard = any(rules_of_reading.against_reading(told, known, despite=""))
        draft.approved_at, draft.approved_by = clock.now(), actor.key
        draft.approved_by_name = str(getattr(actor, "name", "")) or None
        link = models.link_of(seat)
        if link is not None:
            link.expires_at = max(link.expires_at, clock.end_of(models.last_day_of(seat.case_id, seat)))
        audit.record(
            seat.town_id,
            actor.key,
            "summary approved",
            f"seat:{seat.id}",
            number=draft.number,
            tasks=len(kept),
            despite=reads_hard,
        )
        return draft.number


def _write(
    session: Session, seat: Seat, text: SummaryText, version: int | None, actor: Actor
) -> tuple[FamilySummary, dict[UUID, TaskLine]]:
    planned = models.planned(seat.case_id)
    if planned is None:
        raise Refused([reason("There is no approved plan yet. The summary is made from it.")])
    facts = models.facts_on_paper(seat, facts_of_seat(seat.frame, seat, Door.NUMBER))
    lines = {line.task.id: line for line in copies.offered_lines(seat, facts)}
    draft = models.draft_of(seat.id)
    if (draft.version if draft else None) != version:
        raise ChangedMeanwhile
    draft = draft or _new_draft(session, seat)
    draft.plan_version = planned[1].number
    draft.greeting, draft.agreed, draft.words = text.greeting, text.agreed, text.words
    draft.despite = text.despite.strip() or None
    draft.lines.clear()
    session.flush()
    draft.lines += [
        SummaryLine(
            task_id=one.task_id, position=place, kept=one.kept or _is_own(lines[one.task_id], seat),
            sentence=one.sentence, beside=one.beside,
        )
        for place, one in enumerate((one for one in text.lines if one.task_id in lines), 1)
    ]  # fmt: skip
    try:
        session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    audit.record(seat.town_id, actor.key, "summary written", f"seat:{seat.id}", number=draft.number)
    return draft, lines


def _is_own(line: TaskLine, seat: Seat) -> bool:
    """An own task always stands in the summary: nobody answers for what they were not told."""
    return line.seat is not None and line.seat.id == seat.id


def _new_draft(session: Session, seat: Seat) -> FamilySummary:
    last = max((one.number for one in models.summaries_of(seat.id)), default=0)
    draft = FamilySummary(seat_id=seat.id, number=last + 1, plan_version=0, greeting="", agreed="", words="", lines=[])
    session.add(draft)
    session.flush()
    return draft


# --- on paper ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A copy as it goes into somebody's hands."""

    content: bytes
    file_name: str
    address: str
    """What is printed under the square; empty where there is no number yet."""


def hand_over(seat_id: UUID, *, language: str = "cs", actor: Actor) -> Paper:
    """Print the summary that holds to be given into its reader's hands; that is kept as a disclosure. Raises Refused.

    Before there is one, the paper shows the way to the page alone, so that a meeting can be answered there. Every
    paper carries an address of its own to the same page; without a number there is none to carry.
    """
    with transaction() as session:
        seat, facts = locked(session, seat_id, actor)
        summary = models.summary_of(seat.id)
        if summary is None:
            return _way_to_page(seat, language, actor)
        of_reader = models.facts_on_paper(seat, facts_of_seat(seat.frame, seat, Door.NUMBER))
        token = _new_address(seat)
        with force_locale(language):
            copy = copies.copy_for(seat, of_reader, summary, year=True)
            content = documents.summary_paper(copy, seat_name=seat.name, address=address_of(token), on=clock.today())
        sha256 = hashlib.sha256(content).hexdigest()
        session.add(
            Disclosure(
                case_id=seat.case_id, seat_id=seat.id, paper=PAPER, version=summary.number, how=HowHanded.HANDED,
                ground="family", sha256=sha256, at=clock.now(), by=actor.key,
            )
        )  # fmt: skip
        audit.record(
            facts.town_id, actor.key, "summary handed", f"seat:{seat.id}", number=summary.number, sha256=sha256
        )
        return Paper(content, f"plan-v{summary.number}.pdf", address_of(token))


def _way_to_page(seat: Seat, language: str, actor: Actor) -> Paper:
    if seat.frame.state == "draft":
        raise Refused([reason("The page opens once a meeting is convened. Print the way to it then.")])
    token = _new_address(seat)
    if not token:
        raise Refused([reason("No summary is approved yet, there is nothing to print.")])
    with force_locale(language):
        content = documents.address_paper(copies.sender(seat), address=address_of(token), on=clock.today())
    audit.record(
        seat.town_id, actor.key, "address handed", f"seat:{seat.id}", sha256=hashlib.sha256(content).hexdigest()
    )  # fmt: skip
    return Paper(content, "stranka.pdf", address_of(token))


def _new_address(seat: Seat) -> str:
    if models.key_of(seat.id) is None or seat.person_id is None:
        return ""
    until = clock.end_of(models.last_day_of(seat.case_id, seat))
    return links.issue_printed(DOOR, subject=seat.id, holder=seat.person_id, until=until, town_id=seat.town_id)


def address_of(token: str) -> str:
    """What a camera opens and a hand can type: `https://…/r/7HQ2-M4XF-2RTA`."""
    return f"{links.front_door()}r/{links.in_groups(token)}" if token else ""

"""What minutes need before they are sent, approved, commented or added to; in which form they go to whom."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class Heading(StrEnum):
    """What the office calls the document: a record, or a protocol under the Administrative Code."""

    RECORD = "record"
    PROTOCOL = "protocol"


class SectionCode(StrEnum):
    """The parts that the minute taker writes; everything else is taken from what is known."""

    BRIEF = "brief"
    STRENGTHS = "strengths"
    RISKS = "risks"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    NEXT = "next"
    ATTACHMENTS = "attachments"


class ForWhom(StrEnum):
    """For whose eyes a part is, beside the members of the family whom it concerns."""

    EVERYBODY = "everybody"
    WORKERS = "workers"
    FAMILY = "family"
    """A gentler sentence that stands in the family's copy in the place of what only workers read (S2-37)."""
    OFFICE = "office"


class MinutesState(StrEnum):
    """Where the minutes stand."""

    DRAFT = "draft"
    OPEN = "open"
    """Sent; comments may be written."""
    COMMENTED = "commented"
    """The time for comments is over, the approval is not there yet."""
    APPROVED = "approved"


class CopyForm(StrEnum):
    """How much of the minutes somebody gets."""

    WHOLE = "whole"
    EXTRACT = "extract"
    NOTHING = "nothing"


LIMITS = {SectionCode.BRIEF: 600}
"""The case in brief is short (S2-30); in signs."""
USUAL_LIMIT = 3000
COMMENT_DAYS = 7
"""So many days people have for comments when nobody has agreed on others."""
EXTRACT_PARTS = frozenset({"people", "goal", "agreed", "tasks", "evaluation", "next", "recipients"})
"""What an extract holds: who met, what for, and what was agreed (domain 1.7)."""


def limit(code: SectionCode) -> int:
    """How many signs a part may have."""
    return LIMITS.get(code, USUAL_LIMIT)


def too_long(code: SectionCode, text: str) -> tuple[Reason, ...]:
    """Why a part cannot be kept as it is written; the case in brief is capped (S2-30)."""
    if len(text) <= limit(code):
        return ()
    return (
        reason(
            "The text has %(count)s characters, %(limit)s fit. Shorten it, all of it is still here.",
            field="text", count=len(text), limit=limit(code),
        ),
    )  # fmt: skip


def state(*, sent: bool, comments_until: date | None, approved: bool, today: date) -> MinutesState:
    """Where the minutes stand today; comments may be written to the end of their last day."""
    if approved:
        return MinutesState.APPROVED
    if not sent:
        return MinutesState.DRAFT
    return MinutesState.OPEN if comments_until is not None and today <= comments_until else MinutesState.COMMENTED


def usual_due_day(met_on: date) -> date:
    """By when minutes are ready when nobody has announced another day."""
    return met_on + timedelta(days=7)


def usual_comments_day(due_on: date) -> date:
    """Until when comments may be written when nobody has agreed otherwise."""
    return due_on + timedelta(days=COMMENT_DAYS)


def wrong_days(due_on: date | None, comments_until: date | None, *, met_on: date | None) -> tuple[Reason, ...]:
    """Why these days cannot be announced."""
    wrong = []
    if due_on is not None and met_on is not None and due_on < met_on:
        wrong.append(reason("The minutes cannot be ready before the meeting. Choose a later day.", field="due_on"))
    if due_on is not None and comments_until is not None and comments_until < due_on:
        wrong.append(
            reason(
                "Comments would end before the minutes are ready. Choose a later day.", field="comments_until"
            )
        )  # fmt: skip
    return tuple(wrong)


def obstacles_to_sending(
    *, held: bool, approved: bool, due_on: date | None, comments_until: date | None, today: date, brief: str
) -> tuple[Reason, ...]:
    """Everything that keeps minutes from going out for comments, all at once."""
    if approved:
        return (locked(),)
    wrong = []
    if not held:
        wrong.append(reason("The meeting is not marked as held yet. Mark it, then send its minutes."))
    if due_on is None:
        wrong.append(
            reason("Nobody announced when the minutes will be ready. Enter the day said at the meeting.", field="frame")
        )
    if comments_until is None:
        wrong.append(reason("It is missing until when comments may be written. Enter the day.", field="frame"))
    elif comments_until < today:
        wrong.append(reason("The last day for comments has passed. Choose a later one.", field="frame"))
    if not brief.strip():
        wrong.append(reason("The case in brief is empty. Write in a few sentences what you know.", field="brief"))
    return tuple(wrong)


def obstacles_to_approval(
    found: MinutesState, *, comments_until: date | None, unsettled: Sequence[str], written: str
) -> tuple[Reason, ...]:
    """Everything that keeps minutes from being approved, all at once; `written` is the last day as people read it."""
    if found is MinutesState.APPROVED:
        return (locked(),)
    if found is MinutesState.DRAFT:
        return (reason("Nobody could comment yet. Send the minutes for comments first."),)
    wrong = []
    if found is MinutesState.OPEN and comments_until is not None:
        wrong.append(reason("Comments may be written until %(day)s. Approve the minutes after it.", day=written))
    if unsettled:
        wrong.append(
            reason("Comments without an answer: %(names)s. Answer each of them.", names=", ".join(unsettled))
        )  # fmt: skip
    return tuple(wrong)


def obstacles_to_comment(found: MinutesState, text: str) -> tuple[Reason, ...]:
    """Why a comment cannot be written."""
    if found is MinutesState.APPROVED:
        return (locked(),)
    if found is not MinutesState.OPEN:
        return (reason("Comments cannot be written now. Call the coordinator."),)
    return () if text.strip() else (reason("The comment is empty. Write what should be otherwise.", field="text"),)


def locked() -> Reason:
    """Approved minutes stay as they are."""
    return reason("The minutes are approved and cannot change. Add your correction as an addendum.")


def usual_form(role: str, *, has_task: bool, may_read: bool, approved: bool) -> CopyForm:
    """In which form somebody gets the minutes unless the coordinator says otherwise (domain 1.7).

    `may_read`: whether pledge and ground are there. The child gets a sheet of its own, never the minutes.
    """
    if role == "coordinator":
        return CopyForm.WHOLE
    if role in ("minute_taker", "facilitator"):
        return CopyForm.NOTHING if approved else CopyForm.WHOLE
    if role == "parent":
        return CopyForm.WHOLE
    if role == "agency_worker" and may_read:
        return CopyForm.WHOLE if has_task else CopyForm.EXTRACT
    return CopyForm.NOTHING


def obstacles_to_exception(chosen: CopyForm, usual: CopyForm, why: str) -> tuple[Reason, ...]:
    """Why somebody cannot get another form than the usual one without a word."""
    if chosen == usual or why.strip():
        return ()
    return (reason("This is an exception. Write why this person gets something else than usual.", field="why"),)


def keeps_its_seat(*, open_tasks: Collection[object], other_meetings: Collection[datetime | None]) -> bool:
    """Whether somebody who led the meeting or wrote its minutes still has something to do at the case afterwards."""
    return bool(open_tasks) or bool(other_meetings)


def not_on_the_spot(begun: date | None, today: date, *, count: int) -> tuple[Reason, ...]:
    """Why nothing can be written down as said at the table: not begun, another day, nothing chosen."""
    if begun is None:
        return (reason("The meeting has not begun yet."),)
    if begun != today:
        return (reason("The meeting was on another day. Write the word down at the task itself."),)
    return () if count else (reason("Tick who has said yes aloud."),)


def not_at_table(number: int, name: str) -> Reason:
    """Nobody accepts for a person who was not there."""
    if not name:
        return reason("Task %(number)s has no person yet. Nothing was written down.", number=number)
    return reason(
        "Task %(number)s: %(name)s was not at the table, so the own answer counts. Nothing was written down.",
        number=number, name=name,
    )  # fmt: skip

"""What a child who is to come needs before the meeting, and what is asked about it before and after (S2-47)."""

from collections.abc import Iterator, Sequence
from datetime import date

from coordination.conferences.rules_of_caution import Caution
from foundation.reasons import Reason, reason


def of_children(unprepared: Sequence[str]) -> Iterator[Caution]:
    """Said before convening; the preparation itself may follow until the meeting."""
    if unprepared:
        yield Caution(_missing(unprepared, "child"), asks_why=False)


def _missing(names: Sequence[str], field: str) -> Reason:
    return reason(
        "The child is to come, but there is no preparation record: %(names)s. "
        "Add who talked with the child, who stays beside them and which signal they have.",
        field=field,
        names=", ".join(names),
    )


def record_missing(unprepared: Sequence[str], *, because: str) -> tuple[Reason, ...]:
    """Why a meeting at which a child was cannot be marked as held: nothing says how the child was prepared, nor why."""
    return () if not unprepared or because.strip() else (_missing(unprepared, "unprepared_because"),)


def obstacles_to_preparing(
    *, talked_by: str, talked_on: date | None, today: date, meets_on: date | None, why_comes: str, guide: bool,
    own_side: str, signal: str, leaves_with: str,
) -> tuple[Reason, ...]:  # fmt: skip
    """Everything that a preparation record lacks, all at once (domain 1.1, step 10)."""
    wrong = []
    if not talked_by.strip():
        wrong.append(reason("Write who talked with the child.", "talked_by"))
    if talked_on is None:
        wrong.append(reason("Write on which day somebody talked with the child.", "talked_on"))
    elif talked_on > today:
        wrong.append(reason("The day of the talk is in the future. Record it once it has taken place.", "talked_on"))
    elif meets_on is not None and talked_on > meets_on:
        wrong.append(reason("The talk of preparation comes before the meeting. Correct the day.", "talked_on"))
    if not why_comes.strip():
        wrong.append(reason("Write why the child comes, by age and maturity.", "why_comes"))
    if not guide:
        wrong.append(reason("Choose who stays beside the child; it is somebody who comes to the meeting.", "guide"))
    if not own_side.strip():
        wrong.append(reason("Write who is on the child's side.", "own_side"))
    if not signal.strip():
        wrong.append(reason("The sign for “it is too much” is missing. Agree on one with the child.", "signal"))
    if not leaves_with.strip():
        wrong.append(reason("Write who leaves with the child and what then.", "leaves_with"))
    return tuple(wrong)


def obstacles_to_talk_afterwards(
    *, began: bool, talked_by: str, talked_on: date | None, meets_on: date | None, today: date
) -> tuple[Reason, ...]:
    """Why the talk after the meeting cannot be recorded like this."""
    if not began:
        return (reason("The meeting has not begun yet. Record the talk afterwards."),)
    wrong = []
    if not talked_by.strip():
        wrong.append(reason("Write who talked with the child.", "after_by"))
    if talked_on is None:
        wrong.append(reason("Write on which day somebody talked with the child.", "after_on"))
    elif talked_on > today:
        wrong.append(reason("The day of the talk is in the future. Record it once it has taken place.", "after_on"))
    elif meets_on is not None and talked_on < meets_on:
        wrong.append(reason("The talk afterwards cannot come before the meeting. Correct the day.", "after_on"))
    return tuple(wrong)

"""When the family counts as informed of a meeting (S2-26)."""

from datetime import date

from coordination.conferences.rules import ConferenceState
from foundation.reasons import Reason, reason


def obstacles_to_informing(
    state: ConferenceState, *, anybody: bool, told_on: date, today: date, meets_on: date | None
) -> tuple[Reason, ...]:
    """Why it cannot be written down that the family was told."""
    if state is ConferenceState.CANCELLED:
        return (reason("The meeting is called off, the family is told that instead."),)
    wrong = []
    if not anybody:
        wrong.append(reason("Tick at least one member of the family who was told.", field="people"))
    if told_on > today:
        wrong.append(reason("The day is still to come. Record it once the family has been told.", field="told_on"))
    elif meets_on is not None and told_on > meets_on:
        wrong.append(
            reason(
                "The family is told before the meeting, this day comes after it. Correct the day, "
                "or write why nobody told them before when you mark the meeting as held.",
                field="told_on",
            )
        )
    return tuple(wrong)


def record_missing(*, recorded: bool, because: str) -> tuple[Reason, ...]:
    """Why a meeting is not marked as held: nothing says how the family learned of it, and nobody says why not."""
    if recorded or because.strip():
        return ()
    return (
        reason(
            "The meeting cannot be marked as held: there is no record of when and how the family learned of it. "
            "Add it, or write the reason.",
            field="uninformed_because",
        ),
    )

"""What the special procedure asks for: a concern in words, the service's own steps, a reason at its end (S1-56)."""

from collections.abc import Collection
from datetime import datetime

from foundation.reasons import Reason, reason

MARK = "- "
"""A line of the methodology that begins with this is a step; all others are words between them."""
MOST_STEPS = 60


def steps_of(text: str) -> tuple[str, ...]:
    """The steps of a checklist in their order."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line.removeprefix(MARK).strip() for line in lines if line.startswith(MARK) and line.strip(MARK))


def against_checklist(text: str) -> list[Reason]:
    """What a checklist of a service lacks."""
    steps = steps_of(text)
    if not steps:
        return [reason("The checklist has no step yet. Begin each step on a new line with a dash and a space.", "text")]
    if len(steps) > MOST_STEPS:
        return [
            reason(
                "The checklist has %(count)s steps, %(most)s fit. Put some of them together.", "text", count=len(steps),
                most=MOST_STEPS,
            )
        ]  # fmt: skip
    return []


def against_beginning(concern: str, *, runs: bool) -> list[Reason]:
    """What keeps the procedure from beginning; no ordinary condition is among it (S1-56)."""
    if runs:
        return [reason("The special procedure holds already.")]
    if not concern.strip():
        return [reason("Write what was seen or heard, and from whom you know it.", "concern")]
    return []


def against_ticking(number: int, steps: Collection[str], *, done: bool, ended_at: datetime | None) -> list[Reason]:
    """What keeps a step from being ticked."""
    if ended_at is not None:
        return [reason("The special procedure has ended, its record does not change any more.")]
    if not 1 <= number <= len(steps):
        return [reason("The checklist has no such step.")]
    return [reason("Somebody has ticked this step already.")] if done else []


def against_ending(because: str) -> list[Reason]:
    """What the end of the procedure lacks."""
    if because.strip():
        return []
    return [reason("Write why the special procedure ends. The team reads the file again from that moment.", "because")]

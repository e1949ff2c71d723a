"""Asking the reader: which of some spans are taken in a calendar file that somebody handed in; refusals in words."""

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from foundation.reasons import Reason, Refused, reason

LARGEST = 8 * 1024 * 1024
PATIENCE = 12.0
"""Seconds after which the reader is stopped, whatever it does."""
_READER = Path(__file__).with_name("reader.py")


@dataclass(frozen=True)
class BusyTimes:
    """Which of the asked spans are taken, by their position, and how many entries nobody understood."""

    taken: frozenset[int]
    unread: int


def busy_times(
    content: bytes, spans: Sequence[tuple[datetime, datetime]], field: str, *, own_uids: Collection[str], owner: str
) -> BusyTimes:
    """What a calendar file says of the aware `spans`; nothing of it is kept. Raises Refused with a sentence at `field`.

    Entries named in `own_uids` take no time, nor does what `owner`, a mail address, has declined.
    """
    if len(content) > LARGEST:
        raise Refused([_why_not("large", field)])
    written = [(begins.isoformat(), ends.isoformat()) for begins, ends in spans]
    answer = _ask({"spans": written, "own_uids": sorted(own_uids), "owner": owner}, content)
    if "refused" in answer:
        raise Refused([_why_not(str(answer["refused"]), field)])
    return BusyTimes(frozenset(answer["taken"]), int(answer["unread"]))


def _ask(order: dict[str, Any], content: bytes) -> dict[str, Any]:
    """One order to a fresh reader; one that breaks, loops or swells answers that the file cannot be read."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file goes to its input)
            [sys.executable, "-I", str(_READER)],
            input=json.dumps(order).encode() + b"\n" + content,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        answer = json.loads(done.stdout)
        return answer if "refused" in answer or {"taken", "unread"} <= answer.keys() else {"refused": "broken"}
    except (subprocess.SubprocessError, ValueError, TypeError, AttributeError):
        return {"refused": "broken"}


def _why_not(code: str, field: str) -> Reason:
    sentences = {
        "zip": reason("This is a packed file (ZIP). Unpack it and upload the .ics file inside.", field),
        "unknown": reason("This is not a calendar. Save your calendar as a file that ends with .ics.", field),
        "empty": reason("Nothing is written in this calendar. Choose another one, or mark the dates yourself.", field),
        "large": reason(
            "The file is too large, %(most)s MB fit. Save only the coming months, or mark the dates yourself.",
            field,
            most=LARGEST // 1024**2,
        ),
        "long": reason("There is too much in the calendar. Save only the coming months.", field),
    }
    broken = reason("The calendar cannot be read. Save it once more, or mark the dates yourself.", field)
    return sentences.get(code, broken)

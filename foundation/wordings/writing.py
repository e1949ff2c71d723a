"""The deeds of a wording: a town makes it its own, writes a new version for itself, takes back one that waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if
from foundation.wordings import models
from foundation.wordings.models import Wording, WordingConfirmed, WordingTakenBack


def confirm(wording_id: UUID, town_id: UUID, *, by: str) -> None:
    """The town makes a wording its own; doing it twice changes nothing."""
    with transaction() as session:
        wording = session.get_one(Wording, wording_id)
        if not models.confirmed(wording, town_id):
            _confirm(session, wording, town_id, by)
            about = f"wording:{wording_id}"
            audit.record(town_id, by, "wording confirmed", about, name=wording.name, version=wording.version)


def _confirm(session: Session, wording: Wording, town_id: UUID, by: str) -> None:
    session.add(WordingConfirmed(wording_id=wording.id, town_id=town_id, at=clock.now(), by=by))


@dataclass(frozen=True)
class NewVersion:
    """What a town writes anew."""

    text: str
    material: bool
    valid_from: datetime | None
    """From when it holds; None, or a moment of today that has passed: at once."""
    confirmed: bool
    """The town has checked the text, so that papers carry no mark VZOR."""


def write(former_id: UUID, town_id: UUID, new: NewVersion, *, by: str) -> UUID:
    """Write the town's next version of the text that `former_id` names.

    Raises Refused when another version has come to hold since, when one waits already, or when nothing is changed.
    """
    try:
        return _write(former_id, town_id, new, by)
    except IntegrityError as error:  # two wrote at the same moment, and the number is given once
        raise Refused([_written_meanwhile()]) from error


def _write(former_id: UUID, town_id: UUID, new: NewVersion, by: str) -> UUID:
    with transaction() as session:
        former = session.get_one(Wording, former_id, with_for_update={"key_share": True})  # one writer after another
        refuse_if(obstacles(former, town_id, new))
        now = clock.now()
        wording = Wording(
            town_id=town_id, name=former.name, language=former.language,
            version=models.next_number(former.name, town_id, former.language),
            text=new.text, material=new.material, valid_from=max(new.valid_from or now, now), written_by=by,
        )  # fmt: skip
        session.add(wording)
        session.flush()
        if new.confirmed:
            _confirm(session, wording, town_id, by)
        audit.record(
            town_id, by, "wording written", f"wording:{wording.id}",
            name=wording.name, version=wording.version, material=wording.material, confirmed=new.confirmed,
            valid_from=wording.valid_from.isoformat(),
        )  # fmt: skip
        return wording.id


def obstacles(former: Wording, town_id: UUID, new: NewVersion) -> list[Reason]:
    """Why a version cannot be written after `former`; all at once, except where somebody else was first."""
    line = models.line_of(former.name, town_id, former.language)
    waiting = [version for version in line if version.valid_from > clock.now()]
    if waiting:
        return [
            reason(
                "Version %(number)s waits for its day already. Take it back first, or write the next one later.",
                number=waiting[0].version,
            )
        ]
    if not line or line[0].id != former.id:
        return [_written_meanwhile()]
    wrong = []
    if new.text.strip() == former.text.strip():
        wrong.append(reason("The text is the same as before. Change it, or leave the version as it is.", field="text"))
    if new.valid_from is not None and new.valid_from < clock.midnight(clock.today()):
        wrong.append(reason("This day has passed. Enter today or a later day.", field="valid_from"))
    return wrong


def _written_meanwhile() -> Reason:
    return reason("Somebody else has written a new version meanwhile. Read it first; your text is kept here.")


def take_back(wording_id: UUID, town_id: UUID, *, by: str) -> None:
    """The town drops a version of its own that still waits for its day. Raises Refused once it holds."""
    with transaction() as session:
        wording = session.get_one(Wording, wording_id)
        if session.get(WordingTakenBack, wording_id) is not None:
            return
        holds = wording.town_id != town_id or wording.valid_from <= clock.now()
        refuse_if([reason("This version holds already and cannot be taken back. Write a new one.")] * holds)
        session.add(WordingTakenBack(wording_id=wording_id, at=clock.now(), by=by))
        about = f"wording:{wording_id}"
        audit.record(town_id, by, "wording taken back", about, name=wording.name, version=wording.version)

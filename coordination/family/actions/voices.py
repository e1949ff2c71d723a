"""What the family says before a meeting, by its own hand: said, changed, taken back until the meeting begins."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.models import Conference
from coordination.family import models
from coordination.family.actions.places import own
from coordination.minutes.table import sitting_of
from coordination.seats.models import Seat
from coordination.standpoints import actions as standpoints
from coordination.standpoints.actions import Meant, Words
from coordination.standpoints.models import OWN, Standpoint, voice_fingerprint, voice_of
from coordination.standpoints.rules import OpenTo, too_late_to_say
from foundation import clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if, refuse_unseen


@dataclass(frozen=True)
class Voice:
    """Four answers, and who may read them; whom they want there the coordinator alone reads."""

    about: str = ""
    wanted: str = ""
    concern: str = ""
    strengths: str = ""
    open_to: OpenTo = OpenTo.ALONE
    readers: tuple[UUID, ...] = ()


def begun(meeting: Conference) -> bool:
    """Whether it is too late to say something before a meeting."""
    time_came = meeting.starts_at is not None and meeting.starts_at <= clock.now()
    return time_came or sitting_of(meeting.id) is not None


def before_them(meeting: Conference, held: Standpoint | None) -> str:
    """What lay before whoever says or takes back: which meeting, and what they had said to it."""
    return f"{meeting.id}/{voice_fingerprint(held)}"


def say_before(voice: Voice, *, seen: str, actor: Actor) -> None:
    """Say something before one's next meeting, or say it otherwise. Raises Refused, SeenOtherwise."""
    with transaction() as session:
        seat, meeting, held = _own_meeting(session, actor, seen)
        kept = (held.facts, held.condition, held.concerns, held.areas) if held else ("", "", (), ())
        facts, condition, concerns, areas = kept  # what the office wrote down besides stays as it is
        words = Words(
            about=voice.about, wanted=voice.wanted, facts=facts, concern=voice.concern, strengths=voice.strengths,
            condition=condition,
        )  # fmt: skip
        meant = Meant(tuple(UUID(one) for one in concerns), areas, voice.open_to, voice.readers)
        assert seat.person_id is not None  # a place of the family is a person's
        standpoints.say(
            session, meeting.id, seat.person_id, words, meant, seen=voice_fingerprint(held), by=actor.key
        )  # fmt: skip


def unsay_before(*, seen: str, actor: Actor) -> None:
    """Take it all back. Raises Refused, SeenOtherwise."""
    with transaction() as session:
        seat, meeting, held = _own_meeting(session, actor, seen)
        assert seat.person_id is not None
        standpoints.unsay(session, meeting.id, seat.person_id, seen=voice_fingerprint(held), by=actor.key)


def _own_meeting(session: Session, actor: Actor, seen: str) -> tuple[Seat, Conference, Standpoint | None]:
    """The own place under the lock, the meeting that lay before its holder, and what they said to it."""
    seat, facts = own(session, actor)
    meeting = models.next_meeting(seat)
    if meeting is None or seat.person_id is None or not decide(facts, OWN, "W", clock.now()).allowed:
        raise Refused([reason("You are asked to no meeting now. Call us.")])
    refuse_if(too_late_to_say(begun=begun(meeting)))
    held = voice_of(meeting.id, seat.person_id)
    refuse_unseen(seen, before_them(meeting, held))
    return seat, meeting, held

"""Preparing the agenda: take the usual one, write items, put them in order."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.models import Conference
from coordination.conferences.rules import MeetingKind
from coordination.minutes import rules_of_agenda as rules
from coordination.minutes.actions.together import conference_for, together
from coordination.minutes.hearing import topics_of_child
from coordination.minutes.rules_of_agenda import ItemKind
from coordination.minutes.table import AgendaItem, agenda_of, planned, usual_agenda
from foundation import audit
from foundation.access import Actor
from foundation.database import ChangedMeanwhile
from foundation.reasons import Reason, Refused, reason, refuse_if

RESOURCE = "conference_and_agenda"


def take_usual(conference_id: UUID, *, actor: Actor) -> None:
    """Give a meeting the usual agenda; one that has an agenda keeps it."""
    with together() as session:
        conference = conference_for(session, conference_id, RESOURCE, actor)
        if ensure_agenda(session, conference):
            _note(conference, actor, "agenda taken")


def ensure_agenda(session: Session, conference: Conference) -> bool:
    """Let a meeting have the usual agenda when it has none; inside a transaction. Answers whether it got one."""
    if agenda_of(conference.id):
        return False
    session.add_all(usual_agenda(conference))
    session.flush()
    return True


def write_item(
    conference_id: UUID,
    title: str,
    minutes: int | None,
    led_by: str,
    *,
    item_id: UUID | None = None,
    version: int | None = None,
    actor: Actor,
) -> UUID:
    """Add an item at the end or write one anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        conference = conference_for(session, conference_id, RESOURCE, actor)
        ensure_agenda(session, conference)
        items = agenda_of(conference_id)
        item = _of(items, item_id) if item_id else None
        refuse_if(rules.obstacles_to_item(title or (item.name if item else ""), minutes))
        if item is None:
            last = max((one.position for one in items), default=0)
            item = AgendaItem(conference_id=conference_id, position=last + 1, kind=ItemKind.OTHER)
            session.add(item)
        elif version is not None and item.version != version:
            raise ChangedMeanwhile
        item.title, item.minutes, item.led_by = _own_title(item, title), minutes or 1, led_by
        session.flush()
        _note(conference, actor, "agenda item written", item=str(item.id))
        return item.id


def _own_title(item: AgendaItem, title: str) -> str:
    """The title as it was written, or nothing for the usual name, which then follows the reader's language."""
    usual = AgendaItem(kind=item.kind, title="").name
    return "" if title == usual and item.kind not in (ItemKind.OTHER, ItemKind.TOPIC) else title


def move_item(item_id: UUID, *, up: bool, actor: Actor) -> None:
    """Put an item one place earlier or later; refused where the pledge would come too late (S2-29)."""
    with together() as session:
        conference, items = _agenda_with(session, item_id, actor)
        place = next(number for number, one in enumerate(items) if one.id == item_id)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(items):
            return
        refuse_if(rules.obstacles_to_moving(ItemKind(items[place].kind), ItemKind(items[other].kind)))
        items[place], items[other] = items[other], items[place]
        refuse_if(rules.obstacles_to_order(planned(items)))
        for number, one in enumerate(items, 1):
            if one.position != number:
                one.position = number
        session.flush()
        _note(conference, actor, "agenda reordered")


def remove_item(item_id: UUID, *, actor: Actor) -> None:
    """Take an item off the agenda; the pledge stays (S2-29)."""
    with together() as session:
        conference, items = _agenda_with(session, item_id, actor)
        item = _of(items, item_id)
        refuse_if(rules.obstacles_to_removal(ItemKind(item.kind), begun=item.begun_at is not None))
        session.delete(item)
        session.flush()
        _note(conference, actor, "agenda item removed", item=str(item_id))


def take_childs_topics(conference_id: UUID, *, actor: Actor) -> int:
    """Put what the child wants spoken about right after the family's words, in the child's order; answers how many.

    Only what the child has opened to the table; topics that were taken over before give way. Raises Refused.
    """
    with together() as session:
        conference = conference_for(session, conference_id, RESOURCE, actor)
        ensure_agenda(session, conference)
        items = list(agenda_of(conference_id))
        former = [one for one in items if one.kind == ItemKind.TOPIC]
        wanted = topics_of_child(conference)
        refuse_if(
            rules.obstacles_to_childs_topics(
                led_by_child=conference.kind == MeetingKind.LED_BY_CHILD, topics=wanted,
                begun=any(one.begun_at for one in former),
            )
        )  # fmt: skip
        for one in former:
            session.delete(one)
        rest = [one for one in items if one.kind != ItemKind.TOPIC]
        after = max(
            place for place, one in enumerate(rest, 1) if one.kind in {*rules.BEFORE_PLEDGE, ItemKind.VOICE}
        )  # fmt: skip
        new = [
            AgendaItem(conference_id=conference_id, position=0, kind=ItemKind.TOPIC, title=title, minutes=10)
            for title in wanted
        ]
        if all(one.kind != ItemKind.VOICE for one in rest):  # an agenda of the coordinator's own may lack it
            new.insert(
                0, AgendaItem(conference_id=conference_id, position=0, kind=ItemKind.VOICE, title="", minutes=10)
            )
        session.add_all(new)
        for place, one in enumerate([*rest[:after], *new, *rest[after:]], 1):
            if one.position != place:
                one.position = place
        session.flush()
        _note(conference, actor, "child's topics on the agenda")
        return len(wanted)


def _agenda_with(session: Session, item_id: UUID, actor: Actor) -> tuple[Conference, list[AgendaItem]]:
    found = session.get(AgendaItem, item_id)
    if found is None:
        raise Refused([_gone()])
    conference = conference_for(session, found.conference_id, RESOURCE, actor)
    return conference, list(agenda_of(conference.id))


def _of(items: Iterable[AgendaItem], item_id: UUID) -> AgendaItem:
    found = next((one for one in items if one.id == item_id), None)
    if found is None:
        raise Refused([_gone()])
    return found


def _gone() -> Reason:
    return reason("This item is no longer on the agenda.")


def _note(conference: Conference, actor: Actor, verb: str, **content: str) -> None:
    audit.record(conference.town_id, actor.key, verb, f"conference:{conference.id}", **content)

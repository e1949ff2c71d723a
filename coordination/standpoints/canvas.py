"""The canvas: what everybody says, side by side; an agency without a word is shown as such (S2-08)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from coordination.cases.models import Person
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.pages import show_formerly, show_to_everybody
from coordination.seats.models import Seat, open_seats
from coordination.seats.rules import Role
from coordination.standpoints.actions.noting import NOTES
from coordination.standpoints.models import (
    OTHERS,
    TABLE,
    Standpoint,
    facts_of_table,
    own_standpoint,
    standpoints_at,
    visible_to,
    voice_fingerprint,
    voices_at,
    wishes_at,
)
from coordination.standpoints.needs import Offer, offers_of
from coordination.standpoints.pages import (
    conference_with,
    for_speakers,
    may_write_down,
    page,
    pages,
    readable_family,
)
from coordination.standpoints.requests import unanswered
from coordination.standpoints.rules import Topic
from coordination.standpoints.words import ALOUD, TOPICS, VOICE
from foundation import access
from foundation.access import requires
from foundation.web import Form


@dataclass(frozen=True)
class Said:
    """What stands under one topic of a column."""

    topic: str
    text: str = ""
    offers: Sequence[Offer] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.offers


@dataclass(frozen=True)
class Column:
    """One participant beside the others."""

    heading: str
    speaker: str = ""
    standpoint: Standpoint | None = None
    said: Sequence[Said] = ()
    of_family: bool = False
    hidden: bool = False
    """Something lies there, and not for this reader."""
    seats: Sequence[tuple[UUID, str]] = ()
    """For whom somebody can write it down, when nothing has been said."""
    people: Sequence[tuple[UUID, str]] = field(default=())
    """The same for the family."""

    @property
    def is_silent(self) -> bool:
        """Whether this participant has not said a word yet."""
        return self.standpoint is None and not self.said and not self.hidden


@pages.get("/conferences/<uuid:conference_id>/standpoints")
@requires(OTHERS, facts=facts_of_table, looked=True)
def canvas(conference_id: UUID) -> str:
    conference = conference_with(conference_id)
    columns = columns_of(conference)
    return page(
        "canvas", conference, columns=columns, own_seat=access.facts().seat_id, topics=TOPICS,
        recorders=_recorders(conference),
        family=_heard_family(conference), read=Form(formdata=None), fingerprint=voice_fingerprint,
        silent=sum(one.is_silent and not one.of_family for one in columns),
    )  # fmt: skip


def _recorders(conference: Conference) -> list[Seat]:
    """Whose words the reader may write down, by the seat."""
    if access.facts().role not in (Role.COORDINATOR, Role.MINUTE_TAKER):
        return []
    speak = (Role.AGENCY_WORKER, Role.COORDINATOR, Role.MINOR_REPRESENTATIVE)
    return [seat for seat in open_seats(conference.case_id) if seat.role in speak]


def columns_of(conference: Conference) -> list[Column]:
    """Who says what at a meeting, as far as the visitor of the page may read it; the family stands first."""
    lying = standpoints_at(conference.id)
    seen = visible_to(access.facts(), lying, resource=OTHERS)
    offers = [one for one in visible_to(access.facts(), offers_of(conference.case_id), resource=TABLE)
              if one.conference_id == conference.id and one.withdrawn_at is None]  # fmt: skip
    spoken = [_column(one, [offer for offer in offers if offer.seat_id == one.seat_id]) for one in seen]
    family = [one for one in spoken if one.of_family] or _silent_family(conference)
    with_words = {one.seat_id for one in seen}
    alone = _only_offering([offer for offer in offers if offer.seat_id not in with_words])
    workers = [one for one in spoken if not one.of_family] + alone
    return [*family, *_with_the_silent(conference, workers, lying)]


def _column(standpoint: Standpoint, offers: Sequence[Offer]) -> Column:
    of_family = standpoint.person_id is not None
    topics = VOICE if of_family else TOPICS
    said = [
        Said(str(word), offers=offers) if code == Topic.OFFER else Said(str(word), getattr(standpoint, code) or "")
        for code, word in topics.items()
    ]
    heading = standpoint.speaker if of_family else standpoint.agency or standpoint.speaker
    return Column(heading, "" if of_family else standpoint.speaker, standpoint, said, of_family)


def _only_offering(offers: Iterable[Offer]) -> list[Column]:
    """Those who have made an offer and said nothing else."""
    by_seat: dict[UUID, list[Offer]] = {}
    for offer in offers:
        by_seat.setdefault(offer.seat_id, []).append(offer)
    return [
        Column(
            made[0].seat.agency_name, made[0].seat.name,
            said=[Said(str(word), offers=made if code == Topic.OFFER else ()) for code, word in TOPICS.items()],
        )
        for made in by_seat.values()
    ]  # fmt: skip


def aloud(voice: Standpoint) -> list[tuple[str, str]]:
    """The words of one of the family as they are read at the table; not whom they want there."""
    return [(str(VOICE[topic]), text) for topic in ALOUD if (text := getattr(voice, topic) or "").strip()]


def _heard_family(conference: Conference) -> list[Person]:
    """For whom of the family the visitor may write: not over words that were kept from them."""
    said = voices_at(conference.id)
    return [one for one in readable_family(conference.case_id) if may_write_down(said.get(one.id))]


def _silent_family(conference: Conference) -> list[Column]:
    people = [(one.id, one.name) for one in _heard_family(conference)]
    return [Column(str(_("The family")), of_family=True, people=people)]


def _with_the_silent(conference: Conference, spoken: list[Column], lying: Sequence[Standpoint]) -> list[Column]:
    """The organisations in the order of their names, those without a word among them."""
    heard = {one.heading for one in spoken}
    kept = {one.agency for one in lying}
    asked: dict[str, list[tuple[UUID, str]]] = {}
    for each in _expected(conference):
        asked.setdefault(each.agency_name, [])
        if each.seat_id is not None and each.seat is not None and each.seat.to_at is None:
            asked[each.agency_name].append((each.seat_id, each.name))
    silent = [
        Column(agency, hidden=agency in kept, seats=seats) for agency, seats in asked.items() if agency not in heard
    ]
    return sorted([*spoken, *silent], key=lambda one: (one.heading, one.speaker))


def _expected(conference: Conference) -> list[Invitation]:
    """Who is asked to speak for an organisation: neither who leads nor who records the meeting."""
    speak = (Role.AGENCY_WORKER, Role.COORDINATOR)
    return [
        each for each in conference.invitations
        if each.stands and each.comes and each.role in speak and each.person_id is None and each.agency_name
    ]  # fmt: skip


@show_to_everybody
def beside_meeting(conference: Conference) -> Markup:
    """The ways to the table, for the page of the meeting."""
    facts, speaks = access.facts(), for_speakers(access.actor(), conference_id=conference.id) is not None
    mine = own_standpoint(conference.id, facts.seat_id) if speaks and facts.seat_id else None
    asks = facts.role == Role.COORDINATOR
    voices = [one for one in standpoints_at(conference.id) if one.person_id and not one.is_as_said] if asks else []
    part = render_template(
        "coordination/standpoints/beside_meeting.html", conference=conference, own=speaks, voices=voices,
        given=mine is not None and mine.given_at is not None, asks=asks,
        owed=len(unanswered(conference.id)) if asks else 0, table=access.may(TABLE, "R"),
        canvas=access.may(OTHERS, "R") and facts_of_table(access.actor(), conference.id) is not None,
        notes=access.may(NOTES, "W") and facts.seat_id is not None,
    )  # fmt: skip
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


@show_formerly
def whom_they_want(case_id: UUID, conference: Conference | None) -> Markup:
    """Whom the family wants at its meetings, for the coordinator who prepares one; nothing where nobody said."""
    wishes = wishes_at(case_id) if access.facts().role == Role.COORDINATOR else ()
    if not wishes:
        return Markup()
    part = render_template("coordination/standpoints/whom_they_want.html", wishes=wishes)
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)

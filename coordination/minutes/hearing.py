"""What was said at a meeting, gathered for its minutes: standpoints, needs, questions, options considered."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from coordination.conferences.models import Conference
from coordination.minutes.content import Piece
from coordination.minutes.rules import ForWhom
from coordination.seats.models import open_seats
from coordination.standpoints.models import AsSaid, Standpoint, standpoints_at
from coordination.standpoints.models import ForWhom as Addressed
from coordination.standpoints.needs import Need, Offer, needs_of, offers_of
from coordination.standpoints.questions import Question, options_at, questions_at
from coordination.standpoints.rules import OpenTo, topics


def said_at(conference: Conference) -> dict[str, list[Piece]]:
    """Everything that was said, each piece with whom it is for; a fixed number of queries."""
    questions = questions_at(conference.id)
    offers = {one.standpoint_id: one for one in offers_of(conference.case_id) if one.standpoint_id}
    needs = [one for one in needs_of(conference.case_id) if one.conference_id == conference.id]
    own_seats = {seat.person_id: seat.id for seat in open_seats(conference.case_id) if seat.person_id is not None}
    return {
        "standpoints": [
            piece for one in standpoints_at(conference.id) for piece in _standpoint(one, offers.get(one.id), own_seats)
        ],
        "questions": [_question(number, one) for number, one in enumerate(questions)],
        "opinions": [piece for number, one in enumerate(questions) for piece in _opinions(number, one)],
        "needs": [_for(one, (one.text, "", str(number))) for number, one in enumerate(needs)],
        "covers": [piece for number, one in enumerate(needs) for piece in _covers(number, one)],
        "options": [
            _for(one, (one.text, one.speaks_for, one.speaks_against, "1" if one.chosen_at else "",
                       one.chosen_because or ""))
            for one in options_at(conference.id)
        ],
    }  # fmt: skip


def topics_of_child(conference: Conference) -> tuple[str, ...]:
    """What the children want spoken about, in their order, as far as they opened it to the whole table."""
    voices = [one for one in standpoints_at(conference.id) if one.person is not None and one.person.is_child]
    open_ones = [one for one in voices if one.open_to == OpenTo.TABLE and not one.concerns and not one.areas]
    return tuple(topic for one in open_ones for topic in topics(one.about or ""))


def _standpoint(one: Standpoint, offer: Offer | None, own_seats: Mapping[UUID, UUID]) -> list[Piece]:
    """A standpoint word for word for the workers; for the family the sentence its author agreed to, if any (S2-37).

    What one of the family said to the whole table the workers read, and of the family the one who said it: whoever of
    the others was not there does not learn it from a paper. What they said to a few alone is in no minutes.
    """
    if one.is_kept_close:
        return []
    what = offer.what if offer else ""
    facts = "\n".join(filter(None, (one.about, one.facts)))
    said = (one.speaker, one.agency, facts, one.concern, one.strengths, what, one.condition, *_as_said(one))
    if one.person_id is not None:
        own = [str(seat) for seat in (own_seats.get(one.person_id),) if seat]
        return [_for(one, said, ForWhom.WORKERS), replace(_for(one, said, ForWhom.FAMILY), seats=tuple(own))]
    whole = _for(one, said, ForWhom.WORKERS)
    if not one.for_family:
        return [whole]
    softened = (one.speaker, one.agency, one.for_family, "", "", "", "", *_as_said(one))
    return [whole, _for(one, softened, ForWhom.FAMILY)]


def _as_said(one: AsSaid) -> tuple[str, str]:
    return one.said_to or "", one.said_on.isoformat() if one.said_on else ""


def _for(one: Addressed, cells: tuple[str, ...], for_whom: ForWhom = ForWhom.EVERYBODY) -> Piece:
    """A piece with the audience of the thing it comes from; its author always reads it."""
    seats = None
    if one.open_to != OpenTo.TABLE:
        author = one.author_seat
        seats = (*one.readers, *((str(author),) if author else ()))
    return Piece(cells, one.concerns, one.areas, seats, for_whom)


def _question(number: int, one: Question) -> Piece:
    decided_on = one.decided_at.isoformat() if one.decided_at else ""
    return _for(one, (str(number), one.text, one.decision or "", decided_on))


def _opinions(number: int, one: Question) -> list[Piece]:
    return [
        _for(one, (str(number), given.seat.agency_name or given.seat.name, str(given.view), given.reason))
        for given in one.opinions
    ]


def _covers(number: int, one: Need) -> list[Piece]:
    """By whom a need is covered, each offer for whoever may read the offer."""
    return [_for(offer, (str(number), offer.seat.agency_name or offer.seat.name)) for offer in one.covered_by]

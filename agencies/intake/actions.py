"""The deeds of the intake: a contact is taken, a consultation booked and held, consent spoken, advice given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, ServicePerson, excluded, family_of
from agencies.circles.rules import Outcome, Part, Relation, State
from agencies.circles.standing import DESK, of_desk
from agencies.intake import models, rules
from agencies.intake.models import CONSENT, INFORMATION, Advice, Contact, Intake, SpokenConsent
from agencies.intake.rules import LENGTH, Channel, Topic
from foundation import audit, clock, wordings
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if

NAMELESS = "–"
"""What stands in place of a name that was erased."""


@dataclass(frozen=True)
class Told:
    """What a first contact tells: at most six things are asked for."""

    name: str
    reach: str
    subject: str
    channel: Channel | None
    relation: Relation = Relation.OTHER_ADULT
    urgent: bool = False
    exception: str = ""


@dataclass(frozen=True)
class Place:
    """A time for an intake, with whom and how."""

    worker_id: UUID
    starts_at: datetime | None
    by_phone: bool = False
    client_asked: bool = False
    worker_can: bool = False


@dataclass(frozen=True)
class Given:
    """One-off advice, and the service that was offered besides; an empty `service` offers none."""

    topic: Topic | None
    said: str
    offers: bool = False
    service: str = ""
    accepted: bool | None = None
    own_choice: bool = False


def take_contact(agency_id: UUID, told: Told, *, actor: Actor) -> UUID:
    """Take the first contact of somebody who came to the service (S1-01, S1-03, S1-04). Raises Refused."""
    with transaction() as session:
        taker = _at_desk(agency_id, actor)
        profession = models.profession_of(taker, agency_id)
        refuse_if(
            rules.against_contact(
                name=told.name, reach=told.reach, subject=told.subject, channel=told.channel, profession=profession,
                exception=told.exception,
            )
        )  # fmt: skip
        assert told.channel is not None
        circle = circles.begin(session, agency_id=agency_id, name=told.name, taken_by=taker)
        circles.enter_person(session, circle, name=told.name, relation=told.relation, reach=told.reach)
        session.add(
            Contact(
                circle_id=circle.id, channel=told.channel, came_at=clock.now(), subject=told.subject.strip(),
                urgent=told.urgent, profession=profession,
                exception="" if rules.takes_contacts(profession) else told.exception.strip(),
            )
        )  # fmt: skip
        audit.record(agency_id, actor.key, "first contact taken", circle.about, channel=str(told.channel))
        return circle.id


def _at_desk(agency_id: UUID, actor: Actor) -> UUID:
    if actor.worker_id is None or not decide(of_desk(actor, agency_id), DESK, "W", clock.now()).allowed:
        raise Refused([reason("Only somebody who works at the service today can do this.")])
    return actor.worker_id


def book(circle_id: UUID, place: Place, *, actor: Actor) -> UUID:
    """Book the intake; another one that was booked before is called off (S1-02, S1-08, S1-09). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor)
        _still_before_assessment(circle)
        contact = models.contact_of(circle_id)
        now, name = clock.now(), circles.name_of(place.worker_id)
        for former in models.intakes_of(circle_id):
            former.called_off_at = now
        session.flush()
        refuse_if(
            rules.against_booking(
                start=place.starts_at, now=now, name=name, by_phone=place.by_phone,
                taken=place.starts_at is not None and models.taken(place.worker_id, place.starts_at),
                excluded=place.worker_id in excluded(circle_id), client_asked=place.client_asked,
                worker_can=place.worker_can,
            )
        )  # fmt: skip
        assert place.starts_at is not None
        booked = Intake(
            circle_id=circle_id, worker_id=place.worker_id, starts_at=place.starts_at, by_phone=place.by_phone,
            ends_at=place.starts_at + LENGTH, client_asked=place.client_asked, worker_can=place.worker_can,
            requested_on=clock.in_prague(contact.came_at).date() if contact else clock.today(),
            urgent=contact is not None and contact.urgent,
        )  # fmt: skip
        session.add(booked)
        _let_in(session, circle, place.worker_id)
        if circle.state == State.NEW_CONTACT:
            circles.move(circle, State.INTAKE_BOOKED)
        session.flush()
        audit.record(circle.agency_id, actor.key, "intake booked", circle.about, worker=str(place.worker_id))
        return booked.id


def begin_now(circle_id: UUID, *, by_phone: bool, actor: Actor) -> UUID:
    """A crisis: the intake begins at this moment, with whoever is here (S1-11). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor)
        _still_before_assessment(circle)
        contact = models.contact_of(circle_id)
        if contact is None or actor.worker_id is None:
            raise Refused([reason("The file has no first contact.")])
        now = clock.now()
        for former in models.intakes_of(circle_id):
            former.called_off_at = now
        contact.urgent = True
        begun = Intake(
            circle_id=circle_id, worker_id=actor.worker_id, starts_at=now, ends_at=now + LENGTH, by_phone=by_phone,
            client_asked=False, worker_can=False, requested_on=clock.today(), urgent=True,
        )  # fmt: skip
        session.add(begun)
        if circle.state == State.NEW_CONTACT:
            circles.move(circle, State.INTAKE_BOOKED)
        session.flush()
        audit.record(circle.agency_id, actor.key, "crisis intervention begun", circle.about)
        return begun.id


def _still_before_assessment(circle: Circle) -> None:
    if circle.state not in (State.NEW_CONTACT, State.INTAKE_BOOKED):
        raise Refused([reason("The intake was held already. Visits are booked in the file.")])


def _let_in(session: Session, circle: Circle, worker_id: UUID) -> None:
    """Whoever holds the intake reads the file, whoever took the contact does already."""
    if worker_id != circle.taken_by:
        circles.put_into_team(session, circle, worker_id, Part.COUNSELLOR)


def answer_consent(intake_id: UUID, *, given: bool, actor: Actor) -> None:
    """Record what was answered to the consent read aloud; a no erases what was written of anybody (S1-10).
    Raises Refused."""
    with transaction() as session:
        intake = session.get_one(Intake, intake_id)
        circle = circles.held(session, intake.circle_id, actor)
        refuse_if(rules.against_spoken_consent(State(circle.state), by_phone=intake.by_phone))
        if intake.called_off_at is not None:
            raise Refused([reason("This consultation was called off. Another one is booked.")])
        assert actor.worker_id is not None
        wording = wordings.current(CONSENT, circle.agency_id)
        session.add(
            SpokenConsent(
                circle_id=circle.id, given=given, at=clock.now(), wording_id=wording.id, heard_by=actor.worker_id
            )
        )
        audit.record(circle.agency_id, actor.key, "consent spoken", circle.about, given=given)
        if not given:
            _erase(session, circle)


def _erase(session: Session, circle: Circle) -> None:
    """Nothing of anybody stays; the file ends as a contact that was withdrawn."""
    circle.name = NAMELESS
    for person in family_of(circle.id):
        session.delete(session.get_one(ServicePerson, person.id))
    contact = models.contact_of(circle.id)
    if contact is not None:
        contact.subject = contact.exception = ""
    for intake in models.intakes_of(circle.id):
        intake.situation = intake.crisis = ""
        if intake.held_at is None:
            intake.called_off_at = clock.now()
    circles.end(circle, Outcome.WITHDRAWN)


def note_crisis(intake_id: UUID, text: str, *, actor: Actor) -> None:
    """Write down the crisis intervention; no other gate stands before it (S1-11). Raises Refused."""
    with transaction() as session:
        intake = session.get_one(Intake, intake_id)
        circle = circles.held(session, intake.circle_id, actor)
        if not text.strip():
            raise Refused([reason("Write what you did in the crisis.", "crisis")])
        intake.crisis, intake.urgent = text.strip(), True
        audit.record(circle.agency_id, actor.key, "crisis intervention noted", circle.about)


def hold(intake_id: UUID, *, informed: bool, situation: str, actor: Actor) -> None:
    """The intake was held: information given, the situation taken down (S1-05, S1-06). Raises Refused."""
    with transaction() as session:
        intake = session.get_one(Intake, intake_id)
        circle = circles.held(session, intake.circle_id, actor)
        _still_before_assessment(circle)
        if intake.called_off_at is not None:
            raise Refused([reason("This consultation was called off. Another one is booked.")])
        if intake.starts_at > clock.now():
            raise Refused([reason("The consultation has not begun yet.")])
        refuse_if(
            rules.against_holding(
                informed=informed, by_phone=intake.by_phone, consented=models.consented(circle.id),
                situation=situation, urgent=intake.urgent,
            )
        )  # fmt: skip
        intake.held_at, intake.situation = clock.now(), situation.strip()
        if informed:
            intake.information_id = wordings.current(INFORMATION, circle.agency_id).id
        circles.move(circle, State.INTAKE_DONE)
        audit.record(circle.agency_id, actor.key, "intake held", circle.about, informed=informed)


def advise(circle_id: UUID, given: Given, *, actor: Actor) -> None:
    """Basic counselling ends what needs no more; another service is only offered besides (S1-12, S1-13, S1-14).
    Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor)
        refuse_if(rules.against_advice_instead(State(circle.state)))
        _keep_advice(session, circle.agency_id, circle_id, given, actor)
        circles.end(circle, Outcome.REFERRED if given.offers else Outcome.BASIC_COUNSELLING)
        audit.record(circle.agency_id, actor.key, "advice given", circle.about, offered=given.offers)


def advise_nameless(agency_id: UUID, given: Given, *, actor: Actor) -> UUID:
    """One-off advice without any name or contact (S1-15). Raises Refused."""
    with transaction() as session:
        _at_desk(agency_id, actor)
        advice = _keep_advice(session, agency_id, None, given, actor)
        audit.record(agency_id, actor.key, "advice given without a name", f"agency:{agency_id}")
        return advice.id


def _keep_advice(session: Session, agency_id: UUID, circle_id: UUID | None, given: Given, actor: Actor) -> Advice:
    refuse_if(rules.against_advice(given.said, given.topic, offers=given.offers, service=given.service))
    assert given.topic is not None
    assert actor.worker_id is not None
    advice = Advice(
        agency_id=agency_id, circle_id=circle_id, on=clock.today(), topic=given.topic, said=given.said.strip(),
        offered=given.service.strip() if given.offers else "", accepted=given.accepted if given.offers else None,
        own_choice=given.own_choice, worker_id=actor.worker_id,
    )  # fmt: skip
    session.add(advice)
    session.flush()
    return advice

"""The deeds on the way to a client: the process opens, an order is agreed, the consent is signed or withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agencies.circles import actions as circles
from agencies.circles.models import Circle, ServicePerson, family_of, goes_along
from agencies.circles.rules import State
from agencies.circles.standing import CARE
from agencies.clients import models, rules
from agencies.clients.composing import consent_text
from agencies.clients.models import ClientOrder, InformedConsent, MediationAsked, ProcessOpening
from agencies.clients.rules import Expectation, Point
from agencies.directory.models import agency_of
from foundation import audit, clock, signatures
from foundation.access import Actor
from foundation.database import db, transaction
from foundation.reasons import Refused, reason, refuse_if, refuse_unseen
from foundation.signatures import Confirmation, Method, OnSheet, scans
from foundation.signatures.examination import Examined


@dataclass(frozen=True)
class Paper:
    """A consent signed with a pen: the day beside the signature, where the original lies, its scan."""

    signed_on: date | None
    original: str
    check_code: str
    """As it stands at the foot of the sheet; it tells whether the text has changed since it was printed."""
    scan: Examined


def open_process(circle_id: UUID, told: Collection[Point], *, actor: Actor) -> None:
    """Open the counselling process once everything was told, whoever tells it (S1-37, S1-38). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        names = {point: str(name) for point, name in models.POINT_NAMES.items()}
        refuse_if(rules.against_opening(State(circle.state), told, names))
        assert actor.worker_id is not None
        session.add(
            ProcessOpening(
                circle_id=circle_id, opened_at=clock.now(), opened_by=actor.worker_id, told=tuple(sorted(told))
            )
        )
        circles.move(circle, State.PROCESS_OPENED)
        audit.record(circle.agency_id, actor.key, "process opened", circle.about)


def write_order(
    circle_id: UUID, problem: str, expectations: Sequence[Expectation], *, because: str, seen: str, actor: Actor
) -> None:
    """Write what the clients want, with a verdict on each expectation; a changed order is a new version (S1-33,
    S1-39, S1-40). `seen` is the number that lay before the writer, "0" for none. Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        former = models.orders_of(circle_id)
        number = former[0].number if former else 0
        if str(number) != seen:
            raise Refused([reason("Somebody else has just changed the order. Read it, then write yours.")])
        refuse_if(rules.against_order(problem, expectations, because=because, first=not former))
        session.add(
            ClientOrder(
                circle_id=circle_id, number=number + 1, problem=problem.strip(), because=because.strip(),
                expected=[[one.text, one.can_meet, one.why] for one in expectations],
                written_at=clock.now(), written_by=actor.key,
            )
        )  # fmt: skip
        audit.record(circle.agency_id, actor.key, "order written", circle.about, version=number + 1)


def ask_for_mediation(circle_id: UUID, *, actor: Actor) -> None:
    """The parents ask for mediation (S1-34). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        refuse_if(rules.against_asking_for_mediation([one.relation for one in family_of(circle_id)]))
        session.add(MediationAsked(circle_id=circle_id, asked_on=clock.today(), by=actor.key))
        audit.record(circle.agency_id, actor.key, "mediation asked for", circle.about)


def sign(person_id: UUID, *, seen: str, actor: Actor) -> None:
    """An adult signs before a worker, who is the witness: at this instant an applicant becomes a client (S1-41, S1-42,
    S1-43). `seen` is the fingerprint of the text that lay before them. Raises Refused."""
    with transaction() as session:
        person, circle = _signer(session.get_one(ServicePerson, person_id), actor)
        text = consent_text(person_id)
        refuse_if(text.unfilled)
        refuse_unseen(seen, text.fingerprint)
        _keep(circle, person, actor, method=Method.AT_TABLE, witness=actor.key)


def sign_on_paper(person_id: UUID, paper: Paper, *, actor: Actor) -> None:
    """File a consent that an adult has signed with a pen (S1-41). Raises Refused."""
    with transaction() as session:
        person, circle = _signer(session.get_one(ServicePerson, person_id), actor)
        text = consent_text(person_id)
        wrong = [] if paper.signed_on else [reason("Write the day beside the signature.", "signed_on")]
        if paper.signed_on and paper.signed_on > clock.today():
            wrong.append(reason("This day is still to come.", "signed_on"))
        if not paper.original.strip():
            wrong.append(reason("Write where the original lies.", "original"))
        refuse_if([*wrong, *rules.against_sheet(paper.check_code, text.check_code), *text.unfilled])
        assert paper.signed_on is not None
        scan = scans.keep(
            paper.scan.content, paper.scan.kind, received_sha256=paper.scan.received_sha256,
            town_id=circle.agency_id, about=circle.about, by=actor.key,
        )  # fmt: skip
        sheet = OnSheet(scan.id, paper.signed_on, paper.original.strip(), Confirmation.SWITCHED_OFF)
        _keep(circle, person, actor, method=Method.PAPER, sheet=sheet)


def _signer(person: ServicePerson, actor: Actor) -> tuple[ServicePerson, Circle]:
    circle = circles.held(db.session(), person.circle_id, actor, CARE)
    refuse_if(
        rules.against_consent(
            State(circle.state), person.relation, has_order=bool(models.orders_of(circle.id)),
            signed=models.has_signed(person.id),
        )
    )  # fmt: skip
    return person, circle


def _keep(
    circle: Circle, person: ServicePerson, actor: Actor, *, method: Method, witness: str | None = None,
    sheet: OnSheet | None = None,
) -> None:  # fmt: skip
    text, agency = consent_text(person.id), agency_of(circle.agency_id)
    assert agency is not None
    signature = signatures.sign(
        town_id=circle.agency_id, about=circle.about, signer_key=f"service_person:{person.id}", name=person.name,
        function=person.relation_name, agency=agency.name, wording_id=text.wording.id, text=text.text,
        seen_sha256=text.fingerprint, method=method, factors=("witness",) if witness else ("sheet",), witness=witness,
        sheet=sheet,
    )  # fmt: skip
    db.session.add(InformedConsent(circle_id=circle.id, person_id=person.id, signature_id=signature.id))
    if circle.state == State.PROCESS_OPENED:
        circles.move(circle, State.CLIENT)
    audit.record(
        circle.agency_id, actor.key, "informed consent signed", circle.about, signature=str(signature.id),
        sha256=signature.text_sha256, method=str(method),
    )  # fmt: skip


def _agreed(circle_id: UUID) -> list[str]:
    present = next(iter(models.orders_of(circle_id)), None)
    return [one.text for one in present.met(True)] if present is not None else []


def withdraw(consent_id: UUID, *, actor: Actor) -> None:
    """An adult takes the consent to data processing back: what rests on it stops, the contract stays as it is until it
    is ended (S1-43)."""
    with transaction() as session:
        consent = session.get_one(InformedConsent, consent_id)
        circle = circles.held(session, consent.circle_id, actor, CARE)
        if consent.withdrawn_at is None:
            consent.withdrawn_at, consent.withdrawn_by = clock.now(), actor.key
            audit.record(
                circle.agency_id, actor.key, "informed consent withdrawn", circle.about, consent=str(consent_id)
            )


goes_along("agreed", _l("Agreed with the clients"), _agreed)

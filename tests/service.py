"""The counselling service of the stories: its people by profession, and the Kratochvíl family (domain.md 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, CircleExclusion, KeyWorker, ServicePerson, key_worker_of
from agencies.circles.rules import ExclusionKind, HandOverReason, Outcome, Part, Relation, State
from agencies.clients.models import CONSENT, InformedConsent
from agencies.cooperation.models import CooperationAgreement, StatutoryTitle
from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.individual_plans.models import IndividualPlan, IndividualPlanVersion, LongTermNeed, kept
from agencies.individual_plans.rules import Aim, Goal, Step
from agencies.intake.models import Advice, Contact, Intake
from agencies.intake.rules import Channel, Topic
from agencies.intervisions.models import Intervision, Participant
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Profession, Role
from agencies.visits.models import Findings, Obstacle, Visit, VisitPerson
from agencies.visits.rules import Approach, Kind, ObstacleKind
from foundation import clock, signatures, wordings
from foundation.database import transaction
from foundation.signatures import Method
from tests.conftest import House

SERVICE = frozenset({
    "desk", "circles", "intake", "assessment", "clients", "individual_plans", "visits", "diagnostics", "intervisions",
    "can",
    "figures",
    "cooperation",
})  # fmt: skip
"""The rooms of a service, whose routes the table `tests/access_of_service.yaml` names."""
COLLEAGUES = {
    "nikola": ("Bc. Nikola Jandová", "sociální pracovnice", Profession.SOCIAL_WORKER, Role.WORKER),
    "blazkova": ("Mgr. Hana Blažková", "psycholožka", Profession.PSYCHOLOGIST, Role.WORKER),
    "sevcik": ("Mgr. Ondřej Ševčík", "mediátor", Profession.MEDIATOR, Role.WORKER),
    "dolezalova": ("PhDr. Iveta Doležalová", "psychodiagnostička", Profession.PSYCHOLOGIST, Role.WORKER),
    "ticha": ("Mgr. Zora Tichá", "rodinná terapeutka", Profession.THERAPIST, Role.WORKER),
    "kral": ("PhDr. Libor Král", "vedoucí poradny", Profession.COUNSELLOR, Role.MANAGER),
    "burda": ("Jan Burda", "recepční", None, Role.WORKER),
}
"""Key: name, function, profession, role. Nikola takes contacts, Blažková and Ševčík assess, Tichá is kept out."""


@dataclass(frozen=True)
class Family:
    """The file of the Kratochvíl family as it stands in one state."""

    circle_id: UUID
    mother: UUID
    father: UUID
    adam: UUID
    klara: UUID


def open_service(house: House, key: str = "poradna", name: str = "Poradna Podlesí") -> UUID:
    """Bring the service and its people into the house; afterwards `house.signed_in("nikola")` works."""
    with house.app.app_context(), transaction() as session:
        agency = Agency(name=name, kind=AgencyKind.COUNSELLING, phone="469 000 210")
        session.add(agency)
        session.flush()
        house.ids.agencies[key] = agency.id
        for who, (called, function, profession, role) in COLLEAGUES.items():
            worker = Worker(name=called, email=f"{who}@{key}.example", phone="469 000 210")
            session.add(worker)
            session.flush()
            house.ids.workers[who] = worker.id
            session.add(
                Post(
                    worker_id=worker.id, agency_id=agency.id, function=function, role=role, profession=profession,
                    from_on=date(2025, 9, 1),
                )
            )  # fmt: skip
        return agency.id


def kratochvilovi(house: House, state: State = State.ASSESSMENT_DONE, agency: str = "poradna") -> Family:
    """The file in one state, taken by Nikola; from the assessment on Blažková is key worker and Ševčík in the team."""
    with house.app.app_context(), transaction() as session:
        circle = circles.begin(
            session, agency_id=house.ids.agencies[agency], name="Kratochvílovi", taken_by=house.worker("nikola")
        )

        def enter(name: str, relation: Relation, reach: str = "") -> ServicePerson:
            return circles.enter_person(session, circle, name=name, relation=relation, reach=reach)

        mother = enter("Zuzana Kratochvílová", Relation.MOTHER, "601 000 111")
        father = enter("Pavel Kratochvíl", Relation.FATHER, "601 000 222")
        adam, klara = enter("Adam Kratochvíl", Relation.CHILD), enter("Klára Kratochvílová", Relation.CHILD)
        if state is not State.NEW_CONTACT:
            circles.move(circle, state)
        if state in (State.ASSESSMENT_DONE, State.PROCESS_OPENED, State.CLIENT):
            circles.name_key_worker(session, circle, house.worker("blazkova"))
            circles.put_into_team(session, circle, house.worker("sevcik"), Part.MEDIATOR)
        return Family(circle.id, mother.id, father.id, adam.id, klara.id)


@dataclass(frozen=True)
class Things:
    """One file of the access test and everything in it that a route names."""

    circle_id: UUID
    by_argument: dict[str, UUID]


def laid(house: House) -> dict[str, Things]:
    """Three files of one service: early, assessed and ended; the neighbour of the family is kept out of each, though
    she stood in its team before. Another service looks on."""
    open_service(house)
    _another_service(house)
    return {
        "early": _laid(house, State.INTAKE_DONE),
        "assessed": _laid(house, State.CLIENT),
        "ended": _laid(house, State.CLIENT, ended=True),
    }


def _another_service(house: House) -> None:
    with house.app.app_context(), transaction() as session:
        agency = Agency(name="Poradna Zálesí", kind=AgencyKind.COUNSELLING, phone="469 000 220")
        session.add(agency)
        session.flush()
        for key, role in (("cizi", Role.WORKER), ("vedouci", Role.MANAGER)):
            worker = Worker(name=f"Mgr. {key.title()}", email=f"{key}@zalesi-poradna.example", phone="469 000 220")
            session.add(worker)
            session.flush()
            house.ids.workers[key] = worker.id
            session.add(
                Post(
                    worker_id=worker.id, agency_id=agency.id, function="poradkyně", role=role,
                    profession=Profession.SOCIAL_WORKER, from_on=date(2025, 9, 1),
                )
            )  # fmt: skip


def _laid(house: House, state: State, *, ended: bool = False) -> Things:
    family = kratochvilovi(house, state)
    now = clock.now()
    with house.app.app_context(), transaction() as session:
        circle = session.get_one(Circle, family.circle_id)
        zora = circles.put_into_team(session, circle, house.worker("ticha"), Part.THERAPIST)
        if state is State.INTAKE_DONE:
            circles.put_into_team(session, circle, house.worker("dolezalova"), Part.ASSESSOR)
        kept_out = CircleExclusion(circle_id=circle.id, worker_id=house.worker("ticha"), kind=ExclusionKind.ANTIPATHY)
        kept_out.note, kept_out.from_at, kept_out.by = "", now, "house"
        contact = Contact(
            circle_id=circle.id, channel=Channel.EMAIL, came_at=now, subject="Rozvod.", urgent=False, exception=""
        )
        intake = Intake(
            circle_id=circle.id, worker_id=house.worker("nikola"), starts_at=now, ends_at=now + timedelta(hours=1),
            requested_on=clock.today(), by_phone=False, client_asked=False, worker_can=False, urgent=False, held_at=now,
        )  # fmt: skip
        advice = Advice(
            agency_id=circle.agency_id, on=clock.today(), topic=Topic.OTHER, said="Rada.",
            worker_id=house.worker("nikola"),
        )  # fmt: skip
        intervision = Intervision(
            circle_id=circle.id, held_on=clock.today(), discussed="Jak dál.", written_at=now,
            written_by=house.worker("sevcik"), participants=[Participant(worker_id=house.worker("ticha"))],
        )  # fmt: skip
        link = _came_over(session, circle, house.worker("sevcik"))
        visit = Visit(
            circle_id=circle.id, worker_id=house.worker("blazkova"), approach=Approach.JOINT, kind=Kind.CONSULTATION,
            starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1), booked_at=now,
            booked_by="house", people=[VisitPerson(person_id=family.mother)],
        )  # fmt: skip
        obstacle = Obstacle(
            circle_id=circle.id, kind=ObstacleKind.ACUTE_CONFLICT, since=clock.today(),
            review_on=clock.today() + timedelta(days=7), by="house",
        )  # fmt: skip
        findings = Findings(
            circle_id=circle.id, text="Adam potřebuje klid.", written_at=now, written_by=house.worker("blazkova")
        )
        session.add_all([kept_out, contact, intake, advice, visit, obstacle, findings, intervision])
        session.flush()
        consent = _consent(session, circle, family.mother)
        if ended:
            visit.missed_at = now
            circles.end(circle, Outcome.ENDED)
        plan = _plan(session, circle, house.worker("blazkova"))
        return Things(
            circle.id,
            {
                **_cooperation(session, circle),
                "agency_id": circle.agency_id, "circle_id": circle.id, "person_id": family.mother, "place_id": zora.id,
                "exclusion_id": kept_out.id, "intake_id": intake.id, "advice_id": advice.id,
                "consent_id": consent.id, "plan_id": plan.id, "visit_id": visit.id, "obstacle_id": obstacle.id,
                "findings_id": findings.id, "intervision_id": intervision.id, "key_worker_id": link,
            },
        )  # fmt: skip


def _came_over(session: Session, circle: Circle, former: UUID) -> UUID:
    """Let the present key worker have the file from somebody; no link at all while there is none."""
    present = key_worker_of(circle.id)
    if present is None:
        return uuid4()
    present.because = HandOverReason.EXPERTISE
    session.add(
        KeyWorker(
            circle_id=circle.id, worker_id=former, from_at=present.from_at - timedelta(days=1), to_at=present.from_at,
            note="",
        )
    )  # fmt: skip
    return present.id


def _consent(session: Session, circle: Circle, person_id: UUID) -> InformedConsent:
    """A signed consent of the mother; what stands in it is of no matter here."""
    text = wordings.current(CONSENT, circle.agency_id)
    signature = signatures.sign(
        town_id=circle.agency_id, about=circle.about, signer_key=f"service_person:{person_id}", name="Zuzana",
        function="matka", agency="Poradna", wording_id=text.id, text=text.text,
        seen_sha256=signatures.fingerprint(text.text), method=Method.AT_TABLE, factors=("witness",), witness="house",
    )  # fmt: skip
    consent = InformedConsent(circle_id=circle.id, person_id=person_id, signature_id=signature.id)
    session.add(consent)
    session.flush()
    return consent


def _cooperation(session: Session, circle: Circle) -> dict[str, UUID]:
    """An agreement that nobody has signed yet and a law of which nobody was told, whatever the state of the file."""
    until = clock.end_of(clock.today() + timedelta(days=30))
    agreement = CooperationAgreement(
        circle_id=circle.id, body="Škola", purposes=("talk",), scope="Docházka.", until=until, made_at=clock.now(),
        made_by="house",
    )  # fmt: skip
    title = StatutoryTitle(
        circle_id=circle.id, body="Úřad", citation="zákon", why="Konference.", recorded_at=clock.now(),
        recorded_by="house",
    )  # fmt: skip
    session.add_all([agreement, title])
    session.flush()
    return {"agreement_id": agreement.id, "title_id": title.id}


def _plan(session: Session, circle: Circle, worker_id: UUID) -> IndividualPlan:
    """A need and the plan that answers it, whatever the state of the file."""
    now, today = clock.now(), clock.today()
    need = LongTermNeed(circle_id=circle.id, why="Hádky trvají roky.", found_at=now, found_by=worker_id)
    session.add(need)
    session.flush()
    plan = IndividualPlan(circle_id=circle.id, need_id=need.id, review_on=today)
    session.add(plan)
    session.flush()
    step = Step("Sejít se nad kalendářem.", "Zuzana Kratochvílová", today + timedelta(days=14))
    goal = Goal("Domluvíme se sami.", Aim.INDEPENDENCE, "Předání bez hádky.", (step,))
    session.add(
        IndividualPlanVersion(
            plan_id=plan.id, number=1, situation="Hádky před dětmi.", wanted=kept([goal]), sources="", risks="",
            review_on=today, because="", written_at=now, written_by=worker_id,
        )
    )  # fmt: skip
    session.flush()
    return plan

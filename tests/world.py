"""One whole case with everybody at it, in any of its four states: the ground on which the access test stands."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role as PostRole
from coordination.cases.models import FamilyCase, Person
from coordination.cases.rules import Kinship
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.seats.models import (
    CaseFrame,
    Consent,
    Exclusion,
    Involvement,
    LegalTitle,
    Pledge,
    Seat,
    consent_member,
    legal_title_member,
)
from coordination.seats.rules import Ending, Relation, Role
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Schedule, Step
from foundation import audit, clock, links, signatures, wordings
from foundation.database import transaction
from tests.cast import AGENCIES, BY_KEY, TITLE
from tests.conftest import House

MEETING = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
FAMILY_WORDS = (
    "Vlčková",
    "Gabriela",
    "Matěj",
    "Eliška",
    "Gábina",
    "Kanárek-jméno",
    "Kanárek-situace",
    "Kanárek-cíl",
    "Kanárek-jinému",
    "Om 77/2026",
)
"""Words that stand only in what a family's case says."""


@dataclass(frozen=True)
class Case:
    """The ids of everything in one case."""

    state: str
    case_id: UUID
    conference_id: UUID
    invitations: dict[str, UUID]
    seats: dict[str, UUID]
    people: dict[str, UUID]
    involvements: dict[str, UUID]
    consent_id: UUID
    legal_title_id: UUID
    plan_id: UUID
    goal_id: UUID
    tasks: dict[str, UUID]
    token: str


def build(house: House, state: str, code: str) -> Case:
    """A case in `state` with coordinator lenka, minute taker tereza, facilitator petr, and agency workers:
    ivana (pledged and grounded), alena (no ground), martina (no pledge), jan (seat ended), radka (excluded)."""
    now = clock.now()
    with house.app.app_context(), transaction() as session:
        town = house.ids.agencies["podlesi"]
        earlier = now - timedelta(days=20)
        frame = CaseFrame(
            town_id=town,
            code=code,
            drafted_at=earlier,
            opened_at=None if state == "draft" else earlier,
            closed_at=now - timedelta(days=1) if state in ("closed", "erased") else None,
            erased_at=now if state == "erased" else None,
        )
        session.add(frame)
        session.flush()
        case_id = frame.id
        session.add(
            FamilyCase(
                id=case_id,
                office_reference="Om 77/2026",
                nickname="Gábina",
                situation="Kanárek-situace: matka nestíhá.",
                need_of_help="Rodina potřebuje podporu.",
                parents_view="Chci pomoc.",
                goal="Kanárek-cíl: dokončit 8. třídu",
                areas=("finance", "school"),
            )
        )
        people = {
            "jana": Person(case_id=case_id, name="Jana Vlčková", kinship=Kinship.MOTHER, in_household=True, position=1),
            "gabina": Person(
                case_id=case_id, name="Gabriela Vlčková", kinship=Kinship.DAUGHTER, in_household=True, position=2
            ),
            "matej": Person(case_id=case_id, name="Matěj Vlček", kinship=Kinship.SON, in_household=True, position=3),
            "eliska": Person(
                case_id=case_id, name="Eliška Vlčková", kinship=Kinship.DAUGHTER, in_household=True, position=4
            ),
            "roman": Person(
                case_id=case_id,
                name="Roman Vlček Kanárek-jméno",
                kinship=Kinship.FATHER,
                in_household=False,
                position=5,
            ),
        }
        session.add_all(people.values())
        involvements = {
            key: Involvement(
                case_id=case_id,
                agency_id=house.ids.agencies[key],
                relation=Relation.SERVES,
                since=date(2026, 2, 1),
                areas=("school",),
            )
            for key in ("skola", "kompas", "pristav", "probace")
        }
        session.add_all(involvements.values())
        session.flush()
        legal_title = LegalTitle(
            case_id=case_id,
            involvement_id=involvements["skola"].id,
            citation=TITLE,
            why="Škola zná docházku.",
            areas=("school",),
            since=earlier,
            until=None,
            recorded_by="house",
        )
        consent = Consent(
            case_id=case_id,
            involvement_id=involvements["pristav"].id,
            given_by=people["jana"].id,
            given_on=date(2026, 2, 5),
            how="osobně",
            areas=("finance",),
            since=earlier,
            until=now + timedelta(days=90),
            recorded_by="house",
        )
        session.add_all([legal_title, consent])
        session.flush()
        for key in ("gabina", "matej"):
            session.execute(legal_title_member.insert().values(legal_title_id=legal_title.id, person_id=people[key].id))
        session.execute(consent_member.insert().values(consent_id=consent.id, person_id=people["jana"].id))
        seats: dict[str, Seat] = {}
        for key, role, home in (
            ("lenka", Role.COORDINATOR, None),
            ("tereza", Role.MINUTE_TAKER, None),
            ("petr", Role.FACILITATOR, None),
            ("ivana", Role.AGENCY_WORKER, "skola"),
            ("alena", Role.AGENCY_WORKER, "kompas"),
            ("martina", Role.AGENCY_WORKER, "pristav"),
            ("jan", Role.AGENCY_WORKER, "probace"),
            ("radka", Role.AGENCY_WORKER, "pristav"),
            ("zdenka", Role.COORDINATOR, None),
        ):
            player = BY_KEY[key]
            seats[key] = Seat(
                town_id=town,
                case_id=case_id,
                worker_id=house.worker(key),
                role=role,
                name=player.name,
                function=player.function,
                agency_name=AGENCIES[player.agency][0],
                involvement_id=involvements[home].id if home else None,
                outward_reasons=("knows",),
                inward_reason="Kanárek-situace: zná docházku",
                from_at=earlier,
            )
        seats["jan"].to_at, seats["jan"].ended_how = now - timedelta(days=2), Ending.LEFT
        seats["zdenka"].to_at, seats["zdenka"].ended_how = now - timedelta(days=10), Ending.HANDED_OVER
        session.add_all(seats.values())
        for key in ("jana", "gabina"):
            role = Role.PARENT if key == "jana" else Role.CHILD
            seats[key] = Seat(
                town_id=town,
                case_id=case_id,
                person_id=people[key].id,
                role=role,
                name=people[key].name,
                function="",
                agency_name="",
                from_at=earlier,
            )
            session.add(seats[key])
        session.add(
            Exclusion(
                case_id=case_id, worker_id=house.worker("radka"), since=earlier, reason="sousedka", recorded_by="house"
            )
        )
        session.flush()
        wording = wordings.current("pledges.professional")
        for key in ("lenka", "tereza", "petr", "ivana", "alena", "jan", "radka"):
            signed = signatures.sign(
                town_id=town,
                about=f"case:{case_id}",
                signer_key=f"worker:{house.worker(key)}",
                name=BY_KEY[key].name,
                function=BY_KEY[key].function,
                agency=AGENCIES[BY_KEY[key].agency][0],
                wording_id=wording.id,
                text=wording.text,
                seen_sha256=signatures.fingerprint(wording.text),
                method=signatures.Method.ACCOUNT,
                factors=("password", "totp"),
            )
            session.add(
                Pledge(
                    case_id=case_id, seat_id=seats[key].id, wording_id=wording.id, signature_id=signed.id, signed_at=now
                )
            )
        conference = Conference(
            town_id=town,
            case_id=case_id,
            number=1,
            initiated_by="Bc. Lenka Horáková",
            goal="Kanárek-cíl: dokončit 8. třídu",
            goal_is_realistic=True,
            realistic_because="Gábina chce.",
            meets_on=date(2026, 3, 3),
            wall_from="13:00",
            wall_to="15:00",
            starts_at=MEETING,
            ends_at=MEETING + timedelta(hours=2),
            place="Městský úřad, zasedačka 204",
            answer_by=date(2026, 2, 27),
            drafted_at=earlier,
            convened_at=None if state == "draft" else earlier,
            convened_by="house",
        )
        session.add(conference)
        session.flush()
        invitations = {}
        for position, key in enumerate(("tereza", "petr", "ivana", "alena", "martina", "jan", "radka"), 1):
            invitations[key] = Invitation(
                conference_id=conference.id,
                position=position,
                worker_id=house.worker(key),
                role=seats[key].role,
                agency_id=house.ids.agencies[BY_KEY[key].agency],
                name=BY_KEY[key].name,
                function=BY_KEY[key].function,
                agency_name=AGENCIES[BY_KEY[key].agency][0],
                outward_reasons=("knows",),
                inward_reason="Kanárek-situace: zná docházku",
                seat_id=seats[key].id,
                answer=Answer.NO_REPLY,
            )
        session.add_all(invitations.values())
        plan = Plan(case_id=case_id, conference_id=conference.id, begun_at=now)
        session.add(plan)
        session.flush()
        version, draft = (
            PlanVersion(
                plan_id=plan.id,
                number=number,
                evaluation_on=date(2026, 4, 21),
                evaluation_rules="Společně nad plánem.",
                what_if_not="Zavoláme si.",
            )
            for number in (1, 2)
        )
        version.approved_at, version.approved_by, version.approved_by_name = now, "house", "Bc. Lenka Horáková"
        session.add_all([version, draft])
        session.flush()
        goal, next_goal = (
            Goal(plan_version_id=one.id, position=1, statement="Kanárek-cíl: dokončit 8. třídu", sign="vysvědčení")
            for one in (version, draft)
        )
        fathers, next_fathers = (
            Goal(
                plan_version_id=one.id,
                position=2,
                statement="Kanárek-jinému: najít práci",
                sign="smlouva",
                concerns=(str(people["roman"].id),),
            )
            for one in (version, draft)
        )
        session.add_all([goal, next_goal, fathers, next_fathers])
        session.flush()
        tasks = {}
        for number, key in enumerate(("ivana", "alena", "martina", "tereza", "petr", "lenka", "jana", "jan"), 1):
            task = Task(case_id=case_id, plan_id=plan.id, number=number, created_at=now, last_step=Step.OFFERED)
            session.add(task)
            session.flush()
            about_another = key == "lenka"
            goals = (fathers, next_fathers) if about_another else (goal, next_goal)
            for in_version, its_goal, locked_at in ((1, goals[0].id, now), (2, goals[1].id, None)):
                session.add(
                    TaskWording(
                        task_id=task.id,
                        plan_version=in_version,
                        goal_id=its_goal,
                        text="Kanárek-jinému: zavolá" if about_another else "Kanárek-situace: sepíše požadavky",
                        concerns=(str(people["eliska"].id),) if about_another else (),
                        criterion="list předán",
                        seat_id=seats[key].id,
                        schedule=Schedule.WEEK,
                        from_on=date(2026, 2, 20),
                        until_on=date(2026, 6, 26),
                        locked_at=locked_at,
                    )
                )
            session.add(
                TaskStep(task_id=task.id, number=1, at=now, step=Step.OFFERED, by="house", by_name="Bc. Lenka Horáková")
            )
            tasks[key] = task.id
        token = links.issue(
            "conferences.invitation",
            subject=invitations["ivana"].id,
            holder=house.worker("ivana"),
            until=MEETING + timedelta(days=1),
            to=BY_KEY["ivana"].email,
            town_id=town,
        )
        audit.record(town, "house", "case arranged", f"case:{case_id}")
        session.flush()
        return Case(
            state=state,
            case_id=case_id,
            conference_id=conference.id,
            invitations={key: row.id for key, row in invitations.items()},
            seats={key: row.id for key, row in seats.items()},
            people={key: row.id for key, row in people.items()},
            involvements={key: row.id for key, row in involvements.items()},
            consent_id=consent.id,
            legal_title_id=legal_title.id,
            plan_id=plan.id,
            goal_id=next_goal.id,
            tasks=tasks,
            token=token,
        )


def crowd(house: House, case: Case, how_many: int) -> None:
    """Bring `how_many` more workers with seats, invitations, tasks, and as many members of the family to a case."""
    now = clock.now()
    with house.app.app_context(), transaction() as session:
        town = house.ids.agencies["podlesi"]
        for number in range(1, how_many + 1):
            agency = Agency(name=f"Organizace {number}", kind=AgencyKind.NGO)
            worker = Worker(
                name=f"Pracovnice s dlouhým jménem {number}", email=f"lide{number}.{case.state}@lide.example"
            )
            person = Person(
                case_id=case.case_id,
                name=f"Příbuzná {number}",
                kinship=Kinship.RELATIVE,
                in_household=False,
                position=10 + number,
            )
            session.add_all([agency, worker, person])
            session.flush()
            session.add(
                Post(
                    worker_id=worker.id,
                    agency_id=agency.id,
                    function="pracovnice",
                    role=PostRole.WORKER,
                    from_on=date(2025, 9, 1),
                )
            )
            involvement = Involvement(
                case_id=case.case_id, agency_id=agency.id, relation=Relation.SERVES, since=date(2026, 2, 1), areas=()
            )
            session.add(involvement)
            session.flush()
            session.add(
                LegalTitle(
                    case_id=case.case_id,
                    involvement_id=involvement.id,
                    citation=TITLE,
                    why="pomáhá",
                    areas=("school",),
                    since=now,
                    until=None,
                    recorded_by="house",
                )
            )
            seat = Seat(
                town_id=town,
                case_id=case.case_id,
                worker_id=worker.id,
                role=Role.AGENCY_WORKER,
                name=worker.name,
                function="pracovnice",
                agency_name=agency.name,
                involvement_id=involvement.id,
                outward_reasons=("knows",),
                inward_reason="pomáhá",
                from_at=now,
            )
            session.add(seat)
            session.flush()
            session.add(
                Invitation(
                    conference_id=case.conference_id,
                    position=100 + number,
                    worker_id=worker.id,
                    role=seat.role,
                    agency_id=agency.id,
                    name=worker.name,
                    function="pracovnice",
                    agency_name=agency.name,
                    outward_reasons=("knows",),
                    inward_reason="pomáhá",
                    seat_id=seat.id,
                    answer=Answer.NO_REPLY,
                )
            )
            task = Task(
                case_id=case.case_id, plan_id=case.plan_id, number=100 + number, created_at=now, last_step=Step.OFFERED
            )
            session.add(task)
            session.flush()
            session.add(
                TaskWording(
                    task_id=task.id,
                    plan_version=1,
                    goal_id=case.goal_id,
                    text="Zavolá mamince",
                    criterion="zavoláno",
                    seat_id=seat.id,
                    schedule=Schedule.ONCE,
                    due_on=date(2026, 2, 20),
                    locked_at=now,
                )
            )
            session.add(
                TaskStep(task_id=task.id, number=1, at=now, step=Step.OFFERED, by="house", by_name="Bc. Lenka Horáková")
            )
            case.seats[f"crowd-{number}"] = seat.id

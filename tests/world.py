"""One whole case with everybody at it, in any of its four states: the ground on which the access test stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.accounts.models import LoginSession
from agencies.accounts.proofs import digest
from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role as PostRole
from coordination.agreements.models import Agreement, AgreementSheet
from coordination.cases.agency_notes import AgencyNote
from coordination.cases.assessments import FamilyAssessment
from coordination.cases.by_word import ToTell
from coordination.cases.hand_overs import HandOver
from coordination.cases.models import FamilyCase, Person
from coordination.cases.rules import Kinship, PersonKind
from coordination.conferences import actions as conferences
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming
from coordination.conferences.paper_trail import TalkBeforeLetter
from coordination.conferences.proposals import MeetingProposal
from coordination.conferences.rules import Answer, HowTold
from coordination.conferences.rules_of_naming import Settled
from coordination.correspondence.models import SettledPost
from coordination.correspondence.rules import How
from coordination.minutes.content import Content, Piece, as_json
from coordination.minutes.models import Minutes, MinutesComment, MinutesSection, MinutesVersion
from coordination.minutes.rules import SectionCode
from coordination.minutes.rules_of_agenda import ItemKind
from coordination.minutes.table import AgendaItem
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.plans.models_of_conditions import Commitment, Condition
from coordination.plans.models_of_requirements import Requirement, RequirementSheet
from coordination.plans.models_of_risks import Risk
from coordination.plans.rules_of_conditions import Kind as KindOfCondition
from coordination.pledges.sheets import PledgeSheet
from coordination.polls import actions as polls
from coordination.polls.models import POLL, open_poll
from coordination.polls.rules import Suits
from coordination.reminders.models import Reminder
from coordination.reminders.rules import Kind, Moment, Way
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
from coordination.seats.readings import Reading
from coordination.seats.rules import Ending, Relation, Role
from coordination.standpoints.models import Standpoint
from coordination.standpoints.needs import Need, Offer
from coordination.standpoints.questions import Opinion, Option, Question
from coordination.standpoints.requests import StandpointRequest
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Schedule, Step
from foundation import audit, clock, links, signatures, wordings
from foundation.database import transaction
from foundation.outbox import Letter
from foundation.signatures import scans
from foundation.signatures.scans import ScanKind
from tests.browsing import Browser
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
    "Kamarádová",
)
"""Words that stand only in what a family's case says."""


INVITED = ("tereza", "petr", "ivana", "alena", "martina", "jan", "radka", "klara", "oksana", "eva")


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
    commitment_id: UUID
    condition_id: UUID
    recorded_id: UUID
    """The same condition in the version that holds, where it is recorded."""
    risk_id: UUID
    requirement_sheet_id: UUID
    requirement_id: UUID
    tasks: dict[str, UUID]
    naming_id: UUID
    token: str
    reminder_id: UUID
    to_tell_id: UUID
    letter_id: UUID
    agreement_id: UUID
    written_agreement_id: UUID
    """Another one, which is still being written."""
    paper_id: UUID
    item_id: UUID
    minutes_id: UUID
    comment_id: UUID
    note_id: UUID


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
        session.flush()
        people["vera"] = Person(
            case_id=case_id, name="Věra Kamarádová", kind=PersonKind.SUPPORT_PERSON, kinship=Kinship.OUTSIDER,
            in_household=False, position=1, accompanies_id=people["jana"].id,
        )  # fmt: skip
        session.add(people["vera"])
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
            ("klara", Role.SUPPORT_PERSON, None),
            ("oksana", Role.INTERPRETER, None),
            ("eva", Role.MINOR_REPRESENTATIVE, None),
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
                agency_id=house.ids.agencies[player.agency],
                agency_name=AGENCIES[player.agency][0],
                involvement_id=involvements[home].id if home else None,
                outward_reasons=("knows",),
                inward_reason="Kanárek-situace: zná docházku",
                from_at=earlier,
            )
        seats["klara"].accompanies_id, seats["eva"].accompanies_id = people["jana"].id, people["gabina"].id
        seats["jan"].to_at, seats["jan"].ended_how = now - timedelta(days=2), Ending.LEFT
        seats["zdenka"].to_at, seats["zdenka"].ended_how = now - timedelta(days=10), Ending.HANDED_OVER
        session.add_all(seats.values())
        for key, role in (("jana", Role.PARENT), ("gabina", Role.CHILD), ("vera", Role.SUPPORT_PERSON)):
            seats[key] = Seat(
                town_id=town,
                case_id=case_id,
                person_id=people[key].id,
                accompanies_id=people[key].accompanies_id,
                role=role,
                name=people[key].name,
                function="",
                agency_name="",
                from_at=earlier,
            )
            session.add(seats[key])
        session.flush()
        session.add(
            HandOver(
                case_id=case_id, from_seat_id=seats["lenka"].id, to_worker_id=house.worker("dana"),
                reason="Delší nepřítomnost.", note="Kanárek-situace: volat matce večer.", offered_at=earlier,
                offered_by=f"worker:{house.worker('lenka')}", answer_by=date(2026, 3, 2),
            )
        )  # fmt: skip
        session.add(
            Exclusion(
                case_id=case_id, worker_id=house.worker("radka"), since=earlier, reason="sousedka", recorded_by="house"
            )
        )
        session.flush()
        wording = wordings.current("pledges.professional", town)
        for key in ("lenka", "tereza", "petr", "ivana", "alena", "jan", "radka", "klara", "oksana", "eva"):
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
        for position, key in enumerate(INVITED, 1):
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
        for position, key in enumerate(("jana", "gabina"), 8):
            invitations[key] = Invitation(
                conference_id=conference.id,
                position=position,
                person_id=people[key].id,
                role=seats[key].role,
                name=people[key].name,
                function="",
                agency_name="",
                outward_reasons=(),
                inward_reason="",
                how_told=HowTold.PAPER,
                seat_id=seats[key].id,
                answer=Answer.NO_REPLY,
            )
            session.add(
                TalkBeforeLetter(
                    conference_id=conference.id, person_id=people[key].id, why_not="nebere", at=now, by="x"
                )
            )
        invitations["vera"] = Invitation(
            conference_id=conference.id, position=len(INVITED) + 1, person_id=people["vera"].id,
            role=Role.SUPPORT_PERSON, name="Věra Kamarádová", function="", agency_name="", outward_reasons=("wished",),
            inward_reason="Kamarádka.", accompanies_id=people["jana"].id, seat_id=seats["vera"].id,
            answer=Answer.NO_REPLY,
        )  # fmt: skip
        session.add_all(invitations.values())
        session.flush()
        naming = Naming(
            invitation_id=invitations["ivana"].id, instead_of=house.worker("ivana"), worker_id=house.worker("tomas"),
            name=BY_KEY["tomas"].name, function=BY_KEY["tomas"].function, mailbox_shared=False, named_at=earlier,
            named_by=f"worker:{house.worker('ivana')}", settled_at=earlier, settled_how=Settled.WITHDRAWN,
            settled_by=f"worker:{house.worker('ivana')}",
        )  # fmt: skip
        session.add(naming)
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
        asked = _ask(session, case_id, people["gabina"].id, seats["ivana"].id)
        promised = _promise(session, (version.id, draft.id), seats["ivana"].id)
        tasks = {}
        for number, key in enumerate(("ivana", "alena", "martina", "tereza", "petr", "lenka", "jana", "jan", "eva"), 1):
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
        reminder = Reminder(
            id=uuid4(),
            invitation_id=invitations["martina"].id,
            moment=Moment.WEEK,
            on_day=date(2026, 3, 3),
            kind=Kind.ANSWER,
            way=Way.CALL,
            begins_at=MEETING,
            due_at=now,
            until=MEETING,
            made_at=now,
            made_by="house",
        )
        letter = Letter(
            kind="conferences.invitation",
            town_id=town,
            case_id=case_id,
            about=invitations["martina"].id,
            recipient="martina@pristav.example",
            sender_name="Město Podlesí",
            language="cs",
            filed_at=earlier,
            due_at=earlier,
            message_id=f"<{code}@podlesi.example>",
            body_hash="0" * 64,
            undelivered_at=earlier,
            undelivered_why="no_such_address",
        )
        to_tell = ToTell(
            case_id=case_id, person_id=people["vera"].id, matter="cases.new_contact", subject=seats["lenka"].id,
            since=earlier, told_at=earlier, told_by="house", told_how="in_person",
        )  # fmt: skip
        session.add_all([letter, to_tell])
        if state != "draft":  # nobody is reminded of a meeting that is only being prepared
            session.add(reminder)
        session.flush()
        agreement, paper = _agreement(session, house, case_id, involvements["skola"], seats["ivana"], people["gabina"])
        written = Agreement(
            town_id=town, case_id=case_id, number=2, involvement_id=involvements["skola"].id, seat_id=seats["ivana"].id,
            person_id=people["gabina"].id, terms={"goals": "Kanárek-cíl: klid doma"}, drafted_at=now,
            drafted_by="house",
        )  # fmt: skip
        session.add(written)
        session.flush()
        session.add(
            SettledPost(case_id=case_id, about=letter.id, happened_at=earlier, how=How.BY_PHONE, at=earlier, by="house")
        )
        item, minutes, comment = _written(session, conference, seats["ivana"], people)
        audit.record(town, "house", "case arranged", f"case:{case_id}")
        session.flush()
        note = AgencyNote(
            case_id=case_id, agency_id=house.ids.agencies["skola"], seat_id=seats["ivana"].id, text="Kanárek-situace",
            by_name=BY_KEY["ivana"].name, at=now,
        )  # fmt: skip
        assessed = FamilyAssessment(
            case_id=case_id, made_on=earlier.date(), causes="Kanárek-situace", child="Kanárek-situace",
            family="Kanárek-situace", strengths="", at=earlier, by="house", by_name="Bc. Lenka Horáková",
        )  # fmt: skip
        session.add_all([note, assessed])
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
            **promised,
            **asked,
            tasks=tasks,
            naming_id=naming.id,
            token=token,
            reminder_id=reminder.id,
            to_tell_id=to_tell.id,
            letter_id=letter.id,
            agreement_id=agreement.id,
            written_agreement_id=written.id,
            paper_id=paper.id,
            item_id=item.id,
            minutes_id=minutes.id,
            comment_id=comment.id,
            note_id=note.id,
        )


def _agreement(
    session: Session, house: House, case_id: UUID, involvement: Involvement, seat: Seat, person: Person
) -> tuple[Agreement, AgreementSheet]:
    """An agreement that waits for signatures, and a paper of it that the coordinator handed in.

    Its family party is Gábina, as if she were of age: the school may know of her, and so the table has a party to try.
    """
    now, by = clock.now(), f"worker:{house.worker('lenka')}"
    town = house.ids.agencies["podlesi"]
    agreement = Agreement(
        town_id=town, case_id=case_id, number=1, involvement_id=involvement.id, seat_id=seat.id, person_id=person.id,
        terms={"reason": "Kanárek-situace: matka nestíhá.", "goals": "Kanárek-cíl: dokončit 8. třídu"},
        drafted_at=now, drafted_by=by, offered_at=now, offered_by=by,
        wording_id=wordings.current("agreements.cooperation", town).id, text="Kanárek-situace",
    )  # fmt: skip
    session.add(agreement)
    session.flush()
    scan = scans.keep(
        b"%PDF-1.4 agreement", ScanKind.PDF, received_sha256="0" * 64, town_id=town, about=f"case:{case_id}", by=by
    )
    paper = AgreementSheet(
        agreement_id=agreement.id, scan_id=scan.id, parent_on=date(2026, 2, 20), original="č. j. 13/2026",
        filed_at=now, filed_by=by, filed_by_name=BY_KEY["lenka"].name,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    return agreement, paper


def _ask(session: Session, case_id: UUID, person_id: UUID, seat_id: UUID) -> dict[str, UUID]:
    """What the school asks of Gábina, on a sheet that nobody has got yet."""
    sheet = RequirementSheet(
        case_id=case_id, person_id=person_id, seat_id=seat_id, number=1, agreed_on=date(2026, 2, 20), steps="rozhovor",
        begun_at=clock.now(),
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    requirement = Requirement(
        sheet_id=sheet.id, position=1, text="Kanárek-situace: choďte do školy", why="", sign="omluvenka",
        judge_id=seat_id, consequence="", help="",
    )  # fmt: skip
    session.add(requirement)
    session.flush()
    return {"requirement_sheet_id": sheet.id, "requirement_id": requirement.id}


def _promise(session: Session, versions: tuple[UUID, UUID], seat_id: UUID) -> dict[str, UUID]:
    """What the school promises if …, and a risk, in the version that holds and in the draft."""
    found: dict[str, UUID] = {}
    origin = uuid4()
    for version_id in versions:
        commitment = Commitment(
            plan_version_id=version_id, origin_id=origin, position=1, seat_id=seat_id, text="Kanárek-situace: zkusí to",
            steps="rozhovor", concerns=(),
        )  # fmt: skip
        risk = Risk(
            plan_version_id=version_id, origin_id=origin, position=1, text="Kanárek-situace: málo chuti",
            help="kreslení", watcher_id=seat_id,
        )  # fmt: skip
        session.add_all([commitment, risk])
        session.flush()
        condition = Condition(
            commitment_id=commitment.id, origin_id=origin, position=1, kind=KindOfCondition.NUMBER, text="žádná hodina",
            most=0, until_on=date(2026, 6, 30), criterion="", judge_id=seat_id,
        )  # fmt: skip
        session.add(condition)
        session.flush()
        found.setdefault("recorded_id", condition.id)
        found |= {"commitment_id": commitment.id, "condition_id": condition.id, "risk_id": risk.id}
    return found


_FRAME = {
    "town": "Podlesí", "unit": "Městský úřad Podlesí", "case_code": "PS-7F3K", "reference": "", "heading": "record",
    "document_number": "", "number": "1", "from": MEETING.isoformat(), "to": (MEETING + timedelta(hours=2)).isoformat(),
    "place": "Městský úřad, zasedačka 204", "convened_by": BY_KEY["lenka"].name, "led_by": BY_KEY["petr"].name,
    "taken_by": BY_KEY["tereza"].name, "coordinator": BY_KEY["lenka"].name, "due_on": "2026-03-05",
    "comments_until": "2026-03-12", "entered": "",
}  # fmt: skip
"""What stands around minutes that went out."""


def _written(
    session: Session, conference: Conference, school: Seat, people: dict[str, Person]
) -> tuple[AgendaItem, Minutes, MinutesComment]:
    """An agenda, and minutes that went out for comments: of all the family, and of the father alone."""
    now = clock.now()
    items = [
        AgendaItem(conference_id=conference.id, position=place, kind=kind, minutes=10, title=title)
        for place, (kind, title) in enumerate(((ItemKind.PLEDGE, ""), (ItemKind.OTHER, "Společná domluva")), 1)
    ]
    minutes = Minutes(
        conference_id=conference.id, case_id=conference.case_id, begun_at=now, sent_at=now, due_on=date(2026, 3, 5),
        comments_until=date(2026, 3, 12),
    )  # fmt: skip
    session.add_all([*items, minutes])
    session.flush()
    said = (
        (SectionCode.BRIEF, "Kanárek-situace: matka nestíhá.", ()),
        (SectionCode.AGREED, "Kanárek-jinému: zavolá.", ("eliska",)),
    )
    for code, text, concerned in said:
        session.add(
            MinutesSection(
                minutes_id=minutes.id, code=code, text=text, concerns=tuple(str(people[key].id) for key in concerned),
                written_at=now, written_by="house",
            )
        )  # fmt: skip
    session.flush()
    pieces = {
        code.value: [Piece((text,), tuple(str(people[key].id) for key in concerned))] for code, text, concerned in said
    }
    session.add(
        MinutesVersion(
            minutes_id=minutes.id, number=1, content=as_json(Content(_FRAME, pieces)), sha256="0" * 64, made_at=now,
            made_by="house", made_by_name=BY_KEY["lenka"].name,
        )
    )  # fmt: skip
    comment = MinutesComment(
        minutes_id=minutes.id, seat_id=school.id, of_version=1, name=school.name, text="Bylo to jinak.", at=now
    )
    session.add(comment)
    session.flush()
    return items[1], minutes, comment


def read_with_reason(house: House, browser: Browser, cases: Iterable[Case]) -> None:
    """Let the head have written down, in this browser, why she must read these cases, whatever their state."""
    with browser.client.session_transaction() as cookie:
        secret_hash = digest(cookie["_user_id"])
    with house.app.app_context(), transaction() as session:
        login = session.scalars(select(LoginSession).where(LoginSession.secret_hash == secret_hash)).one()
        for case in cases:
            session.add(
                Reading(
                    case_id=case.case_id, worker_id=login.worker_id, session_id=login.id, since=clock.now(),
                    until=clock.now() + timedelta(hours=1), reason="Kontrola vedení spisu.",
                )
            )  # fmt: skip


def look_for_date(house: House, draft: Case) -> str:
    """Let a date be looked for at a case whose meeting is being prepared; answers the token of the school's teacher.

    The mother has said already which of the two dates suit her.
    """
    spans = [conferences.When(date(2026, 3, day), time(13), time(14, 30), "", False, None) for day in (10, 12)]
    with house.app.app_context():
        by = f"worker:{house.worker('lenka')}"
        polls.offer(draft.conference_id, spans, date(2026, 3, 2), by=by)
        poll = open_poll(draft.conference_id)
        assert poll is not None
        said = {each.id: Suits.IF_NEED_BE for each in poll.options}
        polls.answer(draft.conference_id, draft.invitations["jana"], said, "Jen dopoledne ne.", by=by)
        with transaction():
            return links.issue(
                POLL, subject=draft.invitations["ivana"], holder=house.worker("ivana"), until=MEETING,
                to=BY_KEY["ivana"].email, town_id=house.ids.agencies["podlesi"],
            )  # fmt: skip


def hand_in(house: House, case: Case) -> UUID:
    """A sheet with Martina's pledge that Tereza handed in, Jitka, who does not sit there, is asked to compare it; and a
    support person of whom nobody has written yet whom they accompany."""
    by, now = f"worker:{house.worker('tereza')}", clock.now()
    with house.app.app_context(), transaction() as session:
        town, wording = (
            house.ids.agencies["podlesi"],
            wordings.current("pledges.professional", house.ids.agencies["podlesi"]),
        )
        scan = scans.keep(
            b"%PDF-1.4 martina", ScanKind.PDF, received_sha256="0" * 64, town_id=town, about=f"case:{case.case_id}",
            by=by,
        )  # fmt: skip
        sheet = PledgeSheet(
            town_id=town, case_id=case.case_id, seat_id=case.seats["martina"], wording_id=wording.id,
            text=wording.text, method=signatures.Method.PAPER, name=BY_KEY["martina"].name,
            function=BY_KEY["martina"].function, agency="Přístav", signed_on=date(2026, 2, 20),
            original="č. j. 12/2026", scan_id=scan.id, filed_at=now, filed_by=by, filed_by_name=BY_KEY["tereza"].name,
            confirmer_id=house.worker("jitka"), confirm_by=date(2026, 3, 2),
        )  # fmt: skip
        session.add(sheet)
        session.flush()
        house.known[f"sheet of {case.case_id}"] = sheet.id
        proposal = MeetingProposal(
            case_id=case.case_id, seat_id=case.seats["ivana"], proposed_at=now,
            proposed_by=f"worker:{house.worker('ivana')}", why="Kanárek-situace: přibyly hodiny.",
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        house.known[f"proposal of {case.case_id}"] = proposal.id
        supports = Seat(
            town_id=town, case_id=case.case_id, worker_id=house.worker("vrata"), role=Role.SUPPORT_PERSON,
            name=BY_KEY["vrata"].name, function=BY_KEY["vrata"].function, agency_name="Spolek Most", from_at=now,
        )  # fmt: skip
        session.add(supports)
        session.flush()
        case.seats["vrata"] = supports.id
        house.known[f"table of {case.case_id}"] = _lay_on_table(session, house, case)
        return sheet.id


def _lay_on_table(session: Session, house: House, case: Case) -> dict[str, UUID]:
    """What Ivana says, offers and is asked at the meeting; and the same about Eliška, of whom she may not know."""
    now, by, earlier = clock.now(), f"worker:{house.worker('lenka')}", clock.now() - timedelta(days=3)
    of_meeting = {"case_id": case.case_id, "conference_id": case.conference_id}
    scan = scans.keep(
        b"%PDF-1.4 standpoint", ScanKind.PDF, received_sha256="0" * 64, town_id=house.ids.agencies["podlesi"],
        about=f"case:{case.case_id}", by=by,
    )  # fmt: skip
    known: dict[str, UUID] = {}
    for key, whom, words in (("ivana", "gabina", "Kanárek-situace"), ("alena", "eliska", "Kanárek-jinému: v noci")):
        whose = {"concerns": (str(case.people[whom]),), "open_to": "table", "readers": (), "areas": ()}
        given = {"begun_at": now, "given_at": now, "changed_at": now, "changed_by": by}
        spoken = {"facts": words, "concern": words, "strengths": words, "condition": words, "softened": words}
        standpoint = Standpoint(**of_meeting, **whose, **given, **spoken, seat_id=case.seats[key])
        standpoint.scan_id = scan.id if key == "ivana" else None
        offer = Offer(**of_meeting, **whose, seat_id=case.seats[key], what=words, offered_at=now)
        need = Need(**of_meeting, **whose, text=words, raised_at=now, raised_by=by, raised_by_name="Bc. Lenka Horáková")
        option = Option(
            **of_meeting, **whose, position=len(known) + 1, text=words, speaks_for=words, speaks_against=words,
            considered_at=now, considered_by=by,
        )  # fmt: skip
        question = Question(
            **of_meeting, **whose, text=words, asked_at=now, asked_by=by, asked_by_name="Bc. Lenka Horáková",
            asked=[session.get_one(Seat, case.seats[key])],
        )  # fmt: skip
        made = {"standpoint_id": standpoint, "offer_id": offer, "need_id": need, "option_id": option,
                "question_id": question}  # fmt: skip
        session.add_all(made.values())
        session.flush()
        session.add(Opinion(question_id=question.id, seat_id=case.seats[key], view="for", reason=words, at=now, by=by))
        known = known or {name: thing.id for name, thing in made.items()}
    request = StandpointRequest(
        **of_meeting, agency_id=house.ids.agencies["probace"], agency_name="Probační středisko Podlesí",
        about="Kanárek-situace", answer_by=date(2026, 3, 2), asked_at=earlier, asked_by=by,
    )  # fmt: skip
    accepted = Offer(
        **of_meeting, seat_id=case.seats["ivana"], what="Kanárek-situace", from_on=date(2026, 3, 9), offered_at=earlier,
        accepted_at=now, accepted_by=by, accepted_by_name="Bc. Lenka Horáková",
        involvement_id=case.involvements["skola"],
    )  # fmt: skip
    session.add_all([request, accepted])
    session.flush()
    return {**known, "request_id": request.id, "accepted_id": accepted.id}


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

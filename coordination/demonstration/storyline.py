"""What happened in the invented family's case, told by the deeds of those who did it (domain: case PS-7F3K, Gábina)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from agencies.accounts.visitors import Visitor
from coordination.cases import actions as cases
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions as conferences
from coordination.conferences.actions import Asked, When
from coordination.conferences.models import Invitation, conference_of
from coordination.conferences.rules import Answer, Attendance, HowTold
from coordination.demonstration.people import BODIES, BY_KEY
from coordination.plans import actions as plans
from coordination.plans.actions import EvaluationText, GoalText, TaskDraft
from coordination.plans.models import plan as plan_of_id
from coordination.pledges import actions as pledges
from coordination.pledges.models import offered_text
from coordination.pledges.models import seat as seat_by_id
from coordination.seats.models import CaseFrame, open_seats
from coordination.seats.rules import Relation, Role
from coordination.tasks import actions as tasks
from coordination.tasks.actions import Said
from coordination.tasks.models import Task
from coordination.tasks.rules import Outcome, SaidWhere, Schedule
from foundation import clock, outbox
from foundation.access import Door
from foundation.database import db, transaction

CODE = "PS-7F3K"
PLACE = "Městský úřad, zasedačka 204, vstup bez bariér"


@dataclass(frozen=True)
class Town:
    """Where the invented people stand in the database, and by how much the sample days are moved."""

    agencies: dict[str, UUID]
    workers: dict[str, UUID]
    moved: timedelta

    def day(self, day: int, month: int) -> date:
        """A day of the sample year, moved."""
        return date(2026, month, day) + self.moved

    @contextmanager
    def on(self, day: int, month: int, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """Do something at this time of the story."""
        wall = datetime.combine(self.day(day, month), time(hour, minute), clock.PRAGUE)
        with clock.standing_at(wall.astimezone(UTC)):
            yield

    def visitor(self, key: str) -> Visitor:
        """One of the people, come by the strongest door."""
        colleague = BY_KEY[key]
        return Visitor(
            worker_id=self.workers[key],
            name=colleague.name,
            door=Door.ACCOUNT2,
            agencies=(next(body.name for body in BODIES if body.key == colleague.body),),
            offices=frozenset({(str(colleague.role), self.agencies[colleague.body])}),
            session_id=self.workers[key],
            seen_at=clock.now(),
        )

    def key(self, name: str) -> str:
        """How the log book names one of the people."""
        return f"worker:{self.workers[name]}"


def play(app: Flask, town: Town) -> None:
    """The whole story up to the day before yesterday; the postman carries its letters to the mailbox as it goes."""
    with town.on(20, 2):
        case_id, family = _open(town)
    with town.on(23, 2):
        _bring_agencies(town, case_id, family)
        first = _convene_first(town, case_id, family)
        outbox.run(app, once=True)
    with town.on(25, 2, 10, 20):
        _answer_and_pledge(town, case_id, first)
    with town.on(3, 3, 14, 50):
        _hold(town, first)
        plan_id = _write_plan(town, case_id, first)
        outbox.run(app, once=True)
    _follow_up(app, town, plan_id)
    with town.on(7, 4):
        second = _convene_evaluation(town, case_id)
        outbox.run(app, once=True)
    with town.on(8, 4):
        _answer_some(town, second)
        outbox.run(app, once=True)


def _open(town: Town) -> tuple[UUID, dict[str, UUID]]:
    opener = cases.Opener(
        key=town.key("lenka"),
        worker_id=town.workers["lenka"],
        name="Bc. Lenka Horáková",
        function="sociální pracovnice",
        town_id=town.agencies["podlesi"],
        town_name="Městský úřad Podlesí",
    )
    brief = cases.Brief(
        office_reference="Om 14/2026",
        nickname="Gábina",
        situation=(
            "Matka je na tři děti sama, otec od října neplatí výživné a rodina nevychází s penězi. "
            "Nejstarší Gábina má ve škole neomluvené hodiny a konflikty."
        ),
        need_of_help="Rodina potřebuje někoho, kdo bude pravidelně docházet, a škola s Gábinou novou domluvu.",
        parents_view="Nestíhám, chci pomoc a bojím se, že mi děti vezmou.",
        goal="Gábina dokončí 8. třídu bez neomluvených hodin a rodina bude mít stabilní příjem včetně výživného.",
        areas=("finance", "maintenance", "school", "parenting"),
    )
    case_id = cases.open_case(opener, brief)
    with transaction() as session:
        session.get_one(CaseFrame, case_id).code = CODE  # always the same, so that the papers here can be compared
    people = (
        ("jana", "Jana Vlčková", Kinship.MOTHER, True, date(1988, 5, 14)),
        ("gabina", "Gabriela Vlčková", Kinship.DAUGHTER, True, date(2011, 9, 2)),
        ("matej", "Matěj Vlček", Kinship.SON, True, date(2014, 11, 23)),
        ("eliska", "Eliška Vlčková", Kinship.DAUGHTER, True, date(2020, 7, 8)),
        ("roman", "Roman Vlček", Kinship.FATHER, False, date(1985, 1, 30)),
    )
    family = {}
    for key, name, kinship, at_home, born_on in people:
        contact = SafeContact.PHONE if key == "jana" else SafeContact.NONE
        phone = "601 000 204" if key == "jana" else ""
        member = cases.Member(name, kinship, at_home, born_on, contact, phone, "")
        family[key] = cases.add_member(case_id, member, by=town.key("lenka"))
    return case_id, family


def _bring_agencies(town: Town, case_id: UUID, family: dict[str, UUID]) -> None:
    by, until = town.key("lenka"), town.day(31, 8)
    school = ("gabina", "matej")
    for key, relation, areas, concerned in (
        ("podlesi", Relation.SERVES, ("parenting",), ()),
        ("skola", Relation.SERVES, ("school",), school),
        ("kompas", Relation.MAY_SERVE, ("behaviour",), ("gabina", "jana")),
        ("pristav", Relation.MAY_SERVE, ("finance", "maintenance", "parenting"), ()),
    ):
        involvement = cases.involve(
            case_id,
            town.agencies[key],
            relation=relation,
            since=town.day(23, 2),
            areas=areas,
            concerned=[family[name] for name in concerned],
            by=by,
        )
        if key in ("podlesi", "skola"):
            cases.record_legal_title(
                involvement,
                citation="sdělení údajů v rámci sociálně-právní ochrany dětí",
                concerned=list(family.values()),
                why="Bez těchto údajů nejde Gábině pomoci.",
                areas=areas,
                until=None,
                by=by,
            )
        elif key in ("kompas", "pristav"):
            cases.record_consent(
                involvement,
                given_by=family["jana"],
                given_on=town.day(20, 2),
                how="osobně na úřadě",
                concerned=[family[name] for name in ("jana", "gabina", "matej", "eliska")],
                areas=areas,
                until=until,
                by=by,
            )


def _asked(
    town: Town, key: str, role: Role, outward: str, inward: str, prepare: str = "Stručné stanovisko a nabídku."
) -> Asked:
    colleague = BY_KEY[key]
    body = next(body for body in BODIES if body.key == colleague.body)
    return Asked(
        worker_id=town.workers[key],
        person_id=None,
        agency_id=town.agencies[colleague.body],
        role=role,
        name=colleague.name,
        function=colleague.function,
        agency_name=body.name,
        chosen=True,
        outward_reasons=(outward,),
        inward_reason=inward,
        to_prepare=prepare,
    )


def _relative(person_id: UUID, name: str, role: Role) -> Asked:
    return Asked(
        worker_id=None,
        person_id=person_id,
        agency_id=None,
        role=role,
        name=name,
        function="",
        agency_name="",
        chosen=True,
        how_told=HowTold.IN_PERSON,
    )


def _convene_first(town: Town, case_id: UUID, family: dict[str, UUID]) -> UUID:
    by = town.key("lenka")
    meeting = conferences.begin(case_id, by=by)
    conferences.set_goal(
        meeting,
        goal="Gábina dokončí 8. třídu bez neomluvených hodin a rodina bude mít stabilní příjem včetně výživného.",
        is_realistic=True,
        because="Matka pomoc chce, škola to ještě zkusí a dvě služby mají volné místo.",
        by=by,
    )
    worker = Role.AGENCY_WORKER
    people = [
        _asked(town, "ivana", worker, "knows", "Zná docházku Gábiny i Matěje a mluví s učiteli."),
        _asked(town, "tomas", worker, "knows", "Je třídní učitel Gábiny."),
        _asked(town, "alena", worker, "service", "Může nabídnout ambulantní program."),
        _asked(town, "martina", worker, "service", "Může do rodiny docházet dvakrát týdně."),
        _asked(town, "tereza", Role.MINUTE_TAKER, "leads", "Napíše zápis.", ""),
        _asked(town, "petr", Role.FACILITATOR, "leads", "Povede setkání.", ""),
        _relative(family["jana"], "Jana Vlčková", Role.PARENT),
        _relative(family["gabina"], "Gabriela Vlčková", Role.CHILD),
    ]
    conferences.list_people(meeting, people, by=by)
    when = When(town.day(3, 3), time(13), time(14, 45), PLACE, False, town.day(27, 2))
    conferences.set_time(meeting, when, by=by)
    conferences.convene(meeting, by=by)
    return meeting


def _invitations(meeting: UUID) -> dict[str, Invitation]:
    found = conference_of(meeting)
    assert found is not None
    return {invitation.name: invitation for invitation in found.invitations}


def _name(key: str) -> str:
    return BY_KEY[key].name


def _answer_and_pledge(town: Town, case_id: UUID, meeting: UUID) -> None:
    asked = {name: row.id for name, row in _invitations(meeting).items()}
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    for key in ("ivana", "tomas", "alena", "martina", "tereza", "petr"):
        conferences.answer(asked[_name(key)], answer=Answer.ACCEPTED, note="", by=town.key(key))
    for key in ("lenka", "ivana", "tomas", "alena", "martina", "tereza", "petr"):
        _pledge(town, seats[_name(key)], key)
        conferences.take_part(seats[_name(key)], by=town.key(key))


def _pledge(town: Town, seat_id: UUID, key: str) -> None:
    held = seat_by_id(seat_id)
    signer = pledges.Signer(held.name, held.function, held.agency_name)
    seen = offered_text(held).sha256
    office = BY_KEY[key].body == "podlesi"
    pledges.sign(seat_id, signer, seen_sha256=seen, door=Door.ACCOUNT2 if office else Door.CODE, by=town.key(key))


def _hold(town: Town, meeting: UUID) -> None:
    by = town.key("lenka")
    family = ("Jana Vlčková", "Gabriela Vlčková")
    there = {
        row.id: Attendance.INFORMED_ONLY if name in family else Attendance.PRESENT
        for name, row in _invitations(meeting).items()
    }
    conferences.record_attendance(meeting, there, by=by)
    conferences.mark_held(meeting, by=by)


def _write_plan(town: Town, case_id: UUID, meeting: UUID) -> UUID:
    lenka = town.visitor("lenka")
    plan_id = plans.begin(case_id, conference_id=meeting, actor=lenka)
    plan = plan_of_id(plan_id)
    assert plan is not None
    assert plan.draft is not None
    first = plan.draft.goals[0]
    school = GoalText("Gábina dokončí 8. třídu bez neomluvených hodin.", "vysvědčení a výpis docházky")
    money = GoalText("Rodina vyjde s penězi a dostane výživné.", "rozpočet drží tři měsíce")
    goals = (
        plans.write_goal(plan_id, school, goal_id=first.id, version=first.version, actor=lenka),
        plans.write_goal(plan_id, money, actor=lenka),
    )
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    for goal, who, text, criterion, dates in _agreed(town):
        once = len(dates) == 1
        draft = TaskDraft(
            text=text,
            criterion=criterion,
            schedule=Schedule.ONCE if once else Schedule.WEEK,
            goal_id=goals[goal],
            seat_id=seats[who],
            due_on=dates[0] if once else None,
            from_on=None if once else dates[0],
            until_on=None if once else dates[1],
        )
        plans.write_task(plan_id, draft, actor=lenka)
    evaluation = EvaluationText(
        town.day(21, 4),
        "U každého úkolu řekneme, jestli je splněný, podle čeho se to pozná a co dál. Rodina mluví první.",
        "Zavolejte koordinátorce. Domluvíme jiný termín nebo jiného člověka, nikdo za to není trestán.",
    )
    plan = plan_of_id(plan_id)
    assert plan is not None
    assert plan.draft is not None
    plans.write_evaluation(plan_id, evaluation, version=plan.draft.version, actor=lenka)
    plans.approve(plan_id, actor=lenka)
    return plan_id


def _agreed(town: Town) -> tuple[tuple[int, str, str, str, tuple[date, ...]], ...]:
    day, name = town.day, _name
    return (
        (
            1,
            name("martina"),
            "Nabídnout matce službu a připravit Dohodu o spolupráci",
            "dohoda podepsána",
            (day(9, 3),),
        ),
        (1, name("martina"), "Sestavit s matkou rodinný rozpočet a přehled dávek", "rozpočet na papíře", (day(24, 3),)),
        (1, "Jana Vlčková", "Podat žádost o náhradní výživné", "potvrzení o podání", (day(31, 3),)),
        (
            0,
            name("alena"),
            "Vést vstupní rozhovor a nabídnout Gábině program",
            "Gábina zná svůj první termín",
            (day(17, 3),),
        ),
        (
            0,
            "Gabriela Vlčková",
            "Docházet do programu SVP jednou týdně",
            "nejvýše jedna omluvená absence",
            (day(20, 3), day(19, 6)),
        ),
        (
            0,
            name("ivana"),
            "Sepsat požadavky školy srozumitelně pro Gábinu",
            "list předán Gábině i matce",
            (day(12, 3),),
        ),
        (0, name("tomas"), "Poslat koordinátorce týdenní zprávu o docházce", "zpráva došla", (day(6, 3), day(26, 6))),
        (0, name("lenka"), "Rozhodnout, zda podat podnět na výchovné opatření", "záznam ve spisu", (day(21, 4),)),
        (1, name("lenka"), "Aktualizovat vyhodnocení situace a IPOD", "verze založena", (day(31, 3),)),
        (0, name("tereza"), "Zajistit motivační aktivitu, výtvarný kroužek", "Gábina přihlášena", (day(27, 3),)),
    )


def _follow_up(app: Flask, town: Town, plan_id: UUID) -> None:
    numbered = db.session.execute(select(Task.number, Task.id).where(Task.plan_id == plan_id))
    ids = dict(numbered.all())
    with town.on(3, 3, 15):
        at_table = Said(SaidWhere.AT_TABLE, town.day(3, 3), "Bc. Lenka Horáková")
        for number in (7, 10):
            tasks.write_down_acceptance(ids[number], said=at_table, actor=town.visitor("lenka"))
    with town.on(4, 3, 12):
        for number, key in ((1, "martina"), (2, "martina"), (4, "alena"), (6, "ivana")):
            tasks.accept(ids[number], actor=town.visitor(key))
    with town.on(9, 3):
        visit = Said(SaidWhere.ON_VISIT, town.day(9, 3), "Bc. Lenka Horáková")
        for number in (3, 5):
            tasks.write_down_acceptance(ids[number], said=visit, actor=town.visitor("lenka"))
        tasks.report(
            ids[1], outcome=Outcome.DONE, note="Dohoda je podepsaná na šest měsíců.", actor=town.visitor("martina")
        )
        outbox.run(app, once=True)
    with town.on(12, 3, 15):
        tasks.report(ids[6], outcome=Outcome.DONE, note="List mají oba.", actor=town.visitor("ivana"))
        tasks.confirm(ids[1], actor=town.visitor("lenka"))
        tasks.confirm(ids[6], actor=town.visitor("lenka"))
    with town.on(17, 3, 16):
        tasks.report(ids[4], outcome=Outcome.DONE, note="První termín je v pátek.", actor=town.visitor("alena"))
        tasks.confirm(ids[4], actor=town.visitor("lenka"))
    for day, month in ((6, 3), (13, 3), (20, 3), (27, 3), (3, 4)):
        with town.on(day, month, 14):
            tasks.check(ids[7], town.day(day, month), outcome=Outcome.DONE, actor=town.visitor("tomas"))
    with town.on(24, 3, 15):
        tasks.report(ids[2], outcome=Outcome.DONE, note="Rozpočet visí na lednici.", actor=town.visitor("martina"))
    with town.on(31, 3, 15):
        call = Said(SaidWhere.BY_PHONE, town.day(31, 3), "Bc. Lenka Horáková")
        note = "Žádost podaná, chybí jedna příloha."
        tasks.write_down_report(ids[3], said=call, outcome=Outcome.PARTLY, note=note, actor=town.visitor("lenka"))
        tasks.report(ids[9], outcome=Outcome.DONE, actor=town.visitor("lenka"))
        tasks.confirm(ids[9], actor=town.visitor("lenka"))
    with town.on(9, 4, 18, 40):
        visit = Said(SaidWhere.ON_VISIT, town.day(9, 4), "Bc. Lenka Horáková")
        why = "Poslední týden jsme s třídou na výletě."
        tasks.write_down_other_date(
            ids[5], said=visit, proposed_on=town.day(12, 6), why=why, actor=town.visitor("lenka")
        )
        outbox.run(app, once=True)


def _convene_evaluation(town: Town, case_id: UUID) -> UUID:
    by = town.key("lenka")
    meeting = conferences.begin(case_id, by=by)
    conferences.set_goal(
        meeting,
        goal="Společně vyhodnotíme plán a domluvíme, co bude do konce školního roku.",
        is_realistic=True,
        because="Většina úkolů je hotová, rodina i škola chtějí pokračovat.",
        by=by,
    )
    people = [
        _asked(town, key, Role.AGENCY_WORKER, "evaluate", "Má úkol v plánu a řekne, jak se daří.", "Stav svých úkolů.")
        for key in ("ivana", "tomas", "alena", "martina")
    ]
    people += [
        _asked(town, "tereza", Role.MINUTE_TAKER, "leads", "Napíše zápis.", ""),
        _asked(town, "petr", Role.FACILITATOR, "leads", "Povede setkání.", ""),
        _asked(town, "jan", Role.AGENCY_WORKER, "expertise", "Poradí, jak dál s podnětem na opatření.", ""),
    ]
    conferences.list_people(meeting, people, by=by)
    when = When(town.day(21, 4), time(13), time(14, 45), PLACE, False, town.day(17, 4))
    conferences.set_time(meeting, when, by=by)
    conferences.convene(meeting, by=by)
    return meeting


def _answer_some(town: Town, meeting: UUID) -> None:
    asked = {name: row.id for name, row in _invitations(meeting).items()}
    for key, answer in (
        ("alena", Answer.ACCEPTED),
        ("martina", Answer.ACCEPTED),
        ("tereza", Answer.ACCEPTED),
        ("petr", Answer.WRITTEN_ONLY),
    ):
        conferences.answer(asked[_name(key)], answer=answer, note="", by=town.key(key))

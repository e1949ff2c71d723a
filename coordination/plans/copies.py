"""One reader's copy of a plan: what of it they may read, put into the values that the paper prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.directory.models import Agency
from agencies.staff.models import posts_today
from coordination.cases.models import FamilyCase, members
from coordination.conferences.models import Conference
from coordination.plans.models import Plan, PlanVersion
from coordination.plans.models_of_conditions import CommitmentLine, ConditionLine
from coordination.plans.models_of_words import Party, PartyWord, parties_of
from coordination.plans.paper import (
    PaperAcceptance,
    PaperCommitment,
    PaperCondition,
    PaperCopy,
    PaperGoal,
    PaperRisk,
    PaperTask,
    PaperWord,
    PlanPaper,
)
from coordination.plans.parts import Parts, between, parts_of
from coordination.plans.rules_of_conditions import Kind
from coordination.plans.words_on_paper import WORDS, said_on, written
from coordination.seats.models import Seat, coordinator_of, open_seats
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine, TaskStep, accepted_steps
from coordination.tasks.rules import OPEN_POINTS, SaidWhere, Schedule
from foundation import audit, clock
from foundation.access import Audience, Facts, decide
from foundation.database import db
from foundation.language import day, day_of_month, short_day


@dataclass(frozen=True)
class Reader:
    """For whom a copy is made, and what they may read."""

    seat: Seat
    facts: Facts

    def may_read(self, audience: Audience) -> bool:
        """Whether something about these members of the family is for this reader."""
        return decide(self.facts, "plan_goals_all_tasks", "R", clock.now(), audience).allowed

    def may_read_conditions(self, audience: Audience) -> bool:
        """The same for conditions and risks."""
        return decide(self.facts, "needs_offers_opinions_conditions_risks", "R", clock.now(), audience).allowed


def copy_for(reader: Reader, plan: Plan, version: PlanVersion, language: str = "cs") -> PlanPaper:
    """What stands in this reader's copy of a version, its fixed words in `language`; of a draft as if approved now."""
    agreed = clock.in_prague(version.approved_at or clock.now()).date()
    parts = parts_of(plan, version, reader.may_read, reader.may_read_conditions)
    former = plan.numbered(version.number - 1)
    before = parts_of(plan, former, reader.may_read, reader.may_read_conditions) if former else None
    tasks = parts.lines
    parties = [one for one in parties_of(plan.case_id, version.id) if reader.may_read(one.audience)]
    case = db.session.get_one(FamilyCase, plan.case_id)
    meeting = db.session.get(Conference, plan.conference_id) if plan.conference_id else None
    coordinator = coordinator_of(plan.case_id)
    town, phone = letterhead(case.frame.town_id, plan.case_id)
    return PlanPaper(
        town=town,
        unit=_unit(case.frame.town_id, coordinator),
        case_code=case.code,
        reference=case.office_reference,
        language=language,
        family=_family(reader, plan),
        coordinator=coordinator.name,
        phone=phone,
        agreed_on=clock.in_prague(meeting.starts_at).date() if meeting and meeting.starts_at else agreed,
        conference_number=meeting.number if meeting else 1,
        entered_afterwards=meeting is not None and meeting.entered_at is not None,
        version=version.number,
        valid_from=agreed,
        valid_until=max(filter(None, (version.evaluation_on, *(line.due_on for line in tasks))), default=agreed),
        as_of=clock.today(),
        copy=_which(reader, plan),
        check_code=audit.check_code(case.frame.town_id),
        goals=[PaperGoal(goal.statement, goal.sign) for goal in parts.goals],
        tasks=[_task(line, parts, language) for line in tasks],
        evaluations=(version.evaluation_on,) if version.evaluation_on else (),
        evaluation_rules=version.evaluation_rules,
        what_if_not=version.what_if_not,
        commitments=[_commitment(one, language) for one in parts.commitments],
        risks=[PaperRisk(one.text, one.watcher.name, one.help) for one in parts.risks],
        open_points=[
            *(_open_point(line, language) for line in tasks if line.state in OPEN_POINTS),
            *(_dissent(one.seat.name, one.word, language) for one in parties if one.word and one.word.dissent),
        ],
        changes=[written(one, language) for one in between(before, parts, language)],
        amended=[_amended(line, language) for line in tasks if line.moved or line.passed_on],
        acceptances=_acceptances(tasks, language),
        words=[_word(one, one.word, language) for one in parties if one.word],
    )


def rhythm(line: TaskLine, language: str = "cs") -> tuple[str, str]:
    """When a task is due, and, of a repeated one, from when until when: `každý pátek`, `od 6. 3. do 26. 6. 2026`."""
    words, wording, due = WORDS[language], line.wording, line.due_on
    if due is None:
        return words.no_date, ""
    if wording.schedule == Schedule.ONCE or wording.from_on is None:
        moved = wording.due_on if wording.due_on != due else None
        return short_day(due, language), words.instead_of.format(day=day(moved, language)) if moved else ""
    first = wording.from_on
    start = day_of_month(first, language) if first.year == due.year else day(first, language)
    return _again(wording.schedule, first, language), words.since.format(first=start, last=day(due, language))


def _again(schedule: str, first: date, language: str) -> str:
    words = WORDS[language]
    if schedule == Schedule.MONTH:
        return words.monthly.format(day=first.day)
    return (words.weekly if schedule == Schedule.WEEK else words.fortnightly)[first.weekday()]


def _unit(town_id: object, coordinator: Seat) -> str:
    posts = posts_today(coordinator.worker_id) if coordinator.worker_id else []
    post = next((known for known in posts if known.agency_id == town_id), None)
    office = db.session.get_one(Agency, town_id)
    return f"{office.name} · {post.unit.name}" if post and post.unit else office.name


def _family(reader: Reader, plan: Plan) -> str:
    known = [one.name for one in members(plan.case_id) if reader.may_read(Audience(members=frozenset({one.id})))]
    return ", ".join(known)


def _which(reader: Reader, plan: Plan) -> PaperCopy:
    """Copies are counted by workers' seats, so that a stray paper tells whose it was without naming anybody."""
    seats = [seat.id for seat in open_seats(plan.case_id) if seat.worker_id]
    number = seats.index(reader.seat.id) + 1 if reader.seat.id in seats else len(seats)
    return PaperCopy(number, len(seats), ", ".join(filter(None, (reader.seat.agency_name, reader.seat.function))))


def _task(line: TaskLine, parts: Parts, language: str) -> PaperTask:
    due, span = rhythm(line, language)
    seat = line.seat
    helpers = [one.name for one in parts.helpers.get(line.task.id, ())]
    helping = WORDS[language].helps.format(names=", ".join(helpers)) if helpers else ""
    return PaperTask(
        number=line.task.number, wording=line.wording.text, sign=line.wording.criterion,
        responsible=seat.name if seat else "",
        beside="; ".join(filter(None, (seat.agency_name if seat else "", helping))), due=due, span=span,
        state=line.shown_as,
    )  # fmt: skip


def _commitment(one: CommitmentLine, language: str) -> PaperCommitment:
    seat = one.commitment.seat
    return PaperCommitment(
        by=seat.agency_name or seat.name, wording=one.commitment.text, state=one.standing.value, steps=one.steps,
        conditions=[
            PaperCondition(
                line.condition.text, line.until, line.judge or _by_task(line, language), line.standing.value,
                _more(line, language),
            )
            for line in one.conditions
        ],
    )  # fmt: skip


def _by_task(line: ConditionLine, language: str) -> str:
    return WORDS[language].by_task.format(number=line.task.task.number) if line.task else ""


def _more(line: ConditionLine, language: str) -> str:
    words, known, last = WORDS[language], line.condition, line.last
    if known.kind == Kind.NUMBER:
        counted = words.counted.format(day=day(last.on_day, language), count=last.counted) if last else ""
        return f"{words.at_most.format(most=known.most)}{counted}"
    sign = words.sign.format(sign=known.criterion)
    return sign[0].lower() + sign[1:] if known.criterion else ""


def _open_point(line: TaskLine, language: str) -> str:
    words = WORDS[language]
    who = f" ({line.seat.name})" if line.seat else ""
    return words.task_is.format(number=line.task.number, what=f"{words.open[line.state]}{who}")


def _dissent(name: str, word: PartyWord, language: str) -> str:
    words = WORDS[language]
    said = words.objects if word.agrees else words.disagrees
    return f"{name} {said}: {words.quoted.format(words=word.dissent)}"


def _amended(line: TaskLine, language: str) -> str:
    words, parts = WORDS[language], []
    if line.moved and line.due_on and line.wording.last_day:
        former = day(line.wording.last_day, language)
        parts.append(words.new_date.format(day=day(line.due_on, language), former=former))
    if line.passed_on and line.seat:
        parts.append(words.new_person.format(day=day(line.passed_on, language), name=line.seat.name))
    return words.task_is.format(number=line.task.number, what=", ".join(parts))


def _word(party: Party, word: PartyWord, language: str) -> PaperWord:
    words = WORDS[language]
    how = said_on(SaidWhere(word.said_where), word.said_on, language)
    said = words.disagrees if not word.agrees else words.agrees_but if word.dissent else words.agrees
    return PaperWord(", ".join(filter(None, (party.seat.name, party.seat.agency_name))), said, how, word.dissent or "")


def _acceptances(tasks: Sequence[TaskLine], language: str) -> Sequence[PaperAcceptance]:
    """One row for each person who accepted a task: which ones, and how the last of them."""
    steps = accepted_steps([line.task.id for line in tasks])
    rows: dict[str, list[TaskLine]] = {}
    for line in tasks:
        if line.seat is not None and line.task.id in steps and line.state not in OPEN_POINTS:
            rows.setdefault(", ".join(filter(None, (line.seat.name, line.seat.agency_name))), []).append(line)
    return [
        PaperAcceptance(
            who,
            ", ".join(str(line.task.number) for line in theirs),
            _how(theirs[-1], steps[theirs[-1].task.id], language),
        )
        for who, theirs in rows.items()
    ]


def _how(line: TaskLine, step: TaskStep, language: str) -> str:
    words = WORDS[language]
    if line.passed_on is not None:
        return words.took_over.format(day=day(line.passed_on, language))
    if step.said_where is None or step.said_on is None:
        return words.accepted.format(how=day(clock.in_prague(step.at).date(), language))
    return words.accepted.format(how=said_on(SaidWhere(step.said_where), step.said_on, language))

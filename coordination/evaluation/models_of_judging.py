"""How the plan goes, as each of those at the table says it at one meeting, and what is asked of whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from coordination.conferences.models import Conference
from coordination.evaluation.rules_of_judging import About, Word, field_of
from coordination.plans.models import Goal, Plan, PlanVersion, plan_of
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY, Role
from coordination.standpoints.models import AsSaid, ForWhom
from coordination.standpoints.rules import kept_close
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import State
from foundation.access import EVERYBODY, Audience
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Evaluation(ForWhom, AsSaid, Base):
    """What the holder of one seat says to one meeting about how the plan goes."""

    __tablename__ = "evaluation"
    __table_args__ = (
        UniqueConstraint("conference_id", "seat_id"),
        CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    plan_version: Mapped[int]
    """The version of the plan that they judge."""
    helped: Mapped[str] = mapped_column(Encrypted("evaluation.helped"))
    otherwise: Mapped[str] = mapped_column(Encrypted("evaluation.otherwise"))
    """What should be different."""
    given_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    marks: Mapped[list["EvaluationMark"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.seat_id

    @property
    def of_family(self) -> bool:
        return self.seat.role in FAMILY

    @property
    def is_kept_close(self) -> bool:
        return kept_close(self.open_to, of_family=self.of_family)

    def about(self, thing: "Thing") -> "EvaluationMark | None":
        """What is said about one thing."""
        return next((one for one in self.marks if (one.goal_id, one.task_id) == thing.key), None)


class EvaluationMark(Base):
    """One mark of an evaluation: of a goal, of a task, or of the common goal as a whole."""

    __tablename__ = "evaluation_mark"
    __table_args__ = (
        CheckConstraint("goal_id IS NULL OR task_id IS NULL", name="one_thing"),
        CheckConstraint("mark BETWEEN 0 AND 10", name="on_scale"),
    )
    id: Mapped[Key]
    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation.id"), index=True)
    goal_id: Mapped[UUID | None] = mapped_column(ForeignKey("goal.id"))
    """The first row of the goal, which is the same in all versions of the plan."""
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    mark: Mapped[int | None]
    """None: they cannot say."""
    why: Mapped[str] = mapped_column(Encrypted("evaluation_mark.why"))

    @property
    def word(self) -> Word:
        return Word(self.mark, self.why)


@dataclass(frozen=True)
class Thing:
    """One thing that is judged, and for whom it is."""

    about: About
    number: int
    key: tuple[UUID | None, UUID | None]
    """Which goal, which task."""
    text: str
    audience: Audience
    line: TaskLine | None = None

    @property
    def field(self) -> str:
        return field_of(self.about, self.number)


@dataclass(frozen=True)
class Round:
    """One meeting at which the plan is evaluated, and the version of the plan that it looks back at."""

    conference: Conference
    plan: Plan
    version: PlanVersion
    newest: bool
    """Whether no later meeting is convened; only then somebody still evaluates at this one."""

    def things(self) -> list[Thing]:
        """Everything that can be judged: the whole, the goals, the tasks that nobody cancelled."""
        lines = lines_of_plan(self.plan.id, self.version.number, in_force=self.plan.in_force is self.version)
        return [
            Thing(About.WHOLE, 0, (None, None), "", EVERYBODY),
            *(_of_goal(goal) for goal in self.version.goals),
            *(of_task(line) for line in lines if line.state != State.CANCELLED),
        ]

    def tried_before(self) -> list[Thing]:
        """The tasks of former versions that this one no longer has, in their last words."""
        now = {line.task.id for line in lines_of_plan(self.plan.id, self.version.number, in_force=False)}
        former = [one for one in self.plan.versions if one.approved_at and one.number < self.version.number]
        found = {
            line.task.id: line
            for version in former
            for line in lines_of_plan(self.plan.id, version.number, in_force=False)
        }
        return [of_task(line) for line in found.values() if line.task.id not in now]


def _of_goal(goal: Goal) -> Thing:
    return Thing(About.GOAL, goal.position, (goal.origin, None), goal.statement, goal.audience)


def of_task(line: TaskLine) -> Thing:
    """A task as a thing to judge."""
    return Thing(About.TASK, line.task.number, (None, line.task.id), line.wording.text, line.audience, line)


def readable(things: Sequence[Thing], may_read: Callable[[Audience], bool]) -> list[Thing]:
    """Those that a reader may know."""
    return [thing for thing in things if may_read(thing.audience)]


def meetings(case_id: UUID) -> Sequence[Conference]:
    """The meetings of a case that are convened and not called off, in the order in which people meet."""
    return db.session.scalars(select(Conference).where(*_convened(case_id)).order_by(Conference.starts_at)).all()


def _convened(case_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Conference.case_id == case_id, Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None)


def round_at(conference_id: UUID) -> Round | None:
    """The evaluation at a meeting; None before it is convened, and where no plan held when it met."""
    asked = db.session.get(Conference, conference_id)
    known = meetings(asked.case_id) if asked is not None else ()
    return _round(asked, newest=asked is known[-1]) if asked is not None and asked in known else None


def present_round(case_id: UUID) -> Round | None:
    """The evaluation that people write at now: that of the latest meeting."""
    known = meetings(case_id)
    return _round(known[-1], newest=True) if known else None


def judged_at(case_id: UUID) -> UUID | None:
    """The meeting at which people evaluate now, as in `present_round`, without reading anything of the plan. One
    query."""
    held = (
        exists()
        .where(PlanVersion.plan_id == Plan.id, PlanVersion.approved_at < Conference.starts_at)
        .where(Plan.case_id == Conference.case_id)
    )
    latest = select(Conference.id, held).where(*_convened(case_id)).order_by(Conference.starts_at.desc()).limit(1)
    found = db.session.execute(latest).first()
    return found[0] if found is not None and found[1] else None


def _round(conference: Conference, *, newest: bool) -> Round | None:
    plan, met = plan_of(conference.case_id), conference.starts_at
    held = [one for one in plan.versions if one.approved_at and met and one.approved_at < met] if plan else []
    return Round(conference, plan, held[-1], newest) if plan and held else None


_WHOLE = (selectinload(Evaluation.marks), joinedload(Evaluation.seat))
_ORDER = (Role.COORDINATOR, Role.AGENCY_WORKER, Role.MINOR_REPRESENTATIVE, Role.PARENT, Role.CHILD)


def evaluation_of(conference_id: UUID, seat_id: UUID) -> Evaluation | None:
    """What the holder of a seat says to one meeting."""
    theirs = (Evaluation.conference_id == conference_id, Evaluation.seat_id == seat_id)
    return db.session.scalar(select(Evaluation).where(*theirs).options(*_WHOLE))


def evaluations_of(case_id: UUID) -> dict[UUID, list[Evaluation]]:
    """Everything said in a case, by meeting: the coordinator, organisations, parents, children. Two queries.

    Not filtered: whoever shows it passes it through `visible_to(facts, …, resource=OTHERS)`.
    """
    found = db.session.scalars(select(Evaluation).where(Evaluation.case_id == case_id).options(*_WHOLE)).all()
    by_meeting: dict[UUID, list[Evaluation]] = {}
    for one in sorted(found, key=lambda one: place(one.seat)):
        by_meeting.setdefault(one.conference_id, []).append(one)
    return by_meeting


def place(seat: Seat) -> tuple[int, str, str]:
    """Where somebody stands among the others."""
    return _ORDER.index(Role(seat.role)) if seat.role in _ORDER else len(_ORDER), seat.agency_name, seat.name


def evaluation_fingerprint(held: Evaluation | None) -> str:
    """What lay before one of the family who changes it: nothing yet, or one version of it."""
    return f"{held.id}:{held.version}" if held is not None else "none"

"""The deeds of diagnostics: asked, answered, written, led on, an interpreter agreed, handed to each parent."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, ServicePerson, cooperating, goes_along, key_worker_of, team_of
from agencies.circles.rules import Part, Relation
from agencies.circles.standing import CARE
from agencies.diagnostics import models, rules
from agencies.diagnostics.models import Diagnostics, OutputHanded
from agencies.diagnostics.rules import State
from agencies.diagnostics.standing import ASKING, OUTPUT, REQUEST, of_asked, of_diagnostician
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.language import day
from foundation.reasons import Refused, reason, refuse_if


def ask(circle_id: UUID, *, child_id: UUID | None, why: str, worker_id: UUID | None, actor: Actor) -> UUID:
    """Ask a worker for diagnostics of a child; a request for the same child that still waits is taken back. Whoever
    asks themselves has accepted. Answers the request. Raises Refused (S1-47, S1-48, S1-53)."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, ASKING)
        child = _child(session, circle, child_id)
        refuse_if(
            [
                *rules.against_asking(child, why, worker_id),
                *(circles.against_working(circle, worker_id) if worker_id else ()),
            ]
        )
        assert child is not None
        assert worker_id is not None
        assert actor.worker_id is not None
        for one in models.diagnostics_of(circle_id):
            if one.child_id == child and one.state is State.WAITING:
                one.taken_back_at = clock.now()
        request = Diagnostics(
            circle_id=circle_id, child_id=child, why=why.strip(), asked_at=clock.now(), asked_by=actor.worker_id,
            worker_id=worker_id,
        )  # fmt: skip
        session.add(request)
        session.flush()
        audit.record(circle.agency_id, actor.key, "diagnostics asked for", circle.about, worker=str(worker_id))
        if worker_id == actor.worker_id:
            _accept(session, circle, request)
        return request.id


def _child(session: Session, circle: Circle, child_id: UUID | None) -> UUID | None:
    child = session.get(ServicePerson, child_id) if child_id is not None else None
    return child.id if child and child.circle_id == circle.id and child.relation == Relation.CHILD else None


def _accept(session: Session, circle: Circle, request: Diagnostics) -> None:
    """The file opens to whoever accepts: a place in the team as diagnostician (S1-48). Raises Refused."""
    request.answered_at, request.accepted = clock.now(), True
    key = key_worker_of(circle.id)
    there = {place.worker_id for place in team_of(circle.id) if place.part == Part.DIAGNOSTICIAN}
    if request.worker_id not in there and (key is None or key.worker_id != request.worker_id):
        circles.put_into_team(session, circle, request.worker_id, Part.DIAGNOSTICIAN)


def answer(diagnostics_id: UUID, *, accepts: bool | None, note: str, actor: Actor) -> None:
    """Whoever is asked accepts, or declines with a reason (S1-48). Raises Refused."""
    with transaction() as session:
        request = session.get_one(Diagnostics, diagnostics_id)
        circle = session.get_one(
            Circle, request.circle_id, with_for_update={"key_share": False}, populate_existing=True
        )
        session.refresh(request)
        facts = of_asked(actor, diagnostics_id)
        if not decide(facts, REQUEST, "W", clock.now()).allowed:
            raise Refused([reason("This request no longer waits for an answer.")])
        refuse_if(rules.against_answering(request.state, accepts, note))
        if accepts:
            _accept(session, circle, request)
        else:
            request.answered_at, request.accepted, request.answer = clock.now(), False, note.strip()
        audit.record(
            circle.agency_id, actor.key, "diagnostics accepted" if accepts else "diagnostics declined", circle.about
        )


def _held(session: Session, diagnostics_id: UUID, actor: Actor, resource: str = CARE) -> tuple[Diagnostics, Circle]:
    one = session.get_one(Diagnostics, diagnostics_id)
    circle = circles.held(session, one.circle_id, actor, resource)
    session.refresh(one)
    return one, circle


def take_back(diagnostics_id: UUID, *, actor: Actor) -> None:
    """The key worker no longer wants it; what was written stays. Raises Refused."""
    with transaction() as session:
        one, circle = _held(session, diagnostics_id, actor, ASKING)
        if one.report_at is not None or one.has_ended:
            raise Refused([reason("There is nothing to take back any more.")])
        one.taken_back_at = clock.now()
        audit.record(circle.agency_id, actor.key, "diagnostics taken back", circle.about)


def write(diagnostics_id: UUID, *, report: str, actor: Actor) -> None:
    """The diagnostician writes the output, and mends it until a parent has it. Raises Refused."""
    with transaction() as session:
        one, circle = _held(session, diagnostics_id, actor)
        if not decide(of_diagnostician(actor, diagnostics_id), OUTPUT, "W", clock.now()).allowed:
            raise Refused([reason("You can no longer do this with the present file. Nothing was changed.")])
        refuse_if(rules.against_writing(report, handed=bool(one.handed)))
        one.report, one.report_at = report.strip(), clock.now()
        audit.record(circle.agency_id, actor.key, "diagnostics written", circle.about)


def lead_on(diagnostics_id: UUID, *, what: str, on: date | None, who: UUID | None, actor: Actor) -> None:
    """Set the step that follows from the output; only then are the diagnostics done (S1-47). Raises Refused."""
    with transaction() as session:
        one, circle = _held(session, diagnostics_id, actor)
        refuse_if(
            rules.against_going_on(one.state, one.worker.name)
            or rules.against_next_step(
                what, on, who, today=clock.today(), works_here=who in cooperating(circle.id),
                name=circles.name_of(who), written=one.report_at is not None,
            )
        )  # fmt: skip
        one.next_what, one.next_on, one.next_who = what.strip(), on, who
        audit.record(circle.agency_id, actor.key, "diagnostics lead on", circle.about, who=str(who))


def agree_interpreter(
    diagnostics_id: UUID, *, who: UUID | None, agreed: Collection[UUID], on: date | None, note: str, actor: Actor
) -> None:
    """Write down who explains the output to the parents, and who agreed on it when (S1-49, S1-50). Raises Refused."""
    with transaction() as session:
        one, circle = _held(session, diagnostics_id, actor)
        team, key = cooperating(circle.id), key_worker_of(circle.id)
        agreed = [each for each in agreed if each in team]
        refuse_if(
            rules.against_going_on(one.state, one.worker.name)
            or rules.against_interpreter(
                who, agreed, on, note, today=clock.today(), key_worker=key.worker_id if key else None,
                works_here=who in team, name=circles.name_of(who), handed=bool(one.handed),
            )
        )  # fmt: skip
        one.interpreter_id, one.agreed_on, one.interpreter_note = who, on, note.strip()
        one.agreed_by = ", ".join(sorted(team[each] for each in agreed))
        audit.record(circle.agency_id, actor.key, "interpreter agreed", circle.about, interpreter=str(who))


def hand(diagnostics_id: UUID, *, parent_id: UUID | None, on: date | None, actor: Actor) -> None:
    """Write down that a parent has got the output, once somebody was agreed who explains it (S1-49). Raises Refused."""
    with transaction() as session:
        one, circle = _held(session, diagnostics_id, actor)
        parent = session.get(ServicePerson, parent_id) if parent_id is not None else None
        if parent is not None and (parent.circle_id != circle.id or not parent.is_parent):
            parent = None
        refuse_if(
            rules.against_going_on(one.state, one.worker.name)
            or rules.against_handing(
                parent.id if parent else None, on, today=clock.today(), written=one.report_at is not None,
                interpreter=circles.name_of(one.interpreter_id),
                works_here=one.interpreter_id in cooperating(circle.id),
                already=parent is not None and parent.id in {each.person_id for each in one.handed},
                since=clock.in_prague(one.report_at).date() if one.report_at else None,
            )
        )  # fmt: skip
        assert parent is not None
        assert on is not None
        one.handed.append(OutputHanded(person_id=parent.id, on=on, by=actor.key))
        audit.record(circle.agency_id, actor.key, "output handed over", circle.about, parent=str(parent.relation))


# --- what follows from deeds below ------------------------------------------------------------------------------------


def _kept_out(circle: Circle, worker_id: UUID) -> None:
    """A worker who is kept out does nothing here any more: neither asked, nor explaining, nor the next step (S1-53)."""
    key = key_worker_of(circle.id)
    for one in models.diagnostics_of(circle.id):
        if one.worker_id == worker_id and one.report_at is None and not one.has_ended:
            one.taken_back_at = clock.now()
        if one.interpreter_id == worker_id and not one.handed:
            one.interpreter_id, one.agreed_on, one.agreed_by, one.interpreter_note = None, None, "", ""
        if one.next_who == worker_id and key is not None:
            one.next_who = key.worker_id


def _handed_over(circle: Circle, former: UUID, present: UUID) -> None:
    """Next steps of the former key worker that are still to come go to the new one (S1-25)."""
    for one in models.diagnostics_of(circle.id):
        if one.next_who == former and one.next_on is not None and one.next_on >= clock.today():
            one.next_who = present


circles.on_excluded(_kept_out)
circles.on_handed_over(_handed_over)


def _not_done(circle_id: UUID) -> list[str]:
    return [
        f"{one.child.name} ({one.worker.name})"
        for one in models.diagnostics_of(circle_id)
        if one.state in (State.WAITING, State.ACCEPTED, State.WRITTEN)
    ]


def _to_come(circle_id: UUID) -> list[str]:
    return [
        f"{one.next_what} ({one.next_worker.name}, {day(one.next_on, 'cs')})"
        for one in models.diagnostics_of(circle_id)
        if one.next_on is not None and one.next_on >= clock.today() and one.next_worker is not None
    ]


goes_along("diagnostics", _l("Psychodiagnostics that are not done"), _not_done)
goes_along("next step", _l("Next steps after diagnostics"), _to_come)

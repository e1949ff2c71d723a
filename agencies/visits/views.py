"""The counter of the visits: book, move, write down; obstacles that are respected, findings for both parents."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, ServicePerson, circle_of, cooperating, family_of
from agencies.circles.rules import State
from agencies.circles.standing import CARE, of_circle
from agencies.circles.views import show_in_file, to_write
from agencies.clients.models import mediation_asked
from agencies.intake.views import HourForm
from agencies.visits import actions, models
from agencies.visits.actions import Booking
from agencies.visits.models import ALONG_NAMES, APPROACH_NAMES, KIND_NAMES, OBSTACLE_NAMES, Findings, Obstacle, Visit
from agencies.visits.rules import Along, Approach, Kind, ObstacleKind, Told
from foundation import access, clock, ics
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Choice, Choices, DayField, Dropdown, Form, TextBlock, TextLine, Tick, notice

Answer = str | Response
pages = Blueprint("visits", __name__)
LONGEST_RECORD = 6000


def of_visit(actor: Actor, visit_id: UUID) -> Facts | None:
    """Somebody before one visit."""
    visit = db.session.get(Visit, visit_id)
    return None if visit is None else of_circle(actor, visit.circle_id)


def of_obstacle(actor: Actor, obstacle_id: UUID) -> Facts | None:
    """Somebody before one obstacle."""
    obstacle = db.session.get(Obstacle, obstacle_id)
    return None if obstacle is None else of_circle(actor, obstacle.circle_id)


def of_findings(actor: Actor, findings_id: UUID) -> Facts | None:
    """Somebody before what was found."""
    found = db.session.get(Findings, findings_id)
    return None if found is None else of_circle(actor, found.circle_id)


def _chosen(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _parents(circle_id: UUID) -> list[ServicePerson]:
    return [one for one in family_of(circle_id) if one.is_parent]


# --- booking ----------------------------------------------------------------------------------------------------------


class BookForm(HourForm):
    approach = Choice(_l("How you work with the family"), list(APPROACH_NAMES.items()), missing=None)
    kind = Choice(_l("What happens there?"), list(KIND_NAMES.items()), default=Kind.CONSULTATION)
    people = Choices(_l("Who comes?"))
    along = Dropdown(_l("Who else comes along?"), optional=True)
    along_name = TextLine(_l("Name of whoever comes along"), 160, optional=True)
    child_note = TextLine(
        _l("Why the child comes, and what was agreed on it"), 300, optional=True, hint=_l("Only when a child comes.")
    )
    child_prepared = Tick(_l("The parent has prepared the child"))
    worker = Dropdown(_l("With whom"), missing=None)
    because = TextLine(
        _l("Why otherwise than usual"), 300, optional=True, hint=_l("Only when the page asks for a reason.")
    )

    def booking(self) -> Booking:
        """What was chosen, as the deed takes it."""
        told = Told(self.child_note.data or "", self.child_prepared.data, self.because.data or "")
        return Booking(
            approach=Approach(self.approach.data) if self.approach.data else None, kind=Kind(self.kind.data),
            worker_id=_chosen(self.worker.data), starts_at=self.starts(),
            people=[UUID(one) for one in self.people.data or []],
            along=Along(self.along.data) if self.along.data else None, along_name=self.along_name.data or "",
            told=told,
        )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/visits/new", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def book(circle_id: UUID) -> Answer:
    circle, team = circle_of(circle_id) or abort(404), cooperating(circle_id)
    former = models.visits_of(circle_id)
    form = BookForm(data=_usual(circle_id, former))
    form.people.choices = [(str(one.id), f"{one.name}, {one.relation_name}") for one in family_of(circle_id)]
    form.along.choices = [("", _("nobody")), *((each, str(word)) for each, word in ALONG_NAMES.items())]
    form.worker.choices = [("", _("Choose")), *((str(one), name) for one, name in team.items())]
    asked = next((one for one in team if str(one) == form.worker.data), next(iter(team)))
    form.offer_hours(asked, circle.agency_id)
    if form.did(lambda: actions.book(circle_id, form.booking(), actor=access.actor())):
        notice(_("The visit is booked."))
        return _back(circle_id)
    return render_template(
        "agencies/visits/book.html", form=form, circle=circle_of(circle_id), obstacle=models.obstacle_of(circle_id)
    )


def _usual(circle_id: UUID, former: Sequence[Visit]) -> dict[str, object]:
    """What is chosen first: the way of the last visit, or joint work where the parents asked for mediation; oneself."""
    last = former[-1] if former else None
    asked = mediation_asked(circle_id)
    joint = asked is not None and (last is None or asked.asked_on >= models.day_of(last))
    own = access.actor().worker_id
    return {
        "approach": Approach.JOINT if joint else last.approach if last is not None else None,
        "kind": request.args.get("kind") if request.args.get("kind") in set(Kind) else Kind.CONSULTATION,
        "worker": str(own) if own in cooperating(circle_id) else "",
    }


# --- one visit --------------------------------------------------------------------------------------------------------


@pages.get("/service/visits/<uuid:visit_id>")
@requires(CARE, of_visit, looked=True)
def show(visit_id: UUID) -> str:
    return _page("show", Form(formdata=None), visit_id)


class HoldForm(Form):
    came = Choices(_l("Who came?"))
    note = TextBlock(
        _l("What it was about"), LONGEST_RECORD, rows=8,
        hint=_l("What was spoken about, what was agreed, what comes next. Only those in the care of the file read it."),
    )  # fmt: skip


@pages.route("/service/visits/<uuid:visit_id>/record", methods=["GET", "POST"])
@requires(CARE, to_write(of_visit, CARE))
def hold(visit_id: UUID) -> Answer:
    visit = models.whole(visit_id)
    form = HoldForm(data={"came": [str(one.person_id) for one in visit.asked]})
    form.came.choices = [(str(one.person_id), f"{one.person.name}, {one.person.relation_name}") for one in visit.asked]
    if form.did(
        lambda: actions.hold(
            visit_id, came=[UUID(one) for one in form.came.data or []], note=form.note.data or "",
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The visit is written down."))
        return _back(visit.circle_id)
    return _page("hold", form, visit_id)


@pages.route("/service/visits/<uuid:visit_id>/time", methods=["GET", "POST"])
@requires(CARE, to_write(of_visit, CARE))
def move(visit_id: UUID) -> Answer:
    visit, form = models.whole(visit_id), HourForm()
    circle = circle_of(visit.circle_id) or abort(404)
    form.offer_hours(visit.worker_id, circle.agency_id)
    if form.did(lambda: actions.move(visit_id, form.starts(), actor=access.actor())):
        notice(_("The visit has another time. Tell the family."))
        return _back(circle.id)
    return _page("move", form, visit_id)


@pages.post("/service/visits/<uuid:visit_id>/called-off")
@requires(CARE, of_visit)
def call_off(visit_id: UUID) -> Answer:
    circle_id = models.whole(visit_id).circle_id
    if (form := Form()).did(lambda: actions.call_off(visit_id, actor=access.actor())):
        notice(_("The visit is called off. Tell the family."))
        return _back(circle_id)
    return _page("show", form, visit_id)


@pages.post("/service/visits/<uuid:visit_id>/missed")
@requires(CARE, of_visit)
def miss(visit_id: UUID) -> Answer:
    circle_id = models.whole(visit_id).circle_id
    if (form := Form()).did(lambda: actions.miss(visit_id, actor=access.actor())):
        notice(_("Written down as missed. It does not count as a visit."))
        return _back(circle_id)
    return _page("show", form, visit_id)


@pages.get("/service/visits/<uuid:visit_id>/calendar")
@requires(CARE, of_visit)
def calendar(visit_id: UUID) -> Response:
    """The booked hour for one's own calendar; nothing in it says with whom or what about."""
    visit = models.whole(visit_id)
    circle = circle_of(visit.circle_id) or abort(404)
    entry = ics.Event(
        uid=str(uuid5(visit.id, "visit")), sequence=visit.moved, stamp=clock.now(), starts=visit.starts_at,
        ends=visit.ends_at, summary=_("Appointment %(code)s", code=circle.code),
    )  # fmt: skip
    answer = make_response(ics.publish(entry))
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=schuzka.ics"
    return answer


def _page(name: str, form: Form, visit_id: UUID) -> str:
    visit = models.whole(visit_id)
    return render_template(
        f"agencies/visits/{name}.html", form=form, visit=visit, circle=circle_of(visit.circle_id) or abort(404),
        may=access.may, now=clock.now(), approaches=APPROACH_NAMES,
    )  # fmt: skip


# --- what keeps the parents apart -------------------------------------------------------------------------------------


class ObstacleForm(Form):
    kind = Choice(_l("What keeps them from meeting?"), list(OBSTACLE_NAMES.items()), missing=None)
    person = Dropdown(_l("Whom does it concern?"), optional=True)
    note = TextLine(_l("In a sentence"), 300, optional=True, hint=_l("What happens, without blame."))
    review_on = DayField(_l("When you look at it again"))


@pages.route("/service/files/<uuid:circle_id>/obstacle", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def obstacle(circle_id: UUID) -> Answer:
    form = ObstacleForm()
    form.person.choices = [("", _("both of them")), *((str(one.id), one.name) for one in _parents(circle_id))]
    if form.did(
        lambda: actions.respect_obstacle(
            circle_id, kind=ObstacleKind(form.kind.data) if form.kind.data else None,
            person_id=_chosen(form.person.data), note=form.note.data or "", review_on=form.review_on.data,
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Written down. Each parent can come alone meanwhile."))
        return _back(circle_id)
    return render_template("agencies/visits/obstacle.html", form=form, circle=circle_of(circle_id))


@pages.post("/service/obstacles/<uuid:obstacle_id>/end")
@requires(CARE, of_obstacle)
def end_obstacle(obstacle_id: UUID) -> Answer:
    circle_id = db.session.get_one(Obstacle, obstacle_id).circle_id
    if Form().did(lambda: actions.end_obstacle(obstacle_id, actor=access.actor())):
        notice(_("The parents can meet again."))
    return _back(circle_id)


# --- findings ---------------------------------------------------------------------------------------------------------


class FindingsForm(Form):
    text = TextBlock(
        _l("What was found"), LONGEST_RECORD, rows=8,
        hint=_l("In words that help the parents to see and to learn. Both get the same."),
    )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/findings", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def findings(circle_id: UUID) -> Answer:
    form = FindingsForm()
    if form.did(lambda: actions.write_findings(circle_id, form.text.data or "", actor=access.actor())):
        notice(_("Written. It is open until both parents have it."))
        return _back(circle_id)
    return render_template("agencies/visits/findings.html", form=form, circle=circle_of(circle_id))


class HandForm(Form):
    parent = Choice(_l("Which parent?"), missing=None)
    on = DayField(_l("Day on which the parent got it"))


@pages.route("/service/findings/<uuid:findings_id>/handed", methods=["GET", "POST"])
@requires(CARE, to_write(of_findings, CARE))
def hand(findings_id: UUID) -> Answer:
    circle_id, form = db.session.get_one(Findings, findings_id).circle_id, HandForm(data={"on": clock.today()})
    form.parent.choices = [(str(one.id), f"{one.name}, {one.relation_name}") for one in _parents(circle_id)]
    if form.did(
        lambda: actions.hand_findings(
            findings_id, parent_id=_chosen(form.parent.data), on=form.on.data, actor=access.actor()
        )
    ):
        notice(_("Written down."))
        return _back(circle_id)
    return render_template("agencies/visits/hand.html", form=form, circle=circle_of(circle_id))


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    if circle.state in (State.NEW_CONTACT, State.INTAKE_BOOKED, State.INTAKE_DONE) or not access.may(CARE, "R"):
        return ""
    visits, parents = models.visits_of(circle.id), _parents(circle.id)
    return render_template(
        "agencies/visits/part_of_file.html", circle=circle, visits=visits,
        counted=sum(one.counts for one in visits), obstacle=models.obstacle_of(circle.id),
        findings=[(one, one.lacking(parents)) for one in models.findings_of(circle.id)],
        asked=mediation_asked(circle.id), writes=access.may(CARE, "W"), once=Form(formdata=None), now=clock.now(),
        today=clock.today(),
    )  # fmt: skip


show_in_file(50, _part_of_file)


def _back(circle_id: UUID) -> Response:
    return redirect(url_for("circles.file", circle_id=circle_id), 303)

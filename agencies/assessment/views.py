"""The counter of the assessment: who assesses, what they find, who becomes key worker."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.assessment import actions, models
from agencies.circles.models import Circle, circle_of, colleagues_for, team_of
from agencies.circles.rules import Part, State
from agencies.circles.standing import FILE, HEAD, of_circle
from agencies.circles.views import colleague_choices, show_in_file, to_write
from agencies.intake.models import intakes_of
from foundation import access, clock
from foundation.access import requires
from foundation.web import Choice, Choices, Dropdown, Form, TextBlock, notice

Answer = str | Response
pages = Blueprint("assessment", __name__)


class AssessorsForm(Form):
    assessors = Choices(_l("Who assesses"), hint=_l("At least two different professionals."))

    def chosen(self) -> list[UUID]:
        """The workers, each once."""
        return [UUID(one) for one in dict.fromkeys(self.assessors.data or [])]


class AssessmentForm(AssessorsForm):
    outlook = TextBlock(
        _l("How the situation is likely to develop"), 3000, rows=5,
        hint=_l("What may come if nothing changes, and what can help."),
    )  # fmt: skip
    key_worker = Dropdown(_l("Key worker"), missing=None, hint=_l("Exactly one; answers for the file from now on."))
    needs_others = Choice(
        _l("Do several workers have to cooperate?"),
        [("no", _l("no, the key worker alone")), ("yes", _l("yes, the key worker leads the team"))],
        default="no",
    )


@pages.route("/service/files/<uuid:circle_id>/assessment", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def assess(circle_id: UUID) -> Answer:
    circle = _waiting(circle_id)
    form = AssessmentForm(data={"assessors": _asked(circle_id)})
    _offer(form, circle)
    form.key_worker.choices = colleague_choices(circle)
    if form.did(
        lambda: actions.conclude(
            circle_id, form.chosen(), outlook=form.outlook.data or "", needs_others=form.needs_others.data == "yes",
            key_worker=UUID(form.key_worker.data) if form.key_worker.data else None, actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Assessed. The key worker answers for the file from now on."))
        return _onwards(circle_id)
    return _page("assess", form, circle_id)


@pages.route("/service/files/<uuid:circle_id>/assessors", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def ask(circle_id: UUID) -> Answer:
    circle = _waiting(circle_id)
    form = AssessorsForm(data={"assessors": _asked(circle_id)})
    _offer(form, circle)
    if form.did(lambda: actions.ask(circle_id, form.chosen(), actor=access.actor())):
        notice(_("Asked. The file is open to them now."))
        return _onwards(circle_id)
    return _page("ask", form, circle_id)


def _waiting(circle_id: UUID) -> Circle:
    circle = circle_of(circle_id) or abort(404)
    return circle if circle.state == State.INTAKE_DONE else abort(404)


def _asked(circle_id: UUID) -> list[str]:
    return [str(place.worker_id) for place in team_of(circle_id) if place.part == Part.ASSESSOR]


def _offer(form: AssessorsForm, circle: Circle) -> None:
    """Offer only professionals whom the file does not keep out (S1-18, S1-53)."""
    counted = models.professional_at(circle.agency_id)
    posts = [post for post in colleagues_for(circle) if post.profession in counted]
    form.assessors.choices = [(str(post.worker_id), f"{post.worker.name}, {post.function}") for post in posts]


def _page(name: str, form: AssessorsForm, circle_id: UUID) -> str:
    circle = circle_of(circle_id) or abort(404)
    intakes = intakes_of(circle_id)
    return render_template(
        f"agencies/assessment/{name}.html", form=form, circle=circle, week=models.clocks_of([circle])[circle_id],
        intake=intakes[-1] if intakes else None,
    )  # fmt: skip


def _part_of_file(circle: Circle) -> str:
    return render_template(
        "agencies/assessment/part_of_file.html", circle=circle, found=models.assessment_of(circle.id),
        week=models.clocks_of([circle])[circle.id], waits=circle.state == State.INTAKE_DONE, may=access.may,
        asked=[place for place in team_of(circle.id) if place.part == Part.ASSESSOR], today=clock.today(),
    )  # fmt: skip


show_in_file(20, _part_of_file)


def _onwards(circle_id: UUID) -> Response:
    """To the file, or to the board for whoever no longer works with it."""
    still = access.decide(of_circle(access.actor(), circle_id), HEAD, "R", clock.now()).allowed
    return redirect(url_for("circles.file", circle_id=circle_id) if still else url_for("desk.board"), 303)

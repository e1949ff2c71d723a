"""The counter of the circles: the file of a client, its team, its hand-over, whom it keeps out."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from agencies.circles import actions, documents, models
from agencies.circles.models import Circle
from agencies.circles.rules import ExclusionKind, HandOverReason, Outcome, Part, Relation
from agencies.circles.standing import CARE, EXCLUSIONS, FILE, HEAD, TEAM, of_circle
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Choice, Dropdown, Form, TextBlock, TextLine, Tick, attachment, notice

Answer = str | Response
pages = Blueprint("circles", __name__)


@dataclass(frozen=True)
class PartOfFile:
    """What a room above shows in the file, and where: a place in the order, the main column or the side."""

    place: int
    draw: Callable[[Circle], str]
    beside: bool


_parts: list[PartOfFile] = []
_ways: list[Callable[[Circle], list[tuple[str, str]]]] = []


def show_in_file(place: int, draw: Callable[[Circle], str], *, beside: bool = False) -> None:
    """Let a room above show its part in the file, drawn from a template; an empty part is left out.

    The rooms stand in the order of their work: intake 10, assessment 20, clients 30, plan 40, visits 50, diagnostics
    60, intervisions 70, co-operation 80.
    """
    _parts.append(PartOfFile(place, draw, beside))


def offer_way(ways: Callable[[Circle], list[tuple[str, str]]]) -> None:
    """Let a room above offer links (word, address) at the side of the file."""
    _ways.append(ways)


def of_place(actor: Actor, place_id: UUID) -> Facts | None:
    """Somebody before a place of a team."""
    place = db.session.get(models.TeamPlace, place_id)
    return None if place is None else of_circle(actor, place.circle_id)


def of_link(actor: Actor, key_worker_id: UUID) -> Facts | None:
    """Somebody before a hand-over of a file."""
    link = models.link_of(key_worker_id)
    return None if link is None else of_circle(actor, link.circle_id)


def of_exclusion(actor: Actor, exclusion_id: UUID) -> Facts | None:
    """Somebody before an exclusion."""
    kept_out = db.session.get(models.CircleExclusion, exclusion_id)
    return None if kept_out is None else of_circle(actor, kept_out.circle_id)


def of_person(actor: Actor, person_id: UUID) -> Facts | None:
    """Somebody before the entry of one of the family."""
    person = db.session.get(models.ServicePerson, person_id)
    return None if person is None else of_circle(actor, person.circle_id)


def to_write(facts: Callable[..., Facts | None], resource: str) -> Callable[..., Facts | None]:
    """Only for those who may write: the page of a form is not there for anybody else."""

    def writers(actor: Actor, **arguments: UUID) -> Facts | None:
        found = facts(actor, **arguments)
        return found if access.decide(found, resource, "W", clock.now()).allowed else None

    return writers


@pages.get("/service/files/<uuid:circle_id>")
@requires(HEAD, of_circle, looked=True)
def file(circle_id: UUID) -> str:
    circle = models.circle_of(circle_id) or abort(404)
    reads = access.may(FILE, "R")
    parts = sorted(_parts, key=lambda part: -part.place) if reads else []  # what is going on now comes first
    drawn = [(part.beside, Markup(part.draw(circle))) for part in parts]  # noqa: S704  (each is a template, escaped)
    chain = models.chain_of(circle_id)
    return render_template(
        "agencies/circles/file.html",
        circle=circle,
        reads=reads,
        family=models.family_of(circle_id) if reads else [],
        chain=chain,
        key=chain[-1] if chain else None,
        may=access.may,
        team=models.team_of(circle_id),
        kept_out=models.exclusions_of(circle_id) if access.may(EXCLUSIONS, "R") else [],
        main=[part for beside, part in drawn if not beside and part],
        side=[part for beside, part in drawn if beside and part],
        ways=[way for ways in _ways for way in ways(circle)] if reads else [],
    )


class PersonForm(Form):
    name = TextLine(_l("Name"), 120)
    relation = Choice(
        _l("Who is it in the family?"), [(each, word) for each, word in models.RELATION_NAMES.items()],
        missing=None,
    )  # fmt: skip
    reach = TextLine(_l("How to reach them"), 160, optional=True, hint=_l("A phone or an address that is safe."))

    def relation_chosen(self) -> Relation | None:
        """Who it is, once chosen."""
        return Relation(self.relation.data) if self.relation.data else None


@pages.route("/service/files/<uuid:circle_id>/family", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def add_person(circle_id: UUID) -> Answer:
    form = PersonForm()
    if form.did(
        lambda: actions.add_person(
            circle_id, name=form.name.data or "", relation=form.relation_chosen(), reach=form.reach.data or "",
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Entered."))
        return _back(circle_id)
    return render_template("agencies/circles/person.html", form=form, circle=models.circle_of(circle_id), person=None)


@pages.route("/service/people/<uuid:person_id>", methods=["GET", "POST"])
@requires(FILE, to_write(of_person, FILE))
def correct_person(person_id: UUID) -> Answer:
    person = db.session.get_one(models.ServicePerson, person_id)
    circle_id, form = person.circle_id, PersonForm(obj=person)
    if form.did(
        lambda: actions.correct_person(
            person_id, name=form.name.data or "", relation=form.relation_chosen(), reach=form.reach.data or "",
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Saved."))
        return _back(circle_id)
    return render_template("agencies/circles/person.html", form=form, circle=models.circle_of(circle_id), person=person)


class HandOverForm(Form):
    worker = Dropdown(_l("New key worker"), missing=None)
    because = Choice(
        _l("Why now?"), [(each, word) for each, word in models.HAND_OVER_NAMES.items()],
        missing=None,
    )  # fmt: skip
    note = TextBlock(
        _l("What the new key worker should know"), 1000, rows=3, optional=True,
        hint=_l("Where the work stands and what comes next. It stays in the file."),
    )  # fmt: skip
    stays = Tick(_l("The present key worker stays in the team"))


@pages.route("/service/files/<uuid:circle_id>/hand-over", methods=["GET", "POST"])
@requires(TEAM, to_write(of_circle, TEAM))
def hand_over(circle_id: UUID) -> Answer:
    circle = models.circle_of(circle_id) or abort(404)
    key = models.key_worker_of(circle_id)
    form = HandOverForm()
    form.worker.choices = colleague_choices(circle, besides=key.worker_id if key else None)
    if form.did(
        lambda: actions.hand_over(
            circle_id, to=UUID(form.worker.data) if form.worker.data else None,
            because=HandOverReason(form.because.data) if form.because.data else None, note=form.note.data or "",
            stays=form.stays.data, actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The file is handed over. The new key worker answers for it from this moment."))
        return _onwards(circle_id)
    return render_template("agencies/circles/hand_over.html", form=form, circle=models.circle_of(circle_id), key=key)


@pages.get("/service/hand-overs/<uuid:key_worker_id>/record.pdf")
@requires(FILE, of_link, looked=True)
def hand_over_paper(key_worker_id: UUID) -> Response:
    """The record for the folder of the file, as it was at the hand-over."""
    content = documents.hand_over_record(models.link_of(key_worker_id) or abort(404))
    return attachment(content, "application/pdf", "zaznam-o-predani.pdf")


class JoinForm(Form):
    worker = Dropdown(_l("Whom do you need?"), missing=_l("Choose whom you need."))
    part = Choice(
        _l("As what?"),
        [(each, word) for each, word in models.PART_NAMES.items() if each != Part.ASSESSOR],
        missing=_l("Choose as what."),
    )


@pages.route("/service/files/<uuid:circle_id>/team", methods=["GET", "POST"])
@requires(TEAM, to_write(of_circle, TEAM))
def join(circle_id: UUID) -> Answer:
    circle = models.circle_of(circle_id) or abort(404)
    form = JoinForm()
    form.worker.choices = colleague_choices(circle)
    if form.did(
        lambda: actions.join(
            circle_id, worker_id=UUID(form.worker.data) if form.worker.data else None, part=Part(form.part.data),
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("In the team. The file is open to this colleague now."))
        return _back(circle_id)
    return render_template("agencies/circles/join.html", form=form, circle=models.circle_of(circle_id))


@pages.post("/service/team/<uuid:place_id>/end")
@requires(TEAM, of_place)
def leave(place_id: UUID) -> Answer:
    circle_id = db.session.get_one(models.TeamPlace, place_id).circle_id
    if Form().did(lambda: actions.leave(place_id, actor=access.actor())):
        notice(_("No longer in the team."))
    return _back(circle_id)


class ExcludeForm(Form):
    worker = Dropdown(_l("Which worker?"), missing=None)
    kind = Choice(
        _l("Why?"), [(each, word) for each, word in models.EXCLUSION_NAMES.items()],
        missing=None,
        hint=_l("The worker never learns of the file nor of the reason."),
    )  # fmt: skip
    note = TextBlock(_l("In the client's words"), 600, rows=2, optional=True)


@pages.route("/service/files/<uuid:circle_id>/kept-out", methods=["GET", "POST"])
@requires(EXCLUSIONS, to_write(of_circle, EXCLUSIONS))
def exclude(circle_id: UUID) -> Answer:
    circle = models.circle_of(circle_id) or abort(404)
    form = ExcludeForm()
    form.worker.choices = colleague_choices(circle, besides=access.actor().worker_id)
    if form.did(
        lambda: actions.exclude(
            circle_id, worker_id=UUID(form.worker.data) if form.worker.data else None,
            kind=ExclusionKind(form.kind.data) if form.kind.data else None, note=form.note.data or "",
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The worker is kept out from this moment, everywhere."))
        return _back(circle_id)
    return render_template("agencies/circles/exclude.html", form=form, circle=models.circle_of(circle_id))


@pages.post("/service/kept-out/<uuid:exclusion_id>/end")
@requires(EXCLUSIONS, of_exclusion)
def lift(exclusion_id: UUID) -> Answer:
    circle_id = db.session.get_one(models.CircleExclusion, exclusion_id).circle_id
    if Form().did(lambda: actions.lift(exclusion_id, actor=access.actor())):
        notice(_("The worker may work with the file again."))
    return _back(circle_id)


class EndForm(Form):
    outcome = Choice(
        _l("How does it end?"),
        choices=lambda: [(str(each), models.OUTCOME_NAMES[each]) for each in (Outcome.ENDED, Outcome.WITHDRAWN)],
        missing=_l("Choose how it ends."),
    )


@pages.route("/service/files/<uuid:circle_id>/end", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def end(circle_id: UUID) -> Answer:
    form = EndForm()
    if form.did(
        lambda: actions.end_cooperation(circle_id, outcome=Outcome(form.outcome.data), actor=access.actor())
    ):  # fmt: skip
        notice(_("The file is ended. It can be read, nothing is written into it any more."))
        return _back(circle_id)
    return render_template("agencies/circles/end.html", form=form, circle=models.circle_of(circle_id))


def colleague_choices(circle: Circle, besides: UUID | None = None) -> list[tuple[str, str]]:
    """Who of the service can be chosen for a file, by name and function; never whom it keeps out."""
    found = models.colleagues_for(circle, [besides] if besides else [])
    return [("", _("Choose")), *((str(post.worker_id), f"{post.worker.name}, {post.function}") for post in found)]


def _back(circle_id: UUID) -> Response:
    return redirect(url_for("circles.file", circle_id=circle_id), 303)


def _onwards(circle_id: UUID) -> Response:
    """To the file, or to the first page for whoever no longer works with it."""
    still = access.decide(of_circle(access.actor(), circle_id), HEAD, "R", clock.now()).allowed
    return _back(circle_id) if still else redirect("/", 303)

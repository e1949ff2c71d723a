"""The counter of the staff: a worker's page, taking on, correcting, posts given and ended."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import ValidationError

from agencies.directory import models as directory
from agencies.directory import views as directory_pages
from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.staff import actions, models, rights
from agencies.staff.actions import Contact, Place, Reach
from agencies.staff.models import PROFESSION_NAMES, ROLE_NAMES, Worker
from agencies.staff.rules import OFFICES, TOWN_ROLES, Profession, Role
from foundation import clock
from foundation.access import actor, may, requires
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Dropdown, Form, MailAddress, Phone, TextLine, notice

pages = Blueprint("staff", __name__)

ONE_DAY = timedelta(days=1)

_beside: list[Callable[[Worker], Markup]] = []


def show_beside(part: Callable[[Worker], Markup]) -> None:
    """Let a feature above this one show its part on the page of a worker."""
    _beside.append(part)


def _people_of(agency: Agency) -> Markup:
    """The people on the page of their agency."""
    posts = models.posts_at(agency.id)
    changing = agency.closed_at is None and may("accounts_and_posts", "W")
    part = render_template(
        "agencies/staff/people_of_agency.html",
        agency=agency,
        posts=posts,
        may_change=changing,
        today=clock.today(),
        one_day=ONE_DAY,
    )
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


directory_pages.show_beside(_people_of)
directory_pages.count_people(models.people_at_agencies)


class _PersonFields(Form):
    name = TextLine(_l("Name with titles"), 120, missing=_l("Write the name as it is to stand on papers."))
    email = MailAddress(
        _l("Work mail"), optional=True, hint=_l("One’s own, not the office’s. Without one, letters go on paper.")
    )
    mailbox = Choice(
        _l("Who reads this mailbox?"),
        choices=lambda: [("own", _("only this person")), ("shared", _("several people"))],
        missing=None,
        hint=_l("Nothing can be signed through a mailbox that several people read."),
    )
    phone = Phone(_l("Phone"), optional=True)

    def contact(self) -> Contact:
        """What was typed, as the staff keeps it."""
        shared = None if self.mailbox.data is None else self.mailbox.data == "shared"
        return Contact(email=self.email.data or None, shared=shared, phone=self.phone.data or None)


def _professions(agency: Agency) -> list[tuple[str, str]]:
    """Only a counselling service asks for them."""
    known = PROFESSION_NAMES.items() if agency.kind == AgencyKind.COUNSELLING else ()
    return [("", _("not said")), *((each, str(word)) for each, word in known)]


class _PostFields(Form):
    function = TextLine(
        _l("Function"),
        120,
        missing=_l("Write what the person does there."),
        hint=_l("For example “school counsellor”. It stands on papers."),
    )
    profession = Dropdown(
        _l("Profession"), optional=True, hint=_l("The service goes by it: who takes first contacts, who assesses.")
    )
    unit = Dropdown(_l("Unit"), optional=True)
    role = Choice(_l("What may the person do here?"), missing=_l("Choose what the person may do here."))
    from_on = DayField(_l("From which day"), missing=_l("Write from which day."))

    def offer(self, agency: Agency) -> None:
        """Offer the units and the roles of one agency."""
        self.unit.choices = [("", _("no unit")), *((str(unit.id), unit.name) for unit in directory.units_of(agency.id))]
        self.profession.choices = _professions(agency)
        reach = Reach(actor())
        roles = [
            role for role in Role
            if (agency.convenes or role not in TOWN_ROLES) and (reach.gives_offices or role not in OFFICES)
        ]  # fmt: skip
        self.role.choices = [(str(role), str(ROLE_NAMES[role])) for role in roles]
        self.role.hints = ROLE_HINTS

    def place(self, agency_id: UUID) -> Place:
        """What was typed, as the staff keeps it."""
        unit_id = UUID(self.unit.data) if self.unit.data else None
        role = Role(self.role.data)
        return Place(
            agency_id=agency_id,
            function=self.function.data or "",
            role=role,
            unit_id=unit_id,
            profession=Profession(self.profession.data) if self.profession.data else None,
            from_on=self.from_on.data,
        )


ROLE_HINTS = {
    str(Role.WORKER): _l("Comes to meetings, pledges, takes tasks on."),
    str(Role.MANAGER): _l("Besides, keeps the organisation’s entry and its people."),
    str(Role.COORDINATOR): _l("Opens cases and convenes meetings."),
    str(Role.HEAD): _l("Sees the list of cases, opens a content only with a reason."),
    str(Role.ADMINISTRATOR): _l("Lets people in. Sees no case."),
}


def _usual_role(agency: Agency) -> str | None:
    """Most people of an organisation come to meetings; at an office nothing is usual, so somebody says it."""
    return None if agency.convenes else str(Role.WORKER)


class TakeOnForm(_PersonFields, _PostFields):
    pass


@pages.route("/agencies/<uuid:agency_id>/workers/new", methods=["GET", "POST"])
@requires("accounts_and_posts", rights.of_agency)
def take_on(agency_id: UUID) -> str | Response:
    agency = directory.agency_of(agency_id) or abort(404)
    form = TakeOnForm(data={"from_on": clock.today(), "role": _usual_role(agency)})
    form.offer(agency)
    if form.submitted():
        try:
            place, contact = form.place(agency_id), form.contact()
            worker_id = actions.take_on(name=form.name.data or "", contact=contact, place=place, by=actor())
            notice(_("The person is in the directory."))
            return redirect(url_for("staff.worker", worker_id=worker_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/staff/take_on.html", form=form, agency=directory.agency_of(agency_id))


@pages.get("/workers/<uuid:worker_id>")
@requires("directory", rights.of_worker)
def worker(worker_id: UUID) -> str:
    shown = models.worker_of(worker_id) or abort(404)
    changing = may("accounts_and_posts", "W")
    parts = [part(shown) for part in _beside] if changing else []
    posts, reach = models.all_posts(worker_id), Reach(actor())
    return render_template(
        "agencies/staff/worker.html",
        worker=shown, posts=posts, parts=parts, may_change=changing, today=clock.today(), one_day=ONE_DAY,
        changeable={post.id for post in posts if not reach.against_post(post)},
    )  # fmt: skip


class PersonForm(_PersonFields):
    pass


@pages.route("/workers/<uuid:worker_id>/entry", methods=["GET", "POST"])
@requires("accounts_and_posts", rights.of_worker)
def correct(worker_id: UUID) -> str | Response:
    shown = models.worker_of(worker_id) or abort(404)
    form = PersonForm(obj=shown, data={"mailbox": "shared" if shown.mailbox_shared else "own"})
    if form.submitted():
        try:
            actions.correct(worker_id, name=form.name.data or "", contact=form.contact(), by=actor())
            notice(_("The entry is saved."))
            return redirect(url_for("staff.worker", worker_id=worker_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/staff/correct.html", form=form, worker=models.worker_of(worker_id))


class PostForm(_PostFields):
    pass


@pages.route("/agencies/<uuid:agency_id>/workers/<uuid:worker_id>/posts", methods=["GET", "POST"])
@requires("accounts_and_posts", rights.of_post_to_give)
def add_post(agency_id: UUID, worker_id: UUID) -> str | Response:
    agency = directory.agency_of(agency_id) or abort(404)
    form = PostForm(data={"from_on": clock.today(), "role": _usual_role(agency)})
    form.offer(agency)
    if form.submitted():
        try:
            actions.add_post(worker_id, place=form.place(agency_id), by=actor())
            notice(_("The post is given."))
            return redirect(url_for("staff.worker", worker_id=worker_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "agencies/staff/add_post.html",
        form=form, agency=directory.agency_of(agency_id), worker=models.worker_of(worker_id),
    )  # fmt: skip


@pages.get("/workers/<uuid:worker_id>/posts/new")
@requires("accounts_and_posts", rights.of_worker)
def choose_agency(worker_id: UUID) -> str:
    reach = Reach(actor())
    agencies = [agency for agency in directory.agencies() if reach.agency(agency.id)]
    return render_template("agencies/staff/choose_agency.html", worker=models.worker_of(worker_id), agencies=agencies)


class PostEntryForm(Form):
    function = TextLine(_l("Function"), 120, missing=_l("Write what the person does there."))
    profession = Dropdown(_l("Profession"), optional=True)
    unit = Dropdown(_l("Unit"), optional=True)


@pages.route("/posts/<uuid:post_id>", methods=["GET", "POST"])
@requires("accounts_and_posts", rights.of_post)
def correct_post(post_id: UUID) -> str | Response:
    post = models.post_of(post_id) or abort(404)
    worker_id, form = (
        post.worker_id,
        PostEntryForm(
            data={"function": post.function, "unit": str(post.unit_id or ""), "profession": post.profession or ""}
        ),
    )
    form.profession.choices = _professions(post.agency)
    form.unit.choices = [
        ("", _("no unit")),
        *((str(unit.id), unit.name) for unit in directory.units_of(post.agency_id)),
    ]
    if form.submitted():
        try:
            unit_id = UUID(form.unit.data) if form.unit.data else None
            profession = Profession(form.profession.data) if form.profession.data else None
            actions.correct_post(
                post_id, function=form.function.data or "", unit_id=unit_id, by=actor(), profession=profession
            )
            notice(_("The post is saved."))
            return redirect(url_for("staff.worker", worker_id=worker_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/staff/correct_post.html", form=form, post=models.post_of(post_id))


class EndForm(Form):
    when = Choice(
        _l("When does it end?"),
        choices=lambda: [("now", _("at once")), ("later", _("after a day"))],
        missing=_l("Choose when the post ends."),
        hints={"now": _l("If no other post is left, the person is signed out at this moment.")},
    )
    last_day = DayField(_l("Last day"), optional=True, hint=_l("Only if the post ends later."))

    def validate_last_day(self, field: DayField) -> None:
        """A later end needs its day."""
        if self.when.data == "later" and field.data is None and not field.process_errors:
            raise ValidationError(_("Write the last day, for example “by Friday” or 31. 8."))


@pages.route("/posts/<uuid:post_id>/end", methods=["GET", "POST"])
@requires("accounts_and_posts", rights.of_post)
def end_post(post_id: UUID) -> str | Response:
    post = models.post_of(post_id) or abort(404)
    worker_id, form = post.worker_id, EndForm()
    if form.submitted():
        try:
            actions.end_post(post_id, last_day=form.last_day.data if form.when.data == "later" else None, by=actor())
            notice(_("The end of the post is recorded."))
            return redirect(url_for("staff.worker", worker_id=worker_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/staff/end_post.html", form=form, post=models.post_of(post_id))

"""The counter of the intake: taking a contact, booking and holding the consultation, advice that needs no name."""

from datetime import date, datetime, time
from uuid import UUID, uuid5

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import RELATION_NAMES, Circle, circle_of, colleagues_for
from agencies.circles.rules import Relation, State
from agencies.circles.standing import DESK, FILE, of_circle, of_desk
from agencies.circles.views import show_in_file, to_write
from agencies.directory.models import Agency, agencies, agency_of
from agencies.intake import actions, models, rules
from agencies.intake.actions import Given, Place, Told
from agencies.intake.models import CHANNEL_NAMES, CONSENT, INFORMATION, TOPIC_NAMES, Advice, Intake
from agencies.intake.rules import Channel, Topic
from foundation import access, clock, ics, language, wordings
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.reasons import Reason, Refused, reason, refuse_if
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, Tick, TimeField, notice

Answer = str | Response
pages = Blueprint("intake", __name__)
OWN = "own"
"""The choice of a day and an hour of one's own instead of a free one that is offered."""


def of_intake(actor: Actor, intake_id: UUID) -> Facts | None:
    """Somebody before one intake."""
    intake = db.session.get(Intake, intake_id)
    return None if intake is None else of_circle(actor, intake.circle_id)


def of_advice(actor: Actor, advice_id: UUID) -> Facts | None:
    """Somebody before advice that was given without a name."""
    advice = db.session.get(Advice, advice_id)
    return None if advice is None or advice.circle_id is not None else of_desk(actor, advice.agency_id)


# --- the first contact ------------------------------------------------------------------------------------------------


class ContactForm(Form):
    """Nothing is marked as missing by the fields: the rule names everything at once."""

    channel = Choice(_l("How did the contact come?"), list(CHANNEL_NAMES.items()), missing=None)
    name = TextLine(_l("Name"), 120)
    relation = Choice(
        _l("Who is it in the family?"),
        [(each, RELATION_NAMES[each]) for each in (Relation.MOTHER, Relation.FATHER, Relation.OTHER_ADULT)],
        default=Relation.OTHER_ADULT,
    )
    reach = TextLine(_l("How to reach them"), 160, hint=_l("A phone or an address that is safe."))
    subject = TextBlock(_l("What it is about"), 600, rows=2, hint=_l("One sentence is enough."))
    urgent = Tick(_l("It is urgent: a crisis"))
    exception = TextLine(_l("Why you take it this time"), 300)

    def told(self) -> Told:
        """What was typed, as the deed takes it."""
        return Told(
            name=self.name.data or "", reach=self.reach.data or "", subject=self.subject.data or "",
            channel=Channel(self.channel.data) if self.channel.data else None, relation=Relation(self.relation.data),
            urgent=self.urgent.data, exception=self.exception.data or "",
        )  # fmt: skip


@pages.route("/counselling/<uuid:agency_id>/contacts/new", methods=["GET", "POST"])
@requires(DESK, of_desk)
def contact(agency_id: UUID) -> Answer:
    form = ContactForm()
    return _take(agency_id, form, lambda: actions.take_contact(agency_id, form.told(), actor=access.actor()))


def _take(agency_id: UUID, form: ContactForm, deed: object, *, after: UUID | None = None) -> Answer:
    taken: list[UUID] = []
    assert callable(deed)
    if form.did(lambda: taken.append(deed())):
        if form.urgent.data:
            notice(_("The contact is taken. Help first: begin now."))
            return redirect(url_for("circles.file", circle_id=taken[0]), 303)
        notice(_("The contact is taken. Book the intake."))
        return redirect(url_for(".book", circle_id=taken[0]), 303)
    taker = access.actor().worker_id or abort(404)
    return render_template(
        "agencies/intake/contact.html", form=form, agency=agency_of(agency_id), after=after,
        exceptional=not rules.takes_contacts(models.profession_of(taker, agency_id)),
        front=models.front_of(agency_id),
    )  # fmt: skip


# --- the intake -------------------------------------------------------------------------------------------------------


def _skipped(day: date, wall: time) -> Reason:
    said = {"time": language.wall_time(wall), "date": language.day(day)}
    return reason("The time %(time)s on Sunday %(date)s does not exist, clocks change. Choose another.", "hour", **said)


class HourForm(Form):
    """A day and an hour: one of the first free ones of a worker, or an own one."""

    slot = Choice(_l("When"), missing=None)
    day = DayField(_l("Day"), optional=True)
    hour = TimeField(_l("Hour"), optional=True)

    def offer_hours(self, worker_id: UUID, agency_id: UUID) -> None:
        """Offer the first free hours of a worker; the first one is chosen until somebody chooses another."""
        slots = [(start.isoformat(), language.moment(start)) for start in models.free_for(worker_id, agency_id)]
        self.slot.choices = [*slots, (OWN, _("another day and hour"))]
        if self.slot.data is None and slots:
            self.slot.data = slots[0][0]

    def starts(self) -> datetime | None:
        """The instant that was chosen; None: the own day or hour is missing. Raises Refused for one that is skipped."""
        if self.slot.data and self.slot.data != OWN:
            return datetime.fromisoformat(self.slot.data)
        if self.day.data is None or self.hour.data is None:
            return None
        try:
            return clock.instant(self.day.data, self.hour.data, second=False)
        except clock.NoSuchTime as gap:
            raise Refused([_skipped(self.day.data, self.hour.data)]) from gap


class BookForm(HourForm):
    worker = Dropdown(_l("With whom"), missing=_l("Choose with whom."))
    by_phone = Tick(_l("By phone instead of a visit"))
    client_asked = Tick(_l("The client wishes it"))
    worker_can = Tick(_l("I can hold it by phone"))

    def place(self) -> Place:
        """What was chosen, as the deed takes it."""
        return Place(
            worker_id=UUID(self.worker.data), starts_at=self.starts(), by_phone=self.by_phone.data,
            client_asked=self.client_asked.data, worker_can=self.worker_can.data,
        )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/intake", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def book(circle_id: UUID) -> Answer:
    circle = circle_of(circle_id) or abort(404)
    form = BookForm()
    hosts = _hosts(circle)
    form.worker.choices = [(str(worker_id), name) for worker_id, name in hosts]
    asked = next((worker_id for worker_id, _name in hosts if str(worker_id) == form.worker.data), hosts[0][0])
    form.offer_hours(asked, circle.agency_id)
    booked: list[UUID] = []
    if form.did(lambda: booked.append(actions.book(circle_id, form.place(), actor=access.actor()))):
        notice(_("The intake is booked."))
        return _onwards(circle_id)
    return render_template(
        "agencies/intake/book.html", form=form, circle=circle_of(circle_id), contact=models.contact_of(circle_id)
    )


def _hosts(circle: Circle) -> list[tuple[UUID, str]]:
    """Who can hold the intake: those who take contacts first, then the other colleagues; never whom the file keeps
    out."""
    posts = colleagues_for(circle)
    front = [post for post in posts if rules.takes_contacts(post.profession)]
    rest = [post for post in posts if post.profession is not None and post not in front]
    own = access.actor().worker_id
    ordered = sorted([*front, *rest], key=lambda post: post.worker_id != own)
    return [(post.worker_id, f"{post.worker.name}, {post.function}") for post in ordered] or abort(404)


@pages.post("/service/files/<uuid:circle_id>/crisis")
@requires(FILE, of_circle)
def begin_now(circle_id: UUID) -> Answer:
    begun: list[UUID] = []
    if Form().did(lambda: begun.append(actions.begin_now(circle_id, by_phone=False, actor=access.actor()))):
        return redirect(url_for(".hold", intake_id=begun[0]), 303)
    return _onwards(circle_id)


@pages.get("/service/intakes/<uuid:intake_id>/calendar")
@requires(FILE, of_intake)
def calendar(intake_id: UUID) -> Response:
    """The booked hour for one's own calendar; nothing in it says with whom or what about."""
    intake = models.intake_of(intake_id) or abort(404)
    circle = circle_of(intake.circle_id) or abort(404)
    entry = ics.Event(
        uid=str(uuid5(intake.id, "intake")), sequence=0, stamp=clock.now(), starts=intake.starts_at,
        ends=intake.ends_at, summary=_("Appointment %(code)s", code=circle.code),
    )  # fmt: skip
    answer = make_response(ics.publish(entry))
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=schuzka.ics"
    return answer


class HoldForm(Form):
    informed = Tick(_l("I have given the basic information on the service"))
    situation = TextBlock(
        _l("The situation in general"), 3000, rows=6, optional=True,
        hint=_l("What the assessors need: who is concerned, what happens, what the client wants."),
    )  # fmt: skip


class CrisisForm(Form):
    crisis = TextBlock(_l("Crisis intervention"), 3000, rows=4, hint=_l("What you did. It is saved at once."))


@pages.route("/service/intakes/<uuid:intake_id>", methods=["GET", "POST"])
@requires(FILE, to_write(of_intake, FILE))
def hold(intake_id: UUID) -> Answer:
    intake = models.intake_of(intake_id) or abort(404)
    circle_id = intake.circle_id
    form = HoldForm(data={"situation": intake.situation})
    if form.did(
        lambda: actions.hold(
            intake_id, informed=form.informed.data, situation=form.situation.data or "", actor=access.actor()
        )
    ):
        if form.situation.data:
            notice(_("The intake is written down. The assessment is next, within a week."))
        else:
            notice(_("The intake is written down without the situation. The assessors will miss it."), kind="warn")
        return _onwards(circle_id)
    return _hold_page(intake_id, form, CrisisForm(data={"crisis": intake.crisis}, formdata=None))


@pages.post("/service/intakes/<uuid:intake_id>/crisis")
@requires(FILE, of_intake)
def crisis(intake_id: UUID) -> Answer:
    form = CrisisForm()
    if form.did(lambda: actions.note_crisis(intake_id, form.crisis.data or "", actor=access.actor())):
        notice(_("The crisis intervention is written down."))
        return redirect(url_for(".hold", intake_id=intake_id), 303)
    intake = models.intake_of(intake_id) or abort(404)
    return _hold_page(intake_id, HoldForm(data={"situation": intake.situation}, formdata=None), form)


def _hold_page(intake_id: UUID, form: HoldForm, crisis: CrisisForm, answer: Form | None = None) -> str:
    intake = models.intake_of(intake_id) or abort(404)
    circle = circle_of(intake.circle_id) or abort(404)
    return render_template(
        "agencies/intake/hold.html", form=form, crisis=crisis, intake=intake, circle=circle,
        information=wordings.current(INFORMATION, circle.agency_id),
        consent=wordings.current(CONSENT, circle.agency_id), consents=models.consents_of(circle.id),
        answer=answer or Form(formdata=None),
    )  # fmt: skip


class ConsentForm(Form):
    given = Choice(_l("What did they answer?"), [("yes", _l("yes")), ("no", _l("no"))])


@pages.post("/service/intakes/<uuid:intake_id>/consent")
@requires(FILE, of_intake)
def consent(intake_id: UUID) -> Answer:
    form = ConsentForm()
    if form.did(lambda: actions.answer_consent(intake_id, given=form.given.data == "yes", actor=access.actor())):
        if form.given.data == "yes":
            notice(_("The spoken consent is recorded."))
            return redirect(url_for(".hold", intake_id=intake_id), 303)
        notice(_("Recorded. What was written of them is erased. You can go on with advice without a name."))
        return redirect(url_for("desk.board"), 303)
    intake = models.intake_of(intake_id) or abort(404)
    return _hold_page(
        intake_id, HoldForm(data={"situation": intake.situation}, formdata=None), CrisisForm(formdata=None), form
    )  # fmt: skip


# --- advice -----------------------------------------------------------------------------------------------------------


class AdviceForm(Form):
    topic = Choice(_l("What was it about?"), list(TOPIC_NAMES.items()), missing=None)
    said = TextBlock(_l("What you advised"), 2000, rows=4)


class AdviceInFileForm(AdviceForm):
    offers = Choice(
        _l("Was another service offered besides?"),
        [("no", _l("no, the advice was enough")), ("worker", _l("yes, another kind of service fits better")),
         ("own", _l("yes, the client prefers another service"))],
        default="no",
        hint=_l("The client may refuse it; the advice is given either way."),
    )  # fmt: skip
    service = TextLine(_l("Which service"), 160, optional=True)
    accepted = Tick(_l("The client wants to go there"))

    def given(self) -> Given:
        """What was typed, as the deed takes it."""
        return Given(
            topic=Topic(self.topic.data) if self.topic.data else None, said=self.said.data or "",
            offers=self.offers.data != "no", service=self.service.data or "", accepted=self.accepted.data,
            own_choice=self.offers.data == "own",
        )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/advice", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def advise(circle_id: UUID) -> Answer:
    form = AdviceInFileForm()
    if form.did(lambda: actions.advise(circle_id, form.given(), actor=access.actor())):
        notice(_("The advice is written down and the file is ended."))
        return redirect(url_for("desk.board"), 303)
    return render_template(
        "agencies/intake/advise.html", form=form, circle=circle_of(circle_id), services=_other_services(circle_id)
    )


def _other_services(circle_id: UUID) -> list[Agency]:
    """The directory, to look a fitting service up."""
    circle = circle_of(circle_id) or abort(404)
    return [agency for agency in agencies() if agency.services and agency.id != circle.agency_id]


@pages.route("/counselling/<uuid:agency_id>/advice/new", methods=["GET", "POST"])
@requires(DESK, of_desk)
def nameless(agency_id: UUID) -> Answer:
    form = AdviceForm()
    kept: list[UUID] = []
    if form.did(
        lambda: kept.append(
            actions.advise_nameless(
                agency_id,
                Given(topic=Topic(form.topic.data) if form.topic.data else None, said=form.said.data or ""),
                actor=access.actor(),
            )
        )
    ):
        notice(_("The advice is written down. Nobody is named in it."))
        return redirect(url_for(".show_nameless", advice_id=kept[0]), 303)
    return render_template("agencies/intake/nameless.html", form=form, agency=agency_of(agency_id))


@pages.get("/service/advice/<uuid:advice_id>")
@requires(DESK, of_advice)
def show_nameless(advice_id: UUID) -> str:
    advice = db.session.get_one(Advice, advice_id)
    return render_template("agencies/intake/show_nameless.html", advice=advice, agency=agency_of(advice.agency_id))


@pages.route("/service/advice/<uuid:advice_id>/again", methods=["GET", "POST"])
@requires(DESK, of_advice)
def again(advice_id: UUID) -> Answer:
    """They come again: a second visit needs a name; the advice without a name stays without one (S1-16)."""
    agency_id = db.session.get_one(Advice, advice_id).agency_id
    form = ContactForm()

    def take() -> UUID:
        told = form.told()
        refuse_if(rules.against_second_visit(name=told.name, reach=told.reach))
        return actions.take_contact(agency_id, told, actor=access.actor())

    return _take(agency_id, form, take, after=advice_id)


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    return render_template(
        "agencies/intake/part_of_file.html", circle=circle, contact=models.contact_of(circle.id),
        intakes=models.intakes_of(circle.id), consents=models.consents_of(circle.id),
        advice=models.advice_of(circle.id), once=Form(formdata=None), may=access.may,
        before=circle.state in (State.NEW_CONTACT, State.INTAKE_BOOKED), now=clock.now(),
    )  # fmt: skip


show_in_file(10, _part_of_file)


def _onwards(circle_id: UUID) -> Response:
    return redirect(url_for("circles.file", circle_id=circle_id), 303)

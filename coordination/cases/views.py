"""Cases (případy): where a coordinator describes a family, brings agencies to it and records why they may know."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from agencies.directory.models import agencies, agency_of
from agencies.staff.models import posts_today, workers_by_agency
from coordination.cases import actions, models, rules
from coordination.cases.actions import Brief, Member, Opener
from coordination.cases.models import (
    AREA_NAMES,
    CONTACT_NAMES,
    HOW_GIVEN_NAMES,
    KINSHIP_NAMES,
    RELATION_NAMES,
    FamilyCase,
    Person,
    words_of,
)
from coordination.cases.rules import Kinship, SafeContact
from coordination.seats.models import CaseFrame, Consent, Involvement, LegalTitle, facts_at_case, signed_seats
from coordination.seats.rules import Relation, Role
from foundation import access, clock, town_settings
from foundation.access import Audience, requires
from foundation.database import ChangedMeanwhile, db
from foundation.language import day
from foundation.reasons import Reason, Refused, refuse_if
from foundation.signatures import fingerprint
from foundation.web import (
    Choice,
    Choices,
    DayField,
    Dropdown,
    Form,
    MailAddress,
    Phone,
    TextBlock,
    TextLine,
    navigation,
    notice,
)

pages = Blueprint("cases", __name__)
BRIEF = "brief_goal_areas_members"
GROUNDS = "grounds_and_consents"
CONTACTS = "protected_address_contact"

Answer = str | Response | tuple[str, int]


def _coordinates_or_heads() -> bool:
    return any(role in (Role.COORDINATOR, "head") for role, _town in access.actor().offices)


navigation("cases.index", _l("Cases"), shown=_coordinates_or_heads)


def _key(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _by() -> str:
    return access.actor().key


def _options(names: dict[str, Any], codes: Collection[str] | None = None) -> list[tuple[str, Any]]:
    return [(str(code), name) for code, name in names.items() if codes is None or code in codes]


# --- the list, and a new case ----------------------------------------------------------------------------------------


@pages.get("/cases")
@requires("case_list_timeline", facts=models.facts_of_list)
def index() -> str:
    who = access.actor()
    return render_template(
        "coordination/cases/index.html",
        mine=models.cases_of(who),
        coordinates=bool(models.towns_where(who, Role.COORDINATOR)),
        listed=models.listed_cases(who),
        heads=bool(models.towns_where(who, "head")),
    )


class BriefForm(Form):
    """What the coordinator writes about a family."""

    nickname = TextLine(
        _l("What your office calls the case"), 60, hint=_l("A first name will do. It stands in no letter.")
    )
    office_reference = TextLine(_l("Reference in your files"), 60, optional=True, hint=_l("For example Om 14/2026."))
    situation = TextBlock(
        _l("What situation the family is in"),
        hint=_l("Two or three sentences that anyone at the table understands."),
        rows=5,
    )
    need_of_help = TextBlock(_l("What the family cannot solve alone"), hint=_l("It is why people meet."))
    parents_view = TextBlock(
        _l("How the parent sees it"), optional=True, hint=_l("In the parent's own words, as far as you know them.")
    )
    goal = TextBlock(
        _l("What should be reached"),
        1000,
        rows=2,
        optional=True,
        hint=_l("One sentence. It can wait until you convene."),
    )
    areas = Choices(_l("Where the trouble is"), _options(AREA_NAMES), optional=True)
    version = HiddenField()

    def brief(self) -> Brief:
        """The filled form as the deed takes it."""
        return Brief(
            office_reference=self.office_reference.data or "", nickname=self.nickname.data or "",
            situation=self.situation.data or "", need_of_help=self.need_of_help.data or "",
            parents_view=self.parents_view.data or "", goal=self.goal.data or "", areas=tuple(self.areas.data or ()),
        )  # fmt: skip

    def read_version(self) -> int:
        """The version that lay before the writer; 0 when the field holds none."""
        seen = str(self.version.data or "")
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


@pages.route("/cases/new", methods=["GET", "POST"], endpoint="open")
@requires(BRIEF, facts=models.facts_of_opening)
def open_case() -> Answer:
    form = BriefForm()
    if form.submitted():
        try:
            case_id = actions.open_case(_opener(), form.brief())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("The case is open. Now add who belongs to the family."))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template("coordination/cases/open.html", form=form)


def _opener() -> Opener:
    """The coordinator who opens a case, for the town where the post is held (S2-18)."""
    worker_id, town_id = access.actor().worker_id, access.facts().town_id
    held = posts_today(worker_id) if worker_id else ()
    post = next((post for post in held if str(post.role) == Role.COORDINATOR and post.agency_id == town_id), None)
    if post is None or worker_id is None or town_id is None:
        abort(404)
    return Opener(access.actor().key, worker_id, post.worker.name, post.function, town_id, post.agency.name)


# --- the brief -------------------------------------------------------------------------------------------------------


@pages.route("/cases/<uuid:case_id>/brief", methods=["GET", "POST"])
@requires(BRIEF, facts=facts_at_case, looked=True)
def brief(case_id: UUID) -> Answer:
    if not access.may(BRIEF, "W"):
        return _brief_to_read(case_id)
    case = models.case(case_id)
    form = BriefForm(obj=case)
    if form.submitted():
        try:
            actions.describe(case_id, form.brief(), version=form.read_version(), by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
        except ChangedMeanwhile:
            return _both_texts(form, models.case(case_id)), 409
        else:
            notice(_("Saved."))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template("coordination/cases/brief.html", form=form, case=case, theirs={})


def _both_texts(form: BriefForm, case: FamilyCase) -> str:
    """What was typed stays in the form; what somebody else saved meanwhile stands beside it, to be chosen from."""
    theirs = {name: getattr(case, name) for name in vars(form.brief())}
    mine = vars(form.brief())
    differing = {name: value for name, value in theirs.items() if value != mine[name]}
    if "areas" in differing:
        differing["areas"] = words_of(AREA_NAMES, differing["areas"])
    form.version.data = str(case.version)
    return render_template("coordination/cases/brief.html", form=form, case=case, theirs=differing)


def _brief_to_read(case_id: UUID) -> str:
    """The brief for whoever takes part: texts about the whole family only for those who may read about all of it."""
    family = models.members(case_id)
    whole = access.may(BRIEF, "R", Audience(members=frozenset(person.id for person in family)))
    return render_template(
        "coordination/cases/brief_read.html",
        case=models.case(case_id),
        whole=whole,
        members=_readable(family),
        areas=partial(words_of, AREA_NAMES),
    )


def _readable(family: Sequence[Person]) -> list[Person]:
    return [person for person in family if access.may(BRIEF, "R", Audience(members=frozenset({person.id})))]


# --- the family ------------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>/people")
@requires(BRIEF, facts=facts_at_case, looked=True)
def people(case_id: UUID) -> str:
    handles = access.facts().role == Role.COORDINATOR
    family = models.members(case_id)
    return render_template(
        "coordination/cases/people.html",
        case=models.case(case_id),
        members=_readable(family),
        names={person.id: person.name for person in family},
        agencies=models.agencies_at(case_id) if handles else (),
        excluded=models.excluded_workers(case_id) if access.may("exclusion_and_reason", "R") else (),
        handles=handles,
        may_change=handles and access.may(GROUNDS, "W"),
        areas=partial(words_of, AREA_NAMES),
    )


class MemberForm(Form):
    """A member of the family."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write the name."))
    kinship = Dropdown(_l("What they are to the family"), [("", ""), *_options(KINSHIP_NAMES)])
    in_household = Choice(
        _l("Where they live"),
        [("yes", _l("in the household")), ("no", _l("elsewhere"))],
        hints={"no": _l("An absent parent belongs here too.")},
    )
    born_on = DayField(_l("Day of birth"), optional=True)
    safe_contact = Choice(
        _l("Safe contact"), _options(CONTACT_NAMES), hint=_l("The only way on which we send anything to this person.")
    )
    phone = Phone(_l("Phone"), optional=True)
    email = MailAddress(_l("E-mail"), optional=True)

    def member(self) -> Member:
        """The filled form as the deed takes it."""
        return Member(
            name=self.name.data or "", kinship=Kinship(self.kinship.data), in_household=self.in_household.data == "yes",
            born_on=self.born_on.data, safe_contact=SafeContact(self.safe_contact.data), phone=self.phone.data or "",
            email=self.email.data or "",
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/members/new", methods=["GET", "POST"])
@requires(CONTACTS, facts=models.facts_of_writing)
def add_member(case_id: UUID) -> Answer:
    form = MemberForm(data={"safe_contact": SafeContact.NONE, "in_household": "yes"})
    if form.submitted():
        try:
            actions.add_member(case_id, form.member(), by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved. Is there anybody else in the family?"))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template("coordination/cases/member.html", form=form, case=models.case(case_id), person=None)


@pages.route("/members/<uuid:person_id>", methods=["GET", "POST"])
@requires(CONTACTS, facts=models.facts_of_person, looked=True)
def member(person_id: UUID) -> Answer:
    person = models.person(person_id) or abort(404)
    case = models.case(person.case_id)
    form = MemberForm(data=_known_of(person))
    if form.submitted():
        try:
            actions.change_member(person_id, form.member(), by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved."))
            return redirect(url_for(".people", case_id=case.id), 303)
    return render_template("coordination/cases/member.html", form=form, case=case, person=person)


def _known_of(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "kinship": person.kinship, "in_household": "yes" if person.in_household else "no",
        "born_on": person.birthday, "safe_contact": person.safe_contact, "phone": person.phone, "email": person.email,
    }  # fmt: skip


# --- agencies at the case --------------------------------------------------------------------------------------------


class InvolvementForm(Form):
    """What an agency does at a case."""

    agency = Dropdown(_l("Organisation"))
    relation = Choice(_l("What it has to do with the family"), _options(RELATION_NAMES))
    since = DayField(_l("Since when"), missing=_l("Write the day, today will do."))
    areas = Choices(_l("In which areas"), _options(AREA_NAMES), optional=True)
    members = Choices(
        _l("Whom it concerns"), optional=True, hint=_l("Tick nobody if it concerns the whole family."), coerce=_key
    )


@pages.route("/cases/<uuid:case_id>/agencies/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_writing)
def involve(case_id: UUID) -> Answer:
    form = InvolvementForm(data=_known_involvement(case_id))
    form.agency.choices = [("", ""), *((str(agency.id), agency.name) for agency in agencies())]
    form.members.choices = [(person.id, person.name) for person in models.members(case_id)]
    if form.submitted():
        involvement_id = actions.involve(
            case_id, UUID(form.agency.data), relation=Relation(form.relation.data), since=form.since.data,
            areas=form.areas.data or (), concerned=form.members.data or (), by=_by(),
        )  # fmt: skip
        notice(_("Saved. Now record why it may know."))
        return redirect(url_for(".involvement", involvement_id=involvement_id), 303)
    return render_template("coordination/cases/involve.html", form=form, case=models.case(case_id))


def _known_involvement(case_id: UUID) -> dict[str, Any]:
    """What is known of the agency that the address names, so that it can be corrected; else today as a beginning."""
    asked = request.args.get("agency", type=UUID)
    known = models.involvement_of(case_id, asked) if asked else None
    if known is None:
        return {"since": clock.today(), "agency": str(asked) if asked else None}
    return {
        "agency": str(known.agency_id), "relation": known.relation, "since": known.since, "areas": known.areas,
        "members": list(models.concerned_by(known.id)),
    }  # fmt: skip


@pages.get("/involvements/<uuid:involvement_id>")
@requires(GROUNDS, facts=models.facts_of_involvement, looked=True)
def involvement(involvement_id: UUID) -> str:
    found, case_id = _found(involvement_id)
    at_case = next(known for known in models.agencies_at(case_id) if known.involvement.id == found.id)
    if access.facts().role != Role.COORDINATOR:
        return _own_grounds(at_case, case_id)
    sitting = models.seats_of_involvement(involvement_id)
    return render_template(
        "coordination/cases/involvement.html",
        case=models.case(case_id),
        at=at_case,
        sitting=sitting,
        signed=signed_seats([seat.id for seat in sitting]),
        names={person.id: person.name for person in models.members(case_id)},
        may_change=access.may(GROUNDS, "W"),
        areas=partial(words_of, AREA_NAMES),
    )


def _own_grounds(at_case: models.AgencyAtCase, case_id: UUID) -> str:
    """For the agency's own worker: which grounds there are; whom they concern only as far as one holds now."""
    ground = access.facts().ground
    family = models.members(case_id) if ground else ()
    readable = {p.id: p.name for p in family if ground and (ground.members is None or p.id in ground.members)}
    return render_template(
        "coordination/cases/own_grounds.html",
        frame=db.session.get_one(CaseFrame, case_id),
        at=at_case,
        names=readable,
        opened=ground is not None,
        areas=partial(words_of, AREA_NAMES),
    )


def _found(involvement_id: UUID) -> tuple[Involvement, UUID]:
    found = models.involvement(involvement_id) or abort(404)
    return found, found.case_id


# --- consents and legal titles ---------------------------------------------------------------------------------------


def _concerned() -> Any:
    return Choices(_l("About whom it lets the organisation know"), coerce=_key)


def _opened_areas() -> Any:
    return Choices(_l("About which areas"), _options(AREA_NAMES))


class _GroundForm(Form):
    """What a consent and a legal title have in common; it is saved only after its meaning was read."""

    members: Choices
    areas: Choices
    read = HiddenField()
    """The fingerprint of the sentence that the coordinator has read."""

    def has_read(self, sentence: str) -> bool:
        """Whether exactly this sentence lay before whoever saves; otherwise it is shown now."""
        read = fingerprint(sentence)
        agreed = self.read.data == read and "save" in request.form
        self.read.data = read
        return agreed

    def obstacles(self) -> tuple[Reason, ...]:
        """Why the filled form says too little or something impossible."""
        raise NotImplementedError


class ConsentForm(_GroundForm):
    """A parent's agreement."""

    given_by = Choice(_l("Who agreed"), coerce=_key)
    given_on = DayField(_l("When"), missing=_l("Write the day when it was given."))
    how = Choice(_l("How"), _options(HOW_GIVEN_NAMES))
    members = _concerned()
    areas = _opened_areas()
    until = DayField(
        _l("Until when it holds"),
        missing=_l("Write the last day on which it holds."),
        hint=_l("For example in 6 months."),
    )

    def obstacles(self) -> tuple[Reason, ...]:
        return rules.consent_obstacles(
            given_on=self.given_on.data, until=self.until.data, today=clock.today(), members=self.members.data or (),
            areas=self.areas.data or (),
        )  # fmt: skip


@pages.route("/involvements/<uuid:involvement_id>/consents/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_recording)
def consent(involvement_id: UUID) -> Answer:
    found, case_id = _found(involvement_id)
    family = models.members(case_id)
    form = _offered(ConsentForm(data={"given_on": clock.today()} | _scope_of(found)), family)
    form.given_by.choices = [(p.id, f"{p.name} ({p.kinship_name})") for p in family if p.may_consent]
    if form.submitted():
        record = partial(
            actions.record_consent, involvement_id, given_by=form.given_by.data, given_on=form.given_on.data,
            how=form.how.data, concerned=form.members.data, areas=form.areas.data, until=form.until.data, by=_by(),
        )  # fmt: skip
        return _read_then_saved(form, found, record)
    return _ground_page(form, found)


class LegalTitleForm(_GroundForm):
    """A law that lets an agency know."""

    citation = Choice(_l("Which law"))
    why = TextBlock(_l("Why the organisation needs to know"), 1000, rows=2, hint=_l("One sentence."))
    members = _concerned()
    areas = _opened_areas()
    until = DayField(_l("Until when it holds"), optional=True)

    def obstacles(self) -> tuple[Reason, ...]:
        return rules.legal_title_obstacles(
            until=self.until.data, today=clock.today(), members=self.members.data or (), areas=self.areas.data or (),
            why=self.why.data or "",
        )  # fmt: skip


@pages.route("/involvements/<uuid:involvement_id>/legal-titles/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_recording)
def legal_title(involvement_id: UUID) -> Answer:
    found, case_id = _found(involvement_id)
    form = _offered(LegalTitleForm(data=_scope_of(found)), models.members(case_id))
    form.citation.choices = [(line, line) for line in _titles_of_town(case_id)]
    if form.submitted():
        record = partial(
            actions.record_legal_title, involvement_id, citation=form.citation.data, why=form.why.data,
            concerned=form.members.data, areas=form.areas.data, until=form.until.data, by=_by(),
        )  # fmt: skip
        return _read_then_saved(form, found, record)
    return _ground_page(form, found)


def _titles_of_town(case_id: UUID) -> list[str]:
    town_id = db.session.get_one(CaseFrame, case_id).town_id
    return [line.strip() for line in town_settings.get(town_id, "legal_titles").splitlines() if line.strip()]


def _scope_of(found: Involvement) -> dict[str, Any]:
    """A ground usually covers what the involvement does."""
    return {"areas": found.areas, "members": list(models.concerned_by(found.id))}


def _offered(form: Any, family: Sequence[Person]) -> Any:
    form.members.choices = [(person.id, person.name) for person in family]
    return form


def _read_then_saved(form: Any, found: Involvement, record: partial[UUID]) -> Answer:
    """The first sending shows what the ground would open and for whom; the second, of the same, saves it."""
    try:
        sentence = _what_opens(form, found)
        if not form.has_read(sentence):
            refuse_if(form.obstacles())
            return _ground_page(form, found, sentence)
        record()
    except Refused as refused:
        form.refuse(refused.reasons)
        return _ground_page(form, found)
    notice(_("Saved. It holds from now on."))
    return redirect(url_for(".involvement", involvement_id=found.id), 303)


def _what_opens(form: Any, found: Involvement) -> str:
    """One paragraph: which agency will read about whom and what, until when, and for whose eyes it opens."""
    agency = agency_of(found.agency_id) or abort(404)
    tie = models.concerned_by(found.id)
    opened = [p.name for p in models.members(found.case_id) if p.id in form.members.data and (not tie or p.id in tie)]
    sitting = models.seats_of_involvement(found.id)
    signed = signed_seats([seat.id for seat in sitting])
    return " ".join(
        [
            _scope_sentence(agency.name, opened, words_of(AREA_NAMES, form.areas.data), form.until.data),
            _eyes_sentence(
                [s.name for s in sitting if s.id in signed], [s.name for s in sitting if s.id not in signed]
            ),
        ]
    )


def _scope_sentence(agency: str, members: list[str], areas: str, until: date | None) -> str:
    if not members:
        return str(_("It opens nothing: %(agency)s is at the case because of other members.", agency=agency))
    known = {"agency": agency, "members": ", ".join(members), "areas": areas}
    if until is None:
        return str(_("%(agency)s will read about: %(members)s. Areas: %(areas)s. No end is set.", **known))
    return str(
        _("%(agency)s will read about: %(members)s. Areas: %(areas)s. Until %(until)s.", **known, until=day(until))
    )


def _eyes_sentence(signed: list[str], others: list[str]) -> str:
    if not signed and not others:
        return str(_("Nobody from there has a seat yet; it opens to those who come and sign the pledge."))
    sentences = []
    if signed:
        sentences.append(_("It opens at once to: %(names)s.", names=", ".join(signed)))
    if others:
        sentences.append(_("After signing the pledge to: %(names)s.", names=", ".join(others)))
    return " ".join(map(str, sentences))


def _ground_page(form: Any, found: Involvement, sentence: str = "") -> str:
    return render_template(
        "coordination/cases/consent.html" if isinstance(form, ConsentForm) else "coordination/cases/legal_title.html",
        form=form,
        case=models.case(found.case_id),
        agency=agency_of(found.agency_id),
        involvement=found,
        sentence=sentence,
    )


@pages.route("/consents/<uuid:consent_id>/withdrawal", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_consent)
def withdraw(consent_id: UUID) -> Answer:
    form = Form()
    involvement_id = db.session.get_one(Consent, consent_id).involvement_id
    if form.submitted():
        actions.withdraw_consent(consent_id, by=_by())
        notice(_("The consent is withdrawn, what it opened is closed."))
        return redirect(url_for(".involvement", involvement_id=involvement_id), 303)
    return _ending_page(form, involvement_id, consent_id)


@pages.route("/legal-titles/<uuid:title_id>/end", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_legal_title)
def end_legal_title(title_id: UUID) -> Answer:
    form = Form()
    involvement_id = db.session.get_one(LegalTitle, title_id).involvement_id
    if form.submitted():
        actions.end_legal_title(title_id, by=_by())
        notice(_("The legal title has ended, what it opened is closed."))
        return redirect(url_for(".involvement", involvement_id=involvement_id), 303)
    return _ending_page(form, involvement_id, title_id)


def _ending_page(form: Form, involvement_id: UUID, ground_id: UUID) -> str:
    found, case_id = _found(involvement_id)
    grounds = models.recorded_grounds([involvement_id])[involvement_id]
    return render_template(
        "coordination/cases/end_ground.html",
        form=form,
        case=models.case(case_id),
        agency=agency_of(found.agency_id),
        involvement=found,
        ground=next(ground for ground in grounds if ground.id == ground_id),
        others=any(ground.state == "holds" and ground.id != ground_id for ground in grounds),
    )


# --- who must never see the case -------------------------------------------------------------------------------------


class ExclusionForm(Form):
    """A worker who must not see the case, with the reason for the coordinator alone."""

    worker = Dropdown(_l("Who"))
    reason = TextBlock(
        _l("Why"), 1000, rows=3, hint=_l("Only you read it, and whoever coordinates the case after you.")
    )


@pages.route("/cases/<uuid:case_id>/exclusions", methods=["GET", "POST"])
@requires("exclusion_and_reason", facts=facts_at_case, looked=True)
def exclude(case_id: UUID) -> Answer:
    form = ExclusionForm()
    form.worker.choices = [("", ""), *_everybody()]
    if form.submitted():
        try:
            actions.exclude(case_id, UUID(form.worker.data), why=form.reason.data or "", by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved. From now on this worker finds no such case."))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template(
        "coordination/cases/exclude.html",
        form=form,
        case=models.case(case_id),
        excluded=models.excluded_workers(case_id),
    )


def _everybody() -> list[tuple[str, str]]:
    """Every worker with a post today, by name."""
    found = {
        str(post.worker_id): f"{post.worker.name}, {post.agency.name}"
        for posts in workers_by_agency().values()
        for post in posts
    }
    return sorted(found.items(), key=lambda option: option[1])

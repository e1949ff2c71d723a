"""Cases (případy): where a coordinator describes a family and its members."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from agencies.staff.models import posts_today
from coordination.cases import (
    actions,
    assessing,
    circle,
    companions,
    consents,
    exclusions,
    goal,
    grounds,
    handing_over,
    models,
    noting,
    reading,
    telling,
)
from coordination.cases.actions import Brief, Member, Opener
from coordination.cases.models import (
    AREA_NAMES,
    CONTACT_NAMES,
    KINSHIP_NAMES,
    FamilyCase,
    Person,
    words_of,
)
from coordination.cases.pages import Answer, by, options, pages
from coordination.cases.rules import LONGEST_BRIEF, Kinship, SafeContact
from coordination.seats.models import facts_at_case
from coordination.seats.rules import Role
from foundation import access
from foundation.access import Audience, requires
from foundation.database import ChangedMeanwhile
from foundation.reasons import Refused
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
    notice,
)

__all__ = [
    "assessing",
    "companions",
    "consents",
    "exclusions",
    "goal",
    "grounds",
    "handing_over",
    "noting",
    "pages",
    "reading",
    "telling",
]

BRIEF = "brief_goal_areas_members"
CONTACTS = "protected_address_contact"


# --- a new case -------------------------------------------------------------------------------------------------------


class BriefForm(Form):
    """What the coordinator writes about a family."""

    nickname = TextLine(
        _l("What your office calls the case"), 60, hint=_l("A first name will do. It stands in no letter.")
    )
    office_reference = TextLine(_l("Reference in your files"), 60, optional=True, hint=_l("For example Om 14/2026."))
    situation = TextBlock(
        _l("What situation the family is in"),
        LONGEST_BRIEF,
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
    areas = Choices(_l("Where the trouble is"), options(AREA_NAMES), optional=True)
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
            actions.describe(case_id, form.brief(), version=form.read_version(), by=by())
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
    """The brief for whoever takes part: texts about the whole family only for those who may read about all of it.

    The areas of trouble are told as far as the reader's ground names them; no text says which area it speaks of.
    """
    family, case = models.members(case_id), models.case(case_id)
    whole = access.may(BRIEF, "R", Audience(members=frozenset(person.id for person in family)))
    return render_template(
        "coordination/cases/brief_read.html",
        case=case,
        whole=whole,
        members=_readable(family),
        areas=words_of(
            AREA_NAMES, [area for area in case.areas if access.may(BRIEF, "R", Audience(areas=frozenset({area})))]
        ),
    )


def _readable(family: Sequence[Person]) -> list[Person]:
    return [person for person in family if access.may(BRIEF, "R", Audience(members=frozenset({person.id})))]


# --- the family ------------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>/people")
@requires(BRIEF, facts=facts_at_case, looked=True)
def people(case_id: UUID) -> str:
    role = access.facts().role
    handles, of_office = role == Role.COORDINATOR, role in (Role.COORDINATOR, "head")
    family = models.members(case_id)
    return render_template(
        "coordination/cases/people.html",
        case=models.case(case_id),
        members=_readable(family),
        companions=models.companions(case_id) if handles else (),
        names={person.id: person.name for person in family},
        agencies=circle.agencies_at(case_id) if of_office else (),
        excluded=models.excluded_workers(case_id) if access.may("exclusion_and_reason", "R") else (),
        handles=handles,
        of_office=of_office,
        may_change=handles and access.may(grounds.GROUNDS, "W"),
        areas=partial(words_of, AREA_NAMES),
    )


_OF_FAMILY = {word: name for word, name in KINSHIP_NAMES.items() if word != Kinship.OUTSIDER}


class MemberForm(Form):
    """A member of the family."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write the name."))
    kinship = Dropdown(_l("What they are to the family"), [("", ""), *options(_OF_FAMILY)])
    in_household = Choice(
        _l("Where they live"),
        [("yes", _l("in the household")), ("no", _l("elsewhere"))],
        hints={"no": _l("An absent parent belongs here too.")},
    )
    born_on = DayField(_l("Day of birth"), optional=True)
    safe_contact = Choice(
        _l("Safe contact"), options(CONTACT_NAMES), hint=_l("The only way on which we send anything to this person.")
    )
    phone = Phone(_l("Phone"), optional=True)
    email = MailAddress(_l("E-mail"), optional=True)
    tongue = TextLine(_l("Needs an interpreter, into which language"), 60, optional=True)

    def member(self) -> Member:
        """The filled form as the deed takes it."""
        return Member(
            name=self.name.data or "", kinship=Kinship(self.kinship.data), in_household=self.in_household.data == "yes",
            born_on=self.born_on.data, safe_contact=SafeContact(self.safe_contact.data), phone=self.phone.data or "",
            email=self.email.data or "", tongue=self.tongue.data or "",
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/members/new", methods=["GET", "POST"])
@requires(CONTACTS, facts=models.facts_of_writing)
def add_member(case_id: UUID) -> Answer:
    form = MemberForm(data={"safe_contact": SafeContact.NONE, "in_household": "yes"})
    if form.submitted():
        try:
            actions.add_member(case_id, form.member(), by=by())
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
            actions.change_member(person_id, form.member(), by=by())
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
        "tongue": person.tongue,
    }  # fmt: skip

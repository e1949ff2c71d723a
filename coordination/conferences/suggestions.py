"""What the house proposes for each invited person, from what the case knows: sentence, reason, what to bring."""

from dataclasses import dataclass

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agencies.directory.rules import AgencyKind
from coordination.cases.models import AREA_NAMES, words_of
from coordination.conferences.models import Invitation
from coordination.conferences.paper_sentences import COULD_HELP_YOU, WORKS_WITH_YOU
from coordination.seats.rules import Relation, Role
from foundation import language

_BY_ROLE: dict[str, tuple[str, LazyString, LazyString | str]] = {
    Role.FACILITATOR: ("leads", _l("Leads the meeting."), _l("How the meeting should go, and its rules.")),
    Role.MINUTE_TAKER: ("leads", _l("Takes the minutes."), _l("The attendance list.")),
    Role.INTERPRETER: ("interprets", _l("Interprets."), ""),
    Role.SUPPORT_PERSON: ("wished", _l("Somebody from the family wants this person beside them."), ""),
    Role.MINOR_REPRESENTATIVE: (
        "contact", _l("Represents the child."), _l("What the child wants and needs, in the child's own words.")
    ),
}  # fmt: skip
"""What a role says by itself: the sentence on the invitation, the reason, what to bring."""
_TO_BRING: dict[str, LazyString] = {
    AgencyKind.SCHOOL: _l("Attendance and results in brief, what goes well, and what the school offers."),
    AgencyKind.SVP: _l("Which programme you can offer, from when and on what terms."),
    AgencyKind.NGO: _l("What you can help with, how often and from when."),
    AgencyKind.PREVENTION: _l("Which activities and services you can offer."),
    AgencyKind.CHILD_PROTECTION: _l("What help there has been so far, and how you suggest to go on."),
    AgencyKind.TOWN_OFFICE: _l("What help there has been so far, and how you suggest to go on."),
    AgencyKind.COUNSELLING: _l("What you can offer and how long people wait for it."),
    AgencyKind.PMS: _l("What you may tell, and what you can offer."),
    AgencyKind.POLICE: _l("What you may tell, and what you recommend."),
    AgencyKind.HEALTH: _l("What you may tell, and what you recommend."),
}
_SHORT_STANDPOINT = _l("A short standpoint: what you know, what you offer, what you need.")
FOR_FAMILY = _l("Nothing to bring. Think about what you want to say.")


@dataclass(frozen=True)
class Usual:
    """What stands in the form before anybody has written anything."""

    outward: tuple[str, ...] = ()
    inward: str = ""
    prepare: str = ""


@dataclass(frozen=True)
class Known:
    """What the case knows of somebody before they are invited."""

    kind: AgencyKind | None
    relation: Relation | None
    areas: tuple[str, ...]
    former: Invitation | None
    """Their invitation to the last meeting."""


def usual(known: Known, role: Role) -> Usual:
    """What is proposed for somebody in this role; what was written for the last meeting comes first."""
    former = known.former
    if former is not None and former.role == role and former.inward_reason:
        return Usual(former.outward_reasons, former.inward_reason, former.to_prepare or _to_bring(known, role))
    if role in _BY_ROLE:
        outward, inward, prepare = _BY_ROLE[role]
        return Usual((outward,), str(inward), str(prepare))
    return Usual(_outward(known), _inward(known), _to_bring(known, role))


def _outward(known: Known) -> tuple[str, ...]:
    if known.relation == Relation.SERVES:
        return ("knows",)
    return ("service",) if known.relation == Relation.MAY_SERVE else ("expertise",)


def _inward(known: Known) -> str:
    areas = words_of(AREA_NAMES, known.areas)
    if known.relation == Relation.SERVES:
        where = _("Already works with the family: %(areas)s.", areas=areas)
        return str(where if areas else _("Already works with the family."))
    what = _("Could help the family: %(areas)s.", areas=areas)
    return str(what if areas else _("Could help the family."))


def as_the_family_reads_it(inward: str) -> str:
    """A reason that the house proposed, as it reads in a letter to the family: of them and not about them.

    Whatever somebody has written in their own words stays as it is.
    """
    for spoken in language.languages:
        with force_locale(spoken):
            works, could = (str(_("Already works with the family.")), str(_("Could help the family.")))
        for sentence, words in ((works, WORKS_WITH_YOU), (could, COULD_HELP_YOU)):
            if inward.partition(":")[0].rstrip(".") == sentence.rstrip("."):
                return words
    return inward


def _to_bring(known: Known, role: Role) -> str:
    if role in _BY_ROLE:
        return str(_BY_ROLE[role][2])
    return str(_TO_BRING.get(known.kind or "", _SHORT_STANDPOINT))

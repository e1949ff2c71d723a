"""The rows of the first page about a case as a whole: who takes it over, who has read it."""

from flask import url_for
from flask_babel import gettext as _

from coordination.cases.hand_overs import HandOver
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName
from coordination.overview.words import quoted
from coordination.protection_plans.models import ProtectionPlan
from coordination.seats.models import CaseFrame
from coordination.seats.readings import Reading
from foundation import clock, language


def offered(offer: HandOver, frame: CaseFrame) -> Line:
    day = language.day(offer.answer_by) if offer.answer_by else ""
    return Line(
        day=clock.in_prague(offer.offered_at).date(),
        state=Shown("preparation", "todo", word=_("handover")),
        what=_("A case is offered to you"),
        more=_("Read what taking over means and answer by %(day)s.", day=day),
        label=_("Read and answer"),
        address=url_for("overview.take_over", case_id=offer.case_id),
        code=frame.code,
    )


def not_taken(offer: HandOver, name: str, case: CaseName) -> Line:
    declined = offer.settled_at is not None
    happened = clock.in_prague(offer.settled_at).date() if offer.settled_at else offer.answer_by
    return Line(
        day=happened,
        state=Shown("preparation", "missing", word=_("not taken over") if declined else _("no answer")),
        what=_("%(who)s does not take the case over", who=name)
        if declined
        else _("%(who)s has not answered the handover", who=name),
        more=quoted(offer.declined_why) or _("The case stays with you. Call them, or take the offer back."),
        label=_("See the handover"),
        address=url_for("cases.hand_over", case_id=case.id),
        case=case,
    )


def has_read(reading: Reading, name: str, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(reading.since).date(),
        state=Shown("preparation", "todo", word=_("read with a reason")),
        what=_("%(who)s opened the content of the case", who=name),
        more=quoted(reading.reason),
        label=_("Take note"),
        address=url_for("overview.who_saw", case_id=case.id),
        case=case,
    )


def protection_plan(plan: ProtectionPlan, case: CaseName, *, late: bool) -> Line:
    return Line(
        day=plan.due_on,
        state=Shown("preparation", "missing" if late else "todo", word=_("overdue") if late else _("due")),
        what=_("Child protection plan: %(name)s", name=plan.person.name),
        more=_("It is due one month after the registration. What the plan brings into it is ready."),
        label=_("See the protection plan"),
        address=url_for("protection_plans.index", case_id=case.id),
        case=case,
    )

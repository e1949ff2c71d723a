"""The plan read aloud: each party's word on the version that holds, written down as it was said (S2-02)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.plans import actions
from coordination.plans.actions import SaidWord
from coordination.plans.models import PlanVersion
from coordination.plans.models_of_words import Party, parties_of
from coordination.plans.pages import PLAN, Answer, for_writers, pages, plan_page, plan_with
from coordination.tasks.actions import Said
from coordination.tasks.pages import WHERE_NAMES
from coordination.tasks.rules import SaidWhere
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Reason, Refused
from foundation.web import Choice, DayField, Form, TextLine, notice

_NOT_ASKED = "unasked"
_WORDS = ((_NOT_ASKED, _l("no word yet")), ("agrees", _l("agrees")), ("disagrees", _l("disagrees")))


class PartyForm(PlainForm):
    """What one party said."""

    seat_id = HiddenField()
    word = Choice(_l("What was said?"), list(_WORDS), default=_NOT_ASKED)
    dissent = TextLine(_l("With what they disagree"), 300, optional=True)


class WordsForm(Form):
    """Everybody's word on a version, and where and to whom they said it."""

    parties = FieldList(FormField(PartyForm))
    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE_NAMES.items()], default="at_table",
        missing=_l("Choose where it was said."),
    )  # fmt: skip
    said_on = DayField(_l("When?"), default=clock.today)
    said_to = TextLine(_l("To whom?"), 120)

    @property
    def said(self) -> Said:
        """Where, when and to whom."""
        return Said(SaidWhere(self.said_where.data), self.said_on.data, self.said_to.data or "")

    def words(self, parties: Iterable[Party]) -> list[SaidWord]:
        """The words of those of `parties` who were asked."""
        known = {str(one.seat.id): one.seat.id for one in parties}
        return [
            SaidWord(known[one.seat_id.data], one.word.data == "agrees", one.dissent.data or "")
            for one in self.parties
            if one.word.data != _NOT_ASKED and one.seat_id.data in known
        ]

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """What a person's word lacks stands at that person's field."""
        names = {f"dissent-{one.seat_id.data}": one.dissent.name for one in self.parties}
        super().refuse(replace(one, field=names.get(one.field or "", one.field)) for one in reasons)


def _form(parties: list[Party]) -> WordsForm:
    rows: list[dict[str, Any]] = [
        {
            "seat_id": str(one.seat.id),
            "word": _NOT_ASKED if one.word is None else "agrees" if one.word.agrees else "disagrees",
            "dissent": one.word.dissent if one.word else "",
        }
        for one in parties
    ]
    return WordsForm(data={"parties": rows, "said_to": getattr(access.actor(), "name", "")})


@pages.route("/plans/<uuid:plan_id>/versions/<int:number>/words", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers)
def words(plan_id: UUID, number: int) -> Answer:
    plan = plan_with(plan_id)
    version: PlanVersion = plan.numbered(number) or abort(404)
    case_id = plan.case_id
    if version.approved_at is None:
        notice(_("Approve the version first, then read it aloud and ask everybody."), "warn")
        return redirect(url_for("plans.show", case_id=case_id), 303)
    parties = parties_of(case_id, version.id)
    form = _form(parties)
    if form.submitted():
        try:
            count = actions.record_words(plan_id, number, form.words(parties), said=form.said, actor=access.actor())
            notice(ngettext("One word is written down.", "%(num)s words are written down.", count))
            return redirect(url_for("plans.show", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            plan = plan_with(plan_id)
            version = plan.numbered(number) or abort(404)
            parties = parties_of(case_id, version.id)
    names = {str(one.seat.id): one.seat for one in parties}
    rows = [(names[row.form.seat_id.data], row.form) for row in form.parties if row.form.seat_id.data in names]
    return plan_page("words", plan, form=form, version=version, rows=rows)

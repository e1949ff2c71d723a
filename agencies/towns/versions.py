"""The wordings that a town hands out: read, confirmed, written anew for itself, taken back while they wait."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from agencies.directory.models import agency_of
from agencies.towns import models, rules
from agencies.towns.models import TownWording
from agencies.towns.pages import SETTINGS, by, pages
from foundation import access, clock, wordings
from foundation.access import requires
from foundation.language import day
from foundation.pdf import unprintable
from foundation.reasons import Refused, refuse_if
from foundation.web import CheckedForm, Choice, DayField, Form, TextBlock, Tick, notice
from foundation.wordings import NewVersion

LONGEST_WORDING = 8000


@pages.get("/towns/<uuid:town_id>/wordings", endpoint="wordings")
@requires(SETTINGS, facts=models.facts_of_town)
def list_wordings(town_id: UUID) -> str:
    return render_template(
        "agencies/towns/wordings.html", town=agency_of(town_id), wordings=models.wordings_of(town_id)
    )


def _found(town_id: UUID, wording_id: UUID) -> tuple[TownWording, list[TownWording]]:
    """A version and the whole line to which it belongs, the newest first."""
    line = list(models.line_with(town_id, wording_id)) or abort(404)
    return next(read for read in line if read.wording.id == wording_id), line


@pages.route("/towns/<uuid:town_id>/wordings/<uuid:wording_id>", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_town)
def wording(town_id: UUID, wording_id: UUID) -> str | Response:
    read, line = _found(town_id, wording_id)
    form = Form()
    if form.submitted():
        wordings.confirm(wording_id, town_id, by=by())
        notice(_("The town has made this wording its own; papers no longer carry the mark VZOR."))
        return redirect(url_for(".wordings", town_id=town_id), 303)
    return render_template(
        "agencies/towns/wording.html",
        form=form,
        town=agency_of(town_id),
        read=read,
        line=line,
        may_change=access.may(SETTINGS, "W"),
        may_write=access.may(SETTINGS, "W") and read is line[0] and read.holds,
    )


class NewVersionForm(CheckedForm):
    """A text written anew, what kind of change it is, and from when it holds."""

    text = TextBlock(_l("The text"), LONGEST_WORDING, rows=16, missing=_l("Write the text that people will sign."))
    change = Choice(
        _l("What has changed"),
        [("material", _l("What people promise or learn")), ("editorial", _l("Only words"))],
        hints={
            "material": _l("Whoever has signed the former version must sign again; until then the content is closed."),
            "editorial": _l("A misprint, a clearer sentence, a new citation. Former signatures hold on."),
        },
    )
    valid_from = DayField(_l("From when it holds"), optional=True, hint=_l("Leave it empty, and it holds at once."))
    confirmed = Tick(
        _l("The town has checked this text."), hint=_l("Without the tick papers carry the mark VZOR until you confirm.")
    )

    @property
    def version(self) -> NewVersion:
        """What was filled in."""
        on = self.valid_from.data
        return NewVersion(
            text=self.text.data or "",
            material=self.change.data == "material",
            valid_from=clock.midnight(on) if on else None,
            confirmed=bool(self.confirmed.data),
        )


@pages.route("/towns/<uuid:town_id>/wordings/<uuid:wording_id>/new", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_deciding)
def write_wording(town_id: UUID, wording_id: UUID) -> str | Response:
    former, line = _found(town_id, wording_id)
    form = NewVersionForm(data={"text": former.wording.text})
    closes = ""
    if form.submitted():
        try:
            _refuse_impossible(town_id, form, former, line)
            closes = _what_it_does(town_id, former, form.version)
            if form.has_read(f"{form.version} {closes}"):
                wordings.write(wording_id, town_id, form.version, by=by())
                notice(_("The new version is saved."))
                return redirect(url_for(".wordings", town_id=town_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            closes = ""
    return render_template(
        "agencies/towns/write_wording.html",
        form=form,
        town=agency_of(town_id),
        former=former,
        number=wordings.next_number(former.wording.name, town_id),
        closes=closes,
        compared=rules.compared(former.wording.text, form.text.data or "") if closes else [],
        strange=" ".join(sorted(unprintable(form.text.data or ""))) if closes else "",
    )


def _refuse_impossible(town_id: UUID, form: NewVersionForm, former: TownWording, line: list[TownWording]) -> None:
    """What is wrong with the text is told before anybody reads what it would do."""
    unknown = rules.unknown_blanks(wordings.blanks(form.text.data or ""), models.known_blanks(line))
    refuse_if([*wordings.obstacles(former.wording, town_id, form.version), *unknown])


def _what_it_does(town_id: UUID, former: TownWording, new: NewVersion) -> str:
    """One paragraph for the town: how many people must sign again or get a letter, and from when; never who."""
    reach = models.reach_of(town_id, former.wording.name)
    if reach.people == 0:
        return str(_("Nobody has signed this text so far, so nothing closes and no letter leaves."))
    people = ngettext("%(num)s person", "%(num)s people", reach.people)
    cases = ngettext("at %(num)s case", "at %(num)s cases", reach.cases)
    if not new.material:
        told = _("A letter that only words have changed goes to: %(people)s %(cases)s.", people=people, cases=cases)
        return " ".join([str(_("Nothing closes.")), str(told)])
    again = _("%(people)s %(cases)s must sign again.", people=people, cases=cases)
    until = _("Until then their content is closed. They are told by a letter.")
    if new.valid_from is None or new.valid_from <= clock.now():
        return f"{again} {until}"
    on = _("It begins on %(day)s; this is the count of today.", day=day(clock.in_prague(new.valid_from).date()))
    return f"{again} {until} {on}"


@pages.post("/towns/<uuid:town_id>/wordings/<uuid:wording_id>/taken-back")
@requires(SETTINGS, facts=models.facts_of_deciding)
def take_back_wording(town_id: UUID, wording_id: UUID) -> Response:
    _found(town_id, wording_id)
    if Form().submitted():
        wordings.take_back(wording_id, town_id, by=by())
        notice(_("The version is taken back. The present one goes on."))
    return redirect(url_for(".wordings", town_id=town_id), 303)

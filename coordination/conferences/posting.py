"""The paper path of an invitation: whether people talked first, what the letter says, printing, handing it over."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.cases.models import case as case_of
from coordination.cases.rules import SafeContact
from coordination.conferences import actions, papers
from coordination.conferences.actions.posting import Handing, Words, in_the_way, talk_is_missing
from coordination.conferences.children import guide_and_signal
from coordination.conferences.composing import (
    LONGEST_WHY,
    MayBeNamed,
    compose,
    kind_of_letter,
    may_be_named,
    person_of,
)
from coordination.conferences.models import Conference, Invitation, conference_of, facts_of_invitation, invitation_of
from coordination.conferences.on_paper import talk_word
from coordination.conferences.pages import by, pages
from coordination.conferences.paper_trail import LetterWords, copies_for, last_access, talk_with, words_of
from coordination.conferences.rules import ConferenceState
from coordination.conferences.rules_of_paper import FAMILY_WAYS, WAYS, LetterKind
from coordination.conferences.words import HANDED, LETTER_LANGUAGES
from coordination.seats.rules import HowHanded
from foundation import clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Form, Phone, ReadForm, TextBlock, TextLine, Tick, notice

Answer = str | Response
PEOPLE = "participants_and_answers"


def _invited(invitation_id: UUID) -> tuple[Conference, Invitation]:
    """The meeting with everybody, and one of them; nothing is printed of a draft, it leads back to its check."""
    found = invitation_of(invitation_id) or abort(404)
    conference = conference_of(found.conference_id) or abort(404)
    if conference.state is ConferenceState.DRAFT:
        abort(redirect(url_for("conferences.check", conference_id=conference.id), 303))
    return conference, next(each for each in conference.invitations if each.id == invitation_id)


def _whom(invitation: Invitation) -> str:
    """To whom the letter goes, in one line."""
    if invitation.awaits_person:
        return f"{invitation.agency_name}, {_('wanted: %(function)s', function=invitation.function)}"
    return ", ".join(filter(None, (invitation.name, invitation.agency_name)))


def _page(name: str, conference: Conference, invitation: Invitation, form: Form, **also: Any) -> str:
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form,
        conference=conference,
        invitation=invitation,
        case=case_of(conference.case_id),
        whom=_whom(invitation),
        **also,
    )


# --- talking comes first ---------------------------------------------------------------------------------------------


class TalkForm(Form):
    """Whether people talked with each other before a letter was chosen (S2-10)."""

    talked = Choice(
        _l("Have you talked with each other?"),
        [("yes", _l("Yes, we have talked")), ("no", _l("No, not yet"))],
        missing=_l("Choose yes or no. The letter may go either way."),
    )
    talked_on = DayField(_l("When you talked"), optional=True)
    why_not = TextLine(_l("Why you have not talked yet"), 200, optional=True)


@pages.route("/invitations/<uuid:invitation_id>/talk", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation, looked=True)
def talk(invitation_id: UUID) -> Answer:
    invitation = invitation_of(invitation_id) or abort(404)
    person = person_of(invitation)
    if person is None or not invitation.is_family:
        return redirect(url_for("conferences.paper", invitation_id=invitation_id), 303)
    known = talk_with(invitation.conference_id, person.id)
    form = TalkForm(data=_talk_of(known.talked_on, known.why_not) if known else {"talked_on": clock.today()})
    if form.submitted():
        talked = form.talked.data == "yes"
        try:
            actions.note_talk(
                invitation_id, talked=talked, talked_on=form.talked_on.data, why_not=form.why_not.data or "", by=by()
            )
            return redirect(_after_talk(invitation_of(invitation_id) or abort(404)), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    invitation = invitation_of(invitation_id) or abort(404)
    return _page(
        "talk", invitation.conference, invitation, form, person=person_of(invitation), contacts=SafeContact,
        home=_home(invitation.conference),
    )  # fmt: skip


def _talk_of(talked_on: Any, why_not: str | None) -> dict[str, Any]:
    return {"talked": "yes" if talked_on else "no", "talked_on": talked_on, "why_not": why_not}


def _home(conference: Conference) -> str:
    draft = conference.state is ConferenceState.DRAFT
    return url_for("conferences.check" if draft else "conferences.show", conference_id=conference.id)


def _after_talk(invitation: Invitation) -> str:
    """A draft is checked and sent next; a letter to somebody invited already can be written now."""
    if invitation.conference.state is ConferenceState.DRAFT:
        return _home(invitation.conference)
    return url_for("conferences.paper", invitation_id=invitation.id)


# --- what the letter says --------------------------------------------------------------------------------------------


class ComesForm(PlainForm):
    """Somebody who comes, as the family's letter names them."""

    invitation = HiddenField()
    named = Tick(_l("Name on the letter"))
    why = TextLine(_l("From where and why"), LONGEST_WHY)


class LetterForm(Form):
    """What every letter may say besides the meeting's own facts."""

    access = TextLine(
        _l("How to get in"), 120, optional=True, hint=_l("One short sentence, for example: No stairs, there is a lift.")
    )


class AgencyLetterForm(LetterForm):
    """To a worker; nothing here may be about the family."""

    language = Choice(_l("Language of the letter"), list(LETTER_LANGUAGES.items()))
    greeting = TextLine(
        _l("Form of address"), 80, optional=True, hint=_l("For example Vážená paní magistro. Left empty: Dobrý den.")
    )
    document_number = TextLine(
        _l("Document number (č. j.)"), 40, optional=True, hint=_l("It stands at the top of the letter.")
    )


class FamilyLetterForm(LetterForm):
    """To a member of the family: who comes, in words meant for these eyes alone."""

    people = FieldList(FormField(ComesForm))


class ParentLetterForm(FamilyLetterForm):
    """Text A."""

    greeting = TextLine(
        _l("Form of address"), 80, optional=True, hint=_l("It stands after Dobrý den, for example paní Vlčková.")
    )
    about = TextBlock(
        _l("What it will be about"), 300, rows=3, hint=_l("One to three short sentences, as you would say them aloud.")
    )


class ChildLetterForm(FamilyLetterForm):
    """Text B."""

    familiar = Choice(
        _l("How the letter speaks to the child"),
        [("no", _l("vy (formal)")), ("yes", _l("ty, because the child asked for it"))],
    )
    greeting = TextLine(
        _l("Form of address"), 80, optional=True, hint=_l("The name as you would call the child, for example Gábino.")
    )
    guide = TextLine(_l("Who stays beside the child"), 80, hint=_l("Name and surname, without titles."))
    guide_phone = Phone(_l("Phone of this person"), optional=True, hint=_l("Left empty, the town's phone is printed."))
    signal = TextLine(
        _l("The sign for “it is too much”"), 80, hint=_l("As you agreed with the child, for example: I lift a pencil.")
    )


_FORMS: dict[LetterKind, type[LetterForm]] = {
    LetterKind.AGENCY: AgencyLetterForm,
    LetterKind.PARENT: ParentLetterForm,
    LetterKind.CHILD: ChildLetterForm,
}


@pages.route("/invitations/<uuid:invitation_id>/letter", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation, looked=True)
def letter(invitation_id: UUID) -> Answer:
    conference, invitation = _invited(invitation_id)
    if talk_is_missing(invitation):
        return redirect(url_for("conferences.talk", invitation_id=invitation_id), 303)
    kept, kind = words_of(invitation_id), kind_of_letter(invitation)
    named = may_be_named(conference, invitation, kept) if kind is not LetterKind.AGENCY else []
    known = _known(conference, kept, named)
    if kind is LetterKind.CHILD and kept is None:
        known["guide"], known["signal"] = guide_and_signal(invitation)
    form = _FORMS[kind](data=known)
    if form.submitted():
        try:
            actions.write_letter(invitation_id, _words(form), by=by())
            return redirect(url_for("conferences.paper", invitation_id=invitation_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            conference, invitation = _invited(invitation_id)
    names = {str(each.invitation.id): each for each in named}
    rows = [(names[key], row.form) for row in getattr(form, "people", ()) if (key := row.form.invitation.data) in names]
    return _page("letter", conference, invitation, form, kind=kind, rows=rows)


def _known(conference: Conference, kept: LetterWords | None, named: list[MayBeNamed]) -> dict[str, Any]:
    rows = [{"invitation": str(each.invitation.id), "named": each.named, "why": each.why} for each in named]
    if kept is None:
        return {"language": "cs", "familiar": "no", "access": last_access(conference.id), "people": rows}
    known = {name: getattr(kept, name) for name in _TYPED}
    return {**known, "familiar": "yes" if kept.familiar else "no", "people": rows}


_TYPED = ("language", "greeting", "document_number", "access", "about", "guide", "guide_phone", "signal")


def _words(form: LetterForm) -> Words:
    """The filled form as the deed takes it; what this kind of letter does not ask stays as it usually is."""
    typed = {name: field.data or "" for name in _TYPED if (field := getattr(form, name, None)) is not None}
    familiar = getattr(form, "familiar", None)
    return Words(**typed, comes=_comes(form), familiar=familiar is not None and familiar.data == "yes")


def _comes(form: LetterForm) -> list[tuple[UUID, str, bool]]:
    found = []
    for row in getattr(form, "people", ()):
        try:
            found.append((UUID(row.form.invitation.data or ""), row.form.why.data or "", row.form.named.data))
        except ValueError:
            continue
    return found


# --- the paper itself ------------------------------------------------------------------------------------------------


@pages.route("/invitations/<uuid:invitation_id>/paper", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation, looked=True)
def paper(invitation_id: UUID) -> Answer:
    conference, invitation = _invited(invitation_id)
    if talk_is_missing(invitation):
        return redirect(url_for("conferences.talk", invitation_id=invitation_id), 303)
    form = Form()
    if form.submitted():
        try:
            made = actions.print_letter(invitation_id, by=by())
            return send_file(BytesIO(made.content), "application/pdf", as_attachment=True, download_name=made.file_name)
        except Refused as refused:
            form.refuse(refused.reasons)
            conference, invitation = _invited(invitation_id)
    return _paper_page(conference, invitation, form)


def _paper_page(conference: Conference, invitation: Invitation, form: Form) -> str:
    words = words_of(invitation.id)
    composed = compose(conference, invitation, words)
    named = may_be_named(conference, invitation, words)
    talked = talk_with(conference.id, invitation.person_id) if invitation.person_id else None
    return _page(
        "paper",
        conference,
        invitation,
        form,
        kind=composed.kind,
        letter=composed.letter,
        missing=[_(each.sentence, **each.values) for each in composed.missing],
        never=[_(each.sentence, **each.values) for each in in_the_way(conference, invitation)],
        signs=papers.missing_signs(composed.letter),
        new=[each.name for each in named if each.new] if composed.kind is not LetterKind.AGENCY else [],
        talked=talk_word(talked),
        written=words is not None,
        copies=[(copy, copy.says_otherwise(invitation, conference)) for copy in copies_for(invitation)],
        handed=HANDED,
        languages=LETTER_LANGUAGES,
    )


# --- handing it over -------------------------------------------------------------------------------------------------


class HandingForm(ReadForm):
    """How a printed letter reached its person; the form carries the fingerprint of the copy that it is about."""

    how = Choice(_l("How it reached them"), missing=_l("Choose how the letter reached them."))
    on = DayField(_l("When"), missing=_l("Write on which day."))
    document_number = TextLine(_l("Document number (č. j.)"), 40, optional=True)
    file_reference = TextLine(_l("Reference in your files (sp. zn.)"), 60, optional=True)


@pages.route("/invitations/<uuid:invitation_id>/handing-over", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation, looked=True)
def hand_over(invitation_id: UUID) -> Answer:
    conference, invitation = _invited(invitation_id)
    copies, words = copies_for(invitation), words_of(invitation_id)
    number = words.document_number if words else ""
    reference = case_of(conference.case_id).office_reference
    form = HandingForm(data={"on": clock.today(), "document_number": number, "file_reference": reference})
    ways = FAMILY_WAYS if invitation.person_id else WAYS
    form.how.choices = [(way.value, HANDED[way]) for way in ways]
    if copies:
        form.lays_before(copies[0].sha256)
    if form.submitted():
        handing = Handing(
            HowHanded(form.how.data), form.on.data, form.document_number.data or "", form.file_reference.data or ""
        )
        try:
            actions.hand_over_letter(invitation_id, handing, seen=form.seen, by=by())
            notice(_("It is noted how the invitation reached %(name)s.", name=invitation.name))
            return redirect(url_for("conferences.show", conference_id=conference.id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            conference, invitation = _invited(invitation_id)
            copies = copies_for(invitation)
    person = person_of(invitation)
    return _page("hand_over", conference, invitation, form, copy=copies[0] if copies else None, person=person)

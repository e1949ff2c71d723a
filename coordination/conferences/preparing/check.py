"""Step 5: everything once more, what the house cautions of, the letter as it will be read; then send."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from coordination.conferences import actions, documents
from coordination.conferences.children import children_to_come, preparations_of
from coordination.conferences.models import Conference, facts_of_convening
from coordination.conferences.on_paper import talks_shown
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.readiness import cautions, obstacles, pledged_already
from coordination.conferences.rules_of_caution import Caution
from coordination.conferences.words import MEETING_KINDS, ROLES, TOLD
from foundation import language
from foundation.access import requires
from foundation.web import Form, TextBlock, notice


class CheckForm(Form):
    """Why it should be so in spite of what the house cautions of."""

    despite = TextBlock(
        _l("Why it should be so all the same"), 500, rows=2,
        hint=_l("One sentence for everything above. It stays with the meeting."),
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/check", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def check(conference_id: UUID) -> Answer:
    draft, form = steps.draft(conference_id), CheckForm()
    if form.did(lambda: actions.convene(conference_id, despite=form.despite.data or "", by=by())):
        notice(_("The meeting is convened. The letters leave within a minute, here you see how they fare."))
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    draft, refused = steps.draft(conference_id), bool(form.reasons_above)
    form.reasons_above = []  # the page says them with the way to the step that mends each
    said = [(caution.asks_why, _shown(caution, draft)) for caution in cautions(draft)]
    return steps.page(
        "check", draft.case_id, draft, form,
        obstacles=_in_the_way(draft),
        asking=[shown for asks_why, shown in said if asks_why],
        informing=[shown for asks_why, shown in said if not asks_why],
        refused=refused, send=_send(draft), kinds=MEETING_KINDS, roles=ROLES, told=TOLD, **_previewed(draft),
    )  # fmt: skip


def _in_the_way(draft: Conference) -> list[tuple[str, str]]:
    """Each obstacle with the address of the step that mends it."""
    return [
        (_(each.sentence, **each.values), steps.address(draft, str(each.field), from_check=True))
        for each in obstacles(draft)
    ]


def _shown(caution: Caution, draft: Conference) -> tuple[str, str, str]:
    """A caution in words, the address of the page where it is mended, and what one does there."""
    sentence, field = _(caution.reason.sentence, **caution.reason.values), caution.reason.field or ""
    if field in _MENDED:
        return sentence, steps.address(draft, field, from_check=True), str(_MENDED[field])
    if field == "child":
        return sentence, _first_unprepared(draft), _("Write down the preparation")
    if field == "settings":
        return sentence, url_for("towns.settings", town_id=draft.town_id), _("Open the settings")
    if field == "ground":
        return (
            sentence,
            url_for("cases.involve", case_id=draft.case_id, agency=caution.about),
            _("Add the organisation"),
        )
    return sentence, url_for("cases.involvement", involvement_id=caution.about), _("Add the ground")


def _first_unprepared(draft: Conference) -> str:
    """The page of the first child who has no record yet."""
    known = preparations_of(draft.id)
    child = next(each for each in children_to_come(draft.invitations) if each.person_id not in known)
    return url_for("conferences.child", conference_id=draft.id, person_id=child.person_id)


_MENDED = {
    "time": _l("Change the time"),
    "people": _l("Change the people"),
    "informed": _l("Record it"),
}
"""What the link behind a caution says, by the page to which it leads."""


def _send(draft: Conference) -> str:
    """What the button says, with the right plural."""
    letters = actions.invited_by_mail(draft)
    if letters == 0:
        return str(_("Convene the meeting"))
    return str(ngettext("Send %(num)s invitation", "Send %(num)s invitations", letters))


def _previewed(draft: Conference) -> dict[str, Any]:
    """The letter as an invited worker reads it, and the title in the calendar; nothing while there is no date."""
    invited = [each for each in draft.invitations if each.comes]
    informed = [each for each in draft.invitations if each.chosen and not each.comes]
    signed, to_sign = pledged_already(draft)
    shown = {
        "invited": invited,
        "informed": informed,
        "talks": talks_shown(draft),
        "signed": signed,
        "to_sign": to_sign,
    }
    if draft.starts_at is None:
        return {"letter": None, "entry": None, "answer_by": draft.answer_by, **shown}
    subject, _gap, body = documents.preview(draft, language.current()).partition("\n")
    head = documents.letterhead(draft.case_id)
    return {
        "letter": (subject.removeprefix("Subject:").strip(), body.strip()),
        "entry": documents.entry_details(draft, head),
        "answer_by": documents.invitation_letter(draft, head).deadline,
        **shown,
    }

"""The sentence by which the family's summary tells a standpoint; what was said stays as it was said (S2-37)."""

from functools import partial
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.standpoints import actions, models
from coordination.standpoints.models import OWN, facts_of_standpoint
from coordination.standpoints.pages import (
    SPEAKERS,
    WRITERS,
    Answer,
    SaidFields,
    conference_with,
    only,
    own_name,
    page,
    pages,
    to_canvas,
)
from coordination.standpoints.rules import Topic
from coordination.standpoints.words import TOPICS
from coordination.tasks.models import to_change
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import (
    TextBlock,
    Tick,
    TogetherForm,
    notice,
)

# --- the sentence for the family -------------------------------------------------------------------------------------


class SentenceForm(TogetherForm):
    """How the family's summary tells a standpoint."""

    sentence = TextBlock(
        _l("What the family reads"), 400, rows=3, hint=_l("True, short, without blame. As you would say it to them."),
    )  # fmt: skip


class ProposedSentenceForm(SaidFields, SentenceForm):
    """The same, proposed for the author, who may have said yes already."""

    agreed = Tick(_l("The author has agreed to it"))


@partial(to_change, OWN)
def _for_author(actor: Actor, standpoint_id: UUID, **_: object) -> Facts | None:
    """For whoever has given the standpoint."""
    facts, thing = facts_of_standpoint(actor, standpoint_id), models.standpoint_of(standpoint_id)
    if facts is None or thing is None or thing.given_at is None or facts.role not in SPEAKERS:
        return None
    return facts if facts.seat_id == thing.seat_id else None


@partial(to_change, OWN)
def _for_proposing(actor: Actor, standpoint_id: UUID, **_: object) -> Facts | None:
    """For those who write for the table, about what a worker has given; the family's own words need no softening."""
    facts, thing = facts_of_standpoint(actor, standpoint_id), models.standpoint_of(standpoint_id)
    worded = thing is not None and thing.given_at is not None and thing.seat_id is not None
    return only(facts, WRITERS) if worded else None


@pages.route("/standpoints/<uuid:standpoint_id>/for-family", methods=["GET", "POST"])
@requires(OWN, facts=_for_author, looked=True)
def for_family(standpoint_id: UUID) -> Answer:
    """The author agrees to the sentence, or writes another."""
    standpoint = models.standpoint_of(standpoint_id) or abort(404)
    form, conference_id = SentenceForm(data={"sentence": standpoint.softened or ""}), standpoint.conference_id
    if form.submitted():
        try:
            actions.agree_to_sentence(standpoint_id, form.sentence.data or "", actor=access.actor())
            notice(_("Thank you. The family will read exactly this sentence."))
            return redirect(url_for(".own", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _sentence_page(standpoint_id, form)


@pages.route("/standpoints/<uuid:standpoint_id>/sentence", methods=["GET", "POST"])
@requires(OWN, facts=_for_proposing, looked=True)
def propose_sentence(standpoint_id: UUID) -> Answer:
    """The coordinator or the minute taker proposes the sentence, perhaps with the author's spoken yes."""
    standpoint = models.standpoint_of(standpoint_id) or abort(404)
    form = ProposedSentenceForm(data={"sentence": standpoint.softened or "", "said_to": own_name()})
    conference_id = standpoint.conference_id
    if not form.agreed.data:
        form.said_where.validators = ()  # nobody is asked where a yes was said that nobody said
    if form.submitted():
        try:
            agreed = form.circumstances if form.agreed.data else None
            actions.propose_sentence(standpoint_id, form.sentence.data or "", agreed=agreed, actor=access.actor())
            notice(
                _("Saved, the author agrees.") if agreed else _("Saved. The family reads it once its author agrees.")
            )
            return to_canvas(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _sentence_page(standpoint_id, form)


def _sentence_page(standpoint_id: UUID, form: SentenceForm) -> str:
    standpoint = models.standpoint_of(standpoint_id) or abort(404)
    own = standpoint.seat_id == access.facts().seat_id
    return page(
        "for_family", conference_with(standpoint.conference_id), form=form, own=own, standpoint=standpoint,
        said=[(word, getattr(standpoint, code)) for code, word in TOPICS.items() if code != Topic.OFFER],
    )  # fmt: skip

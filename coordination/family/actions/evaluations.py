"""How the plan goes, in the family's own hand, and the paper on which they can say it with a pen."""

import hashlib
from uuid import UUID

from flask_babel import force_locale

from coordination.evaluation import actions as evaluation
from coordination.evaluation.actions import Judged
from coordination.evaluation.actions.feedback import OWN as ANSWER
from coordination.evaluation.models_of_feedback import last_meeting
from coordination.evaluation.models_of_judging import evaluation_fingerprint, evaluation_of
from coordination.evaluation.rules_of_feedback import Slip
from coordination.family import copies, documents_of_evaluation, models
from coordination.family.actions.places import locked, own
from coordination.family.actions.summaries import Paper
from coordination.family.evaluations import asked_of, lies_before, open_round
from coordination.seats.models import Disclosure, facts_of_seat
from coordination.seats.rules import HowHanded, Role
from coordination.standpoints.actions import Meant
from coordination.standpoints.models import OWN
from coordination.standpoints.rules import OpenTo
from foundation import audit, clock
from foundation.access import Actor, Door, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_unseen

PAPER = "family_evaluation"
"""How disclosures name the paper."""


def say_how_it_goes(
    judged: Judged, open_to: OpenTo, readers: tuple[UUID, ...] = (), *, seen: str, actor: Actor
) -> None:  # fmt: skip
    """Say on one's own page how the plan goes, or say it otherwise. Raises Refused, SeenOtherwise."""
    with transaction() as session:
        seat, facts = own(session, actor)
        found, summary = open_round(seat), models.summary_of(seat.id)
        if found is None or summary is None or not decide(facts, OWN, "W", clock.now()).allowed:
            raise Refused([reason("There is nothing to say about this now. Call us.")])
        refuse_unseen(seen, lies_before(found, seat))
        held = evaluation_of(found.conference.id, seat.id)
        concerns = tuple(UUID(one) for one in held.concerns) if held else ()
        meant = Meant(concerns, held.areas if held else (), open_to, readers)
        things = asked_of(seat, facts, summary, found)
        seen = evaluation_fingerprint(held)
        evaluation.judge_at_home(session, found, seat, things, judged, meant, seen=seen, by=actor.key)


def say_how_meeting_was(slip: Slip, *, seen: str, actor: Actor) -> None:
    """Say on one's own page how the last meeting was. Raises Refused, SeenOtherwise."""
    with transaction() as session:
        seat, facts = own(session, actor)
        met = last_meeting(seat)
        if met is None or not decide(facts, ANSWER, "W", clock.now()).allowed:
            raise Refused([reason("There is nothing to say about this now. Call us.")])
        refuse_unseen(seen, str(met.id))
        evaluation.feedback_at_home(session, met, seat, slip, by=actor.key)


def print_evaluation(seat_id: UUID, *, language: str = "cs", actor: Actor) -> Paper:
    """Print the page with boxes to tick for one of the family; that is kept as a disclosure. Raises Refused."""
    with transaction() as session:
        seat, facts = locked(session, seat_id, actor)
        found, summary = open_round(seat), models.summary_of(seat.id)
        if found is None or summary is None:
            raise Refused(
                [reason("There is nothing to evaluate yet. Approve the summary and convene a meeting first.")]
            )
        of_reader = models.facts_on_paper(seat, facts_of_seat(seat.frame, seat, Door.NUMBER))
        with force_locale(language):
            things = asked_of(seat, of_reader, summary, found)
            content = documents_of_evaluation.evaluation_paper(
                copies.sender(seat),
                things,
                by_child=seat.role == Role.CHILD,
                met=last_meeting(seat) is not None,
                on=clock.today(),
            )
        sha256 = hashlib.sha256(content).hexdigest()
        session.add(
            Disclosure(
                case_id=seat.case_id, seat_id=seat.id, paper=PAPER, version=summary.number, how=HowHanded.HANDED,
                ground="family", sha256=sha256, at=clock.now(), by=actor.key,
            )
        )  # fmt: skip
        audit.record(facts.town_id, actor.key, "evaluation paper handed", f"seat:{seat.id}", sha256=sha256)
        return Paper(content, "jak-se-to-dari.pdf", "")

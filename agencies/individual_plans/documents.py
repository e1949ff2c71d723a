"""The individual plan on paper: goals in the client's words, the steps, what the reviews said, lines for the pen."""

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from agencies.circles.models import ServicePerson, circle_of, family_of, key_worker_of, team_of
from agencies.clients.models import consents_of
from agencies.directory.models import agency_of
from agencies.individual_plans.models import (
    AIM_NAMES,
    VERDICT_NAMES,
    IndividualPlan,
    IndividualPlanReview,
    IndividualPlanVersion,
)
from agencies.individual_plans.rules import Goal
from foundation import clock, language
from foundation.language import day
from foundation.pdf import (
    OFFICE,
    Footer,
    Heading,
    Letterhead,
    Pair,
    Sheet,
    bullets,
    facts,
    headed,
    marked,
    paragraph,
    printed,
    signatures,
    table,
    title,
)

STEP, WHO, UNTIL = 85, 50, 30
"""Columns of the steps in millimetres."""
LONGEST = 500
"""Signs of one cell of a review; no form takes more."""


def plan_paper(plan: IndividualPlan) -> bytes:
    """The plan as it stands now, for the client and for the file; the file's data name nobody (S1-44, S1-45)."""
    circle = circle_of(plan.circle_id)
    assert circle is not None
    agency, present = agency_of(circle.agency_id), plan.present
    assert agency is not None
    heading = _("Individual plan")
    sheet = Sheet(
        heading, Letterhead(agency.name, "", case=circle.code),
        Footer(
            _("Individual plan, version %(number)s. Confidential: for the client and those who work with the file.",
              number=present.number)
        ),
        language="cs-CZ" if language.current() == "cs" else "en-GB",
    )  # fmt: skip

    def story() -> list[Flowable]:
        return [
            title(heading),
            facts(_heads(plan)),
            *_said(_("What is hard now"), present.situation),
            *(part for number, goal in enumerate(present.goals, 1) for part in _goal(number, goal)),
            *_said(_("What the client can build on"), present.sources),
            *_said(_("What may go wrong"), present.risks),
            *_together(plan),
            *(part for review in plan.reviews for part in _review(review)),
            *_result(plan),
            *_history(plan),
            *_lines(plan),
        ]

    return printed(sheet, story)


def _clients(plan: IndividualPlan) -> list[ServicePerson]:
    """Who signed the informed consent; before anybody has, the parents."""
    signed = [one.person for one in consents_of(plan.circle_id) if one.withdrawn_at is None]
    return signed or [one for one in family_of(plan.circle_id) if one.is_parent]


def _heads(plan: IndividualPlan) -> list[Pair]:
    key, present = key_worker_of(plan.circle_id), plan.present
    return [
        (_("Client"), ", ".join(one.name for one in _clients(plan))),
        (_("Key worker"), key.worker.name if key is not None else ""),
        (_("Version of the plan"), f"{present.number}, {day(clock.in_prague(present.written_at).date())}"),
        (_("Made since"), day(plan.begun_on)),
        (_("The review"), day(plan.review_on) if plan.running else "–"),
        (_("Written by"), present.writer.name),
    ]


def _said(heading: str, text: str) -> list[Flowable]:
    lines = [paragraph(line) for line in text.splitlines() if line.strip()]
    return [Heading(heading), *lines] if lines else []


def _goal(number: int, goal: Goal) -> list[Flowable]:
    steps = [[one.what, one.who, day(one.until) if one.until else ""] for one in goal.steps]
    return [
        Heading(_("Goal %(number)s", number=number)),
        paragraph(goal.wish, OFFICE.goal, after=4),
        paragraph(_("What it leads to: %(aim)s", aim=str(AIM_NAMES[goal.aim]) if goal.aim else "")),
        paragraph(_("How we will know it: %(sign)s", sign=goal.sign)),
        table([_("Step"), _("Who"), _("Until")], steps, (STEP, WHO, UNTIL)),
    ]


def _together(plan: IndividualPlan) -> list[Flowable]:
    team = [f"{place.worker.name}, {place.part_name}" for place in team_of(plan.circle_id)]
    return [Heading(_("Who works on it with the key worker")), *bullets(team)] if team else []


def _review(review: IndividualPlanReview) -> list[Flowable]:
    rows = [
        [marked(goal.wish, LONGEST), str(VERDICT_NAMES[verdict]), marked(note, LONGEST)]
        for goal, verdict, note in review.outcomes
    ]
    heading = Heading(_("Evaluated on %(day)s (version %(number)s)", day=day(review.on), number=review.version.number))
    return headed(heading, table([_("Goal"), _("How far"), _("How it stands")], rows, (60, 35, 70)))


def _result(plan: IndividualPlan) -> list[Flowable]:
    if plan.ended_at is None:
        return []
    ended = f"{day(clock.in_prague(plan.ended_at).date())}, {plan.result_name}"
    return [Heading(_("How the plan ended")), paragraph(ended), paragraph(plan.result_note)]


def _history(plan: IndividualPlan) -> list[Flowable]:
    changes = [_change(one) for one in plan.versions if one.number > 1]
    return [Heading(_("What has changed since the beginning")), *bullets(changes)] if changes else []


def _change(version: IndividualPlanVersion) -> str:
    name = _("Version %(number)s of the plan", number=version.number)
    return f"{name}, {day(clock.in_prague(version.written_at).date())}: {version.because}"


def _lines(plan: IndividualPlan) -> list[Flowable]:
    places = [[one.name, _("date and signature of the client")] for one in _clients(plan)]
    key = key_worker_of(plan.circle_id)
    places.append([key.worker.name if key is not None else "", _("date and signature of the key worker")])
    rows = [places[at : at + 3] for at in range(0, len(places), 3)]
    first, *others = rows
    sentence = _("We agreed on this plan. It can be changed whenever the client wants.")
    return [signatures(first, sentence=sentence, last=[Heading(_("Signatures"))]), *(signatures(row) for row in others)]

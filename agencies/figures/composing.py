"""The numbers of a service in words: eight questions, each with its lines."""

from flask_babel import gettext as _

from agencies.figures.documents import Row, Section, rows, spans
from agencies.figures.models import Figures
from agencies.figures.rules import DAYS, WAITED
from agencies.intake.models import CHANNEL_NAMES
from agencies.intake.rules import Channel


def sections_of(figures: Figures) -> tuple[Section, ...]:
    """The eight questions of a service."""
    return (
        Section(
            _("How first contacts came"), _("Everybody who called, came or wrote and was taken down."), _("Channel"),
            rows(figures.channels, [str(CHANNEL_NAMES[each]) for each in Channel]),
        ),
        Section(
            _("Who took first contacts"), _("Another professional takes one only by exception."), _("Who took it"),
            rows(figures.takers, (_("a social worker or social-services worker"), _("another professional"))),
        ),
        Section(
            _("One-off advice"), _("Basic social counselling, with and without a file."), _("Advice"),
            rows(
                figures.advice,
                (_("anonymous"), _("in a file"), _("in a file, and another service was offered besides")),
            ),
        ),
        Section(
            _("How long people wait for the intake"), _("Intakes held; days since somebody asked for it."), _("Days"),
            rows(figures.waits, spans(WAITED)),
        ),
        Section(
            _("Crisis interventions"), _("Intakes held."), _("Intake"),
            rows(figures.crises, (_("with a crisis intervention"), _("without it"))),
        ),
        Section(
            _("Assessments in time"), _("Assessments concluded."), _("Assessment"),
            rows(figures.assessed, (_("within the week"), _("later"))),
        ),
        Section(
            _("New clients"), _("Those who signed the informed consent; days since the first contact."), _("Days"),
            rows(figures.clients, spans(DAYS)),
        ),
        _intervisions(figures),
    )  # fmt: skip


def _intervisions(figures: Figures) -> Section:
    total = sum(held for _first, held in figures.intervisions)
    return Section(
        _("Intervisions by month"), _("They are about no single family, so nothing is hidden."), _("Month"),
        tuple(Row(f"{first.month}/{first.year}", held, total) for first, held in figures.intervisions) if total else (),
    )  # fmt: skip

"""The numbers of a town as sections with words: the same ones on the page and in the file for a spreadsheet."""

from flask_babel import gettext as _
from flask_babel import ngettext

from agencies.directory.models import KIND_NAMES
from agencies.figures.documents import Row, Section, rows, spans
from agencies.figures.rules import DAYS
from coordination.cases.models import AREA_NAMES
from coordination.statistics.models import OF_FAMILY, Numbers
from coordination.statistics.rules import AGREED_WITHIN


def sections_of(numbers: Numbers) -> tuple[Section, ...]:
    """The five questions of a town."""
    return (
        Section(
            _("From the need to the first conference"),
            _("Cases that met for the first time; days since somebody wrote down that the family needs help."),
            _("Days"),
            rows(numbers.days, spans(DAYS)),
        ),
        Section(
            _("Was the family there?"),
            _("Conferences that took place."),
            _("Who was there"),
            rows(
                numbers.families,
                (_("a child, with or without parents"), _("a parent, no child"), _("nobody of the family")),
            ),
        ),
        Section(
            _("How quickly tasks are agreed"),
            _("Tasks that were offered to somebody."),
            _("Agreed"),
            rows(
                numbers.agreed,
                (
                    ngettext("within %(num)s day", "within %(num)s days", AGREED_WITHIN),
                    _("later, or not at all"),
                ),
            ),
        ),
        Section(
            _("Done on time"),
            _("Tasks whose day has come, by who answers for them. Repeated tasks are not counted."),
            _("Who answers for the task"),
            tuple(
                Row(_("family") if kind == OF_FAMILY else str(KIND_NAMES[kind]), of.parts[0], of.total)
                for kind, of in numbers.on_time.items()
            ),
        ),
        Section(
            _("Where services are missing"),
            _("Needs put to the table that nobody covers today. A need with several areas counts in each."),
            _("Area"),
            tuple(Row(str(AREA_NAMES[area]), of.parts[1], of.total) for area, of in numbers.needs.items()),
        ),
    )  # fmt: skip

"""The record of an intervision on paper (domain.md 6.10): who talked the file over, what was concluded."""

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from agencies.circles.models import circle_of
from agencies.directory.models import agency_of
from agencies.intervisions.models import Intervision
from foundation import clock, language
from foundation.language import day
from foundation.pdf import Footer, Heading, Letterhead, Pair, Sheet, facts, paragraph, printed, signatures, title

SIDE_BY_SIDE = 3


def record_paper(one: Intervision) -> bytes:
    """The record as it stands now; the file's data name nobody (S1-51)."""
    circle = circle_of(one.circle_id)
    assert circle is not None
    agency = agency_of(circle.agency_id)
    assert agency is not None
    heading = _("Record of an intervision")
    sheet = Sheet(
        heading, Letterhead(agency.name, "", case=circle.code),
        Footer(_("Confidential: only for those who work with the file.")),
        language="cs-CZ" if language.current() == "cs" else "en-GB",
    )  # fmt: skip
    finished = day(clock.in_prague(one.finished_at).date()) if one.finished_at else _("not yet, the record may change")

    def story() -> list[Flowable]:
        pairs: list[Pair] = [
            (_("Held"), day(one.held_on)),
            (_("Took part"), ", ".join(one.names)),
            (_("Written down by"), f"{one.writer.name}, {day(clock.in_prague(one.written_at).date())}"),
            (_("Finished"), finished),
        ]
        return [
            title(heading),
            facts(pairs),
            *_part(_("What was discussed"), one.discussed),
            *_part(_("Conclusions"), one.conclusions or _("Not written yet.")),
            *(
                signatures([[name] for name in one.names[start : start + SIDE_BY_SIDE]])
                for start in range(0, len(one.names), SIDE_BY_SIDE)
            ),
        ]

    return printed(sheet, story)


def _part(heading: str, text: str) -> list[Flowable]:
    return [Heading(heading), *(paragraph(line) for line in text.splitlines() if line.strip())]

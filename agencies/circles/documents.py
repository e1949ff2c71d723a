"""The record of handing a file over (domain.md 6.10): who to whom, when and why, and what goes along."""

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from agencies.circles.models import KeyWorker, chain_of, circle_of
from agencies.directory.models import agency_of
from foundation import language
from foundation.language import moment
from foundation.pdf import (
    Footer,
    Heading,
    Letterhead,
    Pair,
    Sheet,
    bullets,
    facts,
    paragraph,
    printed,
    signatures,
    title,
)


def hand_over_record(link: KeyWorker) -> bytes:
    """The record as it was at the hand-over, whatever came after; the file's data name nobody (S1-23 to S1-25)."""
    circle = circle_of(link.circle_id)
    assert circle is not None
    agency = agency_of(circle.agency_id)
    assert agency is not None
    former = next(one for one in chain_of(link.circle_id) if one.to_at == link.from_at and one.id != link.id)
    heading = _("Record of handing the file over")
    sheet = Sheet(
        heading, Letterhead(agency.name, "", case=circle.code),
        Footer(_("Confidential: only for those who work with the file.")),
        language="cs-CZ" if language.current() == "cs" else "en-GB",
    )  # fmt: skip

    def story() -> list[Flowable]:
        pairs: list[Pair] = [
            (_("Handed over by"), former.worker.name),
            (_("Taken over by"), link.worker.name),
            (_("When"), moment(link.from_at)),
            (_("Why"), link.because_name),
        ]
        return [
            title(heading),
            facts(pairs),
            paragraph(_("From this moment the new key worker answers for the file; there was no gap between them.")),
            *_note(link),
            *_goes_along(link),
            signatures([[_("Handed over by"), former.worker.name], [_("Taken over by"), link.worker.name]]),
        ]

    return printed(sheet, story)


def _note(link: KeyWorker) -> list[Flowable]:
    lines = [line for line in link.note.splitlines() if line.strip()]
    return [Heading(_("What the new key worker should know")), *map(paragraph, lines)] if lines else []


def _goes_along(link: KeyWorker) -> list[Flowable]:
    heading = Heading(_("Open and agreed at that moment"))
    if link.taken_over is None:
        return [heading, paragraph(_("It was not written down when the file was handed over."))]
    if not link.open_by_kind:
        return [heading, paragraph(_("Nothing was open."))]
    parts: list[Flowable] = [heading]
    for name, texts in link.open_by_kind.items():
        parts += [paragraph(f"{name}:", after=2), *bullets(texts)]
    return parts

"""The request for diagnostics on paper: why, who does them, and who was agreed to explain the output."""

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from agencies.circles.models import circle_of, key_worker_of
from agencies.diagnostics.models import Diagnostics
from agencies.directory.models import agency_of
from foundation import clock, language
from foundation.language import day
from foundation.pdf import Footer, Heading, Letterhead, Pair, Sheet, facts, paragraph, printed, signatures, title


def request_paper(one: Diagnostics) -> bytes:
    """The request as it stands now, without the output; the file's data name nobody (S1-47 to S1-50)."""
    circle = circle_of(one.circle_id)
    assert circle is not None
    agency, key = agency_of(circle.agency_id), key_worker_of(circle.id)
    assert agency is not None
    heading = _("Request for psychodiagnostics")
    sheet = Sheet(
        heading, Letterhead(agency.name, "", case=circle.code),
        Footer(_("Confidential: only for those who work with the file.")),
        language="cs-CZ" if language.current() == "cs" else "en-GB",
    )  # fmt: skip

    def story() -> list[Flowable]:
        pairs: list[Pair] = [
            (_("Child"), one.child.name),
            (_("Key worker"), key.worker.name if key is not None else ""),
            (_("Asked by"), f"{one.asker.name}, {day(clock.in_prague(one.asked_at).date())}"),
            (_("Asked"), one.worker.name),
            (_("How it stands"), one.state_name),
            (_("Answered"), day(clock.in_prague(one.answered_at).date()) if one.answered_at else "–"),
        ]
        return [
            title(heading),
            facts(pairs),
            Heading(_("Why, and what it should answer")),
            *(paragraph(line) for line in one.why.splitlines() if line.strip()),
            Heading(_("Who explains the output")),
            *_explained(one),
            *_led_on(one),
            signatures([[_("Key worker")], [_("Diagnostician")]]),
        ]

    return printed(sheet, story)


def _explained(one: Diagnostics) -> list[Flowable]:
    if one.interpreter is None or one.agreed_on is None:
        return [paragraph(_("Not agreed yet. Without it no parent gets the output."))]
    agreed = _(
        "%(name)s; agreed %(day)s by %(names)s.", name=one.interpreter.name, day=day(one.agreed_on), names=one.agreed_by
    )
    return [paragraph(agreed), *([paragraph(one.interpreter_note)] if one.interpreter_note else [])]


def _led_on(one: Diagnostics) -> list[Flowable]:
    if one.next_what is None or one.next_on is None or one.next_worker is None:
        return []
    step = f"{one.next_what} ({one.next_worker.name}, {day(one.next_on)})"
    return [Heading(_("Next step")), paragraph(step)]

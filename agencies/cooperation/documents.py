"""The agreement on paper: with whom, what, for what, until when, and a line for the pen of every client."""

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from agencies.circles.models import circle_of
from agencies.cooperation.models import CooperationAgreement, users_of
from agencies.directory.models import agency_of
from foundation import language
from foundation.language import day
from foundation.pdf import Footer, Heading, Letterhead, Sheet, facts, paragraph, printed, signatures, title


def agreement_sheet(agreement: CooperationAgreement) -> bytes:
    """The sheet that every client signs; the file's data name nobody (S1-54)."""
    circle = circle_of(agreement.circle_id)
    assert circle is not None
    agency, users = agency_of(circle.agency_id), users_of(circle.id)
    assert agency is not None
    heading = _("Agreement to co-operation with others")
    sheet = Sheet(
        heading, Letterhead(agency.name, "", case=circle.code),
        Footer(_("Agreement to co-operation. Confidential: for the clients and those who work with the file.")),
        language="cs-CZ" if language.current() == "cs" else "en-GB",
    )  # fmt: skip

    def story() -> list[Flowable]:
        return [
            title(heading),
            facts(
                [
                    (_("Clients"), ", ".join(one.name for one in users)),
                    (_("Service"), agency.name),
                    (_("With whom"), agreement.body),
                    (_("For what"), ", ".join(agreement.purpose_names)),
                    (_("Holds until"), day(agreement.last_day)),
                ]
            ),
            Heading(_("What the service may say there")),
            *(paragraph(line) for line in agreement.scope.splitlines() if line.strip()),
            paragraph(
                _("The service says nothing that is not written here. I may take this agreement back at any time, in "
                  "words or in writing; from that moment the service says nothing more. What the law orders to be told "
                  "does not depend on this agreement.")
            ),
            signatures([[one.name, _("client, date and signature")] for one in users]),
        ]  # fmt: skip

    return printed(sheet, story)

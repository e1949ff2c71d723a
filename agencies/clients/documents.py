"""The informed consent on paper: the exact text and the lines for the pen."""

from uuid import UUID

from reportlab.platypus import Flowable

from agencies.circles.models import ServicePerson, circle_of
from agencies.clients.composing import consent_text
from agencies.directory.models import agency_of
from foundation.database import db
from foundation.pdf import Footer, Letterhead, Sheet, paragraph, printed, signatures, title

TITLE = "Informovaný souhlas"


def consent_sheet(person_id: UUID) -> bytes:
    """The sheet that one adult signs with a pen; the file's data name nobody (S1-41)."""
    person = db.session.get_one(ServicePerson, person_id)
    circle = circle_of(person.circle_id)
    assert circle is not None
    agency, text = agency_of(circle.agency_id), consent_text(person_id)
    assert agency is not None
    heading, *lines = text.text.splitlines()
    sheet = Sheet(
        TITLE, Letterhead(agency.name, "", case=circle.code),
        Footer(f"{TITLE}, znění č. {text.wording.version}", check_code=text.check_code),
        specimen="VZOR" if text.specimen else "",
    )  # fmt: skip

    def story() -> list[Flowable]:
        return [
            title(heading),
            *(paragraph(line, after=3) for line in lines if line.strip()),
            signatures([["Datum a podpis klienta"], ["Podpis pracovníka"]]),
        ]

    return printed(sheet, story)

"""The exact text of an informed consent, as one adult is about to sign it."""

from dataclasses import dataclass
from uuid import UUID

from agencies.circles.models import ServicePerson, circle_of, key_worker_of
from agencies.clients.models import BLANKS, CONSENT, orders_of
from agencies.directory.models import agency_of
from foundation import language, signatures, town_settings, wordings
from foundation.database import db
from foundation.reasons import Reason
from foundation.wordings import Wording


@dataclass(frozen=True)
class ConsentText:
    """A wording filled in for one person."""

    wording: Wording
    text: str
    unfilled: tuple[Reason, ...]
    """Why it cannot be signed yet: what the service has not filled in."""
    specimen: bool

    @property
    def fingerprint(self) -> str:
        """Of the exact text."""
        return signatures.fingerprint(self.text)

    @property
    def check_code(self) -> str:
        """What stands at the foot of the sheet and is copied when it is filed."""
        return self.fingerprint[:20].upper()


def _label(name: str) -> str:
    return town_settings.label_of(name, "service")


def consent_text(person_id: UUID) -> ConsentText:
    """The text for one adult of a file: with the service, the key worker and the order as they stand now (S1-41)."""
    person = db.session.get_one(ServicePerson, person_id)
    circle = circle_of(person.circle_id)
    assert circle is not None
    agency, key = agency_of(circle.agency_id), key_worker_of(circle.id)
    assert agency is not None
    wording = wordings.current(CONSENT, circle.agency_id)
    order = next(iter(orders_of(circle.id)), None)
    settings = town_settings.of_town(circle.agency_id)
    values = {name: settings[name] for name in BLANKS} | {
        "poskytovatel": agency.name,
        "adresa": agency.address or agency.name,
        "telefon": agency.phone or "–",
        "jméno klienta": person.name,
        "klíčový pracovník": key.worker.name if key is not None else "",
        "zakázka": order.problem if order else "",
        "naplnitelné": "; ".join(one.text for one in order.met(True)) or "–" if order else "",
        "nenaplnitelné": "; ".join(f"{one.text} ({one.why})" for one in order.met(False)) or "–" if order else "",
    }
    return ConsentText(
        wording, language.cz(wordings.filled(wording.text, values)),
        wordings.unfilled(wording.text, values, called=_label),
        specimen=not wordings.confirmed(wording, circle.agency_id),
    )  # fmt: skip

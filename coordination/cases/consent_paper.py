"""A parent's own paper: to whom they let the office speak about what, until when, and how they take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import force_locale
from reportlab.platypus import Flowable

from agencies.directory.models import agency_of
from agencies.towns.models import acknowledgement_of, phone_of
from coordination.cases.circle import AgencyAtCase, RecordedGround
from coordination.cases.models import AREA_NAMES, Person, members, words_of
from coordination.cases.rules import GroundState
from foundation import clock
from foundation.language import day, until_day
from foundation.pdf import FAMILY, Footer, Heading, Letterhead, Sheet, bold, boxed, paragraph, printed, title

TITLE = "Komu smíme co říct"
CHANGE_OF_MIND = (
    "Kdykoli si to můžete rozmyslet. Stačí to říct nám, nebo zavolat. Od té chvíle organizace nic dalšího neuvidí."
)
SILENCE = "Slib mlčet platí dál."
NOTHING = "Zatím jste nám nic takového nedovolili."


@dataclass(frozen=True)
class Allowed:
    """One consent in the parent's own words."""

    agency: str
    about: str
    areas: str
    until: date | None
    given_on: date
    ended_on: date | None
    """When it ended, if it holds no longer."""


def consents_of(person: Person, at_case: Sequence[AgencyAtCase], town_id: UUID) -> bytes:
    """Everything that one parent has agreed to, as a PDF for their hands."""
    names = {one.id: one.name for one in members(person.case_id)}
    with force_locale("cs"):
        allowed = [
            _allowed(at.agency.name, ground, names)
            for at in at_case
            for ground in at.grounds
            if ground.giver == person.id
        ]
    town, phone = agency_of(town_id), phone_of(town_id)
    sheet = Sheet(
        title=TITLE,
        letterhead=Letterhead(f"Město {town.signs_as}" if town else "", ""),
        footer=Footer(
            f"Váš výtisk, {day(clock.today(), 'cs')}", "Nikomu ho nemusíte ukazovat.",
            acknowledgement=acknowledgement_of(town_id, family=True),
        ),
        look=FAMILY,
    )  # fmt: skip
    name = person.name
    return printed(sheet, lambda: list(_paper(name, allowed, phone)))


def _allowed(agency: str, ground: RecordedGround, names: dict[UUID, str]) -> Allowed:
    assert ground.given_on is not None
    return Allowed(
        agency=agency,
        about=", ".join(name for key, name in names.items() if key in ground.members),
        areas=words_of(AREA_NAMES, ground.areas),
        until=ground.last_day,
        given_on=ground.given_on,
        ended_on=None if ground.state is GroundState.HOLDS else ground.ended_on,
    )


def _paper(name: str, allowed: Sequence[Allowed], phone: str) -> Iterable[Flowable]:
    yield title(TITLE, FAMILY)
    yield paragraph(name, FAMILY.body)
    holding = [one for one in allowed if one.ended_on is None]
    for one in holding:
        yield boxed(_box(one))
    if not holding:
        yield paragraph(NOTHING, FAMILY.body)
    over = [one for one in allowed if one.ended_on is not None]
    if over:
        yield Heading("Co už neplatí", FAMILY)
        for one in over:
            ended = day(one.ended_on, "cs") if one.ended_on else ""
            yield paragraph(f"{one.agency}: {one.areas}. Skončilo {ended}.", FAMILY.cell, after=4)
    yield Heading("Když to chcete změnit", FAMILY)
    yield paragraph(f"{CHANGE_OF_MIND} {SILENCE}", FAMILY.body)
    yield paragraph(bold(f"Telefon {phone}"), FAMILY.goal)


def _box(one: Allowed) -> list[Flowable]:
    until = f"Platí {until_day(one.until, 'cs')}." if one.until else "Konec není určen."
    return [
        paragraph(one.agency, FAMILY.box_title),
        paragraph(f"O kom: {one.about}", FAMILY.body, after=2),
        paragraph(f"O čem: {one.areas}", FAMILY.body, after=2),
        paragraph(until, FAMILY.body, after=2),
        paragraph(f"Domluvili jsme to {day(one.given_on, 'cs')}.", FAMILY.cell, after=0),
    ]

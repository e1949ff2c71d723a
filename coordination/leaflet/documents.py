"""The blank forms as PDF: pledges, the plan and the agreement, for the pen and without a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle

from coordination.agreements.documents import GAP, BlankAgreement, blank_agreement
from coordination.agreements.rules import with_gaps
from coordination.leaflet.models import BlankForm, Issuer, text_of
from coordination.plans.documents import TITLE as PLAN
from coordination.pledges.documents import PledgePaper, pledge_paper
from coordination.pledges.models import FAMILY
from coordination.pledges.words_on_paper import PLEDGE
from foundation.clock import in_prague
from foundation.pdf import (
    OFFICE,
    Footer,
    Grid,
    Heading,
    Letterhead,
    Sheet,
    barred,
    fields,
    headed,
    inner_width,
    paragraph,
    printed,
    table,
    title,
    writing_line,
)

_TASK_ROWS, _PEOPLE_ROWS = 9, 8
_BY_HAND = 13.2 * mm
"""Height of a row that is written by hand."""
SILENCE = "Mlčení neznamená souhlas: úkol platí, až ho odpovědná osoba přijme."


def blank_form(form: BlankForm, of: Issuer) -> bytes:
    """One form, printed in the name of a town or of nobody."""
    if not form.wording:
        return _blank_plan(BlankPlan(of.name, of.unit, of.acknowledgement(family=False)))
    found = text_of(form, of)
    valid_from = in_prague(found.wording.valid_from).date()
    kinds = PLEDGE["cs"].kinds
    if form.wording not in kinds:
        return _agreement(
            BlankAgreement(
                of.name, of.unit, found.wording.version, valid_from, found.text, found.specimen,
                of.acknowledgement(family=False),
            )
        )  # fmt: skip
    family = form.wording == FAMILY
    return _pledge(
        PledgePaper(
            town=of.name, unit=of.unit, kind=kinds[form.wording][0], wording_number=found.wording.version,
            valid_from=valid_from, text=with_gaps(found.text, GAP), family=family, specimen=found.specimen,
            acknowledgement=of.acknowledgement(family=family),
        )
    )  # fmt: skip


# A stranger may ask as often as they like: equal forms are drawn once.
_pledge = lru_cache(maxsize=128)(pledge_paper)
_agreement = lru_cache(maxsize=32)(blank_agreement)


@dataclass(frozen=True)
class BlankPlan:
    """In whose name the plan is printed."""

    town: str
    unit: str
    acknowledgement: str


@lru_cache(maxsize=32)
def _blank_plan(form: BlankPlan) -> bytes:
    sheet = Sheet(
        title=PLAN,
        letterhead=Letterhead(form.town, form.unit, "Tiskopis"),
        footer=Footer(
            f"{PLAN}, tiskopis", "Po vyplnění obsahuje osobní údaje rodiny.", acknowledgement=form.acknowledgement
        ),
    )
    return printed(sheet, lambda: list(_plan()))


def _plan() -> Iterable[Flowable]:
    yield title(PLAN)
    yield fields([(label, "") for label in ("Případ", "Setkání dne a kde", "Koordinuje, telefon", "Platí od a do")])
    yield barred("Čeho chceme dosáhnout, a podle čeho se to pozná", [])
    yield from _lines(3)
    head = ("č.", "Úkol, a podle čeho se pozná, že je hotový", "Zodpovídá (jméno)", "Termín", "Přijímám (podpis)")
    yield from headed(Heading("Úkoly"), _by_hand(head, _rows(_TASK_ROWS, 5), (9, 72, 35, 22, 27)))
    yield paragraph(SILENCE, OFFICE.cell, before=2)
    yield KeepTogether([Heading("Na co si dáváme pozor, a kdo to hlídá"), *_lines(2)])
    yield KeepTogether(
        [
            Heading("Jak plán vyhodnotíme"),
            fields([("Kdy a kde", ""), ("Podle čeho", ""), ("Komu zavolat, když se nedaří", "")]),
        ]
    )
    agreed = ("Jméno a organizace", "Souhlasím, nebo s čím ne", "Podpis")
    yield from headed(Heading("Kdo plán přijal"), _by_hand(agreed, _rows(_PEOPLE_ROWS, 3), (62, 62, 41)))


def _lines(count: int) -> list[Flowable]:
    return [*(writing_line(inner_width() + 20) for _line in range(count)), Spacer(1, 6)]


def _rows(count: int, columns: int) -> list[list[str]]:
    return [[""] * columns for _row in range(count)]


def _by_hand(head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> Grid:
    """Rows high enough for the pen, with lines between the columns."""
    drawn = table(head, rows, widths_mm, row_height=_BY_HAND)
    drawn.setStyle(TableStyle([("LINEAFTER", (0, 1), (-2, -1), 0.5, "black")]))
    return drawn

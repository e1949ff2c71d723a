"""Who comes to the table for one of the family: named apart, never counted as its member, known to few."""

import pytest

from coordination.cases.models import companions, members
from coordination.cases.rules import PersonKind
from tests.browsing import Browser
from tests.conftest import House
from tests.world import Case, build


@pytest.fixture
def case(house: House) -> Case:
    return build(house, "open", "PS-7F3K")


@pytest.fixture
def lenka(house: House) -> Browser:
    browser = house.signed_in("lenka")
    browser.client.set_cookie("lang", "en")
    return browser


def test_an_interpreter_stands_apart_from_the_family(house: House, case: Case, lenka: Browser) -> None:
    lenka.open(f"/cases/{case.case_id}/people")
    lenka.follow("Add somebody who comes for the family")
    lenka.press("Save", name="Oleh Bondar", kind="interpreter", tongue="ukrajinština")
    assert "Oleh Bondar" in lenka.page.text
    assert "interpreter (ukrajinština)" in lenka.page.text
    with house.app.app_context():
        assert "Oleh Bondar" not in [each.name for each in members(case.case_id)]
        assert {each.name: each.kind for each in companions(case.case_id)} == {
            "Věra Kamarádová": PersonKind.SUPPORT_PERSON, "Oleh Bondar": PersonKind.INTERPRETER,
        }  # fmt: skip
    for page in ("agencies/new", "brief"):
        assert "Oleh Bondar" not in lenka.open(f"/cases/{case.case_id}/{page}").whole, (
            "nobody's tie or consent names him"
        )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "support_person", "beside": ""}, "Choose for whom of the family they come."),
        ({"kind": "interpreter"}, "Write which language they interpret."),
        ({"kind": "minor_representative", "beside": "Jana"}, "A representative of the child comes for a child."),
        ({"kind": "proxy", "beside": "Gabriela"}, "An attorney or proxy of a parent comes for a parent."),
        ({"kind": "proxy", "beside": "Jana", "safe_contact": "phone"}, "The phone number is missing."),
    ],
)
def test_somebody_of_whom_too_little_is_known_is_not_named(
    case: Case, lenka: Browser, typed: dict[str, str], sentence: str
) -> None:  # fmt: skip
    lenka.open(f"/cases/{case.case_id}/companions/new")
    lenka.press_with("Save", {"name": "JUDr. Marek Vondra", **typed})
    assert [mistake for mistake in lenka.page.mistakes if mistake.startswith(sentence)], lenka.page.mistakes
    assert "JUDr. Marek Vondra" in lenka.page.whole


def test_what_is_known_of_a_companion_is_corrected_on_a_page_of_its_own(case: Case, lenka: Browser) -> None:
    address = f"/companions/{case.people['vera']}"
    lenka.open(address)
    lenka.press("Save", name="Věra Nováková")
    assert "Věra Nováková" in lenka.page.text
    assert lenka.open(f"/members/{case.people['vera']}").status == 404, "she is no member of the family"
    assert lenka.open(f"/companions/{case.people['jana']}").status == 404, "and Jana is one"

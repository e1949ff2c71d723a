"""Stories of the visits: the Kratochvíls come to the counselling service, together, alone and with their children."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from agencies.circles import actions as circles
from agencies.circles.models import Circle
from agencies.circles.rules import State
from agencies.visits.models import visits_of
from foundation.database import transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import Family, kratochvilovi, open_service

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
JOINT = "divorce or custody: mediation, family therapy, joint work"
RELATIONS = "locating problems, assessing relations in the family"
OTHER = "counselling on something else"
ZUZANA, PAVEL = "Zuzana Kratochvílová, mother", "Pavel Kratochvíl, father"
ADAM = "Adam Kratochvíl, child"
APART = "Where relations are assessed you speak with each parent alone first. Book them apart, or write why not."


@pytest.fixture
def family(house: House) -> Family:
    house.hand.at(MONDAY)
    open_service(house)
    return kratochvilovi(house)


def at_file(house: House, family: Family, key: str = "blazkova") -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    browser.open(f"/service/files/{family.circle_id}")
    return browser


def books(browser: Browser, family: Family, **typed: str | list[str]) -> Page:
    browser.open(f"/service/files/{family.circle_id}")
    browser.follow("Book a visit")
    return browser.press("Book", **({"approach": JOINT, "people": [ZUZANA, PAVEL]} | typed))


def held(house: House, browser: Browser, family: Family, note: str = "Mluvili jsme.", **typed: str | list[str]) -> Page:
    """Book a visit, let its hour come, write it down with everybody who was asked."""
    page = books(browser, family, **typed)
    assert "The visit is booked." in page.notice, page.mistakes
    with house.app.app_context():
        visit = max(visits_of(family.circle_id), key=lambda one: one.booked_at)
        visit_id, starts = visit.id, visit.starts_at
    house.hand.at(starts)
    browser.open(f"/service/visits/{visit_id}")
    browser.follow("Write the visit down")
    return browser.press("The visit was held", note=note)


@pytest.mark.rule("S1-07")
def test_a_visit_is_booked_with_one_professional(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(hana, family, worker="Mgr. Ondřej Ševčík")
    assert "The visit is booked." in page.notice
    assert "Mon 2 Mar 2026 at 10:00, consultation" in page.text
    assert "Mgr. Ondřej Ševčík; Zuzana Kratochvílová, Pavel Kratochvíl" in page.text
    hana.follow("Mon 2 Mar 2026 at 10:00, consultation")
    entry = Calendar.from_ical(hana.follow("Into my calendar").content).walk("VEVENT")[0]
    assert "Kratochv" not in str(entry)
    assert entry["DTSTART"].dt == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.rule("S1-07")
def test_without_a_professional_of_the_file_nothing_is_booked(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(hana, family, worker="Choose", people=[])
    assert page.mistakes == ["Tick who comes.", "Choose with whom."]
    assert "Mgr. Zora Tichá" not in page.text, "works at the service and not with the file"
    early = kratochvilovi(house, State.INTAKE_DONE)
    assert house.signed_in("nikola").open(f"/service/files/{early.circle_id}/visits/new").status == 404


@pytest.mark.rule("S1-26")
def test_parents_who_want_joint_work_are_asked_together(house: House, family: Family) -> None:
    page = books(at_file(house, family), family)
    assert "The visit is booked." in page.notice


@pytest.mark.rule("S1-26")
def test_one_parent_alone_needs_a_reason(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(hana, family, people=[ZUZANA])
    assert page.mistakes == [
        "Both parents are invited to the first consultation together. Tick Pavel Kratochvíl as well, or write why not."
    ]
    page = hana.press("Book", because="Otec je na služební cestě.")
    assert "The visit is booked." in page.notice
    hana.follow("Mon 2 Mar 2026 at 10:00")
    assert "Otec je na služební cestě." in hana.page.text


@pytest.mark.rule("S1-27")
def test_an_acute_conflict_is_respected_without_blame(house: House, family: Family) -> None:
    hana = at_file(house, family)
    hana.follow("The parents do not meet for now")
    page = hana.press("Respect it", kind="an acute conflict", review_on="9. 3. 2026")
    assert "It is nobody's fault. Each one can come alone." in page.text
    page = books(hana, family, people=[PAVEL])
    assert "The visit is booked." in page.notice, "a separate start is possible"
    assert "On hold until 9 Mar 2026" in hana.open("/service").text
    house.hand.on(9, 3, 8)
    hana = at_file(house, family)
    assert "Look at it again: it was to be on 9 Mar 2026." in hana.page.text
    assert "Look at the obstacle again" in hana.open("/service").text
    hana.open(f"/service/files/{family.circle_id}")
    assert "The parents can meet again." in hana.press("They can meet again").notice


@pytest.mark.rule("S1-27")
def test_while_it_holds_nobody_is_asked_to_sit_together(house: House, family: Family) -> None:
    hana = at_file(house, family)
    hana.follow("The parents do not meet for now")
    page = hana.press("Respect it")
    assert page.mistakes == ["Choose what keeps the parents from meeting.", "Write when you look at it again."]
    hana.press("Respect it", kind="one of them is not up to it now", person="Pavel", review_on="9. 3. 2026")
    page = books(hana, family)
    assert page.mistakes == [
        "For now the parents do not meet. Ask each one alone, end the obstacle, or write why they can meet."
    ]


@pytest.mark.rule("S1-28", "S1-34")
def test_group_education_comes_before_mediation(house: House, family: Family) -> None:
    hana = at_file(house, family)
    held(house, hana, family, kind="group education")
    hana = at_file(house, family)
    assert "0 visits so far." in hana.page.text, "education does not count"
    page = held(house, hana, family, kind="mediation")
    assert "1 visit so far." in page.text


@pytest.mark.rule("S1-28")
def test_mediation_without_education_wants_a_reason(house: House, family: Family) -> None:
    hana = at_file(house, family)
    held(house, hana, family, kind="group education", people=[ZUZANA])
    hana = at_file(house, family)
    page = books(hana, family, kind="mediation")
    assert page.mistakes == [
        "Group education comes first as a rule, Pavel Kratochvíl has not been there. Book it first, or write why not."
    ]
    assert "The visit is booked." in hana.press("Book", because="Absolvoval ji jinde.").notice


@pytest.mark.rule("S1-29")
def test_where_relations_are_assessed_the_child_joins_for_a_reason(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(
        hana, family, approach=RELATIONS, people=[ZUZANA, ADAM], child_note="Jak Adam prožívá rozchod.",
        child_prepared="y",
    )  # fmt: skip
    assert "The visit is booked." in page.notice


@pytest.mark.rule("S1-29", "S1-36")
def test_a_child_joins_neither_without_a_reason_nor_unprepared(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(hana, family, approach=RELATIONS, people=[ZUZANA, ADAM])
    assert page.mistakes == [
        "Write why the child joins.",
        "Has the parent prepared the child? Tick it, or write why it comes unprepared.",
    ]


@pytest.mark.rule("S1-30", "S1-31")
def test_mother_and_father_come_apart_and_bring_the_children_by_turns(house: House, family: Family) -> None:
    hana = at_file(house, family)
    child = {"approach": RELATIONS, "child_note": "Vztah k rodičům.", "child_prepared": "y"}
    for people in ([ZUZANA], [PAVEL]):
        books(hana, family, approach=RELATIONS, people=people)
    for people in ([ZUZANA, ADAM], [PAVEL, ADAM], [ZUZANA, ADAM]):
        assert "The visit is booked." in books(hana, family, people=people, **child).notice


@pytest.mark.rule("S1-30", "S1-31")
def test_a_joint_beginning_and_the_same_parent_twice_want_a_reason(house: House, family: Family) -> None:
    hana = at_file(house, family)
    assert books(hana, family, approach=RELATIONS).mistakes == [APART]
    child = {"approach": RELATIONS, "child_note": "Vztah k rodičům.", "child_prepared": "y", "people": [PAVEL, ADAM]}
    books(hana, family, **child)
    assert books(hana, family, **child).mistakes == [
        "Pavel Kratochvíl brought the children last time. Let the other parent bring them, or write why not."
    ]


@pytest.mark.rule("S1-32")
def test_both_parents_get_the_findings(house: House, family: Family) -> None:
    hana = at_file(house, family)
    hana.follow("Write findings for the parents")
    page = hana.press("Write the findings", text="Adam potřebuje klid při předávání.")
    without = page.text.partition("Still without them: ")[2].partition(" A parent has")[0]
    assert set(without.split(", ")) == {"Zuzana Kratochvílová", "Pavel Kratochvíl"}
    for parent in (ZUZANA, PAVEL):
        hana.follow("A parent has got the findings")
        page = hana.press("Write it down", parent=parent)
    assert "Still without them" not in page.text


@pytest.mark.rule("S1-32")
def test_findings_stay_open_while_one_parent_is_without_them(house: House, family: Family) -> None:
    hana = at_file(house, family)
    hana.follow("Write findings for the parents")
    assert hana.press("Write the findings", text="  ").mistakes == ["Write what was found."]
    hana.press("Write the findings", text="Adam potřebuje klid při předávání.")
    hana.follow("A parent has got the findings")
    page = hana.press("Write it down", parent=ZUZANA)
    assert "Still without them: Pavel Kratochvíl" in page.text
    hana.follow("A parent has got the findings")
    assert hana.press("Write it down", parent=ZUZANA).mistakes == ["This parent has the findings already."]


@pytest.mark.rule("S1-35")
def test_on_another_topic_a_child_comes_as_agreed(house: House, family: Family) -> None:
    hana = at_file(house, family)
    page = books(
        hana, family, approach=OTHER, people=[ZUZANA, ADAM], child_note="Matka nemá hlídání, Adam chce přijít.",
        child_prepared="y",
    )  # fmt: skip
    assert "The visit is booked." in page.notice


@pytest.mark.rule("S1-35")
def test_without_a_word_on_the_agreement_it_does_not(house: House, family: Family) -> None:
    page = books(at_file(house, family), family, approach=OTHER, people=[ZUZANA, ADAM], child_prepared="y")
    assert page.mistakes == ["Write what you have agreed with the parent on the child's coming."]


@pytest.mark.rule("S1-36")
def test_a_parent_usually_comes_alone_first(house: House, family: Family) -> None:
    hana = at_file(house, family)
    hana.follow("Book a visit")
    assert not hana.page.soup.select("input[name=people][checked]"), "nobody is ticked beforehand"
    assert "The visit is booked." in books(hana, family, approach=OTHER, people=[ZUZANA]).notice


@pytest.mark.rule("S1-57")
@pytest.mark.parametrize("along", ["an attorney", "a parent's proxy"])
def test_attorneys_and_proxies_are_not_asked_and_the_reasons_are_told(house: House, family: Family, along: str) -> None:
    hana = at_file(house, family)
    page = books(hana, family, along=along, along_name="JUDr. Marek Vondra", because="Otec na tom trvá.")
    assert page.mistakes == [
        "Attorneys and proxies of parents are not invited to consultations: parents decide for themselves, in safety"
        " and trust, and in the best interest of the children. The child's representative may come."
    ]
    with house.app.app_context():
        assert not visits_of(family.circle_id)


@pytest.mark.rule("S1-57")
def test_the_parents_come_without_them(house: House, family: Family) -> None:
    assert "The visit is booked." in books(at_file(house, family), family).notice


@pytest.mark.rule("S1-58")
def test_the_representative_of_a_child_may_come(house: House, family: Family) -> None:
    page = books(at_file(house, family), family, along="the child's representative", along_name="Mgr. Eva Říhová")
    assert "Mgr. Eva Říhová (the child's representative)" in page.text


@pytest.mark.rule("S1-58")
def test_a_representative_has_a_name(house: House, family: Family) -> None:
    page = books(at_file(house, family), family, along="the child's representative")
    assert page.mistakes == ["Write who it is."]


def test_a_visit_moves_is_called_off_or_missed(house: House, family: Family) -> None:
    hana = at_file(house, family)
    books(hana, family)
    hana.follow("Mon 2 Mar 2026 at 10:00")
    hana.follow("Another time")
    page = hana.press("Give it this time", slot="another day and hour", day="4. 3. 2026", hour="9:00")
    assert "Wed 4 Mar 2026 at 9:00" in page.text
    hana.follow("Wed 4 Mar 2026 at 9:00")
    assert Calendar.from_ical(hana.follow("Into my calendar").content).walk("VEVENT")[0]["SEQUENCE"] == 1
    with house.app.app_context():
        visit_id = visits_of(family.circle_id)[0].id
    house.hand.on(4, 3, 10)
    hana = at_file(house, family)
    hana.open(f"/service/visits/{visit_id}")
    page = hana.press("Nobody came")
    assert "0 visits so far." in page.text
    assert "Nobody came" in page.text
    books(hana, family)
    with house.app.app_context():
        visit_id = visits_of(family.circle_id)[-1].id
    hana.open(f"/service/visits/{visit_id}")
    page = hana.press("Call the visit off")
    assert "The visit is called off." in page.notice
    with house.app.app_context():
        assert len(visits_of(family.circle_id)) == 1


def test_a_booked_hour_is_taken_for_the_next_one(house: House, family: Family) -> None:
    hana = at_file(house, family)
    books(hana, family)
    hana.follow("Book a visit")
    assert "Mon 2 Mar 2026 at 10:00" not in hana.page.soup.select_one("fieldset:has(input[name=slot])").get_text()


def test_a_file_with_a_booked_visit_is_not_ended(house: House, family: Family) -> None:
    hana = at_file(house, family)
    books(hana, family)
    hana.open(f"/service/files/{family.circle_id}/end")
    page = hana.press("End the file", outcome="cooperation ended")
    assert page.mistakes == ["A visit is booked or not written down yet. Call it off or write it down first."]


@pytest.mark.rule("S1-53")
def test_whoever_is_kept_out_finds_no_visit_and_theirs_are_called_off(house: House, family: Family) -> None:
    hana = at_file(house, family)
    books(hana, family, worker="Mgr. Ondřej Ševčík")
    with house.app.app_context():
        visit_id = visits_of(family.circle_id)[0].id
    ondrej = house.signed_in("sevcik")
    assert ondrej.open(f"/service/visits/{visit_id}").status == 200
    hana.open(f"/service/files/{family.circle_id}/kept-out")
    hana.press("Keep out", worker="Mgr. Ondřej Ševčík", kind="another reason of the client")
    assert ondrej.open(f"/service/visits/{visit_id}").status == 404
    with house.app.app_context():
        assert not visits_of(family.circle_id)
    page = hana.open(f"/service/files/{family.circle_id}/visits/new")
    assert "Ševčík" not in page.text


PLAN = {
    "situation": "Rodiče se hádají při každém předání.", "wish_1": "Chceme se domluvit sami.",
    "aim_1": "the client manages alone, without help from outside", "sign_1": "Dvě předání po sobě bez hádky.",
    "what_1_1": "Sejít se nad kalendářem péče.", "who_1_1": "Zuzana a Pavel", "until_1_1": "30. 4. 2026",
    "review_on": "30. 5. 2026",
}  # fmt: skip


def seven(house: House, family: Family) -> Browser:
    """Six visits were held, the seventh is about to be booked."""
    with house.app.app_context(), transaction() as session:
        circles.move(session.get_one(Circle, family.circle_id), State.CLIENT)
    hana = at_file(house, family)
    for _number in range(6):
        assert "The visit is written down." in held(house, hana, family).notice
        hana = at_file(house, family)
    assert "6 visits so far." in hana.page.text
    return hana


@pytest.mark.rule("S1-46")
def test_six_visits_need_no_plan_and_the_seventh_goes_on_with_one(house: House, family: Family) -> None:
    hana = seven(house, family)
    hana.follow("A longer cooperation is needed")
    hana.press("Save the need", why="Předávání dětí se dlouhodobě nedaří.")
    hana.press("Save the plan", **PLAN)
    assert "The visit is booked." in books(hana, family).notice


@pytest.mark.rule("S1-46")
def test_the_seventh_visit_asks_for_a_written_plan_or_a_reason(house: House, family: Family) -> None:
    hana = seven(house, family)
    page = books(hana, family)
    assert page.mistakes == [
        "This would be visit 7. After 6 visits a written individual plan is due. Make it first, or write why not."
    ]
    assert "The visit is booked." in books(hana, family, kind="group education").notice, "education does not count"
    page = books(hana, family, because="Je poslední, uzavíráme spolupráci.")
    assert "The visit is booked." in page.notice

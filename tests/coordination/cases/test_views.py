"""The coordinator's counter: a case is opened, described, its family named, agencies brought to it with a ground."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.cases.models import FamilyCase, Person
from coordination.seats.models import CaseFrame, Consent, Exclusion, Involvement, LegalTitle, Seat
from coordination.seats.rules import Ending, Role
from foundation import audit, clock
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.cast import TITLE
from tests.conftest import House

SITUATION = "Gábina má 27 neomluvených hodin, matka je na všechno sama."
NEED = "Peníze, výživné a docházku matka sama nezvládne."
NO_SITUATION = "The family's situation is missing. Describe it in two or three sentences."
NO_NEED = "What the family cannot solve alone is missing. Write it, it is why people meet."


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    """The browser of a person of the cast who reads the house in English."""
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


def case_opened(house: House, lenka: Browser) -> UUID:
    """Lenka opens the case of Gábina; answers its id."""
    lenka.open("/cases/new")
    lenka.press(
        "Open the case", nickname="Gábina", office_reference="Om 14/2026", situation=SITUATION, need_of_help=NEED,
        areas=["school", "maintenance"],
    )  # fmt: skip
    with house.app.app_context():
        return db.session.scalars(select(FamilyCase.id)).one()


def family_named(lenka: Browser, case_id: UUID) -> None:
    """Mother, daughter, son in the household, father elsewhere."""
    for name, kinship, home in (
        ("Jana Vlčková", "mother", "yes"),
        ("Gabriela Vlčková", "daughter", "yes"),
        ("Matěj Vlček", "son", "yes"),
        ("Roman Vlček", "father", "no"),
    ):
        lenka.open(f"/cases/{case_id}/members/new")
        lenka.press("Save", name=name, kinship=kinship, in_household=home)


def school_brought(house: House, lenka: Browser, case_id: UUID, **typed: str | list[str]) -> UUID:
    """The school works with the family; answers the involvement's id."""
    lenka.open(f"/cases/{case_id}/agencies/new")
    lenka.press("Save", agency="ZŠ Na Kopci", relation="serves", areas=["school"], **typed)
    with house.app.app_context():
        return db.session.scalars(select(Involvement.id)).one()


def seat_given(
    house: House, case_id: UUID, involvement_id: UUID | None, key: str, role: Role = Role.AGENCY_WORKER
) -> UUID:
    """A place at the table of an open case, as convening gives it."""
    with house.app.app_context(), transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        frame.opened_at = frame.opened_at or clock.now()
        seat = Seat(
            town_id=frame.town_id, case_id=case_id, worker_id=house.worker(key), involvement_id=involvement_id,
            role=role, name=key.capitalize(), function="pracuje s rodinou", agency_name="ZŠ Na Kopci",
            from_at=clock.now(),
        )  # fmt: skip
        session.add(seat)
        session.flush()
        return seat.id


def consent_given(lenka: Browser, involvement_id: UUID, **typed: str | list[str]) -> None:
    """Jana agrees; the sentence is read, then the consent is saved."""
    lenka.open(f"/involvements/{involvement_id}/consents/new")
    answers: dict[str, str | list[str]] = {
        "given_by": "Jana Vlčková", "given_on": "23. 2. 2026", "how": "said", "areas": ["school"],
        "members": ["Gabriela Vlčková", "Jana Vlčková"], "until": "30. 6. 2026",
    }  # fmt: skip
    lenka.press("Continue", **(answers | typed))
    lenka.press("Save, it holds")


# --- a case ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-05", "S2-18")
def test_the_coordinator_of_a_town_opens_a_case_and_owns_it(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    assert lenka.page.address.endswith(f"/cases/{case_id}/people")
    with house.app.app_context():
        case = db.session.get_one(FamilyCase, case_id)
        coordinator = db.session.scalars(select(Seat).where(Seat.case_id == case_id)).one()
        assert case.situation == SITUATION
        assert case.frame.state == "draft"
        assert (coordinator.worker_id, coordinator.role) == (house.worker("lenka"), Role.COORDINATOR)
        assert audit.verify() == []


@pytest.mark.rule("S2-05")
def test_without_situation_and_need_of_help_both_sentences_come_at_once_and_nothing_typed_is_lost(house: House) -> None:
    lenka = english(house, "lenka")
    lenka.open("/cases/new")
    page = lenka.press("Open the case", nickname="Gábina", goal="Gábina dokončí 8. třídu.")
    assert page.mistakes == [NO_SITUATION, NO_NEED]
    assert "Gábina dokončí 8. třídu." in page.text
    with house.app.app_context():
        assert db.session.scalars(select(CaseFrame)).all() == []


@pytest.mark.rule("S2-18")
@pytest.mark.parametrize("key", ["ivana", "jiri", "tereza", "hana", "karel"])
def test_nobody_but_a_coordinator_of_a_town_can_open_a_case(house: House, key: str) -> None:
    other = english(house, key)
    refused = other.open("/cases/new")
    missing = other.open("/cases/00000000-0000-4000-8000-000000000000/brief")
    assert (refused.status, refused.content) == (404, missing.content)
    lenka = english(house, "lenka")
    lenka.open("/cases/new")
    address, fields = lenka.filled("Open the case", {"nickname": "A", "situation": "b", "need_of_help": "c"})
    token = other.open("/cases").soup.find(attrs={"name": "csrf_token"})
    sent = dict(fields) | {"csrf_token": str(token["value"]) if token else ""}
    assert other.post(address, sent).status in (400, 404)
    with house.app.app_context():
        assert db.session.scalars(select(CaseFrame)).all() == []


def test_a_coordinator_by_the_code_door_alone_opens_nothing(house: House) -> None:
    assert english(house, "lenka", SessionDoor.CODE).open("/cases/new").status == 404


def test_a_colleague_and_another_town_see_nothing_of_the_case(house: House) -> None:
    case_id = case_opened(house, english(house, "lenka"))
    for key in ("jitka", "marek", "karel", "ivana"):
        assert english(house, key).open(f"/cases/{case_id}/brief").status == 404
        assert english(house, key).open(f"/cases/{case_id}/people").status == 404


def test_the_head_sees_codes_and_coordinators_only(house: House) -> None:
    case_opened(house, english(house, "lenka"))
    with house.app.app_context(), transaction() as session:
        frame = session.scalars(select(CaseFrame)).one()
        frame.opened_at, code = clock.now(), frame.code
    page = english(house, "hana").open("/cases")
    assert code in page.text
    assert "Bc. Lenka Horáková" in page.text
    assert "Gábina" not in page.whole
    assert "Om 14/2026" not in page.whole


def test_the_name_of_the_family_never_stands_in_a_title(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    for address in (f"/cases/{case_id}/people", f"/cases/{case_id}/brief", f"/cases/{case_id}/members/new"):
        title = lenka.open(address).soup.title
        assert title is not None
        assert "Gábina" not in title.get_text()
        assert "PS-" in title.get_text()


# --- two at one brief ------------------------------------------------------------------------------------------------


def test_two_who_save_one_brief_lose_nothing(house: House) -> None:
    case_id = case_opened(house, english(house, "lenka"))
    here, there = english(house, "lenka"), english(house, "lenka")
    here.open(f"/cases/{case_id}/brief")
    there.open(f"/cases/{case_id}/brief")
    there.press("Save", situation="Napsáno dřív.")
    page = here.press("Save", situation="Napsáno později.")
    assert page.status == 409
    assert "Someone else changed this page meanwhile." in page.text
    assert "Napsáno dřív." in page.text
    assert "Napsáno později." in page.text
    here.press("Save what stands in the fields")
    with house.app.app_context():
        assert db.session.get_one(FamilyCase, case_id).situation == "Napsáno později."


# --- the family ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-53")
def test_an_absent_father_belongs_to_the_family_and_every_area_can_be_chosen(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    lenka.open(f"/cases/{case_id}/brief")
    lenka.press("Save", areas=["finance", "school", "maintenance", "parenting"], parents_view="Mám pocit, že selhávám.")
    page = lenka.open(f"/cases/{case_id}/people")
    assert "Roman Vlček father, lives elsewhere · safe contact: none" in page.text
    with house.app.app_context():
        assert set(db.session.get_one(FamilyCase, case_id).areas) == {"finance", "maintenance", "school", "parenting"}
        assert db.session.get_one(FamilyCase, case_id).parents_view == "Mám pocit, že selhávám."


@pytest.mark.rule("S2-53")
def test_nobody_is_named_without_what_they_are_to_the_family_and_an_absent_father_is_not_of_the_household(
    house: House,
) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    lenka.open(f"/cases/{case_id}/members/new")
    lenka.press("Save", name="Karel Nový", kinship="", in_household="no")
    assert lenka.page.mistakes == ["Choose one of the offered answers."]
    assert "Karel Nový" not in lenka.open(f"/cases/{case_id}/people").text
    assert "Roman Vlček father, lives in the household" not in lenka.page.text
    lenka.open(f"/cases/{case_id}/conferences/new")
    lenka.press("Continue")
    boxes = [box for box in lenka.page.soup.select("#family input[type=checkbox]") if box.has_attr("checked")]
    invited = [lenka.page.soup.find("label", attrs={"for": box["id"]}).get_text(" ") for box in boxes]  # type: ignore[union-attr]
    assert invited
    assert not [each for each in invited if "Roman" in each], "he is of the family, and invited only by decision"
    assert "Roman Vlček" in lenka.page.soup.select_one("#family").get_text()  # type: ignore[union-attr]


def test_a_safe_contact_needs_its_address(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    lenka.open(f"/cases/{case_id}/members/new")
    page = lenka.press("Save", name="Jana Vlčková", kinship="mother", safe_contact="phone")
    assert page.mistakes == ["The phone number is missing. Add it, or choose another safe contact."]
    lenka.press("Save", phone="777123456")
    with house.app.app_context():
        assert db.session.scalars(select(Person)).one().phone == "777 123 456"


def test_the_same_form_sent_twenty_times_names_one_person(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    lenka.open(f"/cases/{case_id}/members/new")
    address, fields = lenka.filled("Save", {"name": "Jana Vlčková", "kinship": "mother"})
    for _time in range(20):
        lenka.post(address, dict(fields))
    with house.app.app_context():
        assert len(db.session.scalars(select(Person)).all()) == 1


# --- agencies and grounds --------------------------------------------------------------------------------------------


def test_before_a_consent_is_saved_a_sentence_says_what_it_opens_and_for_whom(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    seat_given(house, case_id, involvement_id, "ivana")
    lenka.open(f"/involvements/{involvement_id}/consents/new")
    page = lenka.press(
        "Continue", given_by="Jana Vlčková", given_on="23. 2. 2026", how="said", until="30. 6. 2026",
        members=["Gabriela Vlčková"], areas=["school"],
    )  # fmt: skip
    assert "ZŠ Na Kopci will read about: Gabriela Vlčková. Areas: school. Until 30 Jun 2026." in page.text
    assert "After signing the pledge to: Ivana." in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Consent)).all() == []
    lenka.press("Save, it holds")
    assert "Holds until 30 Jun 2026" in lenka.page.text
    with house.app.app_context():
        assert db.session.scalars(select(Consent)).one().areas == ("school",)


def test_a_changed_answer_is_read_again_before_it_is_saved(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    lenka.open(f"/involvements/{involvement_id}/consents/new")
    lenka.press(
        "Continue", given_by="Jana Vlčková", how="said", until="30. 6. 2026", members=["Gabriela Vlčková"],
    )  # fmt: skip
    page = lenka.press("Save, it holds", members=["Matěj Vlček"])
    assert "will read about: Matěj Vlček" in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Consent)).all() == []


def test_a_consent_that_says_too_little_is_refused_with_all_reasons_at_once(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    lenka.open(f"/involvements/{involvement_id}/consents/new")
    page = lenka.press(
        "Continue", given_by="Jana Vlčková", given_on="24. 2. 2026", how="said", until="22. 2. 2026", members=None,
        areas=None,
    )  # fmt: skip
    assert page.mistakes == [
        "The day of the consent is in the future. Enter the day when it was given.",
        "Choose at least one member of the family whom it concerns.",
        "Choose at least one area that it opens.",
        "The last day has already passed. Enter today or a later day.",
    ]


def test_only_a_parent_of_this_family_can_agree(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    page = lenka.open(f"/involvements/{school_brought(house, lenka, case_id)}/consents/new")
    fieldset = page.soup.find("legend", string="Who agreed")
    assert fieldset is not None
    assert fieldset.parent is not None
    assert "Jana Vlčková" in fieldset.parent.get_text()
    assert "Gabriela" not in fieldset.parent.get_text()


@pytest.mark.rule("S2-17")
def test_an_agency_without_ground_stays_shut_out_and_the_coordinator_is_told(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    page = lenka.open(f"/involvements/{school_brought(house, lenka, case_id)}")
    assert (
        "ZŠ Na Kopci has neither consent nor legal title, the content is closed. "
        "Add who agreed, to what and until when, or state the legal title."
    ) in page.text


def test_a_withdrawn_consent_tells_the_coordinator_and_closes_at_once(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    consent_given(lenka, involvement_id)
    lenka.follow("Record a withdrawal")
    assert "The content closes for ZŠ Na Kopci. Pledges hold on." in lenka.page.text
    page = lenka.press("Record the withdrawal")
    assert "Withdrawn 23 Feb 2026" in page.text
    assert "The consent was withdrawn on 23 Feb 2026, the content is closed for: ZŠ Na Kopci." in page.text


def test_an_expired_consent_says_so_from_the_midnight_after_its_last_day(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    consent_given(lenka, involvement_id, until="28. 2. 2026")
    house.hand.on(28, 2, 23, 59)
    assert "Its last day is today 28 Feb 2026" in english(house, "lenka").open(f"/involvements/{involvement_id}").text
    house.hand.on(1, 3, 0, 0)
    page = english(house, "lenka").open(f"/involvements/{involvement_id}")
    assert "Expired 28 Feb 2026" in page.text
    assert "The consent expired on 28 Feb 2026" in page.text


def test_a_legal_title_comes_from_the_list_of_the_town_and_can_end(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    lenka.open(f"/involvements/{involvement_id}/legal-titles/new")
    refused = lenka.press("Continue", citation=TITLE, members=["Gabriela Vlčková"])
    assert refused.mistakes == ["Write in one sentence why the agency needs to know."]
    lenka.press("Continue", why="Škola hlásí neomluvené hodiny.")
    assert "No end is set." in lenka.page.text
    page = lenka.press("Save, it holds")
    assert TITLE in page.text
    assert "Holds, no end is set" in page.text
    lenka.follow("End it")
    page = lenka.press("End the legal title")
    assert "The legal title ended on 23 Feb 2026, the content is closed for: ZŠ Na Kopci." in page.text
    with house.app.app_context():
        assert db.session.scalars(select(LegalTitle)).one().ended_by == f"worker:{house.worker('lenka')}"


def test_correcting_an_agency_changes_its_one_involvement(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    lenka.open(f"/involvements/{involvement_id}")
    lenka.follow("Change")
    lenka.press("Save", relation="may_serve", members=["Gabriela Vlčková"])
    with house.app.app_context():
        assert db.session.scalars(select(Involvement)).one().id == involvement_id
    assert "could work with the family" in lenka.page.text
    assert "Whom it concerns Gabriela Vlčková" in lenka.page.text


def test_the_agencys_worker_reads_the_own_ground_and_no_other(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    consent_given(lenka, involvement_id, until="28. 2. 2026")
    seat_id = seat_given(house, case_id, involvement_id, "ivana")
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(f"/involvements/{involvement_id}").status == 404, "not before the pledge"
    pledged(house, case_id)
    assert seat_id
    page = ivana.open(f"/involvements/{involvement_id}")
    assert "Gabriela Vlčková" in page.text
    assert "Matěj" not in page.whole
    assert "Record" not in page.text
    house.hand.on(1, 3)
    page = ivana.open(f"/involvements/{involvement_id}")
    assert "Expired 28 Feb 2026" in page.text
    assert "Vlčková" not in page.whole
    assert english(house, "olga").open(f"/involvements/{involvement_id}").status == 404


def pledged(house: House, case_id: UUID, key: str = "ivana") -> None:
    """A worker of the school signs at the own counter."""
    browser = english(house, key, SessionDoor.CODE)
    browser.open(f"/cases/{case_id}/pledge")
    browser.press("I sign the pledge", read=True)


# --- who reads the brief ---------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-17")
def test_a_seat_reads_the_brief_only_with_pledge_and_ground_and_only_about_its_members(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    seat_given(house, case_id, involvement_id, "ivana")
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(f"/cases/{case_id}/brief").status == 404, "no pledge"
    pledged(house, case_id)
    assert ivana.open(f"/cases/{case_id}/brief").status == 404, "no ground"
    consent_given(lenka, involvement_id)
    page = ivana.open(f"/cases/{case_id}/brief")
    assert "Gabriela Vlčková" in page.text
    assert "Roman" not in page.whole
    assert SITUATION not in page.text, "it speaks of the whole family"
    people = ivana.open(f"/cases/{case_id}/people")
    assert "Roman" not in people.whole
    assert "safe contact" not in people.text
    consent_given(lenka, involvement_id, members=["Gabriela Vlčková", "Jana Vlčková", "Matěj Vlček"])
    assert SITUATION not in ivana.open(f"/cases/{case_id}/brief").text, "the father agrees for himself"
    consent_given(lenka, involvement_id, given_by="Roman Vlček", members=["Roman Vlček"])
    assert SITUATION in ivana.open(f"/cases/{case_id}/brief").text


# --- exclusion -------------------------------------------------------------------------------------------------------


def test_an_excluded_worker_finds_no_such_case_from_the_next_request_on(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    seat_given(house, case_id, involvement_id, "ivana")
    consent_given(lenka, involvement_id)
    pledged(house, case_id)
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(f"/cases/{case_id}/brief").status == 200
    lenka.open(f"/cases/{case_id}/exclusions")
    page = lenka.press("Shut out", worker="Mgr. Ivana Součková", reason="")
    assert page.mistakes == ["Write in one sentence why this worker must not see the case."]
    page = lenka.press("Shut out", reason="Je sestra otce.")
    assert "Je sestra otce." in page.text
    assert ivana.open(f"/cases/{case_id}/brief").status == 404
    assert ivana.open(f"/cases/{case_id}/pledge").status == 404
    with house.app.app_context():
        assert db.session.scalars(select(Exclusion)).one().worker_id == house.worker("ivana")


def test_the_coordinator_cannot_shut_herself_out(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    lenka.open(f"/cases/{case_id}/exclusions")
    page = lenka.press("Shut out", worker="Bc. Lenka Horáková", reason="Znám je.")
    assert page.mistakes == ["Whoever coordinates the case cannot be shut out of it. Hand the case over first."]


def test_only_the_coordinator_reads_why_somebody_is_shut_out(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    seat_given(house, case_id, None, "tereza", Role.MINUTE_TAKER)
    pledged(house, case_id, "tereza")
    lenka.open(f"/cases/{case_id}/exclusions")
    lenka.press("Shut out", worker="Mgr. Ivana Součková", reason="Je sestra otce.")
    tereza = english(house, "tereza")
    assert "sestra" not in tereza.open(f"/cases/{case_id}/people").whole
    assert tereza.open(f"/cases/{case_id}/exclusions").status == 404


# --- texts nobody expects --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<b>tučně</b> & dál", "مرحبا 🙂", "slovo" * 240], ids=["markup", "signs", "long"])
def test_any_text_comes_back_as_it_was_typed(house: House, text: str) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    lenka.open(f"/cases/{case_id}/brief")
    lenka.press("Save", situation=text)
    lenka.open(f"/cases/{case_id}/brief")
    _address, fields = lenka.filled("Save")
    assert dict(fields)["situation"].strip() == text


def test_a_text_beyond_all_measure_is_refused_in_a_sentence(house: House) -> None:
    lenka = english(house, "lenka")
    lenka.open("/cases/new")
    page = lenka.press("Open the case", nickname="A", situation="a" * 200_000, need_of_help="b\x00c")
    assert page.mistakes == [
        "The text has 200000 characters, 1200 fit. Shorten it, all of it is still here.",
        "This text holds signs that nobody can read. Delete them, the rest is still here.",
    ]


def test_a_page_of_people_costs_the_same_for_one_and_for_many(house: House) -> None:
    from sqlalchemy import event

    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)

    def cost() -> int:
        asked: list[str] = []
        with house.app.app_context():
            engine = db.engine
        note = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        lenka.open(f"/cases/{case_id}/people")
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    consent_given(lenka, involvement_id)
    lenka.open(f"/cases/{case_id}/people")
    few = cost()
    family_named(lenka, case_id)
    for agency in ("SVP Kompas", "Přístav", "Centrum Javor"):
        lenka.open(f"/cases/{case_id}/agencies/new")
        lenka.press("Save", agency=agency, relation="serves")
    consent_given(lenka, involvement_id)
    assert cost() == few


def test_a_seat_that_has_ended_reads_nothing(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    seat_id = seat_given(house, case_id, None, "tereza", Role.MINUTE_TAKER)
    pledged(house, case_id, "tereza")
    assert english(house, "tereza").open(f"/cases/{case_id}/people").status == 200
    with house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, seat_id)
        seat.to_at, seat.ended_how = clock.now(), Ending.REMOVED
    assert english(house, "tereza").open(f"/cases/{case_id}/people").status == 404


def test_a_closed_case_is_read_by_its_coordinator_and_changed_by_nobody(house: House) -> None:
    lenka = english(house, "lenka")
    case_id = case_opened(house, lenka)
    family_named(lenka, case_id)
    involvement_id = school_brought(house, lenka, case_id)
    lenka.open(f"/cases/{case_id}/brief")
    address, fields = lenka.filled("Save", {"situation": "Jinak."})
    with house.app.app_context(), transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        frame.opened_at = frame.closed_at = clock.now()
    assert SITUATION in lenka.open(f"/cases/{case_id}/brief").text
    assert lenka.post(address, dict(fields)).status == 404
    for form in (f"/cases/{case_id}/members/new", f"/involvements/{involvement_id}/consents/new"):
        assert lenka.open(form).status == 404
    assert not lenka.open(f"/involvements/{involvement_id}").has_link("Record a consent")
    assert not lenka.open(f"/cases/{case_id}/people").has_link("Add")

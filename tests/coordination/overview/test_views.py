"""What everybody finds on the first page and on the page of a case, and what nobody may find there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.seats.models import Consent, LegalTitle, Pledge, Seat
from coordination.seats.rules import Role
from coordination.tasks.rules import SaidWhere, Step
from foundation import clock, language
from foundation.database import db, transaction
from foundation.outbox.models import Letter
from tests import world
from tests.conftest import Hand, House
from tests.coordination.overview.conftest import Reader, answered, cost, crowd, due, step
from tests.world import FAMILY_WORDS, Case

GROUPS = ["Overdue", "Waiting for you", "Today and tomorrow", "Answer or pledge missing"]


def _groups(page: object) -> list[str]:
    return [heading.get_text(" ", strip=True).split(" (")[0] for heading in page.soup.select(".sheet-h h2")]  # type: ignore[attr-defined]


def _rows(page: object, group: str) -> list[str]:
    for section in page.soup.select("section.sheet"):  # type: ignore[attr-defined]
        heading = section.find("h2")
        if heading is not None and heading.get_text(" ", strip=True).startswith(group):
            return [row.get_text(" ", strip=True).replace("\xa0", " ") for row in section.select(".lines > li")]
    return []


# --- strangers and offices -------------------------------------------------------------------------------------------


def test_a_stranger_finds_a_calm_entrance(house: House, case: Case) -> None:
    browser = house.stranger()
    browser.client.set_cookie(language.COOKIE, "en")
    page = browser.open("/")
    assert page.heading == "One table, one plan"
    assert page.link("Sign in").endswith("/sign-in")
    assert "469 000 204" in page.text
    assert not any(word in page.whole for word in (*FAMILY_WORDS, "PS-7F3K"))


def test_an_administrator_runs_the_house_and_sees_no_case(case: Case, reads: Reader) -> None:
    page = reads("karel").open("/")
    assert page.has_link("Open the directory")
    assert not any(word in page.whole for word in (*FAMILY_WORDS, "PS-7F3K"))
    assert reads("karel").open(f"/cases/{case.case_id}").status == 404


def test_a_head_reads_codes_coordinators_and_states_only(case: Case, reads: Reader) -> None:
    browser = reads("hana")
    page = browser.open("/")
    assert page.heading == "Cases of the town"
    assert "PS-7F3K" in page.text
    assert "Bc. Lenka Horáková" in page.text
    page = browser.follow("PS-7F3K")
    assert page.heading == "PS-7F3K"
    assert "9 of 11" in page.text
    assert not any(word in page.whole for word in (*FAMILY_WORDS, "Dvořáčková", "Součková"))


# --- what burns today ------------------------------------------------------------------------------------------------


def test_what_burns_stands_in_its_order(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "tereza", Step.ACCEPTED)
    due(house, case, "tereza", date(2026, 2, 5))
    step(house, case, "petr", Step.ACCEPTED)
    due(house, case, "petr", date(2026, 2, 24))
    page = reads("lenka").open("/")
    assert page.heading == "What burns today"
    assert [group for group in _groups(page) if group in GROUPS] == GROUPS
    assert "18 days overdue" in _rows(page, "Overdue")[0]
    assert "1 task is overdue." in page.text


def test_everything_that_waits_for_the_coordinator_names_why(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "martina", Step.DECLINED, reason="Nemám od března úvazek.")
    step(house, case, "tereza", Step.OTHER_DATE, reason="Jsem na kurzu.", proposed_on=date(2026, 3, 20))
    step(house, case, "ivana", Step.REPORTED, reason="Předáno v pátek.")
    rows = _rows(reads("lenka").open("/"), "Waiting for you")
    assert any("Declined" in row and "Nemám od března úvazek." in row and "Decide" in row for row in rows)
    assert any("Fri 20 Mar 2026" in row and "Jsem na kurzu." in row for row in rows)
    assert any("Předáno v pátek." in row and "Confirm" in row for row in rows)
    assert any("PhDr. Alena Křížová, SVP Kompas" in row and "Add the ground" in row for row in rows)


def test_a_letter_that_did_not_arrive_waits_until_a_later_one_leaves(house: House, case: Case, reads: Reader) -> None:
    def letter(key: str, **where: object) -> Letter:
        return Letter(
            kind="conferences.invitation", town_id=house.ids.agencies["podlesi"], case_id=case.case_id,
            about=case.invitations[key], recipient=f"{key}@kompas.example", sender_name="Město Podlesí", language="cs",
            filed_at=clock.now(), due_at=clock.now(), message_id=f"<{key}-{len(where)}@podlesi.example>",
            body_hash="0" * 64, **where,
        )  # fmt: skip

    with house.app.app_context(), transaction() as session:
        session.add(letter("alena", undelivered_at=clock.now(), undelivered_why="mailbox_full"))
    rows = _rows(reads("lenka").open("/"), "Waiting for you")
    assert any("A letter did not arrive: PhDr. Alena Křížová" in row and "mailbox full" in row for row in rows)
    house.hand.forward(timedelta(hours=1))
    with house.app.app_context(), transaction() as session:
        session.add(letter("alena", handed_over_at=clock.now()))
    assert "did not arrive" not in reads("lenka").open("/").text


def test_answers_and_pledges_are_asked_of_those_who_still_sit_there(house: House, case: Case, reads: Reader) -> None:
    answered(house, case, "ivana")
    lenka = reads("lenka")
    rows = _rows(lenka.open("/"), "Answer or pledge missing")
    invited = [row for row in rows if "Answer to the invitation" in row]
    assert any("Bc. Tereza Malá" in row for row in invited)
    assert not any("Součková" in row or "Kučera" in row for row in invited)
    (martina,) = [row for row in _rows(lenka.page, "Waiting for you") if "Martina" in row]
    assert "Call: Bc. Martina Dvořáčková" in martina
    assert "No answer" in martina
    assert "Waiting for signature" in martina, "who is to be called and owes two things besides has one row"
    assert not [row for row in rows if "Martina" in row and "In charge" not in row]


def test_the_last_day_to_answer_is_for_today(case: Case, reads: Reader, hand: Hand) -> None:
    hand.on(26, 2)
    rows = _rows(reads("lenka").open("/"), "Today and tomorrow")
    assert any("Answer to the invitation" in row and "Answer by Fri 27 Feb 2026." in row for row in rows)


def test_the_meeting_itself_and_afterwards_its_attendance(case: Case, reads: Reader, hand: Hand) -> None:
    hand.on(2, 3)
    soon = _rows(reads("lenka").open("/"), "Today and tomorrow")
    assert any("Meeting 1" in row and "13:00–15:00" in row for row in soon)
    hand.on(3, 3, 16)
    waiting = _rows(reads("lenka").open("/"), "Waiting for you")
    assert any("who was there" in row and "Record attendance" in row for row in waiting)


def test_the_nearest_meeting_shows_the_table(house: House, case: Case, reads: Reader) -> None:
    answered(house, case, "ivana", "tereza")
    page = reads("lenka").open("/")
    ring = page.soup.select_one("svg.ring")
    assert ring is not None
    assert "Pledges signed: 9, missing: 2." in str(ring["aria-label"])
    assert "2 people come" in page.text


def test_nothing_burns(house: House, reads: Reader, hand: Hand) -> None:
    page = reads("jitka").open("/")
    assert "You coordinate no case yet" in page.text
    assert page.has_link("Open a case")
    assert "Nothing burns. No meeting is convened." in page.text


def test_a_coordinator_at_the_door_of_a_code_sees_no_case(house: House, case: Case) -> None:
    page = house.signed_in("lenka", SessionDoor.CODE).open("/")
    assert not any(word in page.whole for word in FAMILY_WORDS)


def test_another_coordinator_and_another_town_see_nothing_of_the_case(case: Case, reads: Reader) -> None:
    for stranger in ("jitka", "zdenka", "marek", "olga", "jiri"):
        page = reads(stranger).open("/")
        assert not any(word in page.whole for word in (*FAMILY_WORDS, "PS-7F3K")), stranger
        assert reads(stranger).open(f"/cases/{case.case_id}").status == 404


# --- what a worker is asked for --------------------------------------------------------------------------------------


@pytest.mark.rule("S2-17")
def test_before_the_pledge_a_worker_reads_a_code_and_a_date(house: House, case: Case) -> None:
    browser = house.signed_in("martina", SessionDoor.CODE)
    browser.client.set_cookie(language.COOKIE, "en")
    page = browser.open("/")
    assert page.heading == "What I am asked for"
    rows = _rows(page, "In order of dates")
    assert ["PS-7F3K" in row for row in rows] == [True, True]
    assert "Answer whether the date suits you" in rows[0]
    assert "Sign the pledge of confidentiality" in rows[1]
    assert not any(word in page.whole for word in (*FAMILY_WORDS, "Součková", "Kompas", "Kanárek"))
    assert browser.open(f"/cases/{case.case_id}").status == 404


@pytest.mark.rule("S2-17")
def test_after_the_pledge_a_worker_reads_what_is_asked(house: House, case: Case) -> None:
    browser = house.signed_in("ivana", SessionDoor.CODE)
    browser.client.set_cookie(language.COOKIE, "en")
    rows = _rows(browser.open("/"), "In order of dates")
    for row, words in zip(rows, ("Answer whether", "Read whose family", "sepíše požadavky"), strict=True):
        assert words in row
    page = browser.follow("Give an answer Kanárek-situace")
    assert page.address.endswith(f"/tasks/{case.tasks['ivana']}")


def test_asks_of_all_cases_stand_by_date(house: House, case: Case, reads: Reader) -> None:
    other = world.build(house, "open", "PS-2222")
    due(house, other, "ivana", date(2026, 2, 25))
    rows = _rows(reads("ivana").open("/"), "In order of dates")
    assert "PS-2222" in rows[0]
    assert "sepíše požadavky" in rows[0]
    assert {code for row in rows for code in ("PS-2222", "PS-7F3K") if code in row} == {"PS-2222", "PS-7F3K"}


def test_without_a_ground_the_worker_is_told_and_reads_nothing(case: Case, reads: Reader) -> None:
    page = reads("alena").open("/")
    assert "The content does not open yet: an agreement or a legal title is missing." in page.text
    assert not any(word in page.whole for word in FAMILY_WORDS)
    assert reads("alena").open(f"/cases/{case.case_id}").status == 404


def test_an_expired_ground_closes_the_case_on_the_next_request(house: House, case: Case, reads: Reader) -> None:
    browser = reads("ivana")
    assert browser.open(f"/cases/{case.case_id}").status == 200
    with house.app.app_context(), transaction() as session:
        title = session.get_one(LegalTitle, case.legal_title_id)
        title.ended_at, title.ended_by = clock.now(), "house"
    assert browser.open(f"/cases/{case.case_id}").status == 404
    assert not any(word in browser.open("/").whole for word in FAMILY_WORDS)


@pytest.mark.rule("S2-18")
def test_a_worker_of_an_agency_is_told_who_opens_a_case(case: Case, reads: Reader) -> None:
    page = reads("olga").open("/")
    assert "Nobody wants anything of you" in page.text
    assert "The town's coordinator opens a case. Call 469 000 204 and say what you have found." in page.text
    assert not page.has_link("Open a case")
    assert not page.has_link("Convene a meeting")


def test_while_another_date_is_wanted_the_worker_waits(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "ivana", Step.OTHER_DATE, proposed_on=date(2026, 3, 20))
    assert not any("sepíše" in row for row in _rows(reads("ivana").open("/"), "In order of dates"))


# --- where a worker sits ---------------------------------------------------------------------------------------------


def _table(page: object, place: str) -> list[str]:
    rows = page.soup.select(f"#{place} tbody tr")  # type: ignore[attr-defined]
    return [row.get_text(" ", strip=True).replace("\xa0", " ") for row in rows]


@pytest.mark.parametrize(
    ("key", "state", "leads_to"),
    [
        ("ivana", "Content open", "/cases/{}"),
        ("tereza", "Content open", "/cases/{}"),
        ("martina", "Pledge missing", "/cases/{}/pledge"),
        ("alena", "Agreement or legal title missing", "/cases/{}/introduction"),
    ],
)
def test_a_worker_finds_every_table_and_the_way_there(
    house: House, case: Case, key: str, state: str, leads_to: str
) -> None:
    browser = house.signed_in(key, SessionDoor.CODE)
    browser.client.set_cookie(language.COOKIE, "en")
    page = browser.open("/")
    (row,) = _table(page, "seats")
    for words in ("PS-7F3K", state, "Tue 3 Mar 2026, 13:00"):
        assert words in row
    opened = state == "Content open"
    assert ("Gábina" in page.whole) == opened
    assert ("1 open" in row) == opened
    (way,) = [str(link["href"]) for link in page.soup.select("#seats tbody a")]
    assert way == leads_to.format(case.case_id)
    assert browser.open(way).status == 200


@pytest.mark.parametrize("key", ["jan", "radka", "olga", "jitka"])
def test_who_sits_nowhere_finds_no_table(case: Case, reads: Reader, key: str) -> None:
    assert _table(reads(key).open("/"), "seats") == []


def test_an_expired_ground_takes_the_nickname_and_the_tasks_away(house: House, case: Case, reads: Reader) -> None:
    with house.app.app_context(), transaction() as session:
        title = session.get_one(LegalTitle, case.legal_title_id)
        title.ended_at, title.ended_by = clock.now(), "house"
    (row,) = _table(reads("ivana").open("/"), "seats")
    assert "Agreement or legal title missing" in row
    assert row.endswith("none")


def test_a_coordinator_who_sits_elsewhere_finds_that_table_too(house: House, case: Case, reads: Reader) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Seat(
                town_id=house.ids.agencies["podlesi"], case_id=case.case_id, worker_id=house.worker("jitka"),
                role=Role.FACILITATOR, name="Mgr. Jitka Bláhová", function="sociální pracovnice",
                agency_name="Městský úřad Podlesí", from_at=clock.now(),
            )
        )  # fmt: skip
    page = reads("jitka").open("/")
    assert page.heading == "What burns today"
    (row,) = _table(page, "seats")
    assert "PS-7F3K" in row
    assert "Městský úřad Podlesí, leads the meeting" in row
    assert "Gábina" not in page.whole
    assert not _table(reads("lenka").open("/"), "seats")


def test_an_accepted_task_is_there_long_before_its_day(house: House, case: Case, reads: Reader, hand: Hand) -> None:
    answered(house, case, "ivana")
    due(house, case, "ivana", date(2026, 3, 12))
    step(house, case, "ivana", Step.ACCEPTED)
    with house.app.app_context(), transaction() as session:
        session.get_one(Seat, case.seats["ivana"]).takes_part_at = clock.now()
    browser = reads("ivana")
    page = browser.open("/")
    assert "Nobody wants anything of you. Thank you." in page.text
    (row,) = _rows(page, "Your further tasks")
    for words in ("12 March", "Accepted", "sepíše požadavky", "Open the task"):
        assert words in row
    assert browser.follow("Open the task Kanárek").address.endswith(f"/tasks/{case.tasks['ivana']}")
    hand.on(5, 3)
    page = reads("ivana").open("/")
    assert not _rows(page, "Your further tasks")
    assert any("Report the result" in row for row in _rows(page, "In order of dates"))


def test_while_another_date_is_wanted_the_task_is_told(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "ivana", Step.OTHER_DATE, proposed_on=date(2026, 3, 20))
    (row,) = _rows(reads("ivana").open("/"), "Your further tasks")
    assert "The coordinator decides about the date that you propose." in row


def test_of_a_closed_case_the_own_pledge_and_the_own_tasks_remain(house: House, reads: Reader) -> None:
    case = world.build(house, "closed", "PS-2222")
    browser = reads("ivana")
    page = browser.open("/")
    (row,) = _table(page, "past")
    assert "PS-2222" in row
    assert "Closed case" in row
    assert "Gábina" not in page.whole
    assert not _table(page, "seats")
    assert not _rows(page, "In order of dates")
    ways = [str(link["href"]) for link in page.soup.select("#past tbody a")]
    assert ways == [f"/tasks/{case.tasks['ivana']}", f"/cases/{case.case_id}/pledge/paper"]
    assert [browser.open(way).status for way in ways] == [200, 200]


def test_of_a_seat_that_has_ended_the_own_pledge_remains(case: Case, reads: Reader) -> None:
    page = reads("jan").open("/")
    (row,) = _table(page, "past")
    assert "My signed pledge" in row
    assert [str(link["href"]) for link in page.soup.select("#past tbody a")] == [f"/cases/{case.case_id}/pledge/paper"]
    assert not any(word in page.whole for word in FAMILY_WORDS)
    assert not _table(reads("radka").open("/"), "past")


def test_a_date_is_answered_from_the_first_page_and_from_the_case(house: House, case: Case) -> None:
    browser = house.signed_in("ivana", SessionDoor.CODE)
    browser.client.set_cookie(language.COOKIE, "en")
    browser.open("/")
    page = browser.follow("Give an answer Answer whether the date suits you")
    assert page.address.endswith(f"/conferences/{case.conference_id}/my-answer")
    browser.press("I will come")
    assert "Your answer: I will come." in browser.page.text
    assert not any("Answer whether" in row for row in _rows(browser.open("/"), "In order of dates"))
    page = browser.open(f"/cases/{case.case_id}")
    assert "You have answered: I will come." in page.text
    assert browser.follow("Change the answer").address.endswith("/my-answer")


# --- one case --------------------------------------------------------------------------------------------------------


def test_the_coordinator_reads_the_whole_story(case: Case, reads: Reader) -> None:
    page = reads("lenka").open(f"/cases/{case.case_id}")
    title = page.soup.title
    assert page.heading == "Gábina"
    assert title is not None
    assert "PS-7F3K" in title.get_text()
    assert not any(word in title.get_text() for word in FAMILY_WORDS)
    for words in ("Kanárek-cíl", "Om 77/2026", "9 of 11 pledges", "Tue 3 Mar 2026, 13:00", "Roman Vlček", "SVP Kompas"):
        assert words in page.text
    assert "What comes next" in page.text
    assert "2 grounds missing" in page.text
    primary = page.soup.select("main .btn-primary")
    assert [button.get_text(strip=True) for button in primary] == ["Add the ground"]


def test_a_worker_reads_only_the_members_of_the_ground(case: Case, reads: Reader) -> None:
    page = reads("ivana").open(f"/cases/{case.case_id}")
    assert page.status == 200
    assert "Gabriela Vlčková" in page.text
    assert "Matěj Vlček" in page.text
    for hidden in ("Jana Vlčková", "Eliška", "Roman", "Om 77/2026", "What comes next", "legal title missing"):
        assert hidden not in page.text
    assert page.has_link("I must step aside")
    open_tasks = [row.get_text(" ", strip=True) for row in page.soup.select("#tasks tbody tr")]
    assert len(open_tasks) == 7
    assert len(page.soup.select("#tasks tbody a")) == 1


def test_a_declined_task_does_not_tell_its_reason_at_the_table(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "martina", Step.DECLINED, reason="Nemám od března úvazek.")
    page = reads("ivana").open(f"/cases/{case.case_id}")
    assert "Declined" in page.text
    assert "Nemám od března úvazek." not in page.text


def test_a_case_without_a_meeting_says_what_to_do_first(house: House, case: Case, reads: Reader) -> None:
    from coordination.cases import actions as cases
    from coordination.cases.actions import Brief, Opener

    with house.app.app_context():
        opener = Opener(
            key="worker", worker_id=house.worker("lenka"), name="Bc. Lenka Horáková", function="sociální pracovnice",
            town_id=house.ids.agencies["podlesi"], town_name="Městský úřad Podlesí",
        )  # fmt: skip
        new = cases.open_case(opener, Brief("", "Kratochvílovi", "Situace.", "Potřeba.", "", "", ()))
    page = reads("lenka").open(f"/cases/{new}")
    assert page.heading == "Kratochvílovi"
    assert "No meeting yet" in page.text
    assert "The goal is not written yet." in page.text
    assert page.has_link("Write the goal and convene")
    assert len(page.soup.select("main .btn-primary")) == 1


@pytest.mark.parametrize(("state", "status"), [("draft", 200), ("open", 200), ("closed", 200), ("erased", 404)])
def test_the_coordinator_reads_every_state_but_an_erased_one(
    house: House, reads: Reader, state: str, status: int
) -> None:
    case = world.build(house, state, "PS-2222")
    assert reads("lenka").open(f"/cases/{case.case_id}").status == status


@pytest.mark.parametrize("state", ["draft", "closed", "erased"])
def test_a_seat_reads_only_an_open_case(house: House, reads: Reader, state: str) -> None:
    case = world.build(house, state, "PS-2222")
    assert reads("ivana").open(f"/cases/{case.case_id}").status == 404
    first_page = reads("ivana").open("/").whole
    own_task = "Kanárek-situace: sepíše požadavky"
    assert (own_task in first_page) == (state == "closed")
    assert not any(word in first_page.replace(own_task, "") for word in FAMILY_WORDS)


def test_seats_of_others_stay_what_they_are(house: House, case: Case, reads: Reader) -> None:
    before = {}
    with house.app.app_context():
        for model in (Seat, Pledge, Consent, LegalTitle):
            before[model] = db.session.query(model).count()
    for key in ("lenka", "ivana", "hana"):
        reads(key).open("/")
        reads(key).open(f"/cases/{case.case_id}")
    with house.app.app_context():
        assert {model: db.session.query(model).count() for model in before} == before


def test_the_navigation_knows_where_the_reader_stands(case: Case, reads: Reader) -> None:
    def current(browser_page: object) -> list[tuple[str, str]]:
        found = browser_page.soup.select("header nav.d-none [aria-current]")  # type: ignore[attr-defined]
        return [(link.get_text(strip=True), str(link["aria-current"])) for link in found]

    browser = reads("lenka")
    assert current(browser.open("/")) == [("What burns today", "page")]
    assert current(browser.open(f"/cases/{case.case_id}")) == [("Cases", "true")]
    worker = reads("ivana").open("/")
    entries = [link.get_text(strip=True) for link in worker.soup.select("header nav.d-none a")]
    assert entries == ["What I am asked for", "Organisations"]


def test_long_words_and_forty_people_keep_to_the_page(house: House, case: Case, reads: Reader) -> None:
    with house.app.app_context(), transaction() as session:
        from coordination.cases.models import FamilyCase

        session.get_one(FamilyCase, case.case_id).nickname = "<b>" + "ž" * 2000 + "</b> عائلة 👪 & spol."
    page = reads("lenka").open("/")
    assert page.status == 200
    assert "&lt;b&gt;" in page.whole
    assert reads("lenka").open(f"/cases/{case.case_id}").status == 200


def test_the_day_is_the_day_in_prague(case: Case, reads: Reader, hand: Hand) -> None:
    hand.at(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert "Monday 2 March 2026" in reads("lenka").open("/").text


# --- who does what, and what happened --------------------------------------------------------------------------------


@pytest.mark.rule("S2-23")
def test_one_page_lists_every_service_with_its_people_and_what_they_promised(
    house: House, case: Case, reads: Reader
) -> None:
    step(house, case, "ivana", Step.ACCEPTED)
    lenka = reads("lenka")
    lenka.open(f"/cases/{case.case_id}")
    page = lenka.follow("Who does what")
    assert "ZŠ Na Kopci works with the family since 1 Feb 2026 school" in page.text
    assert "Mgr. Ivana Součková výchovná poradkyně" in page.text
    assert "Accepted" in page.text
    assert "Probační středisko Podlesí" in page.text, "the coordinator reads of an agency without a seat too"
    assert "offers: školní poradenství" in page.text


@pytest.mark.rule("S2-23")
def test_the_overview_of_services_tells_a_seat_no_more_than_it_may_know(
    house: House, case: Case, reads: Reader
) -> None:
    page = reads("ivana").open(f"/cases/{case.case_id}/services")
    assert "ZŠ Na Kopci" in page.text
    assert "Probační středisko Podlesí" not in page.text, "nobody sits there for it"
    assert "Eliška" not in page.text
    for key in ("martina", "alena", "jan", "radka", "olga", "hana", "marek", "jitka"):
        assert reads(key).open(f"/cases/{case.case_id}/services").status == 404, key


def test_a_new_case_has_its_coordinator_and_a_way_to_bring_others_in(house: House, reads: Reader) -> None:
    lenka = reads("lenka")
    lenka.open("/cases/new")
    lenka.press("Open the case", nickname="Nová", situation="Sama.", need_of_help="Pomoc.")
    case_id = lenka.page.address.split("/cases/")[1].split("/")[0]
    page = lenka.open(f"/cases/{case_id}/services")
    assert "Městský úřad Podlesí coordinates the case" in page.text
    assert page.has_link("Bring in an organisation")


def test_what_happened_stands_on_the_page_of_the_case_and_is_sifted(house: House, case: Case, reads: Reader) -> None:
    step(house, case, "ivana", Step.DECLINED, reason="nestihnu to")
    lenka = reads("lenka")
    page = lenka.open(f"/cases/{case.case_id}")
    assert "Task 1 declined: ivana, “nestihnu to”" in page.text
    page = lenka.follow("Older events")
    for sentence in (
        "The case was opened.",
        "Joins the case: ZŠ Na Kopci.",
        "Legal title stated: ZŠ Na Kopci.",
        "Consent recorded: Přístav. Jana Vlčková, until",
        "Meeting 1 convened",
        "pledges signed:",
        "No longer at the table: Mgr. Jan Kučera, Probační středisko Podlesí",
    ):
        assert sentence in page.text, sentence
    assert "Consent expired" not in page.text, "what is still to come has not happened"
    page = lenka.follow("Plan")
    assert "Task 1 declined:" in page.text
    assert "Joins the case" not in page.text
    assert "Nothing of this kind has happened yet" in lenka.follow("Meetings").text


def test_nobody_but_the_coordinator_reads_the_timeline(case: Case, reads: Reader) -> None:
    for key in ("ivana", "tereza", "petr", "hana", "jitka", "zdenka", "radka", "marek", "karel"):
        browser = reads(key)
        assert browser.open(f"/cases/{case.case_id}/timeline").status == 404, key
        assert "What happened" not in browser.open(f"/cases/{case.case_id}").text, key


@pytest.mark.parametrize("page", ["services", "timeline"])
def test_both_pages_cost_the_same_for_few_and_for_many(house: House, case: Case, reads: Reader, page: str) -> None:
    lenka, address = reads("lenka"), f"/cases/{case.case_id}/{page}"
    few = cost(house, lenka, address)
    crowd(house, case, 12)
    assert cost(house, lenka, address) == few


def test_a_spoken_word_is_told_of_whoever_spoke_and_not_of_who_wrote_it_down(
    house: House, case: Case, reads: Reader
) -> None:  # fmt: skip
    said = {"said_where": SaidWhere.BY_PHONE, "said_on": date(2026, 2, 20), "said_to": "Bc. Lenka Horáková"}
    step(house, case, "ivana", Step.OTHER_DATE, reason="je na horách", seat_id=case.seats["ivana"], **said)
    page = reads("lenka").open(f"/cases/{case.case_id}")
    assert "Another date asked for task 1: Mgr. Ivana Součková, “je na horách”" in page.text

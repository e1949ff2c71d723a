"""Lenka offers dates; the school answers from a phone, the mother by word of mouth; one date is chosen."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from agencies.staff.models import Worker
from coordination.conferences import actions as conferences
from coordination.polls import models
from coordination.seats.models import CaseFrame
from foundation import clock
from foundation.database import db, transaction
from tests.browsing import Browser, Page, squeezed
from tests.conftest import House, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story, opened, when
from tests.coordination.conferences.test_views import by_link, english
from tests.foundation.busy_times.test_reader import calendar

TWO = {
    "rows-0-meets_on": "10. 3. 2026", "rows-0-wall_from": "13:00", "rows-0-wall_to": "14:30",
    "rows-1-meets_on": "12. 3. 2026", "rows-1-wall_from": "9:00", "answer_by": "2. 3. 2026",
}  # fmt: skip
TUESDAY, THURSDAY = "Tuesday 10 March 2026, 13:00–14:30", "Thursday 12 March 2026, 9:00–11:00"


@pytest.fixture
def story(house: House) -> Story:
    story = opened(house)
    story.prepared(story.relative(story.mother), players=("alena", "martina"))
    return story


@pytest.fixture
def lenka(story: Story) -> Browser:
    return english(story.house.signed_in("lenka"))


def page_of(story: Story) -> str:
    return f"/conferences/{story.conference_id}/dates"


def offers(lenka: Browser, story: Story, **changes: str) -> Browser:
    lenka.open(f"/conferences/{story.conference_id}/time")
    lenka.follow("Offer several dates")
    lenka.press_with("Offer these dates", TWO | changes)
    return lenka


def says(browser: Browser, tuesday: str, thursday: str, button: str = "Send", **more: str) -> None:
    """Tick how the two dates suit."""
    names = [str(each["name"]) for each in browser.page.soup.select("input[type=radio]")][::3]
    browser.press_with(button, {names[0]: tuesday, names[1]: thursday, **more})


def writes_down(lenka: Browser, story: Story, name: str, tuesday: str, thursday: str) -> None:
    lenka.open(page_of(story))
    lenka.follow(f": {name}")
    says(lenka, tuesday, thursday, "Save")


def test_dates_are_offered_answered_and_one_becomes_the_date_of_the_meeting(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    assert "2 letters leave within a minute" in lenka.page.notice
    assert "Nobody has answered yet." in lenka.page.text
    assert len(story.house.deliver()) == 2
    letter = text_of(story.house.letters_to("alena")[-1])
    assert "které z 2 časů vám vyhovují" in squeezed(letter)
    assert not [word for word in FAMILY_WORDS if word in letter]

    school = by_link(story, "alena")
    assert not [word for word in (*FAMILY_WORDS, "Vlčk", "Martina") if word in school.page.whole]
    says(school, "no", "yes", note="V úterý máme poradu.")
    assert "we have your answer" in school.page.notice
    assert "V úterý máme poradu." not in school.page.whole  # a link may be stolen
    says(by_link(story, "martina"), "yes", "if_need_be")

    writes_down(lenka, story, "Jana Vlčková", "no", "yes")
    assert "3 of 3 have answered." in lenka.page.text
    assert f"Most speaks for {THURSDAY}. Everybody can come." in lenka.page.text
    assert "V úterý máme poradu." in lenka.page.text
    lenka.press("Choose this date")
    assert lenka.page.heading == "When and where will you meet?"
    assert "This date was chosen together." in lenka.page.text
    meeting = story.conference()
    assert meeting.starts_at is not None
    assert clock.in_prague(meeting.starts_at).strftime("%d.%m. %H:%M") == "12.03. 09:00"
    assert meeting.ends_at == meeting.starts_at + timedelta(hours=2)
    assert by_link(story, "alena").page.status == 410


def test_a_date_that_the_family_cannot_keep_asks_why(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    writes_down(lenka, story, "Jana Vlčková", "no", "no")
    option = str(lenka.page.soup.select("input[name=option]")[0]["value"])
    lenka.press("Choose this date", option=option)
    assert lenka.page.mistakes == [
        "Jana Vlčková cannot come then, or has not said yet. Choose another date, or write why this one."
    ]
    lenka.press("Choose this date", option=option, why="Babička přijde za ni.")
    assert lenka.page.heading == "When and where will you meet?"
    with story.inside():
        assert story.conference_id is not None
        found = models.last_choice(story.conference_id)
        assert found is not None
        assert found.why == "Babička přijde za ni."


def test_who_would_miss_it_can_send_a_standpoint(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    writes_down(lenka, story, "Jana Vlčková", "yes", "no")
    says(by_link(story, "alena"), "no", "yes")
    lenka.open(page_of(story))
    assert f"Most speaks for {TUESDAY}." in lenka.page.text
    name = story.asked("alena").name
    assert f"Who would miss it: {name}. A written standpoint can stand in for {name}." in lenka.page.text


def test_only_who_has_not_answered_is_reminded_and_not_twice_a_day(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    says(by_link(story, "alena"), "yes", "yes")
    lenka.open(page_of(story))
    lenka.press("Remind (1)")
    assert "hardly been read" in lenka.page.notice
    story.house.hand.forward(timedelta(days=2))
    lenka = english(story.house.signed_in("lenka"))
    lenka.open(page_of(story))
    lenka.press("Remind (1)")
    assert "1 reminder leaves" in lenka.page.notice
    arrived = story.house.deliver()
    assert [to for to, _message in arrived] == [story.house.letters_to("martina")[-1]["To"]]
    assert "Připomínka" in str(arrived[0][1]["Subject"])


def test_an_answer_given_meanwhile_stops_the_reminder(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    writes_down(lenka, story, story.asked("alena").name, "yes", "yes")  # before the letters have left
    assert [to for to, _message in story.house.deliver()] == [address(story, "martina")]


def address(story: Story, player: str) -> str:
    with story.inside():
        return str(db.session.get_one(Worker, story.house.worker(player)).email)


def test_without_a_date_everybody_is_told_and_other_dates_can_be_offered(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    lenka.open(page_of(story))
    lenka.press("End without a date")
    assert "No date was found." in lenka.page.notice
    arrived = story.house.deliver()
    assert len(arrived) == 2
    assert "nenašel" in text_of(arrived[0][1])
    assert by_link_of_question(story).page.status == 410
    lenka.press_with("Offer these dates", TWO)
    assert "Nobody has answered yet." in lenka.page.text


def by_link_of_question(story: Story) -> Browser:
    """The link of the first letter to alena."""
    browser = english(story.house.stranger())
    browser.open("/o/" + text_of(story.house.letters_to("alena")[0]).split("/o/")[1].split()[0])
    return browser


def test_what_cannot_be_offered_is_said_at_its_row_and_nothing_is_lost(story: Story, lenka: Browser) -> None:
    offers(lenka, story, **{"rows-0-wall_to": "12:00", "rows-1-wall_from": ""})
    assert "The end is before the start. Correct one of the times." in lenka.page.mistakes
    assert "A day and a time belong to each date. Add what is missing." in lenka.page.mistakes
    assert 'value="12. 3. 2026"' in lenka.page.whole
    offers(lenka, story, answer_by="11. 3. 2026")
    assert lenka.page.mistakes == ["The answers must be there before the first date. Choose an earlier day."]
    offers(lenka, story, **{"rows-1-meets_on": "10. 3. 2026", "rows-1-wall_from": "13:00", "rows-1-wall_to": "14:30"})
    assert lenka.page.mistakes == ["One date is there twice. Change one of the two."]


def test_half_an_answer_is_refused(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    school = by_link(story, "alena")
    first = str(school.page.soup.select_one("input[type=radio]")["name"])  # type: ignore[index]
    school.press_with("Send", {first: "yes", "note": "Uvidím."})
    assert school.page.mistakes == ["Say of each date whether it suits."]
    assert "Uvidím." in school.page.whole


def test_once_the_meeting_is_convened_nobody_is_asked_any_more(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    with story.inside():
        assert story.conference_id is not None
        conferences.convene(story.conference_id, despite="Spěchá to.", by=story.lenka)
    assert by_link_of_question(story).page.status == 410


def test_whoever_is_taken_off_the_list_answers_no_more(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    says(by_link(story, "alena"), "yes", "yes")
    with story.inside():
        assert story.conference_id is not None
        rows = [story.relative(story.mother), story.asked("martina")]
        conferences.list_people(story.conference_id, rows, by=story.lenka)
    assert by_link_of_question(story).page.status == 410
    lenka.open(page_of(story))
    assert "0 of 2 have answered." in lenka.page.text


def test_a_changed_address_closes_the_link(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("alena")).email = "jina@skola.example"
    assert by_link_of_question(story).page.status == 410


def test_parents_invited_apart_keep_their_hours_on_the_new_day(story: Story, lenka: Browser) -> None:
    mother = next(each for each in story.conference().invitations if each.person_id == story.mother)
    part = conferences.PartMeant(mother.id, time(13), time(13, 30), "")
    with story.inside():
        assert story.conference_id is not None
        conferences.set_time(story.conference_id, when(), parts=[part], by=story.lenka)
    offers(lenka, story)
    writes_down(lenka, story, "Jana Vlčková", "yes", "no")
    lenka.press("Choose this date")
    mother = next(each for each in story.conference().invitations if each.person_id == story.mother)
    assert mother.part_from is not None
    assert clock.in_prague(mother.part_from).strftime("%d.%m. %H:%M") == "10.03. 13:00"


def test_nobody_else_looks_for_a_date_of_this_case(story: Story, lenka: Browser) -> None:
    for key in ("zdenka", "hana", "alena", "karel"):
        assert english(story.house.signed_in(key)).open(page_of(story)).status == 404
    assert english(story.house.stranger()).open(page_of(story)).status == 404


def test_once_everybody_has_answered_the_first_page_says_so(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    assert "Date of meeting 1" not in lenka.open("/").text
    for player in ("alena", "martina"):
        says(by_link(story, player), "yes", "yes")
    assert "Date of meeting 1" not in lenka.open("/").text
    writes_down(lenka, story, "Jana Vlčková", "yes", "yes")
    lenka.open("/")
    assert "Date of meeting 1 3 of 3 have answered." in lenka.page.text
    lenka.follow("See the answers")
    assert lenka.page.heading == "Which date suits?"


def test_after_the_last_day_for_answers_the_first_page_says_so(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.hand.on(3, 3)
    lenka = english(story.house.signed_in("lenka"))
    assert "0 of 3 have answered." in lenka.open("/").text


def test_whoever_comes_onto_the_list_later_is_asked_at_once_and_not_as_a_reminder(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    with story.inside():
        assert story.conference_id is not None
        rows = [story.relative(story.mother), *map(story.asked, ("alena", "martina", "ivana"))]
        conferences.list_people(story.conference_id, rows, by=story.lenka)
    lenka.open(page_of(story))
    lenka.press("Remind (3)")
    subjects = {to: str(message["Subject"]) for to, message in story.house.deliver()}
    assert subjects[address(story, "ivana")].startswith("Hledáme")
    assert subjects[address(story, "alena")].startswith("Připomínka")
    with story.inside():
        rows.append(story.asked("jiri"))
        conferences.list_people(story.conference_id, rows, by=story.lenka)
    lenka.open(page_of(story))
    lenka.press("End without a date")
    told = {to for to, message in story.house.deliver() if "nenašel" in str(message["Subject"])}
    assert told == {address(story, player) for player in ("alena", "martina", "ivana")}


def test_dates_offered_in_a_second_window_are_refused_and_not_lost(story: Story, lenka: Browser) -> None:
    second = english(story.house.signed_in("lenka"))
    second.open(page_of(story))
    offers(lenka, story)
    second.press_with("Offer these dates", TWO | {"rows-2-meets_on": "13. 3. 2026", "rows-2-wall_from": "8:00"})
    assert second.page.mistakes == ["Dates are offered already. Open them, or end that search first."]
    assert 'value="13. 3. 2026"' in second.page.whole


def test_a_closed_case_looks_for_no_date_any_more(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    with story.inside(), transaction() as session:
        frame = session.get_one(CaseFrame, story.case_id)
        frame.opened_at = frame.closed_at = clock.now()
    assert by_link_of_question(story).page.status == 410


def test_a_changed_answer_keeps_the_note_that_the_link_does_not_show(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    says(by_link(story, "alena"), "no", "yes", note="V úterý máme poradu.")
    says(by_link(story, "alena"), "if_need_be", "yes")
    lenka.open(page_of(story))
    assert "V úterý máme poradu." in lenka.page.text
    lenka.follow(f": {story.asked('alena').name}")
    says(lenka, "yes", "yes", "Save", note="")  # here it is shown, and can be taken out
    assert "V úterý máme poradu." not in lenka.page.text


LESSON = "DTSTART;TZID=Europe/Prague:20250902T140000 DURATION:PT45M RRULE:FREQ=WEEKLY;BYDAY=TU SUMMARY:Třídní~schůzka"


def answers_on(page: Page) -> list[str]:
    return [str(each["value"]) for each in page.soup.select("input[type=radio][checked]")]


@pytest.mark.rule("S2-12")
def test_the_own_calendar_marks_the_dates_and_nothing_of_it_is_kept(
    story: Story, lenka: Browser, tmp_path: Path
) -> None:
    offers(lenka, story)
    story.house.deliver()
    school = by_link(story, "alena")
    page = school.hand_in("Mark by the calendar", {"calendar": calendar(LESSON)}, {"note": "Uvidím."})
    assert "Marked by your calendar, not sent yet." in page.text
    assert answers_on(page) == ["no", "yes"]
    assert "Your calendar has something then." in page.text
    assert "Your calendar is free then." in page.text
    assert "Uvidím." in page.whole
    assert "Třídní" not in page.whole
    assert "0 of 3 have answered." in lenka.open(page_of(story)).text
    school.press("Send")
    assert "we have your answer" in school.page.notice
    assert "1 of 3 have answered." in lenka.open(page_of(story)).text
    kept = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert kept
    assert not [each for each in kept if "Třídní".encode() in each]


def test_what_was_marked_by_hand_stays_and_is_told_apart_from_the_calendar(story: Story, lenka: Browser) -> None:
    offers(lenka, story)
    story.house.deliver()
    school = by_link(story, "alena")
    first = str(school.page.soup.select_one("input[type=radio]")["name"])  # type: ignore[index]
    page = school.hand_in(
        "Mark by the calendar", {"calendar": calendar(LESSON, "DTSTART:never")}, {first: "if_need_be"}
    )
    assert answers_on(page) == ["if_need_be", "yes"]
    assert "1 entry could not be read, look at it yourself." in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is not a calendar."),
        (b"%PDF-1.7", "This is not a calendar. Save your calendar as a file that ends with .ics."),
        (b"PK\x03\x04", "This is a packed file (ZIP). Unpack it and upload the .ics file inside."),
        (calendar(), "Nothing is written in this calendar. Choose another one, or mark the dates yourself."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "Nothing is written"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_and_nothing_typed_is_lost(
    story: Story, lenka: Browser, content: bytes, sentence: str
) -> None:
    offers(lenka, story)
    story.house.deliver()
    school = by_link(story, "alena")
    first = str(school.page.soup.select_one("input[type=radio]")["name"])  # type: ignore[index]
    page = school.hand_in("Mark by the calendar", {"calendar": content}, {first: "no", "note": "Uvidím."})
    assert page.status == 200
    assert school.press("Mark by the calendar").mistakes == ["Choose the file."]
    assert [each.startswith(sentence) for each in page.mistakes] == [True]
    for shown in (page, school.page):
        assert answers_on(shown) == ["no"]
        assert "Uvidím." in shown.whole


def test_dates_that_are_all_beyond_a_month_are_offered_only_on_purpose(story: Story, lenka: Browser) -> None:
    far = {"rows-0-meets_on": "14. 4. 2026", "rows-1-meets_on": "16. 4. 2026"}
    offers(lenka, story, **far)
    assert lenka.page.mistakes == [
        "All the dates are more than a month away. Offer an earlier one, or tick that you wait so long."
    ]
    assert 'value="14. 4. 2026"' in lenka.page.whole
    assert not story.house.deliver()
    lenka.press("Offer these dates", far="y")
    assert "2 letters leave within a minute" in lenka.page.notice


def test_one_near_date_among_far_ones_asks_nothing(story: Story, lenka: Browser) -> None:
    lenka.open(page_of(story))
    assert "We wait so long on purpose" not in lenka.page.text
    offers(lenka, story, **{"rows-1-meets_on": "16. 4. 2026"})
    assert "2 letters leave within a minute" in lenka.page.notice

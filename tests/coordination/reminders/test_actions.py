"""What leaves before a meeting and what does not, by the clock."""

from datetime import date, time, timedelta

import pytest

from agencies.staff import actions as staff
from agencies.staff.models import posts_today
from coordination.cases import actions as cases
from coordination.cases.rules import SafeContact
from coordination.conferences import actions as conferences
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer, HowTold
from coordination.reminders import actions
from coordination.reminders.models import SWITCH
from coordination.reminders.rules import Kind, Moment, Way
from foundation import audit, clock, town_settings
from foundation.database import transaction
from foundation.reasons import Refused
from tests.cast import BY_KEY
from tests.coordination.reminders.conftest import Ahead, subject, text
from tests.journeys.test_post_fails import refusing
from tests.together import at_once

FAMILY_WORDS = ("Vlčk", "Gábin", "Gabriel", "Jana", "Roman", "Om 14")


# --- when ------------------------------------------------------------------------------------------------------------


def test_a_week_before_whoever_has_not_answered_is_asked(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.answers("petr", Answer.DECLINED)
    ahead.house.hand.on(10, 3, 7, 59)
    assert ahead.reminded() == {}
    ahead.house.hand.on(10, 3, 8)
    reminded = ahead.reminded()
    assert sorted(reminded) == ["ivana", "martina"]
    said = text(reminded["ivana"])
    assert "čekáme na vaši odpověď k setkání v úterý 17. března 2026. Můžete přijít?" in said
    assert subject(reminded["ivana"]) == "Prosíme o odpověď do 13. 3. 2026"
    assert not [word for word in FAMILY_WORDS if word in reminded["ivana"].as_string() + said]
    ahead.house.hand.forward(timedelta(hours=1))
    assert ahead.reminded() == {}, "once is enough"


def test_the_day_before_everybody_hears_what_concerns_them(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.answers("martina")
    ahead.answers("petr", Answer.DECLINED)
    with ahead.inside():
        ahead.story.pledge("alena")
    ahead.house.hand.on(16, 3, 8)
    reminded = ahead.reminded()
    assert sorted(reminded) == ["alena", "ivana", "martina"]
    assert {who: subject(message) for who, message in reminded.items()} == {
        "alena": "Zítra: pracovní setkání ve 13:00",
        "martina": "Zítra: pracovní setkání ve 13:00",
        "ivana": "Prosíme o odpověď do 16. 3. 2026",
    }
    assert "připomínáme setkání v úterý 17. března 2026 ve 13:00, MěÚ Podlesí, zasedačka 204." in text(
        reminded["alena"]
    )
    assert "http" not in text(reminded["alena"]), "who owes nothing needs no link"
    assert "Chybí nám váš slib mlčenlivosti" in text(reminded["martina"])
    assert "http://localhost/o/" in text(reminded["martina"])


def test_the_day_itself_is_too_late(ahead: Ahead) -> None:
    ahead.convened()
    ahead.house.hand.on(17, 3, 0, 0)
    assert ahead.reminded() == {}
    ahead.house.hand.on(17, 3, 12)
    assert ahead.reminded() == {}


def test_a_meeting_convened_late_reminds_of_no_week_that_has_passed(ahead: Ahead) -> None:
    ahead.house.hand.on(12, 3)
    ahead.convened()
    for day in (12, 13, 14, 15):
        ahead.house.hand.on(day, 3, 12)
        assert ahead.reminded() == {}, day
    ahead.house.hand.on(16, 3, 8)
    assert sorted(ahead.reminded()) == ["alena", "ivana", "martina", "petr"]


def test_a_meeting_convened_for_tomorrow_reminds_of_nothing(ahead: Ahead) -> None:
    ahead.house.hand.on(16, 3, 7)
    ahead.convened()
    for hour in (8, 12, 20):
        ahead.house.hand.on(16, 3, hour)
        assert ahead.reminded() == {}


def test_before_a_meeting_on_monday_the_letter_leaves_on_friday_and_does_not_say_tomorrow(ahead: Ahead) -> None:
    ahead.convened(meets_on=date(2026, 3, 16))
    ahead.answers("alena")
    ahead.house.hand.on(13, 3, 8)
    assert ahead.subjects()["alena"] == "Připomínka: pracovní setkání 16. 3. 2026"
    ahead.house.hand.on(15, 3, 8)
    assert ahead.reminded() == {}, "nobody is written to on Sunday"


@pytest.mark.parametrize(
    ("meets", "eve", "utc"),
    [
        (date(2026, 3, 30), (27, 3), 7),  # Monday after the night of 29 March
        (date(2026, 3, 31), (30, 3), 6),
        (date(2026, 10, 26), (23, 10), 6),  # Monday after the night of 25 October
        (date(2026, 10, 27), (26, 10), 7),
    ],
)
def test_around_both_nights_of_the_clock_letters_leave_at_eight(
    ahead: Ahead, meets: date, eve: tuple[int, int], utc: int
) -> None:
    ahead.convened(meets_on=meets)
    ahead.answers("alena")
    ahead.house.hand.on(*eve, 7, 59)
    assert "alena" not in ahead.reminded()
    ahead.house.hand.on(*eve, 8)
    assert clock.now().hour == utc
    said = ahead.reminded()["alena"]
    assert "ve 13:00" in text(said)


def test_whoever_starts_the_postman_late_misses_nothing_that_is_still_true(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.house.hand.on(13, 3, 15)
    assert set(ahead.subjects().values()) == {"Prosíme o odpověď do 13. 3. 2026"}
    ahead.house.hand.on(16, 3, 23, 59)
    assert ahead.subjects()["alena"] == "Zítra: pracovní setkání ve 13:00"


@pytest.mark.parametrize("minute", [0, 1])
def test_two_postmen_at_once_remind_everybody_once(ahead_on_each: Ahead, minute: int) -> None:
    ahead = ahead_on_each
    ahead.convened()
    ahead.house.hand.on(10, 3, 8, minute)
    at_once(ahead.house.app, 4, lambda _: actions.remind_of_meetings())
    assert len(ahead.letters("reminders.answer")) == 4
    assert sorted(ahead.reminded()) == ["alena", "ivana", "martina", "petr"]
    assert len(ahead.reminders()) == 4
    with ahead.inside():
        assert audit.verify() == []


# --- what has changed meanwhile --------------------------------------------------------------------------------------


def filed_but_not_left(ahead: Ahead, *when: int) -> None:
    """The postman writes the reminders and cannot carry them yet."""
    ahead.house.hand.on(*when)
    with ahead.inside():
        actions.remind_of_meetings()


def test_who_answers_in_the_last_moment_is_not_asked(ahead: Ahead) -> None:
    ahead.convened()
    filed_but_not_left(ahead, 10, 3, 8)
    ahead.house.hand.on(10, 3, 9)
    with ahead.inside():
        conferences.answer(
            ahead.invitation("ivana").id, answer=Answer.DECLINED, note="", by=ahead.story.key("ivana")
        )  # fmt: skip
    assert "ivana" not in ahead.reminded()
    closed = [letter for letter in ahead.letters("reminders.answer") if letter.closed_at]
    assert [letter.closed_why for letter in closed] == ["things stand otherwise meanwhile"]


def test_who_signs_in_the_last_moment_is_reminded_of_the_meeting_alone(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    filed_but_not_left(ahead, 16, 3, 8)
    with ahead.inside():
        ahead.story.pledge("alena")
    ahead.house.hand.on(16, 3, 9)
    reminded = ahead.reminded() | ahead.reminded()
    assert "slib" not in text(reminded["alena"])


def test_a_moved_meeting_takes_its_reminders_with_it(ahead: Ahead) -> None:
    ahead.convened()
    ahead.moved_to(24, 3)
    ahead.house.hand.on(10, 3, 8)
    assert ahead.reminded() == {}, "the old day reminds of nothing"
    ahead.house.hand.on(17, 3, 8)
    assert "v úterý 24. března 2026" in text(ahead.reminded()["ivana"])
    ahead.house.hand.on(23, 3, 8)
    assert ahead.subjects()["ivana"] == "Prosíme o odpověď do 23. 3. 2026"


def test_a_meeting_moved_after_the_reminder_reminds_again_of_the_new_day(ahead: Ahead) -> None:
    ahead.convened()
    ahead.house.hand.on(10, 3, 8)
    assert "v úterý 17. března 2026" in text(ahead.reminded()["ivana"])
    ahead.moved_to(26, 3)
    ahead.house.hand.on(16, 3, 8)
    assert ahead.reminded() == {}
    ahead.house.hand.on(19, 3, 8)
    assert "ve čtvrtek 26. března 2026" in text(ahead.reminded()["ivana"])


def test_a_reminder_that_still_waits_never_tells_the_old_time(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    filed_but_not_left(ahead, 16, 3, 8)
    ahead.moved_to(17, 3, hour=15)
    ahead.house.hand.on(16, 3, 9)
    for message in ahead.reminded().values():
        assert "13:00" not in text(message) + subject(message)
    assert all(letter.closed_at for letter in ahead.letters("reminders.tomorrow") if letter.handed_over_at is None)


def test_a_reminder_that_waited_over_midnight_does_not_say_tomorrow(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    filed_but_not_left(ahead, 16, 3, 8)
    ahead.house.hand.on(17, 3, 7)
    assert ahead.reminded() == {}
    assert all(letter.closed_at for letter in ahead.letters("reminders.tomorrow"))


def test_nobody_is_reminded_of_a_meeting_that_does_not_take_place(ahead: Ahead) -> None:
    conference_id = ahead.convened()
    filed_but_not_left(ahead, 10, 3, 8)
    with ahead.inside():
        conferences.call_off(conference_id, why="nemoc", another_by=None, by=ahead.story.lenka)
    for when in ((10, 3, 9), (16, 3, 8)):
        ahead.house.hand.on(*when)
        assert ahead.reminded() == {}


def test_whoever_has_left_the_table_hears_nothing_more(ahead: Ahead) -> None:
    ahead.convened()
    with ahead.inside():
        conferences.step_aside(ahead.story.seat("ivana").id, reason="", by=ahead.story.key("ivana"))
        conferences.remove(ahead.story.seat("alena").id, reason="nehodí se", by=ahead.story.lenka)
        cases.exclude(ahead.story.case_id, ahead.house.worker("martina"), why="sousedka", by=ahead.story.lenka)
        post = posts_today(ahead.house.worker("petr"))[0].id
        staff.end_post(post, last_day=None, by=staff.HOUSE)
    ahead.house.deliver()
    for when in ((10, 3, 8), (16, 3, 8)):
        ahead.house.hand.on(*when)
        assert ahead.reminded() == {}


def test_a_part_of_the_meeting_is_told_with_its_own_time(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    with ahead.inside(), transaction() as session:
        invitation = session.get_one(Invitation, ahead.invitation("alena").id)
        invitation.part_from = clock.instant(date(2026, 3, 17), time(14))
        invitation.part_to = clock.instant(date(2026, 3, 17), time(14, 30))
    ahead.house.hand.on(16, 3, 8)
    assert ahead.subjects()["alena"] == "Zítra: pracovní setkání ve 14:00"


def test_a_sensitive_place_stays_out_of_the_letter(ahead: Ahead) -> None:
    ahead.convened(place_is_sensitive=True, place="Azylový dům")
    ahead.answers("alena")
    ahead.house.hand.on(16, 3, 8)
    said = ahead.reminded()["alena"]
    assert "místo vám řekneme po přihlášení" in text(said)
    assert "Azylový" not in said.as_string() + text(said)


def test_the_town_may_leave_reminding_to_its_coordinators(ahead: Ahead) -> None:
    conference_id = ahead.convened()
    with ahead.inside():
        town_settings.change(ahead.house.ids.agencies["podlesi"], {SWITCH: "off"}, by="house")
    ahead.house.hand.on(10, 3, 8)
    assert ahead.reminded() == {}
    with ahead.inside():
        actions.remind(conference_id, by=ahead.story.lenka)
    assert sorted(ahead.reminded()) == ["alena", "ivana", "martina", "petr"]


# --- never two in a day ----------------------------------------------------------------------------------------------


def test_who_was_reminded_by_hand_in_the_morning_has_no_second_letter_at_eight(ahead: Ahead) -> None:
    conference_id = ahead.convened()
    ahead.house.hand.on(16, 3, 7)
    with ahead.inside():
        actions.remind(conference_id, by=ahead.story.lenka)
    assert len(ahead.reminded()) == 4
    for hour in (8, 12, 18):
        ahead.house.hand.on(16, 3, hour)
        assert ahead.reminded() == {}


def test_no_reminder_overtakes_an_invitation_that_has_not_left_yet(ahead: Ahead) -> None:
    refusing(ahead.house, str(BY_KEY["ivana"].email), "451 4.3.0 later")
    ahead.house.hand.on(14, 3)
    ahead.convened()
    ahead.house.hand.on(16, 3, 8)
    assert sorted(ahead.reminded()) == ["alena", "martina", "petr"]
    assert len(ahead.letters("reminders.answer")) == 3, "nothing is written that could not leave"
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.on(16, 3, 10)
    (late,) = [message for to, message in ahead.house.deliver() if to == BY_KEY["ivana"].email]
    assert subject(late).startswith("Pozvánka"), "the invitation itself says it, once"
    ahead.house.hand.on(16, 3, 12)
    assert ahead.reminded() == {}


# --- where no letter goes --------------------------------------------------------------------------------------------


def test_a_member_of_the_family_hears_by_mail_only_where_that_is_safe(ahead: Ahead) -> None:
    ahead.convened(ahead.story.mother, told=HowTold.EMAIL)
    ahead.house.hand.on(10, 3, 8)
    assert "jana@doma.example" not in ahead.reminded(), "the family is not pressed for an answer"
    ahead.house.hand.on(16, 3, 8)
    said = ahead.reminded()["jana@doma.example"]
    assert subject(said) == "Schůzka"
    assert "zítra ve 13:00 schůzka, MěÚ Podlesí, zasedačka 204." in text(said)
    assert not any(part.get_content_type() == "text/calendar" for part in said.walk())


def test_a_mailbox_that_is_no_longer_safe_gets_nothing_and_the_line_waits_for_a_call(ahead: Ahead) -> None:
    ahead.convened(ahead.story.mother, told=HowTold.EMAIL)
    filed_but_not_left(ahead, 16, 3, 8)
    ahead.change_mother(safe_contact=SafeContact.PHONE, phone="601 000 204")
    ahead.house.hand.on(16, 3, 9)
    assert "jana@doma.example" not in ahead.reminded()
    ahead.reminded()
    (call,) = [one for one in ahead.reminders() if one.way == Way.CALL]
    assert (call.kind, call.moment) == (Kind.MEETING, Moment.EVE)


def test_a_worker_without_an_address_stands_in_the_list_of_calls(ahead: Ahead) -> None:
    ahead.change("ivana", email=None)
    ahead.convened()
    ahead.house.hand.on(10, 3, 8)
    assert sorted(ahead.reminded()) == ["alena", "martina", "petr"]
    (call,) = [one for one in ahead.reminders() if one.way == Way.CALL]
    assert (call.kind, call.moment) == (Kind.ANSWER, Moment.WEEK)


def test_an_address_from_which_the_invitation_came_back_is_not_tried_again(ahead: Ahead) -> None:
    refusing(ahead.house, str(BY_KEY["ivana"].email), "550 5.1.1 No such user here")
    ahead.convened()
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.on(10, 3, 8)
    assert "ivana" not in ahead.reminded()
    ahead.change("ivana", email="ivana.nova@nakopci.example")
    ahead.house.hand.on(16, 3, 8)
    assert "ivana.nova@nakopci.example" in ahead.reminded()


def test_a_letter_that_waits_goes_to_the_present_address_alone(ahead: Ahead) -> None:
    ahead.convened()
    filed_but_not_left(ahead, 10, 3, 8)
    ahead.change("ivana", email="ivana.nova@nakopci.example")
    ahead.house.hand.on(10, 3, 9)
    came = ahead.reminded() | ahead.reminded()
    assert "ivana" not in came
    assert "ivana.nova@nakopci.example" in came


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_nobody_but_the_coordinator_reminds(ahead: Ahead) -> None:
    conference_id = ahead.convened()
    ahead.house.hand.on(26, 2)
    with ahead.inside(), pytest.raises(Refused):
        actions.remind(conference_id, by=ahead.story.key("jitka"))
    assert ahead.reminded() == {}


def test_two_clicks_at_once_remind_once(ahead_on_each: Ahead) -> None:
    ahead = ahead_on_each
    conference_id = ahead.convened()
    ahead.house.hand.on(26, 2)

    def click(_number: int) -> str:
        try:
            actions.remind(conference_id, by=ahead.story.lenka)
        except Refused:
            return "refused"
        return "reminded"

    assert sorted(at_once(ahead.house.app, 4, click)) == ["refused"] * 3 + ["reminded"]
    assert len(ahead.reminded()) == 4

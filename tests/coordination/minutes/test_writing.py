"""Minutes on their pages: what is known stands there, two write together, people comment, approval locks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from agencies.accounts.visitors import Visitor
from coordination.minutes import actions
from coordination.minutes.actions import SectionText
from coordination.minutes.models import MinutesComment, MinutesSection, MinutesVersion
from coordination.minutes.rules import SectionCode
from coordination.seats.models import Seat
from coordination.standpoints.models import Standpoint
from coordination.standpoints.questions import Option
from foundation import audit, clock
from foundation.access import Door
from foundation.database import ChangedMeanwhile, db, transaction
from tests.conftest import text_of
from tests.coordination.minutes.meeting import AGREED, BRIEF, DISAGREED, OF_ELISKA, Meeting
from tests.together import at_once
from tests.world import FAMILY_WORDS

RESIGNED = "Učitelé ztrácejí trpělivost a nevidí důvod, proč to zkoušet znovu."
GENTLE = "Škole záleží na tom, aby Gábina chodila."


def say(meeting: Meeting, *, agreed: bool) -> None:
    """The school gives its resigned standpoint; the gentler sentence for the family waits for its yes, or has it."""
    now = clock.now()
    with meeting.house.app.app_context(), transaction() as session:
        session.add(
            Standpoint(
                case_id=meeting.case.case_id, conference_id=meeting.case.conference_id,
                seat_id=meeting.case.seats["ivana"], concern=RESIGNED, softened=GENTLE,
                softened_agreed_at=now if agreed else None, begun_at=now, given_at=now, changed_at=now, changed_by="x",
            )
        )  # fmt: skip


@pytest.mark.rule("S2-28")
def test_who_was_only_informed_stands_in_the_minutes_with_the_reason(meeting: Meeting) -> None:
    meeting.ends()
    page = meeting.sits("tereza").open(meeting.minutes_page)
    assert "Jana Vlčková: in person 26 Feb 2026, Bc. Lenka Horáková. Souhlasila." in page.text
    assert "Jana Vlčková: only informed, did not come: První sladění služeb." in page.text
    people = page.soup.find(id="people")
    assert people is not None
    assert "Jana" not in people.get_text()


@pytest.mark.rule("S2-28")
def test_who_came_is_not_called_informed_only(meeting: Meeting) -> None:
    meeting.opens()
    meeting.all_came()
    meeting.house.hand.on(3, 3, 14, 45)
    lenka = meeting.sits("lenka")
    lenka.open(f"{meeting.page}/closing")
    lenka.press(
        "End the meeting",
        due_on="5. 3. 2026",
        comments_until="12. 3. 2026",
        uninformed_because="Nikdo nezvedl telefon.",
    )
    page = lenka.open(meeting.minutes_page)
    assert "only informed, did not come" not in page.text
    people = page.soup.find(id="people")
    assert people is not None
    assert "Mgr. Ivana Součková" in people.get_text()
    assert "Jana Vlčková" in people.get_text()


@pytest.mark.rule("S2-13")
def test_the_options_considered_and_the_chosen_one_with_its_reason_stand_in_the_minutes(meeting: Meeting) -> None:
    now = clock.now()
    with meeting.house.app.app_context(), transaction() as session:
        for position, (text, because) in enumerate(
            (("Ambulantní program SVP", "Gábina zůstane doma i ve škole."), ("Pobytový program SVP", None)), 1
        ):
            session.add(
                Option(
                    case_id=meeting.case.case_id, conference_id=meeting.case.conference_id, position=position,
                    text=text,
                    speaks_for="odstup", speaks_against="matka nechce", considered_at=now, considered_by="x",
                    chosen_at=now if because else None, chosen_by="x" if because else None, chosen_because=because,
                )
            )  # fmt: skip
    meeting.sent()
    for key in ("tereza", "ivana"):
        page = meeting.sits(key).open(meeting.minutes_page)
        options = page.soup.find(id="options")
        assert options is not None
        said = " ".join(options.get_text(" ").split())
        assert "Ambulantní program SVP" in said
        assert "yes: Gábina zůstane doma i ve škole." in said
        assert "Pobytový program SVP" in said
        assert "not now" in said


@pytest.mark.rule("S2-13")
def test_minutes_of_a_meeting_that_weighed_nothing_have_no_such_part(meeting: Meeting) -> None:
    meeting.sent()
    assert meeting.sits("tereza").open(meeting.minutes_page).soup.find(id="options") is None


@pytest.mark.rule("S2-37")
def test_a_resigned_standpoint_stands_in_the_minutes_word_for_word(meeting: Meeting) -> None:
    say(meeting, agreed=True)
    meeting.sent()
    for key in ("tereza", "ivana"):
        page = meeting.sits(key).open(meeting.minutes_page)
        assert RESIGNED in page.text
        assert GENTLE not in page.text


@pytest.mark.rule("S2-37")
@pytest.mark.parametrize("agreed", [True, False])
def test_the_family_reads_only_the_sentence_to_which_its_author_agreed(meeting: Meeting, agreed: bool) -> None:
    say(meeting, agreed=agreed)
    meeting.sent()
    seat = meeting.case.seats["jana"]
    page = meeting.sits("lenka").open(f"/minutes/{meeting.minutes_id()}/recipients/{seat}/copy")
    assert "This is exactly what Jana Vlčková receives." in page.text
    assert RESIGNED not in page.whole
    assert (GENTLE in page.text) is agreed


def test_of_two_who_write_one_part_the_second_sees_both_texts_and_loses_neither(meeting: Meeting) -> None:
    meeting.ends()
    lenka, tereza = meeting.sits("lenka"), meeting.sits("tereza")
    part = f"/minutes/{meeting.minutes_id()}/parts/agreed"
    lenka.open(part)
    tereza.open(part)
    lenka.press("Save", text="Škola to zkusí znovu.")
    tereza.press("Save", text="SVP má volné místo.")
    assert tereza.page.status == 409
    assert "Saved meanwhile by somebody else: Škola to zkusí znovu." in tereza.page.text
    assert "SVP má volné místo." in tereza.page.whole
    tereza.press("Save what stands in the fields", text="Škola to zkusí znovu. SVP má volné místo.")
    with meeting.house.app.app_context():
        kept = db.session.scalars(select(MinutesSection)).one()
        assert kept.text == "Škola to zkusí znovu. SVP má volné místo."


def _writer(meeting: Meeting, key: str) -> Visitor:
    house = meeting.house
    return Visitor(
        worker_id=house.worker(key), name="", door=Door.ACCOUNT2, agencies=(),
        offices=frozenset({("coordinator", house.ids.agencies["podlesi"])}), session_id=house.worker(key),
        seen_at=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.postgres
def test_two_who_write_at_the_same_moment_lose_nothing(any_meeting: Meeting) -> None:
    """In one part one is kept and the other told; in two parts both are kept."""
    any_meeting.ends()
    minutes_id = any_meeting.minutes_id()

    def writes(number: int, code: SectionCode) -> str:
        actor = _writer(any_meeting, ("lenka", "tereza")[number])
        try:
            actions.write_section(minutes_id, code, SectionText(f"Věta {number}."), version=0, actor=actor)
        except ChangedMeanwhile:
            return "told"
        return "kept"

    same = at_once(any_meeting.house.app, 2, lambda number: writes(number, SectionCode.AGREED))
    assert sorted(same) == ["kept", "told"]
    apart = (SectionCode.STRENGTHS, SectionCode.RISKS)
    assert at_once(any_meeting.house.app, 2, lambda number: writes(number, apart[number])) == ["kept", "kept"]
    with any_meeting.house.app.app_context():
        assert len(db.session.scalars(select(MinutesSection)).all()) == 3
        assert audit.verify() == []


def test_minutes_are_not_sent_before_they_can_be_and_everything_missing_is_said_at_once(meeting: Meeting) -> None:
    meeting.opens()
    lenka = meeting.sits("lenka")
    lenka.open(meeting.minutes_page)
    lenka.press("Send for comments")
    said = " ".join(lenka.page.mistakes)
    for words in ("not marked as held", "Nobody announced when", "until when comments", "case in brief is empty"):
        assert words in said
    with meeting.house.app.app_context():
        assert db.session.scalars(select(MinutesVersion)).all() == []


def test_whoever_gets_the_minutes_hears_of_it_without_a_word_about_the_family(meeting: Meeting) -> None:
    meeting.sent()
    sent = [(to, one) for to, one in meeting.house.deliver() if one["Subject"] == "Zápis k připomínkám (PS-7F3K)"]
    arrived = dict(sent)  # besides it the letter of the day may come
    letter = arrived["ivana.souckova@nakopci.example"]
    body = text_of(letter)
    assert "do čtvrtka 12. března 2026" in body.replace("\xa0", " ")
    assert not [word for word in (*FAMILY_WORDS, BRIEF) if word in body]
    for nobody in ("martina.dvorackova@pristav.example", "alena.krizova@kompas.example"):  # no pledge, no ground
        assert nobody not in arrived


def test_two_who_answer_one_comment_at_once_overwrite_nothing(meeting: Meeting) -> None:
    meeting.sent()
    ivana, tereza, lenka = (meeting.sits(key) for key in ("ivana", "tereza", "lenka"))
    ivana.open(f"/minutes/{meeting.minutes_id()}/comment")
    ivana.press("Save", text="Hodin bylo 27.")
    for browser in (tereza, lenka):
        browser.open(meeting.minutes_page)
        browser.follow("Answer")
    tereza.press("Save", worked_in="yes", answer="Opraveno.")
    lenka.press("Save", worked_in="no", answer="Bylo jich 25.")
    assert lenka.page.mistakes, "somebody was quicker"
    assert "Bylo jich 25." in lenka.page.whole, "what she typed is still there"
    assert "worked in Opraveno." in lenka.page.text
    assert "Opraveno." in ivana.open(meeting.minutes_page).text
    lenka.press("Save")
    assert "Bylo jich 25." in ivana.open(meeting.minutes_page).text


def test_a_participant_comments_and_reads_what_was_done_about_it(meeting: Meeting) -> None:
    meeting.sent()
    ivana, tereza = meeting.sits("ivana"), meeting.sits("tereza")
    ivana.open(meeting.minutes_page)
    ivana.follow("Write a comment")
    ivana.press("Save", text="Hodin bylo 27.")
    assert "Your comment is with the minutes" in ivana.page.text
    tereza.open(meeting.minutes_page)
    tereza.follow("Answer")
    tereza.press("Save", worked_in="no", answer="")
    assert tereza.page.mistakes == ["Write why it is not worked in. The person reads it."]
    tereza.press("Save", worked_in="yes", answer="Opraveno.")
    assert "worked in Opraveno." in ivana.open(meeting.minutes_page).text.replace("Worked in", "worked in")
    meeting.house.hand.on(13, 3)
    ivana.open(f"/minutes/{meeting.minutes_id()}/comment")
    ivana.press("Save", text="Ještě něco.")
    assert ivana.page.mistakes == ["Comments cannot be written now. Call the coordinator."]
    with meeting.house.app.app_context():
        assert [one.text for one in db.session.scalars(select(MinutesComment))] == ["Hodin bylo 27."]


def test_approval_waits_for_the_comments_then_locks_and_lets_those_go_who_only_took_the_minutes(
    meeting: Meeting,
) -> None:
    meeting.sent()
    lenka, petr = meeting.sits("lenka"), meeting.sits("petr")
    assert not lenka.open(meeting.minutes_page).has_button("Approve and lock")
    assert BRIEF in petr.open(meeting.minutes_page).text
    meeting.house.hand.on(13, 3, 9)
    with meeting.house.app.app_context(), transaction() as session:
        session.add(
            MinutesComment(
                minutes_id=meeting.minutes_id(), seat_id=meeting.case.seats["ivana"], of_version=1, name="Ivana",
                text="?", at=clock.now(),
            )
        )  # fmt: skip
    lenka.open(meeting.minutes_page)
    lenka.press("Approve and lock")
    assert "Comments without an answer: Ivana. Answer each of them." in " ".join(lenka.page.mistakes)
    lenka.follow("Answer")
    lenka.press("Save", worked_in="yes")
    lenka.press("Approve and lock")
    assert "approved and locked" in lenka.page.text
    assert petr.open(meeting.minutes_page).status == 404
    assert meeting.sits("tereza").open(meeting.minutes_page).status == 404
    with meeting.house.app.app_context():
        seats = {seat.name: seat for seat in db.session.scalars(select(Seat).where(Seat.to_at.is_not(None)))}
        assert "Mgr. Petr Zeman" not in seats  # both still have a task in the plan, so they stay for that
        assert [one.approved for one in db.session.scalars(select(MinutesVersion).order_by(MinutesVersion.number))] == [
            False, True,
        ]  # fmt: skip
        assert audit.verify() == []


def test_approved_minutes_never_change_and_a_correction_is_an_addendum(meeting: Meeting) -> None:
    lenka = meeting.approved()
    part = f"/minutes/{meeting.minutes_id()}/parts/agreed"
    lenka.open(part)
    lenka.press("Save", text="Něco jiného.")
    assert lenka.page.mistakes == [
        "The minutes are approved and cannot change. Add your correction as an addendum."
    ]  # fmt: skip
    lenka.open(meeting.minutes_page)
    assert AGREED in lenka.page.text
    lenka.follow("Add an addendum")
    lenka.press("Save", text="Dohoda platí do 30. června.", for_whom="everybody")
    assert "Addendum no. 1" in lenka.page.text
    assert "Dohoda platí do 30. června." in meeting.sits("ivana").open(meeting.minutes_page).text


def test_each_reads_only_what_is_for_them(meeting: Meeting) -> None:
    meeting.sent()
    ivana = meeting.sits("ivana").open(meeting.minutes_page).text
    assert BRIEF in ivana
    assert DISAGREED in ivana
    assert OF_ELISKA not in ivana
    assert OF_ELISKA in meeting.sits("petr").open(meeting.minutes_page).text
    for key in ("martina", "alena", "jan", "radka", "klara", "oksana", "marek"):
        assert meeting.sits(key).open(meeting.minutes_page).status == 404
    assert "You get nothing of these minutes" in meeting.sits("eva").open(meeting.minutes_page).text

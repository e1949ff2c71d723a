"""A meeting as it goes on: the pledge first, who came when, what is said, two who write at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from coordination.conferences.models import Conference, Invitation
from coordination.minutes import actions
from coordination.minutes.models import Minutes
from coordination.minutes.rules import SectionCode
from coordination.minutes.table import AgendaItem, Presence, Sitting
from coordination.tasks.models import TaskWording
from foundation import audit
from foundation.database import ChangedMeanwhile, db
from tests.coordination.minutes.meeting import BRIEF, Meeting
from tests.together import at_once
from tests.world import FAMILY_WORDS

UNSIGNED = "Bc. Martina Dvořáčková"


@pytest.mark.rule("S2-29")
def test_who_has_not_pledged_is_named_before_anybody_speaks_of_the_family(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    page = lenka.open(f"{meeting.page}/opening")
    assert "Before anybody speaks of the family" in page.text
    assert UNSIGNED in page.text
    # Who comes for one of the family is at the table too, and is named as everybody who has not signed.
    assert not [word for word in FAMILY_WORDS if word in page.text and word != "Kamarádová"]
    lenka.press("Begin the meeting")
    (said,) = lenka.page.mistakes
    assert said.startswith("Not signed yet: ")
    assert UNSIGNED in said
    assert said.endswith("Let them sign, or write what you agreed: who leaves, who stays for which part.")
    with meeting.house.app.app_context():
        assert db.session.scalars(select(Sitting)).all() == []
    meeting.opens("Martina podepíše hned na papíře.")
    with meeting.house.app.app_context():
        sitting = db.session.scalars(select(Sitting)).one()
        assert UNSIGNED in (sitting.unpledged or "")
        assert sitting.despite == "Martina podepíše hned na papíře."


@pytest.mark.rule("S2-29")
def test_nothing_of_the_family_stands_on_the_page_of_the_meeting_before_it_has_begun(meeting: Meeting) -> None:
    for key in ("lenka", "tereza", "petr", "ivana"):
        page = meeting.sits(key).open(meeting.live)
        assert "Nobody speaks of the family yet" in page.text
        assert "Kanárek" not in page.whole
    assert meeting.sits("martina").open(meeting.live).status == 404


@pytest.mark.rule("S2-30")
def test_the_case_in_brief_is_read_by_those_who_have_pledged_and_has_a_limit(meeting: Meeting) -> None:
    meeting.opens()
    lenka = meeting.sits("lenka")
    lenka.open(meeting.live)
    lenka.follow("Write the case in brief")
    assert "Kanárek-situace" in lenka.page.whole  # begun with what the case says
    long = "Matka nestíhá. " * 60
    lenka.press("Save", text=long)
    assert "The text has 899 characters, 600 fit. Shorten it, all of it is still here." in lenka.page.mistakes
    assert long.strip() in lenka.page.whole
    lenka.press("Save", text=BRIEF)
    for key in ("ivana", "petr"):
        assert BRIEF in meeting.sits(key).open(meeting.live).text
    for key in ("martina", "alena", "radka"):
        assert meeting.sits(key).open(meeting.live).status == 404


def test_the_meeting_goes_from_item_to_item_and_two_who_press_next_skip_nothing(meeting: Meeting) -> None:
    lenka, petr = meeting.opens(), meeting.sits("petr")
    lenka.open(meeting.live)
    petr.open(meeting.live)
    lenka.press("Next item")
    petr.press("Next item")  # he still saw the first one
    with meeting.house.app.app_context():
        items = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        assert [item.is_present for item in items[:3]] == [False, True, False]
    petr.press("Go there", item=str(items[4].id))
    assert "Meeting 1 is under way" in petr.page.text
    with meeting.house.app.app_context():
        items = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        assert [item.is_present for item in items[:5]] == [False, False, False, False, True]


def test_the_page_asks_and_is_told_that_nothing_has_changed(meeting: Meeting) -> None:
    lenka = meeting.opens()
    first = lenka.client.get(meeting.live)
    tag = first.headers["ETag"]
    assert tag.strip('"') in first.text
    again = lenka.client.get(meeting.live, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    meeting.sits("tereza").open(meeting.live)
    meeting.sits("tereza").press("Next item")
    changed = lenka.client.get(meeting.live, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    ivana = meeting.sits("ivana").client.get(meeting.live, headers={"If-None-Match": changed.headers["ETag"]})
    assert ivana.status_code == 200  # what she may read is something else


def test_who_reads_only_gets_a_page_that_renews_itself_without_a_script_and_who_writes_loses_nothing(
    meeting: Meeting,
) -> None:
    meeting.opens()
    assert '<meta http-equiv="refresh"' in meeting.sits("ivana").open(meeting.live).whole
    assert '<meta http-equiv="refresh"' not in meeting.sits("tereza").open(meeting.live).whole


def test_whoever_comes_later_or_leaves_earlier_is_noted_with_the_time(meeting: Meeting) -> None:
    meeting.opens()
    tereza, ivana = meeting.sits("tereza"), meeting.case.invitations["ivana"]
    meeting.house.hand.on(3, 3, 13, 10)
    tereza.open(meeting.live)
    tereza.post(f"/invitations/{ivana}/presence", _fields(tereza.page.whole, "came"))
    assert "since 13:10" in tereza.page.text
    meeting.house.hand.on(3, 3, 14, 20)
    tereza.post(f"/invitations/{ivana}/presence", _fields(tereza.page.whole, "left"))
    with meeting.house.app.app_context():
        times = db.session.scalars(select(Presence)).one()
        assert (times.arrived_at, times.left_at) == (
            datetime(2026, 3, 3, 12, 10, tzinfo=UTC), datetime(2026, 3, 3, 13, 20, tzinfo=UTC),
        )  # fmt: skip
        assert db.session.get_one(Invitation, ivana).attendance == "left_early"
    tereza.open(f"/invitations/{ivana}/times")
    tereza.press("Save", came="13:30", left="13:20")
    assert tereza.page.mistakes == ["The leaving is before the coming. Correct one of them."]
    tereza.press("Save", came="13:02", left="")
    with meeting.house.app.app_context():
        assert db.session.get_one(Invitation, ivana).attendance == "present"
    assert meeting.sits("petr").open(f"/invitations/{ivana}/times").status == 404


def _fields(markup: str, name: str) -> dict[str, str]:
    token = re.search(r'name="csrf_token" value="([^"]+)"', markup)
    assert token is not None
    return {"csrf_token": token[1], "once": f"{name}-{len(markup)}", name: "1"}


def test_a_task_said_in_one_line_stands_in_the_plan_and_an_unclear_one_asks_for_the_rest(meeting: Meeting) -> None:
    meeting.opens()
    tereza = meeting.sits("tereza")
    tereza.open(meeting.live)
    tereza.press("Write it down", line="Součková: sepíše požadavky školy do 12. 3.")
    assert "The task is written down: Sepíše požadavky školy" in tereza.page.text
    tereza.press("Write it down", line="někdo se ozve mamince")
    assert "fill in what is missing" in tereza.page.text
    assert tereza.page.address.endswith(meeting.live), "people wait, the page does not go away"
    assert tereza.page.has_link("Fill it in")
    with meeting.house.app.app_context():
        texts = {one.text: one for one in db.session.scalars(select(TaskWording).where(TaskWording.plan_version == 2))}
    assert str(texts["Sepíše požadavky školy"].due_on) == "2026-03-12"
    assert texts["Sepíše požadavky školy"].seat_id == meeting.case.seats["ivana"]
    assert texts["Někdo se ozve mamince"].seat_id is None


@pytest.mark.postgres
def test_two_minute_takers_at_one_item_lose_nothing(any_meeting: Meeting) -> None:
    any_meeting.opens()
    house = any_meeting.house
    with house.app.app_context():
        item = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).first()
        assert item is not None
        item_id, version = item.id, item.version
    from agencies.accounts.visitors import Visitor  # only here: a person who comes by no browser
    from foundation.access import Door

    def writes(number: int) -> str:
        actor = Visitor(
            worker_id=house.worker(("lenka", "tereza")[number]), name="", door=Door.ACCOUNT2, agencies=(),
            offices=frozenset({("coordinator", house.ids.agencies["podlesi"])}), session_id=house.worker("lenka"),
            seen_at=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
        )  # fmt: skip
        try:
            actions.write_note(item_id, f"Poznámka {number}", version=version, actor=actor)
        except ChangedMeanwhile:
            return "told"
        return "kept"

    assert sorted(at_once(house.app, 2, writes)) == ["kept", "told"]
    with house.app.app_context():
        assert db.session.get_one(AgendaItem, item_id).note in ("Poznámka 0", "Poznámka 1")
        assert audit.verify() == []


def test_of_two_notes_the_second_writer_sees_both_and_loses_neither(meeting: Meeting) -> None:
    lenka, tereza = meeting.opens(), meeting.sits("tereza")
    lenka.open(meeting.live)
    tereza.open(meeting.live)
    lenka.press("Save", note="Škola to zkusí znovu.")
    tereza.press("Save", note="SVP má volné místo.")
    assert tereza.page.status == 409
    assert "SVP má volné místo." in tereza.page.whole
    assert "Saved meanwhile by somebody else: Škola to zkusí znovu." in tereza.page.text
    tereza.press("Save what stands in the fields", note="Škola to zkusí znovu. SVP má volné místo.")
    with meeting.house.app.app_context():
        notes = [item.note for item in db.session.scalars(select(AgendaItem)) if item.note]
    assert notes == ["Škola to zkusí znovu. SVP má volné místo."]


def test_the_end_announces_the_day_of_the_minutes_and_says_everything_that_is_missing_at_once(meeting: Meeting) -> None:
    lenka = meeting.opens()
    meeting.house.hand.on(3, 3, 14, 45)
    lenka.open(f"{meeting.page}/closing")
    lenka.press("End the meeting", due_on="", comments_until="")
    said = " ".join(lenka.page.mistakes)
    for words in ("by when the minutes will be ready", "until when people may comment", "who was there", "no record"):
        assert words in said
    meeting.family_knows()
    meeting.all_came()
    lenka.open(f"{meeting.page}/closing")
    lenka.press("End the meeting", due_on="5. 3. 2026", comments_until="12. 3. 2026")
    with meeting.house.app.app_context():
        minutes = db.session.scalars(select(Minutes)).one()
        assert (str(minutes.due_on), str(minutes.comments_until)) == ("2026-03-05", "2026-03-12")
        assert db.session.get_one(Conference, meeting.case.conference_id).held_at is not None
        assert minutes.approved_at is None
    assert SectionCode.BRIEF.value == "brief"

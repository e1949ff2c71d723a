"""The wall: what is projected while people sit around one table, and nothing that one of them may not read."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import delete, select, update

from coordination.conferences.models import Invitation
from coordination.conferences.rules import Attendance
from coordination.minutes.rules_of_agenda import ItemKind
from coordination.minutes.table import AgendaItem, Sitting
from coordination.standpoints.models import Note, Standpoint
from coordination.standpoints.needs import Need, Offer
from coordination.standpoints.rules import OpenTo
from coordination.tasks.models import TaskWording
from foundation import clock
from foundation.database import db, transaction
from tests.browsing import Page
from tests.coordination.minutes.meeting import Meeting

UNSIGNED = "Bc. Martina Dvořáčková"
NEED, HELP = "Doučování matematiky", "Dvě hodiny týdně po škole"
OF_GABINA, OF_ELISKA = "Vlček-omluvenky do školy", "Vlček-noční strachy"


def come(meeting: Meeting, *keys: str) -> None:
    """These, and nobody else, are at the table."""
    with meeting.house.app.app_context(), transaction() as session:
        of_meeting = Invitation.conference_id == meeting.case.conference_id
        session.execute(update(Invitation).where(of_meeting).values(attendance=None))
        ids = [meeting.case.invitations[key] for key in keys]
        here = {"attendance": Attendance.PRESENT, "attendance_by": "house"}
        session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(**here))


def said(meeting: Meeting) -> None:
    """A need with an offer, one with none, and the tasks that are being agreed: one of each child, one of nobody."""
    with meeting.house.app.app_context(), transaction() as session:
        session.execute(delete(Note))
        of_meeting = {"case_id": meeting.case.case_id, "conference_id": meeting.case.conference_id}
        by = {"raised_at": clock.now(), "raised_by": "house", "raised_by_name": "Bc. Lenka Horáková"}
        need = Need(**of_meeting, **by, text=NEED)
        seat_id = meeting.case.seats["ivana"]
        offer = Offer(**of_meeting, seat_id=seat_id, what=HELP, offered_at=clock.now())
        need.offers = [offer]
        session.add_all([need, offer, Need(**of_meeting, **by, text="Noclehy"),
                         Need(**of_meeting, **by, text="Jen pro Lenku", open_to="named",
                              readers=(str(meeting.case.seats["tereza"]),)),
                         Note(**of_meeting, seat_id=meeting.case.seats["tereza"], text="Soukromá poznámka",
                              changed_at=clock.now())])  # fmt: skip
        texts = iter(((OF_GABINA, "gabina"), (OF_ELISKA, "eliska"), ("Zavolat na úřad práce", "")))
        drafts = select(TaskWording).where(TaskWording.plan_version == 2).order_by(TaskWording.task_id)
        for wording in session.scalars(drafts):
            wording.text, whom = next(texts, ("Další úkol", ""))
            wording.concerns = (str(meeting.case.people[whom]),) if whom else ()
            wording.seat_id = seat_id
            if wording.schedule == "once":
                wording.due_on = date(2026, 3, 12)


def wall(meeting: Meeting, who: str = "lenka", query: str = "") -> Page:
    return meeting.sits(who).open(f"{meeting.page}/wall{query}")


@pytest.mark.rule("S2-29")
def test_while_somebody_in_the_room_has_not_pledged_the_wall_says_who_and_nothing_of_the_family(
    meeting: Meeting,
) -> None:
    meeting.opens()
    said(meeting)
    come(meeting, "tereza", "ivana", "martina")
    page = wall(meeting)
    assert "One person is still to sign the pledge" in page.text
    assert UNSIGNED in page.text
    assert "nothing of the family is shown" in page.text
    for words in (NEED, HELP, OF_GABINA, OF_ELISKA, "Kanárek", "Noclehy"):
        assert words not in page.whole, words
    come(meeting, "tereza", "ivana")  # she has left
    page = wall(meeting)
    assert UNSIGNED not in page.whole
    for words in (NEED, HELP, OF_GABINA, "Noclehy", "ZŠ Na Kopci"):
        assert words in page.text, words


def test_it_is_dark_of_the_family_before_the_meeting_and_after_it_and_while_nobody_is_noted(meeting: Meeting) -> None:
    said(meeting)
    come(meeting, "ivana")
    assert "The meeting has not begun yet" in wall(meeting).text
    assert NEED not in wall(meeting).whole
    meeting.opens()
    come(meeting)
    assert "Nobody is noted as being here" in wall(meeting).text
    assert NEED not in wall(meeting).whole
    come(meeting, "ivana")
    assert NEED in wall(meeting).text
    assert NEED not in wall(meeting, query="?dark=1").whole
    with meeting.house.app.app_context(), transaction() as session:
        session.execute(update(Sitting).values(ended_at=clock.now(), ended_by="house"))
    assert "The meeting has ended" in wall(meeting).text
    assert NEED not in wall(meeting).whole


def test_the_narrowest_of_those_in_the_room_decides_what_stands_on_the_wall(meeting: Meeting) -> None:
    meeting.opens()
    said(meeting)
    come(meeting, "tereza", "ivana")
    page = wall(meeting)
    assert OF_GABINA in page.text
    assert OF_ELISKA not in page.whole, "the school's consent is for Gábina alone"
    come(meeting, "tereza")
    assert OF_ELISKA in wall(meeting).text
    come(meeting, "tereza", "gabina")  # the child reads of herself
    page = wall(meeting)
    assert (OF_GABINA in page.text, OF_ELISKA in page.whole) == (True, False)
    come(meeting, "tereza", "jana", "klara", "oksana")  # the mother, and those who sit beside her
    assert OF_GABINA in wall(meeting).text
    come(meeting, "tereza", "jana", "vera")  # of those, one has not pledged
    page = wall(meeting)
    assert ("One person is still to sign" in page.text, OF_GABINA in page.whole) == (True, False)
    come(meeting, "tereza", "ivana")
    for who in ("lenka", "tereza"):
        for words in ("Soukromá poznámka", "Jen pro Lenku"):
            assert words not in wall(meeting, who).whole


def test_somebody_for_whom_nothing_is_open_yet_keeps_the_wall_empty_and_is_not_named(meeting: Meeting) -> None:
    meeting.opens()
    said(meeting)
    come(meeting, "alena", "ivana", "jan")
    with meeting.house.app.app_context():
        names = [one.name for one in db.session.scalars(select(Invitation)) if one.attendance]
    page = wall(meeting)
    assert "not everybody in the room may read it yet" in page.text
    assert NEED not in page.whole
    assert not [name for name in names if name in page.whole]


def test_the_item_the_open_points_and_who_projects(meeting: Meeting) -> None:
    lenka = meeting.opens()
    said(meeting)
    come(meeting, "tereza", "ivana")
    lenka.open(meeting.live)
    lenka.follow("Project on the wall")
    assert "Welcome and rules" in lenka.page.text
    assert "item 1 of" in lenka.page.text
    assert "Still open One need with which nobody helps yet" in " ".join(lenka.page.text.split())
    assert re.search(r"tasks? without a person, a date or a yes", lenka.page.text)
    assert lenka.page.whole.index(NEED) < lenka.page.whole.index(OF_GABINA)
    with meeting.house.app.app_context(), transaction() as session:
        items = session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        items[0].done_at = clock.now()
        next(one for one in items if one.kind == "plan").begun_at = clock.now()
    lenka.open(f"{meeting.page}/wall")
    assert lenka.page.whole.index(NEED) > lenka.page.whole.index(OF_GABINA)
    assert meeting.sits("petr").open(f"{meeting.page}/wall").status == 200
    for key in ("ivana", "martina", "alena"):
        assert meeting.sits(key).open(f"{meeting.page}/wall").status == 404


def test_it_renews_itself_and_is_told_when_nothing_has_changed(meeting: Meeting) -> None:
    lenka = meeting.opens()
    said(meeting)
    come(meeting, "ivana")
    first = lenka.client.get(f"{meeting.page}/wall")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in first.text
    same = lenka.client.get(f"{meeting.page}/wall", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    come(meeting, "ivana", "martina")
    other = lenka.client.get(f"{meeting.page}/wall", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert NEED not in other.text


def test_an_item_that_somebody_named_is_called_by_its_kind_until_all_have_pledged(
    meeting: Meeting,
) -> None:
    meeting.opens()
    with meeting.house.app.app_context(), transaction() as session:
        first = session.scalars(select(AgendaItem).order_by(AgendaItem.position)).first()
        assert first is not None
        first.title = "Vlčkovi: co potřebují"
    come(meeting, "martina")
    assert "Vlčkovi" not in wall(meeting).whole
    come(meeting, "ivana")
    assert "Vlčkovi" in wall(meeting).text


def test_when_it_is_the_family_s_turn_only_what_it_opened_to_the_table_is_projected(meeting: Meeting) -> None:
    case, now = meeting.case, clock.now()
    of_meeting = {"case_id": case.case_id, "conference_id": case.conference_id, "concern": "", "facts": "",
                  "strengths": "", "condition": "", "wanted": "Romana ne.", "begun_at": now, "given_at": now,
                  "changed_at": now, "changed_by": "house"}  # fmt: skip
    meeting.opens()
    with meeting.house.app.app_context(), transaction() as session:
        session.execute(delete(Standpoint))
        session.execute(delete(AgendaItem))
        session.add_all([
            AgendaItem(conference_id=case.conference_id, position=1, kind=ItemKind.VOICE, minutes=10, begun_at=now),
            Standpoint(**of_meeting, person_id=case.people["jana"], about="O dluzích.", open_to=OpenTo.TABLE),
            Standpoint(**of_meeting, person_id=case.people["gabina"], about="Tajemství.", open_to=OpenTo.ALONE),
        ])  # fmt: skip
    come(meeting, "tereza", "ivana")
    page = wall(meeting)
    assert "What the family says" in page.text
    assert "O dluzích." in page.text
    for kept in ("Tajemství.", "Romana ne."):
        assert kept not in page.whole, kept
        assert kept not in meeting.sits("tereza").open(f"{meeting.page}/live").whole, kept

"""Who gets which copy of the minutes: made by leaving out, looked at before, noted with its fingerprint."""

from __future__ import annotations

import hashlib
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from coordination.seats.models import Disclosure, Pledge, Seat
from coordination.tasks.models import Task, TaskWording
from foundation import clock, signatures, wordings
from foundation.database import db, transaction
from tests.browsing import squeezed
from tests.cast import BY_KEY
from tests.coordination.minutes.meeting import AGREED, BRIEF, DISAGREED, OF_ELISKA, Meeting


def words_of(content: bytes) -> str:
    """The words of a paper, whatever its lines."""
    return squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def hands(meeting: Meeting, seat: str, how: str = "handed", language: str = "cs") -> str:
    """Lenka hands a copy to somebody; answers what it says."""
    lenka = meeting.sits("lenka")
    lenka.open(f"/minutes/{meeting.minutes_id()}/hand-over")
    page = lenka.press_with(
        "Print and note", {"seat_id": str(meeting.case.seats[seat]), "how": how, "language": language}
    )  # fmt: skip
    assert page.headers["Content-Type"] == "application/pdf", page.text
    return words_of(page.content)


def test_the_mother_gets_a_copy_without_what_is_for_workers_and_it_is_noted(meeting: Meeting) -> None:
    meeting.sent()
    said = hands(meeting, "jana")
    assert "Zápis z případové konference č. 1" in said
    assert BRIEF in said
    assert OF_ELISKA in said
    assert DISAGREED not in said
    page = meeting.sits("lenka").open(f"/minutes/{meeting.minutes_id()}/recipients")
    assert "Jana Vlčková 1 handed over in person 5 Mar 2026" in page.text
    with meeting.house.app.app_context():
        made = db.session.scalars(select(Disclosure)).one()
        assert (made.paper, made.version, made.ground, len(made.sha256)) == ("minutes 1", 1, "concerned", 64)


def test_one_parent_never_reads_what_is_about_the_other_nor_a_part_for_named_members_only(meeting: Meeting) -> None:
    meeting.ends()
    meeting.writes("tereza", "brief", BRIEF)
    meeting.writes(
        "tereza", "risks", "Roman bydlí tajně v Lhotě.", concerns=[str(meeting.case.people["roman"])]
    )  # fmt: skip
    meeting.house.hand.on(5, 3, 10)
    meeting.sits("tereza").open(meeting.minutes_page)
    meeting.sits("tereza").press("Send for comments")
    assert "Lhotě" not in hands(meeting, "jana")
    page = meeting.sits("lenka").open(f"/minutes/{meeting.minutes_id()}/recipients/{meeting.case.seats['jana']}/copy")
    assert "Lhotě" not in page.whole


def test_a_worker_opens_the_own_copy_whose_fingerprint_is_kept(meeting: Meeting) -> None:
    meeting.sent()
    ivana = meeting.sits("ivana")
    ivana.open(meeting.minutes_page)
    paper = ivana.press("Open the minutes (PDF)")
    said = words_of(paper.content)
    assert AGREED in said
    assert "of 13 for" in said or "for: ZŠ Na Kopci" in said or "pro: ZŠ Na Kopci" in said
    assert OF_ELISKA not in said
    with meeting.house.app.app_context():
        made = db.session.scalars(select(Disclosure)).one()
        assert made.sha256 == hashlib.sha256(paper.content).hexdigest()
        assert made.seat_id == meeting.case.seats["ivana"]
        assert made.how == "opened"


def without_task(meeting: Meeting, seat_id: UUID) -> None:
    """Take the task of a seat away."""
    with meeting.house.app.app_context(), transaction() as session:
        for wording in session.scalars(select(TaskWording).where(TaskWording.seat_id == seat_id)):
            wording.seat_id = meeting.case.seats["lenka"]
        assert session.scalars(select(Task)).first() is not None


def test_a_comment_reaches_only_those_who_may_know_what_its_author_may(meeting: Meeting) -> None:
    """The school knows of two children, and nothing of the mother or of the money."""
    case, debts = meeting.case, "Dluh na nájmu je vyšší, než tu stojí."
    _signs(meeting, "martina")
    meeting.sent()
    lenka, tereza = meeting.sits("lenka"), meeting.sits("tereza")
    lenka.open(f"/minutes/{meeting.minutes_id()}/recipients/{case.seats['martina']}")
    lenka.press("Save", gets="whole", why="Pracuje s matkou.")
    for key, text in (("martina", debts), ("ivana", "Hodin bylo 27.")):
        worker = meeting.sits(key)
        worker.open(f"/minutes/{meeting.minutes_id()}/comment")
        worker.press("Save", text=text)
        assert "Your comment is with the minutes" in worker.page.text, worker.page.text
    tereza.open(f"/minutes/{meeting.minutes_id()}/comment-as-said")
    tereza.press("Save", seat_id="Jana Vlčková", text="Nebyla jsem vyslechnuta.")
    tereza.open(meeting.minutes_page)
    tereza.press("Send the new version")
    copies = {key: _own_paper(meeting, key) for key in ("ivana", "martina", "petr")}
    copies |= {key: meeting.sits(key).open(meeting.minutes_page).text for key in ("tereza", "lenka")}
    assert "Hodin bylo 27" in copies["ivana"]
    for words in (debts.rstrip("."), "Martina Dvořáčková: ", "Jana Vlčková", "Nebyla jsem vyslechnuta"):
        assert words not in copies["ivana"]
    assert debts.rstrip(".") in copies["martina"]
    assert "Hodin bylo 27" not in copies["martina"]
    for key in ("petr", "tereza", "lenka"):
        assert all(words in copies[key] for words in (debts.rstrip("."), "Hodin bylo 27", "Nebyla jsem vyslechnuta"))


def _signs(meeting: Meeting, key: str) -> None:
    """Somebody who has not signed yet does."""
    case = meeting.case
    with meeting.house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, case.seats[key])
        wording = wordings.current("pledges.professional", seat.town_id)
        signed = signatures.sign(
            town_id=seat.town_id, about=f"case:{case.case_id}", signer_key=f"worker:{seat.worker_id}", name=seat.name,
            function=seat.function, agency=seat.agency_name, wording_id=wording.id, text=wording.text,
            seen_sha256=signatures.fingerprint(wording.text), method=signatures.Method.ACCOUNT, factors=("password",),
        )  # fmt: skip
        session.add(
            Pledge(
                case_id=case.case_id, seat_id=seat.id, wording_id=wording.id, signature_id=signed.id,
                signed_at=clock.now(),
            )
        )  # fmt: skip


def test_who_covers_a_need_stands_in_the_copies_of_those_who_may_know_of_the_offer(meeting: Meeting) -> None:
    _signs(meeting, "martina")
    need, offers = "Doprovod na úřad", f"{meeting.page}/offers/new"
    lenka, martina = meeting.sits("lenka"), meeting.sits("martina")
    lenka.open(f"{meeting.page}/needs/new")
    lenka.press("Save", text=need)
    martina.open(offers)
    offered = {"what": "Půjdeme s matkou", "from_on": "9. 3. 2026", "covers": [need], "open_to": "office"}
    martina.press_with("Put it on the table", offered)
    meeting.sent()
    assert f"{need} nobody yet" in _own_paper(meeting, "ivana")
    assert f"{need} Přístav" in _own_paper(meeting, "petr")


def _own_paper(meeting: Meeting, key: str) -> str:
    """What somebody's own paper says."""
    browser = meeting.sits(key)
    browser.open(meeting.minutes_page)
    return words_of(browser.press("Open the minutes (PDF)").content)


def test_an_agency_without_a_task_gets_an_extract_unless_a_reason_says_otherwise(meeting: Meeting) -> None:
    without_task(meeting, meeting.case.seats["ivana"])
    meeting.sent()
    ivana, lenka = meeting.sits("ivana"), meeting.sits("lenka")
    page = ivana.open(meeting.minutes_page)
    assert "This is an extract" in page.text
    assert AGREED in page.text
    assert BRIEF not in page.text
    lenka.open(f"/minutes/{meeting.minutes_id()}/recipients/{meeting.case.seats['ivana']}")
    lenka.press("Save", gets="whole", why="")
    assert lenka.page.mistakes == [
        "This is an exception. Write why this person gets something else than usual."
    ]  # fmt: skip
    lenka.press("Save", gets="whole", why="Škola ponese většinu domluvy.")
    assert "Škola ponese většinu domluvy." in lenka.page.text
    page = ivana.open(meeting.minutes_page)
    assert BRIEF in page.text
    assert OF_ELISKA not in page.text  # an exception is about the form, never about the tie
    lenka.open(f"/minutes/{meeting.minutes_id()}/recipients/{meeting.case.seats['ivana']}")
    lenka.press("Save", gets="extract", why="")
    assert "Škola ponese" not in lenka.page.text
    assert BRIEF not in ivana.open(meeting.minutes_page).text


@pytest.mark.parametrize("key", ["martina", "alena", "gabina", "klara"])
def test_nobody_without_pledge_ground_or_right_gets_a_copy(meeting: Meeting, key: str) -> None:
    meeting.sent()
    lenka = meeting.sits("lenka")
    lenka.open(f"/minutes/{meeting.minutes_id()}/hand-over")
    offered = lenka.page.soup.find("select", attrs={"name": "seat_id"})
    assert offered is not None
    assert str(meeting.case.seats[key]) not in str(offered)
    seat = meeting.case.seats[key]
    assert "gets nothing of these minutes" in lenka.open(
        f"/minutes/{meeting.minutes_id()}/recipients/{seat}/copy"
    ).text  # fmt: skip


def test_the_representative_of_the_child_reads_by_the_coordinators_deed_and_about_the_child_only(
    meeting: Meeting,
) -> None:
    meeting.sent()
    lenka, eva = meeting.sits("lenka"), meeting.sits("eva")
    lenka.open(f"/minutes/{meeting.minutes_id()}/recipients/{meeting.case.seats['eva']}")
    lenka.press("Save", gets="whole", why="Soud ji ustanovil.")
    page = eva.open(meeting.minutes_page)
    assert BRIEF in page.text
    assert OF_ELISKA not in page.text


def test_the_papers_for_the_table_name_nobody_of_the_family(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    lenka.open(f"{meeting.page}/agenda")
    lenka.press("Use this agenda")
    agenda = words_of(lenka.press("Print the agenda").content)
    assert "Agenda of the meeting" in agenda
    assert agenda.index("pledge of confidentiality") < agenda.index("The case in brief")
    lenka.open(meeting.live)
    listed = words_of(lenka.press("Attendance list on paper").content)
    assert "Mgr. Ivana Součková" in listed
    for word in ("Vlčková", "Gabriela", "Kamarádová", "Kanárek"):
        assert word not in listed
        assert word not in agenda


# --- see as: before it goes out, against what they have -------------------------------------------------------------


def sees(meeting: Meeting, seat: str, what: str = "next") -> str:
    """What Lenka sees of somebody's copy."""
    lenka = meeting.sits("lenka")
    lenka.open(f"/minutes/{meeting.minutes_id()}/recipients")
    words = {"next": "See what goes out next", "copy": "See the copy"}[what]
    name = "Jana Vlčková" if seat == "jana" else BY_KEY[seat].name
    return lenka.follow(f"{words} : {name}").text


def test_before_the_minutes_go_out_at_all_the_coordinator_sees_what_each_person_will_get(meeting: Meeting) -> None:
    meeting.ends()
    meeting.writes("tereza", "brief", BRIEF)
    meeting.writes("tereza", "disagreed", DISAGREED, for_whom="workers")
    school, mother = sees(meeting, "ivana"), sees(meeting, "jana")
    for copy in (school, mother):
        assert BRIEF in copy
        assert "has not received any version yet" in copy
    assert DISAGREED in school
    assert DISAGREED not in mother
    with meeting.house.app.app_context():
        assert not db.session.scalars(select(Disclosure)).all()


def test_what_changes_for_a_worker_is_measured_against_the_version_that_is_out(meeting: Meeting) -> None:
    meeting.sent()
    assert "Nothing has changed yet." in sees(meeting, "ivana")
    meeting.writes("tereza", "brief", "Matka nestíhá.")
    meeting.writes("tereza", "strengths", "Eliška už spí sama.", concerns=[str(meeting.case.people["eliska"])])
    assert f"{BRIEF} Matka nestíhá." in sees(meeting, "ivana").partition("What changes against version 1")[2][:300]
    assert "Eliška" not in sees(meeting, "ivana"), "what is not theirs is no change for them either"
    assert "Matka nestíhá." not in sees(meeting, "ivana", "copy"), "the version that is out stays as it is"


def test_what_changes_for_the_mother_is_measured_against_the_paper_in_her_hands(meeting: Meeting) -> None:
    meeting.sent()
    meeting.writes("tereza", "brief", "Matka nestíhá.")
    assert "has not received any version yet" in sees(meeting, "jana")
    hands(meeting, "jana")
    assert "has exactly this version" in sees(meeting, "jana", "copy")
    changes = sees(meeting, "jana").partition("What changes against version 1")[2]
    assert f"{BRIEF} Matka nestíhá." in changes[:300]
    meeting.writes("tereza", "disagreed", "Škola chce odchod.", for_whom="workers")
    assert "Škola chce odchod." not in sees(meeting, "jana")


def test_once_approved_nothing_more_goes_out(meeting: Meeting) -> None:
    meeting.approved()
    lenka = meeting.sits("lenka")
    assert "See what goes out next" not in lenka.open(f"/minutes/{meeting.minutes_id()}/recipients").text
    seat = meeting.case.seats["ivana"]
    assert BRIEF not in lenka.open(f"/minutes/{meeting.minutes_id()}/recipients/{seat}/next").text

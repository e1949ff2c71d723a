"""The paper path of an invitation: talking first, writing the letter, printing it, handing it over, the slip back."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.staff.models import Post, Worker
from coordination.cases import actions as cases
from coordination.cases.actions import Member
from coordination.cases.models import Person
from coordination.cases.rules import Kinship, PersonKind, SafeContact
from coordination.conferences import actions
from coordination.conferences.actions import Named
from coordination.conferences.informed import family_knows, told_of
from coordination.conferences.models import Invitation
from coordination.conferences.paper_trail import PrintedLetter, TalkBeforeLetter
from coordination.conferences.rules import Answer, HowTold
from coordination.conferences.suggestions import as_the_family_reads_it
from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import HowHanded, Role
from foundation import audit, clock, town_settings
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.cast import PHONE
from tests.conftest import House
from tests.coordination.conferences.conftest import FAMILY_WORDS, GOAL, Story, when
from tests.coordination.conferences.test_views import english

HOUR = timedelta(hours=1)
MOTHERS_PHONE = "601 000 204"
FATHERS = ("Roman", "602 000 777", "roman@jinde.example", "Zálesí 9")
"""What stands only with the father; no paper of anybody else says any of it."""


@pytest.fixture
def lenka(story: Story) -> Browser:
    return english(story.house.signed_in("lenka"))


def contact(story: Story, safe: SafeContact, phone: str = MOTHERS_PHONE, email: str = "jana@doma.example") -> None:
    """Let the mother be reached on another way."""
    with story.inside():
        member = Member("Jana Vlčková", Kinship.MOTHER, True, date(1987, 5, 1), safe, phone, email)
        cases.change_member(story.mother, member, by=story.lenka)


def of_family(story: Story, person_id: UUID) -> Invitation:
    return next(each for each in story.conference().invitations if each.person_id == person_id)


def paper_of(story: Story, invitation: Invitation, page: str = "paper") -> str:
    return f"/invitations/{invitation.id}/{page}"


def words(page: Page) -> str:
    assert page.headers["Content-Type"] == "application/pdf", page.text
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(page.content)).pages).split())


def printed(browser: Browser) -> Page:
    return browser.press("Print the invitation (PDF)")


def talked(browser: Browser, address: str, **typed: str) -> None:
    browser.open(address)
    browser.press("Save and continue", **({"talked": "yes", "talked_on": "23. 2. 2026"} | typed))


def with_family(story: Story, told: HowTold = HowTold.PAPER) -> UUID:
    """A meeting to which mother, father and Gábina are invited too."""
    return story.convened(
        story.relative(story.mother, told),
        replace(story.relative(story.father, told), name="Roman Vlček"),
        replace(story.relative(story.gabina), name="Gabriela Vlčková", role=Role.CHILD),
    )


# --- talking comes first (S2-10) -------------------------------------------------------------------------------------


@pytest.mark.rule("S2-10")
def test_whoever_chooses_a_letter_sees_the_phone_first_and_says_whether_they_talked(
    story: Story, lenka: Browser
) -> None:
    contact(story, SafeContact.PAPER)
    with_family(story)
    mother = of_family(story, story.mother)
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.open(lenka.page.link("Invitation on paper : Jana Vlčková"))
    assert lenka.page.heading == "Have you talked with each other?"
    assert MOTHERS_PHONE in lenka.page.text
    lenka.press("Save and continue", talked="yes", talked_on="22. 2. 2026")
    assert lenka.page.heading == "Invitation on paper"
    assert "You talked with each other on 22 Feb 2026." in lenka.page.text
    assert "You talked with each other on 22 Feb 2026." in lenka.open(f"/conferences/{story.conference_id}").text
    assert not lenka.page.has_link("Have you talked with each other? Jana")
    assert lenka.page.has_link("Have you talked with each other? Roman"), "the meeting goes on asking"
    with story.inside():
        kept = db.session.scalars(select(TalkBeforeLetter)).one()
        assert (kept.person_id, kept.talked_on, kept.by) == (mother.person_id, date(2026, 2, 22), story.lenka)


@pytest.mark.rule("S2-10")
def test_without_an_answer_there_is_no_letter_and_with_a_no_there_is_one(story: Story, lenka: Browser) -> None:
    contact(story, SafeContact.NONE, phone="")
    with_family(story)
    mother = of_family(story, story.mother)
    for page in ("paper", "letter"):
        assert lenka.open(paper_of(story, mother, page)).heading == "Have you talked with each other?"
    assert "We know no phone number." in lenka.page.text
    lenka.press("Save and continue")
    assert lenka.page.mistakes == ["Choose yes or no. The letter may go either way."]
    lenka.press("Save and continue", talked="no")
    assert lenka.page.mistakes == ["Write in one sentence why you have not talked yet."]
    lenka.press("Save and continue", talked="yes", talked_on="24. 2. 2026")
    assert lenka.page.mistakes == ["This day is still to come. Enter the day when you talked."]
    lenka.press("Save and continue", talked="no", why_not="Nebere telefon.")
    assert "You have not talked yet: Nebere telefon." in lenka.page.text
    lenka.follow("Write the letter")
    lenka.press("Save and continue", about="Jak dál ve škole.")
    assert "Jak dál ve škole." in words(printed(lenka))


@pytest.mark.rule("S2-10")
def test_before_a_mail_leaves_the_check_asks_too(story: Story, lenka: Browser) -> None:
    contact(story, SafeContact.EMAIL)
    father = replace(story.relative(story.father), name="Roman Vlček")
    story.prepared(story.relative(story.mother, HowTold.EMAIL), father, players=("ivana", "petr"))
    page = lenka.open(f"/conferences/{story.conference_id}/check")
    assert f"Jana Vlčková , {MOTHERS_PHONE}" in page.text
    assert page.text.count("Note how it was") == 1, "the father is asked in person"
    lenka.follow("Note how it was")
    assert "A call may not be safe." in lenka.page.text
    lenka.press("Save and continue", talked="no", why_not="Přála si e-mail.")
    assert lenka.page.heading == "Check and send"
    assert "You have not talked yet: Přála si e-mail." in lenka.page.text
    lenka.press("Send 3 invitations", despite="Spěchá to.")
    assert lenka.page.heading == "Meeting 1"
    assert "You have not talked yet: Přála si e-mail." in lenka.page.text
    assert "jana@doma.example" in [to for to, _ in story.house.deliver()]


# --- to a worker -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-12", "S2-24")
def test_the_letter_to_a_worker_says_its_reason_and_nothing_of_the_family_or_of_others(
    story: Story, lenka: Browser
) -> None:
    with_family(story)
    ivana = story.invitation("ivana")
    lenka.open(paper_of(story, ivana))
    lenka.follow("Change the letter")
    lenka.press("Save and continue", greeting="Vážená paní magistro", document_number="01234/2026", access="Výtah.")
    page = printed(lenka)
    text = words(page)
    for sentence in ("Vážená paní magistro,", "PS-", "č. j. 01234/2026", "Výtah.", "Potřebujeme váš odborný pohled."):
        assert sentence in text
    others = ("SVP Kompas", "Přístav", "Centrum Javor", "Křížová", "Beran", "Zeman")
    family = (*FAMILY_WORDS, *FATHERS, "docházku", "Om 14/2026", GOAL, "jana@doma.example")
    assert not [word for word in (*others, *family) if word in text or word.encode() in page.content]
    assert f"pozvanka-{story.code}.pdf" in page.headers["Content-Disposition"]


@pytest.mark.rule("S2-24")
def test_a_letter_in_english_says_the_reason_in_english(story: Story, lenka: Browser) -> None:
    story.convened()
    lenka.client.set_cookie("lang", "cs")
    address = paper_of(story, story.invitation("ivana"), "letter")
    lenka.open(address)
    lenka.press("Uložit a pokračovat", language="en")
    text = words(lenka.press("Vytisknout pozvánku (PDF)"))
    assert "We need your professional view." in text
    assert "Potřebujeme" not in text


def test_somebody_who_accompanies_the_mother_gets_the_neutral_letter_on_a_safe_way_only(
    story: Story, lenka: Browser
) -> None:
    story.convened()
    with story.inside(), transaction() as session:
        friend = Person(
            case_id=story.case_id, kind=PersonKind.SUPPORT_PERSON, name="Věra Blízká", kinship=Kinship.OUTSIDER,
            in_household=False, position=9, accompanies_id=story.mother,
        )  # fmt: skip
        session.add(friend)
        session.flush()
        seat = Seat(
            town_id=story.house.ids.agencies["podlesi"], case_id=story.case_id, person_id=friend.id,
            role=Role.SUPPORT_PERSON, name=friend.name, function="", agency_name="", from_at=clock.now(),
        )  # fmt: skip
        session.add(seat)
        session.flush()
        asked = Invitation(
            conference_id=story.conference_id, position=9, person_id=friend.id, role=Role.SUPPORT_PERSON,
            name=friend.name, function="", agency_name="", outward_reasons=("wished",), inward_reason="",
            seat_id=seat.id, how_told=HowTold.PAPER,
        )  # fmt: skip
        session.add(asked)
        session.flush()
        address = f"/invitations/{asked.id}/paper"
    lenka.open(address)
    assert lenka.page.heading == "Invitation on paper", "whether people talked is asked about the family"
    text = words(printed(lenka))
    assert "Věra Blízká" in text
    assert "Přeje si vás někdo, koho se setkání týká." in text
    assert not [word for word in FAMILY_WORDS if word in text]
    lenka.open(address.replace("paper", "handing-over"))
    lenka.press("Save", how="posted")
    assert "has no safe contact" in lenka.page.mistakes[0]


def test_who_has_no_mailbox_of_their_own_is_offered_the_paper_until_it_is_handed_over(
    story: Story, lenka: Browser
) -> None:
    story.convened(story.asked("vrata"))
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.follow("Print the invitation")
    assert "Meeting 1 Invitation on paper Josef Vrátný, Spolek Most" in lenka.page.text
    text = words(printed(lenka))
    assert "odkaz" not in text
    assert "Josef Vrátný" in text
    assert "printed, not handed over yet" in lenka.open(f"/conferences/{story.conference_id}").text
    lenka.follow("Print the invitation")
    lenka.follow("Note the handing over")
    lenka.press("Save", how="data_box", document_number="55/2026")
    assert "Invitation sent by data box 23 Feb" in lenka.page.text
    assert not lenka.page.has_link("Print the invitation")


# --- to the family ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-12", "S2-26")
def test_the_mother_reads_who_comes_and_why_and_nothing_of_the_father(story: Story, lenka: Browser) -> None:
    with_family(story)
    with story.inside():
        father = Member("Roman Vlček", Kinship.FATHER, False, None, SafeContact.PHONE, FATHERS[1], FATHERS[2])
        cases.change_member(story.father, father, by=story.lenka)
    mother = of_family(story, story.mother)
    talked(lenka, paper_of(story, mother))
    lenka.follow("Write the letter")
    assert "Roman Vlček" in lenka.page.text, "the coordinator sees that he is invited"
    lenka.press("Save and continue", greeting="paní Vlčková", about="Jak to jde ve škole. Co potřebujete vy.")
    page = printed(lenka)
    text = words(page)
    for sentence in (
        "Dobrý den, paní Vlčková,",
        "Jak to jde ve škole. Co potřebujete vy. Pak se domluvíme, kdo co udělá.",
        "Ivana Součková z organizace ZŠ Na Kopci: Zná docházku a požadavky školy.",
        "Lenka Horáková z úřadu: schůzku svolává.",
        "Petr Zeman z organizace Centrum Javor: schůzku vede.",
        PHONE,
    ):
        assert sentence in text, sentence
    assert not [word for word in (*FATHERS, story.code, "Mgr.", "Om 14") if word in text]
    assert "filename=pozvanka.pdf" in page.headers["Content-Disposition"]


@pytest.mark.rule("S2-12")
def test_parents_who_meet_apart_learn_nothing_of_each_other_s_part(story: Story, lenka: Browser) -> None:
    with_family(story)
    mother, father = of_family(story, story.mother), of_family(story, story.father)
    begins, ends = story.conference().starts_at, story.conference().ends_at
    assert begins is not None
    with story.inside(), transaction() as session:
        for invited, part in ((mother, (begins, begins + HOUR)), (father, (begins + HOUR, ends))):
            row = session.get_one(Invitation, invited.id)
            row.part_from, row.part_to = part
    talked(lenka, paper_of(story, mother))
    lenka.follow("Write the letter")
    assert "Roman" not in lenka.page.text, "he cannot even be ticked by mistake"
    lenka.press("Save and continue", about="Jak dál.")
    text = words(printed(lenka))
    assert "úterý 3. března 2026 ve 13:00 MěÚ Podlesí, zasedačka 204. Asi hodinu." in text
    assert not [word for word in ("Roman", "14:", "tři čtvrtě") if word in text]
    assert "name another time or place" not in lenka.open(f"/conferences/{story.conference_id}").text


def test_one_of_the_family_is_named_only_when_the_coordinator_says_so(story: Story, lenka: Browser) -> None:
    with_family(story)
    gabina = of_family(story, story.gabina)
    talked(lenka, paper_of(story, gabina))
    lenka.follow("Write the letter")
    mothers = next(
        str(label["for"]).removesuffix("named")
        for label in lenka.page.soup.find_all("label")
        if "Jana Vlčková" in label.get_text() and str(label.get("for")).endswith("named")
    )
    typed = {"guide": "Tereza Malá", "signal": "zvednu tužku", f"{mothers}named": True, f"{mothers}why": "maminka"}
    lenka.press_with("Save and continue", typed)  # type: ignore[arg-type]
    text = words(printed(lenka))
    assert "Jana Vlčková maminka." in text
    assert "Roman" not in text
    assert "Linka pro děti 800 000 111" in text


def test_a_child_s_letter_waits_for_guide_signal_and_the_town_s_helpline(story: Story, lenka: Browser) -> None:
    with_family(story)
    with story.inside():
        town = story.conference().town_id
        town_settings.change(town, {"linka pro děti": ""}, by=story.lenka)
    gabina = of_family(story, story.gabina)
    talked(lenka, paper_of(story, gabina))
    assert not lenka.page.has_button("Print the invitation")
    lenka.follow("Write the letter")
    lenka.press("Save and continue", guide="Tereza Malá", signal="zvednu tužku", familiar="yes")
    assert "the town has not filled in its helpline for children" in lenka.page.text
    assert not lenka.page.has_button("Print the invitation")
    answer = lenka.client.post(paper_of(story, gabina), data=_csrf(lenka))
    assert answer.mimetype == "text/html"
    with story.inside():
        town_settings.change(town, {"linka pro děti": "Linka pro děti 800 000 111"}, by=story.lenka)
    lenka.open(paper_of(story, gabina))
    assert "Něco ti vadí? Volej Tereza Malá" in words(printed(lenka))


def _csrf(browser: Browser) -> dict[str, str]:
    """The token of any form on the page, for a form that the page does not show."""
    found = browser.page.soup.find("input", attrs={"name": "csrf_token"})
    assert found is not None
    return {"csrf_token": str(found["value"]), "once": "another"}


def test_unprintable_signs_and_people_invited_since_are_told_before_printing(story: Story, lenka: Browser) -> None:
    with_family(story)
    mother = of_family(story, story.mother)
    talked(lenka, paper_of(story, mother))
    lenka.follow("Write the letter")
    lenka.press("Save and continue", about="Sejdeme se 🙂 v klidu.")
    assert "The sign “🙂” cannot be printed, ▯ will stand there. Rewrite it, or print as it is." in lenka.page.text
    assert "Invited since you wrote the letter" not in lenka.page.text
    crowd(story, 1)
    lenka.open(paper_of(story, mother))
    assert "Invited since you wrote the letter: Příbuzná Dlouhojmenná 0." in lenka.page.text
    assert "Sejdeme se ▯ v klidu." in words(printed(lenka))


def test_what_was_written_stays_for_the_next_copy(story: Story, lenka: Browser) -> None:
    with_family(story)
    mother, father = of_family(story, story.mother), of_family(story, story.father)
    talked(lenka, paper_of(story, mother))
    lenka.follow("Write the letter")
    lenka.press("Save and continue", about="Jen mezi námi.", access="Vchod ze dvora.", greeting="paní Vlčková")
    lenka.follow("Change the letter")
    assert "Jen mezi námi." in lenka.page.whole
    talked(lenka, paper_of(story, father))
    lenka.follow("Write the letter")
    assert "Vchod ze dvora." in lenka.page.whole, "the way in is the same for everybody"
    assert "Jen mezi námi." not in lenka.page.whole, "what is meant for one pair of eyes is not offered for another"


def test_too_many_people_make_a_letter_that_nobody_reads(story: Story, lenka: Browser) -> None:
    with_family(story)
    mother = of_family(story, story.mother)
    talked(lenka, paper_of(story, mother))
    crowd(story, 40)
    lenka.open(paper_of(story, mother, "letter"))
    typed: dict[str, object] = {"about": "Jak dál."}
    for box in lenka.page.soup.find_all("input", attrs={"type": "checkbox"}):
        typed |= {str(box["name"]): True, str(box["name"]).replace("named", "why"): "přijde podpořit celou rodinu " * 3}
    lenka.press_with("Save and continue", typed)  # type: ignore[arg-type]
    lenka.press("Print the invitation (PDF)")
    assert any("two are as many as people read" in mistake for mistake in lenka.page.mistakes), lenka.page.mistakes
    with story.inside():
        assert db.session.scalars(select(PrintedLetter)).all() == []


def crowd(story: Story, how_many: int) -> None:
    """So many more relatives at the table, on a seat that is there already."""
    seat = story.seat("ivana").id
    with story.inside(), transaction() as session:
        for number in range(how_many):
            name = f"Příbuzná Dlouhojmenná {number}"
            person = Person(
                case_id=story.case_id, name=name, kinship=Kinship.RELATIVE, in_household=False, position=10 + number
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(
                Invitation(
                    conference_id=story.conference_id, position=50 + number, person_id=person.id, role=Role.PARENT,
                    name=name, function="", agency_name="", outward_reasons=(), inward_reason="", seat_id=seat,
                    answer=Answer.NO_REPLY,
                )
            )  # fmt: skip


# --- handing it over -------------------------------------------------------------------------------------------------


def printed_for_mother(story: Story, lenka: Browser) -> tuple[Invitation, Page]:
    with_family(story)
    mother = of_family(story, story.mother)
    talked(lenka, paper_of(story, mother))
    lenka.follow("Write the letter")
    lenka.press("Save and continue", about="Jak dál ve škole.")
    return mother, printed(lenka)


@pytest.mark.rule("S2-26")
def test_handing_over_is_kept_with_day_way_numbers_and_the_print_of_exactly_this_file(
    story: Story, lenka: Browser
) -> None:
    mother, page = printed_for_mother(story, lenka)
    sha256 = hashlib.sha256(page.content).hexdigest()
    story.house.hand.on(26, 2)
    lenka.open(paper_of(story, mother, "handing-over"))
    assert "Om 14/2026" in lenka.page.whole, "the office's own reference is there already"
    lenka.press("Save", how="handed", on="26. 2. 2026", document_number="77/2026")
    assert "Invitation handed over on paper 26 Feb" in lenka.page.text
    with story.inside():
        copy = db.session.scalars(select(PrintedLetter)).one()
        assert (copy.handed_on, copy.handed_how, copy.recorded_by) == (date(2026, 2, 26), "handed", story.lenka)
        assert (copy.document_number, copy.file_reference, copy.sha256) == ("77/2026", "Om 14/2026", sha256)
        made = db.session.get_one(Disclosure, copy.disclosure_id)
        assert (made.paper, made.how, made.sha256, made.seat_id) == (
            "invitation", HowHanded.HANDED, sha256, mother.seat_id,
        )  # fmt: skip
        (told,) = told_of(story.conference().id)
        assert (told.person_id, told.told_on, told.how, told.told_by, told.content) == (
            story.mother, date(2026, 2, 26), HowTold.PAPER, "Bc. Lenka Horáková",
            "Pozvánka na papíře. Jak dál ve škole.",
        )  # fmt: skip
        assert audit.verify() == []
    lenka.open(paper_of(story, mother))
    assert (
        "Printed on 23 Feb 2026, handed over in person 26 Feb 2026, č. j. 77/2026, sp. zn. Om 14/2026"
        in lenka.page.text
    )


@pytest.mark.rule("S2-26")
def test_a_letter_in_the_post_does_not_yet_say_that_the_family_knows(story: Story, lenka: Browser) -> None:
    contact(story, SafeContact.PAPER)
    mother, _ = printed_for_mother(story, lenka)
    lenka.open(paper_of(story, mother, "handing-over"))
    lenka.press("Save", how="posted")
    assert "Invitation sent by post 23 Feb" in lenka.page.text
    with story.inside():
        assert not family_knows(story.conference().id)


@pytest.mark.parametrize(
    ("safe", "typed", "sentence"),
    [
        (SafeContact.NONE, {"how": "posted"}, "has no safe contact. Give the message in person or on paper"),
        (SafeContact.PHONE, {"how": "posted"}, "this letter could fall into wrong hands"),
        (SafeContact.NONE, {"how": "handed", "on": "27. 2. 2026"}, "This day is still to come."),
        (SafeContact.NONE, {"how": "handed", "on": "1. 2. 2026"}, "The letter was printed later than that."),
        (SafeContact.NONE, {}, "Choose how the letter reached them."),
    ],
)
def test_an_unsafe_or_impossible_way_is_refused(
    story: Story, lenka: Browser, safe: SafeContact, typed: dict[str, str], sentence: str
) -> None:
    contact(story, safe)
    mother, _ = printed_for_mother(story, lenka)
    lenka.open(paper_of(story, mother, "handing-over"))
    lenka.press_with("Save", {"document_number": "88/2026", **typed})
    assert any(sentence in mistake for mistake in lenka.page.mistakes), lenka.page.mistakes
    assert "88/2026" in lenka.page.whole, "what was typed is still there"
    with story.inside():
        assert db.session.scalars(select(Disclosure)).all() == []


def test_a_data_box_is_never_offered_for_the_family(story: Story, lenka: Browser) -> None:
    mother, _ = printed_for_mother(story, lenka)
    lenka.open(paper_of(story, mother, "handing-over"))
    assert "data box" not in lenka.page.text
    address, values = lenka.filled("Save", {"how": "handed"})
    lenka.post(address, {**dict(values), "how": "data_box"})
    assert lenka.page.mistakes == ["Choose one of the offered answers."]


def test_nothing_is_handed_over_that_was_never_printed_and_nothing_twice(story: Story, lenka: Browser) -> None:
    story.convened()
    ivana = story.invitation("ivana")
    lenka.open(paper_of(story, ivana, "handing-over"))
    lenka.press("Save", how="posted")
    assert lenka.page.mistakes == ["Nothing has been printed for this person yet. Print the invitation first."]
    lenka.open(paper_of(story, ivana))
    printed(lenka)
    for _ in range(2):
        lenka.open(paper_of(story, ivana, "handing-over"))
        lenka.press("Save", how="posted")
    assert lenka.page.mistakes == ["This copy is handed over already. Print another one first."]


def test_a_newer_copy_makes_the_open_form_ask_again(story: Story, lenka: Browser) -> None:
    story.convened()
    ivana = story.invitation("ivana")
    lenka.open(paper_of(story, ivana))
    printed(lenka)
    other = english(story.house.signed_in("lenka"))
    other.open(paper_of(story, ivana, "handing-over"))
    lenka.open(paper_of(story, ivana, "letter"))
    lenka.press("Save and continue", greeting="Vážená paní magistro")
    printed(lenka)
    other.press("Save", how="handed")
    assert "This has changed since you opened it. Read it again, then answer." in other.page.mistakes


def test_a_paper_in_somebody_s_hands_is_out_of_date_once_the_meeting_moves(story: Story, lenka: Browser) -> None:
    mother, _ = printed_for_mother(story, lenka)
    lenka.open(paper_of(story, mother, "handing-over"))
    lenka.press("Save", how="handed")
    with story.inside():
        said = {"answer": Answer.ACCEPTED, "told": HowTold.PHONE, "note": "", "by": story.lenka}
        actions.answer_as_said(mother.id, **said)
        assert story.conference_id is not None
        actions.move(story.conference_id, when(meets_on=date(2026, 3, 5), place="Sborovna školy"), by=story.lenka)
    lenka.open(f"/conferences/{story.conference_id}")
    assert "The paper in their hands names another time or place." in lenka.page.text
    assert "The answer came" not in lenka.page.text, "no answer to the new day yet"
    assert "Papers in these hands name another time or place: Jana Vlčková." in lenka.page.text
    lenka.follow("Print the new invitation")
    assert "It names another time or place" in lenka.page.text
    assert "čtvrtek 5. března 2026 ve 13:00 Sborovna školy." in words(printed(lenka))
    lenka.open(paper_of(story, mother, "handing-over"))
    lenka.press("Save", how="handed")
    assert "name another time or place" not in lenka.page.text


@pytest.mark.rule("S2-27")
def test_an_agency_is_invited_on_paper_before_its_person_is_known_and_whoever_it_names_gets_an_own_one(
    story: Story, lenka: Browser
) -> None:  # fmt: skip
    with story.inside(), transaction() as session:
        for somebody in session.query(Worker).join(Post).where(Post.agency_id == story.house.ids.agencies["skola"]):
            somebody.email = None  # nobody at the school has a mailbox
    story.convened(story.agency("skola"), players=("alena",))
    asked = story.of_agency("skola")
    page = lenka.open(f"/conferences/{story.conference_id}")
    assert "Print the invitation : ZŠ Na Kopci" in page.text, "no mail reaches them, so paper waits for her"
    lenka.open(paper_of(story, asked))
    assert "ZŠ Na Kopci, wanted: třídní učitel" in lenka.page.text
    text = words(printed(lenka))
    assert "zveme jednoho člověka z vaší organizace (třídní učitel) na setkání" in text
    assert "Napište nám prosím, kdo přijde, do pátku 27. února 2026" in text
    assert "Přijde (jméno, funkce): Telefon nebo e-mail: Datum, podpis:" in text
    assert "Mgr. Jiří Kadlec" in text, "to the hands of whoever speaks for the school"
    assert not [word for word in FAMILY_WORDS if word in text]
    lenka.open(paper_of(story, asked, "handing-over"))
    lenka.press("Save", how="posted")
    assert "Print the invitation : ZŠ Na Kopci" not in lenka.page.text
    assert "Invitation sent by post 23 Feb" in lenka.page.text
    with story.inside():
        actions.name_as_said(
            asked.id, Named(worker_id=story.house.worker("tomas")), told=HowTold.PHONE, by=story.lenka
        )  # fmt: skip
    page = lenka.open(f"/conferences/{story.conference_id}")
    assert "Print the invitation : Mgr. Tomáš Beran" in page.text, "the paper of the school was not his"
    text = words(lenka_prints(lenka, paper_of(story, asked)))
    assert "Mgr. Tomáš Beran" in text
    assert "kdo přijde" not in text


def test_an_agency_that_is_asked_by_mail_needs_no_paper(story: Story, lenka: Browser) -> None:
    story.convened(story.agency("skola"), players=("alena",))
    page = lenka.open(f"/conferences/{story.conference_id}")
    assert "Print the invitation : ZŠ Na Kopci" not in page.text
    assert "Invitation on paper : ZŠ Na Kopci" in page.text, "it may get one all the same"


def lenka_prints(lenka: Browser, address: str) -> Page:
    lenka.open(address)
    return printed(lenka)


def test_of_a_called_off_or_begun_meeting_nothing_is_printed(story: Story, lenka: Browser) -> None:
    story.convened()
    ivana = story.invitation("ivana")
    lenka.open(paper_of(story, ivana))
    address, values = lenka.filled("Print the invitation (PDF)")
    story.house.hand.on(3, 3, 13, 5)
    assert "an invitation would come too late" in lenka.post(address, dict(values)).text
    story.house.hand.on(27, 2)
    with story.inside():
        assert story.conference_id is not None
        actions.call_off(story.conference_id, why="", another_by=None, by=story.lenka)
    page = lenka.open(paper_of(story, ivana))
    assert "The meeting does not take place, nobody is invited to it any more." in page.text
    assert not page.has_button("Print the invitation")


def test_a_draft_leads_back_to_its_check_and_strangers_nowhere(story: Story, lenka: Browser) -> None:
    story.prepared()
    ivana = story.invitation("ivana")
    for page in ("paper", "letter", "handing-over"):
        assert lenka.open(paper_of(story, ivana, page)).heading == "Check and send"
    assert story.conference_id is not None
    with story.inside():
        actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka)
    for player in ("ivana", "jitka", "marek", "hana", "tereza"):
        browser = story.house.signed_in(player)
        for page in ("paper", "letter", "handing-over", "talk"):
            assert browser.open(paper_of(story, ivana, page)).status == 404, (player, page)


# --- the slip comes back ---------------------------------------------------------------------------------------------


def test_the_slip_is_written_down_with_its_day_and_who_wrote_it(story: Story, lenka: Browser) -> None:
    story.convened(story.asked("vrata"))
    vrata = story.invitation("vrata")
    story.house.hand.on(26, 2)
    lenka.open(f"/invitations/{vrata.id}/answer")
    lenka.press("Save", answer="substitute", told="paper", said_on="27. 2. 2026", note="Přijde paní Nová.")
    assert lenka.page.mistakes == ["This day is still to come. Enter the day when they answered."]
    lenka.press("Save", said_on="25. 2. 2026")
    assert "The answer came on paper on 25 Feb 2026, written down by Bc. Lenka Horáková." in lenka.page.text
    answered = story.invitation("vrata")
    assert (answered.answer, answered.answer_told, answered.answer_said_on) == (
        Answer.SUBSTITUTE, HowTold.PAPER, date(2026, 2, 25),
    )  # fmt: skip


def test_the_mother_s_answer_by_data_box_or_phone_counts_like_any_other(story: Story, lenka: Browser) -> None:
    with_family(story)
    mother = of_family(story, story.mother)
    lenka.open(f"/invitations/{mother.id}/answer")
    assert lenka.page.soup.find("option", selected=True, value="paper") is not None, "she was invited on paper"
    lenka.press("Save", answer="accepted", told="phone")
    assert "The answer came by phone on 23 Feb 2026, written down by Bc. Lenka Horáková." in lenka.page.text
    assert of_family(story, story.mother).answer == Answer.ACCEPTED
    story.house.deliver()
    assert not [to for to, _ in story.house.sink.received if "jana@" in to]


def test_whoever_answers_by_themselves_is_no_longer_quoted(story: Story, lenka: Browser) -> None:
    story.convened()
    ivana = story.invitation("ivana")
    with story.inside():
        said = {"answer": Answer.DECLINED, "told": HowTold.PHONE, "note": "", "by": story.lenka}
        actions.answer_as_said(ivana.id, **said)
        actions.answer(ivana.id, answer=Answer.ACCEPTED, note="", by=story.key("ivana"))
    assert "written down by" not in lenka.open(f"/conferences/{story.conference_id}").text
    assert story.invitation("ivana").answer_told is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Už s rodinou pracuje: škola.", "už s vámi pracuje"),
        ("Already works with the family.", "už s vámi pracuje"),
        ("Může rodině pomoct", "může vám pomoct"),
        ("Zná docházku a požadavky školy", "Zná docházku a požadavky školy"),
        ("Už s rodinou pracuje naše sestra", "Už s rodinou pracuje naše sestra"),
    ],
)
def test_what_the_house_proposed_speaks_to_the_family_in_its_letter(house: House, written: str, read: str) -> None:
    with house.app.test_request_context():
        assert as_the_family_reads_it(written) == read


def test_a_private_person_sends_nobody_instead(story: Story, lenka: Browser) -> None:
    with_family(story)
    lenka.open(f"/invitations/{of_family(story, story.mother).id}/answer")
    assert "a substitute comes" not in lenka.page.text
    assert "by data box" not in lenka.page.text
    assert "Whoever has a mail address" not in lenka.page.text
    lenka.press("Save", answer="accepted", told="phone", said_on="23. 2. 2026")
    assert not lenka.page.mistakes
    lenka.open(f"/invitations/{story.invitation('ivana').id}/answer")
    assert "a substitute comes" in lenka.page.text

"""All consents of a case on one page: who gave what to whom, what its end closes, and the paper for the parent."""

from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.cases import actions
from coordination.seats.models import Consent, Disclosure
from foundation import audit, clock, town_settings
from foundation.audit import AuditEntry
from foundation.database import db
from tests.browsing import Browser, Page, squeezed
from tests.cast import TITLE
from tests.conftest import House
from tests.world import Case, build

IVANA = "Mgr. Ivana Součková"


@pytest.fixture
def case(house: House) -> Case:
    """The school reads about Gábina and Matěj by a legal title without an end; Přístav has the mother's consent."""
    return build(house, "open", "PS-7F3K")


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


def agreed(
    house: House, case: Case, who: str, until: date, *, about: tuple[str, ...] = (), agency: str = "skola"
) -> UUID:
    """A parent agrees that an agency may know, by default about themselves."""
    with house.app.app_context():
        return actions.record_consent(
            case.involvements[agency], given_by=case.people[who], given_on=clock.today(), how="said",
            concerned=[case.people[key] for key in about or (who,)], areas=("school",), until=until, by="worker:x",
        )  # fmt: skip


def title_ended(house: House, case: Case) -> None:
    with house.app.app_context():
        actions.end_legal_title(case.legal_title_id, by="worker:x")


def all_of(house: House, case: Case, key: str = "lenka") -> Page:
    return english(house, key).open(f"/cases/{case.case_id}/consents")


def rows(page: Page, heading: str) -> list[str]:
    """The grounds under one heading, as an eye reads them."""
    for section in page.soup.select("section.sheet"):
        found = section.find("h2")
        if found is not None and heading in squeezed(found.get_text(" ")):
            return [squeezed(row.get_text(" ")) for row in section.select("ul.lines > li")]
    raise AssertionError(f"no heading “{heading}”: {page.text}")


class TestOnePage:
    def test_each_parents_own_consents_and_the_titles_of_law_with_everything_about_them(
        self, house: House, case: Case
    ) -> None:
        agreed(house, case, "roman", date(2026, 3, 7))
        lenka = english(house, "lenka")
        lenka.open(f"/cases/{case.case_id}/people")
        page = lenka.follow("Consents and legal titles")
        (own,) = rows(page, "Consents: Jana Vlčková")
        assert own.startswith("Přístav Holds until 24 May 2026 Jana Vlčková money and debts 5 Feb 2026, osobně")
        (fathers,) = rows(page, "Consents: Roman Vlček Kanárek-jméno")
        assert fathers.startswith("ZŠ Na Kopci Ends in 12 days 7 Mar 2026 Roman Vlček Kanárek-jméno school 23 Feb 2026")
        (law,) = rows(page, "Legal titles")
        assert law.startswith(f"ZŠ Na Kopci Holds, no end is set {TITLE} Gabriela Vlčková, Matěj Vlček school")
        closed = "Neither consent nor legal title, the content is closed for: Probační středisko Podlesí, SVP Kompas."
        assert closed in page.text
        assert "texts and tasks are not divided by areas" in page.text

    def test_past_ones_stay_with_how_they_ended(self, house: House, case: Case) -> None:
        agreed(house, case, "jana", date(2026, 2, 25))
        with house.app.app_context():
            actions.withdraw_consent(case.consent_id, by="worker:x")
        house.hand.on(27, 2)
        given = " | ".join(rows(all_of(house, case), "Consents: Jana Vlčková"))
        assert "Přístav Withdrawn 23 Feb 2026" in given
        assert "ZŠ Na Kopci Expired 25 Feb 2026" in given

    @pytest.mark.parametrize("key", ["ivana", "martina", "tereza", "jitka", "marek", "karel", "radka"])
    def test_nobody_but_the_coordinator_finds_it(self, house: House, case: Case, key: str) -> None:
        absent = english(house, key).open(f"/cases/{case.plan_id}/consents")
        refused = all_of(house, case, key)
        assert (refused.status, refused.content) == (404, absent.content)

    def test_a_parent_agrees_for_nobody_but_herself_and_the_children(self, house: House, case: Case) -> None:
        lenka = english(house, "lenka")
        lenka.open(f"/cases/{case.case_id}/consents")
        lenka.follow("Record a consent ZŠ Na Kopci")
        page = lenka.press(
            "Continue", given_by="Jana Vlčková", how="said", members=["Jana Vlčková", "Gabriela", "Roman"],
            until="30. 6. 2026",
        )  # fmt: skip
        assert page.mistakes == [
            "Roman Vlček Kanárek-jméno must agree alone. Leave them out here, and record their own consent."
        ]
        page = lenka.press("Continue", members=["Jana Vlčková", "Gabriela"])
        assert page.has_button("Save, it holds")


class TestTheEnd:
    def test_before_a_withdrawal_it_is_seen_whom_it_shuts_out_and_what_hangs_on_it(
        self, house: House, case: Case
    ) -> None:
        agreed(house, case, "jana", date(2026, 6, 30), about=("jana", "gabina", "matej"))
        title_ended(house, case)
        ivana = english(house, "ivana", SessionDoor.CODE)
        assert ivana.open(f"/cases/{case.case_id}").status == 200
        lenka = english(house, "lenka")
        lenka.open(f"/cases/{case.case_id}/consents")
        page = lenka.follow("Record a withdrawal ZŠ Na Kopci")
        assert f"The content closes for ZŠ Na Kopci. Pledges hold on. It concerns: {IVANA}." in page.text
        assert f"Task 1 can no longer be opened by {IVANA}: Kanárek-situace: sepíše požadavky" in page.text
        assert f"Meeting 1 on Tue 3 Mar 2026: nothing of the content opens to {IVANA}." in page.text
        assert "If it ends by itself after 30 Jun 2026" in page.text
        assert ivana.open(f"/cases/{case.case_id}").status == 200, "nothing is recorded yet"
        page = lenka.press("Record the withdrawal")
        assert page.notice == "The consent is withdrawn, what it opened is closed."
        assert ivana.open(f"/cases/{case.case_id}").status == 404
        assert "The content has closed, the ground for reading has ended." in ivana.open(
            f"/cases/{case.case_id}/pledge"
        ).text  # fmt: skip

    def test_a_meeting_after_the_last_day_is_touched_and_one_before_it_is_not(self, house: House, case: Case) -> None:
        title_ended(house, case)
        for last, touched in ((date(2026, 3, 2), True), (date(2026, 3, 3), False)):
            consent = agreed(house, case, "jana", last)
            page = english(house, "lenka").open(f"/consents/{consent}/withdrawal")
            by_itself = page.text.partition("If it ends by itself")[2]
            assert ("Meeting 1 on" in by_itself) is touched, last
            with house.app.app_context():
                actions.withdraw_consent(consent, by="worker:x")

    def test_where_another_ground_opens_the_same_nothing_closes(self, house: House, case: Case) -> None:
        consent = agreed(house, case, "jana", date(2026, 6, 30), about=("gabina",))
        page = english(house, "lenka").open(f"/consents/{consent}/withdrawal")
        assert "Nothing closes for ZŠ Na Kopci: it reads the same without it." in page.text
        assert f"These hold on: {TITLE}." in page.text
        assert "It touches:" not in page.text

    def test_where_only_some_members_close_they_are_named_with_the_tasks_about_them(
        self, house: House, case: Case
    ) -> None:
        consent = agreed(house, case, "jana", date(2026, 6, 30), about=("jana", "eliska"))
        lenka = english(house, "lenka")
        page = lenka.open(f"/consents/{consent}/withdrawal")
        assert (
            "ZŠ Na Kopci will read no more about: Jana Vlčková, Eliška Vlčková. "
            "It reads on about: Gabriela Vlčková, Matěj Vlček."
        ) in page.text
        assert "Task 1 can no longer" not in page.text, "it concerns nobody in particular"
        assert "Meeting 1" not in page.text

    def test_what_changed_since_it_was_read_is_shown_before_it_is_recorded(self, house: House, case: Case) -> None:
        consent = agreed(house, case, "jana", date(2026, 6, 30), about=("gabina", "matej"))
        lenka = english(house, "lenka")
        assert "Nothing closes" in lenka.open(f"/consents/{consent}/withdrawal").text
        title_ended(house, case)
        page = lenka.press("Record the withdrawal")
        assert page.mistakes == ["This has changed since you opened it. Read it again, then answer."]
        assert "The content closes for ZŠ Na Kopci." in page.text
        with house.app.app_context():
            assert db.session.get_one(Consent, consent).withdrawn_at is None
        lenka.press("Record the withdrawal")
        with house.app.app_context():
            assert db.session.get_one(Consent, consent).withdrawn_at == clock.now()

    def test_one_that_has_ended_has_no_button(self, house: House, case: Case) -> None:
        title_ended(house, case)
        page = english(house, "lenka").open(f"/legal-titles/{case.legal_title_id}/end")
        assert "It has ended already, there is nothing to record." in page.text
        assert not page.has_button("End the legal title")


class TestWarning:
    def burns(self, house: House) -> str:
        return english(house, "lenka").open("/").text

    def test_the_first_page_warns_from_the_fourteenth_day_before_the_last_one(self, house: House, case: Case) -> None:
        title_ended(house, case)
        agreed(house, case, "jana", date(2026, 3, 31))
        house.hand.on(16, 3)
        assert "A consent or legal title ends" not in self.burns(house)
        house.hand.on(17, 3, 0, 1)
        assert "Ends in 14 days A consent or legal title ends: ZŠ Na Kopci" in self.burns(house)
        house.hand.on(31, 3, 23, 50)
        assert "Its last day is today A consent or legal title ends: ZŠ Na Kopci" in self.burns(house)
        house.hand.on(1, 4, 0, 1)
        assert "A consent or legal title ends" not in self.burns(house)
        assert f"{IVANA}, ZŠ Na Kopci cannot open the content" in self.burns(house)

    def test_prolonging_asks_for_a_new_consent_of_the_same_scope_and_ends_the_warning(
        self, house: House, case: Case
    ) -> None:
        title_ended(house, case)
        agreed(house, case, "jana", date(2026, 3, 7), about=("jana", "gabina"))
        lenka = english(house, "lenka")
        lenka.open("/")
        lenka.follow("See the consents")
        page = lenka.follow("Prolong ZŠ Na Kopci")
        ticked = [
            squeezed(page.soup.find("label", attrs={"for": box["id"]}).get_text())
            for box in page.soup.select("input[checked]")
        ]
        assert ticked == ["Jana Vlčková (mother)", "Jana Vlčková", "Gabriela Vlčková", "school"]
        lenka.press("Continue", how="said", until="30. 6. 2026")
        page = lenka.press("Save, it holds")
        given = " | ".join(rows(page, "Consents: Jana Vlčková"))
        assert "Ends in 12 days" in given
        assert "Holds until 30 Jun 2026" in given
        assert "A consent or legal title ends" not in self.burns(house)

    def test_one_that_another_covers_does_not_burn(self, house: House, case: Case) -> None:
        agreed(house, case, "jana", date(2026, 3, 7), about=("gabina",))
        assert "A consent or legal title ends" not in self.burns(house)


class TestPaper:
    def words(self, house: House, case: Case, name: str) -> str:
        lenka = english(house, "lenka")
        lenka.open(f"/cases/{case.case_id}/consents")
        section = next(
            one for one in lenka.page.soup.select("section.sheet") if f"Consents: {name}" in squeezed(one.get_text(" "))
        )
        form = section.find("form")
        assert form is not None
        fields = {str(one["name"]): str(one["value"]) for one in form.find_all("input")}
        page = lenka.post(str(form["action"]), fields)
        assert page.headers["Content-Type"] == "application/pdf"
        assert "vlčk" not in page.headers["Content-Disposition"].lower()
        return squeezed(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.content)).pages))

    def test_a_parent_gets_the_own_consents_in_plain_words(self, house: House, case: Case) -> None:
        agreed(house, case, "roman", date(2026, 3, 7))
        text = self.words(house, case, "Jana Vlčková")
        for words in (
            "Komu smíme co říct", "Přístav", "O kom: Jana Vlčková", "O čem: peníze a dluhy",
            "Kdykoli si to můžete rozmyslet.", "Telefon 469 000 204", "Nikomu ho nemusíte ukazovat.",
        ):  # fmt: skip
            assert words in text, words
        assert "Roman" not in text, "the other parent has a paper of his own"
        assert "ZŠ Na Kopci" not in text
        assert "PS-7F3K" not in text
        with house.app.app_context():
            printed = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "consents printed")).all()
            assert [entry.about for entry in printed] == [f"person:{case.people['jana']}"]
            handed = db.session.scalars(select(Disclosure).where(Disclosure.paper == "consents")).all()
            assert [one.seat_id for one in handed] == [case.seats["jana"]] * ("jana" in case.seats)
            assert audit.verify() == []

    @pytest.mark.rule("S2-54")
    def test_the_acknowledgement_is_on_it_only_when_the_town_has_switched_that_on(
        self, house: House, case: Case
    ) -> None:
        town, thanks = house.ids.agencies["podlesi"], "Podpořil kraj."
        with house.app.app_context():
            town_settings.change(town, {"acknowledgement": thanks}, by="worker:x")
        assert thanks not in self.words(house, case, "Jana Vlčková")
        with house.app.app_context():
            town_settings.change(town, {"acknowledgement_for_family": "yes"}, by="worker:x")
        assert thanks in self.words(house, case, "Jana Vlčková")


def test_an_agency_is_told_of_the_areas_that_its_ground_names(house: House, case: Case) -> None:
    """The case lies in money and school; the school's title names the school."""
    agreed(house, case, "jana", date(2026, 6, 30), about=("jana", "eliska"))
    agreed(house, case, "roman", date(2026, 6, 30))
    ivana = english(house, "ivana", SessionDoor.CODE)
    page = ivana.open(f"/cases/{case.case_id}/brief")
    assert "Where the trouble is school" in page.text
    assert "money" not in page.text
    house.hand.forward(timedelta(minutes=1))
    assert (
        "money and debts, school" in english(house, "petr", SessionDoor.CODE).open(f"/cases/{case.case_id}/brief").text
    )


def test_a_town_that_listed_no_law_asks_nobody_to_fill_a_form_in_vain(house: House, case: Case) -> None:
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {"legal_titles": ""}, by="worker:x")
    lenka = english(house, "lenka")
    page = lenka.open(f"/involvements/{case.involvements['skola']}/legal-titles/new")
    assert "The town has listed no legal titles yet." in page.text
    assert not page.has_button("Continue")
    assert lenka.follow("Record a consent").has_button("Continue")

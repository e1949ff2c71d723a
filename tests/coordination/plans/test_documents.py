"""The plan of Gábina's family on paper, as the school's counsellor gets it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from coordination.plans.documents import CONDITION_STATES, TASK_STATES, plan_paper
from coordination.plans.paper import (
    PaperAcceptance,
    PaperCommitment,
    PaperCondition,
    PaperCopy,
    PaperGoal,
    PaperRisk,
    PaperTask,
    PaperWord,
    PlanPaper,
)
from coordination.plans.words_on_paper import CZECH, ENGLISH

TASKS = (
    PaperTask(1, "Nabídnout matce službu a připravit Dohodu o spolupráci", "dohoda je podepsaná",
              "Bc. M. Dvořáčková", "Přístav", "po 9. 3. 2026", state="done"),
    PaperTask(2, "Sestavit s matkou rodinný rozpočet a přehled dávek", "rozpočet je na papíře",
              "Bc. M. Dvořáčková", "Přístav, s matkou", "út 24. 3. 2026", state="done"),
    PaperTask(3, "Podat žádost o náhradní výživné a připravit návrh na vymáhání", "potvrzení o podání",
              "Jana Vlčková", "s Bc. Dvořáčkovou", "út 31. 3. 2026", state="done"),
    PaperTask(4, "Vstupní rozhovor s Gábinou a nabídka programu", "zná svůj první termín",
              "PhDr. A. Křížová", "SVP Kompas", "út 17. 3. 2026", state="done"),
    PaperTask(5, "Docházet do programu SVP jednou týdně", "nejvýše jedna omluvená absence",
              "Gabriela Vlčková", "s doprovodem matky", "každý pátek", "20. 3. až 19. 6.", "under_way"),
    PaperTask(6, "Sepsat požadavky školy srozumitelně pro Gábinu, včetně kroků při nedodržení",
              "list předán Gábině i matce", "Mgr. I. Součková", "ZŠ Na Kopci", "čt 12. 3. 2026", state="done"),
    PaperTask(7, "Posílat koordinátorce týdenní zprávu o docházce", "zpráva došla",
              "Mgr. T. Beran", "ZŠ Na Kopci", "každý pátek", "do 26. 6. 2026", "under_way"),
    PaperTask(8, "Rozhodnout, zda podat podnět na výchovné opatření", "záznam ve spisu",
              "Bc. L. Horáková", "péče o rodinu a dítě", "út 21. 4. 2026", state="accepted"),
    PaperTask(9, "Aktualizovat vyhodnocení situace dítěte a IPOD", "nová verze je založena",
              "Bc. L. Horáková", "péče o rodinu a dítě", "út 31. 3. 2026", state="done"),
    PaperTask(10, "Zajistit motivační aktivitu (výtvarný kroužek)", "Gábina je přihlášena",
              "Bc. T. Malá", "oddělení prevence", "pá 27. 3. 2026", state="overdue"),
)  # fmt: skip

PLAN = PlanPaper(
    town="Podlesí",
    unit="Městský úřad · oddělení péče o rodinu a dítě",
    case_code="PS-7F3K",
    reference="Om 14/2026",
    family="Vlčkovi (matka a tři děti)",
    coordinator="Bc. L. Horáková",
    phone="469 000 204",
    agreed_on=date(2026, 3, 3),
    conference_number=1,
    version=2,
    valid_from=date(2026, 3, 12),
    valid_until=date(2026, 6, 30),
    as_of=date(2026, 4, 14),
    copy=PaperCopy(3, 7, "ZŠ Na Kopci, výchovná poradkyně"),
    check_code="7QKDM4XF2RTA9WHE3VNC",
    goals=[PaperGoal("Gábina dokončí 8. třídu bez neomluvených hodin a rodina bude mít stabilní příjem.")],
    tasks=TASKS,
    evaluations=[date(2026, 4, 21), date(2026, 6, 16)],
    commitments=[
        PaperCommitment(
            "ZŠ Na Kopci",
            "zkusí to s Gábinou znovu",
            [
                PaperCondition("Gábina dochází do programu SVP", date(2026, 6, 19), "PhDr. A. Křížová", "holds"),
                PaperCondition("Nepřibude žádná neomluvená hodina", date(2026, 6, 30), "Mgr. T. Beran", "holds_so_far"),
                PaperCondition("Chování ve škole se zlepší", date(2026, 4, 21), "Mgr. T. Beran"),
            ],
            steps=["rozhovor s výchovnou poradkyní", "jednání s matkou do týdne", "návrh pedagogické radě"],
        )
    ],
    risks=[PaperRisk("Nízká motivace Gábiny", "PhDr. Alena Křížová", "výtvarný kroužek (úkol 10)")],
    changes=["Úkol 6: doplněny kroky při nedodržení.", "Úkol 5: první docházka 20. 3. 2026."],
    acceptances=[
        PaperAcceptance("Bc. Lenka Horáková, péče o rodinu a dítě", "8, 9", "přijato při setkání 3. 3. 2026"),
        PaperAcceptance("Mgr. Ivana Součková, ZŠ Na Kopci", "6", "přijato odkazem 4. 3. 2026 v 7:52"),
        PaperAcceptance("Jana Vlčková, matka", "3", "přijato na papíře 9. 3. 2026"),
    ],
    words=[
        PaperWord("Bc. Lenka Horáková", "souhlasí", "při setkání 3. 3. 2026"),
        PaperWord("Jana Vlčková", "souhlasí, ale", "při návštěvě 9. 3. 2026", "termín dávek je brzo"),
    ],
)


def _pages(paper: PlanPaper) -> list[str]:
    reader = PdfReader(BytesIO(plan_paper(paper)), strict=True)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def _numbered(count: int) -> Sequence[PaperTask]:
    return [replace(TASKS[place % 10], number=place + 1, sign=f"znak {place + 1}.") for place in range(count)]


def test_the_plan_of_ten_tasks_has_all_of_them_on_its_first_page() -> None:
    first, second = _pages(PLAN)
    for task in TASKS:
        assert task.wording in first
        assert f"Pozná se podle: {task.sign}" in first
        assert task.responsible in first
        assert task.due in first
    assert "Gábina dokončí 8. třídu" in first
    assert "po termínu" in first
    assert "Podmínky" in second


def test_the_second_page_says_how_it_goes_on() -> None:
    _, second = _pages(PLAN)
    assert "1. rozhovor s výchovnou poradkyní, 2. jednání s matkou do týdne, 3. návrh pedagogické radě." in second
    assert "Nízká motivace Gábiny. Hlídá PhDr. Alena Křížová." in second
    assert "Setkáme se v úterý 21. dubna 2026 a podruhé v úterý 16. června 2026." in second
    assert "Zavolejte na 469 000 204" in second
    assert "ZŠ Na Kopci: zkusí to s Gábinou znovu. Slib čeká na posouzení podmínek." in second
    assert "souhlasí, ale „termín dávek je brzo“" in second
    assert "Co se změnilo od verze 1" in second
    assert "přijato odkazem 4. 3. 2026 v 7:52" in second


def test_what_people_agreed_about_evaluating_stands_in_their_own_words() -> None:
    agreed = replace(PLAN, evaluation_rules="Rodina mluví první.", what_if_not="Zavoláme si týž den.")
    words = " ".join(" ".join(_pages(agreed)).split())
    assert "Rodina mluví první." in words
    assert "Zavoláme si týž den. Nečekejte na vyhodnocení." in words


def test_each_page_says_whose_copy_it_is_by_agency_and_never_by_name() -> None:
    for place, page in enumerate(_pages(PLAN), 1):
        assert "PS-7F3K · plán, verze 2 · výtisk 3 z 7 pro: ZŠ Na Kopci, výchovná poradkyně" in page
        assert "Nekopírujte a nepředávejte dál. Kontrolní kód: 7QKD M4XF 2RTA 9WHE 3VNC" in page
        assert f"strana {place} z 2" in page


def test_the_file_is_neutral_and_its_sections_are_bookmarks() -> None:
    reader = PdfReader(BytesIO(plan_paper(PLAN)), strict=True)
    assert dict(reader.metadata or {}) == {"/Title": "Plán spolupráce", "/Producer": "Společně"}
    assert [entry.title for entry in reader.outline] == [
        "Úkoly", "Podmínky", "Na co si dáváme pozor", "Jak plán vyhodnotíme", "Co se změnilo od verze 1",
        "Kdo plán přijal", "Co kdo řekl k plánu",
    ]  # fmt: skip
    assert b"Helvetica" not in plan_paper(PLAN)


def test_equal_data_give_equal_bytes() -> None:
    assert plan_paper(PLAN) == plan_paper(replace(PLAN))
    assert plan_paper(PLAN) != plan_paper(replace(PLAN, copy=PaperCopy(4, 7, "SVP Kompas, terapeutka")))


@pytest.mark.parametrize("count", [11, 12, 13, 23, 24, 25, 40])
def test_a_longer_plan_repeats_the_head_and_leaves_no_task_alone(count: int) -> None:
    pages = _pages(replace(PLAN, tasks=_numbered(count)))
    with_tasks = [page for page in pages if "Pozná se podle" in page]
    assert all("Zodpovídá Termín Stav" in page for page in with_tasks)
    assert all(page.count("Pozná se podle") >= 2 for page in with_tasks)
    everything = " ".join(pages)
    assert all(f"znak {number}." in everything for number in range(1, count + 1))


def test_forty_people_can_accept_one_plan() -> None:
    acceptances = [PaperAcceptance(f"Účastnice {n}., organizace", str(n), "přijato odkazem") for n in range(40)]
    everything = " ".join(_pages(replace(PLAN, acceptances=acceptances)))
    assert all(f"Účastnice {n}.," in everything for n in range(40))


def test_a_plan_in_the_making_says_what_is_not_there_yet() -> None:
    bare = replace(
        PLAN, reference="", tasks=(), evaluations=(), commitments=(), risks=(), changes=(), acceptances=(), words=(),
        open_points=["Úkol 5 čeká na přijetí."],
    )  # fmt: skip
    (page,) = _pages(bare)
    assert "V tomto výtisku není žádný úkol." in page
    assert "Den vyhodnocení domluvíme na příštím setkání." in page
    assert "Otevřené body • Úkol 5 čeká na přijetí." in page
    assert "sp. zn." not in page
    assert "Kdo plán přijal" not in page


def test_an_english_copy_says_everything_of_its_own_in_english() -> None:
    whole = " ".join(_pages(replace(PLAN, language="en")))
    for words in (ENGLISH.title, ENGLISH.conditions, ENGLISH.risks, ENGLISH.who_accepted, ENGLISH.silence):
        assert words in whole
    assert "Town of Podlesí" in whole
    assert "As of 14 Apr 2026" in whole
    for words in (CZECH.title, CZECH.tasks, CZECH.risks, CZECH.notice, "Pozná se", "strana", "Město"):
        assert words not in whole


@pytest.mark.parametrize("state", TASK_STATES)
def test_every_state_of_a_task_stands_there_as_a_word(state: str) -> None:
    first, _ = _pages(replace(PLAN, tasks=[replace(TASKS[0], state=state), TASKS[1]]))
    assert CZECH.task_states[state] in first


@pytest.mark.parametrize("state", CONDITION_STATES)
def test_every_state_of_a_condition_stands_there_as_a_word(state: str) -> None:
    known = PLAN.commitments[0]
    commitments = [replace(known, conditions=[replace(known.conditions[0], state=state)], state=state)]
    assert CZECH.condition_states[state] in " ".join(_pages(replace(PLAN, commitments=commitments)))


@pytest.mark.parametrize(
    "text", ["<b>", "&", "<img src='/etc/passwd'>", "a\x00b", "a" * 200_000, "W" * 200_000, "مرحبا", "😀", "\n" * 999]
)
def test_no_text_that_people_type_breaks_the_plan(text: str) -> None:
    task = PaperTask(1, text, text, text, text, text, text)
    hostile = replace(
        PLAN, town=text, unit=text, family=text, coordinator=text, phone=text, copy=PaperCopy(1, 1, text),
        goals=[PaperGoal(text, text)] * 3, tasks=[task] * 12, amended=[text],
        commitments=[PaperCommitment(text, text, [PaperCondition(text, date(2026, 6, 19), text)] * 3, steps=[text])],
        words=[PaperWord(text, text, text, text)] * 3,
        risks=[PaperRisk(text, text, text)], open_points=[text], changes=[text],
        acceptances=[PaperAcceptance(text, text, text)] * 3,
    )  # fmt: skip
    everything = " ".join(_pages(hostile))
    assert "root:" not in everything
    shown = {"a\x00b": "ab", "مرحبا": "▯", "😀": "▯"}.get(text, text[:5].strip())
    assert shown in everything

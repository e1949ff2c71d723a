"""See as: what a member of the family gets, looked at before it goes out, against what they have in their hands."""

from __future__ import annotations

import pytest

from tests.coordination.family.writing import AGREED, GABINA, JANA, OWN, SOFT_OWN, SOFT_SCHOOLS, AtHome

CHANGES = "What changes against version 1, which this person has"


def sees(home: AtHome, name: str = JANA) -> str:
    """What Lenka sees of the copy that would go out."""
    home.lenka.open(f"/seats/{home.seat_id(name)}/summary/copy")
    return home.lenka.page.text


@pytest.mark.rule("C-07")
def test_a_draft_is_seen_as_its_reader_will_get_it_and_nothing_is_handed_over(home: AtHome) -> None:
    assert "Nothing is written for this person yet." in sees(home)
    lenka = home.writes(JANA, button="Keep as a draft", sentence_1=SOFT_OWN, sentence_2=SOFT_SCHOOLS)
    copy = lenka.follow("See what they get").text
    for told in (AGREED, SOFT_OWN, SOFT_SCHOOLS, "by Tuesday 31 March 2026", "Lenka Horáková", "469 000 204"):
        assert told in copy, told
    assert "not approved yet" in copy
    assert "has not received any version yet" in copy
    assert "otcem" not in copy
    assert home.disclosures() == []


def test_what_changed_is_measured_against_what_they_have_and_not_against_what_was_only_approved(home: AtHome) -> None:
    home.ready(sentence_1=SOFT_OWN)
    home.writes(JANA, sentence_1="Druhá verze, kterou nikdo nedostal")
    home.writes(JANA, button="Keep as a draft", sentence_1="Zavoláte na úřad", keep_2=False)
    form = home.lenka.page.text
    copy = sees(home)
    for page in (form, copy):
        changes = page.partition(CHANGES)[2]
        assert f"Task 1 : wording: {SOFT_OWN} Zavoláte na úřad" in changes
        assert "Task 2 : dropped" in changes
    assert "Druhá verze" not in copy


def test_the_form_says_what_changes_before_anything_is_saved(home: AtHome) -> None:
    home.ready(sentence_1=SOFT_OWN)
    lenka = home.writes(JANA, button="Count again, save nothing", agreed="Nově. Dvě. Tři.", sentence_1=SOFT_OWN)
    changes = lenka.page.text.partition(CHANGES)[2]
    assert f"What we agreed : {AGREED} Nově. Dvě. Tři." in changes
    assert "Task 1" not in changes.partition("Approve")[0]


def test_another_day_of_the_plan_is_a_change_for_the_reader(home: AtHome) -> None:
    home.ready(sentence_1=SOFT_OWN)
    lenka = home.lenka
    lenka.open(home.table.plan_page)
    lenka.press("Begin version 2")
    lenka.open(f"/plans/tasks/{home.table.task_id(1)}")
    lenka.press("Save", due_on="7. 4. 2026")
    home.table.approves()
    assert "Task 1 : date: by Tuesday 31 March 2026 by Tuesday 7 April 2026" in sees(home)


def test_a_child_is_told_in_its_own_words_and_never_what_is_the_mothers(home: AtHome) -> None:
    home.writes(GABINA, button="Keep as a draft", words="Chci kreslit.", greeting="Gábino")
    copy = sees(home, GABINA)
    assert "Gábino, this is settled" in copy
    assert "“Chci kreslit.”" in copy
    assert OWN not in copy

"""A private note: its writer's alone, whoever else has a higher chair."""

from tests.conftest import Hand
from tests.coordination.standpoints.table import Table

SECRET = "Po setkání zavolat matce."


def test_a_note_is_read_by_its_writer_alone(table: Table):
    lenka = table.at("lenka", "My private note")
    lenka.press("Save", text=SECRET)
    assert "Only you read it." in lenka.page.notice
    assert SECRET in lenka.page.whole
    for key in ("tereza", "petr"):
        other = table.at(key, "My private note")
        assert SECRET not in other.page.whole
        assert SECRET not in table.at(key).page.whole
    assert SECRET not in table.canvas().page.whole


def test_agencies_and_the_head_have_no_note_here(table: Table):
    for key in ("ivana", "hana"):
        assert table.sits(key).open(f"{table.meeting}/note").status == 404
    assert not table.at("ivana").page.has_link("My private note")


def test_an_emptied_note_is_gone_and_another_browser_is_told(table: Table, hand: Hand):
    lenka = table.at("lenka", "My private note")
    lenka.press("Save", text=SECRET)
    other = table.house.signed_in("lenka")
    other.client.set_cookie("lang", "en")
    other.open(lenka.page.address)
    lenka.press("Save", text="")
    other.press("Save", text="Jinak.")
    assert other.page.status == 409
    assert "Jinak." in other.page.whole

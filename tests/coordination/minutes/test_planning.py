"""The agenda on its pages: the usual one, the own one, and the pledge that comes first."""

from sqlalchemy import select

from coordination.minutes.table import AgendaItem
from foundation.database import db
from tests.coordination.minutes.meeting import Meeting

PLEDGE_FIRST = (
    "The pledge comes before everything that speaks of the family. Only the welcome may come earlier."  # S2-29
)
FAMILY_FIRST = "The family speaks first. After the pledge nothing else comes before its words."


def names(meeting: Meeting) -> list[str]:
    with meeting.house.app.app_context():
        return [item.name for item in db.session.scalars(select(AgendaItem).order_by(AgendaItem.position))]


def test_the_usual_agenda_is_shown_before_anybody_prepares_one_and_nothing_is_kept(meeting: Meeting) -> None:
    page = meeting.sits("petr").open(f"{meeting.page}/agenda")
    assert "This is the usual agenda." in page.text
    assert page.text.index("Signing the pledge") < page.text.index("The case in brief")
    assert names(meeting) == []
    assert not meeting.sits("ivana").open(f"{meeting.page}/agenda").has_button("Use this agenda")


def test_nothing_that_speaks_of_the_family_goes_before_the_pledge(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    lenka.open(f"{meeting.page}/agenda")
    lenka.press("Use this agenda")
    lenka.press("Earlier: What the family says")
    assert lenka.page.mistakes == [PLEDGE_FIRST]
    assert names(meeting)[1:4] == ["Podpis mlčenlivosti", "Co říká rodina", "Představení případu a cíle"]
    lenka.open(f"{meeting.page}/agenda")
    lenka.press("Earlier: The case in brief")
    assert lenka.page.mistakes == [FAMILY_FIRST]
    lenka.open(f"{meeting.page}/agenda")
    lenka.press("Later: Round of standpoints")
    assert names(meeting)[4:6] == ["Společný obraz: silné stránky a rizika", "Kolo stanovisek"]


def test_an_own_item_is_added_changed_and_taken_off_and_the_pledge_stays(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    lenka.open(f"{meeting.page}/agenda")
    lenka.follow("Add an item")
    lenka.press("Save", title="", minutes="500")
    assert len(lenka.page.mistakes) >= 1
    lenka.press("Save", title="Otázky na školu", minutes="15", led_by="Petr")
    assert names(meeting)[-1] == "Otázky na školu"
    lenka.follow("Change : Otázky na školu")
    lenka.press("Take it off the agenda")
    assert "Otázky na školu" not in names(meeting)
    lenka.follow("Change : Signing the pledge of confidentiality")
    assert not lenka.page.has_button("Take it off the agenda")


def test_of_two_who_change_one_item_the_second_sees_both(meeting: Meeting) -> None:
    lenka, petr = meeting.sits("lenka"), meeting.sits("petr")
    lenka.open(f"{meeting.page}/agenda")
    lenka.press("Use this agenda")
    petr.open(f"{meeting.page}/agenda")
    lenka.follow("Change : Round of standpoints")
    petr.follow("Change : Round of standpoints")
    lenka.press("Save", title="Kolo pohledů")
    petr.press("Save", title="Co kdo vidí")
    assert petr.page.status == 409
    assert "Saved meanwhile by somebody else: Kolo pohledů" in petr.page.text

"""What the family gets on paper and says by its own number."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from agencies.accounts.visitors import AtSeat
from coordination.demonstration.models import DemoDoor, doors, keep_door
from coordination.demonstration.town import Town as Town
from coordination.family import actions as family
from coordination.family.rules import HowGiven, Reply
from coordination.seats.models import open_seats
from coordination.tasks.models import Task
from foundation.database import db


@dataclass(frozen=True)
class Reader:
    """One of the family, and what their paper says."""

    name: str
    number: str
    greeting: str
    agreed: str
    words: str
    lines: dict[int, tuple[str, str]]
    """The sentence for each task that they read, and with whom or who does it."""


READERS = (
    Reader(
        "Jana Vlčková", "274916", "paní Vlčková",
        "Chceme, aby Gábina dokončila 8. třídu. Chceme, aby vám doma vycházely peníze. Nejste na to sama.",
        "",
        {
            3: ("Podáte žádost o náhradní výživné", "s paní Dvořáčkovou"),
            11: ("Půjde s vámi podat žádost", "paní Dvořáčková z Přístavu"),
            2: ("Sepíše s vámi příjmy a výdaje rodiny", "paní Dvořáčková z Přístavu"),
            4: ("Pozve Gábinu na první rozhovor", "paní Křížová z Kompasu"),
            5: ("Bude jednou týdně chodit do Kompasu. Doprovodíte ji", "Gábina"),
            6: ("Napíše, co škola od Gábiny čeká", "paní Součková ze školy"),
            10: ("Najde pro Gábinu výtvarný kroužek", "paní Malá z úřadu"),
        },
    ),
    Reader(
        "Gabriela Vlčková", "580372", "Gábino",
        "Chceme, abyste dokončila 8. třídu. Dospělí vám s tím pomůžou. Řekněte nám, když něco nejde.",
        "Škola mě nebaví. Chci změnit partu. Kreslím.",
        {
            5: ("Jednou týdně přijdete do Kompasu", "s maminkou"),
            4: ("se s vámi sejde a ukáže vám program v Kompasu", "Paní Křížová"),
            6: ("napíše jasně, co po vás škola chce", "Paní Součková"),
            10: ("najde výtvarný kroužek. Vyberete ho spolu", "Paní Malá"),
        },
    ),
)  # fmt: skip


def give_family_its_papers(town: Town, case_id: UUID, plan_id: UUID) -> None:
    """On the visit Lenka brings Jana and Gábina their papers, and each of them chooses a number."""
    lenka = town.visitor("lenka")
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    for reader in READERS:
        seat_id = seats[reader.name]
        text = family.SummaryText(reader.greeting, reader.agreed, reader.words, _lines(plan_id, reader))
        family.approve(seat_id, text, version=None, actor=lenka)
        number = reader.number
        family.choose_number(seat_id, number=number, again=number, how=HowGiven.AT_TABLE, lost=False, actor=lenka)
        made = family.hand_over(seat_id, actor=lenka)
        keep_door(DemoDoor(reader.name, urlsplit(made.address).path, number, made.content))


def _lines(plan_id: UUID, reader: Reader) -> list[family.LineText]:
    ids = dict(db.session.execute(select(Task.number, Task.id).where(Task.plan_id == plan_id)).all())
    return [family.LineText(ids[number], True, *words) for number, words in reader.lines.items()]


def mother_asks_for_help(town: Town, case_id: UUID, plan_id: UUID) -> None:
    """In the evening Jana opens her page on her phone: she understands the plan, and one paper is too much for her."""
    seat_id = next(seat.id for seat in open_seats(case_id) if seat.name == "Jana Vlčková")
    task_id = db.session.scalars(select(Task.id).where(Task.plan_id == plan_id, Task.number == 3)).one()
    door = next(door for door in doors() if door.name == "Jana Vlčková")
    printed = door.address.rpartition("/")[2]
    family.enter(printed, number=door.number, browser_secret="", device="Chrome · Android")
    jana = AtSeat(seat_id, seat_id)
    family.answer_plan(family.Saying(Reply.UNDERSTAND, calls=False), actor=jana)
    words = "Chybí mi jedna příloha a na úřadě jí nerozumím."
    family.answer_task(task_id, family.Saying(Reply.HELP, words=words), actor=jana)

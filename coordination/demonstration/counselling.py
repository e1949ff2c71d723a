"""What happened at the invented counselling service: the Kratochvíl family, and the others on its board."""

from datetime import time
from uuid import UUID

from agencies.assessment import actions as assessment
from agencies.circles import actions as circles
from agencies.circles.rules import ExclusionKind, Relation
from agencies.intake import actions as intake
from agencies.intake.actions import Given, Place, Told
from agencies.intake.rules import Channel, Topic
from coordination.demonstration.town import Town
from foundation import clock

NINE = time(9)


def play(town: Town) -> None:
    """The family from its first e-mail on, then the others who stand on the board on the last day of the story."""
    kratochvilovi(town)
    on_the_board(town)


def kratochvilovi(town: Town) -> UUID:
    """An e-mail on 2 February, the intake by phone on the 4th, the assessment on the 9th; a neighbour is kept out."""
    nikola = town.visitor("nikola")
    with town.on(2, 2, 9):
        told = Told(
            name="Zuzana Kratochvílová", reach="601 000 111", relation=Relation.MOTHER, channel=Channel.EMAIL,
            subject="Rozvádíme se a hádáme se před dětmi. Chtěli bychom se domluvit.",
        )  # fmt: skip
        circle = intake.take_contact(town.agencies["poradna"], told, actor=nikola)
        at = clock.instant(town.day(4, 2), NINE)
        by_phone = Place(town.workers["nikola"], at, by_phone=True, client_asked=True, worker_can=True)
        booked = intake.book(circle, by_phone, actor=nikola)
    with town.on(4, 2, 9, 5):
        intake.answer_consent(circle, given=True, actor=nikola)
    with town.on(4, 2, 10):
        for name, relation, reach in (
            ("Pavel Kratochvíl", Relation.FATHER, "601 000 222"),
            ("Adam Kratochvíl", Relation.CHILD, ""),
            ("Klára Kratochvílová", Relation.CHILD, ""),
        ):
            circles.add_person(circle, name=name, relation=relation, reach=reach, actor=nikola)
        intake.hold(
            booked, informed=True, actor=nikola,
            situation="Rodiče se rozvádějí, Adam (9) a Klára (6) žijí u matky. Oba rodiče chtějí mediaci.",
        )  # fmt: skip
        circles.exclude(
            circle, worker_id=town.workers["ticha"], kind=ExclusionKind.PERSONAL_RELATION,
            note="Je to sousedka rodiny.", actor=nikola,
        )  # fmt: skip
    with town.on(9, 2, 11):
        assessment.conclude(
            circle, [town.workers["blazkova"], town.workers["sevcik"]], key_worker=town.workers["blazkova"],
            outlook="Hádky před dětmi nejspíš zesílí. Oba rodiče chtějí dohodu, mediace má naději.", needs_others=True,
            actor=nikola,
        )  # fmt: skip
    return circle


def on_the_board(town: Town) -> None:
    """A crisis by phone, an e-mail, an intake of tomorrow, an assessment whose week ends, and advice without a name."""
    nikola, agency = town.visitor("nikola"), town.agencies["poradna"]
    with town.on(7, 4, 8):
        week = _contact(town, "Věra Pokorná", Channel.PHONE, "Dospívající syn se zavírá doma a nekomunikuje.")
        held = intake.book(week, Place(town.workers["nikola"], clock.instant(town.day(7, 4), NINE)), actor=nikola)
    with town.on(7, 4, 10):
        intake.hold(
            held, informed=True, situation="Syn (15) od ledna nechodí ven. Matka je na všechno sama.", actor=nikola
        )
        assessment.ask(week, [town.workers["blazkova"]], actor=nikola)
    with town.on(10, 4, 14):
        intake.advise_nameless(
            agency, Given(Topic.VIOLENCE, "Kde hledat pomoc a jak se poradit v bezpečí."), actor=nikola
        )
    with town.on(13, 4, 9):
        tomorrow = _contact(town, "Tomáš Marek", Channel.IN_PERSON, "Chceme párové poradenství.")
        intake.book(tomorrow, Place(town.workers["nikola"], clock.instant(town.day(15, 4), NINE)), actor=nikola)
        _contact(town, "Alena Hrubá", Channel.EMAIL, "Jak mluvit s dětmi o rozvodu.")
    with town.on(13, 4, 15):
        _contact(town, "Lucie Dvořáková", Channel.PHONE, "Partner jí vyhrožuje.", urgent=True)


def _contact(town: Town, name: str, channel: Channel, subject: str, *, urgent: bool = False) -> UUID:
    told = Told(name=name, reach="601 000 333", subject=subject, channel=channel, urgent=urgent)
    return intake.take_contact(town.agencies["poradna"], told, actor=town.visitor("nikola"))

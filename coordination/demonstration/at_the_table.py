"""What is said, offered, asked and considered at the meetings of the invented family (domain 5.1)."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from agencies.accounts.visitors import Visitor
from coordination.seats.models import open_seats
from coordination.standpoints import actions
from coordination.standpoints.actions import Meant, OfferText, Words
from coordination.standpoints.models import own_standpoint, standpoints_at
from coordination.standpoints.needs import offers_of
from coordination.standpoints.rules import View
from coordination.tasks.actions import Said
from coordination.tasks.models import Task
from coordination.tasks.rules import SaidWhere
from foundation import outbox
from foundation.database import transaction

LENKA, MARTINA, ALENA = "Bc. Lenka Horáková", "Bc. Martina Dvořáčková", "PhDr. Alena Křížová"
IVANA, TOMAS = "Mgr. Ivana Součková", "Mgr. Tomáš Beran"


class Town(Protocol):
    """Where the invented people stand, as the storyline knows it."""

    @property
    def agencies(self) -> dict[str, UUID]: ...

    def day(self, day: int, month: int) -> date: ...

    def on(self, day: int, month: int, hour: int = 9, minute: int = 0) -> AbstractContextManager[None]: ...

    def visitor(self, key: str) -> Visitor: ...


def before(app: Flask, town: Town, case_id: UUID, meeting: UUID, family: dict[str, UUID]) -> None:
    """Lenka asks for standpoints; they come one after another, the mother's and Gábina's words through her."""
    with town.on(25, 2, 11):
        for agency in ("skola", "kompas", "pristav"):
            actions.request_standpoint(
                meeting, town.agencies[agency], about="Co víte o posledních třech měsících a co můžete nabídnout.",
                answer_by=town.day(2, 3), actor=town.visitor("lenka"),
            )  # fmt: skip
        outbox.run(app, once=True)
    with town.on(26, 2, 8):
        _speak(town, meeting)
    with town.on(27, 2, 16):
        _family(town, meeting, family)


def _speak(town: Town, meeting: UUID) -> None:
    school = Words(
        facts="Od ledna 27 neomluvených hodin a tři konflikty se spolužáky.",
        concern="Učitelé ztrácejí trpělivost a nevěří, že se něco změní.",
        strengths="Když Gábina přijde, ve výtvarné výchově pracuje skvěle.",
        condition="Zkusíme to znovu, když bude docházet do SVP, nepřibude neomluvená hodina a chování se zlepší.",
    )
    centre = Words(
        facts="Gábinu ještě neznáme, mluvili jsme jen s matkou.",
        strengths="Matka přišla sama a chce, abychom pomohli.",
        condition="Bez vlastní motivace Gábiny nemá smysl začínat.",
        offer=OfferText(
            "Ambulantní program na tři měsíce, jednou týdně, zdarma.", town.day(20, 3), town.day(19, 6), ("behaviour",)
        ),
    )
    harbour = Words(
        facts="Rodina má od října o 6 000 Kč méně a dva nezaplacené účty.",
        concern="Dluhy porostou, když výživné nepřijde ani na jaře.",
        strengths="Matka chce pomoc a děti drží při sobě.",
        offer=OfferText(
            "Budeme docházet dvakrát týdně. Začneme rozpočtem, výživným a podporou péče o děti.",
            town.day(9, 3), None, ("finance", "maintenance", "parenting"),
        ),
    )  # fmt: skip
    for key, words in (("ivana", school), ("alena", centre), ("martina", harbour)):
        actions.give(meeting, words, version=0, actor=town.visitor(key))


def _family(town: Town, meeting: UUID, family: dict[str, UUID]) -> None:
    lenka = town.visitor("lenka")
    visit = Said(SaidWhere.ON_VISIT, town.day(26, 2), LENKA)
    talk = Said(SaidWhere.ON_VISIT, town.day(27, 2), LENKA)
    mother = Words(
        facts="Na tři děti jsem sama a nestíhám.", concern="Bojím se, že mi děti vezmou.", condition="Chci pomoc.",
    )  # fmt: skip
    girl = Words(
        facts="Škola mě nebaví.", strengths="Kreslím.", condition="Chci změnit partu.",
    )  # fmt: skip
    actions.record_voice(meeting, family["jana"], mother, said=visit, version=0, actor=lenka)
    actions.record_voice(meeting, family["gabina"], girl, said=talk, version=0, actor=lenka)
    seat = next(one for one in open_seats(standpoints_at(meeting)[0].case_id) if one.name == LENKA)
    office = Words(
        facts="Rodina spolupracuje, chybí jí někdo, kdo bude docházet pravidelně.",
        concern="Záškoláctví může skončit návrhem opatření.",
        strengths="Matka sama požádala o pomoc.",
        condition="Napomenutí zvážíme až podle vývoje.",
    )
    actions.record(meeting, seat.id, office, said=None, version=0, actor=lenka)


def during(town: Town, case_id: UUID, meeting: UUID) -> None:
    """The need, the two questions, the ways considered; both offers are accepted."""
    lenka = town.visitor("lenka")
    with town.on(3, 3, 13, 25):
        need = actions.raise_need(
            meeting, "Někdo, kdo bude do rodiny pravidelně docházet a intenzivně s ní pracovat.", actor=lenka
        )
        _cover(town, case_id, need)
        offers = {offer.seat.name: offer for offer in offers_of(case_id)}
        harbour, centre = offers[MARTINA].id, offers[ALENA].id
    with town.on(3, 3, 14):
        _ask(town, case_id, meeting)
    with town.on(3, 3, 14, 20):
        _consider(town, meeting)
        for offer_id, since, areas in (
            (harbour, town.day(9, 3), ("finance", "maintenance", "parenting")),
            (centre, town.day(20, 3), ("behaviour",)),
        ):
            actions.accept_offer(offer_id, from_on=since, focus=areas, actor=lenka)
    with town.on(3, 3, 14, 45):
        _soften(town, case_id, meeting)


def _cover(town: Town, case_id: UUID, need_id: UUID) -> None:
    """Martina says that her offer is the answer to it."""
    offer = {offer.seat.name: offer for offer in offers_of(case_id)}[MARTINA]
    text = OfferText(offer.what, offer.from_on, offer.until_on, offer.focus)
    actions.write_offer(
        offer.id, text, Meant(), covers=[need_id], version=offer.version, actor=town.visitor("martina")
    )  # fmt: skip


def _ask(town: Town, case_id: UUID, meeting: UUID) -> None:
    lenka, seats = town.visitor("lenka"), {seat.name: seat.id for seat in open_seats(case_id)}
    said = Said(SaidWhere.AT_TABLE, town.day(3, 3), LENKA)
    asked = [seats[name] for name in (IVANA, TOMAS, ALENA, MARTINA)]
    admonition = actions.ask(meeting, "Máme teď podat podnět k napomenutí?", asked, actor=lenka)
    for name, view, why in (
        (IVANA, View.FOR, "Ať Gábina vidí, že to má následky."),
        (TOMAS, View.UNDER_CONDITION, "Až kdyby do dubna přibyla další neomluvená hodina."),
        (ALENA, View.AGAINST, "Teď by to zničilo chuť začít s programem."),
        (MARTINA, View.AGAINST, "Matka by to vzala jako další ránu."),
    ):
        actions.write_down_opinion(admonition, seats[name], view=view, why=why, said=said, actor=lenka)
    programme = actions.ask(meeting, "Má Gábina nastoupit do programu SVP?", asked, actor=lenka)
    for name, view, why in (
        (IVANA, View.FOR, "Bez pomoci zvenku to nezvládneme."),
        (ALENA, View.UNDER_CONDITION, "Když po vstupním rozhovoru sama řekne, že to zkusí."),
        (MARTINA, View.FOR, "Matka ji doprovodí."),
    ):
        actions.write_down_opinion(programme, seats[name], view=view, why=why, said=said, actor=lenka)
    decision = "Nabídneme program; začne vstupním rozhovorem, rozhodne Gábina s matkou. Úřad nic nenařizuje."
    actions.decide(programme, decision, version=1, actor=lenka)


def _consider(town: Town, meeting: UUID) -> None:
    lenka = town.visitor("lenka")
    actions.consider(
        meeting, "Podat hned podnět k napomenutí a čekat.", speaks_for="Škola chce jasný následek.",
        speaks_against="Gábina ani matka by nezačaly spolupracovat.", actor=lenka,
    )  # fmt: skip
    together = actions.consider(
        meeting, "Souběžně podpora rodiny, program SVP a nová domluva školy s Gábinou.",
        speaks_for="Řeší příčinu i docházku, dvě služby mají volno.", speaks_against="Pět lidí na jednu rodinu.",
        actor=lenka,
    )  # fmt: skip
    why = "Všichni u stolu souhlasí, matka o pomoc stojí. Podnět zvážíme 21. dubna podle vývoje."
    actions.choose(together, why, actor=lenka)


def _soften(town: Town, case_id: UUID, meeting: UUID) -> None:
    """The school agrees how the family is told what it said."""
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    school = own_standpoint(meeting, seats[IVANA])
    assert school is not None
    sentence = "Škole záleží na tom, aby Gábina chodila. Když to spolu dodržíme, začneme znovu."
    standpoint_id = school.id
    actions.propose_sentence(standpoint_id, sentence, agreed=None, actor=town.visitor("lenka"))
    actions.agree_to_sentence(standpoint_id, sentence, actor=town.visitor("ivana"))


def tie_offers_to_tasks(case_id: UUID) -> None:
    """The plan of the story was written by hand; its tasks 1 and 4 are those of the two accepted offers."""
    with transaction() as session:
        numbered = session.execute(select(Task.number, Task.id).where(Task.case_id == case_id, Task.number.in_((1, 4))))
        tasks = dict(numbered.all())
        for offer in offers_of(case_id):
            offer.task_id = tasks[1] if offer.seat.name == MARTINA else tasks[4]


def before_evaluation(town: Town, meeting: UUID) -> None:
    """Before the second meeting: Přístav has spoken, the school drafts, the others are asked."""
    lenka = town.visitor("lenka")
    for agency in ("skola", "kompas"):
        actions.request_standpoint(
            meeting, town.agencies[agency], about="Jak se daří vaše úkoly a podmínky.", answer_by=town.day(17, 4),
            actor=lenka,
        )  # fmt: skip
    harbour = Words(
        facts="Rozpočet drží druhý měsíc, žádost o náhradní výživné čeká na přílohu.",
        strengths="Matka volá sama, když neví.",
        concern="Na pračku zatím nejsou peníze.",
        offer=OfferText("Pomůžeme doložit přílohu k žádosti.", town.day(14, 4), None, ("maintenance",)),
    )
    actions.give(meeting, harbour, Meant(), version=0, actor=town.visitor("martina"))
    draft = Words(facts="Od března žádná neomluvená hodina.")
    actions.save_draft(meeting, draft, version=0, actor=town.visitor("ivana"))

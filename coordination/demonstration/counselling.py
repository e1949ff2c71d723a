"""What happened at the invented counselling service: the Kratochvíl family, and the others on its board."""

from datetime import time
from uuid import UUID

from agencies.assessment import actions as assessment
from agencies.circles import actions as circles
from agencies.circles.models import family_of
from agencies.circles.rules import ExclusionKind, HandOverReason, Part, Relation
from agencies.clients import actions as clients
from agencies.clients.composing import consent_text
from agencies.clients.rules import Expectation, Point
from agencies.intake import actions as intake
from agencies.intake.actions import Given, Place, Told
from agencies.intake.rules import Channel, Topic
from agencies.intervisions import actions as intervisions
from agencies.visits import actions as visits
from agencies.visits.actions import Booking
from agencies.visits.models import obstacle_of
from agencies.visits.rules import Approach, Kind, ObstacleKind
from coordination.demonstration import long_term
from coordination.demonstration.town import Town
from foundation import clock, town_settings

NINE, TEN = time(9), time(10)
CITATIONS = {
    "citace: mlčenlivost služby": "zákon o sociálních službách (ověří právník služby)",
    "citace: sdělení údajů": "zákon o sociálně-právní ochraně dětí (ověří právník služby)",
    "citace: povinná účast": "zákon o sociálně-právní ochraně dětí (ověří právník služby)",
    "citace: smlouva": "zákon o sociálních službách (ověří právník služby)",
    "doba uchování údajů": "pět let",
}


def play(town: Town) -> None:
    """The family from its first e-mail on, then the others who stand on the board on the last day of the story."""
    circle = kratochvilovi(town)
    long_term.play(town, circle)
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
        intake.answer_consent(booked, given=True, actor=nikola)
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
    begin_together(town, circle)
    become_clients(town, circle)
    mediate(town, circle)
    return circle


def begin_together(town: Town, circle: UUID) -> None:
    """The parents cannot sit together for a week; on 23 February they come, both."""
    hana = town.visitor("blazkova")
    with town.on(16, 2, 9):
        visits.respect_obstacle(
            circle, kind=ObstacleKind.ACUTE_CONFLICT, person_id=None, review_on=town.day(20, 2), actor=hana,
            note="Po víkendu se při předávání dětí pohádali.",
        )  # fmt: skip
    with town.on(20, 2, 9):
        holding = obstacle_of(circle)
        assert holding is not None
        visits.end_obstacle(holding.id, actor=hana)
    _visit(town, circle, (23, 2), "blazkova", Kind.CONSULTATION, "Oba chtějí dohodu o péči. Domluvili se na edukaci.")


def mediate(town: Town, circle: UUID) -> None:
    """The order of mediation prevails and the mediator answers for the file; with 9 April six visits are over."""
    with town.on(12, 3, 9):
        hana = town.visitor("blazkova")
        clients.ask_for_mediation(circle, actor=hana)
        circles.hand_over(
            circle, to=town.workers["sevcik"], because=HandOverReason.ORDER, stays=True, actor=hana,
            note="Rodiče jsou po edukaci, oba chtějí mediaci. Příště 19. 3.",
        )  # fmt: skip
    _visit(town, circle, (12, 3), "sevcik", Kind.CONSULTATION, "Přípravný rozhovor. Vysvětlil jsem pravidla mediace.")
    talk_over(
        town, circle, 17, "sevcik",
        "Příprava prvního mediačního setkání: jak udržet hovor u dětí, když se rodiče hádají o dům.",
        "Setkání vede Ondřej, Hana je rodičům k dispozici mezi nimi. Dům teď necháme stranou.",
    )  # fmt: skip
    agreed = "Shodli se, že děti zůstanou ve škole a ve školce, kam chodí."
    _visit(town, circle, (19, 3), "sevcik", Kind.MEDIATION, agreed)
    _visit(town, circle, (26, 3), "sevcik", Kind.MEDIATION, "Zkusí předávání ve středu před školou.")
    talk_over(town, circle, 31, "sevcik", "Adam je po předávání úzkostný. Co z toho otevřít s oběma rodiči najednou?")
    weekends = "První předání bez hádky. Otec chce víkendy po čtrnácti dnech."
    _visit(town, circle, (2, 4), "sevcik", Kind.MEDIATION, weekends)
    _visit(town, circle, (9, 4), "sevcik", Kind.MEDIATION, "Zbývá dohodnout prázdniny.")


def _visit(town: Town, circle: UUID, when: tuple[int, int], worker: str, kind: Kind, note: str) -> None:
    """Both parents are asked half an hour before, come at ten, and it is written down."""
    who, parents = town.visitor(worker), [one.id for one in family_of(circle) if one.is_parent]
    with town.on(*when, 9, 30):
        booking = Booking(
            approach=Approach.JOINT, kind=kind, worker_id=town.workers[worker],
            starts_at=clock.instant(town.day(*when), TEN), people=parents,
        )  # fmt: skip
        visit = visits.book(circle, booking, actor=who)
    with town.on(*when, 11):
        visits.hold(visit, came=parents, note=note, actor=who)


def become_clients(town: Town, circle: UUID) -> None:
    """On 23 February everything is told, the order is agreed, and both parents sign, each alone."""
    hana = town.visitor("blazkova")
    with town.on(23, 2, 11, 15):
        town_settings.change(town.agencies["poradna"], CITATIONS, by="house")
        clients.open_process(circle, set(Point), actor=hana)
        expected = [
            Expectation("dohodnout péči o děti", can_meet=True),
            Expectation("posudek pro soud", can_meet=False, why="Posudky neděláme, o péči rozhoduje soud."),
        ]
        clients.write_order(
            circle, "Dohodnout péči bez hádek před dětmi.", expected, because="", seen="0", actor=hana
        )  # fmt: skip
    with town.on(23, 2, 12):
        for person in family_of(circle):
            if person.is_parent:
                clients.sign(person.id, seen=consent_text(person.id).fingerprint, actor=hana)
    with town.on(24, 2, 9):
        circles.join(circle, worker_id=town.workers["sevcik"], part=Part.MEDIATOR, actor=hana)
    education = "Oba absolvovali skupinovou edukaci, co děti při rozvodu potřebují."
    _visit(town, circle, (5, 3), "blazkova", Kind.GROUP_EDUCATION, education)
    talk_over(
        town, circle, 10, "blazkova",
        "Rodiče přišli po skupinové edukaci a oba mluví o mediaci. Kdo povede další práci?",
        "Převažuje zakázka mediace. Rodičům navrhneme Ondřeje Ševčíka.",
    )  # fmt: skip


def talk_over(town: Town, circle: UUID, day: int, who: str, discussed: str, conclusions: str = "") -> None:
    """An intervision of the key worker and the mediator in March; without conclusions it is not finished yet."""
    there, actor = (town.workers["blazkova"], town.workers["sevcik"]), town.visitor(who)
    with town.on(day, 3, 14):
        record = intervisions.Record(town.day(day, 3), there, discussed, conclusions)
        written = intervisions.write_down(circle, record, actor=actor)
    if conclusions:
        with town.on(day, 3, 15):
            intervisions.finish(written, conclusions=conclusions, version=1, actor=actor)


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

"""The meeting that evaluates the plan: convened, answered by some, the letter for the mother, the first words on it."""

from collections.abc import Mapping
from datetime import time
from uuid import UUID

from coordination.conferences import actions as conferences
from coordination.conferences.actions import When
from coordination.conferences.composing import may_be_named
from coordination.conferences.rules import Answer
from coordination.demonstration.asking import PLACE, agency, asked, invitations, name_of, relative
from coordination.demonstration.town import Town as Town
from coordination.evaluation import actions as evaluation
from coordination.evaluation.actions import Judged
from coordination.evaluation.rules_of_judging import Word
from coordination.seats.models import open_seats
from coordination.seats.rules import HowHanded, Role
from coordination.standpoints.actions import Meant
from coordination.standpoints.rules import OpenTo
from coordination.tasks.actions import Said
from coordination.tasks.rules import SaidWhere


def hand_letter_to_mother(town: Town, meeting: UUID) -> None:
    """On the same visit Jana gets her invitation on paper; Gábina's is still to be printed."""
    by, jana = town.key("lenka"), invitations(meeting)["Jana Vlčková"].id
    conferences.note_talk(jana, talked=True, talked_on=town.day(8, 4), by=by)
    conference, invitation = conferences.with_everybody(jana)
    comes = [(each.invitation.id, each.why, each.named) for each in may_be_named(conference, invitation, None)]
    about = "Řekneme si, co se povedlo a co ještě ne. Vy řeknete, co potřebujete."
    words = conferences.Words(greeting="paní Vlčková", about=about, access="Vstup je bez schodů.", comes=comes)
    conferences.write_letter(jana, words, by=by)
    conferences.print_letter(jana, by=by)
    conferences.hand_over_letter(jana, conferences.Handing(HowHanded.HANDED, town.day(9, 4)), by=by)


def convene_evaluation(town: Town, case_id: UUID, family: dict[str, UUID]) -> UUID:
    """The meeting of 21 April is convened."""
    by = town.key("lenka")
    meeting = conferences.begin(case_id, by=by)
    conferences.set_goal(
        meeting,
        goal="Společně vyhodnotíme plán a domluvíme, co bude do konce školního roku.",
        is_realistic=True,
        because="Většina úkolů je hotová, rodina i škola chtějí pokračovat.",
        by=by,
    )
    people = [
        asked(town, key, Role.AGENCY_WORKER, "evaluate", "Má úkol v plánu a řekne, jak se daří.", "Stav svých úkolů.")
        for key in ("ivana", "tomas", "alena", "martina")
    ]
    people += [
        asked(town, "tereza", Role.MINUTE_TAKER, "leads", "Napíše zápis.", ""),
        asked(town, "petr", Role.FACILITATOR, "leads", "Povede setkání.", ""),
        asked(town, "jan", Role.AGENCY_WORKER, "expertise", "Poradí, jak dál s podnětem na opatření.", ""),
        agency(town, "most", "terénní pracovník", "service", "Může mladším dětem nabídnout kroužek v klubu."),
        relative(family["jana"], "Jana Vlčková", Role.PARENT),
        relative(family["gabina"], "Gabriela Vlčková", Role.CHILD),
    ]
    conferences.list_people(meeting, people, by=by)
    when = When(town.day(21, 4), time(13), time(14, 45), PLACE, False, town.day(17, 4))
    conferences.set_time(meeting, when, by=by)
    conferences.convene(meeting, by=by, despite="Matka zná všechny, kdo přijdou, a přeje si je tam.")
    return meeting


def answer_some(town: Town, meeting: UUID) -> None:
    """Some have answered; the class teacher sends the headmaster."""
    asked = {name: row.id for name, row in invitations(meeting).items()}
    for key, answer in (
        ("alena", Answer.ACCEPTED),
        ("martina", Answer.ACCEPTED),
        ("tereza", Answer.ACCEPTED),
        ("petr", Answer.WRITTEN_ONLY),
    ):
        conferences.answer(asked[name_of(key)], answer=answer, note="", by=town.key(key))
    headmaster = conferences.Named(worker_id=town.workers["jiri"])
    conferences.name_substitute(asked[name_of("tomas")], headmaster, by=town.key("tomas"))


_SCHOOL = {
    "whole": Word(7, "Gábina chodí a nechybí bez omluvy."),
    "goal_1": Word(8),
    "task_6": Word(10, "List požadavků má Gábina i matka."),
    "task_5": Word(5, "O programu víme jen od Gábiny."),
}
_HELPERS_WORD = {
    "whole": Word(6),
    "goal_2": Word(5, "Výživné zatím nepřišlo."),
    "task_3": Word(10, "Žádost je podaná."),
}
_COORDINATORS = {"whole": Word(6), "goal_1": Word(7), "goal_2": Word(4, "Čeká se na rozhodnutí úřadu práce.")}
_MOTHERS = {
    "whole": Word(7, "Doma je klid, Gábina vstává sama."),
    "goal_1": Word(9),
    "goal_2": Word(3, "Peníze pořád nestačí."),
}


def say_how_it_goes(town: Town, meeting: UUID) -> None:
    """Before they meet the school, Přístav and Lenka say how the plan goes."""
    for key, words, helped in (
        ("ivana", _SCHOOL, "Že si paní Vlčková zavolá dřív, než vznikne průšvih."),
        ("martina", _HELPERS_WORD, "Pravidelné dny návštěv, které si rodina vybrala sama."),
        ("lenka", _COORDINATORS, ""),
    ):
        evaluation.judge(meeting, Judged(words, helped), version=0, actor=town.visitor(key))


def write_down_mothers(town: Town, meeting: UUID, case_id: UUID) -> None:
    """On the same visit Jana says it too, for everybody at the table."""
    jana = _seats(case_id)["Jana Vlčková"]
    said = Said(SaidWhere.ON_VISIT, town.day(9, 4), name_of("lenka"))
    judged = Judged(_MOTHERS, "Že Martina chodí a nikdo mě nesoudí.", "Míň papírů najednou.")
    meant = Meant(open_to=OpenTo.TABLE)
    evaluation.judge_as_said(meeting, jana, judged, meant, said=said, version=0, actor=town.visitor("lenka"))


def _seats(case_id: UUID) -> Mapping[str, UUID]:
    return {seat.name: seat.id for seat in open_seats(case_id)}

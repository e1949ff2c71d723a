"""The second version of the plan, after the two follow-up meetings: what it changes and what everybody says to it."""

from collections.abc import Mapping
from uuid import UUID

from coordination.agreements import actions as agreements
from coordination.agreements.models import agreement_of
from coordination.demonstration.people import BY_KEY
from coordination.demonstration.town import Town
from coordination.plans import actions as plans
from coordination.plans.actions import SaidWord, TaskDraft
from coordination.seats.models import open_seats
from coordination.tasks import actions as tasks
from coordination.tasks.actions import Said
from coordination.tasks.models import draft_line
from coordination.tasks.rules import Outcome, SaidWhere, Schedule

_WENT = "Byly jsme spolu na přepážce, žádost je přijatá."
_TOO_OFTEN = "Zprávy o docházce by po uzávěrce známek stačily jednou za dva týdny."
_TERMS = {
    "reason": "Gábina chce zvládnout 8. třídu a naučit se řešit spory jinak.",
    "goals": "Gábina dochází do programu a ví, na koho se obrátit.",
    "organisation_does": "vede program jednou týdně\nřekne vám jednou za měsíc, jak se daří",
    "parent_does": "pošlete Gábinu včas a omluvíte ji, když nemůže",
    "visits": "pátek ve 14:30, v Kompasu",
    "excuse": "ráno téhož dne na čísle 469 000 217",
    "price": "zdarma",
    "law": "školského zákona (znění ověří právník)",
    "ends_when": "Gábina program dokončí nebo ho už nechce",
    "complaints": "vedoucí SVP Kompas, Podlesí",
    "answer_within": "30 dnů",
}


def write(town: Town, case_id: UUID, plan_id: UUID, ids: Mapping[int, UUID]) -> None:
    """On 13 March: the mother does not go to the office alone, and the office needs two days more."""
    lenka = town.visitor("lenka")
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    martina = seats[BY_KEY["martina"].name]
    with town.on(13, 3, 11):
        number = plans.begin_new_version(plan_id, actor=lenka)
        _write_anew(plan_id, ids[3], number, town, helpers=(martina,))
        _write_anew(plan_id, ids[9], number, town)
        beside = draft_line(ids[3], number)
        assert beside is not None
        plans.write_task(
            plan_id,
            TaskDraft(
                text="Jít s paní Vlčkovou podat žádost o výživné", criterion="byly spolu na přepážce",
                schedule=Schedule.ONCE, goal_id=beside.wording.goal_id, seat_id=martina, due_on=town.day(27, 3),
            ),
            actor=lenka,
        )  # fmt: skip
        plans.approve(plan_id, actor=lenka)


def _write_anew(plan_id: UUID, task_id: UUID, number: int, town: Town, *, helpers: tuple[UUID, ...] = ()) -> None:
    """The same task with somebody to help, or, without, with two days more."""
    line = draft_line(task_id, number)
    assert line is not None
    former = line.wording
    draft = TaskDraft(
        text=former.text, criterion=former.criterion, schedule=Schedule(former.schedule), goal_id=former.goal_id,
        seat_id=former.seat_id, due_on=former.due_on if helpers else town.day(2, 4),
        helpers=helpers or tuple(line.helper_ids), waits_for=tuple(line.waits_for_ids),
    )  # fmt: skip
    plans.write_task(plan_id, draft, task_id=task_id, version=former.version, actor=town.visitor("lenka"))


def agree(town: Town, case_id: UUID, plan_id: UUID, accompanying: UUID) -> None:
    """On 16 March Martina takes the new task on, and everybody has a word on what changed."""
    lenka = town.visitor("lenka")
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    with town.on(16, 3, 9):
        tasks.accept(accompanying, actor=town.visitor("martina"))
    with town.on(16, 3, 15):
        visit = Said(SaidWhere.ON_VISIT, town.day(16, 3), BY_KEY["lenka"].name)
        mother = [SaidWord(seats["Jana Vlčková"], agrees=True), SaidWord(seats["Gabriela Vlčková"], agrees=True)]
        plans.record_words(plan_id, 2, mother, said=visit, actor=lenka)
    with town.on(16, 3, 16):
        phone = Said(SaidWhere.BY_PHONE, town.day(16, 3), BY_KEY["lenka"].name)
        said = [SaidWord(seats[BY_KEY[key].name], agrees=True) for key in ("tomas", "alena", "martina")]
        said.append(SaidWord(seats[BY_KEY["ivana"].name], agrees=False, dissent=_TOO_OFTEN))
        plans.record_words(plan_id, 2, said, said=phone, actor=lenka)


def went(town: Town, accompanying: UUID) -> None:
    """On 27 March Martina reports what she did."""
    with town.on(27, 3, 12):
        tasks.report(accompanying, outcome=Outcome.DONE, note=_WENT, actor=town.visitor("martina"))
        tasks.confirm(accompanying, actor=town.visitor("lenka"))


def half_signed(town: Town, case_id: UUID, mother: UUID) -> None:
    """An agreement of the centre with the mother: Alena has signed by her own door, the mother has not yet."""
    lenka, alena = town.visitor("lenka"), BY_KEY["alena"]
    seat = next(one for one in open_seats(case_id) if one.worker_id == town.workers["alena"])
    made = agreements.begin(case_id, agreements.Beginning(mother, seat.id), actor=lenka)
    begun = agreement_of(made)
    assert begun is not None
    written = agreements.Written(
        seat_id=seat.id, reference=f"7/{town.day(17, 3).year}", address="", terms={**_TERMS, "passings": []},
        from_on=town.day(20, 3), until_on=town.day(19, 6), evaluation_on=town.day(21, 4),
    )  # fmt: skip
    agreements.write(made, written, version=begun.version, actor=lenka)
    agreements.offer(made, actor=lenka)
    lying = agreement_of(made)
    assert lying is not None
    signer = agreements.Signer(alena.name, alena.function)
    agreements.sign(made, signer, seen=lying.fingerprint, actor=town.visitor("alena"))

"""What becomes of the tasks from the first meeting to the evaluation."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from coordination.demonstration import first_meeting, second_version
from coordination.demonstration.asking import name_of
from coordination.demonstration.town import Town as Town
from coordination.tasks import actions as tasks
from coordination.tasks.actions import Said
from coordination.tasks.models import Task
from coordination.tasks.rules import CheckOutcome, Outcome, SaidWhere
from foundation import outbox
from foundation.database import db


def follow_up(app: Flask, town: Town, plan_id: UUID, first: UUID, case_id: UUID) -> None:
    """Tasks are accepted, done, reported, and the plan is changed on the way."""
    numbered = db.session.execute(select(Task.number, Task.id).where(Task.plan_id == plan_id))
    ids = dict(numbered.all())
    with town.on(3, 3, 15):
        at_table = Said(SaidWhere.AT_TABLE, town.day(3, 3), "Bc. Lenka Horáková")
        for number in (7, 10):
            tasks.write_down_acceptance(ids[number], said=at_table, actor=town.visitor("lenka"))
    with town.on(4, 3, 12):
        for number, key in ((1, "martina"), (2, "martina"), (4, "alena"), (6, "ivana")):
            tasks.accept(ids[number], actor=town.visitor(key))
    with town.on(5, 3, 10):
        first_meeting.send_minutes(app, town, first)
    with town.on(6, 3, 11):
        first_meeting.comment(town, first)
    with town.on(9, 3):
        visit = Said(SaidWhere.ON_VISIT, town.day(9, 3), "Bc. Lenka Horáková")
        for number in (3, 5):
            tasks.write_down_acceptance(ids[number], said=visit, actor=town.visitor("lenka"))
        tasks.report(
            ids[1], outcome=Outcome.DONE, note="Dohoda je podepsaná na šest měsíců.", actor=town.visitor("martina")
        )
        first_meeting.hand_to_mother(town, first)
        outbox.run(app, once=True)
    with town.on(12, 3, 15):
        tasks.report(ids[6], outcome=Outcome.DONE, note="List mají oba.", actor=town.visitor("ivana"))
        tasks.confirm(ids[1], actor=town.visitor("lenka"))
        tasks.confirm(ids[6], actor=town.visitor("lenka"))
    with town.on(13, 3, 9):
        first_meeting.approve(app, town, first)
    second_version.write(town, case_id, plan_id, ids)
    beside = db.session.scalars(select(Task.id).where(Task.plan_id == plan_id, Task.number == 11)).one()
    second_version.agree(town, case_id, plan_id, beside)
    with town.on(17, 3, 16):
        tasks.report(ids[4], outcome=Outcome.DONE, note="První termín je v pátek.", actor=town.visitor("alena"))
        tasks.confirm(ids[4], actor=town.visitor("lenka"))
    for day, month in ((6, 3), (13, 3), (20, 3), (27, 3), (3, 4)):
        with town.on(day, month, 14):
            tasks.check(ids[7], town.day(day, month), outcome=CheckOutcome.DONE, actor=town.visitor("tomas"))
    for day, month, outcome, note in (
        (20, 3, CheckOutcome.DONE, "První setkání, zůstala celou hodinu."),
        (27, 3, CheckOutcome.DONE, ""),
        (3, 4, CheckOutcome.EXCUSED, "Nachlazení, omluvila ji maminka."),
    ):
        with town.on(day, month, 17):
            call = Said(SaidWhere.BY_PHONE, town.day(day, month), name_of("lenka"))
            tasks.write_down_check(
                ids[5], town.day(day, month), said=call, outcome=outcome, note=note, actor=town.visitor("lenka")
            )
    with town.on(24, 3, 15):
        tasks.report(ids[2], outcome=Outcome.DONE, note="Rozpočet visí na lednici.", actor=town.visitor("martina"))
    second_version.went(town, beside)
    with town.on(31, 3, 15):
        call = Said(SaidWhere.BY_PHONE, town.day(31, 3), "Bc. Lenka Horáková")
        note = "Žádost podaná, chybí jedna příloha."
        tasks.write_down_report(ids[3], said=call, outcome=Outcome.PARTLY, note=note, actor=town.visitor("lenka"))
        tasks.report(ids[9], outcome=Outcome.DONE, actor=town.visitor("lenka"))
        tasks.confirm(ids[9], actor=town.visitor("lenka"))
    with town.on(9, 4, 18, 40):
        visit = Said(SaidWhere.ON_VISIT, town.day(9, 4), "Bc. Lenka Horáková")
        why = "Poslední týden jsme s třídou na výletě."
        tasks.write_down_other_date(
            ids[5], said=visit, proposed_on=town.day(12, 6), why=why, actor=town.visitor("lenka")
        )
        outbox.run(app, once=True)

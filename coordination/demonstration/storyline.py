"""What happened in the invented family's case, told by the deeds of those who did it (domain: case PS-7F3K, Gábina)."""

from flask import Flask

from coordination.demonstration import at_the_table, counselling, first_meeting, follow_ups, second_version
from coordination.demonstration.asking import inform
from coordination.demonstration.evaluation import (
    answer_some,
    convene_evaluation,
    hand_letter_to_mother,
    say_how_it_goes,
    write_down_mothers,
)
from coordination.demonstration.family_papers import give_family_its_papers, mother_asks_for_help
from coordination.demonstration.first_invited import answer_and_pledge, convene_first
from coordination.demonstration.first_plan import read_aloud, record_conditions, requirements, write_plan
from coordination.demonstration.opening import assess, bring_agencies, open_case
from coordination.demonstration.people import BY_KEY
from coordination.demonstration.tasks_at_work import follow_up
from coordination.demonstration.town import Town as Town
from foundation import outbox
from foundation.outbox.senders import Undeliverable


def play(app: Flask, town: Town) -> None:
    """The whole story up to the day before yesterday; the postman carries its letters to the mailbox as it goes."""
    counselling.play(town)
    with town.on(20, 2):
        case_id, family = open_case(town)
    with town.on(23, 2):
        bring_agencies(town, case_id, family)
        first = convene_first(town, case_id, family)
        outbox.run(app, once=True)
    with town.on(25, 2, 10, 20):
        answer_and_pledge(town, case_id, first)
    at_the_table.before(app, town, case_id, first, family)
    with town.on(26, 2, 15, 30):
        inform(town, first, (family["jana"], family["gabina"]), "Proč se sejdeme, kdo přijde a co řekneme o škole.")
    with town.on(27, 2):
        assess(town, case_id)
    at_the_table.during(town, case_id, first)
    first_meeting.meet(town, first)
    with town.on(3, 3, 14, 50):
        plan_id = write_plan(town, case_id, first)
        at_the_table.tie_offers_to_tasks(case_id)
        outbox.run(app, once=True)
    read_aloud(town, plan_id, case_id)
    requirements(town, case_id, family)
    follow_up(app, town, plan_id, first, case_id)
    follow_ups.play(app, town, case_id, family)
    with town.on(17, 3, 15):
        second_version.half_signed(town, case_id, family["jana"])
    with town.on(16, 3, 15, 30):
        give_family_its_papers(town, case_id, plan_id)
    record_conditions(town, plan_id)
    with town.on(7, 4):
        second = convene_evaluation(town, case_id, family)
        outbox.run(app, once=True, sender=_one_full_mailbox(app))
    with town.on(8, 4):
        answer_some(town, second)
        at_the_table.before_evaluation(town, second)
        say_how_it_goes(town, second)
        outbox.run(app, once=True)
    with town.on(9, 4, 16):
        follow_ups.propose(town, case_id)
    with town.on(9, 4, 18, 50):
        hand_letter_to_mother(town, second)
        write_down_mothers(town, second, case_id)
    with town.on(9, 4, 20, 10):
        mother_asks_for_help(town, case_id, plan_id)


class _FullMailbox(outbox.MailboxSender):
    """Carries every letter but those to one mailbox, which is full: somebody has to be called."""

    def send(self, content: bytes, recipient: str) -> None:
        if recipient == BY_KEY["jan"].email:
            raise Undeliverable(outbox.Why.MAILBOX_FULL, "said 552")
        super().send(content, recipient)


def _one_full_mailbox(app: Flask) -> _FullMailbox:
    with app.app_context():
        return _FullMailbox()

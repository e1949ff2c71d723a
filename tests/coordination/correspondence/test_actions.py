"""Sending anew on each of the two databases, and by several people at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agencies.staff import actions as staff
from agencies.staff.actions import HOUSE, Contact
from coordination.correspondence import actions
from coordination.correspondence.models import changed_addresses_in, held_up_in, undelivered_in
from coordination.correspondence.rules import How
from foundation import audit
from foundation.database import db
from foundation.outbox import Letter
from foundation.reasons import Refused
from tests.cast import BY_KEY
from tests.coordination.correspondence.conftest import Ahead, subject
from tests.journeys.test_post_fails import refusing
from tests.together import at_once

IVANA, NEW = str(BY_KEY["ivana"].email), "ivana.nova@nakopci.example"


def came_back(ahead: Ahead) -> Letter:
    """Ivana's invitation comes back."""
    refusing(ahead.house, IVANA, "550 5.1.1 No such user here")
    ahead.convened()
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.forward(timedelta(minutes=30))
    with ahead.inside():
        (letter,) = undelivered_in([ahead.story.case_id])
        return letter


def corrected(ahead: Ahead) -> None:
    with ahead.inside():
        contact = Contact(email=NEW, shared=False)
        staff.correct(ahead.house.worker("ivana"), name=BY_KEY["ivana"].name, contact=contact, by=HOUSE)


def test_several_clicks_at_once_send_one_letter(ahead_on_each: Ahead) -> None:
    ahead = ahead_on_each
    letter_id = came_back(ahead).id
    corrected(ahead)

    def click(_number: int) -> str:
        try:
            actions.send_again(letter_id, by=ahead.story.lenka)
        except Refused:
            return "refused"
        return "sent"

    assert sorted(at_once(ahead.house.app, 4, click)) == ["refused"] * 3 + ["sent"]
    assert [to for to, message in ahead.house.deliver() if subject(message).startswith("Pozvánka")] == [NEW]
    with ahead.inside():
        assert undelivered_in([ahead.story.case_id]) == []
        assert held_up_in([ahead.story.case_id]) == []
        assert [one.worker.email for one in changed_addresses_in([ahead.story.case_id])] == [NEW]
        assert audit.verify() == []


def test_nobody_but_the_coordinator_sends_or_settles(ahead: Ahead) -> None:
    letter_id = came_back(ahead).id
    with ahead.inside():
        with pytest.raises(Refused):
            actions.send_again(letter_id, by=ahead.story.key("jitka"))
        with pytest.raises(Refused):
            actions.settle(letter_id, how=How.BY_PHONE, by=ahead.story.key("jitka"))
        assert len(undelivered_in([ahead.story.case_id])) == 1
    assert ahead.house.deliver() == []


def test_what_is_settled_twice_is_settled_once(ahead_on_each: Ahead) -> None:
    ahead = ahead_on_each
    letter_id = came_back(ahead).id
    at_once(ahead.house.app, 3, lambda _: actions.settle(letter_id, how=How.ON_PAPER, by=ahead.story.lenka))
    with ahead.inside():
        assert undelivered_in([ahead.story.case_id]) == []


def test_a_letter_in_a_shared_mailbox_follows_only_the_person_who_moves(ahead: Ahead) -> None:
    """Two letters wait for one address; the one to the colleague stays."""
    ahead.change("vrata", mailbox_shared=True)
    ahead.change("petr", email="info@most.example", mailbox_shared=True)
    ahead.convened(players=("vrata", "petr"), carried=False)
    with ahead.inside():
        contact = Contact(email="vratny@most.example", shared=False)
        staff.correct(ahead.house.worker("vrata"), name="Josef Vrátný", contact=contact, by=HOUSE)
        waiting = select(Letter).where(Letter.kind == "conferences.invitation", Letter.taken_back_why.is_(None))
        there = sorted(letter.recipient for letter in db.session.scalars(waiting) if letter.closed_at is None)
    assert there == ["info@most.example", str(BY_KEY["lenka"].email), "vratny@most.example"]


def test_an_invitation_never_reaches_a_mailbox_that_is_not_the_persons(ahead: Ahead) -> None:
    """However the address came to be another one: right before it leaves, the letter is asked whose it is."""
    ahead.convened(players=("ivana", "alena"), carried=False)
    ahead.change("ivana", email=NEW)
    assert IVANA not in dict(ahead.house.deliver())
    (closed,) = [letter for letter in ahead.letters("conferences.invitation") if letter.closed_at]
    assert closed.closed_why == "the address has changed"

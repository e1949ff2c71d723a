"""What a pledge needs, and what is said when the content stays closed."""

import pytest

from coordination.pledges import rules
from coordination.pledges.rules import PledgeStanding


@pytest.mark.parametrize(
    ("signed", "before", "refused", "expected"),
    [
        (True, True, False, PledgeStanding.SIGNED),
        (True, True, True, PledgeStanding.SIGNED),
        (False, False, False, PledgeStanding.PENDING),
        (False, True, False, PledgeStanding.SUPERSEDED),
        (False, True, True, PledgeStanding.REFUSED),
        (False, False, True, PledgeStanding.REFUSED),
    ],
)
def test_where_a_pledge_stands(signed: bool, before: bool, refused: bool, expected: PledgeStanding) -> None:
    assert rules.standing(signed=signed, signed_before=before, refused=refused) is expected


def test_signing_needs_a_held_seat_and_a_strong_door() -> None:
    assert rules.signing_obstacles(held=True, strong_door=True) == ()
    assert len(rules.signing_obstacles(held=False, strong_door=True)) == 1
    assert len(rules.signing_obstacles(held=True, strong_door=False)) == 1


def test_what_was_signed_is_not_refused() -> None:
    assert rules.refusal_obstacles(held=True, signed=False) == ()
    assert len(rules.refusal_obstacles(held=True, signed=True)) == 1
    assert len(rules.refusal_obstacles(held=False, signed=False)) == 1


def test_a_closed_content_says_whether_it_was_ever_open() -> None:
    assert rules.content_closed(grounded=True, ever_grounded=True, phone="1") == ()
    (never,) = rules.content_closed(grounded=False, ever_grounded=False, phone="469 000 204")
    (over,) = rules.content_closed(grounded=False, ever_grounded=True, phone="469 000 204")
    assert never.sentence.startswith("The content does not open yet")
    assert over.sentence.startswith("The content has closed")
    assert never.values == over.values == {"phone": "469 000 204"}

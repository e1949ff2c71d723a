"""What a pledge needs, and what is said when the content stays closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.pledges import rules
from coordination.pledges.rules import NextStep, PledgeStanding, Worth


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


TODAY = date(2026, 3, 3)


def test_a_sheet_that_waits_stands_between_a_refusal_and_a_signature() -> None:
    told = {"signed_before": False, "refused": True, "waiting": True}
    assert rules.standing(signed=False, **told) is PledgeStanding.WAITING
    assert rules.standing(signed=True, **told) is PledgeStanding.SIGNED


@pytest.mark.parametrize(
    ("standing", "told", "expected"),
    [
        (PledgeStanding.SIGNED, {}, NextStep.NOTHING),
        (PledgeStanding.PENDING, {}, NextStep.TABLE_OR_PAPER),
        (PledgeStanding.PENDING, {"reached_by_mail": True}, NextStep.WAIT_FOR_LINK),
        (PledgeStanding.SUPERSEDED, {"reached_by_mail": True}, NextStep.WAIT_FOR_LINK),
        (PledgeStanding.PENDING, {"says_whom": False}, NextStep.SAY_WHOM),
        (PledgeStanding.PENDING, {"own": True}, NextStep.OWN),
        (PledgeStanding.REFUSED, {}, NextStep.TALK),
        (PledgeStanding.WAITING, {"family": True}, NextStep.CONFIRM),
        (PledgeStanding.PENDING, {"family": True}, NextStep.NOTHING),
        (PledgeStanding.REFUSED, {"family": True}, NextStep.NOTHING),
    ],
)
def test_what_comes_next_about_a_pledge(standing: PledgeStanding, told: dict[str, bool], expected: NextStep) -> None:
    usual = {"own": False, "says_whom": True, "reached_by_mail": False, "family": False}
    assert rules.next_step(standing, **(usual | told)) is expected


@given(st.booleans(), st.booleans(), st.integers(-400, 400), st.booleans(), st.booleans())
def test_a_sheet_is_handed_in_only_when_nothing_at_all_is_missing(
    signed: bool, waiting: bool, days: int, said_where: bool, needs: bool
) -> None:
    found = rules.filing_obstacles(
        signed=signed, waiting=waiting, signed_on=TODAY + timedelta(days=days), today=TODAY,
        original="č. j. 1/2026" if said_where else "  ", needs_confirmer=needs,
    )  # fmt: skip
    fine = not signed and not waiting and days <= 0 and said_where and not needs
    assert (found == ()) == fine


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_nobody_confirms_the_own_upload_whatever_else_holds(
    decided: bool, signed: bool, uploaded: bool, entitled: bool
) -> None:
    found = rules.confirmation_obstacles(
        decided=decided, signed=signed, uploaded_by_same=uploaded, of_town_or_signer=entitled
    )
    assert (found == ()) == (not decided and not signed and not uploaded and entitled)


@given(st.integers(0, 3), *(st.booleans() for _ in range(6)))
def test_a_signature_is_qualified_only_when_everything_holds(
    count: int, whole: bool, intact: bool, ours: bool, trusted: bool, qualified: bool, names: bool
) -> None:
    found = rules.worth(
        signatures=count, whole=whole, intact=intact, ours=ours, trusted=trusted, qualified=qualified,
        names_signer=names,
    )  # fmt: skip
    everything = count == 1 and whole and intact and ours and trusted and qualified and names
    assert (found is Worth.QUALIFIED) == everything
    assert bool(rules.against_worth(found, named="x", issuer="y", field="file")) == (found is not Worth.QUALIFIED)
    if found in rules.SOUND:
        assert whole
        assert intact


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mgr. Ivana Součková", "Ivana Součková", True),
        ("IVANA SOUČKOVÁ", "Mgr. Ivana Součková, Ph.D.", True),
        ("Ivana Součková", "Ivana Marie Součková", True),
        ("Souckova Ivana", "Ivana Součková", True),
        ("Olga Nová", "Ivana Součková", False),
        ("Ivana Nová", "Ivana Součková", False),
        ("Součková", "Ivana Součková", False),
        ("", "", False),
        ("Mgr. Ing.", "Ivana Součková", False),
    ],
)
def test_whose_name_a_certificate_bears(one: str, other: str, same: bool) -> None:
    assert rules.same_person(one, other) is same
    assert rules.same_person(other, one) is same

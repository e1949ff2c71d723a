"""The rules of co-operation alone: who has agreed to what, until when, and what a law changes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from agencies.cooperation.rules import (
    Agreed,
    HowTold,
    Permit,
    Purpose,
    Titled,
    against_agreement,
    against_telling,
    against_title,
    body_key,
    may_cooperate,
)

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)
MOTHER, FATHER = uuid4(), uuid4()
OFFICE = str(uuid4())


def agreed(
    *purposes: Purpose, body: str = OFFICE, until: datetime = NOW + timedelta(days=1),
    by: frozenset[UUID] = frozenset({MOTHER, FATHER}), withdrawn: datetime | None = None,
) -> Agreed:  # fmt: skip
    return Agreed(body, frozenset(purposes or Purpose), until, by, withdrawn)


def titled(*, told: bool = True, until: datetime | None = None, ended: datetime | None = None) -> Titled:
    return Titled(OFFICE, until, told, ended)


def asked(*grounds: Agreed | Titled, purpose: Purpose = Purpose.CONFERENCE, now: datetime = NOW) -> Permit:
    return may_cooperate(
        [one for one in grounds if isinstance(one, Agreed)], [one for one in grounds if isinstance(one, Titled)],
        OFFICE, purpose, now, users={MOTHER, FATHER},
    )  # fmt: skip


def sentences(permit: Permit) -> list[str]:
    return [one.sentence for one in permit.reasons]


def test_an_agreement_of_all_opens_exactly_what_it_names_until_its_last_instant() -> None:
    talk = agreed(Purpose.TALK)
    for purpose in Purpose:
        assert (not asked(talk, purpose=purpose).reasons) == (purpose is Purpose.TALK)
    assert not asked(talk, purpose=Purpose.TALK, now=talk.until - timedelta(microseconds=1)).reasons
    assert sentences(asked(talk, purpose=Purpose.TALK, now=talk.until)) == [
        "The agreement of the clients with this body has expired."
    ]


@pytest.mark.parametrize(
    ("ground", "because"),
    [
        ([], ["There is no agreement of the clients with this body, nor a legal title."]),
        ([agreed(body="jinde")], ["There is no agreement of the clients with this body, nor a legal title."]),
        ([agreed(by=frozenset({MOTHER}))], ["The agreement with this body is not signed by every client yet."]),
        ([agreed(withdrawn=NOW)], ["The clients have withdrawn their agreement with this body."]),
        (
            [agreed(Purpose.LETTER, until=NOW, by=frozenset())],
            [
                "The agreement of the clients with this body has expired.",
                "The agreement of the clients does not speak of a conference.",
                "The agreement with this body is not signed by every client yet.",
            ],
        ),
    ],
)
def test_a_refusal_names_every_reason_at_once(ground: list[Agreed], because: list[str]) -> None:
    permit = asked(*ground)
    assert sentences(permit) == because
    assert not permit.compulsory


def test_one_good_agreement_is_enough_beside_old_ones() -> None:
    assert not asked(agreed(withdrawn=NOW), agreed(until=NOW), agreed()).reasons


def test_with_nobody_to_agree_nothing_is_agreed() -> None:
    assert may_cooperate([agreed()], [], OFFICE, Purpose.TALK, NOW, users=()).reasons


def test_a_law_takes_the_place_of_the_agreement_once_the_clients_know() -> None:
    assert asked(titled()) == Permit((), compulsory=True)
    untold = asked(titled(told=False))
    assert untold.compulsory
    assert sentences(untold) == ["The law obliges you, but the clients were not told yet. Tell them and write it down."]
    assert asked(titled(told=False), agreed()) == Permit((), compulsory=True)
    for over in (titled(until=NOW), titled(ended=NOW)):
        assert not asked(over).compulsory
        assert asked(over).reasons


def test_a_body_is_known_by_its_entry_and_else_by_its_name() -> None:
    entry = uuid4()
    assert body_key(entry, "Úřad") == body_key(entry, "Úřad po přejmenování")
    assert body_key(None, " Škola  Na Kopci") == body_key(None, "škola na kopci")
    assert body_key(entry, "Úřad") != body_key(None, "Úřad")


def test_what_is_missing_is_named_at_its_field() -> None:
    yesterday = DAY - timedelta(days=1)
    wrong = against_agreement("", (), "", yesterday, today=DAY, users=0)
    assert [one.field for one in wrong] == [None, "body", "purposes", "scope", "until"]
    assert not against_agreement("Úřad", ("talk",), "Docházka.", DAY, today=DAY, users=1)
    assert [one.field for one in against_title("", "", "", None, today=DAY)] == [None, "body", "why"]
    assert [one.field for one in against_telling(None, None, today=DAY, over=False)] == ["told_on", "how"]
    assert not against_telling(DAY, HowTold.PHONE, today=DAY, over=False)

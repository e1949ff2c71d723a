"""What stands in the way of an invitation on paper, without any database."""

from datetime import UTC, date, datetime

import pytest

from coordination.cases.rules import SafeContact
from coordination.conferences import rules_of_paper
from coordination.conferences.rules import ConferenceState
from coordination.conferences.rules_of_paper import LetterKind
from coordination.seats.rules import HowHanded, Role

NOW = datetime(2026, 2, 26, 8, 0, tzinfo=UTC)
TODAY = date(2026, 2, 26)
MEETS = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def fields(reasons: tuple[object, ...]) -> list[str | None]:
    return [each.field for each in reasons]  # type: ignore[attr-defined]


def test_an_answer_about_talking_says_when_or_why_not() -> None:
    def wrong(talked: bool, on: date | None = None, why: str = "") -> list[str | None]:
        return fields(rules_of_paper.wrong_talk(talked=talked, talked_on=on, why_not=why, today=TODAY))

    assert wrong(True, TODAY) == wrong(False, why="nebere telefon") == []
    assert wrong(True) == wrong(True, date(2026, 2, 27)) == ["talked_on"]
    assert wrong(False) == wrong(False, TODAY, "  ") == ["why_not"]


@pytest.mark.parametrize(
    ("state", "starts", "left", "talk_missing", "count"),
    [
        (ConferenceState.CONVENED, MEETS, False, False, 0),
        (ConferenceState.CONVENED, MEETS, True, True, 2),
        (ConferenceState.CONVENED, NOW, False, False, 1),
        (ConferenceState.DRAFT, MEETS, True, True, 1),
        (ConferenceState.HELD, MEETS, False, False, 1),
        (ConferenceState.CANCELLED, MEETS, False, False, 1),
    ],
)
def test_only_a_coming_meeting_is_printed_for(
    state: ConferenceState, starts: datetime, left: bool, talk_missing: bool, count: int
) -> None:
    found = rules_of_paper.obstacles_to_printing(
        state, starts_at=starts, only_informed=False, left=left, talk_missing=talk_missing, now=NOW
    )
    assert len(found) == count


def test_nothing_is_printed_for_whoever_does_not_come() -> None:
    found = rules_of_paper.obstacles_to_printing(
        ConferenceState.CONVENED, starts_at=MEETS, only_informed=True, left=True, talk_missing=True, now=NOW
    )
    assert len(found) == 1


def test_each_letter_lacks_what_only_the_coordinator_knows() -> None:
    nothing = {"about": " ", "comes": (), "guide": "", "signal": "", "helpline": ""}
    assert rules_of_paper.missing_words(LetterKind.AGENCY, **nothing) == ()  # type: ignore[arg-type]
    assert fields(rules_of_paper.missing_words(LetterKind.PARENT, **nothing)) == ["about", "people"]  # type: ignore[arg-type]
    for_child = rules_of_paper.missing_words(LetterKind.CHILD, **nothing)  # type: ignore[arg-type]
    assert fields(for_child) == ["people", "guide", "signal", "helpline"]


def test_only_the_family_is_spared_a_third_page() -> None:
    assert rules_of_paper.too_long(LetterKind.AGENCY, 3) == rules_of_paper.too_long(LetterKind.CHILD, 2) == ()
    assert len(rules_of_paper.too_long(LetterKind.PARENT, 3)) == 1


@pytest.mark.parametrize("contact", SafeContact)
@pytest.mark.parametrize("how", rules_of_paper.WAYS)
def test_a_letter_reaches_the_family_only_on_a_way_that_is_safe(how: HowHanded, contact: SafeContact) -> None:
    safe = how == HowHanded.HANDED or (how == HowHanded.POSTED and contact == SafeContact.PAPER)
    assert (rules_of_paper.unsafe_way(how, name="Jana", contact=contact) == ()) is safe


def test_handing_over_happens_between_printing_and_today() -> None:
    def wrong(on: date, *, again: bool = False, contact: SafeContact | None = None) -> list[str | None]:
        return fields(
            rules_of_paper.obstacles_to_handing_over(
                HowHanded.DATA_BOX, name="Jana", contact=contact, on=on, printed_on=date(2026, 2, 24), today=TODAY,
                handed_already=again,
            )
        )  # fmt: skip

    assert wrong(TODAY) == wrong(date(2026, 2, 24)) == []
    assert wrong(date(2026, 2, 27)) == wrong(date(2026, 2, 23)) == ["on"]
    assert wrong(date(2026, 2, 23), again=True, contact=SafeContact.EMAIL) == [None, "how", "on"]


def test_nobody_answers_tomorrow() -> None:
    assert rules_of_paper.wrong_slip_day(TODAY, today=TODAY) == ()
    assert fields(rules_of_paper.wrong_slip_day(date(2026, 2, 27), today=TODAY)) == ["said_on"]


def test_whose_eyes_a_letter_is_for() -> None:
    assert rules_of_paper.kind_of(Role.AGENCY_WORKER, family=False) is LetterKind.AGENCY
    assert rules_of_paper.kind_of(Role.PARENT, family=True) is LetterKind.PARENT
    assert rules_of_paper.kind_of(Role.CHILD, family=True) is LetterKind.CHILD

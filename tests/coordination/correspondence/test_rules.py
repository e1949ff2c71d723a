"""When a letter that came back is sent again."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.correspondence import rules
from coordination.correspondence.rules import NOT_SOONER

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOUND = {
    "undelivered_at": NOW - timedelta(hours=1), "said_since": False, "known_how": True,
    "address": "ivana@nakopci.example", "former": "ivana@nakopci.example", "now": NOW,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({}, None),
        ({"undelivered_at": None}, "A newer letter"),
        ({"said_since": True}, "A newer letter"),
        ({"known_how": False}, "This letter cannot be written anew"),
        ({"address": None}, "We have no address"),
        ({"undelivered_at": NOW - NOT_SOONER + timedelta(seconds=1)}, "The letter has just come back"),
        ({"undelivered_at": NOW - NOT_SOONER}, None),
        ({"undelivered_at": NOW, "address": "ivana.nova@nakopci.example"}, None),
    ],
)
def test_a_letter_goes_again_when_something_may_have_changed(changes: dict[str, object], beginning: str | None) -> None:
    found = rules.against_sending_again(**SOUND | changes)  # type: ignore[arg-type]
    assert bool(found) is (beginning is not None)
    assert not beginning or found[0].sentence.startswith(beginning)


def test_only_what_came_back_is_settled() -> None:
    assert rules.against_settling(undelivered=True) == ()
    assert rules.against_settling(undelivered=False)

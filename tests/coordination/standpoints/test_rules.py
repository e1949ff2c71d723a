"""The words of standpoints and offers, tried alone."""

from datetime import UTC, datetime

import pytest

from coordination.standpoints.rules import OfferState, offer_state

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offered", "accepted", "withdrawn", "state"),
    [
        (None, None, None, OfferState.DRAFT),
        (NOON, None, None, OfferState.OFFERED),
        (NOON, NOON, None, OfferState.ACCEPTED),
        (NOON, None, NOON, OfferState.WITHDRAWN),
        (NOON, NOON, NOON, OfferState.WITHDRAWN),
    ],
)
def test_an_offer_is_what_happened_to_it_last(
    offered: datetime | None, accepted: datetime | None, withdrawn: datetime | None, state: OfferState
):
    assert offer_state(offered_at=offered, accepted_at=accepted, withdrawn_at=withdrawn) is state

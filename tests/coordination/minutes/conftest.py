"""The meeting of the example, about to begin."""

import pytest

from tests.conftest import House
from tests.coordination.minutes.meeting import Meeting, convened


@pytest.fixture
def meeting(house: House) -> Meeting:
    """A convened meeting a quarter of an hour before its time; one person has not signed."""
    return convened(house)


@pytest.fixture
def any_meeting(any_house: House) -> Meeting:
    """The same on each of the two databases in turn."""
    return convened(any_house)

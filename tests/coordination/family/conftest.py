"""The case of the example with an agreed plan: the family's papers are written from it."""

import pytest

from tests.conftest import House
from tests.coordination.agreements.conftest import brief, story, table
from tests.coordination.family.writing import AtHome, agreed

__all__ = ["brief", "home", "story", "table"]


@pytest.fixture
def home(house: House) -> AtHome:
    """A plan with a task for Jana and one for the school; nobody of the family has anything in hand yet."""
    return agreed(house)

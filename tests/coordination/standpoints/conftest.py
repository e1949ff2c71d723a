"""The table at which people speak."""

import pytest

from tests.conftest import House
from tests.coordination.standpoints.table import Table, laid


@pytest.fixture
def table(house: House) -> Table:
    """A convened meeting at which nobody has said anything yet."""
    return laid(house)

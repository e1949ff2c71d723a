"""The same table: here its people answer for their tasks."""

import pytest

from tests.conftest import House
from tests.coordination.plans.writing import Table, convened


@pytest.fixture
def table(house: House) -> Table:
    """A convened meeting without a plan."""
    return convened(house)

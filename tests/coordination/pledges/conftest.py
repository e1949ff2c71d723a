"""The case of Gábina with its table laid, for every test of pledges."""

import pytest

from tests.conftest import House
from tests.coordination.pledges.laying import Case, laid


@pytest.fixture
def case(house: House) -> Case:
    return laid(house)

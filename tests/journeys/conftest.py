"""A real Chromium for the journeys that need one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium, program
from tests.conftest import do_without


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = program()
    if found is None:
        do_without("Chromium", "BROWSER")
    assert found is not None
    with chromium(found) as browser:
        yield browser

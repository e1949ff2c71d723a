"""Several people who do the same thing at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask


def at_once(app: Flask, count: int, deed: Callable[[int], Any]) -> list[Any]:
    """Let `count` threads do a deed together, each told its number; the first fault of any of them is raised here."""
    gate = threading.Barrier(count)
    results: list[Any] = []
    faults: list[BaseException] = []

    def one(number: int) -> None:
        with app.app_context():
            gate.wait(timeout=60)
            try:
                results.append(deed(number))
            except BaseException as fault:  # carried over to the thread of the test
                faults.append(fault)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if faults:
        raise faults[0]
    assert len(results) == count
    return results

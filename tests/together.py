"""Several people who do the same thing at the same moment."""

import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select, text

from foundation.audit import AuditHead
from foundation.database import db
from foundation.reasons import Refused


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


def held_up(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Let deeds begin one after another on PostgreSQL while nobody can write into the log book; then let go.

    Each has asked by then whatever it asks before it waits for anybody, so a check made too early shows every time.
    Answers what each answered, or its refusal, in the order in which they began; any other fault is raised here.
    """
    ends: list[Any] = [None] * len(deeds)

    def one(number: int) -> None:
        with app.app_context():
            try:
                ends[number] = deeds[number]()
            except Exception as fault:
                ends[number] = fault
            finally:
                db.session.remove()

    with app.app_context(), db.engine.connect() as book, db.engine.connect() as watch:
        assert book.dialect.name == "postgresql", "SQLite lets nobody begin to write before the other has ended"
        book.execute(select(AuditHead.chain).with_for_update())
        threads = [threading.Thread(target=one, args=(number,)) for number in range(len(deeds))]
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while thread.is_alive() and _waiting(watch) < sum(each.is_alive() for each in threads[:number]):
                time.sleep(0.005)  # what another server does is not ours to be told of
        book.rollback()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "two deeds wait for each other"
    for end in ends:
        if isinstance(end, Exception) and not isinstance(end, Refused):
            raise end
    return ends


def _waiting(watch: Connection) -> int:
    """How many of this database's connections wait for a lock now."""
    found = watch.execute(
        text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    )
    waiting: int = found.scalar_one()
    watch.rollback()
    return waiting

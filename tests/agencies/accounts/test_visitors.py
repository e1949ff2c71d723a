"""Who stands at the door: read once, in two questions, as plain values."""

from sqlalchemy import event

from agencies.accounts import visitors
from foundation.access import Door
from foundation.database import db
from tests.conftest import House


def test_a_visitor_costs_one_question_and_knows_agency_and_offices(house: House) -> None:
    lenka = house.signed_in("lenka")
    with lenka.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    asked: list[str] = []
    with house.app.app_context():
        note = lambda *parts: asked.append(parts[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        visitor = visitors.load(secret)
        event.remove(db.engine, "before_cursor_execute", note)
    assert visitor is not None
    assert len([question for question in asked if question.startswith("SELECT")]) == 1
    assert (visitor.key, visitor.door) == (f"worker:{house.worker('lenka')}", Door.ACCOUNT2)
    assert visitor.agencies == ("Městský úřad Podlesí",)
    assert visitor.offices == {("coordinator", house.ids.agencies["podlesi"])}
    assert secret not in repr(visitor)


def test_an_invented_secret_is_nobody(house: House) -> None:
    with house.app.app_context():
        assert visitors.load("invented") is None


def test_a_stranger_holds_nothing() -> None:
    stranger = visitors.Stranger()
    assert (stranger.door, stranger.key, stranger.worker_id, stranger.offices) == (
        Door.NONE,
        "stranger",
        None,
        frozenset(),
    )

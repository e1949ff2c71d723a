"""What each town decides for itself: what holds until then, who changed it, and nothing of another town."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from foundation import audit, clock, town_settings
from foundation.audit import AuditContent, AuditEntry
from foundation.database import db
from foundation.town_settings import TownSetting, change, define, definitions, get, label_of, of_town
from tests.together import at_once

HERE, THERE = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def defined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town_settings, "_defined", {})
    define("phone", "Phone", longest=40)
    define("retention", "How long", hint="In years.", default="ten years")


def deeds() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)))


@pytest.mark.usefixtures("floor")
class TestSetting:
    def test_holds_by_default_until_the_town_sets_it(self):
        assert of_town(HERE) == {"phone": "", "retention": "ten years"}
        change(HERE, {"phone": "469 000 204"}, by="worker:1")
        assert of_town(HERE) == {"phone": "469 000 204", "retention": "ten years"}
        assert get(HERE, "phone") == "469 000 204"
        assert get(HERE, "retention") == "ten years"

    def test_is_of_one_town(self):
        change(HERE, {"phone": "469 000 204"}, by="worker:1")
        assert get(THERE, "phone") == ""
        assert of_town(THERE)["phone"] == ""

    def test_can_be_emptied(self):
        change(HERE, {"retention": ""}, by="worker:1")
        assert get(HERE, "retention") == ""

    def test_is_kept_with_who_and_when(self):
        change(HERE, {"phone": "469 000 204"}, by="worker:1")
        change(HERE, {"phone": "469 000 205"}, by="worker:2")
        row = db.session.scalars(select(TownSetting)).one()
        assert (row.changed_by, row.changed_at) == ("worker:2", clock.now())
        first, second = deeds()
        assert [first.actor, second.actor] == ["worker:1", "worker:2"]
        assert {first.chain, first.about} == {HERE, f"town:{HERE}"}
        content = db.session.get_one(AuditContent, second.id).content
        assert content == {"changed": {"phone": ["469 000 204", "469 000 205"]}}

    def test_saving_the_same_is_no_deed(self):
        change(HERE, {"phone": "", "retention": "ten years"}, by="worker:1")
        assert deeds() == []
        change(HERE, {"phone": "1"}, by="worker:1")
        change(HERE, {"phone": "1", "retention": "ten years"}, by="worker:2")
        assert len(deeds()) == 1
        assert db.session.scalars(select(TownSetting)).one().changed_by == "worker:1"

    def test_a_town_and_a_service_may_each_have_one_of_the_same_name(self):
        define("retention", "How long the service keeps it", default="ten years", of="service")
        assert [one.label for one in definitions()] == ["Phone", "How long"]
        assert [one.label for one in definitions("service")] == ["How long the service keeps it"]
        assert label_of("retention", "service") == "How long the service keeps it"
        change(HERE, {"retention": "five years"}, by="worker:1")
        assert (get(HERE, "retention"), get(THERE, "retention")) == ("five years", "ten years")

    def test_one_that_nobody_defined_is_an_error(self):
        with pytest.raises(KeyError):
            get(HERE, "unheard of")
        with pytest.raises(KeyError):
            change(HERE, {"phone": "1", "unheard of": "2"}, by="worker:1")
        assert get(HERE, "phone") == ""


def test_two_who_set_the_same_at_once_make_one_row(floor: Flask):
    at_once(floor, 6, lambda number: change(HERE, {"phone": str(number)}, by=f"worker:{number}"))
    assert len(db.session.scalars(select(TownSetting)).all()) == 1
    assert len(deeds()) == 6
    assert audit.verify() == []


def test_definitions_keep_their_order():
    assert [one.name for one in definitions()] == ["phone", "retention"]
    assert definitions()[1].hint == "In years."

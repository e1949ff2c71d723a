"""The one decision: each condition in its order, the door of each page, and a house that stays closed without one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from flask import Blueprint, Flask, redirect
from hypothesis import given
from hypothesis import strategies as st

from foundation import access, clock
from foundation.access import (
    CONDITIONS,
    EVERYBODY,
    Audience,
    Decision,
    Door,
    Facts,
    Ground,
    Right,
    RouteWithoutDoor,
    decide,
)

NOW = datetime(2026, 2, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
JANA, GABINA, SEAT = UUID(int=1), UUID(int=2), UUID(int=3)
STRICT = Right("RW", door=Door.CODE, member=True, pledge=True, ground=True, reasoned=True, closed="R")
"""A right with every gate before it."""
IN_ORDER = Facts(
    role="seat", door=Door.CODE, about="case:1", member_from=NOW - HOUR, signed=True,
    ground=Ground(NOW + HOUR, frozenset({JANA})), reading_until=NOW + HOUR, seat_id=SEAT,
)  # fmt: skip
"""Somebody to whom nothing is missing."""
MISSING = {
    "town": {"in_town": False},
    "door": {"door": Door.LINK},
    "exclusion": {"denied": True},
    "membership": {"member_to": NOW - HOUR},
    "pledge": {"signed": False},
    "ground": {"ground": None},
    "reason": {"reading_until": NOW},
    "audience": {"ground": Ground(NOW + HOUR, frozenset({GABINA}))},
    "time": {"state": "erased"},
}
"""What takes each condition away; the audience is Jana."""
OF_JANA = Audience(members=frozenset({JANA}))


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Right]]:
    rights = {"thing": {"seat": STRICT, "anybody": Right("R", door=Door.NONE)}}
    monkeypatch.setattr(access, "resources", rights)
    return rights


def asked(facts: Facts | None, action: str = "R", audience: Audience = EVERYBODY) -> str | None:
    return decide(facts, "thing", action, NOW, audience).missing


class TestOrder:
    def test_nothing_is_missing(self):
        assert decide(IN_ORDER, "thing", "W", NOW, OF_JANA) == Decision(None)
        assert decide(IN_ORDER, "thing", "W", NOW, OF_JANA).allowed

    def test_the_order_is_written_down(self):
        order = ["town", "door", "exclusion", "membership", "pledge", "ground", "reason", "audience", "time"]
        assert list(CONDITIONS) == order == list(MISSING)

    @pytest.mark.parametrize("name", MISSING)
    def test_each_alone_closes(self, name: str):
        assert asked(replace(IN_ORDER, **MISSING[name]), audience=OF_JANA) == name

    @given(st.sets(st.sampled_from(list(MISSING)), min_size=1))
    def test_of_several_the_first_is_named(self, names: set[str]):
        taken = {**MISSING}
        if "ground" in names:
            taken["audience"] = {}  # without a ground nothing limits the members, and the ground comes first
        facts = IN_ORDER
        for name in names:
            facts = replace(facts, **taken[name])
        first = next(name for name in CONDITIONS if name in names)
        rights = {"thing": {"seat": STRICT}}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "resources", rights)
            assert asked(facts, audience=OF_JANA) == first

    def test_an_unknown_resource_is_an_error_even_for_a_stranger(self):
        for facts in (IN_ORDER, None):
            with pytest.raises(KeyError):
                decide(facts, "no such thing", "R", NOW)

    @pytest.mark.parametrize("facts", [None, replace(IN_ORDER, role=None), replace(IN_ORDER, role="unheard of")])
    def test_whoever_has_no_role_has_nothing(self, facts: Facts | None):
        assert asked(facts) == "role"

    @pytest.mark.parametrize("action", ["", "X", "RW", "r"])
    def test_what_is_neither_reading_nor_writing_is_an_error(self, action: str):
        with pytest.raises(ValueError, match="neither R nor W"):
            decide(IN_ORDER, "thing", action, NOW)

    @given(
        facts=st.builds(
            Facts, role=st.sampled_from(["seat", "anybody", "other", None]), door=st.sampled_from(Door),
            about=st.just("case:1"), in_town=st.booleans(), denied=st.booleans(), signed=st.booleans(),
            member_from=st.sampled_from([None, NOW - HOUR, NOW, NOW + HOUR]),
            member_to=st.sampled_from([None, NOW - HOUR, NOW, NOW + HOUR]),
            ground=st.one_of(st.none(), st.builds(Ground, st.sampled_from([None, NOW - HOUR, NOW, NOW + HOUR]),
                                                  st.sampled_from([None, frozenset({JANA}), frozenset({GABINA})]))),
            reading_until=st.sampled_from([None, NOW - HOUR, NOW, NOW + HOUR]),
            state=st.sampled_from(["draft", "open", "closed", "erased", "unheard of"]),
            seat_id=st.sampled_from([None, SEAT]),
        ),
        action=st.sampled_from("RW"),
    )  # fmt: skip
    def test_content_opens_only_to_a_present_pledged_grounded_seat(self, facts: Facts, action: str):
        """Whatever else is true, these hold for whoever gets in by a strict right."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "resources", {"thing": {"seat": STRICT}})
            decision = decide(facts, "thing", action, NOW, OF_JANA)
        if decision.allowed:
            assert facts.role == "seat"
            assert facts.in_town
            assert not facts.denied
            assert facts.door >= Door.CODE
            assert facts.signed
            assert facts.member_from is not None
            assert facts.member_from <= NOW
            assert facts.member_to is None or facts.member_to > NOW
            assert facts.ground is not None
            assert facts.ground.until is None or facts.ground.until > NOW
            assert facts.ground.members is None or JANA in facts.ground.members
            assert facts.reading_until is not None
            assert facts.reading_until > NOW
            assert facts.state in ("draft", "open") or (facts.state, action) == ("closed", "R")


class TestConditions:
    @pytest.mark.parametrize("door", Door)
    def test_a_door_at_least_as_strong_opens(self, door: Door):
        assert (asked(replace(IN_ORDER, door=door)) is None) == (door >= Door.CODE)

    def test_a_seat_counts_from_its_beginning_to_its_end(self):
        assert asked(replace(IN_ORDER, member_from=None)) == "membership"
        assert asked(replace(IN_ORDER, member_from=NOW + HOUR)) == "membership"
        assert asked(replace(IN_ORDER, member_from=NOW)) is None
        assert asked(replace(IN_ORDER, member_to=NOW + HOUR)) is None
        assert asked(replace(IN_ORDER, member_to=NOW)) == "membership"

    def test_who_has_left_may_read_what_stays_theirs_and_not_change_it(self, table: dict):
        table["thing"]["seat"] = replace(STRICT, ended_may_read=True)
        left = replace(IN_ORDER, member_to=NOW - HOUR)
        assert asked(left, "R") is None
        assert asked(left, "W") == "membership"
        assert asked(replace(left, member_from=None), "R") == "membership"

    def test_a_ground_ends_at_its_instant(self):
        assert asked(replace(IN_ORDER, ground=Ground(NOW))) == "ground"
        assert asked(replace(IN_ORDER, ground=Ground(NOW + timedelta(microseconds=1)))) is None
        assert asked(replace(IN_ORDER, ground=Ground(None))) is None

    @pytest.mark.parametrize(
        ("known", "about", "missing"),
        [
            (None, {JANA, GABINA}, None),
            ({JANA}, {JANA}, None),
            ({JANA, GABINA}, {JANA}, None),
            ({JANA}, {JANA, GABINA}, "audience"),
            (set(), {JANA}, "audience"),
            ({JANA}, None, None),
            ({JANA}, set(), None),
        ],
    )
    def test_an_item_is_for_whoever_may_know_all_its_members(self, known, about, missing):
        facts = replace(IN_ORDER, ground=Ground(None, None if known is None else frozenset(known)))
        assert asked(facts, audience=Audience(members=None if about is None else frozenset(about))) == missing

    @pytest.mark.parametrize(
        ("known", "about", "missing"),
        [
            ({"school"}, {"school"}, None),
            ({"school"}, {"school", "health"}, "audience"),
            (set(), {"school"}, "audience"),
            (None, {"health"}, None),
            ({"school"}, None, None),
        ],
    )
    def test_an_item_that_speaks_of_areas_is_for_whoever_may_know_them(self, known, about, missing):
        ground = Ground(None, frozenset({JANA}), None if known is None else frozenset(known))
        facts = replace(IN_ORDER, ground=ground)
        assert asked(facts, audience=Audience(areas=None if about is None else frozenset(about))) == missing
        whole = Audience(members=frozenset({GABINA}), areas=None if about is None else frozenset(about))
        assert asked(facts, audience=whole) == "audience", "both must hold"

    def test_an_item_for_named_seats_is_for_them_alone(self, table: dict):
        assert asked(IN_ORDER, audience=Audience(seats=frozenset({SEAT}))) is None
        assert asked(IN_ORDER, audience=Audience(seats=frozenset({uuid4()}))) == "audience"
        table["thing"]["seat"] = Right("RW", door=Door.CODE)
        assert asked(IN_ORDER, audience=Audience(seats=frozenset({uuid4()}))) is None  # an office is no seat

    def test_gates_that_a_right_does_not_ask_for_stand_open(self):
        nobody = Facts(role="anybody", door=Door.NONE, about="case:1")
        assert asked(nobody, audience=OF_JANA) is None

    def test_an_exclusion_and_another_town_close_even_those(self):
        nobody = Facts(role="anybody", door=Door.NONE, about="case:1")
        assert asked(replace(nobody, denied=True)) == "exclusion"
        assert asked(replace(nobody, in_town=False)) == "town"

    @pytest.mark.parametrize(
        ("state", "letters"), [("draft", "RW"), ("open", "RW"), ("closed", "R"), ("erased", ""), ("unheard of", "")]
    )
    def test_time_leaves_what_the_state_leaves(self, state: str, letters: str):
        for action in "RW":
            missing = asked(replace(IN_ORDER, state=state), action)
            assert missing == (None if action in letters else "time")

    def test_a_draft_may_have_rights_of_its_own(self, table: dict):
        table["thing"]["seat"] = replace(STRICT, draft="")
        assert asked(replace(IN_ORDER, state="draft")) == "time"

    def test_a_right_says_nothing_of_a_door_by_itself(self):
        assert Right("R").door is Door.ACCOUNT2  # the strongest, unless somebody thought of a weaker one


class TestDescribing:
    def test_a_resource_is_described_once(self):
        access.resource("new thing", {"seat": Right("R")})
        with pytest.raises(ValueError, match="twice"):
            access.resource("new thing", {"seat": Right("RW")})
        assert access.resources["new thing"]["seat"].actions == "R"


VISITOR = SimpleNamespace(key="worker:1", door=Door.CODE, worker_id=UUID(int=9), offices=frozenset())


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch):
    """A house with one page behind a door; `counter.facts` are what the page finds out."""
    found = SimpleNamespace(facts=IN_ORDER, ways=[], looks=[], pages=Blueprint("counter", __name__))
    monkeypatch.setattr(access, "_stronger_door", found.ways)
    monkeypatch.setattr(access, "actor", lambda: VISITOR)
    monkeypatch.setattr(access.audit, "look", lambda *seen: found.looks.append(seen))

    @found.pages.route("/things/<int:thing_id>", methods=["GET", "POST"])
    @access.requires("thing", facts=lambda _actor, thing_id: found.facts if thing_id == 1 else None, looked=True)
    def thing(thing_id: int) -> str:
        return f"thing {thing_id}, {access.facts().role}, {access.may('thing', 'W')}"

    @found.pages.route("/papers/<int:thing_id>", methods=["GET", "POST"])
    @access.requires("thing", facts=lambda _actor, thing_id: found.facts, write="R")
    def paper(thing_id: int) -> str:
        return "paper"

    found.app = Flask("counter")
    found.app.register_blueprint(found.pages)
    found.client = found.app.test_client()
    with clock.standing_at(NOW):
        yield found


class TestDoorOfAPage:
    def test_opens_to_whom_the_decision_lets_in(self, counter):
        answer = counter.client.get("/things/1")
        assert (answer.status_code, answer.text) == (200, "thing 1, seat, True")

    def test_what_does_not_exist_and_what_is_not_for_you_are_the_same(self, counter):
        nothing = counter.client.get("/things/2")
        assert nothing.status_code == 404
        for missing in MISSING:
            if missing == "audience":
                continue  # an item on the page, not the page
            counter.facts = replace(IN_ORDER, **MISSING[missing])
            for method in ("get", "post"):
                refused = getattr(counter.client, method)("/things/1")
                assert (refused.status_code, refused.data) == (404, nothing.data), missing

    def test_getting_reads_and_posting_writes(self, counter):
        counter.facts = replace(IN_ORDER, state="closed")
        assert counter.client.get("/things/1").status_code == 200
        assert counter.client.head("/things/1").status_code == 200
        assert counter.client.post("/things/1").status_code == 404
        assert counter.client.post("/papers/1").status_code == 200

    def test_a_look_is_noted_before_the_answer_and_not_when_turned_away(self, counter):
        counter.client.get("/things/2")
        assert counter.looks == []
        counter.client.get("/things/1")
        assert counter.looks == [(None, "worker:1", "case:1", "thing")]
        counter.client.get("/papers/1")
        assert len(counter.looks) == 1


class TestStrongerDoor:
    def test_is_offered_when_only_the_door_is_missing(self, counter):
        counter.ways += [lambda facts: None, lambda facts: redirect("/code", 303)]
        counter.facts = replace(IN_ORDER, door=Door.LINK)
        answer = counter.client.get("/things/1")
        assert (answer.status_code, answer.location) == (303, "/code")

    @pytest.mark.parametrize("name", [name for name in MISSING if name not in ("door", "audience")])
    def test_is_not_offered_when_something_else_is_missing_too(self, counter, name: str):
        """An offer would tell that the thing is there, to somebody to whom it is not."""
        counter.ways.append(lambda facts: redirect("/code", 303))
        counter.facts = replace(IN_ORDER, **{**MISSING[name], "door": Door.LINK})
        assert counter.client.get("/things/1").status_code == 404
        counter.facts = replace(IN_ORDER, **MISSING[name])
        assert counter.client.get("/things/1").status_code == 404

    def test_is_not_offered_for_nothing(self, counter):
        counter.ways.append(lambda facts: redirect("/code", 303))
        assert counter.client.get("/things/2").status_code == 404

    def test_without_a_way_there_is_nothing(self, counter):
        counter.facts = replace(IN_ORDER, door=Door.LINK)
        assert counter.client.get("/things/1").status_code == 404


class TestBoot:
    def test_a_route_without_a_door_keeps_the_house_closed(self):
        app = Flask("house")
        app.add_url_rule("/open", "open", access.public(lambda: ""))
        access.check(app)
        app.add_url_rule("/first", "first", lambda: "")
        app.add_url_rule("/second", "second", lambda: "", methods=["POST"])
        with pytest.raises(RouteWithoutDoor, match="first, second"):
            access.check(app)

    def test_a_resource_that_nobody_described_keeps_the_house_closed(self):
        app = Flask("house")
        app.add_url_rule("/one", "one", access.requires("thing", facts=lambda actor: None)(lambda: ""))
        access.check(app)
        app.add_url_rule("/two", "two", access.requires("no such thing", facts=lambda actor: None)(lambda: ""))
        with pytest.raises(RouteWithoutDoor, match="two: no such thing"):
            access.check(app)

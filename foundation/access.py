"""The door of every page: who stands before it, what they may do, and the one decision that tells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from functools import wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import Flask, abort, g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from foundation import audit, clock


class Door(IntEnum):
    """By which door a person came, from the weakest proof to the strongest."""

    NONE = 0
    LINK = 1
    NUMBER = 2
    CODE = 3
    ACCOUNT2 = 4


class Actor(Protocol):
    """Whoever asks for a page."""

    @property
    def key(self) -> str:
        """How the log book names this person."""

    @property
    def door(self) -> Door:
        """The door by which they came."""

    @property
    def worker_id(self) -> UUID | None:
        """The worker behind the actor, if there is one."""

    @property
    def offices(self) -> frozenset[tuple[str, UUID]]:
        """The offices held today: (role, agency)."""

    @property
    def session_id(self) -> UUID | None:
        """The browser in which they are signed in, if they are."""

    @property
    def seat_id(self) -> UUID | None:
        """The one place by whose own key they came; a worker comes as a worker, whatever places they hold."""


@dataclass(frozen=True)
class Ground:
    """Why a person may learn what: until when (None: no end), about which members and in which areas (None: all)."""

    until: datetime | None = None
    members: frozenset[UUID] | None = None
    areas: frozenset[str] | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the decision needs to know of one person before one thing; plain values, read once."""

    role: str | None
    """What the person is towards the thing: a word of the feature's resource table; None is a stranger."""
    door: Door
    about: str
    """The thing as the log book names it."""
    town_id: UUID | None = None
    in_town: bool = True
    """Whether an office that the role rests on is held in the town of the thing."""
    denied: bool = False
    member_from: datetime | None = None
    member_to: datetime | None = None
    signed: bool = False
    ground: Ground | None = None
    reading_until: datetime | None = None
    """Until when the reason holds that somebody wrote down before reading."""
    state: str = "open"
    seat_id: UUID | None = None


@dataclass(frozen=True)
class Right:
    """What one role may do with one resource, and which gates stand before it."""

    actions: str
    """R read, W write or act; empty: nothing."""
    door: Door = Door.ACCOUNT2
    member: bool = False
    pledge: bool = False
    ground: bool = False
    reasoned: bool = False
    """Whether the reason for reading is written down first."""
    ended_may_read: bool = False
    draft: str | None = None
    """The actions while the thing is a draft; None: the same as open."""
    closed: str = ""
    """The actions once the thing is closed."""

    def in_state(self, state: str) -> str:
        """The actions left in this state of the thing; nothing is left of an erased one."""
        by_state = {
            "open": self.actions,
            "draft": self.actions if self.draft is None else self.draft,
            "closed": self.closed,
        }
        return by_state.get(state, "")


@dataclass(frozen=True)
class Audience:
    """Whom an item is for: the members it concerns and the areas it speaks of (None: none in particular), named seats
    (None: no limit)."""

    members: frozenset[UUID] | None = None
    seats: frozenset[UUID] | None = None
    areas: frozenset[str] | None = None


EVERYBODY = Audience()


@dataclass(frozen=True)
class Question:
    """One asking of `decide`."""

    facts: Facts
    right: Right
    action: str
    audience: Audience
    now: datetime


@dataclass(frozen=True)
class Decision:
    """Allowed when nothing was missing; otherwise the first condition that failed."""

    missing: str | None = None

    @property
    def allowed(self) -> bool:
        return self.missing is None


def _town(ask: Question) -> bool:
    return ask.facts.in_town


def _door(ask: Question) -> bool:
    return ask.facts.door >= ask.right.door


def _exclusion(ask: Question) -> bool:
    return not ask.facts.denied


def _membership(ask: Question) -> bool:
    if not ask.right.member:
        return True
    if ask.facts.member_from is None or ask.facts.member_from > ask.now:
        return False
    ended = ask.facts.member_to is not None and ask.facts.member_to <= ask.now
    return not ended or (ask.right.ended_may_read and ask.action == "R")


def _pledge(ask: Question) -> bool:
    return ask.facts.signed or not ask.right.pledge


def _ground(ask: Question) -> bool:
    if not ask.right.ground:
        return True
    ground = ask.facts.ground
    return ground is not None and (ground.until is None or ask.now < ground.until)


def _reason(ask: Question) -> bool:
    until = ask.facts.reading_until
    return not ask.right.reasoned or (until is not None and ask.now < until)


def _audience(ask: Question) -> bool:
    if ask.audience.seats is not None and ask.right.member and ask.facts.seat_id not in ask.audience.seats:
        return False
    if not ask.right.ground or ask.facts.ground is None:
        return True
    ground, about = ask.facts.ground, ask.audience
    return _within(about.members, ground.members) and _within(about.areas, ground.areas)


def _within(about: frozenset[Any] | None, opened: frozenset[Any] | None) -> bool:
    return about is None or opened is None or about <= opened


def _time(ask: Question) -> bool:
    return ask.action in ask.right.in_state(ask.facts.state)


CONDITIONS: dict[str, Callable[[Question], bool]] = {
    "town": _town,
    "door": _door,
    "exclusion": _exclusion,
    "membership": _membership,
    "pledge": _pledge,
    "ground": _ground,
    "reason": _reason,
    "audience": _audience,
    "time": _time,
}
"""The order of the decision; each must hold."""


def decide(facts: Facts | None, resource: str, action: str, now: datetime, audience: Audience = EVERYBODY) -> Decision:
    """Whether `facts` allow `action` ("R" or "W") on `resource`.

    Raises KeyError for a resource nobody described and ValueError for an action that is neither.
    """
    rights = resources[resource]
    if action not in ("R", "W"):
        raise ValueError(f"{action!r} is neither R nor W")
    if facts is None or facts.role is None or facts.role not in rights:
        return Decision("role")
    ask = Question(facts, rights[facts.role], action, audience, now)
    for name, holds in CONDITIONS.items():
        if not holds(ask):
            return Decision(name)
    return Decision()


resources: dict[str, Mapping[str, Right]] = {}


def resource(name: str, rights: Mapping[Any, Right]) -> None:
    """Describe who may do what with one resource; a name is described once."""
    if name in resources:
        raise ValueError(f"{name} is described twice")
    resources[name] = {str(role): right for role, right in rights.items()}


@dataclass(frozen=True)
class Requirement:
    """What a page asks of whoever opens it."""

    resource: str
    facts: Callable[..., Facts | None]
    write: str = "W"
    looked: bool = False


PUBLIC = Requirement("public_pages", facts=lambda *_: None)

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """A page for everyone, stranger included."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(
    resource: str, facts: Callable[..., Facts | None], *, write: str = "W", looked: bool = False
) -> Callable[[View], View]:
    """A page for those whom `decide` lets in: R to get it, `write` to post to it.

    `facts(actor, **arguments of the address)` tells the facts, or None for a thing that does not exist; both that and
    a no are the same 404. `looked`: the look goes to the log book before the answer.
    """

    def guard(view: View) -> View:
        requirement = Requirement(resource, facts, write, looked)

        @wraps(view)
        def behind_the_door(**arguments: Any) -> Any:
            turned_away = _enter(requirement, arguments)
            return turned_away if turned_away is not None else view(**arguments)

        behind_the_door.access = requirement  # type: ignore[attr-defined]
        return behind_the_door  # type: ignore[return-value]

    return guard


_stronger_door: list[Callable[[Facts], Response | None]] = []


def offer_stronger_door(way: Callable[[Facts], Response | None]) -> None:
    """Announce a way to prove oneself better where only the door was too weak."""
    _stronger_door.append(way)


def _enter(requirement: Requirement, arguments: Mapping[str, Any]) -> Response | None:
    who = actor()
    facts = requirement.facts(who, **arguments)
    action = "R" if request.method in ("GET", "HEAD") else requirement.write
    if facts is None or not decide(facts, requirement.resource, action, clock.now()).allowed:
        return _way_to_stronger_door(facts, requirement.resource, action) or abort(404)
    g.facts = facts
    if requirement.looked:
        audit.look(facts.town_id, who.key, facts.about, requirement.resource)
    return None


def _way_to_stronger_door(facts: Facts | None, resource: str, action: str) -> Response | None:
    """Where to prove oneself better, if nothing but the door is missing; to anybody else the thing is not there."""
    if facts is None or not decide(replace(facts, door=max(Door)), resource, action, clock.now()).allowed:
        return None
    return next((found for found in (way(facts) for way in _stronger_door) if found is not None), None)


def actor() -> Actor:
    """Whoever asks for the present page."""
    who: Actor = current_user._get_current_object()
    return who


def facts() -> Facts:
    """What the door of the present page has found out about its visitor."""
    found: Facts = g.facts
    return found


def may(resource: str, action: str, audience: Audience = EVERYBODY) -> bool:
    """Whether the visitor of the present page may do something else with the same thing; for buttons and lists."""
    return decide(facts(), resource, action, clock.now(), audience).allowed


class RouteWithoutDoor(RuntimeError):
    """A page that says of nobody whether they may open it; the house does not open."""


def check(app: Flask, static: Iterable[str] = ("static", "bootstrap.static")) -> None:
    """Refuse to start while any route lacks `@requires` or `@public`; files of the look are public."""
    doorless = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in static and not hasattr(app.view_functions[rule.endpoint], "access")
    )
    if doorless:
        raise RouteWithoutDoor(", ".join(doorless))
    unknown = sorted(
        f"{endpoint}: {view.access.resource}"
        for endpoint, view in app.view_functions.items()
        if hasattr(view, "access") and view.access is not PUBLIC and view.access.resource not in resources
    )
    if unknown:
        raise RouteWithoutDoor(", ".join(unknown))

"""What a town has of its own: where its phone stands, which wordings it reads and writes, who may do so."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.directory.models import Agency, agency_of
from agencies.staff.models import worker_of
from foundation import clock, town_settings, wordings
from foundation.access import Actor, Facts
from foundation.database import db
from foundation.wordings import Wording, WordingConfirmed

town_settings.define(
    "phone", _l("Phone where somebody helps"), hint=_l("It stands in every letter and on every page before a door.")
)

town_settings.define(
    "acknowledgement",
    _l("Acknowledgement on printed papers"),
    hint=_l("Who supports the work of the town, in one or two sentences. It stands at the foot of blank forms."),
    longest=240,
)
town_settings.define(
    "acknowledgement_for_family",
    _l("Acknowledgement on papers for families"),
    choices=(("no", _l("leave it out")), ("yes", _l("print it there too"))),
    default="no",
)

OFFICES = ("head", "administrator", "coordinator")
"""Who has anything to do with a town's settings, the one who may do most first."""
DECIDE = ("head", "administrator")
"""Who may change them."""


# --- wordings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """How many people have signed a wording that still opens something to them, and at how many cases."""

    people: int = 0
    cases: int = 0


def _reaches_nobody(_town_id: UUID, _name: str) -> Reach:
    return Reach()


@dataclass(frozen=True)
class Announced:
    """A wording that towns read, confirm and rewrite."""

    label: Any
    reach: Callable[[UUID, str], Reach]


_announced: dict[str, Announced] = {}


def announce_wording(name: str, label: Any, *, reach: Callable[[UUID, str], Reach] = _reaches_nobody) -> None:
    """Have towns read, confirm and rewrite a wording; done once by the feature that hands it out.

    `label` is a lazy sentence. `reach(town, name)` counts whom a new material version would ask to sign again.
    """
    _announced[name] = Announced(label, reach)


def label_of(name: str) -> Any:
    """What a wording is, as people read it: a lazy sentence."""
    return _announced[name].label


def reach_of(town_id: UUID, name: str) -> Reach:
    """Whom a new material version of a wording would ask to sign again in a town."""
    return _announced[name].reach(town_id, name)


@dataclass(frozen=True)
class TownWording:
    """A version of a wording as one town reads it."""

    wording: Wording
    label: str
    text: str
    """With the town's own words in its blanks."""
    confirmed: bool
    blanks: tuple[str, ...]
    """The settings that the town has left empty, so that the text cannot be issued."""
    holds: bool
    """Whether it is the version that holds now."""

    @property
    def waits(self) -> bool:
        """Whether its day is still to come."""
        return self.wording.valid_from > clock.now()

    @property
    def from_day(self) -> date:
        """The day since which it holds, as people in Prague count it."""
        return clock.in_prague(self.wording.valid_from).date()

    @property
    def author(self) -> str:
        """Who wrote it for the town; empty for a shipped one."""
        by = (self.wording.written_by or "").removeprefix("worker:")
        worker = worker_of(UUID(by)) if by else None
        return worker.name if worker else ""


def wordings_of(town_id: UUID) -> Sequence[TownWording]:
    """Every announced wording in the version that holds now, and the one that waits for its day."""
    return [read for name in _announced for read in line_of(town_id, name) if read.holds or read.waits]


def line_of(town_id: UUID, name: str) -> Sequence[TownWording]:
    """Every version of a wording in a town, the newest first; none before the shipped texts are loaded."""
    values = town_settings.of_town(town_id)
    known = select(WordingConfirmed.wording_id).where(WordingConfirmed.town_id == town_id)
    confirmed = frozenset(db.session.scalars(known))
    line = wordings.line_of(name, town_id)
    holding = next((version for version in line if version.valid_from <= clock.now()), None)
    return [
        TownWording(
            wording=version,
            label=str(_announced[name].label),
            text=wordings.filled(version.text, values),
            confirmed=version.id in confirmed,
            blanks=tuple(name for name in wordings.blanks(version.text) if name in values and not values[name]),
            holds=version is holding,
        )
        for version in line
    ]


def line_with(town_id: UUID, wording_id: UUID) -> Sequence[TownWording]:
    """The line of versions to which a wording belongs in a town; none where it has never held and never will."""
    wording = db.session.get(Wording, wording_id)
    line = line_of(town_id, wording.name) if wording is not None and wording.name in _announced else ()
    return line if any(read.wording is wording for read in line) else ()


def known_blanks(line: Iterable[TownWording]) -> frozenset[str]:
    """What can be filled in: the settings of towns, and what the shipped versions leave to whoever hands them out."""
    settings = {definition.name for definition in town_settings.definitions()}
    return frozenset(settings.union(*(wordings.blanks(read.wording.text) for read in line)))


# --- the town --------------------------------------------------------------------------------------------------------


def phone_of(town_id: UUID) -> str:
    """The number that the town has set, or the one of its entry in the directory."""
    town = agency_of(town_id)
    return town_settings.get(town_id, "phone") or (town.phone if town else None) or ""


def acknowledgement_of(town_id: UUID, *, family: bool = False) -> str:
    """What a town has printed at the foot of its papers; on those for families only where it has switched that on."""
    wanted = not family or town_settings.get(town_id, "acknowledgement_for_family") == "yes"
    return town_settings.get(town_id, "acknowledgement") if wanted else ""


def towns_at_hand(actor: Actor) -> Sequence[Agency]:
    """The towns in which the actor holds an office today, by name."""
    wanted = [town_id for role, town_id in actor.offices if role in OFFICES]
    return db.session.scalars(select(Agency).where(Agency.id.in_(wanted), Agency.convenes).order_by(Agency.name)).all()


def facts_of_town(actor: Actor, town_id: UUID, **_rest: object) -> Facts | None:
    """What `actor` is towards a town: the office held there, or elsewhere; None when there is no such town."""
    town = agency_of(town_id)
    if town is None or not town.convenes:
        return None
    here = _first_office([role for role, home in actor.offices if home == town_id])
    role = here or _first_office([role for role, _home in actor.offices])
    return Facts(role=role, door=actor.door, about=f"town:{town_id}", town_id=town_id, in_town=here is not None)


def facts_of_deciding(actor: Actor, town_id: UUID, **_rest: object) -> Facts | None:
    """As `facts_of_town`, for a page that only those who may change something find."""
    facts = facts_of_town(actor, town_id)
    return replace(facts, role=None) if facts is not None and facts.role not in DECIDE else facts


def facts_of_own_towns(actor: Actor) -> Facts:
    """What `actor` is towards the page that leads to the own town."""
    role = _first_office([role for role, _home in actor.offices])
    return Facts(role=role, door=actor.door, about="towns")


def _first_office(roles: Collection[str]) -> str | None:
    return next((office for office in OFFICES if office in roles), None)

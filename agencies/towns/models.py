"""What a town has of its own: where its phone stands, which wordings it reads and confirms, who may do so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.directory.models import Agency, agency_of
from foundation import town_settings, wordings
from foundation.access import Actor, Facts
from foundation.database import db
from foundation.wordings import Wording, WordingConfirmed

town_settings.define(
    "phone", _l("Phone where somebody helps"), hint=_l("It stands in every letter and on every page before a door.")
)

OFFICES = ("head", "administrator", "coordinator")
"""Who has anything to do with a town's settings, the one who may do most first."""

_announced: dict[str, Any] = {}


def announce_wording(name: str, label: Any) -> None:
    """Have towns read and confirm a wording; done once by the feature that hands it out. `label` is a lazy sentence."""
    _announced[name] = label


@dataclass(frozen=True)
class TownWording:
    """A wording as one town reads it."""

    wording: Wording
    label: str
    text: str
    """With the town's own words in its blanks."""
    confirmed: bool
    blanks: tuple[str, ...]
    """The settings that the town has left empty, so that the text cannot be issued."""


def wordings_of(town_id: UUID) -> Sequence[TownWording]:
    """Every announced wording in the version that holds now. Three queries and one for each wording."""
    values = town_settings.of_town(town_id)
    known = select(WordingConfirmed.wording_id).where(WordingConfirmed.town_id == town_id)
    confirmed = frozenset(db.session.scalars(known))
    return [
        TownWording(
            wording=wording,
            label=str(label),
            text=wordings.filled(wording.text, values),
            confirmed=wording.id in confirmed,
            blanks=tuple(name for name in wordings.blanks(wording.text) if name in values and not values[name]),
        )
        for wording, label in _in_force()
    ]


def _in_force() -> list[tuple[Wording, Any]]:
    found = []
    for name, label in _announced.items():
        try:
            found.append((wordings.current(name), label))
        except LookupError:
            continue  # the shipped texts have not been loaded yet
    return found


def phone_of(town_id: UUID) -> str:
    """The number that the town has set, or the one of its entry in the directory."""
    town = agency_of(town_id)
    return town_settings.get(town_id, "phone") or (town.phone if town else None) or ""


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


def facts_of_own_towns(actor: Actor) -> Facts:
    """What `actor` is towards the page that leads to the own town."""
    role = _first_office([role for role, _home in actor.offices])
    return Facts(role=role, door=actor.door, about="towns")


def _first_office(roles: Collection[str]) -> str | None:
    return next((office for office in OFFICES if office in roles), None)

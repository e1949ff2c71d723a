"""What each town decides for itself: its phone, its citations of law, its lists; kept with who and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from foundation import audit, clock
from foundation.database import Base, Key, db, transaction


class TownSetting(Base):
    """One value that a town has set."""

    __tablename__ = "town_setting"
    __table_args__ = (UniqueConstraint("town_id", "name"),)
    id: Mapped[Key]
    town_id: Mapped[UUID]
    name: Mapped[str]
    value: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


@dataclass(frozen=True)
class Definition:
    """A setting that exists: its English label (a msgid), a hint, its length, what holds until a town sets it.

    With `choices` (value and label) the town chooses one of them, without it writes a text.
    """

    name: str
    label: str
    hint: str = ""
    longest: int = 200
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    of: str = "town"
    """Who sets it: a town, or a counselling service."""
    needed: bool = False
    """Whether something cannot be done while it is empty; the page of settings asks for these first."""


_defined: dict[tuple[str, str], Definition] = {}
"""By whose it is and by name: a town and a service may each have one of the same name."""


def define(
    name: str,
    label: str,
    *,
    hint: str = "",
    longest: int = 200,
    default: str = "",
    choices: tuple[tuple[str, str], ...] = (),
    of: str = "town",
    needed: bool = False,
) -> None:
    """Announce a setting; done once by the feature that reads it."""
    _defined[of, name] = Definition(name, label, hint, longest, default, choices, of, needed)


def definitions(of: str = "town") -> tuple[Definition, ...]:
    """The settings of towns, or of counselling services, in the order in which features announced them."""
    return tuple(definition for definition in _defined.values() if definition.of == of)


def still_needed(values: dict[str, str], of: str = "town") -> list[Definition]:
    """The settings without which something cannot be done and which are empty in `values`."""
    return [one for one in definitions(of) if one.needed and not values[one.name].strip()]


def label_of(name: str, of: str = "town") -> str:
    """How the page of settings calls one of them; the name itself for what nobody defined."""
    return str(_defined[of, name].label) if (of, name) in _defined else name


def _defaults() -> dict[str, str]:
    return {one.name: one.default for one in _defined.values()}


def of_town(town_id: UUID) -> dict[str, str]:
    """Every setting of a town with the value that holds now."""
    rows = db.session.execute(select(TownSetting.name, TownSetting.value).where(TownSetting.town_id == town_id))
    return _defaults() | dict(rows.all())


def get(town_id: UUID, name: str) -> str:
    """One setting of a town; raises KeyError for a name that nobody defined."""
    default = _defaults()[name]
    where = (TownSetting.town_id == town_id, TownSetting.name == name)
    found = db.session.scalar(select(TownSetting.value).where(*where))
    return default if found is None else found


def change(town_id: UUID, values: dict[str, str], *, by: str) -> None:
    """Keep new values of a town's settings; unchanged ones stay untouched."""
    with transaction() as session:
        defaults = _defaults()
        rows = {row.name: row for row in session.scalars(select(TownSetting).where(TownSetting.town_id == town_id))}
        changed = {}
        for name, value in values.items():
            former = rows[name].value if name in rows else defaults[name]
            if value == former:
                continue
            changed[name] = [former, value]
            row = rows.get(name) or TownSetting(town_id=town_id, name=name)
            row.value, row.changed_at, row.changed_by = value, clock.now(), by
            session.add(row)
        if changed:
            audit.record(town_id, by, "settings changed", f"town:{town_id}", changed=changed)

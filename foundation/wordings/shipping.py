"""Texts that come with the product: files beside the templates, loaded once and the same for every town."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from foundation import audit, clock
from foundation.database import transaction
from foundation.settings import ROOT
from foundation.wordings.models import Wording

_FILE = re.compile(r"(?P<name>[a-z_]+)\.v(?P<version>\d+)\.(?P<language>[a-z]{2})\.txt")


@dataclass(frozen=True)
class Shipped:
    """A text as it lies in the templates, before it is loaded."""

    name: str
    version: int
    language: str
    text: str


def shipped(templates: Path = ROOT / "templates") -> Iterator[Shipped]:
    """The texts that come with the product: `<half>/<feature>/wordings/<name>.v<n>.<language>.txt`."""
    for path in sorted(templates.glob("*/*/wordings/*.txt")):
        found = _FILE.fullmatch(path.name)
        assert found, path.name
        feature = path.parent.parent.name
        text = path.read_text(encoding="utf-8").strip()
        yield Shipped(f"{feature}.{found['name']}", int(found["version"]), found["language"], text)


def load_shipped() -> int:
    """Put shipped texts that are not there yet into the database; answers how many were new."""
    try:
        return _load_missing()
    except IntegrityError:
        return 0  # another worker that started at the same moment has just loaded them


def _load_missing() -> int:
    with transaction() as session:
        known = select(Wording.name, Wording.version, Wording.language).where(Wording.town_id.is_(None))
        there = set(session.execute(known))
        new = [text for text in shipped() if (text.name, text.version, text.language) not in there]
        for text in new:
            session.add(
                Wording(
                    name=text.name,
                    version=text.version,
                    language=text.language,
                    text=text.text,
                    material=True,
                    valid_from=clock.now(),
                )
            )
        if new:
            audit.record(
                None, "house", "wordings loaded", "wordings", names=[f"{t.name} v{t.version} {t.language}" for t in new]
            )
        return len(new)

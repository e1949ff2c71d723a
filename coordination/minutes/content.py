"""What minutes say, in pieces that each know whom they are for; a copy is made by leaving pieces out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination.minutes.rules import ForWhom


@dataclass(frozen=True)
class Piece:
    """One row of one part: codes, ISO dates and what people wrote, never words of one language of ours."""

    cells: tuple[str, ...]
    members: tuple[str, ...] = ()
    """Ids of the members of the family whom it concerns; empty: nobody in particular."""
    areas: tuple[str, ...] = ()
    seats: tuple[str, ...] | None = None
    """Ids of the seats that it is for; None: no limit."""
    for_whom: ForWhom = ForWhom.EVERYBODY

    @property
    def text(self) -> str:
        """Of a piece with one cell: what it says."""
        return self.cells[0]


@dataclass(frozen=True)
class Content:
    """All the pieces by their parts, and the frame that stands in every copy."""

    frame: Mapping[str, str]
    """Town, unit, numbers, times (ISO, UTC), place, who led and took the minutes."""
    parts: Mapping[str, Sequence[Piece]] = field(default_factory=dict)

    def part(self, name: str) -> Sequence[Piece]:
        """The pieces of one part; none where nothing was said."""
        return self.parts.get(name, ())

    def covering(self, need: Piece) -> str:
        """Who covers a need, as far as whoever reads this content may know; empty: nobody yet.

        In older versions the names stand in the need itself.
        """
        _text, named, *number = need.cells
        known = [one.cells[1] for one in self.part("covers") if one.cells[0] in number]
        return ", ".join(dict.fromkeys(filter(None, (named, *known))))

    def only(self, keeps: Callable[[str, Piece], bool]) -> "Content":
        """The same with those pieces alone that `keeps(part, piece)`; a part without pieces is left out."""
        kept = {name: [piece for piece in pieces if keeps(name, piece)] for name, pieces in self.parts.items()}
        return Content(self.frame, {name: pieces for name, pieces in kept.items() if pieces})


def as_json(content: Content) -> dict[str, Any]:
    """The content as it is kept with a version."""
    return {
        "frame": dict(content.frame),
        "parts": {name: [_piece_as_json(piece) for piece in pieces] for name, pieces in content.parts.items()},
    }


def from_json(kept: Mapping[str, Any]) -> Content:
    """The content of a kept version."""
    return Content(
        kept["frame"], {name: [_piece_from_json(one) for one in pieces] for name, pieces in kept["parts"].items()}
    )


def _piece_as_json(piece: Piece) -> dict[str, Any]:
    return {
        "cells": list(piece.cells), "members": list(piece.members), "areas": list(piece.areas),
        "seats": None if piece.seats is None else list(piece.seats), "for": str(piece.for_whom),
    }  # fmt: skip


def _piece_from_json(kept: Mapping[str, Any]) -> Piece:
    return Piece(
        tuple(kept["cells"]), tuple(kept["members"]), tuple(kept["areas"]),
        None if kept["seats"] is None else tuple(kept["seats"]), ForWhom(kept["for"]),
    )  # fmt: skip

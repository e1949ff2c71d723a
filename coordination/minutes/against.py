"""See as: which version of the minutes somebody has, and what another text changes for them against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coordination.conferences.models import Conference
from coordination.minutes import models, reading
from coordination.minutes.content import Content, from_json
from coordination.minutes.copies import Reader, copy_for
from coordination.minutes.models import Minutes
from coordination.plans.rules_of_difference import Difference, Part, What, differences


@dataclass(frozen=True)
class Against:
    """What a copy changes for its reader against the version that they have."""

    number: int
    changes: Sequence[Difference]


def against_received(
    reader: Reader, conference: Conference, found: Minutes, content: Content, *, number: int, language: str
) -> Against | None:
    """What `content`, version `number`, changes for this reader; None: they have no version yet."""
    had = _had(reader, conference, found, number)
    if had is None:
        return None
    former = copy_for(reader, from_json(found.versions[had - 1].content))
    return Against(had, between(former, copy_for(reader, content), language))


def _had(reader: Reader, conference: Conference, found: Minutes, number: int) -> int | None:
    """A worker reads every version once it is out; of others it is known what was put into their hands."""
    if reader.seat.worker_id is not None:
        return number - 1 or None
    handed = models.disclosures(found.case_id, conference.number)
    versions = [made.version for made, seat in handed if seat.id == reader.seat.id and made.version is not None]
    return max(versions, default=None)


def between(former: Content, content: Content, language: str) -> Sequence[Difference]:
    """What two copies say differently, passage by passage in the words of the page."""
    before = {part.key: part for part in _passages(former, language)}
    after = {part.key: part for part in _passages(content, language)}
    return differences(_beside(before, after), _beside(after, before))


def _beside(those: dict[str, Part], others: dict[str, Part]) -> Iterator[Part]:
    """Those passages, and an empty one for each text that only the other copy has, so that its words are shown."""
    yield from those.values()
    for key, part in others.items():
        if key not in those and "" in part.fields:
            yield Part(part.what, key, part.name, {"": ""})


def _passages(content: Content, language: str) -> Iterator[Part]:
    for name, said in reading.facts(content, language):
        yield Part(What.PASSAGE, f"facts {name}", name, {"": said})
    for block in reading.blocks(content, language):
        if block.paragraphs:
            yield Part(What.PASSAGE, block.code, block.heading, {"": "\n".join(block.paragraphs)})
        counted: dict[str, int] = {}
        for first, *rest in block.rows:
            counted[first] = counted.get(first, 0) + 1
            name = f"{block.heading}, {first.partition(chr(10))[0]}"
            fields = dict(zip(block.head[1:], rest, strict=True))
            yield Part(What.PASSAGE, f"{block.code} {first} {counted[first]}", name, fields)

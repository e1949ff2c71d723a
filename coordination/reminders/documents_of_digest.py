"""The letter of the day: its lines, each with a link of its own, asked again right before it leaves."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app

from coordination.conferences.documents import letterhead, link_for, page_of
from coordination.conferences.models import invitation_of
from coordination.reminders.digests import DigestItem, digest_in
from coordination.reminders.rules_of_digest import Errand, Rung
from coordination.reminders.waiting import Line, lines_by_address
from coordination.tasks.documents import errand, link_again
from coordination.tasks.models import line_of
from foundation import clock, links, outbox
from foundation.outbox import Letter, Neutral, NeutralItem, link_name

DIGEST = "reminders.digest"


def write(lines: Sequence[Line], to: str, digest_id: UUID) -> Letter:
    """File the letter of the day to one address; inside the transaction of its deed."""
    heads = {line.owed.town_id: letterhead(line.owed.case_id) for line in reversed(lines)}
    head = heads[lines[0].owed.town_id]
    cases = {line.owed.case_id for line in lines}
    items = tuple(
        NeutralItem(
            case_code=line.owed.case_code,
            day=line.owed.deadline,
            variant=f"{line.rung}_{line.owed.errand}",
            number=line.owed.number,
            town=heads[line.owed.town_id].town if len(heads) > 1 else None,
            late=line.owed.late,
            linked=line.rung != Rung.CONTACT,
        )
        for line in lines
    )
    neutral = Neutral(head.town, head.phone, front_door=links.front_door(), count=len(items), items=items)
    return outbox.file(
        DIGEST, town_id=head.town_id, case_id=cases.pop() if len(cases) == 1 else None, to=to, language="cs",
        neutral=neutral, about=digest_id,
    )  # fmt: skip


# --- at sending ------------------------------------------------------------------------------------------------------


def _unwanted(letter: Letter) -> str | None:
    digest = digest_in(letter.id)
    if digest is None or digest.on_day != clock.today():
        return "the day is over"
    still = {line.key for line in lines_by_address({one.subject for one in digest.items}).get(letter.recipient, ())}
    wanted = all((one.errand, one.subject, one.rung) in still for one in digest.items)
    return None if wanted else "things stand otherwise meanwhile"


def _links(letter: Letter) -> dict[str, str]:
    digest = digest_in(letter.id)
    assert digest is not None  # otherwise it is unwanted
    return {link_name(one.position): _link(one, letter) for one in digest.items if one.rung != Rung.CONTACT}


def _link(one: DigestItem, letter: Letter) -> str:
    """A worker's own door to the thing; a coordinator's leads to its page behind her own."""
    if one.errand in (Errand.ANSWER, Errand.PLEDGE):
        invitation = invitation_of(one.subject)
        assert invitation is not None
        return link_for(invitation, letter) if one.rung == Rung.WORKER else page_of(invitation.conference_id)
    line = line_of(one.subject)
    to = errand(line) if line is not None else None
    if one.rung == Rung.WORKER and to is not None:
        return link_again(to)
    pages = current_app.url_map.bind("house")
    return links.front_door() + pages.build("tasks.show", {"task_id": one.subject}).lstrip("/")


outbox.kind(DIGEST, template="coordination/reminders/letters/digest", still_wanted=_unwanted, at_sending=_links)

"""What is sent while a date is looked for: the question with its link, and word that none was found."""

from collections.abc import Collection
from uuid import UUID

from coordination.conferences.documents import Letterhead, letterhead
from coordination.conferences.models import Conference, Invitation, invitation_of
from coordination.polls import models
from coordination.polls.models import POLL, DateOption, DatePoll
from foundation import links, outbox
from foundation.outbox import CalendarPart, Letter, Neutral

LETTERS = "coordination/polls/letters"
Endings = dict[UUID, list[tuple[DateOption, CalendarPart]]]
"""The dates that are kept in somebody's calendar no longer, by worker, with what takes each of them out."""

ASKED = "polls.asked"


def written_to(poll: DatePoll, draft: Conference) -> frozenset[UUID]:
    """The invitations to whose people the question of this search was filed already."""
    letters = outbox.letters_about([each.id for each in draft.invitations])
    return frozenset(one.about for one in letters if one.kind == ASKED and one.filed_at >= poll.asked_at)


def ask(
    poll: DatePoll, draft: Conference, invitations: list[Invitation], *, known: Collection[UUID] = ()
) -> int:  # fmt: skip
    """File the question to everybody whom a letter reaches; answers how many. Inside the transaction of its deed.

    For those in `known`, by their invitation, it is a reminder.
    """
    head, reached = letterhead(draft.case_id), models.by_letter(invitations)
    for each in invitations:
        if each.id in reached:
            _file(ASKED, poll, each, head, reached[each.id].email, "again" if each.id in known else "")
    return len(reached)


def tell_of_failure(poll: DatePoll, draft: Conference, ended: Endings) -> int:
    """File word to everybody who was asked by letter that no date was found; answers how many.

    The letter takes the first of the dates that were kept for its reader along, out of `ended`.
    """
    head, known = letterhead(draft.case_id), written_to(poll, draft)
    written = [each for each in models.asked(draft) if each.id in known]
    reached = models.by_letter(written)
    for each in written:
        if each.id in reached:
            kept = ended.get(reached[each.id].id)
            part = kept.pop(0)[1] if kept else None
            _file("polls.failed", poll, each, head, reached[each.id].email, calendar=part)
    return len(reached)


def stop_asking(draft: Conference, *, why: str) -> None:
    """Nobody waits for an answer any more: letters that have not left stay, and every link dies."""
    for each in models.asked(draft):
        outbox.take_back(about=each.id, kind=ASKED, why=why)
        if each.worker_id is not None:
            links.revoke(POLL, each.id, each.worker_id)


def _file(
    kind: str,
    poll: DatePoll,
    invitation: Invitation,
    head: Letterhead,
    to: str | None,
    variant: str = "",
    calendar: CalendarPart | None = None,
) -> None:
    assert to is not None
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=Neutral(
            town=head.town, phone=head.phone, deadline=poll.answer_by, count=len(poll.options), variant=variant
        ),
        about=invitation.id,
        calendar=calendar,
    )


def _question_unwanted(letter: Letter) -> str | None:
    found = _asked_in(letter)
    if found is None:
        return "nobody looks for a date any more"
    poll, mine = found
    if models.reply_of(poll, mine.id) is not None:
        return "the answer is there"
    reached = models.by_letter([mine])
    return None if mine.id in reached and reached[mine.id].email == letter.recipient else "the address has changed"


def _asked_in(letter: Letter) -> tuple[DatePoll, Invitation] | None:
    invitation = invitation_of(letter.about) if letter.about else None
    poll = models.open_poll(invitation.conference_id) if invitation is not None else None
    asked = invitation is not None and invitation.comes and invitation.stands
    return (poll, invitation) if poll is not None and invitation is not None and asked else None


def _link(letter: Letter) -> dict[str, str]:
    """The link at which somebody says which dates suit, made when its letter leaves."""
    found = _asked_in(letter)
    assert found is not None
    poll, mine = found
    assert mine.worker_id is not None
    token = links.issue(
        POLL,
        subject=mine.id,
        holder=mine.worker_id,
        until=max(each.starts_at for each in poll.options),
        to=letter.recipient,
        language=letter.language,
        town_id=letter.town_id,
    )
    return {"link": links.url(token)}


links.purpose(POLL, "polls.vote", models.still_open)
outbox.kind(ASKED, template=f"{LETTERS}/asked", still_wanted=_question_unwanted, at_sending=_link)
outbox.kind("polls.failed", template=f"{LETTERS}/failed", says_more_than_calendar=True)

"""What keeps a date in somebody's calendar while one is looked for, and what takes it out again: one letter a date."""

from collections.abc import Collection, Sequence
from uuid import UUID

from agencies.staff.models import Worker
from coordination.conferences.documents import Letterhead, letterhead
from coordination.conferences.models import Conference, Invitation
from coordination.polls import models
from coordination.polls.documents import LETTERS, Endings
from coordination.polls.models import DateOption, DatePoll, Hold
from foundation import calendar_entries, links, outbox
from foundation.calendar_entries import EntryDetails, What
from foundation.database import db
from foundation.outbox import CalendarPart, Letter, Neutral

HELD, RELEASED = "polls.held", "polls.released"


def hold(poll: DatePoll, draft: Conference, invitation: Invitation, suiting: Collection[UUID]) -> None:
    """Keep every date that suits a worker whom a letter reaches; what is kept already stays as it is."""
    worker = models.by_letter([invitation]).get(invitation.id)
    if not poll.holds or worker is None:
        return
    head = letterhead(draft.case_id)
    kept = {each.option.id for each in models.holds_of(draft.id) if each.worker_id == worker.id}
    for each in poll.options:
        if each.id in suiting and each.id not in kept:
            details = _details(draft, each, head)
            assert worker.email is not None
            calendar_entries.replace_waiting(each.id, worker.id, why="it suits again")
            part = calendar_entries.request(each.id, worker.id, worker.email, details)
            _file(HELD, invitation.id, worker, head, each, part)


def _details(draft: Conference, option: DateOption, head: Letterhead) -> EntryDetails:
    return EntryDetails(
        what=What.POSSIBLE_MEETING,
        town=head.town,
        phone=head.phone,
        front_door=links.front_door(),
        case_code=head.case_code,
        starts=option.starts_at,
        ends=option.ends_at,
        place=None if draft.place_is_sensitive else draft.place,
        accepted=True,  # they have said that it suits
    )


def endings(holds: Sequence[Hold]) -> Endings:
    """What takes these dates out of the calendars again, by worker; each part goes into one letter."""
    found: Endings = {}
    for each in holds:
        part = calendar_entries.cancel(each.option.id, each.worker_id)
        if part is not None:
            found.setdefault(each.worker_id, []).append((each.option, part))
    return found


def release(draft: Conference, ended: Endings) -> None:
    """File the letters that take dates out of calendars; a calendar that never held one gets none."""
    head = letterhead(draft.case_id)
    listed = {each.worker_id: each.id for each in draft.invitations}
    for worker_id, parts in ended.items():
        worker = db.session.get(Worker, worker_id)
        for option, part in parts if worker is not None and worker.email else ():
            assert worker is not None
            _file(RELEASED, listed.get(worker_id, option.id), worker, head, option, part)


def settle(conference: Conference) -> None:
    """A meeting is convened: the date that was kept for it becomes its entry, the others go.

    The chosen date is meant even when the meeting was moved since; without a choice, the one of the same time.
    """
    asked = [each for each in conference.invitations if each.comes and each.stands]
    invited = {worker.id for worker in models.by_letter(asked).values()}
    chosen = models.last_choice(conference.id)
    for each in models.holds_of(conference.id):
        same = (each.option.starts_at, each.option.ends_at) == (conference.starts_at, conference.ends_at)
        meant = each.option.id == chosen.chosen_id if chosen is not None and chosen.chosen_id else same
        if each.worker_id in invited and meant:
            calendar_entries.becomes(each.option.id, each.worker_id, conference.id)
    release(conference, endings(models.holds_of(conference.id)))


def _file(
    kind: str, about: UUID, worker: Worker, head: Letterhead, option: DateOption, part: CalendarPart
) -> None:  # fmt: skip
    assert worker.email is not None
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=Neutral(
            town=head.town, phone=head.phone, date=option.starts_at, time_from=option.starts_at, time_to=option.ends_at
        ),
        about=about,
        calendar=part,
    )


def _hold_unwanted(letter: Letter) -> str | None:
    """Why a date must not be kept any more; nobody keeps one at an address that was given up."""
    key = letter.order_key or ""
    entry = db.session.get(calendar_entries.CalendarEntry, UUID(key.rpartition(":")[2]))
    if entry is None or entry.cancelled_at is not None or not entry.tentative:
        return "the date is not kept any more"
    worker = db.session.get(Worker, entry.holder)
    return None if worker is not None and worker.email == letter.recipient else "the address has changed"


outbox.kind(HELD, template=f"{LETTERS}/held", still_wanted=_hold_unwanted)
outbox.kind(RELEASED, template=f"{LETTERS}/released")

"""The deeds of finding a date: offer dates, answer, ask again, choose one, end without one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.actions.apart import PartMeant, set_parts
from coordination.conferences.actions.convening import on_convening
from coordination.conferences.actions.coordinating import held_conference
from coordination.conferences.actions.preparing import When, draft_to_write, read_times, write_time
from coordination.conferences.models import Conference
from coordination.polls import documents, documents_of_holding, models, rules
from coordination.polls.models import DateOption, DatePoll, DateSaid, PollReply
from coordination.polls.rules import Suits, Weighed
from foundation import audit, clock, outbox
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


def offer(
    conference_id: UUID,
    dates: Sequence[When],
    answer_by: date | None,
    *,
    by: str,
    far_is_meant: bool = False,
    holds: bool = False,
) -> int:
    """Offer dates and ask everybody who is to come; answers how many letters leave. Raises Refused.

    `far_is_meant`: the convenor knows that all of them lie beyond a month. `holds`: each date that suits a worker is
    kept in their calendar until one is chosen. An empty row is no date. A refusal about one of them names its row as
    `rows-<index>-wall_from` and so on.
    """
    spans, wrong = [], []
    for index, each in enumerate(dates):
        starts, ends, against = read_times(each)
        wrong += [replace(one, field=f"rows-{index}-{one.field}") for one in against]
        if starts is not None and ends is not None:
            spans.append((starts, ends))
        elif not against and (each.meets_on or each.wall_from or each.wall_to):
            wrong.append(reason("A day and a time belong to each date. Add what is missing.", f"rows-{index}-meets_on"))
    days = [clock.in_prague(starts).date() for starts, _ends in spans]
    if not wrong:
        wrong += rules.against_offering(spans, answer_by, today=clock.today(), days=days, far_is_meant=far_is_meant)
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by)
        if models.open_poll(conference_id) is not None:
            wrong.append(reason("Dates are offered already. Open them, or end that search first."))
        if not models.asked(draft):
            wrong.append(reason("Nobody is on the list yet. First say who is to come."))
        refuse_if(wrong)
        assert answer_by is not None  # refused above
        now = clock.now()
        poll = DatePoll(conference_id=conference_id, answer_by=answer_by, asked_at=now, asked_by=by, holds=holds)
        session.add(poll)
        poll.options = [DateOption(starts_at=starts, ends_at=ends) for starts, ends in spans]
        poll.replies = []
        session.flush()
        letters = documents.ask(poll, draft, models.asked(draft))
        _release_stray(draft)
        audit.record(draft.town_id, by, "dates offered", f"conference:{conference_id}", dates=len(spans))
        return letters


def answer(conference_id: UUID, invitation_id: UUID, said: Mapping[UUID, Suits], note: str | None, *, by: str) -> None:
    """Keep which dates suit somebody; a later answer takes the place of the former. Raises Refused.

    `note` None leaves what was noted before.
    """
    with transaction() as session:
        draft = held_conference(session, conference_id)
        poll = models.open_poll(conference_id) if draft is not None else None
        mine = next((each for each in models.asked(draft) if each.id == invitation_id), None) if draft else None
        if draft is None or poll is None or mine is None:
            raise Refused(rules.it_is_settled())
        refuse_if(rules.against_answering(len([each for each in poll.options if each.id not in said])))
        former = models.reply_of(poll, invitation_id)
        noted = note.strip() or None if note is not None else former.note if former else None
        if former is not None:
            session.delete(former)
            session.flush()
        kept = PollReply(poll_id=poll.id, invitation_id=invitation_id, note=noted, at=clock.now(), by=by)
        kept.said = [DateSaid(option_id=each.id, suits=said[each.id]) for each in poll.options]
        session.add(kept)
        session.flush()
        suiting = [key for key, word in said.items() if word is Suits.YES]
        documents_of_holding.hold(poll, draft, mine, suiting)
        _release_stray(draft)
        audit.record(draft.town_id, by, "dates answered", f"conference:{conference_id}", invitation=str(invitation_id))


def ask_again(conference_id: UUID, *, by: str) -> int:
    """Remind everybody whom a letter reaches and who has not answered; answers how many. Raises Refused."""
    with transaction() as session:
        draft, poll = _going_on(session, conference_id, by)
        silent = models.silent(poll, draft)
        reached, known = models.by_letter(silent), documents.written_to(poll, draft)
        asked_on = clock.in_prague(poll.asked_again_at or poll.asked_at).date()
        refuse_if(
            rules.against_asking_again(
                asked_on, today=clock.today(), silent=len(reached), new=len(reached.keys() - known)
            )
        )
        poll.asked_again_at = clock.now()
        audit.record(draft.town_id, by, "dates asked again", f"conference:{conference_id}", letters=len(reached))
        return documents.ask(poll, draft, silent, known=known)


def choose(conference_id: UUID, option_id: UUID, *, why: str, by: str) -> None:
    """Choose a date: the meeting that is being prepared has it from now on, the other dates hold no more.

    Raises Refused, when the family would be missing and nothing says why.
    """
    with transaction() as session:
        draft, poll = _going_on(session, conference_id, by)
        chosen = next((each for each in models.dates_of(poll, draft) if each.option == option_id), None)
        if chosen is None:
            raise Refused([reason("Choose one of the dates.")])
        starts, ends = clock.in_prague(chosen.starts_at), clock.in_prague(chosen.ends_at)
        refuse_if([*rules.against_choosing(chosen, why, now=clock.now()), *_parts_moved(draft, chosen)])
        write_time(draft, _when(draft, starts, ends), (chosen.starts_at, chosen.ends_at), by=by)
        _end(poll, draft, by, why="the date is chosen")
        poll.chosen_id, poll.why = option_id, (why.strip() or None) if chosen.without_family else None
        session.flush()
        _release_stray(draft)
        audit.record(draft.town_id, by, "date chosen", f"conference:{conference_id}", option=str(option_id))


def give_up(conference_id: UUID, *, by: str) -> int:
    """End the search without a date; answers how many are told by letter. Raises Refused."""
    with transaction() as session:
        draft, poll = _going_on(session, conference_id, by)
        _end(poll, draft, by, why="no date was found")
        session.flush()
        ended = documents_of_holding.endings(models.stray_holds(conference_id))
        told = documents.tell_of_failure(poll, draft, ended)
        documents_of_holding.release(draft, ended)
        audit.record(draft.town_id, by, "no date found", f"conference:{conference_id}")
        return told


def _release_stray(draft: Conference) -> None:
    documents_of_holding.release(draft, documents_of_holding.endings(models.stray_holds(draft.id)))


@on_convening
def settle_holds(conference: Conference) -> None:
    """The date that was kept becomes the meeting's entry before its invitations are written; part of convening."""
    documents_of_holding.settle(conference)


@outbox.every_minute
def release_dates() -> None:
    """Take dates out of calendars that are kept for nothing, since the preparation ended or somebody is asked no more.

    Several postmen may do it at once.
    """
    for conference_id in {each.conference_id for each in models.stray_holds()}:
        with transaction() as session:
            conference = held_conference(session, conference_id)
            if conference is not None and (stray := models.stray_holds(conference_id)):
                documents_of_holding.release(conference, documents_of_holding.endings(stray))
                audit.record(conference.town_id, "house", "dates released", f"conference:{conference_id}")


def _when(draft: Conference, starts: datetime, ends: datetime) -> When:
    """The chosen date, times as a clock in Prague shows them; what else was written about the place stays."""
    answer_by = draft.answer_by if draft.answer_by and draft.answer_by < starts.date() else None
    return When(starts.date(), starts.time(), ends.time(), draft.place, draft.place_is_sensitive, answer_by)


def _parts_moved(draft: Conference, chosen: Weighed) -> list[Reason]:
    """Whoever is invited to a part of the meeting keeps its hours on the new day; answers why they do not fit."""
    parts = [
        PartMeant(each.id, clock.in_prague(each.part_from).time(), clock.in_prague(each.part_to).time(), "")
        for each in draft.invitations
        if each.is_family and each.part_from and each.part_to
    ]
    day = clock.in_prague(chosen.starts_at).date()
    return set_parts(draft, parts, day=day, starts_at=chosen.starts_at, ends_at=chosen.ends_at)


def _end(poll: DatePoll, draft: Conference, by: str, *, why: str) -> None:
    documents.stop_asking(draft, why=why)
    poll.ended_at, poll.ended_by = clock.now(), by


def _going_on(session: Session, conference_id: UUID, by: str) -> tuple[Conference, DatePoll]:
    draft = draft_to_write(session, conference_id, by)
    poll = models.open_poll(conference_id)
    if poll is None:
        raise Refused([reason("Nobody looks for a date any more. Open the meeting to see what holds.")])
    return draft, poll

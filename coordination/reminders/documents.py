"""The letters of reminders: neutral, asked once more right before they leave, never two about one thing in a day."""

from datetime import date, datetime

from coordination.conferences import documents as conferences
from coordination.conferences.documents import own_link
from coordination.conferences.documents_of_naming import naming_link
from coordination.conferences.rules import answer_day
from coordination.reminders.models import Invited, day_of, invited_as, reminder_of, stands, times_before
from coordination.reminders.rules import Kind
from foundation import clock, outbox
from foundation.outbox import Letter, Neutral

_LETTERS = "coordination/reminders/letters"


def write(each: Invited, kind: Kind, to: str) -> Letter:
    """File the reminder of one person; inside the transaction of its deed."""
    conference = each.invitation.conference
    head = conferences.letterhead(conference.case_id)
    neutral = Neutral(
        town=head.town,
        phone=head.phone,
        date=each.begins_at,
        time_from=each.begins_at,
        deadline=answer_by(each),
        place=None if conference.place_is_sensitive else conference.place,
        variant="" if kind in (Kind.ANSWER, Kind.PLEDGE) else _variant(each, kind),
        case_code=head.case_code,
        count=1,
    )
    return outbox.file(
        f"reminders.{_name(each, kind)}",
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=neutral,
        about=each.invitation.id,
    )


def _name(each: Invited, kind: Kind) -> str:
    if each.spokesperson is not None:
        return "agency_contact"
    if each.person is not None:
        return "family_tomorrow"
    return {Kind.ANSWER: "answer", Kind.PLEDGE: "pledge"}.get(kind, "tomorrow")


def _variant(each: Invited, kind: Kind) -> str:
    """Which sentences are true today: a meeting on Monday is not tomorrow on Friday."""
    when = "tomorrow" if is_tomorrow(each.begins_at) else "ahead"
    return f"{when}_pledge" if kind == Kind.MEETING_AND_PLEDGE else when


def is_tomorrow(begins_at: datetime) -> bool:
    """Whether the meeting is tomorrow, as people in Prague count days."""
    return (day_of(begins_at) - clock.today()).days == 1


def answer_by(each: Invited) -> date:
    """By when an answer is asked for: the day that was agreed, as long as it has not passed."""
    agreed = each.invitation.conference.answer_by
    return answer_day(agreed, meets_on=day_of(each.begins_at), today=clock.today())


def holds_until(each: Invited, kind: Kind, *, by_mail: bool) -> datetime:
    """The instant from which the reminder would say something that is no longer so."""
    if not by_mail or kind == Kind.PLEDGE:
        return each.begins_at
    if kind == Kind.ANSWER:
        return min(clock.end_of(answer_by(each)), each.begins_at)
    return times_before(each.begins_at).day_begins if is_tomorrow(each.begins_at) else each.begins_at


# --- asked again right before sending --------------------------------------------------------------------------------


def _unwanted(letter: Letter) -> str | None:
    reminder = reminder_of(letter.id)
    each = invited_as(reminder.invitation_id) if reminder is not None else None
    if reminder is None or each is None:
        return "nobody is asked to the meeting any more"
    if not stands(reminder, each):
        return "things stand otherwise meanwhile"
    if each.address(reminder.kind) != letter.recipient:
        return "the address has changed"
    return _told_besides(letter, each)


def _told_besides(letter: Letter, each: Invited) -> str | None:
    """Nobody gets two letters about one thing in a day; the one that was there first says it."""
    midnight = clock.midnight(clock.today())
    others = (one for one in each.told if one.letter_id != letter.id and not one.failed)
    return "another letter tells of it today" if any(one.waits or one.at >= midnight for one in others) else None


def _link_if_needed(letter: Letter) -> dict[str, str]:
    """The personal link, made when the letter leaves; a letter that asks for nothing carries none."""
    reminder = reminder_of(letter.id)
    return own_link(letter) if reminder is not None and reminder.kind != Kind.MEETING else {}


for _kind in ("answer", "pledge", "tomorrow"):
    outbox.kind(
        f"reminders.{_kind}", template=f"{_LETTERS}/{_kind}", still_wanted=_unwanted, at_sending=_link_if_needed
    )  # fmt: skip
outbox.kind("reminders.family_tomorrow", template=f"{_LETTERS}/family_tomorrow", still_wanted=_unwanted)
outbox.kind(
    "reminders.agency_contact",
    template=f"{_LETTERS}/agency_contact",
    still_wanted=_unwanted,
    at_sending=naming_link,
)

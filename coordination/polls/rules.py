"""What dates may be offered, how the answers are weighed, and when a date needs a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from coordination.conferences.rules_of_caution import HORIZON
from foundation.reasons import Reason, reason

FEWEST, MOST = 2, 8


class Suits(StrEnum):
    """How a date suits somebody."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


@dataclass(frozen=True)
class Voter:
    """Somebody who is asked which dates suit."""

    id: UUID
    """Of their invitation."""
    name: str
    agency: str
    family: bool


@dataclass(frozen=True)
class Weighed:
    """One date with everybody under what they said of it."""

    option: UUID
    starts_at: datetime
    ends_at: datetime
    yes: Sequence[Voter]
    if_need_be: Sequence[Voter]
    no: Sequence[Voter]
    silent: Sequence[Voter]

    @property
    def without_family(self) -> Sequence[Voter]:
        """The members of the family who cannot come, or have not said yet."""
        return [each for each in (*self.no, *self.silent) if each.family]

    @property
    def may_write(self) -> Sequence[Voter]:
        """Who would miss it and can send a written standpoint instead."""
        return [each for each in self.no if not each.family]


def against_offering(
    spans: Sequence[tuple[datetime, datetime]],
    answer_by: date | None,
    *,
    today: date,
    days: Sequence[date],
    far_is_meant: bool = False,
) -> list[Reason]:
    """Why these dates cannot be offered; `days` are their days in Prague, in the same order.

    When all of them lie beyond a month, somebody must say that this is meant, `far_is_meant`.
    """
    wrong = []
    if not FEWEST <= len(spans) <= MOST:
        wrong.append(reason("Offer %(fewest)s to %(most)s dates, so that there is a choice.", fewest=FEWEST, most=MOST))
    if len(set(spans)) < len(spans):
        wrong.append(reason("One date is there twice. Change one of the two."))
    if answer_by is None:
        wrong.append(reason("Write by which day you need the answers.", "answer_by"))
    elif answer_by < today:
        wrong.append(reason("This day has passed. Choose a later one.", "answer_by"))
    elif days and answer_by >= min(days):
        wrong.append(reason("The answers must be there before the first date. Choose an earlier day.", "answer_by"))
    if days and not far_is_meant and all(is_far(each, today=today) for each in days):
        wrong.append(
            reason(
                "All the dates are more than a month away. Offer an earlier one, or tick that you wait so long.", "far"
            )
        )
    return wrong


def weighed(
    spans: Sequence[tuple[UUID, datetime, datetime]],
    voters: Sequence[Voter],
    said: dict[tuple[UUID, UUID], Suits],
) -> list[Weighed]:
    """Every date, the best first: the family's word weighs before all others, then how many would miss it.

    `said`: by date and voter.
    """
    found = []
    for option, starts_at, ends_at in spans:
        under: dict[Suits | None, list[Voter]] = {None: [], Suits.YES: [], Suits.IF_NEED_BE: [], Suits.NO: []}
        for voter in voters:
            under[said.get((option, voter.id))].append(voter)
        found.append(
            Weighed(option, starts_at, ends_at, under[Suits.YES], under[Suits.IF_NEED_BE], under[Suits.NO], under[None])
        )
    return sorted(found, key=_weight)


def _weight(date_: Weighed) -> tuple[int, int, int, int, int, datetime]:
    family_no = sum(each.family for each in date_.no)
    family_silent = sum(each.family for each in date_.silent)
    return family_no, family_silent, len(date_.no), len(date_.silent), len(date_.if_need_be), date_.starts_at


def best(dates: Sequence[Weighed]) -> Weighed | None:
    """The date that the answers speak for; None while nobody has answered or nobody could come."""
    first = dates[0] if dates else None
    return first if first is not None and (first.yes or first.if_need_be) else None


def against_choosing(chosen: Weighed, why: str, *, now: datetime) -> list[Reason]:
    """Why a date cannot be chosen: it has passed, or the family would be missing and nothing says why (S2-15)."""
    wrong = []
    if chosen.starts_at <= now:
        wrong.append(reason("This date has passed. Choose a later one."))
    missing = chosen.without_family
    if missing and not why.strip():
        names = ", ".join(each.name for each in missing)
        wrong.append(
            reason(
                "%(names)s cannot come then, or has not said yet. Choose another date, or write why this one.",
                "why",
                names=names,
            )
        )
    return wrong


def is_far(day: date, *, today: date) -> bool:
    """Whether a day lies beyond the month within which a conference is usually held (domain.md 0, step 6)."""
    return day - today > timedelta(days=HORIZON)


def against_asking_again(asked_on: date, *, today: date, silent: int, new: int) -> list[Reason]:
    """Why nobody is reminded now; `asked_on` is the day of the last letters, `new` came onto the list after them."""
    if silent == 0:
        return [reason("Everybody whom a letter reaches has answered.")]
    if asked_on == today and new == 0:
        return [reason("The letters of today have hardly been read. Remind them tomorrow, or call.")]
    return []


def against_answering(missing: int) -> list[Reason]:
    """Why an answer is not complete."""
    return [reason("Say of each date whether it suits you.")] if missing else []


def it_is_settled() -> list[Reason]:
    """Nobody asks for a date any more."""
    return [reason("Nobody looks for a date any more. Your answer is not needed, thank you.")]

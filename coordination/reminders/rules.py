"""When somebody is reminded of a meeting and of what; when it would be too early, too late, or once too often."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class Moment(StrEnum):
    """What brings a reminder about."""

    WEEK = "week"
    EVE = "eve"
    BY_HAND = "by_hand"


class Kind(StrEnum):
    """What somebody is reminded of."""

    ANSWER = "answer"
    PLEDGE = "pledge"
    MEETING = "meeting"
    MEETING_AND_PLEDGE = "meeting_and_pledge"


class Way(StrEnum):
    """How the reminder reaches its person."""

    MAIL = "mail"
    CALL = "call"


WEEK = timedelta(days=7)
EVE = timedelta(days=1)
AT = time(8)
"""What a clock in Prague shows when reminders leave."""
REST = timedelta(days=2)
"""How long nobody is reminded of the week who has just been told of the meeting."""


@dataclass(frozen=True)
class Times:
    """The instants that matter before one meeting, made of the time at which it is to be now."""

    week: datetime
    eve: datetime
    """On the last working day before; of a meeting on Monday that is Friday."""
    eve_begins: datetime
    """Midnight of that day."""
    day_begins: datetime
    """Midnight of the day of the meeting: from then on nobody is reminded."""

    def moment(self, now: datetime) -> Moment | None:
        """Which of the two reminders is due at `now`; one that was missed for long is not made up for."""
        if self.eve <= now < self.day_begins:
            return Moment.EVE
        return Moment.WEEK if self.week <= now < self.eve - EVE else None

    def too_soon_after(self, told_at: datetime, moment: Moment) -> bool:
        """Whether whoever was told at `told_at` was told too late to be reminded at this moment.

        So whoever is invited less than a week ahead is not reminded of a week that had passed.
        """
        return told_at >= self.eve_begins if moment == Moment.EVE else told_at + REST > self.week


@dataclass(frozen=True)
class Standing:
    """How an invited person stands towards the meeting, as far as reminding asks."""

    unanswered: bool
    comes: bool
    signed: bool = True
    private: bool = False
    """A member of the family or somebody who comes for one of them, not a worker."""
    convenes: bool = False
    names_nobody_yet: bool = False
    """An agency is asked that has not said whom it sends."""
    child: bool = False
    """A child is prepared by whoever stands beside them, and never reminded."""


def kind_due(one: Standing, moment: Moment) -> Kind | None:
    """What this person is reminded of at this moment.

    The family is not pressed for an answer: a word the day before is enough.
    """
    if one.convenes or one.child:
        return None
    if one.private:
        return Kind.MEETING if moment == Moment.EVE and (one.comes or one.unanswered) else None
    if one.unanswered:
        return Kind.ANSWER
    if moment == Moment.EVE and one.comes:
        return Kind.MEETING if one.signed else Kind.MEETING_AND_PLEDGE
    return None


def kind_owed(one: Standing) -> Kind | None:
    """What this person owes: what the coordinator reminds of by hand."""
    if one.convenes or one.child:
        return None
    if one.unanswered:
        return Kind.ANSWER
    owes_pledge = one.comes and not one.signed and not one.private and not one.names_nobody_yet
    return Kind.PLEDGE if owes_pledge else None


def still_says_the_truth(kind: Kind, one: Standing) -> bool:
    """Whether what a reminder asks or tells is still so."""
    if kind == Kind.ANSWER:
        return one.unanswered
    if kind == Kind.PLEDGE:
        return not one.signed
    if one.private:
        return one.comes or one.unanswered
    return one.comes and one.signed == (kind == Kind.MEETING)


def against_reminding(*, owing: int, left: int, convened: bool, begun: bool) -> tuple[Reason, ...]:
    """Why nobody can be reminded by hand; `left`: who of those who owe something has neither a
    letter from today nor a line in the list of calls."""
    if not convened or begun:
        return (reason("Only a meeting that is convened and has not begun can be reminded of."),)
    if not owing:
        return (reason("Nobody owes an answer or a pledge."),)
    if not left:
        return (
            reason("Everybody who owes something has a letter from today or is to be called. Remind them tomorrow."),
        )
    return ()

"""What the house says before a meeting is convened and does not forbid: too soon, too late, two roles, a crowd."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from foundation.reasons import Reason, reason

DAYS_AHEAD = 7
DAYS_AHEAD_FOR_SCHOOLS = 10
HORIZON = 31
"""How many days before the meeting people learn of it, and how far away it should be at most (domain 1.1, step 11)."""
WORKERS_FOR_ONE = 4
"""How many workers one from the family can face without feeling outnumbered."""


@dataclass(frozen=True)
class Caution:
    """One sentence before convening; one that asks why is passed with a written reason, the others only inform."""

    reason: Reason
    asks_why: bool = True
    about: UUID | None = None
    """The thing on whose page it is mended, when that is no step of the preparation."""


@dataclass(frozen=True)
class Dated:
    """The day of the meeting as cautions read it; days off and their names come from the calendar of the country."""

    today: date
    meets_on: date
    shown: str
    """The day in words, with which a sentence may begin."""
    weekend: bool = False
    holiday: bool = False
    next_working: str = ""
    """The next working day, as a sentence says that it is chosen."""
    school: bool = False


def of_day(day: Dated) -> Iterator[Caution]:
    """Why the day is not a good one."""
    remain = day.meets_on - day.today
    least = DAYS_AHEAD_FOR_SCHOOLS if day.school else DAYS_AHEAD
    if remain < timedelta(days=least):
        yield Caution(
            reason(
                "Fewer than %(days)s days remain. Move the meeting, or write why it is urgent.",
                field="time",
                days=least,
            )
        )
    elif remain > timedelta(days=HORIZON):
        yield Caution(
            reason("The meeting is more than a month away. Choose an earlier day, or write why you wait.", field="time")
        )
    if day.weekend or day.holiday:
        yield Caution(_day_off(day))


def _day_off(day: Dated) -> Reason:
    values = {"day": day.shown, "next": day.next_working}
    if day.holiday:
        return reason(
            "%(day)s is a public holiday. Choose %(next)s, or write why it should be so.", field="time", **values
        )
    return reason("%(day)s is a weekend. Choose %(next)s, or write why it should be so.", field="time", **values)


@dataclass(frozen=True)
class Duties:
    """Who leads the meeting and who takes its minutes, by name; `convenor` is the one who convenes it."""

    convenor: str
    leads: Sequence[str]
    writes: Sequence[str]


CONVENES, LEADS, WRITES = "convenes", "leads", "writes"
"""The duties at a meeting; which of them one person should not have together is decided in domain 1.1, step 5."""


def held_together(duties: Duties) -> dict[str, tuple[str, ...]]:
    """Who has two duties that should be apart, and all that they have.

    When nobody was asked to lead or to write, it falls to the convenor. Convenor and leader should be two people, and
    so should leader and minute taker.
    """
    leads = tuple(duties.leads) or (duties.convenor,)
    writes = tuple(duties.writes) or (duties.convenor,)
    found = {}
    for name in leads:
        has = tuple(
            duty
            for duty, there in ((CONVENES, name == duties.convenor), (LEADS, True), (WRITES, name in writes))
            if there
        )
        if len(has) > 1:
            found[name] = has
    return found


def of_duties(together: Iterable[tuple[str, str]]) -> Iterator[Caution]:
    """`together`: who has two duties that should be apart, and these duties in words."""
    for name, roles in together:
        yield Caution(
            reason(
                "%(name)s holds two roles that should be apart: %(roles)s. Choose another person, or write the reason.",
                field="people",
                name=name,
                roles=roles,
            )
        )


def of_minutes(*, written_by_convenor: bool) -> Iterator[Caution]:
    """Somebody should be known in advance to take the minutes."""
    if written_by_convenor:
        yield Caution(
            reason(
                "Nobody takes the minutes, so they fall to you. Invite somebody from your office to take them.",
                field="people",
            ),
            asks_why=False,
        )


def of_ratio(*, workers: int, family: int) -> Iterator[Caution]:
    """Parents should not feel outnumbered; a meeting without the family has no such caution."""
    if family and workers > family * WORKERS_FOR_ONE:
        yield Caution(
            reason(
                "There will be %(workers)s workers and %(family)s from the family. Invite fewer, "
                "or somebody close to the family, or write the reason.",
                field="people",
                workers=workers,
                family=family,
            )
        )


def of_court(*, before_court: bool, parents_come: bool) -> Iterator[Caution]:
    """The reasons for a motion to the court are discussed with the parents (domain 1.1, step 3)."""
    if before_court and not parents_come:
        yield Caution(
            reason(
                "Before a motion to the court its reasons are discussed with the parents, and none of them is invited. "
                "Invite them, or write why they do not come.",
                field="people",
            )
        )


def of_family(*, knows: bool, tell_by: str) -> Iterator[Caution]:
    """S2-26: the family learns of the meeting before it takes place."""
    if not knows:
        yield Caution(
            reason(
                "The family does not know of the meeting yet. Tell them %(by_day)s and record who, when, how and what. "
                "Without the record the meeting cannot be marked as held.",
                field="informed",
                by_day=tell_by,
            ),
            asks_why=False,
        )


def of_parts(*, apart: str, whole: str) -> Iterator[Caution]:
    """Of two parents only one is asked to a part of the meeting, so they meet all the same."""
    if apart and whole:
        yield Caution(
            reason(
                "%(apart)s is invited to a part of the meeting and %(whole)s to the whole, so they will meet. "
                "To keep them apart, give each a part.",
                field="time",
                apart=apart,
                whole=whole,
            ),
            asks_why=False,
        )


def of_tongue(*, name: str, tongue: str, interpreted: bool) -> Iterator[Caution]:
    """Somebody of the family needs an interpreter, and none of that language is invited."""
    if tongue and not interpreted:
        yield Caution(
            reason(
                "%(name)s needs an interpreter, language: %(tongue)s. Nobody invited interprets it. "
                "Add an interpreter to the case and invite them.",
                field="people",
                name=name,
                tongue=tongue,
            ),
            asks_why=False,
        )


def no_ground_yet(agency: str) -> tuple[Reason, ...]:
    """An agency that enters the case with this meeting, before anybody has said why it may know."""
    return (
        reason(
            "%(agency)s enters the case with this meeting and has neither consent nor legal title yet. "
            "Record one, its people read nothing before.",
            field="ground",
            agency=agency,
        ),
    )


def of_blanks(names: str) -> Iterator[Caution]:
    """The town has left blanks in the text of the pledge, so nobody can sign it; `names` are the blanks."""
    if names:
        yield Caution(
            reason(
                "Nobody can sign the pledge yet, the town has not filled in: %(names)s. "
                "Ask the administrator to do so in the settings.",
                field="settings",
                names=names,
            ),
            asks_why=False,
        )


def of_mailbox(*, name: str, has_address: bool) -> Iterator[Caution]:
    """Somebody cannot sign the pledge through the mail."""
    if has_address:
        why = reason(
            "Several people read the mailbox of %(name)s, a pledge cannot be signed through it. "
            "Have it signed at the table or on paper, or let the organisation enter an address of their own.",
            field="people",
            name=name,
        )
    else:
        why = reason(
            "%(name)s has no mail address. Invite them on paper, and have the pledge signed at the table or on paper.",
            field="people",
            name=name,
        )
    yield Caution(why, asks_why=False)


def why_missing(cautions: Iterable[Caution], despite: str) -> tuple[Reason, ...]:
    """What is asked before a meeting is convened in spite of cautions that ask why."""
    if despite.strip() or not any(caution.asks_why for caution in cautions):
        return ()
    return (reason("Write in one sentence why it should be so. It stays with the meeting.", field="despite"),)


def of_mailboxes(*, shared: Sequence[str], without: Sequence[str]) -> Iterator[Caution]:
    """Whom the letter reaches through a mailbox that several people read, and whom no letter reaches."""
    if shared:
        yield Caution(
            reason(
                "Several people read the mailbox of: %(names)s. They can answer from there, the pledge they sign at "
                "the table or on paper. An address of one's own is entered by their organisation.",
                field="people",
                names=", ".join(shared),
            ),
            asks_why=False,
        )
    if without:
        yield Caution(
            reason(
                "We have no mail address of: %(names)s. Send the invitation on paper, or call.",
                field="people",
                names=", ".join(without),
            ),
            asks_why=False,
        )

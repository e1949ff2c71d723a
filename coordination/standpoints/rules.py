"""The words of standpoints, offers and opinions, and what stands in the way of giving one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class Topic(StrEnum):
    """What a standpoint speaks of, in the order in which it is said at the table (domain 1.5)."""

    ABOUT = "about"
    """Only the voice of the family has it: what they want spoken about, one thing on a line."""
    FACTS = "facts"
    CONCERN = "concern"
    STRENGTHS = "strengths"
    OFFER = "offer"
    CONDITION = "condition"


class OpenTo(StrEnum):
    """Who at the table may read a thing; whom of the family it concerns narrows it further."""

    TABLE = "table"
    NAMED = "named"
    """Those named beside it, its author, and the office."""
    OFFICE = "office"
    """Its author, the coordinator, and whoever leads and records the meeting."""
    ALONE = "alone"
    """Only the voice of the family: the one who says it, and the coordinator."""


class OfferState(StrEnum):
    """Where an offer stands; a draft is part of a standpoint that is not given yet."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class View(StrEnum):
    """What somebody answers to a question of opinion; nobody ever adds these up."""

    FOR = "for"
    UNDER_CONDITION = "under_condition"
    AGAINST = "against"
    CANNOT_SAY = "cannot_say"


def offer_state(
    *, offered_at: datetime | None, accepted_at: datetime | None, withdrawn_at: datetime | None
) -> OfferState:
    """Where an offer stands; one accepted may still be withdrawn later."""
    if withdrawn_at is not None:
        return OfferState.WITHDRAWN
    if accepted_at is not None:
        return OfferState.ACCEPTED
    return OfferState.OFFERED if offered_at is not None else OfferState.DRAFT


LONGEST = 1000
"""How many characters one topic of a standpoint takes; said at the table it is a minute and a half."""


def nothing_said(words: Sequence[str]) -> tuple[Reason, ...]:
    """Why an empty standpoint is not put on the table."""
    if any(word.strip() for word in words):
        return ()
    return (reason("Nothing is written yet. One topic in one sentence is enough."),)


def kept_close(open_to: OpenTo, *, of_family: bool) -> bool:
    """Whether words are for nobody but those whom the family chose: then they go onto no wall and into no minutes."""
    return of_family and open_to in (OpenTo.NAMED, OpenTo.ALONE)


def too_late_to_say(*, begun: bool) -> tuple[Reason, ...]:
    """Why the family no longer changes on its page what it says before a meeting."""
    return (reason("The meeting has begun. Say it at the table, or call us."),) if begun else ()


MOST_TOPICS, LONGEST_TOPIC = 8, 120


def topics(about: str) -> tuple[str, ...]:
    """What somebody wants spoken about, in their order: one thing on a line."""
    lines = (line.strip(" \t-–•*").strip() for line in about.splitlines())
    return tuple(line[:LONGEST_TOPIC] for line in lines if line)[:MOST_TOPICS]


def not_for_anybody(open_to: OpenTo, readers: Collection[UUID]) -> tuple[Reason, ...]:
    """Why named readers are missing."""
    if open_to is OpenTo.NAMED and not readers:
        return (reason("It is missing who may read it. Tick at least one person.", field="readers"),)
    return ()


def table_is_closed(*, cancelled: bool, held: bool) -> tuple[Reason, ...]:
    """Why nobody puts their own words on the table of a meeting any more."""
    if cancelled:
        return (reason("The meeting does not take place. Keep your text for the next one."),)
    if held:
        return (
            reason("The meeting is over, its minutes are being written. Call the coordinator, she can add your words."),
        )
    return ()


def offer_obstacles(what: str, *, from_on: date | None, until_on: date | None) -> tuple[Reason, ...]:
    """What an offer lacks that stands by itself."""
    wrong = []
    if not what.strip():
        wrong.append(reason("It is missing what you offer. Write what you will do and how often.", field="what"))
    return (*wrong, *ends_before_it_begins(from_on, until_on))


def ends_before_it_begins(from_on: date | None, until_on: date | None) -> tuple[Reason, ...]:
    """Why two days cannot be the first and the last."""
    if from_on is not None and until_on is not None and until_on < from_on:
        return (reason("The last day comes before the first. Change one of them.", field="until_on"),)
    return ()


def acceptance_obstacles(state: OfferState, from_on: date | None) -> tuple[Reason, ...]:
    """Why an offer cannot be accepted (S2-35: it needs a start)."""
    if state is OfferState.WITHDRAWN:
        return (reason("The offer has been taken back. Talk with the organisation about a new one."),)
    if state is OfferState.ACCEPTED:
        return (reason("The offer is accepted already."),)
    if from_on is None:
        return (reason("It is missing from when. Enter the day on which the service begins.", field="from_on"),)
    return ()


def rewriting_obstacles(state: OfferState) -> tuple[Reason, ...]:
    """Why an offer stays as it is."""
    if state is OfferState.ACCEPTED:
        return (reason("The offer is accepted, people count on it. Call the coordinator if it has to change."),)
    if state is OfferState.WITHDRAWN:
        return (reason("The offer has been taken back. Make a new one."),)
    return ()


def withdrawal_obstacles(state: OfferState, why: str) -> tuple[Reason, ...]:
    """Why an offer is not taken back yet; one that was accepted says why, others rely on it."""
    if state is OfferState.WITHDRAWN:
        return (reason("The offer has been taken back already."),)
    if state is OfferState.ACCEPTED and not why.strip():
        return (reason("The offer is accepted. Write why it can no longer hold.", field="why"),)
    return ()


def question_obstacles(text: str, asked: Collection[UUID]) -> tuple[Reason, ...]:
    """What a question of opinion lacks."""
    wrong = []
    if not text.strip():
        wrong.append(reason("The question is missing. Ask one thing.", field="text"))
    if not asked:
        wrong.append(reason("It is missing whose opinion you ask. Tick at least one person.", field="asked"))
    return tuple(wrong)


def opinion_obstacles(view: View | None, why: str, *, decided: bool) -> tuple[Reason, ...]:
    """What an opinion lacks; a bare yes or no is none, and after the decision nobody is asked any more (S2-32)."""
    if decided:
        return (reason("The office has decided already. Your opinion can no longer change it, call the coordinator."),)
    wrong = []
    if view is None:
        wrong.append(reason("Choose one answer.", field="view"))
    if not why.strip():
        wrong.append(reason("The reason is missing. One sentence is enough.", field="why"))
    return tuple(wrong)


def decision_obstacles(decision: str) -> tuple[Reason, ...]:
    """What the office's decision lacks."""
    if not decision.strip():
        return (reason("The decision is missing. Write what the office does, and why.", field="decision"),)
    return ()


def choice_obstacles(because: str, *, considered: int) -> tuple[Reason, ...]:
    """Why an option cannot be chosen: one alone was no choice, and a choice says why (S2-13)."""
    wrong = []
    if considered < 2:
        wrong.append(reason("There is only one way to choose from. Write down at least one other that was considered."))
    if not because.strip():
        wrong.append(reason("It is missing why this one. Write the reason, it stands in the minutes.", field="because"))
    return tuple(wrong)


def request_obstacles(answer_by: date | None, *, today: date, meets_on: date | None) -> tuple[Reason, ...]:
    """Why a standpoint cannot be asked for by this day."""
    if answer_by is None:
        return (reason("It is missing by when. Enter a day before the meeting.", field="answer_by"),)
    if answer_by < today:
        return (reason("The day has passed. Enter today or a later day.", field="answer_by"),)
    if meets_on is not None and answer_by > meets_on:
        return (reason("The day comes after the meeting. Enter an earlier one.", field="answer_by"),)
    return ()


def sentence_obstacles(sentence: str) -> tuple[Reason, ...]:
    """What the sentence for the family lacks."""
    if not sentence.strip():
        return (reason("The sentence for the family is missing. Write it as you would say it to them.", "sentence"),)
    return ()

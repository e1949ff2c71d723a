"""The letter that a pledge has a new wording, to everybody who has signed the former one.

A town may have hundreds of them, and a version may hold from a later day; so the worker files them each minute, some in
each transaction. The letters filed since a version holds tell who knows of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from agencies.directory.models import Agency, towns
from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges.letters import COPY, OPEN_FOR
from coordination.pledges.models import (
    FAMILY,
    INTERPRETER,
    PROFESSIONAL,
    SUPPORT_PERSON,
    SignedPledge,
    signed_pledge,
    signed_version,
)
from coordination.pledges.rewording_by_word import put_down_some
from coordination.seats.models import CaseFrame, Seat, facts_of_seat, has_signed, signed_seats, sits
from foundation import audit, clock, links, outbox, wordings
from foundation.access import Door, decide
from foundation.database import db, transaction
from foundation.outbox import Letter, Neutral
from foundation.wordings import Wording

SIGN_AGAIN, ONLY_WORDS = "pledges.new_wording", "pledges.words_changed"
AT_ONCE = 50
"""Letters of one transaction: it lasts some tens of milliseconds, and whoever writes meanwhile does not wait."""
NEWS_FOR = timedelta(days=30)
"""How long a version is told of; who comes to the table later signs it anyway."""


def newer_than(signed: SignedPledge, town_id: UUID) -> Wording | None:
    """The wording that holds now, if it is another than the one that was signed."""
    now = wordings.current(signed.wording.name, town_id)
    return now if now.id != signed.wording.id else None


@outbox.every_minute
def tell_of_new_wordings() -> int:
    """File the letters of all versions that have come to hold; answers how many."""
    told = 0
    for town_id, wording in _news():
        while now_told := _tell_some(town_id, wording):
            told += now_told
        while put_down_some(town_id, wording):
            pass  # whom no letter reaches
    return told


def _news() -> Sequence[tuple[UUID, Wording]]:
    """The versions that have come to hold of late, with the town where they do. One query while there are none."""
    now = clock.now()
    recent = select(Wording.name).where(
        Wording.name.in_((PROFESSIONAL, SUPPORT_PERSON, FAMILY, INTERPRETER)),
        Wording.version > 1,
        Wording.valid_from > now - NEWS_FOR,
        Wording.valid_from <= now,
    )
    names = db.session.scalars(recent.distinct()).all()
    holding = [(town.id, wordings.current(name, town.id)) for town in (towns() if names else ()) for name in names]
    return [(town_id, wording) for town_id, wording in holding if wording.valid_from > now - NEWS_FOR]


def _tell_some(town_id: UUID, wording: Wording) -> int:
    with transaction() as session:
        town = session.get_one(Agency, town_id)
        rows = session.execute(
            _untold(town_id, wording).with_for_update(of=Seat, key_share=True, skip_locked=True)
        ).all()
        # What another worker has filed before these seats were locked is seen only by asking once more.
        known = _told([seat.id for seat, *_ in rows], wording.valid_from)
        for seat, code, email, opens in rows:
            if seat.id not in known:
                _file(seat, code, email, town, ONLY_WORDS if opens else SIGN_AGAIN)
        if rows:
            about = f"wording:{wording.id}"
            audit.record(town_id, "house", "new wording told", about, letters=len(rows) - len(known))
        return len(rows)


def _untold(town_id: UUID, wording: Wording) -> Select[Seat, str, str | None, bool]:
    """Seats of workers who signed an earlier version, not this one, and have no letter about it."""
    return (
        select(Seat, CaseFrame.code, Worker.email, has_signed())
        .join(Seat.frame)
        .join(Worker, Worker.id == Seat.worker_id)
        .where(Seat.town_id == town_id, CaseFrame.closed_at.is_(None), Worker.email.is_not(None))
        .where(sits(), signed_version(wording, earlier=True), ~signed_version(wording, earlier=False))
        .where(Seat.id.not_in(select(Letter.about).where(*_about_it(wording.valid_from))))
        .order_by(Seat.id)
        .limit(AT_ONCE)
    )


def _about_it(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Letter.kind.in_((SIGN_AGAIN, ONLY_WORDS)), Letter.filed_at >= since)


def _told(seat_ids: Sequence[UUID], since: datetime) -> frozenset[UUID]:
    return frozenset(db.session.scalars(select(Letter.about).where(Letter.about.in_(seat_ids), *_about_it(since))))


def _file(seat: Seat, code: str, email: str | None, town: Agency, kind: str) -> None:
    assert email is not None
    variant = "sign_again" if kind == SIGN_AGAIN else "only_words"
    neutral = Neutral(town=town.signs_as, phone=phone_of(town.id), case_code=code, variant=variant)
    outbox.file(
        kind, town_id=town.id, to=email, language="cs", neutral=neutral, about=seat.id, case_id=seat.case_id
    )  # fmt: skip


def _unwanted(letter: Letter) -> str | None:
    """Why the letter is not sent: the seat or the case is closed, it has been signed, or yet another version holds."""
    seat = db.session.get(Seat, letter.about)
    frame = db.session.get(CaseFrame, seat.case_id) if seat else None
    if seat is None or frame is None or not _may_sign(frame, seat):
        return "the seat is closed"
    last, opens = signed_pledge(seat), seat.id in signed_seats([seat.id])
    if last is None or newer_than(last, seat.town_id) is None:
        return "signed meanwhile"
    return None if opens is (letter.kind == ONLY_WORDS) else "another wording holds meanwhile"


def _may_sign(frame: CaseFrame, seat: Seat) -> bool:
    return decide(facts_of_seat(frame, seat, Door.ACCOUNT2), "own_pledge", "W", clock.now()).allowed


def _own_link(letter: Letter) -> dict[str, str]:
    """The way to the own pledge, made when the letter leaves."""
    seat = db.session.get_one(Seat, letter.about)
    assert seat.worker_id is not None
    until = clock.now() + OPEN_FOR
    token = links.issue(
        COPY, subject=seat.id, holder=seat.worker_id, until=until, to=letter.recipient, language=letter.language,
        town_id=seat.town_id,
    )  # fmt: skip
    return {"link": links.url(token)}


for _kind in (SIGN_AGAIN, ONLY_WORDS):
    outbox.kind(
        _kind, template="coordination/pledges/letters/new_wording", still_wanted=_unwanted, at_sending=_own_link
    )

"""Doors for people without an account: a mailed or printed token opens one errand of one holder; its hash is kept."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation import clock, outbox
from foundation.database import Base, Key, db, transaction
from foundation.encryption import Encrypted
from foundation.outbox import Letter, Neutral

LONGEST = timedelta(days=60)
RENEWED_FOR = timedelta(days=7)
RENEWED_AT_MOST_EVERY = timedelta(minutes=10)
PRINTED_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a printed token is made of: 32 signs that nobody mistakes for one another, five bits each."""
PRINTED_LENGTH = 12


class Link(Base):
    """One errand of one holder; every letter about it carries a token of its own."""

    __tablename__ = "link"
    id: Mapped[Key]
    purpose: Mapped[str]
    subject: Mapped[UUID]
    """What the errand is about: an invitation, a task, an account."""
    holder: Mapped[UUID] = mapped_column(index=True)
    """Whose errand it is."""
    to: Mapped[str | None] = mapped_column("address", Encrypted("link.address"))
    """The known address to which a new token may be mailed; None: to nobody."""
    language: Mapped[str]
    town_id: Mapped[UUID | None]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]

    def open_at(self, now: datetime) -> bool:
        """Whether its tokens open anything."""
        return self.revoked_at is None and now < self.expires_at


Index(
    "uq_link_living",
    Link.purpose,
    Link.subject,
    Link.holder,
    unique=True,
    sqlite_where=Link.revoked_at.is_(None),
    postgresql_where=Link.revoked_at.is_(None),
)


class LinkToken(Base):
    """One token of an errand, as its SHA-256."""

    __tablename__ = "link_token"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"), index=True)
    issued_at: Mapped[datetime]


@dataclass(frozen=True)
class Purpose:
    """One kind of errand: the page it opens, and whether it is still open."""

    name: str
    endpoint: str
    still_open: Callable[[Link], bool]


@dataclass(frozen=True)
class Letterhead:
    """Who signs the letter with a new link: the town's name and its phone."""

    town: str
    phone: str


_purposes: dict[str, Purpose] = {}
_letterhead: list[Callable[[Link], Letterhead | None]] = []


def purpose(name: str, endpoint: str, still_open: Callable[[Link], bool]) -> None:
    """Announce a kind of errand; `endpoint` is the page that takes `token`."""
    if name in _purposes and _purposes[name].endpoint != endpoint:
        raise ValueError(f"{name} is announced twice")
    _purposes[name] = Purpose(name, endpoint, still_open)


def purpose_of(link: Link) -> Purpose:
    """The kind of errand of a link."""
    return _purposes[link.purpose]


def letterhead(find: Callable[[Link], Letterhead | None]) -> Callable[[Link], Letterhead | None]:
    """Announce who knows the town behind a link; the last one announced is asked."""
    _letterhead[:] = [find]
    return find


def issue(
    purpose: str,
    *,
    subject: UUID,
    holder: UUID,
    until: datetime,
    to: str | None = None,
    language: str = "cs",
    town_id: UUID | None = None,
) -> str:
    """A new token for an errand, for one letter; inside a transaction. The only moment at which the token is known.

    The errand ends at `until`, in at most 60 days. `to` is the address to which a new token may later be mailed.
    Raises KeyError for an unknown purpose.
    """
    session, now = db.session(), clock.now()
    link = _living(session, _purposes[purpose].name, subject, holder)
    link.expires_at = min(until, now + LONGEST)
    if to is not None:
        link.to, link.language, link.town_id = to, language, town_id
    return _new_token(session, link, now)


def issue_printed(purpose: str, *, subject: UUID, holder: UUID, until: datetime, town_id: UUID) -> str:
    """A new token of 12 signs (60 bits) for one paper, which people can also type; inside a transaction.

    The errand ends at `until`, however far that is: a paper is not sent again every sixty days. It is no ticket by
    itself; the page behind it asks for something that never stands on paper.
    """
    session, now = db.session(), clock.now()
    link = _living(session, _purposes[purpose].name, subject, holder)
    link.expires_at, link.town_id = until, town_id
    return _new_token(session, link, now, "".join(secrets.choice(PRINTED_SIGNS) for _ in range(PRINTED_LENGTH)))


def in_groups(printed: str) -> str:
    """`7HQ2-M4XF-2RTA`: a printed token as it stands on paper."""
    return "-".join(printed[start : start + 4] for start in range(0, len(printed), 4))


def as_typed(typed: str) -> str:
    """The printed token behind what somebody typed: small letters, gaps and dashes do not matter."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def living(purpose: str, subject: UUID, holder: UUID) -> Link | None:
    """The errand that opens now, if it does."""
    where = (Link.purpose == purpose, Link.subject == subject, Link.holder == holder, Link.revoked_at.is_(None))
    found = db.session.scalar(select(Link).where(*where))
    return found if found is not None and found.open_at(clock.now()) and _errand_open(found) else None


def _living(session: Session, purpose: str, subject: UUID, holder: UUID) -> Link:
    """The errand that holds now, made if there is none; two who make it at once get the same.

    One that has expired is never revived, or its old tokens would open again.
    """
    where = (Link.purpose == purpose, Link.subject == subject, Link.holder == holder, Link.revoked_at.is_(None))
    found, now = session.scalar(select(Link).where(*where).with_for_update()), clock.now()
    if found is not None and found.open_at(now):
        return found
    link = Link(purpose=purpose, subject=subject, holder=holder, language="cs", issued_at=now, expires_at=now)
    if found is not None:
        found.revoked_at = now
        link.to, link.language, link.town_id = found.to, found.language, found.town_id
        link.renewed_at = found.renewed_at
        session.flush()
    try:
        with session.begin_nested():
            session.add(link)
    except IntegrityError:
        return session.scalars(select(Link).where(*where)).one()
    return link


def _new_token(session: Session, link: Link, now: datetime, printed: str | None = None) -> str:
    token = printed or secrets.token_urlsafe(32)
    session.flush()
    session.add(LinkToken(token_hash=_hash(token), link_id=link.id, issued_at=now))
    session.flush()
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def url(token: str) -> str:
    """The address that stands in a letter."""
    return f"{current_app.extensions['settings'].public_url}/o/{token}"


def front_door() -> str:
    """The one address for all, for calendars: it opens nothing by itself."""
    return f"{current_app.extensions['settings'].public_url}/"


def resolve(token: str) -> Link | None:
    """The errand that a token opens now; None for an unknown, expired, revoked or finished one, all alike."""
    link = _known(token)
    if link is None or not link.open_at(clock.now()) or not _errand_open(link):
        return None
    return link


def revoke(purpose: str, subject: UUID, holder: UUID) -> None:
    """Kill every token of an errand; inside a transaction."""
    where = (Link.purpose == purpose, Link.subject == subject, Link.holder == holder)
    _revoke(*where)


def revoke_all(holder: UUID) -> None:
    """Kill every token of a holder; inside a transaction."""
    _revoke(Link.holder == holder)


def _revoke(*where: object) -> None:
    db.session.execute(
        update(Link).where(*where, Link.revoked_at.is_(None)).values(revoked_at=clock.now()),  # type: ignore[arg-type]
        execution_options={"synchronize_session": "fetch"},
    )


def mail_new(token: str) -> None:
    """Mail a new token to the known address of a token's errand while it is open; otherwise do nothing, silently.

    Whoever asks cannot tell which it was. A revoked token asks for the errand as it lives on, at its present address.
    """
    known = _known(token)
    if known is None:
        return
    with transaction() as session:
        where = (Link.purpose == known.purpose, Link.subject == known.subject, Link.holder == known.holder)
        link = session.scalar(select(Link).where(*where, Link.revoked_at.is_(None)).with_for_update())
        head = _letterhead[0](link) if link is not None and _letterhead else None
        if link is None or link.to is None or head is None or not _errand_open(link) or _just_renewed(link):
            return
        now, to = clock.now(), link.to
        link = _living(session, link.purpose, link.subject, link.holder)
        link.renewed_at, link.expires_at = now, max(link.expires_at, now + RENEWED_FOR)
        new = _new_token(session, link, now)
        outbox.file(
            "links.renewed",
            town_id=link.town_id,
            to=to,
            language=link.language,
            neutral=Neutral(town=head.town, phone=head.phone, link=url(new)),
            about=link.id,
        )


def _just_renewed(link: Link) -> bool:
    return link.renewed_at is not None and clock.now() - link.renewed_at < RENEWED_AT_MOST_EVERY


def _known(token: str) -> Link | None:
    where = LinkToken.token_hash == _hash(token)
    return db.session.scalar(select(Link).join(LinkToken, LinkToken.link_id == Link.id).where(where))


def _errand_open(link: Link) -> bool:
    known = _purposes.get(link.purpose)
    return known is not None and known.still_open(link)


def _renewal_wanted(letter: Letter) -> str | None:
    link = db.session.get(Link, letter.about)
    return None if link is not None and link.open_at(clock.now()) and _errand_open(link) else "the errand has ended"


outbox.kind("links.renewed", template="foundation/links/letters/renewed", still_wanted=_renewal_wanted)

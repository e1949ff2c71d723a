"""The letters of the accounts: the link to set one up, the notice of a changed sign-in, the six-digit code."""

from uuid import UUID

from agencies.accounts.models import AccountSetUp, MailedCode
from agencies.accounts.proofs import code_digest, new_code
from agencies.accounts.rules import CODE_LASTS
from agencies.directory.models import agency_of
from agencies.staff.models import Worker, writing_town
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Letterhead, Link
from foundation.outbox import Letter, Neutral

SET_UP = "accounts.set_up"


@links.letterhead
def town_behind(link: Link) -> Letterhead | None:
    """The town that signs a letter with a renewed link."""
    town = agency_of(link.town_id) if link.town_id else None
    return Letterhead(town.signs_as, town.phone or "") if town else None


def _neutral(worker_id: UUID, **fields: object) -> tuple[UUID, Neutral] | None:
    town = writing_town(worker_id)
    return None if town is None else (town.id, Neutral(town=town.signs_as, phone=town.phone or "", **fields))  # type: ignore[arg-type]


def _file(kind: str, worker: Worker, *, about: UUID, **fields: object) -> None:
    written = _neutral(worker.id, **fields)
    if written is not None and worker.email:
        town_id, neutral = written
        outbox.file(kind, town_id=town_id, to=worker.email, language="cs", neutral=neutral, about=about)


def mail_set_up(worker: Worker, errand: AccountSetUp) -> None:
    """File the letter with the set-up link; the token is made when the letter leaves, and nobody here sees it."""
    _file(SET_UP, worker, about=errand.id, deadline=errand.until)


def set_up_address(errand: AccountSetUp, worker: Worker) -> str:
    """A fresh address at which the account is set up; inside a transaction."""
    town = writing_town(worker.id)
    token = links.issue(
        SET_UP,
        subject=errand.id,
        holder=worker.id,
        until=errand.until,
        to=worker.email,
        town_id=town.id if town else None,
    )
    return links.url(token)


def tell_of_changed_sign_in(worker: Worker) -> None:
    """File the notice that password or second factor changed; it leaves at once."""
    _file("accounts.sign_in_changed", worker, about=worker.id, date=clock.today(), time_from=clock.now())


def mail_code(worker: Worker, asked: MailedCode) -> None:
    """File the letter with a code that does not exist yet: it is made when the letter leaves."""
    _file("links.code", worker, about=asked.id)


def _open_errand(letter: Letter) -> AccountSetUp | None:
    errand = db.session.get(AccountSetUp, letter.about)
    return errand if errand and errand.done_at is None and errand.until > clock.now() else None


def _set_up_link(letter: Letter) -> dict[str, str]:
    errand = db.session.get_one(AccountSetUp, letter.about)
    return {"link": set_up_address(errand, db.session.get_one(Worker, errand.worker_id))}


def _code_unwanted(letter: Letter) -> str | None:
    asked = db.session.get(MailedCode, letter.about)
    return None if asked is not None and asked.used_at is None else "another code was asked for"


def _fresh_code(letter: Letter) -> dict[str, str]:
    asked = db.session.get_one(MailedCode, letter.about)
    code = new_code()
    asked.code_hash, asked.valid_until = code_digest(code, asked.id), clock.now() + CODE_LASTS
    return {"code": code}


outbox.kind(
    SET_UP,
    template="agencies/accounts/letters/set_up",
    still_wanted=lambda letter: None if _open_errand(letter) else "the set-up was replaced or done",
    at_sending=_set_up_link,
)
outbox.kind("accounts.sign_in_changed", template="agencies/accounts/letters/sign_in_changed")
outbox.kind("links.code", template="foundation/links/letters/code", still_wanted=_code_unwanted, at_sending=_fresh_code)

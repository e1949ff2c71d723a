"""The deeds of the code door: a code is asked for by mail, and entered in the browser that asked."""

from uuid import UUID

from flask import url_for

from agencies.accounts import documents, proofs, rules, sessions
from agencies.accounts.models import MailedCode, account_of, code_waiting, codes_asked
from agencies.accounts.rules import CodeState, SessionDoor
from agencies.staff.models import Worker, posts_today, writing_town
from foundation import audit, clock, links
from foundation.database import transaction
from foundation.links import Link
from foundation.reasons import Reason, Refused, refuse_if

_after_code: dict[str, str] = {}


def after_code(purpose: str, endpoint: str) -> None:
    """Announce the page that follows when somebody has entered the code at a link of this purpose; it takes `token`."""
    _after_code[purpose] = endpoint


def next_page(link: Link, token: str) -> str:
    """The page that follows the code."""
    return url_for(_after_code.get(link.purpose) or links.purpose_of(link).endpoint, token=token)


def phone_for(worker_id: UUID) -> str:
    """The number where somebody helps this worker."""
    town = writing_town(worker_id)
    return (town.phone if town else None) or ""


def against_codes(worker: Worker) -> list[Reason]:
    """Why a code is neither mailed to this worker nor taken."""
    phone, account = phone_for(worker.id), account_of(worker.id)
    return [
        *rules.against_mailbox(email=worker.email, shared=worker.mailbox_shared, phone=phone),
        *rules.against_switched_off(disabled=account is not None and account.disabled_at is not None, phone=phone),
    ]


def state_of(asked: MailedCode | None) -> CodeState:
    """How a code stands that this browser has asked for."""
    if asked is None:
        return CodeState.NONE
    return rules.code_state(
        asked_at=asked.asked_at,
        valid_until=asked.valid_until,
        tries=asked.tries,
        used=asked.used_at is not None,
        now=clock.now(),
    )


def ask(link: Link, *, browser_secret: str) -> None:
    """Have a code mailed to the holder of a link; it will count only in this browser, and former ones no longer."""
    link_id, holder = link.id, link.holder
    with transaction() as session:
        worker = session.get_one(Worker, holder)
        phone = phone_for(holder)
        lately = codes_asked(holder, within=rules.GUARD_WINDOW)
        refuse_if(
            [
                *against_codes(worker),
                *rules.against_asking(asked_lately=lately, phone=phone),
            ]
        )
        browser_hash = proofs.digest(browser_secret)
        former = code_waiting(link_id, browser_hash)
        if former is not None and former.used_at is None:
            former.used_at = clock.now()
        asked = MailedCode(link_id=link_id, worker_id=holder, browser_hash=browser_hash, asked_at=clock.now())
        session.add(asked)
        session.flush()
        documents.mail_code(worker, asked)
        audit.record(None, f"link:{link_id}", "code asked for", f"worker:{holder}")


def enter(link: Link, *, code: str, browser_secret: str, device: str, keep: bool) -> str:
    """Enter the mailed code; answers the secret of the new session. Five tries, only in the browser that asked."""
    link_id, holder = link.id, link.holder
    with transaction() as session:
        asked = code_waiting(link_id, proofs.digest(browser_secret)) if browser_secret else None
        worker = session.get_one(Worker, holder)
        refuse_if(against_codes(worker))
        state = state_of(asked)
        fits = asked is not None and proofs.code_fits(code, asked.id, asked.code_hash)
        if asked is not None and state is CodeState.WAITING and not fits:
            asked.tries += 1
        against = [*rules.against_code(state, fits=fits, tries=asked.tries if asked else 0, phone=phone_for(holder))]
        if asked is not None and not against and posts_today(holder):
            asked.used_at = clock.now()
            audit.record(None, f"worker:{holder}", "signed in by code", f"worker:{holder}", device=device, kept=keep)
            return sessions.begin(session, holder, door=SessionDoor.CODE, device=device, kept=keep)
        audit.record(None, f"link:{link_id}", "code refused", f"worker:{holder}")
    raise Refused(against)  # after the try has been counted

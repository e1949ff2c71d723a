"""The deeds of an account: sent a set-up, set up, signed in and out, changed, switched off and on."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agencies.accounts import documents, proofs, rules, sessions
from agencies.accounts.models import (
    Account,
    AccountSetUp,
    KeptDevice,
    LoginSession,
    SignInFailure,
    account_at,
    account_of,
    failures,
    kept_device_at,
    set_up_waiting,
)
from agencies.accounts.rules import SessionDoor
from agencies.directory.models import Agency, namesakes
from agencies.directory.rules import AgencyKind
from agencies.staff.actions import Reach
from agencies.staff.models import Post, Worker, holders_of, posts_today
from agencies.staff.rules import Role, normalized
from foundation import audit, clock, links
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class Browser:
    """Where somebody sits: the network, the browser in words, and the secret of a browser that is known."""

    network: str
    device: str = ""
    known_secret: str = ""


@dataclass(frozen=True)
class SignedIn:
    """What a browser is given: the secret of its session, and the secret by which it is known from now on."""

    session_secret: str
    known_secret: str = ""


WRONG = reason(
    "Address, password and code do not fit together. Check all three; each code of the app counts only once."
)
WRONG_CODE = reason("The code does not match. Copy the one that the app shows now; each code counts only once.", "code")
WRONG_PASSWORD = reason("This is not your present password.", "former")


def invite(worker_id: UUID, *, by: Actor) -> UUID:
    """Send a worker the link to set up an account, or to set it up anew when password or phone is lost."""
    with transaction() as session:
        worker = session.get_one(Worker, worker_id)
        refuse_if([*Reach(by).against_worker(worker_id), *rules.against_inviting(
            name=worker.name, email=worker.email, shared=worker.mailbox_shared, works=bool(posts_today(worker_id)),
        )])  # fmt: skip
        errand = _errand(session, worker, by=by.key)
        documents.mail_set_up(worker, errand)
        audit.record(None, by.key, "set-up sent", f"worker:{worker_id}", until=errand.until.isoformat())
        return errand.id


def _errand(session: Session, worker: Worker, *, by: str) -> AccountSetUp:
    now = clock.now()
    earlier = set_up_waiting(worker.id)
    if earlier is not None:
        earlier.until = now
    errand = AccountSetUp(
        worker_id=worker.id,
        totp_secret=proofs.new_second_factor(),
        asked_at=now,
        asked_by=by,
        until=now + rules.SET_UP_LASTS,
    )
    session.add(errand)
    session.flush()
    return errand


def set_up(errand_id: UUID, *, password: str, again: str, code: str, browser: Browser) -> SignedIn:
    """Choose the password and confirm the second factor; the errand is over and everybody else is signed out."""
    digest = proofs.password_digest(password)
    with transaction() as session:
        errand = session.get_one(AccountSetUp, errand_id, with_for_update=True)
        worker = session.get_one(Worker, errand.worker_id)
        step = rules.fresh_step(proofs.steps_of(code, errand.totp_secret), last=0)
        against = [*rules.against_password(password, name=worker.name, email=worker.email or "")]
        refuse_if([*against, *rules.against_repeat(password, again), *([] if step else [WRONG_CODE])])
        refuse_if(rules.against_finished(done=errand.done_at is not None or errand.until <= clock.now()))
        account = account_of(worker.id)
        if account is not None:
            documents.tell_of_changed_sign_in(worker)
        account = account or Account(worker_id=worker.id, set_up_at=clock.now())
        account.password_hash, account.totp_secret, account.totp_last_step = digest, errand.totp_secret, step or 0
        account.changed_at, account.totp_next, account.disabled_at = clock.now(), None, None
        session.add(account)
        errand.done_at = clock.now()
        sessions.end(session, worker.id, why="set up anew", door=SessionDoor.ACCOUNT2)
        audit.record(None, f"worker:{worker.id}", "account set up", f"worker:{worker.id}")
        return _signed_in(session, worker.id, browser)


def sign_in(*, email: str, password: str, code: str, browser: Browser) -> SignedIn:
    """Sign in with address, password and the code of the authenticator.

    Whatever is wrong, the answer and the time it takes are the same. The source of too many failures pauses; a browser
    in which the owner has signed in before counts as a source of its own, so nobody else's failures pause it.
    """
    address = normalized(email)
    known = kept_device_at(address, proofs.digest(browser.known_secret))
    account_key = proofs.keyed("account", address)
    source = proofs.keyed("source", f"device:{known.id}" if known else f"network:{browser.network}")
    refuse_if(_against_trying(account_key, source, known_device=known is not None))
    found = account_at(address)
    fits = proofs.password_fits(password, found[0].password_hash if found else None)
    if found is not None and fits:
        signed_in = _enter(found[0].id, found[0].password_hash, code, browser, source)
        if signed_in is not None:
            return signed_in
    _note_failure(account_key, source, about=f"worker:{found[1].id}" if found else "address unknown")
    raise Refused((WRONG,))


def _against_trying(account_key: str, source: str, *, known_device: bool) -> list[Reason]:
    own = failures(account_key, source_key=source, within=rules.PAUSE)
    everywhere = failures(account_key, within=rules.GUARD_WINDOW)
    return [*rules.against_trying(own_source=own, all_sources=everywhere, known_device=known_device, now=clock.now())]


def _enter(account_id: UUID, password_hash: str, code: str, browser: Browser, source: str) -> SignedIn | None:
    """Take the code under the lock, so that the same one cannot count twice at once."""
    with transaction() as session:
        account = session.get_one(Account, account_id, with_for_update=True)
        step = rules.fresh_step(proofs.steps_of(code, account.totp_secret), last=account.totp_last_step)
        works = posts_today(account.worker_id)
        if step is None or account.password_hash != password_hash or account.disabled_at is not None or not works:
            return None
        account.totp_last_step = step
        session.execute(delete(SignInFailure).where(SignInFailure.source_key == source))
        audit.record(
            None, f"worker:{account.worker_id}", "signed in", f"worker:{account.worker_id}", device=browser.device
        )
        return _signed_in(session, account.worker_id, browser)


def _note_failure(account_key: str, source: str, *, about: str) -> None:
    with transaction() as session:
        now = clock.now()
        session.execute(delete(SignInFailure).where(SignInFailure.at < now - timedelta(days=1)))
        session.add(SignInFailure(account_key=account_key, source_key=source, at=now))
        session.flush()
        paused = len(failures(account_key, source_key=source, within=rules.PAUSE)) >= rules.TRIES_BEFORE_PAUSE
        audit.record(None, "stranger", "sign-in failed", about, source=source[:12], paused=paused)


def _signed_in(session: Session, worker_id: UUID, browser: Browser) -> SignedIn:
    known = proofs.new_secret()
    session.add(KeptDevice(worker_id=worker_id, secret_hash=proofs.digest(known), since=clock.now()))
    secret = sessions.begin(session, worker_id, door=SessionDoor.ACCOUNT2, device=browser.device)
    return SignedIn(session_secret=secret, known_secret=known)


def sign_out(session_id: UUID, *, by: Actor, why: str = "signed out") -> None:
    """End one session of one's own; a session that ended before stays as it ended."""
    with transaction() as session:
        login = session.get_one(LoginSession, session_id)
        if login.worker_id != by.worker_id or login.ended_at is not None:
            return
        login.ended_at, login.ended_why = clock.now(), why
        audit.record(None, by.key, why, f"worker:{login.worker_id}", device=login.device)


def change_password(
    worker_id: UUID, *, former: str, password: str, again: str, code: str, here: UUID, by: Actor
) -> None:
    """Change one's own password; every other device is signed out and the owner is told at once."""
    account = account_of(worker_id)
    fits = proofs.password_fits(former, account.password_hash if account else None)
    digest = proofs.password_digest(password)
    with transaction() as session:
        worker, account = session.get_one(Worker, worker_id), account_of(worker_id)
        assert account is not None
        step = rules.fresh_step(proofs.steps_of(code, account.totp_secret), last=account.totp_last_step)
        refuse_if([
            *([] if fits else [WRONG_PASSWORD]),
            *rules.against_password(password, name=worker.name, email=worker.email or ""),
            *rules.against_repeat(password, again), *([] if step else [WRONG_CODE]),
        ])  # fmt: skip
        account.password_hash, account.totp_last_step, account.changed_at = digest, step or 0, clock.now()
        _tell_and_end(session, worker, here=here, why="new password")
        audit.record(None, by.key, "password changed", f"worker:{worker_id}")


def show_new_second_factor(worker_id: UUID, *, by: Actor) -> None:
    """Make the secret for a new authenticator; the present one counts until the new one is confirmed."""
    with transaction() as session:
        account = account_of(worker_id)
        assert account is not None
        account.totp_next = proofs.new_second_factor()
        session.add(account)
        audit.record(None, by.key, "second factor shown", f"worker:{worker_id}")


def change_second_factor(worker_id: UUID, *, password: str, code: str, here: UUID, by: Actor) -> None:
    """Confirm the new authenticator; every other device is signed out and the owner is told at once."""
    account = account_of(worker_id)
    fits = proofs.password_fits(password, account.password_hash if account else None)
    with transaction() as session:
        worker, account = session.get_one(Worker, worker_id), account_of(worker_id)
        assert account is not None
        step = rules.fresh_step(proofs.steps_of(code, account.totp_next or ""), last=0) if account.totp_next else None
        refuse_if([*([] if fits else [WRONG_PASSWORD]), *([] if step else [WRONG_CODE])])
        account.totp_secret, account.totp_next = account.totp_next or "", None
        account.totp_last_step, account.changed_at = step or 0, clock.now()
        _tell_and_end(session, worker, here=here, why="new second factor")
        audit.record(None, by.key, "second factor changed", f"worker:{worker_id}")


def _tell_and_end(session: Session, worker: Worker, *, here: UUID, why: str) -> None:
    sessions.end(session, worker.id, why=why, besides=here)
    session.execute(delete(KeptDevice).where(KeptDevice.worker_id == worker.id))
    documents.tell_of_changed_sign_in(worker)


def init_town(*, name: str, town: str, phone: str, administrator: str, email: str) -> str:
    """Make a town: its office, its administrator, and the address at which the administrator sets the account up.

    The address is known at this moment only and holds for seven days. Raises Refused for an office of the same name.
    """
    with transaction() as session:
        refuse_if(rules.against_town(namesakes=namesakes(name), address_taken=bool(holders_of(email))))
        office = Agency(name=name, kind=AgencyKind.TOWN_OFFICE, convenes=True, town_name=town, phone=phone)
        worker = Worker(name=administrator, email=normalized(email))
        session.add_all([office, worker])
        session.flush()
        post = Post(worker=worker, agency=office, function="správce", role=Role.ADMINISTRATOR, from_on=clock.today())
        session.add(post)
        session.flush()
        errand = _errand(session, worker, by="house")
        audit.record(None, "house", "town made", f"agency:{office.id}", name=name, administrator=str(worker.id))
        return documents.set_up_address(errand, worker)


def disable(worker_id: UUID, *, by: Actor) -> None:
    """Switch an account off; whoever is signed in is out at once, by whichever door, and mailed links open nothing."""
    with transaction() as session:
        refuse_if(Reach(by).against_worker(worker_id))
        account = account_of(worker_id)
        if account is None or account.disabled_at is not None:
            return
        account.disabled_at = clock.now()
        sessions.end(session, worker_id, why="account switched off")
        sessions.forget_errands(session, worker_id)
        links.revoke_all(worker_id)
        audit.record(None, by.key, "account switched off", f"worker:{worker_id}")

"""What proves a person: passwords, the codes of an authenticator, mailed codes, and the keyed hashes kept of them."""

import hashlib
import hmac
import secrets
import threading
from ipaddress import ip_address, ip_network
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from agencies.accounts.rules import STEP_SECONDS
from foundation import clock

ISSUER = "Společně"
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_at_once = threading.BoundedSemaphore(2)
# One check takes 19 MiB and a core; more than two at once would let a guesser starve everybody else.
_nobody = _hasher.hash(secrets.token_urlsafe(16))


def password_digest(password: str) -> str:
    """The argon2id hash that is kept of a password."""
    with _at_once:
        return _hasher.hash(password)


def password_fits(password: str, kept: str | None) -> bool:
    """Whether a password is the kept one; takes as long when there is none (None)."""
    with _at_once:
        try:
            return _hasher.verify(kept or _nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def new_secret() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a random secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def keyed(purpose: str, value: str) -> str:
    """What the database keeps of something that can be guessed: useless without the key of the house."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\0{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def new_code() -> str:
    """Six random figures for a letter."""
    return f"{secrets.randbelow(1_000_000):06}"


def code_digest(code: str, asked: UUID) -> str:
    """What the database keeps of a mailed code."""
    return keyed("mailed code", f"{asked}:{code}")


def code_fits(code: str, asked: UUID, kept: str | None) -> bool:
    """Whether a mailed code is the kept one."""
    return kept is not None and hmac.compare_digest(code_digest(code, asked), kept)


def new_second_factor() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def steps_of(code: str, secret: str) -> tuple[int, ...]:
    """The 30-second steps around now at which an authenticator with this secret shows this code."""
    totp, step = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP_SECONDS
    around = (step - 1, step, step + 1)
    return tuple(near for near in around if hmac.compare_digest(totp.generate_otp(near), code))


def authenticator_address(secret: str, email: str) -> str:
    """What the QR picture of a second factor says."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def network_of(address: str | None) -> str:
    """The network from which somebody comes, as far as tries are counted together."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ip_network((found, 24 if found.version == 4 else 64), strict=False))

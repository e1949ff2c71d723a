"""Reads the settings once and refuses to open the house if one is missing or unsafe."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
MAIL_SYSTEMS = ("smtp", "smtp+starttls", "smtps")
MOST_PROXIES = tuple("0123456789")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class UnsafeSettings(RuntimeError):
    """The house stays closed; the message names every reason at once."""


@dataclass(frozen=True)
class Settings:
    """Everything the administrator decides outside the database."""

    database_url: str
    secret_key: str
    encryption_keys: tuple[bytes, ...]
    """AES-256 keys, the first one writes, the others still read."""
    public_url: str
    """Scheme and host under which people reach the house, without a closing slash."""
    smtp_url: str | None = None
    """`smtp://`, `smtp+starttls://` or `smtps://`, with name and password where the mail system wants them."""
    mail_from: str | None = None
    reply_mailbox: str | None = None
    """Where answers from calendars arrive; without one nobody is asked to answer there."""
    trusted_proxies: int = 0
    """How many proxies of ours stand in front and tell the visitor's address; what others claim is not believed."""
    demonstration: bool = False

    @property
    def secure(self) -> bool:
        """Whether people come over https, so that cookies may demand it."""
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings of a town.

    Variables: DATABASE_URL, SECRET_KEY, ENCRYPTION_KEYS (base64, 32 bytes each, divided by commas),
    PUBLIC_URL, SMTP_URL, MAIL_FROM, REPLY_MAILBOX, TRUSTED_PROXIES. Raises UnsafeSettings naming everything that is
    missing or unsafe.
    """
    needed = ("SECRET_KEY", "ENCRYPTION_KEYS", "PUBLIC_URL")
    reasons = [f"{name} is missing" for name in needed if not environ.get(name)]
    secret_key = environ.get("SECRET_KEY", "")
    if secret_key and len(secret_key) < 32:
        reasons.append("SECRET_KEY is shorter than 32 characters")
    keys: list[bytes] = []
    for written in filter(None, map(str.strip, environ.get("ENCRYPTION_KEYS", "").split(","))):
        try:
            keys.append(base64.b64decode(written, validate=True))
        except ValueError:
            reasons.append("ENCRYPTION_KEYS holds something that is not base64")
    if environ.get("ENCRYPTION_KEYS") and not environ["ENCRYPTION_KEYS"].strip(" ,"):
        reasons.append("ENCRYPTION_KEYS is missing")
    if any(len(key) != 32 for key in keys):
        reasons.append("every one of ENCRYPTION_KEYS must be 32 bytes long")
    public_url = environ.get("PUBLIC_URL", "").rstrip("/")
    if public_url:
        reasons += _against_public_url(public_url)
    if environ.get("SMTP_URL") and not environ.get("MAIL_FROM"):
        reasons.append("MAIL_FROM is missing, SMTP_URL is set")
    for name, known in (("SMTP_URL", MAIL_SYSTEMS), ("DATABASE_URL", DATABASES)):
        if environ.get(name) and environ[name].partition(":")[0] not in known:
            reasons.append(f"{name} begins with none of: {', '.join(known)}")
    reasons += _against_reply_mailbox(environ.get("REPLY_MAILBOX", ""), environ.get("MAIL_FROM", ""))
    proxies = environ.get("TRUSTED_PROXIES") or "0"
    if proxies not in MOST_PROXIES:
        reasons.append("TRUSTED_PROXIES must say how many proxies of yours stand in front, 0 to 9")
    if reasons:
        raise UnsafeSettings("; ".join(reasons))
    return Settings(
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'spolecne.db'}",
        secret_key=secret_key,
        encryption_keys=tuple(keys),
        public_url=public_url,
        smtp_url=environ.get("SMTP_URL") or None,
        mail_from=environ.get("MAIL_FROM") or None,
        reply_mailbox=environ.get("REPLY_MAILBOX") or None,
        trusted_proxies=int(proxies),
    )


def _against_reply_mailbox(address: str, mail_from: str) -> list[str]:
    """Letters come from where their answers go; on a domain of others they would be taken for forged."""
    if not address:
        return []
    name, _, domain = address.rpartition("@")
    if not name or not domain or any(sign.isspace() for sign in address):
        return ["REPLY_MAILBOX must be a mail address"]
    if domain.lower() != mail_from.rpartition("@")[2].lower():
        return ["REPLY_MAILBOX must be on the same domain as MAIL_FROM"]
    return []


def _against_public_url(url: str) -> list[str]:
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        whole = False
    if not whole or parts.path or parts.query or parts.fragment:
        return ["PUBLIC_URL must be https:// and a host, nothing after it"]
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return ["PUBLIC_URL must begin with https:// unless it is this machine alone"]
    return []


def for_demonstration(port: int, folder: Path = ROOT / "instance") -> Settings:
    """Settings of the demonstration: its own file, its own key kept beside it, this machine only, no real mail."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = folder / "demo.key"
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_bytes(secrets.token_bytes(64))
    key_file.chmod(0o600)
    kept = key_file.read_bytes()
    return Settings(
        database_url=f"sqlite:///{folder / 'demo.db'}",
        secret_key=kept[:32].hex(),
        encryption_keys=(kept[32:],),
        public_url=f"http://127.0.0.1:{port}",
        demonstration=True,
    )

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
    demonstration: bool = False

    @property
    def secure(self) -> bool:
        """Whether people come over https, so that cookies may demand it."""
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings of a town.

    Variables: DATABASE_URL, SECRET_KEY, ENCRYPTION_KEYS (base64, 32 bytes each, divided by commas),
    PUBLIC_URL, SMTP_URL, MAIL_FROM. Raises UnsafeSettings naming everything that is missing or unsafe.
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
    if reasons:
        raise UnsafeSettings("; ".join(reasons))
    return Settings(
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'spolecne.db'}",
        secret_key=secret_key,
        encryption_keys=tuple(keys),
        public_url=public_url,
        smtp_url=environ.get("SMTP_URL") or None,
        mail_from=environ.get("MAIL_FROM") or None,
    )


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

"""Settings: everything that is missing or unsafe is said at once, and the house stays closed."""

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from foundation.settings import Settings, UnsafeSettings, for_demonstration, from_environment

FIRST, SECOND = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
SOUND = {
    "SECRET_KEY": "s" * 32,
    "ENCRYPTION_KEYS": f"{FIRST}, {SECOND}",
    "PUBLIC_URL": "https://setkani.podlesi.example/",
    "DATABASE_URL": "postgresql://spolecne@db.example/spolecne",
    "SMTP_URL": "smtp+starttls://posta:heslo@mail.podlesi.example:587",
    "MAIL_FROM": "setkani@podlesi.example",
    "REPLY_MAILBOX": "odpovedi@Podlesi.example",
    "TRUSTED_PROXIES": "1",
}


def refused(environ: dict[str, str]) -> list[str]:
    with pytest.raises(UnsafeSettings) as said:
        from_environment(environ)
    return str(said.value).split("; ")


class TestTown:
    def test_sound_settings_are_read(self):
        settings = from_environment(SOUND)
        assert settings.encryption_keys == (b"\1" * 32, b"\2" * 32)
        assert settings.public_url == "https://setkani.podlesi.example"
        assert settings.secure
        assert not settings.demonstration
        assert settings.smtp_url == SOUND["SMTP_URL"]
        assert settings.reply_mailbox == SOUND["REPLY_MAILBOX"]
        assert settings.trusted_proxies == 1

    def test_nobody_is_trusted_and_no_answer_expected_unless_it_is_said(self):
        settings = from_environment({**SOUND, "REPLY_MAILBOX": "", "TRUSTED_PROXIES": ""})
        assert settings.reply_mailbox is None
        assert settings.trusted_proxies == 0

    def test_without_a_database_it_is_a_file_of_its_own(self):
        settings = from_environment({**SOUND, "DATABASE_URL": "", "SMTP_URL": "", "MAIL_FROM": "", "REPLY_MAILBOX": ""})
        assert settings.database_url.startswith("sqlite:///")
        assert settings.database_url.endswith("instance/spolecne.db")
        assert settings.smtp_url is None

    def test_nothing_set_names_everything(self):
        assert refused({}) == ["SECRET_KEY is missing", "ENCRYPTION_KEYS is missing", "PUBLIC_URL is missing"]

    def test_everything_wrong_is_named_at_once(self):
        said = refused(
            {
                "SECRET_KEY": "short",
                "ENCRYPTION_KEYS": f"{FIRST},!!!,c2hvcnQ=",
                "PUBLIC_URL": "http://setkani.podlesi.example",
                "SMTP_URL": "http://mail.podlesi.example",
                "DATABASE_URL": "mysql://db.example/spolecne",
            }
        )
        for name in ("SECRET_KEY", "base64", "32 bytes", "PUBLIC_URL", "MAIL_FROM", "SMTP_URL begins", "DATABASE_URL"):
            assert [reason for reason in said if name in reason], name

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SECRET_KEY", "s" * 31),
            ("ENCRYPTION_KEYS", ","),
            ("ENCRYPTION_KEYS", " , "),
            ("ENCRYPTION_KEYS", "not base64"),
            ("ENCRYPTION_KEYS", base64.b64encode(b"x" * 16).decode()),
            ("ENCRYPTION_KEYS", f"{FIRST},{base64.b64encode(b'x' * 33).decode()}"),
            ("PUBLIC_URL", "http://setkani.podlesi.example"),
            ("PUBLIC_URL", "http://127.0.0.1.podlesi.example"),
            ("PUBLIC_URL", "setkani.podlesi.example"),
            ("PUBLIC_URL", "ftp://localhost"),
            ("PUBLIC_URL", "https://"),
            ("PUBLIC_URL", "https://setkani.podlesi.example/spolecne"),
            ("PUBLIC_URL", "https://setkani.podlesi.example?a=1"),
            ("PUBLIC_URL", "https://[podlesi"),
            ("PUBLIC_URL", "https://setkani.podlesi.example:port"),
            ("REPLY_MAILBOX", "odpovedi"),
            ("REPLY_MAILBOX", "@podlesi.example"),
            ("REPLY_MAILBOX", "odpo vedi@podlesi.example"),
            ("REPLY_MAILBOX", "odpovedi@jinde.example"),
            ("TRUSTED_PROXIES", "10"),
            ("TRUSTED_PROXIES", "-1"),
            ("TRUSTED_PROXIES", "yes"),
            ("SMTP_URL", "mail.podlesi.example"),
            ("DATABASE_URL", "spolecne.db"),
            ("DATABASE_URL", "postgres://db.example/spolecne"),
        ],
    )
    def test_each_unsafe_value_keeps_the_house_closed(self, name: str, value: str):
        said = refused({**SOUND, name: value})
        assert len(said) == 1
        assert name in said[0]

    def test_letters_need_a_sender(self):
        assert refused({**SOUND, "MAIL_FROM": "", "REPLY_MAILBOX": ""}) == ["MAIL_FROM is missing, SMTP_URL is set"]

    @pytest.mark.parametrize("url", ["http://localhost:5000", "http://127.0.0.1", "http://[::1]:8000"])
    def test_this_machine_alone_needs_no_https(self, url: str):
        settings = from_environment({**SOUND, "PUBLIC_URL": url})
        assert settings.public_url == url
        assert not settings.secure

    def test_the_reasons_hold_no_secret(self):
        secret = "tajné heslo"
        said = refused({**SOUND, "SECRET_KEY": secret, "ENCRYPTION_KEYS": secret, "DATABASE_URL": f"mysql://{secret}"})
        assert not [reason for reason in said if secret in reason]

    @given(st.dictionaries(st.sampled_from(list(SOUND)), st.text(max_size=40)))
    def test_whatever_is_set_is_read_or_refused(self, environ: dict[str, str]):
        try:
            settings = from_environment(environ)
        except UnsafeSettings:
            return
        assert {len(key) for key in settings.encryption_keys} == {32}
        assert len(settings.secret_key) >= 32

    def test_the_application_asks_the_environment(self, monkeypatch: pytest.MonkeyPatch):
        for name in SOUND:
            monkeypatch.delenv(name, raising=False)
        with pytest.raises(SystemExit, match="The house stays closed: SECRET_KEY is missing"):
            create_app()

    def test_settings_do_not_change(self):
        settings = from_environment(SOUND)
        with pytest.raises(AttributeError):
            settings.secret_key = "another"  # type: ignore[misc]


class TestDemonstration:
    @pytest.fixture
    def demo(self, tmp_path: Path) -> Settings:
        return for_demonstration(5000, tmp_path / "instance")

    def test_has_its_own_file_this_machine_and_no_mail(self, demo: Settings, tmp_path: Path):
        assert demo.demonstration
        assert demo.database_url == f"sqlite:///{tmp_path / 'instance' / 'demo.db'}"
        assert demo.public_url == "http://127.0.0.1:5000"
        assert demo.smtp_url is None

    def test_its_keys_are_its_owners_alone(self, demo: Settings, tmp_path: Path):
        assert (tmp_path / "instance").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "instance" / "demo.key").stat().st_mode & 0o777 == 0o600

    def test_its_keys_stay_the_same(self, demo: Settings, tmp_path: Path):
        again = for_demonstration(5001, tmp_path / "instance")
        assert (again.secret_key, again.encryption_keys) == (demo.secret_key, demo.encryption_keys)
        assert len(demo.encryption_keys[0]) == 32
        assert len(demo.secret_key) == 64
        other = for_demonstration(5000, tmp_path / "elsewhere")
        assert other.encryption_keys != demo.encryption_keys
        assert other.secret_key != demo.secret_key

    def test_a_key_left_open_is_closed_again(self, demo: Settings, tmp_path: Path):
        key = tmp_path / "instance" / "demo.key"
        key.chmod(0o644)
        for_demonstration(5000, tmp_path / "instance")
        assert key.stat().st_mode & 0o777 == 0o600

    def test_a_generous_umask_changes_nothing(self, tmp_path: Path):
        former = os.umask(0)
        try:
            for_demonstration(5000, tmp_path / "new")
        finally:
            os.umask(former)
        assert (tmp_path / "new" / "demo.key").stat().st_mode & 0o777 == 0o600

"""Locks single columns: AES-GCM with a key that lives outside the database."""

import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

_NONCE = 12
_MARK = 4


class Keyring:
    """The keys of one house: the first locks, all of them open.

    A locked value is: 4 bytes that tell the key, 12 bytes of nonce, the sealed text.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = {hashlib.sha256(key).digest()[:_MARK]: AESGCM(key) for key in keys}
        self._first = next(iter(self._keys))

    def lock(self, plain: bytes, place: str) -> bytes:
        """Lock `plain` for the column named `place`; elsewhere it will not open."""
        nonce = os.urandom(_NONCE)
        return self._first + nonce + self._keys[self._first].encrypt(nonce, plain, place.encode())

    def open(self, locked: bytes, place: str) -> bytes:
        """Open what `lock` made. Raises UnreadableSecret for a missing key, a moved or a changed value."""
        mark, nonce, sealed = locked[:_MARK], locked[_MARK : _MARK + _NONCE], locked[_MARK + _NONCE :]
        try:
            return self._keys[mark].decrypt(nonce, sealed, place.encode())
        except (KeyError, ValueError, InvalidTag) as error:  # ValueError: too short to hold a nonce
            raise UnreadableSecret(place) from error


class UnreadableSecret(RuntimeError):
    """A locked column cannot be opened with the keys at hand."""


def install(app: Flask, keys: tuple[bytes, ...]) -> None:
    """Give the application its keys."""
    app.extensions["keyring"] = Keyring(keys)


def keyring() -> Keyring:
    """The keys of the application at work."""
    ring = current_app.extensions["keyring"]
    assert isinstance(ring, Keyring)
    return ring


class Encrypted(TypeDecorator[str]):
    """A text column that only the house can read; `place` is table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring().lock(value.encode(), self.place)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring().open(bytes(value), self.place).decode()


class EncryptedBytes(TypeDecorator[bytes]):
    """A file that only the house can read; `place` is table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring().lock(value, self.place)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring().open(bytes(value), self.place)


class EncryptedJson(TypeDecorator[Any]):
    """A JSON value that only the house can read; `place` is table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring().lock(json.dumps(value).encode(), self.place)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        return None if value is None else json.loads(keyring().open(bytes(value), self.place))

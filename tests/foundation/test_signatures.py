"""Signatures: the exact bytes that the signer saw, who they were then, and evidence that stays the same."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from foundation import clock, signatures
from foundation.database import db, transaction
from foundation.signatures import Method, ShownTextDiffers, Signature, evidence, fingerprint, sign

TOWN, WORDING = UUID(int=1), UUID(int=2)


def signed(*, text: str = "Slibuji mlčet.", **changes: Any) -> Signature:
    values: dict[str, Any] = {
        "town_id": TOWN,
        "about": "case:1",
        "signer_key": "worker:1",
        "name": "Mgr. Ivana Součková",
        "function": "výchovná poradkyně",
        "agency": "ZŠ Na Kopci",
        "wording_id": WORDING,
        "text": text,
        "seen_sha256": fingerprint(text),
        "method": Method.LINK_CODE,
        "factors": ("link", "code"),
    }
    return sign(**(values | changes))


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Signature.id))) or 0


class TestSign:
    @pytest.mark.parametrize("text", ["Slibuji.", "Ř\u0301 a\u00a0mezera\r\n\ttab  ", "🙈", "a" * 20000])
    def test_the_text_is_kept_to_the_byte(self, floor: Flask, text: str):
        with transaction():
            kept = signed(text=text).id
        db.session.expunge_all()
        row = db.session.get_one(Signature, kept)
        assert row.text.encode() == text.encode()
        assert row.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
        assert row.at == clock.now()

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_texts_that_differ_have_other_fingerprints(self, one: str, other: str):
        assert (fingerprint(one) == fingerprint(other)) == (one == other)

    @pytest.mark.parametrize("seen", ["Slibuji  mlčet.", "Slibuji mlčet.\n", "slibuji mlčet.", ""])
    def test_who_saw_another_text_has_not_signed(self, floor: Flask, seen: str):
        with pytest.raises(ShownTextDiffers), transaction():
            signed(seen_sha256=fingerprint(seen))
        assert count() == 0

    def test_at_the_table_somebody_has_seen_it(self, floor: Flask):
        with pytest.raises(IntegrityError), transaction():
            signed(method=Method.AT_TABLE, factors=())
        with transaction():
            signed(method=Method.AT_TABLE, factors=(), witness="Bc. Lenka Horáková")
        assert count() == 1

    def test_it_falls_with_its_deed(self, floor: Flask):
        with pytest.raises(ZeroDivisionError):
            deed_that_falls()
        assert count() == 0


def deed_that_falls() -> None:
    with transaction():
        signed()
        raise ZeroDivisionError


class TestEvidence:
    def test_says_the_same_before_and_after_it_is_kept(self, floor: Flask):
        changed = clock.now() - timedelta(days=2)
        with transaction():
            fresh = signed(witness="Bc. Lenka Horáková", address_changed_at=changed)
            said, kept = evidence(fresh), fresh.id
        db.session.expunge_all()
        assert evidence(db.session.get_one(Signature, kept)) == said

    def test_is_canonical_and_complete(self, floor: Flask, morning):
        with transaction():
            row = signed()
            said = evidence(row)
        record = json.loads(said)
        assert said == json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert record == {
            "schema": 1,
            "signature": str(row.id),
            "about": "case:1",
            "signer": "worker:1",
            "name": "Mgr. Ivana Součková",
            "function": "výchovná poradkyně",
            "agency": "ZŠ Na Kopci",
            "wording": str(WORDING),
            "sha256": hashlib.sha256("Slibuji mlčet.".encode()).hexdigest(),
            "method": "link_code",
            "factors": ["link", "code"],
            "witness": None,
            "at": "2026-02-16T08:00:00+00:00",
            "address_changed_at": None,
        }

    def test_no_address_of_a_device_has_a_place_in_it(self):
        columns = set(Signature.__table__.columns.keys())
        assert not {name for name in columns if name in ("ip", "address", "device", "user_agent", "browser", "session")}
        asked = set(signatures.sign.__annotations__) - {"return", "seen_sha256", "sheet"}
        assert asked <= columns | {"address_changed_at"}

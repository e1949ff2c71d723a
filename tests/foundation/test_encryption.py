"""Locked columns: they open with a known key, at their own place, unchanged, and in no other case."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from foundation.audit import AuditContent
from foundation.database import db, transaction
from foundation.encryption import Encrypted, EncryptedJson, Keyring, UnreadableSecret, install, keyring
from foundation.signatures import Signature
from tests.foundation.test_signatures import signed

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = "person.name"


class TestKeyring:
    @given(st.binary(max_size=200), st.text(min_size=1, max_size=30))
    def test_what_is_locked_opens(self, plain: bytes, place: str):
        ring = Keyring((NEW, OLD))
        assert ring.open(ring.lock(plain, place), place) == plain

    def test_the_same_text_is_locked_differently_each_time(self):
        ring = Keyring((NEW,))
        assert len({ring.lock(b"Jana", PLACE) for _ in range(50)}) == 50

    def test_the_first_key_locks_and_the_others_still_open(self):
        before = Keyring((OLD,)).lock(b"Jana", PLACE)
        turned = Keyring((NEW, OLD))
        assert turned.open(before, PLACE) == b"Jana"
        after = turned.lock(b"Jana", PLACE)
        assert Keyring((NEW,)).open(after, PLACE) == b"Jana"
        with pytest.raises(UnreadableSecret):
            Keyring((OLD,)).open(after, PLACE)

    def test_a_key_taken_away_opens_nothing(self):
        before = Keyring((OLD,)).lock(b"Jana", PLACE)
        with pytest.raises(UnreadableSecret):
            Keyring((NEW,)).open(before, PLACE)

    def test_a_moved_value_does_not_open(self):
        ring = Keyring((NEW,))
        with pytest.raises(UnreadableSecret, match="seat.inward_reason"):
            ring.open(ring.lock(b"Jana", PLACE), "seat.inward_reason")

    def test_a_changed_byte_anywhere_does_not_open(self):
        ring = Keyring((NEW, OLD))
        locked = ring.lock(b"Jana", PLACE)
        for place in range(len(locked)):
            for bit in (1, 128):
                changed = locked[:place] + bytes([locked[place] ^ bit]) + locked[place + 1 :]
                with pytest.raises(UnreadableSecret):
                    ring.open(changed, PLACE)

    def test_a_shortened_or_lengthened_value_does_not_open(self):
        ring = Keyring((NEW,))
        locked = ring.lock(b"Jana", PLACE)
        for other in [locked[:length] for length in range(len(locked))] + [locked + b"\0"]:
            with pytest.raises(UnreadableSecret):
                ring.open(other, PLACE)

    @given(st.binary(max_size=100))
    def test_rubbish_does_not_open(self, rubbish: bytes):
        with pytest.raises(UnreadableSecret):
            Keyring((NEW,)).open(rubbish, PLACE)

    def test_the_message_says_the_place_and_not_the_value(self):
        with pytest.raises(UnreadableSecret) as said:
            Keyring((NEW,)).open(b"Jana Kopeckova", PLACE)
        assert str(said.value) == PLACE


class TestColumn:
    @given(st.text(st.characters(codec="utf-8"), max_size=80))
    def test_text_comes_back_to_the_sign(self, words: str):
        app = Flask("one")
        install(app, (NEW,))
        column = Encrypted(PLACE)
        with app.app_context():
            assert column.process_result_value(column.process_bind_param(words, None), None) == words

    def test_nothing_stays_nothing(self, floor: Flask):
        for column in (Encrypted(PLACE), EncryptedJson(PLACE)):
            assert column.process_bind_param(None, None) is None
            assert column.process_result_value(None, None) is None

    def test_no_plain_text_reaches_the_database(self, floor: Flask):
        with transaction():
            signed(text="Kanárek slíbil mlčet.")
        stored = db.session.execute(text("SELECT text FROM signature")).scalar_one()
        assert b"mlc" not in bytes(stored)
        assert "Kanárek".encode() not in bytes(stored)
        assert keyring().open(bytes(stored), "signature.text").decode() == "Kanárek slíbil mlčet."

    def test_a_value_moved_to_another_column_does_not_open(self, floor: Flask):
        with transaction() as session:
            signed(text="Kanárek")
            session.execute(text("INSERT INTO audit_content SELECT id, 's', text FROM signature WHERE 0"))
        moved = db.session.execute(text("SELECT text FROM signature")).scalar_one()
        with pytest.raises(UnreadableSecret):
            AuditContent.content.type.process_result_value(moved, None)

    def test_after_the_keys_are_turned_old_rows_open_and_new_ones_need_the_new_key(self, floor: Flask):
        with transaction():
            signed(text="before")
        install(floor, (NEW, b"k" * 32))
        with transaction():
            signed(text="after")
        assert sorted(row.text for row in db.session.query(Signature)) == ["after", "before"]
        db.session.rollback()
        db.session.expunge_all()
        install(floor, (b"k" * 32,))
        with pytest.raises(UnreadableSecret):
            db.session.query(Signature).all()

"""Files of strangers are opened apart: whatever they hold, the house gets a clean file or one sentence, and soon."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from foundation import clock
from foundation.reasons import Refused
from foundation.signatures import examination, examiner
from foundation.signatures.examination import LARGEST, examined
from foundation.signatures.examiner import packed, unpacked
from foundation.signatures.issuers import distrust, roots_of, trust, trusted_by
from tests.certificates import an_issuer
from tests.foundation.test_signatures import TOWN
from tests.handed_in import HOSTILE, drawing, photo, scan


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"too large"}))
def test_what_is_refused_is_refused_by_its_content_alone(name: str) -> None:
    with pytest.raises(Refused) as refused:
        examined(HOSTILE[name][0](), "file")
    (reason,) = refused.value.reasons
    assert (reason.sentence % reason.values).startswith(HOSTILE[name][1])
    assert reason.field == "file"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([photo(), drawing(), scan(), scan(2)]), st.data())
def test_a_file_with_bytes_changed_cut_or_added_is_clean_or_refused(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _change in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))] + data.draw(st.binary(max_size=40))
    try:
        found, clean = examiner.scan(bytes(content))
    except Exception:
        found, clean = {}, b""
    if found.get("kind") in ("jpeg", "png"):
        picture = Image.open(io.BytesIO(clean))
        assert not picture.getexif()
        assert picture.format == found["kind"].upper()
    elif found:
        assert (found["kind"], clean) == ("pdf", bytes(content))


LITTLE = b"import resource; resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3,) * 2)\n"


@pytest.mark.parametrize(
    "code", [b"import os; os._exit(9)", b"while True: pass", b"x = bytearray(9 * 1024**3)", b"print('{}')"]
)
def test_whatever_breaks_in_there_ends_there(code: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program in the place of the examiner falls, loops, swells or talks nonsense."""
    program = tmp_path / "examiner.py"
    program.write_bytes(LITTLE + code + b"\n")
    monkeypatch.setattr(examination, "_EXAMINER", program)
    monkeypatch.setattr(examination, "PATIENCE", 2.0)
    with pytest.raises(Refused, match="cannot be opened"):
        examined(scan(), "file")


def test_a_file_too_large_is_refused_before_anybody_opens_it() -> None:
    with pytest.raises(Refused) as refused:
        examined(b"\xff\xd8\xff" + b"x" * LARGEST, "file")
    assert refused.value.reasons[0].values == {"size": "15", "most": "15"}


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=3), st.binary(max_size=60))
def test_an_order_arrives_as_it_was_sent(head: dict[str, str], content: bytes) -> None:
    assert unpacked(packed(head, content)) == (head, content)


def test_a_town_trusts_its_own_issuers_and_no_other_towns(floor: Flask) -> None:
    issuer = an_issuer()
    assert trust(issuer.pem, town_id=TOWN, field="file", by="worker:1") == 1
    assert trust(issuer.der, town_id=TOWN, field="file", by="worker:1") == 0
    assert roots_of(TOWN) == [issuer.der]
    other = type(TOWN)(int=99)
    assert roots_of(other) == []
    (kept,) = trusted_by(TOWN)
    with pytest.raises(LookupError):
        distrust(kept.id, town_id=other, by="worker:1")
    distrust(kept.id, town_id=TOWN, by="worker:1")
    assert roots_of(TOWN) == []
    assert kept.removed_at == clock.now()

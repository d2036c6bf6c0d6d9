"""Registering a document: identity, limits, and names that cannot do harm."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.register import LONGEST_NAME, first_status, register, source_name
from shared.errors import Rejected

NOW = datetime(2026, 3, 20, tzinfo=UTC)


def test_the_same_bytes_are_the_same_report_whatever_they_are_called():
    """Identity is the SHA-256 of the bytes: neither name nor time nor origin changes it."""
    one = register(b"abc", "a.txt", "upload", NOW, 10)
    two = register(b"abc", "b.pdf", "folder", NOW.replace(year=2027), 10)

    assert one.report_id == two.report_id == hashlib.sha256(b"abc").hexdigest()


def test_an_empty_document_is_refused_by_name():
    """Nothing to read is said so, with the file's name."""
    with pytest.raises(Rejected, match=r"empty\.txt.*empty") as refused:
        register(b"", "empty.txt", "upload", NOW, 10)

    assert refused.value.code == "empty"


def test_the_limit_is_the_largest_size_taken():
    """At the limit a document passes; one byte more is refused and the message says which setting to change."""
    assert register(b"x" * 10, "a.txt", "upload", NOW, 10).size == 10

    with pytest.raises(Rejected, match="HPF_MAX_DOCUMENT_BYTES") as refused:
        register(b"x" * 11, "a.txt", "upload", NOW, 10)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("盘锦-2022.txt", "盘锦-2022.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\报告\\盘锦 2022.pdf", "盘锦 2022.pdf"),
        ("a\r\nSet-Cookie: b.txt", "a Set-Cookie: b.txt"),
        ("report\u202etxt.exe", "reporttxt.exe"),
        ("\x1b[31mred.txt", "[31mred.txt"),
        ("..", "document"),
        ("", "document"),
        ("folder/", "document"),
    ],
)
def test_a_name_is_one_harmless_line(raw, shown):
    """No folder, control or text-direction character of a sent name survives."""
    assert source_name(raw) == shown


@given(st.text(max_size=400))
def test_any_name_comes_out_short_printable_and_stable(raw):
    """Whatever is sent, the name is short, has no separators, and naming it again changes nothing."""
    shown = source_name(raw)

    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set("/\\\n\r\t\0")
    assert source_name(shown) == shown


def test_a_long_name_keeps_its_ending():
    """Cutting a name leaves the format to be seen."""
    assert source_name("长" * 300 + ".docx").endswith("….docx")


def test_a_new_report_has_no_stage_yet():
    """The first status repeats the event and claims no stage."""
    event = register(b"abc", "a.txt", "upload", NOW, 10)

    assert first_status(event).stages == ()
    assert first_status(event).report_id == event.report_id

"""Text files: what they say whatever their label, and why not where they are none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parser.formats import convert, convert_in_place
from services.parser.formats.charset import decode, decode_page
from services.parser.formats.sniff import sniff
from services.parser.formats.writer import clean, note_mark, one_line
from shared.errors import Rejected

REPORT = "盘锦市住房公积金2022年年度报告\n2022年，缴存额48.18亿元，比上年增长5.63%，逾期率0.69‰。\n" * 40


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["", "utf-8", "gb2312", "gbk", "iso-8859-1", "no such charset"])
def test_text_survives_every_label(charset, label):
    """A wrong label, or none, changes nothing: the bytes say what charset they are in."""
    text = REPORT if charset != "gbk" else REPORT.replace("‰", "%")

    assert decode(text.encode(charset), label) == text


@given(st.text(st.characters(codec="gb18030", min_codepoint=0x20, exclude_categories=["Cs", "Cc"]), min_size=1))
def test_gb18030_with_its_label_reads_back(text):
    """Any text in GB18030 after a line of Chinese comes back as written."""
    content = ("住房公积金缴存额\n" + text).encode("gb18030")

    assert decode(content, "gb2312") == "住房公积金缴存额\n" + text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("at", [200, 2000])
def test_damaged_text_names_the_byte(charset, at):
    """One byte that is no text is refused with its place: characters beside a figure are never dropped silently."""
    content = REPORT.encode(charset)
    while content[at - 1] >= 0x80:  # between two characters
        at += 1
    with pytest.raises(Rejected) as refused:
        convert(content[:at] + b"\xff\xff\xff" + content[at:], "a.txt")

    assert refused.value.code == "not_text"
    assert f"byte {at}" in refused.value.reason


def test_page_may_be_damaged_outside_its_body():
    """A page's charset is found although a title in its furniture is cut in the middle of a character."""
    text, damaged = decode_page(REPORT.encode()[:-2] + b"...</a>")

    assert damaged
    assert text.startswith("盘锦市")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("　\u200b\n".encode(), "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), "image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
        (b"BM\x00\x00\x00\x00\x00\x00\x00\x00", "image"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (rb"{\rtf1\ansi \'b9\'ab}", "rtf"),
        (b"\x7fELF\x02\x01" + bytes(60), "unsupported"),
        (bytes(range(256)) * 30, "not_text"),
        (b"\x00" * 3000, "not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"PK\x03\x04" + bytes(18), "damaged"),
        ("字" * 4_000_001, "too_large"),
    ],
)
def test_what_is_no_report_text_is_refused_by_its_bytes(content, code):
    """Each kind of file that cannot be read has its own code and a reason in both languages, whatever its name."""
    with pytest.raises(Rejected) as refused:
        convert(content.encode() if isinstance(content, str) else content, "report.pdf")

    assert refused.value.code == code
    assert refused.value.reason.isascii() is False
    assert "(" in refused.value.reason


@given(st.binary(max_size=3000))
def test_any_bytes_end_in_text_or_refusal(content):
    """Reading in place never raises anything but Rejected."""
    try:
        document = convert_in_place(content)
    except Rejected as error:
        document = None
        assert error.code  # noqa: PT017 - either end is fine, and each is checked

    assert document is None or document.text


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("<!DOCTYPE html><html>", "html"),
        ("\ufeff\n <HTML>", "html"),
        ("<p>缴存额</p>", "html"),
        ("<table border=1><tr>", "html"),
        ("%PDF-1.7", "pdf"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "mhtml"),
        ("<缴存额> 48.18亿元", "txt"),
        ("缴存额<5亿元", "txt"),
        ("BM公司", "txt"),
    ],
)
def test_text_formats_are_told_apart(start, kind):
    """Markup, PDF, MIME and plain text are known by how they begin, in any charset of the ladder."""
    assert sniff(start.encode()) == kind


def test_characters_stay_as_written():
    """Only line ends and what nobody sees are changed; full width, blanks and odd spaces are the extractor's."""
    assert (
        clean("４８．１８\u2002亿元\u00a0\u3000％\r\n二\r三\x00\x07\u200b四")
        == "４８．１８\u2002亿元\u00a0\u3000％\n二\n三四"
    )


def test_cells_stay_on_their_line():
    """A break within a cell vanishes beside Chinese and is a space between words; a tab never makes a new cell."""
    assert one_line("缴存额\n（亿元）") == "缴存额（亿元）"
    assert one_line("gross\tsum\n总额") == "gross sum总额"


@pytest.mark.parametrize(
    ("before", "raised", "shown"), [("余额", "4", "[4]"), ("m", "2", "²"), ("余额", "①", "①"), ("余额", "[1]", "[1]")]
)
def test_footnote_marks_never_grow_a_number(before, raised, shown):
    """A raised digit before a figure is set in brackets; an exponent of a unit stays one."""
    assert note_mark(before, raised) == shown


PARAGRAPHS = [
    "盘锦市住房公积金2022年年度报告",
    "",
    "2022年，新开户单位297家，净增单位134家；缴存额48.18亿元，同比增长5.63%。2022年末，缴存总额509.68亿元，比上年末增加10.44%。",
    "1.盘锦中心：" + "实缴单位1,971家，实缴职工14.81万人，缴存额23.93亿元，分别同比增长7.12%、3.13%、14.88%。" * 2,
    "2.油田分中心：" + "新开户单位1家，净增单位3家；新开户职工0.03万人，净增职工-0.32万人，缴存总额331.22亿元。" * 2,
    "",
    "二、业务运行情况",
]


def by_columns(text, width):
    """The text broken so that no line is wider than `width` columns, a Chinese character two."""
    lines = [""]
    for character in text:
        if sum(1 + (c > "\u2e7f") for c in lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


@pytest.mark.parametrize("width", [20, 34, 37, 45])
@pytest.mark.parametrize("wrap", [lambda p, w: [p[n : n + w] for n in range(0, len(p), w)] or [""], by_columns])
def test_text_wrapped_after_so_many_characters_is_whole(width, wrap):
    """A text whose lines were all broken at one width, counted in characters or columns, has its sentences back."""
    lines = [line for paragraph in PARAGRAPHS for line in wrap(paragraph, width * (1 if wrap is not by_columns else 2))]

    assert convert("\n".join(lines).encode(), "").text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize("path", ["panjin-2022.txt", "haixi-2025.txt"])
def test_text_that_is_not_wrapped_stays_as_it_is(path):
    """A report copied from a page keeps every one of its line breaks."""
    report = Path(__file__).parents[5] / "shared/reports" / path
    if not report.exists():
        pytest.skip("the shared reports are not here")

    assert convert(report.read_bytes(), "").text == report.read_text(encoding="utf-8")

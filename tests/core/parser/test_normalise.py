"""The plain form of a text keeps the way back to what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parser.align import align, unwrap
from services.parser.normalise import BLANKS, INVISIBLE, TABLE, Normalised

PIECES = st.sampled_from(
    [
        *BLANKS,
        *INVISIBLE,
        " ",
        "\n",
        "\t",
        "。",
        "，",
        "0",
        "7",
        "９",
        "．",
        "-",
        "－",
        "缴",
        "存额",
        "亿元",
        "％",
        "（",
        "）",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=120).map("".join))
ADDED = {"\n", " "}
"""What may stand for a run of blanks."""


@given(TEXTS)
def test_every_character_leads_back_to_itself(text):
    """Each character of the plain form is the one it came from, in its plain shape, or what is left of a blank."""
    made = Normalised(text)

    for i, c in enumerate(made.plain):
        at = made.offset(i)
        written = text[at : at + 1]
        assert 0 <= at <= len(text)
        assert written.translate(TABLE) == c or (c in ADDED and at < len(text))


@given(TEXTS)
def test_offsets_only_go_forward(text):
    """The order of characters is the order of the text, and no character is told twice."""
    made = Normalised(text)
    offsets = [made.offset(i) for i in range(len(made.plain))]

    assert offsets == sorted(set(offsets))


@given(TEXTS)
def test_only_blanks_are_lost(text):
    """What is dropped on the way to the plain form is blank or invisible."""
    kept = [c for c in Normalised(text).plain if c not in ADDED]
    wanted = [c.translate(TABLE) for c in text if c.translate(TABLE) not in ADDED]

    assert kept == wanted


@given(TEXTS)
def test_layout_marks_move_nothing(text):
    """Marking columns and wrapped lines keeps every offset, and changes nothing but blanks and line ends."""
    marked = align(unwrap(text))

    assert len(marked) == len(text)
    assert all(a == b or (a.isspace() and (b == "\t" or not b.isalnum())) for a, b in zip(text, marked, strict=True))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("１．１８６８ 万笔\u300066.6642亿元", "1.1868万笔66.6642亿元"),
        ("占\u200276.50\u2002％；", "占76.50%;"),
        ("住房\u200b公积金", "住房公积金"),
        ("7 12.5", "7 12.5"),
        ("净增职工（万人） －0.02", "净增职工(万人) -0.02"),
        ("亿元。 2023年", "亿元。\n2023年"),
    ],
)
def test_a_page_s_typesetting_is_not_its_meaning(text, plain):
    """Width and blanks go, but a blank that parts two numbers or two paragraphs stays."""
    assert Normalised(text).plain == plain


def test_a_span_leads_back_to_the_words_as_written():
    """The span of a figure in the plain text is the figure as the page shows it, blanks within and none around."""
    text = "缴存额 ４８．１８ 亿元 。"
    made = Normalised(text)
    start = made.plain.index("48")
    a, b = made.span(start, start + len("48.18亿元"))

    assert text[a:b] == "４８．１８ 亿元"

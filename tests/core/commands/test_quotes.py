"""The sentence around a figure: found, bounded, and with the figure at the right place in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commands.quotes import MOST, quotes_of, sentence
from shared.model import Finding, Quote

TEXT = "截至2025年末，个人住房贷款余额34.92亿元。\n不良率0.07%，比上年持平；其他。\n"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("34.92亿元", "截至2025年末，个人住房贷款余额34.92亿元。"), ("0.07%", "不良率0.07%，比上年持平；")],
)
def test_a_figure_is_shown_in_its_sentence(figure, expected):
    """The sentence ends where the report's does, and the figure stands where it is said to stand."""
    start = TEXT.index(figure)
    shown, left, right = sentence(TEXT, start, start + len(figure))

    assert shown == expected
    assert shown[left:right] == figure


@given(st.text("甲乙。；\n\t 0.", max_size=400), st.integers(0, 400), st.integers(1, 8))
def test_the_figure_is_always_in_what_is_shown(text, start, length):
    """Whatever the text, what is marked is the figure itself, and a page without full stops stays short."""
    start = min(start, len(text))
    end = min(start + length, len(text))
    if not text[start:end].strip() or text[start:end] != text[start:end].strip():
        return
    shown, left, right = sentence(text, start, end)

    assert shown[left:right] == text[start:end]
    assert len(shown) <= 2 * MOST + length


def test_two_figures_of_one_sentence_are_marked_in_one_line():
    """A finding that points twice into a sentence shows the sentence once, with both figures marked."""
    spans = [(TEXT.index(x), TEXT.index(x) + len(x)) for x in ("0.07%", "比上年")]
    quotes = tuple(
        Quote(entity="total", metric="risk.npl_rate", measure="level", raw=TEXT[a:b], start=a, end=b) for a, b in spans
    )
    finding = Finding(
        rule="x", severity="error", entity="total", metrics=("risk.npl_rate",), message="x", quotes=quotes
    )

    (line,) = quotes_of(finding, TEXT)

    assert line.plain == "不良率「0.07%」，「比上年」持平；"
    assert [line.plain[s.start : s.end] for s in line.spans] == ["「0.07%」", "「比上年」"]

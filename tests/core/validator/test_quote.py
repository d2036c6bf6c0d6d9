"""The sentence around a figure, as a person is shown it."""

from services.validator.quote import sentence, with_sentences
from shared.model import Finding, Quote

TEXT = "一、缴存\n2022年,缴存额48.18亿元。提取额31.96亿元,同比增长1.69%；贷款余额68.08亿元"


def quote(raw: str, start: int) -> Quote:
    """A term at a place."""
    return Quote(
        entity="total", metric="withdrawal.amount", measure="level", raw=raw, start=start, end=start + len(raw)
    )


def test_a_sentence_ends_at_its_stops_and_lines():
    """A full stop, a semicolon and a line's end bound the sentence; the text's end does too."""
    at = TEXT.index("31.96")
    last = TEXT.index("68.08")

    assert sentence(TEXT, at, at + 5) == "提取额31.96亿元,同比增长1.69%；"
    assert sentence(TEXT, last, last + 5) == "贷款余额68.08亿元"
    assert sentence(TEXT, TEXT.index("48.18"), TEXT.index("48.18") + 5) == "2022年,缴存额48.18亿元。"


def test_a_text_without_stops_is_cut_to_a_readable_length():
    """Damaged text without any stop still gives a piece of it, not the whole."""
    text = "数" * 1000 + "31.96亿元" + "字" * 1000

    assert len(sentence(text, 1000, 1007)) < 300
    assert "31.96亿元" in sentence(text, 1000, 1007)


def test_a_quote_that_is_not_where_it_says_stays_without_sentence():
    """Offsets of another text are never made into a sentence about something else."""
    finding = Finding(
        rule="x",
        severity="error",
        entity="total",
        metrics=("withdrawal.amount",),
        message="",
        quotes=(quote("31.96亿元", TEXT.index("31.96")), quote("31.96亿元", 2)),
    )

    right, wrong = with_sentences([finding], TEXT)[0].quotes
    assert right.sentence == "提取额31.96亿元,同比增长1.69%；"
    assert wrong.sentence is None

"""The sentence a figure stands in, cut from the report's text. Pure."""

from collections.abc import Iterable

from shared.model import Finding, Quote

ENDS = (
    "。！？；!?\n\r\t"  # a semicolon ends a statement in these reports; an ASCII one may stand inside a figure's list
)
REACH = 120


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around `text[start:end]`, at most REACH characters to either side.

    >>> sentence("缴存额48.18亿元。提取额31.96亿元,同比增长1.69%。", 13, 20)
    '提取额31.96亿元,同比增长1.69%。'
    """
    first = max((text.rfind(mark, max(start - REACH, 0), start) for mark in ENDS), default=-1)
    ends = [at for mark in ENDS if (at := text.find(mark, end, end + REACH)) >= 0]
    begin = first + 1 if first >= 0 else max(start - REACH, 0)
    last = min(ends) + 1 if ends else min(end + REACH, len(text))
    return text[begin:last].strip()


def with_sentences(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """The findings with every quote's sentence; a quote whose place does not hold its words stays as it is."""

    def filled(quote: Quote) -> Quote:
        if not quote.raw or text[quote.start : quote.end] != quote.raw:
            return quote
        return quote.model_copy(update={"sentence": sentence(text, quote.start, quote.end)})

    return tuple(f.model_copy(update={"quotes": tuple(map(filled, f.quotes))}) for f in findings)

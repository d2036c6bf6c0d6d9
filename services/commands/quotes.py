"""The sentence a figure stands in, with the figure marked: what a person needs to see to believe a finding."""

from collections.abc import Sequence

from rich.text import Text

from shared.model import Finding, Quote

ENDS = "。；;！？!?\n\r\t"
MOST = 90
"""How many characters are shown on either side of a figure."""


def sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence around `text[start:end]` and where in it the figure stands.

    >>> sentence("缴存额增加。逾期率0.69‰。其他。", 9, 14)
    ('逾期率0.69‰。', 3, 8)
    """
    left = max((text.rfind(mark, max(0, start - MOST), start) for mark in ENDS), default=-1) + 1
    left = max(left, start - MOST, 0)
    found = [at for mark in ENDS if (at := text.find(mark, end, end + MOST)) >= 0]
    right = min([at + (text[at] not in "\n\r\t") for at in found], default=min(len(text), end + MOST))
    shown = text[left:right]
    trimmed = len(shown) - len(shown.lstrip())
    return shown.strip(), start - left - trimmed, end - left - trimmed


def quoted(text: str, quote: Quote) -> Text:
    """The quote's sentence with its figure marked, ready for the terminal."""
    shown, start, end = sentence(text, quote.start, quote.end)
    line = Text(shown)
    line.stylize("bold reverse", start, end)
    return line


def quotes_of(finding: Finding, text: str) -> Sequence[Text]:
    """The sentences a finding points at, each once, in the order of the text."""
    lines: dict[str, Text] = {}
    for quote in sorted(finding.quotes, key=lambda q: q.start):
        line = quoted(text, quote)
        if line.plain in lines:
            _, start, end = sentence(text, quote.start, quote.end)
            lines[line.plain].stylize("bold reverse", start, end)
        else:
            lines[line.plain] = line
    return list(lines.values())

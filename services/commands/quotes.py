"""The sentence a figure stands in, with the figure marked: what a person needs to see to believe a finding."""

from collections.abc import Iterable

from rich.text import Text

from shared.model import Finding

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


def quotes_of(finding: Finding, text: str) -> list[Text]:
    """The sentences a finding points at, each once, in the order of the finding, with its figures marked."""
    places: dict[str, list[tuple[int, int]]] = {}
    for quote in finding.quotes:
        shown, start, end = sentence(text, quote.start, quote.end)
        places.setdefault(shown, []).append((start, end))
    return [marked(shown, spans) for shown, spans in places.items()]


def marked(shown: str, spans: Iterable[tuple[int, int]]) -> Text:
    """A sentence with these stretches in 「」 and, where there are colours, reversed.

    >>> marked("不良率0.07%。", [(3, 8)]).plain
    '不良率「0.07%」。'
    """
    line, at = Text(), 0
    for start, end in sorted(set(spans)):
        line.append(shown[at:start])
        line.append(f"「{shown[start:end]}」", "bold reverse")
        at = end
    return line.append(shown[at:])

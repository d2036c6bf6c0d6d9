"""What a line's first and last characters say of a wrap: texts and PDFs are made whole by the same signs.

Also a text whose every line was broken after so many characters comes in, and goes out with its sentences whole.
"""

import re
from itertools import pairwise

OPENING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+[、.．章节条]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:、|[.．](?!\d))"
    r"|[①-⑳](?!\s*\d)|[•●■◆▪·※*-]\s)"  # before a figure ① is a note's mark
)
"""A line that begins so is a heading or an item of a list, whatever stands before it."""

SENTENCE_END = tuple("。！？!?")
CLAUSE_END = tuple("；;：:。！？!?")

_NARROWEST, _WIDEST = 16, 160  # characters
_FULL_LINES = 5
_SHARE = 0.08  # of all lines that say something; so many that are exactly the longest are no chance
_BROKEN = 0.6  # of the full lines end in the middle of a clause


def unwrapped(text: str) -> str:
    """A text without the breaks after every so many characters; any other text as it is.

    >>> unwrapped("2022年末，贷款余额68.08亿元。").count("\\n")
    0
    """
    lines = text.split("\n")
    if not _NARROWEST <= max(map(len, lines)) <= _WIDEST:
        return text
    # by columns a line may be one short: a wide character did not fit
    for lengths, slack in (([len(line) for line in lines], 0), ([_columns(line) for line in lines], 1)):
        full = range(max(lengths) - slack, max(lengths) + 1)
        if _is_wrapped(lines, lengths, full):
            return "".join(_joined(lines, lengths, full))
    return text


def _columns(line: str) -> int:
    return len(line) + sum(c > "\u2e7f" for c in line)


def _is_wrapped(lines: list[str], lengths: list[int], full: range) -> bool:
    """Whether so many lines have these lengths, and end in the middle of a clause, that it is no chance."""
    whole = [line for line, length in zip(lines, lengths, strict=True) if length in full]
    if len(whole) < max(_FULL_LINES, _SHARE * sum(map(bool, lengths))):
        return False
    return sum(not line.rstrip().endswith(CLAUSE_END) for line in whole) > _BROKEN * len(whole)


def _joined(lines: list[str], lengths: list[int], full: range) -> list[str]:
    pieces = [lines[0]]
    for (line, following), length in zip(pairwise(lines), lengths, strict=False):
        ends = length not in full or not following.strip()
        opens = line.endswith(SENTENCE_END) and OPENING.match(following)
        pieces.append(("\n" if ends or opens else "") + following)
    return pieces

"""A plain text as one row of tokens: words of the lexicon, quantities, times, headings, stops.

What no token covers is unknown text; the reader sees it as the gap between two tokens.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.parser.lexicon import Entry, Lexicon
from services.parser.quantity import CHINESE, NUMBER, Quantity, read_quantity

NUM, TIME, HEADING, NOTE, STOP = "num", "time", "heading", "note", "stop"

NUMERAL = "一二三四五六七八九十"
PATTERN = re.compile(
    rf"(?P<heading>\([{NUMERAL}]{{1,3}}\)[、.]?|(?:(?<=[\n。;:)])|\A|(?<=\n第))[{NUMERAL}]{{1,3}}(?:、|\.|部分)|"
    rf"(?<![\d.,])\d{{1,2}}(?:[.、](?=[^\d\n%])|\.(?=20\d\d年))|(?:(?<=[\n。;:])|\A)(?:\(\d{{1,2}}\)|\d{{1,2}}\)))|"
    r"(?P<note>\[\d{1,2}\]|[①-⑳]|\(注\d?\)|\[注\d?\])|"
    r"(?P<time>(?P<year>20\d\d)(?:年度?|/)(?:(?P<month>\d{1,2}(?:-\d{1,2})?)月(?:份|末|底)?(?:\d{1,2}日)?|年?末|年?底)?|"
    r"(?<!\d)(?P<months>\d{1,2}(?:-\d{1,2})?)月(?:份|末|底)?(?:\d{1,2}日)?)|"
    rf"{NUMBER}|{CHINESE}|"
    r"(?P<stop>[,;。:、\n()\t!?|])"
)


class Token(NamedTuple):
    """One token: `kind` is NUM, TIME, HEADING, NOTE, STOP or a word's role."""

    start: int
    end: int
    kind: str
    text: str
    entry: Entry | None
    quantity: Quantity | None


def tokenise(plain: str, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of a plain text in order; a word of the lexicon goes before a number that it holds."""
    words = lexicon.scan(plain)
    word = next(words, None)
    at = 0
    for match in PATTERN.finditer(plain):
        start, end = match.span()
        while word and word[0] <= start:
            if token := _word(word, at, lexicon):
                at = token.end
                yield token
            word = next(words, None)
        if start >= at and not (word and word[0] < end and word[1] > end and match.lastgroup != "unit"):
            at = end
            yield _token(match)
    while word:
        if token := _word(word, at, lexicon):
            yield token
        word = next(words, None)


def _word(word: tuple[int, int, Entry], at: int, lexicon: Lexicon) -> Token | None:
    """The token of a word; of one whose head went into a number or a time, what is left if that is a word too."""
    start, end, entry = word
    if start >= at:
        return Token(start, end, entry.role, entry.word, entry, None)
    rest = lexicon.entries.get(entry.word[at - start :]) if at < end else None
    return Token(at, end, rest.role, rest.word, rest, None) if rest else None


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    for kind in (STOP, HEADING, NOTE, TIME):
        if match[kind]:
            return Token(start, end, kind, match[0], None, None)
    quantity = read_quantity(match)
    return Token(start, quantity.end, NUM, match[0], None, quantity)

"""A plain text as one row of tokens: words of the lexicon, quantities, times, headings, stops.

What no token covers is unknown text; the reader sees it as the gap between two tokens.
"""

import re
from typing import NamedTuple

from services.parser.lexicon import Entry, Lexicon
from services.parser.quantity import CHINESE, NUMBER, UNIT, Quantity, read_quantity

NUM, TIME, HEADING, NOTE, STOP, UNIT_NOTE = "num", "time", "heading", "note", "stop", "unit_note"

NUMERAL = "一二三四五六七八九十"
PATTERN = re.compile(
    rf"(?P<heading>\([{NUMERAL}]{{1,3}}\)[、.]?|(?:(?<=[\n。;:)])|\A|(?<=\n第))[{NUMERAL}]{{1,3}}(?:、|\.|部分)|"
    rf"(?<![\d.,])\d{{1,2}}(?:[.、](?=[^\d\n%])|\.(?=20\d\d年))|(?:(?<=[\n。;:])|\A)(?:\(\d{{1,2}}\)|\d{{1,2}}\)))|"
    rf"(?P<unit_note>\((?:{UNIT})\))|"
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


def tokenise(plain: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a plain text in order; a word of the lexicon goes before a number that it holds.

    Of a word whose head went into a number or a time, what is left counts if it is a word too.
    """
    out: list[Token] = []
    words = iter(lexicon.scan(plain))
    word = next(words, None)
    at = 0
    for match in PATTERN.finditer(plain):
        start, end = match.span()
        while word and word[0] <= start:
            at = _add(out, word, at, lexicon)
            word = next(words, None)
        if start >= at and (match[TIME] or not (word and word[0] < end < word[1])):
            at = end
            out.append(_token(match, start, end))
    while word:
        at = _add(out, word, at, lexicon)
        word = next(words, None)
    return out


def _add(out: list[Token], word: tuple[int, int, Entry], at: int, lexicon: Lexicon) -> int:
    start, end, entry = word
    if start < at:
        rest = lexicon.entries.get(entry.word[at - start :]) if at < end else None
        if rest is None:
            return at
        start, entry = at, rest
    out.append(Token(start, end, entry.role, entry.word, entry, None))
    return end


def _token(match: re.Match[str], start: int, end: int) -> Token:
    group = match.lastgroup
    if group in {STOP, HEADING, NOTE, UNIT_NOTE}:
        return Token(start, end, group, match[0], None, None)
    if match[TIME]:
        return Token(start, end, TIME, match[0], None, None)
    quantity = read_quantity(match)
    return Token(start, quantity.end, NUM, match[0], None, quantity)

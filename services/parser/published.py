"""When a document was published: what the page says, else the date under the signature.

A damaged date (`2023213`) is not guessed: no date is better than a wrong one.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from services.parser.title_line import plain_line
from shared.catalogue.header import load_header_words

LABELS = 20
"""So many labelled dates are looked at; a page with more is a list."""

TAIL = 4000
"""Characters at the end in which a signature is looked for."""

_LABEL = re.compile(r"[时日]\s?[间期]\s?[:：]?\s{0,4}(?=[2２二])")
_POSTED = re.compile(r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s\d{1,2}:\d\d)?\s{0,3}发表于")
_DATE = re.compile(r"(20\d\d)\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(\d{1,2})(?!\d)")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_WORDS = re.compile(r"^(20\d\d)年([一二三四五六七八九十\d]{1,2})月([一二三四五六七八九十\d]{1,3})日$")
_OFFICE = re.compile(r"公积金|住房资金|住房和?城乡建设")


def published_in(text: str, not_before: date) -> date | None:
    """The day of publication, or None where the document does not say it.

    A date earlier than `not_before` (the end of the report's period) is another page's and is passed over.
    """
    return next((d for d in chain(_labelled(text), _signed(text)) if d >= not_before), None)


def _labelled(text: str) -> Iterator[date]:
    """Dates after 发布时间 and its like, after 时间, 日期 where a line or a word begins, or before 发表于."""
    for found in islice(_LABEL.finditer(text), LABELS):
        before = text[max(0, found.start() - 8) : found.start()]
        own = not before or before[-1].isspace() or before.rstrip().endswith(load_header_words().published)
        if own and (day := _read(text[found.end() : found.end() + 20])):
            yield day
    if (posted := _POSTED.search(text)) and (day := _read(posted[0])):
        yield day


def _signed(text: str) -> Iterator[date]:
    """Dates that stand alone on a line under the name of an office of the fund, the last one first."""
    lines = [line.strip() for line in text[-TAIL:].splitlines() if line and not line.isspace()]
    for n in range(len(lines) - 1, 0, -1):
        if len(lines[n]) > 24 or lines[n][0] not in "2２二" or len(lines[n - 1]) > 60:
            continue
        if _OFFICE.search(plain_line(lines[n - 1])) and (day := _read(lines[n])):
            yield day


def _read(text: str) -> date | None:
    text = unicodedata.normalize("NFKC", text)
    if found := _DATE.match(text):
        parts = found.groups()
    elif found := _WORDS.match(plain_line(text)):
        parts = tuple(_plain_number(g) for g in found.groups())
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _plain_number(word: str) -> str:
    """十三 is 13, 三十 is 30, 二十一 is 21."""
    tens, ten, ones = word.partition("十")
    if not ten:
        return word.translate(_CHINESE)
    return str((int(tens.translate(_CHINESE)) if tens else 1) * 10 + (int(ones.translate(_CHINESE)) if ones else 0))

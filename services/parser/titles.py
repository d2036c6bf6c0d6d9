"""What in a document looks like its title.

A title is looked for in three shapes: a line of its own (also split over lines, also letter-spaced), the sentence
现将…公布如下, and, past the head of the document, lines that name a report; the last may be links to other reports.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from services.parser.period import year_in
from shared.catalogue.header import HeaderWords, load_header_words

HEAD = 3000
"""Characters in which a title may be split over lines or letter-spaced."""

LINE = 90
"""The longest title, without its spaces."""

HITS = 60
"""So many lines past the head are looked at; a document that names more reports is a list."""

_TRAIL = re.compile(r"[>»›]")
_SENTENCE = re.compile(r"[。;]")
_ANNOUNCED = re.compile(
    r"现[将就把](?P<title>[^。;]{4,70}?)(?:予以|进行|情况)?(?:公布|披露|公告|公示|公开|发布|解读|通报|报告)(?:如下|于后|:|,|$)"
)
_NUMERALS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_YEAR_WORDS = re.compile(r"[二2][〇○零0Oo][〇○零Oo一二三四五六七八九\d]{2}(?=年)")


class Piece(NamedTuple):
    """A stretch that may be a title, in plain form; a stronger one is believed before a weaker one."""

    at: int
    strength: int
    text: str


class _Patterns(NamedTuple):
    subject: re.Pattern[str]
    yearly: re.Pattern[str]
    kind: re.Pattern[str]
    retold: re.Pattern[str]
    monthly: re.Pattern[str]
    other: re.Pattern[str]
    part: re.Pattern[str]


def _any(*lists: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted({w for words in lists for w in words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def patterns(words: HeaderWords | None = None) -> _Patterns:
    """The lists of `header.toml` as one pattern each."""
    w = words or load_header_words()
    return _Patterns(
        subject=_any(w.subjects),
        yearly=_any(w.annual),
        kind=_any(w.annual, w.disclosure, w.interpretation, w.bulletin),
        retold=_any(w.interpretation),
        monthly=re.compile(f"^(?!.*(?:年度|全年)).*(?:{_any(w.bulletin).pattern})"),
        other=_any(w.not_titles),
        part=_any(w.parts),
    )


def plain_line(line: str) -> str:
    """A line in half width without spaces, with the year in digits.

    >>> plain_line("盘 锦 市 二〇二二年 年度报告")
    '盘锦市2022年年度报告'
    """
    line = "".join(unicodedata.normalize("NFKC", line[: 4 * LINE]).split())
    return _YEAR_WORDS.sub(lambda m: m[0].translate(_NUMERALS), line)


def pieces(text: str) -> Iterator[Piece]:
    """Everything in `text` that may be its title: 3 a line of its own, 2 an announcement, 1 a line past the head."""
    yield from _in_head(text[:HEAD])
    yield from _announced(text)
    yield from _later(text)


def opening(text: str) -> Piece | None:
    """The first words of a text that breaks its lines anywhere, or nowhere, up to the word that makes a title."""
    start = plain_line("".join(text[:HEAD].split())[: 2 * LINE])
    found = patterns().kind.search(start)
    if not found or patterns().other.search(start, 0, found.end()) or _SENTENCE.search(start, 0, found.end()):
        return None
    retold = patterns().retold.match(start, found.end())
    return Piece(0, 2, start[: retold.end() if retold else found.end()])


def _in_head(head: str) -> Iterator[Piece]:
    """Title lines of the head, letter-spaced or split over up to three lines; the offset is that of the plain head.

    Each cell of a table is a line of its own: a merged title cell comes as many equal ones.
    """
    lines = ("".join(line.split()) for line in head.replace("\t", "\n").splitlines())
    tight = "\n".join(line for line in lines if line)
    done = -1
    for found in patterns().kind.finditer(tight):
        if found.start() < done:
            continue
        start = tight.rfind("\n", 0, found.start()) + 1
        done = tight.find("\n", found.end()) % (len(tight) + 1)
        before = [plain_line(line) for line in tight[max(0, start - LINE) : start].split("\n")[-3:-1]]
        if title := _joined(before, _TRAIL.split(plain_line(tight[start:done]))[-1]):
            after = [plain_line(line) for line in tight[done + 1 : done + LINE].split("\n")[:2]]
            yield Piece(start, 3, _with_year(title, [*before, *after]))


def _title(line: str) -> str | None:
    p = patterns()
    fits = len(line) <= LINE and p.subject.search(line) and p.kind.search(line)
    return line if fits and not _SENTENCE.search(line) and not p.other.search(line) else None


def _joined(before: list[str], line: str) -> str | None:
    """The line, or with one or two short lines before it that name the body or the money, as a title."""
    if title := _title(line):
        return title
    for n in range(1, len(before) + 1):
        short = all(len(part) <= LINE // 2 for part in (*before[-n:], line))
        if short and patterns().subject.search(before[-n]) and (title := _title("".join((*before[-n:], line)))):
            return title
    return None


def _with_year(title: str, around: list[str]) -> str:
    """A year that stands alone on a line beside a title without one belongs to it."""
    if year_in(title) is None:
        alone = next((t for t in around if len(t) <= 10 and year_in(t)), "")
        return f"{title}({alone.strip('()')})" if alone else title
    return title


def _announced(text: str) -> Iterator[Piece]:
    for at in _finds(text, 0, ("现将", "现就", "现把")):
        sentence = plain_line(text[at : at + 2 * LINE])
        if (found := _ANNOUNCED.match(sentence)) and patterns().kind.search(sentence, 0, found.end()):
            yield Piece(at, 2, found["title"] + ("解读" if "解读" in found[0] else ""))


def _later(text: str) -> Iterator[Piece]:
    for at in _finds(text, HEAD, ("报告", "解读", "公报")):
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
        if end - start <= 2 * LINE and (title := _title(plain_line(text[start:end]))):
            yield Piece(start, 1, title)


def _finds(text: str, start: int, words: tuple[str, ...]) -> Iterator[int]:
    """Where the words stand, `HITS` of each at most."""
    for word in words:
        at = text.find(word, start)
        for _ in range(HITS):
            if at < 0:
                break
            yield at
            at = text.find(word, at + 1)

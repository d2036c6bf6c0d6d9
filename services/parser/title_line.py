"""Whether a line of text is a title, holds one behind the page's menu, or is a link to another report."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from services.parser.period import year_in
from shared.catalogue.header import HeaderWords, load_header_words

LONGEST = 90
"""The longest title, without its spaces."""

_NUMERALS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_YEAR_WORDS = re.compile(r"[二2][〇○零0Oo][〇○零Oo一二三四五六七八九\d]{2}(?=年)")
_TRAIL = re.compile(r"[>»›]")
_COLUMNS = re.compile(r"[|丨¦]")
_SENTENCE = re.compile(r"[。;]")
_CLAUSE = re.compile(r"[。;,!?:>»›|丨]")
_BULLET = r"[\W_\d]*"


class Patterns(NamedTuple):
    """The lists of `header.toml`, one pattern each."""

    subject: re.Pattern[str]
    yearly: re.Pattern[str]
    kind: re.Pattern[str]
    broken: re.Pattern[str]
    retold: re.Pattern[str]
    monthly: re.Pattern[str]
    other: re.Pattern[str]
    part: re.Pattern[str]
    menu: re.Pattern[str]
    links: re.Pattern[str]
    link_words: re.Pattern[str]
    measure: re.Pattern[str]
    province: re.Pattern[str]


def _any(*lists: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted({w for words in lists for w in words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def patterns(words: HeaderWords | None = None) -> Patterns:
    """The lists of `header.toml` as one pattern each."""
    w = words or load_header_words()
    breakable = [word for word in (*w.annual, *w.disclosure, *w.bulletin, *w.subjects) if len(word) > 2]
    return Patterns(
        subject=_any(w.subjects),
        yearly=_any(w.annual),
        kind=_any(w.annual, w.disclosure, w.interpretation, w.bulletin),
        broken=re.compile("|".join("\n?".join(word) for word in breakable)),
        retold=_any(w.interpretation),
        monthly=re.compile(f"^(?!.*(?:年度|全年)).*(?:{_any(w.bulletin).pattern})"),
        other=_any(w.not_titles),
        part=_any(w.parts),
        menu=_any(w.menus),
        links=re.compile(f"{_BULLET}(?:{_any(w.links).pattern})"),
        link_words=_any(w.links),
        measure=_any(w.measures),
        province=_any(w.whole_province),
    )


def plain_line(line: str) -> str:
    """A line in half width without spaces, with the year in digits.

    >>> plain_line("盘 锦 市 二〇二二年 年度报告")
    '盘锦市2022年年度报告'
    """
    line = "".join(unicodedata.normalize("NFKC", line[: 4 * LONGEST]).split())
    return _YEAR_WORDS.sub(lambda m: m[0].translate(_NUMERALS), line)


def title_of(line: str) -> str | None:
    """The title that a plain line is, without the menu or the trail of pages before it; None where it is none.

    >>> title_of("首页|政务公开|互动交流盘锦市住房公积金2022年年度报告")
    '盘锦市住房公积金2022年年度报告'
    """
    p, line = patterns(), _own_part(line)
    fits = len(line) <= LONGEST and p.subject.search(line) and p.kind.search(line)
    return line if fits and not _SENTENCE.search(line) and not p.other.search(line) else None


def opening_of(line: str) -> str | None:
    """The yearly report's title with which a longer plain line begins, the text glued to it left off; else None.

    >>> opening_of("盘锦市住房公积金2022年年度报告根据国务院《住房公积金管理条例》的规定,现公布如下")
    '盘锦市住房公积金2022年年度报告'
    """
    p = patterns()
    kind = p.yearly.search(line)
    if kind is None:
        return None
    retold = p.retold.match(line, kind.end())
    title = _own_part(line[: retold.end() if retold else kind.end()])
    usable = len(title) <= LONGEST and p.subject.search(title) and not p.other.search(title)
    return title if usable and not _CLAUSE.search(title) else None


def links_elsewhere(line: str) -> bool:
    """Whether a plain line is a link (相关链接:…, 上一篇:…) or lists the reports of several years.

    >>> links_elsewhere("上一篇:盘锦市住房公积金2021年年度报告")
    True
    """
    if patterns().links.match(line):
        return True
    ends = [m.end() for m in patterns().yearly.finditer(line)]
    return len({year_in(line[a:b]) for a, b in zip([0, *ends], ends, strict=False)} - {None}) > 1


def link_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text the lines stand that begin as links do; a long line is more than a link."""
    for found in patterns().link_words.finditer(text):
        first = text.rfind("\n", max(0, found.start() - LONGEST), found.start()) + 1
        end = text.find("\n", found.end(), found.end() + 2 * LONGEST)
        end = len(text) if end < 0 else end
        if end - first <= 2 * LONGEST and patterns().links.match(text, first, end):
            yield first, end


def heads_links(line: str) -> bool:
    """Whether a plain line is nothing but the heading over a list of links (相关链接)."""
    found = patterns().links.match(line)
    return found is not None and len(line) - found.end() <= 2


def _own_part(line: str) -> str:
    """What the line says after the trail of pages, the columns and the menu that stand before its title."""
    p = patterns()
    line = _TRAIL.split(line)[-1]
    if _COLUMNS.search(line):
        columns = _COLUMNS.split(line)
        titled = [n for n, c in enumerate(columns) if p.subject.search(c) and p.kind.search(c)]
        if titled:
            retold = titled[0] and p.retold.fullmatch(columns[titled[0] - 1])
            line = "|".join(columns[titled[0] - bool(retold) : titled[0] + 1])
    subject = p.subject.search(line)
    cuts = [m.end() for m in p.menu.finditer(line, 0, subject.start())] if subject else []
    return line[cuts[-1] :] if cuts else line

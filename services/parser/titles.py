"""What in a document looks like its title.

A title is looked for in three shapes: a line of its own (also split over lines, letter-spaced, or behind the page's
menu), the sentence 现将…公布如下, and the first words of a longer line. Links to other reports look the same; they are
told by what stands before them where that says so, else by `belief`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from services.parser.period import year_in
from services.parser.title_line import (
    LONGEST,
    heads_links,
    links_elsewhere,
    opening_of,
    patterns,
    plain_line,
    title_of,
)

HEAD = 3000
"""Characters in which a title may be split over lines or letter-spaced."""

SHORT = 12
"""A line so short may be the beginning of the title in the next one."""

HITS = 120
"""So many lines that may be titles are looked at; a document that names more reports is a list."""

TITLE, ANNOUNCEMENT, DOUBTFUL, LINK = 3, 2, 1, 0
"""How far a piece is believed: a line of its own; a sentence; glued to other text, or in a list of links; a link."""

_NOW = re.compile("现[将就把]")
_DONE = re.compile("[布露开]了")
_ANNOUNCED = re.compile(
    r"现[将就把](?P<title>[^。;]{4,70}?)(?:予以|进行|情况)?(?:公布|披露|公告|公示|公开|发布|解读|通报|报告)"
    r"(?:如下|于后|[:,。;]|$)"
)
_MADE_PUBLIC = re.compile(r"[布露开]了(?P<title>[^。;,]{4,70})[。;,]")
_IN_BRACKETS = re.compile(r"\([^()\d]{2,16}\)")
_CUT = re.compile(r"[《“]?(?:市|州|盟|地区|自治|县|区|住房公积金|公积金)")
_ONLY_YEAR = re.compile(r"[(（]?20\d\d(?:年度?)?[)）]?")


class Piece(NamedTuple):
    """A stretch that may be a title, in plain form; a stronger one is believed before a weaker one."""

    at: int
    strength: int
    text: str


def pieces(text: str) -> list[Piece]:
    """Everything in `text` that may be its title, in the order of the text."""
    found = [*islice(_in_head(text[:HEAD]), HITS), *islice(_lines(text, HEAD), HITS), *_announced(text)]
    return sorted(found or _opening(text))


def _opening(text: str) -> list[Piece]:
    """The first words of a text that breaks its lines anywhere, or nowhere, up to the word that makes a title."""
    start = plain_line("".join(text[:HEAD].split())[: 2 * LONGEST])
    found = patterns().kind.search(start)
    if not found or patterns().other.search(start, 0, found.end()) or re.search("[。;]", start[: found.end()]):
        return []
    retold = patterns().retold.match(start, found.end())
    return [Piece(0, ANNOUNCEMENT, start[: retold.end() if retold else found.end()])]


def _in_head(head: str) -> Iterator[Piece]:
    """The lines of the head without their spaces, so that a letter-spaced title is one.

    Each cell of a table is a line of its own: a merged title cell comes as many equal ones.
    """
    starts, offsets, tight, length, at = [0], [0], [""], 1, 0
    for line in head.replace("\t", "\n").replace("\r", "\n").split("\n"):
        if bare := "".join(line.split()):
            starts.append(length)
            offsets.append(at)
            tight.append(bare)
            length += len(bare) + 1
        at += len(line) + 1
    whole = patterns().broken.sub(lambda word: word[0].replace("\n", ""), "\n".join(tight))
    for piece in _lines(whole, 0):
        yield piece._replace(at=offsets[bisect_right(starts, piece.at) - 1])


def _lines(text: str, start: int) -> Iterator[Piece]:
    """The lines from `start` on that are titles, begin with one, or are links."""
    done = link = -1
    for found in islice(patterns().kind.finditer(text, start), 2 * HITS):
        if found.start() < done:
            continue
        first = max(text.rfind("\n", 0, found.start()), text.rfind("\t", 0, found.start())) + 1
        done = _end(text, found.end())
        if found.start() - first > 2 * LONGEST:
            continue
        line = plain_line(text[first:done])
        if links_elsewhere(line):
            link = done
            yield Piece(first, LINK, line[:LONGEST])
            continue
        before, after = _beside(text, first, done)
        if title := title_of(line) or _joined(before, line, after):
            listed = link == first - 1 or any(map(heads_links, before[-1:]))
            link = done if listed else link
            title = _with_year(_continued(_with_place(before, title), after), before, after)
            yield Piece(first, DOUBTFUL if listed else TITLE, title)
        elif title := opening_of(line):
            yield Piece(first, DOUBTFUL, title)


def _beside(text: str, first: int, done: int) -> tuple[list[str], list[str]]:
    """The two lines before and the two after one; short lines only, of a longer one its nearest part."""
    before = text[max(0, first - LONGEST) : max(0, first - 1)].replace("\t", "\n").split("\n")
    after = text[done + 1 : done + LONGEST].replace("\t", "\n").split("\n")
    return [plain_line(part) for part in before[-2:] if part], [plain_line(part) for part in after[:2] if part]


def _end(text: str, at: int) -> int:
    """Where the line ends."""
    return min(text.find("\n", at) % (len(text) + 1), text.find("\t", at) % (len(text) + 1))


def _joined(before: list[str], line: str, after: list[str]) -> str | None:
    """The line with one or two short lines before it, or the one after it, that name the body or the money."""
    if len(line) > LONGEST // 2:
        return None
    for n in range(1, len(before) + 1):
        short = all(len(part) <= LONGEST // 2 for part in before[-n:])
        if short and patterns().subject.search(before[-n]) and (title := title_of("".join((*before[-n:], line)))):
            return title
    office = after[0] if after else ""
    ends = patterns().subject.search(office) and not patterns().kind.search(office) and len(office) <= LONGEST // 2
    return title_of(f"{office}{line}") if ends and year_in(line) else None


def _with_place(before: list[str], title: str) -> str:
    """A title that begins in the middle of a name, or names nobody, with the short line before it."""
    short = before and len(before[-1]) <= SHORT and not patterns().kind.search(before[-1])
    return (short and _CUT.match(title) and title_of(f"{before[-1]}{title}")) or title


def _continued(title: str, after: list[str]) -> str:
    """The title with what stands below it on a line of its own: the word 解读, or the place in brackets."""
    below = after[0] if after else ""
    retold = len(below) <= 8 and patterns().retold.search(below) and not patterns().retold.search(title)
    return f"{title}{below}" if retold or _IN_BRACKETS.fullmatch(below) else title


def _with_year(title: str, before: list[str], after: list[str]) -> str:
    """A title without a year takes that of a line beside it that is wrapped into it or holds nothing else."""
    if year_in(title) is None:
        wrapped = title_of(f"{before[-1]}{title}") if before and len(before[-1]) <= LONGEST // 2 else None
        if wrapped and year_in(wrapped):
            return wrapped
        alone = next((t for t in (*before, *after) if _ONLY_YEAR.fullmatch(t)), "")
        return f"{title}({alone.strip('()')})" if alone else title
    return title


def _names_report(title: str, sentence: str) -> bool:
    """Whether what is announced is a report, or the money's figures of a year."""
    p = patterns()
    if p.other.search(title):
        return False
    return bool(p.kind.search(sentence) or (p.subject.search(title) and year_in(title) and "情况" in sentence))


def _announced(text: str) -> Iterator[Piece]:
    """现将…公布如下, and 披露了…, as interpretations begin; both may say that it is one."""
    for starts, shape in ((_NOW, _ANNOUNCED), (_DONE, _MADE_PUBLIC)):
        for found in islice(starts.finditer(text), HITS):
            sentence = plain_line(text[found.start() : found.start() + 2 * LONGEST])
            announced = shape.match(sentence)
            if announced and _names_report(announced["title"], announced[0]):
                told = announced[0] if starts is _NOW else sentence
                yield Piece(found.start(), ANNOUNCEMENT, announced["title"] + ("解读" if "解读" in told else ""))

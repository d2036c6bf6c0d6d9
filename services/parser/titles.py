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

HITS = 120
"""So many lines that may be titles are looked at; a document that names more reports is a list."""

_TITLE, _ANNOUNCEMENT, _DOUBTFUL, _LINK = 3, 2, 1, 0
_ANNOUNCED = re.compile(
    r"现[将就把](?P<title>[^。;]{4,70}?)(?:予以|进行|情况)?(?:公布|披露|公告|公示|公开|发布|解读|通报|报告)"
    r"(?:如下|于后|[:,。;]|$)"
)
_IN_BRACKETS = re.compile(r"\([^()\d]{2,16}\)")
_LINE = re.compile(r"[^\n\t\r\v\f]+")


class Piece(NamedTuple):
    """A stretch that may be a title, in plain form; a stronger one is believed before a weaker one.

    3: a line of its own; 2: an announcement; 1: glued to other text, or in a list of links; 0: a link.
    """

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
    return [Piece(0, _ANNOUNCEMENT, start[: retold.end() if retold else found.end()])]


def _in_head(head: str) -> Iterator[Piece]:
    """The lines of the head without their spaces, so that a letter-spaced title is one.

    Each cell of a table is a line of its own: a merged title cell comes as many equal ones.
    """
    starts, offsets, tight, length = [0], [0], [""], 1
    for line in _LINE.finditer(head):
        if bare := "".join(line[0].split()):
            starts.append(length)
            offsets.append(line.start())
            tight.append(bare)
            length += len(bare) + 1
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
            yield Piece(first, _LINK, line[:LONGEST])
            continue
        before, after = _beside(text, first, done)
        if title := title_of(line) or _joined(before, line, after):
            listed = link == first - 1 or any(map(heads_links, before[-1:]))
            link = done if listed else link
            yield Piece(first, _DOUBTFUL if listed else _TITLE, _with_year(_continued(title, after), [*before, *after]))
        elif title := opening_of(line):
            yield Piece(first, _DOUBTFUL, title)


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


def _continued(title: str, after: list[str]) -> str:
    """The title with what stands below it on a line of its own: the word 解读, or the place in brackets."""
    below = after[0] if after else ""
    retold = len(below) <= 8 and patterns().retold.search(below) and not patterns().retold.search(title)
    return f"{title}{below}" if retold or _IN_BRACKETS.fullmatch(below) else title


def _with_year(title: str, around: list[str]) -> str:
    """A year that stands alone on a line beside a title without one belongs to it."""
    if year_in(title) is None:
        alone = next((t for t in around if len(t) <= 10 and year_in(t)), "")
        return f"{title}({alone.strip('()')})" if alone else title
    return title


def _announced(text: str) -> Iterator[Piece]:
    """现将…公布如下 and its like."""
    for found in islice(re.finditer("现[将就把]", text), HITS):
        sentence = plain_line(text[found.start() : found.start() + 2 * LONGEST])
        announced = _ANNOUNCED.match(sentence)
        if announced and patterns().kind.search(sentence, 0, announced.end()):
            retold = "解读" if "解读" in announced[0] else ""
            yield Piece(found.start(), _ANNOUNCEMENT, announced["title"] + retold)

"""Lines of pages come in, paragraphs and table rows go out: a wrap inside a sentence is no line break.

A line goes on in the next one if it is full and the next one neither is indented nor opens a heading or list item.
Numbers and Latin words are not broken by typesetters, so a line is full if the next one's first word did not fit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from services.parser.formats.pdf_columns import Line
from services.parser.formats.pdf_grid import Table
from services.parser.formats.wraps import CLAUSE_END, OPENING, SENTENCE_END
from services.parser.formats.writer import Writer

Block = Line | Table
_NEVER_FIRST = tuple("，。、；：！？）》”’％%‰】,;:")
_UNFINISHED = tuple("，、（《“(,")
_FIRST_WORD = re.compile(r"[（《“]*(?:[!-~]+|.)[，。、；：）》”％‰！？]*")
_MARGIN = 15  # points within which two left margins are the same
_FEW_LINES = 5  # of a page whose right margin says nothing
_SLACK = 0.3  # ems
_INDENT = 0.8  # ems
_LARGEST_INDENT = 4.5  # ems
_LONG = 0.75  # of the right margin
_MENU_WORD = 14  # the longest entry of a menu
_PITCH = 1.25  # of the usual distance of two lines; more is the space between paragraphs


@dataclass(frozen=True)
class Typography:
    """A document's habits: the distance of lines in their own height, the right margin that goes with a left one, and
    whether an indent or a space marks where paragraphs begin.
    """

    pitch: float
    lefts: Sequence[float]
    margins: Mapping[int, float]
    marked: bool

    @classmethod
    def of(cls, pages: Sequence[Sequence[Block]]) -> "Typography":
        """What most lines of the document do."""
        lines = [[b for b in page if isinstance(b, Line)] for page in pages]
        pitches = [
            (a.top - b.top) / a.size for page in lines for a, b in pairwise(page) if 0 < a.top - b.top < 3 * a.size
        ]
        margins: dict[int, list[float]] = {}
        columns = {line.column for page in lines if len(page) > _FEW_LINES for line in page}
        for column in columns:
            margins.setdefault(round(column[0] / _MARGIN), []).append(column[1])
        indented = sum(1.2 < (b.left - b.column[0]) / b.size < _LARGEST_INDENT for page in lines for b in page)
        every = sum(map(len, lines))
        usual = sorted(pitches)[len(pitches) // 3] if pitches else 1.5  # within paragraphs, not between them
        spaced = sum(p > _PITCH * usual for p in pitches) > 0.05 * every
        return cls(
            usual,
            sorted(column[0] for column in columns),
            {left: median(rights) for left, rights in margins.items()},
            spaced or indented > 0.08 * every,
        )


def write_pages(pages: Sequence[list[Block]], writer: Writer) -> None:
    """Writes paragraphs and rows; a paragraph that goes on over the page keeps both places."""
    typography = Typography.of(pages)
    paragraph: list[tuple[Line, str]] = []

    def flush() -> None:
        if paragraph:
            writer.joined([(_glued(paragraph, n), place) for n, (_, place) in enumerate(paragraph)])
            paragraph.clear()

    for number, page in enumerate(pages, 1):
        place = f"page {number}"
        for block, in_table in _with_tables(page):
            if isinstance(block, Line) and not in_table:
                if paragraph and not _goes_on(paragraph[-1][0], block, typography, paragraph[-1][1] == place):
                    flush()
                paragraph.append((block, place))
                continue
            flush()
            rows = block.rows if isinstance(block, Table) else [block.cells]
            for row in rows:
                writer.row(row, [place] * len(row))
    flush()


def _with_tables(page: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it is a row without rules: three cells, or two beside a neighbour with two."""
    cells = [len(b.cells) if isinstance(b, Line) else 0 for b in page]
    for n, block in enumerate(page):
        near = max([*cells[max(n - 1, 0) : n], *cells[n + 1 : n + 2]], default=0)
        yield block, cells[n] > 2 or (cells[n] == 2 and near >= 2)


def _goes_on(line: Line, following: Line, typography: Typography, same_page: bool) -> bool:
    """Whether the sentence runs on: see this module's first words."""
    em = line.size
    if abs(line.size - following.size) > 0.15 * em or OPENING.match(following.text) or _is_menu(line.text):
        return False
    if same_page and line.top > following.top and _apart(line, following, typography):
        return False
    if following.text.startswith(_NEVER_FIRST):
        return True
    if following.left - _margin(following, typography) > _INDENT * em:
        return False
    return line.text.endswith(_UNFINISHED) or _is_full(line, following, typography)


def _is_menu(text: str) -> bool:
    """Whether a line is a menu (首页 | 政务公开 | 办事指南) or a trail of pages (首页 > 公开 > 正文): no sentence."""
    parts = re.split("[|｜>»›]", text)
    return len(parts) > 2 and all(len(part) <= _MENU_WORD for part in parts)


def _margin(line: Line, typography: Typography) -> float:
    """Where an unindented line of its column begins: on a page of short paragraphs all may be indented."""
    at = line.column[0]
    return next((left for left in typography.lefts if 0 <= at - left < _LARGEST_INDENT * line.size), at)


def _is_full(line: Line, following: Line, typography: Typography) -> bool:
    """Whether the line has no room for the next one's first word.

    Some programs wrap by counting characters and leave lines of many digits short: a long line goes on as well where
    the next one has no indent though paragraphs have, or where it ends in the middle of a sentence.
    """
    left, right = line.column
    usual = typography.margins.get(round(left / _MARGIN), right)
    if right < usual < left + 1.3 * (right - left):  # a page of short lines says little of its margin
        right = usual
    middle = not line.text.endswith(CLAUSE_END)
    if typography.marked or middle:
        return line.right > _LONG * right
    if line.text.endswith(SENTENCE_END):
        return False
    return line.right + _width(_FIRST_WORD.match(following.text), line.size) > right - _SLACK * line.size


def _apart(line: Line, following: Line, typography: Typography) -> bool:
    """Whether two lines of one page are parted by space, or stand in different columns."""
    far = line.top - following.top > _PITCH * typography.pitch * line.size
    return far or abs(line.column[0] - following.column[0]) > line.size


def _width(word: re.Match[str] | None, em: float) -> float:
    return sum(0.55 if c.isascii() else 1.0 for c in word[0]) * em if word else em


def _glued(paragraph: Sequence[tuple[Line, str]], n: int) -> str:
    text = paragraph[n][0].text
    before = paragraph[n - 1][0].text[-1:] if n else ""
    return f" {text}" if before.isascii() and before.isalpha() and text[:1].isascii() and text[:1].isalpha() else text

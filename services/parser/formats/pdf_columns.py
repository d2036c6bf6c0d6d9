"""A page's pieces of text come in, its lines go out in the order in which they are read, column after column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from services.parser.formats.pdf_cells import part_touching_cells
from services.parser.formats.pdf_page import Box, Piece, on_lines

_TWO_SIDED = 4  # lines with text on both sides that make two columns
_FILLED = 0.62  # of its column's width; running text fills its lines, cells of a table do not
_GUTTER = 0.8  # ems
_ALIGNED = 1.5  # ems within which the ends of two lines are the same margin
_MAX_PIECES = 4_000  # of a page; one with more is no page of text and is read line by line


@dataclass(slots=True)
class Line(Box):
    """A line of one column: its text, its cells where gaps part it, and the edges of the column it stands in."""

    text: str
    size: float
    column: tuple[float, float]
    cells: list[str]


def reading_order(found: Sequence[Piece]) -> list[Line]:
    """The lines of a page: the left column to its end, then the right one."""
    return _read(on_lines(found), depth=0) if found else []


def _read(lines: list[list[Piece]], depth: int) -> list[Line]:
    """Lines in order; where a stretch of them has a gutter, its left part comes before its right part."""
    column = _edges(lines)
    gutter = _gutter(lines) if depth < 3 and sum(map(len, lines)) <= _MAX_PIECES else None
    out: list[Line] = []
    for parted, run in groupby(lines, key=lambda line: bool(gutter) and not _crosses(line, gutter or 0.0)):
        stretch = list(run)
        columns = _columns(stretch, gutter or 0.0) if parted else []
        for side in columns:
            out += _read(on_lines(side), depth + 1)
        if not columns:
            out += [_line(line, column) for line in part_touching_cells(stretch)]
    return out


def _crosses(line: list[Piece], gutter: float) -> bool:
    return any(p.left < gutter < p.right for p in line)


def _columns(stretch: list[list[Piece]], gutter: float) -> list[list[Piece]]:
    """The pieces left and right of the gutter, if both are running text; cells of a table are not."""
    sides = [[p for line in stretch for p in line if (p.left < gutter) is left] for left in (True, False)]
    parted = all(sides) and _two_sided(stretch, gutter) >= _TWO_SIDED and all(map(_is_running_text, sides))
    return sides if parted else []


def _two_sided(run: list[list[Piece]], gutter: float) -> int:
    return sum(line[0].left < gutter < line[-1].left for line in run)


def _is_running_text(side: Sequence[Piece]) -> bool:
    """Whether most of the pieces fill the width that all of them share."""
    width = max(p.right for p in side) - min(p.left for p in side)
    filled = sum(p.right - p.left >= _FILLED * width for p in side)
    return filled >= 0.5 * len(side)


def _gutter(lines: list[list[Piece]]) -> float | None:
    """The middle of the gap that most lines have in common, if enough of them have it."""
    gaps = [(a.right, b.left) for line in lines for a, b in pairwise(line) if b.left - a.right > _GUTTER * a.size]
    if len(gaps) < _TWO_SIDED:
        return None
    middles = [(a + b) / 2 for a, b in gaps]
    best = max(middles, key=lambda x: sum(a < x < b for a, b in gaps))
    covering = [(a, b) for a, b in gaps if a < best < b]
    if len(covering) < _TWO_SIDED:
        return None
    return (max(a for a, _ in covering) + min(b for _, b in covering)) / 2


def _edges(lines: list[list[Piece]]) -> tuple[float, float]:
    """Where the lines begin and end; an end that only one line reaches is an outlier."""
    ends = sorted((line[-1].right for line in lines), reverse=True)
    em = median(line[0].size for line in lines)
    right = next((a for a, b in pairwise(ends) if a - b < _ALIGNED * em), ends[0])
    return min(line[0].left for line in lines), right


def _line(line: list[Piece], column: tuple[float, float]) -> Line:
    cells = [p.text for p in line]
    size = median(p.size for p in line)
    top, bottom = max(p.top for p in line), min(p.bottom for p in line)
    return Line(line[0].left, line[-1].right, bottom, top, " ".join(cells), size, column, cells)

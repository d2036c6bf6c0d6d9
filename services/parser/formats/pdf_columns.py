"""A page's pieces of text come in, its lines go out in the order in which they are read, column after column."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from services.parser.formats.pdf_cells import part_touching_cells
from services.parser.formats.pdf_page import Box, Piece, on_lines

_TWO_SIDED = 4  # lines with text on both sides that make two columns
_MANY_LINES, _FEW_CROSS = 10, 0.15
_FILLED = 0.62  # of its column's width; running text fills its lines, cells of a table do not
_NARROWEST = 10  # ems of a column of running text
_GUTTER = 0.8  # ems
_SHARED = 0.25  # of a page's lines end at its margin, if it is a page of text
_OUTLIER = 0.7  # of the longest line; the others' margin is at least that, or there is none
_SAME_GUTTER = 15  # points
_ALIGNED = 1.5  # ems within which the ends of two lines are the same margin
_SAMPLE = 400  # gaps of a page that are asked where most of them lie
_MAX_PIECES = 4_000  # of a page; one with more is no page of text and is read line by line


@dataclass(slots=True)
class Line(Box):
    """A line of one column: its text, its cells where gaps part it, and the edges of the column it stands in."""

    text: str
    size: float
    column: tuple[float, float]
    cells: list[str]


def usual_gutter(pages: Sequence[list[list[Piece]]]) -> float | None:
    """Where most pages of a document part into columns, if any does: its last page may show little of the right one."""
    found = []
    for lines in pages:
        gutter = _gutter(lines)
        if gutter is not None and _columns([line for line in lines if not _crosses(line, gutter)], gutter):
            found.append(gutter)
    return median(found) if 2 * len(found) >= len(pages) else None


def reading_order(lines: list[list[Piece]], usual: float | None = None) -> list[Line]:
    """The lines of a page: the left column to its end, then the right one; `usual` is the document's gutter."""
    return _read(lines, 0, usual) if lines else []


def _read(lines: list[list[Piece]], depth: int, usual: float | None = None) -> list[Line]:
    """Lines in order; where a stretch of them has a gutter, its left part comes before its right part."""
    column = _edges(lines)
    gutter = _gutter(lines) if depth < 3 and sum(map(len, lines)) <= _MAX_PIECES else None
    known = usual is not None and (gutter is None or abs(gutter - usual) < _SAME_GUTTER)
    gutter = gutter if gutter is not None else usual
    runs = groupby(lines, key=lambda line: gutter is not None and not _crosses(line, gutter))
    stretches = [(list(run), parted) for parted, run in runs]
    sides = [_columns(run, gutter, known) if parted and gutter is not None else [] for run, parted in stretches]
    if not any(sides):
        stretches, sides = [(lines, False)], [[]]
    out: list[Line] = []
    for (run, _), columns in zip(stretches, sides, strict=True):
        out += [line for side in columns for line in _read(on_lines(side), depth + 1)]
        out += [_line(line, column) for line in part_touching_cells(run)] if not columns else []
    return out


def _crosses(line: list[Piece], gutter: float) -> bool:
    return any(p.left < gutter < p.right for p in line)


def _columns(stretch: list[list[Piece]], gutter: float, known: bool = False) -> list[list[Piece]]:
    """The pieces left and right of the gutter, if both are running text; cells of a table are not.

    Where the whole document is known to part there, the left one decides: the right one may have hardly begun.
    """
    sides = [[p for line in stretch for p in line if (p.left < gutter) is left] for left in (True, False)]
    parted = all(sides) and _two_sided(stretch, gutter) and all(map(_is_running_text, sides[: 1 if known else 2]))
    return sides if parted else []


def _two_sided(run: list[list[Piece]], gutter: float) -> int:
    return sum(line[0].left < gutter < line[-1].left for line in run)


def _is_running_text(side: Sequence[Piece]) -> bool:
    """Whether most of the pieces fill the width that all of them share, and it is a column's, not a cell's."""
    width = max(p.right for p in side) - min(p.left for p in side)
    if width < _NARROWEST * median(p.size for p in side):
        return False
    filled = sum(p.right - p.left >= _FILLED * width for p in side)
    return filled >= 0.5 * len(side)


def _gutter(lines: list[list[Piece]]) -> float | None:
    """The middle of the gap that most lines have in common, if enough of them have it.

    Where the right column has hardly begun, a few gaps are enough if hardly any other line crosses them.
    """
    gaps = [(a.right, b.left) for line in lines for a, b in pairwise(line) if b.left - a.right > _GUTTER * a.size]
    if not gaps:
        return None
    sample = gaps[:: 1 + len(gaps) // _SAMPLE]
    best = max(((a + b) / 2 for a, b in sample), key=lambda x: sum(a < x < b for a, b in sample))
    covering = [(a, b) for a, b in gaps if a < best < b]
    crossing = sum(_crosses(line, best) for line in lines)
    if len(covering) < _TWO_SIDED and (len(lines) < _MANY_LINES or crossing > _FEW_CROSS * len(lines)):
        return None
    return (max(a for a, _ in covering) + min(b for _, b in covering)) / 2


def _edges(lines: list[list[Piece]]) -> tuple[float, float]:
    """Where the lines begin and end: the end that most of them share, else the last that two of them reach."""
    ends = sorted(line[-1].right for line in lines)
    left, near = min(line[0].left for line in lines), _ALIGNED * median(line[0].size for line in lines)
    sharing, shared = max((n + 1 - bisect_left(ends, end - near), end) for n, end in enumerate(ends))
    if sharing >= max(3, _SHARED * len(ends)):
        return left, shared
    second = next((b for a, b in pairwise(reversed(ends)) if a - b < near), ends[-1])
    return left, second if second - left > _OUTLIER * (ends[-1] - left) else ends[-1]


def _line(line: list[Piece], column: tuple[float, float]) -> Line:
    cells = [p.text for p in line]
    size = median(p.size for p in line)
    top, bottom = max(p.top for p in line), min(p.bottom for p in line)
    return Line(line[0].left, line[-1].right, bottom, top, " ".join(cells), size, column, cells)

"""Lines of a page come in, the same lines go out with cells parted that stand too close to each other.

In a table without rules a long label may touch the next column's cell; that a character stands exactly where cells of
the lines around begin tells them apart. A number or a bracket is never parted.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from services.parser.formats.pdf_page import Piece

_EXACT = 0.3  # points between the starts of two cells of one column
_SET_APART = 0.2  # points by which a character drawn on its own misses the end of the one before
_HEADING = 16  # ems; a longer line of one piece ends a table, a shorter one is a heading within it
_INSIDE = re.compile(r"[\d.,%．，％][\d.,%．，％]")


def part_touching_cells(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The lines, those of two or more cells parted where cells of the lines around begin."""
    out: list[list[Piece]] = []
    for run in _tables(lines):
        starts = sorted(p.left for line in run for p in line[1:])
        out += [[part for p in line for part in _parted(p, starts)] if len(line) > 1 else line for line in run]
    return out


def _tables(lines: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    run: list[list[Piece]] = []
    for line in lines:
        run.append(line)
        if len(line) == 1 and line[0].right - line[0].left > _HEADING * line[0].size:
            yield run
            run = []
    yield run


def _parted(piece: Piece, starts: list[float]) -> list[Piece]:
    at = [n for n in range(1, len(piece.text)) if _begins_cell(piece, n, starts)]
    return piece.parted(at) if at else [piece]


def _begins_cell(piece: Piece, n: int, starts: list[float]) -> bool:
    """One line's cell begins exactly there and the character was drawn on its own, or two lines' cells do."""
    left, before = piece.lefts[n], piece.text[:n]
    support = bisect_left(starts, left + _EXACT) - bisect_left(starts, left - _EXACT)
    if support == 0 or piece.text[n] == " " or _INSIDE.fullmatch(piece.text[n - 1 : n + 1]):
        return False
    if before.count("（") + before.count("(") > before.count("）") + before.count(")"):
        return False
    return support > 1 or abs(left - piece.rights[n - 1]) > _SET_APART

"""Lines of a page come in, the same lines go out with cells parted that stand too close to each other.

In a table without rules a long heading may touch the next column's; that a character stands exactly where cells of
other lines begin tells them apart.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from services.parser.formats.pdf_page import Piece

_EXACT = 0.6  # points between the starts of two cells of one column
_LINES = 2  # other lines whose cells begin there


def part_touching_cells(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The lines, where two or more of them follow each other with two or more cells, parted at their columns."""
    out: list[list[Piece]] = []
    for run in _tables(lines):
        starts = sorted(p.left for line in run for p in line) if len(run) > 1 else []
        out += [[part for p in line for part in _parted(p, starts)] for line in run] if starts else run
    return out


def _tables(lines: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Runs of lines that all have cells, and the lines between them one by one."""
    run: list[list[Piece]] = []
    for line in lines:
        if len(line) > 1:
            run.append(line)
            continue
        if run:
            yield run
        run = []
        yield [line]
    if run:
        yield run


def _parted(piece: Piece, starts: list[float]) -> list[Piece]:
    at = [n for n, left in enumerate(piece.lefts) if n and _support(left, starts) >= _LINES and piece.text[n] != " "]
    return piece.parted(at) if at and _support(piece.left, starts) > 1 else [piece]


def _support(left: float, starts: list[float]) -> int:
    return bisect_left(starts, left + _EXACT) - bisect_left(starts, left - _EXACT)

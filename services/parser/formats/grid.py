"""Rows of cells with spans come in, rows of one text a column go out: a merged cell stands in each place it covers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from services.parser.formats.limits import MAX_CELLS, MAX_SPAN, refuse_over

_LONG_CELL = 600  # characters; a longer one is running text


class Cell(NamedTuple):
    """A cell as it is written, once, with what it covers to the right and below."""

    text: str
    columns: int = 1
    rows: int = 1


def is_layout(lengths: Iterable[int]) -> bool:
    """Whether cells of these lengths are mostly running text: such a table only arranges the page.

    >>> is_layout([4, 12_000, 8]), is_layout([700] + [12] * 200)
    (True, False)
    """
    lengths = list(lengths)
    return 2 * sum(n for n in lengths if n > _LONG_CELL) > sum(lengths)


def expand(rows: Iterable[Sequence[Cell]]) -> Iterator[list[str]]:
    """The rows with merged cells repeated; a row that is one cell over the whole width is given once.

    >>> list(expand([[Cell("项目", rows=2), Cell("金额", columns=2)], [Cell("本年"), Cell("上年")]]))
    [['项目', '金额', '金额'], ['项目', '本年', '上年']]
    """
    below: dict[int, tuple[str, int]] = {}  # column -> what still hangs into it from above, and for how many rows
    cells = 0
    for row in rows:
        line: list[str] = []
        for cell in row:
            _fill(line, below)
            wide = min(max(cell.columns, 1), MAX_SPAN)
            if cell.rows > 1:
                below |= {len(line) + n: (cell.text, min(cell.rows, MAX_SPAN) - 1) for n in range(wide)}
            line += [cell.text] * wide
            cells += wide
            if cells > MAX_CELLS:
                refuse_over("单元格", "table cells", MAX_CELLS)
        while below and max(below) >= len(line):  # hanging cells beyond a row that is too short
            if len(line) not in below:
                line.append("")
            _fill(line, below)
        yield [row[0].text] if len(row) == 1 and len(set(line)) == 1 else line


def _fill(line: list[str], below: dict[int, tuple[str, int]]) -> None:
    """Appends the cells that hang into this row at its end, and counts them down."""
    while len(line) in below:
        text, left = below[len(line)]
        if left > 1:
            below[len(line)] = (text, left - 1)
        else:
            del below[len(line)]
        line.append(text)

"""A sheet's cells as they are shown come in, a heading and rows with their places go out to the writer."""

from collections.abc import Iterable

from services.parser.formats.limits import MAX_CELLS, refuse_over
from services.parser.formats.writer import Writer

Range = tuple[int, int, int, int]  # first row, last row, first column, last column, from zero


def write_sheet(writer: Writer, name: str, cells: dict[tuple[int, int], str], merged: Iterable[Range]) -> None:
    """Writes the sheet's name and its rows from the first used column on; a merged cell stands wherever it covers.

    A merge over the whole width of the sheet is a heading and is written once.
    """
    cells = {at: text for at, text in cells.items() if text.strip()}
    if not cells:
        return
    first, last = min(c for _, c in cells), max(c for _, c in cells)
    bottom = max(r for r, _ in cells)
    for top, below, left, right in merged:
        text = cells.get((top, left), "")
        rows, columns = range(top, min(below, bottom) + 1), range(left, min(right, last) + 1)
        if not text or (left <= first and right >= last):
            continue
        if len(rows) * len(columns) > MAX_CELLS:
            refuse_over("单元格", "table cells", MAX_CELLS, len(rows) * len(columns))
        cells |= {(r, c): text for r in rows for c in columns}
        if len(cells) > MAX_CELLS:
            refuse_over("单元格", "table cells", MAX_CELLS)
    writer.line(name, name)
    rows_of: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        rows_of.setdefault(row, {})[column] = text
    for row, texts in sorted(rows_of.items()):
        used = range(first, max(texts) + 1)
        places = [f"{name}!{column_letters(c)}{row + 1}" if c in texts else "" for c in used]
        writer.row([texts.get(c, "") for c in used], places)


def column_letters(column: int) -> str:
    """A column's letters, from zero.

    >>> column_letters(1), column_letters(27)
    ('B', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""Lines and table rows come in, one cleaned text with its marks goes out."""

import re
from collections.abc import Sequence

from services.parser.document import Document, Mark
from services.parser.formats.limits import MAX_CELLS, MAX_TEXT, refuse_over

# A reader sees none of these, and one of them inside a label or a number would hide it.
_INVISIBLE = dict.fromkeys((*range(32), 127, *range(128, 160), 173, 8203, 8204, 8205, 8288, 65279))
_KEPT = {0x09: "\t", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_CLEAN = {**_INVISIBLE, **_KEPT}
_UNCLEAN = re.compile("[" + "".join(re.escape(chr(c)) for c in _CLEAN if c not in (0x09, 0x0A)) + "]")
_NUMBER = re.compile(r"(?:[-+]?\d[\d,，]*(?:[.．]\d+)?[%％‰]?)?|[-—/]+")
_NOTE = re.compile(r"[\d*,，、-]{1,5}")
_RAISED = {"2": "²", "3": "³"}


def clean(text: str) -> str:
    r"""The text as written, with `\n` line ends and without control and zero-width characters.

    >>> clean("缴存额\r\n48.18\x00亿元")
    '缴存额\n48.18亿元'
    """
    if not _UNCLEAN.search(text):  # nearly always, and ten times faster than to translate
        return text
    return text.replace("\r\n", "\n").translate(_CLEAN)


def one_line(text: str) -> str:
    r"""A cell's text on one line: a break vanishes beside Chinese and is a space between two words.

    >>> one_line("发放笔数\n（万笔）"), one_line("Total\namount")
    ('发放笔数（万笔）', 'Total amount')
    """
    if "\n" not in text and "\t" not in text:
        return text
    pieces = [p.strip(" ") for p in re.split(r"[\t\n]+", text)]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined += (" " if joined[-1:].isascii() and piece[:1].isascii() and joined and piece else "") + piece
    return joined


def note_mark(before: str, raised: str) -> str:
    """Raised characters as they can stand in a line of text: a bare footnote number must not grow a figure.

    >>> note_mark("贷款余额", "4"), note_mark("120m", "2"), note_mark("贷款余额", "[4]")
    ('[4]', '²', '[4]')
    """
    if not _NOTE.fullmatch(raised):
        return raised
    return _RAISED.get(raised, raised) if before[-1:].isascii() and before[-1:].isalpha() else f"[{raised}]"


def stacked(cells: Sequence[str]) -> list[Sequence[str]]:
    """A row as the rows that stand in it: some tables have no line between rows, only breaks within their cells.

    Two cells with as many lines, the lines of one of them numbers, are rows; a cell of one line belongs to each.

    >>> stacked(["缴存额\\n提取额", "48.18\\n31.96"])
    [['缴存额', '48.18'], ['提取额', '31.96']]
    >>> stacked(["发放笔数\\n（万笔）", "0.29"])
    [['发放笔数\\n（万笔）', '0.29']]
    """
    lines = [cell.split("\n") for cell in cells]
    most = max(map(len, lines), default=1)
    tall = [cell for cell in lines if len(cell) == most]
    numbers = any(sum(map(bool, cell)) > 1 and all(_NUMBER.fullmatch(t.strip()) for t in cell) for cell in tall)
    torn = any(len(t.strip()) == 1 and not _NUMBER.fullmatch(t.strip()) for cell in tall for t in cell)
    if most == 1 or len(tall) < 2 or not numbers or torn or any(1 < len(cell) < most for cell in lines):
        return [cells]  # one character alone on its line: a narrow cell's label and number were both wrapped
    return [[cell[n] if len(cell) == most else cell[0] for cell in lines] for n in range(most)]


class Writer:
    """Collects a document's text in reading order; what passes the limits is refused as it grows."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marks: list[tuple[int, str]] = []
        self._length = 0
        self._cells = 0

    def line(self, text: str, place: str | None = None) -> None:
        """Adds a paragraph; line breaks within it stay."""
        self._mark(place)
        self._add(clean(text))
        self._add("\n")

    def joined(self, pieces: Sequence[tuple[str, str]]) -> None:
        """Adds a paragraph of pieces, each with its place: one that goes on over a page."""
        for text, place in pieces:
            self._mark(place)
            self._add(clean(text))
        self._add("\n")

    def row(self, cells: Sequence[str], places: Sequence[str] | None = None) -> None:
        """Adds a table's row: a tab between the cells, `places` where each of them stands."""
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            refuse_over("单元格", "table cells", MAX_CELLS)
        for row in stacked([clean(cell).strip("\n") for cell in cells]):
            self._row(row, places)

    def _row(self, cells: Sequence[str], places: Sequence[str] | None) -> None:
        for n, cell in enumerate(cells):
            if n:
                self._add("\t")
            if cell:
                if places:
                    self._mark(places[n])
                self._add(one_line(cell))
        self._add("\n")

    def document(self) -> Document:
        """What was collected, without blank ends."""
        text = "".join(self._pieces).rstrip("\n")
        marks = (Mark(start=start, place=place) for start, place in self._marks if start < max(len(text), 1))
        return Document(text=text, marks=tuple(marks))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        if self._length > MAX_TEXT:
            refuse_over("正文字数", "characters of text", MAX_TEXT)

    def _mark(self, place: str | None) -> None:
        if place and (not self._marks or self._marks[-1][1] != place):
            self._marks.append((self._length, place))

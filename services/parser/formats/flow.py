"""An element of a page comes in, its text goes out as lines and table rows, as a reader sees them.

Blocks break the line, inline elements never do: a number split over spans stays whole.
"""

import re

from services.parser.formats.grid import Cell, expand
from services.parser.formats.limits import whole
from services.parser.formats.page import Element
from services.parser.formats.writer import Writer, note_mark

_BLOCK_TAGS = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table caption thead tbody tfoot tr"
    " td th ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NUMBERED = re.compile(r"[\s(（]*[\d一二三四五六七八九十①-⑳]")


def collapse(text: str) -> str:
    r"""White space as a browser shows it, but a line break of the markup beside Chinese is nothing.

    >>> collapse("  缴存额\n    48.18 亿元 ")
    '缴存额48.18 亿元'
    """

    def one(found: re.Match[str]) -> str:
        start, end = found.span()
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        wrapped = "\n" in found[0] and not (before.isascii() and after.isascii())
        return "" if wrapped or not before or not after else " "

    return _SPACE.sub(one, text)


class Flow:
    """Writes elements to a Writer; text gathers until a block ends."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._inline: list[str] = []

    def element(self, element: Element) -> None:
        """Writes an element and all that is in it."""
        self._inside(element)
        self._end_block()

    def _inside(self, element: Element, kept: bool = False) -> None:
        number = whole(element.attributes.get("start", ""), 1)
        for child in element.children:
            if isinstance(child, str):
                self._inline.append(child.replace("\n", "\0") if kept else child)
            elif child.tag == "table":
                self._end_block()
                self._table(child)
            elif child.tag == "br":
                self._inline.append("\0")
            elif child.tag in ("sup", "sub"):
                before = "".join(self._inline[-2:])
                self._inline.append(note_mark(before, child.text()) if child.tag == "sup" else child.text())
            elif child.tag in _BLOCKS:
                self._end_block()
                if element.tag == "ol" and child.tag == "li":
                    self._inline.append(f"{number}." if not _NUMBERED.match(child.text()[:4]) else "")
                    number += 1
                self._inside(child, kept or child.tag == "pre")
                self._end_block()
            else:
                self._inside(child, kept)

    def _end_block(self) -> None:
        text, self._inline = "".join(self._inline), []
        for line in text.split("\0"):
            if shown := collapse(line):
                self._writer.line(shown)

    def _table(self, table: Element) -> None:
        for caption in (c for c in table.elements() if c.tag == "caption"):
            self.element(caption)
        if table.is_layout():
            for td in (td for tr in table.rows() for td in tr):
                self.element(td)
            return
        for line in expand([_cell(td) for td in tr] for tr in table.rows()):
            if any(text.strip() for text in line):
                self._writer.row(line)


def _cell(element: Element) -> Cell:
    writer = Writer()
    Flow(writer).element(element)
    return Cell(
        writer.document().text, _span(element.attributes.get("colspan")), _span(element.attributes.get("rowspan"))
    )


def _span(written: str | None) -> int:
    digits = re.match(r"\s*(\d{1,6})", written or "")
    return max(int(digits[1]), 1) if digits else 1

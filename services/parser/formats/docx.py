"""A Word document's bytes come in, its paragraphs, tables and notes go out in reading order.

The XML is read as it is: python-docx leaves out inserted text, fields, content controls and text boxes, and with them
figures. What is marked as deleted or hidden, headers and footers are left out.
"""

from collections.abc import Iterator

from lxml import etree

from services.parser.document import Document
from services.parser.formats.docx_numbers import Numbering
from services.parser.formats.grid import Cell, expand, is_layout
from services.parser.formats.limits import whole
from services.parser.formats.office import Package, attribute, find, local
from services.parser.formats.programs import Programs
from services.parser.formats.writer import Writer, note_mark
from shared.errors import Rejected

_LEFT_OUT = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPr",
    "pPr",
    "rt",
    "sectPr",
    "tblPr",
    "tcPr",
    "trPr",
}
_PLAIN = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def convert(content: bytes, programs: Programs) -> Document:
    """The document's text. Raises Rejected "damaged", "encrypted", "too_large", "too_deep" or "empty"."""
    package = Package(content)
    main = package.related_by_kind().get("officeDocument", "word/document.xml")
    root = package.xml(main)
    parts = package.related_by_kind(main)
    numbering = Numbering(package.optional(parts.get("numbering")), package.optional(parts.get("styles")))
    body = find(root, "body")
    story = Story(Writer(), numbering)
    story.blocks(body if body is not None else root)
    story.notes({kind: package.optional(parts.get(kind)) for kind in _NOTES.values()})
    document = story.writer.document()
    if not document.text.strip():
        raise Rejected("empty", "文档里没有文字，可能只有图片 (the document holds no text, perhaps only images)")
    return document


class Story:
    """Writes blocks to a Writer and remembers which notes they refer to."""

    def __init__(self, writer: Writer, numbering: Numbering) -> None:
        self.writer = writer
        self._numbering = numbering
        self._referred: list[tuple[str, str]] = []
        self._boxes: list[etree._Element] = []

    def blocks(self, parent: etree._Element) -> None:
        """Every paragraph and table below, whatever wraps them."""
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name not in _LEFT_OUT:
                self.blocks(child)

    def notes(self, parts: dict[str, etree._Element | None]) -> None:
        """The notes that the text refers to, at its end, under the marks they have there."""
        texts = {
            (kind, attribute(note, "id")): "".join(self._inline(note)).strip()
            for kind, part in parts.items()
            for note in (part if part is not None else ())
        }
        for number, key in enumerate(list(self._referred), 1):
            if text := texts.get(key):
                self.writer.line(f"[{number}]{text}")

    def _paragraph(self, paragraph: etree._Element) -> None:
        number = self._numbering.next(paragraph)
        text = "".join(self._inline(paragraph))
        if text.strip():
            self.writer.line(number + text)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        last = ""
        for child in parent:
            name = local(child)
            if name == "t":
                last = child.text or ""
                yield last
            elif name in _PLAIN:
                yield _PLAIN[name]
            elif name in _NOTES:
                self._referred.append((_NOTES[name], attribute(child, "id")))
                yield f"[{len(self._referred)}]"
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "r":
                text = "".join(self._run(child, last))
                last = text or last
                yield text
            elif name not in _LEFT_OUT:
                yield from self._inline(child)

    def _run(self, run: etree._Element, before: str) -> Iterator[str]:
        style = find(run, "rPr")
        if find(style, "vanish") is not None and attribute(find(style, "vanish"), "val", "1") not in ("0", "false"):
            return
        raised = find(style, "vertAlign")
        if raised is not None and attribute(raised, "val") == "superscript":
            yield note_mark(before, "".join(self._inline(run)))
        else:
            yield from self._inline(run)

    def _table(self, table: etree._Element) -> None:
        rows = [[(td, *_merged(td)) for td in _named(tr, "tc")] for tr in _named(table, "tr") if not _deleted(tr)]
        cells = [td for row in rows for td, *_ in row]
        if _is_layout(len(rows), cells):
            for td in cells:
                self.blocks(td)
            return
        texts = {id(td): self._cell(td) for td in cells}
        for line in expand(_unmerged(rows, texts)):
            if any(text.strip() for text in line):
                self.writer.row(line)

    def _cell(self, cell: etree._Element) -> str:
        inner = Story(Writer(), self._numbering)
        inner._referred = self._referred
        inner.blocks(cell)
        return inner.writer.document().text


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, also those that a content control or an insertion wraps."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _named(child, name)


def _is_layout(rows: int, cells: list[etree._Element]) -> bool:
    """Whether a table only arranges the page: one column, a cell that holds a table, or mostly running text."""
    if len(cells) <= rows:
        return True
    nested = any(next(td.iter("{*}tbl"), None) is not None for td in cells)
    return nested or is_layout(sum(len(t.text or "") for t in td.iter("{*}t")) for td in cells)


def _deleted(row: etree._Element) -> bool:
    return find(row, "trPr", "del") is not None


def _merged(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the cell above."""
    span, down = find(cell, "tcPr", "gridSpan"), find(cell, "tcPr", "vMerge")
    width = attribute(span, "val", "1") if span is not None else "1"
    return whole(width, 1), down is not None and attribute(down, "val") != "restart"


def _unmerged(rows: list[list[tuple[etree._Element, int, bool]]], texts: dict[int, str]) -> Iterator[list[Cell]]:
    above: dict[int, str] = {}
    for row in rows:
        column, line = 0, []
        for td, width, continued in row:
            text = above.get(column, "") if continued else texts[id(td)]
            above[column] = text
            line.append(Cell(text, columns=width))
            column += width
        yield line

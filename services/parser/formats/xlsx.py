"""An Excel workbook's bytes come in, its visible sheets go out as rows, each figure as its cell shows it.

The XML is read as it is: readers of values alone lose the number format, and 0.6633 is not what a person sees in a
cell that shows 66.33%. Numbers go from the file's decimal digits to text, never through a float.
"""

import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from services.parser.document import Document
from services.parser.formats.limits import MAX_CELLS, damaged, refuse_over, whole
from services.parser.formats.number_format import BUILT_IN, GENERAL, shown
from services.parser.formats.office import Package, attribute, find, local
from services.parser.formats.programs import Programs
from services.parser.formats.sheet import Range, write_sheet
from services.parser.formats.writer import Writer, note_mark
from shared.errors import Rejected

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_DIGITS = 15  # Excel computes with fifteen digits; what stands behind them in the file is binary noise


def convert(content: bytes, programs: Programs) -> Document:
    """The workbook's text. Raises Rejected "damaged", "encrypted", "too_large" or "empty"."""
    book = Workbook(Package(content))
    writer = Writer()
    for name, part in book.sheets():
        cells, merged = book.cells(part)
        write_sheet(writer, name, cells, merged)
    document = writer.document()
    if not document.text:
        raise Rejected("empty", "表格里没有内容 (the workbook holds nothing)")
    return document


class Workbook:
    """The sheets of a workbook with the strings and formats they share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.related_by_kind().get("officeDocument", "xl/workbook.xml")
        self._book = package.xml(self._main)
        parts = package.related_by_kind(self._main)
        self._strings = [_string(si) for si in _children(package.optional(parts.get("sharedStrings")))]
        self._formats = _formats(package.optional(parts.get("styles")))
        settings = find(self._book, "workbookPr")
        self._from_1904 = settings is not None and attribute(settings, "date1904") in ("1", "true")

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Name and part of each visible worksheet, in order."""
        parts = self._package.related(self._main)
        for sheet in _children(find(self._book, "sheets")):
            kind, part = parts.get(attribute(sheet, "id"), ("", ""))
            if kind == "worksheet" and attribute(sheet, "state", "visible") == "visible":
                yield attribute(sheet, "name"), part

    def cells(self, part: str) -> tuple[dict[tuple[int, int], str], list[Range]]:
        """The cells of a sheet as shown, by row and column from zero, and its merged ranges."""
        cells: dict[tuple[int, int], str] = {}
        merged: list[Range] = []
        row = column = -1
        for element in _elements(self._package.bytes(part)):
            name = local(element)
            if name == "row":
                row, column = whole(attribute(element, "r"), row + 2) - 1, -1
                for cell in element:
                    at = _REFERENCE.fullmatch(attribute(cell, "r"))
                    column = _column(at[1]) if at else column + 1
                    if text := self._shown(cell):
                        cells[row, column] = text
                    if len(cells) > MAX_CELLS:
                        refuse_over("单元格", "table cells", MAX_CELLS)
            elif (span := _range(attribute(element, "ref"))) is not None:
                merged.append(span)
            _forget(element)
        return cells, merged

    def _shown(self, cell: etree._Element) -> str:
        kind, value = attribute(cell, "t", "n"), find(cell, "v")
        if kind == "inlineStr":
            return _string(find(cell, "is"))
        written = (value.text or "") if value is not None else ""
        if kind == "s":
            index = whole(written, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        if kind != "n" or not written:
            return written
        style = attribute(cell, "s", "0")
        pattern = self._formats.get(whole(style, 0), GENERAL)
        return shown(_number(written), pattern, self._from_1904)


def _elements(content: bytes) -> Iterator[etree._Element]:
    """Each row and merged range as its end is read, so that a large sheet never stands in memory as a tree."""
    stream = etree.iterparse(
        io.BytesIO(content), tag=("{*}row", "{*}mergeCell"), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in stream:
            if element.getroottree().docinfo.internalDTD is not None:
                raise damaged("XML", ValueError("DOCTYPE"))
            yield element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged("xlsx", error) from error


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _number(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise damaged("xlsx", ValueError(written[:40])) from error
    if not number.is_finite() or not -400 < number.adjusted() < 400:
        raise damaged("xlsx", ValueError(written[:40]))
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _DIGITS + 1)) if number else Decimal(0)


def _string(item: etree._Element | None) -> str:
    """A string's runs, without the reading aids of East Asian text; raised digits are marked."""
    text = ""
    for child in item if item is not None else ():
        if local(child) == "t":
            text += child.text or ""
        elif local(child) == "r" and (piece := find(child, "t")) is not None:
            raised = find(child, "rPr", "vertAlign")
            run = piece.text or ""
            text += note_mark(text, run) if raised is not None and attribute(raised, "val") == "superscript" else run
    return text


def _formats(styles: etree._Element | None) -> dict[int, str]:
    own = {_format_id(f): attribute(f, "formatCode") for f in _children(find(styles, "numFmts"))}
    ids = [_format_id(xf) for xf in _children(find(styles, "cellXfs"))]
    return {n: own.get(i) or BUILT_IN.get(i, GENERAL) for n, i in enumerate(ids)}


def _format_id(element: etree._Element) -> int:
    return whole(attribute(element, "numFmtId"), 0)


def _children(parent: etree._Element | None) -> list[etree._Element]:
    return list(parent) if parent is not None else []


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    return (int(a[2]) - 1, int(b[2]) - 1, _column(a[1]), _column(b[1])) if a and b else None

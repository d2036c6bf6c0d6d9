"""An Excel 97 workbook's bytes come in, its visible sheets go out as rows, each figure as its cell shows it.

The format keeps numbers as IEEE doubles; their shortest decimal is what was typed in, to fifteen digits.
"""

import io
from decimal import Decimal

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from services.parser.document import Document
from services.parser.formats.limits import MAX_CELLS, damaged, refuse_over
from services.parser.formats.number_format import GENERAL, shown
from services.parser.formats.programs import Programs
from services.parser.formats.sheet import write_sheet
from services.parser.formats.writer import Writer
from shared.errors import Rejected


def convert(content: bytes, programs: Programs) -> Document:
    """The workbook's text. Raises Rejected "damaged", "encrypted", "too_large" or "empty"."""
    book = _open(content)
    writer = Writer()
    for sheet in book.sheets():
        if sheet.visibility == 0:
            _write(writer, book, sheet)
    document = writer.document()
    if not document.text:
        raise Rejected("empty", "表格里没有内容 (the workbook holds nothing)")
    return document


def _open(content: bytes) -> Book:
    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise Rejected("encrypted", "Excel 文件设有密码；请去掉密码再交 (the workbook is encrypted)") from error
        raise damaged("xls", error) from error
    except MemoryError:
        raise
    except Exception as error:  # xlrd checks little: a damaged file ends in any error there is
        raise damaged("xls", error) from error


def _write(writer: Writer, book: Book, sheet: Sheet) -> None:
    if sheet.nrows * max(sheet.ncols, 1) > 20 * MAX_CELLS:
        refuse_over("单元格", "table cells", MAX_CELLS, sheet.nrows * sheet.ncols)
    cells = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if text := _shown(book, cell):
                cells[row, column] = text
        if len(cells) > MAX_CELLS:
            refuse_over("单元格", "table cells", MAX_CELLS)
    merged = [(top, below - 1, left, right - 1) for top, below, left, right in sheet.merged_cells]
    write_sheet(writer, sheet.name, cells, merged)


def _shown(book: Book, cell: Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        pattern = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        written = Decimal(repr(cell.value))
        if not written.is_finite():
            return ""
        return shown(written, pattern.format_str if pattern else GENERAL, bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(xlrd.error_text_from_code.get(cell.value, "")) if cell.ctype == xlrd.XL_CELL_ERROR else ""

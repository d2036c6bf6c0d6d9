"""A PDF's bytes come in, its paragraphs and tables go out in reading order, each page marked."""

import re

import pypdfium2 as pdfium

from services.parser.document import Document
from services.parser.formats.limits import MAX_PAGES, MAX_TEXT, damaged, refuse_over
from services.parser.formats.pdf_columns import Line, reading_order, usual_gutter
from services.parser.formats.pdf_grid import Table, tables
from services.parser.formats.pdf_heads import without_running_heads
from services.parser.formats.pdf_objects import drop_watermarks, give_width, has_images, read_rules
from services.parser.formats.pdf_page import Piece, on_lines, pieces, read_glyphs
from services.parser.formats.pdf_paragraphs import Block, write_pages
from services.parser.formats.programs import Programs
from services.parser.formats.writer import Writer
from shared.errors import Rejected

_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")  # no character, or one of a font's own making
_SHORT = 2  # pages; a longer document with hardly a word is a scan, be it drawn as an image or as outlines
_FEW = 20  # characters a page: less is a scan with a stamp or a page number on it


def convert(content: bytes, programs: Programs) -> Document:
    """The document's text. Raises Rejected "encrypted", "scanned", "garbled", "damaged" or "too_large"."""
    book = _open(content)
    try:
        if len(book) > MAX_PAGES:
            refuse_over("页", "pages", MAX_PAGES, len(book))
        pages = _pages(book)
        pictured = len(pages) > _SHORT or any(has_images(page) for page in book)
    except pdfium.PdfiumError as error:
        raise damaged("PDF", error) from error
    finally:
        book.close()
    writer = Writer()
    write_pages(pages, writer)
    document = writer.document()
    _refuse_unreadable(document.text, len(pages), pictured)
    return document


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Rejected(
                "encrypted", "PDF 设有打开密码；请去掉密码再交 (the PDF is encrypted: remove the password)"
            ) from error
        raise damaged("PDF", error) from error


def _pages(book: pdfium.PdfDocument) -> list[list[Block]]:
    ruled: list[list[Table]] = []
    free: list[list[list[Piece]]] = []
    characters = 0
    for page in book:
        drop_watermarks(page)
        give_width(page)
        glyphs = list(read_glyphs(page))
        characters += len(glyphs)
        if characters > MAX_TEXT:
            refuse_over("正文字数", "characters of text", MAX_TEXT)
        found, rest = tables(read_rules(page), glyphs) if glyphs else ([], [])
        ruled.append(found)
        free.append(on_lines(pieces(rest)))
        page.close()
    free = without_running_heads(free)
    gutter = usual_gutter(free)
    return [_blocks(found, reading_order(lines, gutter)) for found, lines in zip(ruled, free, strict=True)]


def _blocks(ruled: list[Table], lines: list[Line]) -> list[Block]:
    """The lines of a page in order, each table before the first line that stands below it in its column."""
    blocks: list[Block] = list(lines)
    for table in sorted(ruled, key=lambda t: t.bottom):
        below = (n for n, b in enumerate(blocks) if b.top <= table.top and _over(b, table))
        blocks.insert(next(below, len(blocks)), table)
    return blocks


def _over(block: Block, table: Table) -> bool:
    return block.left < table.right and block.right > table.left


def _refuse_unreadable(text: str, pages: int, pictured: bool) -> None:
    characters = len("".join(text.split()))
    if not characters or (pictured and characters < _FEW * pages):
        raise Rejected(
            "scanned",
            f"PDF 没有文字层（{pages} 页只有 {characters} 个字），多半是扫描件；请先做文字识别"
            f" (no text layer: {characters} characters on {pages} pages; run character recognition first)",
        )
    if len(_UNREADABLE.findall(text)) > characters // 5:
        raise Rejected(
            "garbled", "PDF 的字体没有文字对照表，读出来是乱码 (the PDF's fonts do not say which characters they show)"
        )

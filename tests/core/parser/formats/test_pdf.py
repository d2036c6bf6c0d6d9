"""PDFs: sentences whole, columns in order, rows in one line, and a reason for what cannot be read."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from services.parser.document import Document
from services.parser.formats import convert
from shared.errors import Rejected
from tests.documents import FONT, LINES, TITLE, pdf

pdfmetrics.registerFont(UnicodeCIDFont(FONT))
SENTENCE = (
    "2022年，缴存额48.18亿元，同比增长5.63%；年末，缴存总额509.68亿元，比上年末增加10.44%；个人贷款余额68.08亿元。"
)


def drawn(draw, pages: int = 1, size: tuple[float, float] = A4) -> Document:
    """The text of a PDF whose pages `draw(canvas, number)` fills."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for number in range(pages):
        canvas.setFont(FONT, 12)
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return convert(buffer.getvalue(), "")


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of so many characters."""
    return [text[n : n + width] for n in range(0, len(text), width)]


def column(canvas, text: str, width: int, top: float = 780, indent: bool = True) -> float:
    """Draws a paragraph line by line; returns where the next line would stand."""
    for n, line in enumerate(wrapped("\u3000\u3000" + text if indent else text, width)):
        canvas.drawString(60, top - 20 * n, line)
    return top - 20 * len(wrapped(text + "  ", width))


@pytest.mark.parametrize("width", range(12, 46, 3))
@pytest.mark.parametrize("indent", [True, False])
def test_wrapped_sentence_is_whole_at_every_width(width, indent):
    """Wherever lines break, inside a number, before a unit or a full stop, the sentence comes out as one line.

    Where nothing marks a paragraph's first line, a line that ends with a clause may end a paragraph too.
    """
    text = drawn(lambda canvas, n: column(canvas, SENTENCE, width, indent=indent)).text

    assert (text if indent else re.sub(r"(?<=[；。])\n", "", text)).strip("\u3000") == SENTENCE


@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=12), st.integers(18, 44))
def test_paragraphs_stay_apart(paragraphs, width):
    """Indented paragraphs of any lengths are joined within themselves and not with each other."""

    def draw(canvas, number):
        top = 800
        for text in paragraphs:
            top = column(canvas, text, width, top)

    assert [line.strip("\u3000") for line in drawn(draw, size=(A4[0], 3000)).text.split("\n")] == paragraphs


@pytest.mark.parametrize(
    "menu", ["首页 | 新闻动态 | 政务公开 | 办事指南 | 互动交流", "当前位置：首页 > 政务公开 > 信息披露 > 正文"]
)
def test_menu_does_not_run_into_the_title(menu):
    """A page's menu is no sentence that goes on in the next line, however full its line is."""
    lines = [menu, "盘锦市住房公积金2022年年度报告", *wrapped(SENTENCE, 20)]
    document = drawn(lambda canvas, n: [canvas.drawString(60, 780 - 20 * k, line) for k, line in enumerate(lines)])

    assert document.text.split("\n")[0] == menu


def test_headings_and_list_items_keep_their_lines():
    """A heading or a numbered item never runs into what stands before or after it, however long its line."""
    lines = [
        "一、机构概况",
        "（一）缴存：" + "新开户单位" * 5,
        "1.市中心",
        "2．油田分中心",
        "（2）铁路分中心",
        "① 说明",
    ]
    document = drawn(lambda canvas, n: [canvas.drawString(60, 780 - 20 * k, line) for k, line in enumerate(lines)])

    assert document.text.split("\n") == lines


@pytest.mark.parametrize("interleaved", [True, False])
def test_columns_are_read_one_after_the_other(interleaved):
    """Two columns of running text come left first, whatever order the file draws them in; the title stays on top."""
    left = [wrapped("左栏" + SENTENCE, 18)[k] for k in range(4)]
    right = [wrapped("右栏" + SENTENCE, 18)[k] for k in range(4)]

    def draw(canvas, number):
        canvas.drawString(180, 800, "两栏排版的盘锦市住房公积金年度报告")
        pairs = [(60, line, k) for k, line in enumerate(left)], [(320, line, k) for k, line in enumerate(right)]
        drawing = [x for pair in zip(*pairs, strict=True) for x in pair] if interleaved else [*pairs[0], *pairs[1]]
        for x, line, k in drawing:
            canvas.drawString(x, 760 - 20 * k, line)

    assert drawn(draw).text.split("\n") == ["两栏排版的盘锦市住房公积金年度报告", "".join(left), "".join(right)]


def test_running_heads_and_page_numbers_are_dropped():
    """What repeats at the pages' edges goes; a paragraph over the page's end is whole and keeps both places."""

    def draw(canvas, number):
        canvas.drawString(200, 815, TITLE)
        canvas.drawString(280, 30, f"— {number + 1} —")
        text = wrapped(SENTENCE * 3, 40)[number * 2 : number * 2 + 2] if number < 2 else [SENTENCE[:10]]
        for k, line in enumerate(text):
            canvas.drawString(60, 780 - 20 * k, line)

    document = drawn(draw, pages=3)
    whole = "".join(wrapped(SENTENCE * 3, 40)[:4])

    assert document.text.split("\n")[0].startswith(whole)
    assert TITLE not in document.text
    assert "—" not in document.text
    assert document.place(0) == "page 1"
    assert document.place(len(whole) - 1) == "page 2"


def platypus(*story: object) -> Document:
    """The text of a PDF laid out by ReportLab."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(list(story))
    return convert(buffer.getvalue(), "")


def test_ruled_table_is_rows_with_merged_and_wrapped_cells():
    """Rules make cells: text wrapped in a cell is one cell, merged cells stand wherever they cover."""
    small = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    long = Paragraph("城市公共租赁住房（廉租住房）建设补充资金累计提取额", small)
    rows = [["项目", "金额（万元）", ""], ["", "本年", "上年"], [long, "3,977.11", "2,651.41"], ["合计", "", "9.00"]]
    rules = [
        ("FONT", (0, 0), (-1, -1), FONT, 10), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)),
    ]  # fmt: skip
    document = platypus(Table(rows, colWidths=[120, 80, 80], style=rules))

    assert document.text.split("\n") == [
        "项目\t金额（万元）\t金额（万元）", "项目\t本年\t上年",
        "城市公共租赁住房（廉租住房）建设补充资金累计提取额\t3,977.11\t2,651.41", "合计\t\t9.00",
    ]  # fmt: skip


def test_frame_around_the_page_is_no_table():
    """A box drawn around running text leaves the text as paragraphs."""

    def draw(canvas, number):
        canvas.rect(40, 40, 500, 760)
        column(canvas, SENTENCE, 30)

    assert drawn(draw).text.strip("\u3000") == SENTENCE


def test_table_without_rules_is_rows_with_tabs():
    """Cells that gaps or their common starts tell apart are parted by tabs, also where a heading touches the next."""
    rows = [("地区", "实缴单位（家）", "缴存额（亿元）"), ("盘锦市", "2,086", "48.18"), ("鞍山市", "3,100", "60.20")]

    def draw(canvas, number):
        for k, row in enumerate(rows):
            for n, cell in enumerate(row):
                canvas.drawString(60 + 84 * n, 780 - 20 * k, cell)

    assert drawn(draw).text.split("\n") == ["\t".join(row) for row in rows]


@pytest.mark.parametrize("lone", ["元", "。", "一", "％"])
def test_character_drawn_alone_is_kept(lone):
    """A single character of a font that is not in the file is kept: PDFium alone would drop it, and a unit with it."""

    def draw(canvas, number):
        canvas.drawString(60, 780, "个人贷款风险准备金余额为人民币叁亿零玖佰伍拾柒万元即叁亿壹仟万")
        canvas.drawString(60, 760, lone)

    assert drawn(draw).text.replace("\n", "").endswith("壹仟万" + lone)


def test_raised_note_does_not_grow_a_figure():
    """A small raised digit before a figure is a note's mark, not its first digit."""

    def draw(canvas, number):
        canvas.drawString(60, 780, "二零二二年末贷款余额")
        canvas.setFont(FONT, 6)
        canvas.drawString(180, 786, "4")
        canvas.setFont(FONT, 12)
        canvas.drawString(184, 780, "2,561.75亿元")

    assert drawn(draw).text == "二零二二年末贷款余额[4]2,561.75亿元"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_reads_as_shown(turn):
    """A landscape page stored upright is read in the direction in which it is shown."""

    def draw(canvas, number):
        canvas.setPageRotation(turn)
        width, height = A4
        shown = {90: (0, 0, 90), 180: (width, 0, 180), 270: (width, height, 270)}[turn]
        canvas.translate(*({90: (width, 0), 180: (width, height), 270: (0, height)}[turn]))
        canvas.rotate(shown[2])
        for k, line in enumerate(["第一行缴存额48.18亿元合计", "第二行提取额31.96亿元合计", "第三行"]):
            canvas.drawString(60, 400 - 40 * k, line)

    assert drawn(draw).text.split("\n") == ["第一行缴存额48.18亿元合计", "第二行提取额31.96亿元合计", "第三行"]


def changed(content: bytes, **settings: object) -> bytes:
    """A PDF written again by pypdf, with a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(**settings)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_protected_but_readable_pdf_is_read():
    """A PDF that only forbids printing or changing opens without a password and is read."""
    assert convert(changed(pdf(), user_password="", owner_password="x"), "").text.startswith(TITLE)


def scan() -> bytes:
    """Pages without text, a page number apart."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number in range(5):
        canvas.rect(50, 50, 400, 700, fill=1)
        canvas.drawString(290, 30, str(number + 1))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def loop() -> bytes:
    """A page tree that is its own child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


def many_pages() -> bytes:
    """More pages than any report has."""
    writer = PdfWriter()
    for _ in range(301):
        writer.add_blank_page(10, 10)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (lambda: changed(pdf(), user_password="secret"), {"encrypted"}),
        (scan, {"scanned"}),
        (loop, {"damaged", "scanned"}),
        (many_pages, {"too_large"}),
        (lambda: pdf()[:600], {"damaged"}),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, {"damaged"}),
    ],
    ids=["encrypted", "scan", "loop", "pages", "cut", "noise"],
)
def test_pdf_that_cannot_be_read_is_refused(content, codes):
    """Encrypted, scanned, endless and broken PDFs each have their reason."""
    with pytest.raises(Rejected) as refused:
        convert(content(), "")

    assert refused.value.code in codes


def test_watermark_is_dropped():
    """What is written aslant across the page is not part of any sentence."""

    def draw(canvas, number):
        canvas.saveState()
        canvas.translate(150, 600)
        canvas.rotate(45)
        canvas.drawString(0, 0, "盘锦市住房公积金管理中心内部资料")
        canvas.restoreState()
        column(canvas, SENTENCE * 3, 30)

    assert drawn(draw).text.strip("\u3000") == SENTENCE * 3


def test_rows_without_a_rule_between_them_are_rows():
    """A ruled table whose rows are parted by nothing but line breaks gives a row for each, blanks in their place."""

    def draw(canvas, number):
        for x in (60, 200, 300, 400):
            canvas.line(x, 640, x, 760)
        for y in (640, 730, 760):
            canvas.line(60, y, 400, y)
        for y, row in (
            (740, ("项目", "本年", "上年")),
            (710, ("缴存额", "48.18", "45.61")),
            (690, ("提取额", "31.96", "")),
        ):
            for x, cell in zip((65, 205, 305), row, strict=True):
                canvas.drawString(x, y, cell)
        canvas.drawString(65, 670, "贷款余额")
        canvas.drawString(205, 670, "68.08")
        canvas.drawString(305, 670, "66.78")

    assert drawn(draw).text.split("\n") == [
        "项目\t本年\t上年",
        "缴存额\t48.18\t45.61",
        "提取额\t31.96\t",
        "贷款余额\t68.08\t66.78",
    ]

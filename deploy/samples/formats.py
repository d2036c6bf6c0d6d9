"""A sample in each format the parser reads: the same title and paragraphs as text, page, document, PDF or sheet."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from docx import Document
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

EPOCH = (1980, 1, 1, 0, 0, 0)


class Sample(NamedTuple):
    """A document before it has a format: the title's lines, what stands under it, its paragraphs, the signature."""

    title: tuple[str, ...]
    below: str
    lines: tuple[str, ...]
    signature: tuple[str, ...]


def text(sample: Sample) -> bytes:
    """UTF-8 with an empty line between paragraphs."""
    return (
        "\n\n".join(
            ("\n".join(sample.title), *filter(None, (sample.below,)), *sample.lines, "\n".join(sample.signature))
        ).encode()
        + b"\n"
    )


def html(links: tuple[str, ...]) -> Callable[[Sample], bytes]:
    """A page of a website, with its menu before and links to other reports after the article."""

    def write(sample: Sample) -> bytes:
        title = "".join(sample.title)
        body = "\n".join(f"<p>{line}</p>" for line in (*sample.lines, *sample.signature))
        related = "\n".join(f'<li><a href="#">{link}</a></li>' for link in links)
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f"<title>{title}_信息公开</title></head>\n<body>\n"
            '<nav><a href="/">首页</a> <a href="/xxgk">信息公开</a> <a href="/bszn">办事指南</a></nav>\n'
            f'<main><article>\n<h1>{title}</h1>\n<p class="meta">{sample.below}</p>\n{body}\n</article></main>\n'
            f"<aside><h3>相关链接</h3><ul>\n{related}\n</ul></aside>\n"
            "<footer>版权所有 网站地图</footer>\n</body></html>\n"
        ).encode()

    return write


def docx(sample: Sample) -> bytes:
    """A Word document; packed again with fixed times, so that the bytes repeat."""
    document, draft, final = Document(), BytesIO(), BytesIO()
    for line in sample.title:
        document.add_heading(line, level=1)
    for line in (sample.below, *sample.lines, *sample.signature):
        document.add_paragraph(line)
    document.save(draft)
    with zipfile.ZipFile(draft) as before, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, EPOCH), before.read(name), zipfile.ZIP_DEFLATED)
    return final.getvalue()


def pdf(sample: Sample) -> bytes:
    """A PDF with selectable text in a font every reader has."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle("plain", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", spaceAfter=6)
    head = ParagraphStyle("head", plain, fontSize=17, leading=26, alignment=1)
    file = BytesIO()
    flow = [Paragraph(line, head) for line in sample.title]
    flow += [Paragraph(line, plain) for line in (sample.below, *sample.lines, *sample.signature)]
    SimpleDocTemplate(file, title="".join(sample.title), invariant=1).build(flow)
    return file.getvalue()


def xlsx(title: str, office: str, note: str, rows: list[tuple[str, Decimal, Decimal | None]]) -> bytes:
    """A sheet with a merged title and a figure a row: its name with the unit, the value, the change in the year."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(*EPOCH, tzinfo=UTC)})
    sheet = book.add_worksheet("年度报告")
    sheet.set_column(0, 0, 44)
    sheet.merge_range("A1:C1", title)
    sheet.merge_range("A2:C2", f"编制单位：{office}")
    sheet.write_row("A3", ["项目", "数值", "同比"])
    formats = {f: book.add_format({"num_format": f}) for f in ("#,##0", "#,##0.00", "0.00%")}
    for row, (name, value, change) in enumerate(rows, 3):
        sheet.write(row, 0, name)
        shown = "0.00%" if name.endswith("率") else "#,##0" if value == int(value) else "#,##0.00"
        sheet.write_number(row, 1, value, formats[shown])
        if change is not None:
            sheet.write_number(row, 2, change, formats["0.00%"])
    sheet.write(len(rows) + 3, 0, note)
    book.close()
    return file.getvalue()

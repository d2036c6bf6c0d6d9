"""One short report written as a real file of every format, by the libraries that people's programs are like."""

import io
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import docx
import xlsxwriter
import xlwt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.word97 import word97

TITLE = "盘锦市住房公积金2022年年度报告"
LINES = (
    "一、机构概况",
    "2022年，新开户单位297家，净增单位134家；实缴职工24.38万人，缴存额48.18亿元，同比增长5.63%。2022年末，缴存总额509.68亿元，"
    "比上年末增加10.44%；缴存余额170.39亿元，同比增长10.52%。受委托办理住房公积金缴存业务的银行8家。",
    "二、风险",
    "2022年末，个人住房贷款逾期额469.88万元，逾期率0.69‰。个人贷款风险准备金余额30,095.57万元。",
)
TABLE = (
    ("项目", "金额", "金额"),
    ("项目", "本年", "上年"),
    ("缴存额（亿元）", "48.18", "45.61"),
    ("提取率", "66.33%", "68.91%"),
)
"""As a reader of the text sees it: 项目 covers two rows, 金额 two columns."""

FONT = "STSong-Light"


def text() -> str:
    """The whole report as plain text."""
    return "\n".join((TITLE, *LINES, *("\t".join(row) for row in TABLE)))


def txt() -> bytes:
    """GB18030 with Windows line ends."""
    return text().replace("\n", "\r\n").encode("gb18030")


def html_page() -> str:
    """A government site's page: navigation, breadcrumb, related news and a footer around the report."""
    paragraphs = "\n".join(f"<p>　　{line[:7]}<span>{line[7:11]}</span>{line[11:]}</p>" for line in LINES)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_盘锦市人民政府</title>
<script>document.write("<p>不是正文99亿元</p>")</script><style>p {{ margin: 0 }}</style></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/gjj">公积金</a></li><li><a href="/x">政务公开</a></li></ul>
<div class="crumb">当前位置：首页 &gt; 公积金</div>
<div class="wrap"><div class="TRS_Editor"><h1>{TITLE}</h1>
{paragraphs}
<table><tbody><tr><td rowspan="2">项目</td><td colspan="2">金额</td></tr><tr><td>本年</td><td>上年</td></tr>
<tr><td>缴存额<br>（亿元）</td><td>48.18</td><td>45.61</td></tr><tr><td>提取率</td><td>66.33%</td><td>68.91%</td></tr>
</tbody></table></div>
<div class="related"><h3>相关新闻</h3><p>全省住房公积金2021年缴存额999.99亿元。</p></div></div>
<div class="footer">辽ICP备05000000号 电话：0427-1234567</div></body></html>"""


def html() -> bytes:
    """UTF-8."""
    return html_page().encode()


def mhtml() -> bytes:
    """The page as a browser or Word saves it in one file."""
    message = MIMEMultipart("related")
    message.attach(MIMEText(html_page(), "html", "utf-8"))
    return b"MIME-Version: 1.0\r\n" + message.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


def pdf(**options: object) -> bytes:
    """Wrapped lines, a running head, page numbers and a ruled table with merged cells."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    title = ParagraphStyle("title", fontName=FONT, fontSize=18, leading=30, alignment=1)
    rules = [
        ("FONT", (0, 0), (-1, -1), FONT, 11), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)),
    ]  # fmt: skip
    rows = [["项目", "金额", ""], ["", "本年", "上年"], *map(list, TABLE[2:])]
    buffer = io.BytesIO()
    story = [Paragraph(TITLE, title), *(Paragraph(line, style) for line in LINES), Table(rows, style=rules)]

    def decorate(canvas, document):
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {document.page} —")

    SimpleDocTemplate(buffer, pagesize=A4, **options).build(story, onFirstPage=decorate, onLaterPages=decorate)
    return buffer.getvalue()


def docx_file() -> bytes:
    """Paragraphs of several runs and a table with merged cells."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for line in LINES:
        paragraph = document.add_paragraph(line[:9])
        paragraph.add_run(line[9:]).bold = True
    table = document.add_table(len(TABLE), 3)
    for row, cells in enumerate(TABLE[2:], 2):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "金额"
    table.cell(1, 1).text, table.cell(1, 2).text = "本年", "上年"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def doc() -> bytes:
    """Word 97; a table there is paragraphs with tabs."""
    return word97(text())


def xlsx() -> bytes:
    """The lines in merged cells, the table with a percent format."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("年报")
    percent, two = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "0.00"})
    for row, line in enumerate((TITLE, *LINES)):
        sheet.merge_range(row, 0, row, 2, line)
    top = len(LINES) + 1
    sheet.merge_range(top, 0, top + 1, 0, "项目")
    sheet.merge_range(top, 1, top, 2, "金额")
    sheet.write_row(top + 1, 1, ["本年", "上年"])
    sheet.write_row(top + 2, 0, ["缴存额（亿元）", 48.18, 45.61], two)
    sheet.write(top + 3, 0, "提取率")
    sheet.write_row(top + 3, 1, [0.6633, 0.6891], percent)
    book.close()
    return buffer.getvalue()


def xls() -> bytes:
    """The same in Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet, percent = book.add_sheet("年报"), xlwt.easyxf(num_format_str="0.00%")
    for row, line in enumerate((TITLE, *LINES)):
        sheet.write_merge(row, row, 0, 2, line)
    top = len(LINES) + 1
    sheet.write_merge(top, top + 1, 0, 0, "项目")
    sheet.write_merge(top, top, 1, 2, "金额")
    for column, value in enumerate(("本年", "上年"), 1):
        sheet.write(top + 1, column, value)
    for column, value in enumerate(("缴存额（亿元）", 48.18, 45.61)):
        sheet.write(top + 2, column, value)
    sheet.write(top + 3, 0, "提取率")
    for column, value in enumerate((0.6633, 0.6891), 1):
        sheet.write(top + 3, column, value, percent)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


BUILD = {
    "txt": txt,
    "html": html,
    "mhtml": mhtml,
    "pdf": pdf,
    "docx": docx_file,
    "doc": doc,
    "xlsx": xlsx,
    "xls": xls,
}
"""The file of each format; the contract suite wants one for every line of FORMATS."""

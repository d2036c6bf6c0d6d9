"""Word and Excel files: everything that is shown, as it is shown, and nothing that is not."""

import io
import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
import xlsxwriter
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from services.parser.formats import convert
from services.parser.formats.limits import MAX_UNZIPPED
from services.parser.formats.number_format import shown
from services.parser.formats.sheet import column_letters
from shared.errors import Rejected
from tests.documents import docx_file, xlsx


def word(*paragraphs: str, table: str = "") -> str:
    """The text of a Word file whose body holds these pieces of WordprocessingML."""
    document = docx.Document()
    for xml in (*paragraphs, table):
        if xml:
            document.element.body.insert(-1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    buffer = io.BytesIO()
    document.save(buffer)
    return convert(buffer.getvalue(), "").text


def run(text: str, style: str = "") -> str:
    """A run of text."""
    return f"<w:r><w:rPr>{style}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("缴存额4") + run("8.18亿元"), "缴存额48.18亿元"),
        (
            "<w:ins>" + run("新增48.18亿元") + "</w:ins><w:del><w:r><w:delText>旧1亿元</w:delText></w:r></w:del>",
            "新增48.18亿元",
        ),
        ("<w:sdt><w:sdtContent>" + run("控件48.18亿元") + "</w:sdtContent></w:sdt>", "控件48.18亿元"),
        ("<w:fldSimple>" + run("域48.18亿元") + "</w:fldSimple>", "域48.18亿元"),
        ("<w:hyperlink>" + run("链接48.18亿元") + "</w:hyperlink>", "链接48.18亿元"),
        ("<w:smartTag>" + run("48.18") + "</w:smartTag>" + run("亿元"), "48.18亿元"),
        (run("显示") + run("隐藏1亿元", "<w:vanish/>"), "显示"),
        (run("余额") + run("4", '<w:vertAlign w:val="superscript"/>') + run("2,561.75亿元"), "余额[4]2,561.75亿元"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r>", "甲\n乙-丙"),
    ],
)
def test_word_text_as_a_reader_sees_it(inside, text):
    """Insertions, fields, links and content controls are read; deletions and hidden text are not."""
    assert word(f"<w:p>{inside}</w:p>") == text


def test_word_block_controls_keep_their_order():
    """A paragraph in a content control stands where it stands, not at the end."""
    first, last = f"<w:p>{run('一')}</w:p>", f"<w:p>{run('三')}</w:p>"
    control = f"<w:sdt><w:sdtContent><w:p>{run('二')}</w:p></w:sdtContent></w:sdt>"

    assert word(first, control, last) == "一\n二\n三"


def test_word_table_with_merged_cells():
    """gridSpan and vMerge are expanded; a row over the whole width is given once."""

    def cell(text: str, settings: str = "") -> str:
        return f"<w:tc><w:tcPr>{settings}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    def span(columns: int) -> str:
        return f'<w:gridSpan w:val="{columns}"/>'

    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("缴存情况", span(3)),
        cell("项目", start) + cell("金额", span(2)),
        cell("", on) + cell("本年") + cell("上年"),
        cell("缴存额") + cell("48.18") + cell("45.61"),
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    assert word(table=table) == "缴存情况\n项目\t金额\t金额\n项目\t本年\t上年\n缴存额\t48.18\t45.61"


def test_word_list_numbers_are_read():
    """Numbers that Word makes itself are in the text: they tell headings and centres apart."""
    document = docx.Document()
    for text in ("市中心", "油田分中心"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("不编号")
    document.add_paragraph("铁路分中心", style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)

    assert convert(buffer.getvalue(), "").text == "1.市中心\n2.油田分中心\n不编号\n3.铁路分中心"


@pytest.mark.parametrize(
    ("number", "pattern", "text"),
    [
        ("0.6633", "0.00%", "66.33%"),
        ("0.66329999999999995", "0.00%", "66.33%"),
        ("0.000693", "0.00%", "0.07%"),
        ("48.18", "General", "48.18"),
        ("0.1", "General", "0.1"),
        ("12345678901", "General", "12345678901"),
        ("48.18", '0.00"亿元"', "48.18亿元"),
        ("1705", "#,##0", "1,705"),
        ("481800", '0!.0,"万元"', "48.2万元"),
        ("-5.5", "0.00_);(0.00)", "-5.50"),
        ("-5.5", "0.00;[Red]0.00", "-5.50"),
        ("0", '#,##0.00;-#,##0.00;"-"', "-"),
        ("1.5", "[$¥-804]#,##0.00", "¥1.50"),
        ("2.5", "0", "3"),
        ("3", "0000", "0003"),
        ("1.50", "0.0#", "1.5"),
        ("44926", 'yyyy"年"m"月"d"日"', "2022年12月31日"),
        ("44926.5", "yyyy-m-d h:mm", "2022-12-31 12:00"),
        ("12", ";;;", ""),
        ("1e300", "0.00", "1" + "0" * 300 + ".00"),
    ],
)
def test_number_formats(number, pattern, text):
    """A number reads as its cell shows it, rounded half up from its exact decimal digits."""
    assert shown(Decimal(number), pattern) == text


def test_columns_are_lettered_as_in_a_sheet():
    """A..Z, AA..AZ, and the last column there is."""
    assert [column_letters(c) for c in (0, 25, 26, 51, 701, 702, 16383)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]


def test_workbook_by_openpyxl():
    """Another writer's files: inline numbers, booleans, dates, rich text, a sheet that is hidden, gaps."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet["B4"], sheet["C4"], sheet["E4"] = "提取率", 0.6633, True
    sheet["C4"].number_format = "0.00%"
    sheet["B6"] = "第一行\n第二行"
    book.create_sheet("hidden").sheet_state = "hidden"
    book["hidden"]["A1"] = "旧数"
    buffer = io.BytesIO()
    book.save(buffer)
    document = convert(buffer.getvalue(), "")

    assert document.text == "Sheet1\n提取率\t66.33%\t\tTRUE\n第一行第二行"
    assert document.place(document.text.index("66.33")) == "Sheet1!C4"
    assert document.place(document.text.index("TRUE")) == "Sheet1!E4"


def test_old_workbook_keeps_formats_and_merges():
    """An xls shows percentages, thousands and merged cells as Excel does."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表一")
    sheet.write_merge(0, 1, 0, 0, "项目")
    sheet.write(0, 1, 0.6633, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(1, 1, 1234567.5, xlwt.easyxf(num_format_str="#,##0.00"))
    buffer = io.BytesIO()
    book.save(buffer)

    assert convert(buffer.getvalue(), "").text == "表一\n项目\t66.33%\n项目\t1,234,567.50"


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """An Office file with some of its parts replaced; `__` stands for a slash."""
    buffer = io.BytesIO()
    replaced = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name) or old.read(name))
    return buffer.getvalue()


def test_word_notes_stand_at_the_end_under_their_marks():
    """A footnote's mark never grows a figure, and its text is not lost."""
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document = (
        f"<w:document {ns}><w:body><w:p>{run('贷款余额')}<w:r><w:footnoteReference w:id='7'/></w:r>"
        f"{run('2,561.75亿元')}</w:p></w:body></w:document>"
    )
    note = f"<w:footnote w:id='7'><w:p>{run('含公转商贴息贷款3.91亿元')}</w:p></w:footnote>"
    notes = f"<w:footnotes {ns}>{note}</w:footnotes>"
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='{kind}' Target='notes.xml'/></Relationships>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("word/document.xml", document)
        made.writestr("word/notes.xml", notes)
        made.writestr("word/_rels/document.xml.rels", relations)

    assert convert(buffer.getvalue(), "").text == "贷款余额[1]2,561.75亿元\n[1]含公转商贴息贷款3.91亿元"


def test_comments_in_the_xml_are_nothing():
    """A comment or an instruction among the cells changes nothing."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book:
        sheet = (
            book.read("xl/worksheets/sheet1.xml")
            .replace(b"<row ", b"<!-- x --><?y z?><row ")
            .replace(b"<v>", b"<!-- x --><v>")
        )

    assert convert(rezipped(xlsx(), xl__worksheets__sheet1=sheet), "") == convert(xlsx(), "")


def lying(content: bytes) -> bytes:
    """The main part unpacks to more than the zip declares."""
    bomb = rezipped(content, word__document=b"<a>" + b" " * 3_000_000 + b"</a>")
    return bomb.replace((3_000_007).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def wide_sheet() -> bytes:
    """Two cells a row, sixteen thousand columns apart, over a thousand rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for row in range(1000):
        sheet.write(row, 0, 1)
        sheet.write(row, 16383, 1)
    book.close()
    return buffer.getvalue()


def emptied() -> bytes:
    """A workbook of one empty sheet."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "%s">%s]><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p>
</w:body></w:document>""" % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9)),
)
DEEP = b'<w:document xmlns:w="w"><w:body>' + b"<w:sdt>" * 100_000
BOMB = b" " * (MAX_UNZIPPED + 1)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (lambda: rezipped(docx_file(), word__document=LAUGHS), {"damaged"}),
        (lambda: rezipped(xlsx(), xl__worksheets__sheet1=LAUGHS), {"damaged"}),
        (lambda: rezipped(xlsx(), xl__sharedStrings=LAUGHS), {"damaged"}),
        (lambda: rezipped(docx_file(), word__document=DEEP), {"too_deep", "damaged"}),
        (lambda: rezipped(docx_file(), word__document=BOMB), {"too_large"}),
        (lambda: rezipped(xlsx(), xl__worksheets__sheet1=BOMB), {"too_large"}),
        (lambda: rezipped(docx_file(), word__document=b"no xml"), {"damaged"}),
        (lambda: docx_file()[:-200], {"damaged"}),
        (lambda: lying(docx_file()), {"damaged", "too_large"}),
        (wide_sheet, {"too_large"}),
        (emptied, {"empty"}),
    ],
    ids=["laughs-docx", "laughs-sheet", "laughs-strings", "deep", "bomb-docx", "bomb-xlsx", "no-xml", "cut", "lying",
         "wide", "empty"],
)  # fmt: skip
def test_hostile_office_file_is_refused(content, codes):
    """Bombs, entities, lies about sizes and endless sheets end in a refusal, soon and in little memory."""
    with pytest.raises(Rejected) as refused:
        convert(content(), "")

    assert refused.value.code in codes

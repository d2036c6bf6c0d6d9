"""Pages: the report's own text whole, what surrounds it gone."""

import pytest

from services.parser.formats import convert
from shared.errors import Rejected

BODY = (
    "2022年，新开户单位297家，缴存额48.18亿元，同比增长5.63%。年末，住房公积金缴存总额509.68亿元，缴存余额170.39亿元。",
    "2022年，提取额31.96亿元，提取率66.33%。年末，提取总额339.29亿元。个人住房贷款余额68.08亿元，逾期率0.69‰。",
    "从业人员95人，其中，在编38人，非在编57人。",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)


def read(body: str, head: str = "") -> list[str]:
    """The lines of a page with this body."""
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return convert(page.encode(), "page").text.split("\n")


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href=1>首页</a> 缴存</nav>",
        "<div class='main-nav'><a>首页</a>2021年缴存额45.61亿元</div>",
        "<div id='footer'>联系电话 0427-1234567，全市公积金缴存额1亿元</div>",
        "<aside><h3>链接</h3><p>全省公积金缴存额999亿元</p></aside>",
        "<div class='relatedNews'><p>2021年盘锦市公积金缴存额45.61亿元</p></div>",
        "<div class='box'><h3>相关链接：</h3><p>2021年盘锦市公积金缴存额45.61亿元</p></div>",
        "<ul><li><a>2021年缴存额45.61亿元</a></li><li><a>2020年报告</a></li><li><a>2019年报告</a></li></ul>",
        "<div style='display: none'>公积金缴存额45.61亿元</div>",
        "<div hidden>公积金缴存额45.61亿元</div>",
        "<script>document.write('缴存额45.61亿元')</script><style>p{}</style><noscript>缴存额1亿元</noscript>",
        "<select><option>2021年</option></select><button>打印</button>",
        "<div class='news'><h3>我市学子获奖</h3><p>"
        + "日前，全市148名学子共获得奖学金12.5万元，同比增长8.6%。" * 8
        + "</p></div>",
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_furniture_and_foreign_articles_are_dropped(furniture, place):
    """Navigation, footers, related links, hidden text and articles about something else are not in the text."""
    main = f"<div class='content'>{PARAGRAPHS}</div>"
    found = read(furniture + main if place == "before" else main + furniture)

    assert found == list(BODY)


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div class='content'>{}</div>",
        "<div id='printArea' class='position-relative'>{}</div>",
        "<div class='sidebar'>{}</div>",
        "<article>{}</article>",
        "<form><table><tr><td>{}</td></tr></table></form>",
        "<center>{}</center>",
        "{}",
    ],
)
def test_report_is_kept_in_whatever_holds_it(wrapper):
    """A page that calls the report's own element by a furniture's name loses nothing."""
    assert read(wrapper.format(PARAGRAPHS)) == list(BODY)


def test_report_in_parts_is_kept_whole():
    """A report whose sections are elements of their own, one of them without a word of the subject, stays whole."""
    parts = "".join(f"<div class='part'><p>{line}</p></div>" for line in BODY)

    assert read(f"<div class='wrap'>{parts}</div>") == list(BODY)


def test_headings_and_signatures_are_kept_whatever_their_class():
    """A section's heading or the last line is the report's own, also where its class is a furniture's name."""
    body = (
        f"<div class='top'>一、机构概况</div>{PARAGRAPHS}<p class='text-right'>盘锦市</p><p class=right>2023年3月</p>"
    )

    assert read(f"<div id='js_content' style='visibility: hidden'>{body}</div>") == [
        "一、机构概况", *BODY, "盘锦市", "2023年3月",
    ]  # fmt: skip


def test_flat_links_after_the_report_are_dropped():
    """What a heading of furniture opens in the report's own element goes, up to the element's end."""
    assert read(f"<div>{PARAGRAPHS}<p>相关阅读</p><p>2021年公积金缴存额45.61亿元</p></div>") == list(BODY)


def test_inline_elements_do_not_break_a_number():
    """A number and its unit torn over inline elements are whole; blocks and br break the line."""
    torn = "<p>缴存额<span>4</span><b>8.1</b><font>8</font>亿<i>元</i><br>提取额31.\n   96亿元</p><div>三</div>四"

    assert read(torn) == ["缴存额48.18亿元", "提取额31. 96亿元", "三", "四"]


def test_markup_line_breaks_beside_chinese_are_nothing():
    """A source line that ends between Chinese characters is no blank; entities are characters."""
    assert read("<p>缴存\n      余额170.39\n  亿元&nbsp;&lt;见附表&gt;&#x3002;</p>") == [
        "缴存余额170.39亿元\u00a0<见附表>。"
    ]


def test_merged_cells_are_repeated_where_they_cover():
    """rowspan and colspan are expanded; a row over the whole width is given once; no cell is lost."""
    table = """<table><caption>表一</caption><tr><th colspan=3>缴存情况</th></tr>
      <tr><th rowspan="2">项目</th><th colspan="2">金额</th></tr><tr><td>本年</td><td>上年</td></tr>
      <tr><td>缴存额<br>（亿元）</td><td>48.18</td><td><p>45.61</p></td></tr>
      <tr><td rowspan=9>其他</td><td>1</td></tr></table>"""

    assert read(table) == [
        "表一", "缴存情况", "项目\t金额\t金额", "项目\t本年\t上年", "缴存额（亿元）\t48.18\t45.61", "其他\t1",
    ]  # fmt: skip


def test_layout_tables_are_read_cell_by_cell():
    """A table that only arranges the page leaves no tabs; the data table within it is one."""
    inner = "<table><tr><td>缴存额</td><td>48.18</td></tr><tr><td>提取额</td><td>31.96</td></tr></table>"
    page = f"<table><tr><td>{PARAGRAPHS}{inner}</td><td><a>首页</a></td></tr></table>"

    assert read(page)[: len(BODY) + 2] == [*BODY, "缴存额\t48.18", "提取额\t31.96"]


def test_title_and_date_outside_the_body_come_first():
    """The page's title and date of publication are kept although they stand outside the report's element."""
    head = (
        "<title>盘锦市住房公积金2022年年度报告-盘锦市人民政府</title><meta name='PubDate' content='2023-03-15 09:00'>"
    )
    found = read(f"<div class=content>{PARAGRAPHS}</div>", head)

    assert found == ["盘锦市住房公积金2022年年度报告", "发布时间:2023-03-15", *BODY]


def test_notes_and_lists_read_as_shown():
    """A raised note never grows a figure, and list items have the numbers a browser gives them."""
    found = read(
        "<p>贷款余额<sup>4</sup>2,561.75亿元，面积10m<sup>2</sup></p><ol start=3><li>甲</li><li>一、乙</li></ol>"
    )

    assert found == ["贷款余额[4]2,561.75亿元，面积10m²", "3.甲", "一、乙"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<div id='app'></div><script src='app.js'></script>", "js_shell"),
        ("<noscript>请启用脚本</noscript>", "js_shell"),
        ("<div><img src='report-1.jpg'><img src='report-2.jpg'></div>", "image_only"),
        ("<p> </p>", "empty"),
        ("<div>" * 300 + "缴存额1亿元", "too_deep"),
        ("<div>" * 100_000, "too_deep"),
        ("<i>" * 100_000, "too_deep"),
        ("<p>1</p>" * 250_000, "too_large"),
        ("<table><tr>" + "<td colspan=1000>1亿元</td><td>2</td>" * 300 + "</tr></table>", "too_large"),
    ],
)
def test_page_without_readable_text_is_refused(body, code):
    """Shells of scripts, pages of images and hostile pages each have their code."""
    with pytest.raises(Rejected) as refused:
        read(body)

    assert refused.value.code == code


def test_broken_bytes_matter_only_in_the_body():
    """A related title cut in a character is no reason to refuse; a broken byte in the report is."""
    page = f"<html><body><div class=content>{PARAGRAPHS}</div><div class=related><a>@</a></div></body></html>".encode()
    cut = "住房".encode()[:-1]

    assert convert(page.replace(b"@", cut), "").text.split("\n") == list(BODY)
    with pytest.raises(Rejected) as refused:
        convert(page.replace(b"48.18", b"48.1\xe5"), "")
    assert refused.value.code == "not_text"


@pytest.mark.parametrize(
    "body",
    [
        "4" * 1_000_000,
        "<span>4</span>" * 60_000,
        "4,8.1" * 200_000,
        "缴" + " \n" * 400_000 + "存48",
        "<" * 900_000 + "1",
    ],
)
def test_large_page_is_read_in_linear_time(body):
    """A megabyte of digits, spans, separators, blanks or brackets is read: anything worse than linear would not end."""
    assert len("".join(read(f"<p>{body}</p>"))) >= 3

"""Who a document reports for, when, of which kind, and when it came out, from documents nobody has announced."""

from datetime import date
from pathlib import Path

import pytest

from services.parser.document import Document
from services.parser.header import read_header
from shared.errors import Rejected

SHARED = Path(__file__).parents[4] / "shared" / "reports"

BODY = """
一、机构概况
{year}年末，全市住房公积金管理委员会有委员21名，{year}年召开会议2次。
二、业务运行情况
（一）缴存：{year}年，新开户单位312家，实缴单位2,140家，实缴职工22.16万人，缴存额43.07亿元，同比增长5.21%。
{year}年末，缴存总额421.90亿元，缴存余额150.66亿元。
（二）提取：{year}年，提取额29.40亿元，占当年缴存额的68.26%。
（三）贷款：{year}年末，贷款余额61.05亿元，逾期率0.31‰。
"""


def header(text, source="a.txt"):
    return read_header(Document(text=text), source, "f" * 64)


def said(text, source="a.txt"):
    found = header(text, source)
    return found.centre.code, found.period, found.document


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("盘锦市住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市2022年住房公积金年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市2022年度住房公积金年报", ("211100", "2022", "annual_report")),
        ("2022年盘锦市住房公积金年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金管理中心2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金年度报告（2022年）", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金年度报告(2022)", ("211100", "2022", "annual_report")),
        ("辽宁省盘锦市住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("关于公布《盘锦市住房公积金2022年年度报告》的公告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金管理委员会关于公布2022年住房公积金年度报告的公告", ("211100", "2022", "annual_report")),
        ("2023年3月公布：盘锦市住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年年度报告（更正）", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年年度信息披露", ("211100", "2022", "annual_report")),
        ("盘锦市2022年度住房公积金缴存使用情况公报", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年度执行情况公报", ("211100", "2022", "annual_report")),
        ("上海市住房公积金2022年年度报告", ("310000", "2022", "annual_report")),
        ("上海市公积金管理中心2022年年度报告", ("310000", "2022", "annual_report")),
        ("北京住房公积金2022年年度报告", ("110000", "2022", "annual_report")),
        ("海南省住房公积金2022年年度报告", ("460000", "2022", "annual_report")),
        ("海南州住房公积金2022年年度报告", ("632500", "2022", "annual_report")),
        ("青海省海南州住房公积金2022年年度报告", ("632500", "2022", "annual_report")),
        ("吉林省住房公积金2022年年度报告", ("220000", "2022", "annual_report")),
        ("吉林市住房公积金2022年年度报告", ("220200", "2022", "annual_report")),
        ("吉林省吉林市住房公积金2022年年度报告", ("220200", "2022", "annual_report")),
        ("马鞍山市住房公积金2022年年度报告", ("340500", "2022", "annual_report")),
        ("朝阳市住房公积金2022年年度报告", ("211300", "2022", "annual_report")),
        ("恩施土家族苗族自治州住房公积金2022年年度报告", ("422800", "2022", "annual_report")),
        ("恩施州住房公积金2022年年度报告", ("422800", "2022", "annual_report")),
        ("锡林郭勒盟住房公积金2022年年度报告", ("152500", "2022", "annual_report")),
        ("阿克苏地区住房公积金2022年年度报告", ("652900", "2022", "annual_report")),
        ("新疆生产建设兵团住房公积金2022年年度报告", ("660000", "2022", "annual_report")),
        ("雄安新区住房公积金2022年年度报告", ("133100", "2022", "annual_report")),
        ("辽宁省住房公积金2022年年度报告", ("210000", "2022", "annual_report")),
        ("内蒙古自治区住房公积金2022年年度报告", ("150000", "2022", "annual_report")),
        ("甘肃省住房资金管理中心2022年年度报告", ("620100-1", "2022", "annual_report")),
        ("吉林省省直住房公积金2022年年度报告", ("220100-1", "2022", "annual_report")),
        ("盘锦市住房公积金管理中心辽河油田分中心2022年年度报告", ("211100-1", "2022", "annual_report")),
        ("盘锦市住房公积金2022年年度报告解读", ("211100", "2022", "interpretation")),
        ("《盘锦市住房公积金2022年年度报告》政策解读", ("211100", "2022", "interpretation")),
        ("一图读懂盘锦市住房公积金2022年年度报告", ("211100", "2022", "interpretation")),
        ("图解 | 2022年盘锦市住房公积金成绩单", ("211100", "2022", "interpretation")),
        ("首页 > 政策解读 > 盘锦市住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年9月运行情况", ("211100", "2022-09", "bulletin")),
        ("盘锦市住房公积金2022年1-9月业务运行情况", ("211100", "2022-09", "bulletin")),
        ("盘锦市住房公积金业务动态（2022年11月）", ("211100", "2022-11", "bulletin")),
        ("2022年十二月份盘锦市住房公积金月报", ("211100", "2022-12", "bulletin")),
        ("截至2022年9月末盘锦市住房公积金主要指标", ("211100", "2022-09", "bulletin")),
        ("盘锦市住房公积金2022年三季度运行情况", ("211100", "2022Q3", "bulletin")),
        ("盘锦市2022年第一季度住房公积金业务数据", ("211100", "2022Q1", "bulletin")),
        ("盘锦市住房公积金2022年前三季度运行情况解读", ("211100", "2022Q3", "bulletin")),
        ("盘锦市住房公积金2022年上半年运行情况", ("211100", "2022Q2", "bulletin")),
        ("盘锦市住房公积金2022年全年运行情况", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年三季度信息披露", ("211100", "2022Q3", "bulletin")),
        ("盘锦市住房公积金2022年1—3季度执行情况公报", ("211100", "2022Q3", "bulletin")),
        ("盘锦市住房公积金2022年7－9月缴存使用情况公示", ("211100", "2022-09", "bulletin")),
        ("盘锦市住房公积金2022年度运行情况", ("211100", "2022", "annual_report")),
        ("盘锦市2022年度住房公积金业务开展情况", ("211100", "2022", "annual_report")),
        ("盘公积金〔2023〕7号 盘锦市住房公积金2022年年度报告", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金2022年年度报告 2023-03-15", ("211100", "2022", "annual_report")),
        ("2023-03-15 盘锦市住房公积金年度报告(2022年)", ("211100", "2022", "annual_report")),
        ("2023年3月15日发布：盘锦市住房公积金年度报告（2022年）", ("211100", "2022", "annual_report")),
        ("盘锦市住房公积金年度报告2022", ("211100", "2022", "annual_report")),
        ("大兴安岭地区行署住房公积金2022年年度报告", ("232700", "2022", "annual_report")),
    ],
)
def test_a_title_says_who_when_and_what(title, expected):
    """Each usual way to title a report, an interpretation or a bulletin gives body, period and kind."""
    assert said(f"{title}\n{BODY.format(year=2022)}") == expected


@pytest.mark.parametrize(
    "title",
    [
        "盘 锦 市 住 房 公 积 金 2 0 2 2 年 年 度 报 告",
        "盘　锦　市　住　房　公　积　金\n２０２２年年度报告",
        "盘锦市住房公积金２０２２年年度报告",
        "盘锦市住房公积金二〇二二年年度报告",
        "盘锦市住房公积金二○二二年度报告",
        "盘锦市住房公积金\n2022年年度报告",
        "盘锦市住房公积金管理中心\n\n2022年\n年度报告",
        "2022年\n盘锦市住房公积金年度报告",
        "盘锦市住房公积金年度报告\n（2022年度）",
        "\n\n\n  \t\n\u2002盘锦市住房公积金2022年年度报告",
        "top_img.png\n索引号：11211100-2023\n盘锦市住房公积金2022年年度报告",
        "盘锦市住房公积金2022年年度报告_通知公告_盘锦市人民政府",
        "盘锦市住房公积金2022年年度报\n告",
        "盘锦市住房公积金二O二二年年度报告",
        "索引号\t1121-2023\t名称\t盘锦市住房公积金2022年年度报告\t主题分类\t住房\t发布机构\t公积金中心\t备注\t无" * 2,
        "年度\t2022\n盘锦市住房公积金年度报告",
        "辽宁省住房和城乡建设厅\n关于印发盘锦市住房公积金2022年年度报告的通知",
        "关于公布2022年全市住房公积金年度报告的公告\n盘锦市住房公积金管理中心",
        "2022年度我市住房公积金年度报告\n盘锦市住房公积金管理中心",
        "您当前的位置：首页>信息公开>年度报告>\n盘锦市住房公积金2022年年度报告",
    ],
)
def test_a_title_is_read_however_it_is_set(title):
    """Letter-spaced, full-width, in Chinese numerals, split over lines, under page furniture: the same title."""
    assert said(f"{title}\n{BODY.format(year=2022)}") == ("211100", "2022", "annual_report")


@pytest.mark.parametrize(
    "preamble",
    [
        "根据有关规定，经住房公积金管理委员会审议通过，现将盘锦市住房公积金2022年年度报告公布如下：",
        "经管委会审议通过,现将盘锦市住房公积金2022年年度报告予以公布:",
        "按照信息披露制度的要求，现就盘锦市2022年度住房公积金管理情况公告如下：",
    ],
)
def test_a_missing_title_is_made_up_for_by_the_announcement(preamble):
    """Where the title is a picture, 现将…公布如下 names body and year."""
    assert said(f"logo.png\n{preamble}\n{BODY.format(year=2022)}") == ("211100", "2022", "annual_report")


def test_a_text_without_line_breaks_is_read_from_its_opening():
    """One endless line still opens with its title, also with that of an interpretation."""
    body = BODY.format(year=2022).replace("\n", "")

    assert said("盘锦市住房公积金2022年年度报告" + body) == ("211100", "2022", "annual_report")
    assert said("盘锦市住房公积金2022年年度报告解读" + body) == ("211100", "2022", "interpretation")


def test_an_announced_interpretation_is_one():
    """现将…解读如下 makes an interpretation even where no title says so."""
    text = "现将盘锦市住房公积金2022年年度报告解读如下：\n" + BODY.format(year=2022)

    assert said(text) == ("211100", "2022", "interpretation")


def test_a_sheet_is_read_by_its_merged_title():
    """A title cell merged over six columns comes six times in one line; the office stands in a cell of its own."""
    rows = "指标\t单位\t数值\n缴存额\t亿元\t43.07\n提取额\t亿元\t29.40\n贷款余额\t亿元\t61.05\n"
    merged = "\t".join(["盘锦市住房公积金2022年年度报告主要数据"] * 6)
    named = "\t".join(["2022年度住房公积金主要业务指标"] * 4) + "\n编制单位：盘锦市住房公积金管理中心\t\t单位：亿元"

    assert said(f"{merged}\n{rows}") == ("211100", "2022", "annual_report")
    assert said(f"{named}\n{rows}") == ("211100", "2022", "annual_report")


def test_without_title_and_announcement_the_text_itself_is_asked():
    """The office that signs and the year whose end is reported stand in for a title."""
    text = BODY.format(year=2022) + "\n鞍山市住房公积金管理中心\n2023年3月20日\n"

    assert said(text) == ("210300", "2022", "annual_report")
    assert header(text).published == date(2023, 3, 20)


def test_a_title_without_a_body_takes_the_office_of_the_text():
    """我市 and 全市 name nobody; the office under the text does."""
    text = "我市住房公积金2022年年度报告\n" + BODY.format(year=2022) + "\n辽阳市住房公积金管理中心\n"

    assert said(text) == ("211000", "2022", "annual_report")


def test_the_file_name_is_the_last_resort():
    """Body and year come from the file's name only where the text has neither."""
    text = "\n".join(
        line.replace("2022年末，", "年末，").replace("2022年", "本年") for line in BODY.format(year=2022).splitlines()
    )

    assert said(text, "reports/铁岭市2021年年度报告.docx") == ("211200", "2021", "annual_report")
    assert said("盘锦市住房公积金2022年年度报告\n" + text, "铁岭市2021年年度报告.docx") == (
        "211100",
        "2022",
        "annual_report",
    )


@pytest.mark.parametrize(
    "links",
    [
        "相关链接\n盘锦市住房公积金2021年年度报告\n盘锦市住房公积金2020年年度报告\n盘锦市住房公积金2019年年度报告",
        "鞍山市住房公积金2022年年度报告\n抚顺市住房公积金2022年年度报告",
        "大连市住房公积金2023年年度报告解读",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_links_to_other_reports_do_not_win(links, first):
    """Other years and other cities, listed before or after the report, are not this report."""
    report = "盘锦市住房公积金2022年年度报告\n" + BODY.format(year=2022) + "\n盘锦市住房公积金管理中心\n"
    text = f"{links}\n{report}" if first else f"{report}\n{links}"

    assert said(text) == ("211100", "2022", "annual_report")


def test_reports_that_the_committee_passed_are_no_titles():
    """The list of what was passed names last year's report and this year's plan; neither is the title."""
    text = (
        "盘锦市住房公积金2022年年度报告\n审议并通过了《盘锦市住房公积金2021年年度报告》;\n"
        "审议并通过了《2023年盘锦市住房公积金归集使用计划》;\n" + BODY.format(year=2022)
    )

    assert said(text) == ("211100", "2022", "annual_report")


def test_a_report_far_down_the_page_is_found():
    """A page whose first thousands of characters are menus still says which report it holds."""
    menu = "首页 机构 政务公开 办事指南 互动交流\n" * 300

    assert said(menu + "盘锦市住房公积金2022年年度报告\n" + BODY.format(year=2022)) == (
        "211100",
        "2022",
        "annual_report",
    )


def test_a_bulletin_titled_with_a_year_takes_the_month_from_its_text():
    """A page titled 2024年住房公积金运行情况 that speaks of 截至2024年9月末 is the bulletin of September."""
    text = "珠海市2024年住房公积金运行情况\n截至2024年9月末，全市缴存总额1,180.20亿元，贷款余额240.10亿元。"

    assert said(text) == ("440400", "2024-09", "bulletin")


def test_a_bulletin_without_a_year_in_its_title_takes_it_from_its_text():
    """9月运行情况 over a text that ends 截至2024年9月末 is the bulletin of September 2024."""
    text = "珠海市住房公积金9月运行情况\n截至2024年9月末，全市缴存总额1,180.20亿元，贷款余额240.10亿元。"

    assert said(text) == ("440400", "2024-09", "bulletin")


def test_a_yearly_paper_that_speaks_of_december_is_no_bulletin():
    """截至2022年12月末 in a yearly disclosure does not make December's bulletin of it."""
    for title in (
        "盘锦市2022年住房公积金管理情况公报",
        "盘锦市2022年度住房公积金运行情况",
        "图解：盘锦市2022年住房公积金",
    ):
        text = f"{title}\n截至2022年12月末，缴存总额421.90亿元。\n{BODY.format(year=2022)}"
        assert said(text)[1] == "2022"


def test_a_province_without_a_titled_name_is_known_by_its_department():
    """全省 in the title and the department's signature under it make the provincial report."""
    text = "全省住房公积金2022年年度报告\n" + BODY.format(year=2022) + "\n辽宁省住房和城乡建设厅\n2023年5月20日"

    assert said(text) == ("210000", "2022", "annual_report")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间:2023-03-15 浏览次数:505", date(2023, 3, 15)),
        ("发布日期：2023年3月15日", date(2023, 3, 15)),
        ("公开日期 2023/03/15", date(2023, 3, 15)),
        ("成文日期：2023.3.15", date(2023, 3, 15)),
        ("来源：公积金中心 时间：2023-03-15 09:30", date(2023, 3, 15)),
        ("发布时间：２０２３年３月１５日", date(2023, 3, 15)),
        ("发布时间：2023-13-45", None),
        ("发布时间：2023213", None),
        ("截止日期：2023-05-31", None),
        ("发布时间：2021-03-15", None),
        ("有效期 2023-03-15", None),
    ],
)
def test_the_date_of_publication_is_read_or_left_open(line, day):
    """A labelled date counts; a damaged one, a deadline, or one before the report year's end does not."""
    assert header(f"盘锦市住房公积金2022年年度报告\n{line}\n{BODY.format(year=2022)}").published == day


@pytest.mark.parametrize(
    ("signature", "day"),
    [
        ("盘锦市住房公积金管理中心\n2023年3月13日", date(2023, 3, 13)),
        ("盘锦市住房公积金管理委员会\n\n      二〇二三年三月十三日", date(2023, 3, 13)),
        ("盘锦市住房公积金管理中心\n2023213", None),
        ("全市人力资源和社会保障局\n2023年3月25日", None),
    ],
)
def test_the_signature_dates_a_report(signature, day):
    """A date alone under the office's name counts; damaged, or under another office, it does not."""
    assert header(f"盘锦市住房公积金2022年年度报告\n{BODY.format(year=2022)}\n{signature}\n网站地图").published == day


def reason(text, source="a.txt"):
    with pytest.raises(Rejected) as caught:
        header(text, source)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "今日天气晴，最高气温21度。",
        "关于调整2022年度住房公积金缴存基数的通知\n盘锦市住房公积金管理中心\n月缴存额上限为5,160元，下限为172元。",
        "盘锦市住房公积金管理中心2022年政府信息公开工作年度报告\n全年主动公开信息120条，收到申请3件。",
        "盘锦市住房公积金管理中心2022年度部门决算\n收入合计1,046.64万元，支出合计1,046.64万元。",
        "我市召开会议，审议住房公积金2022年年度报告和2023年计划。会议由副市长主持，管委会委员23人参加。",
        "A report in English about 48.18 things of 2022.",
    ],
)
def test_what_is_no_report_is_refused(text):
    """Empty text, news, notices, other yearly papers of the same office: not_a_report, said in both languages."""
    refusal = reason(text)

    assert refusal.code == "not_a_report"
    assert "不是住房公积金年度报告" in refusal.reason
    assert "neither" in refusal.reason


def test_a_report_of_pictures_is_refused_with_its_title():
    """A title over images gives no figure: the refusal quotes the title and says why."""
    refusal = reason("丽江市住房公积金2022年年度报告\n1.jpg\n2.jpg\n")

    assert refusal.code == "not_a_report"
    assert "丽江市住房公积金2022年年度报告" in refusal.reason


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("抚顺市清原县住房公积金2022年年度报告", "抚顺市清原县"),
        ("通州市住房公积金2022年年度报告", "通州市"),
        ("全国住房公积金2022年年度报告", "全国"),
        ("盘锦市住房公积金管理中心铁路分中心2022年年度报告", "铁路分中心"),
        ("大理市住房公积金2022年年度报告", "大理市"),
    ],
)
def test_an_unknown_body_is_named_with_the_way_to_add_it(title, name):
    """A county, a part nobody entered, the nation: unknown_centre names it and the file to put it in."""
    refusal = reason(f"{title}\n{BODY.format(year=2022)}")

    assert refusal.code == "unknown_centre"
    assert name in refusal.reason
    assert "bodies.toml" in refusal.reason


def test_a_place_inside_another_report_says_whose():
    """海口市 publishes nothing of its own: the refusal says where its figures are."""
    refusal = reason("海口市住房公积金2022年年度报告\n" + BODY.format(year=2022))

    assert refusal.code == "unknown_centre"
    assert "海南省住房公积金管理局" in refusal.reason


def test_an_abolished_centre_cannot_report_a_later_year():
    """莱芜 in 2022 is refused with its last year; in 2017 it is read."""
    assert "2018" in reason("莱芜市住房公积金2022年年度报告\n" + BODY.format(year=2022)).reason
    assert said("莱芜市住房公积金2017年年度报告\n" + BODY.format(year=2017)) == ("371200", "2017", "annual_report")


def test_an_old_name_is_the_same_centre():
    """襄樊 before its renaming and 襄阳 after it share one code, so the years join."""
    assert said("襄樊市住房公积金2009年年度报告\n" + BODY.format(year=2009))[0] == "420600"
    assert said("襄阳市住房公积金2024年年度报告\n" + BODY.format(year=2024))[0] == "420600"


def test_nobody_named_is_an_unknown_centre():
    """Figures without any office or place are refused as of an unknown centre."""
    assert reason("住房公积金2022年年度报告\n" + BODY.format(year=2022)).code == "unknown_centre"


def test_no_year_is_an_unknown_period():
    """A report that names no year anywhere is refused, saying where a year would be looked for."""
    text = "盘锦市住房公积金年度报告\n" + BODY.format(year="本")

    assert reason(text).code == "unknown_period"
    assert said(text, "盘锦-2020.txt") == ("211100", "2020", "annual_report")


def test_the_header_carries_what_it_was_given():
    """Source and report id pass through; the centre has name, city and province as the table has them."""
    found = header("盘锦市住房公积金2022年年度报告\n" + BODY.format(year=2022), "panjin-2022.txt")

    assert (found.source, found.report_id) == ("panjin-2022.txt", "f" * 64)
    assert found.centre.name == "盘锦市住房公积金管理中心"
    assert (found.centre.city, found.centre.province, found.centre.province_code) == ("盘锦市", "辽宁省", "210000")


def outcome(text):
    try:
        header(text)
    except Rejected as refusal:
        return refusal.code
    return "read"


@pytest.mark.parametrize(
    "unit",
    [
        "现将",
        "公积金报告",
        "发布时间:",
        "公积金管理中心\n",
        "2022年",
        "年度报告\n",
        "盘锦",
        "\n \n",
        "公积金年报2022年月",
    ],
)
def test_hostile_repetition_is_answered(unit):
    """Two million characters of one phrase are refused or read, not hung on."""
    text = unit * (2_000_000 // len(unit))

    assert outcome(text) in {"read", "not_a_report", "unknown_centre", "unknown_period"}


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_two_real_reports():
    """The newspaper page of 海西 and the damaged page of 盘锦 are known for what they are."""
    haixi = header((SHARED / "haixi-2025.txt").read_text(encoding="utf-8"), "haixi-2025.txt")
    panjin = header((SHARED / "panjin-2022.txt").read_text(encoding="utf-8"), "panjin-2022.txt")

    assert (haixi.centre.code, haixi.centre.province_code) == ("632800", "630000")
    assert (haixi.period, haixi.document, haixi.published) == ("2025", "interpretation", None)
    assert (panjin.centre.code, panjin.centre.province_code) == ("211100", "210000")
    assert (panjin.period, panjin.document, panjin.published) == ("2022", "annual_report", date(2023, 3, 15))

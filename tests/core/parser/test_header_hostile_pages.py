"""Whose report for when a page is, among the menus, links, other articles and other reports that real pages carry."""

import pytest

from services.parser.document import Document
from services.parser.header import read_header
from shared.errors import Rejected

YEAR = """
一、机构概况
{year}年末，管委会有委员19名，全年召开会议2次。
二、业务运行情况
（一）缴存：{year}年，实缴单位1,904家，实缴职工11.07万人，缴存额25.36亿元，同比增长3.18%。
{year}年末，缴存总额240.75亿元，缴存余额92.40亿元。
（二）提取：{year}年，提取额17.02亿元，占当年缴存额的67.11%。
（三）贷款：{year}年末，贷款余额50.33亿元，逾期率0.27‰。
"""
MONTHS = """
一、缴存情况
1-10月，全市归集住房公积金38.20亿元，同比2020年增长4.4%；新开户职工0.66万人。
截至10月末，缴存总额410.02亿元，缴存余额140.18亿元，比2020年末分别增长9.1%、6.0%。
二、贷款情况
10月，发放个人住房贷款0.03万笔、1.02亿元。截至10月末，贷款余额60.70亿元。
"""
TITLE = "阜新市住房公积金2022年年度报告"
BODY = YEAR.format(year=2022)
ANNUAL = ("210900", "2022", "annual_report")
RETOLD = ("210900", "2022", "interpretation")
BULLETIN = ("370700", "2021-10", "bulletin")


def said(text, source="a.txt"):
    found = read_header(Document(text=text), source, "0" * 64)
    return found.centre.code, found.period, found.document


@pytest.mark.parametrize(
    "links",
    [
        "相关链接：潍坊市住房公积金2020年年度报告 潍坊市住房公积金2019年年度报告\n"
        "上一篇：潍坊市住房公积金2020年年度报告",
        "相关链接\n潍坊市住房公积金2020年年度报告\n潍坊市住房公积金2019年年度报告",
        "潍坊市住房公积金2020年年度报告\n潍坊市住房公积金2019年年度报告",
        "潍坊市住房公积金2020年年度报告\t2021-03-29\n日照市住房公积金2020年年度报告\t2021-03-30",
        "潍坊市住房公积金2021年9月运行情况通报\n潍坊市住房公积金2021年8月运行情况通报",
        "热点：2020年全市归集住房公积金45.27亿元，发放贷款0.31万笔\n往期回顾\n潍坊市住房公积金2020年年度报告解读",
        "《潍坊市住房公积金2020年年度报告》《潍坊市住房公积金2019年年度报告》",
    ],
)
@pytest.mark.parametrize("where", ["above", "below", "far below a menu"])
def test_links_around_a_short_bulletin_do_not_win(links, where):
    """A bulletin speaks of its year once and its links of others often: what the figures follow is the title."""
    report = f"潍坊市住房公积金管理中心2021年10月运行情况通报\n{MONTHS}"
    menu = "首页 机构 政务公开 办事指南\n" * 400
    text = {"above": f"{links}\n{report}", "below": f"{report}\n{links}\n"}.get(where, f"{menu}{report}\n{links}")

    assert said(text) == BULLETIN


@pytest.mark.parametrize(
    "above",
    [
        f"首页 | 新闻动态 | 政务公开 | 办事指南 | 互动交流{TITLE}",
        f"首页 新闻动态 政务公开 办事指南 互动交流 {TITLE}",
        f"首页新闻动态政务公开办事指南互动交流{TITLE}",
        f"当前位置：首页 > 政务公开 > 年度报告 > {TITLE}",
        f"网站首页|信息公开|{TITLE}|返回",
        f"标题：{TITLE}\n索引号：2023-00017",
        f"{TITLE}根据国务院《住房公积金管理条例》和《关于健全住房公积金信息披露制度的通知》的规定,经审议通过,现公布如下:",
        f"首页 政务公开 {TITLE} 发布时间：2023-03-15 阅读：310 次",
    ],
)
def test_a_title_is_found_behind_a_menu_and_before_glued_text(above):
    """Furniture before the title or the preamble after it on one line hide neither body nor year, nor do links."""
    assert said(f"{above}\n{BODY}\n阜新市住房公积金2021年年度报告\n") == ANNUAL


@pytest.mark.parametrize("end", ["如下：", "。", "，请社会监督。", "于后"])
def test_an_announcement_suffices(end):
    """With the title a picture, 现将…公布 names the report, and the reports linked below do not."""
    above = f"首页 | 政务公开\n1.png\n根据规定，经审议通过，现将{TITLE}予以公布{end}"

    assert said(f"{above}\n{BODY}\n阜新市住房公积金2021年年度报告\n阜新市住房公积金2020年年度报告\n") == ANNUAL


@pytest.mark.parametrize(
    "above",
    [
        f"{TITLE}\n阜新公积金 2023-03-30 17:20 发表于辽宁",
        "2022年年度报告来啦！\n“阜新公积金” 2023-03-30 发表于辽宁",
        f"重磅！{TITLE}出炉\n原创 阜新公积金 阜新公积金\n2023-03-30 17:20 发表于辽宁\n收录于合集 #年度报告 5个",
    ],
)
def test_a_report_pasted_from_a_chat_account(above):
    """The account's name stands in for the office, its date line for the date; more articles below are links."""
    text = f"{above}\n{BODY}\n往期推荐\n阜新市住房公积金2021年年度报告\n沈阳市住房公积金2022年年度报告\n阅读 1.2万\n"
    found = read_header(Document(text=text), "a.txt", "0" * 64)

    assert (found.centre.code, found.period) == ("210900", "2022")
    assert str(found.published) == "2023-03-30"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("阜新市住房公积金\n二〇二二年年度报告", ANNUAL),
        ("阜 新 市 住 房 公 积 金\n二 〇 二 二 年 年 度 报 告", ANNUAL),
        ("阜新市\n住房公积金\n2022年年度报告", ANNUAL),
        ("阜新市住房公积金2022年年\n度报告", ANNUAL),
        ("2022年年度报告\n阜新市住房公积金管理中心", ANNUAL),
        ("关于《阜新市住房公积金2022年年度报告》的公示", ANNUAL),
        ("阜新市住房公积金管理中心2022年度信息披露", ANNUAL),
        ("阜新市住房公积金2022年年度报告（2022年1-12月）", ANNUAL),
        ("2023年3月31日，阜新市住房公积金管理中心发布2022年年度报告", ANNUAL),
        (f"{TITLE}\n附件：{TITLE}.pdf", ANNUAL),
        (f"《{TITLE}》\n解读", RETOLD),
        (f"{TITLE}\n——政策解读", RETOLD),
        (f"图解 | {TITLE}", RETOLD),
        ("住房公积金2022年年度报告\n（阜新市）", ANNUAL),
        ("住房公积金2022年年度报告（阜新）", ANNUAL),
        ("阜新市住房公积金管理中心\n\n\n阜新市住房公积金\n2022年\n年度报告\n\n二〇二三年三月", ANNUAL),
        ("2023年 2022年 2021年 2020年\n住房公积金年度报告\n阜新市住房公积金2022年年度报告", ANNUAL),
        ("【数据解读】阜新市住房公积金2022年年度报告", RETOLD),
        ("阜新市2022年1-12月住房公积金运行情况", ("210900", "2022-12", "bulletin")),
        ("阜新市住房公积金2022年度第四季度信息披露", ("210900", "2022Q4", "bulletin")),
    ],
)
def test_titles_as_people_set_them(title, expected):
    """However the title is set, last year's report in a line of its own below does not take its place."""
    assert said(f"{title}\n{BODY}\n阜新市住房公积金2021年年度报告\n") == expected


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("阜新市2023年一季度住房公积金主要运行数据", "2023Q1"),
        ("阜新市住房公积金2023年Q3运行数据", "2023Q3"),
        ("阜新市住房公积金2023.08业务数据", "2023-08"),
        ("阜新市住房公积金业务数据(2023-08)", "2023-08"),
        ("阜新市住房公积金二〇二三年八月运行情况", "2023-08"),
        ("阜新市住房公积金管理中心\n2023年8月份业务统计月报表", "2023-08"),
        ("8月份我市公积金业务运行情况\n2023年8月末如下，阜新市住房公积金管理中心2023年9月5日", "2023-08"),
        ("阜新市住房公积金2022年年度报告\n阜新市住房公积金2023年8月运行情况", "2023-08"),
    ],
)
def test_the_month_or_quarter_of_a_bulletin_of_two_lines(title, period):
    """Two figures under a title that names a month or quarter, however written, are a bulletin of it."""
    assert said(f"{title}\n缴存余额150.11亿元，贷款余额61.02亿元。\n") == ("210900", period, "bulletin")


def test_a_year_in_words_throughout():
    """A report that writes its year in Chinese numerals only, and has no title, is of that year."""
    assert said("阜新市住房公积金管理中心\n" + YEAR.format(year="二〇二二")) == ANNUAL


def test_the_signature_outweighs_partners():
    """我市 in the title: the office that signs alone on its line, not those an agreement names more often."""
    partners = "与沈阳市住房公积金管理中心、大连市住房公积金管理中心签订协议，沈阳市住房公积金管理中心率先接入。"
    text = f"我市住房公积金2022年年度报告\n{BODY}{partners}\n阜新市住房公积金管理中心\n2023年3月15日\n"

    assert said(text) == ANNUAL


@pytest.mark.parametrize(
    "title",
    [
        "河南省住房公积金2022年年度报告",
        "关于转发河南省住房公积金2022年年度报告的通知",
        "全省住房公积金2022年年度报告",
    ],
)
def test_a_province_filed_under_a_city_is_the_provinces(title):
    """A province's report on a city's page, with the city's office above and below it, is not the city's."""
    city, body = "洛阳市住房公积金管理中心", BODY.replace("全市", "全省")
    page = f"{city}\n首页 > 信息披露\n{title}\n来源：{city}\n{body}\n{city}\n"

    assert said(page) == ("410000", "2022", "annual_report")


def test_a_newspaper_page_is_its_reports():
    """Between two other articles, the report gives the header."""
    text = (
        "3条公交线路优化 惠及学生211人\n本报讯 公司投入车辆5台，日均运送630人次。\n"
        f"2022年阜新市住房公积金年度报告解读\n{BODY}\n关于征集线索的公告\n受理电话：0418-8221375\n2026年3月25日\n"
    )

    assert said(text) == RETOLD


@pytest.mark.parametrize(
    "other",
    [
        "推荐阅读\n阜新市住房公积金2021年年度报告\n阜新市住房公积金2020年年度报告",
        "阜新市住房公积金2021年年度报告\n阜新市住房公积金2020年年度报告",
        "一、审议事项\n1.《阜新市住房公积金2021年年度报告》\n2.《阜新市住房公积金2023年归集使用计划》",
        "（与2021年年度报告比较）",
    ],
)
def test_reports_named_right_below_the_title(other):
    """Links or a list of papers between the title and its text do not take the title's place."""
    assert said(f"{TITLE}\n{other}\n{BODY}") == ANNUAL


@pytest.mark.parametrize(
    "below",
    [
        "相关链接：阜新市住房公积金2022年年度报告\n上一篇：阜新市住房公积金2021年年度报告",
        "阜新市住房公积金2022年年度报告\n阜新市住房公积金2021年年度报告",
    ],
)
def test_a_notice_that_links_to_reports_is_none(below):
    """A notice about limits does not become a report by the links under it."""
    text = (
        "关于调整2024年度住房公积金缴存基数的通知\n各缴存单位：\n月缴存额上限为5,160元，下限为172元。"
        f"个人住房贷款最高额度80万元。\n阜新市住房公积金管理中心\n{below}\n"
    )
    with pytest.raises(Rejected) as refusal:
        said(text)

    assert refusal.value.code == "not_a_report"


def test_figures_in_links_are_not_the_reports():
    """A report of pictures stays one when the links under it tell last year's figures."""
    links = "相关阅读：2021年全市缴存额45.27亿元，提取额30.11亿元\n热点：一季度贷款余额12.06亿元"
    with pytest.raises(Rejected) as refusal:
        said(f"{TITLE}\n1.jpg\n2.jpg\n{links}\n")

    assert refusal.value.code == "not_a_report"
    assert TITLE in refusal.value.reason


def test_a_place_of_a_larger_body_says_whose():
    """第八师石河子市 is known by its last name to report inside 兵团."""
    with pytest.raises(Rejected) as refusal:
        said(f"新疆生产建设兵团第八师石河子市住房公积金2022年年度报告\n{BODY}")

    assert refusal.value.code == "unknown_centre"
    assert "新疆生产建设兵团" in refusal.value.reason.split("其数字在")[1]


def test_a_list_of_reports_is_none():
    """A page that lists reports with their dates holds no report's figures."""
    links = "".join(f"阜新市住房公积金{y}年年度报告\t{y + 1}-03-15\n" for y in range(2016, 2024))
    with pytest.raises(Rejected) as refusal:
        said(f"信息披露\n{links}按缴存额、贷款余额查询\n")

    assert refusal.value.code == "not_a_report"

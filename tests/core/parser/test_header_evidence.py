"""What bears out a title, or stands in for one: the years and months that figures are told with, and who signs."""

import pytest

from services.parser.document import Document
from services.parser.header import read_header
from shared.errors import Rejected

LINKS = "宜春市住房公积金2021年年度报告\n宜春市住房公积金2023年年度报告\n"
YEARLY = """
{year}年，实缴单位1,904家，实缴职工11.07万人，缴存额25.36亿元，同比增长3.18%。
{year}年末，缴存总额240.75亿元，缴存余额92.40亿元，比2021年末增长9.02%。
{year}年，提取额17.02亿元，占当年缴存额的67.11%。{year}年末，贷款余额50.33亿元，逾期率0.27‰。
宜春市住房公积金管理中心
"""
NAMELESS = """
实缴单位：1,904家\n实缴职工：11.07万人\n缴存额：25.36亿元（比2021年增长3.18%）
缴存总额：240.75亿元\n缴存余额：92.40亿元\n提取额：17.02亿元\n贷款余额：50.33亿元\n
"""
MONTHLY = """
截至10月末，缴存总额410.02亿元，缴存余额140.18亿元。10月份，发放贷款0.03万笔。
1-10月，缴存额38.20亿元，提取额21.00亿元。截至10月末，贷款余额60.70亿元。
"""


def said(text, source="a.txt"):
    found = read_header(Document(text=text), source, "0" * 64)
    return found.centre.code, found.period, found.document


def refused(text, source="a.txt"):
    with pytest.raises(Rejected) as refusal:
        said(text, source)
    return refusal.value.code


@pytest.mark.parametrize("links", [LINKS, f"首页\n{LINKS}政务公开\n", f"相关链接\n{LINKS}"])
def test_a_text_that_tells_its_year_does_not_take_a_links(links):
    """Without a title the year of the figures stands, though links to other years come right before them."""
    assert said(links + YEARLY.format(year=2022)) == ("360900", "2022", "annual_report")


@pytest.mark.parametrize(
    ("sentence", "document"),
    [
        ("经审议通过，现将2022年度住房公积金有关情况公布如下：", "annual_report"),
        ("现就2022年全市住房公积金管理使用等情况通报如下：", "annual_report"),
        ("我中心于2023年3月披露了2022年度住房公积金业务运行情况、财务状况。现解读如下：", "interpretation"),
        ("近日，宜春市住房公积金管理中心发布了2022年年度报告，主要内容如下。", "annual_report"),
    ],
)
def test_an_announcing_sentence_names_the_year(sentence, document):
    """Figures without any year, between links, are of the year that the sentence above them announces."""
    text = f"{LINKS}1.png\n{sentence}\n{NAMELESS}宜春市住房公积金管理中心\n{LINKS}"

    assert said(text) == ("360900", "2022", document)


def test_an_announced_title_keeps_its_body_over_links_between_them():
    """Links of other cities between the title and the sentence that announces it do not report instead."""
    links = "玉溪市住房公积金2020年年度报告\n鞍山市住房公积金2021年年度报告\n"
    text = f"宜春市住房公积金2022年年度报告\n{links}现将2022年度住房公积金有关情况公布如下：\n{NAMELESS}"

    assert said(text) == ("360900", "2022", "annual_report")


@pytest.mark.parametrize(
    "between",
    [
        "宜春市住房公积金2020年年度报告\n",
        "宜春市住房公积金管理中心2020年10月运行情况\n宜春市住房公积金2022年年度报告\n",
    ],
)
def test_a_bulletin_is_borne_out_by_its_month(between):
    """Figures told with 10月末 and 1-10月 belong to the title of that month above, not to the link between."""
    title = "宜春市住房公积金管理中心2021年10月运行情况通报\n"

    assert said(f"{title}{between}{MONTHLY}") == ("360900", "2021-10", "bulletin")


def test_news_of_the_next_year_is_no_evidence():
    """A line about this year's first quarter does not make last year's report this year's, nor a link the title."""
    news = "2023年一季度我市缴存额12亿元\n宜春市住房公积金2023年一季度业务数据\t2023-04-11\n"
    text = f"{news}宜春市住房公积金2022年年度报告\n{NAMELESS}{news}"

    assert said(text) == ("360900", "2022", "annual_report")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2021年10月宜春市住房公积金主要业\n务指标", ("360900", "2021-10", "bulletin")),
        ("宜春市住\n房公积金管理中心2021年10月运行情况通报", ("360900", "2021-10", "bulletin")),
        ("宜春市住房公积金管理中心2021年10月运行\n情况通报", ("360900", "2021-10", "bulletin")),
        ("《宜春\n市住房公积金2021年年度报告》解读", ("360900", "2021", "interpretation")),
        ("宜春市202\n1年住房公积金年度报告", ("360900", "2021", "annual_report")),
        ("2021年宜春市\n住房公积金年度报告解读", ("360900", "2021", "interpretation")),
        ("公积金动态\n2021年宜春市\n住房公积金年度报告", ("360900", "2021", "annual_report")),
    ],
)
def test_a_title_broken_inside_a_word_is_whole(title, expected):
    """Titles that break in the middle of a word, a name or a number, with links below."""
    assert said(f"{title}\n{NAMELESS}鞍山市住房公积金2020年年度报告\n") == expected


def test_links_to_other_bodies_are_nobodys_signature():
    """A report that names nobody is refused rather than given to a city that its links name."""
    links = "鞍山市住房公积金管理中心2020年10月运行情况\n徐州市住房公积金2019年年度报告\n"

    assert refused(f"住房公积金2022年年度报告\n{NAMELESS}{links}") == "unknown_centre"
    assert said(f"住房公积金2022年年度报告\n{NAMELESS}{links}", "宜春.txt") == ("360900", "2022", "annual_report")


def test_links_to_other_years_are_not_the_year():
    """A table without a year, with links to several below it, is refused; the file's name may say the year."""
    text = f"宜春市住房公积金管理中心\n{NAMELESS.replace('比2021年', '同比')}{LINKS}"

    assert refused(text) == "unknown_period"
    assert said(text, "宜春2022年.txt") == ("360900", "2022", "annual_report")

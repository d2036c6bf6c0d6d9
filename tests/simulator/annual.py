"""The annual report: which sections, in which order, under which headings, and where the sub-centres are told."""

from dataclasses import replace
from random import Random

from tests.simulator import phrasing_contribution as contribution
from tests.simulator import phrasing_finance as finance
from tests.simulator import phrasing_funds as funds
from tests.simulator import phrasing_loan as loan
from tests.simulator import phrasing_social as social
from tests.simulator import phrasing_vintage as vintage
from tests.simulator.books import Book
from tests.simulator.furniture import above, below, news
from tests.simulator.layout import Layout
from tests.simulator.page import Block
from tests.simulator.phrasing_policy import meetings, policy
from tests.simulator.phrasing_withdrawal import WITHDRAWAL
from tests.simulator.sentences import Section
from tests.simulator.writer import Writer

_OPENING = (
    "根据国务院《住房公积金管理条例》和住房和城乡建设部、财政部、人民银行《关于健全住房公积金信息披露制度的通知》（建金〔2015〕26号）的规定，经住房"
    "公积金管理委员会审议通过，现将{city}住房公积金{Y}年年度报告公布如下：",
    "按照《关于健全住房公积金信息披露制度的通知》（建金〔2015〕26号）要求，现将{city}住房公积金{Y}年年度报告予以公布。",
    "根据《住房公积金管理条例》有关规定，经市住房公积金管理委员会审议通过，现将{Y}年度住房公积金有关情况公布如下：",
)


def title(rng: Random, book: Book) -> str:
    """The report's heading."""
    city, year = book.place.city, book.year
    return rng.choice(
        [
            f"{city}住房公积金{year}年年度报告",
            f"{city}住房公积金{year}年年度报告",
            f"{year}年{city}住房公积金年度报告",
            f"{city}{year}年住房公积金年度报告",
            f"{city}住房公积金管理中心{year}年年度报告",
            f"{city}住房公积金{year}年度报告",
            f"关于公布{city}住房公积金{year}年年度报告的公告",
            f"{city}住房公积金管理中心关于{year}年年度报告的公告",
            f"{city}住房公积金{year}年年度信息披露报告",
            f"{city}住房公积金管理委员会公告（{city}住房公积金{year}年年度报告）",
        ]
    )


def write(w: Writer, layout: Layout) -> None:
    """The whole page."""
    rng, book = w.rng, w.book
    heading = title(rng, book)
    for line in above(rng, book, heading) if layout.furniture else [heading]:
        w.add("title" if line == heading else "nav", [line])
    w.paragraph(rng.choice(_OPENING).format(city=book.place.city, Y=book.year))
    if layout.organisation:
        organisation(w, layout)
    chapters = (
        ("业务运行情况", _business),
        ("主要财务数据", _finance),
        ("资产风险状况", _risk),
        ("社会经济效益", _social),
    )
    for name, chapter in (chapters[place] for place in layout.order):
        if name not in layout.omitted:
            layout.chapter(w, name)
            chapter(w, layout)
    if "其他重要事项" not in layout.omitted:
        layout.chapter(w, "其他重要事项")
        policy(w, rng.random() < 0.7)
    if layout.furniture:
        w.blocks += [Block("nav", [line]) for line in below(rng, book)]
    if layout.news:
        w.blocks += [Block("nav", [line]) for line in news(rng)]


def organisation(w: Writer, layout: Layout) -> None:
    """Section 机构概况: the committee, then the centre or each of its bodies."""
    rng = w.rng
    layout.chapter(w, "机构概况")
    layout.section(w, ("住房公积金管理委员会",), alone=True)
    runs = w.fill(rng.choice(contribution.COMMITTEE.variants))
    if runs:
        w.add("p", runs)
        for line in meetings(rng, w.book.place.city, w.book.year):
            w.paragraph(line)
    layout.section(w, ("住房公积金管理中心",), alone=True)
    city = w.book.place.city
    pattern = rng.choice(contribution.STAFF)
    rank = rng.choice(["公益一类", "参公", "独立的", ""])
    lead = f"{city}住房公积金管理中心为直属{city}人民政府不以营利为目的的{rank}事业单位，"
    if not w.book.parts:
        w.paragraph(lead, *(w.fill(pattern) or ["主要负责住房公积金的归集、管理、使用和会计核算。"]))
        return
    for index, part in enumerate(w.book.parts):
        runs = w.fill(pattern, part)
        if runs and rng.random() < 0.9:
            w.paragraph(f"{index + 1}.{part.name}。", lead if not index else "不以营利为目的的分支机构，", *runs)


def _put(w: Writer, layout: Layout, section: Section, numbered: int | None = None) -> None:
    layout.place(w, section, numbered)


def _business(w: Writer, layout: Layout) -> None:
    layout.restart()
    _put(w, layout, contribution.CONTRIBUTION)
    _put(w, layout, WITHDRAWAL)
    layout.section(w, ("贷款", "贷款", "委托贷款", "贷款业务"), alone=True)
    for index, section in enumerate((loan.LOAN, loan.REMOTE, loan.SUBSIDISED, loan.PROJECT)):
        _put(w, layout, section, index + 1)
    for section in (funds.BONDS, funds.FINANCING, funds.DEPOSITS, funds.UTILISATION):
        _put(w, layout, section)


def _finance(w: Writer, layout: Layout) -> None:
    layout.restart()
    for section in (finance.INCOME, finance.EXPENSE, finance.SURPLUS, finance.ALLOCATION, finance.ADMINISTRATION):
        _put(w, layout, section)


def _risk(w: Writer, layout: Layout) -> None:
    layout.restart()
    _put(w, layout, vintage.RISK if layout.vintage else finance.RISK)
    _put(w, layout, finance.PROJECT_RISK)


def _social(w: Writer, layout: Layout) -> None:
    layout.restart()
    era = vintage if layout.vintage else social
    for section in (era.PAYERS, era.NEW_ACCOUNTS, era.USES, social.EFFECT, era.BORROWERS, social.HOUSING):
        if layout.social_parts or w.book.apart or not w.book.parts:
            _put(w, layout, section)
        else:
            _put(without_parts(w), layout, section)


def without_parts(w: Writer) -> Writer:
    """The same writer on the same page, for what does not tell the parts."""
    return replace(w, book=replace(w.book, parts=[]))

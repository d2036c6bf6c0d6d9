"""A province's own report: the province in prose, its cities in tables."""

from dataclasses import replace
from random import Random

from tests.simulator import phrasing_contribution as contribution
from tests.simulator import phrasing_finance as finance
from tests.simulator import phrasing_funds as funds
from tests.simulator import phrasing_loan as loan
from tests.simulator import phrasing_social as social
from tests.simulator.annual import without_parts
from tests.simulator.books import Book, history
from tests.simulator.furniture import above, below
from tests.simulator.page import Block
from tests.simulator.part_tables import province_table
from tests.simulator.phrasing_policy import policy
from tests.simulator.phrasing_withdrawal import WITHDRAWAL
from tests.simulator.places import MUNICIPALITIES, PLACES, PartName, Place
from tests.simulator.sections import paragraphs
from tests.simulator.sentences import Section
from tests.simulator.writer import Writer

_TABLES = (
    replace(contribution.CONTRIBUTION, title=("缴存",)),
    replace(WITHDRAWAL, title=("提取",)),
    replace(
        loan.LOAN,
        title=("个人住房贷款",),
        columns=(
            ".issued_count",
            ".issued_amount",
            ".cumulative_count",
            ".cumulative_amount",
            ".balance",
            ".to_balance_ratio",
        ),
    ),
)
_PROSE: tuple[tuple[str, tuple[Section, ...]], ...] = (
    (
        "业务运行情况",
        (*_TABLES, loan.REMOTE, loan.SUBSIDISED, loan.PROJECT, funds.BONDS, funds.DEPOSITS, funds.UTILISATION),
    ),
    ("主要财务数据", (finance.INCOME, finance.EXPENSE, finance.SURPLUS, finance.ALLOCATION, finance.ADMINISTRATION)),
    ("资产风险状况", (finance.RISK,)),
    ("社会经济效益", (social.PAYERS, social.USES, social.EFFECT, social.BORROWERS, social.HOUSING)),
)
_OF_CITIES = (
    "contribution.base_cap",
    "contribution.base_floor",
    "loan.cap_single",
    "loan.cap_dual",
    "contribution.banks",
    "loan.banks",
)
"""What each city decides for itself: a province's report has none of it."""
_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省")


def short(province: str) -> str:
    """辽宁省 as 辽宁, 广西壮族自治区 as 广西."""
    for ending in _ENDINGS:
        if province.endswith(ending):
            return province.removesuffix(ending)
    return province


def book(rng: Random) -> Book:
    """A province's books: its cities as parts."""
    codes = sorted({p.province_code for p in PLACES} - MUNICIPALITIES)
    code = rng.choice([c for c in codes if sum(p.province_code == c for p in PLACES) > 2])
    cities = [p for p in PLACES if p.province_code == code]
    suffix = rng.random() < 0.5
    names = [PartName(c.city if suffix else c.short, ()) for c in cities]
    place = Place(cities[0].province, cities[0].province, code, ())
    return next(history(rng, place, rng.randint(2015, 2025), 1, names=names, size=10 ** rng.uniform(11, 12.3)))


def write(w: Writer) -> None:
    """The whole page."""
    rng, year, province = w.rng, w.book.year, w.book.place.province
    w.hidden |= {(m, "level") for m in _OF_CITIES}
    heading = rng.choice([f"{province}住房公积金{year}年年度报告", f"{year}年{province}住房公积金年度报告"])
    for line in above(rng, w.book, heading):
        w.add("title" if line == heading else "nav", [line])
    w.paragraph(
        f"根据住房和城乡建设部、财政部、人民银行有关规定，现将{province}住房公积金{year}年年度报告汇总公布如下："
    )
    _organisation(w)
    number = 0
    for chapter, (name, sections) in enumerate(_PROSE):
        w.add("h1", [f"{'二三四五'[chapter]}、{name}"])
        for index, section in enumerate(sections):
            lines = paragraphs(without_parts(w), section, w.book.total, [])
            if section.title and lines:
                w.add("h2", [f"（{'一二三四五六七八九十'[index]}）{rng.choice(section.title)}。"])
            w.blocks += [Block("p", line) for line in lines]
            if section in _TABLES:
                number += 1
                w.prefix = section.prefix
                province_table(w, section, number)
    w.add("h1", ["六、其他重要事项"])
    policy(w, True)
    w.blocks += [Block("nav", [line]) for line in below(rng, w.book)]


def _organisation(w: Writer) -> None:
    w.add("h1", ["一、机构概况"])
    whole = "全省" if w.book.place.province.endswith("省") else "全区"
    w.paragraph(f"（一）住房公积金管理机构。{whole}共设{len(w.book.parts)}个设区城市住房公积金管理中心。")
    runs = w.fill("从业人员{org.staff_total}，其中，在编{org.staff_established}，非在编{org.staff_contract}。")
    w.add("p", runs or ["从业人员情况略。"])

"""A monthly or quarterly bulletin: this month's figures beside those since January; the latter are the truth."""

from fractions import Fraction
from random import Random

from tests.simulator.books import TOTAL, Book, Entity
from tests.simulator.figures import Number, Run
from tests.simulator.furniture import below
from tests.simulator.heads import HEADS
from tests.simulator.page import Block
from tests.simulator.sections import paragraphs
from tests.simulator.sentences import Section, Sentence
from tests.simulator.writer import Writer

_FLOWS = (
    "contribution.amount",
    "contribution.new_employers",
    "contribution.new_employees",
    "withdrawal.amount",
    "withdrawal.employees",
    "loan.issued_count",
    "loan.issued_amount",
    "loan.recovered_amount",
)
_STOCKS = {
    "contribution.cumulative": ("contribution.amount",),
    "withdrawal.cumulative": ("withdrawal.amount",),
    "loan.cumulative_count": ("loan.issued_count",),
    "loan.cumulative_amount": ("loan.issued_amount",),
}
_TABLE = (
    *_FLOWS,
    "contribution.cumulative",
    "contribution.balance",
    "withdrawal.cumulative",
    "loan.cumulative_count",
    "loan.cumulative_amount",
    "loan.balance",
    "loan.to_balance_ratio",
    "risk.overdue_amount",
    "risk.overdue_rate",
)

_PROSE = (
    Section(
        ("缴存情况", "归集情况"),
        "contribution.",
        [
            Sentence(
                (
                    "{M}，全市归集住房公积金{month.contribution.amount}。{T}，缴存额{.amount}[，{.amount:y}]。",
                    "{T}，全市累计归集住房公积金{.amount}[，{.amount:y}]，其中{M}归集{month.contribution.amount}。",
                    "{T}，缴存额{.amount}[，{.amount:y}]；新开户单位{.new_employers}，新开户职工{.new_employees}。",
                )
            ),
            Sentence(
                (
                    "{E}，缴存总额{.cumulative}，缴存余额{.balance}[，{.cumulative,.balance:le}]。",
                    "{E}，缴存总额{.cumulative}，缴存余额{.balance}。",
                )
            ),
        ],
    ),
    Section(
        ("提取情况",),
        "withdrawal.",
        [
            Sentence(
                (
                    "{M}，提取住房公积金{month.withdrawal.amount}。{T}，提取额{.amount}[，{.amount:y}]。",
                    "{T}，{.employees:名}职工提取住房公积金{.amount}[，{.amount:y}]，其中{M}提取{month.withdrawal.amount}。",
                )
            ),
            Sentence(("{E}，提取总额{.cumulative}。", "{E}，提取总额{.cumulative}[，{.cumulative:e}]。")),
        ],
    ),
    Section(
        ("贷款情况",),
        "loan.",
        [
            Sentence(
                (
                    "{M}，发放个人住房贷款{month.loan.issued_count}、{month.loan.issued_amount}。{T}，发放个人住房贷款{.issued_count}{J}"
                    "{.issued_amount}[，{.issued_count,.issued_amount:ly}]；回收个人住房贷款{.recovered_amount}。",
                    "{T}，发放个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]，其中{M}发放"
                    "{month.loan.issued_count}、{month.loan.issued_amount}。",
                )
            ),
            Sentence(
                (
                    "{E}，累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，贷款余额{.balance}。",
                    "{E}，个人住房贷款余额{.balance}，个贷率{.to_balance_ratio}。",
                )
            ),
            Sentence(("{E}，个人住房贷款逾期额{risk.overdue_amount}，逾期率{risk.overdue_rate}。",), chance=0.6),
        ],
    ),
)


def to_date(book: Book, month: int, rng: Random) -> Book:
    """The whole's figures from January to a month, against the same months of the year before."""
    total = book.total
    now: dict[str, Number] = {m: total.now[m] * month * 100 // (1200 + rng.randint(-40, 40)) for m in _FLOWS}
    prior: dict[str, Number] = {m: total.prior[m] * month * 100 // (1200 + rng.randint(-40, 40)) for m in _FLOWS}
    for stock, flows in _STOCKS.items():
        prior[stock] = total.prior[stock]
        now[stock] = total.prior[stock] + sum(now[f] for f in flows)
    for at, year in ((now, total.now), (prior, total.prior)):
        at["contribution.balance"] = at["contribution.cumulative"] - at["withdrawal.cumulative"]
        at["risk.overdue_amount"] = year["risk.overdue_amount"]
    prior["loan.balance"] = total.prior["loan.balance"]
    now["loan.balance"] = prior["loan.balance"] + now["loan.issued_amount"] - now["loan.recovered_amount"]
    for at in (now, prior):
        at["loan.to_balance_ratio"] = at["loan.balance"] / Fraction(at["contribution.balance"])
        at["risk.overdue_rate"] = at["risk.overdue_amount"] / Fraction(at["loan.balance"])
    return Book(book.place, book.year, Entity(TOTAL, now, prior))


def single(book: Book, month: int, months: int, rng: Random) -> dict[str, int]:
    """The last month's (or quarter's) own figures: on the page, and not in the truth."""
    now = book.total.now
    if month == months:
        return {m: int(now[m]) for m in _FLOWS}
    return {m: int(now[m] * months * rng.randint(80, 120) // (100 * month)) for m in _FLOWS}


def words(w: Writer, month: int, months: int, alone: dict[str, int]) -> dict[str, str]:
    """What the patterns' own words stand for: the month, the months so far, their end, the month's own figures."""
    year, rng = w.book.year, w.rng
    this = rng.choice([f"{month}月", f"{month}月份", "当月", "本月"])
    so_far = rng.choice([f"1-{month}月", f"{year}年1—{month}月", "今年以来", "本年累计"])
    if months == 3:
        name = "一二三四"[month // 3 - 1]
        this, so_far = f"{name}季度", rng.choice([f"{year}年1-{month}月", f"截至{name}季度", "年初至今"])
    text = {"M": this, "T": so_far, "E": rng.choice([f"截至{month}月末", f"截至{month}月底", f"{year}年{month}月末"])}
    return text | {f"month.{m}": w.hand.level(TOTAL, m, value).raw for m, value in alone.items()}


def write(w: Writer, month: int, quarterly: bool) -> None:
    """The whole page: prose, a table, or both."""
    rng, book = w.rng, w.book
    months = 3 if quarterly else 1
    alone = single(book, month, months, rng)
    w.words = words(w, month, months, alone)
    name = f"第{'一二三四'[month // 3 - 1]}季度" if quarterly else f"{month}月"
    heading = rng.choice(
        [
            f"{book.place.city}住房公积金{book.year}年{name}业务运行情况",
            f"{book.year}年{name}{book.place.city}住房公积金主要业务指标",
            f"{book.place.city}住房公积金管理中心{book.year}年{name}运行情况通报",
        ]
    )
    w.add("title", [heading])
    shape = rng.choice(["prose", "prose", "table", "both"])
    if shape != "table":
        for number, section in enumerate(_PROSE):
            w.add("h1", [f"{'一二三'[number]}、{rng.choice(section.title)}"])
            w.blocks += [Block("p", line) for line in paragraphs(w, section, book.total, [])]
    if shape != "prose":
        _table(w, months, alone)
    w.blocks += [Block("nav", [line]) for line in below(rng, book)[-2:]]


def _table(w: Writer, months: int, alone: dict[str, int]) -> None:
    """指标、单位、当月、本年累计、同比."""
    now = "本季" if months == 3 else "当月"
    heads: list[list[Run]] = [
        ["指标"],
        ["单位"],
        [w.rng.choice([now, now + "数"])],
        [w.rng.choice(["本年累计", "累计", "年累计"])],
        ["同比（%）"],
    ]
    rows = [heads]
    for metric in _TABLE:
        total = w.book.total
        form = w.hand.form(metric, total.now[metric])
        level = w.hand.level(TOTAL, metric, total.now[metric], form)
        level.bare = True
        own = "—"
        if metric in alone:
            fig = w.hand.level(TOTAL, metric, alone[metric], form)
            fig.bare = True
            own = fig.write().raw
        growth = total.growth(metric) if metric in _FLOWS[:1] + _FLOWS[5:7] else None
        change: Run = ""
        if growth is not None:
            rate = w.hand.rate(TOTAL, metric, growth)
            rate.bare, rate.minus = True, True
            change = rate.write()
        rows.append([[HEADS[metric]], [form.suffix], [own], [level.write()], [change]])
    w.blocks.append(Block("table", rows=rows))

"""Many small clean reports and the sums they must lead to: for tests that count what was lost or doubled."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.simulator.places import PLACES, Place

METRICS = {
    "contribution.amount": "缴存额",
    "contribution.cumulative": "缴存总额",
    "contribution.balance": "缴存余额",
    "withdrawal.amount": "提取额",
    "withdrawal.cumulative": "提取总额",
    "loan.balance": "贷款余额",
    "risk.overdue_amount": "个人住房贷款逾期额",
}
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Small:
    """One small report: its bytes, whose it is, and its figures in yuan."""

    source: str
    content: bytes
    city: str
    province_code: str
    period: str
    figures: dict[str, Decimal]


def uniform(count: int, seed: int | str = 1) -> Iterator[Small]:
    """`count` different reports: every city of a year, then the next year (at most 25 years of all cities).

    >>> first = next(uniform(1))
    >>> first.figures["contribution.balance"] == (
    ...     first.figures["contribution.cumulative"] - first.figures["withdrawal.cumulative"])
    True
    """
    if count > 25 * len(PLACES):
        raise ValueError(f"at most {25 * len(PLACES)} different reports, not {count}")
    accounts = {place.city: _Account(Random(f"{seed}:{place.city}")) for place in PLACES}
    for index in range(count):
        year, place = FIRST_YEAR + index // len(PLACES), PLACES[index % len(PLACES)]
        yield _small(accounts[place.city].year(), place, year)


class _Account:
    """A city's stocks in whole 万元, carried from year to year, so that what is printed is exact."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.withdrawn, self.balance = rng.randint(50_000, 3_000_000), rng.randint(100_000, 4_000_000)

    def year(self) -> tuple[int, ...]:
        """The next year's figures in the order of `METRICS`."""
        paid = self.rng.randint(self.balance // 10, self.balance // 4)
        out = self.rng.randint(paid // 2, paid * 9 // 10)
        self.withdrawn, self.balance = self.withdrawn + out, self.balance + paid - out
        loans = self.rng.randint(self.balance // 3, self.balance * 9 // 10)
        overdue = self.rng.randint(0, loans // 5000)
        return paid, self.withdrawn + self.balance, self.balance, out, self.withdrawn, loans, overdue


def _small(amounts: tuple[int, ...], place: Place, year: int) -> Small:
    """The report of one city and year."""
    units = dict(zip(METRICS, amounts, strict=True))
    say = {m: f"{METRICS[m]}{n}万元" for m, n in units.items()}
    paid, cumulative, balance, out, withdrawn, loans, overdue = (say[m] for m in METRICS)
    lines = [
        f"{place.city}住房公积金{year}年年度报告",
        "二、业务运行情况",
        f"（一）缴存：{year}年，{paid}。{year}年末，{cumulative}；{balance}。",
        f"（二）提取：{year}年，{out}。{year}年末，{withdrawn}。",
        f"（三）贷款：{year}年末，个人住房{loans}。",
        "四、资产风险状况",
        f"{year}年末，{overdue}。",
    ]
    figures = {m: Decimal(n * 10_000) for m, n in units.items()}
    content = ("\n".join(lines) + "\n").encode()
    return Small(f"{place.city}-{year}.txt", content, place.city, place.province_code, str(year), figures)


def sums(reports: list[Small]) -> dict[tuple[str, str], dict[str, Decimal]]:
    """What the rollup must say: for each (province code, period) the sum of every figure over its cities."""
    result: dict[tuple[str, str], dict[str, Decimal]] = {}
    for report in reports:
        row = result.setdefault((report.province_code, report.period), dict.fromkeys(METRICS, Decimal(0)))
        for metric, value in report.figures.items():
            row[metric] += value
    return result

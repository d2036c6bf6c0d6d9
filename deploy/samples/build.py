"""Writes the invented sample reports into `reports/`; panjin-2022.txt and haixi-2025.txt are written by hand.

    .venv/bin/python deploy/samples/build.py [FOLDER]

The same inputs give the same bytes, so a report keeps its id; a correction's name sorts after what it corrects.
`ledger.py` makes books that balance, `wording.py` says them, `formats.py` sets them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from formats import Sample, docx, html, pdf, text, xlsx
from ledger import WAN, Ledger, cut, total, years
from wording import NOTE, Account, chapters

REPORTS = Path(__file__).parent / "reports"


def annual(whole: Account, title: tuple[str, ...], below: str, dated: str, parts: tuple[Account, ...] = ()) -> Sample:
    """An annual report: the announcement, the chapters, the note that it is invented, the signature."""
    office = f"{whole.name}住房公积金管理中心"
    opening = (
        "按照《住房公积金管理条例》和住房公积金信息披露制度的规定，经住房公积金管理委员会审议通过，"
        f"现将{''.join(title)}公布如下："
    )
    about = f"（一）住房公积金管理委员会：有委员25名，{whole.year}年召开会议3次，审议通过上年度报告等事项。"
    centre = f"（二）住房公积金管理中心：{office}从业人员88人，其中，在编52人，非在编36人。"
    lines = (opening, "一、机构概况", about, centre, *chapters(whole, parts), NOTE)
    return Sample(title, below, lines, (office, dated))


def with_parts(city: str, year: int, parts: dict[str, list[Ledger]], at: int) -> tuple[Account, tuple[Account, ...]]:
    """The whole of a centre and its parts, `at` years after the first."""
    accounts = tuple(Account(name, year, books[at], books[at - 1]) for name, books in parts.items())
    now, before = (total([books[n] for books in parts.values()]) for n in (at, at - 1))
    return Account(city, year, now, before), accounts


def jinzhou() -> Iterator[tuple[str, bytes]]:
    """Two years of a centre with a sub-centre: the second year's changes are those against the first."""
    parts = {
        "锦州中心": list(years("31.60", "17.40", ("0.52", "0.48"))),
        "铁路分中心": list(years("9.20", "3.10", ("0.12", "0.10"), tilt=2)),
    }
    for at, year, day in ((1, 2021, "2022-03-29"), (2, 2022, "2023-03-30")):
        title = f"锦州市住房公积金{year}年年度报告"
        other = f"锦州市住房公积金{year - 1}年年度报告"
        page = html((other, f"大连市住房公积金{year}年年度报告"))
        whole, accounts = with_parts("锦州市", year, parts, at)
        yield f"jinzhou-{year}.html", page(annual(whole, (title,), f"发布时间：{day} 来源：信息科", day, accounts))


def liaoning() -> Iterator[tuple[str, bytes]]:
    """Clean, over the limit, and restated."""
    clean = Account("鞍山市", 2022, *reversed(list(years("52.80", "30.15", ("0.29",), tilt=1))))
    yield (
        "anshan-2022.docx",
        docx(annual(clean, ("鞍山市住房公积金2022年年度报告",), "发布日期：2023年3月24日", "2023年3月24日")),
    )
    over = Account("营口市", 2022, *reversed(list(years("27.35", "15.62", ("1.82",), tilt=3))))
    yield (
        "yingkou-2022.pdf",
        pdf(annual(over, ("营口市住房公积金", "2022年年度报告"), "发布时间：2023-03-28", "2023年3月28日")),
    )
    for name, rate, title, day in (
        ("fushun-2022.txt", "0.42", "抚顺市住房公积金2022年年度报告", "二〇二三年三月二十日"),
        ("fushun-2022_corrected.txt", "0.58", "抚顺市住房公积金2022年年度报告（更正）", "2023年5月16日"),
    ):
        whole = Account("抚顺市", 2022, *reversed(list(years("33.90", "19.84", (rate,), tilt=4))))
        yield name, text(annual(whole, (title,), "", day))


def qinghai() -> Iterator[tuple[str, bytes]]:
    """A page and its interpretation, two years as document and sheet, and a unit slip in a PDF."""
    xining = Account("西宁市", 2025, *reversed(list(years("74.20", "36.90", ("0.33",)))))
    title = "西宁市住房公积金2025年年度报告"
    page = html(("西宁市住房公积金2024年年度报告", "海东市住房公积金2025年年度报告"))
    yield "xining-2025.html", page(annual(xining, (title,), "发布时间：2026-03-26 浏览次数：318", "2026年3月26日"))
    yield "xining-2025_explained.txt", text(explained(xining))
    books = list(years("16.45", "10.28", ("0.21", "0.19"), tilt=2))
    haidong = Account("海东市", 2024, books[1], books[0])
    spaced = ("海 东 市 住 房 公 积 金", "２０２４年年度报告")
    yield "haidong-2024.docx", docx(annual(haidong, spaced, "公开日期：2025-03-27", "2025年3月27日"))
    yield "haidong-2025.xlsx", sheet(Account("海东市", 2025, books[2], books[1]))
    slip = Account("海南州", 2025, *reversed(list(years("11.30", "6.42", ("0.27",), tilt=1))), overdue_sign="%")
    yield (
        "hainanzhou-2025.pdf",
        pdf(annual(slip, ("海南州住房公积金2025年年度报告",), "发布时间：2026-03-30", "2026年3月30日")),
    )


def explained(a: Account) -> Sample:
    """An interpretation: some of the year's figures told again, in an order of its own."""
    lines = (
        f"{a.year}年，全市实缴职工{a.show('employees')}万人，实缴单位{a.show('employers', 0)}家，覆盖面继续扩大。",
        f"归集稳中有进。全年缴存额{a.show('amount')}亿元，同比{a.rise('amount')}；年末缴存余额{a.show('balance')}亿元。",
        f"提取更加便利。全年提取额{a.show('w_amount')}亿元，占当年缴存额的{a.ratio('w_amount', 'amount')}。",
        f"贷款支持刚需。发放个人住房贷款{a.show('issued_count')}万笔{a.show('issued_amount')}亿元，"
        f"年末贷款余额{a.show('loan_balance')}亿元，个贷率{a.ratio('loan_balance', 'balance')}。",
        f"资产质量良好。年末个人住房贷款逾期额{a.show('overdue')}万元，逾期率{a.overdue()}。",
        f"效益平稳。业务收入{a.show('income')}万元，业务支出{a.show('expense')}万元，增值收益{a.show('surplus')}万元。",
        NOTE,
    )
    title = (f"一图读懂{a.name}住房公积金{a.year}年年度报告",)
    return Sample(title, "发布时间：2026-04-08", lines, (f"{a.name}住房公积金管理中心", "2026年4月8日"))


def sheet(a: Account) -> bytes:
    """The year as a table: stocks, flows, accounts and risk, the unit in each name."""
    names = (
        ("实缴单位（家）", "employers"), ("实缴职工（万人）", "employees"), ("缴存额（亿元）", "amount"),
        ("缴存总额（亿元）", "cumulative"), ("缴存余额（亿元）", "balance"), ("提取额（亿元）", "w_amount"),
        ("提取总额（亿元）", "w_cumulative"), ("发放个人住房贷款金额（亿元）", "issued_amount"),
        ("回收个人住房贷款（亿元）", "recovered"), ("贷款余额（亿元）", "loan_balance"), ("业务收入（万元）", "income"),
        ("业务支出（万元）", "expense"), ("增值收益（万元）", "surplus"), ("贷款风险准备金余额（万元）", "reserve"),
    )  # fmt: skip
    rows = [(name, a.now[key], cut(a.now[key] / a.before[key] - 1, 4)) for name, key in names]
    rows = [(name, value, change if not name.startswith("回收") else None) for name, value, change in rows]
    rate = cut(a.now["overdue"] / (a.now["loan_balance"] * WAN) * 1000)
    rows += [("个人住房贷款逾期额（万元）", a.now["overdue"], None), ("个人住房贷款逾期率（‰）", rate, None)]
    rows += [("个贷率", cut(a.now["loan_balance"] / a.now["balance"], 4), None)]
    office = f"{a.name}住房公积金管理中心"
    return xlsx(f"{a.name}住房公积金{a.year}年年度报告主要指标表", office, NOTE, rows)


def main(folder: Path) -> None:
    """Writes every invented sample into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in (jinzhou(), liaoning(), qinghai()):
        for name, content in part:
            (folder / name).write_bytes(content)
            print(f"{name}  {len(content):,}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)

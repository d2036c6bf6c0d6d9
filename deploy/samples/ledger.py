"""Invented books of a centre, year after year, that balance at the digits a report shows.

Amounts of 缴存, 提取, 贷款 and deposits are in 亿元, people and loans in 万, money of the accounts in 万元: the units
and decimals a report prints, so that every sum and every ratio of what is printed is exact.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

D = Decimal
Ledger = dict[str, Decimal]
"""One body's figures of one year."""

GROWTH = (D("0.0521"), D("0.0384"), D("0.0733"), D("-0.0142"), D("0.0268"))
WAN = D(10000)


def cut(value: Decimal, places: int = 2) -> Decimal:
    """A value at the decimals that are printed."""
    return value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)


def start(size: Decimal, people: Decimal) -> Ledger:
    """The year before the first: `size` is the yearly 缴存额 in 亿元, `people` the 实缴职工 in 万."""
    ledger = {
        "amount": size,
        "cumulative": size * 9,
        "w_amount": cut(size * D("0.61")),
        "w_cumulative": cut(size * D("5.7")),
        "issued_count": cut(size / 110),
        "issued_amount": cut(size * D("0.36")),
        "recovered": cut(size * D("0.21")),
        "loan_count": cut(size / 7),
        "loan_amount": cut(size * D("4.4")),
        "loan_balance": cut(size * D("1.9")),
        "employers": cut(people * 91, 0),
        "employees": people,
        "reserve": cut(size * 700),
        "public_housing": cut(size * 1900),
        "public_housing_made": cut(size * 120),
        "remote_amount": cut(size * 900),
        "remote_balance": cut(size * 640),
    }
    ledger["balance"] = ledger["cumulative"] - ledger["w_cumulative"]
    ledger["deposits"] = cut((ledger["balance"] - ledger["loan_balance"]) * D("1.01"))
    return ledger | _accounts(ledger, ledger)


def years(size: str, people: str, overdue: Sequence[str], tilt: int = 0) -> Iterator[Ledger]:
    """The first year's books and the following ones, one for each overdue rate (in ‰, as intended)."""
    before = start(D(size), D(people))
    yield before
    for n, rate in enumerate(overdue):
        before = _next(before, GROWTH[(n + tilt) % len(GROWTH)], D(rate))
        yield before


def _next(before: Ledger, growth: Decimal, overdue: Decimal) -> Ledger:
    now: Ledger = {"amount": cut(before["amount"] * (1 + growth))}
    now["w_amount"] = cut(now["amount"] * (D("0.63") - growth))
    now["w_people"] = cut(before["employees"] * D("0.29"))
    now["issued_amount"] = cut(now["amount"] * (D("0.31") + growth))
    now["issued_count"] = cut(now["issued_amount"] / 37)
    now["recovered"] = cut(before["loan_balance"] * D("0.107"))
    for stock, flow in (("cumulative", "amount"), ("w_cumulative", "w_amount"), ("loan_amount", "issued_amount")):
        now[stock] = before[stock] + now[flow]
    now["loan_count"] = before["loan_count"] + now["issued_count"]
    now["loan_balance"] = before["loan_balance"] + now["issued_amount"] - now["recovered"]
    now["balance"] = now["cumulative"] - now["w_cumulative"]
    return now | _people(before, growth) | _money(before, now, overdue)


def _people(before: Ledger, growth: Decimal) -> Ledger:
    net, net_employers = cut(before["employees"] * growth / 3), cut(before["employers"] * growth / 2, 0)
    return {
        "net_employees": net,
        "new_employees": cut(before["employees"] * D("0.07")),
        "employees": before["employees"] + net,
        "net_employers": net_employers,
        "new_employers": abs(net_employers) + cut(before["employers"] * D("0.05"), 0),
        "employers": before["employers"] + net_employers,
    }


def _money(before: Ledger, now: Ledger, overdue: Decimal) -> Ledger:
    now = dict(now)
    now["deposits"] = cut((now["balance"] - now["loan_balance"]) * D("1.01"))
    money = _accounts(before, now)
    money["deposits"] = now["deposits"]
    money["demand"] = cut(now["deposits"] * D("0.08"))
    money["term_short"] = cut(now["deposits"] * D("0.24"))
    money["agreed"] = cut(now["deposits"] * D("0.03"))
    money["term_long"] = now["deposits"] - money["demand"] - money["term_short"] - money["agreed"]
    money["overdue"] = cut(now["loan_balance"] * WAN * overdue / 1000)
    money["reserve"] = before["reserve"] + money["reserve_made"]
    money["public_housing"] = before["public_housing"] + money["public_housing_made"]
    money["public_housing_paid"] = before["public_housing_made"]
    money["remote_count"] = cut(now["issued_count"] * 320, 0)
    money["remote_issued"] = cut(money["remote_count"] * D("38.41"))
    money["remote_amount"] = before["remote_amount"] + money["remote_issued"]
    money["remote_balance"] = cut(before["remote_balance"] * D("0.93")) + money["remote_issued"]
    return money


def _accounts(before: Ledger, now: Ledger) -> Ledger:
    """Income, expense, surplus and its distribution, in 万元, at the rates of the time."""
    mean = {k: (before[k] + now[k]) / 2 * WAN for k in ("balance", "loan_balance", "deposits")}
    money = {
        "deposit_interest": cut(mean["deposits"] * D("0.0216")),
        "loan_interest": cut(mean["loan_balance"] * D("0.0317")),
        "other_income": cut(mean["balance"] * D("0.0001")),
        "employee_interest": cut(mean["balance"] * D("0.0151")),
        "loan_fee": cut(mean["loan_balance"] * D("0.0004")),
        "other_expense": cut(mean["balance"] * D("0.0003")),
        "personnel": cut(mean["balance"] * D("0.00051")),
        "running": cut(mean["balance"] * D("0.00006")),
        "special": cut(mean["balance"] * D("0.00027")),
    }
    money["income"] = money["deposit_interest"] + money["loan_interest"] + money["other_income"]
    money["expense"] = money["employee_interest"] + money["loan_fee"] + money["other_expense"]
    money["surplus"] = money["income"] - money["expense"]
    money["reserve_made"] = cut(money["surplus"] * D("0.6"))
    money["fee_made"] = cut(money["surplus"] * D("0.15"))
    money["public_housing_made"] = money["surplus"] - money["reserve_made"] - money["fee_made"]
    money["admin"] = money["personnel"] + money["running"] + money["special"]
    return money


def total(parts: Sequence[Ledger]) -> Ledger:
    """The whole of several bodies: the sum of every figure."""
    return {key: sum((part[key] for part in parts), D(0)) for key in parts[0]}

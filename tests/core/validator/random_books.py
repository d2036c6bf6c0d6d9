"""Consistent books of an invented centre, made at random: exact figures first, then printed, rounded or cut."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

from shared.model import TOTAL

Figures = dict[str, Fraction]
NATURE = ("government", "state_owned", "collective", "foreign", "private", "nonprofit", "flexible", "other")
PURPOSES = (
    *("purchase", "loan_repayment", "rent", "renovation", "retirement"),
    *("disability", "emigration", "death", "other"),
)  # fmt: skip
LOAN_GROUPS = (
    ("area_le_90", "area_90_144", "area_gt_144"),
    ("new_home", "second_hand"),
    ("single_contributor", "dual_contributor", "multi_contributor"),
    ("age_le_30", "age_30_40", "age_40_50", "age_gt_50"),
    ("first_home", "second_home"),
    ("low_middle_income", "high_income"),
)
INCOME = ("low_middle_income", "high_income")
AMOUNTS = [
    "contribution.amount",
    "contribution.cumulative",
    "contribution.balance",
    "withdrawal.amount",
    "withdrawal.cumulative",
    "loan.issued_amount",
    "loan.recovered_amount",
    "loan.cumulative_amount",
    "loan.balance",
    "deposit.total",
    "deposit.demand",
    "deposit.term_le_1y",
    "deposit.term_gt_1y",
    "deposit.other",
    "income.total",
    "income.deposit_interest",
    "income.loan_interest",
    "income.other",
    "expense.total",
    "expense.employee_interest",
    "expense.loan_fee",
    "expense.other",
    "surplus.amount",
    "allocation.risk_reserve",
    "allocation.admin_fee",
    "allocation.public_housing",
    "reserve.balance",
    "risk.reserve_balance",
    "admin_expense.total",
    "admin_expense.personnel",
    "admin_expense.public",
    "admin_expense.special",
    "risk.overdue_amount",
]
COUNTS = [
    "org.staff_total",
    "org.staff_established",
    "org.staff_contract",
    "contribution.new_employers",
    "contribution.new_employees",
    "contribution.net_new_employers",
    "contribution.net_new_employees",
    "contribution.active_employers",
    "contribution.active_employees",
    "withdrawal.employees",
    "loan.issued_count",
    "loan.cumulative_count",
]
GROWING = [
    "contribution.active_employers",
    "contribution.active_employees",
    "contribution.amount",
    "contribution.cumulative",
    "contribution.balance",
    "withdrawal.amount",
    "withdrawal.cumulative",
    "loan.issued_count",
    "loan.issued_amount",
    "loan.cumulative_count",
    "loan.cumulative_amount",
    "loan.balance",
    "income.total",
    "expense.total",
    "surplus.amount",
    "admin_expense.total",
]


def books(random: Random, parts: int) -> dict[str, Figures]:
    """Exact figures of every entity, of this year (`metric`) and, with a `<` before the metric, of the year before."""
    names = ("甲分中心", "乙分中心", "丙分中心", "丁分中心")[:parts]
    commercial = Fraction(random.randint(50, 400) * 10**8)
    raw = {name: _amounts(random) for name in names} or {TOTAL: _amounts(random)}
    if parts:
        keys = next(iter(raw.values()))
        raw = {TOTAL: {key: sum(f[key] for f in raw.values()) for key in keys}, **raw}
    for figures in raw.values():
        _derive(figures, commercial)
    return raw


def _split(random: Random, whole: Fraction | int, count: int) -> list[Fraction]:
    """A whole number in so many parts at random; some of them zero."""
    whole = int(whole)
    cuts = sorted(random.randint(0, whole) for _ in range(count - 1))
    if count > 4 and random.random() < 0.5:
        cuts[1] = cuts[0]
    return [Fraction(b - a) for a, b in zip((0, *cuts), (*cuts, whole), strict=True)]


def _amounts(random: Random) -> Figures:
    f: Figures = {}
    yuan: Callable[[float, float], Fraction] = lambda low, high: Fraction(random.randint(int(low), int(high)))  # noqa: E731
    size = random.choice((3, 10, 40, 150)) * 10**8
    f["<contribution.cumulative"], f["contribution.amount"] = yuan(9 * size, 12 * size), yuan(0.9 * size, 1.3 * size)
    f["<withdrawal.cumulative"], f["withdrawal.amount"] = yuan(4 * size, 5 * size), yuan(0.5 * size, 0.9 * size)
    f["<contribution.amount"], f["<withdrawal.amount"] = yuan(0.8 * size, 1.2 * size), yuan(0.4 * size, 0.9 * size)
    f["<loan.cumulative_amount"], f["<loan.balance"] = yuan(5 * size, 7 * size), yuan(1.5 * size, 3 * size)
    f["loan.issued_amount"], f["loan.recovered_amount"] = yuan(0.2 * size, 0.6 * size), yuan(0.2 * size, 0.5 * size)
    f["<loan.issued_amount"] = yuan(0.2 * size, 0.7 * size)
    each = random.randint(250_000, 600_000)
    for now, at in (("loan.issued_count", "loan.issued_amount"), ("<loan.issued_count", "<loan.issued_amount")):
        f[now] = f[at] // each + 1
    f["<loan.cumulative_count"] = f["<loan.cumulative_amount"] // (each * 2 // 3)
    f["<contribution.active_employers"], f["contribution.net_new_employers"] = yuan(100, 5000), yuan(-40, 90)
    f["contribution.new_employers"] = abs(f["contribution.net_new_employers"]) + yuan(10, 200)
    f["<contribution.active_employees"] = size // yuan(15_000, 25_000)
    net = f["<contribution.active_employees"]
    f["contribution.net_new_employees"] = yuan(-0.03 * net, 0.06 * net)
    f["contribution.new_employees"] = abs(f["contribution.net_new_employees"]) + yuan(100, 0.08 * net + 101)
    f["withdrawal.employees"] = yuan(0.2 * net, 0.4 * net)
    for key in ("contribution.cumulative", "withdrawal.cumulative"):
        f[key] = f["<" + key] + f[key.replace("cumulative", "amount")]
    for y in ("", "<"):
        f[y + "contribution.balance"] = f[y + "contribution.cumulative"] - f[y + "withdrawal.cumulative"]
    f["loan.cumulative_amount"] = f["<loan.cumulative_amount"] + f["loan.issued_amount"]
    f["loan.cumulative_count"] = f["<loan.cumulative_count"] + f["loan.issued_count"]
    f["loan.balance"] = f["<loan.balance"] + f["loan.issued_amount"] - f["loan.recovered_amount"]
    for who in ("employers", "employees"):
        f[f"contribution.active_{who}"] = f[f"<contribution.active_{who}"] + f[f"contribution.net_new_{who}"]
    f["org.staff_established"], f["org.staff_contract"] = yuan(10, 90), yuan(0, 90)
    f["org.staff_total"] = f["org.staff_established"] + f["org.staff_contract"]
    _finance(random, f, yuan)
    _counted(random, f)
    return f


def _finance(random: Random, f: Figures, yuan: Callable[[float, float], Fraction]) -> None:
    f["deposit.total"] = f["contribution.balance"] - f["loan.balance"] + yuan(0, 0.01 * f["contribution.balance"])
    kinds = ("demand", "term_le_1y", "term_gt_1y", "other")
    for kind, amount in zip(kinds, _split(random, f["deposit.total"], 4), strict=True):
        f[f"deposit.{kind}"] = amount
    mean = (f["contribution.balance"] + f["<contribution.balance"]) / 2
    loans = (f["loan.balance"] + f["<loan.balance"]) / 2
    f["income.loan_interest"] = yuan(0.031 * loans, 0.034 * loans)
    f["income.deposit_interest"] = yuan(0.012 * mean, 0.02 * mean)
    f["income.other"] = yuan(10_000, 9_000_000)
    f["expense.employee_interest"] = yuan(0.014 * mean, 0.017 * mean)
    f["expense.loan_fee"], f["expense.other"] = yuan(1000, 0.0008 * mean), yuan(100, 3_000_000)
    for whole, kinds in (
        ("income.total", ("income.loan_interest", "income.deposit_interest", "income.other")),
        ("expense.total", ("expense.employee_interest", "expense.loan_fee", "expense.other")),
    ):
        f[whole] = sum((f[k] for k in kinds), Fraction(0))
    f["surplus.amount"] = f["income.total"] - f["expense.total"]
    f["<income.total"] = f["income.total"] * yuan(80, 110) // 100
    f["<expense.total"] = f["<income.total"] * yuan(40, 60) // 100
    f["<surplus.amount"] = f["<income.total"] - f["<expense.total"]
    kinds = ("allocation.risk_reserve", "allocation.admin_fee", "allocation.public_housing")
    f.update(zip(kinds, _split(random, f["surplus.amount"], 3), strict=True))
    f["risk.reserve_balance"] = f["reserve.balance"] = yuan(0.012 * loans, 0.1 * loans)
    f["risk.overdue_amount"] = yuan(0, 0.001 * loans)
    f["admin_expense.total"], f["<admin_expense.total"] = yuan(10**7, 4 * 10**7), yuan(10**7, 4 * 10**7)
    kinds = ("admin_expense.personnel", "admin_expense.public", "admin_expense.special")
    f.update(zip(kinds, _split(random, f["admin_expense.total"], 3), strict=True))
    f["mean"] = mean * yuan(990, 1010) / 1000
    f["<mean"] = mean * yuan(880, 960) / 1000
    f["<housing"] = f["<contribution.amount"] * yuan(50, 90) / 100


def _counted(random: Random, f: Figures) -> None:
    """Head counts and amounts behind the shares, so that the whole's shares are the parts' weighted ones."""
    groups = [
        ("contribution.share", NATURE, "contribution.active_employees"),
        ("contribution.share", INCOME, "contribution.active_employees"),
        ("new_account.share", NATURE, "contribution.new_employees"),
        ("new_account.share", INCOME, "contribution.new_employees"),
        ("withdrawal.share", PURPOSES, "withdrawal.amount"),
        ("withdrawal.share", INCOME, "withdrawal.employees"),
        *(("loan.share", group, "loan.issued_count") for group in LOAN_GROUPS),
    ]
    for prefix, names, base in groups:
        for name, part in zip(names, _split(random, f[base], len(names)), strict=True):
            f[f"#{prefix}.{name}"] = part
            f[f"#{prefix}.{name}/"] = f[base]


def _derive(f: Figures, commercial: Fraction) -> None:
    """Ratios, growth and changes from the amounts, for a part and for the whole alike."""
    for key in [k for k in f if k.startswith("#") and not k.endswith("/")]:
        f[key[1:]] = f[key] / f[key + "/"] if f[key + "/"] else Fraction(0)
    housing = sum(f[f"#withdrawal.share.{p}"] for p in PURPOSES[:4])
    for y in ("", "<"):
        f[y + "withdrawal.rate"] = f[y + "withdrawal.amount"] / f[y + "contribution.amount"]
        f[y + "loan.to_balance_ratio"] = f[y + "loan.balance"] / f[y + "contribution.balance"]
        f[y + "utilisation.rate"] = f[y + "loan.to_balance_ratio"]
        f[y + "surplus.rate"] = f[y + "surplus.amount"] / f[y + "mean"]
    f["housing_contribution.rate"] = (f["loan.issued_amount"] + housing) / f["contribution.amount"]
    f["<housing_contribution.rate"] = f["<housing"] / f["<contribution.amount"]
    f["risk.overdue_rate"] = f["risk.overdue_amount"] / f["loan.balance"]
    f["loan.market_share"] = f["loan.balance"] / (f["loan.balance"] + commercial)
    for key in GROWING:
        f[f"{key}:yoy_rate"] = f[key] / f["<" + key] - 1
    for key in ("withdrawal.rate", "loan.to_balance_ratio", "utilisation.rate", "surplus.rate"):
        f[f"{key}:yoy_points"] = f[key] - f["<" + key]
    key = "housing_contribution.rate"
    f[f"{key}:yoy_points"] = f[key] - f["<" + key]

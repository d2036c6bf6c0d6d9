"""The 138 figures that a report can disclose, and how each one is usually written.

A copy of the agreed list of ids, kept here as data so that the simulator stands alone. The word after an id says how
a report writes the figure: `big` in 亿元, `small` in 万元, `yuan` in 元, `cap` in 万元 without decimals, `people`,
`firms` (家), `loans` (笔), `things` (个), `members` (名), `staff` (人), `percent`, `permille`, `area`.
"""

_TABLE = """
org.committee_members members
org.departments things
org.offices things
org.staff_total staff
org.staff_established staff
org.staff_contract staff
contribution.new_employers firms
contribution.net_new_employers firms
contribution.new_employees people
contribution.net_new_employees people
contribution.active_employers firms
contribution.active_employees people
contribution.amount big
contribution.cumulative big
contribution.balance big
contribution.banks banks
contribution.base_cap yuan
contribution.base_floor yuan
withdrawal.employees people
withdrawal.amount big
withdrawal.rate percent
withdrawal.cumulative big
loan.cap_single cap
loan.cap_dual cap
loan.issued_count loans
loan.issued_amount big
loan.recovered_amount big
loan.cumulative_count loans
loan.cumulative_amount big
loan.balance big
loan.to_balance_ratio percent
loan.banks banks
loan.remote_issued_count loans_few
loan.remote_issued_amount small
loan.remote_cumulative_amount small
loan.remote_balance small
loan.subsidised_issued_count loans_few
loan.subsidised_issued_amount small
loan.subsidised_cumulative_amount small
loan.subsidy_paid small
loan.project_issued_amount big
loan.project_balance big
loan.area_supported area
loan.market_share percent
loan.interest_saved small
bond.purchased big
bond.balance big
financing.borrowed big
financing.balance big
deposit.total big
deposit.demand big
deposit.term_le_1y big
deposit.term_gt_1y big
deposit.other big
utilisation.rate percent
income.total small
income.deposit_interest small
income.loan_interest small
income.bond_interest small
income.other small
expense.total small
expense.employee_interest small
expense.collection_fee small
expense.loan_fee small
expense.other small
surplus.amount small
surplus.rate percent
allocation.risk_reserve small
allocation.admin_fee small
allocation.public_housing small
remittance.admin_fee small
remittance.public_housing small
reserve.balance small
public_housing.cumulative small
admin_expense.total small
admin_expense.personnel small
admin_expense.public small
admin_expense.special small
risk.overdue_amount small
risk.overdue_rate permille
risk.npl_balance small
risk.npl_rate permille
risk.reserve_balance small
risk.written_off small
risk.project_overdue_amount small
housing_contribution.rate percent
"""

OWNERSHIP = ("government", "state_owned", "collective", "foreign", "private", "nonprofit", "flexible", "other")
INCOME = ("low_middle_income", "high_income")
HOUSING_USES = ("purchase", "loan_repayment", "rent", "renovation")
OTHER_USES = ("retirement", "disability", "emigration", "death", "other")
AREAS = ("area_le_90", "area_90_144", "area_gt_144")
HOMES = ("new_home", "second_hand", "self_built")
CONTRIBUTORS = ("single_contributor", "dual_contributor", "multi_contributor")
AGES = ("age_le_30", "age_30_40", "age_40_50", "age_gt_50")
HOME_ORDER = ("first_home", "second_home")

BREAKDOWNS: list[tuple[str, tuple[str, ...], str]] = [
    ("contribution.share.", OWNERSHIP, "contribution.active_employees"),
    ("contribution.share.", INCOME, "contribution.active_employees"),
    ("new_account.share.", OWNERSHIP, "contribution.new_employees"),
    ("new_account.share.", INCOME, "contribution.new_employees"),
    ("withdrawal.share.", HOUSING_USES + OTHER_USES, "withdrawal.amount"),
    ("withdrawal.share.", ("housing", "non_housing"), "withdrawal.amount"),
    ("withdrawal.share.", INCOME, "withdrawal.employees"),
    ("loan.share.", AREAS, "loan.issued_count"),
    ("loan.share.", HOMES, "loan.issued_count"),
    ("loan.share.", CONTRIBUTORS, "loan.issued_count"),
    ("loan.share.", AGES, "loan.issued_count"),
    ("loan.share.", HOME_ORDER, "loan.issued_count"),
    ("loan.share.", INCOME, "loan.issued_count"),
]
"""Prefix, the parts that make up the whole, and the figure that they divide."""

SHARE_BASE: dict[str, str] = {prefix + part: base for prefix, parts, base in BREAKDOWNS for part in parts}
SHARE_BASE |= {
    "loan.share.area_small_medium": "loan.issued_count",
    "loan.share.affordable_home": "loan.issued_count",
}

KIND: dict[str, str] = dict(line.split() for line in _TABLE.split("\n") if line)
KIND |= dict.fromkeys(SHARE_BASE, "percent")

_UNITS = {
    "big": "CNY",
    "small": "CNY",
    "yuan": "CNY",
    "cap": "CNY",
    "area": "m2",
    "percent": "ratio",
    "permille": "ratio",
}
UNIT: dict[str, str] = {metric: _UNITS.get(kind, "count") for metric, kind in KIND.items()}

_GROWING = """
contribution.active_employers contribution.active_employees contribution.amount contribution.cumulative
contribution.balance withdrawal.employees withdrawal.amount withdrawal.cumulative loan.issued_count
loan.issued_amount loan.recovered_amount loan.cumulative_count loan.cumulative_amount loan.balance
income.total expense.total surplus.amount admin_expense.total
"""
GROWING = tuple(_GROWING.split())
"""Levels whose rate of change reports disclose."""

_MOVING = """
withdrawal.rate loan.to_balance_ratio utilisation.rate surplus.rate loan.market_share
housing_contribution.rate
"""
MOVING = tuple(_MOVING.split())
"""Ratios whose change in percentage points reports disclose."""

_TELLING = """
bond.balance bond.purchased income.bond_interest expense.collection_fee loan.project_balance loan.project_issued_amount
loan.subsidised_issued_amount loan.subsidised_issued_count loan.issued_amount withdrawal.share.renovation
withdrawal.share.disability loan.subsidy_paid loan.subsidised_cumulative_amount
"""
TELLING = frozenset(_TELLING.split())
"""Figures whose silence says that there was none: a report that has some never keeps quiet about them."""

"""Figures in rows and columns: what a cell states is told by its row, its column, its unit and its caption."""

import pytest
from passages import lines, read


def table(*rows: str) -> str:
    """Rows of cells parted by bars, as a document hands a table over: a tab between cells, a line each row."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows)


TWO = {"contribution.amount 4818000000", "withdrawal.amount 3922000000"}
PARTS = {"盘锦中心 contribution.amount 3373000000", "油田分中心 contribution.amount 1445000000"}

TABLES = {
    "by entity": (
        table(
            "机构|缴存额（万元）|个贷率|逾期率（‰）",
            "盘锦中心|337,300.00|50.12%|0.89",
            "油田分中心|144,500.00|31.00%|0",
        ),
        PARTS
        | {
            *("盘锦中心 loan.to_balance_ratio 0.5012", "油田分中心 loan.to_balance_ratio 0.31"),
            *("盘锦中心 risk.overdue_rate 0.00089", "油田分中心 risk.overdue_rate 0"),
        },
    ),
    "by metric": (
        table("指标|盘锦中心|油田分中心|合计", "缴存额（亿元）|33.73|14.45|48.18"),
        PARTS | {"contribution.amount 4818000000"},
    ),
    "label, value, unit": (
        table("指标|数值|单位", "缴存额|48.18|亿元", "提取额|39.22|亿元", "新开户单位|297|家"),
        TWO | {"contribution.new_employers 297"},
    ),
    "label, unit, value, change": (
        table("指标|单位|数值|同比增长", "缴存额|亿元|48.18|3.21%", "提取额|亿元|39.22|-16.07%"),
        TWO | {"contribution.amount 0.0321 yoy_rate", "withdrawal.amount -0.1607 yoy_rate"},
    ),
    "change in points": (
        table("指标|数值|比上年增减（个百分点）", "个贷率|66.33%|-2.58", "资金运用率|48.84%|1.1"),
        {
            *("loan.to_balance_ratio 0.6633", "loan.to_balance_ratio -0.0258 yoy_points"),
            *("utilisation.rate 0.4884", "utilisation.rate 0.011 yoy_points"),
        },
    ),
    "years as headers": (
        table("指标|2022年|2023年", "缴存额（亿元）|46.68|48.18", "提取额（亿元）|46.73|39.22"),
        TWO,
    ),
    "last year beside this year": (
        table("指标|上年|本年", "缴存额（亿元）|46.68|48.18", "提取额（亿元）|46.73|39.22"),
        TWO,
    ),
    "unit in the caption": (
        "单位：万元\n" + table("项目|金额", "缴存额|481,800", "提取额|392,200"),
        TWO,
    ),
    "blanks alone": (
        "指标 单位 数值\n缴存额 亿元 48.18\n提取额 亿元 39.22",
        TWO,
    ),
    "flattened, units in the header": (
        "单 位 发放笔数（万笔）发放金额（亿元）贷款余额（亿元）\n"
        "杭州市区 1.20 60.50 800.10\n萧山分中心 0.30 12.10 99.00",
        {
            *("杭州市区 loan.issued_count 12000", "杭州市区 loan.issued_amount 6050000000"),
            *("杭州市区 loan.balance 80010000000", "萧山分中心 loan.issued_count 3000"),
            *("萧山分中心 loan.issued_amount 1210000000", "萧山分中心 loan.balance 9900000000"),
        },
    ),
    "merged headings repeated": (
        table(
            "机构|缴存|缴存|提取",
            "机构|缴存额（亿元）|同比（%）|提取额（亿元）",
            "盘锦中心|33.73|5.1|20",
            "油田分中心|14.45|-0.9|19.22",
        ),
        PARTS
        | {
            *("盘锦中心 contribution.amount 0.051 yoy_rate", "油田分中心 contribution.amount -0.009 yoy_rate"),
            *("盘锦中心 withdrawal.amount 2000000000", "油田分中心 withdrawal.amount 1922000000"),
        },
    ),
    "nothing of ours": (
        table("序号|银行|网点数", "1|工商银行|12", "2|建设银行|9"),
        set(),
    ),
    "empty cells": (
        table("指标|单位|数值", "缴存额|亿元|48.18", "提取额|亿元|—", "新开户单位|家|"),
        {"contribution.amount 4818000000"},
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_states_these_figures_and_no_others(name):
    """Every cell that is a figure of the catalogue is a fact, and no other cell is."""
    text, facts = TABLES[name]

    assert lines(text) == facts


@pytest.mark.parametrize("name", TABLES)
def test_a_cell_stands_where_it_says(name):
    """The words between a fact's offsets are its cell."""
    text, _ = TABLES[name]

    for fact in read(text).facts:
        assert text[fact.start : fact.end] == fact.raw


def test_a_month_beside_the_year_so_far_is_not_the_level():
    """Of 当月 and 本年累计 a bulletin's table gives the latter as the level."""
    text = table("指标|单位|当月|本年累计", "缴存额|亿元|4.18|48.18", "提取额|亿元|3.22|39.22")

    assert lines(text, kind="bulletin", period="2023-06") == TWO


def test_a_province_s_table_has_its_cities_as_entities():
    """In a provincial report each city of a table is an entity and the sum is the whole."""
    text = table("城市|缴存额（亿元）|提取额（亿元）", "盘锦市|48.18|39.22", "锦州市|50.20|41.00", "合计|98.38|80.22")

    assert lines(text, centre=None) == {
        *("盘锦市 contribution.amount 4818000000", "盘锦市 withdrawal.amount 3922000000"),
        *("锦州市 contribution.amount 5020000000", "锦州市 withdrawal.amount 4100000000"),
        *("contribution.amount 9838000000", "withdrawal.amount 8022000000"),
    }


def test_equal_neighbours_are_two_figures():
    """Two rows that happen to have the same figure are two facts, each in its own place."""
    text = table("机构|缴存额（亿元）", "盘锦中心|15.33", "油田分中心|15.33")
    facts = read(text).facts

    assert {(f.entity, f.value) for f in facts} == {("盘锦中心", 1533000000), ("油田分中心", 1533000000)}
    assert len({f.start for f in facts}) == 2


def test_prose_around_a_table_keeps_its_figures():
    """A table between two sentences takes nothing from them and gives them nothing."""
    rows = table("机构|提取额（亿元）", "盘锦中心|20", "油田分中心|19.22")
    text = f"2023年，缴存额48.18亿元。\n{rows}\n2023年末，贷款余额68.08亿元。"

    assert lines(text) == {
        *("contribution.amount 4818000000", "loan.balance 6808000000"),
        *("盘锦中心 withdrawal.amount 2000000000", "油田分中心 withdrawal.amount 1922000000"),
    }


def test_a_row_whose_cells_ran_together_gives_no_figure_a_wrong_name():
    """Behind two cells that a converter ran together nothing tells which column a number is in."""
    text = table(
        "机构|缴存额（亿元）|提取额（亿元）|缴存余额（亿元）|贷款余额（亿元）",
        "盘锦中心|33.73|20.01|153.77|61.34",
        "油田分中心|14.45|19.2130.62|6.74",
    )

    assert {line for line in lines(text) if line.startswith("油田")} == {"油田分中心 contribution.amount 1445000000"}


def test_a_group_s_first_row_has_a_cell_more():
    """Where a merged first column stands in a group's first row alone, each row finds its own columns."""
    text = table(
        "项目|指标|单位|2023年|同比（%）",
        "缴存|缴存额|亿元|48.18|3.10",
        "缴存余额|亿元|170.39|7.20",
        "提取|提取额|亿元|39.22|-4.50",
    )

    assert lines(text) == {
        *("contribution.amount 4818000000", "contribution.amount 0.031 yoy_rate"),
        *("contribution.balance 17039000000", "contribution.balance 0.072 yoy_rate"),
        *("withdrawal.amount 3922000000", "withdrawal.amount -0.045 yoy_rate"),
    }


def test_a_label_that_ran_into_its_number_gives_this_year_s_figure():
    """住房公积金存款（亿元）119.58 beside last year's 101.73 is 119.58."""
    text = table("指标|2023年|2022年", "提取额（亿元）|39.22|35.01", "住房公积金存款（亿元）119.58|101.73")

    assert "deposit.total 11958000000" in lines(text)
    assert not [line for line in lines(text) if "10173000000" in line]


def test_rows_without_a_group_s_cell_need_no_units_to_be_found():
    """A table of bodies whose groups' names stand in their first row alone gives each body its own figures."""
    text = table(
        "项目|项目|合计|盘锦中心|油田分中心|增幅（%）",
        "一、缴存|缴存额（亿元）48.18|33.73|14.45",
        "缴存余额（亿元）170.39|89.45|80.94",
        "二、提取|提取额（亿元）|39.22|20.01|19.21|3.10",
    )

    assert {line for line in lines(text) if line.startswith("油田")} == {
        *("油田分中心 contribution.amount 1445000000", "油田分中心 contribution.balance 8094000000"),
        "油田分中心 withdrawal.amount 1921000000",
    }


def test_a_share_whose_unit_is_lost_is_no_figure():
    """A ratio without its sign could be a hundredth or a thousandth: no figure is taken from it."""
    assert not [
        line for line in lines("2023年末，个人住房贷款逾期率0.40，个贷率44.40。") if "rate" in line or "ratio" in line
    ]

"""Whose figures are given: the whole body's, a part's, or those of a part of a part."""

import pytest
from passages import line, lines, read

NANNING = "450100"
WHOLE, FIRST, SECOND = (
    "contribution.amount 4818000000",
    "contribution.amount 3373000000",
    "contribution.amount 1445000000",
)


@pytest.mark.parametrize(
    "text",
    [
        "2023年，缴存额48.18亿元。其中，盘锦中心33.73亿元，油田分中心14.45亿元。",
        "2023年，缴存额48.18亿元。其中：盘锦中心33.73亿元；油田分中心14.45亿元。",
        "2023年,缴存额48.18亿元。其中,盘锦中心缴存额33.73亿元,油田分中心缴存额14.45亿元。",
        "2023年，缴存额48.18亿元（盘锦中心33.73亿元，油田分中心14.45亿元）。",
        "2023年，缴存额48.18亿元，其中盘锦中心为33.73亿元、油田分中心为14.45亿元。",
        "2023年，缴存额48.18亿元。其中，盘锦中心、油田分中心分别为33.73亿元、14.45亿元。",
        "2023年，缴存额48.18亿元。\n盘锦中心：\n2023年，缴存额33.73亿元。\n油田分中心：\n2023年，缴存额14.45亿元。",
        "2023年，缴存额48.18亿元。\n盘锦中心：2023年，缴存额33.73亿元。\n油田分中心：2023年，缴存额14.45亿元。",
        "2023年，缴存额48.18亿元。\n1.盘锦中心。2023年，缴存额33.73亿元。\n2.油田分中心。2023年，缴存额14.45亿元。",
    ],
)
def test_parts_are_told_in_any_of_these_ways(text):
    """A list, brackets, blocks, numbered blocks: the whole and its parts have their own figures."""
    assert lines(text) == {WHOLE, f"盘锦中心 {FIRST}", f"油田分中心 {SECOND}"}


def test_one_body_under_several_names_is_one_entity():
    """市中心 is the centre of the report's own city, and a name may lose its first half; the block names it."""
    text = (
        "2023年，缴存额48.18亿元。\n盘锦中心：\n2023年，缴存额33.73亿元。\n辽河油田分中心：\n2023年，缴存额14.45亿元。\n"
        "四、资产风险状况\n2023年末，逾期率0.69‰。其中，市中心0.89‰，油田分中心0‰。"
    )

    assert lines(text) == {
        *(WHOLE, f"盘锦中心 {FIRST}", f"辽河油田分中心 {SECOND}"),
        *("risk.overdue_rate 0.00069", "盘锦中心 risk.overdue_rate 0.00089", "辽河油田分中心 risk.overdue_rate 0"),
    }


def test_two_names_with_two_figures_are_two_bodies():
    """Names that might be one body's are two where they state one figure differently."""
    text = "2023年，缴存额60亿元。其中，石化分中心33.73亿元，燕山石化分中心14.45亿元。"

    assert {f.entity for f in read(text).facts} == {"total", "石化分中心", "燕山石化分中心"}


def test_a_body_inside_a_body_is_an_entity_of_its_own():
    """南宁中心 and, inside it, 市中心 and 铁路分中心: three entities, none of them the whole."""
    text = (
        "（1）南宁中心。2023年，缴存额33.73亿元。其中，市中心20亿元，铁路分中心13.73亿元。\n"
        "（2）区直分中心。2023年，缴存额14.45亿元。"
    )

    assert lines(text, centre=NANNING) == {
        *(f"南宁中心 {FIRST}", "市中心 contribution.amount 2000000000"),
        *("铁路分中心 contribution.amount 1373000000", f"区直分中心 {SECOND}"),
    }


def test_numbered_centres_without_a_total_leave_the_total_open():
    """Where only parts report there is no total: neither the first part's figure nor a sum stands for it."""
    made = read("1.市中心。2023年，缴存额33.73亿元。\n2.区直分中心。2023年，缴存额14.45亿元。", centre=NANNING)

    assert {line(f) for f in made.facts} == {f"市中心 {FIRST}", f"区直分中心 {SECOND}"}


def test_brackets_belong_to_the_name():
    """医药高新区（高港区）分中心 is one name, as the paragraph writes it."""
    text = "2023年，缴存额48.18亿元。其中，市中心33.73亿元，医药高新区（高港区）分中心14.45亿元。"

    assert lines(text) == {WHOLE, f"市中心 {FIRST}", f"医药高新区（高港区）分中心 {SECOND}"}


def test_blanks_in_a_name_are_none_of_it():
    """A name broken by the page's layout is the name."""
    text = "2023年，缴存额48.18亿元。其中，市 中心33.73亿元，油田 分中心14.45亿元。"

    assert {f.entity for f in read(text).facts} == {"total", "市中心", "油田分中心"}


@pytest.mark.parametrize(
    "text",
    [
        "回收个人住房贷款27.95亿元（其中：本金22.28亿元）。",
        "2023年，发放个人住房贷款27.95亿元。其中，首套住房22.28亿元，二套住房5.67亿元。",
        "2023年，提取额27.95亿元。其中，住房消费类22.28亿元，非住房消费类5.67亿元。",
    ],
)
def test_a_part_that_is_no_body_is_no_entity(text):
    """Principal, first homes, kinds of use: what a figure splits into besides bodies are not entities."""
    assert {f.entity for f in read(text).facts} == {"total"}


def test_the_only_body_named_is_the_whole():
    """A report about one body that calls it by its name has the total alone."""
    text = "2023年，盘锦市住房公积金管理中心缴存额48.18亿元，提取额39.22亿元。"

    assert lines(text) == {WHOLE, "withdrawal.amount 3922000000"}


def test_a_zero_of_a_part_is_a_figure_and_silence_is_not():
    """电力分中心 that recovered nothing says 0; where it is not named there is no fact about it."""
    text = (
        "2023年，发放个人住房贷款20.2亿元。其中，市中心12.1亿元，油田分中心8.1亿元。"
        "回收个人住房贷款11.2亿元。其中，市中心8.1亿元，油田分中心3.1亿元，电力分中心0亿元。"
    )

    assert {line(f) for f in read(text).facts if f.entity == "电力分中心"} == {"电力分中心 loan.recovered_amount 0"}


def test_a_list_splits_the_figure_that_its_parts_add_up_to():
    """Of two figures before 其中 the parts are those of the one they add up to."""
    text = "2023年，缴存额48.18亿元，提取额39.22亿元，其中市中心33.73亿元，油田分中心14.45亿元。"

    assert lines(text) == {
        *(WHOLE, "withdrawal.amount 3922000000", f"市中心 {FIRST}", f"油田分中心 {SECOND}"),
    }


def test_a_part_larger_than_the_last_figure_is_a_part_of_the_first():
    """A part cannot be larger than its whole: then 其中 splits the figure that heads the paragraph."""
    text = "2023年，业务收入23151.86万元，存款利息1.72万元，其他0.01万元。其中，市中心17651.53万元。"

    assert "市中心 income.total 176515300" in lines(text)
    assert not [line for line in lines(text) if line.startswith("市中心 income.other")]


def test_a_name_with_brackets_may_be_the_last_of_a_row():
    """市中心和临港（化工园区）分中心分别…: two bodies, and each has its own figure."""
    text = "2023年，缴存额147.57亿元。其中，市中心和临港（化工园区）分中心分别98.53亿元、49.04亿元。"

    assert {
        "市中心 contribution.amount 9853000000",
        "临港（化工园区）分中心 contribution.amount 4904000000",
    } <= set(lines(text))

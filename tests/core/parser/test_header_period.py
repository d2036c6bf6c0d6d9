"""Years, quarters and months in titles and on pages."""

import pytest

from services.parser.period import number, period_in, period_of_page, year_in, years_of


@pytest.mark.parametrize(
    ("text", "before", "year"),
    [
        ("2023年公布的2022年年度报告", 13, 2022),
        ("年度报告(2022年)", 0, 2022),
        ("2022", None, 2022),
        ("辽住建〔2023〕5号", None, None),
        ("2023-03-15", None, None),
        ("2023年3月15日", None, None),
        ("编号120224", None, None),
        ("", None, None),
    ],
)
def test_the_report_year_of_a_title(text, before, year):
    """The last year before the kind word, else the first; dates, document numbers and long numbers are none."""
    assert year_in(text, before) == year


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024年9月", "2024-09"),
        ("2024年09月份", "2024-09"),
        ("2024年1-9月", "2024-09"),
        ("2024年1月至11月", "2024-11"),
        ("2024年十二月", "2024-12"),
        ("2024年一季度", "2024Q1"),
        ("2024年第四季度", "2024Q4"),
        ("2024年1-3季度", "2024Q3"),
        ("2024年前三季度", "2024Q3"),
        ("2024年上半年", "2024Q2"),
        ("2024年下半年", "2024Q4"),
        ("2024年全年", None),
        ("2024年", None),
        ("2024年13月", None),
    ],
)
def test_the_quarter_or_month_of_a_bulletin(text, period):
    """Figures run from January, so a range of months or quarters is named by its last; 上半年 is Q2."""
    assert period_in(text, 2024) == period


def test_the_month_a_page_speaks_of():
    """截至…月末 of the same year counts, the most frequent one; other years and bare months do not."""
    page = "截至2024年9月末，缴存余额…。截至2024年9月底，贷款余额…。截至2023年12月末…。自2024年7月1日起调整。"

    assert period_of_page(page, 2024) == "2024-09"
    assert period_of_page(page, 2025) is None


def test_years_are_counted_with_their_ends():
    """Every written year counts, full width too, and its end (年末) once more on its own."""
    years, ends = years_of("2022年，2022年末，2022年末；２０２１年")

    assert (years[2022], years[2021], ends[2022], ends[2021]) == (3, 1, 2, 0)


def test_numbers_in_both_scripts():
    """Months are written in digits and in Chinese."""
    assert [number(w) for w in ("1", "09", "十", "十一", "三")] == [1, 9, 10, 11, 3]

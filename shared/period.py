"""Periods as reports name them: `2022`, `2022Q3`, `2022-09`; a year's step keeps the kind of period."""


def year(period: str) -> int:
    """The year a period lies in.

    >>> year("2022Q3")
    2022
    """
    return int(period[:4])


def year_before(period: str) -> str:
    """The same period a year earlier: what 同比 compares with.

    >>> year_before("2022-09")
    '2021-09'
    """
    return f"{year(period) - 1:04d}{period[4:]}"


def year_after(period: str) -> str:
    """The same period a year later.

    >>> year_after("2022")
    '2023'
    """
    return f"{year(period) + 1:04d}{period[4:]}"


def same_kind(one: str, other: str) -> bool:
    """Whether both are years, both quarters or both months.

    >>> same_kind("2022", "2022-09")
    False
    """
    return len(one) == len(other) and one[4:5] == other[4:5]

"""A converter's rows come in; they go out with each cell below its header, or cut where that is unsure."""

import re

from services.parser.tables import UNIT, is_number

UNIT_CELL = re.compile(UNIT)
RUN_ON = re.compile(r"(.*[一-龥].*\([^()\d]{1,5}\)) ?(-?[\d,.]+%?)")
GLUED = re.compile(r"-?[\d,]+\.\d+[.,][\d.,]+%?|-?[\d,]+\.\d{5,}%?")
"""Two cells run together by a converter: a second point, or more places than any report prints."""

NOTHING = {"-", "—", "--", "/"}
Row = list[tuple[str, int]]


def parted(row: Row) -> Row:
    """The row with a label that ran into its number parted at the unit between them.

    >>> parted([("贷款余额(亿元)22.8", 100), ("21.5", 112)])
    [('贷款余额(亿元)', 100), ('22.8', 108), ('21.5', 112)]
    """
    cells: Row = []
    for cell, at in row:
        m = RUN_ON.fullmatch(cell)
        cells += [(m[1], at), (m[2], at + m.start(2))] if m and is_number(m[2]) else [(cell, at)]
    return cells


def sound(row: Row, width: int) -> Row:
    """The cells that surely stand below their headers: in a row too short for them, those before two run together.

    >>> sound([("盘锦中心", 0), ("33.73", 5), ("19.2130.62", 11)], 4)
    [('盘锦中心', 0), ('33.73', 5)]
    """
    glued = next((i for i, (c, _) in enumerate(row) if GLUED.fullmatch(c)), len(row))
    return row[:glued] if len(row) < width else row


def aligned(rows: list[Row], width: int, unit: int) -> list[Row]:
    """The rows, each with an empty first cell where a group's merged cell stands in the group's first row alone.

    `unit` is the column of units, 0 where there is none. What tells that a cell is missing is the place of the row's
    unit, or one word less before the first number than whole rows have.

    >>> aligned([[("缴存", 0), ("缴存额", 3), ("1.5", 7)], [("提取额", 11), ("1.2", 15)]], 3, 0)[1]
    [('', 11), ('提取额', 11), ('1.2', 15)]
    """
    lead = min((_lead(row) for row in rows if len(row) == width), default=0)
    return [[("", row[0][1]), *row] if _lacks_first(row, width, unit, lead) else row for row in rows]


def _lacks_first(row: Row, width: int, unit: int, lead: int) -> bool:
    if not unit:
        return len(row) < width and lead > 1 and _lead(row) == lead - 1
    if not 1 < unit <= len(row) < width:
        return False
    return bool(UNIT_CELL.fullmatch(row[unit - 1][0])) and not UNIT_CELL.fullmatch(row[min(unit, len(row) - 1)][0])


def _lead(row: Row) -> int:
    """How many cells stand before the first number."""
    return next((i for i, (c, _) in enumerate(row) if is_number(c) or c in NOTHING), len(row))

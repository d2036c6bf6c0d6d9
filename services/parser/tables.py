"""Rows of cells come in, readings go out: entities by metrics, metrics by entities, or label, value, unit.

A table that lost its cells (a header with units in brackets, then rows of a name and bare numbers) is first put back
into cells.
"""

import re
from dataclasses import dataclass

from services.parser.lexicon import Lexicon
from services.parser.tokens import PATTERN

UNIT = r"(?:万亿|亿|千万|百万|万|千)?(?:元|笔|户|家|个|名|人|平方米|㎡)|%|‰|个百分点|百分点|亿|万"
UNIT_IN_BRACKETS = re.compile(rf"\(({UNIT})\)")
UNIT_AFTER = re.compile(rf"[,:/]?({UNIT})$")
TABLE_UNIT = re.compile(rf"单位[:]?({UNIT})")
TABBED = re.compile(
    r"[^\n]*\t[^\n]*(?:\n+(?:(?![^\n\t]{0,40}\d[亿万元%家笔户])[^\n\t。;]{1,40}\n+){0,2}[^\n]*\t[^\n]*)*"
)
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:%|‰)?")
FLAT_ROW = re.compile(rf"([一-龥][一-龥()、]{{1,23}})((?:{NUMBER.pattern})(?: (?:{NUMBER.pattern}))+)\n?")
GLUED_HEADS = re.compile(r"(?<=[元%家人名笔户]\))(?=[一-龥])")
CHINESE_CELL = re.compile(r"[一二两三四五六七八九十百]{1,4}")
NUMBERED_HEAD = re.compile(r"\)\s*-?\d")
TWO_NUMBERS = re.compile(r"\d \d")
ROW_BREAK = re.compile(r"(?<=\d)(?=[一-龥])(?!年|岁|平方米|米)|(?<=\))(?=[一-龥]+(?:\([^)]*\)[一-龥]+)?\t[\d-])")
GLUED_NAME = re.compile(rf"(.*[一-龥)%‰])({NUMBER.pattern})")
TOTAL_ROW = re.compile(r"(?:合计|总计|全市|全州|全盟|全省|全区|共计|全市合计|总额|全中心|全辖)(?:\(.*\))?$")
NAME_HEADER = re.compile(
    r"(?:各|分支|所属)?(?:机构|单位|地区|城市|中心|分中心|市州|州市|地市|市县|设区市|部门|项目|指标|管理部|序号)?(?:名称|别)?$"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells with their plain offsets; `unit` is the unit the table's caption gives, if any."""

    start: int
    end: int
    rows: list[list[tuple[str, int]]]
    unit: str


def find_tables(plain: str, lexicon: Lexicon) -> list[Table]:
    """The tables of a plain text in order: rows with tabs, and flat rows under a header of labels and units."""
    tables = [_tabbed(plain, m) for m in TABBED.finditer(plain)] if "\t" in plain else []
    taken = [(t.start, t.end) for t in tables]
    if not TWO_NUMBERS.search(plain):
        return tables
    run: list[re.Match[str]] = []
    for match in FLAT_ROW.finditer(plain):
        if any(a <= match.start() < b for a, b in taken):
            continue
        if run and (match.start() > run[-1].end() + 1 or _width(match) != _width(run[-1])):
            tables += _flat(plain, run, lexicon)
            run = []
        run.append(match)
    tables += _flat(plain, run, lexicon)
    return sorted(tables, key=lambda t: t.start)


def _width(row: re.Match[str]) -> int:
    return len(row[2].split(" "))


def _tabbed(plain: str, match: re.Match[str]) -> Table:
    rows = []
    at = match.start()
    parts = ROW_BREAK.split(match[0]) if "\n" not in match[0].strip() else match[0].split("\n")
    for line in parts:
        cells, here = [], at
        for cell in line.split("\t"):
            pieces = GLUED_HEADS.split(cell) if len(UNIT_IN_BRACKETS.findall(cell)) > 1 else [cell]
            for piece in pieces:
                cells.append((piece.replace(" ", ""), here))
                here += len(piece)
            here += 1
        if line:
            rows.append(cells)
        at += len(line)
        at += match.string[at : at + 1] == "\n"
    _part_glued(rows)
    caption = TABLE_UNIT.search(plain, max(0, match.start() - 60), match.start()) or TABLE_UNIT.search(match[0][:200])
    return Table(match.start(), match.end(), rows, caption[1] if caption else "")


def _part_glued(rows: list[list[tuple[str, int]]]) -> None:
    """Parts a name and the number that ran into it where the row has a cell too few."""
    width = max((len(r) for r in rows), default=0)
    for row in rows:
        if len(row) == width - 1 and (match := GLUED_NAME.fullmatch(row[0][0])):
            at = row[0][1]
            row[0:1] = [(match[1], at), (match[2], at + len(match[1]))]


def _flat(plain: str, run: list[re.Match[str]], lexicon: Lexicon) -> list[Table]:
    """One table of flat rows, if what stands before them is a header with a label and a unit for each column."""
    if len(run) < 2:
        return []
    width = _width(run[0])
    floor = max(plain.rfind("。", 0, run[0].start()), run[0].start() - 400, 0)
    units = list(UNIT_IN_BRACKETS.finditer(plain, floor, run[0].start() + len(run[0][1])))[-width:]
    if len(units) < width or NUMBERED_HEAD.search(plain, units[0].start(), units[-1].end()):
        return []
    first = plain.rfind("\n", floor, units[0].start()) + 1
    header: list[tuple[str, int]] = [("", first)]
    at = _name_header_end(plain, first, units[0].start(), lexicon)
    for unit in units:
        header.append((plain[at : unit.end()].replace("\n", ""), at))
        at = unit.end()
    rows = [header]
    for i, row in enumerate(run):
        start = max(row.start(1), at) if i == 0 else row.start(1)
        cells = [(plain[start : row.end(1)].strip(), start)]
        here = row.start(2)
        for number in row[2].split(" "):
            cells.append((number, here))
            here += len(number) + 1
        rows.append(cells)
    return [Table(first, run[-1].end(), rows, "")]


def _name_header_end(plain: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the first column's own heading (机构, 单位) stops and the first figure's label starts."""
    words = [s for s, _, e in lexicon.scan(plain[start:end]) if e.anywhere or e.local]
    return start + (words[0] if words else 0)


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return NUMBER.fullmatch(cell) is not None or CHINESE_CELL.fullmatch(cell) is not None


def split_unit(cell: str) -> tuple[str, str]:
    """A header cell without its unit, and the unit.

    >>> split_unit("当年缴存额(亿元)")
    ('当年缴存额', '亿元')
    """
    if match := UNIT_IN_BRACKETS.search(cell):
        return cell[: match.start()] + cell[match.end() :], match[1]
    if (match := UNIT_AFTER.search(cell)) and match.start() > 1:
        return cell[: match.start()], match[1]
    return cell, ""


def number_token(cell: str, unit: str) -> re.Match[str] | None:
    """The NUMBER match of a bare cell read with its column's unit."""
    text = cell if cell[-1:] in "%‰" else cell + unit
    match = PATTERN.match(text)
    if match is None or not (match["digits"] or match["chinese"]):
        return None
    return match if match.end() >= len(text) - 1 else None

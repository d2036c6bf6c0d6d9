"""The cells of one table meet the catalogue: each number gets its metric, measure, entity and unit, or stays unread."""

import re
from dataclasses import dataclass, replace

from services.parser.candidate import Pending, Rate, Reading
from services.parser.lexicon import Lexicon
from services.parser.names import Names
from services.parser.place import LONGEST_NAME
from services.parser.quantity import read_quantity
from services.parser.table_rows import GLUED, UNIT_CELL, Row, aligned, parted, sound
from services.parser.tables import NAME_HEADER, TOTAL_ROW, Table, is_number, number_token, split_unit

RATE = re.compile(r"同比|比上年|较上年|增长|增幅|增速|增减|增加率")
POINTS = re.compile(r"百分点")
SKIPPED = re.compile(r"上年|去年|上期|当月|本月|当季|本季|单月|年初|计划|预算|占比变化|排名|序号|备注")
YEAR = re.compile(r"(20\d\d)年?")
UNIT_HEADER = re.compile(r"^(?:计量)?单位$")


HEADING_CELL = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")
ORDINAL = re.compile(r"^(?:其中|[一二三四五六七八九十\d]+[.、)])[:]?")
VALUE_HEADER = re.compile(r"累计|合计|数值|数额|数据|金额|本年|本期|当年|年末|期末|值|数量|实际|20\d\d")


@dataclass(slots=True)
class Column:
    """What a column holds: a metric's figures, their change, an entity's figures, units, names, or nothing known."""

    kind: str
    meanings: dict[str, str]
    unit: str = ""
    header: str = ""


class TableReader:
    """Reads tables with the section and group of the prose around them."""

    def __init__(self, reader: Names, lexicon: Lexicon, year: int | None) -> None:
        self.reader = reader
        self.lexicon = lexicon
        self.year = year

    def read(self, table: Table) -> None:
        """Records every figure of the table whose column and row are known.

        A row of words below numbers is a new header; a row of one cell is a heading inside the table.
        """
        header: list[Row] = []
        body: list[Row] = []
        for row in map(parted, table.rows):
            filled = [c for c, _ in row if c]
            if len(filled) == 1 and not is_number(filled[0]):
                self._block(header, body, table.unit)
                body = []
                self._title(row)
            elif self._holds_figures(row):
                body.append(row)
            elif "-" not in filled and sum(1 for c in filled if not UNIT_CELL.fullmatch(c)) > 1:
                if body:
                    self._block(header, body, table.unit)
                    header, body = [], []
                header.append(row)
        self._block(header, body, table.unit)

    def _holds_figures(self, row: Row) -> bool:
        """A row with numbers, unless they are the years that head its columns."""
        numbers = [c for c, _ in row[1:] if is_number(c)]
        if any(not YEAR.fullmatch(c) for c in numbers) or any(GLUED.fullmatch(c) for c, _ in row[1:]):
            return True
        return bool(numbers) and any(self._meanings(ORDINAL.sub("", c)) for c, _ in row if not is_number(c))

    def _title(self, row: Row) -> None:
        cell, at = next(((c, a) for c, a in row if c), ("", 0))
        if match := HEADING_CELL.match(cell):
            self.reader.place.heading(self.reader.plain, at, at + match.end())

    def _block(self, header: list[Row], body: list[Row], unit: str) -> None:
        if not body or self.reader.place.closed:
            return
        width = max(len(r) for r in body)
        heads = max([width, *(len(r) for r in header)])
        header = [row for row in header if sum(1 for cell, _ in row if cell) > 1]
        columns = [self._column(self._header(header, c), unit) for c in range(heads)]
        body = aligned(body, len(columns), next((i for i, c in enumerate(columns) if c.kind == "unit"), 0))
        if any(c.kind == "metric" for c in columns[1:]):
            self._by_entity(body, self._owned(columns))
        else:
            self._by_metric(body, columns, unit)

    def _header(self, rows: list[Row], c: int) -> str:
        parts: list[str] = []
        for row in rows:
            cell = row[c][0] if c < len(row) else ""
            if cell and cell not in parts:
                parts.append(cell)
        return "".join(parts)

    def _column(self, header: str, unit: str) -> Column:
        text, own = split_unit(header)
        if (m := YEAR.search(text)) and self.year and int(m[1]) != self.year:
            return Column("skip", {})
        if UNIT_HEADER.match(text) and not own:
            return Column("unit", {})
        if POINTS.search(header):
            return Column("points", self._meanings(text), "个百分点")
        if RATE.search(text):
            return Column("rate", self._meanings(RATE.split(text)[0]), "%")
        if SKIPPED.search(text) and not text.startswith("本年"):
            return Column("skip", {})
        meanings = self._meanings(text)
        return Column("metric" if meanings else "plain", meanings, own or unit, header)

    def _meanings(self, text: str) -> dict[str, str]:
        """The metrics a cell names: its words must cover it, but for a few characters of furniture."""
        found: dict[str, str] = {}
        covered = 0
        for start, end, entry in self.lexicon.scan(text):
            covered += end - start
            if entry.anywhere or entry.local:
                found |= self.reader.meanings(entry)
        cjk = sum("\u3400" <= c <= "\u9fff" for c in text)
        return found if covered >= cjk - 2 * (cjk > 6) else {}

    def _owned(self, columns: list[Column]) -> list[Column]:
        """Change columns take the metric of the column before them where they name none."""
        last: dict[str, str] = {}
        for column in columns:
            if column.kind == "metric":
                last = column.meanings
            elif column.kind in {"rate", "points"} and not column.meanings:
                column.meanings = last
        return columns

    def _by_entity(self, rows: list[Row], columns: list[Column]) -> None:
        for row in rows:
            name = next((c for c, _ in row if c and not is_number(c)), "")
            entity = None if TOTAL_ROW.match(name) else name or None
            if name in {"", "小计"} or NAME_HEADER.match(name):
                continue
            for column, (cell, at) in zip(columns, sound(row, len(columns)), strict=False):
                if column.kind in {"metric", "rate", "points"} and is_number(cell):
                    self._record(column, cell, at, entity)
            if entity:
                self._name(entity, row)

    def _name(self, entity: str, row: Row) -> None:
        at = next(a for c, a in row if c == entity)
        self.reader.named.setdefault(entity, (at, at + len(entity)))
        self.reader.tabled.add(entity)

    def _by_metric(self, rows: list[Row], columns: list[Column], unit: str) -> None:
        title = ""
        for row in rows:
            if row[0][0] != title:
                title = row[0][0]
                self._title(row)
            where, label = self._row_label(row)
            if label is None:
                continue
            if label.unit and len(row) < len(columns) and any(c.kind == "unit" for c in columns):
                row.insert(where + 1, (label.unit, row[where][1]))
            units = [row[i][0] for i, c in enumerate(columns) if c.kind == "unit" and i < len(row)]
            label.unit = next((u for u in units if UNIT_CELL.fullmatch(u)), label.unit or unit)
            self._row(row, where, columns, label)

    def _row_label(self, row: Row) -> tuple[int, Column | None]:
        """The cell before the row's numbers that names a metric, the last one first."""
        first = next((i for i, (c, _) in enumerate(row) if is_number(c)), len(row))
        for i in reversed(range(first)):
            text, own = split_unit(row[i][0])
            if meanings := self._meanings(ORDINAL.sub("", text)):
                return i, Column("metric", meanings, own)
        return -1, None

    def _row(self, row: Row, where: int, columns: list[Column], label: Column) -> None:
        taken: set[str | None] = set()
        for (cell, at), column in list(zip(sound(row, len(columns)), columns, strict=False))[where + 1 :]:
            if not is_number(cell):
                continue
            if column.kind in {"rate", "points"}:
                self._record(replace(column, meanings=label.meanings), cell, at, None)
            elif column.kind == "plain" and (entity := self._entity(column.header)) not in taken:
                taken.add(entity)
                self._record(replace(label, unit=label.unit or column.unit), cell, at, entity)

    def _entity(self, header: str) -> str | None:
        """Whose figures a column of values gives: a body's, or the whole's where the header names none."""
        if (
            not header
            or NAME_HEADER.match(header)
            or TOTAL_ROW.match(header)
            or VALUE_HEADER.search(header)
            or len(header) > LONGEST_NAME
        ):
            return None
        if header not in self.reader.named:
            at = max(self.reader.plain.find(header), 0)
            self.reader.named[header] = (at, at + len(header))
        self.reader.tabled.add(header)
        return header

    def _record(self, column: Column, cell: str, at: int, entity: str | None) -> None:
        match = number_token(cell, column.unit)
        if match is None:
            return
        q = replace(read_quantity(match), start=at, end=at + len(cell))
        label = Pending("", at, column.meanings)
        if column.kind == "metric":
            if metric := self.reader.metric(label, q):
                self.reader.reading(metric, q, label, entity)
            return
        metrics = list(dict.fromkeys(column.meanings.values()))
        if len(metrics) == 1 and q.kind in {"ratio", "points"}:
            target = Reading(metrics[0], "level", entity, q.value, q.quantum, "", at, at)
            target.section = self.reader.section()
            self.reader.record_rate(target, Rate(q, 1), column.kind == "points")

"""A page's ruled lines and characters come in, its ruled tables go out as rows, and the characters outside them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.parser.formats.grid import is_layout
from services.parser.formats.pdf_objects import Rule
from services.parser.formats.pdf_page import Box, Glyph, Piece, on_lines, pieces

_NEAR = 3.0  # points within which two lines are one, or meet
_MAX_RULES = 1_500
_MAX_TABLES = 100  # of one page
_MAX_UNITS = 20_000  # cells of one grid


@dataclass(slots=True)
class Table(Box):
    """A ruled table: where it stands, and its rows with merged cells repeated."""

    rows: list[list[str]]


def tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page, and the characters that stand in none."""
    found: list[Table] = []
    if len(rules) > _MAX_RULES:
        return found, list(glyphs)
    rest = list(glyphs)
    for group in _groups(rules):
        grid = _Grid.of(group)
        if grid is None or len(found) >= _MAX_TABLES:
            continue
        inside = [g for g in rest if grid.holds(g)]
        rows = grid.rows(inside)
        if rows and any(len(r) > 1 for r in rows):
            found.append(Table(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], rows))
            taken = {id(g) for g in inside}
            rest = [g for g in rest if id(g) not in taken]
    return found, rest


def _groups(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Lines that touch each other, directly or through others."""
    across, down = [r for r in rules if r.across], [r for r in rules if not r.across]
    parent = list(range(len(rules)))
    index = {id(r): n for n, r in enumerate(rules)}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for a in across:
        for d in down:
            if a.start - _NEAR <= d.at <= a.end + _NEAR and d.start - _NEAR <= a.at <= d.end + _NEAR:
                parent[root(index[id(a)])] = root(index[id(d)])
    groups: dict[int, list[Rule]] = {}
    for n, rule in enumerate(rules):
        groups.setdefault(root(n), []).append(rule)
    return groups.values()


def _merged(values: Iterable[float]) -> list[float]:
    """Positions in ascending order, near ones as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


class _Grid:
    """The unit cells between all lines of a group; those without a line between them are one cell."""

    def __init__(self, xs: list[float], ys: list[float], rules: Sequence[Rule]) -> None:
        self.xs, self.ys, self._rules = xs, ys, rules
        self._columns, self._lines = len(xs) - 1, len(ys) - 1
        self._cell = self._joined()

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "_Grid | None":
        """The grid of a group of lines, or None where they make no table."""
        across, down = [r for r in rules if r.across], [r for r in rules if not r.across]
        if len(across) < 2 or not down:
            return None
        xs = _merged([r.at for r in down] + [e for r in across for e in (r.start, r.end)])
        ys = _merged([r.at for r in across] + [e for r in down for e in (r.start, r.end)])
        units = (len(xs) - 1) * (len(ys) - 1)
        return cls(xs, ys, rules) if len(xs) > 2 and len(ys) > 1 and 1 < units <= _MAX_UNITS else None

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands in the table."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def rows(self, glyphs: Sequence[Glyph]) -> list[list[str]]:
        """The rows from the top, or none where a cell holds running text and the lines only frame it."""
        inside: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            column = bisect_right(self.xs, (glyph.left + glyph.right) / 2) - 1
            line = bisect_right(self.ys, (glyph.bottom + glyph.top) / 2) - 1
            unit = min(line, self._lines - 1) * self._columns + min(column, self._columns - 1)
            inside.setdefault(self._cell[unit], []).append(glyph)
        lines = {cell: on_lines(pieces(found)) for cell, found in inside.items()}
        if is_layout(sum(len(p.text) for line in found for p in line) for found in lines.values()):
            return []
        rows = []
        for line in reversed(range(self._lines)):
            cells = [self._cell[line * self._columns + c] for c in range(self._columns)]
            row = [_cell_text(lines.get(c, []), _baselines(lines, cells)) for c in cells]
            if any(row):
                rows.append(row[:1] if len(set(cells)) == 1 else row)
        return rows

    def _joined(self) -> list[int]:
        """For each unit cell the lowest unit that it is one cell with."""
        cell = list(range(self._columns * self._lines))
        down = {n: [r for r in self._rules if not r.across and abs(r.at - x) <= _NEAR] for n, x in enumerate(self.xs)}
        across = {n: [r for r in self._rules if r.across and abs(r.at - y) <= _NEAR] for n, y in enumerate(self.ys)}
        middles = [(a + b) / 2 for a, b in pairwise(self.xs)]
        for line, (low, high) in enumerate(pairwise(self.ys)):
            for column in range(self._columns):
                unit = line * self._columns + column
                if column and not _drawn(down[column], (low + high) / 2):
                    _unite(cell, unit - 1, unit)
                if line and not _drawn(across[line], middles[column]):
                    _unite(cell, unit - self._columns, unit)
        return [_first(cell, unit) for unit in range(len(cell))]


def _drawn(rules: Iterable[Rule], at: float) -> bool:
    return any(r.start <= at <= r.end for r in rules)


def _first(cell: list[int], unit: int) -> int:
    while cell[unit] != unit:
        unit = cell[unit]
    return unit


def _unite(cell: list[int], one: int, other: int) -> None:
    low, high = sorted((_first(cell, one), _first(cell, other)))
    cell[high] = low


def _baselines(lines: dict[int, list[list[Piece]]], cells: Iterable[int]) -> list[float]:
    """The heights at which the cells of a row have lines, from the top."""
    found: list[float] = []
    for line in sorted((line[0] for c in set(cells) for line in lines.get(c, [])), key=lambda p: -p.bottom):
        if not found or found[-1] - line.bottom > 0.5 * line.size:
            found.append(line.bottom)
    return found


def _cell_text(lines: list[list[Piece]], baselines: Sequence[float]) -> str:
    """The lines of a cell, top down; a blank one where only its neighbours have one, if it has several itself."""
    texts = ["".join(p.text for p in line) for line in lines]
    if len(lines) < 2:
        return "".join(texts)
    slots = [""] * len(baselines)
    for text, line in zip(texts, lines, strict=True):
        nearest = min(range(len(baselines)), key=lambda n: abs(baselines[n] - line[0].bottom))
        slots[nearest] += text
    return "\n".join(slots)

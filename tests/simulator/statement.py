"""A report as a workbook's table: a figure a row, with its unit, the whole and the parts in columns, and the change."""

from tests.simulator.annual import title
from tests.simulator.books import Entity
from tests.simulator.figures import Fig, Form, Run
from tests.simulator.heads import CHAPTERS
from tests.simulator.metrics import GROWING
from tests.simulator.writer import Block, Writer

Cell = list[Run]


def write(w: Writer) -> None:
    """All chapters in one table or in a table each."""
    rng = w.rng
    w.add("title", [title(rng, w.book)])
    bodies = w.book.entities if rng.random() < 0.7 else [w.book.total]
    unit_column = rng.random() < 0.7
    growth = rng.random() < 0.6
    rows: list[list[Cell]] = []
    left_out = {name for name, _ in CHAPTERS if rng.random() < 0.12}
    for name, metrics in CHAPTERS:
        if name in left_out:
            continue
        lines = [line for row in metrics if (line := _line(w, row, bodies, unit_column, growth))]
        if lines:
            rows.append([[name], *([[""]] * (len(lines[0]) - 1))])
            rows += lines
    whole = rng.choice(["全市", "合计", "数值", "金额/数量"]) if len(bodies) == 1 else rng.choice(["全市", "合计"])
    head = ["指标", *(["单位"] if unit_column else []), whole, *(e.name for e in bodies[1:])]
    head += [rng.choice(["同比增长（%）", "同比（%）", "比上年增长（%）"])] if growth else []
    w.blocks.append(Block("table", rows=[[[h] for h in head], *rows]))
    w.paragraph(f"注：数据截至{w.book.year}年12月31日。")


def _line(w: Writer, row: tuple[str, tuple[str, ...]], bodies: list[Entity], unit: bool, growth: bool) -> list[Cell]:
    """One row: name, unit, a cell for each body, the change of the whole; nothing where it isn't disclosed."""
    metric, names = row
    if not w.has(w.book.total, metric):
        return []
    form = w.hand.form(metric, w.book.total.now[metric])
    label = w.rng.choice(names)
    cells: list[Cell] = [[label], [form.suffix]] if unit else [[f"{label}（{form.suffix}）"]]
    for body in bodies:
        cells.append([_bare(w.hand.level(body.name, metric, body.now[metric], form))] if metric in body.now else ["-"])
    if growth:
        cells.append([_rate(w, metric)] if metric in GROWING and w.has(w.book.total, metric, "yoy_rate") else [""])
    return cells


def _rate(w: Writer, metric: str) -> Fig:
    """The change of the whole in a column of percentages: a decrease carries its sign."""
    growth = w.book.total.growth(metric)
    assert growth is not None
    fig = w.hand.rate("total", metric, growth)
    fig.form = Form("%", -2, fig.form.decimals)
    fig.minus = True
    return _bare(fig)


def _bare(fig: Fig) -> Fig:
    """Digits alone: the unit stands in the head or beside."""
    fig.bare, fig.wide, fig.strip = True, False, False
    return fig.write()

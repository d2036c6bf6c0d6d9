"""A report as a table: a figure a row, with its unit, the whole and the parts in columns, last year and the change."""

from dataclasses import dataclass

from tests.simulator.annual import title
from tests.simulator.books import TOTAL, Entity
from tests.simulator.figures import PER_THOUSAND, Fig, Form, Run
from tests.simulator.heads import CHAPTERS
from tests.simulator.metrics import GROWING
from tests.simulator.page import Block
from tests.simulator.writer import Writer

Cell = list[Run]
_WHOLE = ("deposit.", "income.", "expense.", "allocation.", "admin_expense.")
"""What a table breaks down it breaks down wholly."""


@dataclass(slots=True)
class Shape:
    """Which columns the table has."""

    bodies: list[Entity]
    chapter: bool
    unit: bool
    last_year: bool
    growth: bool
    percent: bool


def write(w: Writer) -> None:
    """All chapters in one table, a chapter's name in a row or in a cell that spans its rows."""
    rng = w.rng
    w.hidden = {h for h in w.hidden if not h[0].startswith(_WHOLE) and ".share." not in h[0]}
    w.add("title", [title(rng, w.book)])
    bodies = w.book.entities if rng.random() < 0.6 else [w.book.total]
    single = len(bodies) == 1
    shape = Shape(
        bodies,
        rng.random() < 0.3,
        rng.random() < 0.7,
        single and rng.random() < 0.4,
        rng.random() < 0.6,
        rng.random() < 0.2,
    )
    block = Block("table", rows=[_head(w, shape)])
    for name, metrics in CHAPTERS:
        lines = [line for row in metrics if (line := _line(w, row, shape))]
        if not lines or rng.random() < 0.12:
            continue
        if shape.chapter:
            block.spans[len(block.rows), 0] = len(lines)
            lines = [[[name if not i else ""], *line] for i, line in enumerate(lines)]
        else:
            block.rows.append([[name], *([[""]] * (len(lines[0]) - 1))])
        block.rows += lines
    w.blocks.append(block)
    w.paragraph(f"注：数据截至{w.book.year}年12月31日。")


def _head(w: Writer, shape: Shape) -> list[Cell]:
    """The names of the columns."""
    rng, year = w.rng, w.book.year
    whole = (
        rng.choice(["全市", "合计"]) if len(shape.bodies) > 1 else rng.choice(["数值", "全市", f"{year}年", "本年数"])
    )
    before = []
    if shape.last_year:
        whole, last = rng.choice([(f"{year}年", f"{year - 1}年"), ("本年数", "上年数"), ("本年", "上年同期")])
        before = [last]
    change = rng.choice(["同比增长（%）", "同比（%）", "比上年增长（%）", "增幅（%）"])
    if shape.percent:
        change = rng.choice(["同比增长", "增幅", "同比"])
    heads = [
        *(["项目"] if shape.chapter else []),
        rng.choice(["指标", "指标名称", "项目"]),
        *(["单位"] if shape.unit else []),
        whole,
        *(e.name for e in shape.bodies[1:]),
        *before,
        *([change] if shape.growth else []),
    ]
    return [[h] for h in heads]


def _line(w: Writer, row: tuple[str, tuple[str, ...]], shape: Shape) -> list[Cell]:
    """One row: name, unit, a cell for each body, the change of the whole; nothing where it isn't disclosed."""
    metric, names = row
    total = w.book.total
    if not w.has(total, metric):
        return []
    form = w.hand.form(metric, total.now[metric])
    unit = "‰" if form.suffix == PER_THOUSAND else form.suffix
    label = w.rng.choice(names)
    cells: list[Cell] = [[label], [unit]] if shape.unit else [[f"{label}（{unit}）"]]
    for body in shape.bodies:
        cells.append([_bare(w.hand.level(body.name, metric, body.now[metric], form))] if metric in body.now else ["-"])
    if shape.last_year:
        was = total.prior.get(metric)
        cells.append([_bare(w.hand.level(TOTAL, metric, was, form)).raw if was is not None else ""])
    if shape.growth:
        told = metric in GROWING and w.has(total, metric, "yoy_rate")
        cells.append([_rate(w, metric, shape.percent)] if told else [""])
    return cells


def _rate(w: Writer, metric: str, percent: bool) -> Fig:
    """The change of the whole in a column of percentages: a decrease carries its sign."""
    growth = w.book.total.growth(metric)
    assert growth is not None
    fig = w.hand.rate(TOTAL, metric, growth)
    fig.form = Form("%", -2, fig.form.decimals)
    fig.minus = True
    return fig.write() if percent else _bare(fig)


def _bare(fig: Fig) -> Fig:
    """Digits alone: the unit stands in the head or beside."""
    fig.bare, fig.wide, fig.strip = True, False, False
    return fig.write()

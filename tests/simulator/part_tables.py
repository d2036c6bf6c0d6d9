"""Tables with a row for each body and the unit in the head of the column."""

from tests.simulator.books import Entity
from tests.simulator.figures import Fig, Form, Run
from tests.simulator.heads import HEADS
from tests.simulator.metrics import TELLING
from tests.simulator.page import Block
from tests.simulator.sentences import Section
from tests.simulator.writer import Writer

_TITLES = ("{}各机构业务情况", "{}分机构情况表", "表：{}各分中心情况")
_FIRST = ("单位", "单 位", "机构", "分中心", "名称")
_TOTALS = ("合计", "合 计", "全市")


def part_table(w: Writer, section: Section) -> None:
    """A sub-centre a row, the whole in the last."""
    columns = _columns(w, section)
    if len(columns) > 1:
        w.paragraph(w.rng.choice(_TITLES).format(f"{w.book.year}年"))
        bodies = [*((p.name, p) for p in w.book.parts), (w.rng.choice(_TOTALS), w.book.total)]
        table(w, columns, bodies, w.rng.choice(_FIRST))


def province_table(w: Writer, section: Section, number: int) -> None:
    """A city a row, the province in the first."""
    columns = _columns(w, section)
    if len(columns) > 1:
        w.paragraph(f"表{number} {w.book.year}年分城市住房公积金{section.title[0]}情况")
        whole = w.rng.choice([w.book.place.province, "全省" if w.book.place.province[-1] == "省" else "全区", "合计"])
        bodies = [(whole, w.book.total), *((p.name, p) for p in w.book.parts)]
        table(w, columns, bodies, w.rng.choice(["地区", "地 区", "城市"]))


def _columns(w: Writer, section: Section) -> list[str]:
    columns = [c for c in map(w.metric, section.columns) if w.has(w.book.total, c)]
    return [c for c in columns if c not in TELLING or w.book.total.now[c]]


def table(w: Writer, columns: list[str], bodies: list[tuple[str, Entity]], first: str) -> None:
    """The rows, all figures of a column in one form."""
    forms = {c: w.hand.form(c, w.book.total.now[c]) for c in columns}
    heads: list[list[Run]] = [[first], *([f"{HEADS[c]}（{forms[c].suffix}）"] for c in columns)]
    rows = [heads]
    for label, body in bodies:
        rows.append([[label], *([_cell(w, body, c, forms[c])] for c in columns)])
    w.blocks.append(Block("table", rows=rows))


def _cell(w: Writer, body: Entity, metric: str, form: Form) -> Fig:
    fig = w.hand.level(body.name, metric, body.now[metric], form)
    fig.bare = True
    return fig.write()

"""A section of a report: sentences about the whole, and the ways in which its parts are told beside it."""

from tests.simulator.books import Entity
from tests.simulator.figures import Run
from tests.simulator.heads import HEADS
from tests.simulator.metrics import TELLING
from tests.simulator.sentences import Section, Sentence
from tests.simulator.writer import Block, Writer


def told(w: Writer, sentence: Sentence, entity: Entity) -> list[Run] | None:
    """One sentence about one entity, in the first drawn variant whose figures are disclosed."""
    w.nothing = bool(sentence.metrics) and not any(entity.now.get(w.metric(m)) for m in sentence.metrics)
    if w.nothing and sentence.nil:
        chance = w.rng.random()
        if chance < 0.7:
            return w.fill(w.rng.choice(sentence.nil), entity)
        if chance < 0.85:
            return None
    start = w.rng.randrange(len(sentence.variants))
    for index in range(len(sentence.variants)):
        runs = w.fill(sentence.variants[(start + index) % len(sentence.variants)], entity)
        if runs:
            return runs
    return None


def inline_parts(w: Writer, sentence: Sentence) -> list[Run]:
    """其中，A…，B…。 after a sentence about the whole; the first item may carry words the others leave out."""
    pattern = w.rng.choice(sentence.parts)
    items = [runs for p in w.book.parts if (runs := w.fill(pattern, p))]
    if not items:
        return []
    opening = w.rng.choice(["其中，", "其中，", "其中：", "其中,"])
    return [opening, *w.joined(items, w.rng.choice(["，", "；"] if "，" not in pattern else ["；"])), "。"]


def paragraphs(w: Writer, section: Section, entity: Entity, inline: bool) -> list[list[Run]]:
    """The section's sentences about one entity, each sentence a list of runs."""
    w.prefix = section.prefix
    lines = []
    for sentence in section.sentences:
        if w.rng.random() > sentence.chance or (sentence.whole_only and entity is not w.book.total):
            continue
        w.prefix = section.prefix
        runs = told(w, sentence, entity)
        if runs is None:
            continue
        if inline and sentence.parts and w.book.parts:
            runs = runs + inline_parts(w, sentence)
        lines.append(runs)
    return lines


def write(w: Writer, section: Section, mode: str, one_paragraph: bool) -> None:
    """The whole section. `mode` says where the parts stand: none, inline, parens, blocks or table."""
    w.parens = mode == "parens"
    lines = paragraphs(w, section, w.book.total, mode == "inline")
    w.parens = False
    if not lines:
        return
    if section.heading:
        lines[0] = [*section.heading, *lines[0]]
    if one_paragraph:
        lines = [[run for line in lines for run in line]]
    if mode == "blocks" and w.book.parts:
        lines[-1].append(w.rng.choice(["其中：", "其中:", "其中，"]))
    w.blocks += [Block("p", line) for line in lines]
    if mode == "blocks":
        for part in w.book.parts:
            part_block(w, section, part)
    if mode == "table" and section.columns:
        part_table(w, section)


def part_block(w: Writer, section: Section, part: Entity) -> None:
    """A sub-centre's own paragraph: 盘锦中心：…"""
    lines = paragraphs(w, section, part, inline=False)
    if not lines:
        return
    style = w.rng.random()
    if style < 0.12:
        w.add("p", [part.name + "："])
        w.blocks += [Block("p", line) for line in lines]
        return
    mark = "，" if style < 0.2 else "："
    w.add("p", [part.name + mark, *(run for line in lines for run in line)])


def part_table(w: Writer, section: Section) -> None:
    """A table with a row for each sub-centre and the unit in the column's head."""
    columns = [w.metric(c) for c in section.columns]
    columns = [c for c in columns if w.has(w.book.total, c)]
    columns = [c for c in columns if c not in TELLING or w.book.total.now[c]]
    if len(columns) < 2:
        return
    forms = {c: w.hand.form(c, w.book.total.now[c]) for c in columns}
    heads: list[list[Run]] = [[w.rng.choice(["单位", "单 位", "机构", "分中心", "名称"])]]
    heads += [[f"{HEADS[c]}（{forms[c].suffix}）"] for c in columns]
    rows = [heads]
    for part in [*w.book.parts, w.book.total]:
        label = w.rng.choice(["合计", "合 计", "全市"]) if part is w.book.total else part.name
        row: list[list[Run]] = [[label]]
        for column in columns:
            fig = w.hand.level(part.name, column, part.now[column], forms[column])
            fig.bare = True
            row.append([fig.write()])
        rows.append(row)
    w.paragraph(w.rng.choice(["{}各机构业务情况", "{}分机构情况表", "表：{}各分中心情况"]).format(f"{w.book.year}年"))
    w.blocks.append(Block("table", rows=rows))

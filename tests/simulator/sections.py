"""A section of a report: sentences about the whole, and the ways in which its parts are told beside it."""

from tests.simulator.books import Entity
from tests.simulator.figures import Run
from tests.simulator.metrics import KIND
from tests.simulator.page import Block
from tests.simulator.part_tables import part_table
from tests.simulator.sentences import Section, Sentence
from tests.simulator.writer import Writer, parse


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


def inline_parts(w: Writer, sentence: Sentence, parts: list[Entity]) -> list[Run]:
    """其中，A…，B…。 after a sentence about the whole; a part that had none of it may be left out."""
    pattern = w.rng.choice(sentence.parts)
    metrics = [
        w.metric(text) for _, tokens in parse(pattern) for is_figure, text, mode in tokens if is_figure and not mode
    ]
    levels = [m for m in metrics if m in KIND]
    some = [p for p in parts if any(p.now.get(m) for m in levels)]
    if some and w.rng.random() < 0.5:
        parts = some
    if len(levels) == 1 and len(parts) > 1 and w.rng.random() < 0.1:
        return _respectively(w, levels[0], parts)
    items = [runs for p in parts if (runs := w.fill(pattern, p))]
    if not items:
        return []
    opening = w.rng.choice(["其中，", "其中，", "其中：", "其中,"])
    return [opening, *w.joined(items, w.rng.choice(["，", "；"] if "，" not in pattern else ["；"])), "。"]


def _respectively(w: Writer, metric: str, parts: list[Entity]) -> list[Run]:
    """其中，A、B分别为a、b。"""
    parts = [p for p in parts if w.has(p, metric)]
    if len(parts) < 2:
        return []
    names = w.rng.choice(["、", "和"] if len(parts) == 2 else ["、"]).join(w.name(p) for p in parts)
    verb = w.rng.choice(["分别为", "分别是", "分别"])
    return ["其中，", names, verb, *w.joined(([w.level(p, metric)] for p in parts), "、"), "。"]


def paragraphs(w: Writer, section: Section, entity: Entity, inline: list[Entity]) -> list[list[Run]]:
    """The section's sentences about one entity, each with its inner bodies where they are told in the same line."""
    lines = []
    for sentence in section.sentences:
        if w.rng.random() > sentence.chance or (sentence.whole_only and entity is not w.book.total):
            continue
        w.prefix = section.prefix
        runs = told(w, sentence, entity)
        if runs is None:
            continue
        if inline and sentence.parts and not w.nothing and w.rng.random() < sentence.parts_chance:
            runs = runs + inline_parts(w, sentence, inline)
        lines.append(runs)
    return lines


def write(w: Writer, section: Section, mode: str, one_paragraph: bool, heading: list[Run]) -> None:
    """The whole section. `mode` says where the parts stand: none, inline, parens, blocks, table, apart (no total)."""
    if mode == "apart":
        _apart(w, section, heading)
        return
    w.parens = mode == "parens"
    told_parts = w.book.parts if mode == "inline" else []
    if told_parts and w.rng.random() < 0.03:
        told_parts = told_parts[:1]
    lines = paragraphs(w, section, w.book.total, told_parts)
    w.parens = False
    if not lines:
        return
    lines[0] = [*heading, *lines[0]]
    if one_paragraph:
        lines = [[run for line in lines for run in line]]
    if mode == "blocks" and w.book.parts:
        lines[-1].append(w.rng.choice(["其中：", "其中:", "其中，", ""]))
    w.blocks += [Block("p", line) for line in lines]
    if mode == "blocks":
        for part in w.book.parts:
            part_block(w, section, part)
    if mode == "table" and section.columns:
        w.prefix = section.prefix
        part_table(w, section)


def part_block(w: Writer, section: Section, part: Entity, number: str = "") -> None:
    """A sub-centre's own paragraph: 盘锦中心：…"""
    lines = paragraphs(w, section, part, part.inner)
    if not lines:
        return
    style = w.rng.random()
    if style < 0.12:
        w.add("p", [number + part.name + "："])
        w.blocks += [Block("p", line) for line in lines]
        return
    mark = "，" if style < 0.2 else "："
    w.add("p", [number + part.name + mark, *(run for line in lines for run in line)])


def _apart(w: Writer, section: Section, heading: list[Run]) -> None:
    """Every body numbered for itself, and nothing of the whole."""
    before = len(w.blocks)
    mark = w.rng.choice([".", "．", "、"])
    for index, part in enumerate(w.book.parts):
        part_block(w, section, part, f"{index + 1}{mark}")
    if heading and len(w.blocks) > before:
        w.blocks.insert(before, Block("h2", heading))

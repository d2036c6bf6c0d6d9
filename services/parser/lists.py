"""What only the whole report can tell: which figure a list splits, whose a paragraph is that names nobody.

A list of parts that names no figure of its own takes the figure it splits. Of the figures stated before 其中, it is
the one that the parts add up to; where none or several do, the last one stated, unless a part is larger than that: a
list that cannot split the last figure splits the paragraph's first.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal

from services.parser.candidate import Reading
from shared.catalogue.metrics import Metric

SHARES = 4
"""As many figures make a paragraph of shares, which a report gives for all its parts or for the whole alone."""


def settle_lists(readings: list[Reading], metrics: Mapping[str, Metric]) -> None:
    """Gives each list's items the metric of the figure they are parts of, in place."""
    lists: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for r in readings:
        if r.options:
            lists[r.listed, r.kind].append(r)
    for items in lists.values():
        options = {o.metric: o for o in items[0].options if metrics[o.metric].rollup == "sum"}
        if items[0].metric not in options:
            continue
        fits = [o for o in options.values() if _adds_up(o, items)]
        if len(items) > 1 and len(fits) == 1:
            _move(readings, items, fits[0].metric)
        elif not fits and not _holds(options[items[0].metric], items):
            _move(readings, items, next((o.metric for o in options.values() if _holds(o, items)), items[0].metric))


def _holds(whole: Reading, parts: list[Reading]) -> bool:
    """Whether each part may be a part: none is larger than the whole. Below zero nothing can be said."""
    return any(p.value < 0 for p in parts) or all(p.value <= whole.value + whole.quantum + p.quantum for p in parts)


def _move(readings: list[Reading], items: list[Reading], metric: str) -> None:
    before = items[0].metric
    if metric != before:
        for item in items:
            item.metric = metric
        _move_rates(readings, items, before)


def _adds_up(whole: Reading, parts: list[Reading]) -> bool:
    """Within one unit of each last digit, since a figure may be rounded or cut."""
    slack = whole.quantum + sum((p.quantum for p in parts), Decimal(0))
    return abs(whole.value - sum((p.value for p in parts), Decimal(0))) <= slack


def _move_rates(readings: list[Reading], items: list[Reading], before: str) -> None:
    entities = {i.entity for i in items}
    for r in readings:
        if r.listed == items[0].listed and r.measure != "level" and r.metric == before and r.entity in entities:
            r.metric = items[0].metric


def settle_paragraphs(readings: list[Reading]) -> None:
    """Gives the whole body the paragraphs that only seem to go on with the last part, in place.

    A block of its own may have several paragraphs. But where the whole body has none of its figures, and they stand
    once more for that part or for no other part at all, the paragraph was the whole body's; unless the whole body says
    less than the part does, as in a report that tells its centres apart.
    """
    paragraphs: dict[int, list[Reading]] = defaultdict(list)
    stated: dict[tuple[str, str], dict[str | None, set[int]]] = defaultdict(lambda: defaultdict(set))
    for r in readings:
        if not r.weak:
            stated[r.metric, r.measure][r.entity].add(r.paragraph)
            if r.paragraph:
                paragraphs[r.paragraph].append(r)
    told = Counter(r.entity for r in readings if not r.weak)
    elsewhere = {key: len(set().union(*whose.values())) > 1 for key, whose in stated.items()}
    for line, group in paragraphs.items():
        keys = {(r.metric, r.measure) for r in group}
        entity = group[0].entity
        if told[None] < told[entity]:
            continue
        again = any(len(stated[k][entity]) > (line in stated[k][entity]) for k in keys)
        alone = len(group) >= SHARES and not any(elsewhere[k] for k in keys)
        if not any(None in stated[k] for k in keys) and (again or alone):
            for r in group:
                r.entity = None
                stated[r.metric, r.measure][None].add(line)

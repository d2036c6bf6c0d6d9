"""A list of parts that names no figure of its own takes the figure it splits.

Of the figures stated before 其中, it is the one that the parts add up to; where none or several do, the last one stated
before the list, or the first of its sentence where the list has a sentence of its own.
"""

from collections import defaultdict
from decimal import Decimal

from services.parser.candidate import Reading


def settle_lists(readings: list[Reading]) -> None:
    """Gives each list's items the metric of the figure they are parts of, in place."""
    lists: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for r in readings:
        if r.options:
            lists[r.listed, r.kind].append(r)
    for items in lists.values():
        options = {o.metric: o for o in items[0].options}
        fits = [o for o in options.values() if _adds_up(o, items)]
        if len(items) > 1 and len(fits) == 1 and fits[0].metric != items[0].metric:
            before = items[0].metric
            for item in items:
                item.metric = fits[0].metric
            _move_rates(readings, items, before)


def _adds_up(whole: Reading, parts: list[Reading]) -> bool:
    slack = (whole.quantum + sum((p.quantum for p in parts), Decimal(0))) / 2
    return abs(whole.value - sum((p.value for p in parts), Decimal(0))) <= slack


def _move_rates(readings: list[Reading], items: list[Reading], before: str) -> None:
    entities = {i.entity for i in items}
    for r in readings:
        if r.listed == items[0].listed and r.measure != "level" and r.metric == before and r.entity in entities:
            r.metric = items[0].metric

"""A body joined: stocks that grew by more than what flowed, all of them together. Pure.

A growth rate over last year's own closing then breaks every roll-forward, though no figure is wrong. It takes three
stocks of one entity with the contributions and the withdrawals among them, all short of what flowed, and the joined
contributions less the joined withdrawals must be the joined balance: one slip cannot look like that.
"""

from collections import defaultdict
from collections.abc import Iterable

from services.validator.trial import Court
from shared.books.formulas import Growth
from shared.books.interval import Interval, TooCoarse, meets, subtract
from shared.model import Verdict

CONTRIBUTIONS, WITHDRAWALS, BALANCE = "contribution.cumulative", "withdrawal.cumulative", "contribution.balance"
FEWEST = 3


def mergers(court: Court) -> list[frozenset[int]]:
    """The violated roll-forwards of each entity that a body's joining explains."""
    found = []
    for joined in _joined(court).values():
        stocks = {metric: gap for metric, gap, _ in joined}
        explained = len(joined) >= FEWEST and {CONTRIBUTIONS, WITHDRAWALS} <= set(stocks)
        if explained and all(gap[0] > 0 for gap in stocks.values()) and _adds_up(stocks):
            found.append(frozenset(at for _, _, at in joined))
    return found


def _joined(court: Court) -> dict[str, list[tuple[str, Interval, int]]]:
    """By entity: each violated roll-forward with what is there beyond opening and flow."""
    by_entity: dict[str, list[tuple[str, Interval, int]]] = defaultdict(list)
    for at, instance in enumerate(court.instances):
        if court.verdicts[at] != Verdict.VIOLATED or not isinstance(instance.formula, Growth):
            continue
        values = [court.book.wide[s] for s in instance.slots]
        quanta = [court.book.quanta[s] for s in instance.slots]
        try:
            gap = subtract(
                instance.formula.balance.left.range(values, quanta), instance.formula.flow.range(values, quanta)
            )
        except TooCoarse:
            continue
        metric = court.book.where[instance.slots[instance.formula.level]][1]
        by_entity[instance.entity].append((metric, gap, at))
    return by_entity


def _adds_up(stocks: dict[str, Interval]) -> bool:
    if BALANCE not in stocks:
        return True
    return meets(subtract(stocks[CONTRIBUTIONS], stocks[WITHDRAWALS]), stocks[BALANCE])


def all_of(groups: Iterable[frozenset[int]]) -> frozenset[int]:
    """The identities of every group together."""
    return frozenset().union(*groups)

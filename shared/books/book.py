"""A report's figures as a book: one slot a figure, each with what it may be in both readings."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.books.interval import ONE, Interval, by_last_digit, rounded, scaled
from shared.model import Fact, Miss

UNREAD = {"unreadable", "ambiguous"}


def key_of(metric: str, measure: str) -> str:
    """The key of a figure within an entity.

    >>> key_of("loan.balance", "yoy_rate")
    'loan.balance:yoy_rate'
    """
    return metric if measure == "level" else f"{metric}:{measure}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One slot as it can be taken: its number, its quantum, its interval in the first and the second reading.

    `fine` is the interval with the trailing zeros that the figure evidently lost.
    """

    value: int
    quantum: int
    exact: Interval
    wide: Interval
    fine: Interval | None = None


class Book:
    """The figures of one report, by slot and by (entity, key).

    `exact` is what a rounded figure says, `wide` what it may say if it was cut; `fine` holds growth figures that
    evidently lost their trailing zeros (5% beside 2.76%), read with the zeros. A slot without a fact is a zero that
    was stated in words or assumed.
    """

    def __init__(self, facts: Iterable[Fact], misses: Iterable[Miss] = ()) -> None:
        self.facts: list[Fact | None] = []
        self.where: list[tuple[str, str]] = []
        self.values: list[int] = []
        self.quanta: list[int] = []
        self.exact: list[Interval] = []
        self.wide: list[Interval] = []
        self.rows: dict[str, dict[str, int]] = {}
        self.assumed: dict[tuple[str, str], int] = {}
        self.unread = {(m.entity, key_of(m.metric, m.measure)) for m in misses if m.reason in UNREAD}
        for fact in facts:
            self._put(fact)
        for miss in misses:
            if miss.reason == "none_disclosed":
                row = self.rows.setdefault(miss.entity, {})
                row.setdefault(key_of(miss.metric, miss.measure), self._zero(miss.entity, miss.metric))
        self.fine = self._fine()

    def _put(self, fact: Fact) -> None:
        key = key_of(fact.metric, fact.measure)
        value, quantum = scaled(fact.value), max(scaled(fact.quantum), 1)
        row = self.rows.setdefault(fact.entity, {})
        if key in row:
            return
        row[key] = len(self.facts)
        self.facts.append(fact)
        self.where.append((fact.entity, key))
        self.values.append(value)
        self.quanta.append(quantum)
        reading = _reading(fact, value, quantum)
        self.exact.append(reading.exact)
        self.wide.append(reading.wide)

    def _zero(self, entity: str, key: str) -> int:
        self.facts.append(None)
        self.where.append((entity, key))
        for column in (self.values, self.quanta):
            column.append(0)
        for intervals in (self.exact, self.wide):
            intervals.append((0, 0))
        return len(self.facts) - 1

    def _fine(self) -> dict[int, Interval]:
        finest: dict[str, int] = {}
        changes = [s for s, (_, key) in enumerate(self.where) if ":" in key and self.facts[s]]
        for slot in changes:
            key = self.where[slot][1]
            finest[key] = min(finest.get(key, self.quanta[slot]), self.quanta[slot])
        coarse = [s for s in changes if self.quanta[s] > finest[self.where[s][1]]]
        return {s: rounded(self.values[s], finest[self.where[s][1]]) for s in coarse}

    def slot(self, entity: str, key: str) -> int:
        """The slot of a figure, or -1 where there is none."""
        return self.rows.get(entity, {}).get(key, -1)

    def assume(self, entity: str, key: str, beside_others: bool = False) -> int:
        """The slot of a zero taken for a figure on which the report is silent; -1 where that would be rash.

        It is where the figure is there and could not be read, and where another body of the report has it and it is
        not zero, unless `beside_others`.
        """
        if (entity, key) in self.unread:
            return -1
        if not beside_others and any(self.values[s] for row in self.rows.values() if (s := row.get(key, -1)) >= 0):
            return -1
        if (entity, key) not in self.assumed:
            self.assumed[entity, key] = self._zero(entity, key)
        return self.assumed[entity, key]

    def read(self, slot: int) -> Reading:
        """How a slot is taken now."""
        fine = self.fine.get(slot)
        return Reading(self.values[slot], self.quanta[slot], self.exact[slot], self.wide[slot], fine)

    def reread(self, slot: int, value: int, quantum: int | None = None) -> Reading:
        """A slot with another number, by default at its own quantum."""
        q = self.quanta[slot] if quantum is None else quantum
        return _reading(self.facts[slot], value, q)

    def put(self, slot: int, reading: Reading) -> Reading:
        """Takes a slot another way; gives back how it was taken before."""
        before = self.read(slot)
        self.values[slot], self.quanta[slot] = reading.value, reading.quantum
        self.exact[slot], self.wide[slot] = reading.exact, reading.wide
        self.fine.pop(slot, None)
        if reading.fine:
            self.fine[slot] = reading.fine
        return before


def _reading(fact: Fact | None, value: int, quantum: int) -> Reading:
    """What a figure may be in both readings; heads and employers counted one by one are neither rounded nor cut."""
    if fact and fact.unit == "count" and quantum == ONE:
        return Reading(value, quantum, (value, value), (value, value))
    difference = fact is not None and fact.measure == "yoy_points"
    return Reading(value, quantum, rounded(value, quantum), by_last_digit(value, quantum, difference))

"""What may have happened: every way to change a few figures so that violated identities hold again. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from services.validator.misprints import Meant, misprints
from services.validator.trial import Court, Outcome
from shared.books.book import Reading
from shared.books.interval import ONE, closed, meets, middle
from shared.catalogue.slips import UNEXPLAINED, Slip, load_slips, slip_of
from shared.model import Verdict

AGAINST = Fraction(1, 20)
"""How much less likely an explanation is that breaks a soft identity, or that says no more than zero would.

One that repairs a soft identity is as much likelier.
"""
CLOSE = 10
"""A value that no slip explains is suggested where it is known to within so many last digits."""
PRINTED_ZERO = 3
"""How much likelier a category was folded into the others where the report prints it as zero."""


@dataclass(frozen=True)
class Hypothesis:
    """Figures read another way, the slip that would explain it, and what that does to the books.

    `odds` weigh it against others that repair the same. `told`: the identities leave only a few last digits open;
    `about`: they leave more than one.
    """

    changes: Mapping[int, Reading]
    slip: Slip | None
    outcome: Outcome
    odds: Fraction
    told: bool = True
    about: bool = False

    @property
    def slots(self) -> tuple[int, ...]:
        """The figures that change, the first one being the one to name."""
        return tuple(self.changes)


def hypotheses(court: Court, slot: int) -> Iterator[Hypothesis]:
    """Every explanation in which this figure is the wrong one."""
    if court.book.facts[slot] is None:
        yield from _omitted(court, slot)
        return
    yield from misprinted(court, slot)
    yield from _folded(court, slot)
    yield from _swapped(court, slot)
    yield from _free(court, slot)


def _tried(court: Court, changes: Mapping[int, Reading], slip: Slip | None) -> Iterator[Hypothesis]:
    outcome = court.try_out(changes)
    if outcome:
        odds = Fraction(slip.odds) if slip else UNEXPLAINED
        off = max(-1, min(outcome.by_last_digit, 1))  # identities of one figure go off together
        odds *= court.last_digit_share**off * AGAINST ** (-outcome.soft)
        yield Hypothesis(changes, slip, outcome, odds)


def misprinted(court: Court, slot: int) -> Iterator[Hypothesis]:
    """Every explanation in which this one figure was written wrong."""
    fact = court.book.facts[slot]
    assert fact
    for meant in misprints(fact):
        if court.may_repair(slot, meant.value, meant.quantum) and _can_be(court, slot, meant.value):
            reading = court.book.reread(slot, meant.value, meant.quantum)
            for hypothesis in _tried(court, {slot: reading}, meant.slip):
                nothing = _as_good_as_nothing(court, slot, meant)
                yield replace(hypothesis, odds=hypothesis.odds * AGAINST) if nothing else hypothesis


def _as_good_as_nothing(court: Court, slot: int, meant: Meant) -> bool:
    """True where zero, shown as finely, would repair the books as well: then a much smaller figure proves nothing."""
    if meant.slip.kind != "factor" or not court.may_repair(slot, 0, meant.quantum):
        return False
    return court.try_out({slot: court.book.reread(slot, 0, meant.quantum)}) is not None


def _folded(court: Court, slot: int) -> Iterator[Hypothesis]:
    """A share printed as zero that was added to another one of its group."""
    book = court.book
    key = book.where[slot][1]
    if book.values[slot] or ".share." not in key:
        return
    violated = {a for a in court.touching[slot] if court.verdicts[a] == Verdict.VIOLATED}
    asked = court.asked_by(slot, violated, exact=True) or court.asked_by(slot, violated, exact=False)
    if asked is None or middle(asked) <= 0 or not closed(asked):
        return
    group = {
        s
        for a in court.touching[slot]
        if court.instances[a].identity.kind == "shares"
        for s in court.instances[a].slots
        if s != slot and court.book.facts[s]
    }
    for other in group:
        quantum = book.quanta[other]
        value = (middle(asked) + quantum // 2) // quantum * quantum
        if 0 < value <= book.values[other]:
            changes = {other: book.reread(other, book.values[other] - value), slot: book.reread(slot, value, quantum)}
            usual = book.where[other][1].endswith(".other") or len(group) == 1
            for hypothesis in _tried(court, changes, slip_of("folded")):
                odds = hypothesis.odds * (PRINTED_ZERO if usual else 1)
                told = asked[1] - asked[0] <= CLOSE * quantum
                yield replace(hypothesis, odds=odds, told=told, about=_loose(court, slot, violated, quantum))


def _swapped(court: Court, slot: int) -> Iterator[Hypothesis]:
    """Two neighbours in each other's place; less likely where only one of them repairs anything."""
    book = court.book
    for other in neighbours(court, slot):
        here, there = book.read(slot), book.read(other)
        if here.value == there.value:
            continue
        changes = {
            slot: book.reread(slot, there.value, there.quantum),
            other: book.reread(other, here.value, here.quantum),
        }
        for hypothesis in _tried(court, changes, slip_of("swapped")):
            both = all(hypothesis.outcome.repaired.intersection(court.touching[s]) for s in changes)
            if both or not any(court.hard(at) for at in court.touching[other]):
                yield hypothesis if both else replace(hypothesis, odds=hypothesis.odds / 4)


def neighbours(court: Court, slot: int) -> list[int]:
    """The figures next to this one in the text that have its unit and measure, so that they may change places."""
    facts = court.book.facts
    fact = facts[slot]
    assert fact
    order = court.in_text[fact.unit, fact.measure]
    at = order.index(slot)
    near = (*order[max(at - 2, 0) : at], *order[at + 1 : at + 3])
    return [s for s in near if (f := facts[s]) and (f.entity == fact.entity or f.metric == fact.metric)]


def _omitted(court: Court, slot: int) -> Iterator[Hypothesis]:
    """A figure on which the report is silent: it may have been left out, or lie inside the group's 「其他」."""
    book = court.book
    violated = {a for a in court.touching[slot] if court.verdicts[a] == Verdict.VIOLATED}
    asked = court.asked_by(slot, violated, exact=True) or court.asked_by(slot, violated, exact=False)
    if asked is None or asked[1] <= 0 or not closed(asked):
        return
    entity, key = book.where[slot]
    other = book.slot(entity, f"{key.rpartition('.')[0]}.other")
    if other >= 0:
        quantum = book.quanta[other]
        value = round(max(middle(asked), 0) / quantum) * quantum
        if 0 < value <= book.values[other]:
            changes = {other: book.reread(other, book.values[other] - value), slot: book.reread(slot, value, quantum)}
            yield from _tried(court, changes, slip_of("folded"))
    if any(slot in court.instances[a].assumed and omissible(court, a, key) for a in violated):
        yield from _tried(court, {slot: Reading(middle(asked), 0, asked, asked)}, slip_of("omitted"))


def omissible(court: Court, at: int, key: str) -> bool:
    """True where reports may leave this term out though it is not zero."""
    identity = court.instances[at].identity
    return key in identity.omissible or identity.metrics == "weighted"


def _free(court: Court, slot: int) -> Iterator[Hypothesis]:
    """Whatever value all identities of the figure allow; a part left out of a sum may explain it."""
    every = {at for at in court.touching[slot] if court.hard(at)}
    asked = court.asked_by(slot, every, exact=True) or court.asked_by(slot, every, exact=False)
    if asked is None or not closed(asked):
        return
    book = court.book
    quantum = _finest(court, slot) if ":" in book.where[slot][1] else book.quanta[slot]
    value = (middle(asked) + quantum // 2) // quantum * quantum
    if value == book.values[slot] or not _can_be(court, slot, value):
        return
    slip = slip_of("digits_lost") if quantum < book.quanta[slot] else None
    if _lacks_a_part(court, slot, value):
        slip = slip_of("part_left_out")
    told, about = asked[1] - asked[0] <= CLOSE * quantum, _loose(court, slot, every, quantum)
    for hypothesis in _tried(court, {slot: book.reread(slot, value, quantum)}, slip):
        yield replace(hypothesis, told=told, about=about)


def _loose(court: Court, slot: int, among: set[int], quantum: int) -> bool:
    """True where the identities, cut figures allowed, leave more than one last digit open."""
    asked = court.asked_by(slot, among, exact=False)
    return asked is None or asked[1] - asked[0] > quantum


def _finest(court: Court, slot: int) -> int:
    """The finest quantum in which a body of the report shows this figure."""
    key = court.book.where[slot][1]
    rows = court.book.rows.values()
    return min(court.book.quanta[s] for row in rows if (s := row.get(key, -1)) >= 0 and court.book.facts[s])


def _can_be(court: Court, slot: int, value: int) -> bool:
    """False for a negative amount, a share above one and a fall by all or more."""
    fact = court.book.facts[slot]
    assert fact
    if fact.measure != "level":
        return value > -ONE
    signed = any(s.id == "sign" and fact.metric in s.metrics for s in load_slips())
    return (value >= 0 or signed) and (value <= ONE or ".share." not in fact.metric)


def _lacks_a_part(court: Court, slot: int, value: int) -> bool:
    """True for a whole that falls short of this value by just what one of its parts is."""
    book = court.book
    for at in court.touching[slot]:
        instance = court.instances[at]
        if instance.identity.kind == "parts" and instance.slots[0] == slot and not instance.partial:
            short = (value - book.values[slot] - book.quanta[slot], value - book.values[slot] + book.quanta[slot])
            if any(book.values[s] and meets(book.wide[s], short) for s in instance.slots[1:]):
                return True
    return False

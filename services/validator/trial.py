"""What happens to the verdicts when some figures are read another way. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from shared.books.book import Book, Reading
from shared.books.instance import Instance, needed, verdict
from shared.books.interval import Interval, common
from shared.model import Verdict

BAD = {Verdict.VIOLATED, Verdict.UNDECIDABLE}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change does: which violated identities it repairs, and how many more hold only by a last digit.

    `soft` counts the soft identities that it repairs, less those that it breaks.
    """

    repaired: frozenset[int]
    by_last_digit: int
    soft: int


class Court:
    """The book with its identities and how they stand; figures can be tried at other values.

    `last_digit_share` is how often an identity of this report holds only by a last digit: small where its figures are
    rounded, larger where they are cut.
    """

    def __init__(self, book: Book, instances: list[Instance], verdicts: list[Verdict]) -> None:
        self.book, self.instances, self.verdicts = book, instances, verdicts
        touching: dict[int, list[int]] = defaultdict(list)
        for at, instance in enumerate(instances):
            for slot in set(instance.slots):
                touching[slot].append(at)
        self.touching: Mapping[int, list[int]] = touching
        self._needed: dict[tuple[int, int, bool], Interval | None] = {}
        self.taken_as_hard: int | None = None
        self._wanted: dict[int, list[Interval | None]] = {}
        counts = Counter(verdicts)
        off = counts[Verdict.LAST_DIGIT]
        self.last_digit_share = Fraction(off + 1, off + counts[Verdict.HOLDS] + 2)

    @cached_property
    def in_text(self) -> Mapping[tuple[str, str], list[int]]:
        """The printed figures of each unit and measure in the order of the text."""
        order: dict[tuple[str, str], list[int]] = defaultdict(list)
        for _, slot in sorted((f.start, s) for s, f in enumerate(self.book.facts) if f):
            fact = self.book.facts[slot]
            assert fact
            order[fact.unit, fact.measure].append(slot)
        return order

    def hard(self, at: int) -> bool:
        """True for an identity that cannot be broken by true figures."""
        return self.instances[at].identity.severity == "error" or at == self.taken_as_hard

    def violated(self, hard: bool) -> set[int]:
        """The identities that are violated now."""
        return {a for a, v in enumerate(self.verdicts) if v == Verdict.VIOLATED and self.hard(a) == hard}

    def needed(self, at: int, slot: int, exact: bool = False) -> Interval | None:
        """What identity `at` asks of a figure; remembered until a figure is corrected."""
        key = at, slot, exact
        if key not in self._needed:
            self._needed[key] = needed(self.instances[at], self.book, slot, exact)
        return self._needed[key]

    def may_repair(self, slot: int, value: int, quantum: int) -> bool:
        """A quick look: False where a figure at that value suits none of the violated identities of the slot."""
        wanted = self._wanted.get(slot)
        if wanted is None:
            violated = (at for at in self.touching[slot] if self.verdicts[at] == Verdict.VIOLATED)
            wanted = self._wanted[slot] = [self.needed(at, slot) for at in violated]
        low, high = value - 2 * quantum, value + 2 * quantum
        return any(asked is None or (asked[0] <= high and low <= asked[1]) for asked in wanted)

    def try_out(self, changes: Mapping[int, Reading]) -> Outcome | None:
        """The outcome of reading these slots another way, or None where a hard identity that held is broken."""
        before = {slot: self.book.put(slot, reading) for slot, reading in changes.items()}
        try:
            return self._judge({at for slot in changes for at in self.touching[slot]})
        finally:
            for slot, reading in before.items():
                self.book.put(slot, reading)

    def _judge(self, touched: set[int]) -> Outcome | None:
        repaired, by_last_digit, soft = set(), 0, 0
        for at in sorted(touched, key=lambda a: self.verdicts[a] != Verdict.VIOLATED):
            old, new = self.verdicts[at], verdict(self.instances[at], self.book)
            by_last_digit += (new == Verdict.LAST_DIGIT) - (old == Verdict.LAST_DIGIT)
            if new == Verdict.UNDECIDABLE and self.instances[at].partial:
                new = Verdict.HOLDS
            if new in BAD:
                if old in BAD:
                    continue
                if self.hard(at):
                    return None
                soft -= 1
            elif old == Verdict.VIOLATED and self.hard(at):
                repaired.add(at)
            elif old == Verdict.VIOLATED:
                soft += 1
        return Outcome(frozenset(repaired), by_last_digit, soft) if repaired else None

    def settle(self, changes: Mapping[int, Reading]) -> set[int]:
        """Reads these slots another way for good and judges again what they touch; returns the slots concerned."""
        for slot, reading in changes.items():
            self.book.put(slot, reading)
        touched = {at for slot in changes for at in self.touching[slot]}
        for at in touched:
            self.verdicts[at] = verdict(self.instances[at], self.book)
        self._needed.clear()
        self._wanted.clear()
        return {slot for at in touched for slot in self.instances[at].slots}

    def asked_by(self, slot: int, among: set[int] | frozenset[int], exact: bool) -> Interval | None:
        """What all of these identities together ask of a figure, or None where they ask nothing they share."""
        asked: Interval | None = None
        for at in self.touching[slot]:
            if at not in among or (one := self.needed(at, slot, exact)) is None:
                continue
            asked = one if asked is None else common(asked, one)
            if asked is None:
                return None
        return asked

"""Which figures are wrong: the fewest changes under which every identity holds again. Pure.

Changes are taken one after another, each time the one that repairs most. Those that repair the same (or share some of
it, as many) are rivals: the most usual slip among them wins, and where two are as usual nobody is named guilty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.validator.hypotheses import Hypothesis, hypotheses
from services.validator.trial import Court
from shared.books.interval import Interval
from shared.catalogue.slips import UNEXPLAINED


@dataclass(frozen=True)
class Diagnosis:
    """A cluster of violated identities with what may explain it.

    `rivals` come best first. `chosen`: one of them is the only one of its rank and a slip explains it. `expected` is
    what the identities ask of the first rival's first figure.
    """

    violated: frozenset[int]
    rivals: tuple[Hypothesis, ...]
    chosen: bool
    expected: Interval | None = None


def diagnose(court: Court) -> list[Diagnosis]:
    """Explains every violated hard identity; figures found wrong stay corrected in the court's book."""
    found: list[Diagnosis] = []
    left = court.violated(hard=True)
    while left:
        diagnosis = _most_telling(court, left) or _unexplained(court, left)
        found.append(diagnosis)
        if diagnosis.chosen:
            court.settle(diagnosis.rivals[0].changes)
        left &= court.violated(hard=True)
        left -= diagnosis.violated
    return found


def _most_telling(court: Court, left: set[int]) -> Diagnosis | None:
    """The change that repairs most, with its rivals; None where no change repairs anything."""
    slots = sorted({s for at in left for s in court.instances[at].slots}, key=lambda s: -_weight(court, s, left))
    best: list[Hypothesis] = []
    most = 0
    for slot in slots:
        if _weight(court, slot, left) < most:
            break
        for hypothesis in hypotheses(court, slot):
            count = len(hypothesis.outcome.repaired & left)
            if count > most:
                best, most = [], count
            if count == most and count:
                best.append(hypothesis)
    return _judge_rivals(court, best, left) if best else None


def _weight(court: Court, slot: int, left: set[int]) -> int:
    return sum(at in left for at in court.touching[slot])


def _judge_rivals(court: Court, best: Sequence[Hypothesis], left: set[int]) -> Diagnosis:
    ranked = sorted(best, key=lambda h: (h.rank, h.outcome.by_last_digit))
    first = ranked[0]
    repaired = first.outcome.repaired & left
    rivals = _distinct([h for h in ranked if h.outcome.repaired & repaired])
    equal = [h for h in rivals if h.rank == first.rank]
    if len({h.slots[0] for h in equal}) == 1:
        fewest = min(h.outcome.by_last_digit for h in equal)
        equal = [h for h in equal if h.outcome.by_last_digit == fewest]
    chosen = len(equal) == 1 and first.pinned and first.rank < UNEXPLAINED
    slot = first.slots[0]
    expected = court.asked_by(slot, repaired, exact=True) or court.asked_by(slot, repaired, exact=False)
    return Diagnosis(frozenset(repaired), tuple(rivals), chosen, expected)


def _distinct(ranked: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Without those that say the same as a better one, or give no reason where a better one has it."""
    seen: set[object] = set()
    kept = []
    for hypothesis in ranked:
        what = frozenset((slot, reading.value) for slot, reading in hypothesis.changes.items())
        if what in seen or (hypothesis.slip is None and hypothesis.slots in seen):
            continue
        seen |= {what, hypothesis.slots}
        kept.append(hypothesis)
    return kept


def _unexplained(court: Court, left: set[int]) -> Diagnosis:
    """All violated identities that hang together through the figure most of them share."""
    first = min(left)
    slots = court.instances[first].slots
    slot = max(slots, key=lambda s: _weight(court, s, left))
    return Diagnosis(frozenset(at for at in court.touching[slot] if at in left) | {first}, (), chosen=False)

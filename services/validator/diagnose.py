"""Which figures are wrong: the fewest changes under which every identity holds again. Pure.

Changes are taken one after another, each time the one that repairs most. Those that repair the same (or share some of
it, as many) are rivals: one that is far likelier than all others together is believed, else none is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.validator.hypotheses import Hypothesis, hypotheses, misprinted
from services.validator.trial import Court
from shared.books.interval import Interval
from shared.model import Verdict

FAR_LIKELIER = 4
"""An explanation is believed where it is so many times likelier than all others together."""


@dataclass(frozen=True)
class Diagnosis:
    """A cluster of violated identities with what may explain it.

    `rivals` come likeliest first. `chosen`: the first is far likelier than all others together. `expected` is what
    the identities ask of the first rival's first figure.
    """

    violated: frozenset[int]
    rivals: tuple[Hypothesis, ...]
    chosen: bool
    expected: Interval | None = None


def diagnose(court: Court, explained: frozenset[int] = frozenset()) -> list[Diagnosis]:
    """Explains every violated hard identity but those explained already; wrong figures stay corrected in the book."""
    found: list[Diagnosis] = []
    left = court.violated(hard=True) - explained
    known: dict[int, list[Hypothesis]] = {}
    while left:
        diagnosis = _most_telling(court, left, known) or _unexplained(court, left)
        found.append(diagnosis)
        if diagnosis.chosen:
            for slot in court.settle(diagnosis.rivals[0].changes):
                known.pop(slot, None)
        left &= court.violated(hard=True)
        left -= diagnosis.violated
    return found


def diagnose_units(court: Court) -> list[Diagnosis]:
    """Soft identities that are off by so much that one figure's unit must be wrong; the others stay warnings.

    Only bands that are sure (`unit_proof`) are asked, and only where a single figure can be the one.
    """
    found = []
    for at in sorted(court.violated(hard=False)):
        instance = court.instances[at]
        if not instance.identity.unit_proof or court.verdicts[at] != Verdict.VIOLATED:
            continue
        court.taken_as_hard = at
        slots = [s for s in instance.slots if court.book.facts[s]]
        slips = [h for slot in slots for h in misprinted(court, slot) if h.slip and h.slip.kind == "factor"]
        if slips and len({h.slots for h in slips}) == 1:
            diagnosis = _judge_rivals(court, slips, {at})
            found.append(diagnosis)
            court.settle(diagnosis.rivals[0].changes)
        court.taken_as_hard = None
    return found


def _most_telling(court: Court, left: set[int], known: dict[int, list[Hypothesis]]) -> Diagnosis | None:
    """The change that repairs most, with its rivals; None where no change repairs anything.

    `known` keeps each figure's hypotheses from one round to the next, until a correction touches it.
    """
    slots = sorted({s for at in left for s in court.instances[at].slots}, key=lambda s: -_weight(court, s, left))
    best: list[Hypothesis] = []
    most = 0
    for slot in slots:
        if _weight(court, slot, left) < most:
            break
        if slot not in known:
            known[slot] = list(hypotheses(court, slot))
        for hypothesis in known[slot]:
            count = len(hypothesis.outcome.repaired & left)
            if count > most:
                best, most = [], count
            if count == most and count:
                best.append(hypothesis)
    return _judge_rivals(court, best, left) if best else None


def _weight(court: Court, slot: int, left: set[int]) -> int:
    return sum(at in left for at in court.touching[slot])


def _judge_rivals(court: Court, best: Sequence[Hypothesis], left: set[int]) -> Diagnosis:
    ranked = _distinct(sorted(best, key=lambda h: -h.odds))
    first = ranked[0]
    repaired = first.outcome.repaired & left
    rivals = [h for h in ranked if h.outcome.repaired & repaired]
    near = [h for h in rivals[1:] if _same_but_for_a_digit(first, h)]
    others = sum(h.odds for h in rivals[1:] if h not in near)
    rivals[0] = replace(first, about=first.about or bool(near))
    witnesses = len(repaired) + max(first.outcome.soft, 0)
    spoken_for = witnesses > 1 if first.slip is None else first.slip.kind != "digits_lost"
    chosen = spoken_for and first.told and first.odds >= FAR_LIKELIER * others
    slot = first.slots[0]
    expected = court.asked_by(slot, repaired, exact=True) or court.asked_by(slot, repaired, exact=False)
    return Diagnosis(frozenset(repaired), tuple(rivals), chosen, expected)


def _same_but_for_a_digit(one: Hypothesis, other: Hypothesis) -> bool:
    """True where both say the same of the same figure, within two of its last digits."""
    slot = one.slots[0]
    if other.slots != one.slots or other.slip != one.slip:
        return False
    gap = abs(one.changes[slot].value - other.changes[slot].value)
    return gap <= 2 * one.changes[slot].quantum


def _distinct(ranked: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Without those that say the same as a better one, or give no reason where another has one for that figure."""
    explained = {h.slots[0] for h in ranked if h.slip and h.slip.kind != "digits_lost"}
    seen: set[object] = set()
    kept = []
    for hypothesis in ranked:
        what = frozenset((slot, reading.value) for slot, reading in hypothesis.changes.items())
        reason = hypothesis.slip and hypothesis.slip.kind != "digits_lost"
        if what not in seen and (reason or hypothesis.slots[0] not in explained):
            seen.add(what)
            kept.append(hypothesis)
    return kept


def _unexplained(court: Court, left: set[int]) -> Diagnosis:
    """All violated identities that hang together through the figure most of them share."""
    first = min(left)
    slots = court.instances[first].slots
    slot = max(slots, key=lambda s: _weight(court, s, left))
    return Diagnosis(frozenset(at for at in court.touching[slot] if at in left) | {first}, (), chosen=False)

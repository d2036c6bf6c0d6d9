"""Mistakes planted in random books, one a report; `python -m tests.core.validator.slips [count]` counts them."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from services.validator.check import check
from shared.catalogue.metrics import load_metrics
from shared.model import TOTAL, Extraction, Fact, Finding
from tests.core.validator.printing import fact_of, report, unit_of
from tests.core.validator.random_books import books

Facts = list[Fact]
Change = dict[int, Fact]
"""By position in the report: the figures as they are misprinted."""


@dataclass(frozen=True)
class Planted:
    """A report with one mistake: what is printed wrong, and what should stand there."""

    kind: str
    report: Extraction
    wrong: tuple[Fact, ...]
    true: tuple[Fact, ...]

    def touches(self, finding: Finding) -> bool:
        """True where the finding is about a figure that is wrong."""
        return any(f.entity == finding.entity and f.metric in finding.metrics for f in self.wrong)

    def names(self, finding: Finding) -> bool:
        """True where the finding names a figure that is wrong as the wrong one."""
        mine = {(f.entity, f.metric, f.measure) for f in self.wrong}
        return (finding.entity, finding.metrics[0], finding.measure) in mine

    def solves(self, finding: Finding) -> bool | None:
        """Whether the suggested value is the true one (to the last digit it claims); None without a suggestion."""
        s = finding.suggestion
        if s is None:
            return None
        slack = 4 * finding.tolerance if "末位" in s.reason and finding.tolerance else 0
        return any(
            (f.entity, f.metric, f.measure) == (s.entity, s.metric, s.measure) and abs(f.value - s.value) <= slack
            for f in self.true
        )


def _again(fact: Fact, count: int, step: Decimal | None = None, unit: tuple[str, Decimal] | None = None) -> Fact:
    key = fact.metric if fact.measure == "level" else f"{fact.metric}:{fact.measure}"
    word, size, own = unit_of(key)
    return fact_of(fact.entity, key, count, step or own, unit or (word, size), fact.start)


def _count(fact: Fact) -> int:
    return int(fact.value / fact.quantum)


def _any(random: Random, facts: Facts, wanted: Callable[[Fact], bool] = lambda f: True) -> int | None:
    fit = [at for at, f in enumerate(facts) if f.value and wanted(f) and not f.metric.startswith("org.")]
    return random.choice(fit) if fit else None


def _point(power: int) -> Callable[[Random, Facts], Change | None]:
    def plant(random: Random, facts: Facts) -> Change | None:
        at = _any(random, facts)
        return None if at is None else {at: _again(facts[at], _count(facts[at]) * 10**power)}

    return plant


def _unit(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts, lambda f: f.measure == "level" and f.raw.endswith(("亿元", "万元", "万人")))
    if at is None:
        return None
    word, _, step = unit_of(facts[at].metric)
    wrong = {"亿元": ("万元", 10**4), "万元": ("亿元", 10**8), "万人": ("人", 1)}[word]
    return {at: _again(facts[at], _count(facts[at]), step, (wrong[0], Decimal(wrong[1])))}


def _per_mille(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts, lambda f: f.metric == "risk.overdue_rate")
    return None if at is None else {at: _again(facts[at], _count(facts[at]), unit=("%", Decimal("0.01")))}


def _sign(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts, lambda f: f.measure != "level")
    return None if at is None else {at: _again(facts[at], -_count(facts[at]))}


def _digit(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts)
    if at is None:
        return None
    count, digits = _count(facts[at]), list(str(abs(_count(facts[at]))))
    place = random.randrange(len(digits))
    digits[place] = random.choice([d for d in "123456789" if d != digits[place]])
    return {at: _again(facts[at], int("".join(digits)) * (1 if count > 0 else -1))}


def _transposed(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts)
    if at is None:
        return None
    count, digits = _count(facts[at]), list(str(abs(_count(facts[at]))))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and digits[i + 1] != "0"]
    if not places:
        return None
    i = random.choice(places)
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    return {at: _again(facts[at], int("".join(digits)) * (1 if count > 0 else -1))}


def _swapped(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts[:-1])
    if at is None:
        return None
    one, other = facts[at], facts[at + 1]
    alike = (one.entity, one.unit, one.measure, one.quantum) == (other.entity, other.unit, other.measure, other.quantum)
    if not alike or one.value == other.value or not other.value:
        return None
    return {at: _again(one, _count(other)), at + 1: _again(other, _count(one))}


def _folded(random: Random, facts: Facts) -> Change | None:
    at = _any(random, facts, lambda f: ".share." in f.metric and f.metric.startswith(("contribution", "new", "withdr")))
    if at is None or facts[at].metric.endswith((".other", "income")):
        return None
    mine = (facts[at].entity, facts[at].metric.rpartition(".")[0] + ".other")
    other = next(i for i, f in enumerate(facts) if (f.entity, f.metric) == mine)
    return {at: _again(facts[at], 0), other: _again(facts[other], _count(facts[other]) + _count(facts[at]))}


def _left_out(random: Random, facts: Facts) -> Change | None:
    summed = {m.id for m in load_metrics().values() if m.rollup == "sum"}
    at = _any(random, facts, lambda f: f.entity == TOTAL and f.metric in summed and f.measure == "level")
    if at is None:
        return None
    parts = [
        f for f in facts if f.metric == facts[at].metric and f.measure == "level" and f.entity != TOTAL and f.value
    ]
    return {at: _again(facts[at], _count(facts[at]) - _count(random.choice(parts)))} if parts else None


KINDS: dict[str, Callable[[Random, Facts], Change | None]] = {
    "ten": _point(1),
    "hundred": _point(2),
    "thousand": _point(3),
    "ten thousand": _unit,
    "per mille": _per_mille,
    "sign": _sign,
    "swapped": _swapped,
    "digit": _digit,
    "transposed": _transposed,
    "folded": _folded,
    "part left out": _left_out,
}


def planted(seed: int, kind: str, parts: int | None = None) -> Planted:
    """A report of random books, rounded or cut, with one mistake of that kind; the same for the same seed."""
    for attempt in range(1000):
        random = Random(f"{kind} {seed} {attempt}")
        count = random.choice((2, 2, 3, 4)) if parts is None else parts
        clean = report(random, books(random, count), random.choice(("rounded", "cut", "mixed")))
        facts = list(clean.facts)
        change = KINDS[kind](random, facts)
        if change:
            true = tuple(facts[at] for at in change)
            for at, fact in change.items():
                facts[at] = fact
            made = clean.model_copy(update={"facts": tuple(facts)})
            return Planted(kind, made, tuple(change.values()), true)
    raise AssertionError(f"no {kind} could be planted")


def main(count: int) -> None:
    """Plants `count` mistakes, one a report, and prints what became of them."""
    tallies: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for seed in range(count):
        kind = list(KINDS)[seed % len(KINDS)]
        case = planted(seed, kind)
        tallies[kind] += judge(case)
    total = sum(tallies.values(), Counter())
    columns = ("planted", "hidden", "found", "named", "value", "wrong", "false")
    print(f"{'slip':14}" + "".join(f"{c:>9}" for c in columns))
    for kind, tally in (*tallies.items(), ("all", total)):
        print(f"{kind:14}" + "".join(f"{tally[c]:9}" for c in columns))
    seen = total["planted"] - total["hidden"]
    shares = {c: f"{100 * total[c] / seen:.1f} %" for c in ("found", "named", "value", "wrong")}
    print(f"of the {seen} that contradict the books: {shares}")


def judge(case: Planted) -> Counter[str]:
    """What the check makes of a planted mistake; `hidden`: no identity is violated, the slip hides in the rounding."""
    checked = check(case.report)
    errors = [f for f in checked.findings if f.severity == "error"]
    tally = Counter(planted=1)
    if not any(f.severity != "info" for f in checked.findings):
        return tally + Counter(hidden=1)
    mine = [f for f in errors if case.touches(f)]
    solved = [case.solves(f) for f in errors]
    tally["found"] = bool(mine)
    tally["named"] = any(case.names(f) for f in mine)
    tally["value"] = True in solved
    tally["wrong"] = False in solved
    tally["false"] = len(errors) - len(mine)
    return tally


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)

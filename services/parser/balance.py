"""Damage that leaves several readings is settled by the books: the reading under which the identities hold is taken.

`1184,709万元` behind a label of number and amount is 118笔 4,709万元 if that fits the total and what is outstanding;
`320,55.41万元` is 32,055.41 if the parts add up to it. One reading with an identity that holds and none that fails is
a repair with its proof. None or several is a miss with its candidates, never a guess.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from services.parser.candidate import Reading
from services.parser.facts import measure
from services.parser.quantity import GROUPED
from shared.books.book import Book
from shared.books.instance import verdict
from shared.books.rules import rules_for
from shared.catalogue.identities import load_identities, split_key, split_term
from shared.model import TOTAL, Candidate, Fact, Miss, ReportHeader, Verdict

LONGEST = 24
SOFT = {"band", "order", "limit"}
MOST = 40
MOST_DOUBTFUL = 60
MOST_BODIES = 12
"""A report has a few damaged places: a text that is nothing but damage is not worth the trial of every reading. Where
more bodies than these report, each is tried against its own books and the whole's only."""
MOST_MONEY = Decimal(10) ** 14
"""One hundred million million yuan: more than the whole country's funds have ever taken in."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a damaged place: the readings it gives, and why."""

    readings: tuple[Reading, ...]
    why: str


def is_open(reading: Reading, known: set[tuple[str | None, str]]) -> bool:
    """Whether a reading may stand for something else: a separator is misplaced, or a count may be glued to it."""
    if reading.repairs and set(reading.repairs) & {"misplaced_separator", "run_together"}:
        return True
    return bool(reading.glued) and (reading.entity, reading.glued) not in known


def alternatives(reading: Reading) -> list[Alternative]:
    """Every way to read it: all digits as one number, and each split into a count and an amount."""
    found = [Alternative((reading,), "all digits are one number")] if _plausible(reading) else []
    if reading.glued:
        found += [Alternative(pair, "count and amount run together") for pair in _splits(reading)]
    return found[:MOST]


def _plausible(reading: Reading) -> bool:
    if "run_together" in reading.repairs or reading.value > MOST_MONEY:
        return False
    return not (reading.glued and not _grouped(reading.digits))


def _grouped(digits: str) -> bool:
    return GROUPED.fullmatch(digits) is not None


def _splits(reading: Reading) -> Iterator[tuple[Reading, Reading]]:
    digits = reading.digits
    for at in range(1, min(len(digits), LONGEST)):
        count, amount = digits[:at], digits[at:]
        if not (_whole(count) and _whole(amount)) or "." in count:
            continue
        scale = reading.scale
        value = Decimal(amount.replace(",", ""))
        quantum = scale.scaleb(-len(amount.partition(".")[2]))
        where = reading.start + at
        yield (
            _copy(reading, reading.glued, Decimal(count.replace(",", "")), Decimal(1), (reading.start, where)),
            _copy(reading, reading.metric, value * scale, quantum, (where, reading.end)),
        )


def _whole(digits: str) -> bool:
    plain = digits.replace(",", "")
    return _grouped(digits) and (plain[0] != "0" or plain == "0" or plain.startswith("0."))


def _copy(reading: Reading, metric: str, value: Decimal, quantum: Decimal, span: tuple[int, int]) -> Reading:
    made = replace(reading, metric=metric, value=value, quantum=quantum, start=span[0], end=span[1], glued="")
    made.repairs = ("run_together",)
    return made


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """For each metric all that stand with it in some identity: the only figures that can prove or refute it."""
    found: dict[str, set[str]] = {}
    for identity in load_identities():
        terms = [identity.figure, identity.share_of, *identity.terms, *identity.base, *identity.shares]
        terms += [*identity.zero_if_missing, *identity.silent]
        metrics = {split_key(split_term(t)[1])[0] for t in terms if t}
        for metric in metrics:
            found.setdefault(metric, {metric}).update(metrics)
    return {m: frozenset(near) for m, near in found.items()}


class Balance:
    """Weighs alternatives against the figures of the report that are beyond doubt."""

    def __init__(self, settled: Sequence[Reading], header: ReportHeader) -> None:
        self.settled: dict[str, list[Reading]] = {}
        for reading in settled:
            self.settled.setdefault(reading.metric, []).append(reading)
        self.neighbours = neighbours()
        self.rules = rules_for(int(header.period[:4]), header.document == "bulletin")

    def choose(self, options: Sequence[Alternative]) -> tuple[Alternative, tuple[str, ...]] | None:
        """The reading that alone is left, or that alone is proven, with the identities that hold; None for a guess.

        Soft bands and orders refute, but only an exact identity chooses among readings that are all possible.
        """
        left = [(o, proofs) for o in options if (proofs := self._proofs(o)) is not None]
        if len(left) == 1 and (left[0][1] or len(options) == 1 or not left[0][0].readings[0].repairs):
            return self._take(left[0][0], tuple(left[0][1]))
        exact = [(o, tuple(i for i, soft in proofs.items() if not soft)) for o, proofs in left]
        best = max((len(p) for _, p in exact), default=0)
        proven = [(o, p) for o, p in exact if best and len(p) == best]
        return self._take(*proven[0]) if len(proven) == 1 else None

    def stands(self, option: Alternative) -> bool:
        """Whether no identity refutes this reading."""
        return self._proofs(option) is not None

    def _take(self, option: Alternative, proofs: tuple[str, ...]) -> tuple[Alternative, tuple[str, ...]]:
        for reading in option.readings:
            self.settled.setdefault(reading.metric, []).append(reading)
        return option, proofs

    def _proofs(self, option: Alternative) -> dict[str, bool] | None:
        """The identities that hold with these readings, each with whether it is a soft one; None where one fails."""
        near = set().union(*(self.neighbours.get(r.metric, {r.metric}) for r in option.readings))
        mine = {(r.entity or TOTAL, r.metric) for r in option.readings}
        beside = [r for m in near for r in self.settled.get(m, ()) if (r.entity or TOTAL, m) not in mine]
        if len({r.entity for r in beside}) > MOST_BODIES:
            beside = [r for r in beside if r.entity in {None, option.readings[0].entity}]
        book = Book(map(_fact, [*option.readings, *beside]))
        slots = {book.slot(e, m) for e, m in mine}
        holds: dict[str, bool] = {}
        for instance in self.rules.lay(book)[0]:
            if not slots & set(instance.slots):
                continue
            stands = verdict(instance, book)
            if stands == Verdict.VIOLATED:
                return None
            if stands in {Verdict.HOLDS, Verdict.LAST_DIGIT}:
                holds[instance.identity.id] = instance.identity.kind in SOFT
        return holds


def _fact(r: Reading) -> Fact:
    return Fact.model_construct(
        entity=r.entity or TOTAL,
        metric=r.metric,
        measure=measure(r),
        value=r.value,
        unit="CNY",
        quantum=r.quantum,
        raw="",
        start=r.start,
        end=r.end,
        repairs=r.repairs,
        proofs=(),
        place=None,
    )


def settle(readings: list[Reading], header: ReportHeader) -> tuple[list[Reading], list[Miss]]:
    """The readings with every open one settled or gone, and a miss for each that the books could not settle.

    A number without its count stays as it is unless the books refute it or the text has lost characters elsewhere.
    """
    known = {(r.entity, r.metric) for r in readings if r.measure == "level"}
    doubtful = [r for r in readings if r.measure == "level" and is_open(r, known)]
    if not doubtful:
        return readings, []
    sure = [r for r in readings if not (r.measure == "level" and is_open(r, known))]
    balance = Balance(sure, header)
    spoilt = any(r.repairs for r in readings)
    misses: list[Miss] = []
    if len(doubtful) > MOST_DOUBTFUL:
        return sure, [_miss(r, alternatives(r)) for r in doubtful]
    for reading in doubtful:
        options = alternatives(reading)
        if not spoilt and balance.stands(options[0]):
            sure.append(reading)
            continue
        chosen = balance.choose(options)
        if chosen is None:
            misses.append(_miss(reading, options))
            continue
        for r in chosen[0].readings:
            r.proofs = chosen[1]
            sure.append(r)
    return sure, misses


def _miss(reading: Reading, options: Sequence[Alternative]) -> Miss:
    candidates = tuple(
        Candidate(value=r.value, quantum=r.quantum, raw=reading.digits, start=r.start, end=r.end, why=o.why)
        for o in options
        for r in o.readings
        if r.metric == reading.metric
    )
    return Miss(
        entity=reading.entity or TOTAL,
        metric=reading.metric,
        measure="level",
        reason="ambiguous",
        candidates=candidates,
        start=reading.start,
        end=reading.end,
    )

"""The simulator's own bookkeeping check: which identities the figures of one page break.

Independent of the system's validator on purpose, and smaller: it proves that clean pages are clean and that a planted
slip is a contradiction and not a matter of rounding.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tests.simulator.figures import Fig
from tests.simulator.intervals import NONE, ONE, Span, total
from tests.simulator.metrics import BREAKDOWNS, GROWING, KIND, SHARE_BASE

Key = tuple[str, str, str]
Verdict = tuple[bool, frozenset[Key]]

_SUMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("contribution.cumulative", ("contribution.balance", "withdrawal.cumulative"), ()),
    ("deposit.total", ("deposit.demand", "deposit.term_le_1y", "deposit.term_gt_1y", "deposit.other"), ()),
    ("income.total", ("income.deposit_interest", "income.loan_interest", "income.other"), ("income.bond_interest",)),
    ("expense.total", ("expense.employee_interest", "expense.loan_fee", "expense.other"), ("expense.collection_fee",)),
    ("income.total", ("expense.total", "surplus.amount"), ()),
    ("surplus.amount", ("allocation.risk_reserve", "allocation.admin_fee", "allocation.public_housing"), ()),
    ("admin_expense.total", ("admin_expense.personnel", "admin_expense.public", "admin_expense.special"), ()),
    ("org.staff_total", ("org.staff_established", "org.staff_contract"), ()),
    ("loan.share.area_small_medium", ("loan.share.area_le_90", "loan.share.area_90_144"), ()),
    ("reserve.balance", ("risk.reserve_balance",), ()),
)
_RATIOS = (
    ("withdrawal.rate", ("withdrawal.amount",), (), "contribution.amount"),
    ("loan.to_balance_ratio", ("loan.balance",), (), "contribution.balance"),
    ("utilisation.rate", ("loan.balance",), ("loan.project_balance", "bond.balance"), "contribution.balance"),
    ("risk.overdue_rate", ("risk.overdue_amount",), (), "loan.balance"),
    ("risk.npl_rate", ("risk.npl_balance",), (), "loan.balance"),
)
_ROLLS = (
    ("contribution.cumulative", ("contribution.amount",), ()),
    ("withdrawal.cumulative", ("withdrawal.amount",), ()),
    ("contribution.balance", ("contribution.amount",), ("withdrawal.amount",)),
    ("loan.cumulative_count", ("loan.issued_count",), ()),
    ("loan.cumulative_amount", ("loan.issued_amount",), ()),
    ("loan.balance", ("loan.issued_amount",), ("loan.recovered_amount",)),
    ("contribution.active_employers", ("contribution.net_new_employers",), ()),
    ("contribution.active_employees", ("contribution.net_new_employees",), ()),
)
_POINTS = (
    ("withdrawal.rate", "withdrawal.amount", "contribution.amount"),
    ("loan.to_balance_ratio", "loan.balance", "contribution.balance"),
)
ADDITIVE = frozenset(
    m
    for m, kind in KIND.items()
    if not kind.startswith("per") and kind not in {"banks", "cap", "yuan", "members", "things"}
)


class Sheet:
    """The figures of a page as intervals. `slack` is how many units of the last digit each may be off."""

    def __init__(self, figs: Iterable[Fig], slack: Fraction, parts: Iterable[str]) -> None:
        self.spans: dict[Key, Span] = {}
        self.clashes: list[Key] = []
        self.parts = list(parts)
        for fig in figs:
            value, unit = Fraction(fig.value), Fraction(fig.quantum) * slack
            key = (fig.entity, fig.metric, fig.measure)
            span = Span(value - unit, value + unit)
            if key not in self.spans:
                self.spans[key] = span
            elif not span.meets(self.spans[key]):
                self.clashes.append(key)

    def get(self, keys: list[Key]) -> list[Span] | None:
        """The spans of all keys, or nothing when one isn't on the page."""
        try:
            return [self.spans[k] for k in keys]
        except KeyError:
            return None

    def _silent(self, entity: str, metrics: tuple[str, ...]) -> bool:
        """Whether a part says nothing of what the whole has some of."""
        return any(
            (entity, m, "level") not in self.spans and self.spans.get(("total", m, "level"), NONE).high for m in metrics
        )

    def check(self) -> Iterator[Verdict]:
        """Every identity that the page has the terms for: whether it is broken, and its terms."""
        for key in self.clashes:
            yield True, frozenset([key])
        for entity in ["total", *self.parts]:
            yield from self._sums(entity)
            yield from self._ratios(entity)
            yield from self._rolls(entity)
            yield from self._housing(entity)
        if self.parts:
            yield from self._wholes()
            yield from self._weighted()
            yield from self._priors()

    def broken(self) -> list[frozenset[Key]]:
        """The terms of every identity that does not hold."""
        return [keys for bad, keys in self.check() if bad]

    def _sums(self, e: str) -> Iterator[Verdict]:
        for whole, needed, maybe in _SUMS:
            keys = [(e, m, "level") for m in (whole, *needed)]
            spans = self.get(keys)
            if spans:
                if self._silent(e, maybe):
                    continue
                keys += [k for m in maybe if (k := (e, m, "level")) in self.spans]
                rest = total(self.spans[k] for k in keys[1:])
                yield not spans[0].meets(rest), frozenset(keys)
        for prefix, parts, _ in BREAKDOWNS:
            keys = [k for p in parts if (k := (e, prefix + p, "level")) in self.spans]
            if len(keys) >= max(2, len(parts) - 2) and (e, prefix + parts[0], "level") in self.spans:
                yield not total(self.spans[k] for k in keys).meets(ONE), frozenset(keys)

    def _ratios(self, e: str) -> Iterator[Verdict]:
        for ratio, tops, maybe, bottom in _RATIOS:
            keys = [(e, m, "level") for m in (ratio, bottom, *tops)]
            spans = self.get(keys)
            if spans:
                if self._silent(e, maybe):
                    continue
                keys += [k for m in maybe if (k := (e, m, "level")) in self.spans]
                yield not (spans[0] * spans[1]).meets(total(self.spans[k] for k in keys[2:])), frozenset(keys)

    def _rolls(self, e: str) -> Iterator[Verdict]:
        for stock, ins, outs in _ROLLS:
            keys = [(e, stock, "level"), (e, stock, "yoy_rate"), *((e, m, "level") for m in (*ins, *outs))]
            spans = self.get(keys)
            if spans:
                opening = spans[0] - total(spans[2 : 2 + len(ins)]) + total(spans[2 + len(ins) :])
                yield not (opening * (ONE + spans[1])).meets(spans[0]), frozenset(keys)
        for ratio, top, bottom in _POINTS:
            keys = [(e, ratio, "level"), (e, ratio, "yoy_points"), (e, top, "yoy_rate"), (e, bottom, "yoy_rate")]
            spans = self.get(keys)
            if spans and (change := (ONE + spans[3]).over(ONE + spans[2])):
                yield not (spans[0] - spans[1]).meets(spans[0] * change), frozenset(keys)

    def _housing(self, e: str) -> Iterator[Verdict]:
        keys = [
            (e, "housing_contribution.rate", "level"),
            (e, "contribution.amount", "level"),
            (e, "loan.issued_amount", "level"),
            (e, "withdrawal.amount", "level"),
        ]
        shares = [(e, "withdrawal.share.housing", "level")]
        if shares[0] not in self.spans:
            uses = ("purchase", "loan_repayment", "rent", "renovation")
            shares = [(e, f"withdrawal.share.{u}", "level") for u in uses]
            if shares[3] not in self.spans:
                shares = shares[:3]
        spans, parts = self.get(keys), self.get(shares)
        if spans and parts and not self._silent(e, ("loan.subsidised_issued_amount", "loan.project_issued_amount")):
            more = [(e, m, "level") for m in ("loan.subsidised_issued_amount", "loan.project_issued_amount")]
            keys += [k for k in more if k in self.spans]
            used = spans[2] + spans[3] * total(parts) + total(self.spans[k] for k in keys[4:])
            yield not (spans[0] * spans[1]).meets(used), frozenset(keys + shares)

    def _wholes(self) -> Iterator[Verdict]:
        for metric in ADDITIVE:
            keys = [(e, metric, "level") for e in ("total", *self.parts)]
            spans = self.get(keys)
            if spans:
                yield not spans[0].meets(total(spans[1:])), frozenset(keys)

    def _weighted(self) -> Iterator[Verdict]:
        for metric, base in SHARE_BASE.items():
            keys = [(e, metric, "level") for e in ("total", *self.parts)]
            weights = [(e, base, "level") for e in ("total", *self.parts)]
            shares, sizes = self.get(keys), self.get(weights)
            if shares and sizes:
                sums = total((s * w for s, w in zip(shares[1:], sizes[1:], strict=True)))
                yield not (shares[0] * sizes[0]).meets(sums), frozenset(keys + weights)

    def _priors(self) -> Iterator[Verdict]:
        for metric in GROWING:
            names = ("total", *self.parts)
            levels = self.get([(e, metric, "level") for e in names])
            rates = self.get([(e, metric, "yoy_rate") for e in names])
            if levels and rates:
                openings = [lv.over(ONE + r) or NONE for lv, r in zip(levels, rates, strict=True)]
                keys = frozenset((e, metric, m) for e in names for m in ("level", "yoy_rate"))
                yield not openings[0].meets(total(openings[1:])), keys

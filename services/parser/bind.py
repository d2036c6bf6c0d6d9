"""A number comes in; it is bound to the label before it, the label behind it, or the label a list took over.

Rates of change are gathered until something else is read and then given to the figures they compare, in order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from services.parser.candidate import Pending, Rate, Reading, Scope
from services.parser.lexicon import Entry
from services.parser.place import Place
from services.parser.quantity import Quantity
from services.parser.tokens import Token
from shared.catalogue.metrics import Metric

DELIMITERS = frozenset(",;。、:\n\t()!?")
BARE_OK = {"count", "CNY", "m2", "ratio"}
POLICY = {"contribution.base_cap", "contribution.base_floor", "loan.cap_single", "loan.cap_dual"}


class Binder:
    """The state that binding needs, and binding itself."""

    def __init__(self, plain: str, place: Place, metrics: Mapping[str, Metric]) -> None:
        self.plain = plain
        self.metrics = metrics
        self.place = place
        self.tokens: Sequence[Token] = ()
        self.readings: list[Reading] = []
        self.named: dict[str, tuple[int, int]] = {}
        self.blocks: set[str] = set()
        self.tabled: set[str] = set()
        self.guessed: dict[str, str | None] = {}
        self.split_id = self.split_line = 0
        self.pending: list[Pending] = []
        self.head: Pending | None = None
        self.recent: list[Reading] = []
        self.items: list[Reading] = []
        self.unbound: list[tuple[Quantity, str | None]] = []
        self.rates: list[Rate] = []
        self.gap = ""
        self.direction = 0
        self.open = self.joined = self.listing = self.muted = self.foreign = False
        self.comparing = self.distributing = self.everything = False
        self.in_scope = True
        self.took_follow = -1
        self.sentence: list[Pending] = []
        self.paragraph: list[Reading] = []
        self.scopes: list[Scope] = []
        self.list_id = self.lists = self.line = self.block_at = 0
        self.carried = False
        self.ended = False
        self.next_kind = ""

    def _number(self, token: Token, i: int) -> None:
        q = token.quantity
        assert q
        before = self.tokens[i - 1] if i else None
        if before and before.kind == "from" and before.end == token.start and self._turns(i):
            return
        if self.muted:
            return
        turned = before is not None and before.kind in {"up", "down"} and before.end == token.start
        if (self.comparing or turned) and q.kind in {"ratio", "points"} and (self.comparing or not self._awaits(q)):
            self._rate(q)
            return
        if self.comparing and self.rates:
            self.flush()
            self.comparing = False
        if self.comparing and q.kind:
            self.gap = ""
            return
        q = self._money(q)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        self.next_kind = after.quantity.kind if after and after.quantity and after.start <= token.end + 1 else ""
        self._level(q, token, i)
        self.gap = ""

    def _money(self, q: Quantity) -> Quantity:
        """17.91亿 lost its 元; 25,919.95万 in a list of amounts did too."""
        if q.kind or q.scale < 10_000:
            return q
        whole = self.paragraph[-1] if self.listing and self.paragraph and not self.open else None
        if q.scale >= 100_000_000 or (whole and whole.kind == "CNY"):
            return replace(q, kind="CNY", repairs=(*q.repairs, "missing_unit"))
        return q

    def _turns(self, i: int) -> bool:
        """Whether 从1% goes on to 降至0.09%: then the number here is the old one."""
        for token in self.tokens[i + 1 : i + 6]:
            if token.kind in {"to", "stop"}:
                return token.kind == "to"
        return False

    def _awaits(self, q: Quantity) -> bool:
        return bool(
            self.open
            and self.pending
            and not self.gap
            and not self.pending[-1].bound
            and "ratio" in self.pending[-1].meanings
        )

    def _rate(self, q: Quantity) -> None:
        sign = self.direction or (self.rates[-1].sign if self.rates else 1) or 1
        self.rates.append(Rate(q, sign))
        self.comparing = True
        self.gap = ""

    def _level(self, q: Quantity, token: Token, i: int) -> None:
        if self._follow(q, i):
            return
        if self.open and self.pending and not self.gap:
            for label in self._targets(q):
                self._bind(label, q)
            if q.kind == "count" and "CNY" in self.pending[-1].meanings and not self.pending[-1].bound:
                self.pending[-1].bound.append("count")
            return
        if self._linked(i) and (label := self._awaiting(q)):
            self._bind(label, q)
            return
        if self.head and not self.open and self.metric(Pending("", 0, self.head.meanings), q) and self._inherits():
            self._bind(Pending(self.head.word, self.head.end, self.head.meanings), q, inherited=True)
            return
        if not self.open and (whole := self._whole(q)) and self._inherits():
            self._bind(Pending("", q.start, {q.kind: whole.metric}), q, inherited=True)
            return
        if not self.open and (metric := self._paired(q)) and self._inherits():
            self._bind(Pending("", q.start, {q.kind: metric}), q, inherited=True)
            return
        self.unbound.append((q, self.place.entity))

    def _linked(self, i: int) -> bool:
        """Whether the words before the number tie it to a label further back: 即35020元, 调整为1710元."""
        before = self.tokens[i - 1]
        return i > 0 and before.end == self.tokens[i].start and (before.kind == "to" or before.text == "即")

    def _awaiting(self, q: Quantity) -> Pending | None:
        """The last label of this sentence that still has no number of this kind."""
        return next((p for p in reversed(self.sentence) if q.kind in p.meanings and not p.bound), None)

    def _whole(self, q: Quantity) -> Reading | None:
        """The last figure of this kind that the paragraph gave for what the list splits."""
        return next((r for r in reversed(self.paragraph) if r.kind == q.kind), None)

    def _paired(self, q: Quantity) -> str | None:
        """The ratio or amount that goes with the last figure: 逾期额548.1万元。其中，市中心0.16‰."""
        pairs = (self.metrics[r.metric].pair for r in reversed(self.paragraph[-2:]))
        return next((p for p in pairs if p and self.metrics[p].unit == q.kind), None)

    def _inherits(self) -> bool:
        if (self.unbound and self.scopes) or self.place.closed:
            return False
        if self.place.who and not self.gap:
            return True
        if self.listing and self.gap and len(self.gap) <= 12:
            self.place.who = self.gap
            return True
        return False

    def _follow(self, q: Quantity, i: int) -> bool:
        """Binds a number to the label that stands behind it: 7.21万名缴存职工提取住房公积金."""
        for token in self.tokens[i + 1 : i + 3]:
            if token.entry and token.entry.follows and token.start - q.end <= 0:
                meanings = {u: m for g, u, m in token.entry.follows if g != "org" or self.place.section in {"org", ""}}
                if (metric := meanings.get(q.kind or "count")) is None or (metric.startswith("org.") and not q.kind):
                    return False
                self.unbound.append((q, self.place.entity))
                self._take(token, metric, q.kind, self.gap if not metric.startswith("org.") else "")
                return True
            if token.kind != "skip":
                return False
        return False

    def _take(self, token: Token, metric: str, kind: str, weak: str = "") -> None:
        """Gives the numbers that wait for a label to the one that stands behind them."""
        assert token.entry
        label = Pending(token.text, token.end, {kind: metric}, weak, [kind])
        for quantity, who in self.unbound:
            if quantity.kind == kind:
                self.record(metric, quantity, label, who)
        self.unbound.clear()
        rest = {u: m for _, u, m in (*token.entry.anywhere, *token.entry.local) if u != kind}
        self.pending = [Pending(token.text, token.end, rest, weak)] if rest else []
        self.head = Pending(token.text, token.end, {kind: metric} | rest)
        self.open, self.took_follow = bool(rest), token.start

    def _targets(self, q: Quantity) -> list[Pending]:
        """The labels a number belongs to: the last one, or with 分别 the next of several, or with 均 all of them."""
        fits = [p for p in self.pending if self.metric(p, q)]
        if self.everything and len(self.pending) > 1:
            return fits
        if self.distributing and len(self.pending) > 1:
            return [p for p in fits if not p.bound][:1]
        return fits[-1:] if fits and fits[-1] is self.pending[-1] else []

    def metric(self, label: Pending, q: Quantity) -> str | None:
        """Which metric a number is under a label, or None where unit or counter do not fit."""
        if q.kind:
            metric = None if q.kind in label.bound else label.meanings.get(q.kind)
            counters = self.metrics[metric].counters if metric and q.counter else ()
            return None if counters and q.counter not in counters else metric
        rest = [k for k in label.meanings if k not in label.bound and k != "ratio"]
        if label.bound and q.scale != 1 and len(rest) == 1:
            return label.meanings[rest[0]]
        if label.bound or not BARE_OK & set(label.meanings):
            return None
        if self.next_kind == "CNY" and "count" in label.meanings and q.value == q.value.to_integral_value():
            return label.meanings["count"]
        if q.scale == 1 and self.plain[q.end : q.end + 1] not in DELIMITERS | {""}:
            return None
        kinds = [k for k in label.meanings if q.scale == 1 or k != "ratio"]
        return label.meanings[kinds[0]] if len(kinds) == 1 else None

    def _bind(self, label: Pending, q: Quantity, inherited: bool = False) -> None:
        metric = self.metric(label, q)
        if metric is None:
            return
        label.bound.append(q.kind or "bare")
        self.record(metric, q, label, self.place.entity, inherited)

    def record(
        self, metric: str, q: Quantity, label: Pending, who: str | None, inherited: bool = False, table: bool = False
    ) -> None:
        """Adds the reading of one number as one metric, weak where its surroundings speak against it."""
        repairs = q.repairs if q.kind else (*q.repairs, "missing_unit")
        reading = Reading(
            metric, "level", who, q.value, q.quantum, q.kind or "bare", q.start, q.end, repairs,
            self.place.section or self.place.group, label.weak, inherited, False, q.digits, q.scale,
        )  # fmt: skip
        if q.kind == "CNY" and "count" in label.meanings and not label.bound[:-1] and not inherited and not table:
            reading.glued = label.meanings["count"]
        if not (label.in_scope if metric in POLICY else self.in_scope):
            reading.weak = reading.weak or "other_time"
        if self.foreign:
            reading.weak = reading.weak or "foreign"
        if self.place.closed and metric in POLICY:
            reading.entity = None
        elif self.place.closed:
            reading.weak = reading.weak or "policy"
        if self.place.joint and who:
            reading.entity, reading.weak = (None, reading.weak) if metric in POLICY else (who, "joint")
        self.readings.append(reading)
        if table:
            return
        self.recent.append(reading)
        reading.listed = self.list_id if self.listing or self.scopes else self.split_id
        reading.paragraph = self.line if self.carried and not self.place.who else 0
        if inherited:
            self.items.append(reading)
            reading.options = [r for r in self.paragraph if r.kind == reading.kind]
        elif reading.entity == self.place.block and not reading.weak:
            self.paragraph.append(reading)

    def meanings(self, entry: Entry) -> dict[str, str]:
        """The metrics a label names here, by kind of quantity."""
        raise NotImplementedError

    def flush(self) -> None:
        """Gives the gathered rates of change to the figures they compare."""
        if self.rates:
            rates, self.rates = self.rates, []
            points = rates[0].quantity.kind == "points"
            for target, rate in self._compared(rates, points):
                self.record_rate(target, rate, points)
            self.recent = [r for r in self.recent if not r.compared]
        self.everything = self.distributing = False
        self.direction = 0

    def _compared(self, rates: list[Rate], points: bool) -> list[tuple[Reading, Rate]]:
        entity = self.place.entity
        named = self._named(points)
        if named:
            return list(zip(named[: len(rates)], rates, strict=False))
        pool = [r for r in self.recent if not r.compared and r.entity == entity and (r.kind == "ratio") >= points]
        if len(rates) > len(pool) and any(r.glued for r in pool):
            pool = [x for r in pool for x in self._unglued(r)]
        if len(self.items) > 1 and pool and pool[-1].inherited and not any(x.compared for x in self.items[:-1]):
            return []
        if len(rates) > 1 or (self.everything and pool):
            if self.everything and len(rates) == 1:
                rates = rates * min(len(pool), 2)
            return list(zip(pool[-len(rates) :], rates, strict=True)) if len(pool) >= len(rates) else []
        if self.distributing and len(pool) > 1:
            return [(pool[0], rates[0])] if self.ended else []
        return [(pool[-1], rates[0])] if pool else []

    def _unglued(self, reading: Reading) -> list[Reading]:
        """Two rates for one number say that it is two: a count and an amount run together."""
        if not reading.glued:
            return [reading]
        reading.repairs = (*reading.repairs, "run_together")
        count = Reading(
            reading.glued, "level", reading.entity, Decimal(0), Decimal(0), "count", reading.start, reading.start
        )
        return [count, reading]

    def _named(self, points: bool) -> list[Reading]:
        """A label that stands before its rate without a level of its own: 发放笔数同比减少7.73%."""
        if not self.pending or self.pending[-1].bound:
            return []
        label = self.pending[-1]
        metrics = [m for k, m in label.meanings.items() if not points or k == "ratio"]
        if len(metrics) == 2 and not self.distributing and len(self.rates) < 2:
            metrics = metrics[-1:]
        made = [self._phantom(m, label) for m in metrics]
        return made

    def _phantom(self, metric: str, label: Pending) -> Reading:
        weak = label.weak or ("" if self.in_scope else "other_time") or ("policy" if self.place.closed else "")
        return Reading(
            metric,
            "level",
            self.place.entity,
            0,
            0,
            "",
            label.end,
            label.end,
            (),
            self.place.section or self.place.group,
            weak,
        )  # type: ignore[arg-type]

    def record_rate(self, target: Reading, rate: Rate, points: bool) -> None:
        """Adds the reading of one rate of change of the figure it compares."""
        target.compared = True
        q = rate.quantity
        if not rate.sign:
            return
        measure = "yoy_points" if points else "yoy_rate"
        self.readings.append(
            Reading(
                target.metric,
                measure,
                target.entity,
                q.value * rate.sign,
                q.quantum,
                q.kind,
                q.start,
                q.end,
                q.repairs + rate.repairs,
                target.section,
                target.weak,
                target.inherited,
                True,
                q.digits,
                q.scale,
                target.listed,
                target.paragraph,
            )  # fmt: skip
        )

    def _flat(self, token: Token, i: int) -> None:
        """持平 takes a place in a list of rates and gives no figure."""
        kind = self.rates[0].quantity.kind if self.rates else "ratio"
        self.rates.append(Rate(Quantity(Decimal(0), Decimal(0), kind, token.start, token.end, "", Decimal(1)), 0))
        self.comparing = True

"""A number comes in; it is bound to the label before it, the label behind it, or the figure that a list splits."""

from dataclasses import replace

from services.parser.candidate import Pending, Reading
from services.parser.quantity import Quantity, kind_and_scale
from services.parser.rates import Rates
from services.parser.tokens import Token

DELIMITERS = frozenset(",;。、:\n\t()!?")
LONGEST_GUESS = 12
TIES = {"即", "达", "达到"}


class Levels(Rates):
    """Binds numbers to labels and records what they say."""

    def number(self, token: Token, i: int) -> None:
        """One quantity of the text: a rate of change, a figure, or something that is none of ours."""
        q = token.quantity
        assert q
        before = self.before(i)
        if (
            self.muted
            or self.plain[q.start - 1 : q.start] == "第"
            or self.plain.startswith(("以下", "以内"), q.end)
            or self.prior(i)
            or (before and before.kind == "from" and self.turns(i))
        ):
            return
        turned = before is not None and before.kind in {"up", "down"} and before.end == token.start
        if q.kind in {"ratio", "points"} and (self.comparing or (turned and not self._awaits_ratio())):
            self.add_rate(q)
            return
        if self.comparing and self.rates:
            self.flush()
            self.comparing = False
        if not (self.comparing and q.kind):
            after = self.after(i)
            self.next_kind = after.quantity.kind if after and after.quantity and after.start <= token.end + 1 else ""
            self._level(self._money(q), i)
        self.gap = ""

    def _awaits_ratio(self) -> bool:
        label = self.pending[-1] if self.open and self.pending and not self.gap else None
        return label is not None and not label.bound and "ratio" in label.meanings

    def _money(self, q: Quantity) -> Quantity:
        """17.91亿 lost its 元, 25,919.95万 in a list of amounts did too; a label may name the unit in brackets."""
        if self.open and self.pending and self.pending[-1].unit and not q.kind and q.scale == 1:
            kind, scale = kind_and_scale(self.pending[-1].unit)
            return replace(q, kind=kind, value=q.value * scale, quantum=q.quantum * scale, scale=scale)
        if q.kind or q.scale < 10_000:
            return q
        whole = self.paragraph[-1] if self.listing and self.paragraph and not self.open else None
        if q.scale >= 100_000_000 or (whole and whole.kind == "CNY"):
            return replace(q, kind="CNY", repairs=(*q.repairs, "missing_unit"))
        return q

    def _level(self, q: Quantity, i: int) -> None:
        if self._follow(q, i):
            return
        if self.open and self.pending and not self.gap:
            self._to_labels(q)
            return
        if self._linked(i) and (label := self._awaiting(q)):
            self._bind(label, q)
            return
        metric = None if self.open else self._split(q)
        if metric and self._inherits(q):
            self.record(metric, q, Pending("", q.start, {q.kind: metric}), self.place.entity, inherited=True)
            return
        if not self.scopes or self.place.who != self.scopes[-1].who:
            self.unbound.append((q, self.place.entity))
        self.open = self.open and not self.gap
        self._swallow(q)

    def _serve(self, label: Pending, q: Quantity) -> None:
        """A、B缴存额分别为33.73亿元、14.45亿元: each number of a kind is the next body's of the row."""
        at = label.bound.count(q.kind or "bare")
        metric = self.metric(replace(label, bound=[]), q)
        label.bound.append(q.kind or "bare")
        if metric and at < len(self.row):
            self.place.joint = False
            self.items.append(self.record(metric, q, replace(label, bound=[]), self.row[at]))
            self.place.joint = True

    def _to_labels(self, q: Quantity) -> None:
        if self.row and self.distributing:
            self._serve(self.pending[-1], q)
            return
        targets = self._targets(q)
        for label in targets:
            self._bind(label, q)
        last = self.pending[-1]
        if not targets and q.kind == "count" and "CNY" in last.meanings and not last.bound:
            last.bound.append("count")
        elif not targets and q.kind in {"CNY", "count"}:
            last.bound.append("other")
            self._swallow(q)

    def _swallow(self, q: Quantity) -> None:
        """A number that is no figure of ours takes the rate behind it: 其中租房提取3.65亿元，同比增长10%."""
        if q.kind == "ratio":
            return
        entity = self.place.entity
        self.recent.append(Reading("", "level", entity, q.value, q.quantum, q.kind, q.start, q.end, weak="other"))

    def _linked(self, i: int) -> bool:
        """Whether the words before the number tie it to a label further back: 即35020元, 调整为1710元."""
        before = self.before(i)
        return (
            before is not None and before.end == self.tokens[i].start and (before.kind == "to" or before.text in TIES)
        )

    def _awaiting(self, q: Quantity) -> Pending | None:
        """The last label of this sentence that still has no number of this kind."""
        return next((p for p in reversed(self.sentence) if q.kind in p.meanings and not p.bound), None)

    def _split(self, q: Quantity) -> str | None:
        """The figure that a list splits: the last label's, else the last of this kind, else its ratio or amount."""
        if self.head and (metric := self.metric(Pending("", 0, self.head.meanings), q)):
            return metric
        if whole := next((r for r in reversed(self.paragraph) if r.kind == q.kind), None):
            return self.metric(Pending("", 0, {q.kind: whole.metric}), q)
        pairs = (self.metrics[r.metric].pair for r in reversed(self.paragraph[-2:]))
        return next((p for p in pairs if p and self.metrics[p].unit == q.kind), None)

    def _inherits(self, q: Quantity) -> bool:
        """Whether a list names somebody to whom the number belongs."""
        if self.distributing and len(self.company) > 1 and self.place.who:
            self.place.who = self.company[min(self.served, len(self.company) - 1)]
            self.place.joint = False
            self.served += 1
            return not self.gap
        waits = self.scopes and any(other.kind == q.kind for other, _ in self.unbound)
        if waits or self.place.closed:
            return False
        if self.place.who and not self.gap:
            return True
        if self.listing and not self.clause_named and 0 < len(self.gap) <= LONGEST_GUESS:
            self.place.who = self.gap
            return True
        return False

    def _follow(self, q: Quantity, i: int) -> bool:
        """Binds a number to the label that stands behind it: 7.21万名缴存职工提取住房公积金."""
        for token in self.tokens[i + 1 : i + 3]:
            if token.entry and token.entry.follows and token.start <= q.end:
                meanings = {u: m for g, u, m in token.entry.follows if g != "org" or self.place.section in {"org", ""}}
                metric = meanings.get(q.kind or "count")
                if metric is None or (metric.startswith("org.") and not q.kind):
                    return False
                self.unbound.append((q, self.place.entity))
                self.take_behind(token, metric, q.kind, "" if metric.startswith("org.") else self.gap)
                return True
            if token.kind != "skip":
                return False
        return False

    def take_behind(self, token: Token, metric: str, kind: str, weak: str = "") -> None:
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
        rest = [k for k in label.meanings if k not in label.bound and (q.scale == 1 or k != "ratio")]
        if label.bound and q.scale == 1:
            return None
        if not label.bound and self.next_kind == "CNY" and "count" in rest and q.value == q.value.to_integral_value():
            return label.meanings["count"]
        if q.scale == 1 and self.plain[q.end : q.end + 1] not in DELIMITERS | {""}:
            return None
        return label.meanings[rest[0]] if len(rest) == 1 else None

    def _bind(self, label: Pending, q: Quantity) -> None:
        if metric := self.metric(label, q):
            label.bound.append(q.kind or "bare")
            self.record(metric, q, label, self.place.entity)

    def record(self, metric: str, q: Quantity, label: Pending, who: str | None, *, inherited: bool = False) -> Reading:
        """Adds the reading of one number as one metric, weak where its surroundings speak against it."""
        reading = self.reading(metric, q, label, who)
        reading.inherited = inherited
        if q.kind == "CNY" and "count" in label.meanings and not label.bound[:-1] and not inherited:
            reading.glued = label.meanings["count"]
        reading.listed = self.list_id if self.listing or self.scopes else self.split_id
        reading.paragraph = self.line if self.carried and not self.place.who else 0
        self.recent.append(reading)
        if inherited:
            self.items.append(reading)
            reading.options = [r for r in self.paragraph if r.kind == reading.kind]
        elif reading.entity == self.place.block and not reading.weak:
            self.paragraph.append(reading)
        return reading

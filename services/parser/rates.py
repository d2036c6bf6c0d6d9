"""Rates of change come in one after another and go to the figures they compare, in order."""

from services.parser.candidate import Pending, Rate, Reading
from services.parser.quantity import Quantity
from services.parser.tokens import Token
from services.parser.walk import MOST, ZERO, Walk


class Rates(Walk):
    """Gathers rates until something else is read, then gives them away."""

    def add_rate(self, q: Quantity) -> None:
        """Takes one rate, signed by its own verb or by the one before it."""
        if self.rates and self.rates[-1].quantity.kind != q.kind:
            direction = self.direction
            self.flush()
            self.direction = direction
        sign = self.direction or (self.rates[-1].sign if self.rates else 1) or 1
        self.rates.append(Rate(q, sign))
        self.comparing = True
        self.gap = ""

    def flat(self, token: Token, i: int) -> None:
        """持平 takes a place in a list of rates and gives no figure."""
        kind = self.rates[0].quantity.kind if self.rates else "ratio"
        self.rates.append(Rate(Quantity(ZERO, ZERO, kind, token.start, token.end, "", ZERO), 0))
        self.comparing = True

    def flush(self) -> None:
        """Gives the gathered rates of change to the figures they compare."""
        if self.rates:
            rates, self.rates = self.rates, []
            points = rates[0].quantity.kind == "points"
            for target, rate in self._compared(rates, points):
                self.record_rate(target, rate, points)
            self.recent = [r for r in self.recent if not r.compared]
        del self.recent[:-MOST], self.paragraph[:-MOST], self.sentence[:-MOST], self.items[:-MOST]
        self.everything = self.distributing = False
        self.direction = 0

    def _compared(self, rates: list[Rate], points: bool) -> list[tuple[Reading, Rate]]:
        """Each rate with its figure; nothing where it cannot be told which is whose."""
        if named := self._named(points):
            return list(zip(named[: len(rates)], rates, strict=False))
        if self.distributing and len(rates) == len(self.items) > 1 and _fit(self.items, points):
            return list(zip(self.items, rates, strict=True))
        entity = self.place.entity
        pool = [r for r in self.recent if not r.compared and r.entity == entity and (r.kind == "ratio") == points]
        if len(rates) > len(pool) and any(r.glued for r in pool):
            pool = [x for r in pool for x in _unglued(r)]
        if not pool or self._of_whom(pool):
            return []
        if self.everything and len(rates) == 1:
            rates = rates * min(len(pool), 2)
        if len(rates) > 1:
            return list(zip(pool[-len(rates) :], rates, strict=True)) if len(pool) >= len(rates) else []
        if self.distributing and len(pool) > 1:
            return [(pool[0], rates[0])] if self.ended else []
        return [(pool[-1], rates[0])]

    def _of_whom(self, pool: list[Reading]) -> bool:
        """A rate behind a list of parts that have none may be the last part's or the whole's: nobody can tell."""
        listed = any(x is pool[-1] for x in self.items)
        return len(self.items) > 1 and listed and not any(x.compared for x in self.items[:-1])

    def _named(self, points: bool) -> list[Reading]:
        """A label that stands before its rate without a level of its own: 发放笔数同比减少7.73%."""
        if not self.pending or self.pending[-1].bound:
            return []
        label = self.pending[-1]
        metrics = [m for k, m in label.meanings.items() if not points or k == "ratio"]
        if len(metrics) == 2 and not self.distributing and len(self.rates) < 2:
            metrics = metrics[-1:]
        return [self._unstated(m, label) for m in metrics]

    def _unstated(self, metric: str, label: Pending) -> Reading:
        weak = label.weak or ("" if self.in_scope else "other_time") or ("policy" if self.place.closed else "")
        at = label.end
        return Reading(metric, "level", self.place.entity, ZERO, ZERO, "", at, at, section=self.section(), weak=weak)

    def record_rate(self, target: Reading, rate: Rate, points: bool) -> None:
        """Adds the reading of one rate of change of the figure it compares."""
        target.compared = True
        q = rate.quantity
        if not rate.sign or not target.metric:
            return
        self.readings.append(
            Reading(
                metric=target.metric,
                measure="yoy_points" if points else "yoy_rate",
                entity=target.entity,
                value=q.value * rate.sign,
                quantum=q.quantum,
                kind=q.kind,
                start=q.start,
                end=q.end,
                repairs=q.repairs,
                section=target.section,
                weak=target.weak,
                inherited=target.inherited,
                compared=True,
                digits=q.digits,
                scale=q.scale,
                listed=target.listed,
                paragraph=target.paragraph,
            )
        )

    def prior(self, i: int) -> bool:
        """较上年的69.08%上升5.67个百分点, 比上年缴存额45.12亿元增长6%: the first number is last year's."""
        base, between = self.tokens[max(i - 2, 0)], self.tokens[i - 1]
        named = between.kind == "label" and base.end == between.start and base.text != "同比"
        return base.kind == "base" and (named or between.text == "的")

    def turns(self, i: int) -> bool:
        """Whether 从1% goes on to 降至0.09%: then the number here is the old one."""
        for token in self.tokens[i + 1 : i + 6]:
            if token.kind in {"to", "stop"}:
                return token.kind == "to"
        return False


def _fit(items: list[Reading], points: bool) -> bool:
    return all(not r.compared and (r.kind == "ratio") >= points for r in items)


def _unglued(reading: Reading) -> list[Reading]:
    """Two rates for one number say that it is two: a count and an amount run together."""
    if not reading.glued:
        return [reading]
    reading.repairs = (*reading.repairs, "run_together")
    at = reading.start
    return [Reading(reading.glued, "level", reading.entity, ZERO, ZERO, "count", at, at), reading]

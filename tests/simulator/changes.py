"""How reports say that something grew or fell: one figure, or a list with one verb, several, or none to a slot."""

from dataclasses import dataclass
from random import Random

from tests.simulator.books import Entity
from tests.simulator.figures import Fig, Run, Verb
from tests.simulator.hand import Hand

_OPPOSITE = {"增长": "下降", "增加": "减少", "上升": "下降", "提高": "降低", "回升": "回落"}
_SLOT = {
    "loan.issued_count": "发放笔数",
    "loan.issued_amount": "发放金额",
    "loan.cumulative_count": "累计笔数",
    "loan.cumulative_amount": "累计金额",
    "loan.balance": "余额",
    "contribution.active_employers": "实缴单位",
    "contribution.active_employees": "实缴职工",
    "contribution.amount": "缴存额",
    "withdrawal.employees": "提取人数",
    "withdrawal.amount": "提取额",
    "contribution.cumulative": "缴存总额",
    "contribution.balance": "缴存余额",
}


@dataclass(slots=True)
class Changes:
    """A report's habits: its words for year-on-year and for directions, and how it writes lists."""

    rng: Random
    year: int
    flow: str
    stock: str
    up: str
    down: str
    up_points: str
    down_points: str
    list_style: str
    negative: float = 0.0
    wobble: float = 0.1
    increments: float = 0.0
    signed: float = 0.0
    was: float = 0.0
    arrows: bool = False
    done: float = 0.0

    def say(self, hand: Hand, entity: Entity, metrics: list[str], mode: str) -> list[Run]:
        """The change of one metric or of a list of metrics, in words."""
        base = (self.stock if mode in {"e", "q", "le"} else self.flow).format(P=self.year - 1)
        if self.rng.random() < self.wobble:
            base = self.rng.choice(
                ["同比", "比上年", "较上年"] if mode in {"y", "p", "ly"} else ["比上年末", "同比", "较上年末"]
            )
        if mode in {"p", "q"}:
            return self._points(hand, entity, metrics[0], "比上年末" if mode == "q" and base == "同比" else base)
        figs = [self._rate(hand, entity, m) for m in metrics]
        if len(figs) > 1:
            return self._list(base, figs)
        if self.rng.random() < self.increments:
            return [base, *self._increment(hand, entity, figs[0])]
        return [base, *self._one(figs[0])]

    def _increment(self, hand: Hand, entity: Entity, fig: Fig) -> list[Run]:
        """增加2.57亿元，增长5.63%: how much in money or heads comes first and is no figure of the report's own."""
        more = hand.level(entity.name, fig.metric, abs(entity.now[fig.metric] - entity.prior[fig.metric])).raw
        word = ("减少" if fig.down else "增加") + more + self.rng.choice(["，", "，", "、"])
        if self.rng.random() < 0.35:
            return [word, Verb("降幅" if fig.down else "增幅", not fig.down, [fig]), fig]
        return [word, self._verb(fig), fig]

    def _rate(self, hand: Hand, entity: Entity, metric: str) -> Fig:
        growth = entity.growth(metric)
        assert growth is not None
        return hand.rate(entity.name, metric, growth)

    def _points(self, hand: Hand, entity: Entity, metric: str, base: str) -> list[Run]:
        change = entity.change(metric)
        assert change is not None
        fig = hand.points(entity.name, metric, change)
        if fig.scaled == 0 and self.rng.random() < 0.5:
            return self._flat(fig, base)
        base = {"同比": self.rng.choice(["比上年", "同比", "较上年"])}.get(base, base)
        verb = Verb(self.down_points if fig.down else self.up_points, not fig.down, [fig])
        if self.rng.random() < self.was:
            before = hand.level(entity.name, metric, entity.prior[metric]).raw
            return [f"{base}（{before}）" if base.startswith("比") else f"较上年的{before}", verb, fig]
        return [base, verb, fig]

    def _flat(self, fig: Fig, base: str) -> list[Run]:
        """No change, said without a figure: a reader may take it for a zero."""
        fig.raw = fig.label = "持平"
        fig.optional = True
        return [
            {
                "同比": "与上年",
                "比上年": "与上年",
                "较上年": "与上年",
                "比上年末": "与上年末",
                "较上年末": "与上年末",
            }.get(base, "同比"),
            fig,
        ]

    def _verb(self, fig: Fig) -> Verb:
        up = self.up
        if self.rng.random() < self.wobble:
            up = self.rng.choice(["增长", "增加", "上升"])
        down = self.down if up == self.up else _OPPOSITE[up]
        if self.rng.random() < self.done:
            up, down = up + "了", down + "了"
        return Verb(down if fig.down else up, not fig.down, [fig])

    def _one(self, fig: Fig) -> list[Run]:
        if fig.down and self.rng.random() < self.negative:
            fig.minus = True
            return [self.up, fig.write()]
        if self.rng.random() < self.signed and self.arrows:
            return [Verb("↓" if fig.down else "↑", not fig.down, [fig]), fig]
        if self.rng.random() < self.signed:
            fig.minus = True
            return [fig.write()] if fig.down else ["+", fig]
        return [self._verb(fig), fig]

    def _list(self, base: str, figs: list[Fig]) -> list[Run]:
        style = self.list_style
        if len({f.value for f in figs}) == 1 and len({f.raw for f in figs}) == 1 and self.rng.random() < 0.6:
            return self._all_equal(base, figs)
        if self.negative and any(f.down for f in figs) and self.rng.random() < self.negative:
            return self._negatives(base, figs)
        if style == "named" and all(f.metric in _SLOT for f in figs):
            return self._named(base, figs)
        head = (
            base
            if style == "bare"
            else self.rng.choice(
                ["分别" + base, base + "分别"]
                if style == "either"
                else [{"before": "分别" + base, "after": base + "分别"}.get(style, base + "分别")]
            )
        )
        mark = self.rng.choice(["，", "、"]) if self.rng.random() < self.wobble else "、"
        return [head, *self._slots(figs, mark, style)]

    def _slots(self, figs: list[Fig], mark: str, style: str) -> list[Run]:
        """Verbs where the direction changes, or before every figure."""
        every = style in {"bare", "repeat"} or self.rng.random() < 0.2
        last = "和" if mark == "、" and self.rng.random() < self.wobble else mark
        runs: list[Run] = []
        verb: Verb | None = None
        for index, fig in enumerate(figs):
            runs += [last if index == len(figs) - 1 else mark] if index else []
            if verb is None or every or verb.up == fig.down:
                verb = self._verb(fig)
                runs.append(verb)
            else:
                verb.governs.append(fig)
            runs.append(fig)
        return runs

    def _all_equal(self, base: str, figs: list[Fig]) -> list[Run]:
        """One figure for all: 同比均下降1.07%."""
        for fig in figs[1:]:
            fig.raw = ""
        figs[0].shared = True
        verb = self._verb(figs[0])
        verb.governs = list(figs)
        return [base, "均", verb, *figs]

    def _negatives(self, base: str, figs: list[Fig]) -> list[Run]:
        """One verb of growth, decreases with a minus sign."""
        runs: list[Run] = [base + "分别", self.up]
        for index, fig in enumerate(figs):
            fig.minus = True
            runs += (["、"] if index else []) + [fig.write()]
        return runs

    def _named(self, base: str, figs: list[Fig]) -> list[Run]:
        runs: list[Run] = []
        for index, fig in enumerate(figs):
            runs += ["、"] if index else []
            runs += [_SLOT[fig.metric] + base, self._verb(fig), fig]
        return runs


def habits(rng: Random, year: int) -> Changes:
    """One report's habits, most like the ministry's template."""
    up = rng.choice(["增长"] * 10 + ["增加", "增加", "上升", "上升", "提高"])
    points = rng.choice(["增加"] * 5 + ["提高", "上升"])
    return Changes(
        rng,
        year,
        flow=rng.choice(
            ["同比"] * 16 + ["比上年", "比上年", "较上年", "比上年同期", "同比{P}年", "比{P}年", "较{P}年"]
        ),
        stock=rng.choice(["比上年末"] * 12 + ["较上年末", "同比", "比上年", "较年初", "比{P}年末", "比上年同期末"]),
        up=up,
        down=rng.choice(["下降"] * 5 + [_OPPOSITE[up], "减少"]),
        up_points=points,
        down_points=rng.choice(["减少", "减少", "下降", _OPPOSITE[points]]),
        list_style=rng.choice(["before"] * 3 + ["after"] * 4 + ["either", "bare", "repeat", "named"]),
        negative=rng.choice([0] * 9 + [0.8]),
        wobble=rng.choice([0, 0.05, 0.15]),
        increments=rng.choice([0] * 8 + [0.6]),
        signed=rng.choice([0] * 14 + [0.9]),
        was=rng.choice([0] * 9 + [0.7]),
        arrows=rng.random() < 0.4,
        done=rng.choice([0] * 9 + [0.5]),
    )

"""How one report writes its figures: units, decimals, separators, lapses, all drawn once a report."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from random import Random

from tests.simulator.figures import PER_THOUSAND, Fig, Form, Number, shown
from tests.simulator.metrics import KIND


@dataclass(slots=True)
class Hand:
    """How one report writes its figures: chosen once a report, with small lapses from figure to figure."""

    rng: Random
    big: Form
    small: Form
    people: Form
    loans: Form
    percent: Form
    cut: bool = False
    comma: str = ""
    wide_percent: bool = False
    spaces: float = 0.0
    strip: float = 0.0
    mixed: float = 0.0
    wide: float = 0.0
    numerals: bool = False
    permille: str = "‰"
    person: str = "人"
    firm: str = "家"
    firms_wan: int = 0
    space: str = " "
    cap_decimals: int = 0

    def form(self, metric: str, value: Number) -> Form:
        """Unit and decimals for a level of this metric."""
        kind = KIND[metric]
        if kind in {"big", "small"}:
            return self._money(kind, metric, value)
        if kind in {"people", "loans"}:
            return self._tidy(self.people if kind == "people" else self.loans, value)
        if kind in {"percent", "permille"}:
            return self.percent if kind == "percent" else self._risk_rate(value)
        if kind == "firms" and self.firms_wan and value >= 5000:
            return Form("万" + self.firm, 4, self.firms_wan)
        if kind == "cap" and self.cap_decimals:
            return Form("万元", 4, self.cap_decimals)
        return _fixed(kind, self.firm, self.person)

    def _money(self, kind: str, metric: str, value: Number) -> Form:
        form = self.big if kind == "big" else self.small
        if self.mixed and self.rng.random() < self.mixed:
            form = (
                Form("万元", 4, self.rng.choice([0, 1, 2, 2]))
                if form.exp == 8
                else Form("亿元", 8, self.rng.choice([2, 4]))
            )
        if form.exp == 8 and (metric.startswith("risk.") or value < 10**form.exp // 10**form.decimals * 20):
            return Form("万元", 4, 2)
        return form

    def _tidy(self, form: Form, value: Number) -> Form:
        """A form whose digits still show something of a small count."""
        if form.exp and 0 < abs(value) < 10 ** (form.exp - form.decimals) and self.rng.random() < 0.8:
            return Form(form.suffix, form.exp, 4) if self.rng.random() < 0.6 else Form(form.suffix[1:], 0, 0)
        return form

    def _risk_rate(self, value: Number) -> Form:
        if self.permille != "%":
            return Form(self.permille, -3, 2 if value == 0 or value * 1000 > Fraction(1, 20) else 3)
        return Form("%", -2, 3 if value * 100 > Fraction(1, 20) else 4)

    def level(self, entity: str, metric: str, value: Number, form: Form | None = None) -> Fig:
        """A figure for a level, in the form of its kind unless one is given."""
        form = form or self.form(metric, value)
        scaled, negative = shown(value, form, self.cut)
        fig = Fig(entity, metric, "level", scaled, form, negative)
        fig.minus = negative
        fig.numeral = self.numerals and KIND[metric] in {"banks", "things", "members"} and scaled < 100
        return self.finish(fig)

    def rate(self, entity: str, metric: str, value: Fraction) -> Fig:
        """A figure for a rate of change; its sign is left to a verb."""
        return self._change(entity, metric, "yoy_rate", value, self.percent)

    def points(self, entity: str, metric: str, value: Fraction) -> Fig:
        """A figure for a change in percentage points; its sign is left to a verb."""
        return self._change(entity, metric, "yoy_points", value, Form("个百分点", -2, self.percent.decimals))

    def _change(self, entity: str, metric: str, measure: str, value: Fraction, form: Form) -> Fig:
        scaled, negative = shown(value, form, self.cut)
        return self.finish(Fig(entity, metric, measure, scaled, form, negative))

    def finish(self, fig: Fig) -> Fig:
        """Lapses of the hand: spaces, dropped zeros, full width."""
        rng = self.rng
        fig.comma = self.comma
        if self.spaces and rng.random() < self.spaces:
            fig.gap = self.space
        fig.strip = bool(self.strip) and fig.form.decimals > 0 and rng.random() < self.strip
        fig.wide = bool(self.wide) and rng.random() < self.wide
        if self.wide_percent and fig.form.suffix == "%":
            fig.form = Form("％", fig.form.exp, fig.form.decimals)
        return fig.write()


@lru_cache(maxsize=64)
def _fixed(kind: str, firm: str, person: str) -> Form:
    """Forms that do not vary with the report's style."""
    return {
        "firms": Form(firm, 0, 0),
        "banks": Form("家", 0, 0),
        "loans_few": Form("笔", 0, 0),
        "things": Form("个", 0, 0),
        "members": Form("名", 0, 0),
        "staff": Form(person, 0, 0),
        "yuan": Form("元", 0, 0),
        "cap": Form("万元", 4, 0),
        "area": Form("万平方米", 4, 2),
    }[kind]


def hand(rng: Random, size: Number) -> Hand:
    """A style of writing figures for a body of this size (contribution balance in yuan)."""
    decimals = rng.choice([2] * 12 + [1, 1, 4, 0])
    tiny = size < 3 * 10**9
    big = Form("亿元", 8, max(decimals, 2) if tiny else decimals)
    if tiny and rng.random() < 0.35:
        big = Form("万元", 4, rng.choice([0, 2, 2, 2]))
    person = rng.choice(["人", "人", "名"])
    people = rng.choice([Form("万" + person, 4, 2)] * 3 + [Form(person, 0, 0)])
    if tiny:
        people = rng.choice([Form(person, 0, 0), Form("万" + person, 4, 4), Form("万" + person, 4, 2)])
    loans = rng.choice([Form("万笔", 4, 2), Form("万笔", 4, 2), Form("笔", 0, 0), Form("万笔", 4, 4)])
    small = Form("万元", 4, rng.choice([2] * 8 + [0, 1]))
    return Hand(
        rng,
        big,
        rng.choice([Form("亿元", 8, 2), Form("亿元", 8, 4)]) if size > 5 * 10**10 and rng.random() < 0.15 else small,
        people,
        loans,
        Form("%", -2, rng.choice([2] * 8 + [1])),
        comma=rng.choice(["", "", ",", ",", ",", "，"] if rng.random() < 0.3 else ["", "", ","]),
        wide_percent=rng.random() < 0.08,
        spaces=rng.choice([0] * 9 + [0.35]),
        strip=rng.choice([0] * 4 + [0.5, 1.0]),
        mixed=rng.choice([0] * 5 + [0.12]),
        wide=rng.choice([0] * 15 + [0.5]),
        numerals=rng.random() < 0.06,
        permille=rng.choice(["‰"] * 12 + ["%", "%", PER_THOUSAND]),
        person=person,
        firm=rng.choice(["家"] * 6 + ["个"]),
        firms_wan=rng.choice([0] * 5 + [2, 4]),
        space=rng.choice([" "] * 5 + ["\u2002", "\u3000", "\xa0"]),
        cap_decimals=rng.choice([0] * 7 + [2]),
    )

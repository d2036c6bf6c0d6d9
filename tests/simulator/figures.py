"""How one figure is put on the page: digits, separators, unit, and the exact value that those digits say."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tests.simulator.metrics import UNIT

Number = int | Fraction
Measure = str

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NUMERALS = "〇一二三四五六七八九"
PER_THOUSAND = "千分之"


@dataclass(frozen=True, slots=True)
class Form:
    """Unit word, power of ten and decimals in which a kind of figure is written."""

    suffix: str
    exp: int
    decimals: int


@dataclass(slots=True)
class Fig:
    """One figure on the page, and what it is the truth of.

    `scaled` × 10^(exp-decimals) is the value the digits say, without the sign that a verb carries. `raw` is what
    stands on the page; `label` is what the truth quotes (they differ only for a figure that serves two facts).
    """

    entity: str
    metric: str
    measure: Measure
    scaled: int
    form: Form
    down: bool = False
    raw: str = ""
    gap: str = ""
    comma: str = ""
    wide: bool = False
    strip: bool = False
    label: str = ""
    optional: bool = False
    damaged: bool = False
    accept: tuple[Decimal, ...] = ()
    repeat: bool = False
    minus: bool = False
    numeral: bool = False
    bare: bool = False
    shared: bool = False

    @property
    def decimals(self) -> int:
        """Decimals as they stand on the page."""
        return _stripped(self.scaled, self.form.decimals)[1] if self.strip else self.form.decimals

    @property
    def value(self) -> Decimal:
        """What the page says, in the base unit, with its sign."""
        number = Decimal(self.scaled).scaleb(self.form.exp - self.form.decimals)
        return -number if self.down and number else number

    @property
    def quantum(self) -> Decimal:
        """What one unit of the last digit shown is worth."""
        return Decimal(1).scaleb(self.form.exp - self.decimals)

    def write(self) -> "Fig":
        """Set `raw` from the digits; called again when a slip has changed them."""
        number = digits(self.scaled, self.form.decimals, self.comma, self.strip)
        if self.numeral and 0 < self.scaled < 100:
            number = numeral(self.scaled)
        if self.minus and self.down:
            number = "-" + number
        if self.wide:
            number = number.translate(_WIDE)
        self.raw = number if self.bare else number + self.gap + self.form.suffix
        if self.form.suffix == PER_THOUSAND and not self.bare:
            self.raw = PER_THOUSAND + number
        self.label = self.raw
        return self

    def truth(self) -> dict[str, object]:
        """The gold row."""
        row: dict[str, object] = {
            "entity": self.entity,
            "metric": self.metric,
            "measure": self.measure,
            "value": plain(self.value),
            "unit": UNIT[self.metric] if self.measure == "level" else "ratio",
            "quantum": plain(self.quantum),
            "raw": self.label,
        }
        if self.optional:
            row["optional"] = True
        if self.accept:
            row["accept"] = [plain(v) for v in self.accept]
        if self.damaged:
            row["damaged"] = True
        return row


@dataclass(slots=True)
class Verb:
    """A word of direction, with the figures whose sign it carries."""

    raw: str
    up: bool
    governs: list[Fig] = field(default_factory=list)


Run = str | Fig | Verb
"""A piece of a line: plain words, a figure, or the verb that carries a figure's sign."""


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def numeral(number: int) -> str:
    """A whole number below a hundred in Chinese numerals.

    >>> numeral(23), numeral(10), numeral(6)
    ('二十三', '十', '六')
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return head + (_NUMERALS[ones] if ones or not tens else "")


def _stripped(scaled: int, decimals: int) -> tuple[int, int]:
    """Digits and decimals once trailing zeros after the point are dropped."""
    while decimals and scaled % 10 == 0:
        scaled, decimals = scaled // 10, decimals - 1
    return scaled, decimals


def digits(scaled: int, decimals: int, comma: str = "", strip: bool = False) -> str:
    """An integer with a decimal point set into it.

    >>> digits(822210, 2, ",")
    '8,222.10'
    """
    if strip:
        scaled, decimals = _stripped(scaled, decimals)
    text = str(scaled).rjust(decimals + 1, "0") if decimals else str(scaled)
    whole, fraction = (text[:-decimals], "." + text[-decimals:]) if decimals else (text, "")
    if comma and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", comma)
    return whole + fraction


def shown(value: Number, form: Form, cut: bool) -> tuple[int, bool]:
    """The digits that stand for a value, rounded half up or cut, and whether it is negative."""
    numerator, denominator = (value, 1) if isinstance(value, int) else (value.numerator, value.denominator)
    negative = numerator < 0
    power = form.decimals - form.exp
    numerator = abs(numerator) * 10 ** max(power, 0)
    denominator *= 10 ** max(-power, 0)
    scaled = numerator // denominator if cut else (2 * numerator + denominator) // (2 * denominator)
    return scaled, negative and scaled > 0

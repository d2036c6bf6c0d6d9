"""A number with its unit, exactly as shown: value, quantum and every reading that damage leaves open."""

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
    "十万": Decimal(100_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000),
    "百亿": Decimal(10_000_000_000), "千亿": Decimal(100_000_000_000), "万亿": Decimal(1_000_000_000_000),
}  # fmt: skip
RATIOS = {
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "千分": Decimal("0.001"),
    "百分": Decimal("0.01"),
    "万分": Decimal("0.0001"),
}
POINTS = {
    "个百分点": Decimal("0.01"),
    "百分点": Decimal("0.01"),
    "个千分点": Decimal("0.001"),
    "千分点": Decimal("0.001"),
}
COUNTERS = {"笔", "户", "户次", "家", "个", "名", "人", "人次", "套", "件", "位", "次"}
AREAS = {"平方米", "平米", "㎡"}
DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}

UNIT = (
    "个百分点|百分点|个千分点|千分点|%|‰|(?:余|多)?(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千|百)?(?:余|多)?"
    "(?:元|笔|户次|户|家|个(?!月|工作|自然|季|小时)|名|人次|人(?!民)|套|平方米|平米|㎡|件|位|次(?!年))|万亿|千亿|百亿|亿|千万|百万|万"
)
NUMBER = (
    rf"(?P<pre>[百千万]分之)?(?P<sign>(?<![\d)%‰])[-+]|负)?(?P<digits>\d+(?:,\d+)*(?:\.\d+)*\.?|\.\d+)(?P<unit>{UNIT})?"
)
CHINESE = r"(?P<chinese>[一二两三四五六七八九十百]{1,7})(?P<counter>[家个名](?!月|工作))"
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(slots=True, frozen=True)
class Quantity:
    """A number as the grammar sees it: `kind` is CNY, count, m2, ratio, points, or empty where no unit was shown."""

    value: Decimal
    quantum: Decimal
    kind: str
    start: int
    end: int
    digits: str
    scale: Decimal
    repairs: tuple[str, ...] = ()
    counter: str = ""

    @property
    def legal(self) -> bool:
        """Whether the digits are grouped as a number may be."""
        return GROUPED.fullmatch(self.digits) is not None


def kind_and_scale(unit: str) -> tuple[str, Decimal]:
    """What a unit measures and what one of it is worth in the base unit.

    >>> kind_and_scale("万笔")
    ('count', Decimal('10000'))
    """
    if unit in RATIOS:
        return "ratio", RATIOS[unit]
    if unit in POINTS:
        return "points", POINTS[unit]
    for kind, words in (("CNY", {"元"}), ("m2", AREAS), ("count", COUNTERS)):
        for word in sorted(words, key=len, reverse=True):
            if unit.endswith(word):
                return kind, SCALES[unit[: -len(word)].strip("余多")]
    return "", SCALES[unit]


UNITS: dict[str, tuple[str, Decimal]] = {}


def read_quantity(match: re.Match[str]) -> Quantity:
    """The quantity of one NUMBER match; a Chinese numeral comes by its own group.

    Digits that are grouped as no number may be keep all their digits, and `misplaced_separator` is named; a point
    with nothing behind it is a lost decimal part: `lost_digits`.
    """
    start, end = match.span()
    if match["chinese"]:
        value = chinese_number(match["chinese"])
        return Quantity(value, Decimal(1), "count", start, end, str(value), Decimal(1), counter=match["counter"])
    digits, unit, prefix = match["digits"], match["unit"] or "", match["pre"]
    if prefix:
        unit = prefix[:2]
    kind, scale = UNITS.get(unit) or UNITS.setdefault(unit, kind_and_scale(unit))
    repairs: tuple[str, ...] = ()
    if digits.endswith("."):
        if unit:
            repairs = ("lost_digits",)
        else:
            end -= 1
        digits = digits[:-1]
    plain = digits.replace(",", "")
    if plain.count(".") > 1 or ("," in digits and not GROUPED.fullmatch(digits)):
        repairs += ("misplaced_separator",)
        head, _, tail = plain.rpartition(".")
        plain = head.replace(".", "") + "." + tail if head else plain
    number = Decimal(plain)
    quantum = scale.scaleb(-len(plain.partition(".")[2]))
    value = number * scale
    counter = unit.lstrip("十百千万亿余多") if kind == "count" else ""
    return Quantity(
        -value if match["sign"] in {"-", "负"} else value, quantum, kind, start, end, digits, scale, repairs, counter
    )


def chinese_number(text: str) -> Decimal:
    """A Chinese numeral below one thousand.

    >>> chinese_number("二十三")
    Decimal('23')
    """
    total = last = 0
    for c in text:
        if c in "十百":
            total += (last or 1) * (10 if c == "十" else 100)
            last = 0
        else:
            last = DIGITS[c]
    return Decimal(total + last)

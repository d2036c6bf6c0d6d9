"""The grammar of quantities: whatever style a number is written in, it is read back exactly."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from passages import lines

from services.parser.lexicon import load_lexicon
from services.parser.normalise import Normalised
from services.parser.quantity import Quantity, chinese_number
from services.parser.tokens import NUM, tokenise

UNITS = {
    "元": ("CNY", "1"), "万元": ("CNY", "10000"), "百万元": ("CNY", "1000000"), "亿元": ("CNY", "100000000"),
    "万亿元": ("CNY", "1000000000000"), "余万元": ("CNY", "10000"), "笔": ("count", "1"), "万笔": ("count", "10000"),
    "户": ("count", "1"), "万户": ("count", "10000"), "家": ("count", "1"), "个": ("count", "1"), "名": ("count", "1"),
    "万名": ("count", "10000"), "人": ("count", "1"), "万人": ("count", "10000"), "万人次": ("count", "10000"),
    "套": ("count", "1"), "平方米": ("m2", "1"), "万平方米": ("m2", "10000"), "万㎡": ("m2", "10000"),
    "%": ("ratio", "0.01"), "％": ("ratio", "0.01"), "‰": ("ratio", "0.001"), "个百分点": ("points", "0.01"),
    "百分点": ("points", "0.01"), "个千分点": ("points", "0.001"), "": ("", "1"),
}  # fmt: skip
PREFIXES = {"百分之": "0.01", "千分之": "0.001", "万分之": "0.0001"}
WIDE = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
BLANKS = ["", "", " ", "  ", "\u2002", "\u3000", "\u00a0", "\u200b"]
MINUS = ["-", "－", "−", "负"]
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Written:
    """A quantity as a report might write it, and what it is."""

    text: str
    kind: str
    value: Decimal
    quantum: Decimal


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Any number of any size in any unit and any style."""
    places = draw(st.integers(0, 4))
    whole, fraction = draw(st.integers(0, 10**9)), draw(st.integers(0, 10**places - 1))
    number = Decimal(whole) + Decimal(fraction).scaleb(-places)
    digits = f"{whole:,}" if draw(st.booleans()) else str(whole)
    point = f".{fraction:0{places}d}" if places else ""
    blank = st.sampled_from(BLANKS)
    if draw(st.booleans()):
        digits = digits.replace(",", "," + draw(blank))
        point = point.replace(".", "." + draw(blank))
    sign = draw(st.sampled_from(MINUS)) if draw(st.integers(0, 3)) == 0 else ""
    text = sign + digits + point
    wide = draw(st.booleans())
    if draw(st.integers(0, 5)) == 0 and not sign:
        prefix, scale = draw(st.sampled_from(sorted(PREFIXES.items())))
        text, kind = prefix + draw(blank) + text, "ratio"
    else:
        unit, (kind, scale) = draw(st.sampled_from(list(UNITS.items())))
        text += draw(blank) + unit
    worth = Decimal(scale)
    value = -number * worth if sign else number * worth
    return Written(text.translate(WIDE) if wide else text, kind, value, worth.scaleb(-places))


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text as the grammar sees them."""
    return [t.quantity for t in tokenise(Normalised(text).plain, load_lexicon()) if t.kind == NUM and t.quantity]


@given(written())
@example(Written("８，２２２．１０ 亿元", "CNY", Decimal("822210000000"), Decimal("1000000")))
@example(Written("千分之0.69", "ratio", Decimal("0.00069"), Decimal("0.00001")))
@example(Written("负0.32万人", "count", Decimal(-3200), Decimal(100)))
def test_what_is_written_is_read_back_exactly(made):
    """Sign, grouping, width, blanks and unit change how a number looks and never its value or its last digit."""
    found = quantities(f"为{made.text}。")

    assert [(q.kind, q.value, q.quantum, q.repairs) for q in found] == [(made.kind, made.value, made.quantum, ())]


@given(st.integers(1, 99), st.sampled_from("家个名"))
def test_small_counts_in_words_are_numbers(number, counter):
    """银行四家, 二十三名: a count in words is read as the count."""
    tens, ones = divmod(number, 10)
    words = (NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (NUMERALS[ones] if ones else "")
    found = quantities(f"为{words}{counter}。")

    assert chinese_number(words) == number
    assert [(q.value, q.kind, q.counter) for q in found] == [(number, "count", counter)]


@given(
    st.decimals("0.01", "99.99", places=2),
    st.sampled_from(
        [("增长", 1), ("上升", 1), ("增加", 1), ("提高", 1), ("下降", -1), ("减少", -1), ("降低", -1), ("回落", -1)]
    ),
    st.sampled_from(["同比", "比上年", "较上年", "比上年末", "同比2022年", "与上年同期相比"]),
    st.sampled_from([("%", "yoy_rate"), ("个百分点", "yoy_points")]),
)
def test_the_verb_gives_the_sign(number, verb, base, unit):
    """A fall is negative and a rise positive, whatever they are compared with, in per cent or in points."""
    label, level = ("缴存额", "48.18亿元") if unit[0] == "%" else ("个贷率", "66.33%")
    metric = {"缴存额": "contribution.amount", "个贷率": "loan.to_balance_ratio"}[label]
    change = format((number * verb[1] / 100).normalize(), "f")

    assert f"{metric} {change} {unit[1]}" in lines(f"2023年，{label}{level}，{base}{verb[0]}{number}{unit[0]}。")


@pytest.mark.parametrize(
    ("text", "value", "repair"),
    [
        ("320,55.41万元", "320554100", "misplaced_separator"),
        ("1,23亿元", "12300000000", "misplaced_separator"),
        ("1.234.56万元", "12345600", "misplaced_separator"),
        ("0.%", "0", "lost_digits"),
    ],
)
def test_what_had_to_be_mended_is_named(text, value, repair):
    """Digits grouped as no number may be, and a point with nothing behind it, are read and said to be damaged."""
    (found,) = quantities(f"为{text}，")

    assert found.value == Decimal(value)
    assert repair in found.repairs


@pytest.mark.parametrize("text", ["148名学子", "12家", "3个"])
def test_a_whole_count_has_a_quantum_of_one(text):
    """A count shown to the unit is exact to the unit."""
    assert [q.quantum for q in quantities(text)] == [Decimal(1)]

"""An exact figure in the base unit in, the way a Chinese report would print it out.

Every text is made from the Decimal itself by moving its point, so what is shown equals what is stored. Only a computed
figure with more places than reports print is rounded for the eye, and then it says so: ≈0.6902‰.
"""

from decimal import ROUND_HALF_UP, Decimal

from shared.model import Measure, Unit

WAN, YI = 4, 8
AMOUNT_PLACES, RATE_PLACES = 6, 4
"""What reports print at most: an amount of 万元 with two places is one of 亿元 with six."""
MILLE_BELOW = Decimal("0.005")
"""Below this a rate is shown in ‰, as overdue rates are."""


def figure(value: Decimal | None, unit: Unit, measure: Measure = "level") -> str:
    """`value` for a person: 48.18亿元, 7.62万, 66.33%, 0.69‰, +2.58个百分点; a dash where there is none.

    >>> figure(Decimal("4818000000"), "CNY")
    '48.18亿元'
    """
    if value is None:
        return "—"
    if measure == "yoy_points":
        return f"{signed(value, 2)}个百分点"
    if measure == "yoy_rate":
        return f"{signed(value, 2)}%"
    if unit == "ratio":
        return rate(value)
    if unit == "m2":
        return scaled(value) + "平方米"
    return scaled(value) + ("元" if unit == "CNY" else "")


def rate(value: Decimal) -> str:
    """A fraction as a percentage, or in ‰ where a percentage would hide it.

    >>> rate(Decimal("0.00069")), rate(Decimal("0.6633"))
    ('0.69‰', '66.33%')
    """
    if value and abs(value) < MILLE_BELOW:
        return f"{moved(value, 3)}‰"
    return f"{moved(value, 2)}%"


def scaled(value: Decimal) -> str:
    """In 亿 from a hundred million on, in 万 from ten thousand on, else as it is.

    >>> scaled(Decimal("76200")), scaled(Decimal("9999"))
    ('7.62万', '9,999')
    """
    size = abs(value)
    if size >= 10**YI:
        return f"{moved(value, -YI, AMOUNT_PLACES)}亿"
    if size >= 10**WAN:
        return f"{moved(value, -WAN, AMOUNT_PLACES)}万"
    return moved(value, 0, AMOUNT_PLACES)


def signed(value: Decimal, places: int) -> str:
    """A change: its point moved, its sign always shown."""
    return ("+" if value > 0 else "") + moved(value, places)


def moved(value: Decimal, places: int, most: int = RATE_PLACES) -> str:
    """`value` with its point moved right by `places` (left if negative), grouped, no exponent, no needless zeros.

    More than `most` places behind the point are rounded, and marked ≈.

    >>> moved(Decimal("0.000690"), 3), moved(Decimal("1234567.50"), 0), moved(Decimal(1) / 3, 2)
    ('0.69', '1,234,567.5', '≈33.3333')
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no figure")
    shifted = Decimal((sign, digits, exponent + places))
    if -(exponent + places) <= most:
        return _plain(shifted)
    shown = shifted.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    return _plain(shown) if shown == shifted else f"≈{_plain(shown)}"


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

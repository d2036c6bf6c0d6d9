"""What a printed figure may have been meant to say: its value times a factor, or with other digits. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shared.books.interval import ONE, scaled
from shared.catalogue.slips import Slip, load_slips
from shared.model import Fact

NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d*)?")


@dataclass(frozen=True, slots=True)
class Meant:
    """A number that may stand behind a printed one, and the slip between them."""

    value: int
    quantum: int
    slip: Slip


def misprints(fact: Fact) -> Iterator[Meant]:
    """Every number that one slip turns into the printed one, the most usual slips first, none twice at one quantum."""
    value, quantum = scaled(fact.value), max(scaled(fact.quantum), 1)
    seen = {(value, quantum)}
    for slip in load_slips():
        if not slip.fits(fact.metric, fact.unit, fact.measure):
            continue
        for meant in _meant(slip, fact, value, quantum):
            if meant not in seen and meant[0] != value:
                seen.add(meant)
                yield Meant(*meant, slip)


def _meant(slip: Slip, fact: Fact, value: int, quantum: int) -> Iterator[tuple[int, int]]:
    if slip.kind == "factor":
        for factor in slip.factors:
            times = scaled(factor)
            meant, unit = value * ONE // times, abs(quantum * ONE // times)
            yield meant, unit
            if meant % quantum == 0:  # zeros filled up behind a point that moved: the digits shown stay as many
                yield meant, quantum
        return
    digits, whole = shown_digits(fact, abs(value) // quantum)
    sign = -1 if value < 0 else 1
    others = _transposed(digits) if slip.kind == "transposed" else _retyped(digits) if slip.kind == "digit" else ()
    for other in others:
        if other[0] != "0" or whole == 1:
            yield sign * int(other) * quantum, quantum


def shown_digits(fact: Fact, count: int) -> tuple[str, int]:
    """The digits as printed, and how many of them stand before the point.

    >>> from decimal import Decimal as D
    >>> shown_digits(Fact(entity="total", metric="risk.overdue_rate", measure="level", value=D("0.00069"),
    ...     unit="ratio", quantum=D("0.00001"), raw="0.69‰", start=0, end=5), 69)
    ('069', 1)
    """
    match = NUMBER.search(fact.raw)
    printed = re.sub("[,，]", "", match[0]) if match else ""
    whole, _, rest = printed.replace("．", ".").partition(".")
    if whole and int(whole + rest) == count:
        return whole + rest, len(whole)
    return str(count), len(str(count))


def _transposed(digits: str) -> Iterator[str]:
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _retyped(digits: str) -> Iterator[str]:
    for at, old in enumerate(digits):
        for new in "0123456789":
            if new != old:
                yield digits[:at] + new + digits[at + 1 :]


def decimals_of(quantum: Decimal) -> int:
    """How many decimals a quantum shows.

    >>> decimals_of(Decimal("0.01"))
    2
    """
    exponent = quantum.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0

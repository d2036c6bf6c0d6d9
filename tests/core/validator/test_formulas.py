"""What a term must be: the interval that a formula asks of it is exactly where the formula holds."""

from decimal import Decimal
from random import Random

import pytest

from shared.books.book import Book
from shared.books.instance import needed, verdict
from shared.books.interval import (
    ONE,
    TooCoarse,
    by_last_digit,
    common,
    divide,
    meets,
    multiply,
    rounded,
    scaled,
    unscaled,
)
from shared.books.rules import rules_for
from shared.model import Verdict
from tests.core.validator.printing import report
from tests.core.validator.random_books import books

ONE_TERM = {"band", "shares", "between", "between_prior", "stock_points"}


def test_a_figure_is_the_interval_of_its_last_digit():
    """48.18亿元 says 48.175 to 48.185; cut, it says up to 48.19; a difference of two rates may be off by 1.5 digits."""
    value, quantum = scaled(Decimal("48.18")), scaled(Decimal("0.01"))

    assert [unscaled(x) for x in rounded(value, quantum)] == [Decimal("48.175"), Decimal("48.185")]
    assert [unscaled(x) for x in by_last_digit(value, quantum, False)] == [Decimal("48.175"), Decimal("48.19")]
    assert [unscaled(x) for x in by_last_digit(-value, quantum, False)] == [Decimal("-48.19"), Decimal("-48.175")]
    assert [unscaled(x) for x in by_last_digit(value, quantum, True)] == [Decimal("48.165"), Decimal("48.195")]


def test_products_and_quotients_hold_every_value_of_their_terms():
    """Whatever two numbers are taken from two intervals, their product and quotient lie in the computed ones."""
    random = Random(3)
    for _ in range(300):
        a = sorted(random.randint(-5 * ONE, 5 * ONE) for _ in range(2))
        b = sorted(random.randint(-5 * ONE, 5 * ONE) for _ in range(2))
        x, y = random.randint(*a), random.randint(*b)
        low, high = multiply((a[0], a[1]), (b[0], b[1]))
        assert low * ONE <= x * y <= high * ONE
        if b[0] > 0 or b[1] < 0:
            low, high = divide((a[0], a[1]), (b[0], b[1]))
            assert min(low * y, high * y) - abs(y) <= x * ONE <= max(low * y, high * y) + abs(y)


def test_a_divisor_that_may_be_zero_says_nothing():
    """Dividing by what may be zero is refused, so that an identity with it is undecidable and not violated."""
    with pytest.raises(TooCoarse):
        divide((1, 2), (-1, 1))


def test_what_is_asked_of_a_term_makes_the_identity_hold_and_nothing_beyond_does():
    """Inside the asked interval the identity holds, well outside it does not: for every kind and every printed term."""
    random = Random(11)
    kinds = set()
    extraction = report(random, books(random, 2), "rounded")
    book = Book(extraction.facts)
    for instance in rules_for(2022, False).lay(book)[0]:
        if instance.identity.kind in ONE_TERM or instance.partial:
            continue
        for slot in set(instance.slots):
            asked = needed(instance, book, slot, exact=True)
            if asked is None or book.facts[slot] is None:
                continue
            kinds.add(instance.identity.kind)
            assert common(asked, book.exact[slot])
            width = asked[1] - asked[0] + 4 * book.quanta[slot]
            before = book.put(slot, book.reread(slot, asked[1] + 20 * width))
            beyond = verdict(instance, book)
            book.put(slot, before)
            assert beyond != Verdict.HOLDS or instance.identity.kind in {"order", "limit"}
    assert {"sum", "ratio", "growth", "prior_sum", "flow_points", "parts", "parts_prior", "weighted"} <= kinds
    assert {"weighted_prior", "rate_parts", "common_base", "same"} <= kinds


def test_intervals_meet_when_they_share_a_point():
    """Touching ends count: 12.345 may be shown as 12.34 and as 12.35."""
    assert meets((0, 5), (5, 9))
    assert not meets((0, 5), (6, 9))

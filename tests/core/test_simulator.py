"""The simulator keeps its word: books that balance, truth that is on the page, slips that are contradictions."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.simulator import FORMATS, KINDS, Options, pages, report, reports, sums, uniform
from tests.simulator.books import history
from tests.simulator.damage import KINDS as DAMAGE
from tests.simulator.identities import ADDITIVE, Sheet
from tests.simulator.metrics import BREAKDOWNS, KIND, SHARE_BASE
from tests.simulator.page import figures
from tests.simulator.places import PLACES
from tests.simulator.slips import KINDS as SLIPS

SEED = "promise"


def books(count):
    """Some centres' books over two years."""
    for index in range(count):
        rng = Random(index)
        yield from history(rng, rng.choice(PLACES), 2020, 2)


def test_books_balance_exactly():
    """Before any rounding every identity of the accounts holds to the yuan, for the whole and for every part."""
    for book in books(25):
        for entity in book.entities:
            f, before = entity.now, entity.prior
            assert f["contribution.balance"] == f["contribution.cumulative"] - f["withdrawal.cumulative"]
            assert f["contribution.cumulative"] == before["contribution.cumulative"] + f["contribution.amount"]
            assert f["loan.balance"] == before["loan.balance"] + f["loan.issued_amount"] - f["loan.recovered_amount"]
            assert f["loan.cumulative_count"] == before["loan.cumulative_count"] + f["loan.issued_count"]
            assert f["surplus.amount"] == f["income.total"] - f["expense.total"]
            assert f["surplus.amount"] == sum(v for k, v in f.items() if k.startswith("allocation."))
            assert f["deposit.total"] == sum(v for k, v in f.items() if k.startswith("deposit.")) - f["deposit.total"]
            assert f["risk.overdue_rate"] * f["loan.balance"] == f["risk.overdue_amount"]
            assert f["reserve.balance"] >= f["loan.balance"] / 100
            for prefix, parts, _ in BREAKDOWNS:
                assert sum(f[prefix + p] for p in parts) == 1


def test_whole_is_the_sum_of_its_parts():
    """Amounts add up, shares are weighted by their base, and the same commercial loans stand behind every share."""
    for book in (b for b in books(40) if b.parts):
        whole = book.total.now
        for metric in ADDITIVE:
            assert whole[metric] == sum(p.now[metric] for p in book.parts)
        for metric, base in SHARE_BASE.items():
            assert whole[metric] * whole[base] == sum(p.now[metric] * p.now[base] for p in book.parts)
        others = {e.now["loan.balance"] / e.now["loan.market_share"] - e.now["loan.balance"] for e in book.entities}
        assert len(others) == 1


def test_years_follow_each_other():
    """A year's opening is the closing of the year before, figure by figure."""
    both = list(books(6))
    for first, second in zip(both[::2], both[1::2], strict=True):
        for one, two in zip(first.entities, second.entities, strict=True):
            shared = one.now.keys() & two.prior.keys()
            assert all(one.now[m] == two.prior[m] for m in shared)


@pytest.mark.parametrize("damage", [0, 1])
def test_truth_is_on_the_page(damage):
    """Each truth row quotes words that stand in the text, says a known figure, and no figure is told twice."""
    for made in reports(SEED, 80, formats=("txt",), damage=damage):
        assert made.truth
        assert all(row["raw"] in made.text for row in made.truth)
        assert all(row["metric"] in KIND for row in made.truth)
        keys = Counter((row["entity"], row["metric"], row["measure"]) for row in made.truth)
        assert max(keys.values()) == 1


def test_truth_lies_within_a_digit_of_the_books():
    """What is printed is the book's figure, at most one unit of the last digit off."""
    for made in reports(SEED, 60, formats=("txt",), kinds=("annual", "apart")):
        bodies = {e.name: e for e in made.book.entities}
        for row in made.truth:
            name = row["entity"].replace("(", "（").replace(")", "）")
            entity, metric = bodies[name], row["metric"]
            true = {"level": entity.now.get, "yoy_rate": entity.growth, "yoy_points": entity.change}[row["measure"]](
                metric
            )
            assert abs(Fraction(row["value"]) - true) < Fraction(row["quantum"])


@pytest.mark.parametrize("form", FORMATS)
def test_same_seed_same_bytes(form):
    """A seed and a number make the same report again, byte for byte, in every format, alone or in a row."""
    in_a_row = [made.content for made in reports(SEED, 3, formats=(form,), damage=0.5, slips=0.5)]
    options = Options(formats=(form,), damage=0.5, slips=0.5)
    assert [report(SEED, index, options).content for index in range(3)] == in_a_row


def test_everything_occurs():
    """All 138 figures, all kinds, all kinds of damage and of slips turn up within some hundred reports."""
    made = list(reports(SEED, 300, formats=("txt",), damage=0.6, slips=0.8))
    assert {row["metric"] for m in made for row in m.truth} == set(KIND)
    assert len(KIND) == 138
    assert {m.kind for m in made} == set(KINDS)
    assert {name for m in made for name in m.damage} == set(DAMAGE)
    assert {error["kind"] for m in made for error in m.errors} == set(SLIPS)
    assert {row["measure"] for m in made for row in m.truth} == {"level", "yoy_rate", "yoy_points"}
    assert {m.content[:1] for m in reports(SEED, 40)} >= {b"P", b"%", b"<"}


def test_clean_pages_break_no_identity():
    """On a page without a slip no identity is broken, be it rounded or cut."""
    for made in reports(SEED, 120, formats=("txt",)):
        assert not Sheet(figures(made.blocks), Fraction(1), [p.name for p in made.book.parts]).broken()


def test_rounded_pages_hold_to_half_a_digit():
    """Where a report rounds, every identity holds with no figure more than half a unit of its last digit off."""
    made = [pages.make(Random(index), KINDS[index % len(KINDS)], "txt") for index in range(60)]
    rounded = [m.writer for m in made if not m.writer.hand.cut]
    assert len(rounded) > 30
    for w in rounded:
        assert not Sheet(figures(w.blocks), Fraction(1, 2), [p.name for p in w.book.parts]).broken()


def test_planted_slips_are_contradictions():
    """A planted slip breaks an identity even with a whole last digit of slack, and the finding tells the truth."""
    planted = [m for m in reports(SEED, 120, formats=("txt",), slips=1) if m.errors]
    assert len(planted) > 100
    for made in planted:
        (error,) = made.errors
        broken = Sheet(figures(made.blocks), Fraction(1), [p.name for p in made.book.parts]).broken()
        assert any(k[0] == error["entity"] and k[1] in error["metrics"] for terms in broken for k in terms)
        printed = {
            r["metric"]: r["value"]
            for r in made.truth
            if r["entity"] == error["entity"] and r["measure"] == error["measure"]
        }
        assert all(Decimal(printed[m]) != Decimal(v) for m, v in error["true_values"].items())


def test_uniform_reports_add_up():
    """The small reports are all different, and their sums are those of the figures they print."""
    small = list(uniform(300))
    assert len({s.content for s in small}) == len({(s.city, s.period) for s in small}) == 300
    expected = sums(small)
    assert sum(row["loan.balance"] for row in expected.values()) == sum(s.figures["loan.balance"] for s in small)
    assert f"缴存额{small[0].figures['contribution.amount'] / 10000}万元" in small[0].content.decode()

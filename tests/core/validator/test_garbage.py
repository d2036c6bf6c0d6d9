"""Whatever the parser hands over, the check answers: it never fails, and never takes long."""

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.validator.check import check
from services.validator.letter import letter
from shared.catalogue.metrics import load_metrics
from shared.model import TOTAL, Fact, Miss
from tests.core.validator.printing import extraction, report
from tests.core.validator.random_books import books

METRICS = st.sampled_from(sorted(load_metrics()))
MEASURES = st.sampled_from(["level", "level", "level", "yoy_rate", "yoy_points"])
BODIES = st.sampled_from([TOTAL, TOTAL, "甲分中心", "乙分中心"])
NUMBERS = st.one_of(
    st.integers(-(10**16), 10**16).map(Decimal),
    st.decimals(-10, 10, places=6),
    st.sampled_from([Decimal(0), Decimal(1), Decimal("-1"), Decimal("1E+20"), Decimal("1E-9")]),
)
QUANTA = st.sampled_from([Decimal(x) for x in ("1", "100", "1E6", "1E8", "0.01", "0.0001", "0.00001", "1E-9", "0")])


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact that need not make sense."""
    metric, measure, value = draw(METRICS), draw(MEASURES), draw(NUMBERS)
    unit = load_metrics()[metric].unit if measure == "level" else "ratio"
    raw = draw(st.sampled_from([str(value), "", "元", "12.3%", "1,2.3.4亿元", "一"]))
    return Fact(
        entity=draw(BODIES), metric=metric, measure=measure, value=value, unit=unit, quantum=draw(QUANTA),
        raw=raw, start=draw(st.integers(0, 50)), end=60,
    )  # fmt: skip


@st.composite
def misses(draw: st.DrawFn) -> Miss:
    """A miss of any reason."""
    reason = draw(st.sampled_from(["not_disclosed", "none_disclosed", "unreadable", "ambiguous"]))
    return Miss(entity=draw(BODIES), metric=draw(METRICS), measure="level", reason=reason)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(facts(), max_size=60), st.lists(misses(), max_size=8))
def test_any_facts_get_an_answer(some: list[Fact], missing: list[Miss]):
    """Nonsense, doubled figures, zeros and quanta of nothing give findings or none, and a letter; never a failure."""
    made = extraction(some).model_copy(update={"misses": tuple(missing)})
    checked = check(made)

    assert checked.facts == made.facts
    assert checked.model_dump_json()
    assert letter(checked, "文" * 60).html.endswith("</html>\n")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(0, 10**6), NUMBERS, QUANTA), max_size=12), st.booleans())
def test_a_report_with_nonsense_in_it_gets_an_answer(seed: int, spoilt: list[tuple[int, Decimal, Decimal]], drop: bool):
    """A whole report with impossible values at random places, or with figures missing, is answered as well."""
    random = Random(seed)
    some = list(report(random, books(random, random.choice((0, 2, 3))), "mixed").facts)
    for at, value, quantum in spoilt:
        some[at % len(some)] = some[at % len(some)].model_copy(update={"value": value, "quantum": quantum})
    if drop:
        some = [f for f in some if random.random() < 0.8]
    checked = check(extraction(some))

    assert checked.model_dump_json()
    assert letter(checked, "文" * 60).text

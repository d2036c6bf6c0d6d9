"""The catalogue of figures proves itself: every metric is found in its examples and in none of its counter-examples."""

import pytest
from passages import read

from shared.catalogue.metrics import load_metrics

METRICS = load_metrics().values()
EXAMPLES = [pytest.param(m, e, id=f"{m.id}-{n}") for m in METRICS for n, e in enumerate(m.examples)]
COUNTERS = [pytest.param(m, t, id=f"{m.id}-{n}") for m in METRICS for n, t in enumerate(m.counter_examples)]


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_metric_has_an_example(metric):
    """A metric without a sentence that states it could be dropped from the grammar and nobody would know."""
    assert metric.examples


@pytest.mark.parametrize(("metric", "example"), EXAMPLES)
def test_an_example_states_its_metric(metric, example):
    """The text of an example gives that metric, entity and measure once, with that value."""
    facts = [f for f in read(example.text).facts if (f.metric, f.measure) == (metric.id, example.measure)]

    assert [(f.entity, f.value, f.unit if f.measure == "level" else metric.unit) for f in facts] == [
        (example.entity, example.value, metric.unit)
    ]


@pytest.mark.parametrize(("metric", "text"), COUNTERS)
def test_a_counter_example_does_not(metric, text):
    """A text that only looks as if it stated a metric gives no such fact."""
    assert metric.id not in {f.metric for f in read(text).facts}

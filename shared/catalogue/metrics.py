"""What can be reported: one `[[metric]]` for each id, read from `metrics/*.toml`.

An id is for ever: findings, state, the API and dashboards name figures by it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import TOTAL, Figure, Frozen, Measure, Unit

FOLDER = Path(__file__).parent / "metrics"

MetricKind = Literal["stock", "flow", "ratio", "structure", "parameter"]


class Example(Frozen):
    """A text of our own as a report might have it, and what it states of the metric that it stands with."""

    text: str
    value: Figure
    entity: str = TOTAL
    measure: Measure = "level"


class Metric(Frozen):
    """One entry of the catalogue of figures.

    `rollup` says how centres make a province: `sum`, `none`, `weighted` (by the figure named in `weight`) or
    `ratio:NUMERATOR/DENOMINATOR` of summed metrics. `valid_from` and `valid_to` are report years.

    How it is said, in the notation of `phrases.py`: `labels` name the figure anywhere, `local` only in its own `group`
    (the id without its last part where it is empty), `follows` stand behind their number, `tails` end a longer phrase
    (…的总和与当年缴存额的比率), `negated` say that it is below zero (净减职工), `nil` that there is none (无异地贷款).
    No label holds in the groups named in `outside`, nor, with `unlisted` among them, in a sentence behind what is no
    metric (商转公). `counters` are the words that may count it. `pair` is the ratio of an amount, or the amount of a
    ratio, that a list of parts may give in its place; `flow` the period's figure that the label of a running total
    means after 今年以来.

    `examples` are texts that state it, `counter_examples` texts that look like it and do not; tests read them all.
    """

    id: str
    label_zh: str
    section: str
    unit: Unit
    kind: MetricKind
    rollup: str
    definition: str
    weight: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    labels: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    group: str = ""
    outside: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    pair: str = ""
    flow: str = ""
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[str, ...] = ()


@cache
def load_metrics(folder: Path = FOLDER) -> Mapping[str, Metric]:
    """All metrics by id, in the order of the files.

    Raises CatalogueError, naming file and entry, for an unknown field, an id given twice or a weight that is no metric.

    >>> load_metrics()["risk.overdue_rate"].unit
    'ratio'
    """
    metrics: dict[str, Metric] = {}
    for path in sorted(folder.glob("*.toml")):
        for metric in read_entries(path, "metric", Metric):
            if metric.id in metrics:
                raise CatalogueError(f"{path.name}: metric {metric.id} is given twice")
            metrics[metric.id] = metric
    for metric in metrics.values():
        if (metric.rollup == "weighted") != (metric.weight is not None) or (metric.weight or metric.id) not in metrics:
            raise CatalogueError(f'metric {metric.id}: `weight` goes with rollup = "weighted" and names a metric')
    return metrics

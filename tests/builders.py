"""Short ways to write reports, states and figures in tests."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from services.aggregation.advance import advance
from shared.catalogue.metrics import load_metrics
from shared.edge.bus import Incoming
from shared.events import FactsChecked
from shared.model import Centre, Extraction, Fact, Finding, ReportHeader, Suggestion

NOW = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)


def centre(code="211100", city="盘锦市", province="辽宁省", province_code="210000"):
    name = f"{city}住房公积金管理中心"
    return Centre(code=code, name=name, city=city, province=province, province_code=province_code)


def quantum_of(text):
    """One unit of the last digit written."""
    return Decimal(1).scaleb(Decimal(text).as_tuple().exponent)


def fact(metric, value, *, entity="total", measure="level", quantum=None, repairs=(), proofs=(), start=0):
    unit = "ratio" if measure != "level" else load_metrics()[metric].unit
    return Fact(
        entity=entity,
        metric=metric,
        measure=measure,
        value=Decimal(value),
        unit=unit,
        quantum=Decimal(quantum) if quantum is not None else quantum_of(value),
        raw=str(value),
        start=start,
        end=start + len(str(value)),
        repairs=repairs,
        proofs=proofs,
    )


def error(metric, *others, entity="total", measure="level", should_be=None, also=(), rule="R-1", severity="error"):
    """An error finding on `metric`; with `should_be` it has one explanation, with `also` several."""
    said = [Suggestion(metric=metric, value=Decimal(v), reason="…", entity=entity, measure=measure) for v in also]
    suggestion = None
    if should_be is not None:
        suggestion = Suggestion(metric=metric, value=Decimal(should_be), reason="…", entity=entity, measure=measure)
        said.insert(0, suggestion)
    return Finding(
        rule=rule,
        severity=severity,
        entity=entity,
        metrics=(metric, *others),
        measure=measure,
        suggestion=suggestion,
        explanations=tuple(said),
        message=f"{metric} 与账目不符",
        message_en=f"{metric} does not fit the books",
    )


def checked(
    *facts,
    n=1,
    of=None,
    period="2022",
    document="annual_report",
    published=None,
    received=0,
    findings=(),
    misses=(),
    catalogue="c1",
    replay=False,
):
    """An event of the validator; `n` makes the report id, `received` counts days after NOW."""
    header = ReportHeader(
        report_id=f"{n:064x}",
        source=f"{n}.txt",
        centre=of or centre(),
        period=period,
        document=document,
        published=date.fromisoformat(published) if published else None,
    )
    return FactsChecked(
        extraction=Extraction(report=header, facts=facts, misses=misses),
        findings=findings,
        verdicts={},
        received_at=NOW + timedelta(days=received),
        catalogue_version=catalogue,
        extractor_version="x1",
        replay=replay,
    )


def believed(*events):
    """The state after these events, in this order."""
    state = None
    for event in events:
        state = advance(state, event) or state
    return state


def figure(state, metric, entity="total", measure="level"):
    """The figure in force, or None."""
    wanted = entity, metric, measure
    return next((f for f in state.figures if (f.entity, f.metric, f.measure) == wanted), None)


def incoming(topic, event, key="211100", event_id="e1"):
    """A record as the bus hands it to a room."""
    return Incoming(topic.name, 0, 0, key, event.model_dump_json().encode(), {"ce_id": event_id})

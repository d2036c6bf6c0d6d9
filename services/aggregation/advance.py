"""READ FIRST. A centre's state and one more checked document in, the next state out; None where nothing changes.

All of a state but its `version` is computed from the set of its documents, so neither the order in which they come
nor how often changes where it ends. Documents are kept whole: `as_of` says what was believed on a day.
"""

from collections.abc import Sequence
from datetime import datetime

from services.aggregation.believe import Belief, believe, ranked
from shared.errors import Rejected
from shared.events import FactsChecked
from shared.model import RANK, Centre
from shared.state import CentreState, Change, CheckedDocument, Outcome, ReportVersion, StateFigure

SAME = ("facts", "misses", "findings", "catalogue_version", "extractor_version")
"""What makes two readings of one report the same."""


def advance(state: CentreState | None, checked: FactsChecked) -> CentreState | None:
    """The state after `checked`, one version on; None if the state knows it already.

    Another reading of a known report (by a newer catalogue or extractor) takes the place of the old one.
    Raises Rejected `unknown_centre` for a report without a centre.
    """
    centre = checked.extraction.report.centre
    if centre is None:
        raise Rejected("unknown_centre", "报告没有所属中心，无法汇总 (the report names no centre)")
    new = document_of(checked)
    kept = {d.report.report_id: d for d in state.documents} if state else {}
    old = kept.get(new.report.report_id)
    if old:
        same = all(getattr(old, name) == getattr(new, name) for name in SAME)
        if same and old.report.received_at <= new.report.received_at:
            return None
        first = min(old.report, new.report, key=lambda r: r.received_at)
        new = (old if same else new).model_copy(update={"report": first})
    documents = {**kept, new.report.report_id: new}.values()
    return _state(centre, checked.extraction.report.period, list(documents), state, new if not old else None)


def as_of(state: CentreState, moment: datetime) -> CentreState | None:
    """What was believed at `moment`: the state of the documents received until then; None before the first.

    `version` stays that of the state it was asked of.
    """
    known = [d for d in state.documents if d.report.received_at <= moment]
    if not known:
        return None
    return _state(state.centre, state.period, known, None, None).model_copy(update={"version": state.version})


def outcome_of(state: CentreState, report_id: str) -> Outcome:
    """`superseded` if other documents say all that this one says and outrank it, else `done`."""
    alone = len(state.reports) == 1
    return "done" if alone or any(f.report_id == report_id for f in state.figures) else "superseded"


def document_of(checked: FactsChecked) -> CheckedDocument:
    """What a state keeps of an event."""
    report = checked.extraction.report
    version = ReportVersion(
        report_id=report.report_id,
        source=report.source,
        document=report.document,
        received_at=checked.received_at,
        published=report.published.isoformat() if report.published else None,
    )
    return CheckedDocument(
        report=version,
        facts=checked.extraction.facts,
        misses=checked.extraction.misses,
        findings=checked.findings,
        catalogue_version=checked.catalogue_version,
        extractor_version=checked.extractor_version,
    )


def _state(
    centre: Centre,
    period: str,
    documents: list[CheckedDocument],
    before: CentreState | None,
    added: CheckedDocument | None,
) -> CentreState:
    documents.sort(key=lambda d: (d.report.received_at, d.report.report_id))
    now = believe(documents)
    return CentreState(
        centre=centre,
        period=period,
        version=(before.version if before else 0) + 1,
        figures=tuple(now.figures.values()),
        findings=now.findings,
        misses=now.misses,
        reports=tuple(d.report for d in ranked(documents)),
        changes=_changes(documents, now, before, added),
        documents=tuple(documents),
    )


def _changes(
    documents: Sequence[CheckedDocument], now: Belief, before: CentreState | None, added: CheckedDocument | None
) -> tuple[Change, ...]:
    """Every value that was ever replaced, in the order of receipt, as if the documents had come in that order.

    Where the new document is the last received, which is nearly always, only its own step has to be computed.
    """
    if before and added is documents[-1]:
        then = {(f.entity, f.metric, f.measure): f for f in before.figures}
        return before.changes + _replaced(Belief(then, (), ()), now, documents)
    if len(documents) == 1:
        return ()
    changes: list[Change] = []
    then_believed = believe(documents[:1])
    for count in range(2, len(documents) + 1):
        now_believed = now if count == len(documents) else believe(documents[:count])
        changes += _replaced(then_believed, now_believed, documents[:count])
        then_believed = now_believed
    return tuple(changes)


def _replaced(then: Belief, now: Belief, documents: Sequence[CheckedDocument]) -> tuple[Change, ...]:
    cause = documents[-1].report
    kinds = {d.report.report_id: d.report.document for d in documents}
    return tuple(
        Change(
            entity=old.entity,
            metric=old.metric,
            measure=old.measure,
            before=old.value,
            after=new.value,
            report_id=cause.report_id,
            at=cause.received_at,
            why=_why(old, new, RANK[kinds[new.report_id]] > RANK[kinds[old.report_id]]),
        )
        for key, old in then.figures.items()
        if (new := now.figures[key]).value != old.value
    )


def _why(old: StateFigure, new: StateFigure, outranked: bool) -> str:
    """`made_precise`: both round to the same figure; `outranked` by a weightier document; else `restated`."""
    if abs(old.value - new.value) <= max(old.quantum, new.quantum) / 2:
        return "made_precise"
    return "outranked" if outranked else "restated"

"""What the system believes: effective figures of a centre, a province's rollup, alerts, a report's way.

These are kept in Redis by the aggregation and notification rooms and served by the API and the command line.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.model import Centre, DocumentKind, Fact, Figure, Finding, Frozen, Measure, Miss, Unit

FigureStatus = Literal["disclosed", "repaired", "corrected", "suspect"]
AlertState = Literal["pending", "firing", "undecidable", "acknowledged", "silenced", "resolved"]
Scope = Literal["centre", "entity", "province", "group", "nation"]
Stage = Literal["ingest", "parser", "validator", "aggregation", "rollup", "notification"]
Outcome = Literal["done", "rejected", "duplicate", "superseded"]
DeliveryState = Literal["waiting", "delivered", "given_up"]


class StateFigure(Frozen):
    """The value in force of one (entity, metric, measure), where it comes from and which rule chose it."""

    entity: str
    metric: str
    measure: Measure
    value: Figure
    unit: Unit
    quantum: Figure
    raw: str
    start: int
    end: int
    report_id: str
    status: FigureStatus
    rule: str | None = None
    disclosed: Figure | None = None


class ReportVersion(Frozen):
    """One document that speaks of this centre and period."""

    report_id: str
    source: str
    document: DocumentKind
    received_at: datetime
    published: str | None = None


class Change(Frozen):
    """A value that a later report replaced: what stood before, what stands now, when and why."""

    entity: str
    metric: str
    measure: Measure
    before: Figure | None
    after: Figure | None
    report_id: str
    at: datetime
    why: str


class CheckedDocument(Frozen):
    """One document as the validator judged it: what a state is computed from, kept whole so that nothing is lost."""

    report: ReportVersion
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...] = ()
    findings: tuple[Finding, ...] = ()
    catalogue_version: str = ""
    extractor_version: str = ""


class CentreState(Frozen):
    """Everything believed of one centre in one period; `version` grows by one with each change.

    All but `version` is a function of the set of `documents`. Those are left out of dumps (`store.centre` reads them,
    `store.province_centres` does not).
    """

    centre: Centre
    period: str
    version: int
    figures: tuple[StateFigure, ...]
    findings: tuple[Finding, ...]
    misses: tuple[Miss, ...] = ()
    reports: tuple[ReportVersion, ...]
    changes: tuple[Change, ...] = ()
    documents: tuple[CheckedDocument, ...] = Field((), exclude=True, repr=False)


class RollupValue(Frozen):
    """One metric of a province: the value, its bounds, and who is in it, missing from it, or suspect.

    `suspect_share` is what part of the value (of its base, for a ratio) the suspect centres carry.
    """

    metric: str
    measure: Measure
    unit: Unit
    method: str
    value: Figure | None
    low: Figure | None
    high: Figure | None
    centres: int
    missing: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    suspect_share: Figure | None = None


class Coverage(Frozen):
    """Who of the province's expected centres has reported; provisional until all have."""

    expected: int
    reported: int
    missing: tuple[str, ...]
    balance_share: Figure | None
    provisional: bool


class CentreLine(Frozen):
    """One reporting centre as a province's rollup sees it."""

    code: str
    name: str
    period: str
    version: int
    errors: int
    warnings: int
    document: DocumentKind
    received_at: datetime
    balance: Figure | None = None


class ProvinceState(Frozen):
    """A province's rollup for one period, recomputed from its centres' states, never incremented.

    `outside` are bodies that reported but are not expected to: their figures stand in another centre's, or are the
    province's own report; they are in no sum.
    """

    province_code: str
    province: str
    period: str
    version: int
    values: tuple[RollupValue, ...]
    coverage: Coverage
    centres: tuple[CentreLine, ...]
    outside: tuple[str, ...] = ()
    computed_at: datetime


class Transition(Frozen):
    """One step in an alert's life and the named reason for it."""

    at: datetime
    before: AlertState | None
    after: AlertState
    reason: str
    report_id: str | None = None


class Alert(Frozen):
    """An alert about one subject and period; ends only by a newer report or a person."""

    alert_id: str
    rule: str
    severity: Literal["critical", "warning", "notice"]
    scope: Scope
    subject: str
    subject_name: str
    entity: str
    period: str
    state: AlertState
    metric: str
    value: Figure | None
    low: Figure | None
    high: Figure | None
    threshold: Figure | None
    message: str
    message_en: str
    sentence: str | None = None
    report_id: str | None = None
    since: datetime
    version: int
    history: tuple[Transition, ...] = ()


class Delivery(Frozen):
    """One message about an alert to one channel, in the ledger: sent once, and every attempt counted."""

    delivery_id: str
    channel: str
    alert: Alert
    state: DeliveryState = "waiting"
    attempts: int = 0
    queued_at: datetime
    at: datetime
    detail: str = ""


class StageOutcome(Frozen):
    """What one stage did with a report, and when."""

    stage: Stage
    outcome: Outcome
    at: datetime
    detail: str = ""


class ReportStatus(Frozen):
    """A report's way through the stages. It is settled when aggregation, rollup and notification are done."""

    report_id: str
    source: str
    size: int
    received_at: datetime
    centre_code: str | None = None
    centre_name: str | None = None
    period: str | None = None
    document: DocumentKind | None = None
    stages: tuple[StageOutcome, ...] = ()
    facts: int | None = None
    errors: int | None = None
    reason: str | None = None
    reason_code: str | None = None

    def outcome(self, stage: Stage) -> Outcome | None:
        """What `stage` last did with the report; None if it has not been there."""
        return next((s.outcome for s in reversed(self.stages) if s.stage == stage), None)

    @property
    def rejected(self) -> bool:
        """A stage refused the report: `reason` says why."""
        return any(s.outcome == "rejected" for s in self.stages)

    @property
    def settled(self) -> bool:
        """Nothing more will happen by itself: it was rejected, it changed nothing, or every stage is done."""
        if self.rejected or self.outcome("aggregation") in ("duplicate", "superseded"):
            return True
        return all(self.outcome(stage) for stage in ("aggregation", "rollup", "notification"))

"""The frozen values every room hands to the next: report, fact, miss, finding.

What is here is the output contract of the command line, the bus, the store and the API: one shape everywhere.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

TOTAL = "total"

Figure = Annotated[Decimal, PlainSerializer(lambda d: format(d, "f"), return_type=str, when_used="json")]
"""An exact decimal: in JSON a plain string in the base unit, never with an exponent, never a float."""

Unit = Literal["CNY", "count", "m2", "ratio"]
Measure = Literal["level", "yoy_rate", "yoy_points"]
DocumentKind = Literal["annual_report", "interpretation", "bulletin"]
Severity = Literal["error", "warning", "info"]
MissReason = Literal["not_disclosed", "none_disclosed", "unreadable", "ambiguous"]

RANK: dict[DocumentKind, int] = {"bulletin": 1, "interpretation": 2, "annual_report": 3}
"""A higher rank replaces a lower one; a lower rank only fills what is missing."""


class Frozen(BaseModel):
    """A value: equal by content, never changed in place, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(StrEnum):
    """How an identity stands, found from the intervals of its terms."""

    HOLDS = "holds"
    LAST_DIGIT = "holds_by_last_digit"
    VIOLATED = "violated"
    UNDECIDABLE = "undecidable"


class Centre(Frozen):
    """A body that reports: `code` is its division code (GB/T 2260), or ours where there is none."""

    code: str
    name: str
    city: str
    province: str
    province_code: str


class ReportHeader(Frozen):
    """Which document this is: `report_id` is the SHA-256 of its bytes in hex."""

    report_id: str
    source: str
    centre: Centre | None
    period: str
    document: DocumentKind
    published: date | None = None


class Fact(Frozen):
    """One disclosed figure with the place it stands in.

    `value` and `quantum` are in the base unit; `text[start:end] == raw`. `repairs` names what had to be mended to
    read it, `proofs` the identities that chose this reading, `place` the page or sheet cell where there is one.
    """

    entity: str
    metric: str
    measure: Measure
    value: Figure
    unit: Unit
    quantum: Figure
    raw: str
    start: int
    end: int
    repairs: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    place: str | None = None


class Candidate(Frozen):
    """One reading that was considered for a figure."""

    value: Figure
    quantum: Figure
    raw: str
    start: int
    end: int
    why: str


class Miss(Frozen):
    """A figure that was to be expected and is not there as a fact, with the reason."""

    entity: str
    metric: str
    measure: Measure
    reason: MissReason
    candidates: tuple[Candidate, ...] = ()
    start: int | None = None
    end: int | None = None


class Suggestion(Frozen):
    """What the figure should be, why, and which identities prove it."""

    metric: str
    value: Figure
    reason: str
    entity: str = TOTAL
    measure: Measure = "level"
    slip: str | None = None
    proofs: tuple[str, ...] = ()


class Quote(Frozen):
    """A term of a finding where the report states it; `sentence` is filled where the text is at hand."""

    entity: str
    metric: str
    measure: Measure
    raw: str
    start: int
    end: int
    sentence: str | None = None


class Finding(Frozen):
    """Something that cannot be true (error), is implausible (warning), or is one last digit off (info)."""

    rule: str
    severity: Severity
    entity: str
    metrics: tuple[str, ...]
    measure: Measure = "level"
    disclosed: Figure | None = None
    expected: Figure | None = None
    tolerance: Figure | None = None
    suggestion: Suggestion | None = None
    explanations: tuple[Suggestion, ...] = ()
    message: str
    message_en: str = ""
    quotes: tuple[Quote, ...] = ()


class Extraction(Frozen):
    """What the parser hands over: the facts, what it looked for in vain, and statements that contradict a fact."""

    report: ReportHeader
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...] = ()
    repeats: tuple[Fact, ...] = ()


class Checked(Frozen):
    """What the validator hands over: the extraction with its findings, and how many identities stood how."""

    report: ReportHeader
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: dict[Verdict, int] = {}

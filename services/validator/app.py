"""The validator room: facts.extracted in, facts.checked out, findings with the sentences they speak of."""

from collections import Counter
from datetime import UTC, datetime

import orjson

from services.validator.across import periods_needed
from services.validator.check import check
from services.validator.control import control_total
from services.validator.quote import with_sentences
from shared.catalogue.regions import load_regions
from shared.edge.archive import Archive
from shared.edge.bus import Incoming, Outgoing, Room
from shared.edge.store import Store
from shared.edge.telemetry import STAGE_SECONDS, timed
from shared.errors import Rejected
from shared.events import FactsChecked, FactsExtracted
from shared.model import Extraction, Finding, ReportHeader
from shared.settings import Settings
from shared.state import CentreState, StageOutcome
from shared.topics import FACTS_CHECKED, FACTS_EXTRACTED


def build(settings: Settings) -> Room:
    """The validator room; nothing connects until it starts."""
    validator = Validator(settings)
    return Room(
        name="validator",
        handlers={FACTS_EXTRACTED: validator.on_extracted},
        start=validator.start,
        stop=validator.stop,
        checks={"store": validator.check},
        rejected=validator.on_rejected,
    )


class Validator:
    """What the room holds while it runs."""

    store: Store
    archive: Archive

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._regions = load_regions()

    async def start(self) -> None:
        """Opens store and archive. Raises SettingsError."""
        self.store = await Store.open(self._settings)
        self.archive = Archive(self._settings.archive)

    async def stop(self) -> None:
        """Closes the store."""
        await self.store.close()

    async def check(self) -> None:
        """Raises RetryLater when the store is away."""
        await self.store.ping()

    async def on_extracted(self, incoming: Incoming) -> list[Outgoing]:
        """One report's figures judged; its status says how many errors there are."""
        event = incoming.read(FactsExtracted)
        report = event.extraction.report
        if report.centre is None:
            raise Rejected("unknown_centre", "报告的机构不明 (the report's centre is unknown)")
        with timed(STAGE_SECONDS, "validator"):
            checked = check(event.extraction, await self._prior(report))
            found = (*checked.findings, *await self._control(event.extraction))
            findings = await self._quoted(report.report_id, found) if found else ()
        await self._record(report.report_id, findings)
        out = FactsChecked(
            extraction=event.extraction,
            findings=findings,
            verdicts=checked.verdicts,
            received_at=event.received_at,
            catalogue_version=event.catalogue_version,
            extractor_version=event.extractor_version,
            replay=event.replay,
        )
        return [Outgoing(FACTS_CHECKED, report.centre.code, out)]

    async def on_rejected(self, incoming: Incoming, error: Rejected) -> None:
        """Says on the report's status why it went no further; an event nobody can read names no report."""
        try:
            report_id = incoming.read(FactsExtracted).extraction.report.report_id
        except Rejected:
            return
        outcome = StageOutcome(stage="validator", outcome="rejected", at=datetime.now(UTC))
        await self.store.set_stage(report_id, outcome, reason=error.reason, reason_code=error.code)

    async def _prior(self, report: ReportHeader) -> dict[str, CentreState]:
        """What is believed of the centre in the earlier periods that a check across reports looks at."""
        if report.centre is None:
            return {}
        states = [await self.store.centre(report.centre.code, period) for period in periods_needed(report)]
        return {state.period: state for state in states if state}

    async def _control(self, extraction: Extraction) -> list[Finding]:
        """A province's own report against what its centres have reported so far."""
        report = extraction.report
        if report.centre is None or not self._regions.provincial(report.centre.code):
            return []
        expected = [c.code for c in self._regions.centres(report.centre.province_code, int(report.period[:4]))]
        states = await self.store.province_centres(report.centre.province_code, report.period)
        return control_total(extraction, states, expected)

    async def _quoted(self, report_id: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        content = await self.archive.get(f"texts/{report_id}.json")
        return with_sentences(findings, orjson.loads(content)["text"]) if content else findings

    async def _record(self, report_id: str, findings: tuple[Finding, ...]) -> None:
        severities = Counter(f.severity for f in findings)
        detail = f"{severities['error']} errors, {severities['warning']} warnings"
        outcome = StageOutcome(stage="validator", outcome="done", at=datetime.now(UTC), detail=detail)
        await self.store.set_stage(report_id, outcome, errors=severities["error"])

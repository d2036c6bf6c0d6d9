"""What the system knows, asked for by name: each query is one or two reads of the store, the archive or the bus."""

import asyncio
import json
from dataclasses import dataclass

from services.api.answers import (
    AlertAnswer,
    CentreAnswer,
    CheckedAnswer,
    DeadLetterAnswer,
    Listing,
    ProvinceAnswer,
    ReportAnswer,
    Span,
    TextAnswer,
)
from shared.catalogue.bodies import Province
from shared.catalogue.regions import Regions
from shared.edge import archive as name_of
from shared.edge.archive import Archive
from shared.edge.bus import DeadLetter, dead_letters
from shared.edge.store import Store
from shared.errors import Rejected
from shared.model import Centre
from shared.settings import Settings
from shared.state import Alert, CentreState, CheckedDocument, ProvinceState, ReportStatus


def unknown(what: str) -> Rejected:
    """The refusal of something that was asked for and is not known."""
    return Rejected("not_found", f"{what}：没有找到 (not found)")


@dataclass(frozen=True)
class Queries:
    """The open parts an answer may need. Every query raises RetryLater when one is away, Rejected `not_found`."""

    settings: Settings
    store: Store
    archive: Archive
    regions: Regions

    async def reports(self, limit: int, cursor: str | None) -> Listing[ReportAnswer]:
        """Reports, last received first."""
        page = await self.store.reports(limit, cursor)
        return Listing[ReportAnswer](items=tuple(map(answer, page.items)), cursor=page.cursor)

    async def report(self, report_id: str) -> ReportAnswer:
        """One report's way through the stages."""
        return answer(await self._status(report_id))

    async def original(self, report_id: str) -> tuple[str, bytes]:
        """A report's name and its bytes as they came."""
        status = await self._status(report_id)
        content = await self.archive.get(name_of.document(report_id))
        if content is None:
            raise unknown(f"原件 (original) {report_id}")
        return status.source, content

    async def checked(self, report_id: str) -> CheckedAnswer:
        """The facts and findings of one report, once aggregation has it."""
        document = await self._document(await self._status(report_id))
        if document is None:
            raise unknown(f"报告 {report_id} 的数字还没有入库或未被接受 (not aggregated yet, or refused)")
        return CheckedAnswer(
            report_id=report_id, facts=document.facts, misses=document.misses, findings=document.findings
        )

    async def text(self, report_id: str) -> TextAnswer:
        """The text that was read from a report, with the place of each figure."""
        status = await self._status(report_id)
        kept = await self.archive.get(name_of.text(report_id))
        if kept is None:
            raise unknown(f"报告 {report_id} 的文本 (the text of this report)")
        document = await self._document(status)
        spans = [Span.model_validate(f, from_attributes=True) for f in document.facts] if document else []
        return TextAnswer(report_id=report_id, text=json.loads(kept)["text"], spans=tuple(spans))

    async def centre(self, name_or_code: str) -> CentreAnswer:
        """A centre and its periods."""
        centre = self._centre(name_or_code)
        return CentreAnswer(centre=centre, periods=tuple(await self.store.centre_periods(centre.code)))

    async def centre_state(self, name_or_code: str, period: str) -> CentreState:
        """Everything believed of a centre in a period."""
        centre = self._centre(name_or_code)
        state = await self.store.centre(centre.code, period, documents=False)
        if state is None:
            raise unknown(f"{centre.name} {period}")
        return state

    async def provinces(self) -> Listing[ProvinceAnswer]:
        """Every province with its periods."""
        items = await asyncio.gather(*map(self._province_answer, self.regions.provinces.values()))
        return Listing[ProvinceAnswer](items=tuple(items))

    async def province(self, name_or_code: str) -> ProvinceAnswer:
        """A province and its periods."""
        return await self._province_answer(self._province(name_or_code))

    async def rollup(self, name_or_code: str, period: str) -> ProvinceState:
        """A province's rollup for a period."""
        province = self._province(name_or_code)
        state = await self.store.province(province.code, period)
        if state is None:
            raise unknown(f"{province.name} {period}")
        return state

    async def alerts(self, limit: int, cursor: str | None, open_only: bool) -> Listing[Alert]:
        """Alerts, last raised first."""
        page = await self.store.alerts(limit, cursor, open_only)
        return Listing[Alert](items=tuple(page.items), cursor=page.cursor)

    async def alert(self, alert_id: str) -> AlertAnswer:
        """An alert and its messages."""
        alert = await self.store.alert(alert_id)
        if alert is None:
            raise unknown(f"预警 (alert) {alert_id}")
        return AlertAnswer(alert=alert, deliveries=tuple(await self.store.deliveries(alert_id)))

    async def dead_letters(self) -> Listing[DeadLetterAnswer]:
        """Every dead letter the bus still holds, newest first."""
        letters = await asyncio.to_thread(dead_letters, self.settings)
        return Listing[DeadLetterAnswer](items=tuple(letter_answer(letter) for letter in reversed(letters)))

    async def _status(self, report_id: str) -> ReportStatus:
        status = await self.store.report(report_id)
        if status is None:
            raise unknown(f"报告 (report) {report_id}")
        return status

    async def _document(self, status: ReportStatus) -> CheckedDocument | None:
        if status.centre_code is None or status.period is None:
            return None
        state = await self.store.centre(status.centre_code, status.period)
        found = [d for d in state.documents if d.report.report_id == status.report_id] if state else []
        return found[0] if found else None

    async def _province_answer(self, province: Province) -> ProvinceAnswer:
        periods = await self.store.province_periods(province.code)
        return ProvinceAnswer(code=province.code, name=province.name, periods=tuple(periods))

    def _centre(self, name_or_code: str) -> Centre:
        centre = self.regions.centre(name_or_code) or self.regions.resolve(name_or_code)
        if centre is None:
            raise unknown(f"中心 (centre) {name_or_code}")
        return centre

    def _province(self, name_or_code: str) -> Province:
        province = self.regions.province(name_or_code)
        if province is None:
            raise unknown(f"省份 (province) {name_or_code}")
        return province


def answer(status: ReportStatus) -> ReportAnswer:
    """A status as it is served."""
    return ReportAnswer(**status.model_dump(), done=status.settled)


def letter_answer(letter: DeadLetter) -> DeadLetterAnswer:
    """A dead letter as it is served: its value may be megabytes, so only its size."""
    shown = {n: getattr(letter, n) for n in DeadLetterAnswer.model_fields if n not in {"key", "size"}}
    return DeadLetterAnswer(**shown, key=letter.key.decode(errors="replace"), size=len(letter.value))

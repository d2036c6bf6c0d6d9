"""The aggregation room: facts.checked and centre.changed in; centre.changed and province.changed out.

Both ways are compare-and-set and send downstream what the store holds, changed or not: an event delivered again after
a crash between saving and sending is told again, with the same ids.
"""

from collections import OrderedDict
from datetime import UTC, datetime

from services.aggregation.advance import advance, outcome_of
from services.aggregation.contribute import Contribution, contribute
from services.aggregation.roll_up import Whole, coverage, roll_up
from shared.catalogue.bodies import Province
from shared.catalogue.regions import Regions, load_regions
from shared.edge.bus import Incoming, Outgoing, Room
from shared.edge.store import Store
from shared.edge.telemetry import END_TO_END_SECONDS, STAGE_SECONDS, timed
from shared.errors import Rejected
from shared.events import CentreChanged, FactsChecked, ProvinceChanged
from shared.period import year, year_after, year_before
from shared.settings import Settings
from shared.state import CentreState, ProvinceState, Stage, StageOutcome
from shared.topics import CENTRE_CHANGED, FACTS_CHECKED, PROVINCE_CHANGED

REMEMBERED = 1024
"""Contributions kept in memory by version: what one province's next rollup need not read again."""


def build(settings: Settings) -> Room:
    """The aggregation room; nothing connects until it starts."""
    aggregation = Aggregation(settings)
    return Room(
        name="aggregation",
        handlers={FACTS_CHECKED: aggregation.on_checked, CENTRE_CHANGED: aggregation.on_centre},
        start=aggregation.start,
        stop=aggregation.stop,
        checks={"store": aggregation.check},
        rejected=aggregation.on_rejected,
    )


class Aggregation:
    """What the room holds while it runs."""

    store: Store

    def __init__(self, settings: Settings, regions: Regions | None = None) -> None:
        self._settings = settings
        self._regions = regions or load_regions()
        self._known: OrderedDict[tuple[str, str], Contribution] = OrderedDict()

    async def start(self) -> None:
        """Opens the store. Raises SettingsError."""
        self.store = await Store.open(self._settings)

    async def stop(self) -> None:
        """Closes the store."""
        await self.store.close()

    async def check(self) -> None:
        """Raises RetryLater when the store is away."""
        await self.store.ping()

    async def on_checked(self, incoming: Incoming) -> list[Outgoing]:
        """One report's facts into its centre's state."""
        event = incoming.read(FactsChecked)
        report_id = event.extraction.report.report_id
        with timed(STAGE_SECONDS, "aggregation"):
            state = await self._advance(event)
        await self._record(report_id, "aggregation", outcome_of(state, report_id), f"version {state.version}")
        changed = CentreChanged(
            centre_code=state.centre.code,
            province_code=state.centre.province_code,
            period=state.period,
            version=state.version,
            report_id=report_id,
            received_at=event.received_at,
            replay=event.replay,
        )
        return [Outgoing(CENTRE_CHANGED, changed.province_code, changed)]

    async def on_centre(self, incoming: Incoming) -> list[Outgoing]:
        """A centre's new state into its province's rollup, and into next year's coverage where it waits for some."""
        event = incoming.read(CentreChanged)
        province = self._regions.province(event.province_code)
        if province is None:
            code = event.province_code
            raise Rejected("unknown_province", f"没有代码为 {code} 的省份 (no province has the code {code})")
        with timed(STAGE_SECONDS, "rollup"):
            states = [await self._roll_up(province, event.period, event)]
            if following := await self._cover(province, year_after(event.period), states[0]):
                states.append(following)
        await self._record(event.report_id, "rollup", "done", f"version {states[0].version}")
        if not event.replay:
            END_TO_END_SECONDS.observe((datetime.now(UTC) - event.received_at).total_seconds())
        return [Outgoing(PROVINCE_CHANGED, province.code, _changed(state, event)) for state in states]

    async def on_rejected(self, incoming: Incoming, error: Rejected) -> None:
        """Says on the report's status why it went no further; an event nobody can read names no report."""
        stage: Stage
        try:
            if incoming.topic == FACTS_CHECKED.name:
                stage, report_id = "aggregation", incoming.read(FactsChecked).extraction.report.report_id
            else:
                stage, report_id = "rollup", incoming.read(CentreChanged).report_id
        except Rejected:
            return
        outcome = StageOutcome(stage=stage, outcome="rejected", at=datetime.now(UTC))
        await self.store.set_stage(report_id, outcome, reason=error.reason, reason_code=error.code)

    async def _advance(self, event: FactsChecked) -> CentreState:
        """The centre's state with this report in it, saved; another writer in between means computing it again."""
        centre = event.extraction.report.centre
        while True:
            state = await self.store.centre(centre.code, event.extraction.report.period) if centre else None
            following = advance(state, event)
            if following is None and state:
                return state
            if following and await self._save(following, state):
                self._remember(contribute(following))
                return following

    async def _save(self, following: CentreState, state: CentreState | None) -> bool:
        """Saves a state after `state`, sending only the documents that are not in the store yet."""
        kept = state.documents if state else ()
        new = tuple(document for document in following.documents if document not in kept)
        return await self.store.save_centre(
            following.model_copy(update={"documents": new}), state.version if state else 0
        )

    async def _roll_up(self, province: Province, period: str, event: CentreChanged | None = None) -> ProvinceState:
        """The province's rollup with the states that stand now, saved where it differs from the one there.

        One that already has the centre at the event's version is left: in a burst one computing serves many events.
        """
        while True:
            current = await self.store.province(province.code, period)
            if current and event and _holds(current, event):
                return current
            before = await self.store.province(province.code, year_before(period))
            whole = Whole(province, period, self._regions.centres(province.code, year(period)), before)
            version = current.version if current else 0
            computed = roll_up(await self._contributions(province, period), whole, datetime.now(UTC), version + 1)
            if current and computed.model_copy(update=_stamp(current)) == current:
                return current
            if await self.store.save_province(computed, version):
                return computed

    async def _cover(self, province: Province, period: str, before: ProvinceState) -> ProvinceState | None:
        """Next year's rollup where it still waits for centres: how much is covered depends on this year's balances."""
        while True:
            current = await self.store.province(province.code, period)
            if current is None or not current.coverage.missing:
                return None
            whole = Whole(province, period, self._regions.centres(province.code, year(period)), before)
            now_covered = coverage([line.code for line in current.centres], whole)
            if now_covered == current.coverage:
                return current
            changed = {"coverage": now_covered, "version": current.version + 1, "computed_at": datetime.now(UTC)}
            covered = current.model_copy(update=changed)
            if await self.store.save_province(covered, current.version):
                return covered

    async def _contributions(self, province: Province, period: str) -> list[Contribution]:
        """What every centre of the province brings, reading only the states that are not remembered."""
        versions = await self.store.province_versions(province.code, period)
        found = {code: self._known.get((code, period)) for code in versions}
        stale = [code for code, known in found.items() if known is None or known.line.version != versions[code]]
        for state in await self.store.province_centres(province.code, period, stale) if stale else ():
            found[state.centre.code] = contribute(state)
            self._remember(contribute(state))
        return [contribution for contribution in found.values() if contribution]

    def _remember(self, contribution: Contribution) -> None:
        key = contribution.line.code, contribution.line.period
        self._known[key] = contribution
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def _record(self, report_id: str, stage: Stage, outcome: str, detail: str) -> None:
        done = {"stage": stage, "outcome": outcome, "at": datetime.now(UTC), "detail": detail}
        await self.store.set_stage(report_id, StageOutcome.model_validate(done))


def _holds(current: ProvinceState, event: CentreChanged) -> bool:
    return any(line.code == event.centre_code and line.version >= event.version for line in current.centres)


def _stamp(state: ProvinceState) -> dict[str, object]:
    return {"version": state.version, "computed_at": state.computed_at}


def _changed(state: ProvinceState, event: CentreChanged) -> ProvinceChanged:
    rate = next((v.value for v in state.values if (v.metric, v.measure) == ("risk.overdue_rate", "level")), None)
    return ProvinceChanged(
        province_code=state.province_code,
        centre_code=event.centre_code,
        period=state.period,
        version=state.version,
        reported=state.coverage.reported,
        expected=state.coverage.expected,
        overdue_rate=rate,
        cause=event.report_id,
        received_at=event.received_at,
        replay=event.replay,
    )

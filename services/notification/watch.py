"""What is looked at when a centre or a province changed: its periods, their states as bodies, the alerts about it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from services.notification.decide import Cause
from services.notification.evaluate import Condition, evaluate
from services.notification.measure import needs_prior
from services.notification.review import Judged, review, speaks_up
from services.notification.subject import Subject, province_of, subjects_of
from shared.catalogue.alerts import AlertRule
from shared.period import same_kind, year_after, year_before
from shared.state import Alert, CentreState, ProvinceState


class Reader(Protocol):
    """What is read of the store."""

    async def centre(self, code: str, period: str, documents: bool = True) -> CentreState | None: ...
    async def centre_periods(self, code: str) -> list[str]: ...
    async def province(self, code: str, period: str) -> ProvinceState | None: ...
    async def province_periods(self, code: str) -> list[str]: ...


class Centre:
    """A centre as a series of periods, each with its bodies."""

    def __init__(self, store: Reader, code: str, metrics: Collection[str] | None = None) -> None:
        """`metrics` are the figures that rules look at; the others need not be made ready."""
        self._store, self.code, self._metrics = store, code, metrics

    async def periods(self) -> list[str]:
        """The periods it has a state for."""
        return await self._store.centre_periods(self.code)

    async def bodies(self, period: str) -> list[Subject]:
        """Its whole and its sub-centres in a period; none where nothing is known."""
        state = await self._store.centre(self.code, period, documents=False)
        return subjects_of(state, self._metrics) if state else []


class Province:
    """A province as a series of periods, each with one body."""

    def __init__(self, store: Reader, code: str) -> None:
        self._store, self.code = store, code

    async def periods(self) -> list[str]:
        """The periods one of its centres has a state for."""
        return await self._store.province_periods(self.code)

    async def bodies(self, period: str) -> list[Subject]:
        """The rollup of a period; none where there is none yet."""
        state = await self._store.province(self.code, period)
        return [province_of(state)] if state else []


async def touched(watched: Centre | Province, period: str) -> list[str]:
    """The periods whose conditions a change in `period` may move: itself, and the next, which is compared with it."""
    return [p for p in await watched.periods() if p in (period, year_after(period))]


async def judged(
    watched: Centre | Province, period: str, rules: Sequence[AlertRule], alerts: Iterable[Alert], cause: Cause
) -> list[Judged]:
    """What follows for the alerts about `watched` from its state in `period`. Raises RetryLater."""
    known = {alert.alert_id: alert for alert in alerts}
    conditions = await _conditions(watched, period, rules)
    historic: set[tuple[str, ...]] = set()
    if speaks_up(conditions, known):
        for later in await watched.periods():
            if later > period and same_kind(later, period):
                historic |= {c.series for c in await _conditions(watched, later, rules) if c.decided}
    return review(conditions, known, cause, historic)


async def _conditions(watched: Centre | Province, period: str, rules: Sequence[AlertRule]) -> list[Condition]:
    bodies = await watched.bodies(period)
    priors: dict[str, Subject] = {}
    if any(needs_prior(rule, body) for rule in rules for body in bodies):
        priors = {body.entity: body for body in await watched.bodies(year_before(period))}
    return [c for body in bodies for c in evaluate(rules, body, priors.get(body.entity))]

"""The notification room: centre.changed and province.changed in; alert.changed out, and messages to the channels.

An alert and its messages are saved in one step; the courier sends them beside the stream, so that a receiver that is
away holds nobody up. An event delivered again tells the alerts it had changed again. A replay tells no channel.
"""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import orjson

from services.notification.channels import Channel, open_channels
from services.notification.courier import Courier
from services.notification.decide import Cause
from services.notification.message import sentence_at
from services.notification.review import Judged
from services.notification.watch import Centre, Province, judged, touched
from shared.catalogue.alerts import load_alerts
from shared.edge import archive as name_of
from shared.edge.archive import Archive
from shared.edge.bus import Incoming, Outgoing, Room
from shared.edge.logs import get_logger
from shared.edge.store import Store
from shared.edge.telemetry import NOTIFICATIONS, STAGE_SECONDS, timed
from shared.errors import Rejected
from shared.events import AlertChanged, CentreChanged, ProvinceChanged
from shared.settings import Settings
from shared.state import Alert, DeliveryState, StageOutcome
from shared.topics import ALERT_CHANGED, CENTRE_CHANGED, PROVINCE_CHANGED

REMEMBERED = 4096
EXIT_DEFECT = 70
STOP_SECONDS = 3.0

log = get_logger(__name__)


def build(settings: Settings) -> Room:
    """The notification room; nothing connects until it starts."""
    notification = Notification(settings)
    return Room(
        name="notification",
        handlers={CENTRE_CHANGED: notification.on_centre, PROVINCE_CHANGED: notification.on_province},
        start=notification.start,
        stop=notification.stop,
        checks={"store": notification.check},
        rejected=notification.on_rejected,
    )


class Notification:
    """What the room holds while it runs."""

    store: Store
    archive: Archive
    channels: dict[str, Channel]
    courier: Courier
    carrying: asyncio.Task[None] | None = None

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._settings, self._clock = settings, clock
        self._rules = load_alerts()
        self._metrics = frozenset(metric for rule in self._rules for metric in rule.metrics)
        self._looked: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    async def start(self) -> None:
        """Opens store, archive and channels and sets the courier to work. Raises SettingsError."""
        self.channels = open_channels(self._settings)
        self.archive = Archive(self._settings.archive)
        self.store = await Store.open(self._settings)
        self.courier = Courier(self.store, self.channels, self._clock, _count)
        self.carrying = asyncio.create_task(_guarded(self.courier))

    async def stop(self) -> None:
        """Lets the courier finish what is under way, for a few seconds; the rest is sent by the next one."""
        if self.carrying:
            self.courier.stop()
            await asyncio.wait([self.carrying], timeout=STOP_SECONDS)
            self.carrying.cancel()
        for channel in self.channels.values():
            await channel.close()
        await self.store.close()

    async def check(self) -> None:
        """Raises RetryLater when the store is away."""
        await self.store.ping()

    async def on_centre(self, incoming: Incoming) -> list[Outgoing]:
        """A centre's new state against the rules for centres and sub-centres."""
        event = incoming.read(CentreChanged)
        out = await self._look(
            Centre(self.store, event.centre_code, self._metrics), event.period, event.report_id, event
        )
        self._seen(event.centre_code, event.period, event.report_id)
        return out

    async def on_province(self, incoming: Incoming) -> list[Outgoing]:
        """A province's new rollup against the rules for provinces; then the report that caused it is done here.

        The report's centre is looked at as well, if that has not been: the two topics come in no common order.
        """
        event = incoming.read(ProvinceChanged)
        out: list[Outgoing] = []
        if event.centre_code and (event.centre_code, event.period, event.cause) not in self._looked:
            out += await self._look(
                Centre(self.store, event.centre_code, self._metrics), event.period, event.cause, event
            )
        out += await self._look(Province(self.store, event.province_code), event.period, event.cause, event)
        done = StageOutcome(stage="notification", outcome="done", at=self._clock())
        await self.store.set_stage(event.cause, done)
        return out

    async def on_rejected(self, incoming: Incoming, error: Rejected) -> None:
        """Says on the report's status why it went no further; an event nobody can read names no report."""
        try:
            if incoming.topic == CENTRE_CHANGED.name:
                report_id = incoming.read(CentreChanged).report_id
            else:
                report_id = incoming.read(ProvinceChanged).cause
        except Rejected:
            return
        outcome = StageOutcome(stage="notification", outcome="rejected", at=self._clock())
        await self.store.set_stage(report_id, outcome, reason=error.reason, reason_code=error.code)

    async def _look(
        self, watched: Centre | Province, period: str, report_id: str, event: CentreChanged | ProvinceChanged
    ) -> list[Outgoing]:
        """Judges every period the change may move, saves what follows, and tells it downstream."""
        told: dict[str, Alert] = {}
        with timed(STAGE_SECONDS, "notification"):
            for each in await touched(watched, period):
                told |= await self._settle(watched, each, Cause(self._moment(event), report_id), event.replay)
        if told:
            self.courier.wake.set()
        return [Outgoing(ALERT_CHANGED, i, AlertChanged(alert=a, replay=event.replay)) for i, a in told.items()]

    async def _settle(self, watched: Centre | Province, period: str, cause: Cause, replay: bool) -> dict[str, Alert]:
        """Every alert that this cause changed, now or before a crash; judged again where another writer was faster."""
        while True:
            alerts = await self.store.alerts_of(watched.code)
            found = await judged(watched, period, self._rules, alerts, cause)
            changed = [await self._quoted(one) for one in found if one.decision.alert]
            if await self._save(changed, replay):
                told = {a.alert_id: a for a in alerts if a.history and a.history[-1].report_id == cause.report_id}
                return told | {alert.alert_id: alert for alert, _ in changed}

    async def _save(self, changed: Sequence[tuple[Alert, bool]], replay: bool) -> bool:
        """Saves every alert with its messages, if it is to be told; False as soon as another writer was faster."""
        for alert, notify in changed:
            channels = list(self.channels) if notify and not replay else []
            if not await self.store.save_alert(alert, alert.version - 1, channels):
                return False
        return True

    async def _quoted(self, one: Judged) -> tuple[Alert, bool]:
        """A changed alert with the sentence of its figure, where the archive has the text; whether to tell it."""
        alert, place = one.decision.alert, one.condition.place if one.condition else None
        assert alert, "only changed alerts are asked for"
        if place and place.report_id and not alert.sentence:
            kept = await self.archive.get(name_of.text(place.report_id))
            text = str(orjson.loads(kept).get("text", "")) if kept else ""
            alert = alert.model_copy(update={"sentence": sentence_at(text, place.start, place.end) or None})
        return alert, one.decision.notify

    def _centre(self, code: str) -> Centre:
        return Centre(self.store, code, self._metrics)

    def _moment(self, event: CentreChanged | ProvinceChanged) -> datetime:
        """When it is decided: now, or in a replay when the report came."""
        return event.received_at if event.replay else self._clock()

    def _seen(self, code: str, period: str, report_id: str) -> None:
        self._looked[code, period, report_id] = None
        if len(self._looked) > REMEMBERED:
            self._looked.popitem(last=False)


def _count(channel: str, state: DeliveryState) -> None:
    NOTIFICATIONS.labels(channel, state).inc()


async def _guarded(courier: Courier) -> None:
    """The courier's work; a defect in it ends the process at once, as one in a handler does."""
    try:
        await courier.run()
    except Exception:
        log.exception("crash", what="courier", consequence="process ends, messages are sent by the next one")
        os._exit(EXIT_DEFECT)

"""Alerts and the ledger of what was sent: an alert and its outgoing messages are written in one step on the server."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.edge.store_link import Link, Page, Script, micros, moment
from shared.state import Alert, Delivery, DeliveryState

SAVE_ALERT = Script(
    "save_alert",
    """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'alert', ARGV[3])
redis.call('ZADD', KEYS[2], 0, ARGV[4])
redis.call('SADD', KEYS[4], ARGV[5])
if ARGV[6] == 'resolved' then redis.call('ZREM', KEYS[3], ARGV[4]) else redis.call('ZADD', KEYS[3], 0, ARGV[4]) end
for n = 7, #KEYS do
  local at = 8 + (n - 7) * 2
  if redis.call('HSETNX', KEYS[n], 'delivery', ARGV[at + 1]) == 1 then
    redis.call('HSET', KEYS[n], 'state', 'waiting', 'attempts', 0, 'at', ARGV[7], 'detail', '')
    redis.call('ZADD', KEYS[5], ARGV[7], ARGV[at])
    redis.call('SADD', KEYS[6], ARGV[at])
  end
end
return 1
""",
)

CLAIM = Script(
    "claim",
    """
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], id) end
return due
""",
)

KEPT = timedelta(days=400)
"""How long the ledger remembers a message that needs no more sending: past one yearly season."""

INDEX, OPEN, DUE = "hpf:{alerts}:index", "hpf:{alerts}:open", "hpf:{alerts}:due"


class Alerts(Link):
    """The alerts' part of the store."""

    async def alert(self, alert_id: str) -> Alert | None:
        """An alert, or None. Raises RetryLater."""
        (kept,) = await self._ask(("HGET", _key(alert_id), "alert"))
        return Alert.model_validate_json(kept) if kept else None

    async def alerts(self, limit: int = 50, cursor: str | None = None, open_only: bool = False) -> Page:
        """Alert after Alert, first raised last comes first; `cursor` continues a listing. Raises RetryLater."""
        index, top = OPEN if open_only else INDEX, f"({cursor}" if cursor else "+"
        (found,) = await self._ask(("ZREVRANGEBYLEX", index, top, "-", "LIMIT", 0, limit))
        listed = [member.decode() for member in found]
        alerts = await self._alerts(member.split(":", 1)[1] for member in listed)
        return Page(alerts, listed[-1] if len(listed) == limit else None)

    async def alerts_of(self, subject: str) -> list[Alert]:
        """Every alert about a centre or province, open or resolved. Raises RetryLater."""
        (ids,) = await self._ask(("SMEMBERS", _of(subject)))
        return await self._alerts(sorted(i.decode() for i in ids))

    async def save_alert(self, alert: Alert, expected: int, channels: Sequence[str] = ()) -> bool:
        """Writes an alert if the version there is `expected` (0: none), and with it one message for each channel.

        A message is queued once for (alert, version, channel), whoever asks again. False if the version is another.
        Raises RetryLater.
        """
        at = micros(alert.history[-1].at if alert.history else alert.since)
        first = micros(alert.history[0].at if alert.history else alert.since)
        listed = f"{first:017d}:{alert.alert_id}"
        ids = [f"{alert.alert_id}:{alert.version}:{channel}" for channel in channels]
        queued = [
            Delivery(delivery_id=i, channel=channel, alert=alert, queued_at=moment(at), at=moment(at))
            for i, channel in zip(ids, channels, strict=True)
        ]
        keys = [_key(alert.alert_id), INDEX, OPEN, _of(alert.subject), DUE, _sent(alert.alert_id)]
        args = [expected, alert.version, alert.model_dump_json(), listed, alert.alert_id, alert.state, at]
        for delivery in queued:
            args += [delivery.delivery_id, delivery.model_dump_json()]
        return await self._script(SAVE_ALERT, keys + [_delivery(i) for i in ids], args) == [1]

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int = 20) -> list[Delivery]:
        """Messages due at `now`, each one attempt further; nobody else gets them before the lease ends.

        Whoever claims must `finish_delivery`; a claimer that dies leaves them to the next after the lease.
        Raises RetryLater.
        """
        due = await self._script(CLAIM, [DUE], [micros(now), micros(now + lease), limit])
        ids = [i.decode() for i in due]
        await self._ask(*(("HINCRBY", _delivery(i), "attempts", 1) for i in ids))
        return await self._deliveries(ids)

    async def finish_delivery(
        self, delivery_id: str, state: DeliveryState, now: datetime, detail: str = "", again: datetime | None = None
    ) -> None:
        """Records an attempt: `delivered`, `given_up`, or `waiting` and due `again`. Raises RetryLater."""
        with self._passing():
            pipe = self._redis.pipeline(transaction=True)
            pipe.hset(_delivery(delivery_id), mapping={"state": state, "at": micros(now), "detail": detail})
            if state == "waiting":
                pipe.zadd(DUE, {delivery_id: micros(again or now)})
            else:
                pipe.zrem(DUE, delivery_id)
                pipe.expire(_delivery(delivery_id), KEPT)
            await pipe.execute()

    async def deliveries(self, alert_id: str) -> list[Delivery]:
        """The ledger of one alert: every message about it, oldest first. Raises RetryLater."""
        (ids,) = await self._ask(("SMEMBERS", _sent(alert_id)))
        found = await self._deliveries(i.decode() for i in ids)
        return sorted(found, key=lambda d: (d.alert.version, d.channel))

    async def deliveries_waiting(self) -> int:
        """How many messages are still to be delivered. Raises RetryLater."""
        (waiting,) = await self._ask(("ZCARD", DUE))
        return int(waiting)

    async def _alerts(self, ids: Iterable[str]) -> list[Alert]:
        found = await self._ask(*(("HGET", _key(i), "alert") for i in ids))
        return [Alert.model_validate_json(kept) for kept in found if kept]

    async def _deliveries(self, ids: Iterable[str]) -> list[Delivery]:
        found = await self._ask(*(("HGETALL", _delivery(i)) for i in ids))
        return [_read(kept) for kept in found if b"delivery" in kept]


def _key(alert_id: str) -> str:
    return f"hpf:{{alerts}}:alert:{alert_id}"


def _of(subject: str) -> str:
    return f"hpf:{{alerts}}:of:{subject}"


def _sent(alert_id: str) -> str:
    return f"hpf:{{alerts}}:sent:{alert_id}"


def _delivery(delivery_id: str) -> str:
    return f"hpf:{{alerts}}:delivery:{delivery_id}"


def _read(kept: dict[bytes, bytes]) -> Delivery:
    queued = Delivery.model_validate_json(kept[b"delivery"])
    changed = {
        "state": kept[b"state"].decode(),
        "attempts": int(kept[b"attempts"]),
        "at": moment(int(kept[b"at"])),
        "detail": kept[b"detail"].decode(),
    }
    return queued.model_copy(update=changed)

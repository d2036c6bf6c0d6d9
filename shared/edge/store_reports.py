"""Reports' statuses: created once, then one outcome a stage; listed newest first."""

import orjson

from shared.edge.store_link import Link, Page, Script, micros
from shared.state import ReportStatus, Stage, StageOutcome

REGISTER = Script(
    "register",
    """
if redis.call('HEXISTS', KEYS[1], 'report_id') == 1 then return redis.call('HGETALL', KEYS[1]) end
redis.call('ZADD', KEYS[2], 0, ARGV[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return {}
""",
)

SET_STAGE = Script(
    "set_stage",
    """
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if kept then
  local old, new = cjson.decode(kept), cjson.decode(ARGV[2])
  if new.us < old.us or new.outcome == 'duplicate' then return 0 end
  if new.outcome == old.outcome and new.detail == old.detail then table.remove(ARGV, 1) table.remove(ARGV, 1) end
end
if #ARGV > 0 then redis.call('HSET', KEYS[1], unpack(ARGV)) end
return 1
""",
)

STAGES: tuple[Stage, ...] = ("ingest", "parser", "validator", "aggregation", "rollup", "notification")
HEADER = tuple(f for f in ReportStatus.model_fields if f != "stages")
INDEX = "hpf:{reports}:index"


class Reports(Link):
    """The reports' part of the store."""

    async def register(self, status: ReportStatus) -> ReportStatus | None:
        """Creates a report's status once; None if it was new, else the status that is there. Raises RetryLater."""
        header = status.model_dump(mode="json", exclude={"stages"})
        fields = [x for name, value in header.items() for x in (name, orjson.dumps(value))]
        listed = f"{micros(status.received_at):017d}:{status.report_id}"
        found = await self._script(REGISTER, [_key(status.report_id), INDEX], [listed, *fields])
        return _read(dict(zip(found[::2], found[1::2], strict=True))) if found else None

    async def set_stage(self, report_id: str, outcome: StageOutcome, **changed: object) -> bool:
        """Records what a stage did, with `changed` header fields; the first record of an equal outcome keeps its time.

        A redelivery is a no-op: an older outcome never replaces a newer one and `duplicate` replaces nothing; then
        False is returned and nothing is written. A stage may come before `register` does.
        Raises RetryLater; TypeError for a name that is no header field.

        >>> await store.set_stage(report_id, StageOutcome(stage="parser", outcome="done", at=now), facts=128)
        True
        """
        if unknown := set(changed) - set(HEADER) | set(changed) & {"report_id"}:
            raise TypeError(f"no header field of a report's status: {', '.join(sorted(unknown))}")
        kept = {"outcome": outcome.outcome, "us": micros(outcome.at), "detail": outcome.detail}
        stage = {**outcome.model_dump(mode="json"), **kept}
        fields = [x for name, value in changed.items() for x in (name, orjson.dumps(value))]
        args = [f"stage:{outcome.stage}", orjson.dumps(stage), *fields]
        return await self._script(SET_STAGE, [_key(report_id)], args) == [1]

    async def report(self, report_id: str) -> ReportStatus | None:
        """A report's status, or None. Raises RetryLater."""
        return _read(*await self._ask(("HGETALL", _key(report_id))))

    async def reports(self, limit: int = 50, cursor: str | None = None) -> Page:
        """ReportStatus after ReportStatus, last received first; `cursor` continues a listing. Raises RetryLater."""
        top = f"({cursor}" if cursor else "+"
        (found,) = await self._ask(("ZREVRANGEBYLEX", INDEX, top, "-", "LIMIT", 0, limit))
        listed = [member.decode() for member in found]
        kept = await self._ask(*(("HGETALL", _key(member.split(":", 1)[1])) for member in listed))
        return Page([s for s in map(_read, kept) if s], listed[-1] if len(listed) == limit else None)


def _key(report_id: str) -> str:
    return f"hpf:{{reports}}:{report_id}"


def _read(kept: dict[bytes, bytes]) -> ReportStatus | None:
    if b"report_id" not in kept:
        return None
    header = {name: orjson.loads(kept[name.encode()]) for name in HEADER if name.encode() in kept}
    found = (kept.get(f"stage:{stage}".encode()) for stage in STAGES)
    stages = [{k: v for k, v in orjson.loads(stage).items() if k != "us"} for stage in found if stage]
    return ReportStatus.model_validate_json(orjson.dumps({**header, "stages": stages}))

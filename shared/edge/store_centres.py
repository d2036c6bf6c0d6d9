"""Centres' states and provinces' rollups: each written by one compare-and-set on the server.

A centre and its province share a hash tag, the first two digits of their codes, so that one script may write the
centre's state and the province's index of centres together, on a cluster too. 31 provinces make 31 tags.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.edge.store_link import Link, Script, pack, unpack
from shared.state import CentreState, CheckedDocument, ProvinceState

SAVE_CENTRE = Script(
    "save_centre",
    """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('HSET', KEYS[2], ARGV[3], ARGV[2])
if ARGV[1] == '0' then
  redis.call('SADD', KEYS[3], ARGV[4])
  redis.call('SADD', KEYS[4], ARGV[4])
end
return 1
""",
)

SAVE_PROVINCE = Script(
    "save_province",
    """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'state', ARGV[3])
return 1
""",
)


class Centres(Link):
    """The centres' and provinces' part of the store."""

    async def centre(self, code: str, period: str, documents: bool = True) -> CentreState | None:
        """What is believed of a centre in a period, or None; with `documents=False` without what it came from.

        Raises RetryLater.
        """
        if documents:
            (kept,) = await self._ask(("HGETALL", _centre(code, period)))
            return _whole(kept) if kept else None
        (state,) = await self._ask(("HGET", _centre(code, period), "state"))
        return CentreState.model_validate_json(unpack(state)) if state else None

    async def centre_periods(self, code: str) -> list[str]:
        """The periods a centre has a state for, in order. Raises RetryLater."""
        (found,) = await self._ask(("SMEMBERS", _centre(code)))
        return sorted(period.decode() for period in found)

    async def save_centre(self, state: CentreState, expected: int) -> bool:
        """Writes `state` if the version there is `expected` (0: none is there); False if it is another.

        One round trip, one script: it also keeps the province's index and both lists of periods. The documents given
        are written, none is ever removed. Raises RetryLater; ValueError where centre and province share no tag.
        """
        centre, period = state.centre, state.period
        if _tag(centre.code) != _tag(centre.province_code):
            raise ValueError(f"centre {centre.code} and its province {centre.province_code} share no hash tag")
        fields = ["version", state.version, "state", pack(state.model_dump_json(exclude_defaults=True))]
        for document in state.documents:
            fields += [f"document:{document.report.report_id}", pack(document.model_dump_json(exclude_defaults=True))]
        keys = [
            _centre(centre.code, period),
            _members(centre.province_code, period),
            _centre(centre.code),
            _province(centre.province_code),
        ]
        args = [expected, state.version, centre.code, period, *fields]
        return await self._script(SAVE_CENTRE, keys, args) == [1]

    async def province_versions(self, province_code: str, period: str) -> dict[str, int]:
        """The province's centres that have a state for the period, with its version. Raises RetryLater."""
        (kept,) = await self._ask(("HGETALL", _members(province_code, period)))
        return {code.decode(): int(version) for code, version in sorted(kept.items())}

    async def province_centres(
        self, province_code: str, period: str, codes: Iterable[str] | None = None
    ) -> list[CentreState]:
        """The states of a province's centres (or of those in `codes`), without documents. Raises RetryLater."""
        wanted = await self.province_versions(province_code, period) if codes is None else codes
        found = await self._ask(*(("HGET", _centre(code, period), "state") for code in wanted))
        return [CentreState.model_validate_json(unpack(kept)) for kept in found if kept]

    async def province(self, code: str, period: str) -> ProvinceState | None:
        """A province's rollup, or None. Raises RetryLater."""
        (kept,) = await self._ask(("HGET", _province(code, period), "state"))
        return ProvinceState.model_validate_json(unpack(kept)) if kept else None

    async def province_periods(self, code: str) -> list[str]:
        """The periods for which a centre of the province has a state, in order. Raises RetryLater."""
        (found,) = await self._ask(("SMEMBERS", _province(code)))
        return sorted(period.decode() for period in found)

    async def save_province(self, state: ProvinceState, expected: int) -> bool:
        """Writes a rollup if the version there is `expected` (0: none); False if it is another. Raises RetryLater."""
        args = [expected, state.version, pack(state.model_dump_json(exclude_defaults=True))]
        return await self._script(SAVE_PROVINCE, [_province(state.province_code, state.period)], args) == [1]


def _tag(code: str) -> str:
    return f"{{{code[:2]}}}"


def _centre(code: str, period: str | None = None) -> str:
    return f"hpf:{_tag(code)}:centre:{code}" + (f":{period}" if period else "")


def _province(code: str, period: str | None = None) -> str:
    return f"hpf:{_tag(code)}:province:{code}" + (f":{period}" if period else "")


def _members(code: str, period: str) -> str:
    return f"{_province(code, period)}:centres"


def _whole(kept: Mapping[bytes, Any]) -> CentreState:
    state = CentreState.model_validate_json(unpack(kept[b"state"]))
    documents = (
        CheckedDocument.model_validate_json(unpack(value))
        for field, value in kept.items()
        if field.startswith(b"document:")
    )
    ordered = sorted(documents, key=lambda d: (d.report.received_at, d.report.report_id))
    return state.model_copy(update={"documents": tuple(ordered)})

"""What a system believes, without when and how often it was told: equal for two systems that read the same reports.

Alerts that are over are left out: which intermediate rollups there were, and what they raised for a moment, is chance.
"""

import asyncio
from collections.abc import Iterable

from shared.edge.store import Store
from shared.settings import Settings

CENTRE = {
    "version": True,
    "reports": {"__all__": {"received_at"}},
    "changes": {"__all__": {"at"}},
}
PROVINCE = {"version": True, "computed_at": True, "centres": {"__all__": {"version", "received_at"}}}
ALERT = {"version": True, "since": True, "history": True}


def canonical(settings: Settings, centres: Iterable[tuple[str, str]]) -> dict[str, dict]:
    """The states of these (centre code, period), of their provinces, and every open alert."""
    return asyncio.run(_canonical(settings, sorted(set(centres))))


async def _canonical(settings: Settings, centres: list[tuple[str, str]]) -> dict[str, dict]:
    store = await Store.open(settings)
    found = {}
    try:
        for code, period in centres:
            state = await store.centre(code, period, documents=False)
            found[f"centre {code} {period}"] = state.model_dump(mode="json", exclude=CENTRE)
            province = state.centre.province_code
            if f"province {province} {period}" not in found:
                rollup = await store.province(province, period)
                found[f"province {province} {period}"] = rollup.model_dump(mode="json", exclude=PROVINCE)
        for alert in (await store.alerts(500, open_only=True)).items:
            found[f"alert {alert.alert_id}"] = alert.model_dump(mode="json", exclude=ALERT)
    finally:
        await store.close()
    return found

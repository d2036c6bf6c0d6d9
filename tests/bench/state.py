"""What state, rollup and rules cost: `python -m tests.bench.state`.

A full report of three entities (400 figures) through aggregation and notification, in milliseconds of processor time;
and what saving it costs the server, beside a guarded HSET of the same figures, a field each, in the same run.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from services.aggregation.advance import advance
from services.aggregation.contribute import contribute
from services.aggregation.roll_up import Whole, roll_up
from services.embedded.parts import start_store
from services.notification.evaluate import evaluate
from services.notification.subject import subjects_of
from shared.catalogue.alerts import load_alerts
from shared.catalogue.metrics import load_metrics
from shared.catalogue.regions import load_regions
from shared.edge.store import Store
from shared.events import FactsChecked
from shared.settings import Settings
from tests.builders import NOW, checked, fact

ROUNDS = 30
SAVES = 200
FLOOR = """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return 1
"""


def full(centre, n: int) -> FactsChecked:
    """A report that says everything of three entities, with the growth of every third amount."""
    facts = [
        fact(metric.id, str(1_000_003 * (i + 7 * n + 1) % 10**9), entity=entity, start=37 * i, measure=measure)
        for entity in ("total", "甲中心", "乙分中心")
        for i, metric in enumerate(load_metrics().values())
        for measure in (("level", "yoy_points") if i % 40 == 0 else ("level",))
    ]
    return checked(*facts[:400], n=n, of=centre)


def best(name: str, work: Callable[[], object], per: int = 1) -> None:
    """Prints the best of some rounds: what else runs on the machine only ever adds."""
    found = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found = min(found, time.process_time() - start)
    print(f"{name:44}{found / per * 1000:9.3f} ms")


async def server(store: Store, work, calls: int) -> Decimal:
    """Microseconds of the server's time for one call of a script."""
    await store._redis.config_resetstat()
    for version in range(calls):
        await work(version)
    stats = await store._redis.info("commandstats")
    return Decimal(str(stats["cmdstat_evalsha"]["usec_per_call"]))


async def saving(url: str, state) -> None:
    """Prints what one save costs the server, beside the floor, and the memory that a centre-year takes."""
    store = await Store.open(Settings(redis_url=url))
    floor = store._redis.register_script(FLOOR)
    fields = [x for f in state.figures for x in (f"{f.entity}:{f.metric}:{f.measure}", f.model_dump_json())]

    async def guarded(version: int) -> None:
        await floor(keys=["floor"], args=[version, "version", version + 1, *fields])

    async def saved(version: int) -> None:
        await store.save_centre(state.model_copy(update={"version": version + 1}), version)

    await store._redis.delete("floor")
    plain, ours = await server(store, guarded, SAVES), await server(store, saved, SAVES)
    print(f"{'server: guarded HSET of the same figures':44}{plain / 1000:9.3f} ms")
    print(f"{'server: save_centre':44}{ours / 1000:9.3f} ms   x {ours / plain:.2f}")
    keys = [key async for key in store._redis.scan_iter("hpf:{*")]
    size = sum([await store._redis.memory_usage(key, samples=0) for key in keys])
    print(f"{'store: one centre-year with its documents':44}{size / 1024:9.1f} KB")
    await store.close()


def main() -> None:
    """Prints one line a step."""
    regions, rules = load_regions(), load_alerts()
    expected = regions.centres("210000", 2022)
    events = [full(centre, n) for n, centre in enumerate(expected)]
    sent = events[0].model_dump_json()
    state = advance(None, events[0])
    contributions = [contribute(advance(None, event)) for event in events]
    whole = Whole(regions.province("210000"), "2022", expected)
    bodies = subjects_of(state)

    best("facts.checked, decoded", lambda: FactsChecked.model_validate_json(sent))
    best("advance", lambda: advance(None, events[0]))
    best("contribute", lambda: contribute(state))
    best(f"roll_up, {len(expected)} centres", lambda: roll_up(contributions, whole, NOW))
    judged = sum(len(evaluate(rules, body)) for body in bodies)
    best("one rule on one body", lambda: [evaluate(rules, body) for body in bodies], judged)
    with tempfile.TemporaryDirectory(prefix="hpf-bench-") as folder:
        part = start_store(Path(folder) / "store", Path(folder))
        try:
            asyncio.run(saving(part.redis_url, state))
        finally:
            part.child.stop(5)


if __name__ == "__main__":
    main()

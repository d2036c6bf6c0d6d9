"""`hpf replay`: rebuilds all state from the archive by announcing every document again; notifies nobody."""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.console import complain, out
from services.commands.exits import Exit
from services.commands.ingest import progress
from services.commands.running import Data, away, find
from shared.errors import RetryLater

if TYPE_CHECKING:
    from shared.settings import Settings

ROOMS = ("parser", "validator", "aggregation", "notification")
QUIET_LOOKS = 3
"""So many looks in a row without a record in flight mean that the replay has come through."""


def replay(
    wait: Annotated[bool, typer.Option(help="等到处理完 (wait until it has come through)")] = True,
    timeout: Annotated[float, typer.Option(min=0, help="最多等几秒 (seconds at most)")] = 3600,
    data: Data = None,
) -> None:
    """用档案重建全部状态 (rebuilds all state from the archive while the services run; nobody is notified)."""
    settings = find(data)
    try:
        count = asyncio.run(announce_all(settings))
        settled = asyncio.run(come_through(settings, timeout)) if wait else True
    except RetryLater as error:
        raise away(error, settings) from error
    out.print(f"重放 {count} 份 (replayed)")
    if not settled:
        complain(f"{timeout:.0f} 秒内没有处理完 (still under way); hpf status")
        raise typer.Exit(Exit.UNHEALTHY)


async def announce_all(settings: "Settings") -> int:
    """Publishes every archived event again, oldest first, marked as a replay; returns how many. Raises RetryLater."""
    from services.ingest.intake import Intake  # noqa: PLC0415 - heavy: only when it runs
    from shared.edge.archive import Archive  # noqa: PLC0415
    from shared.edge.bus import Publisher  # noqa: PLC0415
    from shared.edge.store import Store  # noqa: PLC0415

    store = await Store.open(settings)
    try:
        async with Publisher(settings, "replay") as publisher:
            intake = Intake(Archive(settings.archive), store, publisher, settings.max_document_bytes)
            events = await intake.receipts()
            with progress() as bar:
                task = bar.add_task("重放 (replaying)", total=len(events))
                for event in events:
                    await intake.replay(event)
                    bar.advance(task)
            return len(events)
    finally:
        await store.close()


async def come_through(settings: "Settings", seconds: float) -> bool:
    """Waits until no room has a record in front of it any more; False if that takes longer. Raises RetryLater."""
    from shared.edge.bus import consumer_lag  # noqa: PLC0415

    until = monotonic() + seconds
    quiet = 0
    with progress() as bar:
        task = bar.add_task("处理 (records in flight)", total=None)
        while quiet < QUIET_LOOKS and monotonic() < until:
            lags = [await asyncio.to_thread(consumer_lag, settings, room) for room in ROOMS]
            left = sum(sum(lag.values()) for lag in lags)
            quiet = 0 if left else quiet + 1
            bar.update(task, description=f"处理 (records in flight): {left}")
            await asyncio.sleep(0.3)
    return quiet >= QUIET_LOOKS

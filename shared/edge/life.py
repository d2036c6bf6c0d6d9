"""A room's life: wait for the broker, check the topics, work, and stop cleanly within the grace period."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import faust
import uvloop

from shared.edge import logs
from shared.edge.admin import check_topics
from shared.edge.bus import Room
from shared.edge.crashes import Crashes
from shared.edge.guard import EXIT_DEFECT, FIRST_PAUSE, LONGEST_PAUSE, Guard
from shared.edge.health import Health
from shared.edge.publisher import Publisher
from shared.edge.stream import make_app
from shared.edge.watch import watch
from shared.errors import HpfError, RetryLater, SettingsError
from shared.settings import Settings

GRACE_SECONDS = 20.0
STEP_SECONDS = 4.0
EXIT_CONFIG = 78  # EX_CONFIG of sysexits.h: starting again will not help

log = logs.get_logger(__name__)


def run(room: Room, settings: Settings) -> int:
    """Runs a room until SIGTERM or SIGINT; returns the exit code.

    0: stopped as told. 78: it can't start as things are (a setting, the catalogue, or topics that differ); the
    message on standard error says what to do. A defect ends the process with 70 and does not return.
    """
    logs.configure(settings, room.name)
    try:
        uvloop.run(live(room, settings))
        return 0
    except HpfError as error:
        print(f"{room.name}: {error}", file=sys.stderr, flush=True)
        return EXIT_CONFIG


async def live(room: Room, settings: Settings) -> None:
    """The whole life of a room inside the event loop. Raises SettingsError if it can't start as things are."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop, stop)
    health = Health(room.name, room.checks)
    log.info("listening", url=health.serve(settings))
    try:
        await work(room, settings, health, stop)
        log.info("stopped")
    finally:
        health.close()


def told_to_stop(stop: asyncio.Event) -> None:
    """Begins to stop, and sees to it that nothing outlasts the grace period: what is unfinished is uncommitted."""
    if not stop.is_set():
        timer = threading.Timer(GRACE_SECONDS, os._exit, [0])
        timer.daemon = True
        timer.start()
    stop.set()


async def work(room: Room, settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Prepares, works until told to stop, and stops in order."""

    async def topics() -> None:
        await refuse_other_topics(settings)

    for name, step in (("broker", topics), ("start", room.start)):
        if not await before(stop, eventually(name, step, health)):
            return
    publisher = Publisher(settings, room.name)
    guard = Guard(room.name, publisher, room.rejected, Crashes(settings, room.name).count)
    app = make_app(room, settings, guard)
    app.finalize()
    if await before(stop, app.start()):
        app.sensors.remove(app.monitor)  # Faust's own figures cost a tenth of the loop; ours say what is asked
        gc.collect()
        gc.freeze()  # what start-up made stays: the collector need not look at it again
        health.say(None)
        log.info("ready")
        watching = asyncio.create_task(watch(settings, guard, app.consumer.assignment, partial(os._exit, EXIT_DEFECT)))
        if await before(stop, app.wait_until_stopped()):
            log.error("faust_stopped", reason=repr(app.crash_reason))
            os._exit(EXIT_DEFECT)
        watching.cancel()
    health.say("stopping")
    await drain(app, guard, publisher, room)


async def before(stop: asyncio.Event, work: Awaitable[object]) -> bool:
    """Whether `work` was done before `stop` came; if not, it is cancelled. Raises what `work` raises."""
    task, stopped = asyncio.ensure_future(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
            return True
        return False
    finally:
        task.cancel()
        stopped.cancel()


async def eventually(name: str, step: Callable[[], Awaitable[None]], health: Health) -> None:
    """Runs a step of the start until the parts it needs are there; says what it waits for."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await step()
        except RetryLater as error:
            health.say(f"waiting: {error}")
            log.warning("waiting", step=name, reason=str(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def refuse_other_topics(settings: Settings) -> None:
    """Raises SettingsError naming each topic that is not as `topics.py` declares it, RetryLater if nobody answers."""
    differences = await asyncio.to_thread(check_topics, settings)
    if differences:
        raise SettingsError(
            "主题与声明不符，请运行 `hpf topics apply` (topics differ from what is declared: run `hpf topics apply`):\n"
            + "\n".join(differences)
        )


async def drain(app: faust.App, guard: Guard, publisher: Publisher, room: Room) -> None:
    """Lets the events in hand finish, commits, and closes; a step that hangs is left behind, uncommitted."""
    guard.draining.set()
    while guard.busy:
        await asyncio.sleep(0.01)
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "commit": app.consumer.commit,
        "faust": app.stop,
        "publisher": lambda: publisher.close(STEP_SECONDS),
        "room": room.stop,
    }
    for name, step in steps.items():
        try:
            with suppress(RetryLater):
                await asyncio.wait_for(step(), STEP_SECONDS + 1)
        except Exception as error:
            log.warning("stop_incomplete", step=name, reason=repr(error))

"""Finds the running system: what `hpf up` wrote into the data folder, or the settings of a production system."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from services.commands.exits import NotFound
from shared.errors import Rejected, RetryLater, SettingsError

if TYPE_CHECKING:  # heavy: imported only by the commands that run them
    from services.api.queries import Queries
    from shared.settings import Settings

T = TypeVar("T")

RUN_FILE = "run.json"
Data = Annotated[
    Path | None, typer.Option("--data", help="数据文件夹，默认 HPF_DATA 或 data (data folder; HPF_DATA, else data)")
]
AsJson = Annotated[bool, typer.Option("--json", help="机器可读 (one JSON object a line, figures as exact strings)")]


def find(data: Path | None) -> "Settings":
    """Settings that point at the running system.

    Where HPF_BROKERS or HPF_REDIS_URL is set, that system; else the one that `hpf up` started on the data folder.
    Raises SettingsError for a run file that cannot be read.
    """
    from shared.settings import Settings, load  # noqa: PLC0415

    settings = load(data=data)
    path = settings.data / RUN_FILE
    if settings.model_fields_set & {"brokers", "redis_url"} or not path.exists():
        return settings
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        known = {name: value for name, value in written.items() if name in Settings.model_fields}
    except (OSError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"{path}：无法读取，请重新运行 hpf up (cannot be read; run `hpf up` again): {error}"
        ) from error
    return load(**{**known, "data": settings.data})


@asynccontextmanager
async def asking(settings: "Settings") -> AsyncIterator["Queries"]:
    """The system's knowledge, open for questions."""
    from services.api.queries import Queries  # noqa: PLC0415
    from shared.catalogue.regions import load_regions  # noqa: PLC0415
    from shared.edge.archive import Archive  # noqa: PLC0415
    from shared.edge.store import Store  # noqa: PLC0415

    store = await Store.open(settings)
    try:
        yield Queries(settings, store, Archive(settings.archive), load_regions())
    finally:
        await store.close()


def ask(data: Path | None, question: Callable[["Queries"], Awaitable[T]]) -> T:
    """The answer of one question to the running system.

    Raises NotFound for what is not known, and RetryLater, saying how to start the system, where none runs.
    """
    settings = find(data)

    async def answered() -> T:
        async with asking(settings) as queries:
            return await question(queries)

    try:
        return asyncio.run(answered())
    except Rejected as error:
        raise (NotFound(error.reason) if error.code == "not_found" else error) from error
    except RetryLater as error:
        raise away(error, settings) from error


def supervised(settings: "Settings") -> bool:
    """Whether an `hpf up` on the data folder is alive: what it looks after comes back by itself."""
    try:
        os.kill(int(json.loads((settings.data / RUN_FILE).read_text(encoding="utf-8"))["pid"]), 0)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def away(error: RetryLater, settings: "Settings") -> RetryLater:
    """The same failure with what to do about it."""
    hint = f"系统没有运行？hpf up --data {settings.data} (is the system up? start it, or see `hpf doctor`)"
    return RetryLater(f"{error}\n{hint}")

"""Files to the ingest service and back: what became of each, and when a report is settled."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self

import httpx

from shared.errors import RetryLater

if TYPE_CHECKING:
    from shared.edge.store import Store
    from shared.state import ReportStatus

AT_ONCE = 8
PIECE = 256 * 1024
BUSY_SECONDS = 30.0
"""How long a sender keeps trying while ingest answers 503."""
LOOK_SECONDS = 0.1
LOOKED_AT = 200
"""How many reports one look asks about; the others are not settled earlier for being asked more often."""

Tick = Callable[[], None]


@dataclass(frozen=True)
class Sent:
    """What became of one file: its report, or why it was refused."""

    file: str
    report_id: str | None = None
    known: bool = False
    refusal: str | None = None


def files_of(names: Sequence[str]) -> list[Path | None]:
    """The files behind the arguments: a folder gives all files in it, hidden ones left out; None is standard input."""
    found: list[Path | None] = []
    for name in names:
        path = Path(name)
        if name == "-":
            found.append(None)
        elif path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file())
            found += sorted(p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))
        else:
            found.append(path)
    return found


async def send_all(sender: "Sender", files: Sequence[Path | None], tick: Tick, at_once: int = AT_ONCE) -> list[Sent]:
    """Uploads every file, `at_once` side by side; `tick` is called after each.

    Raises RetryLater when ingest cannot be reached.
    """
    turn = asyncio.Semaphore(at_once)
    async with sender:

        async def one(file: Path | None) -> Sent:
            async with turn:
                sent = await sender.send(file)
            tick()
            return sent

        return await asyncio.gather(*map(one, files))


class Sender:
    """Uploads to ingest at `url`; where it is known to be there, it may be gone for a while without being given up.

    It is known to be there once it has answered, or if the caller knows (`there`) that somebody restarts it.
    """

    def __init__(self, url: str, standard_input: bytes = b"", there: bool = False) -> None:
        timeout = httpx.Timeout(60, connect=5)
        self.client = httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False)
        self.standard_input, self.there = standard_input, there

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def send(self, file: Path | None) -> Sent:
        """Uploads one file and waits for the answer, trying again while ingest is busy or restarts.

        Sending again is harmless: the same bytes are the same report. Raises RetryLater.
        """
        name, until = file.name if file else "stdin", monotonic() + BUSY_SECONDS
        while True:
            pause = 0.5
            try:
                content = _body(file, self.standard_input)
                answer = await self.client.post("/v1/documents", params={"name": name}, content=content)
                self.there = True
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or monotonic() > until:
                    return _outcome(str(file or "-"), answer)
                pause = float(answer.headers.get("retry-after", pause))
            except OSError as error:
                return Sent(str(file), refusal=f"{file}：无法读取 (cannot be read): {error.strerror}")
            except httpx.TransportError as error:
                if not self.there or monotonic() > until:
                    raise RetryLater(
                        f"接收服务 {self.client.base_url} 无法连接 (cannot reach ingest): {error!r}"
                    ) from error
            await asyncio.sleep(pause)


def _body(file: Path | None, standard_input: bytes) -> bytes | AsyncIterator[bytes]:
    """The content of a file piece by piece, never whole in memory; an empty file is no body at all."""
    if file is None:
        return standard_input
    opened = file.open("rb")

    async def pieces() -> AsyncIterator[bytes]:
        with opened:
            while piece := await asyncio.to_thread(opened.read, PIECE):
                yield piece

    return pieces()


def _outcome(file: str, answer: httpx.Response) -> Sent:
    try:
        body = answer.json()
        if answer.is_success:
            return Sent(file, body["report"]["report_id"], body["known"])
        return Sent(file, refusal=body["detail"])
    except (ValueError, KeyError, TypeError):
        return Sent(file, refusal=f"{file}：意外的答复 (unexpected answer): HTTP {answer.status_code}")


async def settle(
    store: "Store", report_ids: Sequence[str], seconds: float, tick: Callable[["ReportStatus"], None]
) -> list["ReportStatus"]:
    """Waits until every report is settled, or `seconds` have passed; `tick` is called with each as it settles.

    Returns the last status seen of each, in the order given; what is not settled shows it. Raises RetryLater.
    """
    seen: dict[str, ReportStatus] = {}
    open_ids = list(dict.fromkeys(report_ids))
    until = monotonic() + seconds
    while True:
        for status in await asyncio.gather(*map(store.report, open_ids[:LOOKED_AT])):
            if status is None:
                continue
            seen[status.report_id] = status
            if status.settled:
                tick(status)
                open_ids.remove(status.report_id)
        if not open_ids or monotonic() > until:
            return [seen[report_id] for report_id in dict.fromkeys(report_ids) if report_id in seen]
        await asyncio.sleep(LOOK_SECONDS)

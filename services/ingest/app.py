"""The ingest room: HTTP uploads and the watched folder in, document.received out."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile
from starlette.types import Message

from services.ingest.folder import Inbox
from services.ingest.intake import Intake
from services.ingest.register import too_large
from shared.edge import logs, web
from shared.edge.archive import Archive
from shared.edge.bus import Publisher, check_topics
from shared.edge.store import Store
from shared.errors import Rejected, RetryLater
from shared.settings import Settings

FORM_SLACK = 64 * 1024
"""What a multipart form may weigh beyond its file."""
LOOK_SECONDS = 1.0
MEND_SECONDS = 5.0

log = logs.get_logger("hpf.ingest")


def build(settings: Settings) -> FastAPI:
    """The ingest room; nothing connects until it is served."""
    room = Room(settings)
    app = FastAPI(title="hpf-watch ingest", version="1", lifespan=room.lifespan, docs_url=None, redoc_url=None)
    app.add_api_route("/v1/documents", room.upload, methods=["POST"], status_code=202, response_model=None)
    web.install(app, {"bus": room.check_bus, "store": room.check_store, "archive": room.check_archive})
    return app


def run(settings: Settings) -> int:
    """Serves until SIGTERM; returns the exit code."""
    return web.serve(build(settings), settings, "ingest")


class Room:
    """What is open while ingest serves."""

    intake: Intake

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.owing = asyncio.Event()

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Opens store, bus and archive, mends what the last run left, and watches the folder."""
        async with AsyncExitStack() as stack:
            store = await Store.open(self.settings)
            stack.push_async_callback(store.close)
            publisher = Publisher(self.settings, "ingest")
            stack.push_async_callback(publisher.close)
            archive = Archive(self.settings.archive)
            self.intake = Intake(archive, store, publisher, self.settings.max_document_bytes)
            self.owing.set()
            await stack.enter_async_context(background(self.mend))
            if self.settings.inbox:
                inbox = Inbox(self.settings.inbox, self.settings.max_document_bytes)
                await stack.enter_async_context(background(lambda: self.watch(inbox)))
            yield

    async def upload(self, request: Request, name: str = Query("", max_length=1000)) -> Response:
        """Takes one document: as the body (named by `?name=`) or as the one file of a multipart form.

        202 once it is archived and announced, 200 with the existing report when its bytes are known.
        """
        content, source = await self.body(request, name)
        try:
            receipt = await self.intake.take(content, source, "upload")
        except RetryLater:
            self.owing.set()
            raise
        shown = {"known": receipt.known, "report": receipt.report.model_dump(mode="json")}
        return JSONResponse(shown, 200 if receipt.known else 202)

    async def body(self, request: Request, name: str) -> tuple[bytes, str]:
        """The document of a request and its name, never reading past the limit. Raises Rejected."""
        limit = self.settings.max_document_bytes
        form = request.headers.get("content-type", "").startswith("multipart/form-data")
        bounded = within(request, limit + (FORM_SLACK if form else 0), name or "document", limit)
        if not form:
            return await bounded.body(), name
        async with bounded.form(max_files=1, max_fields=8) as fields:
            file = next((f for f in fields.values() if isinstance(f, UploadFile)), None)
            if file is None:
                raise Rejected("no_file", "表单里没有文件 (the form holds no file)")
            return await file.read(), name or file.filename or ""

    async def mend(self) -> None:
        """Announces what is owed: at the start, and after any sender was told to try again."""
        forgetful = self.settings.bus_forgets
        while True:
            await self.owing.wait()
            self.owing.clear()
            try:
                mended = await self.intake.mend(forgetful)
                forgetful = False
            except RetryLater as error:
                log.warning("mending waits", reason=str(error))
                self.owing.set()
                await asyncio.sleep(MEND_SECONDS)
                continue
            if mended:
                log.info("announced what the bus did not have", reports=mended)

    async def watch(self, inbox: Inbox) -> None:
        """Takes every complete file of the folder, look after look."""
        while True:
            for path in await asyncio.to_thread(inbox.ready):
                await self.take_file(inbox, path)
            await asyncio.sleep(LOOK_SECONDS)

    async def take_file(self, inbox: Inbox, path: Path) -> None:
        """Takes one file of the folder; what is refused is moved aside with its reason, what must wait stays."""
        try:
            receipt = await self.intake.take(await asyncio.to_thread(inbox.read, path), path.name, "folder")
            inbox.done(path, receipt.report.report_id)
        except Rejected as error:
            log.warning("refused", file=path.name, reason=error.reason)
            inbox.reject(path, error.reason)
        except RetryLater as error:
            log.warning("waits", file=path.name, reason=str(error))
        except OSError as error:
            log.warning("cannot take", file=path.name, reason=str(error))

    async def check_bus(self) -> None:
        """Raises RetryLater when the broker is away or its topics are not as declared."""
        if differences := await asyncio.to_thread(check_topics, self.settings):
            raise RetryLater(f"hpf topics apply: {'; '.join(differences)}")

    async def check_store(self) -> None:
        """Raises RetryLater when the store is away."""
        await self.intake.store.ping()

    async def check_archive(self) -> None:
        """Raises RetryLater when the archive is away."""
        await self.intake.archive.ping()


def within(request: Request, most: int, name: str, limit: int) -> Request:
    """The same request, refused as too large once more than `most` bytes of its body have come."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise too_large(name, limit)
        return message

    if int(request.headers.get("content-length", "0") or 0) > most:
        raise too_large(name, limit)
    return Request(request.scope, receive)


@asynccontextmanager
async def background(work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Runs `work` beside what happens inside; it is cancelled on leaving. A defect in it ends the process at once."""

    async def guarded() -> None:
        try:
            await work()
        except Exception:
            log.critical("a defect in the background work of ingest", exc_info=True)
            os._exit(1)

    task = asyncio.create_task(guarded())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

"""What the HTTP rooms share: problems as `application/problem+json` (RFC 9457), health, metrics, a server that drains.

A problem is an object with `status`, `code` (a stable word), `title` and `detail` (a sentence, Chinese with English).
"""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.edge import logs, telemetry
from shared.errors import Rejected, RetryLater
from shared.settings import Settings

DRAIN_SECONDS = 20
"""How long requests in flight may take after SIGTERM; below the 25 s in which a service must be gone."""

STATUS = {"too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "not_found": HTTPStatus.NOT_FOUND}
"""The HTTP status of a Rejected code; anything else is a bad request."""

SAFE = {"GET", "HEAD", "OPTIONS"}

Checks = Mapping[str, Callable[[], Awaitable[None]]]

log = logs.get_logger("hpf.web")


def problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A refusal that a program can switch on and a person can read."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail}
    return JSONResponse(body, status, dict(headers or {}), "application/problem+json")


def install(app: FastAPI, checks: Checks) -> None:
    """Gives `app` its problem answers and /livez, /readyz, /metrics; a check raises when its part is away."""

    @app.exception_handler(Rejected)
    async def rejected(_: Request, error: Rejected) -> Response:
        return problem(STATUS.get(error.code, HTTPStatus.BAD_REQUEST), error.code, error.reason)

    @app.exception_handler(RetryLater)
    async def retry_later(_: Request, error: RetryLater) -> Response:
        detail = f"系统暂不可用，请稍后重试 (not available for now, try again): {error}"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "retry_later", detail, {"Retry-After": "2"})

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        where = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", f"请求有误 (wrong request): {where}")

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).name.lower()
        return problem(error.status_code, code, str(error.detail), error.headers)

    @app.exception_handler(Exception)
    async def defect(_: Request, error: Exception) -> Response:
        detail = f"程序缺陷，请报告 (a defect, please report it): {type(error).__name__}"
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "defect", detail)

    @app.middleware("http")
    async def same_origin(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        """A page from elsewhere, open in the browser of somebody near, may not write here."""
        origin = request.headers.get("origin")
        if origin and request.method not in SAFE and urlsplit(origin).netloc != request.headers.get("host"):
            return problem(
                HTTPStatus.FORBIDDEN, "cross_origin", f"不接受来自 {origin} 的写入 (no writing from elsewhere)"
            )
        return await go_on(request)

    _health(app, checks)


def _health(app: FastAPI, checks: Checks) -> None:
    @app.get("/livez", include_in_schema=False)
    async def livez() -> Response:
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", include_in_schema=False)
    async def readyz(verbose: str | None = None) -> Response:
        found = {name: await _check(check) for name, check in checks.items()}
        ready = not any(found.values())
        lines = [f"{name}: {why or 'ok'}" for name, why in found.items()] if verbose is not None or not ready else []
        text = "\n".join([*lines, "ready" if ready else "not ready"]) + "\n"
        return Response(text, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, media_type="text/plain")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(telemetry.exposition(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _check(check: Callable[[], Awaitable[None]]) -> str:
    try:
        await asyncio.wait_for(check(), 3)
    except (RetryLater, TimeoutError) as error:
        return str(error) or "no answer within 3 s"
    return ""


def serve(app: FastAPI, settings: Settings, name: str) -> int:
    """Serves `app` until SIGTERM or SIGINT, then drains; returns the exit code."""
    family = socket.AF_INET6 if ":" in settings.listen else socket.AF_INET
    listener = socket.create_server((settings.listen, settings.port), family=family, backlog=512)
    logs.configure(settings, name)
    host, port = listener.getsockname()[:2]
    log.info("listening", url=f"http://{host}:{port}")
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=DRAIN_SECONDS, server_header=False
    )
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again when it is done, as if undrained
        signal.signal(number, lambda *_: None)
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1

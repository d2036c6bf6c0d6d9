"""The API room: what the system knows, over HTTP under `/v1`, with problem+json refusals and `/openapi.json`.

There is no page that draws the OpenAPI: the usual ones load their script from somebody else's server.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, FastAPI, Path, Query, Request, Response

from services.api.answers import (
    AlertAnswer,
    CentreAnswer,
    CheckedAnswer,
    DeadLetterAnswer,
    Listing,
    ProvinceAnswer,
    ReportAnswer,
    TextAnswer,
)
from services.api.queries import Queries
from shared.catalogue.regions import load_regions
from shared.edge import web
from shared.edge.archive import Archive
from shared.edge.store import Store
from shared.settings import Settings
from shared.state import Alert, CentreState, ProvinceState


async def opened(request: Request) -> Queries:
    """The open parts, as the lifespan left them."""
    queries: Queries = request.app.state.queries
    return queries


Ask = Annotated[Queries, Depends(opened)]
Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str | None, Query(max_length=200, pattern=r"^\d{17}:[\w.:-]+$")]
ReportId = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Path(min_length=1, max_length=60)]
Period = Annotated[str, Path(pattern=r"^\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?$")]


def build(settings: Settings) -> FastAPI:
    """The API; nothing connects until it is served."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store = await Store.open(settings)
        try:
            app.state.queries = Queries(settings, store, Archive(settings.archive), load_regions())
            yield
        finally:
            await store.close()

    app = FastAPI(title="hpf-watch", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    add_report_routes(app)
    add_state_routes(app)

    async def check_store() -> None:
        await app.state.queries.store.ping()

    web.install(app, {"store": check_store})
    return app


def run(settings: Settings) -> int:
    """Serves until SIGTERM; returns the exit code."""
    return web.serve(build(settings), settings, "api")


def add_report_routes(app: FastAPI) -> None:
    """Reports: their way, their original, their text, their figures."""

    @app.get("/v1/reports")
    async def reports(ask: Ask, limit: Limit = 50, cursor: Cursor = None) -> Listing[ReportAnswer]:
        return await ask.reports(limit, cursor)

    @app.get("/v1/reports/{report_id}")
    async def report(ask: Ask, report_id: ReportId) -> ReportAnswer:
        return await ask.report(report_id)

    @app.get("/v1/reports/{report_id}/original", response_class=Response)
    async def original(ask: Ask, report_id: ReportId) -> Response:
        source, content = await ask.original(report_id)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(source)}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, headers=headers, media_type="application/octet-stream")

    @app.get("/v1/reports/{report_id}/text")
    async def text(ask: Ask, report_id: ReportId) -> TextAnswer:
        return await ask.text(report_id)

    @app.get("/v1/reports/{report_id}/facts")
    async def facts(ask: Ask, report_id: ReportId) -> CheckedAnswer:
        return await ask.checked(report_id)


def add_state_routes(app: FastAPI) -> None:
    """Centres, provinces, alerts and dead letters."""

    @app.get("/v1/centres/{centre}")
    async def centre_periods(ask: Ask, centre: Name) -> CentreAnswer:
        return await ask.centre(centre)

    @app.get("/v1/centres/{centre}/{period}")
    async def centre_state(ask: Ask, centre: Name, period: Period) -> CentreState:
        return await ask.centre_state(centre, period)

    @app.get("/v1/provinces")
    async def provinces(ask: Ask) -> Listing[ProvinceAnswer]:
        return await ask.provinces()

    @app.get("/v1/provinces/{province}")
    async def province_periods(ask: Ask, province: Name) -> ProvinceAnswer:
        return await ask.province(province)

    @app.get("/v1/provinces/{province}/{period}")
    async def rollup(ask: Ask, province: Name, period: Period) -> ProvinceState:
        return await ask.rollup(province, period)

    @app.get("/v1/alerts")
    async def alerts(
        ask: Ask, limit: Limit = 50, cursor: Cursor = None, only_open: Annotated[bool, Query(alias="open")] = False
    ) -> Listing[Alert]:
        return await ask.alerts(limit, cursor, only_open)

    @app.get("/v1/alerts/{alert_id}")
    async def alert(ask: Ask, alert_id: Annotated[str, Path(max_length=200)]) -> AlertAnswer:
        return await ask.alert(alert_id)

    @app.get("/v1/dead-letters")
    async def dead_letters(ask: Ask) -> Listing[DeadLetterAnswer]:
        return await ask.dead_letters()

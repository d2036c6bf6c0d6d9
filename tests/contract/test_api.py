"""The API on a real store and archive: what is known is served exactly, what is not is a clear 404."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from services.aggregation.advance import advance
from services.api.app import build
from services.parser.document import Document
from shared.catalogue.regions import load_regions
from shared.edge import archive as name_of
from shared.edge.admin import apply_topics
from shared.edge.archive import Archive
from shared.edge.store import Store
from shared.events import FactsChecked
from shared.model import Extraction, Fact, ReportHeader
from shared.state import ReportStatus, StageOutcome

pytestmark = pytest.mark.contract

NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)
REPORT_ID = "ab" * 32
TEXT = "2022年缴存额48.18亿元。"
FACT = Fact(
    **{"entity": "total", "metric": "contribution.amount", "measure": "level", "unit": "CNY"},
    **{"value": Decimal("4818000000"), "quantum": Decimal(1000000), "raw": "48.18亿元", "start": 8, "end": 15},
)


@asynccontextmanager
async def serving(settings):
    """A client of a running API."""
    app = build(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        yield client


@pytest.fixture
async def known(settings):
    """Settings of a system that has read one report."""
    centre = load_regions().centre("211100")
    header = ReportHeader(
        report_id=REPORT_ID, source="盘锦.txt", centre=centre, period="2022", document="annual_report"
    )
    checked = FactsChecked(
        extraction=Extraction(report=header, facts=(FACT,)),
        findings=(),
        verdicts={},
        received_at=NOW,
        catalogue_version="1",
        extractor_version="1",
    )
    store = await Store.open(settings)
    await store.register(ReportStatus(report_id=REPORT_ID, source="盘锦.txt", size=9, received_at=NOW))
    done = StageOutcome(stage="aggregation", outcome="done", at=NOW)
    await store.set_stage(REPORT_ID, done, centre_code="211100", centre_name=centre.name, period="2022")
    await store.save_centre(advance(None, checked), 0)
    await store.close()
    archive = Archive(settings.archive)
    await archive.put(name_of.document(REPORT_ID), TEXT.encode())
    await archive.put(name_of.text(REPORT_ID), Document(text=TEXT).model_dump_json().encode())
    return settings


async def test_figures_are_exact_strings_with_their_place_in_the_text(known):
    """A fact is served as an exact decimal string, and its span cuts its own words out of the served text."""
    async with serving(known) as client:
        facts = (await client.get(f"/v1/reports/{REPORT_ID}/facts")).json()["facts"]
        text = (await client.get(f"/v1/reports/{REPORT_ID}/text")).json()
        state = (await client.get("/v1/centres/盘锦/2022")).json()

    assert facts[0]["value"] == state["figures"][0]["value"] == "4818000000"
    (span,) = text["spans"]
    assert text["text"][span["start"] : span["end"]] == span["raw"] == "48.18亿元"


async def test_a_centre_and_a_province_go_by_every_name(known):
    """Code, full name and short name give the same answer."""
    async with serving(known) as client:
        centres = [await client.get(f"/v1/centres/{name}") for name in ("211100", "盘锦", "盘锦市住房公积金管理中心")]
        provinces = [await client.get(f"/v1/provinces/{name}") for name in ("210000", "辽宁", "辽宁省")]

    assert {a.status_code for a in centres + provinces} == {200}
    assert {tuple(a.json()["periods"]) for a in centres + provinces} == {("2022",)}


async def test_the_original_is_served_as_a_download_and_never_as_a_page(known):
    """The bytes come back as they went in, as an attachment that no browser will run."""
    async with serving(known) as client:
        answer = await client.get(f"/v1/reports/{REPORT_ID}/original")

    assert answer.content == TEXT.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_listing_goes_on_where_it_stopped(known):
    """Reports come newest first, page by page by cursor, each once."""
    store = await Store.open(known)
    for number in range(5):
        at = NOW.replace(minute=number + 1)
        await store.register(ReportStatus(report_id=f"{number:064x}", source="x", size=1, received_at=at))
    await store.close()
    seen, cursor = [], None
    async with serving(known) as client:
        while True:
            page = (
                await client.get("/v1/reports", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
            ).json()
            seen += [r["report_id"] for r in page["items"]]
            cursor = page["cursor"]
            if not cursor:
                break

    assert seen == [f"{n:064x}" for n in (4, 3, 2, 1, 0)] + [REPORT_ID]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/reports/" + "0" * 64,
        "/v1/reports/" + "0" * 64 + "/facts",
        "/v1/centres/天堂",
        "/v1/centres/211100/1999",
        "/v1/provinces/天堂",
        "/v1/provinces/辽宁/1999",
        "/v1/alerts/none",
        "/v1/nothing",
    ],
)
async def test_what_is_not_known_is_a_404_that_names_it(known, path):
    """An unknown thing is problem+json with a stable code and a sentence, not an empty answer."""
    async with serving(known) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/reports/zz",
        "/v1/reports?limit=0",
        "/v1/reports?cursor=[x",
        "/v1/centres/211100/20222",
        "/v1/alerts?open=maybe",
    ],
)
async def test_a_wrong_request_is_a_422_that_names_the_field(known, path):
    """What can be known to be wrong before looking is refused before looking."""
    async with serving(known) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_an_empty_system_answers_with_empty_lists(settings):
    """Before the first report every listing is empty and every province is there without periods."""
    await asyncio.to_thread(apply_topics, settings)
    async with serving(settings) as client:
        lists = [await client.get(path) for path in ("/v1/reports", "/v1/alerts", "/v1/dead-letters")]
        provinces = (await client.get("/v1/provinces")).json()["items"]

    assert [a.json()["items"] for a in lists] == [[], [], []]
    assert len(provinces) >= 31
    assert all(p["periods"] == [] for p in provinces)


async def test_without_the_store_the_answer_is_503(known):
    """A store that is away is said so, with Retry-After, and readiness says which part it is."""
    away = known.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with serving(away) as client:
        answer, ready = await client.get("/v1/reports"), await client.get("/readyz")

    assert (answer.status_code, answer.json()["code"]) == (503, "retry_later")
    assert ready.status_code == 503
    assert "store" in ready.text

"""One contract for the store, run on the fake and on a real Valkey: what every room may count on."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shared.catalogue.metrics import load_metrics
from shared.edge.store import Store
from shared.errors import RetryLater, SettingsError
from shared.model import Centre, Fact
from shared.settings import Settings
from shared.state import (
    Alert,
    CentreLine,
    CentreState,
    CheckedDocument,
    Coverage,
    ProvinceState,
    ReportStatus,
    ReportVersion,
    StageOutcome,
    StateFigure,
    Transition,
)
from tests.builders import believed, checked, fact
from tests.fake_store import FakeStore

pytestmark = pytest.mark.contract

NOW = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)
PANJIN = Centre(
    code="211100",
    name="盘锦市住房公积金管理中心",
    city="盘锦市",
    province="辽宁省",
    province_code="210000",
)
DALIAN = PANJIN.model_copy(update={"code": "210200", "name": "大连市住房公积金管理中心", "city": "大连市"})


@pytest.fixture(params=["fake", "valkey"])
async def store(request):
    if request.param == "fake":
        yield FakeStore()
        return
    opened = await Store.open(Settings(redis_url=request.getfixturevalue("redis_url")))
    yield opened
    await opened.close()


def status(n=0, **changed):
    kept = {"report_id": f"{n:064d}", "source": f"{n}.txt", "size": 10, "received_at": NOW + timedelta(seconds=n)}
    return ReportStatus(**(kept | changed))


def outcome(stage="parser", what="done", seconds=0, detail=""):
    return StageOutcome(stage=stage, outcome=what, at=NOW + timedelta(seconds=seconds), detail=detail)


def document(n=0):
    report = ReportVersion(
        report_id=f"{n:064d}",
        source="盘锦.txt",
        document="annual_report",
        received_at=NOW + timedelta(days=n),
        published=str(date(2026, 3, 1)),
    )
    fact = Fact(
        entity="total",
        metric="loan.balance",
        measure="level",
        value=Decimal("6808000000"),
        unit="CNY",
        quantum=Decimal(1000000),
        raw="68.08亿元",
        start=5,
        end=12,
    )
    return CheckedDocument(report=report, facts=(fact,))


def centre_state(version=1, centre=PANJIN, period="2022", documents=None):
    figure = StateFigure(
        entity="total",
        metric="loan.balance",
        measure="level",
        value=Decimal("6808000000.10"),
        unit="CNY",
        quantum=Decimal("1E+6"),
        raw="68.08亿元",
        start=5,
        end=12,
        report_id="0" * 64,
        status="disclosed",
    )
    kept = (document(),) if documents is None else documents
    return CentreState(
        centre=centre,
        period=period,
        version=version,
        figures=(figure,),
        findings=(),
        reports=tuple(d.report for d in kept),
        documents=kept,
    )


def province_state(version=1, period="2022"):
    coverage = Coverage(expected=2, reported=1, missing=("210200",), balance_share=None, provisional=True)
    line = CentreLine(
        code="211100",
        name="盘锦",
        period=period,
        version=1,
        errors=0,
        warnings=1,
        document="annual_report",
        received_at=NOW,
        balance=Decimal("15.5"),
    )
    return ProvinceState(
        province_code="210000",
        province="辽宁省",
        period=period,
        version=version,
        values=(),
        coverage=coverage,
        centres=(line,),
        computed_at=NOW,
    )


def alert(n=1, version=1, state="firing", subject="211100", raised=0):
    steps = [Transition(at=NOW + timedelta(seconds=raised), before=None, after="firing", reason="raised")]
    if version > 1:
        steps.append(Transition(at=NOW + timedelta(seconds=raised + version), before=None, after=state, reason="x"))
    return Alert(
        alert_id=f"a{n}",
        rule="overdue_rate",
        severity="warning",
        scope="centre",
        subject=subject,
        subject_name="盘锦市",
        entity="total",
        period="2022",
        state=state,
        metric="risk.overdue_rate",
        value=Decimal("0.0012"),
        low=None,
        high=None,
        threshold=Decimal("0.001"),
        message="逾期率",
        message_en="overdue",
        since=NOW,
        version=version,
        history=tuple(steps),
    )


# ---- reports


async def test_a_report_is_created_once(store):
    """The first registration creates a report; a second one, whatever it says, gets the first one's status."""
    assert await store.register(status()) is None

    again = await store.register(status(source="renamed.txt"))

    assert again == status()
    assert await store.report(status().report_id) == status()


async def test_an_unknown_report_is_none(store):
    """Asking for a report that was never registered gives None, even when a stage has already spoken of it."""
    await store.set_stage("f" * 64, outcome())

    assert await store.report("f" * 64) is None


async def test_stages_come_in_the_order_of_the_flow_with_header_fields(store):
    """Every stage adds its outcome and the header fields it found out, in whatever order they arrive."""
    await store.register(status())
    await store.set_stage(status().report_id, outcome("validator", seconds=2), errors=1)
    await store.set_stage(status().report_id, outcome("parser", seconds=1), centre_code="211100", facts=128)

    found = await store.report(status().report_id)

    assert [s.stage for s in found.stages] == ["parser", "validator"]
    assert (found.centre_code, found.facts, found.errors) == ("211100", 128, 1)


async def test_a_stage_may_speak_before_the_report_is_registered(store):
    """A stage's outcome recorded before the registration is there after it."""
    await store.set_stage(status().report_id, outcome("ingest"))
    await store.register(status())

    assert [s.stage for s in (await store.report(status().report_id)).stages] == ["ingest"]


async def test_a_redelivered_stage_keeps_its_first_time(store):
    """The same outcome told again later changes nothing, not even the time."""
    await store.register(status())
    await store.set_stage(status().report_id, outcome(seconds=1))
    await store.set_stage(status().report_id, outcome(seconds=9))

    assert (await store.report(status().report_id)).stages == (outcome(seconds=1),)


async def test_stages_are_monotone(store):
    """A later outcome replaces an earlier one; an earlier one told late, and `duplicate`, replace nothing."""
    await store.register(status())
    report_id = status().report_id
    assert await store.set_stage(report_id, outcome(what="rejected", seconds=1), reason="no")
    assert await store.set_stage(report_id, outcome(what="done", seconds=5), reason=None)

    assert not await store.set_stage(report_id, outcome(what="rejected", seconds=1), reason="no")
    assert not await store.set_stage(report_id, outcome(what="duplicate", seconds=9))

    found = await store.report(report_id)
    assert (found.stages, found.reason) == ((outcome(what="done", seconds=5),), None)


async def test_a_header_field_that_does_not_exist_is_refused(store):
    """A misspelt header field is a defect, said at once."""
    with pytest.raises(TypeError, match="centre_cod"):
        await store.set_stage("0" * 64, outcome(), centre_cod="211100")


async def test_reports_are_listed_newest_first_without_gaps_or_repeats(store):
    """Paging by cursor shows every report once, though new ones arrive between two pages."""
    for n in range(7):
        await store.register(status(n))

    first = await store.reports(limit=3)
    await store.register(status(99))
    second = await store.reports(limit=3, cursor=first.cursor)
    third = await store.reports(limit=3, cursor=second.cursor)

    shown = [int(s.report_id) for page in (first, second, third) for s in page.items]
    assert shown == [6, 5, 4, 3, 2, 1, 0]
    assert third.cursor is None


# ---- centres and provinces


async def test_a_centre_state_comes_back_as_it_went_in(store):
    """What is saved is read back equal, with its documents and exact decimals."""
    assert await store.save_centre(centre_state(), 0)

    found = await store.centre("211100", "2022")

    assert found == centre_state()
    assert found.documents == (document(),)
    assert (await store.centre("211100", "2022", documents=False)).documents == ()


async def test_an_unknown_centre_is_none(store):
    """A centre or province that nothing is believed of gives None and empty lists."""
    assert await store.centre("211100", "2022") is None
    assert await store.centre("211100", "2022", documents=False) is None
    assert await store.centre_periods("211100") == []
    assert await store.province("210000", "2022") is None
    assert await store.province_periods("210000") == []
    assert await store.province_centres("210000", "2022") == []


async def test_only_the_expected_version_is_replaced(store):
    """A save that expects another version than the one there changes nothing and says so."""
    assert await store.save_centre(centre_state(1), 0)

    assert not await store.save_centre(centre_state(5, period="2022"), 0)
    assert not await store.save_centre(centre_state(5), 4)
    assert (await store.centre("211100", "2022")).version == 1
    assert await store.save_centre(centre_state(2), 1)


async def test_of_two_writers_one_wins(store):
    """Of many saves that expect the same version exactly one succeeds."""
    await store.save_centre(centre_state(1), 0)

    won = await asyncio.gather(*(store.save_centre(centre_state(2), 1) for _ in range(20)))

    assert won.count(True) == 1


async def test_no_document_is_ever_lost(store):
    """Saving a state with a new document keeps those that are there; they come in the order they were received."""
    await store.save_centre(centre_state(1, documents=(document(2),)), 0)
    await store.save_centre(centre_state(2, documents=(document(1),)), 1)

    assert (await store.centre("211100", "2022")).documents == (document(1), document(2))


async def test_a_province_knows_its_centres(store):
    """Saving a centre lists it under its province, by period, without a second call."""
    await store.save_centre(centre_state(), 0)
    await store.save_centre(centre_state(centre=DALIAN), 0)
    await store.save_centre(centre_state(period="2021"), 0)

    assert await store.province_versions("210000", "2022") == {"210200": 1, "211100": 1}
    assert [s.centre.code for s in await store.province_centres("210000", "2022")] == ["210200", "211100"]
    assert [s.centre.code for s in await store.province_centres("210000", "2022", ["211100"])] == ["211100"]
    assert await store.province_periods("210000") == ["2021", "2022"]
    assert await store.centre_periods("211100") == ["2021", "2022"]


async def test_a_rollup_is_saved_by_compare_and_set(store):
    """A province's rollup comes back equal, and only the expected version is replaced."""
    assert await store.save_province(province_state(1), 0)
    assert not await store.save_province(province_state(1), 0)
    assert await store.save_province(province_state(2), 1)

    assert await store.province("210000", "2022") == province_state(2)


# ---- alerts and the ledger


async def test_an_alert_is_saved_by_compare_and_set(store):
    """An alert comes back equal, is listed under its subject, and only the expected version is replaced."""
    assert await store.save_alert(alert(), 0)
    assert not await store.save_alert(alert(), 0)
    assert await store.save_alert(alert(version=2, state="resolved"), 1)

    assert await store.alert("a1") == alert(version=2, state="resolved")
    assert await store.alert("a2") is None
    assert await store.alerts_of("211100") == [alert(version=2, state="resolved")]
    assert await store.alerts_of("210200") == []


async def test_alerts_are_listed_and_the_resolved_can_be_left_out(store):
    """Alerts come in the order they were first raised, newest first; `open_only` leaves out what is resolved."""
    for n in range(5):
        await store.save_alert(alert(n, raised=n), 0)
    await store.save_alert(alert(3, version=2, state="resolved", raised=3), 1)

    first = await store.alerts(limit=2)
    rest = await store.alerts(limit=9, cursor=first.cursor)

    assert [a.alert_id for a in first.items + rest.items] == ["a4", "a3", "a2", "a1", "a0"]
    assert rest.cursor is None
    assert [a.alert_id for a in (await store.alerts(open_only=True)).items] == ["a4", "a2", "a1", "a0"]


async def test_a_resolved_alert_that_reopens_is_listed_again(store):
    """Reopening brings an alert back among the open ones."""
    await store.save_alert(alert(), 0)
    await store.save_alert(alert(version=2, state="resolved"), 1)
    await store.save_alert(alert(version=3, state="firing"), 2)

    assert [a.version for a in (await store.alerts(open_only=True)).items] == [3]


async def test_an_alert_and_its_messages_are_one_step(store):
    """A refused save queues nothing; a save queues each channel once."""
    await store.save_alert(alert(), 0, ["log", "webhook"])
    await store.save_alert(alert(), 0, ["log", "webhook", "late"])

    sent = await store.deliveries("a1")

    assert [(d.channel, d.state, d.attempts) for d in sent] == [("log", "waiting", 0), ("webhook", "waiting", 0)]
    assert sent[0].alert == alert()
    assert await store.deliveries_waiting() == 2


async def test_a_claimed_message_is_nobody_elses_until_the_lease_ends(store):
    """Of many claimers each message goes to one; when it dies, the message is due again after the lease."""
    for n in range(10):
        await store.save_alert(alert(n), 0, ["log"])
    lease = timedelta(seconds=30)

    claims = await asyncio.gather(*(store.claim_deliveries(NOW, lease, 3) for _ in range(8)))
    ids = [d.delivery_id for claim in claims for d in claim]

    assert sorted(ids) == sorted(f"a{n}:1:log" for n in range(10))
    assert await store.claim_deliveries(NOW + lease / 2, lease) == []
    again = await store.claim_deliveries(NOW + lease, lease)
    assert len(again) == 10
    assert {d.attempts for d in again} == {2}


async def test_a_delivered_message_is_never_due_again(store):
    """Once delivered, or given up, a message stays in the ledger with its outcome and is not claimed again."""
    await store.save_alert(alert(), 0, ["log", "webhook"])
    lease = timedelta(seconds=1)
    await store.claim_deliveries(NOW, lease)
    await store.finish_delivery("a1:1:log", "delivered", NOW, "200")
    await store.finish_delivery("a1:1:webhook", "given_up", NOW, "410 Gone")

    assert await store.claim_deliveries(NOW + timedelta(days=1), lease) == []
    assert [(d.state, d.detail) for d in await store.deliveries("a1")] == [
        ("delivered", "200"),
        ("given_up", "410 Gone"),
    ]
    assert await store.deliveries_waiting() == 0


async def test_a_failed_message_waits_for_its_time(store):
    """A message put back is due at the moment it was given, not before."""
    await store.save_alert(alert(), 0, ["webhook"])
    await store.claim_deliveries(NOW, timedelta(seconds=1))
    await store.finish_delivery("a1:1:webhook", "waiting", NOW, "503", again=NOW + timedelta(minutes=1))

    assert await store.claim_deliveries(NOW + timedelta(seconds=59), timedelta(seconds=1)) == []
    (due,) = await store.claim_deliveries(NOW + timedelta(seconds=60), timedelta(seconds=1))
    assert (due.attempts, due.detail) == (2, "503")


# ---- what only the real one can show


async def test_a_store_that_is_away_says_retry_later(unused_tcp_port):
    """Opening does not fail while Redis is away; every call says RetryLater until it is back."""
    store = await Store.open(Settings(redis_url=f"redis://127.0.0.1:{unused_tcp_port}/0"))

    with pytest.raises(RetryLater, match=str(unused_tcp_port)):
        await store.report("0" * 64)
    with pytest.raises(RetryLater):
        await store.save_centre(centre_state(), 0)
    with pytest.raises(RetryLater):
        await store.ping()
    await store.close()


async def test_a_full_store_says_retry_later(redis_url):
    """Out of memory on the server is a reason to wait, in plain commands and in scripts."""
    store = await Store.open(Settings(redis_url=redis_url))
    await store._redis.config_set("maxmemory", 1)
    try:
        with pytest.raises(RetryLater, match="maxmemory"):
            await store.save_centre(centre_state(), 0)
    finally:
        await store._redis.config_set("maxmemory", 0)
        await store.close()


async def test_a_wrong_password_is_a_setting_to_mend(redis_url):
    """A refused login is no outage: opening fails and names the setting, never the password."""
    wrong = redis_url.replace("redis://", "redis://hpf:geheim@")

    with pytest.raises(SettingsError, match="HPF_REDIS_URL") as refused:
        await Store.open(Settings(redis_url=wrong))

    assert "geheim" not in str(refused.value)


async def test_a_user_with_our_keys_alone_is_enough(redis_url):
    """An ACL user that may touch only `hpf:*`, and no dangerous command, does everything the rooms do."""
    admin = await Store.open(Settings(redis_url=redis_url))
    rights = ("~hpf:*", "+@all", "-@dangerous", "-@admin")
    await admin._redis.execute_command("ACL", "SETUSER", "hpf", "on", ">geheim", "resetkeys", *rights)
    try:
        store = await Store.open(Settings(redis_url=redis_url.replace("redis://", "redis://hpf:geheim@")))
        await store.register(status())
        await store.set_stage(status().report_id, outcome())
        assert await store.save_centre(centre_state(), 0)
        assert await store.save_province(province_state(), 0)
        assert await store.save_alert(alert(), 0, ["log"])
        (due,) = await store.claim_deliveries(NOW + timedelta(days=1), timedelta(seconds=1))
        await store.finish_delivery(due.delivery_id, "delivered", NOW)
        assert (await store.reports()).items
        await store.close()
    finally:
        await admin._redis.execute_command("ACL", "DELUSER", "hpf")
        await admin.close()


async def test_a_store_of_another_schema_is_refused(redis_url):
    """A store written by another version of the layout is not touched."""
    store = await Store.open(Settings(redis_url=redis_url))
    await store._redis.set("hpf:schema", "0")
    await store.close()

    with pytest.raises(SettingsError, match="schema"):
        await Store.open(Settings(redis_url=redis_url))


def full_report(n):
    """A state of three entities with every metric of the catalogue: 400 figures."""
    metrics = list(load_metrics())
    figures = [
        fact(metric, str(1_000_003 * (i + n + 7) % 10**9), entity=entity, start=37 * i)
        for entity in ("total", "盘锦中心", "辽河油田分中心")
        for i, metric in enumerate(metrics)
    ]
    return believed(checked(*figures[:400], n=n))


async def test_a_state_is_saved_in_one_round_trip(redis_url):
    """Saving a centre's state is one command on the wire, its indexes and documents included."""
    store = await Store.open(Settings(redis_url=redis_url))
    await store.save_centre(full_report(1), 0)
    await store._redis.config_resetstat()
    await store.save_centre(full_report(1).model_copy(update={"version": 2}), 1)
    calls = {name: stat["calls"] for name, stat in (await store._redis.info("commandstats")).items()}
    await store.close()

    assert calls["cmdstat_evalsha"] == 1
    assert not {"cmdstat_eval", "cmdstat_multi", "cmdstat_script|load"} & set(calls)


async def test_a_centre_year_stays_small(redis_url):
    """A full report of three entities, with all that its state came from, takes less than 60 KB."""
    store = await Store.open(Settings(redis_url=redis_url))
    await store.save_centre(full_report(1), 0)
    keys = [key async for key in store._redis.scan_iter("hpf:{21}:*")]
    size = sum([await store._redis.memory_usage(key, samples=0) for key in keys])
    await store.close()

    assert 5_000 < size < 60_000


async def test_every_key_is_ours_and_tagged(redis_url):
    """Every key begins with `hpf:` and, but for the schema's, carries a cluster hash tag."""
    store = await Store.open(Settings(redis_url=redis_url))
    await store.register(status())
    await store.save_centre(centre_state(), 0)
    await store.save_province(province_state(), 0)
    await store.save_alert(alert(), 0, ["log"])

    keys = [key.decode() async for key in store._redis.scan_iter()]
    await store.close()

    assert len(keys) == 15
    assert all(k == "hpf:schema" or k.startswith("hpf:{") for k in keys), keys


async def test_a_centre_outside_its_province_code_is_a_defect(redis_url):
    """Centre and province must share a hash tag; the store refuses what a cluster could not write in one step."""
    store = await Store.open(Settings(redis_url=redis_url))
    stray = PANJIN.model_copy(update={"province_code": "220000"})

    with pytest.raises(ValueError, match="hash tag"):
        await store.save_centre(centre_state(centre=stray), 0)
    await store.close()

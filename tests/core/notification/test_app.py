"""The notification room on a store in memory: what is judged is saved, told downstream, and sent once a channel."""

import asyncio

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.advance import advance
from services.aggregation.contribute import contribute
from services.aggregation.roll_up import Whole, roll_up
from services.notification.app import Notification
from services.notification.courier import Courier
from services.notification.receipt import Receipt
from shared.catalogue.regions import load_regions
from shared.edge import archive as name_of
from shared.edge.archive import Archive
from shared.errors import RetryLater
from shared.events import CentreChanged, ProvinceChanged
from shared.settings import Settings
from shared.topics import CENTRE_CHANGED, PROVINCE_CHANGED
from tests.builders import NOW, checked, error, fact, incoming
from tests.core.notification.conditions import LOANS, OVERDUE, RATE
from tests.fake_store import FakeStore


class Wall:
    """A channel that remembers what it was told; `answer` says what it answers."""

    def __init__(self, answer=None):
        self.told = []
        self.answer = answer or Receipt(delivered=True)

    async def deliver(self, message):
        self.told.append(message)
        return self.answer

    async def close(self):
        pass


def room(store=None, channel=None, clock=lambda: NOW):
    notification = Notification(Settings(), clock)
    notification.store = store or FakeStore()
    notification.archive = Archive("memory://")
    notification.channels = {"wall": channel or Wall()}
    notification.courier = Courier(notification.store, notification.channels, clock)
    return notification


async def save(store, *events):
    """Puts the states after these reports, and the rollups of their periods, into the store."""
    for event in events:
        report = event.extraction.report
        before = await store.centre(report.centre.code, report.period)
        if state := advance(before, event):
            await store.save_centre(state, before.version if before else 0)
        await save_province(store, report.period)


async def save_province(store, period):
    states = await store.province_centres("210000", period)
    whole = Whole(load_regions().province("210000"), period, [s.centre for s in states])
    before = await store.province("210000", period)
    version = before.version if before else 0
    await store.save_province(roll_up([contribute(s) for s in states], whole, NOW, version + 1), version)


def centre_changed(event, **changed):
    report = event.extraction.report
    kept = {
        "centre_code": report.centre.code,
        "province_code": report.centre.province_code,
        "period": report.period,
        "version": 1,
        "report_id": report.report_id,
        "received_at": event.received_at,
    }
    return incoming(CENTRE_CHANGED, CentreChanged(**(kept | changed)))


def province_changed(event, **changed):
    report = event.extraction.report
    kept = {
        "province_code": report.centre.province_code,
        "centre_code": report.centre.code,
        "period": report.period,
        "version": 1,
        "reported": 1,
        "expected": 1,
        "overdue_rate": None,
        "cause": report.report_id,
        "received_at": event.received_at,
    }
    return incoming(PROVINCE_CHANGED, ProvinceChanged(**(kept | changed)))


def high(n=1, rate="0.002", **more):
    return checked(fact(RATE, rate), fact(LOANS, "1000000"), n=n, **more)


async def test_a_rate_above_the_line_becomes_an_alert_and_one_message():
    """One report above the line: an alert in the store, alert.changed downstream, one message to the channel."""
    notification, event = room(), high()
    await save(notification.store, event)

    (out,) = await notification.on_centre(centre_changed(event))
    await notification.courier.round()

    assert (out.key, out.event.alert.rule, out.event.alert.state) == (
        out.event.alert.alert_id,
        "overdue_rate",
        "firing",
    )
    (message,) = notification.channels["wall"].told
    assert message.text.startswith("【警告·新预警】盘锦市住房公积金管理中心2022年个人住房贷款逾期率2‰，超过1‰\n")
    assert "数值2‰（1.5‰至2.5‰），阈值1‰" in message.text
    assert "above 1‰" in message.text_en


async def test_the_message_shows_the_sentence_of_the_report():
    """Where the archive has the report's text, the message quotes the sentence the figure stands in."""
    notification = room()
    text = "一、概况。个人住房贷款逾期率0.002。结束。"
    event = checked(fact(RATE, "0.002", start=text.index("0.002")))
    await save(notification.store, event)
    report_id = event.extraction.report.report_id
    await notification.archive.put(name_of.text(report_id), orjson.dumps({"text": text, "marks": []}))

    (out,) = await notification.on_centre(centre_changed(event))
    await notification.courier.round()

    assert out.event.alert.sentence == "个人住房贷款逾期率0.002"
    assert "报告原文：“个人住房贷款逾期率0.002”" in notification.channels["wall"].told[0].text


async def test_the_report_is_done_when_its_province_was_looked_at():
    """The notification stage is recorded with the province's event, whichever of the two topics came first."""
    notification, event = room(), high()
    await save(notification.store, event)
    report_id = event.extraction.report.report_id

    out = await notification.on_province(province_changed(event))

    scopes = sorted(o.event.alert.scope for o in out)
    assert scopes == ["centre", "province"]
    assert notification.store._stages[report_id]["notification"].outcome == "done"


async def test_a_redelivery_tells_downstream_again_and_no_channel_twice():
    """After a crash between saving and sending, alert.changed is told again; the message stays the only one."""
    notification, event = room(), high()
    await save(notification.store, event)
    first = await notification.on_centre(centre_changed(event))

    again = await room(notification.store).on_centre(centre_changed(event))
    await notification.courier.round()
    await notification.courier.round()

    assert again == first
    assert len(notification.channels["wall"].told) == 1


async def test_a_replay_saves_alerts_and_tells_no_channel():
    """Rebuilding from the archive restores the alerts, marked as replay downstream, without a message."""
    notification, event = room(), high(replay=True)
    await save(notification.store, event)

    (out,) = await notification.on_centre(centre_changed(event, replay=True))
    await notification.courier.round()

    assert out.event.replay
    assert (await notification.store.alerts()).items
    assert notification.channels["wall"].told == []


async def test_a_restatement_withdraws_with_a_correction_to_who_was_told():
    """A later report takes the figure back: the alert is resolved and the same channel hears of it."""
    notification, first = room(), high()
    await save(notification.store, first)
    await notification.on_centre(centre_changed(first))
    await notification.courier.round()

    second = high(n=2, rate="0.0002", received=1)
    await save(notification.store, second)
    (out,) = await notification.on_centre(centre_changed(second))
    await notification.courier.round()

    assert (out.event.alert.state, out.event.alert.history[-1].reason) == ("resolved", "withdrawn")
    told = notification.channels["wall"].told
    assert len(told) == 2
    assert "更正：预警撤回" in told[1].text
    assert told[0].alert.alert_id == told[1].alert.alert_id
    assert told[0].key != told[1].key


async def test_a_newer_report_ends_the_older_alert_in_either_order():
    """Whichever of two years' reports arrives first, only the newer year's alert stays open."""
    old, new = high(n=1, period="2021"), high(n=2, period="2022", received=1)
    for order in ((old, new), (new, old)):
        notification = room()
        for event in order:
            await save(notification.store, event)
            await notification.on_centre(centre_changed(event))

        still = (await notification.store.alerts(open_only=True)).items
        assert [(a.rule, a.period) for a in still] == [("overdue_rate", "2022")]


async def test_a_year_before_that_comes_late_is_compared_with():
    """The doubling of 2022 is found when 2021's report arrives after it."""
    notification = room()
    new = checked(fact(OVERDUE, "4000"), fact(LOANS, "10000000"), n=1)
    old = checked(fact(OVERDUE, "1000"), fact(LOANS, "10000000"), n=2, period="2021", received=1)
    for event in (new, old):
        await save(notification.store, event)
        out = await notification.on_centre(centre_changed(event))

    assert [(o.event.alert.rule, o.event.alert.period) for o in out] == [("overdue_doubled", "2022")]


async def test_the_slip_reaches_the_channel_as_data_quality_alone():
    """The Haixi slip, from state to message: one alert, of data quality, with the finding's own words."""
    notification = room()
    slip = error("risk.npl_rate", "risk.npl_balance", LOANS, should_be="0.00007")
    facts = fact("risk.npl_rate", "0.0007"), fact("risk.npl_balance", "242000"), fact(LOANS, "3492000000")
    event = checked(*facts, findings=(slip,), period="2025")
    await save(notification.store, event)

    out = await notification.on_province(province_changed(event))
    await notification.courier.round()

    assert [o.event.alert.rule for o in out] == ["data_quality"]
    (message,) = notification.channels["wall"].told
    assert "不良率披露为0.0007，与账目不符" in message.text
    assert "risk.npl_rate 与账目不符" in message.text


async def test_a_store_that_is_away_means_retry():
    """Nothing is swallowed when the store is away."""
    notification, event = room(), high()
    notification.store.away = True

    with pytest.raises(RetryLater):
        await notification.on_centre(centre_changed(event))


async def test_a_lost_race_is_judged_again():
    """Two workers that look at the same centre at once save one alert, of one version, with one message."""
    store, event = FakeStore(), high()
    await save(store, event)
    rooms = [room(store), room(store)]

    class Slow:
        def __getattr__(self, name):
            async def slowly(*args, **named):
                await asyncio.sleep(0)
                return await getattr(store, name)(*args, **named)

            return slowly

    for notification in rooms:
        notification.store = Slow()
    await asyncio.gather(*(r.on_centre(centre_changed(event)) for r in rooms))

    assert [a.version for a in (await store.alerts()).items] == [1]
    assert await store.deliveries_waiting() == 1


STEPS = ("save_alert", "claim_deliveries", "deliver", "finish_delivery", "set_stage")


class Killed(BaseException):
    """What ends a worker between two steps."""


class Mortal:
    """A store and channel that kill their worker before or after a given step."""

    def __init__(self, inner, plan):
        self._inner, self._plan = inner, plan

    def __getattr__(self, name):
        async def step(*args, **named):
            when = self._plan.pop(0) if name in STEPS and self._plan else None
            if when == "before":
                raise Killed
            result = await getattr(self._inner, name)(*args, **named)
            if when == "after":
                raise Killed
            return result

        return step


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from([None, None, "before", "after"]), max_size=12))
def test_killed_between_any_two_steps_no_message_is_lost_and_none_is_new_to_the_receiver(plan):
    """Whenever the worker dies, its successor finishes: each alert version is delivered, and under one key only."""

    async def live():
        store, wall, event, plans = FakeStore(), Wall(), high(), list(plan)
        await save(store, event)
        hours = 0
        while True:
            hours += 1
            at = NOW.replace(year=NOW.year + hours)
            notification = room(Mortal(store, plans), Mortal(wall, plans), lambda at=at: at)
            try:
                await notification.on_province(province_changed(event))
                while await notification.courier.round():
                    pass
                return store, wall
            except Killed:
                continue

    store, wall = asyncio.run(live())
    alerts = asyncio.run(store.alerts()).items
    assert {(a.scope, a.version) for a in alerts} == {("centre", 1), ("province", 1)}
    assert {m.key for m in wall.told} == {f"{a.alert_id}:1" for a in alerts}
    ledgers = [d for a in alerts for d in asyncio.run(store.deliveries(a.alert_id))]
    assert [d.state for d in ledgers] == ["delivered", "delivered"]
    assert "notification" in store._stages[f"{1:064x}"]
    assert len(wall.told) <= 2 + sum(p is not None for p in plan)

"""The aggregation room on a store in memory: whatever is redelivered, repeated or interleaved, it ends in one state."""

import asyncio
from collections import deque
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.app import Aggregation
from shared.catalogue.regions import load_regions
from shared.errors import Rejected, RetryLater
from shared.events import CentreChanged, ProvinceChanged
from shared.settings import Settings
from shared.topics import CENTRE_CHANGED, FACTS_CHECKED
from tests.builders import NOW, centre, checked, fact, incoming
from tests.fake_store import FakeStore

PANJIN, DALIAN = centre(), centre("210200", "大连市")
LOANS, BALANCE = "loan.balance", "contribution.balance"


class TwoCentres:
    """A table of regions in which 辽宁 expects two centres."""

    def province(self, code):
        return load_regions().province(code)

    def centres(self, code, year):
        return (DALIAN, PANJIN)


def room(store=None):
    aggregation = Aggregation(Settings(), TwoCentres())
    aggregation.store = store or FakeStore()
    return aggregation


def report_of(event):
    return event.extraction.report.report_id


async def settle(aggregation, *events):
    """Lets every event and all it causes run through the room; returns the province.changed events."""
    queue = deque((FACTS_CHECKED, e) for e in events)
    told = []
    while queue:
        topic, event = queue.popleft()
        if topic is FACTS_CHECKED:
            out = await aggregation.on_checked(incoming(topic, event))
            queue += [(CENTRE_CHANGED, o.event) for o in out]
        else:
            told += [o.event for o in await aggregation.on_centre(incoming(topic, event))]
    return told


async def dump(store):
    """All that is believed, without what counts the way there: versions and moments of computing."""
    found = {}
    for code in ("211100", "210200"):
        for period in await store.centre_periods(code):
            found[code, period] = (await store.centre(code, period)).model_copy(update={"version": 0})
    for period in await store.province_periods("210000"):
        state = await store.province("210000", period)
        lines = tuple(line.model_copy(update={"version": 0}) for line in state.centres)
        found["210000", period] = state.model_copy(update={"version": 0, "computed_at": NOW, "centres": lines})
    return found


async def test_a_report_reaches_its_centre_and_its_province():
    """One report: the centre's state, the province's rollup, both stages recorded, both events keyed by province."""
    aggregation, event = room(), checked(fact(LOANS, "70"))

    (out,) = await aggregation.on_checked(incoming(FACTS_CHECKED, event))
    (told,) = await aggregation.on_centre(incoming(CENTRE_CHANGED, out.event))

    assert (out.key, out.event.centre_code, out.event.version) == ("210000", "211100", 1)
    assert (told.key, told.event.reported, told.event.cause) == ("210000", 1, report_of(event))
    assert (await aggregation.store.centre("211100", "2022")).figures[0].value == 70
    stages = await aggregation.store.report(report_of(event))
    assert stages is None, "the report was never registered: its stages wait for that"


async def test_a_redelivery_is_told_again_and_changes_nothing():
    """After a crash between saving and sending, the same event gives the same results and no new version."""
    aggregation, event = room(), checked(fact(LOANS, "70"))

    first = await aggregation.on_checked(incoming(FACTS_CHECKED, event))
    told = await aggregation.on_centre(incoming(CENTRE_CHANGED, first[0].event))

    restarted = room(aggregation.store)
    assert await restarted.on_checked(incoming(FACTS_CHECKED, event)) == first
    assert await restarted.on_centre(incoming(CENTRE_CHANGED, first[0].event)) == told
    assert (await restarted.store.province("210000", "2022")).version == 1


async def test_a_lost_race_is_run_again():
    """When another writer was faster, the state is computed again from what it left: nothing is lost."""
    store = FakeStore()
    one, two = checked(fact(LOANS, "70")), checked(fact("income.total", "5"), n=2)
    rooms = room(store), room(store)

    class Slow(FakeStore):
        async def centre(self, code, period, documents=True):
            found = await store.centre(code, period, documents)
            await asyncio.sleep(0)
            return found

        async def save_centre(self, state, expected):
            return await store.save_centre(state, expected)

        async def set_stage(self, *args, **changed):
            return True

    for aggregation in rooms:
        aggregation.store = Slow()
    await asyncio.gather(*(r.on_checked(incoming(FACTS_CHECKED, e)) for r, e in zip(rooms, (one, two), strict=True)))

    state = await store.centre("211100", "2022")
    assert {f.metric for f in state.figures} == {LOANS, "income.total"}
    assert state.version == 2


async def test_a_burst_is_computed_once():
    """Events whose centre already stands in the rollup are told its version without computing it again."""
    aggregation = room()
    outs = [
        (await aggregation.on_checked(incoming(FACTS_CHECKED, e)))[0].event
        for e in (checked(fact(LOANS, "1")), checked(fact(LOANS, "2"), of=DALIAN, n=2))
    ]

    told = [(await aggregation.on_centre(incoming(CENTRE_CHANGED, e)))[0].event for e in outs]

    assert [t.version for t in told] == [1, 1]
    assert [t.reported for t in told] == [2, 2]


async def test_last_years_report_mends_this_years_coverage():
    """A report of the year before, received late, completes the share of balance of this year's rollup."""
    aggregation = room()
    this = checked(fact(BALANCE, "100"), n=1)
    last = [checked(fact(BALANCE, v), n=n, of=c, period="2021") for n, c, v in ((2, PANJIN, "90"), (3, DALIAN, "10"))]

    told = await settle(aggregation, this, *last)

    assert (await aggregation.store.province("210000", "2022")).coverage.balance_share == Decimal("0.9")
    assert [t.period for t in told] == ["2022", "2021", "2022", "2021", "2022"]


async def test_an_unknown_province_is_refused_and_said_so():
    """An event for a province that the table does not have becomes a rejection on the report's status."""
    aggregation = room()
    event = CentreChanged(
        centre_code="990100", province_code="990000", period="2022", version=1, report_id="a" * 64, received_at=NOW
    )
    arrived = incoming(CENTRE_CHANGED, event)

    with pytest.raises(Rejected, match="990000") as refused:
        await aggregation.on_centre(arrived)
    await aggregation.on_rejected(arrived, refused.value)

    stage = aggregation.store._stages["a" * 64]["rollup"]
    assert stage.outcome == "rejected"


async def test_a_store_that_is_away_means_retry():
    """Nothing is swallowed when the store is away: the event is to be tried again."""
    aggregation = room()
    aggregation.store.away = True

    with pytest.raises(RetryLater):
        await aggregation.on_checked(incoming(FACTS_CHECKED, checked(fact(LOANS, "70"))))


async def test_replay_is_passed_on():
    """What comes from a replay goes on as a replay, to the end."""
    aggregation = room()

    told = await settle(aggregation, checked(fact(LOANS, "70"), replay=True))

    assert [t.replay for t in told] == [True]
    assert isinstance(told[0], ProvinceChanged)


@st.composite
def histories(draw):
    """Reports of two centres and three years, with how the bus may hand them over: shuffled, repeated, interleaved."""
    reports = [
        checked(
            *[fact(m, str(draw(st.integers(1, 50)))) for m in draw(st.sets(st.sampled_from([LOANS, BALANCE])))],
            n=n,
            of=draw(st.sampled_from([PANJIN, DALIAN])),
            period=draw(st.sampled_from(["2021", "2022", "2023"])),
            document=draw(st.sampled_from(["annual_report", "interpretation"])),
            received=draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]
    return reports, draw(st.permutations(reports + draw(st.lists(st.sampled_from(reports), max_size=4))))


@settings(deadline=None, max_examples=60)
@given(histories(), st.data())
def test_any_history_ends_in_the_state_of_a_fresh_computation(history, data):
    """Reports restated, reordered, repeated, and workers that die after saving: the end is that of the set alone."""
    reports, delivered = history

    async def both():
        fresh, lived = room(), room()
        await settle(fresh, *sorted(reports, key=lambda e: (e.received_at, report_of(e))))
        waiting = []
        for event in delivered:
            out = await lived.on_checked(incoming(FACTS_CHECKED, event))
            if data.draw(st.booleans()):
                lived = room(lived.store)
                out = await lived.on_checked(incoming(FACTS_CHECKED, event))
            waiting += out
            while waiting and data.draw(st.booleans()):
                await lived.on_centre(incoming(CENTRE_CHANGED, waiting.pop(0).event))
        for out in waiting + waiting[:1]:
            await lived.on_centre(incoming(CENTRE_CHANGED, out.event))
        return await dump(fresh.store), await dump(lived.store)

    fresh, lived = asyncio.run(both())
    assert lived == fresh

"""Services killed in turn while reports pass: nothing is lost, nothing is counted twice."""

import asyncio
import threading
from decimal import Decimal

import pytest

from shared.catalogue.regions import load_regions
from shared.edge.store import Store
from tests.e2e.canonical import canonical
from tests.e2e.system import System
from tests.simulator import sums, uniform

pytestmark = pytest.mark.e2e

COUNT = 200
YEARS = ("2000", "2005")
"""Two years that no check across reports compares: whether a year before is known when a report is judged is chance."""
SERVICES = ("parser", "validator", "aggregation", "notification", "ingest", "api")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """200 small reports as files, in groups: one for each service that is killed."""
    folder = tmp_path_factory.mktemp("reports")
    made = [small for small in uniform(1000, seed="kill") if small.period in YEARS][:COUNT]
    for small in made:
        (folder / small.source).write_bytes(small.content)
    paths = [folder / small.source for small in made]
    size = -(-COUNT // len(SERVICES))
    return made, [paths[at : at + size] for at in range(0, COUNT, size)]


def through(system, groups, between=lambda number, sender: None):
    """Sends group after group, calling `between(number, sender)` while each passes; returns the statuses."""
    files = [path for group in groups for path in group]
    for number, group in enumerate(groups):
        sender = threading.Thread(target=system.hpf, args=["ingest", *group])
        sender.start()
        between(number, sender)
        sender.join()
    sent = system.hpf("ingest", *files, "--wait", "--timeout", "150", "--json")
    assert sent.code == 0, sent.err
    return [line["report"] for line in sent.lines]


def wait_for(settings, count, sender):
    """Returns as soon as the system knows this many reports, or nobody sends any more."""

    async def known():
        store = await Store.open(settings)
        try:
            while len((await store.reports(2 * COUNT)).items) < count and sender.is_alive():
                await asyncio.sleep(0.02)
        finally:
            await store.close()

    asyncio.run(known())


@pytest.fixture(scope="module")
def undisturbed(reports, tmp_path_factory):
    """What a system believes that was left in peace."""
    _, groups = reports
    with System(tmp_path_factory.mktemp("undisturbed") / "data") as system:
        statuses = through(system, groups)
        return canonical(system.settings, centres(statuses))


def centres(statuses):
    """Whose reports they are."""
    return [(status["centre_code"], status["period"]) for status in statuses]


def test_an_undisturbed_run_adds_up_to_the_last_yuan(reports, undisturbed):
    """Every province's rollup is exactly the sum of what its centres' reports say."""
    made, _ = reports
    for (province, period), expected in sums(made).items():
        state = undisturbed[f"province {province} {period}"]
        values = {v["metric"]: v["value"] for v in state["values"] if v["measure"] == "level"}
        assert {metric: Decimal(values[metric]) for metric in expected} == expected


def test_killing_every_service_in_turn_changes_nothing(data, reports, undisturbed):
    """SIGKILL to each service while its group of reports passes: the end is the state of the undisturbed run."""
    _, groups = reports
    with System(data) as system:

        def kill(number, sender):
            wait_for(
                system.settings, sum(map(len, groups[:number])) + 3, sender
            )  # some of the group are in, most are not
            system.kill(SERVICES[number])

        statuses = through(system, groups, kill)
        found = canonical(system.settings, centres(statuses))
        restarts = {name: service["restarts"] for name, service in system.run["services"].items()}
        letters = system.hpf("dead-letters", "list", "--json").lines

    assert all(count >= 1 for count in restarts.values()), restarts
    assert letters == []
    assert {status["facts"] for status in statuses} == {7}
    assert len(statuses) == COUNT
    assert {key for key in found.keys() | undisturbed if found.get(key) != undisturbed.get(key)} == set()


def test_losing_broker_and_store_on_the_way_changes_nothing(data, reports, undisturbed):
    """SIGKILL to the broker, which forgets all, and later to the store: both come back and nothing is missing."""
    _, groups = reports
    with System(data) as system:
        parts = {1: "tansu", 3: "valkey-server"}

        def kill(number, sender):
            if number in parts:
                wait_for(system.settings, sum(map(len, groups[:number])) + 3, sender)
                system.kill_part(parts[number])

        statuses = through(system, groups, kill)
        found = canonical(system.settings, centres(statuses))

    assert {key for key in found.keys() | undisturbed if found.get(key) != undisturbed.get(key)} == set()


def test_no_two_of_the_reports_are_about_the_same_centre_and_year(reports):
    """Each report is a state of its own, so that a lost or doubled one cannot hide behind another."""
    made, _ = reports
    regions = load_regions()

    assert len({(regions.resolve(small.city).code, small.period) for small in made}) == COUNT

"""From a report file to a rollup and back again after a restart, as a person does it."""

import json
from contextlib import closing
from decimal import Decimal

import pytest
import redis

from tests.e2e.canonical import canonical
from tests.e2e.system import REPORTS, SAMPLES, System, hpf
from tests.simulator import uniform

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def reports():
    """The two real reports where they are at hand, else the samples made from them."""
    found = sorted(REPORTS.glob("*.txt"))
    return found or [SAMPLES / "panjin-2022.txt", SAMPLES / "haixi-2025.txt"]


def value(state, metric):
    """A rollup's value of a metric."""
    (found,) = [v["value"] for v in state["values"] if (v["metric"], v["measure"]) == (metric, "level")]
    return Decimal(found)


def test_reports_come_through_to_their_provinces_and_survive_a_restart(data, reports):
    """Two reports end in the rollups of 辽宁 and 青海; stopping and starting on the same folder shows the same."""
    provinces = ("辽宁", "青海")
    with System(data) as first:
        sent = first.hpf("ingest", *reports, "--wait", "--json")
        assert (sent.code, sent.err) == (0, ""), sent.out
        rollups = [first.hpf("rollup", p, "--json") for p in provinces]
        table = first.hpf("rollup", "辽宁")
        assert first.stop() == 0
    with System(data) as second:
        again = [second.hpf("rollup", p, "--json") for p in provinces]
        known = second.hpf("ingest", *reports, "--json")

    assert [r.code for r in rollups] == [0, 0]
    assert value(json.loads(rollups[0].out), "contribution.amount") == Decimal("4818000000")
    assert json.loads(rollups[1].out)["coverage"]["provisional"] is True
    assert "48.18亿元" in table.out
    assert [r.out for r in again] == [r.out for r in rollups]
    assert [line["known"] for line in known.lines] == [True, True]


def test_every_sample_comes_through_and_the_unit_slip_is_found(data):
    """`hpf demo --exit` ends with 0, shows the unit slip with its sentence and suggestion, coverage and alerts."""
    shown = hpf("demo", "--exit", "--data", data)

    assert shown.code == 0, shown.out + shown.err
    for expected in ("every report came through", "risk.npl_rate", "0.07‰", "覆盖 (coverage)", "预警 (alerts)"):
        assert expected in shown.out


def test_a_lost_store_is_rebuilt_from_the_archive_while_the_services_run(system, tmp_path):
    """Everything in the store is thrown away; `hpf replay` ends in the same state, and nobody is notified again."""
    made = list(uniform(6, seed="replay"))
    for small in made:
        (tmp_path / small.source).write_bytes(small.content)
    sent = system.hpf("ingest", tmp_path, "--wait", "--json")
    assert sent.code == 0, sent.out + sent.err
    centres = [(line["report"]["centre_code"], line["report"]["period"]) for line in sent.lines]
    before = canonical(system.settings, centres)

    with closing(redis.Redis.from_url(system.settings.redis_url)) as store:
        store.flushall()
        replayed = system.hpf("replay")
        told = list(store.scan_iter("hpf:{alerts}:delivery:*"))

    assert replayed.code == 0, replayed.out + replayed.err
    assert canonical(system.settings, centres) == before
    assert told == []


def test_the_doctor_finds_a_running_system_well(system):
    """On a running system every check of `hpf doctor` is well and its exit code is 0."""
    examined = system.hpf("doctor", "--json")

    assert examined.code == 0, examined.out
    assert {line["check"]: line["state"] for line in examined.lines if line["state"] != "ok"}.keys() <= {
        "程序 antiword"
    }
    assert len(examined.lines) >= 7

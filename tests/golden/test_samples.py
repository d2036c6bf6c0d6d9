"""Every sample report is read as deploy/samples/expected.toml says, from its bytes to its findings."""

import sys
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from subprocess import DEVNULL, run

import pytest

from services.aggregation.advance import advance
from services.parser.document import Document
from services.parser.extract import extract
from services.parser.formats import convert
from services.parser.header import read_header
from services.validator.check import check
from shared.events import FactsChecked
from shared.model import Extraction

FOLDER = Path(__file__).parents[2] / "deploy" / "samples"
SAMPLES = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["sample"]

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s["file"])


@cache
def document(name: str) -> Document:
    return convert((FOLDER / "reports" / name).read_bytes(), name)


def header(name):
    return read_header(document(name), name, "0" * 64)


@cache
def extraction(name):
    return extract(document(name), header(name))


def test_every_sample_has_its_expectation_and_its_description():
    """No sample lies in the folder without an entry in expected.toml and a row in the README, and none twice."""
    files = sorted(p.name for p in (FOLDER / "reports").iterdir())
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert files == sorted(s["file"] for s in SAMPLES)
    assert [f for f in files if f"`{f}`" not in readme] == []


def test_the_invented_samples_can_be_written_again(tmp_path):
    """build.py writes the same texts and pages; the packed formats also depend on the libraries that write them."""
    run([sys.executable, str(FOLDER / "build.py"), str(tmp_path)], check=True, stdout=DEVNULL)

    again = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert len(again) == len(SAMPLES) - 2
    for name in [n for n in again if n.endswith((".txt", ".html"))]:
        assert again[name] == (FOLDER / "reports" / name).read_bytes(), name


@each_sample
def test_the_header(sample):
    """Who, when, which kind and the day of publication."""
    found = header(sample["file"])

    assert (found.centre.code, found.period, found.document) == (sample["centre"], sample["period"], sample["document"])
    assert found.published == sample.get("published")


@each_sample
def test_the_facts(sample):
    """The named figures are read with their value and their repairs, and the entities are those of the report."""
    facts = {(f.entity, f.metric, f.measure): f for f in extraction(sample["file"]).facts}

    assert {f.entity for f in facts.values()} == set(sample["entities"])
    for expected in sample["facts"]:
        key = (expected.get("entity", "total"), expected["metric"], expected.get("measure", "level"))
        assert key in facts
        assert facts[key].value == Decimal(expected["value"]), key
        assert set(expected.get("repairs", ())) <= set(facts[key].repairs)


@each_sample
def test_the_findings(sample):
    """What is wrong is found, with its suggestion; nothing else is called an error."""
    findings = check(extraction(sample["file"])).findings
    expected = sample.get("findings", [])

    for e in expected:
        found = [f for f in findings if e["metric"] in f.metrics and f.severity == e["severity"]]
        assert e.get("entity", "total") in {f.entity for f in found}
        if "should_be" in e:
            assert Decimal(e["should_be"]) in {f.suggestion.value for f in found if f.suggestion}
    named = {e["metric"] for e in expected if e["severity"] == "error"}
    assert [f.message for f in findings if f.severity == "error" and not named & set(f.metrics)] == []


def told(name, day):
    """A sample as the validator hands it on, received on that day of 2026."""
    at = datetime(2026, 5, day, tzinfo=UTC)
    read = read_header(document(name), name, sha256(name.encode()).hexdigest())
    checked = check(extract(document(name), read))
    return FactsChecked(
        extraction=Extraction(report=read, facts=checked.facts, misses=checked.misses),
        findings=checked.findings,
        verdicts=checked.verdicts,
        received_at=at,
        catalogue_version="1",
        extractor_version="1",
    )


def value(state, metric):
    return next(f for f in state.figures if (f.entity, f.metric, f.measure) == ("total", metric, "level"))


def test_the_correction_replaces_the_first_report():
    """After 更正 the restated overdue amount is in force, and the old one is kept as a change."""
    state = advance(advance(None, told("fushun-2022.txt", 1)), told("fushun-2022_corrected.txt", 2))

    assert value(state, "risk.overdue_amount").value == Decimal(4015900)
    assert [c.before for c in state.changes if c.metric == "risk.overdue_amount"] == [Decimal(2908100)]
    assert value(state, "contribution.amount").value == Decimal(3481000000)


@pytest.mark.parametrize("days", [(1, 2), (2, 1)])
def test_the_interpretation_does_not_replace_the_report(days):
    """Whichever comes first, the report's figures are in force."""
    documents = sorted(
        [told("xining-2025.html", days[0]), told("xining-2025_explained.txt", days[1])], key=lambda d: d.received_at
    )
    state = advance(advance(None, documents[0]), documents[1])

    assert value(state, "contribution.amount").report_id == sha256(b"xining-2025.html").hexdigest()


@pytest.mark.parametrize("centre", ["jinzhou-{}.html"])
def test_two_years_agree(centre):
    """Against the state of the year before, the second year has no error and no warning."""
    before = advance(None, told(centre.format(2021), 1))
    found = check(extraction(centre.format(2022)), {before.period: before}).findings

    assert [f.message for f in found if f.severity != "info"] == []

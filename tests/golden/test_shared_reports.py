"""The real reports and passages at hand beside the project: how much of them is read, and how much of it right."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from services.commands.offline import Reader, reading
from services.parser.document import Document
from services.parser.parse import parse_document
from shared.model import Checked

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = {"panjin-2022": 2, "haixi-2025": 1}
"""The reports with the number of mistakes that people found in each."""

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled reports are not at hand")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """What the command line reads with, its sandbox and all."""
    with reading(None) as opened:
        yield opened


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def key(row: dict[str, object]) -> tuple[str, ...]:
    return tuple("".join(str(row[name]).split()) for name in ("entity", "metric", "measure"))


def judged(reader: Reader, name: str) -> Checked:
    path = SHARED / "reports" / f"{name}.txt"
    return reader.judged(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", REPORTS)
def test_a_real_report_is_read_whole(reader, name):
    """At least 99 of 100 labelled figures are found, and of 1,000 that are found at least 995 are right."""
    found = {key(f.model_dump()): f.value for f in judged(reader, name).facts}
    gold = rows(SHARED / "gold" / f"{name}.jsonl")
    values = {key(r): {Decimal(str(v)) for v in (r["value"], *r.get("accept", ()))} for r in gold}
    optional = {key(r) for r in gold if r.get("optional")}
    right = {k for k, v in found.items() if v in values.get(k, ())}

    assert len(right - optional) >= Decimal("0.99") * len(values.keys() - optional)
    assert len(right) >= Decimal("0.995") * len(found)


@pytest.mark.parametrize("name", REPORTS)
def test_a_wrong_figure_never_passes_in_silence(reader, name):
    """A figure that differs from its label is one that was mended or that a finding speaks of."""
    made = judged(reader, name)
    told = {(f.entity, m) for f in made.findings for m in f.metrics} | {
        (f.entity, f.metric) for f in made.facts if f.repairs
    }
    gold = {
        key(r): {Decimal(str(v)) for v in (r["value"], *r.get("accept", ()))}
        for r in rows(SHARED / "gold" / f"{name}.jsonl")
    }
    wrong = {(f.entity, f.metric) for f in made.facts if f.value not in gold.get(key(f.model_dump()), ())}

    assert wrong <= told


@pytest.mark.parametrize("name", REPORTS)
def test_the_mistakes_that_people_found_are_found(reader, name):
    """Each planted or printed mistake is an error about its figure, and there is no error about anything else."""
    listed = json.loads((SHARED / "findings" / f"{name}.json").read_text(encoding="utf-8"))["errors"]
    errors = [f for f in judged(reader, name).findings if f.severity == "error"]

    def about(f, e, names):
        return f.entity == "".join(e["entity"].split()) and bool({*f.metrics} & {*names})

    assert len(listed) == REPORTS[name]
    assert all(any(about(f, e, e["metrics"]) for f in errors) for e in listed)
    assert all(any(about(f, e, e["metrics"]) or {*f.metrics} & {*e.get("also", ())} for e in listed) for f in errors)


def test_passages_of_other_cities_are_read():
    """Of the labelled figures in passages of 44 reports 98 of 100 are found, and 1 of 200 at most is contradicted."""
    labels = right = other = 0
    for city in rows(SHARED / "excerpts" / "excerpts-2024.jsonl"):
        got: dict[tuple[str, ...], set[Decimal]] = {}
        for text in city["excerpts"]:
            for f in parse_document(Document(text=text), "passage", "0" * 64, city["period"]).facts:
                got.setdefault(key(f.model_dump()), set()).add(f.value)
        want = {key(r): Decimal(str(r["value"])) for r in city["gold"]}
        labels += len(want)
        right += sum(v in got.get(k, ()) for k, v in want.items())
        other += sum(k in got and got[k] != {v} for k, v in want.items())

    assert right >= Decimal("0.98") * labels
    assert other <= Decimal("0.005") * labels

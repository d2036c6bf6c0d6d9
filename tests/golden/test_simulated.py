"""Made reports of every format and kind, whose truth is known: how much of it is read, and how much of it right."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest

from services.parser.formats import convert
from services.parser.parse import parse_document
from shared.model import Extraction
from tests.simulator import FORMATS, KINDS, reports
from tests.simulator.generate import Generated

WIDE = str.maketrans("（）", "()")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Read:
    """One report with what was made of it."""

    made: Generated
    text: str
    extraction: Extraction

    def truth(self) -> dict[Key, tuple[set[Decimal], bool]]:
        """The values that are right for each figure, and whether it may be left out."""
        return {
            (plain(r["entity"]), str(r["metric"]), str(r["measure"])): (
                {Decimal(str(v)) for v in (r["value"], *r.get("accept", ()))},
                bool(r.get("optional")),
            )
            for r in self.made.truth
        }

    def found(self) -> dict[Key, Decimal]:
        """What was read for each figure."""
        return {(plain(f.entity), f.metric, f.measure): f.value for f in self.extraction.facts}


def plain(name: object) -> str:
    """A name without what a page's style does to it."""
    return "".join(str(name).split()).translate(WIDE)


@pytest.fixture(scope="module")
def read() -> Sequence[Read]:
    """Sixty reports, each format with each kind."""
    return [_read(made) for made in reports("proof", 60)]


def _read(made: Generated) -> Read:
    document = convert(made.content, made.source)
    return Read(made, document.text, parse_document(document, made.source, hashlib.sha256(made.content).hexdigest()))


def test_every_format_and_kind_is_here(read):
    """The sample leaves no format and no kind of report out."""
    assert {r.made.source.rpartition(".")[2] for r in read} == set(FORMATS)
    assert {r.made.kind for r in read} == set(KINDS)


def test_made_reports_are_read_whole(read):
    """Of all true figures at least 98 of 100 are found with their value."""
    wanted = [(r, k, values) for r in read for k, (values, optional) in r.truth().items() if not optional]
    right = sum(r.found().get(k) in values for r, k, values in wanted)

    assert right >= Decimal("0.98") * len(wanted)


def test_what_is_read_is_true(read):
    """Of all figures that are read at least 995 of 1,000 are true."""
    found = [(r, k, value) for r in read for k, value in r.found().items()]
    right = sum(value in r.truth().get(k, (set(),))[0] for r, k, value in found)

    assert right >= Decimal("0.995") * len(found)


def test_every_fact_stands_where_it_says(read):
    """In every format the words between a fact's offsets are the figure as the document writes it."""
    for r in read:
        assert all(r.text[f.start : f.end] == f.raw for f in r.extraction.facts), r.made.source

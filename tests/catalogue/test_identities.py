"""The identities of the catalogue: each proven by its own examples, through the code that judges reports."""

from decimal import Decimal
from pathlib import Path

import pytest

from services.validator.check import check
from shared.books.book import Book
from shared.books.instance import verdict
from shared.books.rules import Rules, rules_for
from shared.catalogue.identities import FILE, Identity, cross_check, load_identities, split_key
from shared.catalogue.metrics import load_metrics
from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import TOTAL, Centre, Extraction, Fact, ReportHeader, Verdict
from shared.state import CentreState, StateFigure

IDENTITIES = load_identities()
CENTRE = Centre(code="990100", name="某中心", city="某市", province="某省", province_code="990000")
PARTS = {TOTAL: 30, "甲分中心": 10, "乙分中心": 20}
REFS = [
    "I1",
    "I2",
    "I3",
    "I4",
    "I5",
    "I6",
    "I7",
    "I8",
    "I9",
    "I10a",
    "I10b",
    "I11",
    "I12",
    "I13a",
    "I13b",
    "I14",
    "I15",
    "I16",
    "I17",
    "I18",
    "I19",
    "I20",
    "I21",
    "I22",
    "I23",
    "I24",
    "I25",
    "I26",
    "I26b",
    "I27",
    "I28",
    "I29",
    "I30",
    "I31",
    "I32",
    "I33",
    "I33b",
    "I33c",
    "I33d",
    "I35",
]

Figures = dict[str, tuple[Decimal, Decimal]]


def name_of(identity: Identity) -> str:
    """A test's name: id and first report year."""
    return f"{identity.id}{identity.valid_from or ''}"


def fact(place: str, figure: tuple[Decimal, Decimal], at: int) -> Fact:
    """A fact from an example's line: `甲分中心 metric:measure` or `metric:measure`."""
    entity, _, key = place.rpartition(" ")
    metric, measure = split_key(key)
    return Fact(
        entity=entity or TOTAL,
        metric=metric,
        measure=measure,
        value=figure[0],
        unit=load_metrics()[metric].unit,
        quantum=figure[1],
        raw=str(figure[0]),
        start=at,
        end=at,
    )


def extraction(identity: Identity, figures: Figures) -> Extraction:
    """The example as a report of a year in which the identity is in force.

    Where it speaks of parts, two sums that no example uses show that these are the parts.
    """
    mine = {k: v for k, v in figures.items() if not k[:4].isdigit()}
    if any(" " in k for k in mine):
        for metric in ("loan.area_supported", "loan.interest_saved"):
            mine |= {f"{e} {metric}": (Decimal(n), Decimal(1)) for e, n in PARTS.items()}
    year = identity.valid_from or min(identity.valid_to or 2022, 2022)
    header = ReportHeader(report_id="0" * 64, source="", centre=CENTRE, period=str(year), document="annual_report")
    return Extraction(report=header, facts=tuple(fact(k, v, n) for n, (k, v) in enumerate(mine.items())))


def earlier(figures: Figures) -> dict[str, CentreState]:
    """The figures of an example that an earlier report gave, `2020 metric`, as that year's state."""
    states = {}
    for place, (value, quantum) in figures.items():
        if place[:4].isdigit():
            year, _, metric = place.partition(" ")
            figure = StateFigure(
                entity=TOTAL,
                metric=metric,
                measure="level",
                value=value,
                unit=load_metrics()[metric].unit,
                quantum=quantum,
                raw=str(value),
                start=0,
                end=0,
                report_id="1" * 64,
                status="disclosed",
            )
            states[year] = CentreState(
                centre=CENTRE, period=year, version=1, figures=(figure,), findings=(), reports=()
            )
    return states


def rules_that_speak(identity: Identity, figures: Figures) -> set[str]:
    """The rules of all findings on an example that are more than a last digit, with what they prove."""
    findings = [f for f in check(extraction(identity, figures), earlier(figures)).findings if f.severity != "info"]
    suggested = {p for f in findings for s in (f.suggestion, *f.explanations) if s for p in s.proofs}
    return {f.rule for f in findings} | suggested


def stands(identity: Identity, figures: Figures) -> set[Verdict]:
    """How the identity stands on an example, wherever it can be laid."""
    report = extraction(identity, figures)
    book = Book(report.facts)
    laid, _ = rules_for(int(report.report.period), False).lay(book)
    scaffold = {"loan.area_supported", "loan.interest_saved"}
    return {verdict(i, book) for i in laid if i.identity == identity and i.metric not in scaffold}


@pytest.mark.parametrize("identity", IDENTITIES, ids=name_of)
def test_passing_example_holds_and_is_silent(identity):
    """On its passing example the identity holds, and the real check finds nothing of it."""
    assert identity.passes
    if identity.kind != "bridge":
        assert stands(identity, identity.passes) == {Verdict.HOLDS}
    assert identity.id not in rules_that_speak(identity, identity.passes)


@pytest.mark.parametrize("identity", IDENTITIES, ids=name_of)
def test_failing_example_is_violated_and_told(identity):
    """On its failing example the identity is violated, and the real check says so."""
    assert identity.fails
    assert set(identity.fails) <= set(identity.passes)
    figures = {**identity.passes, **identity.fails}
    if identity.kind != "bridge":
        assert Verdict.VIOLATED in stands(identity, figures)
    assert identity.id in rules_that_speak(identity, figures)


def test_every_identity_of_the_domain_study_is_there():
    """I1 to I35 of the domain study each have an entry (there is no I34)."""
    assert set(REFS) <= {i.ref for i in IDENTITIES}


def test_bulletins_are_not_judged_by_growth_over_the_year():
    """A month's growth is over the same month a year before, so no roll-forward speaks of a bulletin."""
    kinds = {i.kind for i in IDENTITIES if i.applies(2024, bulletin=True)}

    assert not kinds & {"growth", "flow_points", "stock_points", "parts_prior", "bridge"}


def edited(tmp_path: Path, old: str, new: str) -> Path:
    """The catalogue's file with one change."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "identities.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('figure = "withdrawal.rate"', 'figure = "withdrawal.rte"', "there is no metric withdrawal.rte"),
        ('id = "withdrawal.rate"', 'id = "contribution.balance"', "contribution.balance is given twice"),
        ('kind = "ratio"', 'kind = "guess"', "kind"),
        ('ref = "I1"', 'reff = "I1"', "contribution.balance"),
        ("contribution.balance:yoy_rate", "contribution.balance:yoy", "there is no measure yoy"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(tmp_path, old, new, told):
    """A metric, kind, field or measure that is not, or an id given twice, stops the start and names the entry."""
    with pytest.raises(CatalogueError, match=told):
        load_identities(edited(tmp_path, old, new))


LAW_2026 = """
[[metric]]
id = "bond.policy_financial_balance"
label_zh = "政策性金融债余额"
section = "购买国债"
unit = "CNY"
kind = "stock"
rollup = "sum"
definition = "policy bank bonds held, allowed from 20 September 2026 (State Council decree 844)"
valid_from = 2026
"""


def test_the_law_of_2026_fits_as_data(tmp_path):
    """A new row, and a second version of 资金运用率 from 2026 on, change what is judged without a line of code."""
    folder = tmp_path / "metrics"
    folder.mkdir()
    for path in (FILE.parent / "metrics").glob("*.toml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "law_2026.toml").write_text(LAW_2026, encoding="utf-8")
    metrics = load_metrics(folder)
    old = next(i for i in IDENTITIES if i.id == "utilisation.rate")
    new = old.model_copy(
        update={
            "valid_from": 2026,
            "terms": (*old.terms, "+bond.policy_financial_balance"),
            "zero_if_missing": (*old.zero_if_missing, "bond.policy_financial_balance"),
        }
    )
    versions = [old.model_copy(update={"valid_to": 2025}), new]
    cross_check(versions, metrics)
    figures = {
        "utilisation.rate": ("0.5", "0.0001"),
        "loan.balance": ("4000000000", "1000000"),
        "bond.policy_financial_balance": ("1000000000", "1000000"),
        "contribution.balance": ("10000000000", "1000000"),
    }
    facts = [
        Fact(
            entity=TOTAL, metric=m, measure="level", value=Decimal(v), unit=metrics[m].unit, quantum=Decimal(q),
            raw=v, start=0, end=0,
        )
        for m, (v, q) in figures.items()
    ]  # fmt: skip

    def verdicts(year: int) -> list[Verdict]:
        book = Book(facts)
        laid, _ = Rules([i for i in versions if i.applies(year, False)], metrics).lay(book)
        return [verdict(i, book) for i in laid]

    assert verdicts(2025) == [Verdict.VIOLATED]
    assert verdicts(2026) == [Verdict.HOLDS]


def test_two_versions_in_force_at_once_are_refused():
    """Two entries of one id must not speak of the same report year."""
    entries = read_entries(FILE, "identity", Identity)

    with pytest.raises(CatalogueError, match="given twice for one report year"):
        cross_check([*entries, entries[0].model_copy(update={"valid_from": 2026})], load_metrics())

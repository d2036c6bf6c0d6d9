"""The hand-labelled reports as extractions, for tests that judge the validator apart from the parser."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shared.model import Centre, DocumentKind, Extraction, Fact, ReportHeader

GOLD = Path("/work/shared/gold")
PANJIN = ("panjin-2022", "annual_report", ("211100", "盘锦市住房公积金管理中心", "盘锦市", "辽宁省", "210000"))
HAIXI = ("haixi-2025", "interpretation", ("632800", "海西州住房公积金管理中心", "海西州", "青海省", "630000"))


def gold_report(name: str, document: DocumentKind, centre: tuple[str, str, str, str, str]) -> Extraction:
    """One labelled report; the test is skipped where the labels are not at hand."""
    path = GOLD / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("the labelled reports are not at hand")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    code, title, city, province, province_code = centre
    header = ReportHeader(
        report_id="0" * 64,
        source=f"{name}.txt",
        centre=Centre(code=code, name=title, city=city, province=province, province_code=province_code),
        period=name[-4:],
        document=document,
    )
    return Extraction(report=header, facts=tuple(_fact(row, 40 * at) for at, row in enumerate(rows)))


def _fact(row: dict[str, str], start: int) -> Fact:
    return Fact(
        entity=row["entity"],
        metric=row["metric"],
        measure=row["measure"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        quantum=Decimal(row["quantum"]),
        raw=row["raw"],
        start=start,
        end=start + len(row["raw"]),
    )

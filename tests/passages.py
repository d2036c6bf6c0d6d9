"""Texts of our own as the extractor reads them, for tests that look at single sentences."""

from services.parser.document import Document
from services.parser.extract import extract
from shared.catalogue.regions import load_regions
from shared.model import DocumentKind, Extraction, Fact, ReportHeader

PANJIN = "211100"


def read(
    text: str, *, kind: DocumentKind = "annual_report", period: str = "2023", centre: str | None = PANJIN
) -> Extraction:
    """What the extractor makes of a passage; `centre` is a division code, or None for an unknown centre."""
    regions = load_regions()
    body = regions.centre(centre) if centre else None
    header = ReportHeader(report_id="0" * 64, source="own.txt", centre=body, period=period, document=kind)
    return extract(Document(text=text), header, passage=True)


def line(fact: Fact) -> str:
    """A fact as tests write it: `metric value`, with the entity before it and the measure behind it where needed.

    >>> line(read("2023年，缴存额1.5亿元，同比增长2%。").facts[1])
    'contribution.amount 0.02 yoy_rate'
    """
    whose = "" if fact.entity == "total" else f"{fact.entity} "
    measure = "" if fact.measure == "level" else f" {fact.measure}"
    return f"{whose}{fact.metric} {plain(fact)}{measure}"


def plain(fact: Fact) -> str:
    """A fact's value without zeros that only say how exact it is."""
    text = format(fact.value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def lines(text: str, **header) -> set[str]:
    """Every fact of a passage, as `line` writes it."""
    return {line(fact) for fact in read(text, **header).facts}

"""A document's text comes in, its extraction goes out: exactly the same for the service and the command line."""

from services.parser.document import Document
from services.parser.extract import extract
from services.parser.header import read_header
from shared.model import Extraction, ReportHeader


def parse_document(document: Document, source: str, report_id: str, period: str | None = None) -> Extraction:
    """Every figure of a report; with `period` the text is a passage of an unknown centre's report for that period.

    Raises Rejected where the text is no report of a known centre and period.

    >>> parse_document(Document(text="2024年，缴存额48.18亿元。"), "a.txt", "0" * 64, period="2024").facts[0].value
    Decimal('4818000000.00')
    """
    return extract(document, header_of(document, source, report_id, period), passage=period is not None)


def header_of(document: Document, source: str, report_id: str, period: str | None = None) -> ReportHeader:
    """Which report the text is; a passage (with `period`) says nothing about its centre. Raises Rejected."""
    if period is None:
        return read_header(document, source, report_id)
    return ReportHeader(report_id=report_id, source=source, centre=None, period=period, document="annual_report")

"""A document comes in; facts and misses come out. READ FIRST: the whole way of a figure is here, step by step."""

from bisect import bisect_left

from services.parser.align import align, unwrap
from services.parser.balance import settle
from services.parser.document import Document
from services.parser.entities import resolve_entities, resolve_nils
from services.parser.facts import Scribe, not_disclosed
from services.parser.lexicon import load_lexicon
from services.parser.lists import settle_lists, settle_paragraphs
from services.parser.normalise import Normalised
from services.parser.place import Place
from services.parser.reader import Reader
from services.parser.select import select
from services.parser.table_reader import TableReader
from services.parser.tables import find_tables
from services.parser.tokens import tokenise
from shared.catalogue.language import load_language
from shared.catalogue.regions import load_regions
from shared.model import Extraction, ReportHeader

EXTRACTOR_VERSION = "1"


def extract(document: Document, header: ReportHeader, passage: bool = False) -> Extraction:
    """Every figure of the catalogue that the document states, with the place it stands in, and what it lacks.

    A passage is a piece of a report: nothing is expected of it. Never raises for anything a text can hold; what is
    doubtful is a miss with its candidates, never a fact.
    """
    text = Normalised(align(unwrap(document.text)))
    reader = walk(text, header)
    metrics = reader.metrics
    best, repeats = select(resolve_entities(reader, header))
    settled, misses = settle(best, header)
    scribe = Scribe(document, text, reader.named)
    facts = tuple(scribe.fact(r, metrics) for r in sorted(settled, key=lambda r: r.start))
    misses = [scribe.miss(m) for m in misses]
    known = {(f.entity, f.metric) for f in facts if f.measure == "level"} | {(m.entity, m.metric) for m in misses}
    misses += scribe.none_disclosed(resolve_nils(reader, header), known)
    if not passage:
        misses += not_disclosed(header, known, metrics)
    return Extraction(
        report=header,
        facts=facts,
        misses=tuple(misses),
        repeats=tuple(scribe.fact(r, metrics) for r in repeats),
    )


def walk(text: Normalised, header: ReportHeader) -> Reader:
    """The reader after its walk over prose and tables, with every reading it found."""
    lexicon = load_lexicon()
    year = int(header.period[:4]) if header.period[:4].isdigit() else None
    reader = Reader(text.plain, lexicon, Place(load_language().heading), year, bulletin=header.document == "bulletin")
    reader.provincial = header.centre is not None and load_regions().provincial(header.centre.code)
    tables = TableReader(reader, lexicon, year)
    tokens = tokenise(text.plain, lexicon)
    at = 0
    for table in find_tables(text.plain, lexicon):
        upto = bisect_left(tokens, table.start, lo=at, key=lambda t: t.start)
        reader.read(tokens[at:upto])
        tables.read(table)
        at = bisect_left(tokens, table.end, lo=upto, key=lambda t: t.start)
    reader.read(tokens[at:])
    settle_lists(reader.readings, lexicon.metrics)
    settle_paragraphs(reader.readings)
    return reader

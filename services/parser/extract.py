"""A document comes in; facts and misses come out. READ FIRST: the whole way of a figure is here, step by step."""

from bisect import bisect_left

from services.parser.align import align
from services.parser.balance import settle
from services.parser.document import Document
from services.parser.entities import resolve_entities
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
from shared.model import TOTAL, Extraction, Fact, ReportHeader

EXTRACTOR_VERSION = "1"


def extract(document: Document, header: ReportHeader, passage: bool = False) -> Extraction:
    """Every figure of the catalogue that the document states, with the place it stands in.

    Never raises for anything a text can hold; what is not found is a miss, what is doubtful is not a fact.
    """
    text = Normalised(align(document.text))
    lexicon = load_lexicon()
    year = int(header.period[:4]) if header.period[:4].isdigit() else None
    bulletin = header.document == "bulletin"
    reader = Reader(text.plain, lexicon, Place(load_language().heading), year, bulletin=bulletin)
    reader.provincial = header.centre is not None and load_regions().provincial(header.centre.code)
    tables = TableReader(reader, lexicon, year)
    tokens = list(tokenise(text.plain, lexicon))
    at = 0
    for table in find_tables(text.plain, lexicon):
        upto = bisect_left(tokens, table.start, lo=at, key=lambda t: t.start)
        reader.read(tokens[at:upto])
        tables.read(table)
        at = bisect_left(tokens, table.end, lo=upto, key=lambda t: t.start)
    reader.read(tokens[at:])
    settle_lists(reader.readings, lexicon.metrics)
    settle_paragraphs(reader.readings)
    readings, open_misses = settle(select(resolve_entities(reader, header)), header)
    written = {name: "".join(document.text[slice(*text.span(*at))].split()) for name, at in reader.named.items()}
    facts = []
    for r in sorted(readings, key=lambda r: r.start):
        start, end = text.span(r.start, r.end)
        facts.append(
            Fact(
                entity=written.get(r.entity, r.entity) if r.entity else TOTAL,
                metric=r.metric,
                measure=r.measure,
                value=r.value,
                unit=lexicon.metrics[r.metric].unit if r.measure == "level" else "ratio",
                quantum=r.quantum,
                raw=document.text[start:end],
                start=start,
                end=end,
                repairs=r.repairs,
                proofs=r.proofs,
                place=document.place(start),
            )
        )
    return Extraction(report=header, facts=tuple(facts), misses=tuple(open_misses))

"""Every document about a centre and period in, what is believed of it out: a function of their set, not their order."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.aggregation.doubt import Key, doubts, in_force, key_of
from shared.model import RANK, Finding, Miss
from shared.state import CheckedDocument, StateFigure


class Belief(NamedTuple):
    """The figures in force, with the findings and misses of the documents they come from."""

    figures: dict[Key, StateFigure]
    findings: tuple[Finding, ...]
    misses: tuple[Miss, ...]


def ranked(documents: Iterable[CheckedDocument]) -> list[CheckedDocument]:
    """The documents, the one that outranks all others first.

    annual_report before interpretation before bulletin; within a rank the later first: by the day of publication
    where every document of the rank bears one, else by the moment of receipt; ties by report id. (Comparing pairs by
    publication where both have one would be circular for three documents.)
    """
    known = list(documents)
    undated = {d.report.document for d in known if not d.report.published}

    def place(d: CheckedDocument) -> tuple[object, ...]:
        dated = "" if d.report.document in undated else d.report.published
        return RANK[d.report.document], dated, d.report.received_at, d.report.report_id

    return sorted(known, key=place, reverse=True)


def believe(documents: Iterable[CheckedDocument]) -> Belief:
    """What the documents say together: the first of `ranked` says all it knows, each next one fills what is missing."""
    order = ranked(documents)
    figures: dict[Key, StateFigure] = {}
    for document in order:
        known = {key_of(fact): fact for fact in document.facts}
        doubted = doubts(document.findings, known)
        for key, fact in known.items():
            if key not in figures:
                figures[key] = in_force(fact, document.report.report_id, doubted.get(key))
    return Belief(figures, _findings(order, figures), _misses(order, figures))


def _findings(order: Sequence[CheckedDocument], figures: dict[Key, StateFigure]) -> tuple[Finding, ...]:
    """A finding counts where its document supplies one of the figures it names; the first document's all count."""
    kept = list(order[0].findings) if order else []
    for document in order[1:]:
        report_id = document.report.report_id
        supplied = {key[:2] for key, figure in figures.items() if figure.report_id == report_id}
        kept += [f for f in document.findings if any((f.entity, metric) in supplied for metric in f.metrics)]
    return tuple(kept)


def _misses(order: Sequence[CheckedDocument], figures: dict[Key, StateFigure]) -> tuple[Miss, ...]:
    """What the first document to look for a figure said, where no document has it."""
    kept: dict[Key, Miss] = {}
    for document in order:
        for miss in document.misses:
            key = miss.entity, miss.metric, miss.measure
            if key not in figures:
                kept.setdefault(key, miss)
    return tuple(kept.values())

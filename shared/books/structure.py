"""Which entities make up the whole: found from the figures, since reports nest bodies and leave bodies out."""

from collections.abc import Sequence

from shared.books.book import Book
from shared.books.interval import meets
from shared.model import TOTAL


def parts_of_total(book: Book, metrics: Sequence[str]) -> tuple[str, ...]:
    """The entities whose amounts add to the whole's, or none where the report does not show such entities.

    A body inside another is left out. The figures vote: a set of parts stands when more of its sums hold than fail,
    and at least two hold; so one wrong figure does not unmake a structure, and a list that names only some of the
    parts proves nothing.
    """
    entities = tuple(e for e in book.rows if e != TOTAL)
    if TOTAL not in book.rows or len(entities) < 2:
        return ()
    if _stands(book, TOTAL, entities, metrics):
        return entities
    inside = {e for run in _inner(book, entities, metrics) for e in run}
    rest = tuple(e for e in entities if e not in inside)
    return rest if inside and len(rest) > 1 and _stands(book, TOTAL, rest, metrics) else ()


def _inner(book: Book, entities: Sequence[str], metrics: Sequence[str]) -> list[tuple[str, ...]]:
    """Runs of neighbouring entities that add to another one."""
    runs = []
    for start in range(len(entities)):
        for end in range(start + 2, min(start + 9, len(entities) + 1)):
            run = tuple(entities[start:end])
            if any(_stands(book, e, run, metrics) for e in entities if e not in run):
                runs.append(run)
    return runs


def _stands(book: Book, whole: str, parts: Sequence[str], metrics: Sequence[str]) -> bool:
    held = failed = 0
    wide, top = book.wide, book.rows[whole]
    rows = [book.rows[p] for p in parts]
    for metric in metrics:
        at = top.get(metric)
        slots = [row.get(metric, -1) for row in rows]
        if at is None or min(slots) < 0 or not book.values[at]:
            continue
        total = sum(wide[s][0] for s in slots), sum(wide[s][1] for s in slots)
        held, failed = (held + 1, failed) if meets(wide[at], total) else (held, failed + 1)
    return held > failed and held >= 2

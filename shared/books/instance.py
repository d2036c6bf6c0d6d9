"""One identity on one entity's figures, and how it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.books.book import Book
from shared.books.formulas import Formula, judged, required
from shared.books.interval import Interval
from shared.catalogue.identities import Identity
from shared.model import Verdict

NONE: Sequence[int] = (0,) * 400


class Instance(NamedTuple):
    """`slots` are the terms in the order the formula counts them; `figure` is the one the identity computes.

    `assumed` are the slots of zeros the report does not state. `partial`: some parts are silent, so that it can be
    refuted but not confirmed. `metric` is the one of an identity that is written for many.
    """

    identity: Identity
    entity: str
    slots: tuple[int, ...]
    formula: Formula
    figure: int
    assumed: tuple[int, ...] = ()
    partial: bool = False
    metric: str | None = None


def verdict(instance: Instance, book: Book) -> Verdict:
    """How the identity stands, the figures as the book takes them now."""
    slots, exact = instance.slots, book.exact
    values = [exact[s] for s in slots]
    holds = judged(instance.formula, values, NONE)
    if holds is None:
        return Verdict.UNDECIDABLE
    if holds:
        if instance.partial:
            return Verdict.UNDECIDABLE
        return _with_zeros(instance, book, values) if book.fine else Verdict.HOLDS
    wide, quanta = book.wide, book.quanta
    holds = judged(instance.formula, [wide[s] for s in slots], [quanta[s] for s in slots])
    if holds is None:
        return Verdict.UNDECIDABLE
    return Verdict.LAST_DIGIT if holds else Verdict.VIOLATED


def _with_zeros(instance: Instance, book: Book, values: list[Interval]) -> Verdict:
    """Holds with 5% as shown; one last digit off where it does not hold with 5.00%."""
    if not any(s in book.fine for s in instance.slots):
        return Verdict.HOLDS
    fine = [book.fine.get(s, value) for s, value in zip(instance.slots, values, strict=True)]
    return Verdict.LAST_DIGIT if judged(instance.formula, fine, NONE) is False else Verdict.HOLDS


def needed(instance: Instance, book: Book, slot: int, exact: bool) -> Interval | None:
    """What the figure in `slot` must be for the identity to hold, in the first or the second reading."""
    at = instance.slots.index(slot)
    if exact:
        return required(instance.formula, at, [book.exact[s] for s in instance.slots], NONE)
    return required(
        instance.formula, at, [book.wide[s] for s in instance.slots], [book.quanta[s] for s in instance.slots]
    )

"""The identities in force for a report's year, laid on its book."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from shared.books.book import Book, key_of
from shared.books.instance import Instance
from shared.books.interval import ONE, meets
from shared.books.shapes import Shape, at_most, of_entity, over_parts, shares_of
from shared.books.structure import parts_of_total
from shared.catalogue.identities import OVER_PARTS, Identity, load_identities
from shared.catalogue.metrics import Metric, load_metrics
from shared.model import TOTAL


class Rules:
    """The identities of one report year, ready to be laid on a book."""

    def __init__(self, identities: Sequence[Identity], metrics: Mapping[str, Metric]) -> None:
        self.metrics = metrics
        self.summed = tuple(m.id for m in metrics.values() if m.rollup == "sum")
        self.shapes = [of_entity(i) for i in identities if i.kind not in OVER_PARTS and i.kind != "bridge"]
        self.groups = {
            key: tuple(shape.keys) for shape in self.shapes if shape.identity.kind == "shares" for key in shape.keys
        }
        self.across = [(i, self._each(i)) for i in identities if i.kind in OVER_PARTS]

    def _each(self, identity: Identity) -> tuple[tuple[str, str], ...]:
        """The metrics of an identity that is written for many, each with its base."""
        if identity.metrics == "sum":
            return tuple((m, "") for m in self.summed)
        if identity.metrics == "weighted":
            return tuple((m.id, m.weight or "") for m in self.metrics.values() if m.rollup == "weighted")
        if identity.metrics == "ratio":
            ratios = [m for m in self.metrics.values() if m.rollup.startswith("ratio:")]
            return tuple((m.id, m.rollup.partition("/")[2]) for m in ratios)
        return tuple((m, identity.base[0] if identity.base else "") for m in identity.metrics)

    def lay(self, book: Book) -> tuple[list[Instance], int]:
        """Every identity that the book's figures allow, and how many lack a term."""
        found: list[Instance] = []
        missing = 0
        for entity in list(book.rows):
            for shape in self.shapes:
                instance = (
                    _shares(shape, entity, book) if shape.identity.kind == "shares" else _own(shape, entity, book)
                )
                if instance:
                    found.append(instance)
                elif shape.keys[shape.figure] in book.rows[entity]:
                    missing += 1
        parts = parts_of_total(book, self.summed)
        if parts:
            for identity, each in self.across:
                laid = list(self._between(identity, each, (TOTAL, *parts), book))
                found += [i for i in laid if i]
                missing += laid.count(None)
        return found, missing

    def _between(
        self, identity: Identity, each: Sequence[tuple[str, str]], bodies: Sequence[str], book: Book
    ) -> Iterator[Instance | None]:
        if identity.kind == "common_base":
            yield from _pairs(identity, bodies, book)
            return
        if identity.kind == "rate_parts":
            each = ((identity.figure or "", ""),)
        for metric, base in each:
            if any(metric in book.rows[body] for body in bodies):
                yield self._over(identity, (metric, base), bodies, book)

    def _over(self, identity: Identity, of: tuple[str, str], bodies: Sequence[str], book: Book) -> Instance | None:
        """The identity for one metric and its base; a share on which a body with a full group is silent is zero."""
        metric, base = of
        slots: list[int] = []
        assumed: list[int] = []
        for key, which in _columns(identity, metric, base, len(bodies)):
            for body in bodies[which]:
                slot = book.rows[body].get(key, -1)
                if slot < 0 and key == metric and self._full_without(metric, body, book):
                    slot = book.assume(body, key, beside_others=True)
                    assumed.append(slot)
                slots.append(slot)
        if min(slots) >= 0:
            formula = over_parts(identity.kind, len(bodies) - 1)
            figure = len(bodies) if identity.kind.endswith("_prior") else 0
            return Instance(identity, TOTAL, tuple(slots), formula, figure, tuple(assumed), metric=metric)
        known = [s for s in slots[1:] if s >= 0]
        if identity.kind == "parts" and slots[0] >= 0 and known and metric not in identity.may_be_negative:
            return Instance(identity, TOTAL, (slots[0], *known), at_most(len(known)), 0, partial=True, metric=metric)
        return None

    def _full_without(self, metric: str, body: str, book: Book) -> bool:
        """True where the body's shares of the group add to the whole without this one: it is zero or folded away."""
        row = book.rows[body]
        there = [row[key] for key in self.groups.get(metric, ()) if key in row]
        total = sum(book.wide[s][0] for s in there), sum(book.wide[s][1] for s in there)
        return len(there) > 1 and meets(total, (ONE, ONE))


def _own(shape: Shape, entity: str, book: Book) -> Instance | None:
    """The identity with what is silent taken as zero, unless more is silent than said."""
    row = book.rows[entity]
    slots = [row.get(key, -1) for key in shape.keys]
    if shape.identity.silent and not _all_silent(shape.identity.silent, entity, book):
        return None
    if min(slots) >= 0:
        return Instance(shape.identity, entity, tuple(slots), shape.formula, shape.figure)
    silent = [at for at, slot in enumerate(slots) if slot < 0]
    if any(shape.keys[at] not in shape.identity.zero_if_missing for at in silent):
        return None
    omissible = sum(shape.keys[at] in shape.identity.omissible for at in silent)
    if omissible and omissible >= len(slots) - len(silent) - 1:
        return None
    for at in silent:
        slots[at] = book.assume(entity, shape.keys[at])
    if min(slots) < 0:
        return None
    assumed = tuple(slots[at] for at in silent)
    return Instance(shape.identity, entity, tuple(slots), shape.formula, shape.figure, assumed)


def _all_silent(keys: Sequence[str], entity: str, book: Book) -> bool:
    """True where none of these figures is more than zero, as far as the report tells of this body or of others."""
    for key in keys:
        slot = book.slot(entity, key)
        if book.values[slot] if slot >= 0 else book.assume(entity, key) < 0:
            return False
    return True


def _shares(shape: Shape, entity: str, book: Book) -> Instance | None:
    """The shares that are there; where one that is always given is not, too small a sum proves nothing."""
    row, optional = book.rows[entity], shape.identity.zero_if_missing
    there = [row[key] for key in shape.keys if key in row]
    if len(there) < 2:
        return None
    silent = [key for key in shape.keys if key not in row]
    total = sum(book.exact[s][0] for s in there), sum(book.exact[s][1] for s in there)
    assumed = tuple(book.assume(entity, key) for key in silent if key in optional)
    if (len(assumed) < len(silent) or -1 in assumed) and not meets(total, (ONE, ONE)):
        if total[0] <= ONE:
            return None
        assumed = ()
    assumed = tuple(s for s in assumed if s >= 0)
    slots = (*there, *assumed)
    return Instance(shape.identity, entity, slots, shares_of(len(slots)), 0, assumed)


def _columns(identity: Identity, metric: str, base: str, n: int) -> list[tuple[str, slice]]:
    """The keys that a kind needs, and of which bodies."""
    every, only = slice(0, n), slice(1, n)
    growth, points = key_of(metric, "yoy_rate"), key_of(metric, "yoy_points")
    if identity.kind == "rate_parts":
        return [(metric, slice(0, 1)), (identity.terms[0], only), (identity.base[0], only)]
    return {
        "parts": [(metric, every)],
        "parts_prior": [(metric, every), (growth, every)],
        "weighted": [(metric, every), (base, only)],
        "weighted_prior": [(metric, every), (points, every), (base, only), (key_of(base, "yoy_rate"), only)],
        "between": [(metric, every)],
        "between_prior": [(metric, every), (points, every)],
    }[identity.kind]


def _pairs(identity: Identity, bodies: Sequence[str], book: Book) -> Iterator[Instance | None]:
    """The common base, compared between every two bodies, or with the whole where they are many."""
    keys = (identity.terms[0], identity.base[0])
    rows = [(b, tuple(book.slot(b, key) for key in keys)) for b in bodies]
    rows = [(b, slots) for b, slots in rows if min(slots) >= 0]
    formula = over_parts("common_base", 2)
    for at, (body, slots) in enumerate(rows):
        for _, others in rows[at + 1 : None if len(rows) <= 4 else at + 2]:
            yield Instance(identity, body, (slots[1], slots[0], others[1], others[0]), formula, 1)


@cache
def rules_for(year: int, bulletin: bool) -> Rules:
    """The catalogue's identities that speak of a report of that year and kind, compiled once."""
    return Rules([i for i in load_identities() if i.applies(year, bulletin)], load_metrics())

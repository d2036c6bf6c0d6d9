"""Readings in force come in; facts and misses go out, with names and figures as the document writes them."""

from collections.abc import Iterator, Mapping, Sequence

from services.parser.candidate import Reading
from services.parser.document import Document
from services.parser.normalise import Normalised
from shared.catalogue.metrics import Metric
from shared.model import TOTAL, Fact, Measure, Miss, ReportHeader


class Scribe:
    """Writes down what was read, each figure as it stands in the document."""

    def __init__(self, document: Document, text: Normalised, named: Mapping[str, tuple[int, int]]) -> None:
        self.document = document
        self.text = text
        self.names = {name: "".join(document.text[slice(*text.span(*at))].split()) for name, at in named.items()}

    def entity(self, name: str | None) -> str:
        """An entity as its own paragraphs write it."""
        return self.names.get(name, name) if name else TOTAL

    def fact(self, r: Reading, metrics: Mapping[str, Metric]) -> Fact:
        """The fact of one reading; `raw` is the text between its offsets."""
        start, end = self.text.span(r.start, r.end)
        return Fact(
            entity=self.entity(r.entity),
            metric=r.metric,
            measure=measure(r),
            value=r.value,
            unit=metrics[r.metric].unit if r.measure == "level" else "ratio",
            quantum=r.quantum,
            raw=self.document.text[start:end],
            start=start,
            end=end,
            repairs=r.repairs,
            proofs=r.proofs,
            place=self.document.place(start),
        )

    def miss(self, m: Miss) -> Miss:
        """A miss of the plain text with names and places as the document has them."""
        found = [c.model_copy(update=self._where(c.start, c.end)) for c in m.candidates]
        where = self._where(m.start, m.end) if m.start is not None and m.end is not None else {}
        where.pop("raw", None)
        return m.model_copy(update={"entity": self.entity(m.entity), "candidates": tuple(found), **where})

    def _where(self, start: int, end: int) -> dict[str, int | str]:
        at, upto = self.text.span(start, end)
        return {"start": at, "end": upto, "raw": self.document.text[at:upto]}

    def none_disclosed(self, nils: Sequence[Reading], known: set[tuple[str, str]]) -> Iterator[Miss]:
        """A miss for each figure of which the document says that there is none."""
        for r in nils:
            key = self.entity(r.entity), r.metric
            if key not in known:
                known.add(key)
                start, end = self.text.span(r.start, r.end)
                yield Miss(entity=key[0], metric=key[1], measure="level", reason="none_disclosed", start=start, end=end)


def measure(r: Reading) -> Measure:
    """The measure of a reading."""
    return "level" if r.measure == "level" else "yoy_rate" if r.measure == "yoy_rate" else "yoy_points"


def not_disclosed(header: ReportHeader, known: set[tuple[str, str]], metrics: Mapping[str, Metric]) -> Iterator[Miss]:
    """What an annual report's template has in the sections that the report fills, and the report does not state.

    Only for the reporting body as a whole: what its parts leave out is theirs to leave out.
    """
    if header.document != "annual_report":
        return
    filled = {metrics[metric].section for entity, metric in known if entity == TOTAL}
    year = int(header.period[:4])
    for metric in metrics.values():
        in_force = (metric.valid_from or year) <= year <= (metric.valid_to or year)
        if metric.section in filled and in_force and (TOTAL, metric.id) not in known:
            yield Miss(entity=TOTAL, metric=metric.id, measure="level", reason="not_disclosed")

"""Why a figure of a report was read as it was: the readings of one metric, each with its sentence and its fate."""

import re
from collections.abc import Iterator

from services.parser.align import align, unwrap
from services.parser.candidate import Reading
from services.parser.document import Document
from services.parser.entities import resolve_entities
from services.parser.extract import extract, walk
from services.parser.facts import Scribe, measure
from services.parser.normalise import Normalised
from services.parser.select import rank
from shared.model import TOTAL, Fact, Figure, Frozen, Measure, Miss, ReportHeader

STOP = re.compile(r"[。；;\n]")
LONGEST = 120

WEAK = {
    "other_time": "是另一时期的数字 (another period's figure)",
    "policy": "在政策或说明文字中 (in text on policy, where no figures are disclosed)",
    "no_unit": "没有单位，可能是百分之几，也可能是千分之几 (a ratio without its unit)",
    "foreign": "是全省、全国等其他范围的数字 (of a wider scope: the province, the country)",
    "joint": "几个机构合在一起，分不清是谁的 (of several bodies at once: cannot be told whose)",
}
TAKEN = "采用 (taken)"
ONLY_FACT = "采用：由连写的数字拆出 (taken: parted from digits that ran together)"
AMBIGUOUS = "有多种读法，账目不能判定 (several readings are left and the books do not decide)"
AGAIN = "与采用的相同，重复披露 (the same figure stated again)"
SECTION = "采用了本指标所在章节的数字 (the section that discloses the figure goes first)"
MENDED = "采用了无需修补的数字 (a figure that needed no mending goes first)"
FIRST = "采用了先出现的数字 (of equal statements the first stands)"


class Considered(Frozen):
    """One reading of the figure: whether it is the fact, and why or why not; `sentence` is where it stands."""

    measure: Measure
    value: Figure
    raw: str
    start: int
    end: int
    sentence: str
    taken: bool
    why: str
    repairs: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()


class Explanation(Frozen):
    """All readings of one metric of one entity in the order of the text, and what was missed of it."""

    metric: str
    entity: str
    readings: tuple[Considered, ...]
    misses: tuple[Miss, ...]


def explain(
    document: Document, header: ReportHeader, metric: str, entity: str = TOTAL, passage: bool = False
) -> Explanation:
    """How `metric` of `entity` (any of its names in the report) was read from a document.

    It reads the document once more and keeps what `extract` throws away. Nothing is raised: an unknown metric or
    entity gives an explanation without readings.
    """
    text = Normalised(align(unwrap(document.text)))
    reader = walk(text, header)
    named = [(r, r.entity) for r in reader.readings if r.metric == metric]
    bodies = {id(r) for r in resolve_entities(reader, header)}
    scribe = Scribe(document, text, reader.named)
    plain = Normalised("".join(entity.split())).plain
    whose = entity if entity == TOTAL else scribe.entity(reader.canon.get(plain, plain))
    made = extract(document, header, passage)
    facts = [f for f in made.facts if (f.metric, f.entity) == (metric, whose)]
    misses = tuple(m for m in made.misses if (m.metric, m.entity) == (metric, whose))
    court = _Court(document, text, facts, misses)
    court.winner = {measure(r): r for r, _ in named if id(r) in bodies and not r.weak and court.fact(r)}
    found = [
        court.judge(r, None if id(r) in bodies else name)
        for r, name in named
        if (scribe.entity(r.entity) if id(r) in bodies else TOTAL) == whose
    ]
    found += court.unread(found)
    ordered = tuple(sorted(found, key=lambda c: (c.start, c.measure)))
    return Explanation(metric=metric, entity=whose, readings=ordered, misses=misses)


class _Court:
    """Says of each reading what became of it."""

    def __init__(self, document: Document, text: Normalised, facts: list[Fact], misses: tuple[Miss, ...]) -> None:
        self.document = document
        self.text = text
        self.facts = facts
        self.misses = misses
        self.winner: dict[Measure, Reading] = {}

    def judge(self, r: Reading, stranger: str | None) -> Considered:
        """The fate of one reading; `stranger` is the name of a part that is no body."""
        start, end = self.text.span(r.start, r.end)
        kind = measure(r)
        fact = self.fact(r)
        if fact is not None and stranger is None and not r.weak:
            return self._fact(fact, TAKEN)
        return Considered(
            measure=kind,
            value=r.value,
            raw=self.document.text[start:end],
            start=start,
            end=end,
            sentence=sentence(self.document.text, start, end),
            taken=False,
            why=self._why(r, kind, start, stranger),
            repairs=r.repairs,
        )

    def fact(self, r: Reading) -> Fact | None:
        """The fact that stands where the reading stands, if there is one."""
        start, end = self.text.span(r.start, r.end)
        return next((f for f in self.facts if f.measure == measure(r) and start <= f.start and f.end <= end), None)

    def unread(self, found: list[Considered]) -> Iterator[Considered]:
        """Facts that no reading gave as it stands: what digits that ran together were parted into."""
        known = {(c.measure, c.start) for c in found if c.taken}
        return (self._fact(f, ONLY_FACT) for f in self.facts if (f.measure, f.start) not in known)

    def _fact(self, f: Fact, why: str) -> Considered:
        where = sentence(self.document.text, f.start, f.end)
        shown = f.model_dump(include={"measure", "value", "raw", "start", "end", "repairs", "proofs"})
        return Considered(**shown, sentence=where, taken=True, why=why)

    def _why(self, r: Reading, kind: Measure, start: int, stranger: str | None) -> str:
        if stranger is not None:
            return f"“{stranger}”不是机构 (a part that is no reporting body)"
        if r.weak:
            return WEAK.get(r.weak, f"前面有限定词“{r.weak}” (narrowed by the words before it)")
        if any(m.measure == kind and m.start == start for m in self.misses):
            return AMBIGUOUS
        fact = next((f for f in self.facts if f.measure == kind), None)
        if fact is None or fact.value == r.value:
            return AGAIN
        best = self.winner.get(kind)
        if best is None or rank(best) == rank(r):
            return FIRST
        return SECTION if rank(best)[0] and not rank(r)[0] else MENDED


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, at most LONGEST characters to either side.

    >>> sentence("一。缴存额3亿元。二", 5, 8)
    '缴存额3亿元。'
    """
    before = max(
        (m.end() for m in STOP.finditer(text, max(0, start - LONGEST), start)), default=max(0, start - LONGEST)
    )
    after = STOP.search(text, end, end + LONGEST)
    return text[before : after.end() if after else end + LONGEST].strip()

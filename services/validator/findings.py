"""Diagnoses and verdicts turned into findings. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from services.validator.diagnose import Diagnosis
from services.validator.hypotheses import Hypothesis
from services.validator.trial import Court
from services.validator.wording import name_en, name_zh, printed, rounded_to, shown
from shared.books.instance import Instance
from shared.books.interval import Interval, closed, middle, unscaled
from shared.model import Fact, Finding, Quote, Severity, Suggestion

ABOUT = "(末位可能有出入)"
MOST_EXPLANATIONS = 8


@dataclass(frozen=True)
class Case:
    """What a finding is about: the violated identities, the figure to name, and what is to be said of it."""

    court: Court
    violated: tuple[int, ...]
    slot: int
    severity: Severity
    expected: Interval | None = None
    digits: Decimal | None = None
    chosen: Suggestion | None = None
    others: tuple[Suggestion, ...] = ()

    @property
    def fact(self) -> Fact:
        """The figure that is named; it is always one that the report prints."""
        fact = self.court.book.facts[self.slot]
        assert fact
        return fact

    @property
    def terms(self) -> list[Fact]:
        """Every figure that takes part, the named one first."""
        instances = self.court.instances
        slots = dict.fromkeys((self.slot, *(s for at in self.violated for s in instances[at].slots)))
        return [fact for s in slots if (fact := self.court.book.facts[s])]

    @property
    def main(self) -> Instance:
        """The identity to quote: one that computes the figure, else the first that has it."""
        having = [self.court.instances[at] for at in self.violated]
        computing = [i for i in having if i.slots[i.figure] == self.slot]
        return (computing or [i for i in having if self.slot in i.slots] or having)[0]


def from_diagnosis(court: Court, diagnosis: Diagnosis) -> Finding:
    """One finding for a cluster of violated identities; the figure that is most likely wrong comes first.

    A cluster that something undisclosed explains as well as a slip does is a warning: no figure in it need be wrong.
    """
    violated = tuple(sorted(diagnosis.violated))
    slot = _named(court, diagnosis)
    likely = [h for h in diagnosis.rivals if h.odds * 2 > diagnosis.rivals[0].odds]
    silent = any(court.book.facts[s] is None for h in likely for s in h.slots)
    suggestions = [s for h in diagnosis.rivals if (s := _suggestion(court, diagnosis, h))]
    chosen = suggestions[0] if diagnosis.chosen and suggestions else None
    others = tuple(s for s in suggestions if s is not chosen)[:MOST_EXPLANATIONS]
    reading = diagnosis.rivals[0].changes.get(slot) if diagnosis.rivals else None
    digits = unscaled(reading.quantum) if reading and reading.quantum else None
    expected = diagnosis.expected if reading and slot == diagnosis.rivals[0].slots[0] else None
    return _finding(Case(court, violated, slot, "warning" if silent else "error", expected, digits, chosen, others))


def from_merger(court: Court, violated: frozenset[int]) -> Finding:
    """A warning for roll-forwards that fail together because a body joined in the year."""
    case = Case(court, tuple(sorted(violated)), _figure(court.instances[min(violated)], court), "warning")
    zh = "缴存、提取等多项存量的增长都超过本年发生额,增减幅度以合并前的上年末为基数,可能有机构并入"
    en = "several stocks grew by more than what flowed: a body may have joined in the year"
    return _finding(case).model_copy(update={"rule": "across.merger", "message": f"{zh}。", "message_en": en})


def doubted(finding: Finding) -> Finding:
    """An error of a report that contradicts itself so often that its reading is in doubt, as a warning that says so."""
    zh = f"{finding.message}本报告自相矛盾之处过多,可能是读取有误,请先对照原文核对读数。"
    en = f"{finding.message_en}. So many figures clash that the report was probably misread: compare with the original"
    return finding.model_copy(update={"severity": "warning", "message": zh, "message_en": en})


def from_verdict(court: Court, at: int, severity: Severity) -> Finding:
    """A finding for one identity that is implausible, or holds only by a last digit."""
    identity = court.instances[at].identity
    slot = _figure(court.instances[at], court)
    outside = identity.kind in {"band", "limit", "order"} and identity.low != -(identity.high or 0)
    return _finding(Case(court, (at,), slot, severity, None if outside else court.needed(at, slot, exact=True)))


def _named(court: Court, diagnosis: Diagnosis) -> int:
    """The figure to name: the best explanation's first that is printed, else what an identity computes."""
    for hypothesis in diagnosis.rivals:
        for slot in hypothesis.slots:
            if court.book.facts[slot]:
                return slot
    return _figure(court.instances[min(diagnosis.violated)], court)


def _figure(instance: Instance, court: Court) -> int:
    slots = (instance.slots[instance.figure], *instance.slots)
    return next(s for s in slots if court.book.facts[s])


def _suggestion(court: Court, diagnosis: Diagnosis, hypothesis: Hypothesis) -> Suggestion | None:
    """What this explanation would have the figure be, with the identities that say so."""
    slot = next((s for s in hypothesis.slots if court.book.facts[s]), None)
    fact = None if slot is None else court.book.facts[slot]
    if slot is None or fact is None:
        return None
    reading, slip = hypothesis.changes[slot], hypothesis.slip
    value, quantum = unscaled(reading.value), unscaled(reading.quantum)
    repaired = sorted(hypothesis.outcome.repaired & diagnosis.violated)
    zh, en = (slip.label_zh, slip.label_en) if slip else ("只有改这个数,各恒等式才都成立", "with this value all hold")
    return Suggestion(
        metric=fact.metric,
        value=value.normalize() + 0,
        reason=f"{zh}:{printed(fact)} → {shown(value, quantum, fact)}{ABOUT if hypothesis.about else ''} ({en})",
        entity=fact.entity,
        measure=fact.measure,
        slip=slip.id if slip else None,
        proofs=tuple(dict.fromkeys(court.instances[at].identity.id for at in repaired)),
    )


def _finding(case: Case) -> Finding:
    fact, terms = case.fact, case.terms
    digits = min(fact.quantum, case.digits or fact.quantum)
    value = rounded_to(unscaled(middle(case.expected)), digits) if case.expected and closed(case.expected) else None
    zh, en = _message(case, value)
    return Finding(
        rule=case.main.identity.id,
        severity=case.severity,
        entity=fact.entity,
        metrics=tuple(dict.fromkeys((fact.metric, *(s.metric for s in case.others), *(f.metric for f in terms)))),
        measure=fact.measure,
        disclosed=fact.value,
        expected=value,
        tolerance=fact.quantum / 2,
        suggestion=case.chosen,
        explanations=case.others,
        message=zh,
        message_en=en,
        quotes=tuple(
            Quote(entity=f.entity, metric=f.metric, measure=f.measure, raw=f.raw, start=f.start, end=f.end)
            for f in terms
        ),
    )


def _message(case: Case, value: Decimal | None) -> tuple[str, str]:
    main, fact = case.main, case.fact
    zh = f"{name_zh(fact.entity, fact.metric, fact.measure)}印为{printed(fact)}:{main.identity.message_zh}"
    en = f"{name_en(fact.entity, fact.metric, fact.measure)} is shown as {fact.raw}: {main.identity.message_en}"
    if case.chosen:
        reason = case.chosen.reason.rpartition(" (")[0]
        return f"{zh}。应是{reason}", f"{en}. It should be {format(case.chosen.value, 'f')} ({case.chosen.slip})"
    if value is not None:
        step = min(fact.quantum, case.digits or fact.quantum, Decimal(1).scaleb(value.adjusted() - 2))
        zh, en = f"{zh};按此应约为{shown(value, step, fact)}", f"{en}; that gives about {format(value, 'f')}"
    if case.severity == "info":
        return f"{zh}。只差末位(截尾,或由已舍入的数算得)", f"{en}; one last digit off (cut, or from rounded figures)"
    return f"{zh}。", en

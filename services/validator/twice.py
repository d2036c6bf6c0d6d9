"""One figure that a report states twice, each time otherwise. Pure."""

from services.validator.wording import name_en, name_zh, printed
from shared.model import Extraction, Fact, Finding, Quote

RULE = "same_fact"


def twice(extraction: Extraction) -> list[Finding]:
    """A warning for each statement that contradicts the figure in force beyond their digits.

    Both cannot be true, but neither need be this body's: the reader may have taken another's for it. So it is never
    an error; where an identity tells which of the two is wrong, that is an error of its own.
    """
    in_force = {(f.entity, f.metric, f.measure): f for f in extraction.facts}
    pairs = [(in_force.get((r.entity, r.metric, r.measure)), r) for r in extraction.repeats]
    return [_finding(fact, other) for fact, other in pairs if fact and fact.value != other.value]


def _finding(fact: Fact, other: Fact) -> Finding:
    name = name_zh(fact.entity, fact.metric, fact.measure)
    return Finding(
        rule=RULE,
        severity="warning",
        entity=fact.entity,
        metrics=(fact.metric,),
        measure=fact.measure,
        disclosed=fact.value,
        expected=other.value,
        tolerance=max(fact.quantum, other.quantum),
        message=f"{name}两处不一致:一处为{printed(fact)},另一处为{printed(other)},请核实以哪一处为准。",
        message_en=f"{name_en(fact.entity, fact.metric, fact.measure)} is stated as {fact.raw} and as {other.raw}",
        quotes=(_quote(fact), _quote(other)),
    )


def _quote(fact: Fact) -> Quote:
    return Quote(
        entity=fact.entity, metric=fact.metric, measure=fact.measure, raw=fact.raw, start=fact.start, end=fact.end
    )

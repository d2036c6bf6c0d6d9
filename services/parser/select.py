"""Many readings come in, one for each (entity, metric, measure) goes out: the one of the section that discloses it."""

from services.parser.candidate import Reading

Key = tuple[str | None, str, str]


def select(readings: list[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The reading in force of each figure in the order of the text, and those that state it otherwise.

    Weak readings are never in force and contradict nobody.
    """
    strong = [r for r in readings if not r.weak]
    best: dict[Key, Reading] = {}
    for r in strong:
        key = (r.entity, r.metric, r.measure)
        if key not in best or rank(r) > rank(best[key]):
            best[key] = r
    repeats = [r for r in strong if _differs(r, best[r.entity, r.metric, r.measure])]
    return sorted(best.values(), key=lambda r: r.start), repeats


def rank(r: Reading) -> tuple[bool, bool]:
    """A reading in its own section goes before one elsewhere, a whole number before a mended one."""
    return r.section.partition(".")[0] == r.metric.partition(".")[0], not r.repairs


def _differs(r: Reading, other: Reading) -> bool:
    """Whether two statements of one figure cannot both be true, each being cut or rounded to its digits."""
    return not r.repairs and not other.repairs and abs(r.value - other.value) >= max(r.quantum, other.quantum)

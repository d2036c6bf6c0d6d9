"""Many readings come in, one for each (entity, metric, measure) goes out: the one of the section that discloses it."""

from services.parser.candidate import Reading


def select(readings: list[Reading]) -> list[Reading]:
    """The reading in force of each figure, in the order of the text; weak ones are never in force."""
    best: dict[tuple[str | None, str, str], Reading] = {}
    for r in readings:
        if r.weak:
            continue
        key = (r.entity, r.metric, r.measure)
        if key not in best or rank(r) > rank(best[key]):
            best[key] = r
    return sorted(best.values(), key=lambda r: r.start)


def rank(r: Reading) -> tuple[bool, bool]:
    """A reading in its own section goes before one elsewhere, a whole number before a mended one."""
    return r.section.partition(".")[0] == r.metric.partition(".")[0], not r.repairs

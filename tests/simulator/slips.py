"""One planted mistake to a page: a figure as a clerk gets it wrong, kept only when the books contradict it.

The proof uses the simulator's own identities with every figure allowed a whole unit of its last digit, so that a slip
that hides behind rounding or cutting is never planted.
"""

from fractions import Fraction
from random import Random

from tests.simulator.books import Book
from tests.simulator.figures import Fig
from tests.simulator.identities import Key
from tests.simulator.page import Block
from tests.simulator.slip_kinds import SLIPS, Page, key

KINDS = tuple(SLIPS)


def plant(blocks: list[Block], book: Book, rng: Random, kinds: tuple[str, ...] = KINDS) -> list[dict[str, object]]:
    """Make one mistake on the page that the books contradict; the finding, or nothing when none could be."""
    page = Page(blocks, book, rng)
    if page.broken(Fraction(1)):
        return []
    close = set(page.broken(Fraction(1, 2)))
    for kind in rng.sample(kinds, len(kinds)):
        for _ in range(8):
            slip = SLIPS[kind](page)
            if slip is None:
                continue
            wrong, undo = slip
            keys = {key(fig) for fig, _ in wrong}
            if any(keys & terms for terms in page.broken(Fraction(1))):
                return [_finding(wrong, kind, set(page.broken(Fraction(1, 2))) - close)]
            undo()
    return []


def _finding(wrong: list[tuple[Fig, str]], kind: str, broken: set[frozenset[Key]]) -> dict[str, object]:
    """The row of the findings file; what else stands in the broken identities cannot always be told apart."""
    own = {(fig.entity, fig.metric) for fig, _ in wrong}
    also = {metric for terms in broken for entity, metric, _ in terms if (entity, metric) not in own}
    fig, before = wrong[0]
    printed = "; ".join(f"{f.metric} {f.measure} stands as {f.label}, the books say {b}" for f, b in wrong)
    return {
        "entity": fig.entity,
        "metrics": [f.metric for f, _ in wrong],
        "also": sorted(also),
        "why": f"{kind}: {printed}",
        "kind": kind,
        "measure": fig.measure,
        "true_value": before,
        "true_values": {f.metric: b for f, b in wrong},
    }

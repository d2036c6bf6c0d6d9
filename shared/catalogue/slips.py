"""How a figure comes to be wrong: one `[[slip]]` for each way, read from `slips.toml`."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Frozen, Measure, Unit

FILE = Path(__file__).parent / "slips.toml"

SlipKind = Literal["factor", "transposed", "digit", "digits_lost", "swapped", "folded", "part_left_out", "omitted"]
UNEXPLAINED = Fraction(1, 20)
"""The odds of a figure that would repair the books but that no slip explains."""


class Slip(Frozen):
    """One way to go wrong; empty `metrics`, `units` and `measures` mean any."""

    id: str
    kind: SlipKind
    odds: int
    factors: tuple[Decimal, ...] = ()
    metrics: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    measures: tuple[Measure, ...] = ()
    label_zh: str
    label_en: str

    def fits(self, metric: str, unit: Unit, measure: Measure) -> bool:
        """True where a figure of that kind can have gone wrong this way."""
        return (
            (not self.metrics or metric in self.metrics)
            and (not self.units or unit in self.units)
            and (not self.measures or measure in self.measures)
        )


@cache
def load_slips(path: Path = FILE) -> tuple[Slip, ...]:
    """All slips, the most usual first. Raises CatalogueError for a factor slip without factors or with zero.

    >>> load_slips()[0].id
    'per_mille'
    """
    slips = read_entries(path, "slip", Slip)
    for slip in slips:
        if (slip.kind == "factor") != bool(slip.factors) or 0 in slip.factors:
            raise CatalogueError(f"{path.name}: slip {slip.id}: `factors` go with kind = factor and are not zero")
    return tuple(sorted(slips, key=lambda s: -s.odds))


def slip_of(kind: SlipKind) -> Slip:
    """The slip of a kind that has only one; raises StopIteration where the catalogue lacks it."""
    return next(s for s in load_slips() if s.kind == kind)

"""A page before it has a format: blocks of runs, in reading order."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.simulator.figures import Fig, Run

_ASCII = str.maketrans("，；：（）", ",;:()")


@dataclass(slots=True)
class Block:
    """A heading, a paragraph, a table or a line of page furniture; `spans` are cells that reach over rows below."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    spans: dict[tuple[int, int], int] = field(default_factory=dict)

    def covered(self, row: int, column: int) -> bool:
        """Whether a cell lies under one that reaches down over it."""
        return any(c == column and r < row < r + n for (r, c), n in self.spans.items())


def settle(blocks: list[Block], ascii_marks: bool) -> None:
    """Mark what is said for the second time, and set punctuation in half width where the report does."""
    told: set[tuple[str, str, str]] = set()
    sure = {(f.entity, f.metric, f.measure) for f in figures(blocks) if not f.optional}
    for runs in every_line(blocks):
        for index, run in enumerate(runs):
            if isinstance(run, Fig):
                run.entity = run.entity.translate(_ASCII) if ascii_marks else run.entity
                key = (run.entity, run.metric, run.measure)
                run.repeat = key in told or (run.optional and key in sure)
                told |= set() if run.repeat else {key}
            elif isinstance(run, str) and ascii_marks:
                runs[index] = run.translate(_ASCII)


def every_line(blocks: list[Block]) -> Iterable[list[Run]]:
    """The runs of every paragraph and table cell in reading order."""
    for block in blocks:
        if block.kind == "table":
            for row in block.rows:
                yield from row
        else:
            yield block.runs


def figures(blocks: list[Block]) -> list[Fig]:
    """Every figure on the page in reading order."""
    return [run for runs in every_line(blocks) for run in runs if isinstance(run, Fig)]

"""The page as plain text, in an encoding and with line ends of its own."""

from random import Random

from tests.simulator.figures import Run
from tests.simulator.page import Block


def line(runs: list[Run]) -> str:
    """The words of one line."""
    return "".join(run if isinstance(run, str) else run.raw for run in runs)


def text(blocks: list[Block], rng: Random) -> str:
    """The whole page; tables are flattened as copying from a browser does."""
    between = rng.choice(["\n\n", "\n", "\n\n", "\n　　"])
    cell = rng.choice([" ", "\t", "  "])
    lines: list[str] = []
    for block in blocks:
        if block.kind == "table":
            rows = [_row(block, index, cell) for index in range(len(block.rows))]
            full = all(line(c) for row in block.rows for c in row)
            lines.append(" ".join(rows) if full and rng.random() < 0.3 else "\n".join(rows))
        else:
            lines.append(line(block.runs))
    return between.join(lines) + "\n"


def _row(block: Block, index: int, mark: str) -> str:
    """A row of a table, without the cells that one above covers."""
    cells = enumerate(block.rows[index])
    return mark.join(line(runs) for column, runs in cells if not block.covered(index, column))


def wrapped(page: str, width: int) -> str:
    """The page with a line break after every so many characters, wherever that falls."""
    lines = []
    for paragraph in page.split("\n"):
        lines += [paragraph[i : i + width] for i in range(0, len(paragraph), width)] or [""]
    return "\n".join(lines)


def encode(page: str, rng: Random) -> bytes:
    """Bytes in UTF-8, with or without its mark, or in GB 18030."""
    encoding = rng.choice(["utf-8"] * 6 + ["utf-8-sig", "gb18030", "gb18030"])
    if rng.random() < 0.06:
        page = wrapped(page, rng.randint(34, 60))
    if rng.random() < 0.1:
        page = page.replace("\n", "\r\n")
    return page.encode(encoding)

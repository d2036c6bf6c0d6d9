"""Where commands write: tables and sentences for people, JSON for programs, refusals on standard error."""

import sys
from collections.abc import Iterable, Sequence

from pydantic import BaseModel
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

PAGE = 132
"""How wide tables are where nobody's window says."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PAGE)
err = Console(stderr=True, highlight=False, soft_wrap=True)

TONE = {
    **{"error": "bold red", "critical": "bold red", "rejected": "bold red", "suspect": "red", "firing": "bold red"},
    **{"warning": "yellow", "undecidable": "yellow", "repaired": "yellow", "corrected": "yellow", "pending": "yellow"},
    **{"info": "cyan", "notice": "cyan", "done": "green", "resolved": "green", "ok": "green"},
}
"""The colour of a word that says how something stands."""


def tone(word: str, shown: str | None = None) -> str:
    """`shown` (or the word itself) in the word's colour."""
    colour = TONE.get(word)
    return f"[{colour}]{shown or word}[/]" if colour else shown or word


def print_json(value: BaseModel | Sequence[BaseModel]) -> None:
    """One JSON object a line: a list becomes JSON Lines. Figures are exact decimal strings."""
    for item in [value] if isinstance(value, BaseModel) else value:
        sys.stdout.write(item.model_dump_json() + "\n")


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table for people; the columns numbered in `right` are aligned to the right."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        out.print(table, soft_wrap=False)
    else:
        out.print(f"{title}: —")


def complain(message: str) -> None:
    """One line on standard error."""
    err.print(message, markup=False)

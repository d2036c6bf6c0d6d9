"""The page as a PDF with a text layer: wrapped lines, running heads, page numbers, sometimes two columns."""

import io
from functools import cache
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.simulator.page import Block
from tests.simulator.render_text import line

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = A4


@cache
def _font() -> str:
    """The font, registered once."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    return _FONT


class Sheets:
    """Pages that fill up line by line."""

    def __init__(self, rng: Random, title: str, columns: int) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.size = 10.5 if columns > 1 else rng.choice([10.5, 12, 14])
        self.leading = self.size * rng.uniform(1.4, 1.9)
        self.margin = rng.choice([60, 72, 90])
        self.head = title if rng.random() < 0.5 else ""
        self.foot = rng.choice(["{}", "— {} —", "第{}页", ""])
        self.number, self.column = 0, 0
        self.columns = columns
        self.width = (_WIDTH - 2 * self.margin - 24 * (columns - 1)) / columns
        self._open()

    def _open(self) -> None:
        self.number += 1
        self.canvas.setFont(_font(), 9)
        if self.head:
            self.canvas.drawString(self.margin, _HEIGHT - 40, self.head)
        if self.foot:
            self.canvas.drawCentredString(_WIDTH / 2, 35, self.foot.format(self.number))
        self.canvas.setFont(_font(), self.size)
        self.top, self.column = _HEIGHT - 75, 0

    @property
    def left(self) -> float:
        """Where the lines of this column begin."""
        return self.margin + self.column * (self.width + 24)

    def _next(self) -> None:
        self.top -= self.leading
        if self.top < 60 and self.column + 1 < self.columns:
            self.column += 1
            self.top = _HEIGHT - 75
        elif self.top < 60:
            self.canvas.showPage()
            self._open()

    def text(self, words: str, indent: float) -> None:
        """A paragraph, wrapped after any character that no longer fits."""
        current, used, shift = "", indent, indent
        for character in words:
            step = self.size * (0.5 if character < "\u0100" and character not in "‰" else 1)
            if used + step > self.width:
                self.canvas.drawString(self.left + shift, self.top, current)
                self._next()
                current, used, shift = "", 0.0, 0.0
            current, used = current + character, used + step
        self.canvas.drawString(self.left + shift, self.top, current)
        self._next()

    def row(self, cells: list[str]) -> None:
        """A row of a table, each cell at its column."""
        width = (_WIDTH - 2 * self.margin) / len(cells)
        self.canvas.setFont(_font(), min(self.size, width / max(4, *map(len, cells))))
        for index, cell in enumerate(cells):
            self.canvas.drawString(self.margin + index * width, self.top, cell)
        self.canvas.setFont(_font(), self.size)
        self._next()

    def done(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self.buffer.getvalue()


def pdf(blocks: list[Block], rng: Random) -> bytes:
    """The whole page; lines of page furniture are left to web pages."""
    title = next((line(b.runs) for b in blocks if b.kind == "title"), "")
    plain = all(block.kind != "table" for block in blocks)
    sheets = Sheets(rng, title, 2 if plain and rng.random() < 0.12 else 1)
    for block in blocks:
        if block.kind == "table":
            for row in block.rows:
                sheets.row([line(cell) for cell in row])
        elif block.kind != "nav" or rng.random() < 0.5:
            sheets.text(line(block.runs), 0 if block.kind == "title" else sheets.size * 2)
    return sheets.done()

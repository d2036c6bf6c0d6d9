"""A page of a PDF comes in, its pieces of text go out, with their places in points.

A piece is a run of characters on one line without a gap that a reader would see as the next cell or column.
"""

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from services.parser.formats.writer import note_mark

_SMALLEST, _LARGEST = 0.5, 1e5  # points; nobody reads what is drawn smaller, or beyond the page
_CELL_GAP = 1.3  # ems between two characters of a line that set them apart
_WORD_GAP = 0.22  # ems between two Latin characters that are a space, where the file has none
_RAISED = 0.78  # of its neighbours' size; a smaller character that stands higher is a footnote's mark
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  # PDFium's marks for a hyphen at the end of a line
# Fonts without a proper map give 金 as the radical ⾦: what was written is the character.
_RADICALS = range(0x2E80, 0x2FE0)


@dataclass(slots=True)
class Box:
    """A rectangle in points, y upwards."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def beside(self, other: "Box") -> bool:
        """Whether both stand on one line: half of the lower one's height is common to them."""
        common = min(self.top, other.top) - max(self.bottom, other.bottom)
        return common > 0.5 * min(self.height, other.height)


@dataclass(slots=True)
class Glyph(Box):
    """One character."""

    text: str


@dataclass(slots=True)
class Piece(Box):
    """Text of one line without a gap: its characters' usual height, where each of them begins and ends."""

    text: str
    size: float
    lefts: list[float]
    rights: list[float]

    def parted(self, at: Sequence[int]) -> "list[Piece]":
        """The piece as several, from these indexes of its text on."""
        parts = []
        for a, b in pairwise([0, *at, len(self.text)]):
            lefts, rights = self.lefts[a:b], self.rights[a:b]
            parts.append(Piece(lefts[0], rights[-1], self.bottom, self.top, self.text[a:b], self.size, lefts, rights))
        return parts


def read_glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """The page's characters in the order of the file, upright as the page is shown; made-up ones left out."""
    text, rotation = page.get_textpage(), page.get_rotation()
    handle, box = text.raw, raw.FS_RECTF()
    reference = ctypes.byref(box)
    code_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    high = 0
    for n in range(raw.FPDFText_CountChars(handle)):
        code = code_of(handle, n)
        if 0xD800 <= code < 0xE000:  # half of a character beyond the basic plane
            high, code = (code, 0) if code < 0xDC00 else (0, 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
            if code < 0x10000:
                continue
        shown = _HYPHENS.get(code) or (chr(code) if code else "\ufffd")
        if code in _RADICALS:
            shown = unicodedata.normalize("NFKC", shown)
        if shown in "\r\n" or (shown == " " and raw.FPDFText_IsGenerated(handle, n) == 1):
            continue
        box_of(handle, n, reference)
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if rotation:
            left, right, bottom, top = upright(rotation, left, right, bottom, top)
        if _SMALLEST < top - bottom < _LARGEST and abs(left) < _LARGEST and abs(right) < _LARGEST:
            yield Glyph(left, right, bottom, top, shown)


def pieces(glyphs: Sequence[Glyph]) -> Iterator[Piece]:
    """Runs of characters on one line; a space of the file stays, a wide gap ends the run."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield from _piece(run)
            run = []
        run.append(glyph)
    yield from _piece(run)


def on_lines(found: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces grouped into lines from the top, each from the left."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda p: -(p.top + p.bottom)):
        if lines and piece.beside(lines[-1][0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _follows(before: Glyph, after: Glyph) -> bool:
    """Whether a character goes on where the one before it ended, on the same line; asked for each, so written flat."""
    high, low = after.top - after.bottom, before.top - before.bottom
    em = high if high > low else low
    if not -0.6 * em < after.left - before.right < _CELL_GAP * em:
        return False
    top = after.top if after.top < before.top else before.top
    bottom = after.bottom if after.bottom > before.bottom else before.bottom
    return top - bottom > 0.5 * (high if high < low else low)


def _piece(run: Sequence[Glyph]) -> Iterator[Piece]:
    inked = [n for n, g in enumerate(run) if not g.text.isspace()]
    if not inked:
        return
    # one blank before the text is where a line broke, more are an indent
    left = run[0].left if inked[0] == 1 else run[inked[0]].left
    right = run[-1].right if inked[-1] == len(run) - 2 else run[inked[-1]].right
    run = run[inked[0] : inked[-1] + 1]
    size = median(g.height for g in run)
    smallest = min(g.height for g in run)
    text: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    before: Glyph | None = None
    groups = groupby(run, key=lambda g: _is_raised(g, run[0], size)) if smallest < _RAISED * size else ((False, run),)
    for raised, group in groups:
        glyphs = list(group)
        if raised:
            mark = note_mark("".join(text[-1:]), "".join(g.text for g in glyphs))
            text += mark
            lefts += [glyphs[0].left] * len(mark)
            rights += [glyphs[-1].right] * len(mark)
            continue
        for glyph in glyphs:
            spaced = before is not None and _is_word_gap(before, glyph)
            text += [" ", glyph.text] if spaced else [glyph.text]
            lefts += [glyph.left] * (1 + spaced)
            rights += [glyph.right] * (1 + spaced)
            before = glyph
    bottom, top = min(g.bottom for g in run), max(g.top for g in run)
    yield Piece(left, right, bottom, top, "".join(text), size, lefts, rights)


def _is_raised(glyph: Glyph, first: Glyph, size: float) -> bool:
    return glyph.height < _RAISED * size and glyph.bottom + glyph.top > first.bottom + first.top + 0.2 * size


def _is_word_gap(before: Glyph, after: Glyph) -> bool:
    latin = before.text.isascii() and after.text.isascii() and before.text.isalpha() and after.text.isalnum()
    return latin and after.left - before.right > _WORD_GAP * after.height


def upright(rotation: int, left: float, right: float, bottom: float, top: float) -> tuple[float, float, float, float]:
    """A box as it lies on the page when shown; only differences count, so the origin may move."""
    if rotation == 90:
        return bottom, top, -right, -left
    if rotation == 180:
        return -right, -left, -top, -bottom
    if rotation == 270:
        return -top, -bottom, left, right
    return left, right, bottom, top

"""A page of a PDF comes in, what is drawn on it beside its characters goes out: the rules of tables, above all."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from services.parser.formats.pdf_page import upright

_NO_WIDTH = 0.01  # points
_ASLANT = 0.1  # sideways for each point along
_THIN = 2.5  # points; a narrower box is a line
_MAX_SEGMENTS = 20_000
_FORMS = 4  # drawings within drawings


@dataclass(slots=True)
class Rule:
    """A drawn line, across or down: where it lies and from where to where it goes."""

    across: bool
    at: float
    start: float
    end: float


def read_rules(page: pdfium.PdfPage) -> list[Rule]:
    """The lines that are drawn across and down, thin boxes and the edges of boxes among them."""
    rules: list[Rule] = []
    rotation, seen = page.get_rotation(), 0
    for drawn in _objects(page.raw, raw.FPDF_PAGEOBJ_PATH):
        count = raw.FPDFPath_CountSegments(drawn)
        seen += max(count, 1)
        if seen > _MAX_SEGMENTS:  # a drawing, not a table
            return []
        rules += _rules_of(drawn, count, rotation)
    return rules


def has_images(page: pdfium.PdfPage) -> bool:
    """Whether the page shows an image."""
    return next(_objects(page.raw, raw.FPDF_PAGEOBJ_IMAGE), None) is not None


def _objects(page: object, kind: int) -> Iterator[object]:
    """The objects of a kind that are drawn on a page, those within forms too; without PDFium's helpers, for speed."""
    todo = [(raw.FPDFPage_GetObject, page, raw.FPDFPage_CountObjects(page), 0)]
    while todo:
        get, holder, count, depth = todo.pop()
        for n in range(count):
            drawn = get(holder, n)
            found = raw.FPDFPageObj_GetType(drawn)
            if found == kind:
                yield drawn
            elif found == raw.FPDF_PAGEOBJ_FORM and depth < _FORMS:
                todo.append((raw.FPDFFormObj_GetObject, drawn, raw.FPDFFormObj_CountObjects(drawn), depth + 1))


def drop_watermarks(page: pdfium.PdfPage) -> None:
    """Takes out what is written aslant across the page: its characters lie among those of the text."""
    matrix = raw.FS_MATRIX()
    aslant = []
    for drawn in _objects(page.raw, raw.FPDF_PAGEOBJ_TEXT):
        raw.FPDFPageObj_GetMatrix(drawn, matrix)
        along, across = abs(matrix.a), abs(matrix.b)
        if min(along, across) > _ASLANT * max(along, across):
            aslant.append(drawn)
    for drawn in aslant:
        raw.FPDFPage_RemoveObject(page.raw, drawn)


def give_width(page: pdfium.PdfPage) -> None:
    """Keeps PDFium from dropping a character that is drawn alone in a font that is neither in the file nor installed.

    Such an object has no width, and objects without width are taken for no text: a lone 元 or 。 after a wrap would
    be gone. In a mode that also strokes the outline, its box is the stroke's.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for drawn in _objects(page.raw, raw.FPDF_PAGEOBJ_TEXT):
        raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
        if right.value - left.value < _NO_WIDTH:
            raw.FPDFTextObj_SetTextRenderMode(drawn, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
            raw.FPDFPageObj_TransformF(drawn, raw.FS_MATRIX(1, 0, 0, 1, 0, 0))  # has the box computed anew


def _rules_of(drawn: object, count: int, rotation: int) -> Iterator[Rule]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, matrix)
    fill, stroke, x, y = ctypes.c_int(), ctypes.c_int(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if not (fill.value or stroke.value):
        return
    outline: list[tuple[float, float]] = []
    for n in range(count):
        segment = raw.FPDFPath_GetPathSegment(drawn, n)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield from _edges(outline, bool(stroke.value), rotation)
            outline = []
        outline.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    yield from _edges(outline, bool(stroke.value), rotation)


def _edges(outline: Sequence[tuple[float, float]], stroked: bool, rotation: int) -> Iterator[Rule]:
    if len(outline) < 2:
        return
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    left, right, bottom, top = upright(rotation, min(xs), max(xs), min(ys), max(ys))
    if top - bottom < _THIN or right - left < _THIN:
        across = right - left >= top - bottom
        if max(right - left, top - bottom) >= _THIN:
            yield Rule(across, *(((top + bottom) / 2, left, right) if across else ((left + right) / 2, bottom, top)))
        return
    for (x1, y1), (x2, y2) in pairwise(outline) if stroked else ():
        left, right, bottom, top = upright(rotation, min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2))
        if top - bottom < 0.5 <= right - left:
            yield Rule(True, bottom, left, right)
        elif right - left < 0.5 <= top - bottom:
            yield Rule(False, left, bottom, top)

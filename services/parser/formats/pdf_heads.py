"""Lines of pages come in, the same lines go out without running heads and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from services.parser.formats.pdf_page import Piece

Row = list[Piece]
_PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共,，]+\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–·.\s]*"
)
_HEAD_LENGTH = 60
_EDGE_LINES = 2  # at the top and the bottom of a page, where running heads stand
_SAME_HEIGHT = 4  # points


def without_running_heads(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The pages without what repeats at their edges, and without the number at their foot."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_signature(line) for line in _edges(page)})
    often = max(2, (len(pages) + 1) // 2)
    repeated = {signature for signature, times in seen.items() if times >= often}
    return [_stripped(page, repeated) for page in pages]


def _edges(page: Sequence[Row]) -> Sequence[Row]:
    return [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]


def _text(line: Row) -> str:
    return "".join("".join(p.text for p in line).split())


def _signature(line: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", _text(line)), round(line[0].bottom / _SAME_HEIGHT)


def _stripped(page: list[Row], repeated: set[tuple[str, int]]) -> list[Row]:
    heads = [line for line in _edges(page) if _signature(line) in repeated and len(_text(line)) <= _HEAD_LENGTH]
    heads += [line for line in page[-1:] if _PAGE_NUMBER.fullmatch(_text(line))]
    dropped = {id(line) for line in heads}
    return [line for line in page if id(line) not in dropped]

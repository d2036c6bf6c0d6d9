"""A page's markup comes in, a light tree of its visible elements goes out, within limits of depth and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.parser.formats.grid import is_layout
from services.parser.formats.limits import MAX_DEPTH, MAX_ELEMENTS, damaged, refuse_over, too_deep

_UNSEEN_TAGS = (
    "script style noscript template head iframe object embed applet svg canvas video audio map select option button"
    " input textarea datalist dialog"
)
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_KEPT = ("class", "id", "role", "hidden", "style", "rowspan", "colspan", "start", "aria-hidden")
# Tags whose end is never left out; the others close each other and say nothing of depth.
_CLOSED = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|strong|em|a|table|ul|ol|section|article|blockquote|center|form)\b", re.I
)
_MAX_OPEN = 4_000  # the parser's time grows with the square of the depth: 40 ms here, 18 s at a hundred thousand


@dataclass
class Element:
    """A visible element: its children are elements and strings, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> list[Element]:
        """The child elements."""
        return [c for c in self.children if isinstance(c, Element)]

    def strings(self) -> Iterator[str]:
        """Every text below, in order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    def text(self) -> str:
        """All the text below without any white space."""
        return "".join("".join(self.strings()).split())

    def holds_table(self) -> bool:
        """Whether there is a table anywhere below."""
        return any(c.tag == "table" or c.holds_table() for c in self.elements())

    def rows(self) -> Iterator[list[Element]]:
        """The cells of each row of a table, not of tables within it."""
        for child in self.elements():
            if child.tag == "tr":
                yield [c for c in child.elements() if c.tag in ("td", "th")]
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from child.rows()

    def is_layout(self) -> bool:
        """Whether a table only arranges the page: one column, a cell that holds a table, or mostly running text."""
        rows = list(self.rows())
        single = all(len(row) < 2 for row in rows)
        return single or self.holds_table() or is_layout(len(td.text()) for row in rows for td in row)


def read_page(markup: str) -> tuple[LexborHTMLParser, Element]:
    """The parsed page and the tree of its body. Raises Rejected "too_deep", "too_large" or "damaged"."""
    steps = (-1 if m[1] else 1 for m in _CLOSED.finditer(markup))
    if max(accumulate(steps), default=0) > _MAX_OPEN:
        raise too_deep()
    try:
        page = LexborHTMLParser(markup)
    except Exception as error:  # selectolax raises bare classes of its own
        raise damaged("HTML", error) from error
    body = Element("body")
    if page.body is not None:
        _grow(page.body, body)
    return page, body


def _grow(top: LexborNode, root: Element) -> None:
    """Copies what is below `top`, without recursion; the stack holds where to go on in each open element."""
    seen = 0
    path: list[tuple[LexborNode | None, Element]] = [(top.child, root)]
    while path:
        node, parent = path.pop()
        while node is not None:
            seen += 1
            if seen > MAX_ELEMENTS:
                refuse_over("网页元素", "elements", MAX_ELEMENTS)
            following = node.next
            if node.is_text_node:
                parent.children.append(node.text_content or "")
            elif node.is_element_node and (tag := str(node.tag)) not in _UNSEEN:
                element = Element(tag, _attributes(node))
                parent.children.append(element)
                if node.child is not None:
                    if len(path) >= MAX_DEPTH:
                        raise too_deep()
                    path.append((following, parent))
                    following, parent = node.child, element
            node = following


def _attributes(node: LexborNode) -> dict[str, str]:
    return {k: (v or "") for k, v in node.attributes.items() if k in _KEPT}

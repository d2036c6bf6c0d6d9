"""A page's tree comes in, the element that holds the report goes out, without the page's furniture.

Nothing that may be the report's own is dropped: losing a figure is worse than keeping furniture.
"""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.parser.formats.page import Element
from services.parser.formats.wraps import OPENING

_FIGURE = re.compile(r"(?<![\d,，.．])\d[\d,，.．]*+(?:亿|万|元|%|％|‰|家|户|笔|人|名|个|平方米|m2)")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu"}
_TAGS = {"nav", "aside", "footer"}
_CONTAINERS = {"div", "section", "article", "main", "td", "table", "tbody", "tr", "form", "center", "body", "dd", "li"}
_TABLE_PARTS = {"table", "tbody", "thead", "tr"}
_HIDDEN = re.compile(r"display:none|visibility:hidden")
_NAMED = {"div", "section", "ul", "ol", "dl", "form", "table", "header", "menu", "article", "center", "map", "fieldset"}
_HEADING_LENGTH = 12
_HOLDS = 0.85  # a child that says this much of the subject holds the report
_GUARDED = 0.4  # what says this much of the subject is not furniture, whatever it is called
_ARTICLE = 200  # characters; a shorter stretch with figures may be the report's, whatever it speaks of


@dataclass(frozen=True)
class Furniture:
    """The words of furniture.toml."""

    sure: frozenset[str]
    likely: frozenset[str]
    headings: frozenset[str]
    subject: re.Pattern[str]


@cache
def load_furniture() -> Furniture:
    """The words by which furniture and subject are known."""
    data = tomllib.loads((Path(__file__).parent / "furniture.toml").read_text(encoding="utf-8"))
    sure, likely, headings = (frozenset(data[k]) for k in ("sure", "likely", "headings"))
    return Furniture(sure, likely, headings, re.compile("|".join(data["subject"])))


class Outline:
    """How much each element says: its text outside links, where it speaks of the subject, where figures stand."""

    def __init__(self, root: Element) -> None:
        self._pieces: list[str] = []
        self._length = self._linked = self._links = 0
        self._spans: dict[int, tuple[int, int, int, int]] = {}
        self._measure(root, linked=False)
        text = "".join(self._pieces)
        self._subject = [m.start() for m in load_furniture().subject.finditer(text)]
        self._figures = [m.start() for m in _FIGURE.finditer(text)]

    def subject(self, element: Element) -> int:
        """How often it names the subject."""
        return self._count(self._subject, *self._spans[id(element)][:2])

    def figures(self, element: Element) -> int:
        """How many figures with a unit stand in it."""
        return self._count(self._figures, *self._spans[id(element)][:2])

    def characters(self, element: Element) -> int:
        """How long its text outside links is."""
        start, end, *_ = self._spans[id(element)]
        return end - start

    def is_link_list(self, element: Element) -> bool:
        """Three links or more, and hardly anything but links."""
        start, end, linked, links = self._spans[id(element)]
        return links >= 3 and linked > 4 * (end - start)

    def subject_between(self, first: Element, last: Element) -> int:
        """How often the subject is named from the start of `first` to the end of `last`."""
        return self._count(self._subject, self._spans[id(first)][0], self._spans[id(last)][1])

    def _count(self, positions: list[int], start: int, end: int) -> int:
        return bisect_left(positions, end) - bisect_left(positions, start)

    def _measure(self, element: Element, linked: bool) -> None:
        start, linked_before, links_before = self._length, self._linked, self._links
        self._links += element.tag == "a"
        for child in element.children:
            if isinstance(child, Element):
                self._measure(child, linked or child.tag == "a")
            elif linked:
                self._linked += len("".join(child.split()))
            else:
                self._pieces.append("".join(child.split()))
                self._length += len(self._pieces[-1])
        self._spans[id(element)] = (start, self._length, self._linked - linked_before, self._links - links_before)


def report_body(body: Element) -> Element:
    """The smallest element with everything the page says of the subject; its furniture is taken out in place."""
    outline = Outline(body)
    _prune(body, outline, _GUARDED * outline.subject(body))
    outline, element, found = Outline(body), body, body
    while (inner := _holder(element, outline)) is not None:
        element = inner
        if element.tag not in _TABLE_PARTS:
            found = element
    return found


def _prune(element: Element, outline: Outline, guarded: float) -> None:
    kept: list[Element | str] = []
    dropping = ""  # the tag that ends what a heading of furniture opened; `*`: the end of this element
    for child in element.children:
        if isinstance(child, str):
            kept += [] if dropping else [child]
            continue
        guard = guarded and outline.subject(child) >= guarded
        if not guard:
            if dropping not in ("", child.tag):
                continue
            dropping = _opened_by(child, element, outline, guarded)
            if dropping or _is_furniture(child, outline):
                continue
        dropping = ""
        _prune(child, outline, guarded)
        kept.append(child)
    element.children[:] = kept


def _opened_by(child: Element, parent: Element, outline: Outline, guarded: float) -> str:
    """What ends the stretch that `child` opens as a heading of furniture; empty if it is no such heading."""
    text = child.text().strip("：:>》»【】[]|·-—") if outline.characters(child) <= 2 * _HEADING_LENGTH else ""
    if not text or text not in load_furniture().headings:
        return ""
    if guarded and outline.subject_between(child, parent) >= guarded:
        return ""
    return child.tag if child.tag[0] == "h" and child.tag[1:].isdecimal() else "*"


def _is_furniture(element: Element, outline: Outline) -> bool:
    attributes = element.attributes
    if element.tag in _TAGS or attributes.get("role") in _ROLES or outline.is_link_list(element):
        return True
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "").replace(" ", "").lower()):
        return True
    if element.tag not in _NAMED:
        return False
    words = load_furniture()
    names = {w.lower() for w in _WORD.findall(f"{attributes.get('class', '')} {attributes.get('id', '')}")}
    if names & words.sure:
        return True
    likely = element.tag == "header" or bool(names & words.likely)
    says = outline.figures(element) or outline.subject(element) or OPENING.match(element.text()[:_HEADING_LENGTH])
    return likely and not says


def _holder(element: Element, outline: Outline) -> Element | None:
    """The child in which all of the report lies, if there is one."""
    children = element.elements()
    best = max(children, key=outline.subject, default=None)
    if best is None or best.tag not in _CONTAINERS or not outline.subject(best):
        return None
    if best.tag == "table" and not best.is_layout():
        return None
    if outline.subject(best) < _HOLDS * outline.subject(element):
        return None
    beside = sum(outline.figures(c) for c in children)
    if outline.figures(element) > beside:  # figures in the element's own text
        return None
    others = [c for c in children if c is not best and outline.figures(c)]
    foreign = all(not outline.subject(c) and outline.characters(c) >= _ARTICLE for c in others)
    return best if foreign else None

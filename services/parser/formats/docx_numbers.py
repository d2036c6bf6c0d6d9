"""A paragraph's list settings come in, the number that Word shows before it goes out: `一、`, `（二）`, `3.`."""

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from services.parser.formats.limits import whole
from services.parser.formats.office import attribute, find, local

_DIGITS = "零一二三四五六七八九十"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanDigital2", "chineseLegalSimplified",
}  # fmt: skip
_UNNUMBERED = {"bullet", "none"}


@dataclass(frozen=True)
class Level:
    """One level of a list: how it counts and how the number is dressed (`（%1）`)."""

    start: int
    style: str
    dress: str


class Numbering:
    """The lists of one document; `next` counts as it is asked, in the document's order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for child in numbering if numbering is not None else ():
            if local(child) == "abstractNum":
                self._levels[attribute(child, "abstractNumId")] = dict(map(_level, _children(child, "lvl")))
            elif local(child) == "num" and (abstract := find(child, "abstractNumId")) is not None:
                self._lists[attribute(child, "numId")] = attribute(abstract, "val")
        for style in _children(styles, "style"):
            if (own := _settings(style)) is not None:
                self._styles[attribute(style, "styleId")] = own

    def next(self, paragraph: etree._Element) -> str:
        """What Word shows before this paragraph; empty for one without a number."""
        settings = _settings(paragraph)
        if settings is None and (style := find(paragraph, "pPr", "pStyle")) is not None:
            settings = self._styles.get(attribute(style, "val"))
        if settings is None:
            return ""
        number, depth = settings
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[self._lists[number]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return "" if level.style in _UNNUMBERED else _dressed(level, levels, counts)


def _dressed(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    text = level.dress
    for depth, other in levels.items():
        if (slot := f"%{depth + 1}") in text:
            text = text.replace(slot, _counted(counts.get(depth, other.start), other.style))
    return text


def _counted(number: int, style: str) -> str:
    """A count in a list's style; styles that no report uses count in digits.

    >>> _counted(12, "chineseCounting"), _counted(3, "decimalEnclosedCircle"), _counted(7, "decimal")
    ('十二', '③', '7')
    """
    if style in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if style.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if style == "lowerLetter" else 65) + number - 1)
    return str(number)


def _settings(owner: etree._Element) -> tuple[str, int] | None:
    own = find(owner, "pPr", "numPr")
    number = find(own, "numId")
    if number is None:
        return None
    depth = find(own, "ilvl")
    level = attribute(depth, "val", "0") if depth is not None else "0"
    return attribute(number, "val"), whole(level, 0)


def _level(level: etree._Element) -> tuple[int, Level]:
    def value(name: str, default: str) -> str:
        found = find(level, name)
        return attribute(found, "val", default) if found is not None else default

    start, depth = value("start", "1"), attribute(level, "ilvl", "0")
    made = Level(whole(start, 1), value("numFmt", "decimal"), value("lvlText", ""))
    return whole(depth, 0), made


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [c for c in parent if local(c) == name] if parent is not None else []

"""Which of the possible titles are believed: those whose report follows them.

A page names other reports before, beside and after its own. A title is borne out by the figures that follow it up to
the next title that says otherwise, and by a text that speaks of its year and its body.
"""

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property

from services.parser.period import period_in, years_of
from services.parser.title_line import link_lines, patterns
from services.parser.title_reading import Reading, read_piece
from services.parser.titles import pieces
from shared.catalogue.bodies import root
from shared.catalogue.regions import Regions

ENOUGH = 3
"""So often a text must speak of a year to say that it is about it."""

_FIGURE = re.compile(r"[^\d\n。;；]{0,12}\s?\d")


class Evidence:
    """What a text says about the titles in it."""

    def __init__(self, text: str, regions: Regions) -> None:
        self.readings = [r for p in pieces(text) if _says_something(r := read_piece(p, regions))]
        self.text = _without_links(text)
        self._measures = [m.span() for m in patterns().measure.finditer(self.text)]

    @cached_property
    def believed(self) -> list[Reading]:
        """The titles that the text bears out, the most believable first."""
        followed, years, names = self._followed(), self._years(), self._names()
        top_year, top_name = max(years.values(), default=0), max(names.values(), default=0)
        score: dict[int, int] = {}
        for n, r in enumerate(self.readings):
            spoken_of = ENOUGH <= top_year == years.get(r.year or 0)
            if r.piece.strength and (followed[n] or spoken_of):
                named = bool(r.name) and names[r.name] == top_name
                known = bool(r.year) + bool(r.centre or r.stranger)
                score[n] = 2 * r.piece.strength + 4 * followed[n] + 4 * spoken_of + 2 * named + known
        return [self.readings[n] for n in sorted(score, key=lambda n: (-score[n], n))]

    @property
    def doubtful(self) -> list[Reading]:
        """The titles that nothing bears out, not counting links."""
        return [r for r in self.readings if r.piece.strength and r not in self.believed]

    @property
    def measures(self) -> set[str]:
        """The words for a report's figures that the text uses."""
        return {self.text[slice(*span)] for span in self._measures}

    @property
    def with_figures(self) -> set[str]:
        """Those of them that a number follows."""
        return {self.text[slice(*span)] for span in self._measures if _FIGURE.match(self.text, span[1])}

    def _followed(self) -> list[bool]:
        """Of each reading, whether most of a report follows it before another one begins."""
        at = [span[0] for span in self._measures]
        reach = []
        for n, r in enumerate(self.readings):
            others = (o.piece.at for o in self.readings[n + 1 :] if _cuts(r, o))
            end = next(others, len(self.text))
            reach.append(bisect_left(at, end) - bisect_left(at, r.piece.at))
        least = max(1, len(at) // 3, max(reach, default=0) // 2)
        return [length >= least for length in reach]

    def _years(self) -> Counter[int]:
        """How often the text speaks of a year; comparisons with it and the titles themselves left out."""
        return years_of(self.text)[0] - years_of("\n".join(r.piece.text for r in self.readings))[0]

    def _names(self) -> dict[str, int]:
        """How often the text writes the names in its titles."""
        return {r.name: self.text.count((root(r.name) or (r.name,))[-1]) for r in self.readings if r.name}


def _without_links(text: str) -> str:
    """The text with blanks where lines of links stand: what they tell of other reports is no evidence."""
    parts, at = [], 0
    for start, end in link_lines(text):
        if start >= at:
            parts += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*parts, text[at:]]) if parts else text


def _says_something(r: Reading) -> bool:
    """Whether a reading names a year, a body, a month or a quarter."""
    dated = not patterns().yearly.search(r.piece.text) and period_in(r.piece.text, 0)
    return bool(r.year or r.centre or r.stranger or dated)


def _cuts(reading: Reading, other: Reading) -> bool:
    """Whether the other title begins another report than this one's."""
    if other.piece.strength < min(2, reading.piece.strength):
        return False
    body, other_body = reading.centre or reading.stranger, other.centre or other.stranger
    when = (reading.year, reading.period) != (other.year, other.period)
    return bool((reading.year and other.year and when) or (body and other_body and body != other_body))

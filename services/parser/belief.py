"""Which of the possible titles are believed: those whose report follows them.

A page names other reports before, beside and after its own. A title is borne out by the figures that follow it up to
the next title that says otherwise, and by a text that speaks of its year and its body.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from services.parser.period import period_in, period_spoken_of, years_spoken_of
from services.parser.title_line import link_lines, patterns
from services.parser.title_reading import Reading, read_piece
from services.parser.titles import ANNOUNCEMENT, pieces
from shared.catalogue.bodies import root
from shared.catalogue.regions import Regions

ENOUGH = 3
"""So often a text must tell a figure with a year to say that it is about that year..."""

OFTEN = 6
"""...and with one figure in so many; in generated reports it is one in three, one in eight at least."""

SOON = 6
"""So many other titles may stand between a title and the sentence that announces its report."""

NEAR = 60
"""So near to a figure's name a year is that figure's, on the same line."""

_FIGURE = re.compile(r"[^\d\n。;；]{0,12}\s?\d")


class Evidence:
    """What a text says about the titles in it."""

    def __init__(self, text: str, regions: Regions) -> None:
        self.readings = [r for p in pieces(text) if _says_something(r := read_piece(p, regions))]
        self.text = _blanked(text, link_lines(text))  # what links tell of other reports is no evidence
        self._measures = [m.span() for m in patterns().measure.finditer(self.text)]

    @cached_property
    def believed(self) -> list[Reading]:
        """The titles that the text bears out, the most believable first."""
        followed, years, names = self._followed(), self._years(), self._names()
        top_year, top_name = max(years.values(), default=0), max(names.values(), default=0)
        enough = max(ENOUGH, len(self._measures) // OFTEN)
        score: dict[int, int] = {}
        for n, r in enumerate(self.readings):
            spoken_of = self._announced(n) or (
                self._speaks_of(r.period, r.piece.at) if r.period else enough <= top_year == years[r.year or 0]
            )
            another = top_year >= enough and r.year and not years[r.year] and not spoken_of
            if r.piece.strength and not another and (followed[n] or spoken_of):
                named = bool(r.name) and names[r.name] == top_name
                known = bool(r.year) + bool(r.centre or r.stranger)
                score[n] = 2 * r.piece.strength + 4 * followed[n] + 4 * spoken_of + 2 * named + known
        return [self.readings[n] for n in sorted(score, key=lambda n: (-score[n], n))]

    @property
    def doubtful(self) -> list[Reading]:
        """The titles that nothing bears out, not counting links."""
        return [r for r in self.readings if r.piece.strength and r not in self.believed]

    @property
    def own_text(self) -> str:
        """The text without the titles that nothing bears out."""
        starts = (r.piece.at for r in self.readings if r not in self.believed)
        return _blanked(self.text, ((at, self.text.find("\n", at) % (len(self.text) + 1)) for at in starts))

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
        """How often the text tells a figure of a report with its year, or announces a report of it."""
        titled = {r.year for r in self.readings if r.piece.strength and r.year}
        if len(titled) == 1:  # mostly so, and then counting is enough
            (year,) = titled
            written = {y: self.text.count(f"{y}年") for y in (year - 1, year, year + 1)}
            if max(written, key=written.__getitem__) == year:
                return Counter({year: written[year]})
        announced = (r.year for r in self.readings if r.year and r.piece.strength == ANNOUNCEMENT)
        return Counter(chain(announced, (y for y, end in years_spoken_of(self.text) if self._figure_near(end))))

    def _announced(self, n: int) -> bool:
        """Whether an announcement of a report for the same time comes soon after this title."""
        mine = self.readings[n]
        return any(
            r.piece.strength == ANNOUNCEMENT and r.year and (r.year, r.period) == (mine.year, mine.period)
            for r in self.readings[n + 1 : n + 1 + SOON]
        )

    def _speaks_of(self, period: str, at: int) -> bool:
        """Whether the text tells figures with this month or quarter from here on."""
        return sum(map(self._figure_near, period_spoken_of(self.text, period, at))) > 1

    def _figure_near(self, end: int) -> bool:
        """Whether one of a report's figures is named soon after this place, on the same line."""
        n = bisect_left(self._measures, (end, end))
        nearest = self._measures[n][0] if n < len(self._measures) else len(self.text) + NEAR
        return nearest - end <= NEAR and "\n" not in self.text[end:nearest]

    def _names(self) -> dict[str, int]:
        """How often the text writes the names in its titles."""
        return {r.name: self.text.count((root(r.name) or (r.name,))[-1]) for r in self.readings if r.name}


def _blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with blanks where these stretches stood."""
    parts, at = [], 0
    for start, end in stretches:
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
    if not other.piece.strength:
        return False
    body, other_body = reading.centre or reading.stranger, other.centre or other.stranger
    when = (reading.year, reading.period) != (other.year, other.period)
    return bool((reading.year and other.year and when) or (body and other_body and body != other_body))

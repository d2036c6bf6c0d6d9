"""Who reports: every province, every reporting body, and all the names a document may use for one.

`regions/divisions.csv` and `renamed.csv` are generated; `regions/bodies.toml` holds what departs from one centre a
prefecture. See `regions/README.md` for sources and for what is known and what is assumed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shared.catalogue.bodies import Body, Province, Silent, read_regions
from shared.model import Centre

FOLDER = Path(__file__).parent / "regions"

_OFFICE = re.compile(
    r"(?:住房)?(?:公积金|资金)(?:管理)?(?P<office>(?:分?中心|局|委员会|办公室)?)$|(?:住房和城乡建设|住建)厅$"
)
_SMALLER_PLACE = frozenset("区县旗镇乡村路街市州盟")
_SPACE = re.compile(r"\s+")


class Place(NamedTuple):
    """A body named in a text: `text[start:end]` is one of its names."""

    start: int
    end: int
    centre: Centre


def plain(name: str) -> str:
    """A name without spaces, in half width: 盘 锦 市 and 盘锦市 are one.

    >>> plain("盘 锦 市（本级）")
    '盘锦市(本级)'
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True)
class Regions:
    """The table of provinces and reporting bodies. Make it with `load_regions`."""

    provinces: Mapping[str, Province]
    bodies: Mapping[str, Body]
    names: Mapping[str, str] = field(repr=False)
    silent: Mapping[str, Silent] = field(repr=False)
    _starts: Mapping[str, Sequence[str]] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts: dict[str, list[str]] = {}
        for name in sorted(self.names, key=len, reverse=True):
            starts.setdefault(name[:2], []).append(name)
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_longest", max(map(len, self.names)))

    def centre(self, code: str) -> Centre | None:
        """The body with this code, or None.

        >>> load_regions().centre("211100").name
        '盘锦市住房公积金管理中心'
        """
        body = self.bodies.get(code)
        return body.centre if body else None

    def province(self, name_or_code: str) -> Province | None:
        """A province by code, full or short name, or None.

        >>> load_regions().province("辽宁").code
        '210000'
        """
        if found := self.provinces.get(name_or_code):
            return found
        name = plain(name_or_code)
        return next((p for p in self.provinces.values() if name in {p.name, p.short}), None)

    def resolve(self, name: str) -> Centre | None:
        """The body that goes by exactly this name, with or without 住房公积金管理中心, or None.

        A bare name shared by a province and a city (吉林) is the province; with 管理中心 after it, the city.

        >>> load_regions().resolve("海西州").province_code
        '630000'
        """
        name = plain(name)
        if name in self.names:
            return self.centre(self.names[name])
        office = _OFFICE.search(name)
        if not office:
            return None
        stem = name[: office.start()]
        city = self.names.get(f"{stem}市") if office["office"] else None
        code = city or self.names.get(stem)
        return self.centre(code) if code else None

    def silence(self, name: str) -> Silent | None:
        """The entry of a place that is known to publish no report of its own: 海口市 is inside 海南省's."""
        place = _OFFICE.sub("", plain(name))
        return self.silent.get(place) or self.silent.get(f"{place}市")

    def centres(self, province_code: str, year: int) -> tuple[Centre, ...]:
        """Who is expected to report for a province and report year, by code; empty for an unknown province.

        These, and only these, add up to the province: its own report and the parts of a city's report (省直分中心)
        contain the same money again.

        >>> [c.city for c in load_regions().centres("460000", 2024)]
        ['海南省']
        """
        return tuple(b.centre for b in self.bodies.values() if b.reports(province_code, year))

    def provincial(self, code: str) -> bool:
        """Whether the body's report covers a province made of centres, whose cities its tables list.

        Not so a municipality, 海南 or 兵团, where one body is the province and reports for itself.

        >>> load_regions().provincial("210000"), load_regions().provincial("110000")
        (True, False)
        """
        return code in self.bodies and self.bodies[code].provincial

    def ending(self, text: str) -> Place | None:
        """The longest name that `text` ends with: the body before 住房公积金 in a title.

        >>> load_regions().ending("辽宁省盘锦市").centre.code
        '211100'
        """
        for start in range(max(0, len(text) - self._longest), len(text) - 1):
            if code := self.names.get(text[start:]):
                return Place(start, len(text), self.bodies[code].centre)
        return None

    def find_in(self, text: str) -> tuple[Place, ...]:
        """Every body named in a title or heading, left to right, the longest name first at each place.

        A bare name that goes on as a smaller place (朝阳区, 大理市) is not the prefecture.

        >>> [p.centre.city for p in load_regions().find_in("马鞍山市与朝阳区")]
        ['马鞍山市']
        """
        return tuple(self._places(text))

    def _places(self, text: str) -> Iterator[Place]:
        at = 0
        while at < len(text) - 1:
            name = next((n for n in self._starts.get(text[at : at + 2], ()) if text.startswith(n, at)), None)
            if name is None:
                at += 1
                continue
            end = at + len(name)
            if not (text[end : end + 1] in _SMALLER_PLACE and end < len(text)):
                yield Place(at, end, self.bodies[self.names[name]].centre)
            at = end


@cache
def load_regions(folder: Path = FOLDER) -> Regions:
    """The table of this installation, read once.

    Raises CatalogueError, naming file and entry, for an unknown code, a code given twice, or a name that two bodies
    claim.
    """
    return Regions(*read_regions(folder))

"""Whose report a text without a named title is: the office that signs it or that it names most often."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from services.parser.title_line import plain_line
from shared.catalogue.regions import Regions
from shared.model import Centre

LONGEST_NAME = 24
"""Characters before 住房公积金管理中心 in which a body's name is looked for."""

MENTIONS = 200
"""So many mentions are looked at."""

SIGNED = 3
"""What a name alone on its line counts beside one in a sentence."""

_CENTRE = re.compile(r"(?:住房)?(?:公积金|资金)(?:管理)?中心")
_DEPARTMENT = re.compile(r"住房和?城乡建设厅|住建厅")
_FUND = re.compile(r"(?:住房)?公积金")


def office_in(text: str, regions: Regions, whole_province: bool = False) -> Centre | None:
    """The body of the centre (X市住房公积金管理中心) a text names most, else of the department, else of the fund.

    A text about a whole province is the province's: its department's, or that of the centres it names.
    """
    if whole_province:
        return _most(text, _DEPARTMENT, regions) or _province(_most(text, _CENTRE, regions), regions)
    offices = (_most(text, office, regions) for office in (_CENTRE, _DEPARTMENT, _FUND))
    return next((found for found in offices if found), None)


def _most(text: str, office: re.Pattern[str], regions: Regions) -> Centre | None:
    named: Counter[str] = Counter()
    for code, weight in _mentions(text, office, regions):
        named[code] += weight
    return regions.centre(named.most_common(1)[0][0]) if named else None


def _mentions(text: str, office: re.Pattern[str], regions: Regions) -> Iterator[tuple[str, int]]:
    for found in islice(office.finditer(text), MENTIONS):
        before = text[max(0, found.start() - LONGEST_NAME) : found.start()]
        place = regions.ending(plain_line(before))
        if place:
            line = before.rsplit("\n", 1)
            alone = len(line) == 2 and len(plain_line(line[1])) == place.end - place.start
            yield place.centre.code, SIGNED if alone and text[found.end() : found.end() + 1] in "\n" else 1


def _province(centre: Centre | None, regions: Regions) -> Centre | None:
    return regions.centre(centre.province_code) if centre else None

"""Names as the text writes them come in; one name for each entity goes out.

市中心 and 盘锦中心 are one body, and so are 辽河油田分中心 and 油田分中心; a list item that is no body is dropped
(其中：本金22.28亿元).
"""

import re
from collections import Counter
from functools import lru_cache

from services.parser.candidate import Reading
from services.parser.reader import Reader
from shared.catalogue.language import load_language
from shared.model import ReportHeader

SUFFIX = re.compile(
    r"(?:住房公积金|公积金)?(?:管理)?(?:分中心|分中|中心|管理部|办事处|营业部|管理处|管理站|本级|本部)$"
)
OTHER_BODIES = (
    "京地方",
    "津地方",
    "海地方",
    "庆地方",
    "直机关",
    "省直",
    "区直",
    "市直",
    "州直",
    "直属",
    "业务部",
    "分部",
    "服务部",
    "分理处",
)
CITY_CENTRE = {
    "市中心",
    "市中心本部",
    "市本级",
    "州中心",
    "盟中心",
    "市直中心",
    "中心本部",
    "本级",
    "地区中心",
    "州本级",
    "市本部",
}


MOST_NAMES = 400
"""More bodies than the whole country has centres are no report: then every name is its own."""


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """What is left of a body's name without its kind: 辽河油田分中心 -> 辽河油田."""
    return SUFFIX.sub("", name)


@lru_cache(maxsize=4096)
def place_core(name: str) -> str:
    """A place's name without its rank: 锦州市 -> 锦州, 海西州 -> 海西.

    >>> place_core("锦州")
    '锦州'
    """
    return re.sub(r"(?<=..)(?:市|自治州|地区|盟|州)$", "", name)


def is_body(name: str) -> bool:
    """Whether a name says by itself that it is a body."""
    return not name.startswith(("(", "（")) and (SUFFIX.search(name) is not None or name.endswith(OTHER_BODIES))


def resolve_entities(reader: Reader, header: ReportHeader) -> list[Reading]:
    """The readings with each entity under its one name; None is the reporting body."""
    canon = canonical_names(reader, header)
    reader.canon = canon
    return _named(reader, reader.readings, canon)


def resolve_nils(reader: Reader, header: ReportHeader) -> list[Reading]:
    """What the text says there is none of, each under the entity's one name."""
    return _named(reader, reader.nils, reader.canon)


def _named(reader: Reader, readings: list[Reading], canon: dict[str, str | None]) -> list[Reading]:
    out = []
    for r in readings:
        if r.entity in reader.guessed and r.entity not in canon:
            r.entity = reader.guessed[r.entity]
        if r.entity is None or r.entity in canon:
            r.entity = canon[r.entity] if r.entity else None
            out.append(r)
    return out


def canonical_names(reader: Reader, header: ReportHeader) -> dict[str, str | None]:
    """The one name of every body that the text names; None for the reporting body itself."""
    not_bodies = load_language().words["not_a_body"]
    used = Counter(r.entity for r in reader.readings if r.entity and not r.weak)
    names = {n for n in used if is_body(n) or n in reader.tabled}
    lists = {(r.listed, r.metric) for r in reader.readings if r.entity in names and r.listed}
    names |= {
        r.entity
        for r in reader.readings
        if r.entity and (r.listed, r.metric) in lists and not r.weak and not any(w in r.entity for w in not_bodies)
    }
    whole = _whole_names(header)
    centre = header.centre
    cities = {place_core(centre.city), place_core(core(centre.name))} - {""} if centre else set()
    return _canonical(names - whole, reader, used, cities) | dict.fromkeys(whole)


def _canonical(names: set[str], reader: Reader, used: Counter[str], cities: set[str]) -> dict[str, str | None]:
    if len(names) > MOST_NAMES:
        return {name: name for name in names}
    told = _told(reader.readings)
    groups: list[list[str]] = []
    for name in sorted(names, key=lambda n: ("住房公积金管理中心" in n, n not in reader.blocks, -used[n], n)):
        for group in groups:
            if any(_same(name, other, cities) for other in group) and not any(_clash(told, name, o) for o in group):
                group.append(name)
                break
        else:
            groups.append([name])
    canon: dict[str, str | None] = {}
    for group in groups:
        alone = len(groups) == 1 and any(_own(n, cities) for n in group)
        for name in group:
            canon[name] = None if alone else group[0]
    return canon


def _whole_names(header: ReportHeader) -> set[str]:
    """What the reporting body itself is called: a place without a body's ending is the whole place."""
    c = header.centre
    if c is None:
        return set()
    own = {c.city, c.province, c.name} if c.code == c.province_code else {c.city}
    return {n for n in own | {place_core(n) for n in own} if n and not is_body(n)}


def _told(readings: list[Reading]) -> dict[str, dict[tuple[str, str], Reading]]:
    told: dict[str, dict[tuple[str, str], Reading]] = {}
    for r in readings:
        if r.entity and not r.weak:
            told.setdefault(r.entity, {}).setdefault((r.metric, r.measure), r)
    return told


def _clash(told: dict[str, dict[tuple[str, str], Reading]], a: str, b: str) -> bool:
    """Two names that give one figure two values are two bodies."""
    mine, other = told.get(a, {}), told.get(b, {})
    return any(abs(r.value - other[k].value) > r.quantum + other[k].quantum for k, r in mine.items() if k in other)


def _own(name: str, cities: set[str]) -> bool:
    return place_core(core(name)) in cities


def _same(a: str, b: str, cities: set[str]) -> bool:
    own = {n for n in (a, b) if _own(n, cities)}
    if len(own) == 2 or (a in CITY_CENTRE and (b in CITY_CENTRE or b in own)) or (b in CITY_CENTRE and a in own):
        return True
    x, y = core(a), core(b)
    return min(len(x), len(y)) >= 2 and (x.endswith(y) or y.endswith(x))

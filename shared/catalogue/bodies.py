"""Reads the regions tables and derives every body's names; refuses what cannot be meant."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import Field

from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Centre, Frozen

_PEOPLES = re.compile(
    r"(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族"
    r"|哈萨克|蒙古|柯尔克孜)+自治州$"
)
_REGION = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_RANK = re.compile(r"(?:市|地区|盟)$")

OFFICE = "住房公积金管理中心"


class Province(Frozen):
    """A province, municipality, autonomous region, or 兵团."""

    code: str = Field(pattern=r"^\d{6}$")
    name: str
    short: str


class Entry(Frozen):
    """One `[[body]]` of `bodies.toml`; the file's head says what each field means."""

    code: str = Field(pattern=r"^\d{6}(-\d+)?$")
    evidence: str
    name: str | None = None
    city: str | None = None
    province_code: str | None = None
    aliases: tuple[str, ...] = ()
    expected: bool | None = None
    within: str | None = None
    since: int | None = None
    until: int | None = None


class Silent(Frozen):
    """Places that publish no report of their own; `within` is the body whose report has their figures."""

    names: tuple[str, ...]
    within: str


class Body(Frozen):
    """One reporting body: what documents call it, and when its own report is waited for and counted."""

    centre: Centre
    aliases: tuple[str, ...]
    expected: bool
    within: str | None = None
    since: int | None = None
    until: int | None = None
    evidence: str

    @property
    def provincial(self) -> bool:
        """Whether this body's report is a whole province made of centres: never summed beside them."""
        return not self.expected and self.within is None and self.centre.code == self.centre.province_code

    def reports(self, province_code: str, year: int) -> bool:
        """Whether this body's report is expected for that province and report year."""
        in_time = (self.since or year) <= year <= (self.until or year)
        return self.expected and in_time and self.centre.province_code == province_code


def root(name: str) -> tuple[str, ...]:
    """The shorter names of a prefecture: 盘锦 of 盘锦市, 海西州 and 海西 of 海西蒙古族藏族自治州.

    >>> root("海西蒙古族藏族自治州")
    ('海西州', '海西')
    """
    if name.endswith("自治州"):
        bare = _PEOPLES.sub("", name)
        return (f"{bare}州", bare)
    return (_RANK.sub("", name),) if _RANK.search(name) else ()


def read_regions(folder: Path) -> tuple[dict[str, Province], dict[str, Body], dict[str, str], dict[str, Silent]]:
    """Provinces and bodies by code, codes by name, and the places that do not report.

    Raises CatalogueError that names file and entry.
    """
    rows = _rows(folder / "divisions.csv")
    provinces = _provinces(rows, read_entries(folder / "provinces.toml", "province", Province))
    silent = {name: s for s in read_entries(folder / "silent.toml", "silent", Silent) for name in s.names}
    entries = read_entries(folder / "bodies.toml", "body", Entry)
    if twice := {e.code for e in entries if [x.code for x in entries].count(e.code) > 1}:
        raise CatalogueError(f"regions/bodies.toml: [[body]] {', '.join(sorted(twice))} is given twice")
    bodies = _bodies([r for r in rows if r["name"] not in silent], provinces, {e.code: e for e in entries})
    return provinces, bodies, _names(bodies, provinces, _rows(folder / "renamed.csv")), silent


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CatalogueError(f"regions/{path.name}: {error}") from error
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _provinces(rows: list[dict[str, str]], more: Iterable[Province]) -> dict[str, Province]:
    ours = (r for r in rows if r["code"] == r["province_code"])
    found = [Province(code=r["code"], name=r["name"], short=_REGION.sub("", r["name"])) for r in ours]
    return {p.code: p for p in [*found, *more]}


def _bodies(
    rows: list[dict[str, str]], provinces: Mapping[str, Province], entries: Mapping[str, Entry]
) -> dict[str, Body]:
    parents = {r["province_code"] for r in rows if r["code"] != r["province_code"]}
    drafts = {r["code"]: _division(r, r["code"] in parents) for r in rows}
    drafts |= {code: _merged(drafts.get(code), entry) for code, entry in entries.items()}
    bodies = {code: _body(draft, provinces) for code, draft in sorted(drafts.items())}
    for code, body in bodies.items():
        if body.within and body.within not in bodies:
            raise CatalogueError(f"regions/bodies.toml: [[body]] {code}: within = {body.within!r} is no body's code")
    return bodies


def _division(row: dict[str, str], has_centres: bool) -> Entry:
    """The body that a division has unless an entry says otherwise; a province made of centres is never expected."""
    name = row["name"]
    short = root(name)[0] if name.endswith("自治州") else name
    return Entry(
        code=row["code"],
        name=f"{name}住房和城乡建设厅" if has_centres else f"{short}{OFFICE}",
        city=name,
        province_code=row["province_code"],
        expected=not has_centres,
        evidence="divisions.csv",
    )


def _merged(draft: Entry | None, entry: Entry) -> Entry:
    given = entry.model_dump(exclude_none=True)
    return Entry.model_validate({**(draft.model_dump() if draft else {}), **given})


def _body(entry: Entry, provinces: Mapping[str, Province]) -> Body:
    province = provinces.get(entry.province_code or "")
    if province is None or entry.city is None:
        raise CatalogueError(f"regions/bodies.toml: [[body]] {entry.code}: city and a known province_code are needed")
    name = entry.name or f"{entry.city}{OFFICE}"
    centre = Centre(code=entry.code, name=name, city=entry.city, province=province.name, province_code=province.code)
    expected = entry.within is None if entry.expected is None else entry.expected
    return Body(centre=centre, expected=expected, **entry.model_dump(include=set(Body.model_fields) - {"expected"}))


def _names(
    bodies: Mapping[str, Body], provinces: Mapping[str, Province], renamed: Iterable[dict[str, str]]
) -> dict[str, str]:
    """Which body each name means. A name claimed twice is refused, but a derived short one gives way."""
    names: dict[str, str] = {}
    for name, code in _own_names(bodies, renamed):
        if names.setdefault(name, code) != code:
            raise CatalogueError(f"regions: {name} is a name of {names[name]} and of {code}")
    for province in provinces.values():
        names.setdefault(province.short, province.code)
    for name, code in [*_derived(bodies), *((n, r["code"]) for r in renamed for n in root(r["name"]))]:
        if names.setdefault(name, code) != code and names[name] not in provinces:
            raise CatalogueError(f"regions: the short name {name} is {names[name]}'s and {code}'s")
    return names


def _own_names(bodies: Mapping[str, Body], renamed: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for code, body in bodies.items():
        place = () if body.within else (body.centre.city,)
        yield from ((name, code) for name in dict.fromkeys((body.centre.name, *place, *body.aliases)))
    yield from ((row["name"], row["code"]) for row in renamed)


def _derived(bodies: Mapping[str, Body]) -> Iterator[tuple[str, str]]:
    for code, body in bodies.items():
        if not body.within and code != body.centre.province_code:
            yield from ((name, code) for name in root(body.centre.city))

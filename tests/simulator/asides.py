"""Words and numbers of a report that are no figure of it: parts of parts, uplifts, counts of meetings."""

from random import Random

from tests.simulator.books import Book, Entity
from tests.simulator.figures import Form, digits, shown
from tests.simulator.ledger import split
from tests.simulator.phrasing_finance import RENT_HOUSING

_KNOWN = """
rent someloans somemoney somesmall somearea pct share people firms0 firms1 firms2 firms3 firms4 firms5 firms6 # dept
office city fund
"""
KNOWN = frozenset(_KNOWN.split())

_PARTS: dict[str, tuple[str, int, str, int, int]] = {
    "rent": ("withdrawal.amount", 0, "亿元", 8, 2),
    "somemoney": ("loan.issued_amount", 0, "亿元", 8, 2),
    "someloans": ("loan.issued_count", 1, "笔", 0, 0),
    "somesmall": ("loan.issued_amount", 0, "万元", 4, 2),
    "somearea": ("loan.area_supported", 100, "万平方米", 4, 2),
}


def _number(value: float, suffix: str, exp: int, decimals: int) -> str:
    scaled, _ = shown(int(value), Form(suffix, exp, decimals), False)
    return digits(scaled, decimals) + suffix


def _firms(book: Book, entity: Entity) -> list[str]:
    """The employers by kind in percent, adding up to 100: the same however often one report speaks of them."""
    hundredths = split(Random(f"{book.place.city}{book.year}{entity.name}"), 10000, [45, 12, 4, 2, 28, 4, 5])
    return [digits(n, 2) + "%" for n in hundredths]


def aside(rng: Random, word: str, book: Book, entity: Entity, nothing: bool = False) -> str:
    """The text for a word in braces that is no metric; `nothing` when there was no such business at all."""
    if word in _PARTS:
        metric, least, suffix, exp, decimals = _PARTS[word]
        amount = 0 if nothing else least + float(entity.now[metric]) * rng.uniform(0.01, 0.09)
        return _number(amount, suffix, exp, decimals)
    if word == "people":
        return _number(float(entity.now["withdrawal.employees"]) * rng.uniform(1.1, 2.5), "万人次", 4, 2)
    if word.startswith("firms"):
        return _firms(book, entity)[int(word[-1])]
    if word == "fund":
        return RENT_HOUSING[book.year % len(RENT_HOUSING)]
    return {
        "share": f"{rng.randint(1, 9899) / 100}%",
        "pct": f"{rng.choice([10, 20, 30])}%",
        "#": str(rng.randint(1, 5)),
        "dept": rng.choice(["个科室", "个处室", "个内设机构", "个部门"])[1:],
        "office": rng.choice(["个管理部", "个办事处", "个分理处", "个服务部"])[1:],
        "city": book.place.city,
    }[word]

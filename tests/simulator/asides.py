"""Words and numbers of a report that are no figure of it: parts of parts, uplifts, counts of meetings."""

from random import Random

from tests.simulator.books import Book, Entity
from tests.simulator.figures import Form, digits, shown
from tests.simulator.phrasing_finance import RENT_HOUSING

_KNOWN = "rent someloans somemoney somesmall somearea pct share people # dept office city fund"
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


def aside(rng: Random, word: str, book: Book, entity: Entity, nothing: bool = False) -> str:
    """The text for a word in braces that is no metric; `nothing` when there was no such business at all."""
    if word in _PARTS:
        metric, least, suffix, exp, decimals = _PARTS[word]
        amount = 0 if nothing else least + float(entity.now[metric]) * rng.uniform(0.01, 0.09)
        return _number(amount, suffix, exp, decimals)
    if word == "fund":
        return RENT_HOUSING[book.year % len(RENT_HOUSING)]
    return {
        "share": f"{rng.randint(1, 9899) / 100}%",
        "people": f"{rng.randint(101, 9899) / 100}万人次",
        "pct": f"{rng.choice([10, 20, 30])}%",
        "#": str(rng.randint(1, 5)),
        "dept": rng.choice(["个科室", "个处室", "个内设机构", "个部门"])[1:],
        "office": rng.choice(["个管理部", "个办事处", "个分理处", "个服务部"])[1:],
        "city": book.place.city,
    }[word]

"""Years, quarters and months as titles and pages write them.

A bulletin's figures run from January to its month: 上半年 is 2023Q2, 前三季度 and 1-9月 are 2023Q3 and 2023-09.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d|[号〕\]]|[-/.]\d|年\d{1,2}月\d{1,2}日)")
_ANY_YEAR = re.compile(r"([2２][0０]\d\d)年(末|底)?")
_YEAR_WORDS = re.compile(r"(二[〇○零][〇○零一二三四五六七八九]{2})年(末|底)?")
_COMPARED = "比较与同期自从"
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_QUARTER = re.compile(
    r"(?:第|前|[一1][至\-–—~到])?([一二三四1-4])季度?(?:度|末|$|[^\d])|(上半年|年中)|(下半年|全年)|[Qq]([1-4])(?!\d)"
)
_YEAR_BEFORE = re.compile(r"(20\d\d)年\S{0,4}$")
_STAMP = re.compile(r"(?<!\d)(20\d\d)[-/.](0?[1-9]|1[0-2])(?![-/.]?\d)")
_MONTH = re.compile(
    r"(?:[一1]月?[至\-–—~到])?(?<![\d〕])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d{1,2}日)"
)
_DIGITS = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_UNTIL = re.compile(
    r"(20\d\d)年(?:[1１]\s?月?\s?[至\-–—－~～到]\s?)?(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:末|底|份)"
)


def number(word: str) -> int:
    """1 to 12 in digits or in Chinese.

    >>> number("十一"), number("09")
    (11, 9)
    """
    return _DIGITS[word] if word in _DIGITS else int(word)


def year_in(text: str, before: int | None = None) -> int | None:
    """The report year of a title: the last one before the word that says what it is, else the first after it.

    >>> year_in("2023年公布的2022年年度报告", 13)
    2022
    """
    years = [(m.start(), int(m[1])) for m in _YEAR.finditer(text)]
    if not years:
        return None
    earlier = [y for at, y in years if before is None or at < before]
    return earlier[-1] if earlier and before is not None else years[0][1]


def period_in(text: str, year: int) -> str | None:
    """The quarter or month a bulletin's title names, or None where it names none (全年 included).

    >>> period_in("2024年前三季度运行情况", 2024), period_in("2024年1-9月", 2024), period_in("2023年上半年", 2023)
    ('2024Q3', '2024-09', '2023Q2')
    """
    if found := _QUARTER.search(text):
        if found[3]:
            return f"{year}Q4" if found[3] == "下半年" else None
        return f"{year}Q{2 if found[2] else number(found[1] or found[4])}"
    months = _MONTH.findall(text)
    return f"{year}-{number(months[-1]):02d}" if months else None


def stamped(text: str) -> tuple[int, str] | None:
    """Year and period of a month written as 2023-08 or 2023.08; a day is none.

    >>> stamped("业务数据(2023.08)"), stamped("2023-08-15")
    ((2023, '2023-08'), None)
    """
    found = _STAMP.search(text)
    return (int(found[1]), f"{found[1]}-{int(found[2]):02d}") if found else None


def period_of_page(text: str, year: int) -> str | None:
    """The month whose end the page speaks of (截至2024年9月末, 2024年1-9月份) when its title gave only the year."""
    months = [number(m[2]) for m in _UNTIL.finditer(text) if int(m[1]) == year]
    return f"{year}-{Counter(months).most_common(1)[0][0]:02d}" if months else None


def year_of_month_end(text: str) -> int | None:
    """The year of the first month's end the page speaks of, for a title without a year."""
    found = _UNTIL.search(text)
    return int(found[1]) if found else None


def years_of(text: str) -> tuple[Counter[int], Counter[int]]:
    """How often the text speaks of each year, and how often of its end (2022年末); comparisons are left out.

    >>> years_of("二〇二二年末，比2021年末增长5%，2022年")
    (Counter({2022: 2}), Counter({2022: 1}))
    """
    found = [(int(m[1].translate(_NUMERALS)), m[2]) for m in _mentions(text)]
    return Counter(y for y, _ in found), Counter(y for y, end in found if end)


def years_spoken_of(text: str) -> Iterator[tuple[int, int]]:
    """Each year the text writes, comparisons left out, with the place after it."""
    for found in _mentions(text):
        yield int(found[1].translate(_NUMERALS)), found.end()


def period_spoken_of(text: str, period: str, start: int = 0) -> Iterator[int]:
    """The places after each mention, from `start` on, of a period's month or quarter, not of another year's.

    >>> [list(period_spoken_of("1-9月，缴存额", p)) for p in ("2024-09", "2024Q3", "2024-08")]
    [[4], [4], []]
    """
    quarter = period[4] == "Q"
    n = int(period[5:])
    month = 3 * n if quarter else n
    words = [f"(?<!\\d){month}月[末底份]", f"[-－–—~～至到]{month}月"]
    words += [f"{'一二三四'[n - 1]}季度", "上半年" if n == 2 else "前三季度"] if quarter else []
    for found in re.compile("|".join(words)).finditer(text, start):
        before = _YEAR_BEFORE.search(text[max(0, found.start() - 10) : found.start()])
        if before is None or before[1] == period[:4]:
            yield found.end()


def _mentions(text: str) -> Iterator[re.Match[str]]:
    for found in chain(_ANY_YEAR.finditer(text), _YEAR_WORDS.finditer(text)):
        if found.start() == 0 or text[found.start() - 1] not in _COMPARED:
            yield found

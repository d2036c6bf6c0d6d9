"""A cell's exact number and its number format come in, the text that the sheet shows goes out.

The grammar is ECMA-376 part 1, 18.8.31: sections, conditions, `0 # ?`, thousands, percent, literals, dates. A
negative number in brackets is written with a minus sign, since brackets would be read as a remark.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy-m-d",
    17: "yyyy-m", 22: "yyyy-m-d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-", 49: "@", 50: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<plain>.)",
    re.DOTALL,
)
_LITERAL = re.compile(r'"[^"]*"|[\\!].|[_*].|\[[^\]]*\]', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_DATE = re.compile(r"yyyy|yy|mmm+|mm|m|dd|d|hh|h|ss|s", re.IGNORECASE)
_AS_GENERAL = re.compile(r"general|G/通用格式|[@/]|E[+-]", re.IGNORECASE)
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11  # characters of a number in a General cell
_FORMAT_LENGTH = 255
_FORMATS = 512  # formats remembered; a sheet has a few, and thousands of cells
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def shown(value: Decimal, pattern: str, from_1904: bool = False) -> str:
    """The number as the sheet shows it.

    >>> shown(Decimal("0.6633"), "0.00%"), shown(Decimal("-0.0277"), "0.0%;(0.0%)")
    ('66.33%', '-2.8%')
    >>> shown(Decimal("4818000000"), '0.00,,"百万元"'), shown(Decimal("1705"), "#,##0")
    ('4818.00百万元', '1,705')
    """
    pattern = pattern[:_FORMAT_LENGTH]
    if is_date(pattern):
        return _date(value, _sections(pattern)[0], from_1904)
    parsed = _parse(_section(value, _sections(pattern)))
    if parsed is None:
        return general(value)
    if not parsed.whole and not parsed.decimals:
        return parsed.before + parsed.after
    return ("-" if value < 0 else "") + _numbered(abs(value), parsed).strip()


def general(value: Decimal) -> str:
    """A number in a cell without a format: eleven characters, but no digit before the point is lost.

    >>> general(Decimal("0.66329999999999995")), general(Decimal("339290000000.5"))
    ('0.6633', '339290000001')
    """
    if value.adjusted() > 40:
        return format(value, "f")[:_FORMAT_LENGTH]
    room = max(0, _GENERAL_WIDTH - 1 - len(str(int(abs(value)))))
    text = format(value.quantize(Decimal(1).scaleb(-room), context=_EXACT), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(_FORMATS)
def is_date(pattern: str) -> bool:
    """Whether a format shows a date or a time.

    >>> is_date('yyyy"年"m"月"'), is_date('0.00"m"'), is_date("[Red]0.00")
    (True, False, False)
    """
    bare = _LITERAL.sub("", _sections(pattern)[0])
    return bool(_DATE.search(bare)) and not re.search(r"[0#?]|general", bare, re.IGNORECASE)


@lru_cache(_FORMATS)
def _sections(pattern: str) -> list[str]:
    masked = _LITERAL.sub(lambda m: "_" * len(m[0]), pattern)
    ends = [m.start() for m in re.finditer(";", masked)]
    return [pattern[a + 1 : b] for a, b in zip([-1, *ends], [*ends, len(pattern)], strict=True)]


def _section(value: Decimal, sections: list[str]) -> str:
    """The part of a format that this number takes; its own sign is taken off, as one is always written."""
    conditions = [_CONDITION.search(s) for s in sections]
    for section, condition in zip(sections, conditions, strict=True):
        if condition and _holds(value, condition[1], Decimal(condition[2])):
            return section
    plain = [s for s, c in zip(sections, conditions, strict=True) if not c]
    if len(plain) < len(sections):
        return plain[-1] if plain else GENERAL
    if value == 0 and len(sections) > 2:
        return sections[2]
    if value < 0 and len(sections) > 1:
        return re.sub(r"\\?[()（）-]", "", sections[1])
    return sections[0]


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return (value < bound and "<" in sign) or (value > bound and ">" in sign) or (value == bound and "=" in sign)


class _Parsed:
    """A section taken apart: literals before and after, placeholders and literals of the whole part, decimals."""

    def __init__(self) -> None:
        self.before = self.after = self.decimals = ""
        self.whole: list[str] = []
        self.pointed = self.grouped = False
        self.commas = self.percents = 0

    def add_digit(self, placeholder: str) -> None:
        """A placeholder; literals since the last one stand inside the number."""
        if self.pointed:
            self.decimals += placeholder
            return
        self.grouped = self.grouped or self.commas > 0
        self.commas = 0
        self.whole += [*self.after, placeholder]
        self.after = ""

    def add_literal(self, text: str) -> None:
        """Characters that are shown as they are."""
        if self.whole or self.pointed:
            self.after += text
        else:
            self.before += text


@lru_cache(_FORMATS)
def _parse(section: str) -> _Parsed | None:
    """The section taken apart; None where its number is shown as in a cell without a format."""
    if _AS_GENERAL.search(_LITERAL.sub("", section)):
        return None
    parsed = _Parsed()
    for token in _TOKEN.finditer(section):
        if token["digit"]:
            parsed.add_digit(token["digit"])
        elif token["point"]:
            parsed.pointed = True
        elif token["comma"]:
            parsed.commas += 1
        elif token["percent"]:
            parsed.percents += 1
            parsed.add_literal("%")
        else:
            parsed.add_literal(token["quoted"] or token["escaped"] or token["currency"] or token["plain"] or "")
    return parsed


def _numbered(value: Decimal, parsed: _Parsed) -> str:
    scaled = value.scaleb(2 * parsed.percents - 3 * parsed.commas, context=_EXACT)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(parsed.decimals)), context=_EXACT)
    whole, _, part = format(rounded, "f").partition(".")
    while part and parsed.decimals[len(part) - 1] != "0" and part[-1] == "0":
        part = part[:-1]
    point = "." if part or (parsed.pointed and parsed.decimals.strip("0") == "" and parsed.decimals) else ""
    return parsed.before + _filled(whole, parsed) + point + part + parsed.after


def _filled(whole: str, parsed: _Parsed) -> str:
    """The digits before the point in their placeholders, from the right."""
    digits, needed = list(whole.lstrip("0")), parsed.whole.count("0")
    if parsed.grouped:
        return f"{int(''.join(digits) or '0'):,}" if digits or needed else ""
    out = []
    for slot in reversed(parsed.whole):
        if slot in "0#?":
            out.append(digits.pop() if digits else "0" * (slot == "0"))
            needed -= slot == "0"
        elif digits or needed > 0:
            out.append(slot)
    return "".join(digits) + "".join(reversed(out))


def _date(value: Decimal, section: str, from_1904: bool) -> str:
    try:
        moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=int(value * 86400))
    except (OverflowError, ValueError):
        return general(value)
    pieces, hours = [], False
    for token in re.finditer(f"{_LITERAL.pattern}|{_DATE.pattern}|.", section, re.IGNORECASE | re.DOTALL):
        written = token[0]
        if _DATE.fullmatch(written):
            pieces.append(_moment(moment, written.lower(), hours))
            hours = written.lower()[0] in "hs" or (hours and written.lower()[0] != "d")
        elif written[0] in '"\\!' or len(written) == 1:
            pieces.append(written.strip('"').lstrip("\\!"))
    return "".join(pieces).replace("@", "").strip()


def _moment(moment: datetime, part: str, hours: bool) -> str:
    if part[0] == "m" and hours:
        return f"{moment.minute:02d}"
    values = {"y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}
    number = values[part[0]]
    if part == "yy":
        return f"{number % 100:02d}"
    return f"{number:0{2 if len(part) == 2 else 1}d}"

"""A text whose layout was lost comes in; the same text, offset for offset, with its layout marked goes out.

A text copied from a table keeps its columns only as blanks: where lines below each other have the same cells (a label,
perhaps a unit, numbers), the blanks become tabs. A text wrapped at a fixed width has line ends inside its sentences:
where nearly all full lines end at one column, those line ends become JOINT, which parts nothing.
"""

import re
from collections import Counter
from collections.abc import Callable

BLANK = re.compile(r"[ \u00a0\u2002\u2003\u3000]+")
SENTENCE = re.compile(r"[。；;!?]|[，,](?![0-9０-９])")
CELL_NUMBER = re.compile(r"[-—－–]|[-－]?[0-9０-９][0-9０-９,，.．]*[%％‰]?")
ROW = re.compile(r"(?m)^[^\S\n]*[（(一-龥0-9０-９][^\n\t。]*[^\S\n\t][-—－–0-9０-９][^\n\t]*$")
SPACED = re.compile(r"^\s*([一-龥])[ \u3000]+([一-龥])(?=\s|$)")
LONGEST, LONGEST_HEADING = 200, 30
SECTION_CELL = re.compile(r"\s*[一二三四五六七八九十]{1,3}、[一-龥]{2,12}[^\S\n]+(?=[一-龥])")
LAST_SECTION = re.compile(r"(?:^|\n)\s*[一二三四五六七八九十]{1,3}、[一-龥]{2,12}\s*$")
WIDEST, FEWEST = 160, 8


JOINT = "\ue000"
"""Stands for a line end that only the page's width made."""


def unwrap(text: str) -> str:
    """The text with JOINT for each line end of a hard-wrapped paragraph; every offset stays what it was.

    A page is wrapped at so many characters or at so many columns, of which a Chinese character takes two.
    """
    lines = text.split("\n")
    full = _full_lines(lines, len, 24) or _full_lines(lines, _columns, 40)
    if not full:
        return text
    out = []
    for i, line in enumerate(lines[:-1]):
        wraps = i in full and bool(lines[i + 1][:1].strip())
        out.append(line + (JOINT if wraps else "\n"))
    return "".join([*out, lines[-1]])


def _full_lines(lines: list[str], measure: Callable[[str], int], least: int) -> set[int]:
    """The lines that end where most long lines end; none where the lines have no such edge."""
    sizes = [measure(line) for line in lines]
    long = Counter(n for n, line in zip(sizes, lines, strict=True) if n >= least and "\t" not in line)
    if not long:
        return set()
    edge = max(long, key=lambda n: (long[n] + long[n - 1], n))
    often = long[edge] + long[edge - 1]
    if often < FEWEST or edge > WIDEST or often < 0.4 * long.total():
        return set()
    return {i for i, n in enumerate(sizes) if edge - 2 <= n <= edge + 1 and "\t" not in lines[i]}


def _columns(line: str) -> int:
    """Columns a line takes on a page: two for a Chinese character, whose UTF-8 is three bytes."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2


def align(text: str) -> str:
    """The text with a tab for the first blank between two cells of such rows; every offset stays what it was.

    >>> align("指标 单位 本年\\n缴存额 亿元 3.1\\n提取额 亿元 2.0")
    '指标\\t单位\\t本年\\n缴存额\\t亿元\\t3.1\\n提取额\\t亿元\\t2.0'
    """
    run: list[tuple[int, int]] = []
    pieces: list[tuple[int, int]] = []
    for match in ROW.finditer(text):
        start, end = match.span()
        start += len(section[0]) if (section := SECTION_CELL.match(text, start, end)) else 0
        if not _is_row(text[start:end]):
            continue
        if run and not _heading(text[run[-1][1] : start]):
            pieces += _block(text, run)
            run = []
        run.append((start, end))
    pieces += _block(text, run)
    out, at = [], 0
    for start, end in pieces:
        between = text[at:start]
        out += [between[:-1] + "\n" if at and between[-1:] not in {"\n", ""} else between, _tabs(text[start:end])]
        at = end
    return "".join([*out, text[at:]]) if pieces else text


def _heading(between: str) -> bool:
    """Whether nothing but a short heading stands between two rows."""
    words = between.strip()
    return len(words) <= LONGEST_HEADING and not SENTENCE.search(words) and not any(c.isdigit() for c in words)


def _cells(line: str) -> list[str]:
    return BLANK.split(SPACED.sub(r"\1\2", line).strip())


def _is_row(line: str) -> bool:
    if len(line) > LONGEST or SENTENCE.search(line):
        return False
    cells = _cells(line)
    numbers = sum(CELL_NUMBER.fullmatch(c) is not None for c in cells)
    worded = any("一" <= c <= "龥" for c in cells[0])
    return worded and len(cells) > 2 and numbers > 0 and numbers >= len(cells) - 2


def _block(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows of one table with the header above them; nothing where the header has fewer cells than a row."""
    if len(run) < 2:
        return []
    end = len(text[: run[0][0]].rstrip())
    if section := LAST_SECTION.search(text, max(0, end - LONGEST_HEADING), end):
        end = len(text[: section.start()].rstrip())
    above = text.rfind("\n", 0, end) + 1
    cells = _cells(text[above:end])
    most = max(len(_cells(text[a:b])) for a, b in run)
    if end - above > LONGEST or SENTENCE.search(text, above, end) or any(CELL_NUMBER.fullmatch(c) for c in cells):
        return []
    if len(cells) == most + 1 and cells[0] in {"项目", "类别", "分类", "大类", "板块"}:
        above = text.index(cells[1], above)
        cells = cells[1:]
    return [(above, end), *run] if len(cells) >= most > 1 else []


def _tabs(line: str) -> str:
    inner = len(line) - len(line.lstrip())
    body = line[inner:].rstrip()
    tail = line[inner + len(body) :]
    if spaced := SPACED.match(body):
        inner, body = inner + spaced.end(), body[spaced.end() :]
    return line[:inner] + BLANK.sub(lambda m: "\t" + " " * (len(m[0]) - 1), body) + tail

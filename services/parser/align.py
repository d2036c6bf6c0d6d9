"""A text whose layout was lost comes in; the same text, offset for offset, with its layout marked goes out.

A text copied from a table keeps its columns only as blanks: where lines below each other have the same cells (a label,
perhaps a unit, numbers), the blanks become tabs. A text wrapped at a fixed width has line ends inside its sentences:
where nearly all full lines end at one column, those line ends become JOINT, which parts nothing.
"""

import re
from collections import Counter

BLANK = re.compile(r"[ \u00a0\u2002\u2003\u3000]+")
SENTENCE = re.compile(r"[。；;!?]|[，,](?![0-9０-９])")
CELL_NUMBER = re.compile(r"[-—－–]|[-－]?[0-9０-９][0-9０-９,，.．]*[%％‰]?")
ROW = re.compile(r"(?m)^[^\S\n]*[（(一-龥][^\n\t。]*[^\S\n\t][-—－–0-9０-９][^\n\t]*$")
SPACED = re.compile(r"^\s*([一-龥])[ \u3000]+([一-龥])(?=\s|$)")
LONGEST = 200
NARROWEST, WIDEST, FEWEST = 40, 160, 8


JOINT = "\ue000"
"""Stands for a line end that only the page's width made."""


def unwrap(text: str) -> str:
    """The text with JOINT for each line end of a hard-wrapped paragraph; every offset stays what it was."""
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    long = Counter(w // 2 for w, line in zip(widths, lines, strict=True) if w >= NARROWEST and "\t" not in line)
    edge, often = long.most_common(1)[0] if long else (0, 0)
    if often < FEWEST or edge * 2 > WIDEST or often < 0.4 * long.total():
        return text
    full = [edge * 2 - 2 <= w <= edge * 2 + 2 for w in widths]
    out = []
    for i, line in enumerate(lines[:-1]):
        wraps = full[i] and lines[i + 1][:1].strip() and "\t" not in line
        out.append(line + (JOINT if wraps else "\n"))
    return "".join([*out, lines[-1]])


def _width(line: str) -> int:
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
        if not _is_row(match[0]):
            continue
        if run and text[run[-1][1] : match.start()].strip():
            pieces += _block(text, run)
            run = []
        run.append(match.span())
    pieces += _block(text, run)
    out, at = [], 0
    for start, end in pieces:
        out += [text[at:start], _tabs(text[start:end])]
        at = end
    return "".join([*out, text[at:]]) if pieces else text


def _cells(line: str) -> list[str]:
    return BLANK.split(SPACED.sub(r"\1\2", line).strip())


def _is_row(line: str) -> bool:
    if len(line) > LONGEST or SENTENCE.search(line):
        return False
    cells = _cells(line)
    numbers = sum(CELL_NUMBER.fullmatch(c) is not None for c in cells)
    return len(cells) > 2 and numbers > 0 and numbers >= len(cells) - 2


def _block(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows of one table with the header above them; nothing where they do not line up."""
    if len(run) < 2:
        return []
    widths = [len(_cells(text[a:b])) for a, b in run]
    if max(widths) - min(widths) > 1:
        return []
    above = text.rfind("\n", 0, max(text[: run[0][0]].rstrip().__len__(), 0)) + 1
    end = len(text[: run[0][0]].rstrip())
    header = text[above:end]
    fits = len(header) <= LONGEST and len(_cells(header)) >= max(widths) and not SENTENCE.search(header)
    fits = fits and not any(CELL_NUMBER.fullmatch(c) for c in _cells(header))
    return [(above, end), *run] if fits else []


def _tabs(line: str) -> str:
    inner = len(line) - len(line.lstrip())
    body = line[inner:].rstrip()
    tail = line[inner + len(body) :]
    if spaced := SPACED.match(body):
        inner, body = inner + spaced.end(), body[spaced.end() :]
    return line[:inner] + BLANK.sub(lambda m: "\t" + " " * (len(m[0]) - 1), body) + tail

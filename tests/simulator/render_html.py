"""The page as a web page: furniture in its own boxes, tables, and numbers torn apart by tags."""

from html import escape
from random import Random

from tests.simulator.figures import Fig, Run
from tests.simulator.page import Block
from tests.simulator.render_text import line

_LINKS = (("/", "首页"), ("/xxgk", "信息公开"), ("/bszn", "办事指南"), ("/hdjl", "互动交流"))
_NAV = '<div class="nav"><ul>' + "".join(f'<li><a href="{u}">{t}</a></li>' for u, t in _LINKS) + "</ul></div>"


def inline(runs: list[Run], rng: Random, tear: float) -> str:
    """A line as HTML; `tear` is how often a tag stands inside a number, as editors leave it."""
    pieces = []
    for run in runs:
        raw = run if isinstance(run, str) else run.raw
        if isinstance(run, Fig) and len(raw) > 2 and rng.random() < tear:
            cut = rng.randint(1, len(raw) - 1)
            front, back = escape(raw[:cut]), escape(raw[cut:])
            pieces.append(f'<span lang="EN-US">{front}</span><span style="font-family:仿宋">{back}</span>')
        else:
            pieces.append(escape(raw, quote=False))
    return "".join(pieces)


def table(block: Block, rng: Random) -> str:
    """A table with its head as th or td, and cells that span rows."""
    head = rng.choice(["th", "td"])
    rows = []
    for index, row in enumerate(block.rows):
        tag = head if not index else "td"
        cells = []
        for column, runs in enumerate(row):
            if not block.covered(index, column):
                span = block.spans.get((index, column), 1)
                reach = f' rowspan="{span}"' if span > 1 else ""
                cells.append(f"<{tag}{reach}>{inline(runs, rng, 0)}</{tag}>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return '<table border="1">' + "".join(rows) + "</table>"


def body(blocks: list[Block], rng: Random) -> str:
    """The article: paragraphs, divisions or lines that are only broken."""
    tear = rng.choice([0, 0, 0.1, 0.4])
    indent = rng.choice(["", "", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "&ensp;&ensp;"])
    tag = rng.choice(["p", "p", "p", "div", "br"])
    strong = rng.choice(["strong", "b", "span"])
    lines: list[str] = []
    for block in blocks:
        text = inline(block.runs, rng, tear if block.kind == "p" else 0)
        if block.kind == "table":
            lines.append(table(block, rng))
        elif block.kind == "title":
            lines.append(f"<h1>{text}</h1>" if rng.random() < 0.7 else f'<div class="title">{text}</div>')
        elif block.kind == "nav":
            lines.append(f'<div class="info">{text}</div>')
        else:
            text = indent + (f"<{strong}>{text}</{strong}>" if block.kind != "p" else text)
            lines.append(f"{text}<br/>" if tag == "br" else f"<{tag}>{text}</{tag}>")
    return "\n".join(lines)


def html(blocks: list[Block], rng: Random) -> str:
    """The whole document, the article in a division or in the cell of a layout table."""
    title = next((line(b.runs) for b in blocks if b.kind == "title"), "")
    script = "<script>var visits=505;document.write(visits);</script>" if rng.random() < 0.3 else ""
    style = "<style>.info{color:#666;font-size:12px}</style>" if rng.random() < 0.5 else ""
    nav = _NAV if rng.random() < 0.6 else ""
    inner = f'<div class="content" id="zoom">\n{body(blocks, rng)}\n</div>'
    if rng.random() < 0.12:
        inner = f'<table width="100%" cellpadding="0"><tr><td>{inner}</td></tr></table>'
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="%s"><title>{escape(title)}</title>{style}</head><body>{nav}'
        f"{inner}{script}</body></html>\n"
    )


def encode(page: str, rng: Random) -> bytes:
    """Bytes whose label is right, or (rarely) wrong."""
    real = rng.choice(["utf-8"] * 5 + ["gb18030"])
    label = {"utf-8": "utf-8", "gb18030": rng.choice(["gb2312", "gbk", "gb18030"])}[real]
    if rng.random() < 0.08:
        label = "gb2312" if real == "utf-8" else "utf-8"
    return page.replace("%s", label, 1).encode(real)

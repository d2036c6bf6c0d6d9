"""The page as a web page: furniture in its own boxes, tables, and numbers torn apart by tags."""

from html import escape
from random import Random

from tests.simulator.figures import Fig, Run
from tests.simulator.render_text import line
from tests.simulator.writer import Block

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
    """A table with its head as th or td."""
    head = rng.choice(["th", "td"])
    rows = []
    for index, row in enumerate(block.rows):
        tag = head if not index else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{inline(c, rng, 0)}</{tag}>" for c in row) + "</tr>")
    return '<table border="1">' + "".join(rows) + "</table>"


def html(blocks: list[Block], rng: Random) -> str:
    """The whole document."""
    tear = rng.choice([0, 0, 0.1, 0.4])
    title = next((line(b.runs) for b in blocks if b.kind == "title"), "")
    indent = rng.choice(["", "", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;"])
    body: list[str] = []
    for block in blocks:
        if block.kind == "table":
            body.append(table(block, rng))
        elif block.kind == "title":
            body.append(f"<h1>{escape(line(block.runs))}</h1>")
        elif block.kind == "nav":
            body.append(f'<div class="info">{escape(line(block.runs))}</div>')
        elif block.kind in {"h1", "h2", "h3"}:
            body.append(f"<p><strong>{inline(block.runs, rng, 0)}</strong></p>")
        else:
            body.append(f"<p>{indent}{inline(block.runs, rng, tear)}</p>")
    script = "<script>var visits=505;document.write(visits);</script>" if rng.random() < 0.3 else ""
    style = "<style>.info{color:#666;font-size:12px}</style>" if rng.random() < 0.5 else ""
    nav = _NAV if rng.random() < 0.6 else ""
    inner = "\n".join(body)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="%s"><title>{escape(title)}</title>{style}</head><body>{nav}'
        f'<div class="content" id="zoom">\n{inner}\n</div>{script}</body></html>\n'
    )


def encode(page: str, rng: Random) -> bytes:
    """Bytes whose label is right, or (rarely) wrong."""
    real = rng.choice(["utf-8"] * 5 + ["gb18030"])
    label = {"utf-8": "utf-8", "gb18030": rng.choice(["gb2312", "gbk", "gb18030"])}[real]
    if rng.random() < 0.08:
        label = "gb2312" if real == "utf-8" else "utf-8"
    return page.replace("%s", label, 1).encode(real)

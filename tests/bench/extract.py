"""`make bench`: what it costs to read a report, in CPU time, beside one pass of the catalogue's own labels over it.

    python -m tests.bench.extract [--report FILE] [--json FILE]

The unit is one pass of one compiled alternation over the same text, so that a ratio means the same on every machine: of
the catalogue's 138 names of figures (`to_names`, the harder one), and of every word that its phrases stand for, tens of
thousands (`to_words`). The report is read at its own size and, cut or repeated, at 10 KB to 1 MB, to show the growth.
"""

import argparse
import hashlib
import json
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from services.parser.document import Document
from services.parser.extract import extract
from services.parser.formats import convert
from services.parser.lexicon import load_lexicon
from services.parser.parse import header_of
from services.validator.check import check
from shared.catalogue.metrics import load_metrics

ROOT = Path(__file__).parents[2]
PANJIN = ROOT.parent / "shared" / "reports" / "panjin-2022.txt"
SAMPLE = ROOT / "deploy" / "samples" / "reports" / "panjin-2022.txt"
SIZES = (10_000, 28_000, 100_000, 1_000_000)
LEAST = 0.4
"""Seconds of CPU that one figure is measured over, at least."""


def cost(work: Callable[[], object]) -> float:
    """Milliseconds of CPU of one run, the best of five rounds."""
    work()
    start = time.process_time()
    work()
    once = max(time.process_time() - start, 1e-6)
    times = max(1, int(LEAST / 5 / once))
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - start) / times)
    return best * 1000


def sized(text: str, size: int) -> str:
    """The text cut or repeated to so many bytes of UTF-8, whole lines where it is repeated."""
    whole = text + "\n"
    repeated = whole * (size // len(whole.encode()) + 1)
    return repeated.encode()[:size].decode("utf-8", "ignore")


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Two alternations: the catalogue's names of its figures, one each; and every word that its phrases stand for."""
    names = [m.label_zh for m in load_metrics().values()]
    words = [e.word for e in load_lexicon().entries.values() if e.role == "label"]
    made = ("|".join(map(re.escape, sorted(w, key=len, reverse=True))) for w in (names, words))
    return re.compile(next(made)), re.compile(next(made))


def measure(content: bytes, name: str) -> dict[str, float | int]:
    """One size: bytes to facts, the pass of labels, and validation, each in milliseconds and as a ratio."""
    document = convert(content, name)
    header = header_of(document, name, hashlib.sha256(content).hexdigest())
    made = extract(document, header)

    def whole() -> None:
        read: Document = convert(content, name)
        extract(read, header_of(read, name, header.report_id))

    def scan(pattern: re.Pattern[str]) -> int:
        return sum(1 for _ in pattern.finditer(document.text))

    names, words = patterns()
    parts = {
        "bytes_to_facts": cost(whole),
        "extract": cost(lambda: extract(document, header)),
        "names": cost(lambda: scan(names)),
        "words": cost(lambda: scan(words)),
        "validate": cost(lambda: check(made)),
    }
    found: dict[str, float | int] = {"bytes": len(content), "facts": len(made.facts)}
    found |= {f"{part}_ms": round(ms, 3) for part, ms in parts.items()}
    found["to_names"] = round(parts["bytes_to_facts"] / parts["names"], 2)
    found["to_words"] = round(parts["bytes_to_facts"] / parts["words"], 2)
    found["validate_to_extract"] = round(parts["validate"] / parts["extract"], 2)
    return found


def main() -> None:
    """Measure all sizes; a table for people and one line of JSON for programs."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.extract")
    options.add_argument("--report", type=Path, default=PANJIN if PANJIN.exists() else SAMPLE)
    options.add_argument("--json", type=Path, help="write the measurements here too")
    chosen = options.parse_args()
    text = chosen.report.read_text(encoding="utf-8")
    rows = [measure(text.encode(), chosen.report.name)]
    rows += [measure(sized(text, size).encode(), chosen.report.name) for size in SIZES]
    heads = list(rows[0])
    print("  ".join(f"{head:>{max(len(head), 9)}}" for head in heads))
    for row in rows:
        print("  ".join(f"{row[head]:>{max(len(head), 9)}}" for head in heads))
    made = json.dumps({"report": chosen.report.name, "sizes": rows})
    print(made)
    if chosen.json:
        chosen.json.write_text(made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

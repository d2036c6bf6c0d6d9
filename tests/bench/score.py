"""`make score`: recall and precision on the real reports, the passages and fresh made reports, as tables.

    python -m tests.bench.score [--count 200] [--seed WORD] [--damage 0.2]

The first two sets and the scoring tools lie beside the project (../shared) and are skipped where they do not. The made
reports have a new seed each time, which is printed so that a run can be repeated.
"""

import argparse
import hashlib
import secrets
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from services.parser.formats import convert
from services.parser.parse import parse_document
from services.validator.check import check
from shared.errors import Rejected
from shared.model import Checked
from tests.simulator import Options, report
from tests.simulator.generate import Generated

ROOT = Path(__file__).parents[2]
TOOLS = ROOT.parent / "shared" / "tools"
HPF = str(ROOT / ".venv" / "bin" / "hpf")
WIDE = str.maketrans("（）", "()")


def beside() -> None:
    """The sets beside the project, scored by the tools that lie there."""
    if not TOOLS.is_dir():
        print(f"{TOOLS} 不在，跳过真实报告 (is not here: real reports and passages skipped)")
        return
    passages = [HPF, "parse", "--passage", "--period", "2024"]
    for tool, command in (("score.py", [HPF, "validate"]), ("score_passages.py", passages)):
        subprocess.run([sys.executable, str(TOOLS / tool), "--", *command], check=True)


def plain(name: object) -> str:
    """A name without what a page's style does to it."""
    return "".join(str(name).split()).translate(WIDE)


def read(made: Generated) -> Checked | None:
    """What parser and validator make of a report; None where it is refused."""
    try:
        document = convert(made.content, made.source)
        return check(parse_document(document, made.source, hashlib.sha256(made.content).hexdigest()))
    except Rejected as error:
        print(f"  {made.source}: {error.reason}")
        return None


def tally(made: Generated, checked: Checked | None) -> Counter[str]:
    """How many figures were wanted, found, right, and wrong without anything that says so."""
    wanted = {
        (plain(r["entity"]), r["metric"], r["measure"]): (
            {Decimal(str(v)) for v in (r["value"], *r.get("accept", ()))},
            r.get("optional"),
        )
        for r in made.truth
    }
    found = {(plain(f.entity), f.metric, f.measure): f for f in checked.facts} if checked else {}
    told = {(plain(f.entity), m) for f in checked.findings for m in f.metrics} if checked else set()
    right = {k for k, f in found.items() if k in wanted and f.value in wanted[k][0]}
    optional = {k for k, (_, may_lack) in wanted.items() if may_lack}
    silent = [k for k, f in found.items() if k not in right and not f.repairs and k[:2] not in told]
    return Counter(
        reports=1,
        refused=checked is None,
        wanted=len(wanted.keys() - optional),
        hit=len(right - optional),
        found=len(found),
        right=len(right),
        silent=len(silent),
    )


def line(name: str, c: Counter[str]) -> str:
    """One line of the table."""
    recall = 100 * c["hit"] / c["wanted"] if c["wanted"] else 0
    precision = 100 * c["right"] / c["found"] if c["found"] else 0
    counts = f"{c['reports']:>8} {c['refused']:>8} {c['wanted']:>8} {c['found']:>8}"
    return f"{name:<16} {counts} {recall:>8.2f} {precision:>8.2f} {c['silent']:>7}"


def simulated(seed: str, count: int, damage: float) -> None:
    """Made reports of every format and kind."""
    print(f"\nsimulated: seed {seed}, {count} reports, damage {damage}")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for index in range(count):
        made = report(seed, index, Options(damage=damage))
        found = tally(made, read(made))
        for row in (made.source.rpartition(".")[2], made.kind, "all"):
            rows[row] += found
    heads = ("reports", "refused", "wanted", "found", "recall%", "prec%")
    print(f"{'':<16} " + " ".join(f"{head:>8}" for head in heads) + f" {'silent':>7}")
    for name in sorted(rows, key=lambda n: (n == "all", n)):
        print(line(name, rows[name]))


def main() -> None:
    """Score all sets that are at hand."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.score")
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", default=secrets.token_hex(4))
    options.add_argument("--damage", type=float, default=0)
    chosen = options.parse_args()
    beside()
    simulated(chosen.seed, chosen.count, chosen.damage)


if __name__ == "__main__":
    main()

"""`python -m tests.simulator --seed 1 --count 100 --out DIR`: reports, gold and findings for score.py."""

import argparse
import json
from pathlib import Path

from tests.simulator.generate import FORMATS, KINDS, Generated, reports


def write(out: Path, made: Generated) -> None:
    """One report's three files."""
    stem = made.source.rpartition(".")[0]
    (out / "reports" / made.source).write_bytes(made.content)
    rows = (json.dumps(row, ensure_ascii=False) for row in made.truth)
    (out / "gold" / f"{stem}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    finding = {"report": made.header, "clean": not made.errors, "errors": made.errors, "damage": made.damage}
    text = json.dumps(finding, ensure_ascii=False, indent=1)
    (out / "findings" / f"{stem}.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the options, make the folders, write the reports."""
    options = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    options.add_argument("--seed", default="1")
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--formats", default=",".join(FORMATS), help="of " + ",".join(FORMATS))
    options.add_argument("--kinds", default=",".join(KINDS), help="of " + ",".join(KINDS))
    options.add_argument("--damage", type=float, default=0, help="share of reports that are damaged (0 to 1)")
    options.add_argument("--slips", type=float, default=0, help="share of reports with one planted mistake (0 to 1)")
    options.add_argument("--years", type=int, default=1, help="reports of consecutive years for each centre")
    chosen = options.parse_args()
    for folder in ("reports", "gold", "findings"):
        (chosen.out / folder).mkdir(parents=True, exist_ok=True)
    facts = 0
    for made in reports(
        chosen.seed,
        chosen.count,
        formats=chosen.formats.split(","),
        kinds=chosen.kinds.split(","),
        damage=chosen.damage,
        slips=chosen.slips,
        years=chosen.years,
    ):
        write(chosen.out, made)
        facts += len(made.truth)
    print(f"{chosen.count} reports, {facts} facts in {chosen.out}")


if __name__ == "__main__":
    main()

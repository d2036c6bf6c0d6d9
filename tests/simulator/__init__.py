"""Invented reports with known truth, to measure everything else by.

On the command line, ready for the scoring tool (see `python -m tests.simulator --help` for every option):

    python -m tests.simulator --seed 1 --count 500 --out /tmp/sim --formats txt,html
    python score.py --gold /tmp/sim/gold --reports /tmp/sim/reports --findings /tmp/sim/findings -- hpf validate

From Python: `reports(seed, count, ...)` yields `Generated` (source, content, truth, errors, book) one after another.
Nothing here reads the extractor or its catalogue, and no word list is shared with them: it would prove nothing.
"""

from tests.simulator.generate import Generated, report, reports

__all__ = ["Generated", "report", "reports"]

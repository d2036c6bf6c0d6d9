"""Invented reports with known truth, to measure everything else by.

On the command line, ready for the scoring tool (see `python -m tests.simulator --help` for every option):

    python -m tests.simulator --seed 1 --count 500 --out /tmp/sim --formats txt,html --damage 0.3 --slips 0.2
    python score.py --gold /tmp/sim/gold --reports /tmp/sim/reports --findings /tmp/sim/findings -- hpf validate

From Python: `reports(seed, count, formats=…, kinds=…, damage=…, slips=…, years=…)` yields `Generated` (source,
content, truth, errors, header, book, text) one after another; `report(seed, index, Options(…))` makes any one again;
`uniform(n)` yields small clean reports for load and fault tests and `sums` what their rollup must be.

Nothing here reads the extractor or its catalogue, and no word list is shared with them: it would prove nothing.
"""

from tests.simulator.generate import FORMATS, KINDS, Generated, Options, report, reports
from tests.simulator.uniform import Small, sums, uniform

__all__ = ["FORMATS", "KINDS", "Generated", "Options", "Small", "report", "reports", "sums", "uniform"]

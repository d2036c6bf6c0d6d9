"""What a document of each format costs on its way to text: `python -m tests.bench.formats`.

Three sizes of one generated report; milliseconds of processor time in place, and of wall time through the sandbox.
"""

import time
from collections.abc import Callable

from services.parser.formats import convert
from services.parser.sandbox import Sandbox
from tests.simulator.generate import Options, report

FORMATS = ("txt", "html", "docx", "xlsx", "pdf")
REPORTS = 20
ROUNDS = 5


def measured(clock: Callable[[], float], work: Callable[[bytes, str], object], contents: list[bytes]) -> float:
    """Milliseconds a document, the best of some rounds: what else runs on the machine only ever adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = clock()
        for content in contents:
            work(content, "bench")
        best = min(best, clock() - start)
    return best / len(contents) * 1000


def main() -> None:
    """Prints one line a format."""
    box = Sandbox(seconds=20, memory=1 << 30)
    print("format  KB a file  chars a text  CPU ms in place  wall ms in sandbox")
    for kind in FORMATS:
        contents = [report("bench", n, Options(formats=(kind,))).content for n in range(REPORTS)]
        texts = [convert(content, "bench").text for content in contents]
        size, length = sum(map(len, contents)) / REPORTS / 1024, sum(map(len, texts)) // REPORTS
        inside = measured(time.process_time, convert, contents)
        boxed = measured(time.perf_counter, box.convert_now, contents)
        print(f"{kind:6} {size:10.1f} {length:13,} {inside:16.2f} {boxed:19.2f}")
    box.close()


if __name__ == "__main__":
    main()

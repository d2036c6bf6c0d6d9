"""`hpf explain`: where a figure of a report was read, what else was considered, and why one reading stands."""

import hashlib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from services.commands.console import out, print_json, print_table
from services.commands.offline import Passage, Period, reading, wanted_period
from shared.model import TOTAL

if TYPE_CHECKING:
    from services.parser.explain import Considered, Explanation

File = Annotated[str, typer.Argument(help="报告文件，- 读标准输入 (a report file; - reads standard input)")]
Metric = Annotated[str, typer.Argument(help="指标编号或名称 (metric id or name): loan.balance, 缴存额")]
Entity = Annotated[str, typer.Argument(help="机构，默认全部 (the entity as the report names it; the whole by default)")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON (as one JSON object)")]
MISSES = {
    "not_disclosed": "未披露 (not disclosed)",
    "none_disclosed": "报告称没有 (the report says that there is none)",
    "unreadable": "无法辨认 (unreadable)",
    "ambiguous": "有多种读法 (ambiguous)",
}
NONE = "报告中没有读到这一数字 (no reading of this figure in the report)"


def explain(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    metric: Metric,
    entity: Entity = TOTAL,
    json: Json = False,
    passage: Passage = False,
    period: Period = None,
) -> None:
    """说明一个数字从哪里读出、为何采用 (where a figure was read, what else was considered, and why one won)."""
    from services.parser.explain import explain as explained  # noqa: PLC0415 - heavy: only when it runs
    from services.parser.parse import header_of  # noqa: PLC0415

    name = "-" if file == "-" else Path(file).name
    known = metric_id(metric)
    with reading(wanted_period(passage, period)) as reader:
        content = reader.content(file)
        document = reader.sandbox.convert_now(content, name)
    header = header_of(document, name, hashlib.sha256(content).hexdigest(), period)
    made = explained(document, header, known, entity, passage)
    print_json(made) if json else show(made)


def metric_id(asked: str) -> str:
    """The id of a metric given by its id or its name. Raises BadParameter that lists what may have been meant."""
    from shared.catalogue.metrics import load_metrics  # noqa: PLC0415

    metrics = load_metrics()
    if asked in metrics:
        return asked
    named = [m.id for m in metrics.values() if m.label_zh == asked]
    if named:
        return named[0]
    near = get_close_matches(asked, [*metrics, *(m.label_zh for m in metrics.values())], n=3, cutoff=0.5)
    hint = f"：是否指 (did you mean) {'、'.join(near)}" if near else ""
    raise typer.BadParameter(f"没有指标 (no metric) {asked}{hint}")


def show(made: "Explanation") -> None:
    """The explanation for people: one line a reading, the fact first to be seen, then what was missed."""
    from shared.catalogue.metrics import load_metrics  # noqa: PLC0415

    whose = "全部 (total)" if made.entity == TOTAL else escape(made.entity)
    out.print(f"[bold]{load_metrics()[made.metric].label_zh}[/]（{made.metric}）  {whose}")
    if not made.readings and not made.misses:
        out.print(NONE)
    if made.readings:
        print_table("", ("", "口径", "数值", "原文", "句子", "理由"), [_row(c) for c in made.readings], right=(2,))
    for miss in made.misses:
        tried = "；".join(f"{c.raw} = {c.value:f}（{c.why}）" for c in miss.candidates)
        out.print(f"缺失 (missing): {MISSES[miss.reason]}{'：' + escape(tried) if tried else ''}")


def _row(c: "Considered") -> tuple[str, ...]:
    notes = [*c.repairs, *(f"✓{proof}" for proof in c.proofs)]
    why = c.why + (f" [{' '.join(notes)}]" if notes else "")
    mark = "[green]✓[/]" if c.taken else "[dim]✗[/]"
    return (mark, c.measure, f"{c.value:f}", escape(c.raw), escape(c.sentence), escape(why))

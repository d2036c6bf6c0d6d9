"""`hpf topics`: creates the declared topics, or says how the broker's differ."""

import typer

from services.commands.console import out
from services.commands.exits import Exit
from services.commands.running import Data, find

app = typer.Typer(no_args_is_help=True, help="消息主题 (the topics on the broker: apply, check)")


@app.command("apply")
def apply(data: Data = None) -> None:
    """创建缺少的主题，修正配置 (creates what is missing and mends configuration; changes nothing else)."""
    from shared.edge.bus import apply_topics  # noqa: PLC0415 - heavy: only when it runs

    for line in apply_topics(find(data)) or ["主题与声明一致 (topics are as declared)"]:
        out.print(line)


@app.command("check")
def check(data: Data = None) -> None:
    """与声明比较 (compares the broker's topics with what is declared; exit code 5 if they differ)."""
    from shared.edge.bus import check_topics  # noqa: PLC0415

    differences = check_topics(find(data))
    for line in differences or ["主题与声明一致 (topics are as declared)"]:
        out.print(line)
    if differences:
        raise typer.Exit(Exit.UNHEALTHY)

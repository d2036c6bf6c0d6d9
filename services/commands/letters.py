"""`hpf dead-letters`: events that can never work; listed, shown with the reason, sent again after a repair."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from services.commands.console import out, print_json, print_table
from services.commands.exits import NotFound
from services.commands.running import AsJson, Data, away, find
from services.commands.tables import moment
from shared.errors import RetryLater

if TYPE_CHECKING:  # heavy: imported only by the commands that run them
    from shared.edge.bus import DeadLetter
    from shared.settings import Settings

app = typer.Typer(no_args_is_help=True, help="无法处理的事件 (events that can never work: list, show, replay)")
LetterId = Annotated[str, typer.Argument(help="死信编号，见 list (its id, see list)")]


@app.command("list")
def list_letters(data: Data = None, as_json: AsJson = False) -> None:
    """列出，最新在前 (every dead letter, newest first)."""
    from services.api.queries import letter_answer  # noqa: PLC0415 - heavy: only when it runs

    letters = _letters(find(data))
    if as_json:
        print_json([letter_answer(letter) for letter in letters])
        return
    rows = [(x.id, moment(x.at), x.stage, x.code, escape(x.reason), "已重发" if x.replayed_at else "") for x in letters]
    headings = ("编号", "时间", "阶段", "代码", "原因", "重发")
    print_table(f"死信 (dead letters) {len(rows)}", headings, rows)


@app.command("show")
def show_letter(letter_id: LetterId, data: Data = None) -> None:
    """一封死信的全部：原因、位置、原文 (one dead letter: reason, place and the event as it came)."""
    found = next((x for x in _letters(find(data)) if x.id == letter_id), None)
    if found is None:
        raise NotFound(f"{letter_id}：没有这封死信 (no such dead letter); hpf dead-letters list")
    headers = {name: value.decode(errors="replace") for name, value in found.headers}
    lines = {
        "原因 (reason)": f"{found.code}: {found.reason}",
        "阶段 (stage)": f"{found.stage}, {found.attempts} attempt(s), {found.at.isoformat()}",
        "位置 (position)": f"{found.topic}/{found.partition}/{found.offset}",
        "键 (key)": found.key.decode(errors="replace"),
        "头 (headers)": " ".join(f"{k}={v}" for k, v in headers.items()),
        "重发 (replayed)": found.replayed_at.isoformat() if found.replayed_at else "—",
    }
    for name, value in lines.items():
        out.print(f"[bold]{name}[/]  {escape(value)}")
    out.print(found.value.decode(errors="replace"), markup=False)


@app.command("replay")
def replay_letters(
    letter_id: Annotated[
        str | None, typer.Argument(help="死信编号；不写则全部未重发的 (else all not yet sent again)")
    ] = None,
    data: Data = None,
) -> None:
    """原样再发 (sends one, or all that were not sent again yet, back to where they came from)."""
    from shared.edge.bus import replay_dead_letter, replay_dead_letters  # noqa: PLC0415

    settings = find(data)
    try:
        sent = [replay_dead_letter(settings, letter_id)] if letter_id else replay_dead_letters(settings)
    except RetryLater as error:
        raise away(error, settings) from error
    out.print(f"重发 {len(sent)} 封 (sent again)")


def _letters(settings: "Settings") -> list["DeadLetter"]:
    from shared.edge.bus import dead_letters  # noqa: PLC0415

    try:
        return list(reversed(dead_letters(settings)))
    except RetryLater as error:
        raise away(error, settings) from error

"""`hpf services run NAME`: one service in the foreground, as compose and Kubernetes run it."""

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.exits import NotFound
from services.commands.running import Data

if TYPE_CHECKING:  # heavy: imported only when a service runs
    from shared.settings import Settings

app = typer.Typer(no_args_is_help=True, help="单个服务 (one service at a time, as compose runs it)")
ROOMS = ("ingest", "parser", "validator", "aggregation", "notification", "api")
SERVED = ("ingest", "api")
"""The rooms that people and programs talk to over HTTP; the others live on the bus."""


@app.command("list")
def list_rooms() -> None:
    """服务名称 (the names of the services)."""
    for name in ROOMS:
        typer.echo(name)


@app.command("run")
def run(name: Annotated[str, typer.Argument(help=" | ".join(ROOMS))], data: Data = None) -> None:
    """运行一个服务，直到 SIGTERM (runs one service until SIGTERM)."""
    from shared.settings import load  # noqa: PLC0415

    raise typer.Exit(run_room(name, load(data=data)))


def run_room(name: str, settings: "Settings") -> int:
    """Runs the service until SIGTERM; returns its exit code. Raises NotFound for a name that is no service."""
    if name not in ROOMS:
        raise NotFound(f"{name}：没有这个服务，可用 (no such service; there are) {', '.join(ROOMS)}")
    room = import_module(f"services.{name}.app")
    if name in SERVED:
        code: int = room.run(settings)
        return code
    from shared.edge.bus import run as live  # noqa: PLC0415 - heavy: only when it runs

    return live(room.build(settings), settings)

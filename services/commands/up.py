"""`hpf up`: the embedded default, broker, store, services and API from one process on one data folder."""

from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.console import complain, out
from services.commands.exits import Exit
from services.commands.running import Data

if TYPE_CHECKING:
    from services.embedded.endpoints import Endpoints

Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="API 端口，0 为任意 (the API's port; 0: any free one)")
]


def up(data: Data = None, port: Port = None) -> None:
    """启动整个系统，直到 Ctrl-C (starts the whole system, then serves until Ctrl-C)."""
    from services.embedded.supervisor import up as start  # noqa: PLC0415 - heavy: only when it runs
    from services.embedded.system import Crew  # noqa: PLC0415
    from shared.settings import load  # noqa: PLC0415

    settings = load(data=data, port=port)
    code = start(settings, on_ready=print_endpoints, crew=Crew(say=complain))
    raise typer.Exit(code or Exit.OK)


def print_endpoints(endpoints: "Endpoints") -> None:
    """Where everything listens, and what to do next."""
    rows = {
        "API": f"{endpoints.api_url}/v1/reports",
        "上传 (upload)": f"{endpoints.ingest_url}/v1/documents",
        "Kafka": endpoints.brokers,
        "Redis": endpoints.redis_url,
        "数据 (data)": endpoints.data,
    }
    out.print("[bold green]就绪 (ready)[/]")
    for name, value in rows.items():
        out.print(f"  {name:<16} {value}")
    where = f"--data {endpoints.data}"
    out.print(f"  hpf ingest {where} FILE… --wait；hpf rollup {where} 辽宁；Ctrl-C 停止 (stops)", markup=False)

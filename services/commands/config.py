"""`hpf settings`: every setting with its value here, and the README's table of them, both made from the one model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.console import print_table
from services.commands.running import Data, find
from shared.errors import SettingsError

if TYPE_CHECKING:
    from shared.settings import Settings

BEGIN, END = "<!-- settings: made by `make docs` -->", "<!-- settings end -->"

Write = Annotated[
    Path | None, typer.Option(help="把表写进这个文件 (writes the table into this file, between its marks)")
]


def settings(write: Write = None, data: Data = None) -> None:
    """所有设置及其当前值 (every setting, its variable and its value here)."""
    if write:
        write.write_text(with_table(write.read_text(encoding="utf-8")), encoding="utf-8")
        return
    found = find(data)
    rows = [(variable(name), shown(found, name), text) for name, _, text in described()]
    print_table("设置 (settings)", ("变量", "当前值", "说明"), rows)


def described() -> list[tuple[str, str, str]]:
    """Name, default and description of every setting, in the order of the model."""
    from shared.settings import Settings  # noqa: PLC0415 - heavy: only when it runs

    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        rows.append((name, "" if default in (None, "") else str(default), field.description or ""))
    return rows


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"HPF_{name.upper()}"


def shown(found: "Settings", name: str) -> str:
    """A setting's value without a password that is part of an address."""
    value = str(getattr(found, name) if getattr(found, name) is not None else "")
    scheme, at, host = value.rpartition("@")
    if name != "redis_url" or not at:
        return value
    user = scheme.split("//", 1)[-1].split(":", 1)[0]
    return f"{scheme.split('//', 1)[0]}//{user}:***@{host}"


def markdown() -> str:
    """The table as the README has it."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, default, text in described():
        lines.append(f"| `{variable(name)}` | {f'`{default}`' if default else ''} | {text.replace('|', '/')} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """`text` with the current table between its marks. Raises SettingsError where there are no marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SettingsError(f"文件里没有标记 (the file has no marks): {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{markdown()}\n{END}{after}"

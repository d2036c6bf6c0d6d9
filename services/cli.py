"""`hpf`: the command line, put together from services/commands; every refusal is a sentence and an exit code."""

import logging
import sys

import typer

from services.commands import ask, config, demo, doctor, explain, ingest, letters, offline, replay, rooms, topology, up
from services.commands.console import complain
from services.commands.exits import Exit, NotFound
from shared.errors import HpfError, Rejected, RetryLater

app = typer.Typer(
    name="hpf",
    help="住房公积金年报：提取、核对、汇总、预警 (reads, checks, rolls up and watches housing provident fund reports).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("parse")(offline.parse)
app.command("validate")(offline.validate)
app.command("explain")(explain.explain)
app.command("up")(up.up)
app.command("demo")(demo.demo)
app.command("ingest")(ingest.ingest)
app.command("status")(ask.status)
app.command("rollup")(ask.rollup)
app.command("centre")(ask.centre)
app.command("alerts")(ask.alerts)
app.command("replay")(replay.replay)
app.command("doctor")(doctor.doctor)
app.command("settings")(config.settings)
app.command("version")(doctor.print_version)
app.add_typer(letters.app, name="dead-letters")
app.add_typer(topology.app, name="topics")
app.add_typer(rooms.app, name="services")


def main() -> None:
    """Runs `hpf` and exits with a code of `Exit`; never shows a traceback."""
    logging.getLogger().addHandler(logging.NullHandler())  # a failure is told once, by us, not by every library
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # `hpf ... | head` is no failure
        sys.exit(Exit.OK)
    except Exception as error:
        complain(str(error) if isinstance(error, HpfError | NotFound) else defect(error))
        sys.exit(code_of(error))


def code_of(error: Exception) -> Exit:
    """The exit code that stands for a failure."""
    if isinstance(error, NotFound):
        return Exit.NOT_FOUND
    if isinstance(error, Rejected):
        return Exit.REFUSED
    if isinstance(error, RetryLater):
        return Exit.UNREACHABLE
    return Exit.USAGE if isinstance(error, HpfError) else Exit.DEFECT


def defect(error: Exception) -> str:
    """What a person is told about a fault of ours: enough to report it."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    where = f" ({at.tb_frame.f_code.co_filename}:{at.tb_lineno})" if at else ""
    return f"程序缺陷，请报告 (a defect, please report it): {type(error).__name__}: {error}{where}"


if __name__ == "__main__":
    main()

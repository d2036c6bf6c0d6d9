"""The architecture, executed: who may import what, and where the clock and the environment may be read."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EDGE_ONLY = {"faust", "mode", "aiokafka", "confluent_kafka", "redis", "prometheus_client", "obstore"}
ROOMS = {"ingest", "parser", "validator", "aggregation", "notification", "api"}
MODULES = sorted(p for top in ("shared", "services") for p in (ROOT / top).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every dotted module that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def names(path: Path) -> set[str]:
    """Every attribute access of a file as it is written, such as `datetime.now`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


def is_core(path: Path) -> bool:
    """A room's modules other than its edge, its composition root and the outer rooms."""
    parts = path.relative_to(ROOT).parts
    inner = parts[0] == "services" and len(parts) > 2 and parts[1] in ROOMS - {"ingest", "api"}
    edge = path.name in {"app.py", "__main__.py", "sandbox.py", "fork_server.py"} or "channels" in parts
    return (
        (inner and not edge)
        or parts[:2] == ("shared", "catalogue")
        or path.name in {"model.py", "state.py", "events.py"}
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_keeps_the_import_rules(path):
    """Drivers stay in shared/edge, shared never imports services, and no room imports another room."""
    parts = path.relative_to(ROOT).parts
    tops = {m.split(".")[0] for m in imports(path)}

    if parts[:2] != ("shared", "edge"):
        assert not tops & EDGE_ONLY
    if parts[0] == "shared":
        assert "services" not in tops
    if parts[0] == "services" and len(parts) > 2 and parts[1] in ROOMS:
        others = {m.split(".")[1] for m in imports(path) if m.startswith("services.")} & ROOMS
        assert others <= {parts[1]}


@pytest.mark.parametrize("path", [p for p in MODULES if is_core(p)], ids=lambda p: str(p.relative_to(ROOT)))
def test_core_is_pure(path):
    """The core sees no edge, no clock, no environment, no network, no process: `now` is an argument."""
    forbidden = {"shared.edge", "shared.settings", "time", "socket", "subprocess", "random"}
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now", "os.environ", "os.getenv"}

    assert not {m for m in imports(path) if any(m == f or m.startswith(f + ".") for f in forbidden)}
    assert not names(path) & clocks


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_settings_reads_the_environment(path):
    """The environment is read in shared/settings.py and nowhere else."""
    if path.relative_to(ROOT).parts == ("shared", "settings.py"):
        return
    assert not names(path) & {"os.environ", "os.getenv"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_one_room_and_says_so(path):
    """A module is at most 250 lines, opens with a sentence, and no function is over 40 lines."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert len(text.splitlines()) <= 250
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 40, node.name

"""`hpf doctor` and `hpf version`: is every part there and right, and what to do about one that is not."""

import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING, Literal

import typer
from rich.markup import escape

from services.commands.console import out, print_json, tone
from services.commands.exits import Exit
from services.commands.running import RUN_FILE, AsJson, Data, find
from shared.errors import HpfError
from shared.model import Frozen

if TYPE_CHECKING:
    from shared.settings import Settings

Word = Literal["ok", "warning", "error"]
GIB = 1024**3
LEAST_DISK = 1 * GIB
MOST_CLOCK_SECONDS = 2.0
OLDEST = {"Redis": (7,), "Valkey": (7,)}
"""Oldest versions the store's scripts are tested with; see architecture in the README."""


class Finding(Frozen):
    """One thing the doctor looked at: how it stands, what was found, and what to do."""

    check: str
    state: Word
    found: str
    advice: str = ""


def print_version() -> None:
    """程序与目录的版本 (the program's version)."""
    out.print(f"hpf-watch {version('hpf-watch')}  Python {sys.version.split()[0]}", markup=False)


def doctor(data: Data = None, as_json: AsJson = False) -> None:
    """检查每个部分并说明如何修复 (checks every part and says what to do; exit code 5 if something is wrong)."""
    settings = find(data)
    findings = []
    for name, look in CHECKS.items():
        try:
            seen = list(look(settings))
        except HpfError as error:
            seen = [Finding(check=name, state="error", found=str(error), advice=ADVICE.get(name, ""))]
        findings += seen
        if not as_json:
            for finding in seen:
                _show(finding)
    if as_json:
        print_json(findings)
    if any(f.state == "error" for f in findings):
        raise typer.Exit(Exit.UNHEALTHY)


def _show(finding: Finding) -> None:
    mark = {"ok": "✓", "warning": "!", "error": "✗"}[finding.state]
    out.print(f"{tone(finding.state, mark)} [bold]{finding.check}[/]  {escape(finding.found)}")
    if finding.advice and finding.state != "ok":
        out.print(f"  → {escape(finding.advice)}")


def look_versions(_: "Settings") -> Iterator[Finding]:
    """Python and the libraries whose versions were measured together."""
    wrong = []
    for line in requires("hpf-watch") or []:
        name, exact, wanted = line.partition("==")
        if not exact or ";" in line:
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "—"
        if found != wanted:
            wrong.append(f"{name} {found}, not {wanted}")
    python = ".".join(map(str, sys.version_info[:3]))
    found = "; ".join(wrong) or f"hpf-watch {version('hpf-watch')}, Python {python}"
    yield Finding(check="版本 versions", state="error" if wrong else "ok", found=found, advice="make setup")


def look_broker(settings: "Settings") -> Iterator[Finding]:
    """The broker answers and its topics are as declared."""
    from shared.edge.bus import check_topics  # noqa: PLC0415 - heavy: only when it runs

    differences = check_topics(settings)
    yield Finding(check="消息总线 broker", state="ok", found=settings.brokers)
    yield Finding(
        check="主题 topics",
        state="error" if differences else "ok",
        found="; ".join(differences) or "与声明一致 (as declared)",
        advice="hpf topics apply",
    )


def look_store(settings: "Settings") -> Iterator[Finding]:
    """The store answers, is new enough, keeps its data, throws nothing out, and its clock agrees with ours."""
    from shared.edge.diagnosis import examine_store  # noqa: PLC0415

    server = examine_store(settings.redis_url)
    number = tuple(int(n) for n in server.version.split(".")[:2] if n.isdigit())
    old = number < OLDEST[server.product]
    found = f"{server.product} {server.version}, {server.used_bytes / 2**20:.0f} MiB"
    yield Finding(
        check="存储 store", state="error" if old else "ok", found=found, advice="升级到 7 以上 (needs 7 or newer)"
    )
    if not server.persistent:
        advice = "开启 appendonly yes (turn the append-only file on); hpf replay rebuilds what was lost"
        yield Finding(check="存储持久 persistence", state="warning", found="没有开启 (off)", advice=advice)
    if server.eviction not in (None, "noeviction"):
        advice = "maxmemory-policy noeviction"
        yield Finding(check="存储淘汰 eviction", state="error", found=str(server.eviction), advice=advice)
    skew = f"{server.clock_seconds:+.2f} s"
    away = abs(server.clock_seconds) > MOST_CLOCK_SECONDS
    yield Finding(check="时钟 clock", state="error" if away else "ok", found=skew, advice="开启 NTP (run NTP on both)")


def look_archive(settings: "Settings") -> Iterator[Finding]:
    """The archive can be written to and read back."""
    import asyncio  # noqa: PLC0415

    from shared.edge.archive import Archive  # noqa: PLC0415

    archive = Archive(settings.archive)
    asyncio.run(archive.put("probes/doctor", b"hpf doctor"))
    whole = asyncio.run(archive.get("probes/doctor")) == b"hpf doctor"
    yield Finding(check="档案 archive", state="ok" if whole else "error", found=settings.archive)


def look_disk(settings: "Settings") -> Iterator[Finding]:
    """There is room where the data folder lies."""
    place = next(p for p in (settings.data.absolute(), *settings.data.absolute().parents) if p.exists())
    free = shutil.disk_usage(place).free
    state: Word = "ok" if free > LEAST_DISK else "error"
    yield Finding(
        check="磁盘 disk", state=state, found=f"{free / GIB:.1f} GiB free in {place}", advice="腾出空间 (free some)"
    )


def look_services(settings: "Settings") -> Iterator[Finding]:
    """Ingest answers that it is ready."""
    import httpx  # noqa: PLC0415

    if not settings.ingest_url:
        found = f"没有 {settings.data / RUN_FILE}，也没有 HPF_INGEST_URL (ingest's address is not known)"
        yield Finding(check="接收 ingest", state="warning", found=found, advice=f"hpf up --data {settings.data}")
        return
    try:
        answer = httpx.get(f"{settings.ingest_url}/readyz?verbose", timeout=5, trust_env=False)
        state: Word = "ok" if answer.is_success else "error"
        found = f"{settings.ingest_url}: {' '.join(answer.text.split())}"
    except httpx.HTTPError as error:
        state, found = "error", f"{settings.ingest_url}: {error!r}"
    yield Finding(check="接收 ingest", state=state, found=found, advice="hpf up, 或看日志 (or read its log)")


def look_programs(_: "Settings") -> Iterator[Finding]:
    """Programs that some formats need."""
    there = shutil.which("antiword")
    found = there or "没有安装，.doc 文件将被拒绝 (not installed: .doc files are refused)"
    advice = "apt-get install antiword"
    yield Finding(check="程序 antiword", state="ok" if there else "warning", found=found, advice=advice)


CHECKS: dict[str, Callable[["Settings"], Iterator[Finding]]] = {
    "版本 versions": look_versions,
    "消息总线 broker": look_broker,
    "存储 store": look_store,
    "档案 archive": look_archive,
    "磁盘 disk": look_disk,
    "接收 ingest": look_services,
    "程序 antiword": look_programs,
}
ADVICE = {
    "消息总线 broker": "hpf up，或设置 HPF_BROKERS (start the embedded system, or set HPF_BROKERS)",
    "存储 store": "hpf up，或设置 HPF_REDIS_URL (start the embedded system, or set HPF_REDIS_URL)",
    "档案 archive": "检查 HPF_ARCHIVE_URL 与权限 (check the address and its permissions)",
}

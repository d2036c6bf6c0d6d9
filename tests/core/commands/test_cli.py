"""`hpf` itself: what it prints where, and the exit code that says who has to act."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from services import cli
from services.commands.exits import Exit, NotFound
from services.commands.sending import files_of
from shared.errors import CatalogueError, Rejected, RetryLater, SettingsError

REPORT = (
    "盘锦市住房公积金2022年年度报告\n（一）缴存：2022年，缴存额48.18亿元。2022年末，缴存余额170.39亿元。\n".encode()
)


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs `hpf` in this process: its exit code, standard output and standard error."""

    def once(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["hpf", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return once


def test_parse_prints_one_exact_object_a_file(run, tmp_path):
    """Each file is a line of JSON with figures as strings in the base unit and their place in the text."""
    (tmp_path / "a.txt").write_bytes(REPORT)

    code, out, err = run("parse", tmp_path / "a.txt")

    (line,) = map(json.loads, out.splitlines())
    facts = {f["metric"]: f for f in line["facts"]}
    assert (code, err) == (Exit.OK, "")
    assert line["report"]["centre"]["code"] == "211100"
    assert float(facts["contribution.amount"]["value"]) == 4818000000
    assert facts["contribution.amount"]["raw"] == "48.18亿元"
    assert "findings" not in line


def test_validate_reads_standard_input_and_adds_findings(run):
    """`-` is standard input, and `findings` is there even when there is nothing to find."""
    code, out, _ = run("validate", "-", stdin=REPORT)

    assert code == Exit.OK
    assert json.loads(out)["report"]["source"] == "-"
    assert isinstance(json.loads(out)["findings"], list)


def test_a_passage_needs_no_heading_and_no_centre(run):
    """With --passage and --period only what the passage says is extracted, and the centre is null."""
    code, out, _ = run("parse", "--passage", "--period", "2024", "-", stdin="2024年，缴存额48.18亿元。".encode())

    assert code == Exit.OK
    assert json.loads(out)["report"]["centre"] is None
    assert json.loads(out)["report"]["period"] == "2024"


def test_one_bad_file_does_not_keep_the_others_from_being_read(run, tmp_path):
    """A refusal is one line on standard error naming the file; the rest is printed, and the exit code is 1."""
    (tmp_path / "good.txt").write_bytes(REPORT)
    (tmp_path / "empty.txt").write_bytes(b"")

    code, out, err = run("parse", tmp_path / "empty.txt", tmp_path / "good.txt", tmp_path / "missing.txt")

    assert code == Exit.REFUSED
    assert len(out.splitlines()) == 1
    assert [line.partition("：")[0].rpartition("/")[2] for line in err.splitlines()] == ["empty.txt", "missing.txt"]


@pytest.mark.parametrize(
    "arguments",
    [["parse"], ["parse", "--passage", "x"], ["parse", "--passage", "--period", "22", "x"], ["nothing"], ["rollup"]],
)
def test_a_wrong_command_line_is_a_usage_error(run, arguments):
    """What cannot be meant exits with 2 and says how it is used."""
    code, _, err = run(*arguments)

    assert code == Exit.USAGE
    assert "Usage" in err


def test_without_a_system_the_exit_code_says_so_and_how_to_start_it(run, tmp_path, monkeypatch):
    """Commands that need the system exit with 3 and name `hpf up`."""
    monkeypatch.setenv("HPF_REDIS_URL", "redis://127.0.0.1:1/0")

    code, out, err = run("status", "--data", tmp_path)

    assert (code, out) == (Exit.UNREACHABLE, "")
    assert "hpf up" in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("x"), Exit.NOT_FOUND),
        (Rejected("x", "x"), Exit.REFUSED),
        (RetryLater("x"), Exit.UNREACHABLE),
        (SettingsError("x"), Exit.USAGE),
        (CatalogueError("x"), Exit.USAGE),
        (ZeroDivisionError("x"), Exit.DEFECT),
    ],
)
def test_every_failure_has_its_exit_code_and_never_a_traceback(run, monkeypatch, error, code):
    """A person sees a sentence; a script sees a number."""

    def fails():
        raise error

    monkeypatch.setattr(cli, "app", fails)

    ended, _, err = run("status")

    assert ended == code
    assert "x" in err
    assert "Traceback" not in err


def test_a_folder_means_every_visible_file_in_it(tmp_path):
    """Folders are walked in order; hidden files and folders are left out; `-` is standard input."""
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden", "b/.git/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    found = files_of([str(tmp_path), "-"])

    assert [p and str(p.relative_to(tmp_path)) for p in found] == ["a.txt", "b/1.txt", "b/2.txt", None]


def test_a_letter_is_printed_and_stands_as_a_page_beside_the_report(run, tmp_path):
    """`hpf validate --letter` tells a clerk in Chinese which sentence to look at, on screen and as a page."""
    draft = tmp_path / "draft.txt"
    draft.write_bytes(REPORT + "（二）提取：2022年，提取额31.96亿元，占当年缴存额的96.33%。\n".encode())

    code, out, _ = run("validate", draft, "--letter")

    page = (tmp_path / "draft.txt.letter.html").read_text(encoding="utf-8")
    assert code == Exit.OK
    assert "必须改正 1 处" in out
    assert "96.33%" in out
    assert "<mark>" in page


def test_explain_tells_the_sentence_and_the_reason(run, tmp_path):
    """A figure asked for by id or by name is answered with where it stands; an unknown one with what may be meant."""
    (tmp_path / "a.txt").write_bytes(REPORT)

    code, out, _ = run("explain", tmp_path / "a.txt", "缴存余额", "--json")
    made = json.loads(out)
    shown = run("explain", tmp_path / "a.txt", "contribution.balance")
    wrong = run("explain", tmp_path / "a.txt", "contribution.balanc")

    assert code == shown[0] == Exit.OK
    assert [(c["raw"], c["taken"]) for c in made["readings"]] == [("170.39亿元", True)]
    assert "170.39亿元" in shown[1]
    assert wrong[0] == Exit.USAGE
    assert "contribution.balance" in wrong[2]

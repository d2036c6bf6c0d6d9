"""What `hpf parse` prints for a file of which nobody can say whose it is, for when, or that it is a report."""

import json
import sys

import pytest

from services import cli
from services.commands.exits import Exit

BODY = "\n2022年，缴存额25.36亿元，提取额17.02亿元。2022年末，缴存余额92.40亿元，贷款余额50.33亿元。\n"


@pytest.fixture
def parse(monkeypatch, capsys, tmp_path):
    """Runs `hpf parse` on one file with this name and text: exit code, standard output and standard error."""

    def once(name, text, *options):
        (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["hpf", "parse", *options, str(tmp_path / name)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return once


@pytest.mark.parametrize(
    ("text", "reason", "remedy"),
    [
        ("住房公积金2022年年度报告" + BODY, "没有认识的公积金中心", "请在标题或文件名中写明"),
        ("清原县住房公积金2022年年度报告" + BODY, "“清原县”", "bodies.toml"),
        ("海口市住房公积金2022年年度报告" + BODY, "“海口市”不单独报告", "海南省"),
        ("莱芜市住房公积金2022年年度报告" + BODY, "2018年之后", "bodies.toml"),
        ("阜新市住房公积金年度报告" + BODY.replace("2022年", "本年"), "没有报告年度", "请在标题或文件名中写明"),
        ("今日天气晴，最高气温21度。", "不是住房公积金年度报告", "--passage"),
        ("阜新市住房公积金2022年年度报告\n1.jpg\n", "只有图片", "请换有文字的版本"),
    ],
)
def test_a_refused_header_is_one_line_that_says_what_to_do(parse, text, reason, remedy):
    """File, reason and remedy in one line on standard error; nothing else, exit code 1."""
    code, out, err = parse("report.txt", text)

    assert (code, out, err.count("\n")) == (Exit.REFUSED, "", 1)
    assert err.split("：")[0].endswith("report.txt")
    assert reason in err
    assert remedy in err


@pytest.mark.parametrize("text", ["缴存额25.36亿元。", "住房公积金2022年年度报告" + BODY, "鞍山市公积金2024年年度报告"])
def test_a_passage_has_the_period_it_was_given_and_no_centre(parse, text):
    """With --passage --period no header is read, whatever the text says of itself."""
    code, out, _ = parse("passage.txt", text, "--passage", "--period", "2024")

    report = json.loads(out)["report"]
    assert (code, report["centre"], report["period"]) == (Exit.OK, None, "2024")

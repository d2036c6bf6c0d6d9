"""Texts that nobody would publish: whatever a megabyte holds, the extractor ends and hands something over."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passages import read

from shared.model import Extraction

MEGABYTE = 1_000_000
pytestmark = pytest.mark.timeout(60)  # far above any sound run: it ends what has become quadratic


def again(piece: str) -> str:
    """A piece repeated up to a megabyte of GB18030."""
    return piece * (MEGABYTE // len(piece.encode("gb18030")) + 1)


def counted(piece: Callable[[str, int], str], count: int) -> str:
    """`count` pieces, each with a name of its own."""
    return "".join(piece(chr(0x4E00 + i % 20000) + chr(0x4E00 + i // 20000), i) for i in range(count))


HAND_MADE = {
    "nested brackets": "（" * 250_000 + "）" * 250_000,
    "lists in brackets": again("缴存额（其中"),
    "a million digits": "缴存额" + "7" * MEGABYTE + "元",
    "separators": "缴存额" + again("1,234,") + "万元",
    "points": "缴存额" + again("1.2.") + "万元",
    "one label": again("缴存额"),
    "labels that wait": again("缴存额、提取额、"),
    "其中 a hundred thousand times": "其中，" * 100_000,
    "分别 lists": again("分别增长1%、2%、"),
    "bodies in a row": again("市中心、"),
    "bodies joined": again("市中心和"),
    "a suffix": again("中心"),
    "bodies by the ten thousand": "缴存额1亿元。其中" + counted(lambda name, i: f"{name}中心{i}亿元，", 50_000),
    "blocks by the ten thousand": counted(lambda name, i: f"{name}中心：\n缴存额{i}亿元。\n", 33_000),
    "one giant line": again("2023年，缴存额48.18亿元，同比增长3.2%；其中市中心33.73亿元，"),
    "one giant table": "机构\t缴存额（亿元）\n" + counted(lambda name, i: f"{name}中心\t{i}\n", 60_000),
    "one giant row": "机构" + "\t缴存额（亿元）" * 25_000 + "\n市中心" + "\t1.5" * 25_000,
    "a wide table": f"指标{counted(lambda name, i: chr(9) + name + '中心', 2_000)}\n"
    + ("缴存额（亿元）" + "\t1.5" * 2_000 + "\n") * 40,
    "tabs": "\t" * 250_000,
    "columns of blanks": "指标 单位 数值\n" + again("缴存额 亿元 48.18\n"),
    "numerals": again("一") + "家",
    "damage everywhere": counted(lambda name, i: f"{name}中心发放个人住房贷款1184,7{i % 90 + 10}万元。", 27_000),
    "damage in many bodies": counted(lambda name, i: f"{name}中心发放个人住房贷款1184,7{i + 10}万元。", 58),
    "headings": again("\n（一）缴存"),
}


def sound(made: Extraction, text: str) -> bool:
    """What is handed over points into the text."""
    return all(text[f.start : f.end] == f.raw for f in made.facts)


@pytest.mark.parametrize("name", HAND_MADE)
def test_a_megabyte_of_anything_comes_to_an_end(name):
    """No shape of text holds the extractor up, breaks it, or makes it point beside what it read."""
    text = HAND_MADE[name]

    assert sound(read(text), text)


WORDS = st.sampled_from(
    [
        *(
            "缴存额",
            "提取额",
            "发放个人住房贷款",
            "贷款余额",
            "余额",
            "逾期率",
            "个贷率",
            "异地贷款",
            "其他",
            "占",
            "为",
        ),
        *(
            "2023年",
            "上年",
            "6月",
            "其中",
            "分别",
            "均",
            "同比",
            "比上年末",
            "增长",
            "下降",
            "持平",
            "降至",
            "由",
            "无异地贷款",
        ),
        *(
            "市中心",
            "油田分中心",
            "甲中心",
            "本中心",
            "：",
            "、",
            "，",
            ",",
            "；",
            "。",
            "\n",
            "\t",
            "（",
            "）",
            "(",
            ")",
            "[1]",
            "①",
        ),
        *(
            "48.18亿元",
            "1184,709万元",
            "320,55.41万元",
            "2.5%",
            "0.69‰",
            "3个百分点",
            "12笔",
            "0.%",
            "-1",
            "四家",
            "千分之",
            "1",
            " ",
        ),
        *(
            "一、",
            "（二）",
            "3.",
            "六、其他重要事项",
            "缴存职工中",
            "指标",
            "单位",
            "亿元",
            "合计",
            "缴存额（亿元）",
            "全省",
            "从",
            "的",
        ),
    ]
)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=60).map("".join), st.sampled_from(["annual_report", "interpretation", "bulletin"]))
def test_words_of_a_report_in_any_order_are_read(text, kind):
    """The grammar's own words thrown together at random never break it, and every fact points at its words."""
    assert sound(read(text, kind=kind), text)


@given(st.text(max_size=400), st.sampled_from(["2023", "2023Q3", "2023-06"]))
def test_any_text_is_read(text, period):
    """Any characters at all, in any period."""
    assert sound(read(text, period=period), text)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map("\t".join), max_size=12).map("\n".join))
def test_any_table_is_read(text):
    """Cells of any words in rows of any length."""
    assert sound(read(text), text)

"""Why a figure was read as it was: each reading with its sentence, taken or not, and the reason in words."""

import pytest
from passages import read

from services.parser.document import Document
from services.parser.explain import explain

REPORT = """二、业务运行
（一）提取
2023年，缴存额48.2亿元。
（二）缴存
2023年，缴存额48.18亿元，同比增长3.21%。2022年缴存额46.68亿元。其中，灵活就业人员缴存额0.52亿元。全省缴存额1200亿元。
盘锦中心和油田分中心缴存额40亿元。
六、其他重要事项
缴存额48亿元以下的单位不适用，缴存额49亿元适用。
"""


def told(text: str, metric: str, entity: str = "total"):
    return explain(Document(text=text), read("").report, metric, entity, passage=True)


def test_every_reading_is_told_with_its_fate():
    """The figure in force, the rounded one elsewhere, last year's, a part's and the policy's: each with its reason."""
    made = told(REPORT, "contribution.amount")
    why = {c.raw: c.why for c in made.readings if c.measure == "level"}

    assert [c.raw for c in made.readings if c.taken] == ["48.18亿元", "3.21%"]
    assert "章节" in why["48.2亿元"]
    assert "另一时期" in why["46.68亿元"]
    assert "灵活就业人员" in why["0.52亿元"]
    assert "全省" in why["1200亿元"]
    assert "政策" in why["49亿元"]


def test_a_reading_is_told_with_its_sentence():
    """The sentence is the one that the figure stands in, and its offsets lead there."""
    made = told(REPORT, "contribution.amount")

    assert made.readings
    for c in made.readings:
        assert REPORT[c.start : c.end] == c.raw
        assert c.raw in c.sentence
        assert "\n" not in c.sentence


def test_an_entity_may_be_asked_for_by_any_of_its_names():
    """市中心 is 盘锦中心: either name gives the same explanation."""
    text = (
        "2023年，缴存额48.18亿元。\n盘锦中心：\n2023年，缴存额33.73亿元。\n"
        "三、风险\n逾期率0.69‰。其中，市中心0.89‰，油田分中心0‰。"
    )

    assert told(text, "risk.overdue_rate", "市中心") == told(text, "risk.overdue_rate", "盘锦中心")
    assert [c.raw for c in told(text, "risk.overdue_rate", "市中心").readings] == ["0.89‰"]


def test_what_the_books_parted_is_told_with_its_proof():
    """A count and an amount that ran together are told as taken, with the mending and the identity that chose it."""
    text = "2023年，发放异地贷款1184,709万元。2023年末，异地贷款总额48,665.60万元，异地贷款余额34,160.12万元。"
    (count,) = told(text, "loan.remote_issued_count").readings
    (amount,) = told(text, "loan.remote_issued_amount").readings

    assert (count.raw, amount.raw) == ("118", "4,709万元")
    assert count.taken
    assert amount.taken
    assert count.repairs == ("run_together",)
    assert count.proofs == amount.proofs != ()


def test_what_stays_open_is_told_as_a_miss():
    """Where no reading stands there is a miss with its candidates, and no reading is called taken."""
    made = told("2023年，发放个人住房贷款12345,678万元。", "loan.issued_amount")

    assert not any(c.taken for c in made.readings)
    assert [m.reason for m in made.misses] == ["ambiguous"]
    assert made.misses[0].candidates


@pytest.mark.parametrize(("metric", "entity"), [("no.such.metric", "total"), ("contribution.amount", "无此中心")])
def test_what_nobody_wrote_has_no_readings(metric, entity):
    """An unknown metric or entity is answered with nothing, not with an error."""
    made = told(REPORT, metric, entity)

    assert (made.readings, made.misses) == ((), ())

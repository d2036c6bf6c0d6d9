"""The letter to a clerk: each clash, its sentence with the figure marked, and what would mend it."""

from decimal import Decimal

from services.validator.check import check
from services.validator.letter import letter
from shared.catalogue.metrics import load_metrics
from shared.model import Extraction, Fact
from tests.core.validator.printing import extraction

TEXT = (
    "2022年末,不良贷款余额36万元,不良率0.12%。\n个人住房贷款余额30.00亿元。\n从业人员95人,其中,在编<b>38人,非在编57人。"
)
FIGURES = {
    "risk.npl_balance": ("36万元", "360000", "10000"),
    "risk.npl_rate": ("0.12%", "0.0012", "0.0001"),
    "loan.balance": ("30.00亿元", "3000000000", "1000000"),
    "org.staff_total": ("95人", "95", "1"),
    "org.staff_established": ("38人", "38", "1"),
    "org.staff_contract": ("57人", "57", "1"),
}


def draft(**changed: str) -> Extraction:
    """The figures of the text, some of them with another value."""
    facts = []
    for metric, (raw, value, quantum) in FIGURES.items():
        at = TEXT.index(raw)
        facts.append(
            Fact(
                entity="total",
                metric=metric,
                measure="level",
                value=Decimal(changed.get(metric.replace(".", "_"), value)),
                unit=load_metrics()[metric].unit,
                quantum=Decimal(quantum),
                raw=raw,
                start=at,
                end=at + len(raw),
            )
        )
    return extraction(facts)


def test_a_clash_is_told_with_its_sentence_and_its_remedy():
    """The wrong figure stands marked in its sentence, and the letter says what it should be."""
    made = letter(check(draft()), TEXT)

    assert "必须改正 1 处" in made.text
    assert "不良率▶0.12%◀" in made.text
    assert "个人住房贷款余额▶30.00亿元◀。" in made.text
    assert "建议:%与‰混淆:0.12% → 0.12‰" in made.text
    assert "不良率<mark>0.12%</mark>。" in made.html
    assert "某市住房公积金管理中心2022年年度报告核对意见" in made.html


def test_several_explanations_are_all_offered_and_none_is_advised():
    """Where the figures cannot tell which one is wrong, the letter lists them."""
    made = letter(check(draft(risk_npl_rate="0.00012", org_staff_contract="67")), TEXT)

    assert "建议" not in made.text
    assert made.text.count("可能之一") >= 2


def test_a_draft_without_a_clash_says_so():
    """Consistent figures give a short letter that says there is nothing to mend."""
    made = letter(check(draft(risk_npl_rate="0.00012")).model_copy(update={"findings": ()}), TEXT)

    assert "各项数字相互一致" in made.text
    assert "必须改正 0 处" in made.html


def test_what_a_draft_says_never_becomes_markup():
    """Words of the draft are escaped in the page."""
    made = letter(check(draft(org_staff_total="96")), TEXT)

    assert "在编&lt;b&gt;" in made.html
    assert "<b>" not in made.html

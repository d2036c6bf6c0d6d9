"""A province's own report against what its centres reported."""

from decimal import Decimal

from services.validator.control import control_total
from shared.model import TOTAL, Extraction
from shared.state import CentreState, StateFigure
from tests.core.validator.printing import CENTRE, extraction, fact_of, unit_of


def province(balance: int, issued: int) -> Extraction:
    """The province's report: 缴存余额 and 发放金额 in 亿元 times a hundred."""
    keys = {"contribution.balance": balance, "loan.issued_amount": issued}
    return extraction([fact_of(TOTAL, k, n, unit_of(k)[2], unit_of(k)[:2], 0) for k, n in keys.items()])


def centre(code: str, balance: str, status: str = "disclosed") -> CentreState:
    """A centre with its 缴存余额 in yuan."""
    figure = StateFigure(
        entity=TOTAL, metric="contribution.balance", measure="level", value=Decimal(balance), unit="CNY",
        quantum=Decimal(10**6), raw="", start=0, end=0, report_id="1" * 64, status=status,
    )  # fmt: skip
    own = CENTRE.model_copy(update={"code": code})
    return CentreState(centre=own, period="2022", version=1, figures=(figure,), findings=(), reports=())


BOTH = [centre("1", "10000000000"), centre("2", "5000000000")]


def test_a_sum_that_agrees_is_silent():
    """100.00 and 50.00亿元 make 150.00亿元; 150.01 is within the last digits of three figures."""
    assert control_total(province(15000, 1), BOTH, ["1", "2"]) == []
    assert control_total(province(15001, 1), BOTH, ["1", "2"]) == []


def test_a_sum_that_differs_is_one_warning_with_both_values():
    """The province's 160.00亿元 against its centres' 150亿元: a warning, since it may count another body."""
    (found,) = control_total(province(16000, 1), BOTH, ["1", "2"])

    assert (found.rule, found.severity, found.metrics) == ("across.control_total", "warning", ("contribution.balance",))
    assert (found.disclosed, found.expected) == (16 * 10**9, 15 * 10**9)


def test_an_incomplete_or_doubtful_province_is_not_compared():
    """Nothing is said while a centre is missing or its figure is suspect."""
    assert control_total(province(16000, 1), BOTH, ["1", "2", "3"]) == []
    assert control_total(province(16000, 1), [BOTH[0], centre("2", "1", "suspect")], ["1", "2"]) == []
    assert control_total(province(16000, 1), BOTH, []) == []

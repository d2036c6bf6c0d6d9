"""How figures are said: sentences of our own, one for each way of saying, and what each of them states."""

from decimal import Decimal

import pytest
from passages import line, lines, read

Case = tuple[str, set[str]]

NUMBERS: list[Case] = [
    ("2023年，缴存额8,222.10亿元。", {"contribution.amount 822210000000"}),
    ("2023年，缴存额４，４２０．０８亿元。", {"contribution.amount 442008000000"}),
    (
        "提取总额14.01 亿元；受委托办理缴存业务的银行9 家。",
        {"withdrawal.cumulative 1401000000", "contribution.banks 9"},
    ),
    (
        "发放个人住房贷款1.1868 万笔 66.6642亿元。",
        {"loan.issued_count 11868", "loan.issued_amount 6666420000"},
    ),
    ("发放个人住房贷款0.21 万笔13.45亿元。", {"loan.issued_count 2100", "loan.issued_amount 1345000000"}),
    ("发放个人住房贷款1.45万笔共89.70亿元。", {"loan.issued_count 14500", "loan.issued_amount 8970000000"}),
    ("发放个人住房贷款1.2万笔，发放额60.5亿元。", {"loan.issued_count 12000", "loan.issued_amount 6050000000"}),
    ("发放个人住房贷款0.06万笔，金额3.38亿元。", {"loan.issued_count 600", "loan.issued_amount 338000000"}),
    (
        "发放个人住房贷款1751笔78531.4万元，回收个人住房贷款9.67亿元。",
        {"loan.issued_count 1751", "loan.issued_amount 785314000", "loan.recovered_amount 967000000"},
    ),
    ("新开户单位297,净增单位12家。", {"contribution.new_employers 297", "contribution.net_new_employers 12"}),
    ("受委托办理住房公积金缴存业务的银行四家，比上年增加一家。", {"contribution.banks 4"}),
    ("逾期率千分之0.69。", {"risk.overdue_rate 0.00069"}),
    ("逾期率0.69‰。", {"risk.overdue_rate 0.00069"}),
    ("贷款余额[4]2,561.75亿元。", {"loan.balance 256175000000"}),
    ("贷款余额①2,561.75亿元。", {"loan.balance 256175000000"}),
    ("缴存总额(亿元)509.68。", {"contribution.cumulative 50968000000"}),
    ("购买国债0亿元，国债余额0亿元。", {"bond.purchased 0", "bond.balance 0"}),
]

DIRECTIONS: list[Case] = [
    (
        "2023年末，缴存余额145.36亿元，比上年末增加6.56%。",
        {"contribution.balance 14536000000", "contribution.balance 0.0656 yoy_rate"},
    ),
    (
        "个贷率66.33%，比上年减少2.58 个百分点。",
        {"loan.to_balance_ratio 0.6633", "loan.to_balance_ratio -0.0258 yoy_points"},
    ),
    ("净增职工-0.32万人。", {"contribution.net_new_employees -3200"}),
    ("净增职工（万人） -0.02", {"contribution.net_new_employees -200"}),
    ("净减职工0.32万人。", {"contribution.net_new_employees -3200"}),
    ("2023年，缴存额48.18亿元，与上年持平。", {"contribution.amount 4818000000"}),
    (
        "2023年，缴存额48.18亿元，同比增长-1.5%。",
        {"contribution.amount 4818000000", "contribution.amount -0.015 yoy_rate"},
    ),
    ("逾期率从1%降至0.09%。", {"risk.overdue_rate 0.0009"}),
    (
        "2023年，缴存额比上年增长3.21%，达48.18亿元。",
        {"contribution.amount 0.0321 yoy_rate", "contribution.amount 4818000000"},
    ),
    (
        "2023年，缴存额48.18亿元，同比2022年增长5%。",
        {"contribution.amount 4818000000", "contribution.amount 0.05 yoy_rate"},
    ),
    ("提取率[2]69.70%，较上年回落1.2个百分点。", {"withdrawal.rate 0.697", "withdrawal.rate -0.012 yoy_points"}),
    ("2023年，比上年缴存额45.12亿元增长6%。", {"contribution.amount 0.06 yoy_rate"}),
    (
        "2023年末，缴存总额475.46亿元，增幅为11.26%。",
        {"contribution.cumulative 47546000000", "contribution.cumulative 0.1126 yoy_rate"},
    ),
]

LOANS = "2023年，发放个人住房贷款0.64万笔、31.2亿元，"
LOANED = {"loan.issued_count 6400", "loan.issued_amount 3120000000"}
THREE = "截至2023年末，累计发放个人住房贷款15.08万笔、383.2亿元，贷款余额190.77亿元，"
THREED = {"loan.cumulative_count 150800", "loan.cumulative_amount 38320000000", "loan.balance 19077000000"}


def two(count: str, amount: str) -> set[str]:
    return LOANED | {f"loan.issued_count {count} yoy_rate", f"loan.issued_amount {amount} yoy_rate"}


def three(count: str, amount: str, balance: str) -> set[str]:
    rates = {"cumulative_count": count, "cumulative_amount": amount, "balance": balance}
    return THREED | {f"loan.{m} {v} yoy_rate" for m, v in rates.items()}


LISTS: list[Case] = [
    (LOANS + "同比分别下降0.5%、增长14.0%。", two("-0.005", "0.14")),
    (LOANS + "同比分别下降25.31%、12.14%。", two("-0.2531", "-0.1214")),
    (LOANS + "同比分别下降12.26%、下降12.73%。", two("-0.1226", "-0.1273")),
    (LOANS + "同比增长1.54%、增长14.62%。", two("0.0154", "0.1462")),
    (LOANS + "同比均下降1.07%。", two("-0.0107", "-0.0107")),
    (LOANS + "分别同比增长1%、2%。", two("0.01", "0.02")),
    (LOANS + "比上年末分别增长1%、2%。", two("0.01", "0.02")),
    (LOANS + "分别比上年增长1%、2%。", two("0.01", "0.02")),
    (LOANS + "同比分别增长-44.2%、-36.6%。", two("-0.442", "-0.366")),
    (LOANS + "同比分别增长42.31%、-2.21%。", two("0.4231", "-0.0221")),
    (LOANS + "位列全省第三，同比分别增长1%、2%。", two("0.01", "0.02")),
    (LOANS + "发放笔数同比减少7.73%、发放金额同比减少3.14%。", two("-0.0773", "-0.0314")),
    (LOANS + "同比分别增长9.1%。", LOANED),
    (LOANS + "同比分别增长9.1%、持平。", LOANED | {"loan.issued_count 0.091 yoy_rate"}),
    (THREE + "分别比上年末增加31.91%，64.66%，87.56%。", three("0.3191", "0.6466", "0.8756")),
    (THREE + "同比分别增加9.86%、下降1.2%、下降2%。", three("0.0986", "-0.012", "-0.02")),
    (
        "2023年，缴存额、提取额分别为48.18亿元、39.22亿元，同比分别增长3.21%、下降16.07%。",
        {
            *("contribution.amount 4818000000", "withdrawal.amount 3922000000"),
            *("contribution.amount 0.0321 yoy_rate", "withdrawal.amount -0.1607 yoy_rate"),
        },
    ),
    (
        "2023年末，缴存总额、提取总额和缴存余额分别为475.46亿元、330.10亿元和145.36亿元。",
        {
            "contribution.cumulative 47546000000",
            "withdrawal.cumulative 33010000000",
            "contribution.balance 14536000000",
        },
    ),
    (
        "管理费用支出中，人员、公用、专项经费分别为246.14万元、0万元、800.50万元。",
        {"admin_expense.personnel 2461400", "admin_expense.public 0", "admin_expense.special 8005000"},
    ),
]

WITHDRAWALS: list[Case] = [
    ("7.21万名缴存职工提取住房公积金24.5亿元。", {"withdrawal.employees 72100", "withdrawal.amount 2450000000"}),
    ("2023年,2,345名职工提取住房公积金1.5亿元。", {"withdrawal.employees 2345", "withdrawal.amount 150000000"}),
    ("提取人数83.35万人，提取金额57.14亿元。", {"withdrawal.employees 833500", "withdrawal.amount 5714000000"}),
    (
        "2023年，提取额39.22亿元，同比下降16.07%；占当年缴存额的81.4%，比上年减少18.7个百分点。",
        {
            *("withdrawal.amount 3922000000", "withdrawal.amount -0.1607 yoy_rate"),
            *("withdrawal.rate 0.814", "withdrawal.rate -0.187 yoy_points"),
        },
    ),
]

SHARES: list[Case] = [
    (
        "所购住房套数中，90（含）平方米以下占17.59%，90-144（含）平方米占 76.50 %144平方米以上占5.91%。",
        {"loan.share.area_le_90 0.1759", "loan.share.area_90_144 0.765", "loan.share.area_gt_144 0.0591"},
    ),
    (
        "贷款职工中，30岁（含）以下占30.1%，30岁-40岁（含）占 53.98%，40岁-50岁（含）占12%，50岁以上占3.92%。",
        {
            *("loan.share.age_le_30 0.301", "loan.share.age_30_40 0.5398"),
            *("loan.share.age_40_50 0.12", "loan.share.age_gt_50 0.0392"),
        },
    ),
    (
        "缴存职工中，国有企业占27.12%；新开户职工中，国有企业占6.86%；提取金额中，偿还购房贷款本息占31%。",
        {
            *("contribution.share.state_owned 0.2712", "new_account.share.state_owned 0.0686"),
            "withdrawal.share.loan_repayment 0.31",
        },
    ),
    (
        "2023年，个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和与当年缴存额的比率为70.5%。",
        {"housing_contribution.rate 0.705"},
    ),
]

BRACKETS: list[Case] = [
    (
        "发放个人住房贷款0.5万笔19.43亿元（含回购“公转商”贴息贷款0.34万笔，3.91亿元），同比分别增长1%、2%。",
        {
            *("loan.issued_count 5000", "loan.issued_amount 1943000000"),
            *("loan.issued_count 0.01 yoy_rate", "loan.issued_amount 0.02 yoy_rate"),
        },
    ),
    (
        "2023年，发放个人住房贷款0.5万笔(其中发放灵活就业人员贷款3笔0.02亿元)19.43亿元。",
        {"loan.issued_count 5000", "loan.issued_amount 1943000000"},
    ),
    ("回收个人住房贷款27.95亿元（其中：本金22.28亿元）。", {"loan.recovered_amount 2795000000"}),
    (
        "缴存额233.40亿元（其中园区中心117.55亿元），同比增长8.1%。",
        {
            "contribution.amount 23340000000",
            "园区中心 contribution.amount 11755000000",
            "contribution.amount 0.081 yoy_rate",
        },
    ),
]

POLICY: list[Case] = [
    (
        "2023年，缴存比例5%-12%，缴存基数上限21,501元，下限1,710元。",
        {"contribution.base_cap 21501", "contribution.base_floor 1710"},
    ),
    (
        "六、其他重要事项\n2023年，单缴存职工个人住房贷款最高额度由40万元上调至50万元。缴存额48亿元以下的单位可以缓缴。",
        {"loan.cap_single 500000"},
    ),
]

OTHERS: list[Case] = [
    ("2023年，租房提取3.65亿元，同比增长10%。", set()),
    ("全省缴存额1200亿元，同比增长8%。", set()),
    ("上年缴存额45.12亿元，本年缴存额48.18亿元。", {"contribution.amount 4818000000"}),
    ("2022年缴存额45.12亿元，2023年缴存额48.18亿元。", {"contribution.amount 4818000000"}),
    ("2023年，缴存额48.18亿元，其中灵活就业人员缴存额0.52亿元。", {"contribution.amount 4818000000"}),
    ("2023年，灵活就业人员缴存额0.52亿元，同比增长5%。", set()),
    ("职工和单位月缴存额上限为5160元，下限为172元。", set()),
    ("缴存单位中，国家机关和事业单位占33.1%，国有企业占4.5%。", set()),
    ("491家中小企业获得银行发放贷款41.09亿元。", set()),
    ("向64个家庭发放贷款0.73亿元。", set()),
    ("职工提取付首付1.31亿元。", set()),
    ("120万元×流动性调节系数1.2为144万元。", set()),
    ("个贷率85%以下的中心，贷款额度上浮20%。", set()),
    ("148名学子获得资助，咨询电话0977—8221375，浏览次数:505。", set()),
    ("6.86%0.54%5.63%2022年末", set()),
]

ENTITIES_IN_A_ROW: list[Case] = [
    (
        "2023年，市中心、油田分中心缴存额分别为33.73亿元、14.45亿元，提取额分别为20亿元、19.22亿元。",
        {
            *("市中心 contribution.amount 3373000000", "油田分中心 contribution.amount 1445000000"),
            *("市中心 withdrawal.amount 2000000000", "油田分中心 withdrawal.amount 1922000000"),
        },
    ),
    (
        "2023年，市中心和油田分中心缴存额分别为33.73亿元和14.45亿元。",
        {"市中心 contribution.amount 3373000000", "油田分中心 contribution.amount 1445000000"},
    ),
    (
        "2023年，缴存额48.18亿元。其中，市中心、油田分中心分别为33.73亿元、14.45亿元，同比分别增长1%、下降2%。",
        {
            *("contribution.amount 4818000000", "市中心 contribution.amount 3373000000"),
            *("油田分中心 contribution.amount 1445000000", "市中心 contribution.amount 0.01 yoy_rate"),
            "油田分中心 contribution.amount -0.02 yoy_rate",
        },
    ),
    ("2023年，市中心、油田分中心缴存额48.18亿元。", set()),
]

FAMILIES = {
    "number": NUMBERS, "direction": DIRECTIONS, "list": LISTS, "withdrawal": WITHDRAWALS, "share": SHARES,
    "bracket": BRACKETS, "policy": POLICY, "distractor": OTHERS, "row": ENTITIES_IN_A_ROW,
}  # fmt: skip
CASES = [pytest.param(*case, id=f"{name}-{n}") for name, cases in FAMILIES.items() for n, case in enumerate(cases)]


@pytest.mark.parametrize(("text", "facts"), CASES)
def test_a_sentence_states_these_figures_and_no_others(text, facts):
    """Every figure of the sentence is a fact with its value, sign, measure and entity, and nothing else is."""
    assert lines(text) == facts


@pytest.mark.parametrize("text", [t for t, facts in (*LISTS, *NUMBERS) if facts])
def test_a_fact_stands_where_it_says(text):
    """The words between a fact's offsets are the figure as it is written."""
    for fact in read(text).facts:
        assert text[fact.start : fact.end] == fact.raw
        assert any(c.isdigit() for c in fact.raw) or fact.raw == "四家"


REMOTE = "异地贷款总额48,665.60万元，异地贷款余额34,160.12万元。"


def test_digits_that_ran_together_are_parted_by_the_books():
    """118笔4,709万元 is the only way to read 1184,709万元 under which the loans are loans of a likely size."""
    facts = {f.metric: f for f in read("2023年，发放异地贷款1184,709万元。2023年末，" + REMOTE).facts}
    count, amount = facts["loan.remote_issued_count"], facts["loan.remote_issued_amount"]

    assert (count.value, amount.value) == (118, Decimal(47_090_000))
    assert (count.raw, amount.raw) == ("118", "4,709万元")
    assert count.repairs == amount.repairs == ("run_together",)
    assert count.proofs
    assert amount.proofs


def test_a_misplaced_separator_is_mended_and_proven():
    """320,55.41万元 is 32,055.41万元: then income less expense is the surplus that the report states."""
    facts = {f.metric: f for f in read("业务收入26,114.13万元，业务支出320,55.41万元，增值收益-5,941.28万元。").facts}

    assert facts["expense.total"].value == Decimal("320554100")
    assert facts["expense.total"].repairs == ("misplaced_separator",)
    assert facts["expense.total"].proofs == ("surplus.amount",)


def test_what_the_books_refute_is_no_fact():
    """Where the mended figure contradicts the rest of the books it is a miss with its candidates, never a guess."""
    made = read("业务收入26,114.13万元，业务支出320,55.41万元，增值收益5,941.28万元。")

    assert "expense.total" not in {f.metric for f in made.facts}
    (miss,) = [m for m in made.misses if m.metric == "expense.total"]
    assert miss.reason == "ambiguous"
    assert [c.value for c in miss.candidates] == [Decimal("320554100")]


def test_several_readings_that_all_fit_are_a_miss():
    """Where the digits can be parted in many ways and nothing else is known, all ways are told and none is taken."""
    text = "2023 年 ， 发放个人住房贷款 12345,678万元 。"
    made = read(text)
    misses = [m for m in made.misses if m.reason == "ambiguous"]

    assert not made.facts
    assert [m.metric for m in misses] == ["loan.issued_amount"]
    assert len({c.value for c in misses[0].candidates}) > 1
    assert text[misses[0].start : misses[0].end] == "12345,678万元"
    assert all(text[c.start : c.end] == c.raw for c in misses[0].candidates)


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        (
            "2023年，无异地贷款。",
            {f"loan.remote_{m}" for m in ("issued_count", "issued_amount", "cumulative_amount", "balance")},
        ),
        ("未使用个人住房贷款风险准备金核销呆坏账。", {"risk.written_off"}),
        ("2023年，未购买国债。", {"bond.purchased", "bond.balance"}),
    ],
)
def test_none_is_neither_zero_nor_silence(text, metrics):
    """A report that says that there is none says so: a miss of its own kind with its place, and no figure."""
    made = read(text)

    assert not made.facts
    assert {m.metric for m in made.misses} == metrics
    assert all(m.reason == "none_disclosed" and m.start is not None for m in made.misses)


def test_a_figure_stated_twice_is_one_fact():
    """The same figure again says nothing new; another value for it is kept beside the fact."""
    same = read("2023年，缴存额48.18亿元。\n2023年缴存额4,818,000,000元。")
    other = read("2023年，缴存额48.18亿元。\n2023年，缴存额49.18亿元。")

    assert [line(f) for f in same.facts] == ["contribution.amount 4818000000"]
    assert not same.repeats
    assert [line(f) for f in other.facts] == ["contribution.amount 4818000000"]
    assert [line(f) for f in other.repeats] == ["contribution.amount 4918000000"]


def test_the_section_that_discloses_a_figure_has_the_last_word():
    """What the overview rounds is stated exactly in its own section: that is the fact, wherever it stands."""
    text = "二、业务运行\n（一）提取\n2023年，缴存额48.2亿元。\n（二）缴存\n2023年，缴存额48.18亿元。"

    assert lines(text) == {"contribution.amount 4818000000"}


def test_an_annual_report_s_gaps_are_named():
    """What the sections that a report fills ought to hold and do not is listed as not disclosed."""
    from services.parser.document import Document
    from services.parser.extract import extract

    made = extract(Document(text="2023年，缴存额48.18亿元。"), read("").report)
    missing = {m.metric for m in made.misses if m.reason == "not_disclosed"}

    assert {"contribution.balance", "contribution.cumulative"} <= missing
    assert "contribution.amount" not in missing
    assert not any(m.startswith("loan.") for m in missing)


def test_a_bulletin_s_months_are_not_its_year():
    """Of 当月 and 本年累计 the latter is the level."""
    text = "2023年6月，缴存额4.18亿元。1-6月，缴存额48.18亿元，同比增长3%。"

    assert lines(text, kind="bulletin", period="2023-06") == {
        "contribution.amount 4818000000",
        "contribution.amount 0.03 yoy_rate",
    }

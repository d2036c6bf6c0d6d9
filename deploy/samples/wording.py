"""The sentences of the invented reports: one body's year in the usual order of an annual report."""

from dataclasses import dataclass
from decimal import Decimal

from ledger import WAN, D, Ledger, cut

SHARE_OF_HOUSING = D("0.6812")
"""住房消费提取 over 提取额 in the invented books."""

PERMILLE, PERCENT = "‰", "%"


@dataclass(frozen=True)
class Account:
    """One body's year and the year before; `overdue_sign` is what is printed after the overdue rate."""

    name: str
    year: int
    now: Ledger
    before: Ledger
    overdue_sign: str = PERMILLE

    def show(self, key: str, places: int = 2) -> str:
        """A figure with thousands separators."""
        return f"{cut(self.now[key], places):,}"

    def rise(self, key: str, up: str = "增长") -> str:
        """The change against the year before, in words."""
        change = cut((self.now[key] / self.before[key] - 1) * 100)
        return f"{up}{change}%" if change >= 0 else f"下降{-change}%"

    def ratio(self, over: str, under: str) -> str:
        """A quotient in percent."""
        return f"{cut(self.now[over] / self.now[under] * 100)}%"

    def points(self, over: str, under: str) -> str:
        """The change of a quotient in percentage points."""
        change = cut((self.now[over] / self.now[under] - self.before[over] / self.before[under]) * 100)
        return f"{'增加' if change >= 0 else '减少'}{abs(change)}个百分点"

    def overdue(self) -> str:
        """The overdue rate with its sign; always the per mille number, whatever the sign."""
        return f"{cut(self.now['overdue'] / (self.now['loan_balance'] * WAN) * 1000)}{self.overdue_sign}"

    def surplus_rate(self) -> str:
        """增值收益 over the mean of the two balances."""
        mean = (self.now["balance"] + self.before["balance"]) / 2 * WAN
        return f"{cut(self.now['surplus'] / mean * 100)}%"

    def housing(self) -> str:
        """住房贡献率: loans issued and housing withdrawals over contributions."""
        spent: Decimal = self.now["issued_amount"] + self.now["w_amount"] * SHARE_OF_HOUSING
        return f"{cut(spent / self.now['amount'] * 100)}%"


def contribution(a: Account) -> str:
    return (
        f"新开户单位{a.show('new_employers', 0)}家，净增单位{a.show('net_employers', 0)}家；"
        f"新开户职工{a.show('new_employees')}万人，净增职工{a.show('net_employees')}万人；"
        f"实缴单位{a.show('employers', 0)}家，实缴职工{a.show('employees')}万人，缴存额{a.show('amount')}亿元，"
        f"同比分别{a.rise('employers')}、{a.rise('employees')}、{a.rise('amount')}。"
        f"{a.year}年末，缴存总额{a.show('cumulative')}亿元，比上年末{a.rise('cumulative', '增加')}；"
        f"缴存余额{a.show('balance')}亿元，同比{a.rise('balance')}。"
    )


def withdrawal(a: Account) -> str:
    return (
        f"{a.show('w_people')}万名缴存职工提取住房公积金；提取额{a.show('w_amount')}亿元，同比{a.rise('w_amount')}；"
        f"提取额占当年缴存额的{a.ratio('w_amount', 'amount')}，比上年{a.points('w_amount', 'amount')}。"
        f"{a.year}年末，提取总额{a.show('w_cumulative')}亿元，比上年末{a.rise('w_cumulative', '增加')}。"
    )


def loans(a: Account) -> str:
    return (
        f"发放个人住房贷款{a.show('issued_count')}万笔{a.show('issued_amount')}亿元，"
        f"同比分别{a.rise('issued_count')}、{a.rise('issued_amount')}。回收个人住房贷款{a.show('recovered')}亿元。"
        f"{a.year}年末，累计发放个人住房贷款{a.show('loan_count')}万笔{a.show('loan_amount')}亿元，"
        f"贷款余额{a.show('loan_balance')}亿元，分别比上年末{a.rise('loan_count', '增加')}、"
        f"{a.rise('loan_amount', '增加')}、{a.rise('loan_balance', '增加')}。"
        f"个人住房贷款余额占缴存余额的{a.ratio('loan_balance', 'balance')}，"
        f"比上年末{a.points('loan_balance', 'balance')}。"
    )


def remote(a: Account) -> str:
    return (
        f"发放异地贷款{a.show('remote_count', 0)}笔{a.show('remote_issued')}万元。{a.year}年末，"
        f"发放异地贷款总额{a.show('remote_amount')}万元，异地贷款余额{a.show('remote_balance')}万元。"
    )


def deposits(a: Account) -> str:
    return (
        f"住房公积金存款{a.show('deposits')}亿元。其中，活期{a.show('demand')}亿元，"
        f"1年（含）以下定期{a.show('term_short')}亿元，1年以上定期{a.show('term_long')}亿元，"
        f"其他（协定、通知存款等）{a.show('agreed')}亿元。"
    )


def use(a: Account) -> str:
    return (
        "住房公积金个人住房贷款余额、项目贷款余额和购买国债余额的总和"
        f"占缴存余额的{a.ratio('loan_balance', 'balance')}，"
        f"比上年末{a.points('loan_balance', 'balance')}。"
    )


def income(a: Account) -> str:
    return (
        f"业务收入{a.show('income')}万元，同比{a.rise('income')}。其中，存款利息{a.show('deposit_interest')}万元，"
        f"委托贷款利息{a.show('loan_interest')}万元，其他{a.show('other_income')}万元。"
    )


def expense(a: Account) -> str:
    return (
        f"业务支出{a.show('expense')}万元，同比{a.rise('expense')}。其中，支付职工住房公积金利息"
        f"{a.show('employee_interest')}万元，委托贷款手续费{a.show('loan_fee')}万元，其他{a.show('other_expense')}万元。"
    )


def surplus(a: Account) -> str:
    return f"增值收益{a.show('surplus')}万元，同比{a.rise('surplus')}。增值收益率{a.surplus_rate()}。"


def distribution(a: Account) -> str:
    return (
        f"提取贷款风险准备金{a.show('reserve_made')}万元，提取管理费用{a.show('fee_made')}万元，"
        f"提取城市廉租住房（公共租赁住房）建设补充资金{a.show('public_housing_made')}万元。"
        f"上交财政管理费用{a.show('fee_made')}万元，上缴财政城市廉租住房（公共租赁住房）建设补充资金"
        f"{a.show('public_housing_paid')}万元。{a.year}年末，贷款风险准备金余额{a.show('reserve')}万元，"
        f"累计提取城市廉租住房（公共租赁住房）建设补充资金{a.show('public_housing')}万元。"
    )


def administration(a: Account) -> str:
    return (
        f"管理费用支出{a.show('admin')}万元，同比{a.rise('admin')}。其中，人员经费{a.show('personnel')}万元，"
        f"公用经费{a.show('running')}万元，专项经费{a.show('special')}万元。"
    )


def risk(a: Account) -> str:
    return (
        f"个人住房贷款逾期额{a.show('overdue')}万元，逾期率{a.overdue()}。个人贷款风险准备金余额{a.show('reserve')}万元。"
        f"{a.year}年，使用个人贷款风险准备金核销呆坏账0万元。"
    )


def benefit(a: Account) -> str:
    return (
        "个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和"
        f"与当年缴存额的比率为{a.housing()}。"
    )


def contributors(_: Account) -> str:
    return (
        "缴存职工中，国家机关和事业单位占38.26%，国有企业占21.44%，城镇集体企业占1.35%，外商投资企业占2.17%，"
        "城镇私营企业及其他城镇企业占31.08%，民办非企业单位和社会团体占2.21%，灵活就业人员占1.02%，其他占2.47%；"
        "中、低收入占98.12%，高收入占1.88%。"
    )


def withdrawn_for(_: Account) -> str:
    return (
        "提取金额中，购买、建造、翻建、大修自住住房占30.05%，偿还购房贷款本息占35.52%，租赁住房占2.55%，"
        "支持老旧小区改造占0%，离休和退休提取占25.11%，完全丧失劳动能力并与单位终止劳动关系提取占3.02%，"
        "出境定居提取占0.08%，死亡或宣告死亡提取占0.85%，其他占2.82%。"
    )


CHAPTERS = (
    (
        "二、业务运行情况",
        (
            ("缴存", "年", contribution),
            ("提取", "年", withdrawal),
            ("个人住房贷款", "年", loans),
            ("异地贷款", "年", remote),
            ("资金存储", "年末", deposits),
            ("资金运用率", "年末", use),
        ),
    ),
    (
        "三、主要财务数据",
        (
            ("业务收入", "年", income),
            ("业务支出", "年", expense),
            ("增值收益", "年", surplus),
            ("增值收益分配", "年", distribution),
            ("管理费用支出", "年", administration),
        ),
    ),
    ("四、资产风险状况", (("个人住房贷款", "年末", risk),)),
    ("五、社会经济效益", (("住房贡献率", "年", benefit),)),
)
STRUCTURE = (("缴存业务", "年", contributors), ("提取业务", "年", withdrawn_for))
"""Only in reports about one body: the shares of parts would have to be weighted."""

NUMERALS = "一二三四五六七八九"
NOTE = "说明：本文为演示样例，数字为虚构，与该中心的真实情况无关。"


def chapters(whole: Account, parts: tuple[Account, ...] = ()) -> list[str]:
    """The paragraphs from chapter two to five; with parts, each section says the whole and then each part."""
    lines = []
    for heading, common in CHAPTERS:
        lines.append(heading)
        sections = (*STRUCTURE, *common) if heading.startswith("五") and not parts else common
        for numeral, (name, when, sentence) in zip(NUMERALS, sections, strict=False):
            lines.append(f"（{numeral}）{name}：{whole.year}{when}，{sentence(whole)}{'其中：' if parts else ''}")
            lines += [f"{part.name}：{sentence(part)}" for part in parts]
    return lines

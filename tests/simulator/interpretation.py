"""An interpretation (解读): the same figures told loosely, of the whole alone, sometimes with columns out of order."""

from random import Random

from tests.simulator.annual import without_parts
from tests.simulator.books import Book
from tests.simulator.furniture import above, below, news
from tests.simulator.metrics import TELLING
from tests.simulator.page import Block
from tests.simulator.phrasing_policy import policy
from tests.simulator.sections import paragraphs
from tests.simulator.sentences import Section, Sentence
from tests.simulator.writer import Writer

_CONTRIBUTION = Section(
    ("缴存业务概况", "归集情况", "缴存情况"),
    "contribution.",
    [
        Sentence(
            (
                "缴存单位。{Y}全市实缴单位{.active_employers}。缴存职工。{Y}全市实缴职工{.active_employees}。",
                "{Y}，全市实缴单位{.active_employers}、实缴职工{.active_employees}，{.active_employers,.active_employees:ly}。",
                "{Y}全市实缴职工{.active_employees}，从实际缴存职工收入来看，中低收入群体仍是缴存主力。",
            )
        ),
        Sentence(
            (
                "{Y}缴存额{.amount}[，{.amount:y}]。缴存余额{.balance}[，{.balance:y}]，缴存总额{.cumulative}[，{.cumulative:y}]。",
                "{Y}，归集住房公积金{.amount}[，{.amount:y}]；{E}，缴存总额{.cumulative}，缴存余额{.balance}。",
                "{Y}缴存额{.amount}[，{.amount:y}]。{E}，缴存总额{.cumulative}、缴存余额{.balance}[，{.cumulative,.balance:le}]。",
            )
        ),
    ],
)
_WITHDRAWAL = Section(
    ("提取业务概况", "提取情况"),
    "withdrawal.",
    [
        Sentence(
            (
                "提取分类。{Y}我市住房消费提取占{.share.housing}，非住房消费提取占{.share.non_housing}。",
                "从提取用途看，住房消费提取占{.share.housing}，非住房消费提取占{.share.non_housing}。",
            )
        ),
        Sentence(
            (
                "{Y}提取额{.amount}[，{.amount:y}]；提取额占当年缴存额的{.rate}[，{.rate:p}]。{E}，提取总额{.cumulative}[，{.cumulative:y}]。",
                "{Y}，{.employees:名}缴存职工提取住房公积金{.amount}[，{.amount:y}]，提取率{.rate}。{E}，提取总额{.cumulative}。",
            )
        ),
    ],
)
_LOAN = Section(
    ("贷款业务概况", "贷款情况"),
    "loan.",
    [
        Sentence(
            (
                "{Y}发放{.issued_count}{.issued_amount}，回收贷款{.recovered_amount}，贷款总额{.cumulative_amount}，贷款余额{.balance}。",
                "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]，回收贷款{.recovered_amount}。"
                "{E}，贷款余额{.balance}，个贷率{.to_balance_ratio}。",
            )
        ),
        Sentence(
            (
                "住房公积金贷款的支持对象主要为中低收入群体职工，中低收入群体所占比重达{.share.low_middle_income}，高收入占{.share.high_income}。",
                "从借款人收入水平看，中、低收入职工占{.share.low_middle_income}，高收入职工占{.share.high_income}。",
            )
        ),
        Sentence(
            (
                "就职工申请住房公积金贷款购买住房的面积来看，主要支持职工购买中小户型住房，职工购买中小户型住房比重达{.share.area_small_medium}。",
                "从购房面积看，90（含）平方米以下占{.share.area_le_90}，90-144（含）平方米占{.share.area_90_144}，144平方米以上占"
                "{.share.area_gt_144}。",
            )
        ),
    ],
)
_RISK = Section(
    ("资产风险概况", "资产风险状况"),
    "risk.",
    [
        Sentence(
            (
                "{E}，全市住房公积金个人住房贷款不良贷款余额{.npl_balance}，不良率{.npl_rate}。",
                "{E}，不良贷款余额{.npl_balance}，不良率{.npl_rate}，资产质量保持良好。",
                "{E}，个人住房贷款逾期额{.overdue_amount}，逾期率{.overdue_rate}。",
            ),
            (),
            (".npl_balance",),
            ("{E}，无不良贷款。",),
        ),
        Sentence(
            (
                "{E}我市住房公积金个人贷款风险准备金余额{.reserve_balance}，累计提取{fund}{public_housing.cumulative}。",
                "{E}，个人贷款风险准备金余额{.reserve_balance}。",
            )
        ),
        Sentence(
            (
                "{Y}，个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和与当年缴存额的比率为"
                "{housing_contribution.rate}[，{housing_contribution.rate:p}]。",
                "住房贡献率{housing_contribution.rate}[，{housing_contribution.rate:p}]。",
            )
        ),
    ],
)
_FINANCE = Section(
    ("公积金财务概况", "财务收支情况"),
    "income.",
    [
        Sentence(
            (
                "{Y}，业务收入{.total}，业务支出{expense.total}，实现增值收益{surplus.amount}。",
                "{Y}，实现业务收入{.total}[，{.total:y}]；业务支出{expense.total}[，{expense.total:y}]；增值收益{surplus.amount}"
                "[，{surplus.amount:y}]。",
            )
        ),
        Sentence(
            (
                "对增值收益进行如下分配：提取贷款风险准备金{allocation.risk_reserve}，提取管理费用{allocation.admin_fee}，提取{fund}"
                "{allocation.public_housing}。",
                "其中提取贷款风险准备金{allocation.risk_reserve}，管理费用{allocation.admin_fee}，{fund}{allocation.public_housing}。",
            )
        ),
    ],
)
_CARDS = (
    Section(
        ("缴存",),
        "contribution.",
        [
            Sentence(("实缴单位：{.active_employers}（{.active_employers:y}）", "实缴单位{.active_employers}")),
            Sentence(("实缴职工：{.active_employees}（{.active_employees:y}）", "实缴职工：{.active_employees}")),
            Sentence(("缴存额：{.amount}（{.amount:y}）", "缴存额：{.amount}；{.amount:y}")),
            Sentence(("缴存总额：{.cumulative}", "缴存总额：{.cumulative}（{.cumulative:e}）")),
            Sentence(("缴存余额：{.balance}", "缴存余额：{.balance}（{.balance:e}）")),
        ],
    ),
    Section(
        ("提取",),
        "withdrawal.",
        [
            Sentence(("提取人数：{.employees:人}",)),
            Sentence(("提取额：{.amount}（{.amount:y}）", "提取额：{.amount}")),
            Sentence(("提取率：{.rate}（{.rate:p}）", "提取率：{.rate}")),
            Sentence(("提取总额：{.cumulative}（{.cumulative:e}）",)),
        ],
    ),
    Section(
        ("贷款",),
        "loan.",
        [
            Sentence(
                (
                    "发放个人住房贷款：{.issued_count}，{.issued_amount}",
                    "发放笔数：{.issued_count}；发放金额：{.issued_amount}",
                )
            ),
            Sentence(("回收贷款：{.recovered_amount}",)),
            Sentence(("贷款余额：{.balance}（{.balance:e}）", "贷款余额：{.balance}；个贷率：{.to_balance_ratio}")),
        ],
    ),
    Section(
        ("风险与收益",),
        "risk.",
        [
            Sentence(("逾期额：{.overdue_amount}；逾期率：{.overdue_rate}",)),
            Sentence(("增值收益：{surplus.amount}（{surplus.amount:y}）",)),
        ],
    ),
)
SECTIONS = (_CONTRIBUTION, _WITHDRAWAL, _LOAN, _RISK, _FINANCE)


def title(rng: Random, book: Book) -> str:
    """The interpretation's heading."""
    city, year = book.place.city, book.year
    return rng.choice(
        [
            f"{year}年{city}住房公积金年度报告解读",
            f"《{city}住房公积金{year}年年度报告》解读",
            f"{city}住房公积金{year}年年度报告政策解读",
            f"图解：{city}住房公积金{year}年年度报告解读",
        ]
    )


def write(w: Writer) -> None:
    """The whole page."""
    rng, book = w.rng, w.book
    w = without_parts(w)
    if any(book.total.now[m] for m in TELLING if m.startswith(("loan.subsidised", "loan.project"))):
        w.hidden |= {("housing_contribution.rate", "level"), ("housing_contribution.rate", "yoy_points")}
    heading = title(rng, book)
    for line in above(rng, book, heading):
        w.add("title" if line == heading else "nav", [line])
    opening = f"我中心于{book.year + 1}年3月披露了{book.year}年度住房公积金业务运行情况、财务状况。现解读如下："
    first = len(w.blocks)
    w.paragraph(opening)
    chapters: list[list[Block]] = []
    for number, section in enumerate(_CARDS if rng.random() < 0.2 else SECTIONS):
        if rng.random() < 0.08 and number:
            continue
        chapters.append(_chapter(w, section, "一二三四五"[number]))
    if rng.random() < 0.15:
        chapters.append(chapters.pop(0))
        w.blocks.append(w.blocks.pop(first))
    w.blocks += [block for chapter in chapters for block in chapter]
    if rng.random() < 0.6:
        w.add("h1", ["六、公积金政策概况"])
        policy(w, rng.random() < 0.5)
    lines = (news(rng) if rng.random() < 0.4 else []) + below(rng, book)
    w.blocks += [Block("nav", [line]) for line in lines]


def _chapter(w: Writer, section: Section, number: str) -> list[Block]:
    lines = paragraphs(w, section, w.book.total, [])
    return [Block("h1", [f"{number}、{w.rng.choice(section.title)}"]), *(Block("p", line) for line in lines)]

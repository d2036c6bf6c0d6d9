"""What was taken out: section 提取."""

from tests.simulator.sentences import Section, Sentence

AMOUNT = Sentence(
    (
        "{Y}，{.employees:名}缴存职工提取住房公积金；提取额{.amount:s}[，{.amount:y}]；提取额占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存职工提取住房公积金；提取额{.amount:s}[，{.amount:y}]；提取额占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存人提取住房公积金{.amount:s}[，{.amount:y}]。占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存职工提取住房公积金，提取额{.amount:s}，{.employees,.amount:ly}；提取率{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存人提取住房公积金；提取金额{.amount:s}[，{.amount:y}]；提取率（提取额占当年缴存额的比例）{.rate}"
        "[，{.rate:p}]。",
        "{Y}，提取人数{.employees:人}，提取额{.amount:s}[，{.amount:y}]；占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，共有{.employees:名}职工提取住房公积金{.amount:s}[，{.amount:y}]，提取额占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，提取住房公积金{.amount:s}[，{.amount:y}]；提取额占{Y}缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，提取额{.amount:s}[，{.amount:y}]；提取额占当年缴存额的{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存职工提取住房公积金；提取额{.amount:s}[，{.amount:y}]，其中租房提取{rent}；提取额占当年缴存额的{.rate}"
        "[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存职工提取住房公积金共{.amount:s}[，{.amount:y}]。提取率〖2〗{.rate}[，{.rate:p}]。",
        "{Y}，{.employees:名}缴存职工提取住房公积金{.amount:s}[，{.amount:y}]。",
        "{Y}，提取额{.amount:s}[，{.amount:y}]。",
        "{Y}，{.employees:名}缴存职工（{people}）提取住房公积金；提取额{.amount:s}，占当年缴存额的{.rate}，提取额{.amount:y}，占比{.rate:p}。",
        "{Y}，{.employees:名}缴存职工提取住房公积金；提取额{.amount:s}[，{.amount:y}]，其中租房提取{rent}，同比增长10.25%；提取额占当年缴存额"
        "的比重为{.rate}[，{.rate:p}]。",
        "{Y}，提取住房公积金{.amount:s}（其中住房消费类提取{rent}）[，{.amount:y}]；提取率{.rate}[，{.rate:p}]。",
    ),
    (
        "{N}提取额{.amount}",
        "{N}提取{.amount}",
        "{N}{.employees:名}缴存职工提取住房公积金{.amount}",
        "{N}提取额{.amount}，占当年缴存额的{.rate}",
        "{N}提取额{.amount}[，{.amount:y}]",
    ),
)

STOCK = Sentence(
    (
        "{E}，提取总额{.cumulative:s}[，{.cumulative:e}]。",
        "{E}，累计提取总额{.cumulative:s}[，{.cumulative:e}]。",
        "{E}，提取总额{.cumulative:s}[，{.cumulative:e}]。",
        "{E}，累计提取住房公积金{.cumulative:s}[，{.cumulative:e}]。",
    ),
    ("{N}提取总额{.cumulative}", "{N}{.cumulative}"),
)

WITHDRAWAL = Section(
    ("提取", "提取", "提取", "公积金提取", "提取业务"),
    "withdrawal.",
    [AMOUNT, STOCK],
    (".employees", ".amount", ".rate", ".cumulative"),
)

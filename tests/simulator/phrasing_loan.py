"""What was lent: section 贷款 with its four kinds of loans."""

from tests.simulator.sentences import Section, Sentence

CAPS = Sentence(
    (
        "单缴存职工个人住房贷款最高额度{.cap_single}，双缴存职工个人住房贷款最高额度{.cap_dual}。",
        "个人住房贷款最高额度{.cap_dual}，其中，单缴存职工最高额度{.cap_single}，双缴存职工最高额度{.cap_dual}。",
        "个人住房贷款最高额度{.cap_dual}，单缴存职工个人住房贷款最高额度{.cap_single}，双缴存职工个人住房贷款最高额度{.cap_dual}。",
        "单缴存职工最高额度{.cap_single}，双缴存职工最高额度{.cap_dual}。对购买绿色建筑的、生育二孩三孩的家庭，最高额度可上浮{pct}。",
        "单缴存职工个人住房贷款最高额度{.cap_single}，双缴存职工个人住房贷款最高额度{.cap_dual}（个人住房贷款最高额度政策按单缴存职工和"
        "双缴存职工区分的城市填写）。",
        "单职工缴存住房公积金家庭最高贷款额度{.cap_single}，双职工缴存住房公积金家庭最高贷款额度{.cap_dual}。",
        "单缴存职工个人住房公积金贷款最高额度为{.cap_single}，双缴存职工个人住房公积金贷款最高额度为{.cap_dual}。",
        "单缴存职工和双缴存职工的最高额度均为{.cap_single,.cap_dual:both}。",
        "最高贷款额度为120万元×流动性调节系数，年底流动性调节系数为1.2，最高额度为144万元。",
        "单人缴存的家庭，最高贷款额度为{.cap_single}（生育二孩三孩的提升10万元）；双人缴存的家庭，最高贷款额度为{.cap_dual}。",
    ),
    (
        "{N}个人住房贷款最高额度{.cap_dual}（其中，单缴存职工最高额度{.cap_single}，双缴存职工最高额度{.cap_dual}）",
        "{N}单缴存职工个人住房贷款最高额度{.cap_single}，双缴存职工最高额度{.cap_dual}",
    ),
    chance=0.85,
    whole_only=True,
    parts_chance=0.15,
)

ISSUED = Sentence(
    (
        "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放住房公积金个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房公积金贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，共发放个人住房贷款{.issued_count}、金额{.issued_amount}，位列全省第三[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房贷款{.issued_count}[，{.issued_count:y}]；发放额{.issued_amount}[，{.issued_amount:y}]。",
        "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}（其中为多子女家庭发放贷款{someloans}{J}{somemoney}）"
        "[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}（含“商转公”贷款{someloans}{J}{somemoney}）"
        "[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房贷款{.issued_count}{J}{.issued_amount}。",
        "{Y}，发放个人住房贷款笔数{.issued_count}，金额{.issued_amount}[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，为{someloans}家庭发放组合贷款{somemoney}；发放个人住房贷款{.issued_count}{J}{.issued_amount}"
        "[，{.issued_count,.issued_amount:ly}]。",
        "{Y}，发放个人住房贷款{.issued_count}，金额{.issued_amount}，其中首套住房贷款{someloans}{J}{somemoney}"
        "[。发放笔数{.issued_count:y}，发放金额{.issued_amount:y}]。",
    ),
    (
        "{N}发放个人住房贷款{.issued_count}{J}{.issued_amount}",
        "{N}{.issued_count}{J}{.issued_amount}",
        "{N}发放个人住房贷款{.issued_count}{J}{.issued_amount}[，{.issued_count,.issued_amount:ly}]",
        "{N}发放{.issued_count}{J}{.issued_amount}",
    ),
)

RECOVERED = Sentence(
    (
        "{Y}，回收个人住房贷款{.recovered_amount:s}。",
        "{Y}，回收个人住房贷款{.recovered_amount:s}。",
        "{Y}，回收个人住房贷款{.recovered_amount:s}[，{.recovered_amount:y}]。",
        "{Y}，回收个人住房贷款本金{.recovered_amount:s}。",
        "全年回收住房公积金个人住房贷款{.recovered_amount:s}。",
        "{Y}，回收个人住房贷款{.recovered_amount}（含提前还款{somemoney}）。",
        "{Y}，回收个人住房贷款{.recovered_amount}，其中：提前结清{someloans}{somemoney}。",
    ),
    ("{N}{.recovered_amount}", "{N}回收个人住房贷款{.recovered_amount}"),
)

STOCK = Sentence(
    (
        "{E}，累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，贷款余额{.balance:s}"
        "[，{.cumulative_count,.cumulative_amount,.balance:le}]。",
        "{E}，累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，贷款余额{.balance}"
        "，{.cumulative_count,.cumulative_amount,.balance:le}。",
        "{E}，累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}[，{.cumulative_count,.cumulative_amount:le}]"
        "；贷款余额{.balance:s}[，{.balance:e}]。",
        "{E}，累计发放个人住房贷款{.cumulative_count}[，{.cumulative_count:e}]；累计发放金额{.cumulative_amount}"
        "[，{.cumulative_amount:e}]；个人住房贷款余额{.balance:s}[，{.balance:e}]。",
        "{E}，贷款总额{.cumulative_amount}[，{.cumulative_amount:e}]；贷款余额{.balance:s}[，{.balance:e}]。",
        "{E}，累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，个人住房贷款余额①{.balance:s}"
        "[，{.cumulative_count,.cumulative_amount,.balance:le}]。",
        "{E}，个人住房贷款余额{.balance:s}[，{.balance:e}]。",
    ),
    (
        "{N}累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，贷款余额{.balance}",
        "{N}贷款余额{.balance}",
        "{N}累计发放个人住房贷款{.cumulative_count}{J}{.cumulative_amount}，贷款余额{.balance}"
        "[，{.cumulative_count,.cumulative_amount,.balance:le}]",
    ),
)

RATIO = Sentence(
    (
        "个人住房贷款余额占缴存余额的{.to_balance_ratio}[，{.to_balance_ratio:q}]。",
        "个人住房贷款余额占缴存余额的{.to_balance_ratio}[，{.to_balance_ratio:q}]。",
        "个贷率{.to_balance_ratio}[，{.to_balance_ratio:q}]。",
        "个人住房贷款余额占住房公积金缴存余额的比例（个贷率）为{.to_balance_ratio}[，{.to_balance_ratio:q}]。",
    ),
    ("{N}{.to_balance_ratio}[，{.to_balance_ratio:q}]", "{N}个贷率{.to_balance_ratio}"),
)

BANKS = Sentence(
    (
        "受委托办理住房公积金个人住房贷款业务的银行{.banks}。",
        "受委托办理住房公积金个人住房贷款业务的银行{.banks}，比上年增加1家。",
        "承办个人住房贷款业务的受托银行{.banks}。",
    ),
    ("{N}{.banks}",),
)

LOAN = Section(
    ("个人住房贷款", "个人住房贷款", "住房公积金个人住房贷款", "个人贷款"),
    "loan.",
    [CAPS, ISSUED, RECOVERED, STOCK, RATIO, BANKS],
    (".issued_count", ".issued_amount", ".recovered_amount", ".balance"),
)

REMOTE = Section(
    ("异地贷款",),
    "loan.remote_",
    [
        Sentence(
            (
                "{Y}，发放异地贷款{.issued_count}{J}{.issued_amount}。{E}，发放异地贷款总额{.cumulative_amount}，异地贷款余额{.balance}。",
                "{Y}，发放异地贷款{.issued_count}{J}{.issued_amount}。{E}，发放异地贷款总额{.cumulative_amount}，异地贷款余额{.balance}。",
                "{Y}，向异地缴存职工发放贷款{.issued_count}{J}{.issued_amount}；{E}，累计发放异地贷款{.cumulative_amount}，余额{.balance}。",
                "{Y}，发放异地贷款{.issued_count}，金额{.issued_amount}。{E}，异地贷款余额{.balance}。",
                "{Y}，发放异地贷款{.issued_amount}。",
            ),
            ("{N}发放异地贷款{.issued_count}{J}{.issued_amount}",),
            (".issued_count", ".cumulative_amount"),
            (
                "{Y}，无异地贷款。",
                "无异地贷款。",
                "{Y}，未发放异地贷款。",
            ),
        ),
    ],
)

SUBSIDISED = Section(
    ("公转商贴息贷款", "“公转商”贴息贷款"),
    "loan.subsidised_",
    [
        Sentence(
            (
                "{Y}，发放公转商贴息贷款{.issued_count}{J}{.issued_amount}，支持职工购建房面积{somearea}，当年贴息额{loan.subsidy_paid}。{E}，累计"
                "发放公转商贴息贷款{someloans}{J}{.cumulative_amount}，累计贴息{somesmall}。",
                "{Y}，发放公转商贴息贷款{.issued_count}{J}{.issued_amount}，当年贴息额{loan.subsidy_paid}。{E}，累计发放公转商贴息贷款"
                "{.cumulative_amount}。",
                "{Y}，发放公转商贴息贷款{.issued_count}、{.issued_amount}，当年贴息{loan.subsidy_paid}。",
            ),
            ("{N}发放公转商贴息贷款{.issued_count}{J}{.issued_amount}",),
            (".issued_count", ".cumulative_amount"),
            (
                "{Y}，未发放公转商贴息贷款。",
                "未开展公转商贴息贷款业务。",
                "无。",
            ),
        ),
    ],
)

PROJECT = Section(
    ("住房公积金支持保障性住房建设项目贷款", "项目贷款", "保障性住房建设试点项目贷款"),
    "loan.project_",
    [
        Sentence(
            (
                "{Y}，发放支持保障性住房建设项目贷款{.issued_amount}，回收项目贷款{somesmall}。{E}，累计发放项目贷款{somemoney}，项目贷款余额"
                "{.balance}。",
                "{Y}，发放支持保障性住房建设试点项目贷款{.issued_amount}。{E}，项目贷款余额{.balance}。",
            ),
            (),
            (".issued_amount", ".balance"),
            ("未发放项目贷款。", "无住房公积金支持保障性住房建设项目贷款。", "{Y}，未发放项目贷款。"),
        ),
    ],
)

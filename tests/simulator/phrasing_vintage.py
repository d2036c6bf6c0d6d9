"""The wording of the reports of 2014 to 2018, with breakdowns that are not told any more."""

from tests.simulator.sentences import Section, Sentence

_FIRMS = (
    "国家机关和事业单位占{firms0}，国有企业占{firms1}，城镇集体企业占{firms2}，外商投资企业占{firms3}，城镇私营企业及其他城镇企业占{firms4}，"
    "民办非企业单位和社会团体占{firms5}，其他占{firms6}"
)
_STAFF = (
    "国家机关和事业单位占{.government}，国有企业占{.state_owned}，城镇集体企业占{.collective}，外商投资企业占{.foreign}，城镇私营企业及其他"
    "城镇企业占{.private}，民办非企业单位和社会团体占{.nonprofit}[?，灵活就业人员占{.flexible}]，其他占{.other}"
)
PAYERS = Section(
    ("缴存业务", "缴存"),
    "contribution.share.",
    [
        Sentence(
            (
                f"缴存单位中，{_FIRMS}。缴存职工中，{_STAFF}；中、低收入群体占{{.low_middle_income}}，高收入群体占{{.high_income}}。",
                f"缴存单位中，{_FIRMS}。缴存职工中，{_STAFF}。",
                f"{{Y}}，缴存职工中，{_STAFF}；中、低收入占{{.low_middle_income}}，高收入占{{.high_income}}。",
            )
        ),
    ],
)
NEW_ACCOUNTS = Section(
    (),
    "new_account.share.",
    [
        Sentence(
            (
                f"新开户职工中，{_STAFF}；中、低收入群体占{{.low_middle_income}}，高收入群体占{{.high_income}}。",
                f"新开户单位中，{_FIRMS}。新开户职工中，{_STAFF}；中、低收入占{{.low_middle_income}}，高收入占{{.high_income}}。",
            )
        ),
    ],
)
USES = Section(
    ("提取业务", "提取"),
    "withdrawal.share.",
    [
        Sentence(
            (
                "提取的金额中，住房消费提取占{.housing}（购买、建造、翻建、大修自住住房占{.purchase}，偿还购房贷款本息占{.loan_repayment}，租赁住房占"
                "{.rent}[?，支持老旧小区改造占{.renovation}]）；非住房消费提取占{.non_housing}（离休和退休提取占{.retirement}[?，完全丧失劳动能力并与单位终止"
                "劳动关系提取占{.disability}]，户口迁出本市或出境定居占{.emigration}，死亡或宣告死亡占{.death}，其他占{.other}）。",
                "提取金额中，住房消费提取占{.housing}，非住房消费提取占{.non_housing}。",
            )
        ),
        Sentence(
            (
                "提取职工中，中、低收入占{.low_middle_income}，高收入占{.high_income}。",
                "提取职工中，中、低收入群体占{.low_middle_income}，高收入群体占{.high_income}。",
            )
        ),
    ],
)
BORROWERS = Section(
    (),
    "loan.share.",
    [
        Sentence(
            (
                "职工贷款所购住房套数中，90（含）平方米以下占{.area_le_90}，90～144（含）平方米占{.area_90_144}，144平方米以上占{.area_gt_144}；新房占"
                "{.new_home}（其中购买保障性住房占{.affordable_home}），二手房占{.second_hand}[?，建造、翻建、大修自住住房占{.self_built}]。",
                "职工贷款所购住房套数中，90㎡（含）以下占{.area_le_90}，90-144㎡（含）占{.area_90_144}，144㎡以上占{.area_gt_144}。",
            )
        ),
        Sentence(
            (
                "职工贷款笔数中，单职工申请贷款占{.single_contributor}，双职工申请贷款占{.dual_contributor}，三人及以上共同申请贷款占"
                "{.multi_contributor}。",
            )
        ),
        Sentence(
            (
                "贷款职工中，30岁（含）以下占{.age_le_30}，30岁～40岁（含）占{.age_30_40}，40岁～50岁（含）占{.age_40_50}，50岁以上占{.age_gt_50}；首次申请"
                "贷款占{.first_home:?}，二次及以上申请贷款占{.second_home:?}；中、低收入群体占{.low_middle_income}，高收入群体占{.high_income}。",
                "贷款职工中，30岁（含）以下、30-40岁（含）、40-50岁（含）、50岁以上分别占{.age_le_30,.age_30_40,.age_40_50,.age_gt_50:v}；购买首套住房申请"
                "贷款占{.first_home}，购买二套及以上申请贷款占{.second_home}；中、低收入占{.low_middle_income}，高收入占{.high_income}。",
            )
        ),
    ],
)
RISK = Section(
    ("个人住房贷款", "住房公积金个人住房贷款"),
    "risk.",
    [
        Sentence(
            (
                "{E}，逾期个人住房贷款{.overdue_amount}。个人住房贷款逾期率{.overdue_rate}。",
                "{E}，个人住房贷款逾期额{.overdue_amount}，个人住房贷款逾期率{.overdue_rate}。",
            ),
            ("{N}{.overdue_rate}", "{N}{.overdue_amount}"),
        ),
        Sentence(
            (
                "个人贷款风险准备金按贷款余额的1%提取。{Y}，提取个人贷款风险准备金{allocation.risk_reserve:?}，使用个人贷款风险准备金核销呆坏账"
                "{.written_off}。",
                "个人贷款风险准备金按当年增值收益的60%提取。{Y}，使用个人贷款风险准备金核销{.written_off:?}。",
            )
        ),
        Sentence(
            (
                "{E}，个人贷款风险准备金余额{.reserve_balance}，占个人住房贷款余额的{share}，个人住房贷款逾期额与个人贷款风险准备金余额的比率为{share}。",
                "{E}，个人贷款风险准备金余额为{.reserve_balance}，个人贷款风险准备金余额与个人贷款余额的比率为{share}。",
            )
        ),
    ],
)

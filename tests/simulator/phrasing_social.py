"""Who paid in, who took out and who borrowed: the breakdowns of 社会经济效益."""

from tests.simulator.sentences import Section, Sentence

_OWNERS = (
    "国家机关和事业单位占{.government}，国有企业占{.state_owned}，城镇集体企业占{.collective}，外商投资企业占{.foreign}，城镇私营企业及"
    "其他城镇企业占{.private}，民办非企业单位和社会团体占{.nonprofit}[?，灵活就业人员占{.flexible}]，其他占{.other}",
    "国家机关和事业单位占{.government}，国有企业占{.state_owned}，城镇集体企业占{.collective}，外商投资企业占{.foreign}，城镇私营企业及"
    "其他城镇企业占{.private}，民办非企业单位和社会团体占{.nonprofit}[?，灵活就业人员占{.flexible}]，其他占{.other}",
    "国家机关和事业单位{.government}，国有企业{.state_owned}，城镇集体企业{.collective}，外商投资企业{.foreign}，城镇私营企业及其他城镇"
    "企业{.private}，民办非企业单位和社会团体{.nonprofit}[?，灵活就业人员{.flexible}]，其他{.other}",
    "国家机关、事业单位占{.government}、国有企业占{.state_owned}、城镇集体企业占{.collective}、外商投资企业占{.foreign}、城镇私营企业及"
    "其他城镇企业占{.private}、民办非企业单位和社会团体占{.nonprofit}[?、灵活就业人员占{.flexible}]、其他占{.other}",
)
_INCOME = (
    "中、低收入占{.low_middle_income}，高收入占{.high_income}",
    "中、低收入占{.low_middle_income}，高收入占{.high_income}",
    "中低收入群体占{.low_middle_income}，高收入群体占{.high_income}",
    "中、低收入职工占{.low_middle_income}，高收入职工占{.high_income}",
)

_PAYERS = tuple(f"缴存职工中，{o}；{i}。" for o, i in zip(_OWNERS, _INCOME, strict=True)) + tuple(
    f"缴存职工按单位性质分，{o}。缴存职工按收入水平分，{i}。" for o, i in zip(_OWNERS[:2], _INCOME[2:], strict=True)
)
_NEW = tuple(f"新开户职工中，{o}；{i}。" for o, i in zip(_OWNERS, _INCOME, strict=True))

PAYERS = Section(("缴存业务", "缴存业务", "缴存"), "contribution.share.", [Sentence(_PAYERS)])
NEW_ACCOUNTS = Section((), "new_account.share.", [Sentence(_NEW)])

_FLAT = (
    "提取金额中，购买、建造、翻建、大修自住住房占{.purchase}，偿还购房贷款本息占{.loan_repayment}，租赁住房占{.rent}，支持老旧小区改造占"
    "{.renovation}，离休和退休提取占{.retirement}，完全丧失劳动能力并与单位终止劳动关系提取占{.disability}，出境定居占{.emigration}，死亡"
    "或宣告死亡占{.death}，其他占{.other}。"
)
USES = Section(
    ("提取业务", "提取业务", "提取"),
    "withdrawal.share.",
    [
        Sentence(
            (
                _FLAT,
                _FLAT,
                "提取金额中，住房消费提取占{.housing}（购买、建造、翻建、大修自住住房占{.purchase}，偿还购房贷款本息占{.loan_repayment}，租赁住房占"
                "{.rent}，支持老旧小区改造提取占{.renovation}）；非住房消费提取占{.non_housing}（离休和退休提取占{.retirement}，完全丧失劳动能力并"
                "与单位终止劳动关系提取占{.disability}，出境定居占{.emigration}，死亡或宣告死亡占{.death}，其他占{.other}）。",
                "提取的金额中，住房消费提取占{.housing}，非住房消费提取占{.non_housing}。住房消费提取中，购买、建造、翻建、大修自住住房占{.purchase}，"
                "偿还购房贷款本息占{.loan_repayment}，租赁住房占{.rent}，老旧小区改造占{.renovation}；非住房消费提取中，离休和退休提取占"
                "{.retirement}，丧失劳动能力并与单位终止劳动关系提取占{.disability}，户口迁出所在市或出境定居占{.emigration}，死亡占{.death}，其他占"
                "{.other}。",
                "提取金额中，购买、建造、翻建、大修自住住房占{.purchase}，偿还购房贷款本息占{.loan_repayment}，租赁住房占{.rent}[?，支持老旧小区改造占{.renovation}]；离休和"
                "退休提取占{.retirement}[?，完全丧失劳动能力并与单位终止劳动关系提取占{.disability}]，出境定居占{.emigration}，死亡或宣告死亡占{.death}，其他占{.other}。",
                "住房消费提取占{.housing}，非住房消费提取占{.non_housing}。",
            )
        ),
        Sentence(tuple(f"提取职工中，{i}。" for i in _INCOME)),
    ],
)

_AREA = (
    "购房建筑面积90（含）平方米以下占{.area_le_90}，90-144（含）平方米占{.area_90_144}，144平方米以上占{.area_gt_144}",
    "购房建筑面积90（含）平方米以下占{.area_le_90}，90—144（含）平方米占{.area_90_144}，144平方米以上占{.area_gt_144}",
    "购房建筑面积90平方米（含）以下占{.area_le_90}，90至144平方米（含）占{.area_90_144}，144平方米以上占{.area_gt_144}",
    "购房面积144平方米（含）以下的中小户型住房占{.area_small_medium}",
)
_HOME = (
    "购买新房占{.new_home}（其中购买保障性住房占{.affordable_home}），购买二手房占{.second_hand}，建造、翻建、大修自住住房占{.self_built}",
    "购买新房占{.new_home}（其中购买保障性住房占{.affordable_home}），购买二手房占{.second_hand}[?，建造、翻建、大修自住住房占{.self_built}]",
    "购买新房占{.new_home}，购买二手房占{.second_hand}，建造、翻建、大修自住住房占{.self_built}（其中支持老旧小区改造占0%）",
    "购买新房占{.new_home}（其中购买保障性住房占{.affordable_home}），购买存量商品住房占{.second_hand}，建造、翻建、大修自住住房占"
    "{.self_built}",
)
_MANY = (
    "单缴存职工申请贷款占{.single_contributor}，双缴存职工申请贷款占{.dual_contributor}，三人及以上缴存职工共同申请贷款占"
    "{.multi_contributor}",
    "单缴存职工申请贷款占{.single_contributor}，双缴存职工申请贷款占{.dual_contributor}，三人及以上缴存职工共同申请贷款占"
    "{.multi_contributor}",
    "单职工申请贷款占{.single_contributor}，双职工申请贷款占{.dual_contributor}，三人及以上缴存职工申请贷款占{.multi_contributor}",
    "单缴存职工申请贷款占{.single_contributor}、双缴存职工申请贷款占{.dual_contributor}、三人及以上缴存职工共同申请贷款占"
    "{.multi_contributor}",
)
_AGE = (
    "30岁（含）以下占{.age_le_30}，30-40岁（含）占{.age_30_40}，40-50岁（含）占{.age_40_50}，50岁以上占{.age_gt_50}",
    "30岁（含）以下占{.age_le_30}，30岁-40岁（含）占{.age_30_40}，40岁-50岁（含）占{.age_40_50}，50岁以上占{.age_gt_50}",
    "30岁（含）以下占{.age_le_30}，30～40岁（含）占{.age_30_40}，40～50岁（含）占{.age_40_50}，50岁以上占{.age_gt_50}",
    "30岁以下（含30岁）占{.age_le_30}，30岁至40岁（含40岁）占{.age_30_40}，40岁至50岁（含50岁）占{.age_40_50}，50岁以上占{.age_gt_50}",
)
_ORDER = (
    "购买首套住房申请贷款占{.first_home}，购买二套及以上申请贷款占{.second_home}",
    "购买首套住房申请贷款占{.first_home}，购买二套及以上住房申请贷款占{.second_home}",
    "购买首套住房申请贷款占{.first_home}，购买二套及以上申请贷款占{.second_home}",
    "购买首套住房申请贷款占{.first_home}，购买二套及以上申请贷款占{.second_home}",
)

EFFECT = Section(
    ("贷款业务", "个人住房贷款业务", "贷款业务"),
    "loan.",
    [
        Sentence(
            (
                "{Y}，支持职工购建房{.area_supported}，年末个人住房贷款市场占有率（含公转商贴息贷款）为{.market_share}[，{.market_share:q}]。通过申请"
                "住房公积金个人住房贷款，可节约职工购房利息支出{.interest_saved}。",
                "{Y}，支持职工购建房{.area_supported}，年末个人住房贷款市场占有率为{.market_share}[，{.market_share:q}]。通过申请住房公积金个人住房"
                "贷款，可节约职工购房利息支出{.interest_saved}。",
                "{Y}，支持职工购建住房面积{.area_supported}[，年末个人住房贷款市场占有率{.market_share}]。",
                "{Y}，支持职工购建房{.area_supported}。年末个人住房贷款市场占有率{.market_share}[，{.market_share:q}]。贷款职工在整个贷款期内节约购房"
                "利息支出约{.interest_saved}。",
                "{E}，个人住房贷款市场占有率为{.market_share}[，{.market_share:q}]。",
            ),
            ("{N}支持职工购建房{.area_supported}",),
        ),
    ],
)
_LISTED = (
    "90（含）平方米以下、90-144（含）平方米、144平方米以上的分别占{.area_le_90,.area_90_144,.area_gt_144:v}",
    "30岁（含）以下、30-40岁（含）、40-50岁（含）、50岁以上分别占{.age_le_30,.age_30_40,.age_40_50,.age_gt_50:v}",
)
BORROWERS = Section(
    (),
    "loan.share.",
    [
        Sentence(
            (
                *(f"职工贷款笔数中，{a}。{h}。" for a, h in zip(_AREA, _HOME, strict=True)),
                f"贷款笔数中，{_AREA[3]}。{_HOME[0]}。",
            )
        ),
        Sentence(
            (*(f"职工贷款笔数中，{m}。" for m in _MANY), f"职工贷款笔数中，购房建筑面积{_LISTED[0]}；{_MANY[0]}。")
        ),
        Sentence(
            (
                *(f"贷款职工中，{a}；{o}；{i}。" for a, o, i in zip(_AGE, _ORDER, _INCOME, strict=True)),
                f"贷款职工中，{_LISTED[1]}；{_ORDER[0]}；{_INCOME[0]}。",
                f"贷款职工中，30岁及以下占{{.age_le_30}}，31-40岁占{{.age_30_40}}，41-50岁占{{.age_40_50}}，51岁及以上占{{.age_gt_50}}；{_ORDER[0]}。",
            )
        ),
    ],
)

HOUSING = Section(
    ("住房贡献率",),
    "housing_contribution.",
    [
        Sentence(
            (
                "{Y}，个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和与当年缴存额的比率为{.rate}[，{.rate:p}]。",
                "{Y}，个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和与当年缴存额的比率为{.rate}[，{.rate:p}]。",
                "{Y}，住房贡献率（个人住房贷款发放额、公转商贴息贷款发放额、项目贷款发放额、住房消费提取额的总和与当年缴存额的比率）为{.rate}"
                "[，{.rate:p}]。",
                "{Y}，住房贡献率{.rate}[，{.rate:p}]。",
            ),
            ("{N}{.rate}[，{.rate:p}]", "{N}{.rate}"),
        ),
    ],
)

"""Money earned and spent: 主要财务数据 and 资产风险状况."""

from tests.simulator.sentences import Section, Sentence

INCOME = Section(
    ("业务收入",),
    "income.",
    [
        Sentence(
            (
                "{Y}，业务收入{.total}[，{.total:y}]。存款利息{.deposit_interest}，委托贷款利息{.loan_interest}[?，国债利息{.bond_interest}]，其他"
                "{.other}。",
                "{Y}，业务收入{.total}[，{.total:y}]。其中，存款利息{.deposit_interest}，委托贷款利息{.loan_interest}[?，国债利息{.bond_interest}]，"
                "其他{.other}。",
                "{Y}，业务收入{.total}[，{.total:y}]。其中：存款利息收入{.deposit_interest}，委托贷款利息收入{.loan_interest}，国债利息收入"
                "{.bond_interest}，其他收入{.other}。",
                "{Y}，住房公积金业务收入共计{.total}[，{.total:y}]。其中，存款利息收入{.deposit_interest}，委托贷款利息收入{.loan_interest}，其他"
                "收入{.other}[?，国债利息收入{.bond_interest}]。",
                "{Y}，业务收入{.total}[，{.total:y}]。",
                "{Y}，业务收入{.total}[，{.total:y}]。其中，存款利息{.deposit_interest}（占{share}），委托贷款利息{.loan_interest}（占{share}）"
                "[?，国债利息{.bond_interest}]，其他{.other}（占{share}）。",
                "{Y}，业务收入{.total}[，{.total:y}]。其中，存款利息、委托贷款利息、国债利息、其他收入分别为{.deposit_interest,.loan_interest,"
                ".bond_interest,.other:v}。",
            ),
            ("{N}{.total}", "{N}业务收入{.total}"),
        ),
    ],
    (".total", ".deposit_interest", ".loan_interest", ".bond_interest", ".other"),
)

EXPENSE = Section(
    ("业务支出",),
    "expense.",
    [
        Sentence(
            (
                "{Y}，业务支出{.total}[，{.total:y}]。支付职工住房公积金利息{.employee_interest}[?，归集手续费{.collection_fee}]，委托贷款手续费"
                "{.loan_fee}，其他{.other}。",
                "{Y}，业务支出{.total}[，{.total:y}]。其中，支付职工住房公积金利息{.employee_interest}[?，归集手续费{.collection_fee}]，委托贷款"
                "手续费{.loan_fee}，其他{.other}。",
                "{Y}，业务支出{.total}[，{.total:y}]。其中：住房公积金利息支出{.employee_interest}[?，归集手续费支出{.collection_fee}]，委托贷款"
                "手续费支出{.loan_fee}，其他支出{.other}。",
                "{Y}，业务支出{.total}[，{.total:y}]。其中，支付职工住房公积金利息{.employee_interest}[?、支付归集手续费{.collection_fee}]、支付"
                "委托贷款手续费{.loan_fee}、其他{.other}。",
                "{Y}，业务支出{.total}[，{.total:y}]。",
            ),
            ("{N}{.total}", "{N}业务支出{.total}"),
        ),
    ],
    (".total", ".employee_interest", ".collection_fee", ".loan_fee", ".other"),
)

SURPLUS = Section(
    ("增值收益",),
    "surplus.",
    [
        Sentence(
            (
                "{Y}，增值收益{.amount}[，{.amount:y}]。增值收益率{.rate}[，{.rate:p}]。",
                "{Y}，实现增值收益{.amount}[，{.amount:y}]；增值收益率{.rate}[，{.rate:p}]。",
                "{Y}，增值收益{.amount}[，{.amount:y}]。其中，增值收益率（增值收益与月均缴存余额的比率）{.rate}[，{.rate:p}]。",
                "{Y}，增值收益{.amount}[，{.amount:y}]。",
            ),
            ("{N}{.amount}", "{N}增值收益{.amount}，增值收益率{.rate}"),
        ),
    ],
    (".amount", ".rate"),
)

RENT_HOUSING = (
    "城市廉租住房（公共租赁住房）建设补充资金",
    "城市廉租房（公共租赁住房）建设补充资金",
    "公共租赁住房（廉租住房）建设补充资金",
    "公租房（廉租房）建设补充资金",
    "城市公共租赁住房（廉租住房）建设补充资金",
    "城市廉租住房建设补充资金",
)
"""Names of the same fund; a report keeps to one."""

ALLOCATION = Section(
    ("增值收益分配",),
    "allocation.",
    [
        Sentence(
            (
                "{Y}，提取贷款风险准备金{.risk_reserve}，提取管理费用{.admin_fee}，提取{fund}{.public_housing}。",
                "{Y}，提取贷款风险准备金{.risk_reserve}；提取管理费用{.admin_fee}，提取{fund}{.public_housing}。",
                "{Y}，计提贷款风险准备金{.risk_reserve}，计提管理费用{.admin_fee}，计提{fund}{.public_housing}。",
                "{Y}，提取贷款风险准备金{.risk_reserve}、管理费用{.admin_fee}、{fund}{.public_housing}。",
            ),
            ("{N}提取贷款风险准备金{.risk_reserve}，提取管理费用{.admin_fee}，提取{fund}{.public_housing}",),
        ),
        Sentence(
            (
                "{Y}，上交财政管理费用{remittance.admin_fee}。上缴财政{fund}{remittance.public_housing}。",
                "{Y}，上交财政管理费用{remittance.admin_fee}，上缴财政{fund}{remittance.public_housing}。",
                "{Y}，上缴财政管理费用{remittance.admin_fee}，上缴财政{fund}{remittance.public_housing}。",
            ),
            ("{N}上缴财政{fund}{remittance.public_housing}",),
        ),
        Sentence(
            (
                "{E}，贷款风险准备金余额{reserve.balance}。累计提取{fund}{public_housing.cumulative}。",
                "{E}，贷款风险准备金余额{reserve.balance}，累计提取{fund}{public_housing.cumulative}。",
                "{E}，贷款风险准备金余额{reserve.balance}。累计提取{fund}{public_housing.cumulative}（含以前年度财务合并转入部分）。",
            ),
            ("{N}贷款风险准备金余额{reserve.balance}",),
        ),
    ],
    (".risk_reserve", ".admin_fee", ".public_housing"),
)

ADMINISTRATION = Section(
    ("管理费用支出",),
    "admin_expense.",
    [
        Sentence(
            (
                "{Y}，管理费用支出{.total}[，{.total:y}]。其中，人员经费{.personnel}，公用经费{.public}，专项经费{.special}。",
                "{Y}，管理费用支出{.total}[，{.total:y}]。其中：人员经费{.personnel}，公用经费{.public}，专项经费{.special}。",
                "{Y}，管理费用支出{.total}[，{.total:y}]。其中，人员、公用、专项经费分别为{.personnel}、{.public}、{.special}。",
                "{Y}，管理费用总支出{.total}[，{.total:y}]。其中人员经费支出{.personnel}、公用经费支出{.public}、专项经费支出{.special}。",
                "{Y}，管理费用支出{.total}[，{.total:y}]。",
            ),
            (
                "{N}管理费用支出{.total}，其中，人员、公用、专项经费分别为{.personnel}、{.public}、{.special}",
                "{N}{.total}",
                "{N}管理费用支出{.total}（人员经费{.personnel}，公用经费{.public}，专项经费{.special}）",
            ),
        ),
    ],
    (".total", ".personnel", ".public", ".special"),
)

RISK = Section(
    ("个人住房贷款", "个人住房贷款", "个人住房贷款风险情况"),
    "risk.",
    [
        Sentence(
            (
                "{E}，个人住房贷款逾期额{.overdue_amount}，逾期率{.overdue_rate}。",
                "{E}，个人住房贷款逾期额{.overdue_amount}，逾期率{.overdue_rate}。",
                "{E}，逾期个人住房贷款{.overdue_amount}，逾期率{.overdue_rate}。",
                "{E}，个人住房贷款逾期额{.overdue_amount}。个人住房贷款逾期率{.overdue_rate}。",
                "{E}，个人住房贷款逾期额{.overdue_amount}。",
                "{E}，个人住房贷款逾期率为{.overdue_rate}。",
                "{E}，个人住房贷款逾期额{.overdue_amount}，逾期率为{.overdue_rate}，控制在1.5‰的考核线以内。",
                "{E}，个人住房贷款逾期率{.overdue_rate}，逾期额{.overdue_amount}。",
            ),
            ("{N}{.overdue_rate}", "{N}{.overdue_amount}", "{N}逾期额{.overdue_amount}，逾期率{.overdue_rate}"),
            (".overdue_amount",),
            ("{E}，无逾期个人住房贷款。", "{E}，个人住房贷款无逾期。"),
        ),
        Sentence(
            (
                "个人贷款风险准备金余额{.reserve_balance}。",
                "个人住房贷款风险准备金余额{.reserve_balance}。",
                "{E}，个人贷款风险准备金余额{.reserve_balance}。",
            ),
            ("{N}{.reserve_balance}", "{N}个人贷款风险准备金余额{.reserve_balance}"),
        ),
        Sentence(
            (
                "{Y}，使用个人贷款风险准备金核销呆坏账{.written_off}。",
                "{Y}，使用个人住房贷款风险准备金核销呆坏账{.written_off}。",
                "当年使用个人贷款风险准备金核销呆坏账{.written_off}。",
            ),
            (),
            (".written_off",),
            ("{Y}，未使用个人贷款风险准备金核销呆坏账。", "当年未使用个人贷款风险准备金核销呆坏账。"),
            chance=0.8,
        ),
    ],
)

PROJECT_RISK = Section(
    ("支持保障性住房建设试点项目贷款", "项目贷款"),
    "risk.",
    [
        Sentence(
            (
                "{E}，项目贷款逾期额{.project_overdue_amount}。",
                "{E}，逾期项目贷款{.project_overdue_amount}。",
                "{E}，支持保障性住房建设试点项目贷款逾期额{.project_overdue_amount}。",
            ),
            (),
            (".project_overdue_amount",),
            ("{E}，无逾期项目贷款。", "无。"),
        ),
    ],
)

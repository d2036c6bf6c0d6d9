"""Where the money stands: 购买国债, 融资, 资金存储, 资金运用率."""

from tests.simulator.sentences import Section, Sentence

BONDS = Section(
    ("购买国债", "国债"),
    "bond.",
    [
        Sentence(
            (
                "{Y}，购买国债{.purchased}，兑付国债{somesmall}。{E}，国债余额{.balance}。",
                "{Y}，购买记账式国债{.purchased}。{E}，国债余额{.balance}。",
                "{Y}，购买（记账式、凭证式）国债{.purchased}，（兑付、转让、收回）国债{somesmall}。{E}，国债余额{.balance}。",
                "{E}，国债余额{.balance}。",
            ),
            (),
            (".purchased", ".balance"),
            ("{Y}，未购买国债。", "当年未购买国债，年末无国债余额。", "无。", "{Y}，未购买（记账式、凭证式）国债。"),
        ),
    ],
)

FINANCING = Section(
    ("融资",),
    "financing.",
    [
        Sentence(
            (
                "{Y}，融资{.borrowed}，归还{somesmall}。{E}，融资总额{somemoney}，融资余额{.balance}。",
                "{Y}，融资{.borrowed}。{E}，融资余额{.balance}。",
                "{Y}，当年融资额{.borrowed}，{E}融资余额{.balance}。",
            ),
            (),
            (".borrowed", ".balance"),
            ("{Y}，未融资。", "当年无融资。", "{Y}，未发生融资业务。"),
        ),
    ],
)

DEPOSITS = Section(
    ("资金存储", "资金存储", "存款", "资金存储情况"),
    "deposit.",
    [
        Sentence(
            (
                "{E}，住房公积金存款{.total}。其中，活期{.demand}，1年（含）以下定期{.term_le_1y}，1年以上定期{.term_gt_1y}，其他（协定、通知"
                "存款等）{.other}。",
                "{E}，住房公积金存款{.total}。其中，活期{.demand}，1年（含）以下定期{.term_le_1y}，1年以上定期{.term_gt_1y}，其他（协定、通知"
                "存款等）{.other}。",
                "{E}，住房公积金存款{.total}，其中：活期存款{.demand}，1年以内（含）定期存款{.term_le_1y}，1年以上定期存款{.term_gt_1y}，其他"
                "（协议、协定、通知存款等）{.other}。",
                "{E}，住房公积金存款额{.total}（其中活期存款{.demand}、1年（含）以下定期存款{.term_le_1y}、1年以上定期存款{.term_gt_1y}、其他存款"
                "{.other}）。",
                "{E}，住房公积金存款{.total}。",
            ),
            ("{N}{.total}", "{N}住房公积金存款{.total}"),
        ),
    ],
    (".total", ".demand", ".term_le_1y", ".term_gt_1y", ".other"),
)

UTILISATION = Section(
    ("资金运用率",),
    "utilisation.",
    [
        Sentence(
            (
                "{E}，住房公积金个人住房贷款余额、项目贷款余额和购买国债余额的总和占缴存余额的{.rate}[，{.rate:q}]。",
                "{E}，住房公积金个人住房贷款余额、项目贷款余额和购买国债余额的总和占缴存余额的{.rate}[，{.rate:q}]。",
                "{E}，资金运用率{.rate}[，{.rate:q}]。",
                "{E}，住房公积金个人住房贷款余额、保障性住房建设项目贷款余额和购买国债余额之和占缴存余额的比例为{.rate}[，{.rate:q}]。",
            ),
            ("{N}{.rate}[，{.rate:q}]", "{N}{.rate}"),
        ),
    ],
)

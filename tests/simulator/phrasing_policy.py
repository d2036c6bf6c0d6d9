"""Section 其他重要事项: limits, last year's words, other bodies' numbers. Only the base limits are figures."""

from random import Random

from tests.simulator.figures import Run
from tests.simulator.writer import Writer

BASE = (
    "本年度住房公积金月缴存基数上限为{contribution.base_cap}，下限为{contribution.base_floor}。",
    "{Y}，我市住房公积金缴存基数上限为{contribution.base_cap}，缴存基数下限为{contribution.base_floor}。",
    "职工月缴存工资基数最高不得超过上一年度全市城镇非私营单位在岗职工月平均工资的3倍，即{contribution.base_cap}；最低不得低于本市最低工资标准，"
    "即{contribution.base_floor}。",
    "缴存住房公积金的月工资基数，不得高于市统计部门公布的上一年度职工月平均工资的3倍，本年度月缴存基数上限为{contribution.base_cap}。"
    "月缴存基数下限为{contribution.base_floor}。",
)

_NOISE = (
    "单位和职工缴存比例下限为各5%，上限为各12%。",
    "个人住房公积金存款利率为1.5%。首套个人住房公积金贷款利率，五年以下（含五年）和五年以上分别为2.35%和2.85%；第二套分别不低于2.775%和3.325%。",
    "租房提取额度由原每年12,000元提高至15,000元，共为1,248名职工办理租房提取1,851.81万元。",
    "多子女家庭购买首套自住住房的，贷款最高额度上浮20%，达到96万元。",
    "全年办理缓缴企业17家，涉及职工1,203人，缓缴金额312.50万元。",
    "“跨省通办”业务办理量3.6万笔，占全部业务的12.4%，好评率99.87%。",
    "12329热线全年受理咨询8.21万次，接通率98.6%，满意度99.2%。",
    "全省住房公积金缴存余额4,420.08亿元，同比增长9.83%；全省个人住房贷款余额2,901.33亿元，全省平均个贷率65.64%。",
    "通过司法诉讼等方式清收逾期贷款137笔、2,310.6万元，逾期率从0.9‰降至上述水平。",
    "办理“商转公”贷款312笔、1.18亿元，为职工节约利息支出约960万元。",
    "网上业务大厅新增签约单位1501家，累计签约率达86.5%。",
    "归集专项行动新增建制企业491家，相关银行为其中小微企业发放贷款41.09亿元。",
    "对购买二手房的职工，贷款期限与房龄之和不得超过30年，首付款比例不低于20%。",
    "上年度全市职工月平均工资为7,167元，单位和职工月缴存额上限各为2,580元，下限各为86元。",
    "新增灵活就业缴存试点，累计开户2,315人，归集资金1,062.4万元。",
    "贷款审批时限由15个工作日压缩至7个工作日，网办率达到93.5%。",
)

_PROSE = (
    "中心坚持以人民为中心的发展思想，持续推进数字化转型，政务服务“好差评”满意率保持在99%以上。",
    "完成综合服务平台升级改造，实现与公安、民政、不动产登记等部门的数据共享，办理要件进一步精简。",
    "当年住房公积金管理中心及其职工所获荣誉情况：获得省级文明单位、市级青年文明号等称号。",
    "当年对违反《住房公积金管理条例》和相关法规行为进行行政处罚和申请人民法院强制执行情况：无。",
    "当年机构及职能、受委托办理缴存贷款业务的金融机构均未发生变更。",
    "当年服务改进情况：优化营业网点布局，推行综合柜员制，设立“跨省通办”服务专窗，群众办事“零跑腿”。",
    "当年信息化建设情况：完成核心业务系统国产化改造，数据质量考核位居全省前列。",
)

HEADS = (
    "当年住房公积金政策调整及执行情况",
    "当年缴存基数限额及确定方法、缴存比例等缴存政策执行情况",
    "当年服务改进情况",
    "当年信息化建设情况",
)


def policy(w: Writer, numbered: bool) -> None:
    """The section's paragraphs, figures of the base limits among distractors."""
    rng = w.rng
    head = rng.choice(HEADS[:2])
    w.paragraph(f"（一）{head}。" if numbered else f"{head}。")
    lines: list[list[Run]] = []
    base = w.fill(rng.choice(BASE))
    if base and rng.random() < 0.8:
        lines.append(base)
    noise = [text for text in _NOISE if w.book.place.city != w.book.place.province or "全省" not in text]
    lines += [[text] for text in rng.sample(noise, rng.randint(2, 6))]
    rng.shuffle(lines)
    for line in lines:
        w.add("p", line)
    for index, text in enumerate(rng.sample(_PROSE, rng.randint(1, 4))):
        w.paragraph(f"（{'二三四五'[index]}）{text}" if numbered else text)


def meetings(rng: Random, city: str, year: int) -> list[str]:
    """What the committee decided: prose that names other years."""
    items = [
        f"审议并通过了《{city}住房公积金{year - 1}年年度报告》；",
        f"审议并通过了《{year}年{city}住房公积金归集使用计划》；",
        f"审议并通过了《{city}住房公积金管理中心{year - 1}年度增值收益分配方案》；",
        "审议并通过了《关于调整住房公积金个人住房贷款政策的通知》；",
        f"审议《关于{year}年度住房公积金缴存基数调整有关事项的请示》。",
    ]
    return items[: rng.randint(1, len(items))]

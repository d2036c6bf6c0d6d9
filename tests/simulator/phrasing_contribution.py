"""The bodies and what was paid in: sections 机构概况 and 缴存."""

from tests.simulator.sentences import Section, Sentence

BANKS = Sentence(
    (
        "受委托办理住房公积金缴存业务的银行{.banks}。",
        "受委托办理住房公积金缴存业务的银行{.banks}，与上年相比无变化。",
        "受委托办理住房公积金归集业务的银行{.banks}。",
        "受委托办理住房公积金缴存业务的银行为{.banks}，较上年无变化。",
        "承办住房公积金缴存业务的受托银行{.banks}。",
        "受委托办理住房公积金缴存业务的银行{.banks}，比上年增加一家（新增浙商银行为归集银行）。",
        "受委托办理住房公积金缴存业务的银行{.banks}，受委托办理灵活就业缴存业务的银行15家。",
    ),
    ("{N}{.banks}",),
)

ACTIVITY = Sentence(
    (
        "{Y}，新开户单位{.new_employers}，{.net_new_employers:net单位}；新开户职工{.new_employees}，"
        "{.net_new_employees:net职工}；实缴单位{.active_employers}，实缴职工{.active_employees}，缴存额{.amount:s}"
        "[，{.active_employers,.active_employees,.amount:ly}]。",
        "{Y}，新开户单位{.new_employers}，新开户职工{.new_employees}，{.net_new_employers:net单位}，"
        "{.net_new_employees:net职工}；实缴单位{.active_employers}[，{.active_employers:y}]；实缴职工{.active_employees}"
        "[，{.active_employees:y}]；缴存额{.amount:s}[，{.amount:y}]。",
        "{Y}，新开户单位{.new_employers}，实缴单位{.active_employers}，{.net_new_employers:net单位}；新开户职工"
        "{.new_employees}，实缴职工{.active_employees}，{.net_new_employees:net职工}；缴存额{.amount:s}[，{.amount:y}]。",
        "{Y}，实缴单位{.active_employers}，实缴职工{.active_employees}，缴存额{.amount:s}"
        "[，{.active_employers,.active_employees,.amount:ly}]。新开户单位{.new_employers}，新开户职工{.new_employees}。"
        "{.net_new_employers:net单位}，{.net_new_employees:net职工}。",
        "{Y}，新开户单位{.new_employers}，{.net_new_employers:net实缴单位}；新开户职工{.new_employees}，"
        "{.net_new_employees:net实缴职工}；实缴单位{.active_employers}，实缴职工{.active_employees}，{.active_employers,.active_employees:ly}"
        "；缴存额{.amount:s}[，{.amount:y}]。",
        "{Y}，实缴单位{.active_employers}[，{.active_employers:y}]，实缴职工{.active_employees}[，{.active_employees:y}]"
        "；全年缴存住房公积金{.amount}[，{.amount:y}]。",
        "{Y}，实缴单位{.active_employers}，实缴职工{.active_employees}，缴存额{.amount:s}[，{.amount:y}]。",
        "{Y}，新开户单位{.new_employers}，新开户职工{.new_employees}。",
        "{Y}，缴存额{.amount}[，{.amount:y}]。",
        "{Y}，全年归集住房公积金{.amount}[，{.amount:y}]；新开户单位{.new_employers}，新开户职工{.new_employees}；实缴单位"
        "{.active_employers}，实缴职工{.active_employees}[，{.active_employers,.active_employees:ly}]。",
        "{Y}，实缴单位{.active_employers}、实缴职工{.active_employees}、缴存额{.amount}[，{.active_employers,.active_employees,.amount:ly}]。",
        "{Y}，缴存额{.amount:y}，达{.amount}；实缴单位{.active_employers}，实缴职工{.active_employees}。",
        "{Y}，新开户单位{.new_employers}，{.net_new_employers:net单位}，实缴单位{.active_employers}[，{.active_employers:y}]；新开户职工"
        "{.new_employees}，{.net_new_employees:net职工}，实缴职工{.active_employees}[，{.active_employees:y}]；当年缴存额{.amount}"
        "[，{.amount:y}]。",
    ),
    (
        "{N}实缴单位{.active_employers}，实缴职工{.active_employees}，缴存额{.amount}",
        "{N}缴存额{.amount}",
        "{N}新开户单位{.new_employers}，新开户职工{.new_employees}，缴存额{.amount}[，{.amount:y}]",
        "{N}实缴职工{.active_employees}，缴存额{.amount}[，{.active_employees,.amount:ly}]",
    ),
)

STOCK = Sentence(
    (
        "{E}，缴存总额{.cumulative:s}[，{.cumulative:e}]；缴存余额{.balance:s}[，{.balance:y}]。",
        "{E}，缴存总额{.cumulative:s}，缴存余额{.balance:s}[，{.cumulative,.balance:le}]。",
        "{E}，累计缴存总额{.cumulative:s}[，{.cumulative:e}]；缴存余额{.balance:s}[，{.balance:e}]。",
        "{E}，缴存余额{.balance:s}[，{.balance:e}]；缴存总额{.cumulative:s}[，{.cumulative:e}]。",
        "{E}，住房公积金缴存总额{.cumulative:s}[，{.cumulative:e}]，缴存余额{.balance:s}[，{.balance:e}]。",
        "{E}，缴存总额{.cumulative}。",
        "{E}，缴存余额{.balance}。",
    ),
    (
        "{N}缴存总额{.cumulative}，缴存余额{.balance}",
        "{N}缴存余额{.balance}[，{.balance:e}]",
    ),
)

CONTRIBUTION = Section(
    ("缴存", "缴存", "缴存", "公积金缴存", "归集业务", "缴存业务"),
    "contribution.",
    [ACTIVITY, STOCK, BANKS],
    (".active_employers", ".active_employees", ".amount", ".cumulative", ".balance"),
)

COMMITTEE = Sentence(
    (
        "住房公积金管理委员会有{org.committee_members}委员，{Y}召开{#}次会议，审议通过的事项主要包括：",
        "{city}住房公积金管理委员会现有{org.committee_members}委员，{Y}召开{#}次全体会议，审议通过的事项主要包括：",
        "住房公积金管理委员会有委员{org.committee_members}，{Y}召开{#}次会议，审议通过的事项主要包括：",
        "管委会由{org.committee_members}委员组成，{Y}召开会议{#}次，主要审议通过：",
    )
)

STAFF = (
    "编制40名，设{org.departments}{dept}、{org.offices}{office}。从业人员{org.staff_total}，其中，在编{org.staff_established}，非在编"
    "{org.staff_contract}（含劳务派遣5人）。",
    "设{org.departments}{dept}，{org.offices}{office}。从业人员{org.staff_total}，其中，在编{org.staff_established}，非在编"
    "{org.staff_contract}。",
    "内设{org.departments}{dept}，下设{org.offices}{office}。从业人员{org.staff_total}，其中在编人员"
    "{org.staff_established}，非在编人员{org.staff_contract}。",
    "设{org.departments}{dept}。从业人员{org.staff_total}，其中，在编{org.staff_established}，非在编{org.staff_contract}。",
    "设{org.departments}{dept}、{org.offices}{office}，从业人员{org.staff_total}（其中：在编{org.staff_established}，非在编"
    "{org.staff_contract}）。",
    "从业人员{org.staff_total}，其中，在编{org.staff_established}，非在编{org.staff_contract}。",
    "主要负责住房公积金的归集、管理、使用和会计核算，设{org.departments}{dept}，从业人员{org.staff_total}。",
)

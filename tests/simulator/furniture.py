"""What stands around a report on its page: chrome, other articles, links to other years."""

from random import Random

from tests.simulator.books import Book

_NEWS = (
    "3辆公交专线 守护148名学子平安出行|公交公司投入车辆3台，日均运送学生420人次，每天往返6个班次。",
    "我市召开安全生产工作会议|会议指出，一季度全市共排查隐患1,203处，整改率96.4%，投入资金2,310万元。",
    "春耕备耕有序推进|截至目前，全市备足化肥3.2万吨、种子8600吨，完成土地流转41.09万亩，同比增长5.6%。",
    "关于公开征集诉求的公告|受理电话：0977—8221375，受理时间8:30—12:00、14:30—18:00，截止日期为12月31日。",
    "文旅市场持续升温|假期全市接待游客118.02万人次，实现旅游收入6.95亿元，同比分别增长12.5%、18.3%。",
)


def date_of(rng: Random, book: Book) -> tuple[int, int, int]:
    """A day of publication in the spring that follows the year."""
    return book.year + 1, rng.choice([2, 3, 3, 3, 4]), rng.randint(1, 28)


def above(rng: Random, book: Book, title: str) -> list[str]:
    """Lines before the report."""
    year, month, day = date_of(rng, book)
    city = book.place.city
    options = [
        "当前位置：首页 > 政务公开 > 信息披露 > 正文",
        f"{city}住房公积金管理中心",
        f"索引号：{year}{month:02d}-{rng.randint(10000, 99999)} 主题分类：住房公积金",
        "首页 | 新闻动态 | 政务公开 | 办事指南 | 互动交流",
        "字体：[大] [中] [小] 打印本页 关闭窗口",
    ]
    lines = rng.sample(options, rng.randint(0, 3))
    lines.append(title)
    if rng.random() < 0.6:
        lines.append(
            rng.choice(
                [
                    f"发布时间:{year}-{month:02d}-{day:02d} 浏览次数:{rng.randint(20, 9000)}",
                    f"发布日期：{year}年{month}月{day}日 来源：{city}公积金中心 浏览量：{rng.randint(20, 9000)}",
                    f"时间：{year}/{month:02d}/{day:02d} 09:{rng.randint(10, 59)}",
                ]
            )
        )
    return lines


def below(rng: Random, book: Book) -> list[str]:
    """Lines after the report: signature, links to other years, records."""
    year, month, day = date_of(rng, book)
    city = book.place.city
    options = [
        f"上一篇：{city}住房公积金{book.year - 1}年年度报告",
        f"相关链接：{city}住房公积金{book.year - 1}年年度报告 {city}住房公积金{book.year - 2}年年度报告",
        f"主办单位:{city}住房公积金管理中心 版权所有:{city}人民政府办公室 [网站地图]",
        f"ICP备案序号:ICP备{rng.randint(10000000, 99999999)}号 公安备{rng.randint(10**13, 10**14 - 1)}号",
        f"联系电话:0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)} 服务热线：12329",
        "foot_img_01.png",
        f"相关阅读：{book.year - 1}年全市归集住房公积金45.27亿元，同比增长8.1%，发放贷款0.31万笔12.06亿元",
        f"热点：{book.year + 1}年一季度全市提取住房公积金9.81亿元，逾期率0.21‰",
        "扫一扫在手机打开当前页",
    ]
    signature = [f"{city}住房公积金管理中心", f"{year}年{month}月{day}日"] if rng.random() < 0.6 else []
    return signature + rng.sample(options, rng.randint(0, 5))


def news(rng: Random) -> list[str]:
    """A newspaper's other article."""
    return rng.choice(_NEWS).split("|")

"""Where the invented centres stand: real cities, so that a header can be resolved, and the names sub-centres go by."""

from random import Random
from typing import NamedTuple


class Place(NamedTuple):
    """A city with its province; `counties` are places that a sub-centre may be named after."""

    city: str
    province: str
    province_code: str
    counties: tuple[str, ...]

    @property
    def short(self) -> str:
        """The city without 市, 州 or 盟, as headings and nicknames use it."""
        return (
            self.city[:-1]
            if len(self.city) > 2 and self.city[-1] in "市州盟" and self.city[-3:] != "自治州"
            else self.city
        )


_TABLE = """
110000 北京市|北京市
120000 天津市|天津市
130000 河北省|石家庄市:辛集,正定 唐山市:遵化,迁安,滦州 秦皇岛市 邯郸市:武安,涉县 邢台市:沙河,宁晋
  保定市:定州,涿州 沧州市:任丘,黄骅 廊坊市:三河,霸州
140000 山西省|太原市 大同市 长治市:襄垣 晋城市:高平,阳城 运城市:河津 临汾市:侯马
150000 内蒙古自治区|呼和浩特市 包头市 赤峰市 通辽市 鄂尔多斯市:准格尔,伊金霍洛
210000 辽宁省|沈阳市 大连市:庄河,瓦房店 鞍山市:海城,台安 抚顺市 锦州市:凌海 营口市:大石桥,盖州 盘锦市:大洼,盘山
  铁岭市:开原,昌图
220000 吉林省|长春市:榆树,农安 吉林市:桦甸 四平市 通化市:梅河口,集安 松原市
230000 黑龙江省|哈尔滨市:五常,尚志 齐齐哈尔市 大庆市 佳木斯市 牡丹江市:绥芬河
310000 上海市|上海市
320000 江苏省|南京市:江宁,溧水 无锡市:江阴,宜兴 徐州市:邳州,新沂 常州市:武进,金坛,溧阳 苏州市:张家港,常熟,昆山
  南通市:海安,如皋,启东 扬州市:高邮,仪征 镇江市:丹阳,句容,扬中 泰州市:靖江,泰兴,兴化
330000 浙江省|杭州市:临安,桐庐,建德 宁波市:镇海,余姚,慈溪 温州市:瑞安,乐清 嘉兴市:嘉善,平湖,海宁
  湖州市:德清,长兴,安吉 绍兴市:诸暨,嵊州 金华市:义乌,东阳 台州市:温岭,临海
340000 安徽省|合肥市:巢湖,肥西 芜湖市:无为 淮南市:寿县 马鞍山市:当涂 淮北市:濉溪 安庆市:桐城,怀宁 滁州市:天长
  阜阳市:界首
350000 福建省|福州市:福清,长乐 厦门市 三明市:永安,沙县 泉州市:晋江,石狮,南安 漳州市:龙海,漳浦 宁德市:福安,福鼎
360000 江西省|南昌市 九江市:瑞昌 赣州市:瑞金,南康 上饶市:德兴,玉山 宜春市:丰城
370000 山东省|济南市:章丘,莱芜 青岛市:胶州,平度 淄博市 东营市:广饶 烟台市:龙口,蓬莱 潍坊市:寿光,诸城
  威海市:荣成,乳山 滨州市:邹平
410000 河南省|郑州市:新郑,登封 洛阳市:偃师 平顶山市:舞钢 焦作市:沁阳,孟州 许昌市:禹州,长葛 南阳市:邓州
420000 湖北省|武汉市 黄石市:大冶,阳新 宜昌市:枝江,宜都 襄阳市:枣阳 孝感市:应城,汉川
430000 湖南省|长沙市:浏阳,宁乡 株洲市:醴陵 湘潭市:湘乡 衡阳市:耒阳 岳阳市:汨罗
440000 广东省|广州市 深圳市 珠海市 佛山市 湛江市:廉江 惠州市 东莞市 中山市
450000 广西壮族自治区|南宁市 柳州市 桂林市 梧州市
500000 重庆市|重庆市
510000 四川省|成都市 自贡市 攀枝花市 泸州市 绵阳市:江油 宜宾市
520000 贵州省|贵阳市 六盘水市 遵义市:仁怀
530000 云南省|昆明市 曲靖市:宣威 玉溪市
610000 陕西省|西安市 宝鸡市 咸阳市:兴平 榆林市:神木
620000 甘肃省|兰州市 天水市 酒泉市:敦煌
630000 青海省|西宁市
640000 宁夏回族自治区|银川市:灵武 石嘴山市
650000 新疆维吾尔自治区|乌鲁木齐市 克拉玛依市
"""

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


def _read() -> list[Place]:
    """The table above as places."""
    places = []
    for line in _TABLE.replace("\n  ", " ").strip().split("\n"):
        head, _, cities = line.partition("|")
        code, province = head.split(" ")
        for item in cities.split(" "):
            city, _, counties = item.partition(":")
            places.append(Place(city, province, code, tuple(c for c in counties.split(",") if c)))
    return places


PLACES: list[Place] = _read()

_SPECIAL_TEXT = """
省直分中心 省直机关分中心 省级机关分中心 铁路分中心 油田分中心 电力分中心 石化分中心 煤业分中心
监狱管理局分中心 农垦分中心 黄委会分中心 钢铁分中心 高新区分中心 开发区分中心 经开区分中心 新区分中心 园区中心
直属分中心 港口分中心 保税区管理部 高新管理部 机关管理部 城东管理部 城西管理部 城南办事处 滨海新区分中心
医药高新区（高港区）分中心 临港（化工园区）分中心
"""
_SPECIAL = _SPECIAL_TEXT.split()


class PartName(NamedTuple):
    """A sub-centre's name in its own paragraphs, and other names that the same report may use for it."""

    name: str
    aliases: tuple[str, ...]


def _head(rng: Random, place: Place) -> PartName:
    """The part that serves the city itself."""
    own = f"{place.short}中心"
    name = rng.choice(["市中心", own, own, "市本级", "市直", f"{place.short}公积金中心", "中心本部", "市中心"])
    if place.province_code in MUNICIPALITIES:
        name = rng.choice([f"{place.short}地方", "市中心"])
    return PartName(name, ("市中心",) if name == own else (own,) if name == "市中心" else ())


def _special(rng: Random, place: Place, name: str) -> PartName:
    """A branch of an industry or an administration, which may carry the province's or an oil field's name."""
    if name.startswith("省") and (place.province_code in MUNICIPALITIES or place.province.endswith("自治区")):
        name = name.replace("省", "区" if place.province.endswith("自治区") else "市", 1)
    stem = name.removesuffix("分中心")
    if stem != name and "（" not in name and rng.random() < 0.3:
        return PartName(name, (f"{stem}中心",) if rng.random() < 0.5 else (stem,))
    return PartName(name, ())


def part_names(rng: Random, place: Place, count: int) -> list[PartName]:
    """`count` different names of sub-centres of one city, the city's own first."""
    names = [_head(rng, place)]
    ending = rng.choice(["分中心", "分中心", "管理部", "办事处", "县分中心" if rng.random() < 0.1 else "分中心"])
    pool = [
        PartName(c + ("分中心" if ending == "县分中心" else ending), (c,) if rng.random() < 0.2 else ())
        for c in place.counties
    ]
    rng.shuffle(pool)
    if not pool or rng.random() < 0.35:
        pool[:0] = [_special(rng, place, n) for n in rng.sample(_SPECIAL, min(count, 2))]
    while len(pool) < count:
        extra = _special(rng, place, rng.choice(_SPECIAL))
        if extra.name not in {p.name for p in pool}:
            pool.append(extra)
    return (names + pool)[:count]

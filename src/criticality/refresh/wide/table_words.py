"""Words by which a table of a spreadsheet says what a row or a column is, in both languages; `plain` forms."""

import re
from collections.abc import Mapping
from typing import Literal

from criticality.text.spelling import plain

Role = Literal["unit", "direction", "weight", "zero_at", "one_at", "dimension", "source", "year"]
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("unit", "units", "單位"), "unit"),
    **dict.fromkeys(("direction", "type", "types", "方向"), "direction"),
    **dict.fromkeys(("weight", "weights", "權重", "權數", "加權", "比重"), "weight"),
    **dict.fromkeys(("zero_at", "zero at", "零點", "下限"), "zero_at"),
    **dict.fromkeys(("one_at", "one at", "滿點", "滿分", "上限"), "one_at"),
    **dict.fromkeys(("dimension", "dimensions", "構面", "面向"), "dimension"),
    **dict.fromkeys(("source", "sources", "來源", "資料來源"), "source"),
    **dict.fromkeys(("year", "years", "年", "年份", "年度", "資料年份"), "year"),
}
"""Rows above the minerals, by what stands in their first cell."""

MINERAL = frozenset(("mineral", "minerals", "material", "raw material", "commodity", "element", "alternative", "name",
                     "metal", "礦物", "礦產", "礦種", "原料", "物料", "材料", "金屬", "元素", "名稱", "項目", "品項",
                     "品名", "礦物名稱", "礦產名稱", "元素名稱", "關鍵礦物"))  # fmt: skip
CRITERION = frozenset(("criterion", "criteria", "indicator", "indicators", "attribute", "attributes",
                       "準則", "評估準則", "指標", "評估指標", "屬性"))  # fmt: skip
"""Heads of the first column of a table that lies on its side: its rows are criteria."""
Fact = Literal["name_en", "name_zh", "symbol", "group", "note", "number"]
FACTS: Mapping[str, Fact] = {
    **dict.fromkeys(("name_en", "english", "english name", "英文", "英文名稱"), "name_en"),
    **dict.fromkeys(("name_zh", "chinese", "chinese name", "中文", "中文名稱"), "name_zh"),
    **dict.fromkeys(("symbol", "符號", "元素符號"), "symbol"),
    **dict.fromkeys(("group", "群組", "組別", "類別"), "group"),
    **dict.fromkeys(("note", "notes", "remark", "remarks", "comment", "備註", "附註", "說明"), "note"),
    **dict.fromkeys(("no", "no.", "#", "rank", "編號", "序號", "項次", "排名"), "number"),
}
"""Columns beside the criteria, by their heads; a numbering is not read."""

_RANK = "|".join(("排名", "排序", "名次", "順位", "序位"))
_NO_CRITERION = re.compile(
    "|".join(
        (
            # results, whole sums and decisions
            r"(?:(?:total|overall|final|weighted|composite|average|mean) )?(?:scores?|results?)|topsis|closeness",
            r"tiers?|(?:grand )?totals?|sub-?totals?|sum|average|mean|listed\??|critical\??|on the list",
            r"(?:總|綜合|最終|加權|平均|整體|合計)?(?:得分|評分|分數|總分|評等|結果|成績)|總評|總評分",
            r"(?:加權|綜合)(?:平均|指數)",
            r"合計|總計|小計|總和|加總|平均值?|(?:相對)?[接貼]近[係度]?[數度]?|(?:是否)?(?:列入|入選|關鍵)(?:清單)?|等級|評等|級別",
            # ranks
            r"(?:priority )?(?:rank|ranking|order)|(?!.*percentile).* rank(?:ing)?|rank .*",
            rf"(?:(?!.*百分位).*(?:{_RANK})|優先順序)(?:變動)?",
            # identifiers
            r"(?:.* )?(?:id|codes?|nos?\.|nr\.?|serial|phone|tel\.?|page|pages|date)",
            r"hs ?\d*|cas|ccc|.*(?:atomic|cas|ec|hs) number|.*(?:代碼|代號|編碼|編號|流水號|序號|號列|稅則|稅則號別)",
            r".*(?:電話|分機|頁碼|頁次|原子序|原子序數|日期|經度|緯度|統編)|樣本數|筆數|資料(?:品質|等級)|信心水準|可信度",
            r"data quality|confidence(?: level)?",
            r"atomic (?:weight|mass)|原子量|latitude|longitude|n|配分|參考文獻|文獻|references?",
            # years
            r"(?:(?:base|reference|data|fiscal) )?years?|years? of .*|yr|.*(?:年度|年份|年分)",
            r"(?:基準|資料|統計|參考|調查|開始.*|起始)年",
            # nothing
            r"unnamed: ?\d+|(?:column|field|col|欄位?|字段|列) ?\d*|nan|n/a|#\w+[!?]?.*",
        )
    )
)
"""Heads of what is no criterion, as `plain` writes them; each of them whole."""
_YEAR_HEAD = re.compile(r"(?:民國)?\d{2,4} ?年度?|(?:fy|cy) ?\d{2,4}|(?:1[89]|20)\d\d")
"""A head that is a year: the figures of one criterion in several years."""

_HEAVY = ("Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y")
_LIGHT = ("La", "Ce", "Pr", "Nd", "Pm", "Sm")
GROUPS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("稀土", "稀土元素", "稀土金屬", "rare earth", "rare earths", "rare earth elements", "ree", "reo"): (
        "Sc", *_LIGHT, *_HEAVY, "輕稀土", "重稀土",
    ),
    ("輕稀土", "輕稀土元素", "light rare earths", "light rare earth elements", "lree"): _LIGHT,
    ("重稀土", "重稀土元素", "heavy rare earths", "heavy rare earth elements", "hree"): _HEAVY,
    ("鉑族", "鉑族金屬", "鉑族元素", "platinum group metals", "platinum-group metals", "pgm", "pgms"): (
        "Pt", "Pd", "Rh", "Ru", "Ir", "Os",
    ),
}  # fmt: skip
"""Names of a group, as `plain` writes them → what belongs to it."""

RAISES = frozenset(("raises_criticality", "raises", "+", "+1", "1", "up", "max", "higher", "positive", "benefit",
                    "正", "正向", "望大", "愈高愈關鍵", "越高越關鍵", "愈大愈關鍵", "越大越關鍵"))  # fmt: skip
LOWERS = frozenset(("lowers_criticality", "lowers", "-", "−", "-1", "down", "min", "lower", "negative", "cost",
                    "負", "負向", "望小", "愈低愈關鍵", "越低越關鍵", "愈小愈關鍵", "越小越關鍵"))  # fmt: skip
SHARES = ("1", "share", "ratio", "fraction", "proportion", "share of 1", "占比", "比率", "比例", "佔比", "率")
"""Units in which 1 is the whole."""
_MULTIPLE = re.compile(r"(?:[十百千萬億兆]+|thousands?|millions?|billions?|mio|mrd|bn|mn|1,?000|[kmg]t)(?![a-z]).*",
                       re.DOTALL)  # fmt: skip
PERCENT = ("%", "percent", "per cent", "百分比")
"""Units in which 1 is one per cent."""
_TOTAL = "|".join(("totals?", "sub-?totals?", "sum", "average", "mean", "median", "maximum", "minimum",
                   "std\\.? ?dev", "stdev(?:\\.[sp])?", "standard deviation", "variance", "overall",
                   "all (?:critical )?(?:minerals|materials|raw materials|commodities|elements|metals)"))  # fmt: skip
_TOTAL_IN_CHINESE = "|".join(("合計", "總計", "小計", "共計", "總和", "加總", "總數", "總量", "平均[值數]?", "均值",
                              "全部", "所有", "整體", "中位數", "最大值", "最小值", "標準差", "變異數",
                              "變異係數", "增減率?", "理想解", "年增率"))  # fmt: skip
_ALONE = ("max", "min", "world", "other", "others", "rest of world", "rest of the world", "threshold", "thresholds",
          "limit", "range", "count", "rank", "target", "benchmark", "example", "全球", "世界", "其他", "其餘", "門檻",
          "門檻值", "基準", "基準值", "最高", "最低", "範圍", "個數", "筆數", "項數", "百分比", "占比", "目標",
          "目標值", "臨界值", "排名", "名次", "配分", "標準化", "正規化", "範例", "備註", "附註", "σ")  # fmt: skip
"""Words that stand for other rows only alone: ``Industrial min.`` and ``其他稀土`` are minerals."""
_WORKED_OUT = re.compile(
    rf"(?:{_TOTAL})(?![\w-]).*|.*(?<![\w-])(?:{_TOTAL})|(?:{_TOTAL_IN_CHINESE}).*|.*(?:{_TOTAL_IN_CHINESE})[數量值額]?",
    re.DOTALL,
)

_HEAD = re.compile(r"(?P<name>.*?)\s*[\[(（［〔【](?P<unit>[^\[\]()（）［］〔〕【】]*)[\])）］〕】]\s*\Z", re.DOTALL)
_FOOTNOTE = re.compile(
    r"(?:\s*(?:[*†‡§※]+|[¹²³⁰⁴-⁹]+|[(（](?:註|note)\s*\d*[)）]|(?<=[\])）］\u3400-\u9fff])\d{1,2}[)）]))+\s*\Z",
    re.IGNORECASE,
)
_TREE = re.compile(r"\A[\s\u3000├└│┌─┬•·▪‣∟]+")
_NOTE = re.compile(
    r"(?:註|附註|備註|資料來源|來源|說明|notes?|sources?|remarks?)\s*\d*\s*[:：.、)）]|[*†‡※]", re.IGNORECASE
)
_EXAMPLE = re.compile(r"[(（\[【]?(?:範例|例如|例|example|e\.g\.)[)）\]】]?\s*[:：)）】]?.*", re.IGNORECASE | re.DOTALL)
_UNIT_NOTE = re.compile(
    r"(?:[(（【])?\s*(?:(?:金額|數量|貨幣|資料)?單位|units?)\s*[:：]\s*\S.*", re.IGNORECASE | re.DOTALL
)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_YEAR_IN = re.compile(r"(?:民國)?\d{2,4} ?年度?|\b(?:1[89]|20)\d\d\b")
_NO_CODE = re.compile(r"[^a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_AROUND = re.compile(r"\A[\W_]+|[\W\d_]+\Z")


def without_marks(text: str) -> str:
    """Return a name or a head without the marks of footnotes and trees: ``鎵*``, ``鎢²``, ``鈷(註3)``, ``　├ 釹``."""
    found = _FOOTNOTE.sub("", _TREE.sub("", text)).strip()
    return found or text


def is_note(text: str) -> bool:
    """Whether a line begins as a note below a table does: ``註：``, ``資料來源:``, ``Source:``, ``*``."""
    return _NOTE.match(text) is not None


def is_unit_note(line: str) -> bool:
    """Whether a line of words states a unit for the whole table, as ``單位：新臺幣萬元`` does."""
    return _UNIT_NOTE.fullmatch(line.strip()) is not None


def word_of(text: str) -> str:
    """Return a word of a table as it is compared: ``plain``, and without the blanks that part Chinese characters."""
    return _BETWEEN_HAN.sub("", plain(text))


def is_no_name(name: str) -> bool:
    """Whether what stands for a mineral has no letter, or is a year: ``12``, ``—``, ``113年``."""
    return not any(character.isalpha() for character in name) or _YEAR_HEAD.fullmatch(plain(name)) is not None


def without_year(head: str) -> str:
    """Return a head without the year in it, ``2022年進口值`` as ``進口值``; the same where it has none."""
    return _YEAR_IN.sub("", plain(head)).strip()


def is_no_criterion(head: str) -> bool:
    """Whether a head names a result, an identifier or a year, and so no criterion."""
    names = {word_of(head_and_unit(head)[0]), word_of(head)} - {""}
    without = {_YEAR_IN.sub("", name).strip() for name in names} | names
    if any(_NO_CRITERION.fullmatch(name) or _YEAR_HEAD.fullmatch(name) for name in without if name):
        return True
    return bool(names) and not any(character.isalpha() for character in head_and_unit(head)[0])


def head_and_unit(text: str) -> tuple[str, str]:
    """Return the name and the unit of a head, ``Price [USD/t]`` or ``進口值（百萬美元）``; the unit may be empty."""
    found = _HEAD.match(text)
    return (found["name"].strip(), found["unit"].strip()) if found and found["name"].strip() else (text.strip(), "")


def is_multiple(unit: str) -> bool:
    """Whether a unit counts in thousands or more, ``千噸``, ``million USD``, ``kt``: shortened figures may be meant."""
    return _MULTIPLE.fullmatch(plain(unit)) is not None


def is_total(name: str) -> bool:
    """Whether a row is worked out of the others and no mineral: ``World total``, ``Average of 3``, ``小計（三種）``.

    A word of a total counts at the beginning and at the end of the name, with or without its brackets.
    """
    bare = [_AROUND.sub("", word_of(each)) for each in (name, head_and_unit(name)[0])]
    is_example = _EXAMPLE.fullmatch(name.strip()) is not None and name.strip()[:1] not in "Ee"
    return is_example or any(each in _ALONE or _WORKED_OUT.fullmatch(each) for each in bare)


def code_of(text: str) -> str:
    """Return a text as a code, ``Rare earths (light)`` as ``rare_earths_light``; empty where it has no Latin letter."""
    code = _NO_CODE.sub("_", text.casefold()).strip("_")[:80].rstrip("_")
    if not any(letter.isalpha() for letter in code):
        return ""
    return code if code[:1].isalpha() else f"c_{code}"[:80]


def names_in(text: str) -> tuple[str, ...]:
    """Return what a name consists of, as `plain` writes it: both parts together, each part, what stands in brackets.

    Parts of a name in one language alone are the name itself.
    """
    english, chinese = two_names(text)
    bare, bracketed = head_and_unit(text)
    both = english if english == chinese else f"{english} {chinese}"
    return tuple(plain(part) for part in (both, english, chinese, *([bare, bracketed] if bracketed else [])))


def two_names(text: str) -> tuple[str, str]:
    """Return the English and the Chinese part of a name, ``Gallium 鎵``; one stands for both where it is alone."""
    chinese = " ".join(_HAN.findall(text))
    english = " ".join(_HAN.sub(" ", text).replace("（", " ").replace("）", " ").split()).strip(" /()-")
    return english or text, chinese or text

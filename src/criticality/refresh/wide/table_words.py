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
                     "礦物", "礦產", "原料", "物料", "材料", "元素", "名稱", "項目"))  # fmt: skip
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

_NO_CRITERION = frozenset(("score", "total score", "result", "tier", "hs", "hs code", "hs codes", "cas", "cas no.",
                            "code", "id", "總分", "得分", "分數", "總評分", "綜合得分", "結果", "號列", "稅則號列",
                            "稅則號別", "hs 編碼", "代碼"))  # fmt: skip
_YEAR_HEAD = re.compile(r"(?:民國)?\d{2,4} ?年度?|(?:fy|cy) ?\d{2,4}")
"""A head that is a year: the figures of one criterion in several years."""

RAISES = frozenset(("raises_criticality", "raises", "+", "+1", "1", "up", "max", "higher", "positive", "benefit",
                    "正", "正向", "望大", "愈高愈關鍵", "越高越關鍵", "愈大愈關鍵", "越大越關鍵"))  # fmt: skip
LOWERS = frozenset(("lowers_criticality", "lowers", "-", "−", "-1", "down", "min", "lower", "negative", "cost",
                    "負", "負向", "望小", "愈低愈關鍵", "越低越關鍵", "愈小愈關鍵", "越小越關鍵"))  # fmt: skip
PERCENT = ("%", "percent", "per cent", "百分比")
"""Units in which 1 is one per cent."""
_TOTAL = "|".join(("totals?", "sub-?totals?", "sum", "average", "mean", "median", "maximum", "minimum",
                   "std\\.? ?dev", "stdev(?:\\.[sp])?", "standard deviation", "variance", "overall",
                   "all (?:critical )?(?:minerals|materials|raw materials|commodities|elements|metals)"))  # fmt: skip
_TOTAL_IN_CHINESE = "|".join(("合計", "總計", "小計", "共計", "總和", "加總", "總數", "總量", "平均[值數]?", "均值",
                              "全部", "所有", "整體", "中位數", "最大值", "最小值", "標準差", "變異數",
                              "變異係數"))  # fmt: skip
_ALONE = ("max", "min", "world", "other", "others", "rest of world", "rest of the world", "threshold", "thresholds",
          "limit", "全球", "世界", "其他", "其餘", "門檻", "門檻值", "基準", "基準值")  # fmt: skip
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


def without_year(head: str) -> str:
    """Return a head without the year in it, ``2022年進口值`` as ``進口值``; the same where it has none."""
    return _YEAR_IN.sub("", plain(head)).strip()


def is_no_criterion(head: str) -> bool:
    """Whether a head names a result, an identifier or a year, and so no criterion."""
    name = plain(head_and_unit(head)[0])
    return name in _NO_CRITERION or plain(head) in _NO_CRITERION or _YEAR_HEAD.fullmatch(name) is not None


def head_and_unit(text: str) -> tuple[str, str]:
    """Return the name and the unit of a head, ``Price [USD/t]`` or ``進口值（百萬美元）``; the unit may be empty."""
    found = _HEAD.match(text)
    return (found["name"].strip(), found["unit"].strip()) if found and found["name"].strip() else (text.strip(), "")


def is_total(name: str) -> bool:
    """Whether a row is worked out of the others and no mineral: ``World total``, ``Average of 3``, ``小計（三種）``.

    A word of a total counts at the beginning and at the end of the name, with or without its brackets.
    """
    bare = [_AROUND.sub("", plain(each)) for each in (name, head_and_unit(name)[0])]
    return any(each in _ALONE or _WORKED_OUT.fullmatch(each) for each in bare)


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

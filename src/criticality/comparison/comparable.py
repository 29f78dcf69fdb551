"""Whether two runs may be compared, and what it means where they may only with care."""

from collections.abc import Iterator

from criticality.errors import RecordError
from criticality.model.comparison_record import Comparability
from criticality.model.input_record import CriterionEntry
from criticality.model.record import Record
from criticality.ranking.kernels import METHODS
from criticality.text.message import Message

_IDEALS_FROM_CANDIDATES = tuple(name for name, method in METHODS.items() if method.depends_on_others)


def require_common_candidate(a: Record, b: Record) -> None:
    """Refuse two runs that assess no mineral in common.

    Raises
    ------
    RecordError
        If they share no candidate.
    """
    if not set(a["result"]["candidates"]) & set(b["result"]["candidates"]):
        raise RecordError(Message("records.nothing_in_common", first=a["run_id"], second=b["run_id"]))


def comparable(a: Record, b: Record) -> Comparability:
    """The verdict, and a reason for everything that makes a side-by-side reading less than direct.

    The verdict is True where scores, ranks and tiers compare directly.
    """
    reasons = [*_of_candidates(a, b), *_of_criteria(a, b), *_of_frame(a, b), *_of_method(a, b)]
    return {"verdict": not reasons, "reasons": reasons}


def _reason(code: str, english: str, chinese: str) -> dict[str, str]:
    return {"code": code, "en": english, "zh-Hant": chinese}


def _of_candidates(a: Record, b: Record) -> Iterator[dict[str, str]]:
    first, second = set(a["result"]["candidates"]), set(b["result"]["candidates"])
    if first == second:
        return
    gone, new = len(first - second), len(second - first)
    moves = any(side["inputs"]["assessment"]["method"] in _IDEALS_FROM_CANDIDATES for side in (a, b))
    yield _reason(
        "candidates",
        f"Other candidates: {new} new, {gone} gone. Ranks count over different fields. "
        + (
            "The ideals are taken from the candidates, so scores moved with them too."
            if moves
            else "Scores and tiers still compare, because the anchors are fixed."
        ),
        f"候選礦產不同：新增 {new} 種，減少 {gone} 種；排名之比較範圍因而不同。"
        + ("理想點取自候選礦產，故分數亦隨之變動。" if moves else "尺度上下限固定，分數與類別仍可直接比較。"),
    )


def _of_criteria(a: Record, b: Record) -> Iterator[dict[str, str]]:
    before, after = ({entry["code"]: entry for entry in side["inputs"]["criteria"]} for side in (a, b))
    others = sorted(set(before) ^ set(after))
    if others:
        names = ", ".join(others)
        yield _reason(
            "criteria",
            f"Other criteria: {names}. The scores do not measure the same thing.",
            f"準則不同：{names}。分數所衡量之內容並不相同。",
        )
    common = sorted(set(before) & set(after))
    for part, reason in ((_scale_of, _anchors), (_formula_of, _formulas)):
        changed = [name for name in common if part(before[name]) != part(after[name])]
        if changed:
            yield reason(", ".join(changed))


def _scale_of(criterion: CriterionEntry) -> tuple[object, ...]:
    return criterion["scale"], criterion["direction"]


def _formula_of(criterion: CriterionEntry) -> tuple[object, ...]:
    return criterion["indicator"], criterion["parameters"], criterion["missing"]


def _anchors(names: str) -> dict[str, str]:
    return _reason(
        "anchors",
        f"Other anchors for {names}: the same figure gives another value, so a move of the score need not be a move of "
        "the mineral.",
        f"{names} 之尺度上下限不同：同一數值換算後之尺度值不同，分數變動未必為礦產本身之變動。",
    )


def _formulas(names: str) -> dict[str, str]:
    return _reason(
        "indicators",
        f"Another formula, or another treatment of missing evidence, for {names}: the figures are not of one kind.",
        f"{names} 之公式或缺漏處理不同：資料性質不一。",
    )


def _of_frame(a: Record, b: Record) -> Iterator[dict[str, str]]:
    first, second = a["inputs"]["assessment"], b["inputs"]["assessment"]
    if first["country"] != second["country"]:
        yield _reason(
            "country",
            f"Another country: {first['country']} and {second['country']}. Two lists, not one list at two times.",
            f"國家不同：{first['country']} 與 {second['country']}。係兩份清單，而非同一清單之前後。",
        )
    if first["reference_year"] != second["reference_year"]:
        yield _reason(
            "evidence_year",
            f"Another evidence year: {first['reference_year']} and {second['reference_year']}. "
            "A move may be the world's and not the method's.",
            f"資料年度不同：{first['reference_year']} 與 {second['reference_year']}。變動可能來自現實，而非方法。",
        )


def _of_method(a: Record, b: Record) -> Iterator[dict[str, str]]:
    first, second = a["inputs"]["assessment"]["method"], b["inputs"]["assessment"]["method"]
    if first != second:
        yield _reason(
            "method",
            f"Another method: {first} and {second}. Their scores stand on different axes; ranks and tiers compare.",
            f"方法不同：{first} 與 {second}。分數之計算基準不同，僅排名與類別可相比較。",
        )

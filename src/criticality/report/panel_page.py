"""What annex B says of a panel as a whole: how it was joined, how far its judges agree, and what its parts give."""

import math
from collections.abc import Mapping

from criticality.model.input_record import JudgeEntry, JudgementEntry, WeightsEntry
from criticality.model.record import number
from criticality.model.rows.weights_record import ConsistencyRow, PanelRow
from criticality.report.reader import Reader
from criticality.text.numbers import agreement, fixed, percent, plain
from criticality.text.phrases import ILLUSTRATIVE

GCI_LIMITS = ("0.315", "0.353", "0.370")
"""Published limits of the GCI for 3, 4 and more items, to three decimals."""
LIMIT = 0.10
"""Consistency ratio that minerals compared in a table are held against where the weights state no limit."""
OVERALL = "(overall)"
"""The group of weights that hold over all dimensions."""
_WORDS = ((0.5, "very_low"), (0.65, "low"), (0.75, "moderate"), (0.85, "high"))
"""Upper ends of the ranges of the consensus that have a word (Goepel 2018, table 2)."""


def method(reader: Reader) -> str:
    """Say in a sentence how weights were derived, and of judgements how they were joined and solved."""
    words, weights = reader.words, reader.inputs["weights"]
    aggregate, solved = weights.get("aggregate", "judgements"), weights.get("prioritisation", "eigenvector")
    if weights["method"] != "ahp" or (aggregate, solved) == ("judgements", "eigenvector"):
        return words(f"weights.{weights['method']}")
    return words("weights.ahp_otherwise", solved=words(f"prioritisation.{solved}"), joined=words(f"joined.{aggregate}"))


def notes(reader: Reader) -> list[str]:
    """Say what the limit of consistency means, and what words stand for, where that is not the usual."""
    words, weights = reader.words, reader.inputs["weights"]
    said: list[str] = []
    if weights.get("prioritisation") == "row_geometric_mean":
        limit = plain(weights.get("consistency_limit"))
        said.append(words("consistency.gci", limit=limit, three=GCI_LIMITS[0], four=GCI_LIMITS[1], more=GCI_LIMITS[2]))
    if weights.get("aggregate") == "priorities":
        said.append(words("consistency.judges_only"))
    if stated := weights.get("words"):
        listed = [words("words.entry", word=word, by=strength(reader, said_as)) for word, said_as in stated.items()]
        said.append(words("words.said", listed=words.listing(listed)))
    return said


def strength(reader: Reader, by: float | str | list[float]) -> str:
    """Print how many times as much: a number, both ends of an interval, or a word with what it stands for."""
    if isinstance(by, str):
        stands_for = (reader.inputs["weights"].get("words") or {}).get(by)
        return by if stands_for is None else f"{by}{reader.words('aside', text=strength(reader, stands_for))}"
    if isinstance(by, list):
        return reader.words("interval.ends", low=plain(by[0]), high=plain(by[1]))
    return plain(by)


def factor(reader: Reader, by: float | str | list[float]) -> float | None:
    """How many times as much, as one number: of an interval the geometric mean; None of a word that says no number."""
    if isinstance(by, str):
        stands_for = (reader.inputs["weights"].get("words") or {}).get(by)
        return None if stands_for is None else factor(reader, stands_for)
    return math.sqrt(by[0] * by[1]) if isinstance(by, list) else float(by)


def farthest_apart(reader: Reader) -> str:
    """Say over which pair the judges of the weights differ most, and who holds what; nothing where none differ."""
    pairs: dict[tuple[str, str, str], dict[str, float]] = {}
    for judge in reader.inputs["weights"].get("judges") or ():
        for group, sentences in judge["comparisons"].items():
            for said in sentences:
                by = factor(reader, said["by"])
                first, second = sorted((said["more"], said["than"]))
                if by:
                    told = by if first == said["more"] else 1 / by
                    pairs.setdefault((group, first, second), {})[judge["name"]] = told
    spreads = {pair: max(told.values()) / min(told.values()) for pair, told in pairs.items()}
    pair = max(spreads, key=lambda each: round(spreads[each], 9), default=None)
    if pair is None or spreads[pair] <= 1:
        return ""
    ends = [_held(reader, pair, pairs[pair], end(pairs[pair].values())) for end in (max, min)]
    first, second = (item(reader, pair[0], code) for code in pair[1:])
    return reader.words("panel.differ", first=first, second=second, said=reader.words("and").join(ends))


def _held(reader: Reader, pair: tuple[str, str, str], told: Mapping[str, float], by: float) -> str:
    """Say what the judges at one end hold of a pair."""
    judges = reader.words.listing([reader.judge(name) for name, factor in told.items() if factor == by])
    if by == 1:
        return reader.words("panel.differ.alike", judges=judges)
    group, first, second = pair
    more, times = (first, by) if by > 1 else (second, 1 / by)
    return reader.words(
        "panel.differ.more", item=item(reader, group, more), by=plain(float(f"{times:.3g}")), judges=judges
    )


def weight_of(reader: Reader, weight: float | dict[str, float]) -> str:
    """Print a judge's weight: one number, or one for each group."""
    if isinstance(weight, dict):
        named = [f"{group_title(reader, group)} {plain(number)}" for group, number in weight.items()]
        return reader.words.listing(named)
    return plain(weight)


def group_title(reader: Reader, group: str) -> str:
    """Return the title of a group of comparisons: the dimensions, or one dimension's criteria."""
    return reader.words("judge.dimensions") if group == "dimensions" else reader.criterion(group)


def place_of(reader: Reader, group: str) -> int:
    """Return where a group of comparisons stands: the dimensions first, each dimension in the order of the pages."""
    order = ["dimensions", *reader.every_dimension]
    return order.index(group) if group in order else len(order)


def judges_of_minerals(reader: Reader) -> list[tuple[JudgeEntry, str]]:
    """Return the judges of data/judgements.csv on criteria of this list, and the mark of those who are illustrative."""
    rows = [row for row in reader.table("judgements") if row["criterion"] in reader.criteria]
    rows.sort(key=lambda row: (str(row["judge"]), str(row["criterion"])))
    found: list[tuple[JudgeEntry, str]] = []
    for judge in dict.fromkeys(str(row["judge"]) for row in rows):
        own = [row for row in rows if row["judge"] == judge]
        weights = {str(row["criterion"]): number(row, "weight") or 1.0 for row in own}
        comparisons: dict[str, list[JudgementEntry]] = {code: [] for code in weights}
        for row in own:
            by = number(row, "by")
            if by is not None:
                because = reader.term(row["because"])
                said: JudgementEntry = {
                    "more": str(row["more"]),
                    "than": str(row["than"]),
                    "by": by,
                    "because": {"en": because, "zh-Hant": because},
                }
                comparisons[str(row["criterion"])].append(said)
        alike = len({*weights.values()}) == 1
        entry: JudgeEntry = {
            "name": judge,
            "weight": next(iter(weights.values())) if alike else weights,
            "comparisons": comparisons,
        }
        illustrative = any(row["status"] == "illustrative" for row in own)
        found.append((entry, ILLUSTRATIVE[reader.language] if illustrative else ""))
    return found


def item(reader: Reader, group: str, code: str) -> str:
    """Return the title of an item of a group: a criterion or a dimension, or a mineral compared under a criterion."""
    return reader.name(code) if group in reader.criteria and code in reader.minerals else reader.criterion(code)


def consensus(reader: Reader) -> list[str]:
    """Say how far the judges agree in each group of comparisons; nothing where nobody or one person judged."""
    rows = [row for row in reader.result.get("panel") or () if not row["subgroup"]]
    rows.sort(key=lambda row: place_of(reader, row["group"]))
    return [_agreement(reader, row) for row in rows] if any(row["consensus"] is not None for row in rows) else []


def _agreement(reader: Reader, row: PanelRow) -> str:
    words, share = reader.words, row["consensus"]
    group = group_title(reader, row["group"])
    if share is None:
        return words("consensus.one", group=group)
    grade = next((name for end, name in _WORDS if share <= end), "very_high")
    return words("consensus.of", group=group, share=agreement(share), word=words(f"consensus.{grade}"), n=row["judges"])


def subgroups(reader: Reader) -> dict[str, object]:
    """Return what each part of the panel alone would give, beside the whole panel; no names where there are none."""
    rows = reader.result.get("by_subgroup") or ()
    names = list(dict.fromkeys(row["subgroup"] for row in rows))
    found = {(row["subgroup"], row["group"], row["item"]): row["weight"] for row in rows}
    agreed = {(row["subgroup"], row["group"]): row for row in reader.result.get("panel") or ()}
    items = list(dict.fromkeys((row["group"], row["item"]) for row in rows if row["group"] != OVERALL))
    groups = sorted({group for group, _ in items}, key=lambda group: (group != "dimensions", group))
    return {
        "names": [reader.office(name) for name in names],
        "groups": [
            {
                "title": group_title(reader, group),
                "consensus": [_share(agreed.get((name, group))) for name in names],
                "rows": [
                    {
                        "title": reader.of(item),
                        "weights": [percent(found.get((name, group, item)), 1) for name in names],
                    }
                    for own, item in items
                    if own == group
                ],
            }
            for group in groups
        ],
    }


def _share(row: PanelRow | None) -> str:
    share = None if row is None else row["consensus"]
    return agreement(share)


def measure_of(weights: WeightsEntry) -> str:
    """The abbreviation of the measure of consistency that is held against the limit."""
    return "GCI" if weights.get("prioritisation") == "row_geometric_mean" else "CR"


def measured(row: ConsistencyRow, limit: float | None) -> tuple[float, float | None]:
    """The figure of a matrix that is held against a limit, and that limit."""
    return (row["gci"], row["gci_limit"]) if "gci" in row else (row["consistency_ratio"], limit)


def finding(reader: Reader) -> str:
    """Say how many matrices were checked and which is least consistent; nothing where nobody judged."""
    rows, limit = reader.result["consistency"], reader.inputs["weights"].get("consistency_limit", LIMIT)
    if not rows:
        return ""

    def distance(row: ConsistencyRow) -> tuple[float, str, str]:
        figure, most = measured(row, limit)
        return figure / (most or 1.0) if "gci" in row else figure, row["judge"], row["group"]

    row = max(rows, key=distance)
    figure, most = measured(row, limit)
    return reader.words(
        "consistency.finding_gci" if "gci" in row else "consistency.finding",
        count=len(rows),
        ratio=fixed(figure),
        limit=fixed(most) if "gci" in row else plain(most),
        judge=who(reader, row["judge"]),
        group=group_title(reader, row["group"]),
    )


def above(reader: Reader) -> list[str]:
    """Name the matrices above the limit of their measure."""
    limit = reader.inputs["weights"].get("consistency_limit", LIMIT)
    found = [(row, *measured(row, limit)) for row in reader.result["consistency"]]
    return [
        reader.words(
            "consistency.above",
            judge=who(reader, row["judge"]),
            group=group_title(reader, row["group"]),
            ratio=fixed(figure),
        )
        for row, figure, most in found
        if most is not None and figure > most
    ]


def who(reader: Reader, judge: str) -> str:
    """Name a judge, or the joined panel."""
    return reader.words("judge.group") if judge == "group" else reader.judge(judge)

"""What the tables of the annexes show, each in a sentence; their titles where there is too little for one."""

from collections import Counter
from collections.abc import Sequence

from criticality.model.input_record import JudgeEntry
from criticality.model.rows.weights_record import JudgeWeight, SubgroupWeight
from criticality.report import panel_page
from criticality.report.chapters.result import is_present
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, grouped, percent

DIGITS = 8
"""Digits of the digest that a caption names: those that the number of the run ends with."""


def captions_of_annexes(reader: Reader) -> dict[str, str]:
    """Return the captions on weights, checks, the workbook and the identity, by the name that the templates know."""
    return {
        "by_judge": _by_judge(reader),
        "subgroups": _subgroups(reader),
        "checks": _checks(reader),
        "workbook": _workbook(reader),
        "identity": _identity(reader),
    }


def caption_of_judge(reader: Reader, judge: JudgeEntry) -> str:
    """Say what a judge weighs most, of how many comparisons, and the least consistent of them; else the title."""
    name, count = reader.judge(judge["name"]), sum(map(len, judge["comparisons"].values()))
    first = _weighs_most(reader, judge["name"], name) or _strongest(reader, judge, name)
    if not first:
        return reader.words("judge.caption", judge=name)
    limit = reader.inputs["weights"].get("consistency_limit", panel_page.LIMIT)
    ratios = [
        panel_page.measured(row, limit)[0]
        for row in reader.result["consistency"]
        if row["judge"] == judge["name"] and row["group"] in judge["comparisons"]
    ]
    key = "caption.judge.consistent" if ratios else "caption.judge.count"
    measure, ratio = panel_page.measure_of(reader.inputs["weights"]), fixed(max(ratios, default=None))
    return reader.words("and").join((first, reader.words(key, n=count, measure=measure, ratio=ratio)))


def _weighs_most(reader: Reader, judge: str, name: str) -> str:
    """Say which dimension the judgements of one person give most weight, or which ones."""
    weights = {
        row["item"]: percent(row["weight"], 1)
        for row in reader.result["by_judge"]
        if row["judge"] == judge and row["group"] == "dimensions"
    }
    if len(weights) < 2:
        return ""
    most = max(weights.values(), key=lambda written: float(written.removesuffix(" %")))
    items = [code for code in reader.every_dimension if weights.get(code) == most]
    if len(items) == len(weights):
        return reader.words("caption.judge.alike", judge=name, weight=most)
    key = "caption.judge.most" if len(items) == 1 else "caption.judge.most.each"
    return reader.words(key, judge=name, items=reader.words.listing(list(map(reader.of, items))), weight=most)


def _strongest(reader: Reader, judge: JudgeEntry, name: str) -> str:
    """Say which judgement of one person is the strongest; nothing where all are “alike”."""
    said = [
        (by, group, sentence)
        for group, sentences in judge["comparisons"].items()
        for sentence in sentences
        if (by := panel_page.factor(reader, sentence["by"])) is not None and by > 1
    ]
    if not said:
        return ""
    _, group, sentence = max(said, key=lambda entry: entry[0])
    return reader.words(
        "caption.judge.strongest",
        judge=name,
        more=panel_page.item(reader, group, sentence["more"]),
        than=panel_page.item(reader, group, sentence["than"]),
        by=panel_page.strength(reader, sentence["by"]),
    )


def _by_judge(reader: Reader) -> str:
    """Say whose weight differs most between the judges, each taken alone."""
    rows = reader.result["by_judge"]
    found = _widest([(row["judge"], row) for row in rows])
    if found is None:
        return reader.words("weights.by_judge") if rows else ""
    item, low, high = found
    return reader.words(
        "caption.by_judge",
        item=reader.of(item),
        **{"low": percent(low[0], 1), "least": reader.judge(low[1])},
        **{"high": percent(high[0], 1), "most": reader.judge(high[1])},
    )


def _subgroups(reader: Reader) -> str:
    """Say whose weight differs most between the subgroups, and whether all weigh the same dimension most."""
    rows = reader.result.get("by_subgroup") or ()
    found = _widest([(row["subgroup"], row) for row in rows])
    if found is None:
        return reader.words("subgroups.caption")
    item, low, high = found
    heaviest: dict[str, tuple[float, str]] = {}
    for row in rows:
        if row["group"] == "dimensions":
            heaviest[row["subgroup"]] = max(heaviest.get(row["subgroup"], (0.0, "")), (row["weight"], row["item"]))
    first = {code for _, code in heaviest.values()}
    said = reader.words(
        "caption.subgroups",
        item=reader.of(item),
        **{"low": percent(low[0], 1), "least": reader.office(low[1])},
        **{"high": percent(high[0], 1), "most": reader.office(high[1])},
    )
    if len(heaviest) < 2:
        return said
    key = "caption.subgroups.same" if len(first) == 1 else "caption.subgroups.other"
    return reader.words("and").join((said, reader.words(key, item=reader.of(next(iter(first))))))


End = tuple[float, str]


def _widest(rows: Sequence[tuple[str, JudgeWeight | SubgroupWeight]]) -> tuple[str, End, End] | None:
    """Return the item whose weight within its group differs most between several, with both ends and whose they are."""
    weights: dict[tuple[str, str], list[End]] = {}
    for whose, row in rows:
        if row["group"] != panel_page.OVERALL:
            weights.setdefault((row["group"], row["item"]), []).append((row["weight"], whose))
    ranges = [(max(ends)[0] - min(ends)[0], item, ends) for (_, item), ends in weights.items()]
    wide, item, ends = max(ranges, key=lambda entry: round(entry[0], 9), default=(0.0, "", []))
    return (item, min(ends), max(ends)) if percent(wide, 1) != percent(0.0, 1) else None


def _checks(reader: Reader) -> str:
    """Count the findings and name the kind that has most of them."""
    kinds = Counter(reader.coded("check", entry["check"]) for entry in reader.result["checks"])
    if len(kinds) < 2:
        return reader.words("checks.caption")
    kind, most = kinds.most_common(1)[0]
    return reader.words("caption.checks", count=grouped(kinds.total()), kinds=len(kinds), kind=kind, most=most)


def _workbook(reader: Reader) -> str:
    """Count the figures that the workbook holds, and those of them on listed minerals."""
    cells = [cell for cell in reader.result["indicators"] if is_present(cell)]
    listed = {row["mineral"] for row in reader.listed}
    own = sum(cell["mineral"] in listed for cell in cells)
    if not own:
        return reader.words("contents.workbook.caption")
    return reader.words(
        "caption.workbook",
        **{"count": grouped(len(cells)), "all": len(reader.result["candidates"])},
        **{"own": grouped(own), "listed": len(listed)},
    )


def _identity(reader: Reader) -> str:
    """Say what the digest of the inputs covers, in numbers."""
    tables = reader.inputs["data"]
    return reader.words(
        "caption.identity",
        **{"digest": reader.record["digest"][:DIGITS], "tables": len(tables)},
        **{"rows": grouped(sum(len(table["rows"]) for table in tables.values()))},
        **{"sources": len(reader.inputs["sources"]), "criteria": len(reader.inputs["criteria"])},
    )

"""Words for what a record holds: names of minerals, titles of criteria, sources and figures, in both languages."""

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from criticality.text.phrases import Phrase, both

RESERVED = {
    "not_listed": {"en": "Not listed", "zh-Hant": "未列入"},
    "insufficient": {"en": "Insufficient evidence", "zh-Hant": "證據不足"},
    "score": {"en": "score", "zh-Hant": "總分"},
}


class Wording:
    """Names and figures of one record, as texts ``{en, zh-Hant}``."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.plan: Mapping[str, Any] = record["inputs"]["assessment"]

    @cached_property
    def minerals(self) -> dict[str, Phrase]:
        """Mineral → name, and its symbol under ``symbol``."""
        table = self.record["inputs"]["data"]["minerals"]
        rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
        return {
            row["mineral"]: {
                "en": row.get("name_en") or row["mineral"],
                "zh-Hant": row.get("name_zh") or row.get("name_en") or row["mineral"],
                "symbol": row.get("symbol") or "",
            }
            for row in rows
        }

    @cached_property
    def titles(self) -> dict[str, Phrase]:
        """Code of a criterion, dimension or tier → title."""
        said = self.record["inputs"]
        entries = [(entry["code"], entry["title"]) for entry in (*said["dimensions"], *said["criteria"])]
        entries += [(tier["name"], tier["title"]) for tier in self.plan["rule"]["tiers"]]
        return {**RESERVED, **{code: both(title, code) for code, title in entries}}

    @cached_property
    def cells(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """Cells of the indicator table by mineral and criterion."""
        return {(cell["mineral"], cell["criterion"]): cell for cell in self.record["result"]["indicators"]}

    @cached_property
    def ranking(self) -> dict[str, Mapping[str, Any]]:
        """Rows of the ranking by mineral."""
        return {row["mineral"]: row for row in self.record["result"]["ranking"]}

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of every dimension, and of every criterion inside its dimension, by code."""
        result = self.record["result"]
        local = {row["criterion"]: row["local_weight"] for row in result["weights"]}
        return {**local, **result["dimension_weights"]}

    def source(self, cell: Mapping[str, Any]) -> str:
        """The first source of a cell: publisher and year, or nothing."""
        for code in (cell.get("sources") or "").split(";"):
            entry = self.record["inputs"]["sources"].get(code)
            if entry:
                year = str(entry.get("published") or "")[:4]
                return f"{entry['publisher']} {year}".strip()
        return ""

    def p_listed(self, mineral: str) -> float | None:
        """Share of draws that list a mineral; None where it was not assessed."""
        value: float | None = self.ranking.get(mineral, {}).get("p_listed")
        return value

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Mineral → standard error of its share of draws, where the record has it."""
        sureness = self.record["result"]["robustness"] or {}
        rows = sureness.get("minerals", ())
        return {row["mineral"]: row["standard_error"] for row in rows if row.get("standard_error") is not None}


def figure(value: float | None) -> str:
    """A figure with three significant digits; more where two figures would look alike is the caller's business."""
    if value is None:
        return "–"
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    written = f"{value:.3g}"
    return f"{float(written):,.0f}" if abs(value) >= 1000 else written


def two_figures(before: float | None, after: float | None) -> tuple[str, str]:
    """Two figures side by side, with as many digits as it takes to tell them apart."""
    first, second = figure(before), figure(after)
    if first != second or before is None or after is None:
        return first, second
    for digits in range(4, 17):
        first, second = f"{before:.{digits}g}", f"{after:.{digits}g}"
        if first != second:
            break
    return first, second

"""Names of what a record holds: minerals, criteria, tiers and sources, in both languages."""

from functools import cached_property

from criticality.model.record import (
    RESERVED_TITLES,
    IndicatorCell,
    RankingRow,
    Record,
    mineral_names,
    rows,
    tier_titles,
)
from criticality.text.kept import shipped_name
from criticality.text.phrases import Phrase, both


class Wording:
    """Names and values of one record; names are texts ``{en, zh-Hant}``."""

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def minerals(self) -> dict[str, Phrase]:
        """Mineral → name, and its symbol under ``symbol``."""
        symbols = {str(row["mineral"]): str(row.get("symbol") or "") for row in rows(self.record, "minerals")}
        return {code: {**name, "symbol": symbols[code]} for code, name in mineral_names(self.record).items()}

    @cached_property
    def titles(self) -> dict[str, Phrase]:
        """Code of a criterion, dimension or tier → title."""
        inputs = self.record["inputs"]
        entries = [(entry["code"], entry["title"]) for entry in inputs["dimensions"]]
        entries += [(entry["code"], entry["title"]) for entry in inputs["criteria"]]
        own = {code: both(title, code) for code, title in entries}
        return {**RESERVED_TITLES, "score": shipped_name("score"), **own, **tier_titles(self.record)}

    @cached_property
    def cells(self) -> dict[tuple[str, str], IndicatorCell]:
        """Cells of the indicator table by mineral and criterion."""
        return {(cell["mineral"], cell["criterion"]): cell for cell in self.record["result"]["indicators"]}

    @cached_property
    def ranking(self) -> dict[str, RankingRow]:
        """Rows of the ranking by mineral."""
        return {row["mineral"]: row for row in self.record["result"]["ranking"]}

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of every dimension and criterion inside its dimension, or over all on the first level, by code."""
        result = self.record["result"]
        local = {row["criterion"]: row["local_weight"] for row in result["weights"]}
        levels = {row["dimension"]: row["local_weight"] for row in result.get("levels", [])}
        return {**local, **levels, **result["dimension_weights"]}

    @cached_property
    def overall(self) -> dict[str, float]:
        """Share of every dimension and criterion in the whole, by code."""
        result = self.record["result"]
        criteria = {row["criterion"]: row["global_weight"] for row in result["weights"]}
        inner: dict[str, float] = {}
        for row in result["weights"]:
            inner[row["dimension"]] = inner.get(row["dimension"], 0.0) + row["global_weight"]
        levels = {row["dimension"]: row["global_weight"] for row in result.get("levels", [])}
        return {**inner, **levels, **result["dimension_weights"], **criteria}

    @cached_property
    def units(self) -> dict[str, str]:
        """Criterion → unit of its figures."""
        return {entry["code"]: entry["unit"] for entry in self.record["inputs"]["criteria"]}

    def source(self, cell: IndicatorCell | None) -> str:
        """The first source of a cell: publisher and year, or nothing."""
        for code in cell["sources"].split(";") if cell is not None else ():
            entry = self.record["inputs"]["sources"].get(code)
            if entry:
                year = str(entry.get("published") or "")[:4]
                return f"{entry['publisher']} {year}".strip()
        return ""

    def p_listed(self, mineral: str) -> float | None:
        """Share of draws that list a mineral; None where it was not assessed."""
        row = self.ranking.get(mineral)
        return None if row is None else row["p_listed"]

    def designated(self, mineral: str) -> bool:
        """Whether the mineral is placed by decision."""
        row = self.ranking.get(mineral)
        return row is not None and bool(row["designated"])

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Mineral → standard error of its share of draws, where the record has it."""
        details = self.record["result"]["robustness"]
        entries = details.get("minerals", []) if details else []
        return {row["mineral"]: error for row in entries if (error := row.get("standard_error")) is not None}

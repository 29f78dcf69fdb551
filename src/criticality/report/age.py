"""Minerals of which a tier says that a value is low, on evidence too old to say so of today."""

from collections.abc import Sequence

from criticality.model.input_record import ConditionEntry
from criticality.model.record import RankingRow
from criticality.report.notes import first_years
from criticality.report.reader import Reader

OLDEST = 5
"""Years before the date of the list after which evidence no longer speaks of today."""


def stale(reader: Reader, mineral: str, conditions: Sequence[ConditionEntry]) -> tuple[str, int] | None:
    """Return what a mineral is said to be low in and the year of the evidence that decides it, where that is old.

    Conditions that hold below a threshold say that something is low, as «supply risk below 0.40» says that supply is
    safe. The evidence that decides is that of the criteria which the rule calls indispensable; where it names none
    there, that of the criterion of most weight. A cell that states no year says nothing about its age.
    """
    for condition in conditions:
        if condition.get("below") is None:
            continue
        years = [year for code in _deciding(reader, mineral, condition["of"]) if (year := _year(reader, mineral, code))]
        if years and int(reader.record["as_of"][:4]) - min(years) > OLDEST:
            return condition["of"], min(years)
    return None


def stale_in(reader: Reader, tier: str) -> list[tuple[str, int]]:
    """Return the minerals of a tier that stand there on old evidence, with its year."""
    found = [(row["mineral"], of_mineral(reader, row)) for row in reader.in_tier(tier)]
    return [(mineral, old[1]) for mineral, old in found if old is not None]


def of_mineral(reader: Reader, row: RankingRow) -> tuple[str, int] | None:
    """Return what the tier of a mineral says is low and the year of its evidence, where that is old."""
    tier = next((entry for entry in reader.rule["tiers"] if entry["name"] == row["tier"]), None)
    if tier is None:
        return None
    held = [entry for entry in row["because"] if entry["tier"] == tier["name"] and entry["holds"]]
    chosen: list[ConditionEntry] = [
        {"of": entry["of"], "below": entry["threshold"]}
        for entry in held
        if "alternative" in entry and entry["comparison"] == "below"
    ]
    return stale(reader, row["mineral"], [*tier["when"], *chosen])


def said_of_mineral(reader: Reader, row: RankingRow) -> str:
    """Say that the evidence on what puts a mineral into its tier is too old to speak of today."""
    old = of_mineral(reader, row)
    return reader.words("sum.stale", of=reader.of(old[0]), year=old[1], years=OLDEST) if old else ""


def said_of_tier(reader: Reader, tier: str) -> str:
    """Say of which minerals of a tier the evidence is too old to speak of today; nothing where it is not."""
    old = stale_in(reader, tier)
    named = [reader.name_and_symbol(mineral) + reader.words("bracketed", text=year) for mineral, year in old]
    return reader.words("stale", n=len(named), years=OLDEST, names=reader.words.listing(named)) if named else ""


def _deciding(reader: Reader, mineral: str, of: str) -> list[str]:
    weights = {row["criterion"]: row["global_weight"] for row in reader.result["weights"]}
    below = {code: reader.levels.path(reader.criteria[code]["dimension"]) for code in weights}
    within = [code for code in weights if of in below[code] or of in ("score", code)]
    present = [code for code in within if (cell := reader.cells.get((mineral, code))) is not None and cell["present"]]
    needed = set((reader.rule.get("coverage") or {}).get("must_have") or ())
    return [code for code in present if code in needed] or sorted(present, key=lambda code: (-weights[code], code))[:1]


def _year(reader: Reader, mineral: str, code: str) -> int | None:
    """The latest year of the first figure or span that a cell's note states: «2022–2024» is of 2024."""
    years = first_years(reader.cells[mineral, code])
    return int(years.rpartition("–")[2]) if years else None

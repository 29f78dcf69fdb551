"""What the pages say of confidential figures: the mark of a run that holds some, and what a public record withholds."""

from collections.abc import Iterable

from criticality.model.record import IndicatorCell, RankingRow
from criticality.model.rows.confidential_rows import CONFIDENTIAL
from criticality.report.reader import Reader
from criticality.text.numbers import fixed

WITHHELD = "confidential.withheld"
"""The catalogue's key of what stands in place of a figure."""


def is_withheld(cell: IndicatorCell | None) -> bool:
    """Whether a cell's figure is withheld."""
    return cell is not None and cell["flag"] == CONFIDENTIAL


def is_public_form(reader: Reader) -> bool:
    """Whether the record is the public form of a run with confidential figures."""
    return "public_form_of" in reader.inputs.get("confidential", {})


def withheld_minerals(reader: Reader) -> frozenset[str]:
    """Return the minerals of which a public record withholds figures."""
    resting = reader.result.get("confidential")
    return frozenset(resting["minerals"]) if resting is not None and is_public_form(reader) else frozenset()


def has_withheld_cell(reader: Reader, mineral: str) -> bool:
    """Whether a cell of a mineral is withheld, and with it the distances of its figures from thresholds."""
    return any(cell["flag"] == CONFIDENTIAL for (of, _), cell in reader.cells.items() if of == mineral)


def are_changes_withheld(reader: Reader, mineral: str) -> bool:
    """Whether a public record leaves out what would move a mineral: its own changes, or those of all minerals."""
    details = reader.result["robustness"] or {}
    known = (details.get("smallest_weight_change"), details.get("smallest_threshold_change"))
    return is_public_form(reader) and (has_withheld_cell(reader, mineral) or not any(known))


def is_table_withheld(reader: Reader, mineral: str, table: str) -> bool:
    """Whether a public record withholds rows of a table on a mineral, and what follows from them."""
    resting = reader.result.get("confidential")
    return resting is not None and is_public_form(reader) and mineral in resting["rows"].get(table, ())


def has_weighed(reader: Reader, mineral: str) -> bool:
    """Whether a weighted cell of a mineral is withheld, so that its contributions are not known in full."""
    return any(is_withheld(reader.cells.get((mineral, criterion["code"]))) for criterion in reader.weighted)


def rating(reader: Reader, row: RankingRow, dimension: str, places: int = 3) -> str:
    """Write the score of a mineral in a dimension; that it is withheld where it is one withheld figure by itself."""
    value = row["dimensions"].get(dimension)
    if value is None and row["score"] is not None and row["mineral"] in withheld_minerals(reader):
        return reader.words(WITHHELD) if reader.has_dimension_scores else fixed(None)
    return fixed(value, places)


def withheld_names(reader: Reader, minerals: Iterable[str]) -> str:
    """Name minerals in a sentence."""
    return reader.words.listing([reader.name(mineral) for mineral in minerals])


def mark(reader: Reader) -> str:
    """Return what must stand on every page of a run that holds confidential figures; of others nothing."""
    return reader.words("confidential.mark") if "tables" in reader.inputs.get("confidential", {}) else ""


def notice(reader: Reader) -> str:
    """Return what page one of a public record says is withheld; of a confidential one the mark; of others nothing."""
    entry, resting = reader.inputs.get("confidential"), reader.result.get("confidential")
    if entry is None or resting is None or "public_form_of" not in entry:
        return mark(reader)
    return reader.words(
        "confidential.notice",
        run=entry["public_form_of"]["run_id"],
        n=len(resting["cells"]),
        minerals=withheld_names(reader, sorted({cell["mineral"] for cell in resting["cells"]}) or resting["minerals"]),
    )


def resting_cells(reader: Reader) -> list[dict[str, object]]:
    """Return every mineral that rests on confidential figures, with the criteria under which it does."""
    resting = reader.result.get("confidential")
    if resting is None:
        return []
    found: dict[str, list[str]] = {mineral: [] for mineral in resting["minerals"]}
    for cell in resting["cells"]:
        found[cell["mineral"]].append(reader.criterion(cell["criterion"]))
    return [
        {**reader.named(mineral), "criteria": reader.words.listing(criteria) or reader.words("confidential.no_cell")}
        for mineral, criteria in found.items()
    ]

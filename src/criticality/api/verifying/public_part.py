"""What anybody can recompute of a public record: cells, weights, and the standing of minerals on public figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from criticality.model.record import RankingRow, Record, RecordResult
from criticality.records.canonical import plain
from criticality.records.public.withheld import Withheld

_CELL = ("value", "low", "high", "unit", "present", "grade", "flag", "sources", "scaled")
_ALWAYS = ("candidates", "weights", "dimension_weights")
_OF_ITSELF = (
    "score", "dimensions", "coverage", "designated", "rule_tier", "because",
    "margin", "margin_of", "margin_threshold", "margin_value",
)  # fmt: skip
"""What is said of a mineral that stands alone and follows from its own cells, the weights and the rule."""
_WITH_ITS_GROUP = ("tier", "listed", "entered_with_group", "reason")


@dataclass(frozen=True)
class Recomputable:
    """The minerals whose standing anybody can recompute.

    Attributes
    ----------
    alone
        Minerals whose score, scores of dimensions and conditions follow from public figures.
    held_by_group
        Those of them whose tier does not, because their group enters together and has a mineral that is withheld.
    """

    alone: frozenset[str]
    held_by_group: frozenset[str]


def recomputable_of(record: Record, hidden: Withheld) -> Recomputable:
    """Return which minerals of a public record can be decided again without its confidential figures."""
    alone = frozenset(mineral for mineral in record["result"]["candidates"] if hidden.stands_alone(mineral))
    table = record["inputs"]["data"].get("minerals", {"columns": [], "rows": []})
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    group_of = {str(row["mineral"]): row.get("group") for row in rows}
    together = {entry["group"] for entry in record["inputs"]["assessment"]["rule"].get("groups") or ()}
    hiding = together & {group_of.get(mineral) for mineral in hidden.minerals}
    return Recomputable(alone, frozenset(mineral for mineral in alone if group_of.get(mineral) in hiding))


def public_part(result: RecordResult, hidden: Withheld, found: Recomputable) -> Mapping[str, object]:
    """Return what of a result follows from public figures, each part under the codes of what it is of."""
    cells = (cell for cell in result["indicators"] if (cell["mineral"], cell["criterion"]) not in hidden.cells)
    part: dict[str, object] = {name: value for name, value in result.items() if name in _ALWAYS}
    part["indicators"] = {
        f"{cell['mineral']}.{cell['criterion']}": {name: value for name, value in cell.items() if name in _CELL}
        for cell in cells
    }
    part["ranking"] = {
        row["mineral"]: _standing(row, found) for row in result["ranking"] if row["mineral"] in found.alone
    }
    part["order"] = _order(result, found)
    part["contributions"] = {
        f"{row['mineral']}.{row['criterion']}": row for row in result["contributions"] if row["mineral"] in found.alone
    }
    return {name: plain(value) for name, value in part.items()}


def _order(result: RecordResult, found: Recomputable) -> list[str]:
    """The minerals that stand alone by their ranks: those between them may be other, their order may not."""
    ranks = [(row["rank"], row["mineral"]) for row in result["ranking"] if row["mineral"] in found.alone]
    return [mineral for _, mineral in sorted((rank, mineral) for rank, mineral in ranks if rank is not None)]


def _standing(row: RankingRow, found: Recomputable) -> dict[str, object]:
    names = _OF_ITSELF if row["mineral"] in found.held_by_group else (*_OF_ITSELF, *_WITH_ITS_GROUP)
    return {name: value for name, value in row.items() if name in names}

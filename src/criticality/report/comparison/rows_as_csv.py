"""The rows of a comparison as CSV: the address of a file that stands in the page itself."""

import base64
import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from criticality.model.comparison_record import SeriesRecord
from criticality.report.comparison_reader import View
from criticality.text.spreadsheet import neutral

_OF_SEVERAL = ("rank", "score", "tier", "listed")
_OF_TWO = (*_OF_SEVERAL, "p_listed")


def of_two(view: View) -> str:
    """All rows of the table of ranks of two runs."""
    head = ["mineral", "name_en", "name_zh", "move", *(f"{what}_{side}" for what in _OF_TWO for side in ("a", "b"))]
    rows: list[list[object]] = [[*head, *(f"rank_share_{player}" for player in view.players)]]
    for row in view.content["ranks"]:
        names, change = view.content["minerals"][row["mineral"]], view.content["changes"].get(row["mineral"])
        cells: list[object] = [row["mineral"], names["en"], names["zh-Hant"], view.moves.get(row["mineral"], "")]
        sides: Sequence[Mapping[str, object]] = (row["a"] or {}, row["b"] or {})
        cells += [side.get(what) for what in _OF_TWO for side in sides]
        rows.append([*cells, *(change["rank"].get(player) if change else None for player in view.players)])
    return _address(rows)


def of_several(content: SeriesRecord) -> str:
    """The whole matrix of several runs: a column of each run for rank, score, tier and whether it lists the mineral."""
    head = ["mineral", "name_en", "name_zh", "lists"]
    rows: list[list[object]] = [
        [*head, *(f"{what}_{run['run_id']}" for run in content["runs"] for what in _OF_SEVERAL)]
    ]
    for row in content["minerals"]:
        sides: Sequence[Mapping[str, object]] = [cell or {} for cell in row["cells"]]
        cells: list[object] = [row["mineral"], row["names"]["en"], row["names"]["zh-Hant"], row["lists"]]
        rows.append([*cells, *(side.get(what) for side in sides for what in _OF_SEVERAL)])
    return _address(rows)


def _address(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(
        ["" if cell is None else neutral(str(cell)) for cell in row] for row in rows
    )
    content = base64.b64encode(written.getvalue().encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{content}"

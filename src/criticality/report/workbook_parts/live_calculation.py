"""Value → scaled → dimension → score of one mineral as formulas that a spreadsheet works out, for one that is chosen.

The formulas are those of `ranking/scales.py` and `ranking/kernels/`, written once more for a spreadsheet, so that a
reader can follow and check them; nothing of the record is computed here.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from criticality.model.input_record import CriterionEntry
from criticality.model.record import RankingRow, Record
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import is_withheld
from criticality.report.workbook_parts.figure_formats import by_size
from criticality.spreadsheets.book import Choice, Formula, Place, Style, address, string
from criticality.spreadsheets.table_book import TableSheet, Value

FIGURES = "_figures"
"""Name of the hidden sheet with what the formulas look up."""
_CLOSENESS = ("topsis", "topsis_flat")
METHODS = frozenset(("topsis", "topsis_flat", "ahp_ratings", "geometric_mean", "product", "euclidean", "lowest"))
"""Methods whose score follows from one mineral alone; the others need all of them at once."""
_CHOSEN: Place = (3, 2)
_TABLE = 6
"""Row of the heads of the criteria."""
_PLACES = "0.000000"
_ANY = re.compile("[~*?]")
VALUE, ZERO, ONE, SCALED, RECORDED, LOCAL, OVERALL = 4, 6, 7, 9, 10, 11, 12
"""Columns of the table of criteria."""


@dataclass
class _Grid:
    """Cells that are filled anywhere, and become rows."""

    cells: dict[Place, Value] = field(default_factory=dict)

    def rows(self) -> list[list[Value]]:
        last = max(row for row, _ in self.cells)
        wide = max(column for _, column in self.cells)
        return [[self.cells.get((row, column)) for column in range(1, wide + 1)] for row in range(1, last + 1)]


def can_be_worked_out(record: Record) -> bool:
    """Whether the score of a mineral follows from its own figures by dimensions on one level."""
    parents = any(dimension.get("parent") for dimension in record["inputs"]["dimensions"])
    scaled = all(entry["scale"] for entry in record["inputs"]["criteria"] if entry["role"] == "weighted")
    return (
        record["inputs"]["assessment"]["method"] in METHODS
        and not parents
        and scaled
        and bool(record["result"]["weights"])
        and bool(_shown(record))
    )


def calculation_sheets(
    record: Record, readers: tuple[Reader, Reader], name: str, figures_name: str
) -> tuple[TableSheet, TableSheet]:
    """Return the sheet with the formulas and the hidden one with what they look up.

    Parameters
    ----------
    readers
        For both languages, Chinese first.
    name, figures_name
        Names of the two sheets.
    """
    made = _Calculation(record, readers, figures_name)
    minerals = made.minerals
    offered = Choice(f"{figures_name}!$A$2:$A${len(minerals) + 1}", made.both("live.choose"))
    grid, formats = made.grid()
    widths = (56.0, 30.0, 38.0, 14.0, 14.0, 14.0, 14.0, 24.0, 14.0, 14.0, 14.0, 14.0)
    sheet = TableSheet(
        name, grid.rows(), widths, (None,) * 12, frozenset({_TABLE, *made.heads}), filtered=False,
        choices={_CHOSEN: offered}, places=formats, looks={(1, 1): "title", _CHOSEN: "answer", **made.looks},
    )  # fmt: skip
    lookup = TableSheet(figures_name, made.figures(), (20.0,), (), filtered=False, hidden=True)
    return sheet, lookup


def labels(codes: Sequence[str], titles: Callable[[str], Sequence[str]]) -> dict[str, str]:
    """Return a label for each code: its titles in both languages, with the code where two would be the same.

    Signs that a search in a spreadsheet takes for any letter are left out.
    """
    said = {code: _ANY.sub("", " ".join(dict.fromkeys(titles(code)))) for code in codes}
    folded = Counter(label.casefold() for label in said.values())
    return {code: label if folded[label.casefold()] == 1 else f"{label} ({code})" for code, label in said.items()}


class _Calculation:
    def __init__(self, record: Record, readers: tuple[Reader, Reader], figures_name: str) -> None:
        self.record, self.readers, self.name = record, readers, figures_name
        weights = {row["criterion"]: row for row in record["result"]["weights"]}
        self.weights = weights
        self.criteria: Sequence[CriterionEntry] = [
            entry for entry in record["inputs"]["criteria"] if entry["code"] in weights
        ]
        self.dimensions = [d["code"] for d in record["inputs"]["dimensions"]]
        self.dimensions = [d for d in self.dimensions if any(row["dimension"] == d for row in weights.values())]
        self.ranking = _shown(record)
        self.minerals = [row["mineral"] for row in self.ranking]
        self.heads: set[int] = set()
        self.looks: dict[Place, Style] = {}
        self.named = labels(self.minerals, lambda code: [reader.full_name(code) for reader in readers])
        self.titles = labels(self.dimensions, lambda code: [reader.dimensions.get(code, code) for reader in readers])

    def both(self, key: str) -> str:
        return " ".join(dict.fromkeys(reader.words(key) for reader in self.readers))

    def figures(self) -> list[list[Value]]:
        """A row a mineral: its value and its recorded scaled value under each criterion, its ratings, its score."""
        cells = {(row["mineral"], row["criterion"]): row for row in self.record["result"]["indicators"]}
        head: list[Value] = ["mineral"]
        for entry in self.criteria:
            head += [entry["code"], f"{entry['code']} scaled"]
        rows: list[list[Value]] = [[*head, *self.dimensions, "score"]]
        for ranked in self.ranking:
            row: list[Value] = [self.named[ranked["mineral"]]]
            for entry in self.criteria:
                cell = cells.get((ranked["mineral"], entry["code"]))
                row += [_or_dash(cell and cell["value"]), _or_dash(cell and cell["scaled"])]
            ratings = ranked["dimensions"]
            rows.append([*row, *(_or_dash(ratings.get(code)) for code in self.dimensions), _or_dash(ranked["score"])])
        return rows

    def _looked_up(self, column: int) -> str:
        last = len(self.minerals) + 1
        letter = address((1, column)).rstrip("1")
        return f"INDEX({self.name}!${letter}$2:${letter}${last},$B$4)"

    def grid(self) -> tuple[_Grid, Mapping[Place, str]]:
        grid, formats = _Grid(), dict[Place, str]()
        cells = grid.cells
        last = len(self.minerals) + 1
        cells[1, 1], cells[2, 1] = self.both("live.title"), self.both("live.text")
        cells[3, 1], cells[_CHOSEN] = self.both("live.mineral"), self.named[self.minerals[0]]
        cells[4, 1] = self.both("live.row")
        cells[4, 2] = Formula(f"MATCH($B$3,{self.name}!$A$2:$A${last},0)")
        heads = ("criterion", "code", "dimension", "value", "unit", "zero_at", "one_at", "direction")
        for column, key in enumerate((*heads, "scaled", "recorded", "local_weight", "global_weight"), start=1):
            cells[_TABLE, column] = self.both(f"live.{key}")
        for place, entry in enumerate(self.criteria):
            self._criterion(cells, formats, place, entry)
        bottom = _TABLE + len(self.criteria)
        self._result(cells, formats, bottom)
        return grid, formats

    def _criterion(
        self, cells: dict[Place, Value], formats: dict[Place, str], place: int, entry: CriterionEntry
    ) -> None:
        row, code = _TABLE + 1 + place, entry["code"]
        weight = self.weights[code]
        titles = " ".join(dict.fromkeys(reader.criterion(code) for reader in self.readers))
        cells[row, 1], cells[row, 2], cells[row, 3] = titles, code, self.titles[weight["dimension"]]
        cells[row, VALUE] = Formula(self._looked_up(2 + 2 * place))
        cells[row, 5] = " ".join(dict.fromkeys(reader.unit(entry["unit"]) for reader in self.readers))
        scale: Mapping[str, object] = {**(entry["scale"] or {})}
        zero, one = scale.get("zero_at"), scale.get("one_at")
        if isinstance(zero, int | float) and isinstance(one, int | float):
            cells[row, ZERO], cells[row, ONE] = float(zero), float(one)
        cells[row, 8] = self.both(f"live.{entry['direction']}")
        cells[row, RECORDED] = Formula(self._looked_up(3 + 2 * place))
        cells[row, SCALED] = Formula(_scaled(row, entry))
        cells[row, LOCAL], cells[row, OVERALL] = weight["local_weight"], weight["global_weight"]
        formats[row, VALUE] = self._format_of_values(code)
        for column in (SCALED, RECORDED, LOCAL, OVERALL):
            formats[row, column] = _PLACES

    def _format_of_values(self, criterion: str) -> str:
        """The decimals of every value of a criterion: those that the largest needs, and two at least."""
        cells = self.record["result"]["indicators"]
        values = [abs(float(cell["value"])) for cell in cells
                  if cell["criterion"] == criterion and isinstance(cell["value"], int | float)]  # fmt: skip
        form = by_size(max(values, default=1.0))
        return form if "." in form and form != "0.0" else "0.00"

    def _result(self, cells: dict[Place, Value], formats: dict[Place, str], bottom: int) -> None:
        """The dimensions below the criteria, and the score below these, each beside what the record says."""
        head = bottom + 2
        self.heads.add(head)
        for column, key in enumerate(("dimension", "code", "weight", "rating", "recorded"), start=1):
            cells[head, column] = self.both(f"live.{key}")
        of, local, overall, scaled = (f"${letter}${_TABLE + 1}:${letter}${bottom}" for letter in ("C", "K", "L", "I"))
        lookup = 2 + 2 * len(self.criteria)
        for place, code in enumerate(self.dimensions):
            row = head + 1 + place
            cells[row, 1], cells[row, 2] = self.titles[code], code
            cells[row, 3] = Formula(f"SUMPRODUCT(({of}=$A{row})*{overall})")
            rating = f"SUMPRODUCT(({of}=$A{row})*{local}*{scaled})"
            cells[row, 4] = _where_recorded(f"$E{row}", rating)
            cells[row, 5] = Formula(self._looked_up(lookup + place))
            for column in (3, 4, 5):
                formats[row, column] = _PLACES
        first, last = head + 1, head + len(self.dimensions)
        across, ratings = f"$C${first}:$C${last}", f"$D${first}:$D${last}"
        row = last + 2
        method = self.record["inputs"]["assessment"]["method"]
        cells[row, 1], cells[row, 2] = self.both("live.score"), self.both(f"method.{method}")
        self.looks[row, 1] = "section"
        near, far = _distances(method, across, ratings, overall, scaled)
        if near:
            cells[row - 1, 1] = self.both("live.distances")
            cells[row - 1, 2], cells[row - 1, 3] = (_where_recorded(f"$E${row}", each) for each in (near, far))
            self.looks[row - 1, 1] = "plain"
            formats[row - 1, 2] = formats[row - 1, 3] = _PLACES
        score = _score(method, range(first, last + 1), across, ratings, overall, scaled)
        cells[row, 4] = _where_recorded(f"$E${row}", score.format(near=f"$B${row - 1}", far=f"$C${row - 1}"))
        cells[row, 5] = Formula(self._looked_up(lookup + len(self.dimensions)))
        cells[row + 1, 1] = self.both("live.agrees")
        differs, same = string(self.both("live.not_scored")), f"ABS($D${row}-$E${row})"
        cells[row + 1, 4] = Formula(f"IF(ISNUMBER($E${row}),{same},{differs})")
        formats[row, 4] = formats[row, 5] = _PLACES
        formats[row + 1, 4] = "0.000000000000"


def _shown(record: Record) -> list[RankingRow]:
    """The minerals whose figures are all there: a public record withholds some."""
    weighted = {row["criterion"] for row in record["result"]["weights"]}
    withheld = {
        cell["mineral"]
        for cell in record["result"]["indicators"]
        if cell["criterion"] in weighted and is_withheld(cell)
    }
    return [row for row in record["result"]["ranking"] if row["mineral"] not in withheld]


def _or_dash(value: object) -> Value:
    return float(value) if isinstance(value, int | float) else "–"


def _where_recorded(recorded: str, worked_out: str) -> Formula:
    """What is worked out where the record has such a figure; a dash where it has none, as for a mineral not scored."""
    return Formula(f"IF(ISNUMBER({recorded}),{worked_out},{string('–')})")


def _scaled(row: int, entry: CriterionEntry) -> str:
    """The place of a value on 0…1; what the record says where there is no value, or the scale is none of the two."""
    value, zero, one = (address((row, column)) for column in (VALUE, ZERO, ONE))
    recorded = address((row, RECORDED))
    kind = None if entry["scale"] is None else entry["scale"]["kind"]
    if kind not in ("linear", "log"):
        return recorded
    held = f"MIN({one},MAX({zero},{value}))"
    share = f"LN({held}/{zero})/LN({one}/{zero})" if kind == "log" else f"({held}-{zero})/({one}-{zero})"
    place = f"1-{share}" if entry["direction"] == "lowers_criticality" else share
    return f"IF(ISNUMBER({value}),{place},{recorded})"


def _distances(method: str, across: str, ratings: str, overall: str, scaled: str) -> tuple[str, str]:
    """Squared distances to the least and to the most critical point, for the two methods that have them."""
    if method == "topsis":
        return f"SUMPRODUCT({across}*{ratings}^2)", f"SUMPRODUCT({across}*(1-{ratings})^2)"
    if method == "topsis_flat":
        return f"SUMPRODUCT(({overall}*{scaled})^2)", f"SUMPRODUCT(({overall}*(1-{scaled}))^2)"
    return "", ""


def _score(method: str, rows: range, across: str, ratings: str, overall: str, scaled: str) -> str:
    if method in _CLOSENESS:
        return "IF({near}+{far}=0,0.5,SQRT({near})/(SQRT({near})+SQRT({far})))"
    if method == "ahp_ratings":
        return f"SUMPRODUCT({overall}*{scaled})"
    if method == "geometric_mean":
        logs = f"EXP(SUMPRODUCT({overall}*LN({scaled}+({scaled}<=0))))"
        return f"IF(SUMPRODUCT(({scaled}<=0)*({overall}>0))>0,0,{logs})"
    if method == "euclidean":
        return f"SQRT(SUMPRODUCT({across}*{ratings}^2))"
    each = [f"IF($C${row}>0,$D${row},1)" for row in rows]
    return "*".join(each) if method == "product" else f"MIN({','.join(each)})"

"""A wide table as rows of data/mineral_properties.csv of a workspace that is there already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from criticality.errors import InputError, Problem
from criticality.files.load import SOURCES, SOURCES_FILE, Reading, read_criteria
from criticality.files.messages import nearest
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace, printable
from criticality.files.yaml import read_document
from criticality.model.assessment import Assessment
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES
from criticality.refresh.reading.release import Release
from criticality.refresh.wide.table_words import PERCENT, code_of
from criticality.refresh.wide.understood import WideColumn, WideMineral, WideTable
from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import shortest
from criticality.spreadsheets.reading.spots import Spot
from criticality.text.message import Message
from criticality.text.spelling import plain

TABLE = "mineral_properties"
_STATED = ("lowers", "weight", "zero_at", "one_at")
"""What a workspace says in criteria/ and weights/, and a table is not asked for."""


@dataclass(frozen=True)
class _Asked:
    """The property that a column brings, its stage and its unit."""

    property: str
    stage: str
    unit: str


def release_of(table: WideTable, workspace: Workspace, *, source: str, year: int, stated: bool) -> Release:
    """Return the rows that a table would bring to a workspace.

    Parameters
    ----------
    source
        Id of data/sources.yaml that every row cites whose column has no source of its own.
    year
        Of every column that states none; `stated` tells that somebody named it.

    Raises
    ------
    InputError
        If a mineral or a criterion is unknown to the workspace, a unit is another, or no assessment reads the year.
    """
    reading = Reading(workspace)
    read_criteria(reading, "all")
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    names, found = _minerals(workspace)
    if errors or found:
        raise InputError([*errors, *found])
    rows = _Rows(table, reading.criteria, names)
    if len(table.columns) > 1 and not any(map(rows.of_column, table.columns)):
        message = Message("wide.of_another_workspace", folder=printable(str(workspace.root)))
        raise InputError([Problem(table.file, 1, None, "", message, Message("wide.go_elsewhere"))])
    cited, strange = _cited(table, workspace)
    problems = [*rows.problems(), *strange]
    problems += _too_late(table, workspace, year, stated=stated)
    if problems:
        raise InputError(problems)
    remarks = [remark for remark in table.remarks if remark.code != "wide.unknown_names"]  # these the workspace knows
    remarks += [*rows.taken_units(), *_later_years(table, workspace), *(said for said in cited.values() if said)]
    if any(getattr(column, name) is not None for column in table.columns for name in _STATED):
        remarks.append(Message("wide.kept_in_criteria"))
    missing = len(table.columns) * len(table.minerals) - len(table.figures)
    if missing:
        remarks.append(Message("wide.cells_left", n=missing))
    ids = {column.source: column.source for column in table.columns} | _ids(table, workspace)
    offered = [(row, cells) for row, _, cells in rows.cells(source, year, ids)]
    return Release(
        TABLE,
        source,
        tuple(cells for _, cells in offered),
        remarks=tuple(remarks),
        file=table.file,
        lines=tuple(row for row, _ in offered),
    )


class _Rows:
    def __init__(self, table: WideTable, criteria: Mapping[str, Criterion], minerals: Mapping[str, str]) -> None:
        self.table, self.minerals = table, minerals
        self.asked: dict[str, _Asked] = {}
        for code, criterion in criteria.items():
            if criterion.indicator == "observed":
                said = criterion.parameters
                asked = _Asked(str(said.get("property", "")), str(said.get("stage", "")), criterion.unit)
                self.asked.setdefault(plain(asked.property), asked)
                for name in (code, criterion.title.to("en"), criterion.title.to("zh-Hant")):
                    self.asked[plain(name)] = asked
        self.computed = {code for code, criterion in criteria.items() if criterion.indicator != "observed"}

    def of_column(self, column: WideColumn) -> _Asked | None:
        return self.asked.get(plain(column.title)) or self.asked.get(column.code)

    def of_mineral(self, mineral: WideMineral) -> str | None:
        names = (mineral.name, code_of(mineral.name), mineral.facts.get("name_en", ""), mineral.facts.get("symbol", ""))
        return next((self.minerals[plain(name)] for name in names if name and plain(name) in self.minerals), None)

    def problems(self) -> Iterator[Problem]:
        taken: dict[_Asked, str] = {}
        for column in self.table.columns:
            spot, asked = self._spot(self.table.heads, column.place), self.of_column(column)
            if asked is None:
                code = "wide.computed" if column.code in self.computed else "wide.no_criterion"
                hint = Message("wide.enter_rows") if code == "wide.computed" else nearest(column.code, self.asked)
                yield spot.problem(Message(code, name=column.title[:60]), hint)
            elif column.unit and not _is_one_unit(column.unit, asked.unit):
                message = Message("wide.other_unit_there", unit=column.unit, known=asked.unit)
                yield spot.problem(message, Message("wide.convert", unit=asked.unit))
            elif plain(asked.unit) in PERCENT and column.place in self.table.percentages:
                row, shown, held = self.table.percentages[column.place]
                message = Message("wide.percent_of_percent", shown=shown, held=held)
                yield self._spot(row, column.place).problem(message, Message("wide.plain_per_cent", unit=asked.unit))
            elif plain(asked.unit) in PERCENT and not column.unit and self._are_shares(column):
                message = Message("wide.shares_of_percent", column=column.title,
                                  most=shortest(max(self.table.of(column))))  # fmt: skip
                yield spot.problem(message, Message("wide.say_which"))
            elif asked in taken:
                message = Message("wide.column_twice", name=column.title, first=taken[asked])
                yield spot.problem(message, Message("wide.rename_or_delete"))
            if asked is not None:
                taken.setdefault(asked, column.title)
        seen: dict[str, str] = {}
        place = min(column.place for column in self.table.columns)
        for mineral in self.table.minerals:
            meant = self.of_mineral(mineral)
            spot = self._spot(mineral.row, max(1, place - 1))
            if meant is None:
                found = nearest(code_of(mineral.name), self.minerals) if code_of(mineral.name) else None
                hint = found or Message("wide.enter_mineral")
                yield spot.problem(Message("wide.no_mineral", name=mineral.name[:60]), hint)
            elif meant in seen:
                message = Message("wide.mineral_twice", name=mineral.name[:60], first=seen[meant])
                yield spot.problem(message, Message("wide.rename_or_delete"))
            else:
                seen[meant] = mineral.name

    def _are_shares(self, column: WideColumn) -> bool:
        figures = self.table.of(column)
        return bool(figures) and 0 < max(map(abs, figures)) <= 1

    def taken_units(self) -> Iterator[Message]:
        """Say in which unit the figures of a column without one are taken, and where that cannot well be."""
        for column in self.table.columns:
            asked = self.of_column(column)
            if asked is None or column.unit or asked.unit == "1":
                continue
            yield Message("wide.unit_of_criterion", column=column.title, unit=asked.unit)

    def cells(self, source: str, year: int, ids: Mapping[str, str]) -> Iterator[tuple[int, int, Mapping[str, str]]]:
        """Yield row and column of the sheet and the cells of each figure."""
        for mineral in self.table.minerals:
            for column in self.table.columns:
                figure = self.table.figures.get((mineral.row, column.place))
                asked, code = self.of_column(column), self.of_mineral(mineral)
                if figure is None or asked is None or code is None:
                    continue
                yield (
                    mineral.row,
                    column.place,
                    {
                        "mineral": code,
                        "property": asked.property,
                        "stage": asked.stage,
                        "value": shortest(figure),
                        "unit": asked.unit,
                        "year": column.year or str(year),
                        "source": ids.get(column.source) or source,
                        "grade": "D",
                        "flag": "zero" if figure == 0 else "reported",
                    },
                )

    def _spot(self, row: int, column: int) -> Spot:
        return Spot(self.table.file, self.table.sheet, (row, column))


def _is_one_unit(stated: str, known: str) -> bool:
    """Whether two units are one: alike but for blanks and capitals, or both words of per cent."""
    return plain(stated) == plain(known) or {plain(stated), plain(known)} <= {*PERCENT}


def _minerals(workspace: Workspace) -> tuple[dict[str, str], list[Problem]]:
    """Every name of a mineral, as `plain` writes it → its code."""
    table = TABLES["minerals"]
    frame, problems = read_table(workspace.root / table.path, table, table.path)
    if frame is None:
        return {}, [problem for problem in problems if problem.severity == "error"]
    names: dict[str, str] = {}
    for column in ("symbol", "name_zh", "name_en", "mineral"):  # the later ones win: a code is a code
        for name, code in zip(frame[column].astype(str), frame["mineral"].astype(str), strict=True):
            if name:
                names[plain(name)] = code
    return names, []


def places_of(table: WideTable, workspace: Workspace) -> dict[tuple[str, str, str], Place]:
    """Return the cell of the sheet of each figure, by mineral, property and stage; of a table that was accepted."""
    reading = Reading(workspace)
    read_criteria(reading, "all")
    rows = _Rows(table, reading.criteria, _minerals(workspace)[0])
    return {(cells["mineral"], cells["property"], cells["stage"]): (row, column)
            for row, column, cells in rows.cells("", 0, {})}  # fmt: skip


def _sources(workspace: Workspace) -> Mapping[str, str]:
    """Ids and titles of data/sources.yaml, as `plain` writes them → id."""
    reading = Reading(workspace)
    known = reading.document(SOURCES_FILE, SOURCES) or {}
    titles = {plain(entry.title): code for code, entry in known.items()}
    return titles | {plain(code): code for code in known}


def _ids(table: WideTable, workspace: Workspace) -> dict[str, str]:
    known = _sources(workspace)
    return {column.source: known[plain(column.source)] for column in table.columns if plain(column.source) in known}


def _cited(table: WideTable, workspace: Workspace) -> tuple[dict[str, Message | None], list[Problem]]:
    """What the row of sources names by a title, and what of it the workspace does not know."""
    known, said, problems = _sources(workspace), dict[str, Message | None](), list[Problem]()
    for column in table.columns:
        if not column.source or column.source in said:
            continue
        code = known.get(plain(column.source))
        said[column.source] = None
        if code is None:
            spot = Spot(table.file, table.sheet, (table.source_row, column.place))
            message, hint = Message("refresh.no_source", source=column.source[:60]), Message("refresh.add_source")
            problems.append(spot.problem(message, hint))
        elif code != column.source:
            said[column.source] = Message("wide.source_by_title", title=column.source[:60], code=code)
    return said, problems


def _later_years(table: WideTable, workspace: Workspace) -> Iterator[Message]:
    """Say of which stated years no assessment reads figures."""
    years = _reference_years(workspace)
    late = [column for column in table.columns if column.year and years and int(column.year) > max(years)]
    if late:
        titles = [f"{column.title} ({column.year})" for column in late]
        yield Message("wide.after_reference", columns=titles, reference=max(years))


def _reference_years(workspace: Workspace) -> list[int]:
    years = []
    for path in workspace.documents("assessments"):
        assessment, _, _ = read_document(path, Assessment, workspace.relative(path))
        if assessment is not None:
            years.append(assessment.reference_year)
    return years


def _too_late(table: WideTable, workspace: Workspace, year: int, *, stated: bool) -> Iterable[Problem]:
    """Tell a year that nobody named and no assessment would read."""
    if stated or all(column.year for column in table.columns):
        return
    years = _reference_years(workspace)
    if years and year > max(years):
        message = Message("wide.read_by_none", year=year, reference=max(years))
        yield Problem(table.file, 1, None, "", message, Message("wide.name_year", year=max(years)))

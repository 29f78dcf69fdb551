"""What can be wrong with criteria: dimensions, indicators and their parameters, the tables they need."""

from collections.abc import Iterator
from dataclasses import replace

from criticality.errors import Problem
from criticality.files.load import DIMENSIONS_FILE, Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked
from criticality.files.stray import instead_of
from criticality.indicators.quality.odd_names import odd_names
from criticality.indicators.quality.out_of_range import out_of_range
from criticality.indicators.quality.unread import unread_rows
from criticality.indicators.table import INDICATORS, data_problems, parameter_problems, property_problems
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES, Dataset
from criticality.model.units import whole_of


def criterion_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the dimensions and of every criterion read."""
    yield from _dimension_problems(reading)
    for code, criterion in sorted(reading.criteria.items()):
        marked = reading.marks[f"criteria/{code}.yaml"]
        yield from _one(reading, code, criterion, marked)
    yield from _table_problems(reading)
    assessment = reading.assessment
    if assessment is not None and reading.tables.get("minerals") is not None:
        criteria = [entry for entry in reading.criteria.values() if not list(parameter_problems(entry))]
        dataset = reading.dataset
        told = data_problems(dataset, criteria, assessment.country, assessment.reference_year)
        yield from (replace(problem, hint=problem.hint[:1].upper() + problem.hint[1:]) for problem in told)
        places = {(problem.file, problem.line, problem.where) for problem in told}
        for problem in unread_rows(dataset, criteria, assessment.country, assessment.reference_year):
            if (problem.file, problem.line, problem.where) not in places:
                yield problem
        yield from odd_names(reading.dataset, criteria)
        yield from out_of_range(reading.dataset, assessment.country)
        for code, criterion in reading.criteria.items():
            if criterion in criteria:
                yield from reading_problems(reading, dataset, criterion, reading.marks[f"criteria/{code}.yaml"])


def _dimension_problems(reading: Reading) -> Iterator[Problem]:
    codes = [dimension.code for dimension in reading.dimensions or ()]
    marked = reading.marks[DIMENSIONS_FILE]
    if reading.dimensions is not None and not codes:
        yield marked.problem((), "there is no dimension", "Write at least one: - {code: …, title: …}.", at="inside")
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield marked.problem((position, "code"), f"a second dimension {code!r}", "Keep one of them.")
        if code in ("dimensions", "score"):
            yield marked.problem((position, "code"), f"the code {code!r} is reserved", "Choose another code.")


def _one(reading: Reading, code: str, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    if criterion.code != code:
        message = f"the code is {criterion.code!r} but the file is called {code}.yaml"
        yield marked.problem(("code",), message, "A criterion's file bears its code.")
    yield from definition_problems(reading, criterion, marked)


def definition_problems(reading: Reading, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Problems of a criterion's dimension, indicator and parameters; `marked` is where they are stated."""
    code = criterion.code
    dimensions = [dimension.code for dimension in reading.dimensions or ()]
    if reading.dimensions is not None and criterion.dimension not in dimensions:
        message = f"there is no dimension {criterion.dimension!r} in {DIMENSIONS_FILE}"
        yield marked.problem(("dimension",), message, nearest(criterion.dimension, dimensions))
    if code in dimensions or code == "score":
        yield marked.problem(("code",), f"{code!r} is already the code of a dimension or of the score", "Rename it.")
    for path, message, hint in parameter_problems(criterion):
        at = "value" if path in marked.values else "inside"
        yield marked.problem(path, message, hint[:1].upper() + hint[1:] or "Correct the parameter.", at=at)


def reading_problems(reading: Reading, dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Warn of a criterion that does not fit the rows it reads; `marked` is where its keys are stated."""
    yield from _without_evidence(reading, dataset, criterion, marked)
    yield from _unit_problems(dataset, criterion, marked)


def _without_evidence(reading: Reading, dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """A criterion that no row speaks of, while its table is there: most likely a misspelt property."""
    if any(name not in reading.tables for name in INDICATORS[criterion.indicator].tables):
        return
    for path, message, hint in property_problems(dataset, criterion):
        advice = hint[:1].upper() + hint[1:] or "Add rows to the table, or leave the criterion out."
        yield marked.problem(path, message, advice, severity="warning")


def _unit_problems(dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Warn of a criterion in another unit than the rows it reads: its scale would be meant for other figures."""
    rows = dataset.table("mineral_properties")
    if criterion.indicator != "observed":
        return
    units = rows.loc[(rows["property"] == criterion.parameters.get("property")) & (rows["unit"] != ""), "unit"]
    told = [unit for unit in dict.fromkeys(units) if not _same_unit(unit, criterion.unit)]
    if told:
        path = TABLES["mineral_properties"].path
        message = f"the criterion is in {criterion.unit!r}, but its rows in {path} are in {told[0]!r}"
        hint = "Write one unit in both, and set the anchors of the scale in it."
        at = "value" if ("unit",) in marked.values else "inside"
        yield marked.problem(("unit",) if at == "value" else (), message, hint, at=at, severity="warning")


def _same_unit(one: str, other: str) -> bool:
    whole = whole_of(one)
    return one == other or (whole is not None and whole == whole_of(other))


def _table_problems(reading: Reading) -> Iterator[Problem]:
    """Tables that a criterion needs and the workspace does not have: each once, at its own name."""
    needed: dict[str, list[str]] = {}
    for code, criterion in sorted(reading.criteria.items()):
        indicator = INDICATORS.get(criterion.indicator)
        for name in indicator.tables if indicator else ():
            if not reading.has_file(name):
                needed.setdefault(name, []).append(code)
    for name, codes in needed.items():
        message = f"this file does not exist, but {', '.join(codes)} need{'s' if len(codes) == 1 else ''} it"
        begin = f"Begin it with {','.join(column.name for column in TABLES[name].columns if column.needed)}."
        hint = instead_of(reading.workspace.root / TABLES[name].path) or begin
        yield Problem(TABLES[name].path, 1, None, "", message, hint)

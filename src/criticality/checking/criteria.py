"""What can be wrong with criteria: dimensions, indicators and their parameters, the tables they need."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isnan

from criticality.errors import Problem
from criticality.files.load import DIMENSIONS_FILE, Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked
from criticality.files.stray import instead_of
from criticality.indicators.quality.checks import formula_problems
from criticality.indicators.quality.odd_names import odd_names
from criticality.indicators.quality.out_of_range import out_of_range
from criticality.indicators.quality.unread import unread_rows
from criticality.indicators.table import INDICATORS, data_problems, parameter_problems, property_problems
from criticality.model.criteria import Criterion, Dimension, WordScale
from criticality.model.dataset import TABLES, VALUE, WORD, Dataset
from criticality.model.rows.hierarchy import in_circle
from criticality.model.units import whole_of
from criticality.text.message import Message, sentence


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
        yield from (replace(problem, hint=sentence(problem.hint)) for problem in told)
        places = {(problem.file, problem.line, problem.where) for problem in told}
        unread = unread_rows(dataset, criteria, assessment.country, assessment.reference_year)
        for problem in (*unread, *out_of_range(dataset, assessment.country)):
            if (problem.file, problem.line, problem.where) not in places:
                yield problem
        yield from odd_names(reading.dataset, criteria)
        for code, criterion in reading.criteria.items():
            if criterion in criteria:
                yield from reading_problems(reading, dataset, criterion, reading.marks[f"criteria/{code}.yaml"])


def _dimension_problems(reading: Reading) -> Iterator[Problem]:
    codes = [dimension.code for dimension in reading.dimensions or ()]
    marked = reading.marks[DIMENSIONS_FILE]
    if reading.dimensions is not None and not codes:
        yield marked.problem((), Message("checking.no_dimension"), Message("checking.write_dimension"), at="inside")
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield marked.problem(
                (position, "code"), Message("checking.dimension_twice", dimension=code), Message("checking.keep_one")
            )
        yield from _parent_problems(reading.dimensions or (), position, marked)
        if code in ("dimensions", "score"):
            yield marked.problem(
                (position, "code"),
                Message("checking.code_reserved", code=code),
                Message("checking.choose_another_code"),
            )
    yield from _empty_dimensions(reading, marked)


def _empty_dimensions(reading: Reading, marked: Marked) -> Iterator[Problem]:
    """Warn of dimensions that hold nothing, where all criteria of the workspace were read and name one that exists."""
    known = [dimension.code for dimension in reading.dimensions or ()]
    held = {criterion.dimension for criterion in reading.criteria.values()}
    if not held or set(reading.criteria) != set(reading.known_criteria) or not held <= {*known}:
        return
    held |= {dimension.parent for dimension in reading.dimensions or () if dimension.parent}
    for position, code in enumerate(known):
        if code not in held:
            message, hint = (
                Message("checking.dimension_holds_nothing", dimension=code),
                Message("checking.fill_or_drop"),
            )
            yield marked.problem((position, "code"), message, hint, severity="warning")


def _parent_problems(dimensions: Sequence[Dimension], position: int, marked: Marked) -> Iterator[Problem]:
    """A parent that is no dimension, or by which a dimension would hold itself."""
    entry, known = dimensions[position], {dimension.code: dimension.parent for dimension in dimensions}
    place = (position, "parent")
    if entry.parent is None:
        return
    if entry.parent not in known:
        message = Message("checking.no_parent", parent=entry.parent, file=DIMENSIONS_FILE)
        yield marked.problem(place, message, nearest(entry.parent, [code for code in known if code != entry.code]))
    elif in_circle(entry.code, known):
        message = Message("checking.own_parent", dimension=entry.code)
        yield marked.problem(place, message, Message("checking.end_circle"))


def _one(reading: Reading, code: str, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    if criterion.code != code:
        message = Message("checking.code_unlike_file", code=criterion.code, file=code)
        yield marked.problem(("code",), message, Message("checking.criterion_bears_code"))
    yield from definition_problems(reading, criterion, marked)


def definition_problems(reading: Reading, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Problems of a criterion's dimension, indicator and parameters; `marked` is where they are stated."""
    code = criterion.code
    dimensions = [dimension.code for dimension in reading.dimensions or ()]
    if reading.dimensions is not None and criterion.dimension not in dimensions:
        message = Message("checking.no_dimension_in", dimension=criterion.dimension, file=DIMENSIONS_FILE)
        yield marked.problem(("dimension",), message, nearest(criterion.dimension, dimensions))
    if code in dimensions or code == "score":
        yield marked.problem(("code",), Message("checking.code_taken", code=code), Message("checking.rename_it"))
    for path, message, hint in parameter_problems(criterion):
        at = "value" if path in marked.values else "inside"
        yield marked.problem(path, message, sentence(hint) if hint else Message("checking.correct_parameter"), at=at)


def reading_problems(reading: Reading, dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Warn of a criterion that does not fit the rows it reads; `marked` is where its keys are stated."""
    yield from _without_evidence(reading, dataset, criterion, marked)
    yield from _unit_problems(dataset, criterion, marked)
    yield from _word_problems(dataset, criterion, marked)


def _without_evidence(reading: Reading, dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """A criterion that no row speaks of, while its table is there: most likely a misspelt property."""
    if any(name not in reading.tables for name in INDICATORS[criterion.indicator].tables):
        return
    without = formula_problems(dataset, criterion)
    for path, message, hint in without:
        yield marked.problem(path, message, sentence(hint or ""))
    for path, message, hint in property_problems(dataset, criterion) if not without else ():
        advice = sentence(hint) if hint else Message("checking.add_rows")
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
        message = Message("checking.unit_differs", unit=criterion.unit, path=path, other=told[0])
        hint = Message("checking.one_unit")
        at = "value" if ("unit",) in marked.values else "inside"
        yield marked.problem(("unit",) if at == "value" else (), message, hint, at=at, severity="warning")


def _word_problems(dataset: Dataset, criterion: Criterion, marked: Marked) -> Iterator[Problem]:
    """Words that the scale does not know, figures under a scale of words, and words under another scale."""
    words = criterion.scale.words if isinstance(criterion.scale, WordScale) else None
    if criterion.indicator != "observed":
        if words is not None:
            hint = Message("checking.observed_words")
            yield marked.problem(("scale", "kind"), Message("checking.words_of_a_computation"), hint)
        return
    rows, stage = dataset.table("mineral_properties"), criterion.parameters.get("stage")
    own = rows[rows["property"] == criterion.parameters.get("property")]
    own = own if stage is None else own[own["stage"] == stage]
    said = own[WORD] if WORD in own else [""] * len(own)
    path = TABLES["mineral_properties"].path
    for line, value, word in zip(own["line"], own["value"], said, strict=True):
        if word and words is None:
            message = Message("checking.word_under_another_scale", word=word, criterion=criterion.code)
            hint = Message("checking.give_words", criterion=criterion.code)
            yield Problem(path, int(line), None, VALUE, message, hint)
        elif word and words is not None and word not in words:
            message = Message("checking.unknown_word", word=word, criterion=criterion.code)
            yield Problem(path, int(line), None, VALUE, message, nearest(word, words))
        elif not word and words is not None and not isnan(value):
            message = Message("checking.figure_under_words", value=value, criterion=criterion.code)
            yield Problem(path, int(line), None, VALUE, message, Message("files.known", names=list(words)))


def _same_unit(one: str, other: str) -> bool:
    whole = whole_of(one)
    return one == other or (whole is not None and whole == whole_of(other))


def _table_problems(reading: Reading) -> Iterator[Problem]:
    """Tables that a criterion needs and the workspace does not have: each once, at its own name."""
    needed: dict[str, list[str]] = {}
    for code, criterion in sorted(reading.criteria.items()):
        indicator = INDICATORS.get(criterion.indicator)
        in_weights_too = criterion.indicator == "judged"  # `checking.judged` says where sentences may stand
        for name in indicator.tables if indicator and not in_weights_too else ():
            if not reading.has_file(name):
                needed.setdefault(name, []).append(code)
    for name, codes in needed.items():
        message = Message("checking.table_needed", n=len(codes), criteria=codes)
        header = ",".join(column.name for column in TABLES[name].columns if column.needed)
        begin = Message("checking.begin_with", header=header)
        hint = instead_of(reading.workspace.root / TABLES[name].path) or begin
        yield Problem(TABLES[name].path, 1, None, "", message, hint)

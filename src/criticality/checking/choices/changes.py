"""What is wrong with the changes of options: names nobody knows, rows that are not there, keys that do not hold."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import ValidationError

from criticality.checking.criteria import definition_problems, reading_problems
from criticality.checking.plan import scale_problems
from criticality.checking.rule import rule_problems
from criticality.checking.source_order import order_problems
from criticality.checking.weights import weight_problems
from criticality.errors import Problem
from criticality.files.choices.choice_files import changes_of, file_of
from criticality.files.load import Reading
from criticality.files.messages import nearest, problems_of
from criticality.files.positions import Marked, Path, shifted, spell
from criticality.model.choice import DROP, Change, Choice
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES
from criticality.model.publishers import publishers_of
from criticality.model.results import ChoiceTable
from criticality.scenarios.options import merged
from criticality.scenarios.replaced_rows import complete, key_of
from criticality.text.message import Message

Told = Iterator[Problem]


def change_problems(reading: Reading, choice: Choice) -> Told:
    """Problems of every change of a choice."""
    marked = reading.marks[file_of(choice.code)]
    for place, option in changes_of(choice):
        assert option.change is not None
        for kind, find in _FINDERS.items():
            if getattr(option.change, kind) is not None:
                yield from find(reading, option.change, (*place, kind), marked)


def _unknown(codes: Sequence[str], known: Sequence[str] | set[str], kind: str, place: Path, marked: Marked) -> Told:
    """Codes that nobody knows, and codes that stand twice."""
    for position, code in enumerate(codes):
        if code not in known:
            message = Message(f"checking.unknown_{kind}", word=code)
            yield marked.problem((*place, position), message, nearest(code, known))
        elif code in codes[:position]:
            yield marked.problem(
                (*place, position), Message("checking.stands_twice", word=code), Message("checking.keep_one")
            )


# ── tables ───────────────────────────────────────────────────────────────────


def _table_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    for table, file in (change.tables or {}).items():
        if table not in TABLES:
            message = Message("checking.no_table", table=table)
            yield marked.problem((*place, table), message, nearest(table, TABLES), at="key")
        elif file in reading.choices.tables and reading.choices.tables[file].table == table:
            yield from row_problems(reading, file, reading.choices.tables[file])


def row_problems(reading: Reading, file: str, rows: ChoiceTable) -> Told:
    """Rows that cannot be put into their table, each at its line."""
    schema = TABLES[rows.table]
    frame = reading.tables.get(rows.table)
    if frame is None and reading.has_file(rows.table):
        return  # it could not be read: which rows it has is not known
    known = set() if frame is None else set(key_of(frame, schema.key))
    if rows.table == "minerals" and "candidate" in rows.frame:
        message = Message("checking.candidates_fixed")
        yield Problem(file, 1, None, "candidate", message, Message("checking.take_column_out"))
    dropped = rows.frame[DROP.name].tolist() if DROP.name in rows.frame else [False] * len(rows.frame)
    lacking = [column.name for column in schema.columns if column.needed and column.name not in rows.frame]
    keys = key_of(rows.frame, schema.key)
    for line, key, gone in zip(rows.frame["line"].tolist(), keys, dropped, strict=True):
        said = [
            f"{name} {part.removesuffix('.0')}"
            for name, part in zip(schema.key, key, strict=True)
            if part not in ("", "nan")
        ]
        if key in known:
            if gone and rows.table == "minerals":
                message = Message("checking.candidates_stay")
                yield Problem(file, int(line), None, DROP.name, message, Message("checking.take_row_out"))
            continue
        hint = _nearest_row(key, known)
        if gone:
            message = Message("checking.no_row_to_drop", said=said, path=schema.path)
            yield Problem(file, int(line), None, schema.key[0], message, hint)
        elif not complete(rows):
            message = Message("checking.new_row_needs", said=said, path=schema.path, lacking=list(lacking))
            yield Problem(file, int(line), None, schema.key[0], message, hint)


def _nearest_row(key: tuple[str, ...], known: Collection[tuple[str, ...]]) -> str:
    """A hint for the first part of a key from which on no row of the table is like it."""
    for place, part in enumerate(key):
        like = {other[place] for other in known if other[:place] == key[:place]}
        if part not in like:
            return nearest(part.removesuffix(".0"), {other.removesuffix(".0") for other in like if other != "nan"})
    return nearest(key[0], {other[0] for other in known})


def _without_table(reading: Reading, name: str, place: Path, marked: Marked) -> Told:
    """A change of a table that is not there; of one that could not be read its own problems say enough."""
    if not reading.has_file(name):
        message = Message("checking.table_lacking", path=TABLES[name].path)
        yield marked.problem(place, message, Message("checking.add_table", path=TABLES[name].path))


# ── uses, sectors, applications ──────────────────────────────────────────────


def _uses_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    uses = reading.tables.get("end_uses")
    assert change.uses is not None
    if uses is None:
        yield from _without_table(reading, "end_uses", place, marked)
        return
    cited = set(publishers_of(uses))
    for position, source in enumerate(change.uses.sources):
        if source not in cited:
            message = Message("checking.no_use_of_source", source=source)
            yield marked.problem((*place, "sources", position), message, nearest(source, cited))
    donor = reading.choices.tables.get(change.uses.donor)
    if donor is not None and reading.assessment is not None:
        yield from _later_donors(change.uses.donor, donor, reading.assessment.reference_year)
    for line, cell in () if donor is None else zip(donor.frame["line"], donor.frame["source"], strict=True):
        for source in cell.split(";"):
            if source and reading.sources is not None and source not in reading.sources:
                message = Message("checking.no_source", source=source)
                hint = nearest(source, reading.sources)
                yield Problem(change.uses.donor, int(line), None, "source", message, hint)


def _later_donors(file: str, donor: ChoiceTable, reference_year: int) -> Told:
    """Sectors of the donor of a later year than the list describes: they are read, and told."""
    for line, year in zip(donor.frame["line"], donor.frame["year"], strict=True):
        if year > reference_year:
            message = Message("checking.donor_later", year=f"{year:.0f}", reference_year=reference_year)
            hint = Message("checking.donor_earlier_hint", reference_year=reference_year)
            yield Problem(file, int(line), None, "year", message, hint, "warning")


def _sector_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    sectors = reading.tables.get("sectors")
    assert change.sectors is not None
    if sectors is None:
        yield from _without_table(reading, "sectors", place, marked)
        return
    known = set(sectors["sector"])
    yield from _unknown(change.sectors.strategic, known, "sector", (*place, "strategic"), marked)


def _application_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    uses = reading.tables.get("end_uses")
    assert change.applications is not None
    if uses is None:
        yield from _without_table(reading, "end_uses", place, marked)
        return
    known = set(zip(uses["mineral"], uses["application"], strict=True))
    minerals = {mineral for mineral, _ in known}
    seen: set[tuple[str, str]] = set()
    for key in ("strategic", "not_strategic"):
        for position, pair in enumerate(getattr(change.applications, key)):
            where = (*place, key, position)
            if pair in seen:
                yield marked.problem(
                    where, Message("checking.pair_twice", pair=list(pair)), Message("checking.keep_one")
                )
            elif pair[0] not in minerals:
                yield marked.problem(where, Message("checking.no_use_of", mineral=pair[0]), nearest(pair[0], minerals))
            elif pair not in known:
                own = [application for mineral, application in known if mineral == pair[0]]
                message = Message("checking.no_application", mineral=pair[0], application=pair[1])
                yield marked.problem(where, message, nearest(pair[1], own))
            seen.add(pair)


# ── documents ────────────────────────────────────────────────────────────────


def _criterion_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    for code, keys in (change.criteria or {}).items():
        where = (*place, code)
        if code not in reading.criteria:
            if code not in reading.known_criteria:
                message = Message("checking.no_criterion_file", criterion=code)
                yield marked.problem(where, message, nearest(code, reading.known_criteria), at="key")
            continue
        if "code" in keys:
            message = Message("checking.code_fixed")
            yield marked.problem((*where, "code"), message, Message("checking.take_key_out"), at="key")
            continue
        part = shifted(marked, where)
        try:
            changed = Criterion.model_validate(merged(reading.criteria[code], keys))
        except ValidationError as error:
            yield from _placed(problems_of(error, part, Criterion), where)
            continue
        wrong = list(definition_problems(reading, changed, part))
        if not wrong and keys.keys() & {"indicator", "parameters", "unit"} and not change.tables:
            wrong = list(reading_problems(reading, reading.dataset, changed, part))
        yield from _placed(wrong, where)


def _weights_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    assert change.weights is not None
    known = [dimension.code for dimension in reading.dimensions or ()]
    left = change.weights.leave_out
    yield from _unknown(left, known, "dimension", (*place, "leave_out"), marked)
    if known and set(known) <= set(left):
        message = Message("checking.all_left_out")
        yield marked.problem((*place, "leave_out"), message, Message("checking.keep_at_least_one"))


def _assessment_problems(reading: Reading, change: Change, place: Path, marked: Marked) -> Told:
    assert change.assessment is not None
    if reading.assessment is None:
        return
    stated = change.assessment.stated
    paths = {**reading.paths, "assessment": marked.file}
    marks = {**reading.marks, marked.file: shifted(marked, place)}
    if "weights" in stated:
        weights = reading.choices.weights.get(stated["weights"])
        if weights is not None:
            named = {**reading.paths, "weights": stated["weights"]}
            yield from weight_problems(replace(reading, weights=weights, paths=named))
    plan = reading.assessment.model_copy(update=stated)
    changed = replace(reading, assessment=plan, paths=paths, marks=marks)
    if "rule" in stated:
        yield from _placed(list(rule_problems(changed)), place)
    if "sources" in stated:
        yield from _placed(list(order_problems(changed, plan, changed.marks[marked.file])), place)
    if "method" in stated:
        yield from _without_scale(reading, list(scale_problems(changed, plan)), (*place, "method"), marked)


def _without_scale(reading: Reading, found: list[Problem], place: Path, marked: Marked) -> Told:
    """Criteria that a method cannot use: told where the method is named, once for all of them."""
    codes = [problem.file.rpartition("/")[2].removesuffix(".yaml") for problem in found]
    if codes:
        message = Message("checking.scales_lacking", n=len(codes), criteria=codes)
        yield marked.problem(place, message, Message("checking.add_scales"))


def _placed(problems: Sequence[Problem], place: Path) -> Told:
    """Problems of a part of a document, with the place in the whole document."""
    for problem in problems:
        yield replace(problem, where=f"{spell(place)}.{problem.where}".rstrip("."))


_FINDERS: Mapping[str, Callable[[Reading, Change, Path, Marked], Told]] = {
    "tables": _table_problems,
    "uses": _uses_problems,
    "sectors": _sector_problems,
    "applications": _application_problems,
    "criteria": _criterion_problems,
    "weights": _weights_problems,
    "assessment": _assessment_problems,
}

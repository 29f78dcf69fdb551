"""Where options of two different choices change the same place: the later choice wins, and that should be meant."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from criticality.errors import Problem
from criticality.files.choices.choice_files import changes_of, file_of
from criticality.files.load import Reading
from criticality.files.positions import Path
from criticality.model.choice import DROP, KINDS, Change, Choice
from criticality.model.criteria import SCALES
from criticality.model.dataset import TABLES
from criticality.model.publishers import publishers_of
from criticality.scenarios.replaced_rows import key_of
from criticality.text.message import Message

Changed = tuple[str, ...]
"""What is changed: table, key of the row and column; or the document and its key."""

At = tuple[str, int]
"""File and line that change it."""

Places = dict[Changed, tuple[At, int]]
"""With the place of the kind of change among `KINDS`: a later kind applies after an earlier one."""


def overlap_problems(reading: Reading, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    """Warn of every two choices that change the same place, at the first such place of the later choice."""
    places = {choice.code: _places_of(reading, choice) for choice in choices}
    for first, second in combinations(choices, 2):
        one, other = places[first.code], places[second.code]
        shared = sorted((at, changed, kind) for changed, (at, kind) in other.items() if changed in one)
        if not shared:
            continue
        (file, line), changed, kind = shared[0]
        at, kind_before = one[changed]
        before = "{}:{}".format(*at)
        winner = first.code if kind_before > kind else second.code
        what = " ".join(part for part in changed if part not in ("", "nan"))
        told = {"what": what, "first": first.code, "before": before, "winner": winner, "n": len(shared) - 1}
        message = Message("checking.overlap_more" if len(shared) > 1 else "checking.overlap", **told)
        hint = Message("checking.out_of_one", before=before)
        yield Problem(file, line, None, second.code, message, hint, "warning")


def _places_of(reading: Reading, choice: Choice) -> Places:
    """Everything that the options of a choice change, with the file and line of the first that does."""
    found: Places = {}
    file = file_of(choice.code)
    marked = reading.marks[file]
    for place, option in changes_of(choice):
        change = option.change
        assert change is not None
        for named in (change.tables or {}).values():
            for changed, at in _of_rows(reading, named) if named in reading.choices.tables else ():
                found.setdefault(changed, (at, KINDS.index("tables")))
        for changed, path in (*_of_uses(reading, change, place), *_of_documents(change, place)):
            kind = KINDS.index(str(path[len(place)]))
            found.setdefault(changed, ((file, marked.key_at(path)[0]), kind))
    return found


def _of_rows(reading: Reading, file: str) -> Iterator[tuple[Changed, At]]:
    rows = reading.choices.tables[file]
    schema = TABLES[rows.table]
    stated = [str(name) for name in rows.frame if name not in (*schema.key, DROP.name, "line")]
    dropped = rows.frame[DROP.name].tolist() if DROP.name in rows.frame else [False] * len(rows.frame)
    whole = [column.name for column in schema.columns if column.name not in schema.key]
    for key, line, gone in zip(key_of(rows.frame, schema.key), rows.frame["line"].tolist(), dropped, strict=True):
        for name in whole if gone else stated:
            yield (rows.table, *key, name), (file, int(line))


def _of_uses(reading: Reading, change: Change, place: Path) -> Iterator[tuple[Changed, Path]]:
    uses, sectors = reading.tables.get("end_uses"), reading.tables.get("sectors")
    schemas: Mapping[str, tuple[str, ...]] = {name: TABLES[name].key for name in ("end_uses", "sectors")}
    if change.uses is not None and uses is not None:
        chosen = uses[publishers_of(uses).isin(list(change.uses.sources))]
        for key in key_of(chosen, schemas["end_uses"]):
            yield ("end_uses", *key, "share"), (*place, "uses")
    if change.sectors is not None and sectors is not None:
        for key in key_of(sectors, schemas["sectors"]):
            yield ("sectors", *key, "strategic"), (*place, "sectors")
    if change.applications is not None and uses is not None:
        named = {*change.applications.strategic, *change.applications.not_strategic}
        pairs = [pair in named for pair in zip(uses["mineral"], uses["application"], strict=True)]
        for key in key_of(uses[pairs], schemas["end_uses"]):
            yield ("end_uses", *key, "strategic"), (*place, "applications")


def _parts(key: str, value: object) -> Iterable[str]:
    """The keys inside a key of a criterion that are replaced one by one; a new kind of scale replaces all of them."""
    if key == "scale" and isinstance(value, dict):
        every = (name for kind in SCALES for name in kind.model_fields)
        return {*every, *value} if "kind" in value else value
    return value if key == "parameters" and isinstance(value, dict) else ("",)


def _of_documents(change: Change, place: Path) -> Iterator[tuple[Changed, Path]]:
    for code, keys in (change.criteria or {}).items():
        for key, value in keys.items():
            for part in _parts(key, value):
                yield ("criteria", code, key, part), (*place, "criteria", code, key)
    if change.weights is not None:
        yield ("weights", "leave_out"), (*place, "weights", "leave_out")
    if change.assessment is not None:
        for key in change.assessment.stated:
            yield ("assessment", key), (*place, "assessment", key)
        if change.assessment.weights is not None:
            yield ("weights", "leave_out"), (*place, "assessment", "weights")

"""What differs between the inputs of two runs: entries are matched by their identity, never by their position.

Tiers and judges are matched by name, criteria by code, judgements by their pair, rows of data by the key of the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from criticality.model.dataset import TABLES
from criticality.model.input_record import DataTable, RecordInputs, Scalar, TierEntry
from criticality.model.judgements import AhpWeights, DirectWeights
from criticality.model.record import Record
from criticality.records.digest import canonical_json
from criticality.text.phrases import INPUT_GROUPS

DataRow = Mapping[str, Scalar]
_DATA_KEYS = ("candidates", "country", "reference_year", "as_of", "sources")
_IN_ORDER = ("tiers", "production")
"""Lists whose order has a meaning: the tiers of the rule, and whose production counts before whose."""
_METHOD_KEYS = ("method", "rule")
_LINK_KEYS = ("weights", "scenario", "criteria")
_IDENTITY: Mapping[str, tuple[str, ...]] = {
    "tiers": ("name",),
    "judges": ("name",),
    "dimensions": ("code",),
    "designations": ("mineral",),
    "groups": ("group",),
    "references": ("title", "url", "doi"),
    "shocks": ("kind", "country", "stage", "minerals"),
    "levers": ("kind", "from", "to", "minerals"),
}


@dataclass(frozen=True)
class Difference:
    """One input that differs.

    Attributes
    ----------
    group
        ``criteria``, ``data``, ``weights``, ``method``, ``scenario``; ``software``; ``sureness`` (the draws) or
        ``presentation``, which change neither score nor list.
    file, place
        The file of the planner, and the place in it.
    before, after
        Plain values; None where it stands on one side only.
    """

    group: str
    file: str
    place: str
    before: object
    after: object


def differences(a: Record, b: Record) -> list[Difference]:
    """Every input of two records that differs, in the order of groups, files and places."""
    first, second = without_answers(a["inputs"]), without_answers(b["inputs"])
    entries = [
        *_assessment(first, second),
        *_criteria(first, second),
        *_document("weights", first, second),
        *_document("scenario", first, second),
        *_choices(first, second),
        *_data(first["data"], second["data"]),
        *_leaves("data", "data/sources.yaml", "", first["sources"], second["sources"]),
        *_leaves("presentation", "templates", "", first["templates"], second["templates"]),
        *_leaves("presentation", "output/runs", "adopted_run", first.get("adopted_run"), second.get("adopted_run")),
        *_leaves("software", "software", "", a["software"], b["software"]),
    ]
    order = (*INPUT_GROUPS, "software", "sureness", "presentation")
    return sorted(entries, key=lambda entry: (order.index(entry.group), entry.file, entry.place))


_DEFAULTED: Mapping[str, Mapping[str, object]] = {
    "ahp": {name: AhpWeights.model_fields[name].default for name in ("aggregate", "prioritisation", "random_index")},
    "direct": {"normalise": DirectWeights.model_fields["normalise"].default},
}
"""Method of weights → keys that a record has only where they are not at their default."""


class Threshold(NamedTuple):
    """A threshold of the rule: its tier, what is compared, and whether it is of figures or a number of places."""

    tier: str
    of: str
    of_figures: bool = False
    places: bool = False


def thresholds_of(record: Record) -> dict[str, Threshold]:
    """Every place in which a threshold of the rule may differ, as `Difference.place` names it."""
    found: dict[str, Threshold] = {}
    rule = cast(Mapping[str, list[Mapping[str, object]]], record["inputs"]["assessment"]["rule"])
    for tier, entry in _named("tiers", rule["tiers"]).items():
        for within, conditions in _sets_of_conditions(cast(TierEntry, entry)):
            for name, condition in _named("when", conditions).items():
                place, of = f"rule.tiers[{tier}]{within}.when[{name}]", str(cast(Mapping[str, object], condition)["of"])
                for end in ("at_least", "below"):
                    found[f"{place}.{end}"] = Threshold(tier, of)
                    found[f"{place}.{end}.value"] = Threshold(tier, of, of_figures=True)
                found[f"{place}.top"] = Threshold(tier, of, places=True)
    return found


def _sets_of_conditions(tier: TierEntry) -> Iterator[tuple[str, Sequence[Mapping[str, object]]]]:
    """The conditions of a tier and of each alternative, with the place of the alternative."""
    yield "", cast(Sequence[Mapping[str, object]], tier["when"])
    alternatives = cast(Sequence[Mapping[str, object]], tier.get("any") or ())
    for name, entry in _named("any", alternatives).items():
        yield f".any[{name}]", cast(Mapping[str, Sequence[Mapping[str, object]]], entry)["when"]


def differing_groups(a: Record, b: Record) -> tuple[str, ...]:
    """The input groups whose content differs in a way that could move a score or the list.

    Candidates, country, reference year and date belong to the data, the rule to the method.
    """
    first, second = _contents(a), _contents(b)
    same = {name: _alike(first[name], second[name]) for name in INPUT_GROUPS}
    return tuple(name for name in INPUT_GROUPS if not same[name])


def _contents(record: Record) -> dict[str, object]:
    inputs = without_answers(record["inputs"])
    plan: Mapping[str, object] = inputs["assessment"]
    candidates = record["result"]["candidates"]
    return {
        "criteria": [inputs["dimensions"], inputs["criteria"]],
        "data": [inputs["data"], inputs["sources"], candidates, *(plan.get(key) for key in _DATA_KEYS[1:])],
        "weights": inputs["weights"],
        "method": [plan[key] for key in _METHOD_KEYS],
        "scenario": inputs["scenario"],
        "choices": _adopted(inputs),
    }


def without_answers(inputs: RecordInputs) -> RecordInputs:
    """The inputs of a record as they were before the stated answers to the choices were applied."""
    entry = inputs.get("choices")
    if entry is None or not entry["unanswered"]:
        return inputs
    before = entry["unanswered"]
    return {
        **inputs,
        "assessment": before.get("assessment", inputs["assessment"]),
        "criteria": before.get("criteria", inputs["criteria"]),
        "weights": before.get("weights", inputs["weights"]),
        "data": {**inputs["data"], **before.get("data", {})},
    }


def _adopted(inputs: RecordInputs) -> object:
    """What the answers that are not the first option change, in the order in which they apply."""
    entry = inputs.get("choices")
    if entry is None or not entry["answers"]:
        return None
    changes = [
        option.get("change")
        for document in entry["documents"]
        for option in cast(list[dict[str, object]], document["options"])
        if entry["answers"].get(str(document["code"])) == option["code"]
    ]
    named = canonical_json(changes)
    files = {**entry["tables"], **entry["weights"]}
    return {"tiers": changes, "files": {path: file for path, file in files.items() if path in named}}


def _alike(one: object, other: object) -> bool:
    """Whether two contents are the same, whatever the order of files, lists and rows."""
    return bool(one == other) or canonical_json(_order_free(one, "")) == canonical_json(_order_free(other, ""))


def _order_free(content: object, key: str) -> object:
    """Sort the lists whose order has no meaning: all but those of `_IN_ORDER`."""
    if isinstance(content, Mapping):
        if "columns" in content and "rows" in content:
            return {**content, "rows": sorted(content["rows"], key=repr)}
        if _is_judgement(content):
            return _judgement(content)
        return {name: _order_free(entry, name) for name, entry in content.items()}
    if isinstance(content, Sequence) and not isinstance(content, str):
        entries = [_order_free(entry, "") for entry in content]
        return entries if key in _IN_ORDER else sorted(entries, key=canonical_json)
    return content


# ── documents ────────────────────────────────────────────────────────────────


def _assessment(a: RecordInputs, b: RecordInputs) -> Iterator[Difference]:
    file = b["paths"]["assessment"] or ""
    if a["paths"]["assessment"] != file:
        yield Difference("presentation", "assessments", "file", a["paths"]["assessment"], file)
    first: Mapping[str, object] = a["assessment"]
    second: Mapping[str, object] = b["assessment"]
    for key in sorted({*first, *second}):
        yield from _leaves(_group_of(key), file, key, first.get(key), second.get(key))


def _group_of(key: str) -> str:
    if key in _DATA_KEYS:
        return "data"
    if key in (*_METHOD_KEYS, "also_rank_by"):
        return "method"
    if key in _LINK_KEYS:
        return key
    return "sureness" if key == "robustness" else "presentation"


def _criteria(a: RecordInputs, b: RecordInputs) -> Iterator[Difference]:
    yield from _leaves("criteria", "criteria/dimensions.yaml", "dimensions", a["dimensions"], b["dimensions"])
    before, after = ({entry["code"]: entry for entry in side["criteria"]} for side in (a, b))
    for code in sorted({*before, *after}):
        file = f"criteria/{code}.yaml"
        if code in before and code in after:
            yield from _leaves("criteria", file, "", before[code], after[code])
        else:
            yield Difference("criteria", file, "", before.get(code), after.get(code))


def _choices(a: RecordInputs, b: RecordInputs) -> Iterator[Difference]:
    """What is considered and answered, and the documents of the choices with the files that they name."""
    before, after = (_choices_by_file(side) for side in (a, b))
    assessment = b["paths"]["assessment"] or ""
    for file in sorted({*before, *after}):
        yield from _leaves("choices", file or assessment, "", before.get(file), after.get(file))


def _choices_by_file(inputs: RecordInputs) -> dict[str, object]:
    """File → its content; under no file what the assessment says."""
    entry = inputs.get("choices")
    if entry is None:
        return {}
    files: dict[str, object] = {f"choices/{document['code']}.yaml": document for document in entry["documents"]}
    said = {"choices": entry["considered"], "answers": entry["answers"], "combinations": entry["combinations"]}
    return {**files, **entry["tables"], **entry["weights"], "": said}


def _document(key: Literal["weights", "scenario"], a: RecordInputs, b: RecordInputs) -> Iterator[Difference]:
    """A document that the assessment names by its path: the path may differ, and so may the content."""
    before, after = a[key], b[key]
    file = " → ".join(dict.fromkeys(path for side in (a, b) if (path := side["paths"].get(key)))) or key
    if before is None or after is None:
        if before != after:
            yield Difference(key, file, "", before, after)
        return
    yield from _leaves(key, file, "", _with_defaults(before, after), _with_defaults(after, before))


def _with_defaults(document: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """A set of weights with the defaults of what another of its method states: a default is told, not a dash."""
    fields = _DEFAULTED.get(str(document.get("method")), {}) if document.get("method") == other.get("method") else {}
    return {**{name: default for name, default in fields.items() if name in other}, **document}


def _leaves(group: str, file: str, place: str, before: object, after: object) -> Iterator[Difference]:
    """Walk down two values side by side and yield where they differ.

    A judgement that was turned round is one difference; its reason and whatever else differs are told apart from it.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if _is_judgement(before) and _is_judgement(after):
            before, after = _judgement(before), _judgement(after)
            if before["more"] != after["more"]:
                sides = ({key: side[key] for key in ("more", "than", "by")} for side in (before, after))
                yield Difference(group, file, place, *sides)
                before, after = (
                    {key: part for key, part in side.items() if key not in ("more", "than", "by")}
                    for side in (before, after)
                )
        for key in sorted({*before, *after}):
            inner = f"{place}.{key}" if place else str(key)
            yield from _leaves(group, file, inner, before.get(key), after.get(key))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        yield from _lists(group, file, place, before, after)
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield Difference(group, file, place, before, after)


def _lists(
    group: str, file: str, place: str, before: Sequence[object], after: Sequence[object]
) -> Iterator[Difference]:
    key = place.rpartition(".")[2].partition("[")[0]
    old, new = ([entry for entry in entries if isinstance(entry, Mapping)] for entries in (before, after))
    if (len(old), len(new)) != (len(before), len(after)):
        if _in_order(key, before) != _in_order(key, after):
            yield Difference(group, file, place, list(before), list(after))
        return
    first_named, second_named = _named(key, old), _named(key, new)
    if key == "tiers" and _common_order(first_named, second_named) != _common_order(second_named, first_named):
        yield Difference(group, file, f"{place} (order)", list(first_named), list(second_named))
    for name in sorted({*first_named, *second_named}):
        yield from _leaves(group, file, f"{place}[{name}]", first_named.get(name), second_named.get(name))


def _in_order(key: str, entries: Sequence[object]) -> list[object]:
    return list(entries) if key in _IN_ORDER else sorted(entries, key=canonical_json)


def _common_order(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [name for name in one if name in other]


def _named(key: str, entries: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The entries of a list by their identity; a second one of the same name gets a number."""
    named: dict[str, object] = {}
    for entry in entries:
        name, number = _name(key, entry), 1
        while (name if number == 1 else f"{name} #{number}") in named:
            number += 1
        named[name if number == 1 else f"{name} #{number}"] = entry
    return named


def _name(key: str, entry: Mapping[str, object]) -> str:
    if _is_judgement(entry):
        return ", ".join(sorted((str(entry["more"]), str(entry["than"]))))
    if key == "when":
        comparison = next((name for name in ("at_least", "top") if entry.get(name) is not None), "below")
        return f"{entry['of']} {comparison}"
    if key == "any":
        conditions = cast(Sequence[Mapping[str, object]], entry["when"])
        return ", ".join(_name("when", condition) for condition in conditions)
    identity = [entry.get(part) for part in _IDENTITY.get(key, ())]
    parts = [" ".join(sorted(part)) if isinstance(part, list | tuple) else str(part) for part in identity if part]
    return " ".join(parts) or canonical_json(entry)


def _is_judgement(value: Mapping[str, object]) -> bool:
    return {"more", "than", "by"} <= value.keys()


def _judgement(entry: Mapping[str, object]) -> dict[str, object]:
    """A judgement in one spelling: at equal importance the pair stands in the order of the codes."""
    if entry["by"] == 1 and str(entry["more"]) > str(entry["than"]):
        return {**entry, "more": entry["than"], "than": entry["more"]}
    return dict(entry)


# ── data ─────────────────────────────────────────────────────────────────────


def _data(a: Mapping[str, DataTable], b: Mapping[str, DataTable]) -> Iterator[Difference]:
    for name in sorted({*a, *b}):
        file = f"data/{name}.csv"
        if name not in a or name not in b:
            yield Difference("data", file, "", _counted(a.get(name)), _counted(b.get(name)))
        first, second = _rows(name, a.get(name), b.get(name)), _rows(name, b.get(name), a.get(name))
        for key in sorted({*first, *second}):
            yield from _row(file, key, first.get(key), second.get(key))


def _counted(table: DataTable | None) -> str | None:
    return None if table is None else f"{len(table['rows'])} rows"


def _row(file: str, key: str, before: DataRow | None, after: DataRow | None) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference("data", file, key, before, after)
        return
    for column in sorted({*before, *after}):
        if before.get(column) != after.get(column):
            yield Difference("data", file, f"{key}: {column}", before.get(column), after.get(column))


def _rows(name: str, table: DataTable | None, other: DataTable | None) -> dict[str, DataRow]:
    """The rows that the other table does not have as they are, by their key; empty cells are absent."""
    if table is None:
        return {}
    columns = table["columns"]
    there = set(map(tuple, other["rows"])) if other is not None and other["columns"] == columns else set()
    key = TABLES[name].key if name in TABLES else tuple(columns[:1])
    labelled: dict[str, DataRow] = {}
    for cells in table["rows"]:
        if tuple(cells) not in there:
            row = {column: cell for column, cell in zip(columns, cells, strict=True) if cell not in (None, "")}
            label = " ".join(str(row[column]) for column in key if column in row)
            number = (
                sum(entry == label or entry.startswith(f"{label} #") for entry in labelled) if label in labelled else 0
            )
            labelled[f"{label} #{number + 1}" if number else label] = {
                column: cell for column, cell in row.items() if column not in key
            }
    return labelled

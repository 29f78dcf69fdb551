"""What a run really writes has the shape that `criticality.model` states; names are looked up with their fallbacks."""

# Holds: model/input_record.py, model/robustness_record.py, model/rows/weights_record.py.

import json
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from pairs import compared, harbourmaster_changes, mine_closes, recorded

from criticality.model.comparison_record import ComparisonRecord
from criticality.model.input_record import RecordInputs
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import (
    Record,
    RecordSummary,
    country_names,
    known,
    mineral_names,
    number,
    rows,
    sector_titles,
    tier_titles,
)
from criticality.model.robustness_record import RobustnessDetails
from criticality.policy.results import policy_results
from criticality.records.restore import inputs_from
from workspace_builder import atlantis, run_folder


def misfits(value: Any, shape: Any, place: str = "") -> Iterator[str]:
    """Where a JSON value is not of a shape; keys that the shape does not name are passed over."""
    origin, parts = get_origin(shape), get_args(shape)
    if is_typeddict(shape):
        if not isinstance(value, dict):
            yield f"{place} is {value!r}, not {shape}"
            return
        yield from (f"{place}.{key} is missing" for key in sorted(shape.__required_keys__ - value.keys()))
        for key, inner in get_type_hints(shape).items():
            if key in value:
                yield from misfits(value[key], inner, f"{place}.{key}")
    elif origin in (Union, UnionType):
        if all(any(misfits(value, part)) for part in parts):
            yield from misfits(value, max(parts, key=is_typeddict), place)
    elif origin is list and isinstance(value, list):
        for position, entry in enumerate(value):
            yield from misfits(entry, parts[0], f"{place}[{position}]")
    elif origin in (dict, Mapping) and isinstance(value, dict):
        for key, entry in value.items():
            yield from misfits(entry, parts[1], f"{place}.{key}")
    elif shape is not object and not isinstance(value, (int, float) if shape is float else origin or shape):
        yield f"{place} is {value!r}, not {shape}"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder = run_folder(atlantis(tmp_path_factory.mktemp("drawn")), "--draws", 200)
    return json.loads((folder / "record.json").read_text("utf-8"))


def test_a_record_has_the_shape_stated(record: Record) -> None:
    assert list(misfits(record, Record)) == []
    assert record["inputs"].keys() == RecordInputs.__required_keys__
    assert record["result"]["robustness"].keys() >= RobustnessDetails.__optional_keys__
    assert list(misfits(json.loads((recorded() / "summary.json").read_text("utf-8")), RecordSummary)) == []


def test_the_levers_have_the_shape_stated(record: Record) -> None:
    levers = json.loads(json.dumps(policy_results(inputs_from(record), verify=False)))
    assert list(misfits(levers, PolicyRecord)) == []
    assert levers.keys() == PolicyRecord.__optional_keys__


def test_a_comparison_has_the_shape_stated() -> None:
    content = json.loads(json.dumps(compared((), (harbourmaster_changes, mine_closes))))
    assert content["changes"]
    assert list(misfits(content, ComparisonRecord)) == []
    assert content.keys() - ComparisonRecord.__optional_keys__ == ComparisonRecord.__required_keys__


def test_a_value_of_another_shape_is_found(record: Record) -> None:
    ranking = record["result"]["ranking"]
    spoiled = {**record, "result": {**record["result"], "ranking": [{**ranking[0], "score": "high"}]}, "run_id": None}
    assert [found.partition(" is ")[0] for found in misfits(spoiled, Record)] == [".run_id", ".result.ranking[0].score"]


def named(**columns: list[Any]) -> Record:
    """A record of which only two tables and the tiers matter."""
    tiers = [{"name": "critical", "title": {"en": "Critical"}, "listed": True, "when": []}, {"name": "watch"}]
    table = {"columns": list(columns), "rows": [list(row) for row in zip(*columns.values(), strict=True)]}
    return {"inputs": {"data": {"minerals": table}, "assessment": {"rule": {"tiers": tiers}}}}


def test_a_name_falls_back_to_the_other_language_and_then_to_the_code() -> None:
    record = named(mineral=["gallite", "borium", "zinc"], name_en=["Gallite", None, None], name_zh=["鎵", "硼", None])
    assert mineral_names(record) == {
        "gallite": {"en": "Gallite", "zh-Hant": "鎵"},
        "borium": {"en": "硼", "zh-Hant": "硼"},
        "zinc": {"en": "zinc", "zh-Hant": "zinc"},
    }
    assert country_names(record) == sector_titles(record) == {}


def test_tiers_are_titled_in_the_order_of_the_rule_and_the_reserved_ones_last() -> None:
    titles = tier_titles(named(mineral=[]))
    assert list(titles) == ["critical", "watch", "not_listed", "insufficient"]
    assert titles["critical"]["zh-Hant"] == "Critical"
    assert titles["watch"]["en"] == "watch"


def test_a_missing_number_is_none_and_never_zero() -> None:
    row = rows(named(mineral=["zinc"], share=[None], tonnes=[3]), "minerals")[0]
    assert number(row, "share") is None
    assert number(row, "unheard_of") is None
    assert number(row, "tonnes") == 3.0


def test_what_is_known_is_never_none() -> None:
    assert known(0.0) == 0.0
    with pytest.raises(AssertionError):
        known(None)

"""JSON Schemas of the YAML files: what the product accepts they accept, and a typing slip they mark."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from criticality.files.yaml import parse_marked
from criticality.indicators.table import INDICATORS
from criticality.interchange.record_schema import NAME, record_schema
from criticality.schemas import DOCUMENTS, json_schemas, schema_of, schema_text
from workspace_builder import check, criticality

PROJECT = Path(__file__).parent.parent
WORKSPACES = [PROJECT, *sorted(path.parent for path in (PROJECT / "tests/workspaces").glob("*/assessments"))]
SCHEMAS = json_schemas(INDICATORS)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inside) for inside in value]
    return value.isoformat() if isinstance(value, date) else value


def _content(path: Path) -> Any:
    return _plain(parse_marked(path.read_text("utf-8-sig"), path.name)[0].content)


def _documents() -> Iterator[tuple[str, Path]]:
    for root in WORKSPACES:
        for path in sorted(root.glob("*/*.yaml")):
            if name := schema_of(path.relative_to(root).as_posix()):
                yield name, path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert "ge" not in schema_text(SCHEMAS[name]).split('"')


def test_every_file_of_the_workspaces_is_valid() -> None:
    validators = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
    seen = set()
    for name, path in _documents():
        errors = [error.message for error in validators[name].iter_errors(_content(path))]
        assert errors == [], path
        seen.add(name)
    assert seen == set(DOCUMENTS)


@pytest.mark.parametrize(
    ("name", "file", "change"),
    [
        ("assessment", "assessments/taiwan-2026.yaml", {"candidate": "all"}),
        ("assessment", "assessments/taiwan-2026.yaml", {"method": "topsys"}),
        ("assessment", "assessments/taiwan-2026.yaml", {"reference_year": "2024"}),
        ("criterion", "criteria/climate_burden.yaml", {"direction": "raises"}),
        ("criterion", "criteria/climate_burden.yaml", {"scale": {"kind": "linear", "zero_at": 0}}),
        ("weights", "weights/equal.yaml", {"method": "equals"}),
        ("scenario", "scenarios/qatar-helium-loss.yaml", {"shocks": [{"kind": "export_ban"}]}),
        ("choice", "choices/licence_reading.yaml", {"options": []}),
    ],
)
def test_a_planners_typing_slip_is_marked(name: str, file: str, change: dict[str, object]) -> None:
    validator = Draft202012Validator(SCHEMAS[name])
    content = _content(PROJECT / file)
    assert validator.is_valid(content)
    assert not validator.is_valid({**deepcopy(content), **change})


def test_a_text_may_be_one_string_or_two_and_not_none_at_all() -> None:
    validator = Draft202012Validator(SCHEMAS["dimensions"])
    titles = ["Risk", {"en": "Risk"}, {"en": "Risk", "zh-Hant": "風險"}]
    assert all(validator.is_valid([{"code": "risk", "title": title}]) for title in titles)
    assert not any(validator.is_valid([{"code": "risk", "title": title}]) for title in ("", {}, {"fr": "Risque"}, 3))


def test_a_file_finds_its_schema_by_its_path() -> None:
    assert schema_of("criteria/dimensions.yaml") == "dimensions"
    assert schema_of("criteria/price.yaml") == "criterion"
    assert [schema_of(path) for path in ("data/minerals.csv", "notes.yaml", "data/other.yaml")] == [None] * 3


def test_the_schemas_of_the_reference_are_those_of_the_code() -> None:
    stored = {path.stem: path.read_text("utf-8") for path in (PROJECT / "docs/schema").glob("*.json")}
    assert stored == {name: schema_text(schema) for name, schema in {**SCHEMAS, NAME: record_schema()}.items()}


def test_a_new_workspace_tells_editors_which_schema_describes_a_file(tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert criticality("init", root).code == 0
    for path in root.glob("*/*.yaml"):
        first = path.read_text("utf-8").partition("\n")[0]
        named = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert json.loads(named.read_text("utf-8"))["title"] == schema_of(path.relative_to(root).as_posix())
    assert check(root).out == "0 problems, 0 warnings\n"

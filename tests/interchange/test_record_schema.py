"""docs/schema/record.v2.json: records of every version hold to it, and what the reader refuses it marks."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from criticality.interchange.record_schema import FORMAT, NAME, record_schema
from criticality.model.record import Record
from criticality.records import digest
from criticality.records.reading.shape import misfit
from forging import VERSIONS, fresh, older

SCHEMA = record_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = fresh(tmp_path_factory.mktemp("record"), draws=200)
    content: dict[str, Any] = json.loads((folder / "record.json").read_text("utf-8"))
    return content


def test_the_schema_is_one_and_has_the_number_of_the_format() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert digest.FORMAT == FORMAT
    assert SCHEMA["title"] == NAME == f"record.v{digest.FORMAT}"


def test_a_record_made_today_is_valid(record: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(record)] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_record_of_an_older_version_is_valid(version: str, tmp_path: Path) -> None:
    content = json.loads((older(tmp_path, version) / "record.json").read_text("utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(content)] == []


def _without_score(content: dict[str, Any]) -> None:
    del content["result"]["ranking"][0]["score"]


def _score_as_text(content: dict[str, Any]) -> None:
    content["result"]["ranking"][0]["score"] = "0.5"


def _no_rule(content: dict[str, Any]) -> None:
    del content["inputs"]["assessment"]["rule"]


def _rows_as_objects(content: dict[str, Any]) -> None:
    content["inputs"]["data"]["minerals"]["rows"] = {}


@pytest.mark.parametrize("spoil", [_without_score, _score_as_text, _no_rule, _rows_as_objects])
def test_what_the_reader_refuses_the_schema_marks(spoil: Any, record: dict[str, Any]) -> None:
    spoiled = deepcopy(record)
    spoil(spoiled)
    assert misfit(spoiled, Record)
    assert not VALIDATOR.is_valid(spoiled)


def test_a_key_of_a_later_version_is_passed_over_and_a_later_format_is_not(record: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid({**record, "later": 1})
    assert not VALIDATOR.is_valid({**record, "format": FORMAT + 1})

"""data/datapackage.json: what `check` accepts it accepts, and it says which columns, keys and sources there are."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from criticality.interchange.data_package import Described, data_package
from criticality.model.dataset import TABLES
from criticality.model.document import Source

PROJECT = Path(__file__).parents[2]
PACKAGE = json.loads((PROJECT / "data/datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def test_every_table_of_the_data_is_described_by_its_columns_in_their_order() -> None:
    tables = {path.stem: path for path in (PROJECT / "data").glob("*.csv")}
    assert RESOURCES.keys() == tables.keys()
    for name, path in tables.items():
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == next(csv.reader(file))
        assert (PROJECT / "data" / RESOURCES[name]["path"]) == path


def test_a_table_names_each_source_that_its_rows_name() -> None:
    titles = {source["title"] for source in RESOURCES["governance"]["sources"]}
    assert len(titles) == 1
    assert titles.pop().startswith("World Bank. Worldwide Governance Indicators")
    assert all(resource["sources"] for name, resource in RESOURCES.items() if name not in WITHOUT_SOURCES)


WITHOUT_SOURCES = ("minerals", "glossary", "everyday_uses")


def described(name: str, *without: str) -> dict[str, Any]:
    columns = [column.name for column in TABLES[name].columns if column.name not in without]
    tables = {"minerals": Described(["mineral", "candidate"], []), name: Described(columns, ["some"])}
    package = data_package("Figures", "1.0", tables, {"some": Source(title="T", publisher="P", doi="10.5555/x")})
    resources: Any = package["resources"]
    (found,) = (resource for resource in resources if resource["name"] == name)
    return dict(found)


def test_a_kind_of_column_is_said_in_the_words_of_a_table_schema() -> None:
    fields = {field["name"]: field for field in described("production")["schema"]["fields"]}
    assert fields["value"] == {"name": "value", "type": "number", "constraints": {"minimum": 0}}
    assert fields["stage"]["constraints"]["enum"] == ["extraction", "processing", "product"]
    assert "WLD" in fields["country"]["description"]
    assert fields["year"]["type"] == "year"
    assert fields["source"]["constraints"] == {"required": True}
    candidate = described("minerals")["schema"]["fields"][5]
    assert (candidate["trueValues"], candidate["falseValues"]) == (["yes"], ["no"])


def test_a_key_with_an_empty_cell_is_no_primary_key() -> None:
    assert described("governance")["schema"]["primaryKey"] == ["country", "indicator", "year"]
    assert described("mineral_properties")["schema"]["uniqueKeys"] == [["mineral", "property", "stage", "year"]]


def test_a_mineral_refers_to_the_table_of_minerals_and_a_source_to_its_doi() -> None:
    reference = {"fields": ["mineral"], "reference": {"resource": "minerals", "fields": ["mineral"]}}
    assert described("production")["schema"]["foreignKeys"] == [reference]
    assert "foreignKeys" not in described("minerals")["schema"]
    assert described("production")["sources"] == [{"title": "P. T", "path": "https://doi.org/10.5555/x"}]


# ── held by frictionless ─────────────────────────────────────────────────────

VALIDATE = """
import sys, frictionless
report = frictionless.validate(sys.argv[1])
for task in report.tasks:
    print(task.name, task.valid, *(error.type for error in task.errors))
for error in report.errors:
    print("package", error.message)
"""


@pytest.mark.slow
def test_frictionless_finds_the_tables_valid_and_a_spoiled_row_not(tmp_path: Path) -> None:
    from oracles import said_by

    shutil.copytree(PROJECT / "data", tmp_path / "data")
    package = tmp_path / "data/datapackage.json"
    assert said_by(VALIDATE, package).split() == [word for name in RESOURCES for word in (name, "True")]
    with (tmp_path / "data/host_metals.csv").open("a", encoding="utf-8") as file:
        file.write("unobtainium,copper,usgs_mcs_2026,Z,\n")
    said = dict(line.split(maxsplit=1) for line in said_by(VALIDATE, package).splitlines())
    assert {"foreign-key", "constraint-error"} <= set(said["host_metals"].split())
    assert said["minerals"] == "True"

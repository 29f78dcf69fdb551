"""What describes the project to other programs is current, complete, and of the version that is here."""

import json
import tomllib
from pathlib import Path

import pytest
import yaml
from describing import descriptions

from criticality import __version__

ROOT = Path(__file__).parent.parent
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


@pytest.mark.parametrize("name", ["data/datapackage.json", "codemeta.json", "datacite.json"])
def test_a_description_that_is_out_of_date_is_written_again_with_docs_generate(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == descriptions()[name]


def test_every_description_has_the_version_that_is_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stored = [json.loads((ROOT / name).read_text("utf-8"))["version"] for name in descriptions()]
    assert {project["version"], CITED["version"], *stored} == {__version__}
    assert project["license"] == CITED["license"]


def test_the_date_of_the_release_is_that_of_the_changelog() -> None:
    heads = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    (head,) = (line for line in heads if line.startswith(f"## {__version__}"))
    assert head.endswith(f"({CITED['date-released']})")


def test_a_citation_has_what_an_archive_asks_for() -> None:
    assert CITED["cff-version"] == "1.2.0"
    assert all(CITED[key] for key in ("title", "abstract", "authors", "license", "keywords", "message", "references"))
    datacite = json.loads(descriptions()["datacite.json"])
    mandatory = ("creators", "titles", "publisher", "publicationYear", "types", "schemaVersion")
    assert all(datacite[key] for key in mandatory)
    assert "identifiers" not in datacite  # a DOI is the archive's to give

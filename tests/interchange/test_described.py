"""`data package` for a workspace of one's own: described as it stands, its title kept, nothing of a broken table."""

# Holds: cli/workbooks/package.py.

import json
from pathlib import Path

import pytest

from workspace_builder import atlantis, criticality, edit

PACKAGE = "data/datapackage.json"


def described(root: Path) -> dict[str, object]:
    done = criticality("data", "package", "--write", "--workspace", root)
    assert done.code == 0, done.said
    found: dict[str, object] = json.loads((root / PACKAGE).read_text("utf-8"))
    return found


def test_a_package_is_titled_by_the_assessment_and_keeps_a_title_and_a_version_that_somebody_wrote(
    tmp_path: Path,
) -> None:
    root = atlantis(tmp_path)
    first = described(root)
    assert "Atlantis" in str(first["title"])
    assert not {"version", "licenses"} & first.keys()
    own = {**first, "title": "Figures of the Office", "version": "3"}
    (root / PACKAGE).write_text(json.dumps(own), "utf-8")
    again = described(root)
    assert (again["title"], again["version"]) == ("Figures of the Office", "3")
    assert again["resources"] == first["resources"]
    assert criticality("check", "--workspace", root).code == 0


def test_values_are_words_where_a_criterion_reads_words(tmp_path: Path) -> None:
    root = atlantis(tmp_path)

    def kind() -> object:
        shown = json.loads(criticality("data", "package", "--workspace", root).out)
        (table,) = (each for each in shown["resources"] if each["name"] == "mineral_properties")
        return next(field["type"] for field in table["schema"]["fields"] if field["name"] == "value")

    assert kind() == "number"
    edit(root, "criteria/companionality.yaml", "{kind: linear, zero_at: 0, one_at: 100}",
         "{kind: words, words: {low: 0, high: 1}, zero_at: 0, one_at: 1}")  # fmt: skip
    table = root / "data/mineral_properties.csv"
    rows = [row for row in table.read_text("utf-8").splitlines() if ",companionality," not in row]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert kind() == "string"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_table_with_a_slip_is_told_and_nothing_is_written(language: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    table = root / "data/production.csv"
    table.write_text(table.read_text("utf-8") + "austrium,extraction\n", "utf-8")
    refused = criticality("data", "package", "--write", "--workspace", root, "--lang", language)
    assert (refused.code, "data/production.csv:" in refused.err) == (1, True)
    assert not (root / PACKAGE).exists()

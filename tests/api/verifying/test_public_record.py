"""`verify` of a public record: without the confidential folder what anybody can recompute, with it everything."""

import copy
import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from confidential_workspace import FOLDER, confidential
from criticality.api.life.stated import without_draws
from criticality.api.verifying.made_again import TOLERANCE
from criticality.api.verifying.public_part import public_part, recomputable_of
from criticality.api.verifying.stated_rows import Folder, held_rows, says_the_salt_is_another
from criticality.files.confidential.confidential_files import folder_alone
from criticality.records.csv_tables import csv_tables
from criticality.records.digest import canonical_json, result_digest_of
from criticality.records.public.withheld import withheld_of
from criticality.records.reading.first_difference import first_difference
from criticality.records.restore import public_inputs_from
from forging import remake_sums
from workspace_builder import ASSESSMENT, Outcome, criticality, edit, run_folder

ADOPTED = "status: adopted\nadopted: {by: {en: Harbour Council, zh-Hant: 港務會議}, on: 2025-04-01, act: Order 7}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public record, beside that of the list adopted before, which the later threshold changes."""
    root = confidential(tmp_path_factory.mktemp("made"))
    edit(root, ASSESSMENT, "country: ATL", f"{ADOPTED}country: ATL")
    run_folder(root, "--draws", 0)
    edit(root, ASSESSMENT, ADOPTED, "")
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.65}")
    return run_folder(root, "--public", "--draws", 0)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    root = tmp_path / "atlantis"
    shutil.copytree(made.parents[2], root)
    return root / "output" / "runs" / made.name


def verify(folder: Path) -> Outcome:
    return criticality("verify", folder, "--workspace", folder.parents[2])


def test_with_the_folder_everything_is_recomputed(folder: Path) -> None:
    told = verify(folder)
    assert told.code == 0, told.said
    for part in ("the digests of 4 confidential rows", "the result with all figures (run 2025-03-01-", "policy.json"):
        assert part in told.out
    assert "note:" not in told.out


def test_a_public_run_keeps_the_folder_out_of_the_repository(made: Path) -> None:
    assert (made.parents[2] / FOLDER / ".gitignore").read_text("utf-8").endswith("*\n")


def test_without_the_folder_it_says_what_could_not_be_recomputed(folder: Path) -> None:
    shutil.rmtree(folder.parents[2] / FOLDER)
    told = verify(folder)
    assert told.code == 0, told.said
    assert "the weights, and the cells that rest on public figures" in told.out
    assert "contributions of the 6 minerals that stand on public figures alone" in told.out
    assert "every figure" not in told.out
    assert "nobody can recompute the 3 cells" in told.out
    assert "nor score, tier and rank of austrium, norwegium" in told.out
    assert (
        "of no mineral were recomputed: rank (but for the order of those on public figures alone), P(listed)"
        in told.out
    )
    assert "the digests of 4 confidential rows were not compared" in told.out
    assert "policy.json was not recomputed" in told.out


def test_a_changed_figure_is_named_with_its_line(folder: Path) -> None:
    edit(folder.parents[2], f"{FOLDER}/production.csv", "11843.5519", "11843.5518")
    told = verify(folder)
    assert told.code == 1
    key = "mineral austrium, stage processing, country LEM, year 2024, source harbour_returns_2024"
    assert f"{FOLDER}/production.csv: line 3 ({key}): this row is not one of the run" in told.said
    assert "which of the two has changed, this does not tell" in told.said
    assert "line 2" not in told.said
    assert "11843" not in told.said


def test_a_row_taken_out_a_source_and_the_salt_are_told(folder: Path) -> None:
    root = folder.parents[2]
    whole = (root / FOLDER / "production.csv").read_text("utf-8")
    edit(root, f"{FOLDER}/production.csv", whole.splitlines(keepends=True)[-1], "")
    assert "1 row of the run is not in this file" in verify(folder).said
    (root / FOLDER / "production.csv").write_text(whole, "utf-8")
    edit(root, f"{FOLDER}/sources.yaml", "two works", "three works")
    assert "harbour_returns_2024: this source is not described as in the run" in verify(folder).said
    edit(root, f"{FOLDER}/sources.yaml", "three works", "two works")
    (root / FOLDER / "salt").write_text("00" * 32, "ascii")
    told = verify(folder)
    assert told.code == 1
    assert "either the salt is another, or each row has changed – data/confidential/mineral_properties.csv" in told.said
    assert "line 2 (mineral norwegium, property gwp100" in told.said
    (root / FOLDER / "salt").write_text("00" * 3, "ascii")
    told = verify(folder)
    assert told.code == 1
    assert "The record is not what its inputs give" not in told.said


def test_rows_that_came_later_are_noted_and_left_out(folder: Path) -> None:
    root = folder.parents[2]
    with (root / FOLDER / "production.csv").open("a", encoding="utf-8") as file:
        file.write("ilmenium,processing,ATL,2099,5,t,harbour_returns_2030,A,reported\n")
    with (root / FOLDER / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("harbour_returns_2030:\n  title: Returns of another year\n  publisher: Harbour Office\n")
    told = verify(folder)
    assert told.code == 0, told.said
    assert "data/confidential/production.csv, line 4 (mineral ilmenium" in told.out
    assert "the record does not state the source 'harbour_returns_2030'" in told.out
    assert "policy.json" in told.out


def test_one_row_alone_that_has_changed_is_named_where_the_salt_is_known(folder: Path) -> None:
    """The digest of a source, or the whole run beside the public one, tells that the salt is that of the run."""
    root = folder.parents[2]
    record = json.loads((folder / "record.json").read_text("utf-8"))
    record["inputs"]["confidential"]["digests"].pop("sources")
    read = folder_alone(root)
    assert read.rows is not None
    salt, rows = read.rows.salt, read.rows
    own = Folder(dataclasses.replace(rows, salt=b"\x00" * 32), read.sources or {})
    assert not held_rows(record, own).known
    assert says_the_salt_is_another(record, folder.parent, salt) is None
    whole = next(place for place in folder.parent.iterdir() if place != folder)
    base = json.loads((whole / "record.json").read_text("utf-8"))
    record["inputs"]["confidential"]["public_form_of"] = {"run_id": base["run_id"], "digest": base["digest"]}
    assert says_the_salt_is_another(record, folder.parent, salt) is False
    assert says_the_salt_is_another(record, folder.parent, b"\x00" * 32) is True


def _forged(folder: Path, alter: Any) -> None:
    record = json.loads((folder / "record.json").read_text("utf-8"))
    alter(record)
    record["result_digest"] = result_digest_of(record["result"])
    (folder / "record.json").write_text(canonical_json(record) + "\n", "utf-8")
    for name, text in csv_tables(record).items():
        (folder / "tables" / name).write_text(text, "utf-8")
    (folder / "ro-crate-metadata.json").unlink()
    remake_sums(folder)


def test_a_figure_put_into_a_withheld_cell_is_told_without_the_folder(folder: Path) -> None:
    def alter(record: Any) -> None:
        next(cell for cell in record["result"]["indicators"] if cell["flag"] == "confidential")["value"] = 0.5

    _forged(folder, alter)
    shutil.rmtree(folder.parents[2] / FOLDER)
    told = verify(folder)
    assert told.code == 1
    assert "it holds what a public record withholds, at result.indicators" in told.said


def test_another_score_or_tier_of_a_mineral_on_public_figures_is_told_without_the_folder(folder: Path) -> None:
    shutil.rmtree(folder.parents[2] / FOLDER)
    whole = json.loads((folder / "record.json").read_text("utf-8"))
    for name, changed in (("score", 0.804), ("tier", "watch"), ("listed", None), ("rule_tier", "watch")):

        def alter(record: Any, name: str = name, changed: object = changed) -> None:
            row = next(row for row in record["result"]["ranking"] if row["mineral"] == "ilmenium")
            row[name] = not row[name] if changed is None else changed

        told = _public_difference(whole, alter)
        assert told.startswith(f"result.ranking.ilmenium.{name}: recorded "), name
    contributions = whole["result"]["contributions"]
    (at, *_) = [place for place, row in enumerate(contributions) if row["mineral"] == "ilmenium"]
    told = _public_difference(whole, lambda record: record["result"]["contributions"].pop(at))
    assert told.startswith("result.contributions.ilmenium.")
    assert _public_difference(whole, _first_and_last_swapped).startswith("result.order[0]: recorded ")
    assert not _public_difference(whole, lambda record: None)


def _first_and_last_swapped(record: Any) -> None:
    alone = recomputable_of(record, withheld_of(record)).alone
    rows = [row for row in record["result"]["ranking"] if row["mineral"] in alone and row["rank"] is not None]
    rows[0]["rank"], rows[-1]["rank"] = rows[-1]["rank"], rows[0]["rank"]


def _public_difference(whole: Any, alter: Any) -> str:
    """What the part that anybody can recompute differs in, of a record with a change."""
    record = copy.deepcopy(whole)
    alter(record)
    hidden = withheld_of(record)
    open_to_all = recomputable_of(record, hidden)
    again = without_draws(public_inputs_from(record))["result"]
    stated, made = (public_part(result, hidden, open_to_all) for result in (record["result"], again))
    return first_difference(stated, made, TOLERANCE, within="result.") or ""


def test_the_tier_of_a_mineral_whose_group_has_a_withheld_one_is_not_held(folder: Path) -> None:
    record = json.loads((folder / "record.json").read_text("utf-8"))
    table = record["inputs"]["data"]["minerals"]
    at, group = table["columns"].index("mineral"), table["columns"].index("group")
    (named,) = [entry["group"] for entry in record["inputs"]["assessment"]["rule"]["groups"]]
    candidates = record["result"]["candidates"]
    members = {row[at] for row in table["rows"] if row[group] == named and row[at] in candidates}
    hidden = withheld_of(record)
    assert members.isdisjoint(hidden.minerals)
    assert not recomputable_of(record, hidden).held_by_group
    first = min(members)
    hiding = dataclasses.replace(hidden, minerals=frozenset({first}))
    found = recomputable_of(record, hiding)
    assert found.held_by_group == members - {first}
    ranking: Any = public_part(record["result"], hiding, found)["ranking"]
    assert {"score", "rule_tier"} <= set(ranking[min(members - {first})])
    assert "tier" not in ranking[min(members - {first})]
    against = dataclasses.replace(hidden, apart=False)
    assert not recomputable_of(record, against).alone


def test_another_rank_is_told_with_the_folder_and_a_public_cell_without(folder: Path) -> None:
    root = folder.parents[2]

    def alter(record: Any) -> None:
        cell = next(cell for cell in record["result"]["indicators"] if cell["criterion"] == "water_burden")
        cell["value"] = 11.0

    _forged(folder, alter)
    assert verify(folder).code == 1
    shutil.rmtree(root / FOLDER)
    told = verify(folder)
    assert told.code == 1
    assert "indicators" in told.said


def test_another_tale_of_what_the_adopted_list_had_is_told_with_the_folder_and_without(folder: Path) -> None:
    root = folder.parents[2]

    def alter(record: Any) -> None:
        assert record["result"]["since_adopted"]["left"]
        record["result"]["since_adopted"]["left"] = []

    _forged(folder, alter)
    assert "result.since_adopted.left" in verify(folder).said
    shutil.rmtree(root / FOLDER)
    told = verify(folder)
    assert told.code == 1
    assert "result.since_adopted.left" in told.said

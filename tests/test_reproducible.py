"""The same inputs give the same run, byte for byte; a record is whole or not there, and never altered unseen."""

# Holds: files/revision.py, records/canonical.py, records/compose.py, records/csv_tables.py,
# records/environment.py.

import json
import multiprocessing
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from criticality.files.yaml import parse_marked
from criticality.records import drafts, store
from criticality.records.seal import sha256
from longer import sampled
from workspace_builder import (
    ASSESSMENT,
    ATLANTIS,
    TABLES,
    WEIGHTS,
    atlantis,
    criticality,
    edit,
    run,
    run_folder,
)

ROBUST = "\nrobustness: {draws: 300, seed: 7}\n"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / "tables" / f"{name}.csv").read_bytes() for name in TABLES}


def robust(root: Path) -> Path:
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write(ROBUST)
    return root


def shuffled_rows(path: Path, chance: random.Random) -> None:
    header, *rows = path.read_text("utf-8").splitlines()
    chance.shuffle(rows)
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")


def turned_keys(content: object, chance: random.Random) -> object:
    """The same document with the keys of every mapping in another order."""
    if isinstance(content, dict):
        keys = list(content)
        chance.shuffle(keys)
        return {key: turned_keys(content[key], chance) for key in keys}
    return [turned_keys(entry, chance) for entry in content] if isinstance(content, list) else content


def content_of(path: Path) -> Any:
    """A document as plain values, by the core schema of YAML 1.2 (`on` is a word)."""
    marked, problems = parse_marked(path.read_text("utf-8"), path.name)
    assert not problems
    return marked.content


def rewrite(path: Path, content: object) -> None:
    """Write a document as JSON, indented by tabs."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent="\t"), "utf-8")


def test_two_copies_at_different_paths_are_one_run(tmp_path: Path) -> None:
    first = run_folder(robust(atlantis(tmp_path / "here")))
    second = run_folder(robust(atlantis(tmp_path / "在那裡 and there")))
    assert first.name == second.name
    assert bytes_of(first) == bytes_of(second)
    assert (first / "record.json").read_bytes() == (second / "record.json").read_bytes()


@pytest.mark.parametrize("seed", sampled(range(3), 3))
def test_the_order_of_rows_keys_judges_and_files_means_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    plain = run_folder(robust(atlantis(tmp_path / "plain")))
    root = robust(atlantis(tmp_path / "turned"))
    for path in sorted((root / "data").glob("*.csv")):
        shuffled_rows(path, chance)
    weights = content_of(root / WEIGHTS)
    chance.shuffle(weights["judges"])
    for judge in weights["judges"]:
        for said in judge["comparisons"].values():
            chance.shuffle(said)
    rewrite(root / WEIGHTS, weights)
    for path in [root / WEIGHTS, *(root / "criteria").glob("*.yaml")]:
        rewrite(path, turned_keys(content_of(path), chance))
    turned = run_folder(root)
    assert turned.name == plain.name
    assert bytes_of(turned) == bytes_of(plain)


def test_the_order_of_listed_criteria_and_candidates_means_nothing(tmp_path: Path) -> None:
    codes = sorted(path.stem for path in (ATLANTIS / "criteria").glob("*.yaml") if path.stem != "dimensions")
    minerals = ["austrium", "decipium", "ilmenium", "mosandrium", "norwegium", "victorium", "nebulium", "coronium"]
    folders = []
    for name, step in (("forth", 1), ("back", -1)):
        root = atlantis(tmp_path / name)
        edit(root, ASSESSMENT, "criteria: all ", f"criteria: [{', '.join(codes[::step])}] ")
        edit(root, ASSESSMENT, "candidates: all ", f"candidates: [{', '.join(minerals[::step])}] ")
        folders.append(run_folder(root))
    assert folders[0].name == folders[1].name
    assert bytes_of(folders[0]) == bytes_of(folders[1])


def test_byte_order_mark_and_line_ends_mean_nothing(tmp_path: Path) -> None:
    plain = run_folder(atlantis(tmp_path / "plain"))
    root = atlantis(tmp_path / "windows")
    for path in [*(root / "data").glob("*.csv"), *root.rglob("*.yaml")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    windows = run_folder(root)
    assert windows.name == plain.name
    assert bytes_of(windows) == bytes_of(plain)


def test_json_documents_are_the_same_documents(tmp_path: Path) -> None:
    plain = run_folder(atlantis(tmp_path / "plain"))
    root = atlantis(tmp_path / "json")
    for path in root.rglob("*.yaml"):
        rewrite(path, content_of(path))
    turned = run_folder(root)
    assert turned.name == plain.name
    assert bytes_of(turned) == bytes_of(plain)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 4.5,"),
        ("data/end_uses.csv", "guild_of_smelters_2024,B,\ncoronium", "guild_of_smelters_2024,C,\ncoronium"),
        (ASSESSMENT, "at_least: 0.60}, {of: supply_risk", "at_least: 0.61}, {of: supply_risk"),
        ("criteria/climate_burden.yaml", "one_at: 100}", "one_at: 101}"),
        ("data/sources.yaml", "publisher: Survey of Thule", "publisher: Survey of Ultima Thule"),
    ],
    ids=["judgement", "grade", "threshold", "scale", "source"],
)
def test_whatever_changes_makes_another_run(file: str, old: str, new: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = run_folder(root)
    edit(root, file, old, new)
    assert run_folder(root).name != before.name


def test_comments_spaces_and_language_are_no_inputs(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = run_folder(root)
    with (root / WEIGHTS).open("a", encoding="utf-8") as stream:
        stream.write("\n# a word to the reader\n\n")
    assert run_folder(root) == before
    assert run_folder(root, "--workers", 2) == before


def test_a_second_run_agrees_and_prints_the_same_folder(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    first = run_folder(root)
    stamp = (first / "record.json").stat().st_ino, bytes_of(first)
    assert run_folder(root) == first
    assert ((first / "record.json").stat().st_ino, bytes_of(first)) == stamp, "records are written once"
    said = criticality("run", "--workspace", root, "--language", "none")
    assert "already recorded" in said.out


# ── all or nothing ───────────────────────────────────────────────────────────


def test_a_run_that_dies_while_printing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = atlantis(tmp_path)

    def dies(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("criticality.api.run.write_pages", dies)
    outcome = run(root)
    assert outcome.code == 130
    assert list((root / "output" / "runs").iterdir()) == []


def test_what_a_killed_run_left_is_no_record_and_is_swept(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    left = folder.parent / f".{folder.name}.000000000000.draft"
    shutil.copytree(folder, left / folder.name)
    (left / folder.name / "SHA256SUMS").unlink()
    (left / drafts.MARKER).write_text(json.dumps({"kind": drafts.KIND, **drafts._machine()}), "utf-8")
    shutil.rmtree(folder)
    assert "no record" in criticality("runs", "--workspace", root).out
    assert run_folder(root) == folder
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name]


def test_two_at_once_do_not_collide(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        outcomes = pool.map_async(run, [root] * 2, chunksize=1).get(timeout=300)  # without it, a lost worker hangs
    assert [outcome.code for outcome in outcomes] == [0, 0], outcomes
    assert outcomes[0].out == outcomes[1].out
    folder = Path(outcomes[0].out.strip())
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    store.read_record(folder)


# ── altered records ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["record.json", "tables/ranking.csv", "SHA256SUMS"])
def test_an_altered_record_is_refused_by_the_name_of_the_file(name: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace("austrium", "aurum", 1) if "austrium" in text else text[1:], "utf-8")
    for outcome in (criticality("show", folder.name, "--workspace", root), run(root)):
        assert outcome.code == 1, outcome.said
        assert folder.name in outcome.err
        assert "altered" in outcome.err
        assert name in outcome.err or name == "SHA256SUMS"


@pytest.mark.parametrize("name", ["record.json", "SHA256SUMS"])
def test_a_record_of_mere_bytes_is_refused(name: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    (folder / name).write_bytes(bytes(range(255, 0, -1)))
    for outcome in (criticality("show", folder.name, "--workspace", root), run(root)):
        assert outcome.code == 1, outcome.said
        assert "altered" in outcome.err
        assert "hint: Bring it back" in outcome.err


def test_a_record_made_to_fit_its_sums_still_betrays_itself(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    record["inputs"]["assessment"]["rule"]["tiers"][0]["when"][0]["at_least"] = 0.9
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    old = sha256((folder / "record.json").read_bytes())
    (folder / "record.json").write_text(text, "utf-8")
    (folder / "SHA256SUMS").write_text(sums.replace(old, sha256(text.encode())), "utf-8")
    outcome = criticality("show", folder.name, "--workspace", root)
    assert outcome.code == 1
    assert "its inputs do not give its run id" in outcome.err


def test_a_lost_table_is_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    (folder / "tables" / "weights.csv").unlink()
    outcome = criticality("show", folder.name, "--workspace", root)
    assert outcome.code == 1
    assert "tables/weights.csv is missing" in outcome.err

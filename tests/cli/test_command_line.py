"""What the command line answers: warnings, exit codes, names of files, and an exit whatever a file holds."""

# Holds: cli/arguments.py, cli/levers.py, cli/main.py, cli/pages.py, cli/run.py, cli/show.py.

import json
import random
import re
import warnings
from pathlib import Path

import pytest

from criticality.cli.show import _since
from criticality.model.assessment import MOST_DRAWS
from longer import sampled
from slips import EQUAL, GWP
from workspace_builder import (
    ASSESSMENT,
    ATLANTIS,
    WEIGHTS,
    atlantis,
    check,
    criticality,
    edit,
    problems,
    run,
    run_folder,
)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (GWP, "on: 2025-01-31", "on: 2019-01-31", "last confirmed on 2019-01-31"),
        (GWP, "confirmed: {by: Office of Weights and Measures, on: 2025-01-31}\n", "", "nobody has confirmed"),
        (GWP, "title: {en: Greenhouse gas from cradle to gate, zh-Hant: ", "title: {zh-Hant: ", "no en version"),
        (ASSESSMENT, "title: {en: Watch, zh-Hant: 觀察名單}", "title: {en: Watch}", "no zh-Hant version"),
        ("data/minerals.csv", ",莫桑,", ",,", "Chinese name is missing"),
        ("data/production.csv", "grade,flag\n", "grade,flag,remarks\n", "cells"),
        (GWP, "{property: gwp100}", "{property: gwp1000}", "no row of data/mineral_properties.csv"),
    ],
    ids=["stale", "unconfirmed", "no_english", "no_chinese", "no_chinese_name", "extra_column", "no_such_property"],
)
def test_a_warning_does_not_stop_a_run(file: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, file, old, new)
    if says == "cells":
        text = (root / file).read_text("utf-8").splitlines()
        (root / file).write_text("\n".join([text[0], *(row + ",x" for row in text[1:])]) + "\n", "utf-8")
        says = "the column 'remarks' is not read"
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    warnings = "2 warnings" if old == "{property: gwp100}" else "1 warning"  # that criterion then has no figure at all
    assert outcome.out.endswith(f"0 problems, {warnings}\n")
    assert f"warning: {says}" in outcome.out or says in outcome.out
    assert run(root).code == 0


def test_yaml_is_read_by_its_core_schema(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "because: Needed, exposed, and high overall", "because: no")
    text = (root / ASSESSMENT).read_text("utf-8").splitlines(keepends=True)
    text = ["  because: no\n" if line.startswith("  because: no") else line for line in text]
    text = ["reference_year: 0o3750\n" if line.startswith("reference_year") else line for line in text]
    text = ['as_of: "2025-03-01"\n' if line.startswith("as_of") else line for line in text]
    (root / ASSESSMENT).write_text("".join(text) + "note: 12:30\nrobustness: {draws: 0e5, seed: 1e3}\n", "utf-8")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    folder = run_folder(root)
    said = json.loads((folder / "record.json").read_text("utf-8"))["inputs"]["assessment"]
    assert said["rule"]["because"] in ("no", {"en": "no", "zh-Hant": "no"})
    assert said["note"]["en"] == "12:30"
    assert (said["reference_year"], said["as_of"]) == (2024, "2025-03-01")
    assert said["robustness"]["seed"] == 1000


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    assert criticality("run", "--draws", "many", "--workspace", root).code == 2
    assert criticality("run", "--language", "fr", "--workspace", root).code == 2
    assert criticality("rnu").code == 2
    assert criticality("run", "--draws", MOST_DRAWS + 1, "--workspace", root).code == 2
    assert criticality("report", "2025-03-01-00000000", "--only", "--workspace", root).code == 2
    for words in (("",), ("--weights", ""), ("--scenario", " ")):
        assert run(root, *words).code == 2, "an empty variable of a script must not fall back on another file"
    assert not (root / "output").exists()


def test_what_the_machine_lacks_ends_with_3(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "output").write_text("a file where a folder belongs", "utf-8")
    outcome = run(root)
    assert (outcome.code, outcome.out) == (3, "")
    assert "hint: " in outcome.err


def test_words_of_the_command_line_that_lead_nowhere(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    for words in (("nothing",), ("--weights", "nothing"), ("--scenario", "nothing")):
        outcome = run(root, *words)
        assert outcome.code == 1
        assert problems(outcome), outcome.said
    outcome = run(root, "--weights", root.parent / "outside.yaml")
    assert outcome.code == 1
    assert criticality("run", "--workspace", tmp_path / "nowhere").code == 1
    assert not (root / "output").exists()


def test_a_name_suffices_on_the_command_line(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    first = run_folder(root, "atlantis-2024", "--weights", "equal")
    assert first == run_folder(root, ASSESSMENT, "--weights", root / EQUAL)
    assert first != run_folder(root)


# ── whatever a file holds, the end is an exit ────────────────────────────────

SHARDS = (
    *("", "null", "[]", "{}", "-1", "1e400", ".nan", "yes", "'", '"', "{a:", "&a", "*a", "!!x"),
    *("=1", "é", "---", ":", ",", "~", "|", "%", "\t", "\0"),
)


def shaken(raw: bytes, chance: random.Random) -> bytes:
    """Flip bytes, lose or repeat a line, or put something else in the place of a word."""
    kind, lines = chance.randrange(5), raw.split(b"\n")
    if kind == 0:
        flipped = bytearray(raw)
        for _ in range(chance.randrange(1, 4)):
            flipped[chance.randrange(len(raw))] = chance.randrange(256)
        return bytes(flipped)
    if kind == 1:
        del lines[chance.randrange(len(lines))]
        return b"\n".join(lines)
    if kind == 2:
        lines.insert(chance.randrange(len(lines)), chance.choice(lines))
        return b"\n".join(lines)
    words = [found.span() for found in re.finditer(rb"[^\s,:{}\[\]]+", raw)]
    (begin, end), (other, until) = chance.choice(words), chance.choice(words)
    put = chance.choice(SHARDS).encode() if kind == 3 else raw[other:until]
    return raw[:begin] + put + raw[end:]


FILES_OF_ATLANTIS = sorted(
    path.relative_to(ATLANTIS).as_posix()
    for folder in ("assessments", "criteria", "weights", "data")
    for path in (ATLANTIS / folder).iterdir()
)


@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.slow)])
@pytest.mark.parametrize("file", sampled(FILES_OF_ATLANTIS, 4, lambda file: file.split("/")[0]))
def test_a_shaken_file_never_ends_in_a_traceback(file: str, times: int, tmp_path: Path) -> None:
    root, chance = atlantis(tmp_path), random.Random(file)
    raw = (root / file).read_bytes()
    for _ in range(times):
        (root / file).write_bytes(shaken(raw, chance))
        outcome = run(root)
        assert outcome.code in (0, 1), outcome.said
        assert (outcome.code == 0) == (len(outcome.out.splitlines()) == 1)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/production.csv", "austrium,extraction,LEM,2024,80", "austrium,extraction,LEM,2024,1e-320"),
        ("data/production.csv", "austrium,extraction,WLD,2024,100", "austrium,extraction,WLD,2024,1e308"),
        ("data/mineral_properties.csv", "gwp100,,100,", "gwp100,,1e308,"),
        (GWP, "zero_at: 1, one_at: 100", "zero_at: 1e-300, one_at: 1e300"),
        (GWP, "kind: log, zero_at: 1, one_at: 100", "kind: linear, zero_at: -1.7e308, one_at: 1.7e308"),
        (WEIGHTS, "weight: 2 ", "weight: 1e-300 "),
        (ASSESSMENT, "as_of: 2025-03-01 ", "robustness: {draws: 20, seed: 1, judgement_spread: 1e300} #"),
        (ASSESSMENT, "as_of: 2025-03-01 ", "robustness: {draws: 20, seed: 1, data_spread: 1e300} #"),
        (ASSESSMENT, "as_of: 2025-03-01 ", "robustness: {draws: 20, seed: 1e30, threshold_spread: 1} #"),
    ],
    ids=["tiny", "huge", "far", "wide_log", "wide_linear", "faint_judge", "judgements", "data", "thresholds"],
)
def test_extreme_numbers_are_numbers(file: str, old: str, new: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, file, old, new)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # a figure that is no number decides nothing in silence
        outcome = run(root)
    assert outcome.code in (0, 1), outcome.said
    assert outcome.code == 0 or problems(outcome)


def test_what_happened_since_and_changed_nothing_is_said_to_change_nothing(monkeypatch):
    monkeypatch.setattr("criticality.cli.show.Titles", lambda _record: None)
    monkeypatch.setattr("criticality.cli.show._tier_titles", lambda _record: {})
    place = {"tier": "insufficient", "score": None}
    outcome = {"mineral": "krypton", "events": [], "by_figures": place, "with_events": dict(place)}
    assert "unchanged by what happened since" in _since(outcome, {}, {})
    assert "unchanged" not in _since({**outcome, "with_events": {"tier": "watch", "score": None}}, {}, {})

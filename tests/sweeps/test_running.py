"""A sweep gives in every case what the assessment itself gives, and the same bytes on every engine."""

# Holds: sweeps/case_inputs.py, sweeps/case_results.py, sweeps/piece_store.py, sweeps/sweep_tables.py,
# sweeps/answer.py, sweeps/axis_titles.py, model/sweeps/material.py, model/sweeps/sweep_record.py,
# sweeps/listed_cases.py, sweeps/sweep_loading.py, api/sweep.py.

import csv
import hashlib
import json
import os
import shutil
import signal
import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

import criticality as crit
from criticality.api.sweep import material_of, on_disk, seconds_needed
from criticality.engines.engine import Engine
from criticality.errors import RecordError
from criticality.files.workspace import Workspace
from criticality.sweeps import case_results
from criticality.sweeps.case_results import pieces_of
from criticality.sweeps.piece_store import InMemory, OnDisk
from criticality.sweeps.running import decide_cases
from workspace_builder import atlantis, criticality, edit

SWEEP = "sweeps/weights-and-methods.yaml"
SMALL = """\
title: A sweep
assessment: assessments/atlantis-2024.yaml
vary:
  {vary}
design: {design}
draws: {draws}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return atlantis(tmp_path).resolve()


def write(root: Path, vary: str, design: str = "full", draws: int = 0, name: str = "small") -> str:
    (root / f"sweeps/{name}.yaml").write_text(SMALL.format(vary=vary, design=design, draws=draws), "utf-8")
    return name


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def swept(root: Path, name: str, *words: object) -> Path:
    outcome = criticality("sweep", name, "--workspace", root, "--quiet", *words)
    assert outcome.code == 0, outcome.said
    return Path(outcome.out.strip())


# ── each case is the assessment itself ───────────────────────────────────────


@pytest.mark.parametrize("weights", ["two-offices", "equal"])
def test_a_case_is_what_the_assessment_gives_under_the_same_weights_and_method(root: Path, weights: str) -> None:
    workspace = crit.Workspace(root)
    table = workspace.sweep("weights-and-methods").table
    edit(root, "assessments/atlantis-2024.yaml", "method: topsis ", "method: ahp_ratings ")
    edit(root, "assessments/atlantis-2024.yaml", "{of: score, at_least: 0.50}", "{of: score, at_least: 0.65}")
    edit(root, "assessments/atlantis-2024.yaml", "[ahp_ratings, ", "[")
    run = workspace.assess(weights=weights, draws=0)
    case = table[
        (table["weights"] == f"weights/{weights}.yaml")
        & (table["method"] == "ahp_ratings")
        & (table["threshold.score.critical"] == 0.65)
    ].set_index("mineral")
    assert case["listed"].to_dict() == run.ranking["listed"].astype(bool).to_dict()
    assert case["tier"].to_dict() == run.ranking["tier"].to_dict()
    scores = run.ranking["score"].dropna()
    assert case["score"].dropna().to_dict() == scores.to_dict()


def test_p_listed_of_a_case_is_that_of_the_run(root: Path) -> None:
    workspace = crit.Workspace(root)
    name = write(root, "weights: [weights/two-offices.yaml, weights/equal.yaml]", draws=2_000)
    table = workspace.sweep(name).table
    case = table[table["weights"] == "weights/two-offices.yaml"].set_index("mineral")["p_listed"].dropna()
    found = workspace.assess(draws=2_000).ranking["p_listed"].dropna()
    assert case.to_dict() == found[case.index].to_dict()


def test_an_earlier_reference_year_is_that_of_the_assessment(root: Path) -> None:
    workspace = crit.Workspace(root)
    table = workspace.sweep(write(root, "reference_year: [2023, 2024]")).table
    edit(root, "assessments/atlantis-2024.yaml", "reference_year: 2024", "reference_year: 2023")
    run = workspace.assess(draws=0)
    case = table[table["reference_year"] == 2023].set_index("mineral")
    assert case["score"].dropna().to_dict() == run.ranking["score"].dropna().to_dict()


def test_options_of_choices_are_crossed_with_weights(root: Path) -> None:
    (root / "choices").mkdir()
    (root / "choices/missing.yaml").write_text(
        "code: missing\nquestion: {en: Where nothing is known?, zh-Hant: 無資料時？}\noptions:\n"
        "  - {code: stated, title: Stated, because: So.}\n"
        "  - {code: worst, title: Worst, because: So., change: {criteria: {companionality: {missing: group_median}}}}"
        "\n",
        "utf-8",
    )
    workspace = crit.Workspace(root)
    sweep = workspace.sweep(write(root, "choices: all\n  weights: [weights/two-offices.yaml, weights/equal.yaml]"))
    assert sweep.cases["choice.missing"].tolist() == ["stated", "stated", "worst", "worst"]
    answered = workspace.assess(weights="equal", draws=0, answers={"missing": "worst"})
    case = sweep.table[sweep.table["case"] == 3].set_index("mineral")
    assert case["score"].dropna().to_dict() == answered.ranking["score"].dropna().to_dict()


# ── the same bytes ───────────────────────────────────────────────────────────


class Arbitrary(Executor):
    """An executor as a stranger might write it: nothing but `submit`, results in any order."""

    def __init__(self) -> None:
        self.inner = ThreadPoolExecutor(3)

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        return self.inner.submit(fn, *args, **kwargs)


def test_every_engine_writes_the_same_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_results, "LEAST_CASES", 5)
    workspace = Workspace(root)
    material = material_of(workspace, SWEEP, root)
    found = []
    for engine in (Engine(), Engine(workers=2), Engine(executor=Arbitrary())):
        folder, _ = on_disk(workspace, material, engine, None, resume=False)
        found.append(digests(folder))
        shutil.rmtree(folder)
    assert found[0] == found[1] == found[2]
    assert {"plan.json", "cases.csv", "table.csv", "failures.csv", "summary.json", "sweep.html", "SHA256SUMS"} == set(
        found[0]
    )


def test_a_process_that_is_killed_changes_no_byte(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_results, "LEAST_CASES", 1)
    material = material_of(Workspace(root), SWEEP, root)
    stores = InMemory(), InMemory()
    killed = threading.Event()

    def kill_once(_done: int, _all: int) -> None:
        if not killed.is_set():
            killed.set()
            for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)

    decide_cases(material, Engine(), stores[0])
    decide_cases(material, Engine(workers=2), stores[1], kill_once)
    assert killed.is_set()
    pieces = pieces_of(len(material.plan.rows))
    assert [stores[0].kept(piece) for piece in pieces] == [stores[1].kept(piece) for piece in pieces]


def test_an_interrupted_sweep_goes_on_and_says_so_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_results, "LEAST_CASES", 5)
    workspace = Workspace(root)
    material = material_of(workspace, SWEEP, root)
    whole, _ = on_disk(workspace, material, Engine(), None, resume=False)
    expected = digests(whole)
    shutil.rmtree(whole)

    def stop(done: int, _all: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        on_disk(workspace, material, Engine(), stop, resume=False)
    pieces = whole.with_name(f"{whole.name}.pieces")
    assert OnDisk(pieces).done() == 2
    damaged = sorted(pieces.iterdir())[0]
    damaged.write_bytes(damaged.read_bytes()[:-3])

    refused = criticality("sweep", SWEEP, "--workspace", root)
    assert refused.code == 1
    assert "2 of its 5 pieces are done" in refused.said
    assert "--resume" in refused.said
    again: list[int] = []
    folder, _ = on_disk(workspace, material, Engine(), lambda done, _all: again.append(done), resume=True)
    assert again[0] == 10, "one piece of five cases was there, the damaged one is decided again"
    assert digests(folder) == expected
    assert not pieces.exists()


def test_a_sweep_that_was_done_is_not_done_again_and_an_altered_one_is_refused(root: Path) -> None:
    folder = swept(root, SWEEP)
    assert swept(root, SWEEP, "--json").as_posix() != ""
    table = folder / "table.csv"
    table.write_text(table.read_text("utf-8").replace("critical", "watch", 1), "utf-8")
    outcome = criticality("sweep", SWEEP, "--workspace", root)
    assert outcome.code == 1
    assert "table.csv is not what was written" in outcome.said
    with pytest.raises(RecordError):
        crit.Workspace(root).sweep(SWEEP).save()


# ── a failing case, and what is found ────────────────────────────────────────


def test_a_case_that_cannot_be_decided_is_a_row_and_no_stop(root: Path) -> None:
    criterion = root / "criteria/companionality.yaml"
    text = criterion.read_text("utf-8")
    (root / "choices").mkdir()
    (root / "choices/missing.yaml").write_text(
        "code: missing\nquestion: {en: Which?, zh-Hant: 何者？}\noptions:\n"
        "  - {code: stated, title: Stated, because: So.}\n"
        "  - {code: refuse, title: Refuse, because: So., change: {criteria: {companionality: {missing: refuse}}}}\n",
        "utf-8",
    )
    assert "missing" in text
    name = write(root, "choices: all\n  method: [topsis, ahp_ratings]")
    outcome = criticality("sweep", name, "--workspace", root)
    assert outcome.code == 0, outcome.said
    assert "2 cases could not be decided" in outcome.out
    folder = next(path for path in (root / "output/sweeps").iterdir())
    with (folder / "failures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["case"] for row in rows] == ["2", "3"]
    assert "refuses missing evidence" in rows[0]["message"]
    assert json.loads((folder / "summary.json").read_text("utf-8"))["decided"] == 2


def test_shares_of_the_cases_are_counted(root: Path) -> None:
    sweep = crit.Workspace(root).sweep("weights-and-methods")
    listed = sweep.table.groupby("mineral")["listed"].sum()
    assert sweep.minerals["listed"].to_dict() == listed.to_dict()
    assert sweep.axes["first"].sum() + sweep.found["together"] == pytest.approx(1.0, abs=1e-8)
    assert sweep.found["smallest"] == sweep.cases["listed"].min()


def test_time_is_estimated_from_a_few_cases(root: Path) -> None:
    material = material_of(Workspace(root), SWEEP, root)
    one, two = seconds_needed(material, 1), seconds_needed(material, 2)
    assert one > 0
    assert two > 0

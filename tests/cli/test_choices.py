"""`criticality choices`, and what `show` and `compare` say of the other answers."""

# Holds: choices/reweighing.py, api/choices.py, cli/choices/command.py, cli/terminal/over_answers.py.

import json
from pathlib import Path

import pytest

from choices.cases import choice, draws, listed_from, option, small, with_choices
from criticality.api.workspace import Workspace
from workspace_builder import by_mineral, criticality, run_folder, table


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = with_choices(tmp_path_factory.mktemp("choices"))
    draws(root, 300)
    return root, run_folder(root)


def asked(recorded: tuple[Path, Path], *words: object) -> str:
    outcome = criticality(*words, "--workspace", recorded[0])
    assert outcome.code == 0, outcome.said
    return outcome.out


def test_the_object_holds_choices_and_minerals(recorded: tuple[Path, Path]) -> None:
    found = json.loads(asked(recorded, "choices", recorded[1], "--json"))
    rule = next(row for row in found["choices"] if row["code"] == "rule")
    assert [(entry["code"], entry["odds"]) for entry in rule["options"]] == [("three", 1.0), ("two_gates", 2.0)]
    assert rule["memberships_moved"] == len(rule["moved"]) >= 1
    ranking = by_mineral(recorded[1])
    for mineral, row in found["minerals"].items():
        assert (row["standing"] or "") == ranking[mineral]["standing"]
        assert ";".join(row["hangs_on"]) == ranking[mineral]["hangs_on"]
        assert ("" if row["p_all"] is None else repr(row["p_all"])) == ranking[mineral]["p_all"]


def test_the_same_odds_give_the_same_figures(recorded: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "odds.yaml"
    file.write_text("{rule: {two_gates: 2}}\n", "utf-8")
    same = json.loads(asked(recorded, "choices", recorded[1], "--odds", file, "--json"))
    assert same == json.loads(asked(recorded, "choices", recorded[1], "--json"))


def test_other_odds_weigh_the_same_combinations_anew(tmp_path: Path) -> None:
    root = small(tmp_path)
    choice(root, "gate", [option("half"), option("low", listed_from(0.35))])
    folder, file = run_folder(root), tmp_path / "odds.yaml"
    file.write_text("{gate: {low: 3}}\n", "utf-8")
    found = json.loads(asked((root, folder), "choices", folder, "--odds", file, "--json"))
    assert found["minerals"]["gamma"]["p_all"] == 0.75
    file.write_text("{gate: {low: 0}}\n", "utf-8")
    found = json.loads(asked((root, folder), "choices", folder, "--odds", file, "--json"))
    gamma = found["minerals"]["gamma"]
    assert (gamma["p_all"], gamma["p_highest"], gamma["standing"], gamma["hangs_on"]) == (0.0, 0.0, "out", [])
    assert found["outer"] == ["alpha", "beta"]
    assert (found["choices"][0]["memberships_moved"], found["choices"][0]["options"][1]["entered"]) == (0, ["gamma"])


def test_an_option_of_odds_0_moves_nobody(tmp_path: Path) -> None:
    root = small(tmp_path)
    choice(root, "gate", [option("half"), option("low", listed_from(0.35), odds=0)])
    folder = run_folder(root)
    assert json.loads(asked((root, folder), "choices", folder, "--json"))["choices"][0]["memberships_moved"] == 0
    said = asked((root, folder), "choices", folder)
    assert "2 combinations of answers (all of 1, and 1 besides)" in said
    assert "moves 0 memberships" in said
    assert "2 minerals are on it under some combination" in said


def test_the_terminal_never_says_0_or_100_per_cent(recorded: tuple[Path, Path]) -> None:
    for words in (("choices", recorded[1]), ("show", recorded[1]), ("show", recorded[1], "mosandrium")):
        said = asked(recorded, *words)
        assert " 0.0 %" not in said
        assert "100.0 %" not in said


def test_show_says_what_a_mineral_hangs_on(recorded: tuple[Path, Path]) -> None:
    said = " ".join(asked(recorded, "show", recorded[1], "mosandrium").split())
    assert "as stated; mean over all answers" in said
    assert "hangs on" in said
    assert "contested" in said


def test_without_a_run_the_choices_of_the_workspace_are_listed(recorded: tuple[Path, Path]) -> None:
    said = asked(recorded, "choices")
    assert "anchor: Which anchor? (varied alone)" in said
    assert "two_gates: two gates (odds 2)" in said


def test_a_run_that_considered_none_says_so(recorded: tuple[Path, Path]) -> None:
    folder = run_folder(recorded[0], "--choices", "none")
    assert "considered no choice" in asked(recorded, "choices", folder)
    assert json.loads(asked(recorded, "choices", folder, "--json"))["choices"] == []


def test_another_answer_is_a_cause_of_its_own(recorded: tuple[Path, Path]) -> None:
    other = run_folder(recorded[0], "--answer", "rule=two_gates")
    found = json.loads(asked(recorded, "compare", recorded[1], other, "--json"))
    assert {entry["group"] for entry in found["inputs"]} == {"choices"}
    left = {entry["mineral"]: entry["because"]["en"] for entry in found["left"]}
    assert "the answer to “Which rule?” changed from three to two gates" in left["mosandrium"]
    for change in found["changes"].values():
        shares = change["membership"]
        assert shares["choices"] == shares["after"] - shares["before"]
        assert shares["method"] == shares["data"] == shares["residual"] == 0


def test_another_option_that_nobody_adopted_moves_nothing(recorded: tuple[Path, Path], tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 300)
    gates = [{"of": "score", "at_least": 0.99}]
    tier = {"name": "critical", "listed": True, "when": gates}
    changed = {"assessment": {"rule": {"because": "x", "tiers": [tier]}}}
    choice(root, "rule", [option("three"), option("two_gates", changed)])
    other = run_folder(root)
    found = json.loads(asked(recorded, "compare", recorded[1], other, "--json"))
    assert found["changes"] == {}
    assert {entry["group"] for entry in found["inputs"]} == {"choices"}
    moved = {row["mineral"]: (row["before"], row["after"]) for row in found["standing"]}
    assert moved["ilmenium"] == ("firm", "contested")


def test_python_gives_the_table_of_options(recorded: tuple[Path, Path]) -> None:
    run = Workspace(recorded[0]).read_run(recorded[1])
    found = run.choices.query("choice == 'rule' and option == 'two_gates'")
    rows = [row for row in table(recorded[1], "choices") if (row["choice"], row["option"]) == ("rule", "two_gates")]
    assert list(found.index) == [row["mineral"] for row in rows]
    assert found["tier"].to_list() == [row["tier"] for row in rows]
    assert run.ranking["standing"].notna().all()

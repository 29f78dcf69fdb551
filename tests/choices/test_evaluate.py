"""A list re-decided under other answers: closed forms, and combinations as if the workspace had been written so."""

# Holds: choices/answered.py, choices/common_numbers.py, choices/correlations.py, choices/evaluate.py,
# choices/results.py, scenarios/options.py, deciding.py.

import csv
import shutil
from pathlib import Path

import pytest

from choices.cases import choice, draws, listed_from, option, read_json, small, with_choices
from criticality.records.canonical import inputs_of
from criticality.records.restore import inputs_from
from workspace_builder import ASSESSMENT, by_mineral, criticality, edit, run_folder, table


def rows(folder: Path, choice_code: str, option_code: str) -> dict[str, dict[str, str]]:
    return {
        row["mineral"]: row
        for row in table(folder, "choices")
        if (row["choice"], row["option"]) == (choice_code, option_code)
    }


def test_without_spread_every_combination_has_a_probability_of_0_or_1(tmp_path: Path) -> None:
    root = small(tmp_path)  # scores: alpha .9, beta .55, gamma .4
    choice(root, "gate", [option("half"), option("low", listed_from(0.35)), option("high", listed_from(0.6), odds=2)])
    folder = run_folder(root)
    assert {row["p"] for row in table(folder, "combination_p")} == {"0.0", "1.0"}
    combinations = table(folder, "combinations")
    assert [(row["gate"], row["weight"], row["size"]) for row in combinations] == [
        ("half", "0.25", "2"),
        ("low", "0.25", "3"),
        ("high", "0.5", "1"),
    ]
    ranking = by_mineral(folder)
    assert [ranking["alpha"][name] for name in ("p_all", "p_lowest", "p_highest", "hangs_on", "standing")] == [
        "1.0",
        "1.0",
        "1.0",
        "",
        "firm",
    ]
    assert (ranking["beta"]["p_all"], ranking["beta"]["hangs_on"], ranking["beta"]["standing"]) == (
        "0.5",
        "gate",
        "contested",
    )
    assert ranking["gamma"]["p_all"] == "0.25"
    assert rows(folder, "gate", "high")["beta"]["p_mean"] == "0.0"
    assert rows(folder, "gate", "high")["beta"]["tier"] == "not_listed"


def test_an_option_of_odds_0_stands_in_the_table_of_options_and_nowhere_else(tmp_path: Path) -> None:
    root = small(tmp_path)
    choice(root, "gate", [option("half"), option("high", listed_from(0.95), odds=0)])
    folder = run_folder(root)
    alpha = by_mineral(folder)["alpha"]
    assert (alpha["p_all"], alpha["p_lowest"], alpha["standing"]) == ("1.0", "1.0", "firm")
    assert rows(folder, "gate", "high")["alpha"]["p_listed"] == "0.0"
    assert rows(folder, "gate", "high")["alpha"]["p_mean"] == ""


def test_a_choice_varied_alone_counts_for_the_lowest_and_not_for_the_mean(tmp_path: Path) -> None:
    root = small(tmp_path)
    choice(root, "gate", [option("half"), option("high", listed_from(0.95))], crossed=False)
    alpha = by_mineral(run_folder(root))["alpha"]
    assert (alpha["p_all"], alpha["p_lowest"], alpha["hangs_on"]) == ("1.0", "0.0", "gate")


def test_one_at_a_time_gives_no_mean(tmp_path: Path) -> None:
    root = small(tmp_path, robustness={"draws": 40, "seed": 3, "vary": [], "combinations": "one_at_a_time"})
    choice(root, "gate", [option("half"), option("low", listed_from(0.35))])
    gamma = by_mineral(run_folder(root))["gamma"]
    assert (gamma["p_all"], gamma["p_lowest"], gamma["p_highest"], gamma["hangs_on"]) == ("", "0.0", "1.0", "gate")


def test_every_combination_is_the_list_of_a_workspace_written_like_it(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    folder = run_folder(root)
    record = read_json(folder / "record.json")
    combination = next(
        row
        for row in record["result"]["choices"]["combinations"]
        if row["answers"] == {"anchor": "stated", "rule": "three", "sectors": "household_too"}
    )
    written = tmp_path / "written" / "atlantis"
    shutil.copytree(root, written, ignore=shutil.ignore_patterns("output", "choices"))
    edit(
        written,
        "data/sectors.csv",
        "household,Household goods,家用品,30,2023,no",
        "household,Household goods,家用品,30,2023,yes",
    )
    ranking = by_mineral(run_folder(written))
    assert combination["listed"] == sorted(row["mineral"] for row in ranking.values() if row["listed"] == "true")
    for mineral, row in rows(folder, "sectors", "household_too").items():
        assert (row["tier"], row["score"]) == (ranking[mineral]["tier"], ranking[mineral]["score"])


VALUE_ADDED = {"building": (50, 50), "household": (30, 60), "lighthouses": (20, 40), "shipbuilding": (100, 50)}
"""Sector → value added in the fictional country, as data/sectors.csv has it, and in the donor."""


def with_quotients(folder: Path) -> Path:
    """The fictional country with a choice whose use shares are adapted from a donor by location quotients."""
    root = with_choices(folder)
    lines = [f"{sector},{there},2023,accounts_of_atlantis_2023" for sector, (_, there) in VALUE_ADDED.items()]
    (root / "choices/donor.csv").write_text("sector,value_added_usd_m,year,source\n" + "\n".join(lines) + "\n", "utf-8")
    uses = {"adapt": "location_quotient", "donor": "choices/donor.csv", "sources": ["guild_of_smelters_2024"]}
    choice(root, "uses", [option("theirs"), option("adapted", {"uses": uses})])
    return root


def adapted(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """End uses by hand: A' = A·LQ over their sum, which adds up to what it was."""
    here, there = (sum(pair[place] for pair in VALUE_ADDED.values()) for place in (0, 1))
    quotients = {sector: (own / here) / (other / there) for sector, (own, other) in VALUE_ADDED.items()}
    weighed = [float(row["share"]) * quotients[row["sector"]] for row in rows]
    found = []
    for row, one in zip(rows, weighed, strict=True):
        same = [place for place, other in enumerate(rows) if other["mineral"] == row["mineral"]]
        whole, left = sum(float(rows[place]["share"]) for place in same), sum(weighed[place] for place in same)
        found.append({**row, "share": repr(one / left * whole)})
    return found


def test_use_shares_adapted_by_location_quotients_decide_like_a_workspace_written_so(tmp_path: Path) -> None:
    root = with_quotients(tmp_path)
    draws(root, 600)
    folder = run_folder(root)
    found = rows(folder, "uses", "adapted")
    written = tmp_path / "written" / "atlantis"
    shutil.copytree(root, written, ignore=shutil.ignore_patterns("output", "choices"))
    path = written / "data/end_uses.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        stated = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(stated[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(adapted(stated))
    other = run_folder(written)
    # austrium: .6 in shipbuilding (LQ 2), .4 in household (LQ ½): 1.2/(1.2 + .2)
    shares = {(row["mineral"], row["criterion"]): row["value"] for row in table(other, "indicators")}
    assert float(shares["austrium", "strategic_share"]) == pytest.approx(6 / 7)
    ranking, stated_ranking = by_mineral(other), by_mineral(folder)
    assert {mineral: row["tier"] for mineral, row in found.items()} == {
        mineral: row["tier"] for mineral, row in ranking.items()
    }
    for mineral, row in found.items():
        if row["score"]:
            assert float(row["score"]) == pytest.approx(float(ranking[mineral]["score"]), abs=1e-9)
            error = 4.5 * (0.25 * (1 / 512 + 1 / 600)) ** 0.5
            assert float(row["p_listed"]) == pytest.approx(float(ranking[mineral]["p_listed"]), abs=error)
    assert any(row["score"] != stated_ranking[mineral]["score"] for mineral, row in found.items())


def test_location_quotients_are_crossed_with_the_other_choices_and_recorded(tmp_path: Path) -> None:
    folder = run_folder(with_quotients(tmp_path))
    record = read_json(folder / "record.json")
    crossed = {(row["answers"]["rule"], row["answers"]["uses"]) for row in record["result"]["choices"]["combinations"]}
    assert crossed == {(rule, uses) for rule in ("three", "two_gates") for uses in ("theirs", "adapted")}
    assert inputs_of(inputs_from(record)) == record["inputs"]
    assert criticality("verify", folder, "--workspace", folder.parents[2]).code == 0


def test_an_answer_decides_like_a_workspace_written_like_it(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 600)
    folder = run_folder(root, "--answer", "sectors=household_too", "--choices", "none")
    written = tmp_path / "written" / "atlantis"
    shutil.copytree(root, written, ignore=shutil.ignore_patterns("output", "choices"))
    edit(
        written,
        "data/sectors.csv",
        "household,Household goods,家用品,30,2023,no",
        "household,Household goods,家用品,30,2023,yes",
    )
    other = run_folder(written)
    for name in ("ranking", "indicators", "weights", "methods", "acceptability"):
        assert table(folder, name) == table(other, name)
    assert folder.name != other.name


def test_choices_change_nothing_of_the_base_list(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 600)
    with_all, without = run_folder(root), run_folder(root, "--choices", "none")
    base = ("rank", "score", "tier", "listed", "p_listed", "rank_low", "rank_high", "confidence")
    first, second = (by_mineral(folder) for folder in (with_all, without))
    assert [[row[name] for name in base] for row in first.values()] == [
        [row[name] for name in base] for row in second.values()
    ]
    assert {row["standing"] for row in second.values()} == {""}
    assert [len(table(without, name)) for name in ("choices", "combinations", "combination_p")] == [0, 0, 0]


def test_a_run_without_choices_is_the_run_of_a_workspace_without_them(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    first = run_folder(root, "--choices", "none", "--answer", "sectors=decrees")
    shutil.rmtree(root / "choices")
    assert run_folder(root).name == first.name
    assert "choices" not in read_json(first / "record.json")["inputs"]


@pytest.mark.slow
def test_the_number_of_workers_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("criticality.choices.evaluate.WORTH_A_CREW", 1)
    root = with_choices(tmp_path)
    draws(root, 600)
    first = run_folder(root)
    content = (first / "record.json").read_bytes()
    shutil.rmtree(first)
    assert (run_folder(root, "--workers", 2) / "record.json").read_bytes() == content


def test_the_stated_combination_has_the_probability_of_the_base(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 600)
    folder = run_folder(root)
    design = read_json(folder / "record.json")["result"]["choices"]["design"]
    stated = {
        row["mineral"]: row["p"]
        for row in table(folder, "combination_p")
        if row["combination"] == str(design["stated"])
    }
    ranking = by_mineral(folder)
    assert stated == {mineral: ranking[mineral]["p_listed"] for mineral in stated}
    for row in ranking.values():
        if row["p_all"]:
            assert float(row["p_lowest"]) <= min(float(row["p_listed"]), float(row["p_all"]))
            assert float(row["p_highest"]) >= max(float(row["p_listed"]), float(row["p_all"]))


def test_insufficient_as_stated_leaves_everything_empty(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 600)
    nebulium = by_mineral(run_folder(root))["nebulium"]
    assert nebulium["tier"] == "insufficient"
    assert [nebulium[name] for name in ("p_all", "p_lowest", "p_highest", "hangs_on", "standing")] == [""] * 5


def test_insufficient_in_a_combination_counts_as_not_listed_there(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 600)
    path = root / "choices" / "gone.csv"
    path.write_text("mineral,stage,country,year,source,drop\n", "utf-8")
    gone = [
        line.split(",")
        for line in (root / "data" / "production.csv").read_text("utf-8").splitlines()[1:]
        if line.startswith("austrium,")
    ]
    path.write_text(
        "mineral,stage,country,year,source,drop\n"
        + "".join(f"{row[0]},{row[1]},{row[2]},{row[3]},{row[6]},yes\n" for row in gone),
        "utf-8",
    )
    choice(root, "supply", [option("known"), option("unknown", {"tables": {"production": "choices/gone.csv"}})])
    folder = run_folder(root)
    found = rows(folder, "supply", "unknown")["austrium"]
    assert (found["tier"], found["score"], found["p_listed"]) == ("insufficient", "", "0.0")
    assert by_mineral(folder)["austrium"]["p_lowest"] == "0.0"


def test_without_draws_the_combinations_are_decided_but_nothing_is_probable(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    folder = run_folder(root, "--draws", 0)
    assert {row["standing"] for row in by_mineral(folder).values()} == {""}
    assert {row["p_listed"] for row in table(folder, "choices")} == {""}
    assert len(table(folder, "combinations")) == 5
    assert table(folder, "combination_p") == []


def test_the_run_id_does_not_hold_an_answer_that_is_the_first_option(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    assert run_folder(root).name == run_folder(root, "--answer", "rule=three").name
    assert run_folder(root).name != run_folder(root, "--answer", "rule=two_gates").name


@pytest.mark.parametrize("word", ["rule", "=two_gates", "rule="])
def test_an_answer_that_is_no_answer_is_wrong_usage(word: str, tmp_path: Path) -> None:
    outcome = criticality("run", "--workspace", with_choices(tmp_path), "--answer", word)
    assert outcome.code == 2
    assert "CHOICE=OPTION" in outcome.said


def test_the_assessment_names_choices_in_the_order_in_which_they_apply(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write("choices: [sectors, rule]\nanswers: {sectors: household_too}\n")
    inputs = read_json(run_folder(root) / "record.json")["inputs"]["choices"]
    assert inputs["considered"] == ["sectors", "rule"]
    assert inputs["answers"] == {"sectors": "household_too"}
    assert list(inputs["unanswered"]["data"]) == ["sectors"]


@pytest.mark.parametrize("words", [(), ("--answer", "sectors=household_too"), ("--choices", "none")])
def test_a_record_gives_back_the_inputs_it_was_made_of(words: tuple[str, ...], tmp_path: Path) -> None:
    record = read_json(run_folder(with_choices(tmp_path), *words) / "record.json")
    assert inputs_of(inputs_from(record)) == record["inputs"]

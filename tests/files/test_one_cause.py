"""One cause makes one problem, at the line where it can be mended; what follows from it is not told."""

# Holds: files/stray.py, checking/check.py.

from collections.abc import Callable
from pathlib import Path

import pytest

from slips import GWP, PRODUCTION, append, rename, replace
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, check, criticality, line_of, run

Spoil = Callable[[Path], None]


def headed(header: str) -> Spoil:
    """Another header for production.csv."""
    old = "mineral,stage,country,year,value,unit,source,grade,flag"
    return replace(PRODUCTION, old, header)


def quoted(text: str) -> str:
    """Every line as one cell, as some programs save a table that they did not separate."""
    return "".join(f'"{line}"\n' for line in text.splitlines())


CASES: dict[str, tuple[Spoil, str, str, str, str]] = {
    "bracket_of_a_condition_left_open": (
        replace(ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.50"),
        ASSESSMENT,
        "{of: score, at_least: 0.50",
        "a bracket stands here where a key is expected",
        "Close the bracket }",
    ),
    "bracket_of_a_list_left_open": (
        replace(ASSESSMENT, "topsis_flat, vikor]", "topsis_flat, vikor"),
        ASSESSMENT,
        "also_rank_by",
        "the bracket [ that opens on line",
        "Close it",
    ),
    "comma_between_two_entries_forgotten": (
        replace(GWP, "zero_at: 1, one_at: 100}", "zero_at: 1,\n  one_at: 100\n  note: n}"),
        GWP,
        "note: n",
        "a comma is missing before this",
        "Put a comma",
    ),
    "colon_in_a_reason_without_quotes": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Dirty: a cargo"),
        WEIGHTS,
        "Dirty: a",
        "not YAML",
        "it holds a colon",
    ),
    "comma_in_a_reason_without_quotes": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Dirty, a cargo"),
        WEIGHTS,
        "Dirty, a",
        "'a cargo' is not a key",
        "a comma ends a text",
    ),
    "number_of_a_letter_behind_a_hash": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Letter #115001 of May"),
        WEIGHTS,
        "Letter #115001",
        "what follows # is a comment",
        "quotes",
    ),
    "three_columns_by_other_names": (
        headed("礦產,stage,國家,year,數值,unit,source,grade,flag"),
        PRODUCTION,
        "礦產",
        "mineral, country, value are missing; 礦產, 國家, 數值 are no columns",
        "The header is",
    ),
    "one_column_by_another_name": (
        headed("mineral,stage,land,year,value,unit,source,grade,flag"),
        PRODUCTION,
        "land",
        "the column 'country' is missing; 'land' is not known",
        "Add it",
    ),
    "file_pasted_twice": (
        lambda root: (root / PRODUCTION).write_text((root / PRODUCTION).read_text("utf-8") * 2, "utf-8"),
        PRODUCTION,
        "mineral,stage,country",
        "the header stands here once more",
        "Remove this line",
    ),
    "every_line_in_quotes": (
        lambda root: (root / PRODUCTION).write_text(quoted((root / PRODUCTION).read_text("utf-8")), "utf-8"),
        PRODUCTION,
        "",
        "in quotation marks as a whole",
        "Remove the quotes",
    ),
    "nothing_but_quotes": (
        lambda root: (root / PRODUCTION).write_text('""\n"","\n"\n', "utf-8"),
        PRODUCTION,
        "",
        "no cell with anything in it",
        "Begin with mineral",
    ),
    "row_of_a_total": (
        append(PRODUCTION, "Total,,,,1234,,,,\n"),
        PRODUCTION,
        "Total",
        "is this row (Total) a total or a note?",
        "WLD",
    ),
    "line_of_a_footnote": (
        append(PRODUCTION, "Source: a yearbook\n"),
        PRODUCTION,
        "Source:",
        "this row has 1 cell, the header has 9",
        "a footnote: remove it",
    ),
    "one_mark_of_a_merge_left": (
        append(PRODUCTION, "=======\n"),
        PRODUCTION,
        "=======",
        "a mark of an unfinished merge",
        "Remove the mark",
    ),
    "thousands_in_a_quoted_cell": (
        replace(PRODUCTION, "HYP,2024,20,", 'HYP,2024,"20,000",'),
        PRODUCTION,
        "20,000",
        "not '20,000'",
        "20000",
    ),
    "typographic_minus": (
        replace("data/governance.csv", "LEM,rule_of_law,2023,-0.5", "LEM,rule_of_law,2023,\u22120.5"),
        "data/governance.csv",
        "\u2212",
        "a number is needed",
        "write -0.5",
    ),
    "printed_bound": (
        replace(PRODUCTION, "HYP,2024,20,", "HYP,2024,<20,"),
        PRODUCTION,
        "<20",
        "a number is needed",
        "A bound or a range is no figure",
    ),
    "year_as_a_decimal": (
        replace(PRODUCTION, "HYP,2024,20,", "HYP,2024.0,20,"),
        PRODUCTION,
        "2024.0",
        "is not a year",
        "write 2024.",
    ),
    "one_row_in_another_unit": (
        replace(PRODUCTION, "LEM,2024,80,t", "LEM,2024,80,kt"),
        PRODUCTION,
        ",kt,",
        "LEM is in 'kt', the row of line 3 in 't'",
        "One unit",
    ),
    "world_total_of_nothing": (
        replace(
            PRODUCTION,
            "austrium,extraction,WLD,2024,100,t,world_mines_2025,A,reported",
            "austrium,extraction,WLD,2024,0,t,world_mines_2025,A,zero",
        ),
        PRODUCTION,
        "LEM,2024,80",
        "more than the world's 0",
        "WLD",
    ),
    "criterion_with_the_ending_of_a_text": (
        rename(GWP, f"{GWP}.txt"),
        f"{GWP}.txt",
        "",
        "its criterion is named in weights/two-offices.yaml",
        "Rename it to climate_burden.yaml",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_slip_is_one_problem_at_its_line(name: str, tmp_path: Path) -> None:
    spoil, file, at, says, hint = CASES[name]
    root = atlantis(tmp_path)
    spoil(root)
    said = check(root).said
    line = line_of(root, file, at, nth=2 if name == "file_pasted_twice" else 1) if at else 1
    assert said.endswith("1 problem, 0 warnings\n"), said
    first, second, _ = said.splitlines()
    assert first.startswith(f"{file}:{line}:"), said
    assert says in first, said
    assert hint in second, said


def test_many_rows_that_stand_twice_are_counted(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    header, rows = (root / PRODUCTION).read_text("utf-8").split("\n", 1)
    (root / PRODUCTION).write_text(f"{header}\n{rows}{rows}", "utf-8")
    said = check(root).said
    assert said.endswith("1 problem, 0 warnings\n"), said
    assert "more rows stand twice" in said


def test_a_folder_inside_a_folder_that_is_read_is_told_once(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "data" / "2019").mkdir()
    for name in ("production.csv", "trade.csv"):
        (root / "data" / "2019" / name).write_text("mineral\n", "utf-8")
    (root / "data" / "2019" / "notes.txt").write_text("mine", "utf-8")
    said = check(root).said
    assert said.endswith("0 problems, 1 warning\n"), said
    assert "data/2019:1: warning: 2 files in this folder are not read" in said


def test_a_quantity_of_zero_beside_a_value_is_told_though_no_criterion_reads_trade(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    header = "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag"
    row = "ATL,HYP,austrium,extraction,HS6,261100,import,2023,500000,0,world_mines_2025,A,reported"
    (root / "data" / "trade.csv").write_text(f"{header}\n{row}\n", "utf-8")
    said = check(root).said
    assert said.endswith("0 problems, 1 warning\n"), said
    assert "500,000 USD for 0 t is no quantity" in said


def test_a_row_of_a_year_that_lies_ahead_is_told_once(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append("data/governance.csv", "LEM,rule_of_law,2026,1,governance_of_lands_2024\n")(root)
    said = check(root).said
    assert said.endswith("0 problems, 1 warning\n"), said
    assert "stands instead" in said


def test_a_table_that_is_not_read_makes_no_scenario_look_idle(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    shock = "{kind: export_restriction, country: LEM, minerals: [austrium], share_lost: 1, days: 90, because: A test.}"
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios/stop.yaml").write_text(f"title: Stop\nshocks:\n  - {shock}\n", "utf-8")
    assert check(root).said.endswith("0 problems, 0 warnings\n")
    rename(PRODUCTION, f"{PRODUCTION}.txt")(root)
    said = check(root).said
    assert said.endswith("1 problem, 1 warning\n"), said
    assert "production.csv.txt is there: rename it" in said


@pytest.mark.parametrize("words", [("check",), ("run",), ("run", "atlantis-2024"), ("run", ASSESSMENT)])
def test_an_assessment_of_another_ending_is_named_whatever_is_typed(words: tuple[str, ...], tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    rename(ASSESSMENT, ASSESSMENT.replace(".yaml", ".yml"))(root)
    outcome = criticality(*words, "--workspace", root)
    assert outcome.code == 1
    assert "atlantis-2024.yml is there: give it the ending .yaml." in outcome.said


def test_a_ranking_method_that_can_never_be_done_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(ASSESSMENT, "topsis_flat, vikor]", "topsis_flat, ocra, copras]")(root)
    said = check(root).said
    assert said.endswith("0 problems, 1 warning\n"), said
    assert f"{ASSESSMENT}:{line_of(root, ASSESSMENT, 'ocra')}:" in said
    assert "ocra is not done" in said
    assert run(root, "--draws", 0).code == 0


def test_what_a_run_did_not_read_is_told_when_it_is_compared(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    run(root, "--draws", 0)
    append(
        "data/mineral_properties.csv", "austrium,gwp100,,12,,,kg CO2-eq/kg,2025,breath_of_furnaces_2023,B,reported,\n"
    )(root)
    run(root, "--draws", 0)
    outcome = criticality("compare", "latest~1", "latest", "--workspace", root)
    line = line_of(root, "data/mineral_properties.csv", ",2025,")
    assert f"data/mineral_properties.csv:{line}: year: warning: austrium gwp100: the year 2025 is after" in outcome.out
    assert "Warned of in B alone: 1" in outcome.out

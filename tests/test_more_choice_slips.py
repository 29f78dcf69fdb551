"""More nonsense in choices, which a hostile reader wrote: told once, with a hint that fits, and no traceback."""

# ruff: noqa: E501

from pathlib import Path

import pytest

from test_choice_slips import FILE, GOOD, OPTION, ROWS, changed, tables, told, written
from workspace_builder import check, problems

TWICE = changed(GOOD) + OPTION.format(change=GOOD).replace("other,", "again,")

ONCE: dict[str, tuple[str, str, str]] = {
    "the_same_change_twice": (TWICE, "code: again", "makes the same change as 'other'"),
    "one_pair_where_pairs_belong": (changed("applications: {strategic: [austrium, Kettles]}"), "Kettles", "[[mineral, application], [mineral, application]]"),
    "a_mineral_without_its_application": (changed("applications: {strategic: [[austrium]]}"), "austrium", "a pair [mineral, application] is needed"),
    "a_pair_of_three": (changed("applications: {strategic: [[austrium, Kettles, household]]}"), "Kettles", "a pair [mineral, application] is needed"),
    "a_key_that_may_not_change": (changed("assessment: {candidates: [austrium]}"), "candidates", "take the key out"),
    "odds_as_a_fraction": (changed(GOOD).replace("code: other,", "code: other, odds: 1/2,"), "odds: 1/2", "as a decimal: 0.5"),
    "one_option": (changed(GOOD).split("  - {code: other")[0], "code: stated", "Write 1 more."),
    "a_key_misspelt": (changed(GOOD).replace("options:", "option:"), "option:", "Did you mean 'options'"),
    "a_publisher_that_nobody_knows": (changed("assessment: {sources: {production: [nobody]}}"), "nobody", "there is no source 'nobody'"),
}  # fmt: skip
"""The choice, the text that the line of the problem holds, and what is said or hinted: in one problem alone."""


@pytest.mark.parametrize("slip", ONCE)
def test_a_slip_is_told_once_with_a_hint_that_fits(slip: str, tmp_path: Path) -> None:
    choice, at, says = ONCE[slip]
    root = written(tmp_path, choice)
    told(root, FILE, at, says)
    assert len(problems(check(root))) == 1


@pytest.mark.parametrize("code", ["combination", "weight", "size"])
def test_no_choice_is_called_like_a_column_of_the_combinations(code: str, tmp_path: Path) -> None:
    root = written(tmp_path, changed(GOOD).replace("code: slip", f"code: {code}"))
    (root / FILE).rename(root / f"choices/{code}.yaml")
    told(root, f"choices/{code}.yaml", f"code: {code}", "is a column of tables/combinations.csv")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("host_metals", ("mineral,host,source,grade", "austrium,decipium,guild_of_smelters_2024,B")),
        ("glossary", ("en,zh_hant", "Kettles,水壺")),
    ],
)
def test_rows_are_put_into_a_table_that_the_workspace_does_not_have(
    table: str, lines: tuple[str, ...], tmp_path: Path
) -> None:
    choice, rows = tables(table, *lines)
    root = written(tmp_path, choice, rows)
    (root / f"data/{table}.csv").unlink(missing_ok=True)
    outcome = check(root)
    assert outcome.code == 0, outcome.said


WARNED: dict[str, tuple[str, str]] = {
    "a_property_that_no_row_has": ("criteria: {water_burden: {parameters: {property: watr}}}", "has the property 'watr'"),
    "a_unit_of_other_rows": ("criteria: {water_burden: {unit: gallon}}", "the criterion is in 'gallon', but its rows"),
}  # fmt: skip


@pytest.mark.parametrize("slip", WARNED)
def test_an_option_is_warned_of_as_the_criterion_would_be(slip: str, tmp_path: Path) -> None:
    change, says = WARNED[slip]
    outcome = check(written(tmp_path, changed(change)))
    assert outcome.code == 0, outcome.said
    assert any(line.startswith(f"{FILE}:5:") and says in line for line in outcome.said.splitlines()), outcome.said


def beside(root: Path, change: str) -> str:
    """What is said of the choice «slip» beside an earlier one, «also», with a change of its own."""
    (root / "choices/also.yaml").write_text(changed(change).replace("code: slip", "code: also"), "utf-8")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    return outcome.said


def test_a_donor_of_a_later_year_is_told_at_its_row(tmp_path: Path) -> None:
    rows = "sector,value_added_usd_m,year,source\nhousehold,30,2031,guild_of_smelters_2024\n"
    change = f"uses: {{adapt: location_quotient, donor: {ROWS}, sources: [guild_of_smelters_2024]}}"
    said = check(written(tmp_path, changed(change), rows)).said
    assert f"{ROWS}:2: year: warning: the year 2031 is after the reference year 2024" in said


def test_of_two_kinds_of_change_the_one_that_applies_last_wins(tmp_path: Path) -> None:
    choice, rows = tables("sectors", "sector,strategic", "household,yes")
    root = written(tmp_path, choice, rows)
    assert "where both do, also wins" in beside(root, "sectors: {strategic: [building]}")


def test_keys_of_a_scale_are_places_of_their_own(tmp_path: Path) -> None:
    root = written(tmp_path, changed("criteria: {supply_concentration: {scale: {one_at: 0.9}}}"))
    assert "where both do" not in beside(root, "criteria: {supply_concentration: {scale: {zero_at: 0.01}}}")
    assert "scale one_at is changed by also too" in beside(
        root, "criteria: {supply_concentration: {scale: {kind: linear, zero_at: 0, one_at: 0.8}}}"
    )


def test_an_order_of_publishers_is_told_at_its_own_place(tmp_path: Path) -> None:
    root = written(tmp_path, changed("assessment: {sources: {production: [nobody]}}"))
    found = problems(check(root))
    assert [(one["file"], one["said"].split(":")[0]) for one in found] == [
        (FILE, "options[2].change.assessment.sources.production[1]")
    ]

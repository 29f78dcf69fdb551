"""Every slip a planner can make ends in a sentence with its file and line and a hint, never in a traceback."""

# Holds: checking/naming.py, files/cells.py, files/columnwise/header.py, files/counting.py, files/damage.py,
# files/misfits.py, files/separated.py, files/shifts.py, files/stray.py, files/typing_slips.py.

# Holds: checking/cells.py, checking/check.py, checking/criteria.py, checking/evidence.py, checking/glossary.py,
# checking/plan.py, checking/previous.py, checking/rule.py, checking/staleness.py, checking/weights.py, cli/check.py,
# files/encoding.py, files/load.py, files/messages.py, files/positions.py, files/tables.py, files/workspace.py,
# files/yaml.py.

from pathlib import Path

import pytest

from level_slips import LEVEL_SLIPS
from longer import sampled
from more_slips import CODES, DATES, REFUSED, TYPING
from rule_slips import RULE_SLIPS, RULE_WARNINGS, SCALE_SLIPS
from slips import GWP, SHARE, SLIPS, UNUSED_BY_THE_RUN, Slip, append
from workspace_builder import (
    ASSESSMENT,
    PROPERTIES,
    WEIGHTS,
    atlantis,
    check,
    edit,
    line_of,
    problems,
    programmes,
    run,
    write_json,
)


@pytest.mark.parametrize(
    "slip",
    sampled([*SLIPS, *RULE_SLIPS, *SCALE_SLIPS, *LEVEL_SLIPS, *REFUSED], 4, lambda slip: slip.file),
    ids=lambda slip: slip.name,
)
def test_a_slip_is_told_with_its_line_and_a_hint(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    outcome = check(root)
    assert outcome.code == 1, outcome.said
    place = slip.place or slip.file
    line = line_of(root, place, slip.at, nth=slip.nth) if slip.at else 1
    found = problems(outcome)
    told = [f"{one['file']}:{one['line']}" for one in found]
    assert f"{place}:{line}" in told, outcome.said
    mine = [one for one in found if (one["file"], int(one["line"])) == (place, line)]
    assert any(slip.says in one["said"] and slip.hint in one["hint"] for one in mine), outcome.said
    assert "Traceback" not in outcome.said
    errors = int(outcome.out.splitlines()[-1].split()[0])
    assert errors == len(found), "every problem has its place and its hint"
    assert not (root / "output").exists()


@pytest.mark.parametrize("slip", RULE_WARNINGS, ids=lambda slip: slip.name)
def test_a_rule_that_decides_nothing_is_told_while_the_check_goes_on(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    outcome = check(root)
    told = f"{ASSESSMENT}:{line_of(root, ASSESSMENT, slip.at)}"
    assert outcome.code == 0, outcome.said
    assert any(told in line and slip.says in line for line in outcome.said.splitlines()), outcome.said
    assert slip.hint in outcome.said


OF_A_RUN = [slip for slip in SLIPS if slip.file not in UNUSED_BY_THE_RUN]


@pytest.mark.parametrize("slip", sampled(OF_A_RUN, 8, lambda slip: slip.file), ids=lambda slip: slip.name)
def test_a_slip_stops_the_run_and_leaves_nothing(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    outcome = run(root)
    assert (outcome.code, outcome.out) == (1, ""), outcome.said
    assert problems(outcome)
    assert "nothing was written" in outcome.err
    assert not (root / "output").exists()


def test_all_problems_of_all_files_are_told_in_one_go(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 40,")
    edit(root, WEIGHTS, "environmental_impact, by: 3,", "environmental_impact, by: 1/2,")
    edit(root, GWP, "indicator: observed", "indicator: observd")
    edit(root, ASSESSMENT, "tier: critical, by:", "tier: critcal, by:")
    edit(root, PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,ten,")
    edit(root, PROPERTIES, "ilmenium,gwp100,,10,", "ilmenium,gwp100,,NaN,")
    edit(root, "data/end_uses.csv", "Kettles,0.4", "Kettles,0.3")
    append("data/sources.yaml", "nameless: {publisher: Nobody}\n")(root)
    places = {
        (WEIGHTS, line_of(root, WEIGHTS, "by: 40")),
        (WEIGHTS, line_of(root, WEIGHTS, "by: 1/2")),
        (GWP, line_of(root, GWP, "observd")),
        (ASSESSMENT, line_of(root, ASSESSMENT, "critcal,")),
        (PROPERTIES, line_of(root, PROPERTIES, "ten")),
        (PROPERTIES, line_of(root, PROPERTIES, "NaN")),
        ("data/end_uses.csv", line_of(root, "data/end_uses.csv", "Kettles")),
        ("data/sources.yaml", line_of(root, "data/sources.yaml", "nameless")),
    }
    for outcome in (check(root), run(root)):
        assert outcome.code == 1
        assert {(one["file"], int(one["line"])) for one in problems(outcome)} == places


def test_every_missing_key_of_one_place_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    for line in ('unit: "percent"\n', "direction: raises_criticality\n", "missing: leave_out_mineral\n"):
        edit(root, SHARE, line, "")
    edit(root, ASSESSMENT, "country: ATL", "")
    edit(root, ASSESSMENT, "reference_year: 2024 ", "")
    missing = {one["said"].split("'")[1] for one in problems(check(root))}
    assert missing == {"direction", "missing", "country", "reference_year"}


def test_a_message_quotes_no_more_than_a_line(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "environmental_impact, by: 4,", f"environmental_impact, by: {'x' * 50_000},")
    edit(root, ASSESSMENT, "as_of: 2025-03-01", f"as_of: {'x' * 50_000}")
    told = problems(check(root))
    assert len(told) == 2
    assert all(len(one["said"]) < 200 for one in told)


def test_a_file_of_another_kind_is_told_the_keys_that_belong_here(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    told = problems(run(root, "--scenario", "weights/equal.yaml"))
    assert {one["hint"] for one in told if "not a key" in one["said"]} == {
        "Known: levers, note, redirection, shocks.",
        "It belongs under 'redirection': move it there.",
    }


def test_a_wrong_number_hides_no_misspelt_criterion(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 12,")
    edit(root, WEIGHTS, "{more: recycling_rate, than: companionality,", "{more: recycling_rat, than: companionality,")
    (root / "weights/spare.yaml").write_text((root / WEIGHTS).read_text("utf-8"), "utf-8")
    places = {("by: 12", "at most 9"), ("recycling_rat,", "unknown criterion recycling_rat")}
    for file in (WEIGHTS, "weights/spare.yaml"):
        told = [one for one in problems(check(root)) if one["file"] == file]
        for at, says in places:
            assert any(int(one["line"]) == line_of(root, file, at) and says in one["said"] for one in told), file


def test_the_column_is_that_of_the_value(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 40,")
    edit(root, GWP, "zero_at: 1,", "zero_at: 100,")
    columns = {one["file"]: int(one["column"]) for one in problems(check(root))}
    line = (root / WEIGHTS).read_text("utf-8").splitlines()[line_of(root, WEIGHTS, "by: 40") - 1]
    assert columns[WEIGHTS] == line.index("40") + 1
    assert columns[GWP] == len("scale: {kind: log, zero_at: ") + 1


def test_check_of_one_file_tells_only_its_problems(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, GWP, "indicator: observed", "indicator: observd")
    edit(root, "data/end_uses.csv", "Kettles,0.4", "Kettles,0.3")
    assert {one["file"] for one in problems(check(root, root / "data"))} == {"data/end_uses.csv"}
    assert {one["file"] for one in problems(check(root, GWP))} == {GWP}
    assert check(root, WEIGHTS).code == 0


@pytest.mark.parametrize(("cited", "told"), [("accounts_of_atlantis_2023", True), ("", False)])
def test_a_flag_without_a_programme_is_told_beside_flags_that_cite_one(cited: str, told: bool, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    programmes("", "", "", cited)(root)
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    place = f"data/sectors.csv:{line_of(root, 'data/sectors.csv', 'lighthouses,')}: strategic: warning: the row says"
    assert (place in outcome.said) is told, outcome.said


@pytest.mark.parametrize(("old", "new"), [("Kettles,0.4,", "Kettles,0,4,"), ("Kettles,0.4,", "Kettles, pots,0.4,")])
def test_a_comma_too_many_is_one_problem(tmp_path: Path, old: str, new: str) -> None:
    root = atlantis(tmp_path)
    edit(root, "data/end_uses.csv", old, new)
    assert len(problems(check(root))) == 1


def test_a_table_that_could_not_be_read_has_no_followers(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    change = {"sectors": {"strategic": ["building"]}, "applications": {"strategic": [["austrium", "Kettles"]]}}
    options = [
        {"code": "as_it_is", "title": "As it is", "because": "Stated."},
        {"code": "without", "title": "Without", "because": "Asked.", "change": change},
    ]
    write_json(root, "choices/ships.yaml", {"code": "ships", "question": "Which sectors?", "options": options})
    for file, old, new in (
        ("data/end_uses.csv", "Kettles,0.4,", "Kettles,x,"),
        ("data/sectors.csv", "營造,50,", "營造,x,"),
        ("data/countries.csv", "ATL,", "ATLA,"),
        ("data/production.csv", "LEM,2024,80,", "LEM,2024,x,"),
    ):
        edit(root, file, old, new)
    expected = {"end_uses": 3, "sectors": 2, "countries": 2, "production": 2}
    found = {(one["file"], int(one["line"])) for one in problems(check(root))}
    assert found == {(f"data/{name}.csv", line) for name, line in expected.items()}


@pytest.mark.parametrize("slip", [*DATES, *CODES, *TYPING], ids=lambda slip: slip.name)
def test_of_one_cause_nothing_follows(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    assert check(root).said.splitlines()[-1] == "1 problem, 0 warnings"


def test_uses_of_a_country_that_is_not_assessed_need_not_add_up(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    file = "data/end_uses.csv"
    head, *rows = (root / file).read_text("utf-8").splitlines()
    lines = [f"{head},country", *(f"{row},ATL" for row in rows), "austrium,Oars,0.2,household,world_mines_2025,B,,LEM"]
    (root / file).write_text("\n".join(lines) + "\n", "utf-8")
    outcome = check(root)
    assert (outcome.code, "1 row of LEM not read" in outcome.said) == (0, True), outcome.said


def test_a_slip_of_a_key_or_a_cell_hides_no_unknown_name_of_the_same_file(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    production = "data/production.csv"
    edit(root, ASSESSMENT, "      listed: true", "      listed: maybe")
    edit(root, ASSESSMENT, "mineral: coronium", "mineral: coronum")
    edit(root, ASSESSMENT, "candidates: all", "candidates: [austrium, dcipium]")
    edit(root, WEIGHTS, 'because: "A dirty cargo is still a cargo."', 'becuase: "A dirty cargo is still a cargo."')
    edit(root, WEIGHTS, "{more: recycling_rate, than: companionality,", "{more: recycling_rat, than: companionality,")
    edit(root, production, "LEM,2024,80,", "LEM,2024,x,")
    edit(root, production, "austrium,extraction,HYP,2024", "austrum,extraction,HYP,2024")
    scenario = {"title": "Loss", "shocks": [{"kind": "lss", "minerals": ["austrum"]}]}
    write_json(root, "scenarios/loss.yaml", scenario)
    append(ASSESSMENT, "scenario: scenarios/loss.yaml\n")(root)
    said = [(one["file"], one["said"]) for one in problems(check(root))]
    for file, word in (
        *((ASSESSMENT, word) for word in ("'maybe'", "'coronum'", "'dcipium'")),
        *((WEIGHTS, word) for word in ("'becuase'", "recycling_rat")),
        *((production, word) for word in ("'x'", "'austrum'")),
        *(("scenarios/loss.yaml", word) for word in ("'lss'", "'austrum'")),
    ):
        assert any(name == file and word in text for name, text in said), (file, word, said)

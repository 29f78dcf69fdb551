"""Another country's list is never silently this one's: trade, sectors and uses are the figures of a country."""

# Holds: checking/countries.py, model/rows/ownership.py.

import json
import re
from pathlib import Path

import pytest

from slips import append, replace, rewritten, strike
from workspace_builder import (
    ASSESSMENT,
    atlantis,
    cell,
    check,
    criticality,
    edit,
    line_of,
    run,
    run_folder,
    write_csv,
    write_json,
)

SECTORS, USES, TRADE = "data/sectors.csv", "data/end_uses.csv", "data/trade.csv"
COUNTRIES = "data/countries.csv"
HEADER = "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag"
BOUGHT = [
    "LEM",
    "austrium",
    "extraction",
    "HS6",
    "810000",
    "import",
    2024,
    1000,
    10,
    "world_mines_2025",
    "A",
    "reported",
]


def owned(root: Path, file: str, country: str) -> None:
    """Write the country into a column of its own."""
    lines = (root / file).read_text("utf-8").splitlines()
    text = "\n".join([f"{lines[0]},country", *(f"{line},{country}" for line in lines[1:])]) + "\n"
    (root / file).write_text(text, "utf-8")


def with_import_value(root: Path, reporter: str) -> None:
    write_csv(root, TRADE, HEADER, [[reporter, *BOUGHT]])
    write_json(
        root,
        "criteria/import_value.yaml",
        {
            "code": "import_value",
            "title": "Value of imports",
            "dimension": "economic_importance",
            "direction": "raises_criticality",
            "indicator": "import_value",
            "unit": "US dollars",
            "scale": {"kind": "log", "zero_at": 10, "one_at": 100_000},
            "missing": "interval",
            "references": [{"title": "A book"}],
            "confirmed": {"by": "A test", "on": "2025-01-01"},
        },
    )
    replace(ASSESSMENT, "weights: weights/two-offices.yaml", "weights: weights/equal.yaml")(root)


def test_a_country_that_the_table_of_countries_does_not_hold_is_refused(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(ASSESSMENT, "country: ATL", "country: ZZZ")(root)
    for outcome in (check(root), run(root)):
        assert outcome.code == 1
        assert f"{ASSESSMENT}:2:10: country: there is no country 'ZZZ'" in outcome.said


def test_the_terminal_says_whose_list_it_prints(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    said = criticality("run", "--workspace", root, "--language", "none", "--draws", "0").out
    assert said.splitlines()[1] == "Atlantis, 2024"


def test_without_a_table_of_countries_any_code_will_do(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "data/countries.csv").unlink()
    replace(ASSESSMENT, "country: ATL", "country: ZZZ")(root)
    assert check(root).code == 0


def test_trade_of_another_country_alone_is_refused(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with_import_value(root, "HYP")
    for outcome in (check(root), run(root)):
        assert outcome.code == 1
        assert "data/trade.csv has no row of ATL (its rows are those of HYP), but import_value read it" in outcome.said


def test_trade_of_the_country_is_read(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with_import_value(root, "ATL")
    assert "trade.csv" not in check(root).said


def test_trade_of_others_beside_that_of_the_country_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with_import_value(root, "ATL")
    append(TRADE, ",".join(map(str, ["HYP", *BOUGHT])) + "\n")(root)
    outcome = check(root)
    assert f"{TRADE}:3: reporter: warning: 1 row of HYP not read: the assessment is that of ATL" in outcome.said


@pytest.mark.parametrize("file", [SECTORS, USES])
def test_sectors_and_uses_of_another_country_alone_are_refused(tmp_path: Path, file: str) -> None:
    root = atlantis(tmp_path)
    owned(root, file, "HYP")
    outcome = check(root)
    assert outcome.code == 1
    assert f"{file} has no row of ATL (its rows are those of HYP), but strategic_share" in outcome.said
    assert run(root).code == 1


@pytest.mark.parametrize("country", ["ATL", ""])
def test_sectors_and_uses_of_the_country_or_of_any_are_read(tmp_path: Path, country: str) -> None:
    root = atlantis(tmp_path)
    before = cell(run_folder(root), "austrium", "strategic_share")["value"]
    for file in (SECTORS, USES):
        owned(root, file, country)
    assert check(root).said == "0 problems, 0 warnings\n"
    assert cell(run_folder(root), "austrium", "strategic_share")["value"] == before


def test_the_country_s_own_uses_stand_in_place_of_any_country_s(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "")
    append(USES, "austrium,Anchors,1,household,guild_of_smelters_2024,B,,ATL\n")(root)
    append(USES, "austrium,Anchors,1,shipbuilding,guild_of_smelters_2024,B,,HYP\n")(root)
    found = cell(run_folder(root), "austrium", "strategic_share")
    assert float(found["value"]) == 0.0


def test_rows_of_any_country_that_its_own_replace_are_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "")
    append(USES, "austrium,Anchors,1,household,guild_of_smelters_2024,B,,ATL\n")(root)
    said = check(root).said
    assert f"{USES}:{line_of(root, USES, 'Drive shafts')}: country: warning:" in said
    assert "ATL's own rows stand instead" in said


def test_an_adapted_use_replaces_the_same_application_alone_and_is_quiet_where_it_says_why(tmp_path: Path) -> None:
    """Austrium has two uses; the country books one of them elsewhere and takes the other as it was published."""
    root = atlantis(tmp_path)
    owned(root, USES, "")
    rows = [line for line in (root / USES).read_text("utf-8").splitlines() if line.startswith("austrium,")]
    application, share = rows[0].split(",")[1:3]
    append(USES, f"austrium,{application},{share},household,guild_of_smelters_2024,B,Booked otherwise here,ATL\n")(root)
    assert check(root).said == "0 problems, 0 warnings\n"
    folder = run_folder(root)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    table = record["inputs"]["data"]["end_uses"]
    read = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    uses = {row["application"]: row for row in read if row["mineral"] == "austrium"}
    assert len(uses) == len(rows)
    assert (uses[application]["sector"], uses[application]["country"]) == ("household", "ATL")
    assert [row["country"] for name, row in uses.items() if name != application] == [""] * (len(rows) - 1)


def test_an_adapted_use_without_a_reason_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "")
    row = next(line for line in (root / USES).read_text("utf-8").splitlines() if line.startswith("austrium,"))
    application, share = row.split(",")[1:3]
    append(USES, f"austrium,{application},{share},household,guild_of_smelters_2024,B,,ATL\n")(root)
    assert "this row of any country is not read: ATL's own rows stand instead" in check(root).said


def test_own_uses_under_other_names_that_count_twice_are_refused_with_both_kinds(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "")
    append(USES, "austrium,Anchors,0.5,household,guild_of_smelters_2024,B,Ours,ATL\n")(root)
    outcome = check(root)
    assert outcome.code == 1
    assert "the shares of austrium add up to 1.500, not to 1 (1 of ATL, 2 of any country)" in outcome.said
    assert "name it alike, or write the whole use" in outcome.said


def test_a_use_in_a_sector_that_only_another_country_has_is_refused(tmp_path: Path) -> None:
    """Its share would count for nothing, as if the mineral were not used there."""
    root = atlantis(tmp_path)
    owned(root, SECTORS, "ATL")
    lines = (root / SECTORS).read_text("utf-8").splitlines()
    moved = [f"{line[: -len('ATL')]}HYP" if line.startswith("shipbuilding,") else line for line in lines]
    (root / SECTORS).write_text("\n".join(moved) + "\n", "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert "ATL has no sector 'shipbuilding' in data/sectors.csv, only another country has" in outcome.said


def judged(root: Path, whose: str) -> None:
    """Two judgements on partners, made for a country's list: one named with a reason, one not to be pointed to."""
    said = {"LEM": f"Friendly,no,yes,,{whose}", "MUU": f",no,no,Under sanctions,{whose}"}
    text = (root / COUNTRIES).read_text("utf-8").splitlines()
    rows = [line.split(",")[:3] for line in text[1:]]
    head = "country,name_en,name_zh,partner_because,transit_hub,print,print_because,decided_for"
    body = [",".join(row) + "," + said.get(row[0], ",no,yes,,") for row in rows]
    (root / COUNTRIES).write_text("\n".join([head, *body]) + "\n", "utf-8")


def test_partners_named_for_another_country_s_list_are_not_named_and_who_is_hidden_stays_so(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    judged(root, "HYP")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    line = line_of(root, COUNTRIES, "Friendly")
    told = "2 judgements on partners were made for the list of HYP: no partner is named for ATL"
    assert f"{COUNTRIES}:{line}: decided_for: warning: {told}, and 1 country with print: no stay" in outcome.said
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    table = record["inputs"]["data"]["countries"]
    assert not [row for row in table["rows"] if "Friendly" in row]
    assert [row[0] for row in table["rows"] if "Under sanctions" in row] == ["MUU"]


@pytest.mark.parametrize("whose", ["ATL", ""])
def test_partners_that_were_judged_for_this_list_or_for_any_count(tmp_path: Path, whose: str) -> None:
    root = atlantis(tmp_path)
    judged(root, whose)
    assert check(root).said == "0 problems, 0 warnings\n"
    assert any(
        "Friendly" in row
        for row in json.loads((run_folder(root) / "record.json").read_text("utf-8"))["inputs"]["data"]["countries"][
            "rows"
        ]
    )


def test_a_title_that_still_names_the_country_of_the_copy_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "")
    append(USES, "austrium,Anchors,1,household,guild_of_smelters_2024,B,Ours,HYP\n")(root)
    name = next(
        line.split(",")[1] for line in (root / COUNTRIES).read_text("utf-8").splitlines() if line.startswith("HYP,")
    )
    rewritten(ASSESSMENT, lambda text: re.sub(r"(?m)^title:.*$", f"title: The list of {name}", text, count=1))(root)
    said = check(root).said
    assert f"{ASSESSMENT}:1:8: title: warning: this text names {name}; the assessment is that of ATL" in said
    assert "Write it for the country assessed" in said


def test_criteria_that_carry_no_weight_refuse_nothing(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with_import_value(root, "HYP")
    rewritten(
        "criteria/import_value.yaml", lambda text: text.replace('"direction"', '"role": "screening",\n "direction"')
    )(root)
    outcome = check(root)
    assert outcome.code == 0, outcome.said


def test_a_country_that_no_page_may_point_to_needs_a_reason(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    text = (root / "data/countries.csv").read_text("utf-8").splitlines()
    rows = [f"{text[0]},print,print_because", *(f"{line},{'no' if 'MUU' in line else ''}," for line in text[1:])]
    (root / "data/countries.csv").write_text("\n".join(rows) + "\n", "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert f"data/countries.csv:{line_of(root, 'data/countries.csv', 'MUU')}: print_because:" in outcome.said


def test_uses_without_a_row_left_are_refused(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    for mineral in ("austrium", "coronium", "decipium", "ilmenium", "mosandrium", "nebulium", "norwegium", "victorium"):
        strike(root, USES, f"{mineral},")
    assert check(root).code == 1


def test_sectors_of_nobody_beside_figures_of_another_country_are_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, SECTORS, "ATL")
    edit(root, SECTORS, "accounts_of_atlantis_2023,ATL\nhousehold", "accounts_of_atlantis_2023,\nhousehold")
    said = check(root).said
    assert "data/sectors.csv:2: country: warning: 1 row names no country and counts for ATL" in said
    assert "Write ATL in the column country" in said


def test_a_choice_that_names_the_country_of_the_copy_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    owned(root, USES, "LEM")
    text = (root / USES).read_text("utf-8")
    (root / USES).write_text(text + text.split("\n", 1)[1].replace(",LEM", ",ATL"), "utf-8")
    change = {"sectors": {"strategic": ["building"]}}
    options = [
        {"code": "as_it_is", "title": "As it is", "because": "Stated."},
        {"code": "without", "title": "Without", "because": "Asked.", "change": change},
    ]
    choice = {"code": "ships", "question": "Which sectors does Lemuria call strategic?", "options": options}
    write_json(root, "choices/ships.yaml", choice)
    assert re.search(r"choices/ships.yaml:\d+:\d+: question: warning: this text names Lemuria", check(root).said)

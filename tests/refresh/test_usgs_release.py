"""The data release of the Mineral Commodity Summaries: what its rows, words and notes mean, and what is refused."""

import csv
from collections import defaultdict

import pytest

from criticality.refresh.changes import plan_changes, write_table
from criticality.refresh.reading.release import mapping
from criticality.refresh.usgs_places import left_out_of

WORLD = "World total"
HALF = "Mine production: rounded"


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ({"notes": "Excludes U.S. production."}, "Excludes U.S. production."),
        ({"notes": "Estimated. Excludes U.S. production."}, "Estimated. Excludes U.S. production."),
        ({"country": "World total (rounded), excluding U.S. production"}, "excluding U.S. production"),
        ({"detail": "Mine production, excluding U.S. production: rounded"}, "excluding U.S. production"),
        ({"notes": "World total does not include production in the United States."}, "does not include"),
    ],
)
def test_a_world_total_names_the_producer_it_leaves_out(usgs, total, said):
    row = usgs.row(**{"country": WORLD, "value": "90", "detail": HALF, **total})
    rows = usgs.production(usgs.row("Austria", "50"), usgs.row("Spain", "40"), usgs.row("United States", "W"), row)
    assert rows["USA"][:2] == ("", "withheld")
    assert rows["WLD"][0] == "90"
    assert rows["WLD"][2].startswith("excludes the United States: withheld")
    assert said in rows["WLD"][2]


def test_several_producers_that_a_total_leaves_out_are_named_in_their_order(usgs):
    row = usgs.row(WORLD, "90", notes="Excludes China and the United States.")
    assert "excludes China, the United States (printed" in usgs.production(row)["WLD"][2]
    assert left_out_of("Excludes production in Korea, Republic of, and in Turkey.") == ("KOR", "TUR")


def test_a_total_that_leaves_out_a_material_leaves_out_no_country(usgs):
    assert "excludes" not in usgs.production(usgs.row(WORLD, "90", notes="Excludes secondary metal."))["WLD"][2]


def test_a_note_that_a_total_leaves_out_somebody_is_entered_into_a_table_without_notes(usgs, workspace):
    table = workspace / "data" / "production.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["mineral"] == "tungsten"]
    names = [name for name in rows[0] if name not in {"note", "page"}]
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    world = next(row for row in rows if (row["country"], row["year"]) == ("WLD", "2025"))
    flag = "Estimated. " if world["flag"] == "estimated" else ""
    row = usgs.row(WORLD, world["value"], notes=f"{flag}Excludes U.S. production.")
    plan = plan_changes(workspace, usgs.read(row)[0])
    assert plan.added == ("note",)
    (change,) = plan.changes
    assert "excludes the United States" in str(change)
    write_table(workspace, plan)
    assert "excludes the United States" in table.read_text("utf-8")
    assert not plan_changes(workspace, usgs.read(row)[0]).changes


@pytest.mark.parametrize("other", ["90,000", "W"])
def test_two_rows_of_one_key_that_differ_are_refused_with_both_lines(usgs, other):
    (problem,) = usgs.problems(usgs.row("Austria", "1"), usgs.row("Spain", "50"), usgs.row("Spain", other))
    assert problem.line == 4
    assert "tungsten extraction ESP 2025; the first is line 3" in problem.message


def test_a_row_that_is_repeated_counts_once_and_is_told(usgs):
    release = usgs.read(usgs.row("Spain", "50"), usgs.row("Spain", "50"))[0]
    assert [row["value"] for row in release.rows] == ["50"]
    assert any("line 3, which repeats line 2" in said for said in release.remarks)


def test_of_an_exact_and_a_rounded_figure_the_exact_one_counts(usgs):
    release = usgs.read(
        usgs.row("Spain", "1,240"),
        usgs.row("Spain", "1,200", detail=HALF),
        usgs.row(WORLD, "81,000", detail=HALF),
        usgs.row(WORLD, "80,640"),
    )[0]
    assert {row["country"]: row["value"] for row in release.rows} == {"ESP": "1240", "WLD": "80640"}
    assert any("printed exact and rounded: 2" in said for said in release.remarks)


def test_a_rounded_figure_stands_where_the_exact_one_is_withheld(usgs):
    rows = usgs.production(usgs.row(WORLD, "W"), usgs.row(WORLD, "900", detail=HALF))
    assert rows["WLD"][:2] == ("900", "reported")


def test_a_rounded_row_that_rounds_nothing_is_refused(usgs):
    (problem,) = usgs.problems(usgs.row("Spain", "1,240"), usgs.row("Spain", "1,900", detail=HALF))
    assert (problem.line, "does not round the exact one of line 2" in problem.message) == (3, True)


def test_only_sections_of_the_world_count(usgs):
    home = "Salient Statistics—United States"
    rows = [usgs.row("United States", value, year=year, section=home) for year, value in (("2024", "7"), ("2025", "9"))]
    release = usgs.read(*rows, usgs.row("United States", "8"), usgs.row("Spain", "3", section="Spanish mines"))[0]
    assert [(row["country"], row["year"], row["value"]) for row in release.rows] == [("USA", "2025", "8")]
    assert any("'Spanish mines'" in said for said in release.remarks)


def test_a_total_of_a_country_is_not_added_to_its_own_parts(usgs):
    rows = usgs.production(
        usgs.titanium("India", ": ilmenite", "200"),
        usgs.titanium("India", ": rutile", "10"),
        usgs.titanium("India", ": ilmenite and rutile", "215"),
        usgs.titanium("Kenya", "", "90"),
        usgs.titanium("Kenya", ": rutile", "40"),
    )
    assert {country: row[0] for country, row in rows.items()} == {"IND": "215000", "KEN": "90000"}


def test_parts_of_which_one_is_withheld_are_a_lower_bound(usgs):
    rows = usgs.production(usgs.titanium("Canada", ": ilmenite", "200"), usgs.titanium("Canada", ": rutile", "W"))
    assert rows["CAN"][:2] == ("200000", "estimated")
    assert rows["CAN"][2].startswith("lower bound: no figure for rutile")


@pytest.mark.parametrize(
    ("printed", "value", "flag"),
    [
        ("W", "", "withheld"),
        ("(W)", "", "withheld"),
        ("NA", "", "absent"),
        ("XX", "", "absent"),
        ("E", "", "absent"),
        ("", "", "absent"),
        ("Large", "", "absent"),
        ("Moderate to large.", "", "absent"),
        ("Included with other countries.", "", "absent"),
        ("—", "0", "zero"),
        ("--", "0", "zero"),
        ("0", "0", "zero"),
        ("Less than ½ unit", "0.25", "estimated"),
        ("Less than 1/2 unit.", "0.25", "estimated"),
        ("<1", "0.5", "estimated"),
        ("e4,200", "4200", "estimated"),
        ("4,200e", "4200", "estimated"),
        ("r130", "130", "reported"),
        ("re1,300", "1300", "estimated"),
        (">82,000", "82000", "estimated"),
        ("More than 82,000", "82000", "estimated"),
        ("500–16,000", "8250", "estimated"),
        ("12 to 14", "13", "estimated"),
        (".5", "0.5", "reported"),
        ("1,234,567.5", "1234567.5", "reported"),
    ],
)
def test_what_the_publisher_prints_is_read_as_what_it_means(usgs, printed, value, flag):
    assert usgs.production(usgs.row("Spain", printed))["ESP"][:2] == (value, flag)


@pytest.mark.parametrize("printed", [">82,000", "<1", "12 to 14", "Less than ½ unit"])
def test_a_bound_is_never_a_plain_figure(usgs, printed):
    assert f"printed as {printed!r}" in usgs.production(usgs.row("Spain", printed))["ESP"][2]


def test_a_word_nobody_explained_does_not_stop_a_release_and_is_told(usgs):
    release = usgs.read(usgs.row("Spain", "scarcely any"), usgs.row("Austria", "4"))[0]
    assert [row["flag"] for row in release.rows] == ["absent", "reported"]
    assert any("line 2: the value 'scarcely any' is no figure" in said for said in release.remarks)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("-5", "below 0"),
        ("nan", "what a program writes"),
        ("Infinity", "what a program writes"),
        ("#REF!", "what a program writes"),
        ("82,7", "a decimal comma?"),
        ("82 700", "not recognised"),
        ("1.234.567", "not recognised"),
        ("7 litres", "not recognised"),
        ("9" * 400, "larger than anything"),
        ("99999999999999", "larger than anything"),
    ],
)
def test_figures_that_cannot_be_are_refused_with_their_line(usgs, printed, said):
    (problem,) = usgs.problems(usgs.row("Austria", "1"), usgs.row("Spain", printed))
    assert (problem.line, problem.where) == (3, "Value")
    assert said in problem.message


@pytest.mark.parametrize(
    ("printed", "year", "flag"),
    [("2025.0", "2025", "reported"), ("2025_estimated", "2025", "estimated"), ("2025e", "2025", "estimated")],
)
def test_years_are_read_as_programs_and_the_publisher_write_them(usgs, printed, year, flag):
    (row,) = usgs.read(usgs.row("Spain", "3", year=printed))[0].rows
    assert (row["year"], row["flag"]) == (year, flag)


@pytest.mark.parametrize("printed", ["2021–24", "", "25", "20255", "2025.5", "1066", "nan"])
def test_what_is_no_year_is_refused(usgs, printed):
    (problem,) = usgs.problems(usgs.row("Spain", "3", year=printed))
    assert (problem.line, problem.where) == (2, "Year")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Austria4", "AUT"),
        ("Japane", "JPN"),
        ("Congo (Kinshasa)", "COD"),
        ("Korea, Republic of", "KOR"),
        ("Côte d’Ivoire", "CIV"),
        ("New Caledonia (overseas territory of France)", "NCL"),
        ("Other countries (rounded)", "OTH"),
        ("China, Germany, and Russia", "OTH"),
        ("World total (rounded)", "WLD"),
        ("World total , excluding United States.", "WLD"),
        ("Korea, Republic ofe", "KOR"),
        ("UnitedStates", "USA"),
        ("United\u00caStates", "USA"),
        ("Kazakhstan, concentrate", "KAZ"),
        ("Peru (exports)", "PER"),
        ("Trinidad and Tobago", "TTO"),
        ("Taiwan", "TWN"),
        ("\u00a0Spain\u00a0", "ESP"),
    ],
)
def test_countries_are_found_as_the_publisher_names_them(usgs, name, code):
    assert list(usgs.production(usgs.row(name, "3"))) == [code]


def test_forms_beside_the_name_of_a_country_are_its_parts(usgs):
    rows = usgs.production(
        usgs.row("Argentina, crude ore", "3"),
        usgs.row("Argentina, ulexite", "4"),
        usgs.row("United States", "9"),
        usgs.row("United States (from one field)", "2"),
    )
    assert {country: row[0] for country, row in rows.items()} == {"ARG": "7", "USA": "9"}


def test_a_group_with_a_country_that_is_not_known_is_not_known(usgs):
    (problem,) = usgs.problems(usgs.row("Spain, France, and Ruritania", "3"))
    assert "is not known" in problem.message


def test_groups_and_the_other_countries_are_added(usgs):
    rows = usgs.production(usgs.row("Other countries", "3"), usgs.row("China, Germany, and Russia", "4"))
    assert rows["OTH"][0] == "7"


def test_every_cause_is_told_once_with_a_count(usgs):
    rows = [usgs.row("Ruritania", "3", year=str(2000 + year)) for year in range(25)]
    rows += [usgs.row("Spain", "1,5", year=str(2000 + year)) for year in range(25)]
    country, value = usgs.problems(*rows)
    assert "'Ruritania' is not known (the first of 25 such rows, the last is line 26)" in country.message
    assert (value.line, "first of 25" in value.message) == (27, True)


def test_reserves_have_the_bounds_that_are_printed(usgs):
    words = {"statistic": "Reserves", "detail": "Reserves: rounded"}
    reserves = usgs.read(usgs.row(WORLD, ">4,000,000", **words), usgs.row(WORLD, "100–300", year="2024", **words))[1]
    assert [(row["value"], row["low"], row["high"]) for row in reserves.rows] == [
        ("4000000", "4000000", ""),
        ("200", "100", "300"),
    ]


def as_published(row, entry, excluded):
    """A row of production.csv as the release since 2026 prints it."""
    value = {"withheld": "W", "absent": "NA", "zero": "—"}.get(row["flag"])
    if value is None:
        value = f"{round(float(row['value']) / float(entry['times']), 6):,}".removesuffix(".0")
    notes = ["Estimated."] if row["flag"] == "estimated" else []
    notes += ["Excludes U.S. production."] if excluded else []
    detail = entry["detail"].rstrip("*")
    return {
        "country": NAMES[row["country"]],
        "value": value,
        "year": row["year"],
        "detail": f"{detail}: rounded" if row["country"] == "WLD" else detail,
        "notes": " ".join(notes),
        "chapter": entry["chapter"],
        "commodity": entry["commodity"],
        "unit": entry["unit_printed"],
    }


NAMES = {row["country"]: row["name"] for row in reversed(mapping("usgs_mcs_countries"))}


def test_a_release_of_the_figures_of_this_workspace_changes_none_of_them(usgs, workspace):
    series = {
        (row["mineral"], row["stage"]): row for row in mapping("usgs_mcs_series") if row["statistic"] == "production"
    }
    with (workspace / "data" / "production.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["source"] == "usgs_mcs_2026"]
    printed = [
        usgs.row(**as_published(row, series[row["mineral"], row["stage"]], "excludes" in row["note"]))
        for row in rows
        if (row["mineral"], row["stage"]) in series
    ]
    assert len(printed) > 1500
    plan = plan_changes(workspace, usgs.read(*printed)[0])
    moved = defaultdict(list)
    for change in plan.changes:
        moved[change.key[0]].append(str(change))
    assert not moved


@pytest.mark.parametrize(
    "note",
    [
        "Data for the United States are withheld and are not included in the world total.",
        "U.S. production is excluded from the world total.",
        "All countries except the United States.",
    ],
)
def test_a_total_may_say_in_other_words_whom_it_leaves_out(usgs, note):
    rows = usgs.production(
        usgs.row("Spain", "40"), usgs.row("United States", "W"), usgs.row(WORLD, "40", notes=note, detail=HALF)
    )
    assert rows["WLD"][2].startswith("excludes the United States: withheld (printed: ")


def test_a_country_may_say_itself_that_the_total_leaves_it_out(usgs):
    own = usgs.row("United States", "W", notes="Withheld; not included in the world total.")
    rows = usgs.production(usgs.row("Spain", "40"), own, usgs.row(WORLD, "40", detail=HALF))
    assert rows["WLD"][2].startswith("excludes the United States: withheld")
    beside = usgs.row("United States", "W", notes="Withheld.")
    assert "excludes" not in usgs.production(usgs.row("Spain", "40"), beside, usgs.row(WORLD, "40"))["WLD"][2]


def test_a_total_that_leaves_out_countries_without_naming_them_keeps_the_words(usgs):
    note = "Excludes countries for which no data were available."
    assert f"printed: {note}" in usgs.production(usgs.row(WORLD, "90", notes=note))["WLD"][2]


def test_a_world_total_printed_exact_and_rounded_by_its_name_is_the_exact_one(usgs):
    rows = (usgs.row("Spain", "40"), usgs.row(WORLD, "61"), usgs.row("World total (rounded)", "60"))
    assert usgs.production(*rows)["WLD"][0] == "61"
    (problem,) = usgs.problems(*rows[:2], usgs.row("World total (rounded)", "90"))
    assert "does not round the exact one of line 3" in problem.message


@pytest.mark.parametrize(
    ("printed", "value", "flag"),
    [
        ("Zero", "0", "zero"),
        ("—(1)", "0", "zero"),
        ("1,234 (2)", "1234", "reported"),
        ("100¹", "100", "reported"),
        ("W (3)", "", "withheld"),
        ("100 (estimated)", "100", "estimated"),
        ("Negligible", "0.25", "estimated"),
        ("Trace amounts", "0.25", "estimated"),
        ("Less than 500 kilograms", "0.25", "estimated"),
        ("<8 kg", "0.004", "estimated"),
    ],
)
def test_printed_words_for_small_amounts_and_marks_of_footnotes_are_read(usgs, printed, value, flag):
    assert usgs.production(usgs.row("Spain", printed), usgs.row(WORLD, "5,000"))["ESP"][:2] == (value, flag)


def test_a_footnote_in_place_of_a_figure_is_no_figure_and_is_told(usgs):
    release = usgs.read(usgs.row("Spain", "(5)"), usgs.row(WORLD, "90"))[0]
    assert (release.rows[0]["value"], release.rows[0]["flag"]) == ("", "absent")
    assert any("'(5)' is no figure and is read as absent" in said for said in release.remarks)


def test_names_of_the_united_nations_are_known_beside_those_of_the_usgs(usgs):
    names = {"Congo, Democratic Republic of the": "COD", "South Korea": "KOR", "Viet Nam": "VNM", "Turkiye": "TUR"}
    rows = usgs.production(*(usgs.row(name, "1") for name in names), usgs.row(WORLD, "4"))
    assert set(rows) == {*names.values(), "WLD"}

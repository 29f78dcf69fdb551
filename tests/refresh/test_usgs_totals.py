"""World totals of the USGS beside countries and notes, sums of forms, and what is told of rows without a place."""

import pytest

WORLD = "World total"
HALF = "Mine production: rounded"


def test_both_columns_of_notes_say_whom_a_total_leaves_out(usgs):
    said = "Excludes U.S. production."
    rows = usgs.production(usgs.row("Spain", "40"), usgs.row("United States", "W"), usgs.row(WORLD, "40", other=said))
    assert rows["WLD"][2].startswith(f"excludes the United States: withheld (printed: {said})")
    both = usgs.production(usgs.row(WORLD, "40", notes="Excludes China.", other=said))
    assert both["WLD"][2].startswith("excludes China, the United States (printed: ")
    vague = usgs.production(usgs.row(WORLD, "40", other="Excludes countries for which no data were available."))
    assert vague["WLD"][2].startswith("printed: Excludes countries")


def test_what_stands_in_the_other_column_of_notes_marks_a_figure_as_well(usgs):
    own = usgs.row("United States", "W", other="Withheld; not included in the world total.")
    rows = usgs.production(usgs.row("Spain", "40", other="Estimated."), own, usgs.row(WORLD, "40", detail=HALF))
    assert rows["WLD"][2].startswith("excludes the United States: withheld")
    assert rows["ESP"][1] == "estimated"


def test_a_copy_without_the_other_column_of_notes_is_read_by_the_first(usgs):
    rows = [usgs.row("Spain", "40"), usgs.row(WORLD, "40", notes="Excludes U.S. production.")]
    whole = usgs.write(*rows).read_text("cp1252").splitlines()
    shorter = [text.rpartition(",")[0] for text in whole]
    found = usgs.production(*(f"{text}\n" for text in shorter[1:]), header=shorter[0])
    assert found["WLD"][2].startswith("excludes the United States")


@pytest.mark.parametrize(
    ("ilmenite", "rutile", "flag"),
    [
        ("W", "—", "withheld"),
        ("—", "W", "withheld"),
        ("W", "NA", "withheld"),
        ("NA", "—", "absent"),
        ("—", "—", "zero"),
    ],
)
def test_of_parts_without_an_amount_one_that_is_withheld_makes_the_whole_withheld(usgs, ilmenite, rutile, flag):
    parts = usgs.titanium("Norway", ": ilmenite", ilmenite), usgs.titanium("Norway", ": rutile", rutile)
    assert usgs.production(*parts)["NOR"][:2] == ("0" if flag == "zero" else "", flag)


def test_a_group_of_the_other_countries_without_a_figure_makes_their_sum_a_lower_bound(usgs):
    rows = usgs.production(
        usgs.row("Other countries", "3"), usgs.row("Spain and Austria", "4"), usgs.row("Peru and Chile", "W")
    )
    assert rows["OTH"][:2] == ("7", "estimated")
    assert rows["OTH"][2].startswith("lower bound: no figure for peru and chile")


@pytest.mark.parametrize(
    ("total", "spain", "value", "conflict"),
    [
        ("380,123", "900,000", "380123", True),
        ("380,123", "390,000", "380123", True),
        ("380,123", "380,123.4", "380123", False),
        ("380,000", "384,000", "380000", False),
        ("380,000", "386,000", "380000", True),
        ("12,000", "12,400", "12400", False),
        ("10,000", "10,400", "10400", False),
        ("10,000", "10,600", "10000", True),
        ("2", "2.4", "2.4", False),
        ("2.5", "2.6", "2.5", True),
        (">82,700", "900,000", "900000", False),
        ("100–300", "250", "250", False),
        ("100–300", "400", "200", True),
        ("—", "5", "0", True),
    ],
)
def test_the_sum_of_the_countries_stands_for_a_total_only_within_its_rounding(usgs, total, spain, value, conflict):
    release = usgs.read(usgs.row("Spain", spain), usgs.row(WORLD, total))[0]
    world = release.rows[-1]
    assert world["value"] == value
    told = [said for said in release.remarks if said.startswith("CONFLICT in line 3: the printed world total")]
    assert bool(told) == conflict
    assert ("the countries add up to" in world["note"]) == conflict
    assert ("is rounded below it" in world["note"]) == (world["flag"] == "estimated" and float(value) != 200)


def test_a_conflict_of_a_total_is_shown_beside_its_figure(usgs, import_into):
    said = import_into("usgs-mcs", usgs.write(usgs.row("Spain", "900,000"), usgs.row(WORLD, "380,123")))
    (shown,) = (line for line in said.splitlines() if "tungsten extraction WLD 2025" in line and "→" in line)
    assert "380123 t reported" in shown
    assert "the countries add up to 900000 t, which this total cannot be by rounding" in shown
    assert "note: CONFLICT in line 3: the printed world total of tungsten extraction 2025 is 380,123" in said


def test_a_country_that_the_total_leaves_out_is_none_of_those_that_add_up_to_it(usgs):
    said = "Excludes U.S. production."
    release = usgs.read(usgs.row("Spain", "40"), usgs.row("United States", "30"), usgs.row(WORLD, "40", notes=said))[0]
    assert release.rows[-1]["value"] == "40"
    assert not release.remarks


def test_totals_of_forms_leave_room_for_the_sum_of_the_forms(usgs):
    world = usgs.titanium(WORLD, ": ilmenite", "9,000"), usgs.titanium(WORLD, ": rutile", "600")
    release = usgs.read(usgs.titanium("India", ": ilmenite and rutile", "9,600"), *world)[0]
    assert (release.rows[-1]["value"], release.remarks) == ("9600000", ())
    beyond = usgs.read(usgs.titanium("India", ": ilmenite and rutile", "19,600"), *world)[0]
    assert beyond.rows[-1]["value"] == "9000000"
    assert any(said.startswith("CONFLICT") for said in beyond.remarks)


@pytest.mark.parametrize("printed", ["Large", "W", "NA", ""])
def test_world_reserves_without_a_figure_are_told(usgs, printed):
    words = {"statistic": "Reserves", "detail": "Reserves"}
    reserves = usgs.read(usgs.row(WORLD, printed, **words), usgs.row("Spain", "7"))[1]
    assert reserves.rows == ()
    assert list(reserves.left_out) == [f"world reserves of tungsten, 2025: line 2 has {printed!r}, which is no figure"]


def test_rows_and_chapters_that_no_series_reads_are_counted_and_named(usgs):
    release = usgs.read(
        usgs.row("Spain", "7"),
        usgs.row("Peru", "3", detail="Mine output"),
        usgs.row("Chile", "3", detail="Mine output: rounded"),
        usgs.row("Chile", "3", commodity="Tungsten Ore"),
        usgs.row("Chile", "3", statistic="Capacity", detail="Smelter capacity"),
        usgs.row("Chile", "3", chapter="UNOBTAINIUM"),
        usgs.row("Peru", "3", chapter="UNOBTAINIUM"),
        usgs.row("Peru", "3", chapter="ADAMANT"),
        usgs.row("United States", "3", detail="Mine output", section="Salient Statistics—United States"),
    )[0]
    assert [row["country"] for row in release.rows] == ["ESP"]
    assert list(release.remarks) == [
        "rows of no known series, which are not read (TUNGSTEN, Tungsten, Production, Mine output): "
        "2, the first in line 3",
        "rows of no known series, which are not read (TUNGSTEN, Tungsten Ore, Production, Mine production): "
        "1, the first in line 5",
        "rows of the statistic 'Capacity', which is neither production nor reserves and is not read: "
        "1, the first in line 6",
        "chapters of whose world table (Production) no row is read, since the mapping has no series of it: "
        "2 (UNOBTAINIUM, ADAMANT), the first in line 7",
    ]

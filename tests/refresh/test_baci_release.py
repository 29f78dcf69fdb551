"""A year of BACI: its codes and quantities as they are, and what never reaches the table of trade."""

import pytest

LITHIUM = "283691"


def flow(exporter, thousands, tonnes, *, importer="490", code=LITHIUM, year="2023"):
    return f"{year},{exporter},{importer},{code},{thousands},{tonnes}"


def test_no_tonnes_beside_dollars_is_no_quantity_and_gives_no_total(baci):
    rows = baci.trade(flow("152", "2500", "0"), flow("36", "20", "4"))
    assert rows["import", "CHL"][:2] == ("2500000", "")
    assert "0 t is printed beside 2,500,000 USD" in rows["import", "CHL"][2]
    assert rows["import", "WLD"][:2] == ("2520000", "")
    assert "that of 1 of 2 is not known" in rows["import", "WLD"][2]


def test_no_tonnes_beside_dollars_is_no_quantity_of_exports_either(baci):
    rows = baci.trade(flow("490", "2500", "0", importer="152"), flow("490", "20", "4", importer="36"))
    assert rows["export", "WLD"][:2] == ("2520000", "")


def test_a_parcel_that_is_rounded_to_no_tonnes_does_not_take_the_total_with_it(baci):
    rows = baci.trade(flow("152", "0.4", "0"), flow("36", "20", "4"))
    assert rows["import", "CHL"][:2] == ("400", "")
    assert rows["import", "WLD"][:2] == ("20400", "4")


@pytest.mark.parametrize(
    ("thousands", "tonnes", "where", "said"),
    [
        ("1000", "-5", "q", "below 0"),
        ("-1", "5", "v", "below 0"),
        ("nan", "5", "v", "no number"),
        ("1000", "nan", "q", "no number"),
        ("inf", "5", "v", "no number"),
        ("1e400", "5", "v", "no finite number"),
        ("1e300", "5", "v", "larger than anything"),
        ("", "5", "v", "no number"),
        ("1000", "5 t", "q", "no number"),
    ],
)
def test_amounts_that_cannot_be_are_refused_with_their_line(baci, thousands, tonnes, where, said):
    (problem,) = baci.problems(flow("36", "20", "4"), flow("152", thousands, tonnes))
    assert (problem.line, problem.where) == (3, where)
    assert said in problem.message


def test_quantities_that_the_publisher_lacks_are_open(baci):
    rows = baci.trade(flow("36", "       20.5", "         NA"), flow("152", "3", ""))
    assert rows["import", "AUS"][:2] == ("20500", "")
    assert rows["import", "CHL"][:2] == ("3000", "")


def test_codes_that_a_spreadsheet_wrote_as_decimals_are_read(baci):
    row = flow("152.0", "1000.0", "5.0", importer="490.0", code=f"{LITHIUM}.0", year="2023.0")
    assert baci.trade(row)["import", "CHL"][:2] == ("1000000", "5")


@pytest.mark.parametrize("code", ["2.83691E+05", "lithium", "2836910", ""])
def test_codes_that_cannot_be_read_are_told_and_not_passed_over(baci, code):
    (problem,) = baci.problems(flow("152", "1", "1", code=code))
    assert (problem.line, problem.where) == (2, "k")


def test_codes_of_other_products_are_passed_over(baci):
    rows = baci.trade(flow("152", "1", "1", code="10121"), flow("152", "1", "1", code="9999AA"), flow("152", "2", "1"))
    assert rows["import", "CHL"][0] == "2000"


def test_two_rows_of_one_flow_that_differ_are_refused_with_both_lines(baci):
    (problem,) = baci.problems(flow("152", "1", "1"), flow("152", "1", "1"), flow("152", "2", "1"))
    assert problem.line == 4
    assert "exporter 152, importer 490, code 283691; the first is line 2" in problem.message


def test_two_codes_of_one_country_are_parts_and_a_place_without_code_is_among_the_others(baci):
    rows = baci.trade(flow("56", "1", "1"), flow("58", "2", "2"), flow("899", "4", "4"), flow("697", "8", "8"))
    assert rows["import", "BEL"][:2] == ("3000", "3")
    assert rows["import", "OTH"][:2] == ("12000", "12")


def test_a_row_of_another_year_is_refused(baci):
    (problem,) = baci.problems(flow("152", "1", "1", year="2022"))
    assert "a row of '2022' in a file of 2023" in problem.message


def test_a_country_that_the_codes_do_not_know_is_refused(baci):
    (problem,) = baci.problems(flow("777", "1", "1"))
    assert (problem.line, problem.where) == (2, "i")


def test_the_country_codes_until_2023_are_read(baci):
    older = (
        "country_code,country_name_abbreviation,country_name_full,iso_2digit_alpha,iso_3digit_alpha\n"
        "152,Chile,Chile,CL,CHL\n384,Côte d'Ivoire,Côte d'Ivoire,CI,CIV\n490,Other Asia,Other Asia nes,,\n"
    )
    assert baci.trade(flow("384", "1", "1"), countries=older)["import", "CIV"][0] == "1000"


def test_a_code_with_two_countries_is_refused(baci):
    with_two = "country_code,country_name,country_iso2,country_iso3\n152,Chile,CL,CHL\n152,Chile,CL,CHN\n"
    (problem,) = baci.problems(flow("152", "1", "1"), countries=with_two)
    assert (problem.file, problem.line) == ("country_codes_V202601.csv", 3)


def test_nothing_refused_reaches_the_table(baci, import_into, workspace):
    before = (workspace / "data" / "trade.csv").read_bytes()
    said = import_into("baci", baci.write(flow("36", "20", "4"), flow("152", "1", "-4")), "--write")
    assert "BACI_HS92_Y2023_V202601.csv:3: q: '-4' is below 0" in said
    assert (workspace / "data" / "trade.csv").read_bytes() == before


def test_of_two_partners_neither_is_the_measure_of_the_other(baci):
    """A quantity that cannot be right must not make the only other partner's look impossible alone."""
    rows = baci.trade("2023,36,490,283691,10,0.000001", "2023,152,490,283691,10,5")
    assert rows["import", "AUS"][1] == ""
    assert "quantity left out" in rows["import", "AUS"][2]
    assert rows["import", "WLD"][1] == ""


def test_a_code_of_four_digits_is_a_heading_and_no_product(baci):
    (problem,) = baci.problems("2023,36,490,2836,10,5")
    assert "'2836' is no code of six digits" in problem.message


@pytest.mark.parametrize("quantity", ["0", "NA"])
def test_among_the_others_a_quantity_that_is_not_known_is_not_lost_in_the_sum(baci, quantity):
    rows = baci.trade(flow("152", "1000", "50"), flow("697", "100", "5"), flow("899", "100", quantity))
    assert rows["import", "OTH"][:2] == ("200000", "")
    assert ("0 t is printed beside 100,000 USD" in rows["import", "OTH"][2]) == (quantity == "0")
    assert rows["import", "WLD"][:2] == ("1200000", "")
    assert "that of 1 of 2 is not known" in rows["import", "WLD"][2]


def test_among_the_others_each_unit_value_is_judged_before_the_sum(baci):
    usual = [flow("152", "100", "10"), flow("36", "100", "10"), flow("392", "100", "10")]
    rows = baci.trade(*usual, flow("697", "10", "10000"), flow("899", "9990", "999"))
    assert rows["import", "OTH"][:2] == ("10000000", "")
    assert "quantity left out: 10000 t is printed" in rows["import", "OTH"][2]


def test_among_the_others_a_parcel_that_is_rounded_to_no_tonnes_takes_nothing_from_the_sum(baci):
    rows = baci.trade(flow("697", "100", "5"), flow("899", "0.4", "0"))
    assert rows["import", "OTH"][:2] == ("100400", "5")
    assert rows["import", "WLD"][:2] == ("100400", "5")


FORMER = "country_code,country_name,country_iso2,country_iso3\n490,Other Asia,N/A,N/A\n"


def test_former_country_codes_are_those_of_today(baci):
    codes = FORMER + "642,Romania,RO,ROM\n180,Congo,CD,ZAR\n626,East Timor,TL,TMP\n"
    release = baci.read(*(flow(code, "10", "1") for code in ("642", "180", "626")), countries=codes)
    assert {row["partner"] for row in release.rows} == {"ROU", "COD", "TLS", "WLD"}
    assert not any("ISO 3166" in said for said in release.remarks)


def test_a_country_code_that_iso_does_not_know_is_among_the_others_and_is_told(baci):
    codes = FORMER + "711,Southern African Customs Union,ZA,ZA1\n899,Areas,N/A,N/A\n"
    release = baci.read(flow("899", "10", "1"), flow("711", "10", "1"), countries=codes)
    assert {row["partner"] for row in release.rows} == {"OTH", "WLD"}
    (said,) = (said for said in release.remarks if "ISO 3166" in said)
    assert said.startswith("the country code 'ZA1' is none of ISO 3166")
    assert "1 (the first is line 3)" in said


def test_rows_of_the_country_with_itself_are_no_trade_and_are_told(baci):
    release = baci.read(flow("490", "10", "1"), flow("490", "10", "1", code="10121"), flow("152", "10", "1"))
    assert {row["partner"] for row in release.rows} == {"CHL", "WLD"}
    assert any(
        said.startswith("rows of TWN with itself") and "1 (the first is line 2)" in said for said in release.remarks
    )

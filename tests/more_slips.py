"""More slips of planners, as in slips.py: those that are refused, and those that are told while the run goes on."""
# ruff: noqa: E501

import os
import re
from collections.abc import Callable
from pathlib import Path

from panel_slips import PANELS, PANELS_TOLD
from slips import EQUAL, GOVERNANCE, GWP, PRODUCTION, Slip, append, replace, rewrite, rewritten
from workspace_builder import ASSESSMENT, PROPERTIES, WEIGHTS

SECTORS, TRADE = "data/sectors.csv", "data/trade.csv"


def folder(name: str) -> Callable[[Path], None]:
    """Put a folder in the place of a file."""

    def spoil(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir(parents=True)

    return spoil


def pipe(name: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        os.mkfifo(root / name)

    return spoil


NO_FILES = [
    *(
        Slip(f"folder_for_{name.replace('/', '_')}", name, "", "", "", "this is a folder", "in its place", spoil=folder(name))
        for name in ("criteria/x.yaml", "templates/custom.css", "templates/words.json", "templates/logo.svg", "templates/decision.html", PRODUCTION, "data/minerals.csv", "data/sources.yaml", EQUAL)
    ),
    Slip("pipe_for_a_criterion", "criteria/x.yaml", "", "", "", "no ordinary file", "in its place", spoil=pipe("criteria/x.yaml")),
    Slip("pipe_for_a_style", "templates/custom.css", "", "", "", "no ordinary file", "in its place", spoil=pipe("templates/custom.css")),
]  # fmt: skip

USES = "data/end_uses.csv"
SHIFTED = [
    Slip("decimal_comma_hidden_by_an_empty_cell", USES, "Kettles,0.4,", "Kettles,0,4,", "Kettles", "0,4 is a number with a decimal comma", "Write 0.4."),
    Slip("decimal_commas_in_a_whole_column", USES, "", "", "Drive shafts", "decimal comma; 12 more rows", "Write 0.6.", spoil=rewritten(USES, lambda text: re.sub(r",0\.(\d)", r",0,\1", text))),
    Slip("comma_in_a_name", USES, "Kettles,0.4,", "Kettles, pots,0.4,", "Kettles", "a comma inside a text makes two cells of one", "Kettles, pots"),
]  # fmt: skip

NUMBERS = [
    Slip("weight_of_a_judge_without_end", WEIGHTS, "    weight: 2 ", "    weight: 1e308 ", "1e308", "1e+308 is too large to be computed with", "1e99"),
    Slip("log_scale_from_next_to_nothing", GWP, "zero_at: 1,", "zero_at: 1e-320,", "1e-320", "too small to be computed with", "1e-99"),
    Slip("linear_scale_without_end", GWP, "kind: log, zero_at: 1, one_at: 100", "kind: linear, zero_at: 0, one_at: 1e308", "1e308", "too large to be computed with", "1e99"),
    Slip("figure_without_end", PRODUCTION, "HYP,2024,20,", "HYP,2024,1e308,", "1e308", "too large to be computed with", "digits"),
]  # fmt: skip

DATES = [
    Slip(f"date_{new.replace(' ', '').replace(':', '_')}", ASSESSMENT, old, new, new, says, hint)
    for old, new, says, hint in (
        ("reference_year: 2024", "reference_year: 1999", "before nearly every figure: those of data/ are of 2019 to 2024", "year of the list"),
        ("reference_year: 2024", "reference_year: 2042", "more than 10 years after the newest figure, of 2024", "year that the figures are of"),
        ("as_of: 2025-03-01", "as_of: 2205-03-01", "more than 20 years after the reference year 2024", "Mend the day"),
        ("as_of: 2025-03-01", "as_of: 0001-03-01", "0001-03-01, is before the reference year 2024", "a day of that year"),
        ("as_of: 2025-03-01", "as_of: 2023-03-01", "2023-03-01, is before the reference year 2024", "a day of that year"),
    )
]  # fmt: skip

CODES = [
    Slip("code_of_no_country", PRODUCTION, "austrium,extraction,HYP,2024", "austrium,extraction,XYZ,2024", "XYZ", "no country 'XYZ' in data/countries.csv, and none of this code in ISO 3166", "add a row"),
    Slip("code_of_a_country_that_is_no_more", GOVERNANCE, "", "", "SUN", "no country 'SUN'", "ISO 3166", spoil=append(GOVERNANCE, "SUN,rule_of_law,2023,0,governance_of_lands_2024\n")),
    Slip("country_misspelt_by_a_letter", PRODUCTION, "austrium,extraction,HYP,2024", "austrium,extraction,HYB,2024", "HYB", "no country 'HYB'", "Did you mean 'HYP'?"),
    Slip("letter_for_a_zero", PRODUCTION, "HYP,2024,20,", "HYP,2024,2O,", "2O", "number is needed", "write 20"),
    Slip("points_between_thousands", PRODUCTION, "HYP,2024,20,", "HYP,2024,1.000.000,", "1.000.000", "number is needed", "separators: 1000000"),
    Slip("apostrophe_of_a_spreadsheet", PRODUCTION, "HYP,2024,20,", "HYP,2024,'20,", "'20", "number is needed", "apostrophe: 20"),
    Slip("no_for_none", ASSESSMENT, "", "", "scenario:", "'no' does not exist", "Write none", spoil=append(ASSESSMENT, "scenario: no\n")),
    Slip("dimension_misspelt", GWP, "dimension: environmental_impact", "dimension: enviromental_impact", "dimension", "no dimension 'enviromental_impact'", "Did you mean 'environmental_impact'?"),
    Slip("code_of_a_criterion_misspelt", GWP, "code: climate_burden", "code: climate_burdn", "code:", "the file is called climate_burden.yaml", "bears its code"),
    Slip("source_misspelt_in_one_row", PRODUCTION, "HYP,2024,20,t,world_mines_2025", "HYP,2024,20,t,world_mines_2052", "2052", "no source 'world_mines_2052'", "Did you mean 'world_mines_2025'?"),
]  # fmt: skip

SOURCES_FILE = "data/sources.yaml"
ADDRESSES = [
    Slip("address_that_runs_something", SOURCES_FILE, "url: https://tables.example/mines", "url: javascript:alert(1)", "javascript", "no address of a page", "https://"),
    Slip("doi_that_is_none", SOURCES_FILE, "doi: 10.5555/furnaces", "doi: hello", "hello", "'hello' is no DOI", "10.3133"),
]  # fmt: skip

TYPING = [
    Slip("file_cut_short_in_its_last_cell", SECTORS, "", "", "shipbuilding", "the beginning of 'accounts_of_atlantis_2023': was it cut short?", "Download it again", spoil=rewritten(SECTORS, lambda text: text.rstrip()[:-8])),
    Slip("merged_head_that_shares_words", GOVERNANCE, "", "", "", "the header stands on line 2", "above the header", spoil=rewritten(GOVERNANCE, lambda text: f"country,,year,,source\n{text}")),
    Slip("full_width_comma_in_the_header", GOVERNANCE, "country,indicator", "country，indicator", "", "holds a full-width mark ，", "plain comma"),
    Slip("cell_without_end", "data/minerals.csv", "announced 1886", "x" * 140_000, "xxxx", "more than 131,072 characters", "Shorten it"),
    Slip("full_width_colon_in_braces", GWP, "kind: log", "kind：log", "kind：", "a full-width colon ： stands after 'kind'", "plain colon"),
    Slip("no_space_after_a_colon", ASSESSMENT, "country: ATL", "country:ATL", "country:ATL", "a space is missing after the colon of 'country'", "«country: ATL»"),
]  # fmt: skip

TABLES = [
    Slip("stage_forgotten_in_production", PRODUCTION, "", "", "austrium,,HYP", "the stage of HYP is empty, while other rows say extraction", "Write the stage", spoil=append(PRODUCTION, "austrium,,HYP,2024,25,t,world_mines_2025,A,reported\n")),
]  # fmt: skip

RATES = "data/exchange_rates.csv"


def rates(*rows: str) -> Callable[[Path], None]:
    head = "country,currency,sign,name_zh,year,per_usd,source,grade\n"
    return rewrite(RATES, head + "".join(f"{row},accounts_of_atlantis_2023,A\n" for row in rows))


MONEY = [
    Slip("currency_in_words", RATES, "", "", "obol", "'obol' is no code of a currency", "three capital letters", spoil=rates("ATL,obol,Ob,奧波,2024,4")),
    Slip("rate_of_nothing", RATES, "", "", "ATL,ATO", "0 is below 0.01", spoil=rates("ATL,ATO,Ob,奧波,2024,0")),
    Slip("rate_in_words", RATES, "", "", "ATL,ATO", "number", spoil=rates("ATL,ATO,Ob,奧波,2024,four")),
    Slip("rate_without_a_source", RATES, "", "", "ATL,ATO", "source", spoil=rewrite(RATES, "country,currency,sign,name_zh,year,per_usd,source,grade\nATL,ATO,Ob,奧波,2024,4,,A\n")),
]  # fmt: skip
ADOPTED = "status: adopted\nadopted: {by: Council, on: 2025-04-01, act: Order 7}\n"
LIFE = [
    Slip("adopted_by_nobody", ASSESSMENT, "country: ATL", "status: adopted\ncountry: ATL", "status: adopted", "a list that is adopted says who adopted it", "adopted: {by: …"),
    Slip("superseded_and_never_adopted", ASSESSMENT, "country: ATL", "status: superseded\ncountry: ATL", "status: superseded", "a list that is superseded says who adopted it", "status: draft"),
    Slip("adopted_draft", ASSESSMENT, "country: ATL", "adopted: {by: Council, on: 2025-04-01, act: Order 7}\ncountry: ATL", "adopted: {by", "a draft has not been adopted", "status: adopted"),
    Slip("adopted_on_no_day", ASSESSMENT, "country: ATL", ADOPTED.replace("2025-04-01", "1 April 2025") + "country: ATL", "1 April 2025", "a date is needed here", "2026-11-23"),
    Slip("adopted_on_a_day_of_the_republic", ASSESSMENT, "country: ATL", ADOPTED.replace("2025-04-01", "114-04-01") + "country: ATL", "114-04-01", "a date is needed here", "2025-04-01"),
    Slip("adopted_by_no_act", ASSESSMENT, "country: ATL", ADOPTED.replace(", act: Order 7", "") + "country: ATL", "adopted: {by", "'act' is missing", "act"),
    Slip("approved", ASSESSMENT, "country: ATL", "status: approved\ncountry: ATL", "status: approved", "none of draft, adopted, superseded", "adopted"),
    Slip("review_before_the_adoption", ASSESSMENT, "country: ATL", ADOPTED + "review_by: 2025-03-31\ncountry: ATL", "review_by", "reviewed after that day, not by 2025-03-31", "later day"),
    Slip("adopted_with_illustrative_weights", ASSESSMENT, "country: ATL", ADOPTED + "country: ATL", "status: adopted", "its weights (weights/two-offices.yaml) are illustrative", "status: draft", spoil=replace(WEIGHTS, "status: adopted", "status: illustrative")),
    Slip("adopted_by_a_run_that_is_a_path", ASSESSMENT, "country: ATL", ADOPTED.replace("7}", "7, run: ../../x}") + "country: ATL", "run: ../../x", "'../../x' is no id of a run", "2026-11-23-9d6c41aa"),
    Slip("adopted_under_a_scenario", ASSESSMENT, "country: ATL", ADOPTED + "scenario: scenarios/blockade.yaml\ncountry: ATL", "status: adopted", "decided under a scenario", "scenario: none"),
]  # fmt: skip

REFUSED = [*MONEY, *LIFE, *NO_FILES, *SHIFTED, *NUMBERS, *DATES, *CODES, *ADDRESSES, *TYPING, *TABLES, *PANELS]


def template(name: str, hint: str, says: str = "this file is not read") -> Slip:
    file = f"templates/{name}"
    return Slip(
        f"template_{name}",
        file,
        "",
        "",
        "",
        says,
        hint,
        spoil=rewrite(file, "{}" if "json" in name else "x { }" if "css" in name else ""),
    )


def trade(partner: str, dollars: int) -> Callable[[Path], None]:
    header = "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag"
    row = f"ATL,{partner},austrium,extraction,HS6,810000,import,2024,{dollars},5,world_mines_2025,A,reported"
    return rewrite(TRADE, f"{header}\n{row}\n")


PRICES = "".join(
    f"{mineral},price,,5,,,USD/kg,2023,guild_of_smelters_2024,B,reported,\n"
    for mineral in ("austrium", "coronium", "decipium", "ilmenium")
)
"""Prices of minerals, which no criterion reads."""

WARNED = [
    *PANELS_TOLD,
    Slip("rate_upside_down", RATES, "", "", "2024", "0.25 for a US dollar, and 4 in the year before (line 2)", "one US dollar costs", spoil=rates("ATL,ATO,Ob,奧波,2023,4", "ATL,ATO,Ob,奧波,2024,0.25")),
    Slip("rate_of_another_currency", RATES, "", "", "ATQ", "ATL has the currency ATQ here and ATO on line 2", "one of the two is a slip", spoil=rates("ATL,ATO,Ob,奧波,2023,4", "ATL,ATQ,Ob,奧波,2024,4")),
    Slip("rates_of_others_alone", RATES, "", "", "", "there is no rate of ATL up to 2024", "Add a row", spoil=rates("LEM,LEO,Le,萊,2024,4")),
    Slip("everyday_words_for_no_use", "data/everyday_uses.csv", "", "", "Ketles", "no row of data/end_uses.csv has the use 'Ketles'", "Did you mean 'Kettles'?", spoil=rewrite("data/everyday_uses.csv", "application,en,zh_hant\nKettles,pots for boiling water,燒水壺\nKetles,pots,壺\n")),
    Slip("everyday_words_for_something_else", "data/everyday_uses.csv", "", "", "Airships", "no row of data/end_uses.csv has the use 'Airships'", "Write the application as it stands", spoil=rewrite("data/everyday_uses.csv", "application,en,zh_hant\nAirships,balloons,氣球\n")),
    Slip("sector_of_a_later_year", SECTORS, "shipbuilding,Shipbuilding,造船,100,2023", "shipbuilding,Shipbuilding,造船,100,2025", "shipbuilding,", "2025 is after the reference year 2024, so this row is not read, and no other row states the sector", "raise reference_year"),
    Slip("indicator_of_governance_misspelt", GOVERNANCE, "", "", "LEM,rule_of_lw", "the indicator 'rule_of_lw' stands for 1 of 4 countries", "Did you mean 'rule_of_law'?", spoil=append(GOVERNANCE, "LEM,rule_of_lw,2023,1,governance_of_lands_2024\n")),
    Slip("property_misspelt_in_one_row", PROPERTIES, "", "", "companionalty", "no criterion reads the property 'companionalty'", "Did you mean 'companionality'?", spoil=append(PROPERTIES, "austrium,companionalty,,1,,,percent,2023,guild_of_smelters_2024,B,reported,\n")),
    Slip("unit_of_the_criterion_is_another", "criteria/water_burden.yaml", 'unit: "m3/kg"', 'unit: "l/kg"', "unit:", "the criterion is in 'l/kg', but its rows in data/mineral_properties.csv are in 'm3/kg'", "one unit in both"),
    Slip("per_cent_among_shares", PROPERTIES, "austrium,substitution_index,,0.9", "austrium,substitution_index,,90", "austrium,sub", "is 90 (unit 1); the other 7 lie between 0 and 1", "0.45"),
    Slip("per_cent_beyond_the_whole", PROPERTIES, "decipium,companionality,,90", "decipium,companionality,,150", "decipium,comp", "is 150 (unit percent); the other 7 lie between 0 and 100", "the whole is 100 in this unit"),
    Slip("recycling_below_zero", PROPERTIES, "austrium,end_of_life_recycling_input_rate,,0.05", "austrium,end_of_life_recycling_input_rate,,-0.05", "austrium,end_of_life", "is -0.05 (unit 1); the other", "Check the sign"),
    Slip("price_in_bananas", PROPERTIES, "", "", "banana", "price of norwegium is in 'banana', the others are in 'USD/kg'", "one unit", spoil=append(PROPERTIES, PRICES + "norwegium,price,,7,,,banana,2023,guild_of_smelters_2024,B,reported,\n")),
    Slip("sector_worth_nothing", SECTORS, "家用品,30,", "家用品,0,", "household,", "the value added of household is 0", "take the row out"),
    Slip("rank_for_an_estimate", GOVERNANCE, "HYP,rule_of_law,2023,0.5", "HYP,rule_of_law,2023,4.9", "HYP,rule_of_law", "4.9 is beyond the scale", "Write the estimate"),
    Slip("trade_with_itself", TRADE, "", "", "ATL,ATL", "ATL trades with itself", "partner's code", spoil=trade("ATL", 5)),
    Slip("tonnes_for_no_dollars", TRADE, "", "", "ATL,LEM", "0 USD for 5 t is no value", "Leave value_usd empty", spoil=trade("LEM", 0)),
    Slip("method_that_one_mineral_does_not_bear", ASSESSMENT, "candidates: all", "candidates: [austrium]", "also_rank_by", "vikor is not done", "Take vikor out", spoil=replace(ASSESSMENT, "mineral: coronium, tier", "mineral: austrium, tier")),
    Slip("judged_in_the_future", WEIGHTS, "on: 2025-02-03", "on: 2052-02-03", "2052", "the day 2052-02-03 lies after that of the list, 2025-03-01", "Mend the day"),
    Slip("decided_in_the_future", ASSESSMENT, "on: 2025-02-14", "on: 2052-02-14", "2052", "lies after that of the list", "Mend the day"),
    Slip("confirmed_in_the_future", GWP, "on: 2025-01-31", "on: 2031-01-31", "2031", "lies after that of the list", "Mend the day"),
    Slip("published_in_the_future", SOURCES_FILE, 'published: "2024"', 'published: "2035"', "2035", "published 2035 lies after the day of the list", "Mend the year"),
    Slip("accessed_on_no_day", SOURCES_FILE, "published: 2025-01-15", "published: 2025-01-15", "yesterday", "'yesterday' is no day", "2026-11-23", spoil=rewritten(SOURCES_FILE, lambda text: text.replace("accessed: 2025-02-01", "accessed: yesterday", 1))),
    Slip("limit_of_consistency_that_limits_nothing", WEIGHTS, "consistency_limit: 0.10", "consistency_limit: 10", "consistency_limit", "a consistency limit of 10 limits nothing", "Write 0.10"),
    template("LOGO.PNG", "Rename it to logo.png"),
    template("Logo.svg", "Rename it to logo.svg"),
    template("logo.jpeg", "Rename it to logo.jpg"),
    template("logo.webp", "Save it as logo.svg, logo.png or logo.jpg"),
    template("logo.gif", "Save it as logo.svg"),
    template("custom.css.txt", "Rename it to custom.css"),
    template("Custom.css", "Did you mean 'custom.css'?"),
    template("style2.css", "Did you mean 'style.css'?"),
    template("word.json", "Did you mean 'words.json'?"),
    template("words.jsn", "Rename it to words.json"),
    Slip("two_minerals_of_one_name", "data/minerals.csv", "Coronium,氪冕", "Austrium,氪冕", "coronium,", "austrium and coronium have the same name, 'Austrium'", "a name of its own"),
    template("nosuch.html", "Include it in a page"),
]  # fmt: skip

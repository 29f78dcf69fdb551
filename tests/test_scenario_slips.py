"""Nonsense in a scenario is told with its file and line, before anything is computed."""

# Holds: checking/scenario.py, checking/scenarios.py.

import pytest

from longer import sampled
from workspace_builder import atlantis, check, line_of, run, write_csv

FILE = "scenarios/slip.yaml"
HEAD = "title: Slip\n"
SHOCK = (
    "  - {{kind: {kind}, country: {country}, minerals: [{mineral}], stage: {stage}, share_lost: {share}, "
    "days: {days}, because: x}}\n"
)
TRADE = "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag"


def shock(kind="production_loss", country="LEM", mineral="austrium", stage="extraction", share="0.5", days="30"):
    line = SHOCK.format(kind=kind, country=country, mineral=mineral, stage=stage, share=share, days=days)
    return f"{HEAD}shocks:\n{line}"


def lever(*lines):
    return f"{HEAD}levers:\n" + "".join(f"  - {{{line}, because: x}}\n" for line in lines)


def move(**changes):
    said = {"kind": "diversify", "minerals": "[austrium]", "from": "LEM", "to": "HYP", "share": "0.3", **changes}
    return ", ".join(f"{key}: {value}" for key, value in said.items())


SLIPS = {
    "share_above_one": (shock(share="1.2"), 3, "1.2 must be at most 1"),
    "negative_days": (shock(days="-5"), 3, "-5 must be at least 0"),
    "unknown_stage": (shock(stage="extracton"), 3, "Did you mean 'extraction'"),
    "unknown_mineral": (shock(mineral="austrum"), 3, "Did you mean 'austrium'"),
    "unknown_country": (shock(country="LME"), 3, "there is no country 'LME'"),
    "stage_without_production": (shock(stage="product"), 3, "no production of austrium at the stage product"),
    "to_a_country_that_produces_none": (lever(move(to="THU")), 3, "THU produces no austrium"),
    "more_than_the_country_holds": (lever(move(share="0.9")), 3, "LEM holds 80.0% of the supply of austrium"),
    "to_itself": (lever(move(to="LEM")), 3, "from LEM to LEM is no move"),
    "unknown_kind": (lever("kind: divert, minerals: [austrium]"), 3, "divert"),
    "unknown_key": (lever("kind: stockpile, minerals: [austrium], day: 60"), 3, "day"),
    "tonnes_of_nothing": (
        f"{HEAD}shocks:\n  - {{kind: new_supply, country: MUU, minerals: [austrium], stage: extraction, tonnes: 0, "
        "because: x}\n",
        3,
        "0 must be above 0",
    ),
}


def shocks(*lines):
    return f"{HEAD}shocks:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


NEW = "kind: new_supply, country: MUU, minerals: [austrium], stage: extraction, tonnes: 10, because: x"
HOLD = "kind: export_restriction, country: LEM, minerals: [austrium], because: x"
SUSPEND = "kind: suspension, country: LEM, minerals: [austrium], because: x"
DEARER = "kind: price_shock, minerals: [austrium], because: x"
SLIPS |= {
    "share_that_is_no_number": (shocks(f"{HOLD}, share_lost: .nan"), 3, "a finite number is needed"),
    "share_in_percent": (shocks(f"{HOLD}, share_lost: 50 %"), 3, "not the text '50 %'"),
    "days_without_end": (shocks(f"{HOLD}, days: .inf"), 3, "a finite number is needed"),
    "minerals_as_a_text": (shocks(HOLD.replace("[austrium]", "austrium")), 3, "a list is needed here"),
    "no_minerals": (shocks(HOLD.replace("[austrium]", "[]")), 3, "the list is empty"),
    "country_in_small_letters": (shocks(HOLD.replace("LEM", "lem")), 3, "'lem' is not a code"),
    "without_a_reason": (shocks(HOLD.replace(", because: x", "")), 3, "'because' is missing"),
    "restriction_on_an_unknown_mineral": (shocks(HOLD.replace("austrium", "austriun")), 3, "Did you mean 'austrium'"),
    "restriction_by_the_country_itself": (shocks(HOLD.replace("LEM", "ATL")), 3, "ATL is the country assessed"),
    "a_lever_among_the_shocks": (
        shocks("kind: stockpile, minerals: [austrium], days: 9, because: x"),
        3,
        "'stockpile'",
    ),
    "a_shock_among_the_levers": (lever(HOLD.replace(", because: x", "")), 3, "'export_restriction' is none of"),
    "a_text_for_a_shock": (f"{HEAD}shocks:\n  - close Lemuria\n", 3, "a mapping (key: value) is needed"),
    "offtake_above_one": (shocks(f"{NEW}, offtake_elsewhere: 1.5"), 3, "1.5 must be at most 1"),
    "begins_before_the_reference_year": (shocks(f"{NEW}, from_year: 2010"), 3, "begins before the reference year 2024"),
    "begins_in_a_part_of_a_year": (shocks(f"{NEW}, from_year: 2030.5"), 3, "a whole number is needed"),
    "begins_in_an_absurd_year": (shocks(f"{NEW}, from_year: 20300"), 3, "20300 must be at most 2200"),
    "ramp_backwards": (shocks(f"{NEW}, from_year: 2030, ramp_years: -1"), 3, "-1 must be at least 0"),
    "price_of_nothing": (shocks(f"{DEARER}, factor: 0"), 3, "0 must be above 0"),
    "price_for_negative_days": (shocks(f"{DEARER}, factor: 2, days: -3"), 3, "-3 must be at least 0"),
    "suspension_of_an_unknown_act": (shocks(f"{SUSPEND}, source: nobody"), 3, "there is no source 'nobody'"),
    "suspension_until_no_date": (shocks(f"{SUSPEND}, until: next year"), 3, "a date is needed here"),
    "suspended_and_restricted": (shocks(SUSPEND, HOLD), 4, "changed twice: on line 3 and on line 4"),
    "moves_of_more_than_there_is": (lever(move(share="0.5"), move(to="MUU", share="0.5")), 4, "with the moves above"),
    "moves_to_the_country_itself": (lever(move(to="ATL")), 3, "ATL is the country assessed"),
    "rate_in_percent": (lever("kind: recycle, minerals: [austrium], input_rate: 25"), 3, "25 must be at most 1"),
    "rate_true": (lever("kind: recycle, minerals: [austrium], input_rate: true"), 3, "not the truth value True"),
    "mineral_twice": (lever("kind: stockpile, minerals: [austrium, austrium], days: 9"), 3, "is changed twice"),
    "substituted_and_saved": (
        lever(*(f"kind: {kind}, minerals: [austrium], share_of_use: 0.2" for kind in ("substitute", "reduce"))),
        4,
        "the use of austrium is changed twice: on line 3 and on line 4",
    ),
    "redirection_above_one": (f"{HEAD}redirection: {{share: 2, days: 9, because: x}}\n", 2, "2 must be at most 1"),
    "redirection_without_days": (f"{HEAD}redirection: {{share: 0.2, because: x}}\n", 2, "'days' is missing"),
    "title_twice": (f"{HEAD}{HEAD}", 2, "the key 'title' stands here twice"),
}


IDLE = {
    "share_of_nothing": (shocks(f"{HOLD}, share_lost: 0"), "0 changes nothing"),
    "price_as_it_was": (shocks(f"{DEARER}, factor: 1"), "1 changes nothing"),
    "no_bill": (shocks(f"{DEARER}, factor: 2"), "no import of austrium is recorded"),
    "all_promised_elsewhere": (shocks(f"{NEW}, offtake_elsewhere: 1"), "all of it is promised elsewhere"),
    "not_there_yet": (shocks(f"{NEW}, from_year: 2030"), "on the as-of date 2025-03-01 0 t of it are there"),
    "nothing_to_suspend": (shocks(SUSPEND), "no such restriction of LEM on austrium is recorded"),
    "suspended_until_the_past": (shocks(f"{SUSPEND}, until: 2020-01-01"), "over before the as-of date"),
    "a_shock_of_a_day": (shocks(f"{HOLD}, days: 1"), "a shock of 1 day moves the list like one that lasts"),
    "no_candidate": (lever("kind: stockpile, minerals: [didymium], days: 9"), "didymium is no candidate"),
}
"""What is no error, and changes nothing: it is said."""


@pytest.mark.parametrize("name", IDLE)
def test_what_changes_nothing_is_said_at_its_line(tmp_path, name):
    text, says = IDLE[name]
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir()
    (root / FILE).write_text(text, "utf-8")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    assert any(
        said.startswith(f"{FILE}:3:") and "warning" in said and says in said for said in outcome.said.splitlines()
    )


@pytest.mark.parametrize("name", sampled(SLIPS, 4))
def test_nonsense_is_told_with_file_and_line(tmp_path, name):
    text, line, says = SLIPS[name]
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir()
    (root / FILE).write_text(text, "utf-8")
    for outcome in (run(root, "--scenario", FILE), check(root)):
        assert outcome.code == 1
        assert any(said.startswith(f"{FILE}:{line}:") for said in outcome.said.splitlines()), outcome.said
        assert says in outcome.said
    assert not (root / "output").exists()


def test_two_changes_of_one_cell_name_both_lines(tmp_path):
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir()
    rate = "kind: recycle, minerals: [{}], input_rate: 0.4"
    (root / FILE).write_text(lever(rate.format("austrium"), move(), rate.format("ilmenium, austrium")), "utf-8")
    outcome = run(root, "--scenario", FILE)
    assert outcome.code == 1
    assert f"{FILE}:5:" in outcome.said
    assert "recycling input rate of austrium is changed twice: on line 3 and on line 5" in outcome.said


def test_more_than_a_partner_can_spare_is_warned_of(tmp_path):
    root = atlantis(tmp_path)
    rows = [["ATL", code, "austrium", "extraction", "HS6", "810000", "import", 2024, 1000, tonnes]
            for code, tonnes in (("LEM", 400), ("HYP", 100))]  # fmt: skip
    write_csv(root, "data/trade.csv", TRADE, [[*row, "world_mines_2025", "A", "reported"] for row in rows])
    (root / "scenarios").mkdir()
    (root / FILE).write_text(lever(move(share="0.3")), "utf-8")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    assert f"{FILE}:{line_of(root, FILE, 'diversify')}:" in outcome.said
    assert "150 t of austrium would move, but HYP makes 20 t a year" in outcome.said


def test_a_rate_that_stands_already_is_warned_of(tmp_path):
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir()
    (root / FILE).write_text(lever("kind: recycle, minerals: [austrium], input_rate: 0.01"), "utf-8")
    outcome = check(root)
    assert outcome.code == 0
    assert "stands at 5.0% already: this changes nothing" in outcome.said


def test_a_suspension_of_what_is_not_in_force_yet_is_said(tmp_path):
    root = atlantis(tmp_path)
    head = "country,mineral,stage,measure,severity,in_force_from,in_force_until,target,act,source,grade"
    row = ["LEM", "austrium", "extraction", "licence", 0.5, "2026-01-01", "", "all", "An act", "world_mines_2025", "A"]
    write_csv(root, "data/export_restrictions.csv", head, [row])
    (root / "scenarios").mkdir()
    (root / FILE).write_text(shocks(SUSPEND), "utf-8")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    assert f"{FILE}:3:" in outcome.said
    assert "no such restriction on austrium is in force on 2025-03-01: this changes nothing yet" in outcome.said

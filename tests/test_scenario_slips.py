"""Nonsense in a scenario is told with its file and line, before anything is computed."""

import pytest

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


@pytest.mark.parametrize("name", SLIPS)
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

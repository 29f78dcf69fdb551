"""An option that takes out a country's own row brings back the row of any country that had given way to it."""

# Holds: scenarios/options.py.

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from criticality.checking.check import load_inputs
from criticality.choices.answered import Variants
from criticality.files.workspace import Workspace
from criticality.model.results import Inputs
from criticality.records.canonical import inputs_of
from criticality.records.restore import inputs_from

ROOT = Path(__file__).parents[2]


@cache
def taiwan() -> tuple[Inputs, dict[str, str]]:
    inputs = load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", {"draws": 0}, cells=False)
    assert inputs.choices is not None
    return inputs, {choice.code: choice.options[0].code for choice in inputs.choices.documents}


def uses(inputs: Inputs) -> pd.DataFrame:
    return inputs.dataset.table("end_uses")


def test_the_magnets_are_where_the_table_of_the_union_books_them_when_the_answer_is_as_printed() -> None:
    inputs, stated = taiwan()
    printed = uses(Variants(inputs).inputs({**stated, "use_shares": "as_printed"}))
    magnets = printed[(printed["mineral"] == "neodymium") & (printed["application"] == "Magnets")]
    assert magnets["sector"].tolist() == ["c25_fabricated_metals"]
    assert magnets["country"].tolist() == [""]


def test_under_no_option_does_a_mineral_lose_a_part_of_its_use() -> None:
    inputs, stated = taiwan()
    assert inputs.choices is not None
    variants, whole = Variants(inputs), uses(inputs).groupby("mineral")["share"].sum().round(6)
    for choice in inputs.choices.documents:
        for option in choice.options:
            found = uses(variants.inputs({**stated, choice.code: option.code})).groupby("mineral")["share"].sum()
            pd.testing.assert_series_equal(found.round(6), whole, obj=f"{choice.code}={option.code}")


def test_the_record_holds_the_rows_that_come_back() -> None:
    inputs, stated = taiwan()
    made = json.loads(json.dumps(inputs_of(inputs)))
    record = {"inputs": made, "run_id": "x", "result": {"candidates": list(inputs.candidates)}, "software": {}}
    answers = {**stated, "use_shares": "as_printed"}
    before, after = (Variants(one).inputs(answers) for one in (inputs, inputs_from(record)))
    pd.testing.assert_frame_equal(uses(before).drop(columns="line"), uses(after).drop(columns="line"))


def test_an_older_row_of_any_country_counts_where_the_own_one_is_of_a_later_year_than_the_option() -> None:
    inputs, stated = taiwan()
    sectors = inputs.dataset.given["sectors"] if "sectors" in inputs.dataset.given else inputs.dataset.table("sectors")
    own = sectors.iloc[[0]].assign(country="TWN", year=2024.0, value_added_usd_m=7.0)
    other = sectors.iloc[[0]].assign(country="", year=2020.0, value_added_usd_m=5.0)
    frame = pd.concat([own, other, sectors.iloc[1:]], ignore_index=True)
    dataset = replace(inputs.dataset, given={}).with_table("sectors", frame).of_country("TWN", 2024)
    variants = Variants(replace(inputs, dataset=dataset))
    for year, value in (("year_2024", 7.0), ("year_2023", 5.0)):
        table = variants.inputs({**stated, "reference_year": year}).dataset.table("sectors")
        assert table[table["sector"] == own["sector"].iloc[0]]["value_added_usd_m"].tolist() == [value]

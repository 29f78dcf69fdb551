"""The public form of a record: a pure function that names what it keeps."""

# Holds: records/public/form_of.py, records/public/public_policy.py, records/public/public_result.py,
# records/public/public_tests.py, records/public/withheld.py.

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

import criticality as crit
from confidential_workspace import CELLS, FIGURES, SALT, confidential, found_in
from criticality.errors import RecordError
from criticality.model.input_record import DataTable
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.digest import canonical_json, digest_of
from criticality.records.public.form_of import is_confidential, is_public_form
from criticality.records.public.public_form import public_form, without_keys
from criticality.records.public.public_policy import public_policy
from criticality.records.public.public_result import public_result
from criticality.records.public.withheld import withheld_of, without_levers

CANARY = 0.123456789012
STANDING = ("p_listed", "coverage", "p_all", "p_lowest", "p_highest", "p_mean", "share", "standard_error", "threshold")
"""Keys of numbers of a mineral that are its standing, or of the rule."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return crit.Workspace(confidential(tmp_path_factory.mktemp("public"))).assess(draws=300).record


def test_no_figure_is_left_and_the_record_itself_has_them_all(record: Record) -> None:
    text = canonical_json(public_form(record))
    assert found_in(text) == []
    assert SALT not in text
    held = canonical_json(record)
    assert [figure for figure in FIGURES if repr(figure) not in held] == []
    assert found_in(held)


def test_the_record_given_is_not_altered_and_the_same_gives_the_same(record: Record) -> None:
    before = copy.deepcopy(record)
    first, second = public_form(record), public_form(record)
    assert record == before
    assert canonical_json(first) == canonical_json(second)


def test_it_has_an_id_of_its_own_and_names_the_run_it_is_of(record: Record) -> None:
    made = public_form(record)
    assert is_confidential(record)
    assert is_public_form(made)
    assert not is_confidential(made)
    assert made["run_id"] != record["run_id"]
    assert made["digest"] == digest_of(made["inputs"], made["software"]["criticality"])
    assert made["inputs"]["confidential"] == {
        "digests": {name: sorted(found) for name, found in record["inputs"]["confidential"]["digests"].items()},
        "public_form_of": {"run_id": record["run_id"], "digest": record["digest"]},
    }
    assert {name: len(found) for name, found in made["inputs"]["confidential"]["digests"].items()} == {
        **{"mineral_properties": 1, "production": 2, "trade": 1},
        "sources": 1,
    }


def test_the_digest_of_the_run_cannot_be_made_from_figures_without_the_salt(record: Record) -> None:
    """Everything public and the right figures do not give the digest that the public record states."""
    inputs = copy.deepcopy(record["inputs"])
    inputs["confidential"].pop("blind")
    assert digest_of(inputs) != record["digest"]
    assert digest_of(record["inputs"]) == record["digest"]


def test_standing_stays_and_is_rounded(record: Record) -> None:
    made = {row["mineral"]: row for row in public_form(record)["result"]["ranking"]}
    for row in record["result"]["ranking"]:
        kept = made[row["mineral"]]
        assert [kept[key] for key in ("rank", "tier", "listed", "p_listed")] == [
            row[key] for key in ("rank", "tier", "listed", "p_listed")
        ]
        if row["mineral"] in ("austrium", "norwegium"):
            assert kept["score"] == round(cast(float, row["score"]), 3)
            assert kept["margin"] is None
        else:
            assert kept == row


def test_the_score_of_a_dimension_that_is_one_withheld_figure_is_withheld(record: Record) -> None:
    alone = copy.deepcopy(record)
    for criterion in alone["inputs"]["criteria"]:
        if criterion["dimension"] == "environmental_impact" and criterion["code"] != "climate_burden":
            criterion["role"] = "screening"
    made = {row["mineral"]: row for row in public_result(alone)["ranking"]}
    assert made["norwegium"]["dimensions"]["environmental_impact"] is None
    assert made["ilmenium"]["dimensions"]["environmental_impact"] is not None


def test_cells_that_rest_on_figures_hold_none_and_are_marked(record: Record) -> None:
    for before, cell in zip(record["result"]["indicators"], public_form(record)["result"]["indicators"], strict=True):
        if (cell["mineral"], cell["criterion"]) not in CELLS:
            assert cell == before
            continue
        assert cell["flag"] == "confidential"
        assert [cell[key] for key in ("value", "low", "high", "scaled", "scaled_low", "scaled_high")] == [None] * 6
        assert (cell["sources"], cell["note"], cell["said"]) == ("", "", [])


def test_doing_it_again_changes_nothing(record: Record) -> None:
    made = public_form(record)
    assert public_result(made) == made["result"]


# ── what is not named is left out ────────────────────────────────────────────


def _spiked(value: Any, of: str = "") -> Any:
    """A result in which every number of a mineral that rests on figures is one that nothing else has."""
    if isinstance(value, dict):
        of = str(value.get("mineral", of))
        return {
            key: _spiked(entry, key if key in ("austrium", "norwegium") else of) for key, entry in value.items()
        } | ({"a_key_of_later": CANARY} if of in ("austrium", "norwegium") else {})
    if isinstance(value, list):
        return [_spiked(entry, of) for entry in value]
    return CANARY if isinstance(value, float) and of in ("austrium", "norwegium") else value


def _canaries(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _canaries(entry, f"{path}.{key}")
    elif isinstance(value, list):
        for entry in value:
            yield from _canaries(entry, path)
    elif value == CANARY:
        yield path


def test_a_number_of_a_mineral_withheld_survives_only_where_it_is_named(record: Record) -> None:
    spiked = cast(Record, {**record, "result": _spiked(record["result"])})
    spiked["result"]["confidential"] = record["result"]["confidential"]
    assert len(set(_canaries(spiked["result"]))) > 25
    hidden = [cell for cell in public_result(spiked)["indicators"] if (cell["mineral"], cell["criterion"]) in CELLS]
    assert [path for cell in hidden for path in _canaries(cell)] == []
    left = {path for path in _canaries(public_result(spiked)) if not path.startswith((".indicators", ".contributions"))}
    left = {path for path in left if not path.startswith(".ranking.coverage")}
    left = {path for path in left if "a_key_of_later" not in path or path.startswith((".ranking.because",))}
    assert {path for path in left if path.rpartition(".")[2] not in STANDING} <= {
        ".ranking.dimensions.economic_importance",
        ".ranking.dimensions.environmental_impact",
        ".ranking.dimensions.supply_risk",
        ".ranking.because.value",
        ".ranking.because.a_key_of_later",
    }, "dimensions that rest on public figures alone, and the conditions on these, are kept"


def test_what_compares_the_figures_of_all_minerals_is_left_out(record: Record) -> None:
    checks = {row["check"] for row in public_form(record)["result"]["checks"]}
    assert checks <= {"coverage_of_criterion", "coverage_of_mineral", "grade", "proxied"}
    assert {row["check"] for row in record["result"]["checks"]} - checks


def test_where_minerals_are_held_against_each_other_every_score_is_rounded(record: Record) -> None:
    relative = copy.deepcopy(record)
    relative["inputs"]["assessment"]["rule"]["tiers"][0]["when"].append({"of": "score", "top": 3})
    assert not withheld_of(relative).apart
    scores = [row["score"] for row in public_result(relative)["ranking"] if row["score"] is not None]
    assert scores == [round(score, 3) for score in scores]
    assert public_result(relative)["borderline"] == []
    assert without_levers(relative) == set(record["result"]["candidates"])
    assert without_levers(record) == {"austrium", "norwegium"}


def test_what_draws_and_spreads_tell_of_a_figure_is_left_out_or_coarse(record: Record) -> None:
    made = public_form(record)["result"]
    assert (made["borderline"], made["acceptability"]) == ([], []), "the spread and unrounded counts give the figure"
    details = made["robustness"] or {}
    assert not {"sobol", "central_weights", "list_size", "weight_triangle"} & details.keys()
    for row, whole in zip(made["ranking"], record["result"]["ranking"], strict=True):
        if row["p_listed"] is not None and whole["p_listed"] is not None:
            assert row["p_listed"] == round(row["p_listed"], 2)
            assert (row["p_listed"] in (0.0, 1.0)) == (whole["p_listed"] in (0.0, 1.0))


def test_a_mineral_in_a_group_with_a_hidden_one_does_not_stand_alone(record: Record) -> None:
    grouped = copy.deepcopy(record)
    because = {"en": "One ore.", "zh-Hant": "同一礦石。"}
    grouped["inputs"]["assessment"]["rule"]["groups"] = [{"group": "iron_like", "listed_if": "any", "because": because}]
    assert not withheld_of(grouped).apart
    grouped["inputs"]["assessment"]["rule"]["groups"][0]["group"] = "noble_gas"
    assert withheld_of(grouped).apart


def test_a_dimension_is_withheld_where_the_weights_leave_the_hidden_figure_alone(record: Record) -> None:
    hidden = withheld_of(record)
    mineral, criterion, code = next(
        (*cell, code) for cell in sorted(hidden.cells) for code, weights in hidden.under.items() if cell[1] in weights
    )
    alone = {name: float(name == criterion) for name in hidden.under[code]}
    assert replace(hidden, under={**hidden.under, code: alone}).dimension(mineral, code, 0.5) is None
    equal = dict.fromkeys([*hidden.under[code], "another"], 1.0)
    assert replace(hidden, under={**hidden.under, code: equal}).dimension(mineral, code, 0.51234) == 0.512


def test_levers_of_minerals_withheld_and_sums_over_them_are_left_out() -> None:
    found = cast(
        PolicyRecord,
        {
            "levers": {"austrium": [{"needed": CANARY}], "ilmenium": [{"needed": 0.5}]},
            "disruption": {"austrium": {"days_needed": CANARY}, "ilmenium": None},
            "held": [{"mineral": "austrium", "days": CANARY}],
            "partners": [
                {"country": "LEM", "score_taken_off": CANARY, "minerals": [{"mineral": "austrium"}], "also_mines": []},
                {"country": "MUU", "score_taken_off": 0.25, "minerals": [{"mineral": "ilmenium"}], "also_mines": []},
            ],
            "portfolio": {
                "fates": {"country": [{"minerals": ["austrium", "ilmenium"], "shares": {"austrium": CANARY}}]},
                "interventions": [{"minerals": ["austrium"], "score_taken_off": CANARY}, {"minerals": ["ilmenium"]}],
            },
            "settings": {"draws": 0},
            "of_later": CANARY,
        },
    )
    made = public_policy(found, ["austrium"])
    assert list(_canaries(made)) == []
    assert made["levers"] == {"ilmenium": [{"needed": 0.5}]}
    assert [page["country"] for page in made["partners"]] == ["MUU"]
    assert made["portfolio"] == {"fates": {"country": []}, "interventions": [{"minerals": ["ilmenium"]}]}


# ── what cannot be made public ───────────────────────────────────────────────


def test_a_record_without_a_salt_or_without_figures_is_refused(tmp_path: Path) -> None:
    bare = crit.Workspace(confidential(tmp_path, salt="")).assess(draws=0).record
    with pytest.raises(RecordError, match="needs the salt of your office"):
        public_form(bare)
    with pytest.raises(RecordError, match="holds no confidential figure"):
        public_form(cast(Record, {**bare, "inputs": {**bare["inputs"], "confidential": {"digests": {}}}}))


@pytest.mark.parametrize("method", ["entropy", "critic"])
def test_weights_that_follow_from_the_figures_are_refused(record: Record, method: str) -> None:
    altered = copy.deepcopy(record)
    altered["inputs"]["weights"]["method"] = method
    with pytest.raises(RecordError, match=f"weights by {method} follow from the figures"):
        public_form(altered)


def test_a_confidential_row_that_an_answer_changed_is_refused(record: Record) -> None:
    altered = copy.deepcopy(record)
    table = altered["inputs"]["data"]["production"]
    place = table["columns"].index("value")
    next(row for row in table["rows"] if row[place] == FIGURES[0])[place] = 1.0
    with pytest.raises(RecordError, match=r"changes a confidential row of data/production\.csv"):
        public_form(altered)


def test_copies_of_tables_beside_the_choices_lose_the_same_rows(record: Record) -> None:
    altered = copy.deepcopy(record)
    copied = copy.deepcopy(altered["inputs"]["data"]["production"])
    altered["inputs"]["choices"] = {
        **{"considered": [], "answers": {}, "combinations": None, "documents": [], "tables": {}, "weights": {}},
        "unanswered": {"data": {"production": copied}},
        "given": {"production": copied},
    }
    text = json.dumps(public_form(altered)["inputs"]["choices"])
    assert found_in(text) == []
    assert "world_mines_2025" in text


def test_rows_are_known_by_their_keys() -> None:
    columns = ["mineral", "stage", "country", "year", "source", "value"]
    table: DataTable = {
        "columns": columns,
        "rows": [["a", "extraction", "HYP", 2024, "s", 1.0], ["a", "extraction", "HYP", 2023, "s", 1.0]],
    }
    kept = without_keys("production", table, {"production": frozenset({("a", "extraction", "HYP", 2024, "s")})})
    assert kept["rows"] == [["a", "extraction", "HYP", 2023, "s", 1.0]]
    assert without_keys("production", table, {}) == table

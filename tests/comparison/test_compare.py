"""Two runs side by side: nothing, everything, one side only; shares that add up; sentences that name the cause."""

# Holds: comparison/attribution/explanation.py, comparison/attribution/single_changes.py, comparison/causes.py,
# comparison/comparable.py, comparison/names.py, comparison/previous.py.

import copy
import json
import math
import re
from fractions import Fraction
from typing import Any

import pytest
from pairs import (
    Change,
    anchors_move,
    bar_is_high,
    bar_rises,
    candidate_goes,
    compared,
    criterion_comes,
    harbourmaster_changes,
    minds_change,
    mine_closes,
    players,
    record,
    substitute_found,
    supply_unknown,
    warden_changes,
)

from criticality.assess import Decider
from criticality.comparison.compare import compare_records
from criticality.errors import RecordError
from criticality.text.kept import in_language, reworded

GROUPS = ("criteria", "data", "weights", "method", "scenario", "software")
PAIRS: dict[str, tuple[Change, ...]] = {
    "data": (mine_closes,),
    "weights": (minds_change,),
    "rule": (bar_rises,),
    "anchors": (anchors_move,),
    "candidates": (candidate_goes,),
    "criteria": (criterion_comes,),
    "three groups": (mine_closes, minds_change, bar_rises),
    "everything": (mine_closes, minds_change, bar_rises, anchors_move, candidate_goes),
}
EVERY_PAIR = pytest.mark.parametrize("after", PAIRS.values(), ids=PAIRS)


def test_a_run_compared_with_itself_shows_nothing() -> None:
    found = compared((), ())
    assert found["same"] is True
    assert found["comparable"] == {"verdict": True, "reasons": []}
    assert found["only_in"] == {"a": [], "b": []}
    for key in ("inputs", "entered", "left", "moved_tier", "changes", "merged"):
        assert not found[key]


@EVERY_PAIR
def test_the_way_back_mirrors_the_way_there(after: tuple[Change, ...]) -> None:
    there, back = compared((), after), compared(after, ())
    names = ("entered", "left", "moved_tier")
    moved = [[(entry["mineral"], entry["before"], entry["after"]) for entry in there[name]] for name in names]
    mirrored = [[(entry["mineral"], entry["after"], entry["before"]) for entry in back[name]] for name in names]
    assert moved == [mirrored[1], mirrored[0], mirrored[2]]
    assert there["only_in"] == {"a": back["only_in"]["b"], "b": back["only_in"]["a"]}
    swapped = [{**entry, "before": entry["after"], "after": entry["before"]} for entry in back["inputs"]]
    assert [entry for entry in there["inputs"] if entry["group"] != "presentation"] == swapped
    assert there["changes"].keys() == back["changes"].keys()
    for mineral, change in there["changes"].items():
        for name in ("score", "rank", "membership"):
            one, other = change[name], back["changes"][mineral][name]
            assert (one["before"], one["after"]) == (other["after"], other["before"])
            assert players(one) == {key: share and -share for key, share in players(other).items()}


@EVERY_PAIR
def test_shares_add_up_to_the_change(after: tuple[Change, ...]) -> None:
    found = compared((), after)
    assert found["changes"]
    for change in found["changes"].values():
        for name, entry in [*((name, change[name]) for name in ("score", "rank", "membership")), *ratings(change)]:
            assert set(GROUPS) <= entry.keys()
            if entry["before"] is None or entry["after"] is None:
                assert set(players(entry).values()) == {None}
                continue
            assert entry["residual"] == 0
            left_over = entry["after"] - entry["before"] - math.fsum(players(entry).values())
            assert abs(left_over) < 1e-12
            if name in ("rank", "membership"):
                assert all(
                    (120 * Fraction(share)).limit_denominator(10**6).denominator == 1
                    for share in players(entry).values()
                )


def ratings(change: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [("rating", entry) for entry in change["dimensions"].values()]


@EVERY_PAIR
def test_single_criteria_add_up_to_their_group(after: tuple[Change, ...]) -> None:
    for change in compared((), after)["changes"].values():
        for name in ("score", "rank", "membership"):
            for group, shares in change["within"][name].items():
                if shares:
                    assert math.isclose(math.fsum(shares.values()), change[name][group], abs_tol=1e-12)


@pytest.mark.parametrize(
    ("after", "group"),
    [((mine_closes,), "data"), ((minds_change,), "weights"), ((anchors_move,), "criteria")],
    ids=["data", "weights", "criteria"],
)
def test_what_alone_differs_takes_the_whole_change(after: tuple[Change, ...], group: str) -> None:
    for change in compared((), after)["changes"].values():
        score = change["score"]
        if score["before"] is not None and score["after"] is not None:
            assert score[group] == pytest.approx(score["after"] - score["before"], abs=1e-15)
            assert all(not share for name, share in players(score).items() if name != group)


def test_changed_evidence_is_charged_to_its_criterion_alone() -> None:
    within = compared((), (mine_closes,))["changes"]["austrium"]["within"]["score"]
    assert list(within["data"]) == ["companionality"]


def test_a_rule_moves_the_list_but_no_score() -> None:
    found = compared((), (bar_rises,))
    assert all(change["score"]["before"] == change["score"]["after"] for change in found["changes"].values())
    left = {entry["mineral"]: entry for entry in found["left"]}
    assert "coronium" in left
    assert "designation by Council of the Harbour 港務會議 was withdrawn" in left["coronium"]["because"]["en"]
    assert left["coronium"]["undone_by"] == [["method"]]


def test_every_sentence_names_its_cause_in_both_languages() -> None:
    found = compared((), (mine_closes, minds_change, bar_rises))
    movers = [entry for key in ("entered", "left", "moved_tier") for entry in found[key]]
    assert movers
    for entry in movers:
        names = found["minerals"][entry["mineral"]]
        assert entry["because"]["en"].startswith(names["en"])
        assert entry["because"]["en"].endswith(".")
        assert entry["because"]["zh-Hant"].startswith(names["zh-Hant"])
        assert entry["because"]["zh-Hant"].endswith("。")


@pytest.mark.parametrize("after", [*PAIRS.values(), (supply_unknown,), (harbourmaster_changes,)])
def test_every_sentence_is_made_again_of_its_code(after: tuple[Change, ...]) -> None:
    found = json.loads(json.dumps(compared((), after)))
    movers = [entry for key in ("entered", "left", "moved_tier") for entry in found[key]]
    assert [entry["because"] for entry in movers] == [reworded(entry["said"], {}) for entry in movers]
    for reason in found["comparable"]["reasons"]:
        assert {"code": reason["code"], "said": reason["said"], **reworded(reason["said"], {})} == reason


def test_why_evidence_no_longer_suffices_is_said_in_each_language_by_names() -> None:
    found = compared((), (supply_unknown,))
    entry = next(entry for entry in found["left"] if entry["mineral"] == "decipium")
    assert "no longer suffices (coverage of supply-interruption risk" in entry["because"]["en"]
    assert "no evidence for governance-weighted concentration of world supply)" in entry["because"]["en"]
    assert "證據已不足（「供應中斷風險」之證據涵蓋" in entry["because"]["zh-Hant"]
    assert not re.search("[A-Za-z]{3}", entry["because"]["zh-Hant"]), entry["because"]["zh-Hant"]


def test_a_candidate_on_one_side_only_stays_visible() -> None:
    found = compared((), (candidate_goes,))
    assert found["only_in"] == {"a": ["victorium"], "b": []}
    change = found["changes"]["victorium"]
    assert change["score"]["before"] is not None
    assert change["score"]["after"] is None
    assert change["membership"]["after"] == 0
    row = next(row for row in found["ranks"] if row["mineral"] == "victorium")
    assert row["b"] is None
    codes = [reason["code"] for reason in found["comparable"]["reasons"]]
    assert codes == ["candidates"]
    assert found["comparable"]["verdict"] is False


def test_other_anchors_ask_for_care() -> None:
    codes = [reason["code"] for reason in compared((), (anchors_move,))["comparable"]["reasons"]]
    assert codes == ["anchors"]


def test_criteria_that_the_other_weights_do_not_judge_act_as_one_with_them() -> None:
    found = compared((), (criterion_comes,))
    assert [entry["player"] for entry in found["merged"]] == ["criteria+weights"]
    assert "smoke_burden" in found["merged"][0]["reason"]
    assert in_language(found["merged"][0]["said"], "", "en") == found["merged"][0]["reason"]
    assert re.search("[\u4e00-\u9fff]", in_language(found["merged"][0]["said"], "", "zh-Hant"))
    for change in found["changes"].values():
        score = change["score"]
        assert score["criteria"] == score["weights"] == 0
        assert score["criteria+weights"] == pytest.approx(score["after"] - score["before"], abs=1e-15)
    assert [entry["place"] for entry in found["inputs"] if entry["group"] == "criteria"] == [""]


def test_what_undoes_an_exit_undoes_it() -> None:
    """The smallest set named is checked by taking it back in full: B without it is A's side of that group."""
    found = compared((), (mine_closes, minds_change, bar_rises))
    changes = {"data": mine_closes, "weights": minds_change, "method": bar_rises}
    movers = [*found["entered"], *found["left"]]
    assert movers
    for entry in movers:
        for taken_back in entry["undone_by"]:
            kept = tuple(change for name, change in changes.items() if name not in taken_back)
            rows = {row["mineral"]: row["listed"] for row in record(*kept)["result"]["ranking"]}
            before = {row["mineral"]: row["listed"] for row in record()["result"]["ranking"]}
            assert rows[entry["mineral"]] == before[entry["mineral"]]


def test_the_single_change_that_is_enough_is_named() -> None:
    found = compared((), (bar_rises,))
    left = {entry["mineral"]: entry["undone_alone"] for entry in found["left"]}
    assert left["coronium"] == [{"group": "method", "place": "rule.designations[coronium]"}]


def test_every_judgement_that_alone_undoes_an_exit_is_named() -> None:
    """Two judges changed their minds; either of them alone would have left decipium on the list, or neither."""
    found = compared((bar_is_high,), (bar_is_high, minds_change))
    assert [entry["mineral"] for entry in found["left"]] == ["decipium", "mosandrium"]
    named = {one["place"] for one in found["left"][0]["undone_alone"]}
    turned = "judges[Harbourmaster].comparisons.dimensions[economic_importance, supply_risk]"
    weakened = "judges[Warden of the Springs].comparisons.dimensions[economic_importance, environmental_impact]"
    listed = {}
    for place, kept in ((turned, warden_changes), (weakened, harbourmaster_changes)):
        rows = record(bar_is_high, kept)["result"]["ranking"]
        listed[place] = next(row["listed"] for row in rows if row["mineral"] == "decipium")
    assert named == {place for place, stays in listed.items() if stays}
    assert named


def test_the_row_that_alone_undoes_an_exit_is_named() -> None:
    found = compared((bar_is_high,), (bar_is_high, substitute_found))
    left = found["left"][0]
    assert left["mineral"] == "decipium"
    row = "data/mineral_properties.csv: decipium substitution_index 2023"
    assert left["undone_alone"] == [{"group": "data", "place": row}]
    assert left["undone_within"] == {"data": [["lack_of_substitutes"]]}
    assert "fell from 0.8 to 0.72" in left["because"]["en"]


def test_a_record_of_an_older_version_still_compares() -> None:
    """Its scores were all a little lower: that part is the software's, and nothing else's."""
    older = copy.deepcopy(record())
    older["software"] = {"criticality": "0.0.9"}
    for row in older["result"]["ranking"]:
        if row["score"] is not None:
            row["score"] = round(row["score"] - 0.001, 12)
    found = compare_records(older, record(minds_change), Decider())
    plain = compared((), (minds_change,))
    assert [entry["before"] for entry in found["inputs"] if entry["group"] == "software"] == ["0.0.9"]
    for mineral, change in plain["changes"].items():
        assert found["changes"][mineral]["score"]["weights"] == change["score"]["weights"]
        assert found["changes"][mineral]["score"]["software"] == pytest.approx(0.001, abs=1e-15)


def test_inputs_that_this_version_cannot_decide_leave_one_player() -> None:
    older = copy.deepcopy(record())
    older["software"] = {"criticality": "0.0.9"}
    older["inputs"]["criteria"][0]["indicator"] = "an_indicator_of_old"
    found = compare_records(older, record(minds_change), Decider())
    assert found["changes"]
    for change in found["changes"].values():
        named = {name for name, share in players(change["score"]).items() if share}
        assert named <= {"criteria+weights+software"}


def test_without_a_common_candidate_there_is_nothing_to_compare() -> None:
    other = copy.deepcopy(record())
    other["result"]["candidates"] = ["unobtainium"]
    with pytest.raises(RecordError, match="no candidate in common"):
        compare_records(record(), other, Decider())


@pytest.mark.parametrize(
    ("error", "designated", "expected"),
    [(0.02, False, True), (0.001, False, False), (None, False, None), (0.02, True, None)],
)
def test_p_listed_inside_the_noise_is_marked_where_no_decision_placed_the_mineral(error, designated, expected) -> None:
    """Two shares of draws, 0.50 and 0.52, with standard errors of 0.02 and of 0.001."""
    first, second = copy.deepcopy(record()), copy.deepcopy(record(bar_rises))
    for side, share in ((first, 0.50), (second, 0.52)):
        side["result"]["robustness"] = {"minerals": [{"mineral": "coronium", "standard_error": error}]}
        row = next(row for row in side["result"]["ranking"] if row["mineral"] == "coronium")
        row.update(p_listed=share, designated=designated)
    entry = next(row for row in compare_records(first, second, Decider())["left"] if row["mineral"] == "coronium")
    assert (entry["p_before"], entry["p_after"], entry["within_noise"]) == (0.50, 0.52, expected)

"""Differences of inputs: found by what a thing is, whatever the order of files, lists and rows."""

import copy
from pathlib import Path
from typing import Any

import pytest
from pairs import anchors_move, bar_rises, candidate_goes, minds_change, mine_closes, record

from criticality.comparison.differences import Difference, differences, differing_groups


def changed(*steps: Any) -> dict[str, Any]:
    """A record with one value put elsewhere: the path to it, then the value."""
    found = copy.deepcopy(record())
    *path, last, value = steps
    place: Any = found["inputs"]
    for step in path:
        place = place[step]
    place[last] = value
    return found


def only(found: list[Difference]) -> Difference:
    assert len(found) == 1, found
    return found[0]


def test_a_turned_judgement_is_one_difference_with_its_pair() -> None:
    found = differences(record(), record(minds_change))
    assert {entry.file for entry in found} == {"weights/two-offices.yaml"}
    turned = next(entry for entry in found if "Harbourmaster" in entry.place)
    assert turned.place == "judges[Harbourmaster].comparisons.dimensions[economic_importance, supply_risk]"
    assert (turned.before["more"], turned.before["by"]) == ("supply_risk", 2)
    assert (turned.after["more"], turned.after["by"]) == ("economic_importance", 2)
    assert differing_groups(record(), record(minds_change)) == ("weights",)


def test_a_changed_judgement_and_its_new_reason_are_told_apart() -> None:
    path = ("weights", "judges", 0, "comparisons", "dimensions", 0)
    said = record()["inputs"]["weights"]["judges"][0]["comparisons"]["dimensions"][0]
    found = {
        entry.place.rpartition(".")[2]: (entry.before, entry.after)
        for entry in differences(record(), changed(*path, {**said, "by": 7, "because": "Seen anew."}))
    }
    assert found["by"] == (said["by"], 7)
    reasons = {place: sides for place, sides in found.items() if place != "by"}
    assert [after for _, after in reasons.values()] == ["Seen anew."], reasons
    turned = changed(*path, {**said, "more": said["than"], "than": said["more"], "by": 7, "because": "Seen anew."})
    whole, why = differences(record(), turned)
    assert (whole.after["by"], why.place, why.after) == (7, f"{whole.place}.because", "Seen anew.")


def test_a_threshold_is_named_by_its_tier_and_condition() -> None:
    found = {entry.place: entry for entry in differences(record(), record(bar_rises))}
    threshold = found["rule.tiers[critical].when[score at_least].at_least"]
    assert (threshold.before, threshold.after, threshold.group) == (0.5, 0.56, "method")
    assert found["rule.designations[coronium]"].after is None


def test_an_anchor_and_a_row_of_evidence_are_named() -> None:
    anchor = only(differences(record(), record(anchors_move)))
    assert (anchor.file, anchor.place, anchor.before, anchor.after) == (
        "criteria/companionality.yaml",
        "scale.one_at",
        100,
        80,
    )
    rows = differences(record(), record(mine_closes))
    assert {entry.file for entry in rows} == {"data/mineral_properties.csv"}
    value = next(
        entry for entry in rows if entry.place.startswith("austrium companionality") and "value" in entry.place
    )
    assert value.after == 88


def test_a_candidate_that_goes_is_one_cell_of_its_row() -> None:
    places = [entry.place for entry in differences(record(), record(candidate_goes))]
    assert "victorium: candidate" in places


@pytest.mark.parametrize(
    "path",
    [
        ("criteria",),
        ("weights", "judges"),
        ("weights", "judges", 0, "comparisons", "dimensions"),
        ("assessment", "rule", "tiers", 0, "when"),
        ("assessment", "also_rank_by"),
        ("data", "production", "rows"),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_order_is_no_difference(path: tuple[Any, ...]) -> None:
    place: Any = record()["inputs"]
    for step in path:
        place = place[step]
    turned = changed(*path, list(reversed(place)))
    assert differences(record(), turned) == []
    assert differing_groups(record(), turned) == ()


def test_the_order_of_tiers_is_a_difference() -> None:
    tiers = record()["inputs"]["assessment"]["rule"]["tiers"]
    turned = changed("assessment", "rule", "tiers", list(reversed(tiers)))
    assert only(differences(record(), turned)).place == "rule.tiers (order)"
    assert differing_groups(record(), turned) == ("method",)


def test_an_equal_judgement_said_the_other_way_round_is_the_same() -> None:
    said = record()["inputs"]["weights"]["judges"][1]["comparisons"]["dimensions"]
    assert said[2]["by"] == 1
    turned = changed(
        *("weights", "judges", 1, "comparisons", "dimensions", 2),
        {**said[2], "more": said[2]["than"], "than": said[2]["more"]},
    )
    assert differences(record(), turned) == []


def test_draws_and_titles_differ_without_moving_anybody() -> None:
    assert only(differences(record(), changed("assessment", "robustness", "draws", 7))).group == "sureness"
    assert only(differences(record(), changed("assessment", "note", "Other words"))).group == "presentation"
    assert differing_groups(record(), changed("assessment", "note", "Other words")) == ()


def test_a_table_that_only_one_run_has_is_counted() -> None:
    without = copy.deepcopy(record())
    del without["inputs"]["data"]["sectors"]
    first = next(entry for entry in differences(record(), without) if entry.place == "")
    assert (first.file, first.before, first.after) == ("data/sectors.csv", "4 rows", None)


def test_the_software_is_a_difference_of_its_own() -> None:
    older = copy.deepcopy(record())
    older["software"] = {"criticality": "0.0.9"}
    found = only(differences(older, record()))
    assert (found.group, found.file, found.before) == ("software", "software", "0.0.9")


def test_a_difference_between_two_files_of_weights_names_both() -> None:
    other = copy.deepcopy(record(minds_change))
    other["inputs"]["paths"]["weights"] = "weights/other.yaml"
    named = {entry.file for entry in differences(record(), other) if entry.group == "weights"}
    assert named == {f"{record()['inputs']['paths']['weights']} → weights/other.yaml"}


def test_paths_are_those_of_the_workspace() -> None:
    for entry in differences(record(), record(minds_change, mine_closes, bar_rises)):
        assert not Path(entry.file).is_absolute()

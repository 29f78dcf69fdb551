"""What a document of judgements says of its panel is undone alone: how it is joined and solved, what words mean."""

from pathlib import Path

from pairs import compared, players, record

from criticality.assess import Decider
from criticality.comparison.attribution.single_changes import panel_changes
from criticality.records.restore import inputs_from
from workspace_builder import WEIGHTS, edit

HEAD = "incomplete: refuse\n"


def words_are_agreed(root: Path) -> None:
    edit(root, WEIGHTS, HEAD, f"{HEAD}words: {{clearly: 4}}\n")
    edit(root, WEIGHTS, "than: environmental_impact, by: 4,", "than: environmental_impact, by: clearly,")


def clearly_means_more(root: Path) -> None:
    words_are_agreed(root)
    edit(root, WEIGHTS, "{clearly: 4}", "{clearly: [5, 9]}")


def priorities_are_joined(root: Path) -> None:
    edit(root, WEIGHTS, HEAD, f"{HEAD}aggregate: priorities\nprioritisation: row_geometric_mean\n")


def weight_by_group(root: Path) -> None:
    groups = "{dimensions: 1, economic_importance: 5, supply_risk: 2, environmental_impact: 2}"
    edit(root, WEIGHTS, "    weight: 2 ", f"    weight: {groups} ")


def only_weights_moved(after) -> bool:
    """Whether the whole change of every score belongs to the weights."""
    changes = compared((), (after,))["changes"].values()
    shares = [players(entry["score"]) for entry in changes]
    others = [share for entry in shares for name, share in entry.items() if name != "weights"]
    return bool(shares) and not any(abs(share) > 1e-9 for share in others if isinstance(share, float))


def test_every_change_of_the_panel_is_a_change_of_the_weights() -> None:
    assert only_weights_moved(clearly_means_more)
    assert only_weights_moved(priorities_are_joined)
    assert only_weights_moved(weight_by_group)


def test_a_word_in_place_of_its_number_changes_no_score() -> None:
    before, after = record(), record(words_are_agreed)
    assert [row["score"] for row in before["result"]["ranking"]] == [row["score"] for row in after["result"]["ranking"]]


def undone(before, after) -> dict[str, object]:
    first, second = (inputs_from(record(*changes)) for changes in (before, after))
    return {entry.place: Decider()(entry.inputs).weights.table for entry in panel_changes(first, second)}


def test_each_way_of_joining_and_solving_is_undone_alone() -> None:
    assert {"aggregate", "prioritisation"} <= set(undone((), (priorities_are_joined,)))


def test_a_word_that_means_something_else_is_undone_in_the_words_and_in_the_sentence() -> None:
    found = undone((words_are_agreed,), (clearly_means_more,))
    assert set(found) == {"words", "judges[Harbourmaster].comparisons.dimensions[environmental_impact, supply_risk]"}
    (first, second) = found.values()
    assert (first == second).all(axis=None)


def test_a_weight_by_group_is_undone_as_a_whole() -> None:
    assert set(undone((), (weight_by_group,))) == {"judges[Harbourmaster].weight"}

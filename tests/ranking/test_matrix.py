"""Missing is never zero: every policy for a gap, and what the record keeps of it."""

import numpy as np
import pytest

from criticality.errors import InputError
from criticality.ranking.matrix import decision_matrix

NAN = float("nan")
GROUPS = {"cerium": "light", "neodymium": "light", "lanthanum": "light", "terbium": "heavy", "gold": ""}
RARE = ("cerium", "neodymium")


def cell(matrix, mineral, criterion="share"):
    rows = matrix.cells[(matrix.cells["mineral"] == mineral) & (matrix.cells["criterion"] == criterion)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_candidates_only_sorted_and_complete(make_criterion, make_table):
    table = make_table({"share": {"neodymium": 0.9, "cerium": 0.2, "lanthanum": 0.1}})
    matrix = decision_matrix(table, [make_criterion("share")], GROUPS, ["neodymium", "cerium"])
    assert matrix.scaled is not None
    assert matrix.scaled["share"].to_dict() == {"cerium": 0.2, "neodymium": 0.9}
    assert list(matrix.scaled.index) == ["cerium", "neodymium"]
    assert set(matrix.cells["mineral"]) == set(RARE)


def test_interval_counts_a_half_and_keeps_both_ends(make_criterion, make_table):
    scale = {"kind": "log", "zero_at": 1, "one_at": 100}
    table = make_table({"share": {"cerium": NAN, "neodymium": 100.0}})
    matrix = decision_matrix(table, [make_criterion("share", scale=scale)], GROUPS, RARE)
    found = cell(matrix, "cerium")
    assert (found["scaled"], found["scaled_low"], found["scaled_high"]) == (0.5, 0.0, 1.0)
    assert matrix.raw.loc["cerium", "share"] == pytest.approx(10.0)
    assert np.isnan(found["value"])
    assert not found["present"]


@pytest.mark.parametrize("flag", ["withheld", "absent"])
def test_a_value_without_evidence_of_its_own_is_missing(make_criterion, make_table, flag):
    table = make_table({"share": {"cerium": 0.9}})
    table.cells.loc[0, ["present", "flag"]] = [False, flag]
    found = cell(decision_matrix(table, [make_criterion("share")], GROUPS, ["cerium"]), "cerium")
    assert found["scaled"] == 0.5
    assert found["flag"] == flag


def test_a_mineral_without_a_row_is_absent_not_zero(make_criterion, make_table):
    table = make_table({"share": {"neodymium": 0.9}})
    found = cell(decision_matrix(table, [make_criterion("share")], GROUPS, RARE), "cerium")
    assert (found["scaled"], found["flag"], found["present"]) == (0.5, "absent", False)


def test_interval_without_a_scale_is_refused_as_soon_as_a_cell_is_missing(make_criterion, make_table):
    bare = make_criterion("share", scale=None)
    whole = decision_matrix(make_table({"share": {"cerium": 3.0, "neodymium": 5.0}}), [bare], GROUPS, RARE)
    assert whole.scaled is None
    assert whole.raw["share"].tolist() == [3.0, 5.0]
    with pytest.raises(InputError, match="needs a scale"):
        decision_matrix(make_table({"share": {"cerium": 3.0}}), [bare], GROUPS, RARE)


def test_group_median_is_over_all_the_group_candidates_or_not(make_criterion, make_table):
    table = make_table({"share": {"cerium": NAN, "neodymium": 0.2, "lanthanum": 0.6, "terbium": 1.0}})
    matrix = decision_matrix(table, [make_criterion("share", missing="group_median")], GROUPS, RARE)
    found = cell(matrix, "cerium")
    assert found["scaled"] == pytest.approx(0.4)
    assert found["value"] == pytest.approx(0.4)
    assert found["flag"] == "absent;group_median"
    assert not found["present"]
    assert matrix.raw.loc["cerium", "share"] == pytest.approx(0.4)


def test_group_median_of_nothing_is_refused(make_criterion, make_table):
    table = make_table({"share": {"terbium": NAN, "gold": NAN, "cerium": 0.3}})
    criterion = make_criterion("share", missing="group_median")
    with pytest.raises(InputError, match="gold, terbium"):
        decision_matrix(table, [criterion], GROUPS, ["terbium", "gold", "cerium"])


def test_group_median_or_interval_takes_the_whole_interval_where_the_group_has_no_value(make_criterion, make_table):
    table = make_table({"share": {"cerium": NAN, "neodymium": 0.2, "lanthanum": 0.6, "gold": NAN}})
    criterion = make_criterion("share", missing="group_median_or_interval")
    matrix = decision_matrix(table, [criterion], GROUPS, ["cerium", "neodymium", "lanthanum", "gold"])
    ends = ("scaled_low", "scaled", "scaled_high")
    assert [cell(matrix, "gold")[end] for end in ends] == [0.0, 0.5, 1.0]
    assert cell(matrix, "gold")["flag"] == "absent"
    assert [cell(matrix, "cerium")[end] for end in ends] == pytest.approx([0.4, 0.4, 0.4])
    assert cell(matrix, "cerium")["flag"] == "absent;group_median"


def test_group_median_or_interval_without_a_scale_is_refused_where_the_group_has_no_value(make_criterion, make_table):
    table = make_table({"share": {"gold": NAN, "cerium": 0.3}})
    criterion = make_criterion("share", scale=None, missing="group_median_or_interval")
    with pytest.raises(InputError, match="gold"):
        decision_matrix(table, [criterion], GROUPS, ["gold", "cerium"])


def test_leave_out_mineral_takes_it_out_with_the_reason(make_criterion, make_table):
    criteria = [make_criterion("share", missing="leave_out_mineral"), make_criterion("price")]
    table = make_table({"share": {"cerium": NAN, "neodymium": 0.4}, "price": {"cerium": 0.1, "neodymium": 0.2}})
    matrix = decision_matrix(table, criteria, GROUPS, RARE)
    assert list(matrix.raw.index) == ["neodymium"]
    assert dict(matrix.left_out) == {"cerium": "no evidence for share"}
    assert cell(matrix, "cerium", "price")["scaled"] == pytest.approx(0.1)
    assert np.isnan(cell(matrix, "cerium")["scaled"])


def test_refuse_names_all_minerals_of_all_criteria_at_once(make_criterion, make_table):
    criteria = [make_criterion(code, missing="refuse") for code in ("share", "price")]
    table = make_table({"share": {"cerium": NAN, "neodymium": NAN}, "price": {"cerium": 0.1, "neodymium": NAN}})
    with pytest.raises(InputError) as refused:
        decision_matrix(table, criteria, GROUPS, RARE)
    said = {problem.file: problem for problem in refused.value.problems}
    assert set(said) == {"criteria/price.yaml", "criteria/share.yaml"}
    assert "cerium, neodymium" in said["criteria/share.yaml"].message
    assert said["criteria/price.yaml"].where == "missing"


def test_a_negative_value_on_a_log_scale_is_an_error(make_criterion, make_table):
    scale = {"kind": "log", "zero_at": 1, "one_at": 100}
    with pytest.raises(InputError, match=r"cerium \(-2\)"):
        decision_matrix(
            make_table({"share": {"cerium": -2.0}}), [make_criterion("share", scale=scale)], GROUPS, ["cerium"]
        )


def test_bounds_stand_in_order_whatever_the_direction(make_criterion, make_table):
    criterion = make_criterion("share", direction="lowers_criticality")
    table = make_table(
        {"share": {"cerium": 0.6, "neodymium": 0.4}},
        low={("cerium", "share"): 0.5},
        high={("cerium", "share"): 0.9},
    )
    matrix = decision_matrix(table, [criterion], GROUPS, RARE)
    found = cell(matrix, "cerium")
    assert [found["scaled_low"], found["scaled"], found["scaled_high"]] == pytest.approx([0.1, 0.4, 0.5])
    bare = cell(matrix, "neodymium")
    assert bare["scaled_low"] == bare["scaled"] == bare["scaled_high"] == pytest.approx(0.6)


def test_flags_accumulate(make_criterion, make_table):
    table = make_table({"share": {"cerium": 7.0}}, flag={("cerium", "share"): "estimated"})
    found = cell(decision_matrix(table, [make_criterion("share")], GROUPS, ["cerium"]), "cerium")
    assert found["flag"] == "estimated;clipped"
    assert found["scaled"] == 1.0


def test_screening_criteria_are_scaled_for_rules_but_carry_no_weight(make_criterion, make_table):
    criteria = [
        make_criterion("share"),
        make_criterion("largest", role="screening"),
        make_criterion("growth", role="screening", scale=None),
    ]
    table = make_table({"share": {"cerium": 0.3}, "largest": {"cerium": 0.8}, "growth": {"cerium": NAN}})
    matrix = decision_matrix(table, criteria, GROUPS, ["cerium"])
    assert matrix.scaled is not None
    assert list(matrix.scaled.columns) == ["share"]
    assert cell(matrix, "cerium", "largest")["scaled"] == pytest.approx(0.8)
    assert np.isnan(cell(matrix, "cerium", "growth")["scaled"])


def test_screening_criteria_may_refuse(make_criterion, make_table):
    table = make_table({"share": {"cerium": 0.3}, "largest": {"cerium": NAN}})
    criteria = [make_criterion("share"), make_criterion("largest", role="screening", missing="refuse")]
    with pytest.raises(InputError, match="largest"):
        decision_matrix(table, criteria, GROUPS, ["cerium"])


def test_deleting_evidence_never_makes_a_mineral_look_harmless(make_criterion, make_table):
    criterion = make_criterion("share")
    before = decision_matrix(make_table({"share": {"cerium": 0.9}}), [criterion], GROUPS, ["cerium"])
    after = decision_matrix(make_table({"share": {"cerium": NAN}}), [criterion], GROUPS, ["cerium"])
    assert (
        cell(after, "cerium")["scaled_low"] <= cell(before, "cerium")["scaled"] <= cell(after, "cerium")["scaled_high"]
    )
    assert cell(after, "cerium")["scaled"] > 0


def test_the_evidence_is_left_untouched(make_criterion, make_table):
    table = make_table({"share": {"cerium": NAN, "neodymium": 7.0}})
    before = table.cells.copy(deep=True)
    decision_matrix(table, [make_criterion("share", missing="group_median")], GROUPS, RARE)
    assert table.cells.equals(before)


def test_rows_in_any_order_give_the_same_matrix(make_criterion, make_table):
    table = make_table({"share": {"cerium": NAN, "neodymium": 0.4}, "price": {"cerium": 0.1, "neodymium": 0.2}})
    criteria = [make_criterion("share"), make_criterion("price")]
    turned = type(table)(table.cells.iloc[::-1].reset_index(drop=True))
    first, second = (
        decision_matrix(rows, criteria, GROUPS, order) for rows, order in ((table, RARE), (turned, RARE[::-1]))
    )
    assert first.cells.equals(second.cells)
    assert first.raw.equals(second.raw)

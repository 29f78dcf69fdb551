"""How far a lever can go: within what is published, beyond it, and where nothing is published."""

import pytest

from criticality.policy.bench import Bench
from criticality.policy.levers.axes import answer_of, axes_of, partner_axes
from criticality.policy.levers.combination import cheapest
from criticality.policy.results import policy_results
from criticality.policy.verify import decide_with
from policy.cases import inputs_of, limited, listed, traded
from workspace_builder import atlantis


def rows_of(root, mineral="austrium"):
    found = policy_results(inputs_of(root), minerals=(mineral,))
    return {row["lever"]: row for row in found["levers"][mineral]}


def answers_of(root, mineral="austrium"):
    bench = Bench(inputs_of(root))
    axes = axes_of(bench, mineral, partner_axes(bench, mineral))
    return bench, axes, {kind: answer_of(axis) for kind, axis in axes.items()}


def test_without_a_published_limit_the_need_is_told_and_nothing_is_called_feasible(tmp_path):
    row = rows_of(atlantis(tmp_path))["substitute"]
    assert row["possible"] and row["verified"]
    assert row["limit"] == {"value": None, "low": None, "high": None, "stated": False, "sources": []} | {
        "because": {"en": "no published limit is known", "zh-Hant": "未見已發表之上限"},
        "said": [{"code": "lever.no_limit"}],
    }
    assert "whether that can be done is open" in row["because"]["en"]
    assert "limit of" not in row["because"]["en"]


def test_within_a_published_limit_the_source_is_named(tmp_path):
    needed = rows_of(atlantis(tmp_path / "free"))["substitute"]["needed"]["value"]
    row = rows_of(limited(atlantis(tmp_path / "bound"), substitute=needed + 0.1))["substitute"]
    assert row["needed"]["value"] == pytest.approx(needed)
    assert (row["limit"]["stated"], row["limit"]["value"]) == (True, pytest.approx(needed + 0.1))
    assert row["limit"]["sources"] == ["world_mines_2025"]
    assert "published limit, world_mines_2025" in row["because"]["en"]


def test_what_lies_beyond_a_published_limit_cannot_and_the_need_is_told_and_tried(tmp_path):
    needed = rows_of(atlantis(tmp_path / "free"))["substitute"]["needed"]["value"]
    root = limited(atlantis(tmp_path / "bound"), substitute=(needed / 2, needed / 4, needed * 2))
    row = rows_of(root)["substitute"]
    assert (row["possible"], row["needed"], row["verified"]) == (False, None, True)
    assert row["remaining"] > 0
    assert row["beyond_limit"]["needed"]["value"] == pytest.approx(needed)
    assert "beyond that limit, which is known within" in row["because"]["en"]
    bench, _, answers = answers_of(root)
    beyond = answers["substitute"].beyond
    assert "austrium" in listed(decide_with(bench, [answers["substitute"].axis.lever(needed / 2)]))
    assert "austrium" not in listed(decide_with(bench, [beyond.axis.lever(beyond.needed)]))


def test_a_limit_of_nothing_is_an_answer(tmp_path):
    row = rows_of(limited(atlantis(tmp_path), substitute=0))["substitute"]
    assert (row["possible"], row["limit"]["value"], row["verified"]) == (False, 0.0, True)
    assert "stands at its limit of 0 %" in row["because"]["en"]


def test_a_limit_below_where_things_stand_counts_as_reached(tmp_path):
    row = rows_of(limited(atlantis(tmp_path), recycle=0.01))["recycle"]
    assert row["now"] == row["most"] == pytest.approx(0.05)
    assert not row["possible"]


def test_a_limit_in_percent_is_a_share(tmp_path):
    root = limited(atlantis(tmp_path), substitute=40)
    path = root / "data/mineral_properties.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1].replace(",1,2024,", ",percent,2024,")]) + "\n", "utf-8")
    assert rows_of(root)["substitute"]["limit"]["value"] == pytest.approx(0.4)


def test_levers_with_a_published_limit_are_combined_before_those_without(tmp_path):
    free = rows_of(atlantis(tmp_path / "free"))
    assert not free["combination"]["limits_stated"]
    needed = free["substitute"]["needed"]["value"]
    root = limited(atlantis(tmp_path / "bound"), substitute=needed * 1.001)
    _, axes, answers = answers_of(root)
    found = cheapest(axes, answers)
    assert found.limits_stated and found.possible
    assert set(found.fractions) == {"substitute"}
    assert found.cost == pytest.approx(
        1 / 1.001, abs=1e-3
    )  # dear, and yet before thrift, of which nothing is published
    assert answers["reduce"].needed is not None and not answers["reduce"].axis.limit.stated


def test_where_published_limits_do_not_reach_the_distance_that_remains_is_told(tmp_path):
    row = rows_of(limited(atlantis(tmp_path), substitute=0.01, recycle=0.06))["combination"]
    assert row["possible"] and not row["limits_stated"]
    assert row["remaining_within_limits"] > 0
    assert "no published limit is known" in row["because"]["en"]


def test_where_every_limit_is_published_and_too_narrow_the_combination_cannot(tmp_path):
    root = limited(atlantis(tmp_path), substitute=0.01, recycle=0.06, reduce=0.01)
    row = rows_of(root)["combination"]
    assert (row["possible"], row["limits_stated"], row["verified"]) == (False, True, True)
    assert row["remaining"] > 0


def test_a_step_without_published_limits_stands_after_the_others(tmp_path):
    root = limited(traded(atlantis(tmp_path)), recycle=0.06)
    steps = policy_results(inputs_of(root))["portfolio"]["interventions"]
    stated = [step["limits_stated"] for step in steps]
    assert stated == sorted(stated, reverse=True)
    assert {True, False} == set(stated)
    recycling = [step for step in steps if step["lever"] == "recycle"]
    assert [("austrium" in step["minerals"], step["limits_stated"]) for step in recycling] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.slow
def test_where_tonnes_are_not_known_world_shares_stand_in_and_else_no_limit_is_stated(taiwan):
    bench = Bench(*taiwan)
    axes = [axis for mineral in bench.listed for axis in partner_axes(bench, mineral)]
    alike = [axis for axis in axes if axis.limit.because.code == "lever.buyers_alike"]
    unknown = [axis for axis in axes if not axis.limit.stated]
    assert alike and unknown
    assert all(axis.limit.stated for axis in alike)
    assert {axis.limit.because.code for axis in unknown} == {"lever.no_limit"}
    assert all(axis.partner.spare is None or axis.partner.produced is not None for axis in axes)


def test_the_published_limits_of_taiwan_follow_from_what_they_cite(taiwan):
    rows = taiwan[0].dataset.table("mineral_properties")
    by = {(row["mineral"], row["property"]): row for row in rows.to_dict("records")}
    for (mineral, name), row in by.items():
        if name == "substitutable_share":
            index = by[mineral, "substitution_index"]
            assert index["flag"] != "proxy"
            assert row["value"] == pytest.approx(1 - index["value"], abs=1e-6)
            assert row["source"] == index["source"]
        elif name == "recycling_input_potential":
            reached = by.get((mineral, "end_of_life_recycling_rate"))
            if row["source"] == "unep_irp_2011":
                assert row["value"] == pytest.approx(reached["high"])
            else:
                assert (row["source"], row["value"]) == ("eu_crma_2024_benchmarks", 0.25)
                assert reached is None or reached["high"] < 0.25
            assert not row["value"] <= by[mineral, "end_of_life_recycling_input_rate"]["value"]  # nan: not known


def test_no_answer_for_taiwan_goes_beyond_its_limit(taiwan):
    rows = policy_results(*taiwan, verify=False)["levers"]
    for row in (row for found in rows.values() for row in found if row.get("limit")):
        if row["limit"]["stated"] and row["possible"]:
            assert row["needed"]["value"] <= row["limit"]["value"] + 1e-9
        if row["limit"]["value"] is None and row["lever"] != "diversify":
            assert "no published limit is known" in row["because"]["en"]

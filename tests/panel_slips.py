"""Slips in what a set of weights says of its panel: who judges what, how it is joined and solved, words, intervals."""
# ruff: noqa: E501

from collections.abc import Callable
from pathlib import Path

from slips import DIRECT, EQUAL, Slip, both, replace, rewrite, use_equal
from workspace_builder import WEIGHTS

HEAD = "incomplete: refuse\n"
LAST_GROUP = """\
      environmental_impact:
        - {more: climate_burden, than: water_burden, by: 2, because: "The sea rises; there is water enough."}
"""
SAID = "than: environmental_impact, by: 4,"
WEIGHT = "    weight: 2 "
GROUPS = "dimensions: 2, economic_importance: 1, supply_risk: 1, environmental_impact: 1"


def without_other(root: Path) -> None:
    """Take the last group out of the second judge too: it stands at the end of the file."""
    path = root / WEIGHTS
    text = path.read_text("utf-8")
    path.write_text(text[: text.rindex("      environmental_impact:")], "utf-8")


def headed(line: str) -> dict[str, str]:
    """A line more among the keys of the document."""
    return {"old": HEAD, "new": f"{HEAD}{line}\n"}


def worded(by: str, words: str) -> Callable[[Path], None]:
    return both(replace(WEIGHTS, HEAD, f"{HEAD}words: {words}\n"), replace(WEIGHTS, SAID, SAID.replace("4", by)))


def direct(line: str, old: str = "", new: str = "") -> Callable[[Path], None]:
    text = DIRECT.replace("method: direct\n", f"method: direct\n{line}\n")
    return both(rewrite(EQUAL, text.replace(old, new) if old else text), use_equal)


def objective(method: str, of: str) -> Callable[[Path], None]:
    """Weights computed from the values: the text of the file, and the assessment that names it."""
    return both(rewrite(EQUAL, f"title: Computed\nmethod: {method}\n{of}\nbecause: For a test.\n"), use_equal)


PANELS = [
    # what entropy and CRITIC are taken of
    Slip("figures_misspelt", EQUAL, at="of: raws", says="'raws' is none of scaled, raw", hint="raw", spoil=objective("entropy", "of: raws")),
    Slip("figures_as_a_truth_value", EQUAL, at="of: true", says="none of scaled, raw", spoil=objective("critic", "of: true")),
    Slip("figures_of_equal_weights", EQUAL, at="of: raw", says="'of' is not a key", spoil=objective("equal", "of: raw")),
    # who judges what
    Slip("group_that_nobody_judges", WEIGHTS, LAST_GROUP, "", "judges:", "nobody compares the items of environmental_impact", "Let at least one judge compare them", spoil=without_other),
    Slip("judge_who_compares_nothing", WEIGHTS, "  - name: Warden", "  - name: Silent\n    comparisons: {}\n  - name: Warden", "comparisons: {}", "Silent compares nothing", "take the judge out"),
    Slip("group_begun_and_left_empty", WEIGHTS, LAST_GROUP, "      environmental_impact: []\n", "environmental_impact: []", "does not compare climate_burden and water_burden", "this sentence"),
    # the weight of a judge
    Slip("weight_by_group_lacks_one", WEIGHTS, WEIGHT, "    weight: {dimensions: 2, supply_risk: 1, environmental_impact: 1} ", "weight: {", "lacks economic_importance", "economic_importance: 1"),
    Slip("weight_of_an_unknown_group", WEIGHTS, WEIGHT, f"    weight: {{{GROUPS}}} ".replace("supply_risk", "suply_risk"), "suply_risk", "unknown group suply_risk", "supply_risk"),
    Slip("weight_of_0_in_a_group", WEIGHTS, WEIGHT, f"    weight: {{{GROUPS}}} ".replace("dimensions: 2", "dimensions: 0"), "dimensions: 0", "must be above 0"),
    Slip("weight_by_no_group", WEIGHTS, WEIGHT, "    weight: {} ", "weight: {}", "empty"),
    Slip("weight_as_a_list", WEIGHTS, WEIGHT, "    weight: [2, 1] ", "weight: [", "a number is needed here, not a list"),
    # how the panel is joined and solved
    Slip("aggregate_by_its_abbreviation", WEIGHTS, **headed("aggregate: AIP"), at="aggregate", says="none of", hint="priorities"),
    Slip("aggregate_misspelt", WEIGHTS, **headed("aggregate: prioritys"), at="aggregate", says="none of", hint="Did you mean 'priorities'?"),
    Slip("aggregate_as_a_truth_value", WEIGHTS, **headed("aggregate: true"), at="aggregate", says="none of", hint="judgements"),
    Slip("prioritisation_cut_short", WEIGHTS, **headed("prioritisation: geometric_mean"), at="prioritisation", says="none of", hint="row_geometric_mean"),
    Slip("prioritisation_spelt_with_z", WEIGHTS, **headed("prioritization: eigenvector"), at="prioritization", says="not a key", hint="Did you mean 'prioritisation'?"),
    Slip("prioritisation_as_a_number", WEIGHTS, **headed("prioritisation: 2"), at="prioritisation", says="none of", hint="eigenvector"),
    Slip("random_index_by_its_author", WEIGHTS, **headed("random_index: saaty"), at="random_index", says="none of", hint="saaty_1980"),
    Slip("random_index_by_its_year", WEIGHTS, **headed("random_index: 1980"), at="random_index", says="none of", hint="saaty_1980"),
    Slip("random_index_misspelt", WEIGHTS, **headed("random_index: alonso_lamata_2005"), at="random_index", says="none of", hint="Did you mean 'alonso_lamata_2006'?"),
    # subgroups
    Slip("subgroup_as_a_number", WEIGHTS, WEIGHT, f"    subgroup: 3\n{WEIGHT}", "subgroup: 3", "a text is needed"),
    Slip("subgroup_of_nothing", WEIGHTS, WEIGHT, f"    subgroup: ''\n{WEIGHT}", "subgroup: ''", "a text is needed"),
    Slip("subgroup_in_two_words", WEIGHTS, WEIGHT, f"    sub_group: Harbour\n{WEIGHT}", "sub_group", "not a key", "Did you mean 'subgroup'?"),
    # words and intervals
    Slip("word_that_the_file_does_not_declare", WEIGHTS, SAID, SAID.replace("4", "strongly"), "by: strongly", "a number is needed here, not the text 'strongly'"),
    Slip("word_misspelt", WEIGHTS, at="by: strongley", says="'strongley' is not among the 'words:' of this file", hint="Did you mean 'strongly'?", spoil=worded("strongley", "{strongly: 5}")),
    Slip("word_beyond_the_scale", WEIGHTS, at="words:", says="12 must be at most 9", hint="from 1 (equal) to 9", spoil=worded("strongly", "{strongly: 12}")),
    Slip("words_that_capitals_alone_tell_apart", WEIGHTS, at="words:", says="differ in capital letters or width alone", hint="another word", spoil=worded("strongly", "{Strongly: 7, strongly: 5}")),
    Slip("number_as_a_word", WEIGHTS, at="words:", says="5 is a number, not a word", hint="strongly: 5", spoil=worded('"5"', '{"5": 7}')),
    Slip("words_as_a_list", WEIGHTS, at="words:", says="a mapping (key: value) is needed", spoil=worded("strongly", "[strongly]")),
    Slip("word_for_a_word", WEIGHTS, at="words:", says="a number is needed", spoil=worded("strongly", "{strongly: five}")),
    Slip("interval_reversed", WEIGHTS, SAID, SAID.replace("4", "[5, 3]"), "by: [5, 3]", "the lower end of an interval stands first", "Exchange"),
    Slip("interval_of_three_numbers", WEIGHTS, SAID, SAID.replace("4", "[2, 3, 4]"), "by: [2, 3, 4]", "an interval has two ends", "[2, 4]"),
    Slip("interval_beyond_the_scale", WEIGHTS, SAID, SAID.replace("4", "[3, 10]"), "by: [3, 10]", "10 must be at most 9", "from 1 (equal) to 9"),
    Slip("interval_below_the_scale", WEIGHTS, SAID, SAID.replace("4", "[0.5, 3]"), "by: [0.5, 3]", "0.5 must be at least 1", "from 1 (equal) to 9"),
    # direct weights
    Slip("normalise_with_z", EQUAL, at="normalize", says="not a key", hint="Did you mean 'normalise'?", spoil=direct("normalize: true")),
    Slip("normalise_as_a_word", EQUAL, at="normalise", says="true or false", spoil=direct("normalise: yes")),
    Slip("normalise_of_nothing", EQUAL, at="weights:", says="every weight is 0", hint="above 0", spoil=direct("normalise: true", "0.", "0.0 #")),
    Slip("direct_weights_of_0_997", EQUAL, at="weights:", says="0.997", hint="normalise: true", spoil=direct("leave_out: []", "climate_burden: 0.1", "climate_burden: 0.097")),
]  # fmt: skip

PANELS_TOLD = [
    Slip("group_left_to_another_judge", WEIGHTS, LAST_GROUP, "", "judges:", "environmental_impact rests on 1 of 2 judges: Warden of the Springs", ""),
    Slip("weights_rescaled", EQUAL, at="normalise", says="the weights added up to 0.997 and were rescaled to 1", hint="drop normalise", spoil=direct("normalise: true", "climate_burden: 0.1", "climate_burden: 0.097")),
]  # fmt: skip

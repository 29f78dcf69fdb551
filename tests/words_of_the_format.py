"""Every word of the format of version 0.3: how a small workspace says it, and where else it must be found.

A word has a place in the reference, at least three slips, words on the page in both languages, and a place in the JSON
Schema of its file (a table has none). `other` says something else in its place, which a comparison must attribute to
`cause`.
"""

from dataclasses import dataclass

from words_written import (
    Change,
    altered,
    computed,
    critical,
    direct,
    first_pair,
    formula,
    in_a_panel,
    in_pairs,
    in_words,
    levels,
    panel,
    rule,
    scale,
)


@dataclass(frozen=True)
class Word:
    """A word of the format.

    Attributes
    ----------
    make, other
        How a workspace says it, and what it may say in its place.
    cause
        What a comparison attributes the change to; empty where no result changes.
    page
        What the printed list says, in English and in Chinese.
    reference
        A page of the documentation, and what stands there.
    schema
        A file of ``docs/schema`` and what stands there; none for a table.
    slips
        Names of slips in the tables of slips.
    """

    name: str
    make: Change
    other: Change
    cause: str
    page: tuple[str, str]
    reference: tuple[str, str]
    schema: tuple[str, str] | None
    slips: tuple[str, ...]


def method(name: str, slip: str, *page: str) -> Word:
    slips = (slip, "unknown_method", "panel_method_cannot_decide")
    english, chinese = page
    schema = ("assessment", f'"{name}"')
    make, other = altered("assessments/a.yaml", method=name), altered("assessments/a.yaml", method="ahp_ratings")
    return Word(name, make, other, "method", (english, chinese), ("reference/files.md", name), schema, slips)


OWN = {"of": "risk", "at_least": {"value": 0.55, "unit": "source"}}
DESIGNATED = [{"mineral": "epsilon", "tier": "named", "by": "A council", "on": "2020-02-03", "because": "x"}]
NAMED = {"name": "named", "listed": True, "designations_only": True}
FILES, WEIGHTS_PAGE = "reference/files.md", "reference/weights.md"

WORDS = [
    Word(
        "target",
        scale("risk", kind="target", worst_below=0, best=0.6, worst_above=1),
        scale("risk", kind="target", worst_below=0, best=0.8, worst_above=1),
        "criteria",
        ("1 at 0.6", "0.6 為 1"),
        (FILES, "| `kind` | `target`"),
        ("criterion", '"target"'),
        ("target_without_the_best_figure", "target_from_high_to_low", "target_in_words"),
    ),
    Word(
        "classes",
        scale("use", kind="classes", bands=[{"below": 0.5, "value": 1}, {"value": 2}], zero_at=1, one_at=2),
        scale("use", kind="classes", bands=[{"below": 0.65, "value": 1}, {"value": 2}], zero_at=1, one_at=2),
        "criteria",
        ("classes (below 0.5: 1", "分級（低於 0.5"),
        (FILES, "| `kind` | `classes`"),
        ("criterion", '"classes"'),
        ("one_class_alone", "classes_without_the_rest", "classes_out_of_order"),
    ),
    Word(
        "words of a scale",
        in_words(2),
        in_words(2.5),
        "criteria",
        ("words (“low”: 1", "詞語（「low」為 1"),
        (FILES, "| `kind` | `words`"),
        ("criterion", '"words"'),
        ("one_word_alone", "words_with_anchors_reversed", "value_of_a_word_in_words"),
    ),
    Word(
        "unit: source",
        rule(critical(OWN)),
        rule(critical({**OWN, "at_least": {"value": 0.25, "unit": "source"}})),
        "method",
        ("risk ≥ 0.55", "risk ≥ 0.55"),
        (FILES, "unit: source"),
        ("assessment", '"unit"'),
        ("score_in_a_unit_of_its_own", "threshold_without_its_unit", "threshold_in_its_unit_as_a_text"),
    ),
    Word(
        "any",
        rule(critical(any=[{"when": [OWN]}, {"when": [{"of": "use", "at_least": 0.7}]}])),
        rule(critical(OWN)),
        "method",
        ("one of:", "下列之一"),
        (FILES, "| `any` |"),
        ("assessment", '"any"'),
        ("alternatives_without_an_entry", "alternative_without_when", "alternative_in_percent"),
    ),
    Word(
        "top",
        rule(critical({"of": "score", "top": 2})),
        rule(critical({"of": "score", "top": 3})),
        "method",
        ("among the first 2", "前 2 名"),
        (FILES, "| `top` |"),
        ("assessment", '"top"'),
        ("first_0_places", "half_a_place", "places_beside_a_threshold"),
    ),
    Word(
        "average",
        rule(
            critical({"of": "use", "at_least": 0.5}), groups=[{"group": "pair", "listed_if": "average", "because": "x"}]
        ),
        rule(critical({"of": "use", "at_least": 0.5}), groups=[{"group": "pair", "listed_if": "all", "because": "x"}]),
        "method",
        ("the average of its members qualifies", "成員之平均值符合"),
        (FILES, "average"),
        ("assessment", '"average"'),
        ("group_by_its_mean", "group_by_an_average_misspelt", "average_of_no_group"),
    ),
    Word(
        "designations_only",
        rule(NAMED, critical(OWN), designations=DESIGNATED),
        rule(critical(OWN)),
        "method",
        ("by designation only", "僅依指定列入"),
        (FILES, "designations_only"),
        ("assessment", '"designations_only"'),
        ("designations_only_beside_conditions", "designations_only_beside_alternatives", "designations_only_in_words"),
    ),
    method("geometric_mean", "method_by_half_its_name", "geometric mean", "幾何平均"),
    method("product", "method_in_the_plural", "product", "乘積"),
    method("euclidean", "method_by_its_author", "Euclidean", "歐"),
    method("lowest", "method_in_other_words", "Lowest dimension rating", "最低之構面評分"),
    Word(
        "parent",
        levels("supply"),
        levels(None),
        "criteria",
        ("Supply", "Supply"),
        (WEIGHTS_PAGE, "parent: connectivity"),
        ("dimensions", '"parent"'),
        ("parent_misspelt", "parent_of_itself", "criterion_as_a_parent"),
    ),
    Word(
        "normalise",
        direct(0.3, 0.2, 0.2, 0.1, 0.197, normalise=True),
        direct(0.4, 0.2, 0.2, 0.1, 0.097, normalise=True),
        "weights",
        ("0.997", "0.997"),
        (WEIGHTS_PAGE, "normalise: true"),
        ("weights", '"normalise"'),
        ("normalise_with_z", "normalise_as_a_word", "normalise_of_nothing"),
    ),
    Word(
        "a group left to others",
        panel(left=True),
        panel(),
        "weights",
        ("rests on 1 of 2 judges", "2 位專家中"),
        (WEIGHTS_PAGE, "leave whole groups to others"),
        ("weights", '"comparisons"'),
        ("group_that_nobody_judges", "judge_who_compares_nothing", "group_begun_and_left_empty"),
    ),
    Word(
        "weight by group",
        panel(keys={"weight": {"dimensions": 3, "market": 1}}),
        panel(),
        "weights",
        ("weight in the panel", "於專家小組中之權重"),
        (WEIGHTS_PAGE, "mapping of group to number"),
        ("weights", '"weight"'),
        ("weight_by_group_lacks_one", "weight_of_an_unknown_group", "weight_of_0_in_a_group"),
    ),
    Word(
        "aggregate",
        panel(aggregate="priorities"),
        panel(),
        "weights",
        ("Priorities were joined, not judgements", "合併者為優先度而非判斷"),
        (WEIGHTS_PAGE, "`aggregate`"),
        ("weights", '"aggregate"'),
        ("aggregate_by_its_abbreviation", "aggregate_misspelt", "aggregate_as_a_truth_value"),
    ),
    Word(
        "prioritisation",
        panel(prioritisation="row_geometric_mean"),
        panel(),
        "weights",
        ("geometric consistency index", "GCI"),
        (WEIGHTS_PAGE, "`prioritisation`"),
        ("weights", '"prioritisation"'),
        ("prioritisation_cut_short", "prioritisation_spelt_with_z", "prioritisation_as_a_number"),
    ),
    Word(
        "random_index",
        panel(random_index="alonso_lamata_2006"),
        panel(),
        "",
        ("consistency ratio", "一致性比率"),
        (WEIGHTS_PAGE, "`random_index`"),
        ("weights", '"random_index"'),
        ("random_index_by_its_author", "random_index_by_its_year", "random_index_misspelt"),
    ),
    Word(
        "of: raw",
        computed("raw"),
        computed("scaled"),
        "weights",
        ("figures in their own units", "以原單位之資料計算"),
        (FILES, "| `of` | `scaled`, `raw`"),
        ("weights", '"raw"'),
        ("figures_misspelt", "figures_as_a_truth_value", "figures_of_equal_weights"),
    ),
    Word(
        "a word for a number of times",
        first_pair("clearly", words={"clearly": 5}),
        first_pair("clearly", words={"clearly": 2}),
        "weights",
        ("clearly", "clearly"),
        (WEIGHTS_PAGE, "words: {"),
        ("weights", '"words"'),
        ("word_that_the_file_does_not_declare", "word_misspelt", "word_beyond_the_scale"),
    ),
    Word(
        "an interval of times",
        first_pair([2, 8]),
        first_pair([1, 2]),
        "weights",
        ("2 to 8", "2 至 8"),
        (WEIGHTS_PAGE, "by: [2, 4]"),
        ("weights", '"by"'),
        ("interval_reversed", "interval_of_three_numbers", "interval_beyond_the_scale"),
    ),
    Word(
        "judged in a table",
        in_pairs(2),
        in_pairs(3),
        "data",
        ("priority from comparisons in pairs, the largest 1", "成對比較所得之優先度，最大者為 1"),
        ("how-to/add-a-criterion.md", "indicator: judged"),
        ("criterion", '"judged"'),
        (),
    ),
    Word(
        "judged in a weights file",
        in_a_panel(2),
        in_a_panel(3),
        "weights",
        ("priority from comparisons in pairs, the largest 1", "成對比較所得之優先度，最大者為 1"),
        (FILES, "The judges of a weights file may compare minerals"),
        ("weights", '"comparisons"'),
        (),
    ),
    Word(
        "a published formula",
        formula(0.9),
        formula(0.1),
        "data",
        ("disruption potential 0.9", "中斷潛勢 0.9"),
        ("reference/formulas.md", "supply_risk_usgs2021_stated"),
        ("criterion", '"supply_risk_usgs2021_stated"'),
        ("formula_of_another_year", "formula_at_a_stage_nobody_knows", "formula_over_no_year"),
    ),
]

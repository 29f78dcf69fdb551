"""Answers of a round as judges of a panel: their consistency, how far they agree, and the text of the weights file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

from criticality.desk.asking.round_store import Given, Pair
from criticality.errors import InputError
from criticality.files.editing.values import with_values, without_key
from criticality.model.judgements import AhpWeights, Judge
from criticality.model.ratios import declaring
from criticality.questionnaires.entering import Joined, joined_with, new_text, panel_problems
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questions import Pair as Question
from criticality.questionnaires.returned import NO_REASON, Returned
from criticality.spreadsheets.reading.spots import Spot
from criticality.weighting.panel import Checked, check_consistency, judged_groups
from criticality.weighting.subgroups import WHOLE, panel_table


@dataclass(frozen=True)
class Agreement:
    """How far a panel agrees on a group: its judges, their consensus, and the consistency of the joined matrix."""

    group: str
    judges: int
    consensus: float | None
    consistency: float | None


def pair_of(question: Question) -> Pair:
    """What an answer to a question is kept under."""
    one, other = sorted((question.first.code, question.second.code))
    return question.group, one, other


def judge_of(panel: PanelFile, name: str, office: str, answers: Mapping[Pair, Given], on: date | None = None) -> Judge:
    """Return answers as a judge of the weights."""
    comparisons: dict[str, list[object]] = {}
    for question in panel.questions().pairs:
        given = answers.get(pair_of(question))
        if given is not None:
            because = given.because or NO_REASON
            said = {"more": given.more, "than": given.than, "by": given.by, "because": because}
            comparisons.setdefault(question.group, []).append(said)
    with declaring(panel.weights.words):
        return Judge.model_validate({"name": name, "office": office or None, "on": on, "comparisons": comparisons})


def consistency_of(panel: PanelFile, judge: Judge) -> Sequence[Checked]:
    """Return the consistency of every group of at least three items that a judge has answered whole."""
    whole = {group.code: len(group.pairs) for group in panel.questions().groups if len(group.items) > 2}
    comparisons = {code: said for code, said in judge.comparisons.items() if len(said) == whole.get(code)}
    if not comparisons:
        return ()
    alone = panel.weights.model_copy(update={"judges": (judge.model_copy(update={"comparisons": comparisons}),)})
    groups = judged_groups(alone, panel.criteria, panel.dimensions)
    return [each for each in check_consistency(groups, alone.consistency_limit) if each.judge == judge.name]


def agreement_of(panel: PanelFile, judges: Sequence[Judge]) -> Sequence[Agreement]:
    """Return how far judges agree in each group."""
    weights: AhpWeights = panel.weights.model_copy(update={"judges": tuple(judges)})
    groups = judged_groups(weights, panel.criteria, panel.dimensions)
    table = panel_table(weights, groups, panel.criteria, panel.dimensions)
    rows = table[table["subgroup"] == WHOLE].to_dict("records")
    return [
        Agreement(str(row["group"]), int(row["judges"]), _figure(row["consensus"]), _figure(row["consistency"]))
        for row in rows
    ]


def _figure(value: object) -> float | None:
    """A figure of a table, in which NaN stands for none."""
    return float(value) if isinstance(value, float | int) and not isnan(value) else None


def joined_of(panel: PanelFile, judges: Sequence[Judge]) -> Joined:
    """Return the panel of the weights file with judges, each in the place of its namesake or behind the others."""
    groups = frozenset(group.code for group in panel.questions().groups)
    returned = []
    for judge in judges:
        spots = {
            (pair.group, frozenset((pair.first.code, pair.second.code))): Spot(judge.name, pair.group, (1, 1))
            for pair in panel.questions().pairs
        }
        returned.append(Returned(judge.name, judge, groups, spots))
    return joined_with(panel, returned)


def text_with(panel: PanelFile, judges: Sequence[Judge]) -> str:
    """Return the text of the weights file with judges; weights that were adopted are illustrative with them.

    Raises
    ------
    InputError
        With what `collect` would refuse.
    """
    joined = joined_of(panel, judges)
    problems = panel_problems(panel, joined)
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    text = new_text(panel, joined)
    if panel.weights.status != "adopted" or text == panel.text:
        return text
    return with_values(without_key(text, "confirmed"), {("status",): "illustrative"})

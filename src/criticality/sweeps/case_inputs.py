"""The inputs of every case of a sweep; what neighbouring cases share is one and the same object."""

from dataclasses import replace

from criticality.checking.choices.inputs import with_answers
from criticality.checking.sweeps.sweep_axes import NO_SCENARIO, moved_conditions
from criticality.choices.answered import Variants
from criticality.model.assessment import Assessment, ListRule
from criticality.model.results import Inputs
from criticality.model.sweeps.case_plan import EVIDENCE, Level
from criticality.model.sweeps.material import Material
from criticality.model.sweeps.sweep_file import ThresholdRange

CHOICE = "choice."


class CaseInputs:
    """The inputs of the cases of one evidence.

    Parameters
    ----------
    material
        Of the sweep.
    case
        One of the cases; the others must have the same assessment, country, reference year and scenario.
    """

    def __init__(self, material: Material, case: int) -> None:
        self._material = material
        levels = material.plan.levels(case)
        self.evidence = evidence_of(levels)
        self._base = _moved(material, levels)
        self._variants = Variants(self._base) if self._base.choices is not None else None
        self._rules: dict[tuple[int, tuple[float, ...]], ListRule] = {}

    def of(self, case: int) -> Inputs:
        """The inputs of a case.

        Raises
        ------
        InputError
            If the options of its choices cannot be put together.
        """
        levels = self._material.plan.levels(case)
        answers = {code.removeprefix(CHOICE): str(level) for code, level in levels.items() if _is_answer(code, level)}
        inputs = replace(self._base, choices=None) if self._variants is None else self._variants.inputs(answers)
        plan = self._plan(inputs.assessment, levels)
        weights = self._material.weights.get(str(levels["weights"]), inputs.weights)
        return replace(inputs, assessment=plan, weights=weights)

    def _plan(self, plan: Assessment, levels: dict[str, Level]) -> Assessment:
        stated: dict[str, object] = {key: levels[key] for key in ("method", "weights") if levels[key] is not None}
        moved = [
            (entry, float(level))
            for entry in self._material.sweep.vary.thresholds
            if isinstance(level := levels[entry.code], int | float)
        ]
        if moved:
            key = (id(plan.rule), tuple(value for _, value in moved))
            if key not in self._rules:
                self._rules[key] = with_thresholds(plan.rule, moved)
            stated["rule"] = self._rules[key]
        return plan.model_copy(update=stated) if stated else plan


def evidence_of(levels: dict[str, Level]) -> tuple[Level, ...]:
    """What the cases of one evidence have in common."""
    return tuple(levels[code] for code in EVIDENCE)


def _is_answer(code: str, level: Level) -> bool:
    return code.startswith(CHOICE) and level is not None


def _moved(material: Material, levels: dict[str, Level]) -> Inputs:
    """The inputs of an assessment for another country, year and scenario, under its stated answers."""
    stated = material.bases[str(levels["assessment"])]
    chosen = stated.choices
    before = (chosen.original if chosen is not None else None) or stated
    country, year, scenario = (levels[code] for code in EVIDENCE[1:])
    changes = {"country": country, "reference_year": year, "scenario": scenario}
    changes = {key: value for key, value in changes.items() if value is not None}
    if not changes:
        return stated
    plan = before.assessment.model_copy(update=changes)
    data = before.dataset
    if country is not None or year is not None:
        # `given` holds the tables of which rows gave way to those of the country and the year stated.
        whole = replace(data, tables={**data.tables, **data.given})
        data = whole.of_country(plan.country, plan.reference_year)
    found = replace(
        before,
        assessment=plan,
        dataset=data,
        scenario=before.scenario if scenario is None else material.scenarios.get(str(scenario)),
        choices=None,
    )
    return found if chosen is None else with_answers(found, replace(chosen, original=None))


def with_thresholds(rule: ListRule, moved: list[tuple[ThresholdRange, float]]) -> ListRule:
    """Return a rule with other thresholds in the conditions that ranges name; the numbers of others stay."""
    tiers = list(rule.tiers)
    for entry, value in moved:
        chosen = {id(condition) for condition in moved_conditions(rule.tiers, entry)}
        for number, tier in enumerate(rule.tiers):
            for place, condition in enumerate(tier.conditions):
                if id(condition) in chosen:
                    tiers[number] = tiers[number].with_condition(place, condition.at(value))
    return rule.model_copy(update={"tiers": tuple(tiers)})


__all__ = ["NO_SCENARIO", "CaseInputs", "evidence_of", "with_thresholds"]

"""Verify every answer by a complete assessment: apply the levers as a scenario and decide the list again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from criticality.assess import Decider
from criticality.model.document import Text
from criticality.model.results import Decision, Inputs
from criticality.model.scenario import Lever, Scenario
from criticality.policy.bench import Bench
from criticality.policy.outcomes import p_listed_of
from criticality.text.kept import shipped_name


@dataclass(frozen=True)
class Trial:
    """Levers on one mineral, and whether the mineral is expected to be on the list with them."""

    mineral: str
    levers: tuple[Lever, ...]
    expected: bool


def applied(bench: Bench, levers: Sequence[Lever]) -> Inputs:
    """Return the inputs with levers applied in addition to the scenario of the run."""
    title = Text.model_validate(shipped_name("levers_tried"))
    plan = bench.inputs.assessment.model_copy(update={"scenario": "none"})
    scenario = Scenario(title=title, levers=tuple(levers))
    return replace(bench.inputs, assessment=plan, dataset=bench.data, scenario=scenario)


def decide_with(bench: Bench, levers: Sequence[Lever]) -> Decision:
    """Decide the list with levers applied as a scenario."""
    return Decider()(applied(bench, levers))


def verified(bench: Bench, trials: Sequence[Trial]) -> list[bool]:
    """Return for every trial whether its result is the expected one.

    If a tier depends on the mineral's own values only, one assessment can try one lever of every mineral at the same
    time; otherwise each trial is an assessment of its own.
    """
    result = [False] * len(trials)
    for places in _rounds(trials) if bench.stands_alone else ([place] for place in range(len(trials))):
        listed = _listed(decide_with(bench, [lever for place in places for lever in trials[place].levers]))
        for place in places:
            result[place] = (trials[place].mineral in listed) == trials[place].expected
    return result


def _rounds(trials: Sequence[Trial]) -> Iterator[list[int]]:
    """Positions of the trials, in as few rounds as possible with at most one trial of each mineral."""
    times: dict[str, int] = {}
    rounds: dict[int, list[int]] = {}
    for place, trial in enumerate(trials):
        times[trial.mineral] = times.get(trial.mineral, 0) + 1
        rounds.setdefault(times[trial.mineral], []).append(place)
    yield from rounds.values()


def _listed(decision: Decision) -> set[str]:
    table = decision.critical_list.table
    return set(table.loc[table["listed"].astype(bool), "mineral"])


def p_listed_with(bench: Bench, levers: Sequence[Lever], draws: int) -> dict[str, float]:
    """Return P(listed) of every scored mineral with levers applied."""
    inputs = applied(bench, levers)
    return p_listed_of(inputs, Decider()(inputs), draws)

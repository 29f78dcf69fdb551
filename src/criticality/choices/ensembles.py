"""What varies around every combination of answers; combinations around the same figures share their draws."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from criticality.choices.answered import Listing
from criticality.choices.correlations import MeasuredCorrelations
from criticality.choices.probabilities import Batch
from criticality.deciding import Ranked, groups_of
from criticality.model.criteria import Criterion
from criticality.model.results import Inputs
from criticality.robustness.ensemble import Ensemble, build_ensemble, with_rule, with_weights


@dataclass(frozen=True)
class Case:
    """One combination: its inputs, its ranking, its list."""

    inputs: Inputs
    ranked: Ranked
    listing: Listing

    @property
    def figures(self) -> Hashable:
        """What cases around the same figures have in common."""
        return id(self.ranked.matrix), id(self.inputs.criteria), self.ranked.ranking.method


class Ensembles:
    """The ensembles of all combinations.

    Parameters
    ----------
    cases
        The combinations, decided by one `Decider`, so that what is equal is the same object.
    correlations
        Measures how their cells move together.
    """

    def __init__(self, cases: Sequence[Case], correlations: MeasuredCorrelations) -> None:
        self.cases = cases
        self._correlations = correlations
        self._built: dict[Hashable, list[Ensemble]] = {}
        self._weighed: dict[Hashable, tuple[int, Ensemble]] = {}

    def batches(self, rows: Sequence[int]) -> Iterator[tuple[tuple[int, ...], Batch]]:
        """The combinations of some rows in batches around the same figures, each with its rows."""
        alike: dict[Hashable, list[int]] = {}
        for row in rows:
            alike.setdefault(self.cases[row].figures, []).append(row)
        for some in alike.values():
            batches: dict[int, list[tuple[int, int, Ensemble]]] = {}
            for row in some:
                place, number, ensemble = self._of(self.cases[row])
                batches.setdefault(place, []).append((row, number, ensemble))
            for batch in batches.values():
                places, numbers, ensembles = zip(*batch, strict=True)
                yield places, Batch(ensembles, numbers)

    def _of(self, case: Case) -> tuple[int, int, Ensemble]:
        """Which one of those built around these figures it is, the number of its weights, and the ensemble."""
        built = self._built.setdefault(case.figures, [])
        for place, ensemble in enumerate(built):
            weighed = self._with_weights(ensemble, case)
            ruled = None if weighed is None else with_rule(weighed[1], case.inputs, groups_of(case.inputs))
            if weighed is not None and ruled is not None:
                return place, weighed[0], ruled
        built.append(self._build(case))
        number, ensemble = self._with_weights(built[-1], case) or (-1, built[-1])
        return len(built) - 1, number, ensemble

    def _build(self, case: Case) -> Ensemble:
        ranked = case.ranked
        minerals = [str(mineral) for mineral in ranked.matrix.raw.index]
        found, _ = build_ensemble(
            case.inputs,
            ranked.matrix,
            ranked.weights,
            ranked.ranking.method,
            groups_of(case.inputs),
            correlations=self._correlations.of(case.inputs, minerals, _drawn_criteria(case.inputs)),
        )
        return found

    def _with_weights(self, ensemble: Ensemble, case: Case) -> tuple[int, Ensemble] | None:
        """The number of the weights and the ensemble under them; None where criteria or dimensions are others."""
        key = (id(case.ranked.weights), tuple(entry.code for entry in ensemble.criteria), ensemble.dimensions)
        if key not in self._weighed:
            found = with_weights(ensemble, case.inputs, case.ranked.weights)
            if found is None:
                return None
            self._weighed[key] = len(self._weighed), found
        number, like = self._weighed[key]
        return number, replace(ensemble, stated=like.stated, weights=like.weights)


def _drawn_criteria(inputs: Inputs) -> list[Criterion]:
    """The criteria whose cells are drawn: those with weight, and those for screening that the rule names."""
    named = inputs.assessment.rule.tested()
    return [entry for entry in inputs.criteria if entry.role == "weighted" or entry.code in named]

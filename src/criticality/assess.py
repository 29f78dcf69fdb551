"""The whole method, step by step: from the inputs to a decided list and its robustness."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

from criticality.diagnostics import diagnose
from criticality.indicators.quality.plausibility import implausible
from criticality.indicators.table import compute_indicators
from criticality.listing.classify import classify, coverage_of, insufficient_evidence
from criticality.model.record import EventOutcome, EventRow, Place
from criticality.model.results import Decision, DecisionMatrix, IndicatorTable, Inputs, MethodPanel, Result
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import rank
from criticality.ranking.panel import method_panel
from criticality.robustness import measure_robustness
from criticality.scenarios import apply_scenario, events_in_force, with_losses
from criticality.weighting.weights import derive_weights

Progress = Callable[[int, int], None]


def assess(inputs: Inputs, *, workers: int = 1, progress: Progress | None = None) -> Result:
    """Compute indicators, weights, ranking, list and robustness of one assessment.

    Parameters
    ----------
    inputs
        Read and checked documents; the same inputs give the same result to the last bit.
    workers
        Number of processes for the draws; it does not change the result.
    progress
        Called with (draws done, draws requested).

    Raises
    ------
    InputError
        If evidence is missing that a missing-data policy requires.
    """
    plan, decide = inputs.assessment, Decider()
    decision = decide(inputs)
    matrix, weights, ranking = decision.matrix, decision.weights, decision.ranking
    panel: MethodPanel = method_panel(matrix, weights, inputs.weighted, (plan.method, *plan.also_rank_by), ranking)
    groups = groups_of(inputs)
    acceptability = measure_robustness(inputs, matrix, weights, ranking, groups, workers=workers, progress=progress)
    implausible_values = implausible(inputs.dataset, plan.country, plan.reference_year)
    checks = (*diagnose(matrix, weights, inputs.criteria), *implausible_values)
    return Result(
        indicators=decision.indicators,
        matrix=decision.complete,
        weights=weights,
        ranking=ranking,
        panel=panel,
        critical_list=decision.critical_list,
        acceptability=acceptability,
        checks=checks,
        events=since_the_figures(inputs, decision, decide),
    )


class Decider:
    """Decides lists: indicators, weights, ranking and rule, without method panel and robustness.

    Inputs that share documents, such as the mixed assessments of a comparison, also share intermediate results:
    indicators and matrices are computed once for the same evidence and criteria.
    """

    def __init__(self) -> None:
        self._tables: dict[Hashable, IndicatorTable] = {}
        self._matrices: dict[Hashable, DecisionMatrix] = {}
        # The caches are keyed by id(); an id stays unique only while its object exists.
        self._kept_alive: list[Inputs] = []

    def __call__(self, inputs: Inputs) -> Decision:
        """Decide one list.

        Raises
        ------
        InputError
            If evidence is missing that a missing-data policy requires, or the weights do not fit the criteria.
        """
        self._kept_alive.append(inputs)
        plan, groups = inputs.assessment, groups_of(inputs)
        indicators = self._indicators(inputs)
        complete = self._matrix(inputs, indicators, groups, inputs.candidates)
        weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, complete.scaled, raw=complete.raw)
        coverage = coverage_of(complete.cells, weights)
        thin = {**insufficient_evidence(plan.rule, complete.cells, coverage), **complete.left_out}
        scored = tuple(mineral for mineral in inputs.candidates if mineral not in thin)
        matrix = self._matrix(inputs, indicators, groups, scored)
        ranking = rank(matrix, weights, inputs.weighted, plan.method)
        critical_list = classify(ranking, matrix, plan.rule, coverage, thin, groups)
        return Decision(indicators, complete, matrix, weights, ranking, critical_list)

    def _indicators(self, inputs: Inputs) -> IndicatorTable:
        plan = inputs.assessment
        key = (*_evidence_of(inputs), plan.country, plan.reference_year, plan.date)
        if key not in self._tables:
            self._tables[key] = compute_indicators(
                apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date),
                inputs.criteria,
                country=plan.country,
                reference_year=plan.reference_year,
                as_of=plan.date,
            )
        return self._tables[key]

    def _matrix(
        self, inputs: Inputs, indicators: IndicatorTable, groups: Mapping[str, str], minerals: tuple[str, ...]
    ) -> DecisionMatrix:
        key = (id(indicators), *_evidence_of(inputs), minerals)
        if key not in self._matrices:
            self._matrices[key] = decision_matrix(indicators, inputs.criteria, groups, minerals)
        return self._matrices[key]


def since_the_figures(inputs: Inputs, decision: Decision, decide: Decider) -> tuple[EventOutcome, ...]:
    """Decide once more with the events that hold on the as-of date; the list itself stays that of the figures.

    Returns
    -------
    One entry for each candidate that an event concerns, sorted by code: where it stands without and with the events.
    """
    plan = inputs.assessment
    events = events_in_force(inputs.dataset, plan.date, plan.reference_year)
    concerned = sorted(set(events["mineral"]) & set(inputs.candidates))
    if not concerned:
        return ()
    after = decide(replace(inputs, dataset=with_losses(inputs.dataset, events)))
    return tuple(
        EventOutcome(
            mineral=mineral,
            events=[
                EventRow(
                    stage=row["stage"],
                    country=row["country"],
                    since=row["from"].isoformat(),
                    until=row["until"].isoformat() if row["until"] else None,
                    share_lost=float(row["share_lost"]),
                    what=row["what"],
                    source=row["source"],
                )
                for row in events[events["mineral"] == mineral].to_dict("records")
            ],
            by_figures=_place(decision, mineral),
            with_events=_place(after, mineral),
        )
        for mineral in concerned
    )


def _place(decision: Decision, mineral: str) -> Place:
    table = decision.critical_list.table.set_index("mineral")
    scored = mineral in decision.ranking.scores.index
    return Place(
        score=float(decision.ranking.scores[mineral]) if scored else None,
        rank=int(decision.ranking.ranks[mineral]) if scored else None,
        tier=str(table.at[mineral, "tier"]),
        listed=bool(table.at[mineral, "listed"]),
    )


def _evidence_of(inputs: Inputs) -> tuple[int, int, int]:
    """Identity of the documents that determine the values of the indicators."""
    return id(inputs.dataset), id(inputs.criteria), id(inputs.scenario)


def groups_of(inputs: Inputs) -> Mapping[str, str]:
    """Map every mineral of data/minerals.csv to its group."""
    minerals = inputs.dataset.table("minerals")
    return dict(zip(minerals["mineral"], minerals["group"], strict=True))

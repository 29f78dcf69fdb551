"""The whole method, step by step: from the inputs to a decided list and its robustness."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from criticality.choices.evaluate import evaluate_choices
from criticality.deciding import Decider, groups_of
from criticality.diagnostics import diagnose
from criticality.indicators.quality.plausibility import implausible
from criticality.model.record import EventOutcome, EventRow, Place
from criticality.model.results import Decision, Inputs, MethodPanel, Result
from criticality.ranking.panel import method_panel
from criticality.robustness import measure_robustness
from criticality.scenarios import events_in_force, with_losses
from criticality.text.found import Found

__all__ = ["Decider", "assess", "checked", "groups_of"]
Progress = Callable[[int, int], None]


def assess(
    inputs: Inputs, *, workers: int = 1, executor: Executor | None = None, progress: Progress | None = None
) -> Result:
    """Compute indicators, weights, ranking, list and robustness of one assessment, and the list under other answers.

    Parameters
    ----------
    inputs
        Read and checked documents; the same inputs give the same result to the last bit.
    workers
        Number of processes for the draws; it does not change the result.
    executor
        Where the draws are made instead, on one machine or on many; it does not change the result.
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
    acceptability = measure_robustness(
        inputs, matrix, weights, ranking, groups, workers=workers, executor=executor, progress=progress
    )
    choices = evaluate_choices(
        inputs, decision, acceptability, decide, workers=workers, executor=executor, progress=progress
    )
    return Result(
        indicators=decision.indicators,
        matrix=decision.complete,
        weights=weights,
        ranking=ranking,
        panel=panel,
        critical_list=decision.critical_list,
        acceptability=acceptability,
        checks=checked(inputs, decision),
        choices=choices,
        events=since_the_figures(inputs, decision, decide),
    )


def checked(inputs: Inputs, decision: Decision) -> tuple[Found, ...]:
    """Return what the checks of the evidence found, of the matrix and of the figures behind it."""
    plan = inputs.assessment
    return (
        *diagnose(decision.matrix, decision.weights, inputs.criteria),
        *implausible(inputs.dataset, plan.country, plan.reference_year),
    )


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

"""Decide the cases of one piece of a sweep, wherever that happens, and write down what each gives.

The text of a piece is the same to the last byte whoever makes it: numbers stand in their shortest exact form, and a
case that cannot be decided is an entry that says why.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from criticality.choices.answered import listing_of
from criticality.deciding import Decider, Ranked, groups_of
from criticality.errors import InputError
from criticality.indicators.evidence import RowMemory, gather_evidence
from criticality.model.results import Inputs
from criticality.model.sweeps.material import Material
from criticality.records.digest import canonical_json
from criticality.robustness.acceptability import p_listed
from criticality.robustness.ensemble import build_ensemble
from criticality.sweeps.case_inputs import CaseInputs, evidence_of
from criticality.text.message import encoded

Piece = tuple[int, int]
"""First case and end of the cases that are decided together."""
_MOST_DECIDED = 4_000
"""Cases after which a `Decider` is begun anew: what it remembers of them takes memory."""
LEAST_CASES, MOST_PIECES_WANTED, MOST_CASES = 20, 200, 500


def pieces_of(cases: int) -> tuple[Piece, ...]:
    """Split the cases into pieces, by their number alone: some 200, of 20 to 500 cases each."""
    size = max(LEAST_CASES, min(MOST_CASES, -(-cases // MOST_PIECES_WANTED)))
    return tuple((start, min(start + size, cases)) for start in range(0, cases, size))


@dataclass
class _Held:
    """What a thread keeps from piece to piece: the evidence of the last one, and its decider."""

    material: Material
    inputs: CaseInputs
    decide: Decider
    rows: RowMemory
    """Rows of the tables that every case reads as the workspace has them; a year of the world's trade has thousands."""
    decided: int = 0


_held = threading.local()


def decided_piece(material: Material, piece: Piece) -> str:
    """Decide the cases of a piece; one line of JSON for each case."""
    return "".join(f"{canonical_json(entry)}\n" for entry in _entries(material, range(*piece)))


def forget() -> None:
    """Let this thread begin anew, as a new process does."""
    _held.__dict__.clear()


def _entries(material: Material, cases: Sequence[int]) -> Iterator[Mapping[str, object]]:
    for case in cases:
        try:
            held = _holding(material, case)
            inputs = held.inputs.of(case)
            yield {"case": case, **_result(inputs, held.decide.ranked(inputs), material)}
        except InputError as error:
            first = next(problem for problem in error.problems if problem.severity == "error")
            yield {
                "case": case,
                "failed": {
                    "file": first.file,
                    "line": first.line,
                    "where": first.where,
                    "message": encoded(first.message),
                },
            }


def _holding(material: Material, case: int) -> _Held:
    held: _Held | None = getattr(_held, "now", None)
    if held is None or held.material is not material:
        rows = rows_of_all(material)
        held = _held.now = _Held(material, CaseInputs(material, case), _decider(rows), rows)
    elif held.inputs.evidence != evidence_of(material.plan.levels(case)):
        held = _held.now = _Held(material, CaseInputs(material, case), _decider(held.rows), held.rows)
    elif held.decided >= _MOST_DECIDED:
        held.decide, held.decided = _decider(held.rows), 0
    held.decided += 1
    return held


def rows_of_all(material: Material) -> RowMemory:
    """Read the rows of the tables of every assessment of a sweep once, for all its countries and years."""
    rows = RowMemory()
    for inputs in material.bases.values():
        plan = inputs.assessment
        gather_evidence(
            inputs.dataset, country=plan.country, reference_year=plan.reference_year, as_of=plan.date, memory=rows
        )
    return rows


def _decider(rows: RowMemory) -> Decider:
    """Who decides the cases of one evidence: it knows the rows that all share, and keeps what it reads to itself."""
    decider = Decider()
    decider.rows = RowMemory(rows)
    return decider


def _result(inputs: Inputs, ranked: Ranked, material: Material) -> dict[str, object]:
    """What a case gives: tier, score and rank of every candidate in order, and P(listed) where draws are asked for."""
    listing, ranks = listing_of(inputs, ranked), ranked.ranking.ranks
    found: dict[str, object] = {
        "assessment": inputs.paths["assessment"],
        "country": inputs.assessment.country,
        "reference_year": inputs.assessment.reference_year,
        "scenario": inputs.assessment.scenario,
        "weights": inputs.assessment.weights,
        "method": inputs.assessment.method,
        "tiers": [listing.tiers[mineral] for mineral in inputs.candidates],
        "listed": [int(mineral in listing.listed) for mineral in inputs.candidates],
        "scores": [listing.scores.get(mineral) for mineral in inputs.candidates],
        "ranks": [int(ranks[mineral]) if mineral in listing.scores else None for mineral in inputs.candidates],
    }
    if material.sweep.draws:
        found["p"] = _probabilities(inputs, ranked, material.sweep.draws)
    return found


def _probabilities(inputs: Inputs, ranked: Ranked, draws: int) -> list[float | None]:
    """P(listed) of every candidate; one that is not scored has none."""
    if not len(ranked.matrix.raw):
        return [None for _ in inputs.candidates]
    plan = inputs.assessment
    drawn = replace(
        inputs, assessment=plan.model_copy(update={"robustness": plan.robustness.model_copy(update={"draws": draws})})
    )
    ensemble, _ = build_ensemble(drawn, ranked.matrix, ranked.weights, ranked.ranking.method, groups_of(inputs))
    shares = p_listed(ensemble, draws)
    return [shares.get(mineral) for mineral in inputs.candidates]

"""Minerals judged in pairs under a criterion: sentences of ``data/judgements.csv`` become values of grade D.

Each sentence says that one mineral has so many times as much of what the criterion asks as another. The priorities are
the weighted logarithmic least squares solution, which needs no complete set of pairs, and are printed in ideal mode:
the largest is 1.

References
----------
Crawford, G., & Williams, C. (1985). A note on the analysis of subjective judgment matrices. J. Math. Psychol. 29,
387-405: with every pair compared, these are the geometric means of the rows.
Bozóki, S., Fülöp, J., & Rónyai, L. (2010). On optimal completion of incomplete pairwise comparison matrices. Math.
Comput. Model. 52, 318-333, theorem 4: with pairs left open the solution is unique if the pairs tie all items together.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.indicators.cell import Cell, missing_cell
from criticality.indicators.evidence import Evidence
from criticality.model.criteria import Parameter
from criticality.text.kept import Pending, pending

Floats = NDArray[np.float64]
JOINED = "group"
"""Stands for a judge where the judgements of all are joined."""
JUDGED, ILLUSTRATIVE = "judged", "illustrative"
"""Flags of a cell: it rests on judgements; they are nobody's view."""


class Sentence(NamedTuple):
    """One row of ``judgements``: `more` has `by` times as much as `than`; `weight` is that of the judge."""

    judge: str
    more: str
    than: str
    by: float
    weight: float
    status: str
    source: str
    line: int


class Solution(NamedTuple):
    """What sentences give: logarithms of the priorities, the largest 0; residual variance; the parts that they tie."""

    logs: Mapping[str, float]
    variance: float
    parts: tuple[tuple[str, ...], ...]

    @property
    def tied(self) -> bool:
        """Whether the sentences tie all minerals together."""
        return len(self.parts) == 1


def sentences_of(frame: pd.DataFrame, criterion: str) -> list[Sentence]:
    """Return the sentences on one criterion, in an order that does not depend on that of the rows."""
    own = frame[frame["criterion"] == criterion]
    weights = own["weight"].fillna(1.0) if "weight" in own else pd.Series(1.0, own.index)
    columns = [own[name] for name in ("judge", "more", "than", "by")] + [weights]
    columns += [own[name] for name in ("status", "source", "line")]
    return sorted(Sentence(*row) for row in zip(*columns, strict=True))


def solved(sentences: Iterable[Sentence]) -> Solution:
    """Return the weighted logarithmic least squares solution of sentences.

    Each pair counts once, with the weighted mean of what its judges say; the variance is that of these means around the
    solution, Σ e² / (pairs − minerals + 1), which is the geometric consistency index where every pair is compared.
    """
    means = _pairs(sentences)
    items = sorted({item for pair in means for item in pair})
    place = {item: number for number, item in enumerate(items)}
    laplacian, right = np.zeros((len(items), len(items))), np.zeros(len(items))
    for (one, other), (mean, weight) in means.items():
        at, to = place[one], place[other]
        laplacian[[at, to], [at, to]] += weight
        laplacian[[at, to], [to, at]] -= weight
        right[at] += weight * mean
        right[to] -= weight * mean
    logs = np.linalg.lstsq(laplacian, right, rcond=None)[0] if items else np.zeros(0)
    found = {item: float(logs[place[item]] - logs.max()) for item in items}
    errors = [mean - found[one] + found[other] for (one, other), (mean, _) in means.items()]
    parts = _parts(items, means)
    free = len(means) - len(items) + len(parts)
    return Solution(found, sum(error**2 for error in errors) / free if free > 0 else 0.0, parts)


def matrices_of(sentences: Sequence[Sentence]) -> list[tuple[str, Floats]]:
    """The comparison matrix of each judge who alone ties all minerals together, and the joined one, named ``group``.

    Pairs left open are NaN; nothing where the judges together do not tie all minerals.
    """
    whole = solved(sentences)
    items = sorted(whole.logs)
    if not whole.tied:
        return []
    own = {judge: [each for each in sentences if each.judge == judge] for judge in {each.judge for each in sentences}}
    alone = {judge: said for judge, said in sorted(own.items()) if solved(said).parts == whole.parts}
    return [(judge, _matrix(said, items)) for judge, said in [*alone.items(), (JOINED, sentences)]]


def _matrix(sentences: Iterable[Sentence], items: Sequence[str]) -> Floats:
    matrix = np.full((len(items), len(items)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for (one, other), (mean, _) in _pairs(sentences).items():
        pair = items.index(one), items.index(other)
        matrix[pair], matrix[pair[::-1]] = exp(mean), exp(-mean)
    return matrix


def _pairs(sentences: Iterable[Sentence]) -> dict[tuple[str, str], tuple[float, float]]:
    """Pair in alphabetical order → mean of ln a over its judges, and the sum of their weights."""
    sums: dict[tuple[str, str], list[float]] = {}
    for each in sentences:
        turned = each.more > each.than
        pair = (each.than, each.more) if turned else (each.more, each.than)
        held = sums.setdefault(pair, [0.0, 0.0])
        held[0] += each.weight * (-log(each.by) if turned else log(each.by))
        held[1] += each.weight
    return {pair: (total / weight, weight) for pair, (total, weight) in sorted(sums.items())}


def _parts(items: Sequence[str], pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """The minerals that sentences tie together, part by part."""
    part = {item: {item} for item in items}
    for one, other in pairs:
        if part[one] is not part[other]:
            part[one] |= part[other]
            for item in part[other]:
                part[item] = part[one]
    return tuple(sorted({tuple(sorted(members)) for members in part.values()}))


def judged(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return the priority of a mineral among those compared, 0…1 with 1 for the largest (ideal mode of the AHP).

    Grade D: a judgement. Bounds are the least and the most that a judge alone gives who ties all minerals together.
    """
    criterion, frame, given = evidence.judged
    if stated := evidence.remembered(("priorities", criterion), lambda: _stated(given, criterion)):
        return stated.get(mineral) or missing_cell(pending("note.not_judged"))
    values, everything = evidence.remembered(("judged", criterion), lambda: _values(sentences_of(frame, criterion)))
    if mineral not in values:
        return missing_cell(pending("note.not_judged"))
    value, low, high = values[mineral]
    judges = sorted({each.judge for each in everything})
    illustrative = any(each.status == ILLUSTRATIVE for each in everything)
    flags = frozenset({JUDGED, ILLUSTRATIVE} if illustrative else {JUDGED})
    count, top = sum(mineral in (each.more, each.than) for each in everything), max(values, key=lambda of: values[of])
    notes = _notes(mineral, count, judges, top, illustrative=illustrative)
    return Cell(value, low, high, "D", flags, frozenset(each.source for each in everything), notes)


def _notes(mineral: str, count: int, judges: list[str], top: str, *, illustrative: bool) -> tuple[Pending, ...]:
    """How many comparisons and whose; which mineral the 1 of the scale is, candidate or not; whose view it is not."""
    notes = [pending("note.judged", n=count, judges=judges)]
    notes += [pending("note.judged_top", mineral=top)] if top != mineral else []
    return (*notes, *([pending("note.judged_illustrative")] if illustrative else []))


def _stated(frame: pd.DataFrame | None, criterion: str) -> dict[str, Cell]:
    """Mineral → cell of the priorities that judges of the weights give; they have no source but the judges."""
    if frame is None:
        return {}
    own = frame[frame["criterion"] == criterion]
    columns = [own[name].tolist() for name in ("mineral", "value", "low", "high", "comparisons", "judges", "status")]
    found, top = {}, own["mineral"].tolist()[int(own["value"].to_numpy().argmax())] if len(own) else ""
    for mineral, value, low, high, count, judges, status in zip(*columns, strict=True):
        illustrative = status == ILLUSTRATIVE
        flags = frozenset({JUDGED, ILLUSTRATIVE} if illustrative else {JUDGED})
        notes = _notes(mineral, count, judges.split("\n"), top, illustrative=illustrative)
        found[mineral] = Cell(value, low, high, "D", flags, frozenset(), notes)
    return found


def _values(sentences: list[Sentence]) -> tuple[dict[str, tuple[float, float, float]], list[Sentence]]:
    """Mineral → value and bounds; nothing where the sentences do not tie all minerals together."""
    whole = solved(sentences)
    if not whole.tied:
        return {}, sentences
    alone = [solved(each for each in sentences if each.judge == judge) for judge in {each.judge for each in sentences}]
    complete = [one.logs for one in alone if one.tied and one.logs.keys() == whole.logs.keys()]
    found = {}
    for mineral, value in whole.logs.items():
        ends = [exp(logs[mineral]) for logs in complete]
        found[mineral] = exp(value), min([exp(value), *ends]), max([exp(value), *ends])
    return found, sentences

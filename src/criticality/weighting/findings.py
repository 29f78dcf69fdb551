"""Errors and warnings of a set of weights, each with its path into the document.

The path consists of keys and positions, such as ``("judges", 0, "comparisons", "supply_risk", 2, "more")``. The room
that has read the file turns it into a line.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from criticality.errors import Severity
from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, DirectWeights, Judgement
from criticality.model.results import AnyWeights, ConsistencyHint
from criticality.text.spelling import nearest
from criticality.weighting.ahp import LARGEST_GROUP, RANDOM_INDEX_NAME, comparison_matrix, connected_parts
from criticality.weighting.panel import (
    DIMENSIONS,
    JOINED,
    Checked,
    check_consistency,
    compared_groups,
    judged_groups,
    weighted_items,
)

Path = tuple[str | int, ...]
SUM_TOLERANCE = 1e-6
FEW_PAIRS = 3
"""Pairs that a judge lacks up to this number are named in the sentence itself."""


class Finding(NamedTuple):
    """One error or warning in a set of weights."""

    path: Path
    message: str
    hint: str = ""
    severity: Severity = "error"


@dataclass(frozen=True)
class _Codes:
    """The codes that a set of weights may use.

    Attributes
    ----------
    dimension_of
        Criterion of the assessment → its dimension.
    weighted
        Dimension → its weighted criteria; dimensions without any are omitted.
    dimensions
        All dimensions of the workspace.
    workspace
        All criteria of the workspace. None: every unknown code counts as a criterion that the assessment omits.
    """

    dimension_of: Mapping[str, str]
    weighted: Mapping[str, tuple[str, ...]]
    dimensions: tuple[str, ...]
    workspace: frozenset[str] | None

    @property
    def active(self) -> tuple[str, ...]:
        """All weighted criteria."""
        return tuple(code for items in self.weighted.values() for code in items)


class _Reading(NamedTuple):
    """How a code in a document is interpreted.

    Attributes
    ----------
    code
        The code that is meant, or None if it cannot be guessed.
    ignored
        Why the code has no effect; empty if it has.
    message, hint
        The finding that the code causes; empty if there is none.
    """

    code: str | None
    ignored: str = ""
    message: str = ""
    hint: str = ""


def problems(
    weights: AnyWeights,
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
    known: Collection[str] | None = None,
) -> list[Finding]:
    """All errors and warnings of a set of weights for an assessment, in the order of the document.

    Parameters
    ----------
    weights
        The document.
    criteria
        The criteria of the assessment.
    dimensions
        The dimensions of the workspace.
    known
        Codes of all criteria of the workspace. A criterion that the assessment omits is ignored with a warning. None:
        every unknown code counts as an omitted criterion.
    """
    findings = structural_problems(weights, criteria, dimensions, known)
    if isinstance(weights, AhpWeights) and not any(finding.severity == "error" for finding in findings):
        groups = judged_groups(weights, criteria, dimensions)
        findings += consistency_problems(weights, check_consistency(groups, weights.consistency_limit))
    return findings


def structural_problems(
    weights: AnyWeights,
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
    known: Collection[str] | None = None,
) -> list[Finding]:
    """All findings except those on consistency, which can be computed only if there is no other error."""
    codes = _Codes(
        dimension_of={criterion.code: criterion.dimension for criterion in criteria},
        weighted=weighted_items(criteria, dimensions),
        dimensions=tuple(dimension.code for dimension in dimensions),
        workspace=None if known is None else frozenset(known),
    )
    if not codes.weighted:
        return [Finding((), "no criterion of the assessment carries weight", "give one the role weighted")]
    findings = list(_left_out(weights, codes))
    if isinstance(weights, DirectWeights):
        findings += _direct(weights, codes)
    if isinstance(weights, AhpWeights):
        findings += _judges(weights, codes, compared_groups(criteria, dimensions))
    return findings


def _did_you_mean(word: str, words: Collection[str]) -> str:
    meant = nearest(word, words)
    return f"did you mean {meant}?" if meant else f"known: {', '.join(sorted(words))}"


def _left_out(weights: AnyWeights, codes: _Codes) -> Iterator[Finding]:
    for position, code in enumerate(weights.leave_out):
        if code not in codes.dimensions:
            hint = _did_you_mean(code, codes.dimensions)
            yield Finding(("leave_out", position), f"unknown dimension {code}", hint)
        elif code not in codes.weighted:
            message = f"no weighted criterion of the assessment belongs to {code}: it counts for nothing anyway"
            yield Finding(("leave_out", position), message, severity="warning")
    if not set(codes.weighted) - set(weights.leave_out):
        yield Finding(("leave_out",), "nothing is left that counts", "leave at least one dimension in")


# ── weights stated as numbers ────────────────────────────────────────────────


def _direct(weights: DirectWeights, codes: _Codes) -> Iterator[Finding]:
    stated: dict[str, float] = {}
    ignored: dict[str, float] = {}
    for code, weight in weights.weights.items():
        reading = _read_criterion(code, codes)
        path: Path = ("weights", code)
        if reading.message:
            yield Finding(path, reading.message, reading.hint)
        if reading.ignored:
            ignored[code] = weight
            yield Finding(path, f"the weight of {code} is ignored: {reading.ignored}", severity="warning")
        # A misspelt code stands for the nearest criterion, unless that criterion has a weight of its own.
        elif reading.code is not None and (reading.code == code or reading.code not in weights.weights):
            stated[reading.code] = weight
    missing = [code for code in codes.active if code not in stated]
    for code in missing:
        yield Finding(("weights",), f"no weight for {code}", "write 0 where a criterion is to count for nothing")
    total = sum(sorted(stated.values()))
    if abs(total - 1.0) > SUM_TOLERANCE:
        aside = f" (without {', '.join(f'{code} {weight:g}' for code, weight in ignored.items())})" if ignored else ""
        hint = "they are not rescaled: correct them until they do"
        yield Finding(("weights",), f"the weights add up to {total:.9g}{aside}, not to 1", hint)
    elif not missing and not _left_over(stated, weights.leave_out, codes):
        yield Finding(("leave_out",), "all the weight is in dimensions that are left out", "leave one with weight in")


def _left_over(stated: Mapping[str, float], leave_out: Sequence[str], codes: _Codes) -> float:
    return sum(weight for code, weight in stated.items() if codes.dimension_of[code] not in leave_out)


def _read_criterion(code: str, codes: _Codes) -> _Reading:
    if code in codes.active:
        return _Reading(code)
    if code in codes.dimension_of:
        return _Reading(code, ignored="it is a screening criterion")
    if code in codes.dimensions:
        return _Reading(None, message=f"{code} is a dimension, not a criterion", hint="name one of its criteria")
    if codes.workspace is None or code in codes.workspace:
        return _Reading(code, ignored="the assessment omits it")
    words = {*codes.dimension_of, *codes.workspace}
    return _Reading(nearest(code, codes.active), message=f"unknown criterion {code}", hint=_did_you_mean(code, words))


# ── judgements ───────────────────────────────────────────────────────────────


def _judges(weights: AhpWeights, codes: _Codes, groups: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for code, items in groups.items():
        if len(items) > LARGEST_GROUP:
            message = f"{code} compares {len(items)} items; the random index of {RANDOM_INDEX_NAME} ends at 15"
            yield Finding(("judges",), message, "split the dimension")
    seen: set[str] = set()
    ignored: set[tuple[str, str]] = set()
    for position, judge in enumerate(weights.judges):
        here: Path = ("judges", position)
        if judge.name == JOINED:
            message = f"the name {JOINED} is reserved for the joined judgements"
            yield Finding((*here, "name"), message, "choose another name")
        if judge.name in seen:
            yield Finding((*here, "name"), f"two judges are called {judge.name}", "names tell the judges apart")
        seen.add(judge.name)
        judged: dict[str, set[frozenset[str]]] = {}
        for code, judgements in judge.comparisons.items():
            place: Path = (*here, "comparisons", code)
            if code != DIMENSIONS and code not in codes.dimensions:
                hint = _did_you_mean(code, (DIMENSIONS, *codes.dimensions))
                yield Finding(place, f"unknown group {code}", hint)
                judged.setdefault(nearest(code, groups) or code, set()).update(_pairs_of(judgements))
                continue
            judged.setdefault(code, set())
            for order, judgement in enumerate(judgements):
                yield from _judgement((*place, order), code, judgement, codes, judged[code], ignored)
        yield from _open_pairs(weights, position, groups, judged)


def _pairs_of(judgements: Sequence[Judgement]) -> set[frozenset[str]]:
    return {frozenset((judgement.more, judgement.than)) for judgement in judgements}


def _judgement(
    place: Path,
    group: str,
    judgement: Judgement,
    codes: _Codes,
    judged: set[frozenset[str]],
    ignored: set[tuple[str, str]],
) -> Iterator[Finding]:
    """Check one judgement and add its pair to `judged`.

    A misspelt code counts as the nearest known one. Otherwise its pair would also be reported as missing, and one
    mistake would give several findings.
    """
    if judgement.more == judgement.than:
        yield Finding((*place, "than"), f"{judgement.more} is compared with itself", "name two different items")
        judged.add(frozenset((judgement.more,)))
        return
    meant = []
    for key, code in (("more", judgement.more), ("than", judgement.than)):
        reading = _read_item(group, code, codes)
        meant.append(reading.code)
        if reading.message:
            yield Finding((*place, key), reading.message, reading.hint)
        if reading.ignored and (group, code) not in ignored:
            ignored.add((group, code))
            message = f"judgements on {code} are ignored: {reading.ignored}"
            yield Finding((*place, key), message, severity="warning")
    if None in meant:
        return
    pair = frozenset(str(code) for code in meant)
    if pair in judged:
        message = f"{judgement.more} and {judgement.than} are compared twice in {group}"
        yield Finding(place, message, "keep one of the two sentences")
    judged.add(pair)


def _read_item(group: str, code: str, codes: _Codes) -> _Reading:
    if group == DIMENSIONS:
        return _read_dimension(code, codes)
    reading = _read_criterion(code, codes)
    dimension = codes.dimension_of.get(code)
    if dimension is not None and dimension != group:
        return _Reading(None, message=f"{code} belongs to {dimension}, not to {group}", hint=f"move it to {dimension}")
    if reading.message and reading.code is not None:
        return reading._replace(code=nearest(code, codes.weighted.get(group, ())))
    return reading


def _read_dimension(code: str, codes: _Codes) -> _Reading:
    if code in codes.weighted:
        return _Reading(code)
    if code in codes.dimensions:
        return _Reading(code, ignored="no weighted criterion of the assessment belongs to it")
    if code in codes.dimension_of or code in (codes.workspace or ()):
        return _Reading(None, message=f"{code} is a criterion, not a dimension", hint="name its dimension")
    hint = _did_you_mean(code, codes.dimensions)
    return _Reading(nearest(code, codes.weighted), message=f"unknown dimension {code}", hint=hint)


def _open_pairs(
    weights: AhpWeights,
    position: int,
    groups: Mapping[str, tuple[str, ...]],
    judged: Mapping[str, set[frozenset[str]]],
) -> Iterator[Finding]:
    """Report the pairs that a judge did not compare; where pairs may be completed, unconnected parts instead."""
    judge, open_pairs = weights.judges[position], []
    for code, items in groups.items():
        place: Path = ("judges", position, "comparisons")
        place = (*place, code) if code in judge.comparisons else place
        pairs = {pair for pair in judged.get(code, set()) if len(pair) > 1}
        if weights.incomplete == "refuse":
            lacking = [pair for pair in combinations(items, 2) if frozenset(pair) not in pairs]
            for alone in judged.get(code, set()) - pairs:  # compared with itself, in place of the one pair it lacks
                own = [pair for pair in lacking if alone & set(pair)]
                lacking = [pair for pair in lacking if own != [pair]]
            tied = not list(_untied(place, judge.name, code, items, pairs))
            open_pairs += [_Open(place, code, first, second, tied) for first, second in lacking]
        elif len(items) <= LARGEST_GROUP:
            yield from _untied(place, judge.name, code, items, pairs)
    asked = sum(len(items) * (len(items) - 1) // 2 for items in groups.values())
    yield from _lacking(judge.name, position, open_pairs, asked)


class _Open(NamedTuple):
    """A pair that a judge left open; `tied` where the other sentences of the group tie all of its items together."""

    place: Path
    group: str
    first: str
    second: str
    tied: bool


def _lacking(judge: str, position: int, pairs: Sequence[_Open], asked: int) -> Iterator[Finding]:
    """Say in one finding which pairs a judge left open, with the sentences to fill in."""
    if not pairs:
        return
    groups = dict.fromkeys(pair.group for pair in pairs)
    sentence, lines = "        - {{more: {0.first}, than: {0.second}, by: 1, because: …}}", []
    for group in groups:
        lines += [f"      {group}:", *(sentence.format(pair) for pair in pairs if pair.group == group)]
    sentences = "this sentence" if len(pairs) == 1 else "these sentences"
    tied = "set incomplete: complete, or " if all(pair.tied for pair in pairs) else ""
    hint = f"{tied}add {sentences}, with the judge's own more, than, by (1 to 9) and because:\n" + "\n".join(lines)
    message = f"{judge} lacks {len(pairs)} of {asked} pairs, in {', '.join(groups)}"
    if len(pairs) <= FEW_PAIRS:
        named = "; ".join(f"{pair.first} and {pair.second} in {pair.group}" for pair in pairs)
        message = f"{judge} does not compare {named}"
    place = pairs[0].place if len(groups) == 1 else ("judges", position, "comparisons")
    yield Finding(place, message, hint)


def _untied(
    place: Path, judge: str, code: str, items: tuple[str, ...], pairs: set[frozenset[str]]
) -> Iterator[Finding]:
    known = [tuple(sorted(pair)) for pair in pairs if pair <= set(items)]
    parts = connected_parts(comparison_matrix(items, [(pair[0], pair[1], 1.0) for pair in known]))
    if len(parts) > 1:
        named = " | ".join(", ".join(items[index] for index in part) for part in parts)
        message = f"the judgements of {judge} in {code} do not tie all items together: {named}"
        yield Finding(place, message, "compare at least one item of each part with one of another")


# ── consistency ──────────────────────────────────────────────────────────────


def consistency_problems(weights: AhpWeights, checked: Sequence[Checked]) -> list[Finding]:
    """Report every matrix with CR above the limit: an error for the joined matrix, a warning for one judge."""
    return [_inconsistent(weights, entry) for entry in checked if entry.excessive]


def _inconsistent(weights: AhpWeights, entry: Checked) -> Finding:
    ratio, joined = entry.consistency.consistency_ratio, entry.judge == JOINED
    who = "the joined judgements" if joined else f"the judgements of {entry.judge}"
    said = f"{ratio:.3f}" if float(f"{ratio:.3f}") > weights.consistency_limit else f"{ratio:.6g}"
    message = f"{who} in {entry.group} contradict each other: CR {said} > {weights.consistency_limit:g}"
    if entry.hint is None:
        return Finding(("judges",), message, "no single judgement would mend it", "error" if joined else "warning")
    hint = entry.hint
    message += f"; {hint.more} over {hint.than} by {hint.by:.3g} hurts most"
    advice = f"CR would be {hint.ratio_then:.3f} with {hint.better_more} over {hint.better_than} by {hint.better_by:g}"
    return Finding(_place_of(weights, hint), message, advice, "error" if joined else "warning")


def _place_of(weights: AhpWeights, hint: ConsistencyHint) -> Path:
    """Path of the judgement to correct; for the joined matrix, that of the judge farthest from the better value."""
    places: list[tuple[float, Path]] = []
    better = hint.better_by if hint.better_more == hint.more else 1.0 / hint.better_by
    for position, judge in enumerate(weights.judges):
        if hint.judge not in (JOINED, judge.name):
            continue
        for order, judgement in enumerate(judge.comparisons.get(hint.group, ())):
            if {judgement.more, judgement.than} == {hint.more, hint.than}:
                value = judgement.by if judgement.more == hint.more else 1.0 / judgement.by
                gap = max(value / better, better / value)
                places.append((gap, ("judges", position, "comparisons", hint.group, order, "by")))
    return max(places, key=lambda place: place[0])[1] if places else ("judges",)

"""Errors and warnings of the groups of minerals in a weights file, each with its path into the document."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, Judge, Judgement
from criticality.text.message import Message
from criticality.text.spelling import nearest
from criticality.weighting.ahp import LARGEST_GROUP
from criticality.weighting.completions import completion_problems
from criticality.weighting.contradictions import consistency_problems
from criticality.weighting.finding import Finding, Path
from criticality.weighting.minerals.in_pairs import judged_codes, judged_minerals, mineral_groups, sifted
from criticality.weighting.open_pairs import open_pair_problems
from criticality.weighting.panel import DIMENSIONS, check_consistency


@dataclass(frozen=True)
class Known:
    """What groups of minerals may name: `minerals`, criteria of the `workspace`, criteria that a `table` judges."""

    minerals: Collection[str]
    workspace: Collection[str]
    table: Collection[str] = ()


def mineral_problems(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension], known: Known
) -> list[Finding]:
    """All errors and warnings of the groups of minerals; consistency only where there is no other error."""
    judged = judged_codes(criteria)
    found = [*_groups(weights, criteria, dimensions, known), *_weights_of(weights, judged)]
    groups = mineral_groups(weights, judged)
    for code, items in groups.items():
        if len(items) > LARGEST_GROUP:
            message = Message("weighting.too_many_minerals", group=code, items=len(items), most=LARGEST_GROUP)
            found.append(Finding(("judges",), message, Message("weighting.minerals_to_table", group=code)))
        if code in known.table:
            place = next(place for place, judge in enumerate(weights.judges) if code in judge.comparisons)
            message = Message("weighting.judged_in_both", criterion=code)
            hint = Message("weighting.judge_in_one", criterion=code)
            found.append(Finding(("judges", place, "comparisons", code), message, hint))
    for place, judge in enumerate(weights.judges):
        pairs: dict[str, set[frozenset[str]]] = {}
        for code in sorted({*judge.comparisons} & {*judged}):
            pairs[code] = set()
            for order, said in enumerate(judge.comparisons[code]):
                found += _sentence(("judges", place, "comparisons", code, order), code, said, pairs[code], known)
        if not any(finding.severity == "error" for finding in found):
            own = {code: groups[code] for code in sorted(pairs) if code in groups}
            found += open_pair_problems(weights, place, own, pairs)
    if any(finding.severity == "error" for finding in found):
        return found
    matrices = judged_minerals(weights, judged)
    found += consistency_problems(weights, check_consistency(matrices, weights.consistency_limit))
    return [*found, *completion_problems(weights, matrices)]


def _groups(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension], known: Known
) -> Iterator[Finding]:
    """Groups that bear the name of no criterion judged in pairs."""
    judged, present = judged_codes(criteria), {entry.code for entry in criteria}
    for place, code in _sifted_out(weights, criteria, dimensions):
        path: Path = ("judges", place, "comparisons", code)
        if code in judged:
            continue
        if code in present:
            message = Message("checking.not_judged", criterion=code)
            yield Finding(path, message, Message("weighting.make_it_judged"))
        elif code in known.workspace:
            why = Message("weighting.is_omitted")
            yield Finding(path, Message("weighting.judgements_ignored", item=code, why=why), severity="warning")
        else:
            names = sorted({DIMENSIONS, *(entry.code for entry in dimensions), *judged})
            close = nearest(code, names)
            hint = Message("weighting.did_you_mean", meant=close) if close else Message("weighting.known", names=names)
            yield Finding(path, Message("weighting.unknown_group", group=code), hint)


def _sifted_out(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> Iterator[tuple[int, str]]:
    rest, places = sifted(weights, [entry for entry in criteria if entry.role == "weighted"], dimensions)
    left: Mapping[int, Judge] = dict(zip(places, rest.judges, strict=True)) if isinstance(rest, AhpWeights) else {}
    for place, judge in enumerate(weights.judges):
        kept = left[place].comparisons if place in left else {}
        yield from ((place, code) for code in judge.comparisons if code not in kept)


def _weights_of(weights: AhpWeights, judged: Collection[str]) -> Iterator[Finding]:
    """Weights by group that lack a group of minerals, or name one that the judge does not compare."""
    for place, judge in enumerate(weights.judges):
        if isinstance(judge.weight, dict):
            for code in sorted({*judged} & {*judge.comparisons} - {*judge.weight}):
                message = Message("weighting.weight_lacks", judge=judge.name, group=code)
                yield Finding(("judges", place, "weight"), message, Message("weighting.add_weight", group=code))
            for code in sorted({*judged} & {*judge.weight} - {*judge.comparisons}):
                message = Message("weighting.weight_unused", judge=judge.name, group=code)
                yield Finding(("judges", place, "weight", code), message, severity="warning")


def _sentence(place: Path, group: str, said: Judgement, pairs: set[frozenset[str]], known: Known) -> Iterator[Finding]:
    """Check one sentence and add its pair to `pairs`."""
    if said.more == said.than:
        message = Message("weighting.with_itself", item=said.more)
        yield Finding((*place, "than"), message, Message("checking.two_minerals"))
        return
    for key, mineral in (("more", said.more), ("than", said.than)):
        if known.minerals and mineral not in known.minerals:
            close = nearest(mineral, known.minerals)
            hint = Message("weighting.did_you_mean", meant=close) if close else Message("weighting.two_of_table")
            yield Finding((*place, key), Message("checking.no_mineral_judged", mineral=mineral), hint)
    pair = frozenset((said.more, said.than))
    if pair in pairs:
        message = Message("weighting.pair_twice", more=said.more, than=said.than, group=group)
        yield Finding(place, message, Message("weighting.keep_one_sentence"))
    pairs.add(pair)

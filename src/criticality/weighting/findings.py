"""Errors and warnings of a set of weights, each with its path into the document.

The path consists of keys and positions, such as ``("judges", 0, "comparisons", "supply_risk", 2, "more")``. The room
that has read the file turns it into a line.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, DirectWeights, Judgement
from criticality.model.results import AnyWeights
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.text.message import Message
from criticality.text.spelling import nearest
from criticality.weighting.ahp import LARGEST_GROUP
from criticality.weighting.contradictions import consistency_problems
from criticality.weighting.direct import direct_problems
from criticality.weighting.finding import Finding, Path
from criticality.weighting.indices import RANDOM_INDICES
from criticality.weighting.meant_codes import Codes, did_you_mean, read_item
from criticality.weighting.membership import membership_problems
from criticality.weighting.minerals.in_pairs import sifted
from criticality.weighting.open_pairs import open_pair_problems
from criticality.weighting.panel import (
    DIMENSIONS,
    JOINED,
    check_consistency,
    compared_groups,
    judged_groups,
)
from criticality.weighting.vocabulary import word_problems


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
    """All findings except those on consistency, which can be computed only if there is no other error.

    Groups of minerals are no part of them: `criticality.weighting.minerals.findings` has those.
    """
    whole, (weights, places) = weights, sifted(weights, criteria, dimensions)
    found = _structural(weights, criteria, dimensions, known)
    if isinstance(whole, AhpWeights) and not places:
        groups = compared_groups(criteria, dimensions)
        found += [Finding(("judges",), Message("weighting.group_unjudged", group=group)) for group in groups]
    return [finding._replace(path=_placed(finding.path, places)) for finding in found]


def _placed(path: Path, places: Sequence[int]) -> Path:
    """The path in the whole document of one in the document without minerals."""
    if len(path) > 1 and path[0] == "judges" and isinstance(path[1], int):
        return ("judges", places[path[1]], *path[2:])
    return path


def _structural(
    weights: AnyWeights,
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
    known: Collection[str] | None,
) -> list[Finding]:
    tree = hierarchy_of(criteria, dimensions)
    parents = {dimension.code: dimension.parent for dimension in dimensions if dimension.parent is not None}
    codes = Codes(
        tree=tree,
        held_by=parents | {criterion.code: criterion.dimension for criterion in criteria} | dict(tree.parents),
        criteria=frozenset(criterion.code for criterion in criteria),
        dimensions=tuple(dimension.code for dimension in dimensions),
        workspace=None if known is None else frozenset(known),
    )
    if not tree.groups:
        return [Finding((), Message("weighting.nobody_weighted"), Message("weighting.give_role"))]
    findings = list(_left_out(weights, codes))
    if isinstance(weights, DirectWeights):
        findings += direct_problems(weights, codes)
    if isinstance(weights, AhpWeights):
        findings += word_problems(weights)
        findings += _judges(weights, codes, compared_groups(criteria, dimensions))
    return findings


def _left_out(weights: AnyWeights, codes: Codes) -> Iterator[Finding]:
    for position, code in enumerate(weights.leave_out):
        if code not in codes.dimensions:
            hint = did_you_mean(code, codes.dimensions)
            yield Finding(("leave_out", position), Message("weighting.unknown_dimension", dimension=code), hint)
        elif code not in codes.tree.groups:
            message = Message("weighting.dimension_empty", dimension=code)
            yield Finding(("leave_out", position), message, severity="warning")
    for group, items in codes.groups.items():
        if not set(items) - set(weights.leave_out):
            message = Message("weighting.nothing_left_in", dimension=group)
            hint = Message("weighting.leave_whole_out", dimension=group)
            if group == DIMENSIONS:
                message, hint = Message("weighting.nothing_left"), Message("weighting.leave_one_in")
            yield Finding(("leave_out",), message, hint)


# ── judgements ───────────────────────────────────────────────────────────────


def _judges(weights: AhpWeights, codes: Codes, groups: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    title = RANDOM_INDICES[weights.random_index].title
    for code, items in groups.items():
        if len(items) > LARGEST_GROUP:
            message = Message("weighting.group_too_large", group=code, items=len(items), index=title)
            yield Finding(("judges",), message, Message("weighting.split_dimension"))
    seen: set[str] = set()
    ignored: set[tuple[str, str]] = set()
    meant: set[str] = set()
    for position, judge in enumerate(weights.judges):
        here: Path = ("judges", position)
        if judge.name == JOINED:
            message = Message("weighting.name_reserved", name=JOINED)
            yield Finding((*here, "name"), message, Message("weighting.another_name"))
        if judge.name in seen:
            yield Finding(
                (*here, "name"), Message("weighting.judge_twice", name=judge.name), Message("weighting.names_differ")
            )
        seen.add(judge.name)
        judged: dict[str, set[frozenset[str]]] = {}
        for code, judgements in judge.comparisons.items():
            place: Path = (*here, "comparisons", code)
            if code != DIMENSIONS and code not in codes.dimensions:
                hint = did_you_mean(code, (DIMENSIONS, *codes.dimensions))
                yield Finding(place, Message("weighting.unknown_group", group=code), hint)
                meant.add(nearest(code, groups) or code)
                judged.setdefault(nearest(code, groups) or code, set()).update(_pairs_of(judgements))
                continue
            judged.setdefault(code, set())
            for order, judgement in enumerate(judgements):
                yield from _judgement((*place, order), code, judgement, codes, judged[code], ignored)
        yield from open_pair_problems(weights, position, groups, judged)
    yield from membership_problems(weights, groups, codes.dimensions, meant)


def _pairs_of(judgements: Sequence[Judgement]) -> set[frozenset[str]]:
    return {frozenset((judgement.more, judgement.than)) for judgement in judgements}


def _judgement(
    place: Path,
    group: str,
    judgement: Judgement,
    codes: Codes,
    judged: set[frozenset[str]],
    ignored: set[tuple[str, str]],
) -> Iterator[Finding]:
    """Check one judgement and add its pair to `judged`.

    A misspelt code counts as the nearest known one. Otherwise its pair would also be reported as missing, and one
    mistake would give several findings.
    """
    if judgement.more == judgement.than:
        yield Finding(
            (*place, "than"), Message("weighting.with_itself", item=judgement.more), Message("weighting.two_items")
        )
        judged.add(frozenset((judgement.more,)))
        return
    meant = []
    more, than = judgement.more, judgement.than
    for key, code, other in (("more", more, than), ("than", than, more)):
        reading = read_item(group, code, codes, other)
        meant.append(reading.code)
        if reading.message:
            yield Finding((*place, key), reading.message, reading.hint)
        if reading.ignored and (group, code) not in ignored:
            ignored.add((group, code))
            message = Message("weighting.judgements_ignored", item=code, why=reading.ignored)
            yield Finding((*place, key), message, severity="warning")
    if None in meant:
        return
    pair = frozenset(str(code) for code in meant)
    if pair in judged:
        message = Message("weighting.pair_twice", more=judgement.more, than=judgement.than, group=group)
        yield Finding(place, message, Message("weighting.keep_one_sentence"))
    judged.add(pair)

"""Pairs that a judge left open: told in one finding, with the sentences to fill in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from criticality.model.judgements import AhpWeights
from criticality.text.message import Message, joined
from criticality.weighting.ahp import LARGEST_GROUP, comparison_matrix, connected_parts
from criticality.weighting.finding import Finding, Path

FEW_PAIRS = 3
"""Pairs that a judge lacks up to this number are named in the sentence itself."""


class OpenPair(NamedTuple):
    """A pair that a judge left open; `tied` where the other sentences of the group tie all of its items together."""

    place: Path
    group: str
    first: str
    second: str
    tied: bool


def sentences_for(group: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of a document that a judge would fill in for some pairs of a group."""
    sentences = [f"        - {{more: {first}, than: {second}, by: 1, because: …}}" for first, second in pairs]
    return [f"      {group}:", *sentences]


def lacking_pairs(judge: str, position: int, pairs: Sequence[OpenPair], asked: int) -> tuple[Path, Message, Message]:
    """Return in one finding which pairs a judge left open: its place, message, and the sentences to fill in."""
    groups = dict.fromkeys(pair.group for pair in pairs)
    lines = [
        line
        for group in groups
        for line in sentences_for(group, ((pair.first, pair.second) for pair in pairs if pair.group == group))
    ]
    hint = Message("weighting.add_sentences", n=len(pairs), lines="\n".join(lines))
    if all(pair.tied for pair in pairs):
        hint = Message("weighting.complete_or", other=hint)
    message = Message("weighting.pairs_lacking", judge=judge, lacking=len(pairs), asked=asked, groups=list(groups))
    if len(pairs) <= FEW_PAIRS:
        words = [Message("weighting.pair_in", first=pair.first, second=pair.second, group=pair.group) for pair in pairs]
        message = Message("weighting.pairs_not_compared", judge=judge, pairs=joined(words, "semicolon"))
    place = pairs[0].place if len(groups) == 1 else ("judges", position, "comparisons")
    return place, message, hint


def open_pair_problems(
    weights: AhpWeights,
    position: int,
    groups: Mapping[str, tuple[str, ...]],
    judged: Mapping[str, set[frozenset[str]]],
) -> Iterator[Finding]:
    """Report the pairs that a judge did not compare; where pairs may be completed, unconnected parts instead."""
    judge, open_pairs = weights.judges[position], []
    for code, items in groups.items():
        if code not in judged and len(weights.judges) > 1:
            continue  # a group that a judge leaves to others
        place: Path = ("judges", position, "comparisons")
        place = (*place, code) if code in judge.comparisons else place
        pairs = {pair for pair in judged.get(code, set()) if len(pair) > 1}
        if weights.incomplete == "refuse":
            lacking = [pair for pair in combinations(items, 2) if frozenset(pair) not in pairs]
            for alone in judged.get(code, set()) - pairs:  # compared with itself, in place of the one pair it lacks
                own = [pair for pair in lacking if alone & set(pair)]
                lacking = [pair for pair in lacking if own != [pair]]
            tied = not list(_untied(place, judge.name, code, items, pairs))
            open_pairs += [OpenPair(place, code, first, second, tied) for first, second in lacking]
        elif len(items) <= LARGEST_GROUP:
            yield from _untied(place, judge.name, code, items, pairs)
    written = [code for code in groups if code in judged or len(weights.judges) == 1]
    asked = sum(len(groups[code]) * (len(groups[code]) - 1) // 2 for code in written)
    if open_pairs:
        yield Finding(*lacking_pairs(judge.name, position, open_pairs, asked))


def _untied(
    place: Path, judge: str, code: str, items: tuple[str, ...], pairs: set[frozenset[str]]
) -> Iterator[Finding]:
    known = [tuple(sorted(pair)) for pair in pairs if pair <= set(items)]
    parts = connected_parts(comparison_matrix(items, [(pair[0], pair[1], 1.0) for pair in known]))
    if len(parts) > 1:
        named = " | ".join(", ".join(items[index] for index in part) for part in parts)
        message = Message("weighting.untied", judge=judge, group=code, parts=named)
        yield Finding(place, message, Message("weighting.tie_parts"))

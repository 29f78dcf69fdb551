"""Pairs that a judge left open: told in one finding, with the sentences to fill in."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from criticality.text.message import Message, joined
from criticality.weighting.finding import Path

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

"""The questions of a set of weights: which items are compared in which group, in which order, in which words."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from criticality.model.criteria import Criterion, Dimension
from criticality.model.document import Text
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.weighting.panel import DIMENSIONS, compared_groups


@dataclass(frozen=True)
class Item:
    """What is compared: a criterion with the question that it answers, or a dimension with what it holds."""

    code: str
    title: Text
    question: Text | None = None


@dataclass(frozen=True)
class Pair:
    """One question: which of two items of a group counts more; `number` names it on the sheets."""

    number: str
    group: str
    first: Item
    second: Item


@dataclass(frozen=True)
class Group:
    """Items that are compared with each other, and their pairs in the order asked.

    `title` is that of the dimension whose items are compared; None for the dimensions of the first level.
    """

    code: str
    title: Text | None
    items: tuple[Item, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Questions:
    """All groups of a questionnaire; `seed` is that of the shuffling, None where the order is that of the files."""

    groups: tuple[Group, ...]
    seed: int | None = None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of all groups, in the order asked."""
        return tuple(pair for group in self.groups for pair in group.pairs)

    def among(self, groups: Collection[str]) -> "Questions":
        """Return the questions of some groups; all of them where none is named. Each keeps its number."""
        kept = tuple(group for group in self.groups if group.code in groups)
        return Questions(kept, self.seed) if groups else self

    @property
    def digest(self) -> str:
        """Digest of what is compared with what, whatever the order: another set of questions has another one."""
        return _digest({group.code: sorted(item.code for item in group.items) for group in self.groups})

    @property
    def wording(self) -> str:
        """Digest of the words of the questions, in both languages."""
        words = {
            item.code: [item.title.model_dump(), item.question.model_dump() if item.question else None]
            for group in self.groups
            for item in group.items
        }
        return _digest(words)


def questions_of(criteria: Sequence[Criterion], dimensions: Sequence[Dimension], seed: int | None = None) -> Questions:
    """Return the questions that a judge of these criteria answers.

    Parameters
    ----------
    criteria, dimensions
        In the order in which they are asked about.
    seed
        Shuffle pairs and sides inside each group: against anchoring, and the same for the same seed.
    """
    members = hierarchy_of(criteria, dimensions).groups
    of_code = {entry.code: entry.title for entry in dimensions} | {entry.code: entry.title for entry in criteria}
    judged_by = {code: _listed([of_code[member] for member in within]) for code, within in members.items()}
    known = [Item(entry.code, entry.title, judged_by.get(entry.code)) for entry in dimensions]
    criteria_items = [Item(entry.code, entry.title, entry.question) for entry in criteria]
    groups: list[Group] = []
    count = 0
    for code, compared in compared_groups(criteria, dimensions).items():
        among = known if set(compared) <= {item.code for item in known} else [*known, *criteria_items]
        items = tuple(item for item in among if item.code in compared)
        sides = [_sided(code, one, other, seed) for one, other in combinations(items, 2)]
        if seed is not None:
            sides.sort(key=lambda pair: _drawn(seed, code, pair[0].code, pair[1].code))
        pairs = tuple(Pair(f"Q{count + place:02}", code, *pair) for place, pair in enumerate(sides, start=1))
        count += len(pairs)
        groups.append(Group(code, None if code == DIMENSIONS else of_code[code], items, pairs))
    return Questions(tuple(groups), seed)


def _listed(titles: Sequence[Text]) -> Text:
    """What a dimension is judged by: the titles of its items."""
    english, chinese = "; ".join(title.to("en") for title in titles), "、".join(title.to("zh-Hant") for title in titles)
    return Text(en=english, zh_hant=chinese)


def _sided(group: str, one: Item, other: Item, seed: int | None) -> tuple[Item, Item]:
    first = sorted((one.code, other.code))
    turned = seed is not None and int(_drawn(seed, group, *first)[-1], 16) % 2 == 1
    return (other, one) if turned else (one, other)


def _drawn(seed: int, *words: str) -> str:
    """A number by chance that every version of Python draws alike: the digest of the seed and the codes."""
    return hashlib.sha256(json.dumps([seed, *words]).encode()).hexdigest()


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

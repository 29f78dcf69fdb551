"""Names by which minerals are known in English, in Chinese and by symbol: which row, or which head, is a mineral."""

from collections.abc import Mapping, Sequence
from functools import cache

from criticality.refresh.reading.release import mapping
from criticality.refresh.wide.table_words import GROUPS, names_in
from criticality.text.spelling import plain


@cache
def _known() -> Mapping[str, str]:
    """Name or symbol, as `plain` writes it → the English name that stands for the mineral."""
    known: dict[str, str] = {}
    first: dict[str, str] = {}
    for row in mapping("mineral_names"):
        meant = first.setdefault(row["symbol"] or row["name_zh"], row["name_en"])
        meant = first.setdefault(row["name_en"], meant)
        known |= {plain(name): meant for name in row.values() if name}
    return known


def known_mineral(text: str) -> str | None:
    """Return the English name of the mineral that a text names, ``鎵``, ``Ga`` or ``Gallium (鎵)``, if it is known.

    A text whose parts name two minerals names none: it may be an alloy or a group.
    """
    found = {_known()[part] for part in names_in(text) if part in _known()}
    return found.pop() if len(found) == 1 else None


def group_of(text: str) -> tuple[str, ...]:
    """Return the names of the group that a text names, ``稀土 (REE)``; empty where it names none."""
    parts = names_in(text)
    return next((names for names in GROUPS if any(part in names for part in parts)), ())


def belongs_to(text: str, group: Sequence[str]) -> bool:
    """Whether a name is that of a mineral, or of a smaller group, that belongs to a group."""
    members = GROUPS[tuple(group)]
    own, meant = group_of(text), known_mineral(text)
    return bool(set(own) & set(members)) or meant in {known_mineral(member) for member in members} - {None}

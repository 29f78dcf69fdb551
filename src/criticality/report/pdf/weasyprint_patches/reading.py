"""Reading the page's HTML."""

import re
from collections.abc import Iterable


class _Sets(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """Patterns for runs of characters in a set, or outside it."""

    def __missing__(self, asked: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, inside = asked
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        self[asked] = found = re.compile(f"[{'' if inside else '^'}{listed}]+")
        return found


def remember_character_sets() -> None:
    """Let tinyhtml5 find the patterns it keeps: it files each under another name than it looks for."""
    from tinyhtml5 import inputstream  # type: ignore[import-untyped]  # noqa: PLC0415

    if hasattr(inputstream, "characters_until_regex"):
        inputstream.characters_until_regex = _Sets()

"""How words are compared, and the known spelling that a misspelt word most likely means."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_BLANKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text as it is compared: one width of letters, no capital ones, single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def nearest(word: str, known: Iterable[str], *, least_similarity: float = 0.6) -> str | None:
    """The known word most similar to `word`, or None where none is similar enough.

    A word that differs in its capitals alone is the one meant. The result does not depend on the order of `known`.

    Parameters
    ----------
    word
        What the user wrote.
    known
        The spellings to choose from.
    least_similarity
        Ratio of Ratcliff and Obershelp (`difflib.SequenceMatcher.ratio`), from 0 (no letter in common) to 1 (equal),
        that a suggestion must reach.
    """
    words = list(known)
    same = sorted(other for other in words if other.casefold() == word.casefold())
    return next(iter(same or get_close_matches(word, words, n=1, cutoff=least_similarity)), None)

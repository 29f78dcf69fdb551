"""A workspace's own wording of messages: what ``templates/messages.json`` says in place of the shipped sentences.

It holds for what is said to a person. As a text, and so in a record, in JSON and in another program, a message keeps
its shipped sentence.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

OWN_MESSAGES = "messages.json"
"""The file in templates/."""

KEPT = ("note", "said", "found", "lever", "entry", "cause", "name", "request")
"""The parts of ``text/messages`` whose sentences a record keeps or pages show; ``templates/words.json`` words them
otherwise."""

Entries = Mapping[str, Mapping[str, str]]
"""Code → language → sentence."""

_own: Entries = {}


def own_words() -> Entries:
    """Return the sentences that this process says in place of the shipped ones, as they are written in the file."""
    return _own


def use_own_words(entries: Entries) -> None:
    """Say these sentences in place of the shipped ones from now on."""
    global _own  # noqa: PLW0603 — one process speaks in the words of one workspace
    _own = entries


@contextmanager
def in_words_of(entries: Entries) -> Iterator[None]:
    """Say these sentences in place of the shipped ones for a while."""
    before = own_words()
    use_own_words(entries)
    try:
        yield
    finally:
        use_own_words(before)


def shipped_words() -> AbstractContextManager[None]:
    """Say every message in its shipped words: for records, and for what is said of the file of own words itself."""
    return in_words_of({})


def kept_entries(text: str) -> Entries:
    """Return what a workspace's ``words.json`` says of the sentences and names of `KEPT`."""
    return {code: entry for code, entry in entries_in(text).items() if code.partition(".")[0] in KEPT}


def entries_in(text: str) -> Entries:
    """Return what is written in a file of own words, without what is no sentence: `check` tells that.

    >>> entries_in('{"cli.errors": {"en": "{n} mistakes"}, "cli.warnings": 3}')
    {'cli.errors': {'en': '{n} mistakes'}}
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    read = {code: _sentences(entry) for code, entry in content.items()}
    return {code: entry for code, entry in read.items() if entry}


def _sentences(entry: object) -> Mapping[str, str]:
    if not isinstance(entry, dict):
        return {}
    return {language: sentence for language, sentence in entry.items() if isinstance(sentence, str)}

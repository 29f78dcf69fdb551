"""Which language a command speaks, by ``--lang`` or the environment, and in the words of which workspace."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from criticality.cli.terminal.help import LANG
from criticality.errors import UsageError
from criticality.files.workspace import Workspace
from criticality.text.language import (
    MESSAGE_LANGUAGES,
    VARIABLE,
    MessageLanguage,
    known_languages,
    language_of,
    named_language,
)
from criticality.text.message import Message
from criticality.text.own_words import OWN_MESSAGES, Entries, entries_in, kept_entries
from criticality.text.translations import UnreadableTranslationError, translation

_WORKSPACE = "--workspace"


def language_asked(words: Sequence[str], environment: Mapping[str, str]) -> MessageLanguage:
    """Return the language of a command line: the last ``--lang`` anywhere before ``--``, else that of the environment.

    Raises
    ------
    UsageError
        In both languages, if a word given for the language names none of ours, or its file cannot be read.
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = environment.get(VARIABLE) or None
    place = f"{VARIABLE}={asked}"
    for position, word in enumerate(before):
        if word == LANG and position + 1 < len(before):
            asked, place = before[position + 1], f"{LANG} {before[position + 1]}"
        elif word.startswith(f"{LANG}="):
            asked, place = word.removeprefix(f"{LANG}="), word
    language = language_of(environment) if asked is None else named_language(asked)
    if language is None:
        raise _in_both(Message("cli.no_language", place=place, languages=", ".join(known_languages())))
    try:
        translation(language)
    except UnreadableTranslationError as error:
        raise _in_both(Message("cli.language_file", file=error.file, reason=error.reason)) from error
    return language


def words_asked(words: Sequence[str], start: Path) -> Entries:
    """Return the sentences that the workspace of a command line says in place of the shipped ones.

    Parameters
    ----------
    words
        The command line: its last ``--workspace`` names the workspace.
    start
        Otherwise the nearest folder upwards from here that has assessments/ is the workspace.
    """
    before = words[: words.index("--")] if "--" in words else words
    named = [word.removeprefix(f"{_WORKSPACE}=") for word in before if word.startswith(f"{_WORKSPACE}=")]
    named += [after for word, after in itertools.pairwise(before) if word == _WORKSPACE]
    folders = [start / named[-1]] if named else [start, *start.parents]
    root = next((folder for folder in folders if (folder / "assessments").is_dir()), None)
    if root is None:
        return {}
    return {**kept_entries(_template(root, "words.json")), **entries_in(_template(root, OWN_MESSAGES))}


def _template(root: Path, name: str) -> str:
    """The text of a template of a workspace; nothing where there is none that may be read."""
    file = root / "templates" / name
    if not file.is_file() or Workspace(root).leads_out(file):
        return ""
    from criticality.files.encoding import LARGEST_TEMPLATE, read_text  # loads pandas, which help does not need

    text, _ = read_text(file, name, largest=LARGEST_TEMPLATE)
    return text or ""


def _in_both(wrong: Message) -> UsageError:
    return UsageError("\n".join(wrong.said(each) for each in MESSAGE_LANGUAGES))

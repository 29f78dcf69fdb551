"""Further languages: a file for each, with the sentences it has; English stands in for the others.

A file ``<language>.json`` stands in ``text/languages/`` of the package or, while it is being written, in the folder
that the environment variable `FOLDER` names. The name is the language's tag (BCP 47: ``fr``, ``ja``, ``pt-BR``)::

    {"messages": {"checking.keep_one": "…"}, "pages": {"contents": "…"}}

Keys are those of ``text/messages/*.json`` and of ``report/templates/words.json``; places are written as there.
"""

import functools
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

FOLDER = "CRITICALITY_LANGUAGES"
"""The environment variable that names a folder with further files."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SHIPPED = ("en", "zh-Hant")


class UnreadableTranslationError(ValueError):
    """A file of a language is not what it should be; `file` and `reason` say which and why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason


@dataclass(frozen=True)
class Translation:
    """What a file of a language holds: code or key → sentence."""

    messages: Mapping[str, str]
    pages: Mapping[str, str]


@functools.cache
def translation_files() -> Mapping[str, Path]:
    """Return the files of further languages, by tag; of two of one name, that of the folder named."""
    folders = [Path(str(resources.files("criticality.text").joinpath("languages")))]
    if os.environ.get(FOLDER):
        folders.append(Path(os.environ[FOLDER]))
    found = {path.stem: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.json"))}
    return {tag: path for tag, path in sorted(found.items()) if _TAG.fullmatch(tag) and tag not in _SHIPPED}


@functools.cache
def translation(language: str) -> Translation:
    """Return the sentences of a further language; those of a language without a file are none.

    Raises
    ------
    UnreadableTranslationError
        The file cannot be read, is not JSON, or is not of the form shown above.
    """
    path = translation_files().get(language)
    return Translation({}, {}) if path is None else read_translation(str(path), text_of(path))


def text_of(path: Path) -> str:
    """Return the text of a file of a language.

    Raises
    ------
    UnreadableTranslationError
        It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableTranslationError(str(path), str(error)) from error


def read_translation(file: str, text: str) -> Translation:
    """Return the sentences in the text of a file of a language.

    Raises
    ------
    UnreadableTranslationError
        The text is not JSON, or not of the form shown above.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableTranslationError(file, str(error)) from error
    parts: dict[str, object] = content if isinstance(content, dict) else {"": None}
    read: dict[str, Mapping[str, str]] = {"messages": {}, "pages": {}}
    for name, sentences in parts.items():
        if name not in ("messages", "pages") or not isinstance(sentences, dict):
            raise UnreadableTranslationError(file, '{"messages": {"…": "…"}, "pages": {"…": "…"}}')
        wrong = next((code for code, sentence in sentences.items() if not isinstance(sentence, str)), None)
        if wrong is not None:
            raise UnreadableTranslationError(file, f'{name}: {wrong}: "…"')
        read[name] = sentences
    return Translation(**read)

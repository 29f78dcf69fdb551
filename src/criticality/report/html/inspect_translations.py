"""Check the files of further languages: unknown codes and keys, places that lack or that nothing fills."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from criticality.errors import Problem
from criticality.report.catalogue import CATALOGUE, read_catalogue
from criticality.report.html.entries import line_of
from criticality.report.html.inspect_messages import place_problems
from criticality.report.html.inspect_words import page_place_problems
from criticality.report.html.rendering import packaged_templates
from criticality.text.message import Message, shipped
from criticality.text.translations import UnreadableTranslationError, read_translation, text_of, translation_files


def translation_problems() -> list[Problem]:
    """Return what is wrong with the files of further languages; a sentence with a wrong place is said in English."""
    return [problem for tag, path in translation_files().items() for problem in file_problems(tag, path)]


def file_problems(tag: str, path: Path) -> Iterator[Problem]:
    """Return what is wrong with the file of one language.

    Parameters
    ----------
    tag
        Of the language.
    path
        Of its file.
    """
    file = path.as_posix()
    try:
        text = text_of(path)
        found = read_translation(file, text)
    except UnreadableTranslationError as error:
        message = Message("cli.language_file", file=path.name, reason=error.reason)
        yield Problem(file, 1, None, "", message, Message("report.language_form"))
        return
    for code, sentence in found.messages.items():
        known, line = shipped(code), line_of(text, code)
        if known is None:
            message = Message("report.no_message_of_code")
            yield Problem(file, line, None, code, message, Message("report.shipped_codes"), severity="warning")
        else:
            yield from place_problems(file, line, code, sentence, known["en"])
    words: Mapping[str, Mapping[str, str]] = read_catalogue(packaged_templates()[CATALOGUE])
    for key, sentence in found.pages.items():
        line = line_of(text, key)
        if key not in words:
            message = Message("report.no_text_of_name")
            yield Problem(file, line, None, key, message, Message("report.packaged_keys"), severity="warning")
        else:
            yield from page_place_problems(file, line, key, {tag: sentence}, words)

"""Check a workspace's own sentences for the terminal: unknown codes and languages, places lacking or never filled."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.report.html.entries import form_problems, read_entries, texts_of, with_lines
from criticality.text.language import known_languages
from criticality.text.message import Message, parts, sentences, shipped
from criticality.text.own_words import KEPT, OWN_MESSAGES
from criticality.text.sentence_places import odd_places, places_of, written_places
from criticality.text.spelling import nearest

_FILE = f"templates/{OWN_MESSAGES}"


def message_problems(text: str) -> Iterator[Problem]:
    """Return what is wrong with ``messages.json``, the workspace's own file, given as its text."""
    content = read_entries(OWN_MESSAGES, text)
    if isinstance(content, Problem):
        yield content
        return
    for found in with_lines(OWN_MESSAGES, text, content):
        if isinstance(found, Problem):
            yield found
            continue
        code, entry, line = found
        yield from form_problems(OWN_MESSAGES, line, code, entry, known_languages())
        known = shipped(code)
        if known is None or code.partition(".")[0] in KEPT:
            yield _unknown(code, line)
            continue
        for language, sentence in texts_of(entry).items():
            if language not in known_languages():
                continue
            yield from place_problems(_FILE, line, f"{code}.{language}", sentence, known["en"])


def place_problems(file: str, line: int, where: str, sentence: str, english: str) -> Iterator[Problem]:
    """Return what is wrong with the places of a sentence that stands for a shipped one."""
    allowed = written_places(english)
    hint = Message("report.places", places=allowed) if allowed else Message("report.no_places")
    try:
        odd = odd_places(sentence, english)
        lost = [place for place in allowed if place[1:-1] not in places_of(sentence)]
    except ValueError:
        yield Problem(file, line, None, where, Message("report.brace_unpaired"), hint)
        return
    for place in odd:
        yield Problem(file, line, None, where, Message("report.place_unfilled", place=place[1:-1]), hint)
    if lost and not odd:  # an odd place is most likely a slip of the one that lacks
        message = Message("report.places_lacking", places=lost)
        yield Problem(file, line, None, where, message, Message("report.write_place"), severity="warning")


def _unknown(code: str, line: int) -> Problem:
    part = code.partition(".")[0]
    if part in KEPT:
        message, hint = Message("report.message_of_pages"), Message("report.into_words")
        return Problem(_FILE, line, None, code, message, hint, severity="warning")
    known = sentences(part) if part in parts() else {name: None for each in parts() for name in sentences(each)}
    meant = nearest(code, known)
    hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.shipped_codes")
    return Problem(_FILE, line, None, code, Message("report.no_message_of_code"), hint, severity="warning")

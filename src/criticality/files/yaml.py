"""YAML 1.2 (core schema) as planners may use it, with the line of everything; JSON is valid YAML.

No anchors, aliases or tags, no duplicate keys, one document a file. The text is read as a stream of events, so an
alias bomb never grows and a duplicate key is seen.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from criticality.errors import Problem
from criticality.files.damage import lines_of
from criticality.files.encoding import read_text
from criticality.files.messages import problems_of
from criticality.files.positions import Marked, Path, Place, spell
from criticality.files.typing_slips import open_quote, typing_slip

Kind = TypeVar("Kind")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 60
_LARGEST = 8 * 1024 * 1024
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML counts as the end of a line."""
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NAMED: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


def read_document(
    path: FilePath, kind: type[Kind] | TypeAdapter[Kind], file: str
) -> tuple[Kind | None, Marked, list[Problem]]:
    """Read one document and check it against its kind.

    Returns
    -------
    document
        None where there are problems.
    marked
        Plain content with the place of every value, for checks across files.
    problems
        Every problem found, not only the first.
    """
    text, problems = read_text(path, file, largest=_LARGEST)
    if text is None:
        return None, Marked(file, None), problems
    marked, problems = parse_marked(text, file)
    if problems:
        return None, marked, problems
    adapter = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
    try:
        return adapter.validate_python(marked.content), marked, []
    except ValidationError as error:
        slip = typing_slip(text, file)
        return None, marked, [slip] if slip else problems_of(error, marked, kind)


def parse_marked(text: str, file: str) -> tuple[Marked, list[Problem]]:
    """Read YAML text as plain values with the place of each."""
    if text.lstrip()[:1] in ("{", "[") and "\t" in text and _is_json(text):
        text = re.sub(r"(?m)^[\t ]+", lambda indent: " " * len(indent.group()), text)
    reader = _Reader(file, text)
    try:
        content = reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        found = typing_slip(text, file) or _not_yaml(error, text, file)
        cut = {problem.line for problem in reader.problems}  # a text cut at a # takes the bracket behind it along
        return Marked(file, None), reader.problems if found.line in cut else [*reader.problems, found]
    except _TooDeep:
        return Marked(file, None), reader.problems
    if not reader.problems and content is None:
        reader.refuse((1, 1), "", "the file is empty", "Write the document, or remove the file.")
    return Marked(file, content, reader.values, reader.keys), reader.problems


class _TooDeep(Exception):
    pass


class _Reader:
    """Builds plain values from events and remembers where each stood."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = _BREAK.split(text)
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.problems: list[Problem] = []

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def refuse(self, place: Place, where: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, place[0], place[1], where, message, hint))

    def read(self, events: Iterator[Any]) -> Any:
        content, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.refuse(_place(event), "", "a second document begins here", "One file holds one document.")
                    return content
                content = self._node(next(events), events, ())
        return content

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self.values[path] = _place(event)
        self._refuse_tricks(event)
        if len(path) > _DEEPEST:
            self.refuse(_place(event), "", "the document is nested too deeply", "Write it flatter.")
            raise _TooDeep
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_lost_text(event, path)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return None

    def _list(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, path, told="?" in content)
            place = _place(event)
            if self._is_decimal_part(key, content, place, path):
                next(events)
                continue
            if key in content and key != "?":
                self.refuse(
                    place, ".".join(map(str, (*path, key))), f"the key {key!r} stands here twice", "Keep one of them."
                )
            else:
                self.keys[(*path, key)] = place
            content[key] = self._node(next(events), events, (*path, key))
        return content

    def _key(self, event: Any, events: Iterator[Any], path: Path, *, told: bool) -> str:
        """A key; brackets in its place are told once in a mapping, since one that is left open makes more of them."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tricks(event)
            return str(_whole_text(event.value))
        if not told:
            hint = "Close the bracket } before this one, or write a key and a colon."
            self.refuse(
                _place(event), "", "a bracket stands here where a key is expected: a key must be a plain word", hint
            )
        self._node(event, events, (*path, "?"))
        return "?"

    def _is_decimal_part(self, key: str, content: dict[str, Any], place: Place, path: Path) -> bool:
        """Whether a key is what a decimal comma left over, as in {by: 1,5}: told, and not read as a key."""
        before = next(reversed(content.values()), None) if content else None
        whole = isinstance(before, int) and not isinstance(before, bool)
        left = self._line(place[0])[: place[1] - 1]
        if not (whole and _INTEGER.match(key) and re.search(r"\d,\Z", left)):
            return False
        where = spell((*path, next(reversed(content))))
        message = f"{before},{key} is a number with a decimal comma"
        self.refuse(place, where, message, f"The point separates the decimals: write {before}.{key}")
        return True

    def _refuse_lost_text(self, event: Any, path: Path) -> None:
        """Text that YAML does not read as its writer meant it: cut at a #, or begun with a typographic quote."""
        if event.style or not isinstance(_scalar(event), str) or not event.value:
            return
        end, where = event.end_mark, spell(path)
        rest = self._line(end.line + 1)[end.column :]
        if re.match(r"[ \t]+#\S", rest):
            shown = rest.strip()[:40]
            message = f"the text ends before {shown!r}: what follows # is a comment, and is not printed"
            self.refuse(
                (end.line + 1, end.column + 1), where, message, "Put the whole text in quotes, or write # and a blank."
            )
        opening = event.value[0]
        closing = {"“": "”", "‘": "’", "„": "“", "”": "”", "’": "’"}.get(opening)
        if closing is not None and closing not in event.value[1:]:
            message = f"the text begins with the typographic quote {opening} and does not end with one"
            self.refuse(_place(event), where, message, 'Write straight quotes ("), or none.')

    def _refuse_tricks(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(_place(event), "", "anchors and aliases (&, *) are not allowed", "Write the value out.")
        tag = getattr(event, "tag", None)
        if tag:
            self.refuse(_place(event), "", f"the tag {tag} is not allowed", "Remove it: plain values only.")


def _scalar(event: Any) -> Any:
    text = _whole_text(event.value)
    if event.style:
        return text
    if text in _NAMED:
        return _NAMED[text]
    if _INTEGER.match(text) and len(text) < 400:
        return int(text)
    if _OCTAL.match(text) or _HEXADECIMAL.match(text):
        return int(text, 0)
    return float(text) if _FLOAT.match(text) else text


def _whole_text(text: str) -> str:
    """Join the surrogate pairs that JSON writes for characters beyond the basic plane."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _not_yaml(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    hint = "Look at this line and the one before: an indentation, a colon without a space, or a quote left open."
    begins, missing = getattr(error, "context_mark", None), "could not find expected ':'" in reason
    key = re.match(r"\s*(?:- )?([A-Za-z_][\w-]*):(\S.*)", (*lines_of(text)[begins.line :], "")[0]) if begins else None
    if missing and begins is not None and key is not None:
        message = f"this is not YAML: a space is missing after the colon of {key[1]!r}"
        return Problem(file, begins.line + 1, key.start(2) + 1, "", message, f"Write «{key[1]}: {key[2][:40]}».")
    opened = _left_open(error)
    stray = None if opened else open_quote(text, mark.line if mark else 0)
    if stray is not None:
        message = 'this is not YAML: a quote (") opens on this line and is not closed'
        return Problem(file, stray, None, "", message, "Close it where the text ends.")
    if opened is not None:
        sign, begins = opened
        if sign != "quote" and mark is not None and _indent(text, mark.line) > _indent(text, begins.line):
            hint = "Put a comma between two entries; or close the bracket."
            reason = f"a comma is missing before this, or the {sign} that opens on line {begins.line + 1} is not closed"
        else:
            mark = begins
            reason = f"{reason}: the {sign} that opens on line {begins.line + 1} is not closed"
            hint = "Close it where the text or the list ends."
    elif "mapping values are not allowed" in reason or _at_colon(text, mark):
        hint = "Put the text in quotes: it holds a colon. Or mend the indentation of this line."
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, None)
    indent = re.match(r"\s*", (*lines_of(text)[line - 1 : line], "")[0])
    if indent and "\t" in indent.group():
        hint = "Indent with spaces, not with tabs."
    return Problem(file, line, column, "", f"this is not YAML: {reason}", hint)


def _indent(text: str, line: int) -> int:
    """The column at which a line of a file begins, from 0."""
    found = (*lines_of(text)[line : line + 1], "")[0]
    return len(found) - len(found.lstrip())


def _at_colon(text: str, mark: Any) -> bool:
    """Whether the reader stumbles over a second colon of one line."""
    line = (*lines_of(text)[mark.line : mark.line + 1], "")[0] if mark else ""
    return bool(re.match(r"\s*:(?:\s|\Z)", line[mark.column :])) if line else False


def _left_open(error: yaml.YAMLError) -> tuple[str, Any] | None:
    """The bracket or quote that is not closed, where the reader stumbles over that on a later line, and its place."""
    context, begins = str(getattr(error, "context", "")), getattr(error, "context_mark", None)
    ends = getattr(error, "problem_mark", None)
    if begins is None or ends is None or begins.line == ends.line:
        return None
    signs = {"flow mapping": "bracket {", "flow sequence": "bracket [", "quoted scalar": "quote"}
    return next(((sign, begins) for what, sign in signs.items() if what in context), None)

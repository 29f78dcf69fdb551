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
from criticality.text.message import Message

Kind = TypeVar("Kind")

_REASONS = {
    "block sequence entries are not allowed in this context": "files.yaml_no_entry",
    "control characters are not allowed": "files.yaml_control",
    "could not find expected ':'": "files.yaml_colon",
    "did not find expected ',' or ']'": "files.yaml_comma_bracket",
    "did not find expected ',' or '}'": "files.yaml_comma_brace",
    "did not find expected '-' indicator": "files.yaml_hyphen",
    "did not find expected <document start>": "files.yaml_start",
    "did not find expected comment or line break": "files.yaml_line_break",
    "did not find expected key": "files.yaml_key",
    "did not find expected node content": "files.yaml_content",
    "found a tab character that violates indentation": "files.yaml_tab",
    "found a tab character where an indentation space is expected": "files.yaml_tab_indent",
    "found character that cannot start any token": "files.yaml_no_start",
    "found undefined alias": "files.yaml_alias",
    "found undefined tag handle": "files.yaml_tag",
    "found unexpected ':'": "files.yaml_stray_colon",
    "found unexpected document indicator": "files.yaml_mark",
    "found unexpected end of stream": "files.yaml_end",
    "found unknown escape character": "files.yaml_escape",
    "mapping values are not allowed in this context": "files.yaml_mapping",
}
"""What the reader of YAML says → the code of the same sentence."""

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
        reader.refuse((1, 1), "", Message("files.file_empty"), Message("files.write_document"))
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
                    self.refuse(_place(event), "", Message("files.second_document"), Message("files.one_document"))
                    return content
                content = self._node(next(events), events, ())
        return content

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self.values[path] = _place(event)
        self._refuse_tricks(event)
        if len(path) > _DEEPEST:
            self.refuse(_place(event), "", Message("files.too_deep"), Message("files.flatter"))
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
                    place,
                    ".".join(map(str, (*path, key))),
                    Message("files.key_twice", key=key),
                    Message("files.keep_one"),
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
            hint = Message("files.close_brace")
            self.refuse(_place(event), "", Message("files.bracket_for_key"), hint)
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
        message = Message("files.decimal_comma", number=f"{before},{key}")
        self.refuse(place, where, message, Message("files.decimal_point", number=f"{before}.{key}"))
        return True

    def _refuse_lost_text(self, event: Any, path: Path) -> None:
        """Text that YAML does not read as its writer meant it: cut at a #, or begun with a typographic quote."""
        if event.style or not isinstance(_scalar(event), str) or not event.value:
            return
        end, where = event.end_mark, spell(path)
        rest = self._line(end.line + 1)[end.column :]
        if re.match(r"[ \t]+#\S", rest):
            shown = rest.strip()[:40]
            message = Message("files.text_cut", shown=shown)
            self.refuse((end.line + 1, end.column + 1), where, message, Message("files.quote_text"))
        opening = event.value[0]
        closing = {"“": "”", "‘": "’", "„": "“", "”": "”", "’": "’"}.get(opening)
        if closing is not None and closing not in event.value[1:]:
            message = Message("files.quote_not_ended", opening=opening)
            self.refuse(_place(event), where, message, Message("files.straight_quotes"))

    def _refuse_tricks(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(_place(event), "", Message("files.no_anchors"), Message("files.write_out"))
        tag = getattr(event, "tag", None)
        if tag:
            self.refuse(_place(event), "", Message("files.no_tags", tag=tag), Message("files.remove_tag"))


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
    told = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    hint = Message("files.look_around")
    begins, missing = getattr(error, "context_mark", None), "could not find expected ':'" in told
    key = re.match(r"\s*(?:- )?([A-Za-z_][\w-]*):(\S.*)", (*lines_of(text)[begins.line :], "")[0]) if begins else None
    if missing and begins is not None and key is not None:
        message = Message("files.yaml_space_missing", key=key[1])
        return Problem(
            file,
            begins.line + 1,
            key.start(2) + 1,
            "",
            message,
            Message("files.write_pair", key=key[1], value=key[2][:40]),
        )
    reason = yaml_reason(told)
    opened = _left_open(error)
    stray = None if opened else open_quote(text, mark.line if mark else 0)
    if stray is not None:
        message = Message("files.yaml_open_quote")
        return Problem(file, stray, None, "", message, Message("files.close_text"))
    if opened is not None:
        sign, begins = opened
        line_of = begins.line + 1
        if sign != "files.quote" and mark is not None and _indent(text, mark.line) > _indent(text, begins.line):
            hint = Message("files.comma_between")
            reason = Message("files.comma_or_open", sign=Message(sign), line=line_of)
        else:
            mark = begins
            reason = Message("files.reason_and_open", reason=reason, sign=Message(sign), line=line_of)
            hint = Message("files.close_text_or_list")
    elif "mapping values are not allowed" in told or _at_colon(text, mark):
        hint = Message("files.quote_colon")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, None)
    indent = re.match(r"\s*", (*lines_of(text)[line - 1 : line], "")[0])
    if indent and "\t" in indent.group():
        hint = Message("files.indent_spaces")
    return Problem(file, line, column, "", Message("files.no_yaml", reason=reason), hint)


def yaml_reason(told: str) -> Message:
    """What the reader of YAML says, as a message; what is not among `_REASONS` is quoted as it is."""
    if not told:
        return Message("files.yaml_unreadable")
    return Message(_REASONS[told]) if told in _REASONS else Message("files.yaml_other", told=told)


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
    signs = {"flow mapping": "files.brace", "flow sequence": "files.bracket", "quoted scalar": "files.quote"}
    return next(((sign, begins) for what, sign in signs.items() if what in context), None)

"""A document as the fields of a form: every value with the control that its model asks for.

What may stand where is read from the JSON Schemas, which are made from the models (`criticality.schemas`). What a form
cannot show stays as it is: the raw text beside it shows everything.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from criticality.files.positions import Path, spell
from criticality.schemas import json_schemas, schema_of
from criticality.text.wide import cells

Control = Literal["text", "long", "number", "choice", "list", "judgement"]
Content = Any
"""What YAML reads: mappings, lists, texts, figures."""
Node = Mapping[str, Content]
_LONG = 48
"""Cells from which a text gets several lines; a Chinese character takes two."""
_BY = tuple(range(9, 1, -1))


@dataclass(frozen=True)
class Field:
    """One value of a document in a form.

    Attributes
    ----------
    path
        Where it stands; of a judgement, the place of the whole.
    control
        How it is entered.
    value
        As the control shows it; "" where the document does not state it.
    stated
        Whether it does.
    options
        Of a choice: what may be chosen; of a list: words that may stand in its place.
    required
        Whether the document needs it.
    default
        What holds where it is not stated; "" where that is nothing.
    whole
        The key of the mapping that it is a part of, where the form shows no frame for that; "" else.
    """

    path: Path
    control: Control
    value: str
    stated: bool = True
    options: Sequence[str] = ()
    required: bool = False
    default: str = ""
    content: object = None
    whole: str = ""

    @property
    def name(self) -> str:
        """In the form."""
        return name_of(self.path)

    @property
    def spelled(self) -> str:
        """The place in the words of a problem."""
        return spell(self.path)

    @property
    def key(self) -> str:
        """The key that labels it; `by` of a judgement says how much, and elsewhere who."""
        found = str(next((step for step in reversed(self.path) if isinstance(step, str)), ""))
        return "times" if found == "by" and "comparisons" in self.path else found

    def is_place_of(self, where: str) -> bool:
        """Whether a problem stands here; one of a judgement or of a list, also inside."""
        inside = self.control in ("judgement", "list") and where.startswith((f"{self.spelled}.", f"{self.spelled}["))
        return where == self.spelled or (inside and ".because" not in where)


@dataclass(frozen=True)
class Part:
    """A mapping or a list of a document: its fields, what it does not state, and the parts in it.

    Attributes
    ----------
    path, title
        Where it stands, and what names it.
    blank
        Of a list of mappings: the fields of a further item.
    removable
        Whether it is an item that can be taken out.
    count
        Of an item: how many there are.
    """

    path: Path
    title: str = ""
    count: int = 0
    fields: list[Field] = field(default_factory=list)
    unstated: list[Field] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    blank: list[Field] = field(default_factory=list)
    removable: bool = False

    @property
    def name(self) -> str:
        """In the form."""
        return name_of(self.path)

    @property
    def key(self) -> str:
        """The key that labels it."""
        return str(next((step for step in reversed(self.path) if isinstance(step, str)), ""))

    @property
    def spelled(self) -> str:
        """The place in the words of a problem."""
        return spell(self.path)

    @property
    def number(self) -> str:
        """Of an item, its number in the list, from 1."""
        last = self.path[-1] if self.path else ""
        return str(last + 1) if isinstance(last, int) else ""

    @property
    def is_judgement(self) -> bool:
        """Whether it is one judgement of a group."""
        return bool(self.number) and self.path[-3:-2] == ("comparisons",)

    @property
    def is_text(self) -> bool:
        """Whether it is one text in both languages."""
        every = [*self.fields, *self.unstated]
        return bool(every) and not self.parts and {str(each.path[-1]) for each in every} <= {"en", "zh-Hant"}

    @property
    def folds(self) -> bool:
        """Whether it is an item of several that has so much in it that it is shown when it is asked for."""
        return self.count > 2 and sum(1 for _ in self.every(blank=False)) > 8

    def every(self, *, blank: bool = True) -> Iterator[Field]:
        """All fields here and below."""
        yield from (*self.fields, *self.unstated)
        if blank:
            yield from self.blank
        for part in self.parts:
            yield from part.every(blank=blank)

    def all_parts(self) -> Iterator["Part"]:
        """Return this part and those in it."""
        yield self
        for part in self.parts:
            yield from part.all_parts()


def name_of(path: Path) -> str:
    """The name of a place in a form."""
    return json.dumps(list(path), ensure_ascii=False)


@cache
def _schemas() -> Mapping[str, Node]:
    return json_schemas()


def form_of(file: str, content: object) -> Part | None:
    """Return the form of a document; None where its kind has none, or where it is no mapping or list."""
    name = schema_of(file)
    if name is None or not isinstance(content, dict | list):
        return None
    return _Form(_schemas()[name]).part((), content, _schemas()[name])


class _Form:
    """Walks a document beside its schema."""

    def __init__(self, schema: Node) -> None:
        self._defs: Mapping[str, Node] = schema.get("$defs", {})

    def part(self, path: Path, content: object, schema: Node, title: str = "", count: int = 0) -> Part:
        """A mapping or a list; `count`: of an item, how many there are."""
        found = Part(path, title, count, removable=count > 1)
        if isinstance(content, dict):
            self._mapping(found, content, schema)
        elif isinstance(content, list):
            self._list(found, content, schema)
        return found

    def _mapping(self, part: Part, content: Mapping[str, Content], schema: Node) -> None:
        node = self._fitting(schema, content)
        known: Mapping[str, Node] = node.get("properties", {})
        other = node.get("additionalProperties")
        required = node.get("required", ())
        if {"more", "than", "by"} <= set(known) and all(isinstance(content.get(key), str) for key in ("more", "than")):
            part.fields.append(_judgement(part.path, content))
            known = {key: value for key, value in known.items() if key not in ("more", "than", "by")}
            content = {key: value for key, value in content.items() if key not in ("more", "than", "by")}
        for key, value in content.items():
            inside = known.get(key) or (other if isinstance(other, dict) else {})
            self._value(part, (*part.path, key), value, inside, required=key in required)
        for key, inside in known.items():
            if key not in content and self._has_items(inside):
                part.parts.append(self.part((*part.path, key), [], inside, key))
            elif key not in content:
                part.unstated.extend(self._unstated((*part.path, key), inside))

    def _list(self, part: Part, content: Sequence[Content], schema: Node) -> None:
        inside = self._fitting(schema, content).get("items", {})
        for place, value in enumerate(content):
            path = (*part.path, place)
            if isinstance(value, dict | list):
                part.parts.append(self.part(path, value, inside, _named(value), len(content)))
            else:
                part.fields.append(self._field(path, value, inside, required=True))
        item = next((node for node in self._alternatives(inside) if "properties" in node), None)
        if item is not None and self._can_be_filled(item):
            part.blank.extend(self._item((*part.path, len(content)), item))

    def _value(self, part: Part, path: Path, value: object, schema: Node, *, required: bool) -> None:
        if isinstance(value, dict) or self._is_part(value, schema):
            part.parts.append(self.part(path, value, schema, str(path[-1])))
        else:
            part.fields.append(self._field(path, value, schema, required=required))

    def _is_part(self, value: object, schema: Node) -> bool:
        """Whether a list has, or may have, mappings in it."""
        return isinstance(value, list) and (not _is_plain_list(value) or (not value and self._has_items(schema)))

    def _has_items(self, schema: Node) -> bool:
        lists = (node for node in self._alternatives(schema) if node.get("type") == "array")
        return any("properties" in inner for node in lists for inner in self._alternatives(node.get("items", {})))

    def _unstated(self, path: Path, schema: Node) -> Iterator[Field]:
        """Fields for what is not stated and can be put on one line: a value, a text, a mapping of values."""
        nodes = list(self._alternatives(schema))
        mapping = next((node for node in nodes if "properties" in node), None)
        if mapping is not None and len(path) < 12:
            for key, inside in mapping["properties"].items():
                if not any("properties" in node for node in self._alternatives(inside)):
                    yield replace(self._field((*path, key), None, inside, required=False), whole=str(path[-1]))
        elif not any(node.get("type") in ("object",) for node in nodes) and not self._has_items(schema):
            yield self._field(path, None, schema, required=False)

    def _can_be_filled(self, node: Node) -> bool:
        """Whether all that an item needs can be typed into one line each."""
        offered = {
            each.path[0] for key, inside in node["properties"].items() for each in self._unstated((key,), inside)
        }
        return set(node.get("required", ())) <= offered

    def _item(self, path: Path, node: Node) -> Iterator[Field]:
        for key, inside in node["properties"].items():
            yield from self._unstated((*path, key), inside)

    def _field(self, path: Path, value: object, schema: Node, *, required: bool) -> Field:
        nodes = [node for node in self._alternatives(schema) if node.get("type") != "null"]
        control, options = _control(nodes, value)
        default = schema.get("default")
        shown = "" if value is None else shown_as(value)
        if control == "choice" and value is not None and shown not in options:
            options = (*options, shown)
        told = "" if default in (None, []) else shown_as(default)
        return Field(path, control, shown, value is not None, options, required, told, value)

    def _alternatives(self, schema: Node) -> Iterator[Node]:
        """What a value may be, one by one."""
        if "$ref" in schema:
            yield from self._alternatives(self._defs[schema["$ref"].rpartition("/")[2]])
            return
        branches = schema.get("anyOf") or schema.get("oneOf")
        if not branches:
            yield schema
        for branch in branches or ():
            yield from self._alternatives(branch)

    def _fitting(self, schema: Node, content: object) -> Node:
        """The alternative that a mapping or a list is meant as."""
        kind = "object" if isinstance(content, dict) else "array"
        nodes = [node for node in self._alternatives(schema) if node.get("type") == kind]
        if isinstance(content, dict):
            nodes.sort(key=lambda node: _misfit(node, content))
        return nodes[0] if nodes else {}


def _misfit(node: Node, content: Mapping[str, Content]) -> int:
    """How much speaks against a mapping being meant as this: words that tell kinds apart, then unknown keys."""
    known: Mapping[str, Node] = node.get("properties", {})
    wrong = 0
    for key, inside in known.items():
        allowed = [inside["const"]] if "const" in inside else inside.get("enum")
        if allowed is not None and key in content and content[key] not in allowed:
            wrong += 100
    if "additionalProperties" in node and isinstance(node["additionalProperties"], dict):
        is_nested = any(isinstance(value, dict) for value in content.values())
        wants = node["additionalProperties"].get("type")
        return wrong + (10 if is_nested != (wants == "object") and wants is not None else 0)
    return wrong + sum(key not in known for key in content)


def _control(nodes: Sequence[Node], value: object) -> tuple[Control, tuple[str, ...]]:
    words = [str(word) for node in nodes for word in ([node["const"]] if "const" in node else node.get("enum", ()))]
    kinds = {str(node.get("type")) for node in nodes}
    if words and all("const" in node or "enum" in node for node in nodes):
        return "choice", tuple(dict.fromkeys(words))
    if kinds == {"boolean"}:
        return "choice", ("true", "false")
    if isinstance(value, list) or (value is None and kinds == {"array"}):
        return "list", tuple(words)
    if value in words and "array" in kinds:
        return "list", tuple(words)
    if kinds and kinds <= {"number", "integer"}:
        return "number", ()
    return ("long" if isinstance(value, str) and (cells(value) > _LONG or "\n" in value) else "text"), ()


def _is_plain_list(value: Sequence[Content]) -> bool:
    return not any(isinstance(each, dict | list) for each in value)


def _named(value: object) -> str:
    """What tells an item of a list from the others."""
    if isinstance(value, dict):
        for key in ("name", "code", "mineral", "group", "of", "title"):
            if isinstance(value.get(key), str):
                return str(value[key])
    return ""


def _judgement(path: Path, content: Mapping[str, Content]) -> Field:
    shown = judgement_word(str(content["more"]), str(content["than"]), content.get("by"))
    return Field(path, "judgement", shown, required=True, content=dict(content))


def judgement_word(more: str, than: str, by: object) -> str:
    """A judgement as the value of an option."""
    return json.dumps([more, than, by], ensure_ascii=False)


def judgement_options(content: Mapping[str, Content], words: Sequence[str] = ()) -> list[tuple[str, str, object]]:
    """What may be chosen for a judgement: from the first of two items far ahead to the second; its own among them.

    Each is (more, than, by); `words` are those of the file in place of numbers, the strongest last.
    """
    more, than, by = str(content["more"]), str(content["than"]), content.get("by")
    first, second = sorted((more, than))
    steps: list[object] = list(reversed(words)) if words else list(_BY)
    found: list[tuple[str, str, object]] = [(first, second, step) for step in steps]
    found.append((first, second, 1))
    found += [(second, first, step) for step in reversed(steps)]
    own = (more, than, by)
    if by in (1, 1.0):
        found = [own if option[2] == 1 else option for option in found]
    elif own not in found:
        found.append(own)
    return found


def shown_as(value: object) -> str:
    """A value as a control shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return ", ".join(map(shown_as, value))
    return "" if value is None else str(value)

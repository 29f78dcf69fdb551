"""Values replaced in the text of a YAML document: what YAML reads changes, every other character stays."""

from pathlib import Path

import pytest
import yaml

from criticality.files.editing.values import NoLineOfItsOwn, has_comment, with_values, without_key, without_path
from longer import sampled

ROOT = Path(__file__).parents[3]
FILES = sorted(
    path
    for folder in ("assessments", "weights", "criteria", "choices", "scenarios")
    for path in (ROOT / folder).glob("*.yaml")
)
NEW = "A “new” text: 鎵, # 1"
QUOTED = '"A “new” text: 鎵, # 1"'


def paths(node: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in inner for found in ((*at, key), *paths(value, (*at, key)))]


def put(document: object, path: tuple[str | int, ...], value: object) -> object:
    for key in path[:-1]:
        document = document[key]  # type: ignore[index]
    document[path[-1]] = value  # type: ignore[index]
    return document


@pytest.mark.parametrize("file", sampled(FILES, 8), ids=lambda path: path.name)
def test_every_value_of_a_document_can_be_replaced(file: Path) -> None:
    text = file.read_text("utf-8")
    for path in paths(yaml.safe_load(text))[:60]:
        changed = with_values(text, {path: QUOTED})
        expected = yaml.safe_load(text)
        put(expected, path, NEW)
        assert yaml.safe_load(changed) == expected, path
        assert [line for line in text.splitlines() if "#" in line and line.strip().startswith("#")] == [
            line for line in changed.splitlines() if line.strip().startswith("#")
        ] or isinstance(yaml.safe_load(text), list)


@pytest.mark.parametrize("file", sampled(FILES, 8), ids=lambda path: path.name)
def test_a_key_is_added_to_every_kind_of_mapping(file: Path) -> None:
    text = file.read_text("utf-8")
    document = yaml.safe_load(text)
    mappings = [path for path in [(), *paths(document)] if isinstance(at(document, path), dict)]
    for path in mappings[:40]:
        expected = yaml.safe_load(text)
        put(expected, (*path, "new_key"), [1, "two"])
        assert yaml.safe_load(with_values(text, {(*path, "new_key"): "[1, two]"})) == expected, path


def at(document: object, path: tuple[str | int, ...]) -> object:
    for key in path:
        document = document[key]  # type: ignore[index]
    return document


def test_comments_and_layout_stay_byte_for_byte() -> None:
    text = "# head\na:   1  # why\nb: {c: [1, 2], d: 'x'}   # and\n\n# foot\n"
    assert with_values(text, {("a",): "2"}) == text.replace("   1  #", "   2  #")
    assert with_values(text, {("b", "c", 1): "3", ("a",): "9"}) == text.replace("[1, 2]", "[1, 3]").replace(
        "   1", "   9"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_stay_those_of_the_file(end: str) -> None:
    text = end.join(["a: 1", "b:", "  c: 2", ""])
    changed = with_values(text, {("b", "d"): "3", ("e",): "4"})
    assert yaml.safe_load(changed) == {"a": 1, "b": {"c": 2, "d": 3}, "e": 4}
    assert changed.count(end) == changed.count("\n")


def test_a_block_is_replaced_behind_its_key() -> None:
    text = "a: >-\n  long\n  text\nb:\n- 1\n- 2\nc: 3\n"
    changed = with_values(text, {("a",): "short", ("b",): "[7]"})
    assert yaml.safe_load(changed) == {"a": "short", "b": [7], "c": 3}


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        with_values("a: 1\n", {("b", "c"): "2"})


def test_a_key_is_taken_out_with_its_lines() -> None:
    text = "a: 1\nconfirmed:\n  by: X\n  on: 2026-01-01\nb: 2\n"
    assert without_key(text, "confirmed") == "a: 1\nb: 2\n"
    assert without_key(text, "b") == text.removesuffix("b: 2\n")
    assert without_key(text, "z") == text
    assert without_key("a: {x: 1}", "a") == ""


@pytest.mark.parametrize(
    ("text", "path", "left"),
    [
        ("a:\n  b: 1\n  c: 2  # two\nd: 3\n", ("a", "c"), "a:\n  b: 1\nd: 3\n"),
        ("a: {b: 1, c: [2], d: 3}\n", ("a", "b"), "a: {c: [2], d: 3}\n"),
        ("a: {b: 1, c: [2], d: 3}\n", ("a", "d"), "a: {b: 1, c: [2]}\n"),
        ("- n: 1\n  o: >-\n    long\n    text\n- p: 1\n", (0, "o"), "- n: 1\n- p: 1\n"),
        ("a: 1\nb: 2", ("b",), "a: 1\n"),
    ],
)
def test_a_key_of_any_mapping_is_taken_out(text: str, path: tuple[str | int, ...], left: str) -> None:
    assert without_path(text, path) == left


@pytest.mark.parametrize(("text", "path"), [("a: {b: 1}\n", ("a", "b")), ("- n: 1\n  o: 2\n", (0, "n"))])
def test_a_key_that_cannot_go_alone_is_refused(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(NoLineOfItsOwn):
        without_path(text, path)


def test_a_comment_inside_a_block_is_seen() -> None:
    assert has_comment("a:\n  - 1  # one\n  - 2\nb: 1\n", ("a",))
    assert not has_comment("a:\n  - 1\n  - 2\n# above\nb: 1\n", ("a",))
    assert not has_comment("a: [1, 2]  # beside\n", ("a",))

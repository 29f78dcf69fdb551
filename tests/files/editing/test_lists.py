"""Items entered into a list of a YAML file as text: every other character stays."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from criticality.files.editing.lists import NotEditable, plain_or_quoted, quoted, with_items
from criticality.files.yaml import parse_marked
from workspace_builder import ATLANTIS

NEW = ["- name: New", "  comparisons: {}"]
TWO_OFFICES = (ATLANTIS / "weights/two-offices.yaml").read_text("utf-8")


def edited(text: str, replaced: dict[int, list[str]] | None = None, *, add: bool = True) -> str:
    return with_items(text, ("judges",), replaced or {}, [NEW] if add else [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("judges:\n- name: A\n", "judges:\n- name: A\n- name: New\n  comparisons: {}\n"),
        ("judges:\n    - name: A # one", "judges:\n    - name: A # one\n    - name: New\n      comparisons: {}\n"),
        ("judges: []  # nobody yet\nnote: x\n", "judges:  # nobody yet\n  - name: New\n    comparisons: {}\nnote: x\n"),
        ("judges: []", "judges:\n  - name: New\n    comparisons: {}\n"),
        (
            "judges:\r\n  - name: A\r\n\r\n# kept\r\nnote: x\r\n",
            "judges:\r\n  - name: A\r\n  - name: New\r\n    comparisons: {}\r\n\r\n# kept\r\nnote: x\r\n",
        ),
        (
            "judges:\n  - note: >-\n      two\n      lines\n\n\n# kept\n",
            "judges:\n  - note: >-\n      two\n      lines\n  - name: New\n    comparisons: {}\n\n\n# kept\n",
        ),
        (
            "judges:\n  -\n    name: {a: [1,\n      2]}\n  # kept\nb: 1\n",
            "judges:\n  -\n    name: {a: [1,\n      2]}\n  - name: New\n    comparisons: {}\n  # kept\nb: 1\n",
        ),
    ],
)
def test_an_item_is_added_behind_the_last_one_and_nothing_else_moves(before: str, after: str) -> None:
    assert edited(before) == after


def test_an_item_is_replaced_in_its_place_and_comments_between_items_stay() -> None:
    before = "judges:\n  # first\n  - name: A\n    office: x\n  # second\n  - name: B\n    on: y  # day\nnote: z\n"
    after = (
        "judges:\n  # first\n  - name: New\n    comparisons: {}\n  # second\n  - name: B\n    on: y  # day\nnote: z\n"
    )
    assert edited(before, {0: NEW}, add=False) == after
    both = edited(before, {0: NEW, 1: ["- name: C"]})
    assert yaml.safe_load(both)["judges"] == [
        {"name": "New", "comparisons": {}},
        {"name": "C"},
        {"name": "New", "comparisons": {}},
    ]
    assert "  # second\n" in both


def test_a_list_between_brackets_is_left_alone() -> None:
    with pytest.raises(NotEditable):
        edited("judges: [{name: A}]\n")


def test_every_line_of_a_file_stays_in_its_place() -> None:
    after = edited(TWO_OFFICES)
    assert after.startswith(TWO_OFFICES)
    assert after[len(TWO_OFFICES) :] == "  - name: New\n    comparisons: {}\n"


@given(st.text(max_size=60))
def test_any_text_between_quotes_is_read_back_as_it_was(text: str) -> None:
    expected = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for written in (quoted(text), plain_or_quoted(text)):
        assert "\n" not in written
        marked, problems = parse_marked(f"- {written}\n", "a.yaml")
        assert problems == []
        assert marked.content == [expected]


@pytest.mark.parametrize("word", ["true", "Null", "No", "on", "3", "1e3", "", "a: b", "- a", "x #y", "Judge  E", "“a”"])
def test_a_word_that_yaml_would_read_otherwise_is_quoted(word: str) -> None:
    assert plain_or_quoted(word).startswith('"')


def test_a_plain_name_is_written_as_it_is() -> None:
    assert [plain_or_quoted(name) for name in ("Judge E", "王小明")] == ["Judge E", "王小明"]

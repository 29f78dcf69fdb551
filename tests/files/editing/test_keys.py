"""A key added to a document as text: comments, quotes and layout of the rest stay byte for byte."""

import pytest

from criticality.files.editing.keys import both, with_key
from criticality.files.editing.lists import NotEditable

TEXT = """# head
title: {en: A list, zh-Hant: 清單}   # both
country: "TWN"
rule:
  because: >-
    One sentence
    on two lines.

  # a comment of the tiers
  tiers:
    - {name: critical, when: [{of: score, at_least: 0.50}]}
    - name: watch
      note: 'it''s'
robustness: {draws: 0}
"""


def test_a_key_is_added_behind_the_last_of_its_mapping() -> None:
    after = with_key(TEXT, ("rule",), ["designations:", "  - {mineral: a}"])
    assert after == TEXT.replace("'it''s'\n", "'it''s'\n  designations:\n    - {mineral: a}\n")
    with pytest.raises(NotEditable):
        with_key(TEXT, ("robustness",), ["seed: 1"])
    assert with_key("a:\n  b: [\n    1]", ("a",), ["c: 2"]) == "a:\n  b: [\n    1]\n  c: 2\n"


def test_a_text_in_both_languages_is_written_once_where_it_is_one() -> None:
    assert both("a", "a") == '"a"'
    assert both("a", "甲") == '{en: "a", zh-Hant: "甲"}'

"""What is told of a whole text before its cells are looked at."""

import re

import pytest

from criticality.files.separated import has_long_line


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("lengths", [(0,), (4,), (5,), (4, 5), (5, 4), (1, 4, 0, 4), (2, 3, 6, 1), (11,), (3, 11, 3)])
def test_a_long_line_is_found_wherever_it_stands(lengths, end):
    for text in (end.join("x" * length for length in lengths), "".join("x" * length + end for length in lengths)):
        assert has_long_line(text, 5) == bool(re.search(r"[^\r\n]{5}", text))

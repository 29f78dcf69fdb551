"""Problems as a planner reads them: the place first, each once, in the order of the files."""

import errno

import pytest

from criticality.errors import InputError, Problem, disk_error
from criticality.text.message import said


def test_a_problem_starts_with_its_place_and_ends_with_the_hint() -> None:
    problem = Problem("weights/panel.yaml", 31, 58, "judges[2].by", "12 must be at most 9", "Write 9.")
    assert str(problem) == "weights/panel.yaml:31:58: judges[2].by: 12 must be at most 9\n    hint: Write 9."
    assert (
        str(Problem("data/minerals.csv", 1, None, "", "the file is empty")) == "data/minerals.csv:1: the file is empty"
    )


def test_a_warning_is_called_one() -> None:
    assert str(Problem("a.yaml", 2, None, "note", "long", severity="warning")) == "a.yaml:2: note: warning: long"


def test_problems_stand_once_and_in_the_order_of_file_line_and_column() -> None:
    later, first = Problem("b.yaml", 2, 9, "", "later"), Problem("a.yaml", 7, None, "", "first")
    between = Problem("b.yaml", 2, None, "", "the line as a whole")
    assert InputError([later, first, between, later]).problems == (first, between, later)


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (errno.ENOSPC, "no space is left on the disk", "磁碟空間已用盡"),
        (errno.EACCES, "permission denied", "沒有權限"),
        (errno.EIO, "Input/output error", "Input/output error"),
    ],
)
def test_a_full_disk_is_told_in_words_and_not_by_its_number(number: int, english: str, chinese: str) -> None:
    told = disk_error(OSError(number, "Input/output error", "list.pdf")).args[0]
    assert said(told, "en").startswith(f"list.pdf: {english}")
    assert said(told, "zh-Hant").startswith(f"list.pdf：{chinese}")

"""What is worked out for a page is kept until a file that it rests on changes; a refusal is not kept."""

from pathlib import Path

import pytest

from criticality.desk.running.kept_results import KeptResults
from criticality.desk.sessions import Sessions
from criticality.desk.visits import Desk
from criticality.errors import InputError
from criticality.files.workspace import Workspace


@pytest.fixture
def kept(tmp_path: Path) -> KeptResults:
    return KeptResults(Desk(Workspace(tmp_path), Sessions()))


def test_the_same_question_is_answered_once_until_a_file_changes(kept: KeptResults, tmp_path: Path) -> None:
    made, folder = list[int](), tmp_path / "record"
    (folder / "review").mkdir(parents=True)

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.of("levers", [folder], make) for _ in range(2)] == [1, 1]
    assert kept.of("compare", [folder], make) == 2
    (folder / "review/0001.json").write_text("{}", "utf-8")
    assert [kept.of("levers", [folder], make) for _ in range(2)] == [3, 3]
    (folder / "review/0001.json").write_text("[1]", "utf-8")
    assert kept.of("levers", [folder], make) == 4
    assert kept.of("levers", [tmp_path / "elsewhere"], make) == 5


def test_a_refusal_is_asked_for_again(kept: KeptResults, tmp_path: Path) -> None:
    def refuse() -> int:
        raise InputError([])

    with pytest.raises(InputError):
        kept.of("scenarios", [tmp_path], refuse)
    assert kept.of("scenarios", [tmp_path], lambda: 7) == 7


def test_only_the_last_results_are_held(kept: KeptResults, tmp_path: Path) -> None:
    for number in range(60):
        kept.of(number, [tmp_path], lambda: "x")
    assert len(kept._known) == len(kept._making) < 60

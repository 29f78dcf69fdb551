"""The list as decided now: that of the command line, ready again after a change of files, and nothing is written."""

import hashlib
import os
import re
from pathlib import Path

import pytest

import criticality as crit
from criticality.desk.sessions import Sessions
from criticality.desk.trying.live import DRAWS, Live
from criticality.desk.visits import Desk
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from desk_served import served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, edit


def live_of(root: Path) -> Live:
    return Live(Desk(Workspace(root), Sessions()))


def digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_the_list_is_that_of_the_command_line(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    ranking = crit.Workspace(root).assess(draws=DRAWS).ranking
    base = live_of(root).base(ASSESSMENT)
    table = base.decision.critical_list.table.set_index("mineral")
    assert {mineral: table.at[mineral, "tier"] for mineral in table.index} == ranking["tier"].to_dict()
    scores = {str(mineral): round(float(score), 12) for mineral, score in base.decision.ranking.scores.items()}
    assert scores == ranking["score"].dropna().to_dict()
    drawn = ranking["p_listed"].dropna().to_dict()
    assert {mineral: base.chances[mineral] for mineral in drawn} == pytest.approx(drawn, abs=1e-12)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    live = live_of(root)
    before = live.base(ASSESSMENT)
    assert live.base(ASSESSMENT) is before
    edit(root, WEIGHTS, "than: economic_importance, by: 2", "than: economic_importance, by: 7")
    after = live.base(ASSESSMENT)
    assert after is not before
    assert not after.decision.ranking.scores.equals(before.decision.ranking.scores)


def test_files_with_problems_are_told_with_the_words_of_check(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "than: economic_importance, by: 2", "than: economic_importance, by: 12")
    with pytest.raises(InputError, match="12 must be at most 9"):
        live_of(root).base(ASSESSMENT)
    with served(root) as desk:
        answer = desk.enter().get("/")
        assert answer.status == 422
        assert "12 must be at most 9" in answer.text
        assert re.search(rf">{WEIGHTS}</a>:\d+ judges", answer.text)
        chinese = desk.enter().get("/?lang=zh-Hant")
        assert "不得大於 9" in chinese.text


def test_looking_changes_no_file(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = digests(root)
    with served(root) as desk:
        visitor = desk.enter("reader")
        for path in ("/", "/?lang=zh-Hant", "/nothing", "/static/desk.css"):
            visitor.get(path)
    assert digests(root) == before
    assert sorted(path.name for path in root.iterdir()) == sorted({path.split("/")[0] for path in before})


def test_a_fork_of_the_decider_leaves_nothing_behind(tmp_path: Path) -> None:
    base = live_of(atlantis(tmp_path)).base(ASSESSMENT)
    known = len(base.decider._memory), len(base.decider._kept_alive)
    changed = base.answered.weights.model_copy(update={"leave_out": (base.inputs.dimensions[-1].code,)})
    from dataclasses import replace

    decision = base.decided(replace(base.answered, weights=changed))
    assert not decision.ranking.scores.equals(base.decision.ranking.scores)
    assert (len(base.decider._memory), len(base.decider._kept_alive)) == known


def test_a_file_of_the_same_size_whose_time_was_set_back_is_read_again(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    live, path = live_of(root), root / ASSESSMENT
    before, state = live.base(ASSESSMENT).inputs.assessment, path.stat()
    path.write_text(path.read_text("utf-8").replace("at_least: 0.50}", "at_least: 0.75}", 1), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert path.stat().st_size == state.st_size
    assert live.base(ASSESSMENT).inputs.assessment != before

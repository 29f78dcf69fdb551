"""A questionnaire that was filled in as .ods or .xlsx, read by the code of `collect` in a child process with limits.

The parent gives the child one JSON object on stdin, and the child answers with one on stdout. A workbook that is far
larger unpacked is refused by its reader, and what that does not know of is ended from outside (`criticality.bounded`).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from criticality.bounded import Limits, Watch, start
from criticality.desk.asking.round_store import Given, Pair
from criticality.errors import InputError, Problem
from criticality.files.workspace import Workspace
from criticality.model.document import Text
from criticality.questionnaires.panel_file import read_panel
from criticality.questionnaires.returned import NO_REASON, read_returned
from criticality.text.message import Message, decoded, encoded

CHILD = "criticality.desk.asking.sheet_reading"
LIMITS = Limits(30.0, 2 << 30)
ENDINGS = (".ods", ".xlsx")
_SAID = ("message", "hint")


def answers_of(workspace: Workspace, weights: str, judge: str, name: str, content: bytes) -> Mapping[Pair, Given]:
    """Return the answers of a questionnaire, as the pairs of a round keep them.

    Parameters
    ----------
    workspace, weights, judge
        The file that the questionnaire asks for, and the judge whom it asks.
    name, content
        Of the file that was sent; of its name only the ending is used.

    Raises
    ------
    InputError
        With what `collect` says of it, or if it takes more time or memory than any questionnaire.
    """
    ending = next((known for known in ENDINGS if name.lower().endswith(known)), "")
    if not ending:
        raise InputError([_of(name, Message("rounds.no_sheet"))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers{ending}"
        path.write_bytes(content)
        task = {"root": str(workspace.root), "weights": weights, "file": str(path)}
        child = start(CHILD, LIMITS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            with Watch(child, LIMITS) as watch:
                told, _ = child.communicate(json.dumps(task).encode("ascii"))
        finally:
            child.kill()
    if watch.stopped or child.returncode or not told:
        raise InputError([_of(name, Message("rounds.sheet_too_much"))])
    answer = json.loads(told)
    problems = [
        Problem(**{**each, **{key: decoded(each[key]) for key in _SAID}, "file": _shown(name)})
        for each in answer["problems"]
    ]
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    if answer["judge"] != judge:
        raise InputError([_of(name, Message("rounds.other_sheet"))])
    return {
        (group, *_sorted(said["more"], said["than"])): Given(said["more"], said["than"], said["by"], said["because"])
        for group, judgements in answer["comparisons"].items()
        for said in judgements
    }


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _shown(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:80] or "–"


def _of(name: str, message: Message) -> Problem:
    return Problem(_shown(name), 1, None, "", message, Message("rounds.sheet_hint"))


def _read(task: Mapping[str, str]) -> Mapping[str, object]:
    workspace, path = Workspace(Path(task["root"])), Path(task["file"])
    panel = read_panel(workspace, task["weights"], workspace.root)
    returned = read_returned(path, path.name, panel)
    judge = returned.judge
    comparisons: Mapping[str, Sequence[object]] = {}
    if judge is not None:
        comparisons = {
            group: [
                {"more": each.more, "than": each.than, "by": each.by, "because": _reason(each.because)}
                for each in judgements
            ]
            for group, judgements in judge.comparisons.items()
        }
    return {
        "problems": [_plain(each) for each in returned.problems],
        "comparisons": comparisons,
        "judge": judge and judge.name,
    }


def _reason(text: Text) -> str:
    """The reason that was written; "" where the reader of questionnaires put in that there is none."""
    return "" if text == Text.model_validate(NO_REASON) else text.to("zh-Hant")


def _plain(problem: Problem) -> Mapping[str, object]:
    return {**asdict(problem), **{key: encoded(getattr(problem, key)) for key in _SAID}}


def serve() -> None:
    """Read the task of this process, do it, and answer."""
    try:
        answer = _read(json.load(sys.stdin))
    except InputError as error:
        answer = {"problems": [_plain(each) for each in error.problems], "comparisons": {}, "judge": None}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    serve()

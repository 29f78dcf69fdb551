"""A new text checked before it is saved, by the same code as `criticality check`."""

from collections.abc import Sequence
from dataclasses import dataclass

from criticality.checking.check import check_workspace
from criticality.errors import Problem
from criticality.files.encoding import as_if
from criticality.files.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What `check` says of a workspace in which one file has another text.

    Attributes
    ----------
    own
        Everything said of the file itself, warnings too.
    others
        Errors of other files that they did not have before.
    """

    own: Sequence[Problem]
    others: Sequence[Problem] = ()

    @property
    def errors(self) -> Sequence[Problem]:
        """What stands against saving in the file itself."""
        return [problem for problem in self.own if problem.severity == "error"]


def check_before_saving(workspace: Workspace, file: str, content: bytes) -> Checked:
    """Check a workspace as if a file held other bytes; nothing is written."""
    with as_if(workspace.root / file, content):
        found = check_workspace(workspace)
    own = [problem for problem in found if problem.file == file]
    elsewhere = [problem for problem in found if problem.file != file and problem.severity == "error"]
    if not elsewhere:
        return Checked(own)
    before = {_said(problem) for problem in check_workspace(workspace)}
    return Checked(own, [problem for problem in elsewhere if _said(problem) not in before])


def _said(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line, problem.where, problem.said("en")

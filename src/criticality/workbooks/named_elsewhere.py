"""A code that was changed or taken out in a workbook while other places still name it: told once, at its cell."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.model.dataset import TABLES
from criticality.text.message import Message
from criticality.workbooks.coming_back import Edit
from criticality.workbooks.own_rows import records
from criticality.workbooks.plan import InDocument, InTable, Removal
from criticality.workbooks.putting_in import NewText, new_texts
from criticality.workbooks.trial import new_problems, same

_MOST = 6
"""Places that are named."""


def told_at_causes(
    workspace: Workspace,
    edits: Sequence[Edit],
    texts: Mapping[str, str],
    made: Mapping[str, NewText],
    found: Sequence[Problem],
) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of codes and dimensions that others name, and what of `found` has another cause.

    An error has its cause there if `check` does not find it where those changes are left out; one that stands at a
    cell of the workbook is left there.
    """
    causes = [edit for edit in edits if _is_named(edit)]
    errors = [problem for problem in found if problem.severity == "error" and not _has_cell(problem, made)]
    if not causes or not errors:
        return [], list(found)
    others, _ = new_texts([edit for edit in edits if edit not in causes], texts)
    left = {same(problem) for problem in new_problems(workspace, others)} if others else set()
    resting = [problem for problem in errors if same(problem) not in left]
    shares: dict[int, list[Problem]] = {}
    words = [_named(edit, texts) for edit in causes]
    for problem in resting:
        shares.setdefault(_cause_of(problem, causes, words), []).append(problem)
    told = [_told(causes[number], words[number], own) for number, own in sorted(shares.items())]
    return told, [problem for problem in found if problem not in resting]


def _is_named(edit: Edit) -> bool:
    """Whether others name what stood in a cell: the code of a mineral or of a tier, the dimension of a criterion."""
    target = edit.target
    if isinstance(target, Removal):
        return target.file == TABLES["minerals"].path
    if isinstance(target, InTable):
        return (target.file, target.column) == (TABLES["minerals"].path, "mineral")
    if not isinstance(target, InDocument):
        return False
    of_tier = target.path[:2] == ("rule", "tiers") and target.path[3:] == ("name",)
    return of_tier or (target.file.startswith("criteria/") and target.path == ("dimension",))


def _has_cell(problem: Problem, made: Mapping[str, NewText]) -> bool:
    return problem.file in made and problem.line in made[problem.file].lines


def _named(edit: Edit, texts: Mapping[str, str]) -> str:
    """What stood in the cell; of a mineral that is taken out its code."""
    if not isinstance(edit.target, Removal):
        return str(edit.before)
    head, *rows = records(texts[edit.target.file])
    return rows[edit.target.row - 1][[name.strip() for name in head].index("mineral")].strip()


def _cause_of(problem: Problem, causes: Sequence[Edit], words: Sequence[str]) -> int:
    """The number of the change that a problem names: by the code that stood there, or by that of the criterion."""
    text = f"{problem.where} {problem.message}"
    named = (
        number
        for number, (edit, word) in enumerate(zip(causes, words, strict=True))
        if word in text or PurePosixPath(edit.target.file).stem in text
    )
    return next(named, 0)


def _told(edit: Edit, word: str, problems: Sequence[Problem]) -> Problem:
    places = list(dict.fromkeys(f"{problem.file}:{problem.line}" for problem in problems))
    shown = [*places[:_MOST], *(["…"] if len(places) > _MOST else [])]
    message = Message("workbook.named_elsewhere", n=len(places), before=word, places=shown)
    is_gone = isinstance(edit.target, Removal)
    return edit.spot.problem(message, Message("workbook.take_out_all" if is_gone else "workbook.change_both"))

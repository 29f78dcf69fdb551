"""A workspace: check its files, assess, read the runs it holds."""

import operator
import tempfile
import warnings
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from criticality.api.comparison import Comparison, comparison_of
from criticality.api.pages import silent
from criticality.api.paths import StrPath, path_text
from criticality.api.run import Run
from criticality.api.steps import Task, assessed, recomputed
from criticality.engines.engine import Engine
from criticality.errors import InputError, Problem, RecordError
from criticality.files import workspace as files
from criticality.model.assessment import MOST_DRAWS
from criticality.model.record import RecordSummary
from criticality.records.index import RECORD, find_run, folders_of
from criticality.records.store import read_record, read_summary
from criticality.text.message import Message
from criticality.text.phrases import in_both

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from criticality.api.sweep import Sweep

_ASSESSMENT, _RUN, _FOLDER = "an assessment or its file", "a run's id or its folder", "a folder"
_SWEEP = "a sweep or its file"


class Workspace:
    """A folder with assessments/, criteria/, weights/, scenarios/ and data/.

    Parameters
    ----------
    path
        The folder. Without it, the nearest one from the current folder upwards that has assessments/.

    Raises
    ------
    InputError
        If the folder is no workspace.

    Examples
    --------
    >>> import criticality as crit
    >>> workspace = crit.Workspace("atlantis")
    >>> workspace.assessments
    ('atlantis-2024',)

    Another question to the same figures:

    >>> equal = workspace.assess(weights="equal", draws=0)
    >>> float(equal.ranking.loc["ilmenium", "score"])
    0.732784936577

    Mistakes in files, and names that do not exist, say so with file, line and a hint:

    >>> workspace.assess(weights="eqal")
    Traceback (most recent call last):
    ...
    criticality.errors.InputError: eqal:1: this file does not exist
        hint: Did you mean 'weights/equal.yaml'?
    """

    def __init__(self, path: StrPath | None = None) -> None:
        self._files = open_folder(None if path is None else Path(path_text("path", path, _FOLDER)))

    @property
    def path(self) -> Path:
        """The folder of the workspace."""
        return self._files.root

    @property
    def assessments(self) -> tuple[str, ...]:
        """The names of the assessments, in alphabetical order."""
        return tuple(path.stem for path in self._files.documents("assessments"))

    def check(self, *paths: StrPath) -> tuple[Problem, ...]:
        """Check every file and return every problem and warning, by file and line.

        Parameters
        ----------
        *paths
            Return only the problems of these files and folders.

        Raises
        ------
        InputError
            If a path does not exist or lies outside the workspace.

        Examples
        --------
        >>> workspace.check()
        ()

        A table of them: ``pandas.DataFrame(workspace.check())``.
        """
        from criticality.api.life.beside_adopted import since_problems
        from criticality.checking.check import check_workspace, filtered
        from criticality.report.html.inspection import template_problems

        asked = [self._existing(Path(path_text("paths", path, "files or folders"))) for path in paths]
        problems = check_workspace(self._files, template_problems)
        problems = (*problems, *since_problems(self._files, problems))
        return filtered(problems, asked, self._files) if asked else problems

    def assess(
        self,
        name: StrPath | None = None,
        *,
        weights: StrPath | None = None,
        scenario: StrPath | None = None,
        draws: int | None = None,
        seed: int | None = None,
        choices: str | None = None,
        answers: Mapping[str, str] | None = None,
        workers: int = 1,
        executor: "Executor | None" = None,
        progress: Callable[[int, int], None] | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> Run:
        """Check the files that an assessment uses, and assess; the result is not saved.

        Parameters
        ----------
        name
            The assessment: its name or its file; may be left out where there is exactly one.
        weights, scenario
            A file to use instead of the one that the assessment names; ``scenario="none"`` for no scenario.
        draws, seed
            Number of robustness draws (0: not assessed) and their seed, instead of those of the assessment.
        choices, answers
            Which choices are re-decided (``all``, ``none``), and choice → option taken as the stated one.
        workers, executor
            Number of processes for the draws, or the `concurrent.futures.Executor` that makes them. No result changes.
        progress
            Called with the number of draws done and asked for, then with the number of combinations of answers.
        notify
            Called with a sentence about what is being done, and with every warning.

        Raises
        ------
        InputError
            With every problem of every file that the assessment uses.
        RecordError
            If the run that ``compare_with`` names does not exist or was altered.
        TypeError
            If `name`, `weights` or `scenario` is neither text nor a path.

        Examples
        --------
        >>> run = workspace.assess(draws=0)
        >>> run.ranking[["rank", "score", "tier"]].head(2)
                  rank     score      tier
        mineral
        ilmenium     1  0.777726  critical
        austrium     2  0.703904  critical
        """
        overrides = {
            **{"weights": self._file(weights, "weights"), "scenario": self._file(scenario, "scenarios")},
            **{"draws": _whole("draws", draws, 0, MOST_DRAWS), "seed": _whole("seed", seed, 0)},
            **{"choices": _all_or_none(choices), "answers": dict(answers or {})},
        }
        _whole("workers", workers, 1)
        record, encoded = assessed(self._task(name, overrides), Engine(workers, executor), progress, notify or silent)
        return Run(record, self._files.runs, encoded=encoded)

    def sweep(
        self,
        name: StrPath,
        *,
        executor: "Executor | None" = None,
        workers: int = 1,
        progress: Callable[[int, int], None] | None = None,
    ) -> "Sweep":
        """Decide every case of a sweep; nothing is saved.

        Parameters
        ----------
        name
            The sweep: its name or its file.
        executor
            Where the cases are decided: any `concurrent.futures.Executor`, such as that of a Dask client
            (``client.get_executor()``). It changes no result.
        workers
            Number of processes, where no executor is given. It changes no result.
        progress
            Called with the number of cases decided and of all cases.

        Raises
        ------
        InputError
            With every problem of the sweep and of the files that it names. A case that cannot be decided is no error,
            but a row of `Sweep.failures`.
        """
        from criticality.api.sweep import in_memory, material_of

        _whole("workers", workers, 1)
        material = material_of(self._files, path_text("name", name, _SWEEP), Path.cwd())
        return in_memory(self._files, material, Engine(workers, executor), progress)

    def _task(self, name: StrPath | None, overrides: Mapping[str, Any]) -> Task:
        return Task(self._files, self._assessment(name), overrides)

    def read_run(self, name: StrPath) -> Run:
        """Read a saved run by its id, by how its id begins, by its folder, or by ``latest`` or ``latest~1``.

        Raises
        ------
        RecordError
            If there is no such run, several begin with this word, or its files were altered.
        """
        folder = find_run(self._files.runs, path_text("name", name, _RUN), Path.cwd())
        return Run(read_record(folder), self._files.runs, folder)

    def runs(self) -> "pd.DataFrame":
        """Return the saved runs, one a row in the order in which they were made, indexed by ``run_id``.

        The columns are ``as_of, title, weights, scenario, candidates, listed, software, status``; `candidates` and
        `listed` are numbers of minerals, `status` is draft, adopted or superseded as the run was made. A run whose
        summary was altered is left out, with a `UserWarning` that says so.

        Examples
        --------
        >>> folder = run.save()
        >>> workspace.runs()[["as_of", "candidates", "listed"]]
                                  as_of  candidates  listed
        run_id
        2025-03-01-...       2025-03-01           8       5
        """
        import pandas as pd

        rows = [_summary_row(summary) for folder in folders_of(self._files.runs) if (summary := _told(folder))]
        columns = ["run_id", "as_of", "title", "weights", "scenario", "candidates", "listed", "software", "status"]
        return pd.DataFrame(rows, columns=columns).set_index("run_id")

    def compare_with_revision(self, revision: str, name: StrPath | None = None) -> Comparison:
        """Compare an assessment as it stood at a revision of git with the assessment as it stands now, without draws.

        Parameters
        ----------
        revision
            A commit, a branch or a tag.
        name
            The assessment; may be left out where the workspace has exactly one.

        Raises
        ------
        InputError
            If there is no repository or no such revision, or the files now or then have problems.
        MachineError
            If git is not installed.
        """
        from criticality.files.revision import workspace_at_revision

        file, revision = self._assessment(name), path_text("revision", revision, "a commit, a branch or a tag")
        with tempfile.TemporaryDirectory(prefix="criticality-base-") as scratch:
            before = recomputed(workspace_at_revision(self._files, revision, Path(scratch)), file, f"{revision}:")
        return comparison_of(before, recomputed(self._files, file))

    def __repr__(self) -> str:
        return f"Workspace({str(self.path)!r})"

    def _repr_html_(self) -> str:
        """Show the workspace in a notebook."""
        saved = len(folders_of(self._files.runs))
        names = ", ".join(self.assessments) or "none"
        return f"<p><b>{escape(str(self.path))}</b><br>assessments: {escape(names)}<br>saved runs: {saved}</p>"

    def _file(self, name: StrPath | None, folder: str) -> str | None:
        if name is None or (folder == "scenarios" and name == "none"):
            return None if name is None else "none"
        argument, meaning = ("weights", "a file of weights") if folder == "weights" else ("scenario", "a scenario")
        return self._files.find_file(path_text(argument, name, f"{meaning} or its name"), folder, Path.cwd())

    def _assessment(self, name: StrPath | None) -> str:
        text = None if name is None else path_text("name", name, _ASSESSMENT)
        return self._files.find_assessment(text, Path.cwd())

    def _existing(self, path: Path) -> Path:
        """The file or folder of the workspace that a path means, from the current folder or from the workspace."""
        found = [candidate.resolve() for candidate in (path, self.path / path) if candidate.exists()]
        for candidate in found:
            if candidate.is_relative_to(self.path.resolve()):
                return candidate
        message = Message("workspace.not_in_workspace") if found else Message("files.does_not_exist")
        raise InputError(
            [Problem(str(path), 1, None, "", message, Message("workspace.check_spelling", path=self.path))]
        )


def read_run(name: StrPath, workspace: Workspace | StrPath | None = None) -> Run:
    """Read a saved run, by its folder or by its id in a workspace.

    Parameters
    ----------
    name
        The folder of the run, or its id.
    workspace
        Where the id is looked up. Without it, the nearest workspace from the current folder upwards.

    Raises
    ------
    RecordError
        If there is no such run, or its files were altered.
    InputError
        If there is no workspace to look in.

    Examples
    --------
    >>> crit.read_run(folder)
    <Run 2025-03-01-...: 5 of 8 candidates listed>
    >>> crit.read_run(run.run_id, workspace="atlantis").folder == folder
    True
    """
    folder = Path(path_text("name", name, _RUN))
    if workspace is None and (folder / RECORD).is_file():
        folder = folder.resolve()
        return Run(read_record(folder), folder.parent, folder)
    found = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
    return found.read_run(name)


def open_folder(folder: Path | None) -> files.Workspace:
    """Return the workspace of a folder, or the nearest one upwards from the current folder.

    Raises
    ------
    InputError
        If the folder is no workspace.
    """
    if folder is None:
        return files.find_workspace(Path.cwd())
    root = folder.resolve()
    if not (root / "assessments").is_dir():
        message = Message("workspace.no_workspace")
        raise InputError([Problem(str(folder), 1, None, "", message, Message("workspace.another_folder"))])
    return files.Workspace(root)


def _whole(name: str, value: Any, least: int, most: int | None = None) -> int | None:
    """A whole number given in Python, where the command line would refuse it as wrong usage."""
    if value is None:
        return None
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if least <= number <= (number if most is None else most):
        return number
    hint = Message("workspace.whole_from", least=least)
    if most is not None:
        hint = Message("workspace.whole_between", least=least, most=f"{most:,}")
    raise InputError([Problem(name, 1, None, "", Message("workspace.not_possible", value=value), hint)])


def _all_or_none(word: str | None) -> str | None:
    if word in (None, "all", "none"):
        return word
    raise InputError(
        [
            Problem(
                "choices", 1, None, "", Message("workspace.not_possible", value=word), Message("workspace.all_or_none")
            )
        ]
    )


def _summary_row(summary: RecordSummary) -> dict[str, Any]:
    texts = {key: _text(summary[key]) for key in ("title", "weights", "scenario")}
    software = summary["software"]["criticality"]
    status = summary["life"]["status"] if "life" in summary else "draft"
    return {**summary, **texts, "listed": len(summary["listed"]), "software": software, "status": status}


def _told(folder: Path) -> RecordSummary | None:
    try:
        return read_summary(folder)
    except RecordError as error:
        warnings.warn(str(error), stacklevel=3)
        return None


def _text(text: Any) -> str:
    return in_both(text, " · ") if isinstance(text, Mapping) else str(text or "")

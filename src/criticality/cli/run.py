"""`criticality run`."""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from rich.progress import Progress, TaskID

from criticality.api.run import Run
from criticality.api.workspace import Workspace
from criticality.cli.arguments import notifier, require_pages
from criticality.cli.show import print_list
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.say import say
from criticality.engines.engine_asked import EngineAsked
from criticality.errors import InputError
from criticality.files.confidential.confidential_files import SALT_FILE, folder_alone, no_salt
from criticality.files.confidential.in_repository import keep_out
from criticality.text.message import Message, said
from criticality.text.visible import json_visible


@dataclass(frozen=True)
class Order:
    """What the command line asked of a run."""

    workspace: Path | None
    assessment: str | None
    overrides: Mapping[str, Any]
    engine: EngineAsked
    language: str
    edition: str
    quiet: bool
    progress: bool = False
    public: bool = False


def run_assessment(order: Order) -> None:
    """Check, assess, record, print the list, write the pages."""
    require_pages(order.language, order.edition)
    workspace, notify = Workspace(order.workspace), notifier(order.quiet)
    if order.public:
        require_salt(workspace.path)
    with order.engine.open() as engine, Bar(order.quiet, Message("cli.drawing"), told=order.progress) as bar:
        run = workspace.assess(
            order.assessment,
            **order.overrides,
            workers=engine.workers,
            executor=engine.executor,
            progress=bar.update,
            notify=notify,
        )
    _warn_of_later_day(run, notify)
    if order.public:
        run = _public(run, notify)
    was_recorded = run.is_recorded
    folder = run.save(order.language, edition=order.edition, notify=notify)
    if order.quiet:
        say(str(folder))
    else:
        _print_end(run, folder, was_recorded=was_recorded)


def _warn_of_later_day(run: Run, notify: Callable[[str], None]) -> None:
    """Say that a list was adopted on a day that has not come yet; no step knows which day it is."""
    adopted, today = run.record["inputs"]["assessment"].get("adopted"), date.today().isoformat()
    if adopted is not None and adopted["on"] > today:
        notify(Message("adopting.later_day", day=adopted["on"], today=today))


def require_salt(root: Path) -> None:
    """Refuse, before anything is computed, a public run that would have no digests; keep its rows out of git.

    Raises
    ------
    InputError
        If there are confidential rows and no salt.
    """
    read = folder_alone(root)
    if read.rows is not None and not read.rows.salt:
        raise InputError([problem for problem in read.problems if problem.file == SALT_FILE] or [no_salt()])
    if read.rows is not None:
        with suppress(OSError):  # a folder that nobody may write to serves as well; `check` warns of it
            keep_out(root)


def _public(run: Run, notify: Callable[[str], None]) -> Run:
    """The public form of a run; without confidential rows the run itself, and a word on that."""
    if run.is_confidential:
        return run.public()
    notify(Message("confidential.nothing_withheld", run=run.run_id))
    return run


class Bar:
    """A progress bar on stderr, from the first draws on; nothing where nobody watches."""

    def __init__(self, quiet: bool, what: Message, *, told: bool = False) -> None:
        self.what, self.told, self.last = what, told, (-1, 0)
        self.silent = quiet or told or not sys.stderr.isatty()
        self.bar = Progress(console=Terminal(err=True), transient=True)
        self.task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def update(self, done: int, total: int) -> None:
        """Show how many draws are done; for a program, as a JSON object a line, a hundred at most for each total."""
        if self.told and self.last != (100 * done // max(total, 1), total):
            self.last = 100 * done // max(total, 1), total
            say(json_visible(json.dumps({"done": done, "total": total})), err=True)
        if self.silent:
            return
        if self.task is None:
            self.bar.start()
            self.task = self.bar.add_task(said(self.what), total=None)
        self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *_error: object) -> None:
        if self.task is not None:
            self.bar.stop()


def _print_end(run: Run, folder: Path, *, was_recorded: bool) -> None:
    print_list(run.record)
    if was_recorded:
        say(Message("cli.already_recorded"))
    say(Message("cli.run", run=run.run_id))
    for path in (*sorted(folder.glob("list.*")), folder / "record.json", folder / "tables"):
        say(f"  {path}")

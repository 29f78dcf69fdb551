"""The commands and their words; what each does stands in a module of its own, read when it is asked for."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from criticality import __version__
from criticality.cli.terminal.say import say
from criticality.errors import CriticalityError, InputError, MachineError, UsageError, disk_error

app = typer.Typer(
    name="criticality",
    help="Decide a national list of critical minerals, print it, and defend it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", help="The workspace; by default the nearest folder with assessments/.")
]
Run = Annotated[
    str, typer.Argument(metavar="RUN", help="A run: its id or how it begins, its folder, latest, latest~1.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print one line only: the folder.")]
LanguageOption = Annotated[str, typer.Option("--language", help="zh-Hant, en, both or none.")]
EditionOption = Annotated[str, typer.Option("--edition", help="short (ten pages), full or all.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Only these files.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check every file of the workspace and print every problem with its line."""
    from criticality.cli.check import print_problems

    print_problems(workspace, paths or [])


@app.command()
def run(
    assessment: Annotated[
        str | None, typer.Argument(help="The assessment; may be left out where there is one.")
    ] = None,
    weights: Annotated[str | None, typer.Option("--weights", metavar="F", help="Other weights.")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", metavar="F", help="A scenario.")] = None,
    draws: Annotated[int | None, typer.Option("--draws", min=0, max=1_000_000_000, help="Robustness draws.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Seed of the draws.")] = None,
    choices: Annotated[
        str | None, typer.Option("--choices", metavar="all|none", help="Which choices are re-decided.")
    ] = None,
    answers: Annotated[
        list[str] | None, typer.Option("--answer", metavar="CHOICE=OPTION", help="Take this option as the stated one.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes for the draws.")] = 1,
    language: LanguageOption = "both",
    edition: EditionOption = "all",
    quiet: Quiet = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Assess, record, and print the list; write the PDFs."""
    from criticality.cli.arguments import answers_given
    from criticality.cli.run import Order, run_assessment

    for option, word in (("ASSESSMENT", assessment), ("--weights", weights), ("--scenario", scenario)):
        if word is not None and not word.strip():
            raise UsageError(f"{option}: the name of a file is needed, not an empty word")
    if choices not in (None, "all", "none"):
        raise UsageError(f"--choices {choices}: none of all, none")
    overrides = {"weights": weights, "scenario": scenario, "draws": draws, "seed": seed, "choices": choices}
    given = {**overrides, "answers": answers_given(answers or [])}
    run_assessment(Order(workspace, assessment, given, workers, language, edition, quiet))


@app.command()
def show(
    run: Run,
    mineral: Annotated[str | None, typer.Argument(metavar="[MINERAL]", help="One mineral's reasoning.")] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="With the rows of evidence behind each cell.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the list of a run, or one mineral's whole reasoning."""
    from criticality.cli.show import show_run
    from criticality.cli.terminal.unexpected import told

    with told(run):
        show_run(workspace, run, mineral, evidence=evidence)


@app.command()
def report(
    run: Run,
    minerals: Annotated[
        list[str] | None, typer.Argument(metavar="[MINERAL]...", help="After --only: further ones.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="MINERAL", help="Single factsheets: codes, symbols or names, English or Chinese."
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only the cover, with the style and words of today, to try a look.")
    ] = False,
    language: LanguageOption = "both",
    edition: EditionOption = "all",
    quiet: Quiet = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Rebuild the pages of a run from its record, or print single factsheets, or the cover alone."""
    from criticality.cli.pages import rebuild_pages
    from criticality.cli.terminal.unexpected import told

    if minerals and not only:
        raise UsageError(f"{minerals[0]}: not expected here; for single factsheets: report {run} --only {minerals[0]}")
    for word in only or ():
        if word.startswith("-"):
            raise UsageError(f"--only {word}: the name of a mineral is needed behind --only")
    if preview and only:
        raise UsageError("--preview shows the cover, --only factsheets: name one of the two")
    wanted = [*(only or ()), *(minerals or ())]
    with told(run):
        rebuild_pages(workspace, run, language, edition, minerals=wanted, preview=preview, quiet=quiet)


@app.command()
def verify(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Runs: ids or how they begin, folders, latest.")],
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes for the draws.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing of a run that holds.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a run again from the inputs in its record, and say whether result, tables, pages and workbook are those."""
    from criticality.cli.terminal.unexpected import told
    from criticality.cli.verify import verify_runs

    with told(" ".join(runs)):
        verify_runs(workspace, runs, workers=workers, quiet=quiet)


@app.command()
def runs(workspace: WorkspaceOption = None) -> None:
    """List the records in the order in which they were made, and what is new in each."""
    from criticality.cli.runs import list_runs

    list_runs(workspace)


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")]) -> None:
    """Make a new workspace to start from."""
    from criticality.cli.init import make_workspace

    make_workspace(folder)


@app.command()
def compare(
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="RUN_A RUN_B", help="Two runs or more; with --base an assessment.")
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="REV", help="The assessment as it stands against a git revision.")
    ] = None,
    json: Json = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write a page as PDF.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write one self-contained HTML file.")] = False,
    quiet: Quiet = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what differs between two runs: who entered, who left, and why."""
    from criticality.cli import compare as door
    from criticality.cli.terminal.unexpected import told

    with told(" ".join(runs or [base or "compare"])):
        door.compare(door.CompareOrder(workspace, tuple(runs or ()), base, json, pdf, html, quiet))


@app.command()
def levers(
    run: Run,
    mineral: Annotated[str | None, typer.Argument(metavar="[MINERAL]")] = None,
    json: Json = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what each policy lever would change; of a mineral that is not listed, what would put it on the list."""
    from criticality.cli.levers import show_levers
    from criticality.cli.terminal.unexpected import told

    with told(run):
        show_levers(workspace, run, mineral, as_json=json)


@app.command()
def scenarios(
    all_: Annotated[bool, typer.Option("--all", help="Every scenario against the baseline.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List the scenarios of the workspace."""
    from criticality.cli.scenarios import list_scenarios

    list_scenarios(workspace, against_baseline=all_)


@app.command()
def choices(
    run: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="A run; without one, the choices of the workspace.")
    ] = None,
    odds: Annotated[
        Path | None, typer.Option("--odds", metavar="FILE", help="Other odds: {choice: {option: odds}}.")
    ] = None,
    json: Json = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what the list hangs on: the choices, what each of them moves, and every mineral over all answers."""
    from criticality.cli.choices.command import show_choices

    show_choices(workspace, run, odds, as_json=json)


data = typer.Typer(help="The evidence in data/: refresh it from publishers' files.", no_args_is_help=True)
imports = typer.Typer(help="Show what a publisher's release would change; --write enters it.", no_args_is_help=True)
app.add_typer(data, name="data")
data.add_typer(imports, name="import")

ReleaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="The publisher's own file.")]
SourceId = Annotated[str, typer.Option("--source", metavar="ID", help="Its id in data/sources.yaml.")]
Write = Annotated[bool, typer.Option("--write", help="Enter the changes; without it they are only shown.")]
CountryCodes = Annotated[
    Path | None, typer.Option("--country-codes", metavar="F", help="BACI's country codes; by default beside the file.")
]

OfCountry = Annotated[
    str, typer.Option("--country", metavar="ISO3", help="Whose trade; by default the country of the assessments.")
]


@imports.command("usgs-mcs")
def import_usgs_mcs(
    file: ReleaseFile, source: SourceId = "", write: Write = False, workspace: WorkspaceOption = None
) -> None:
    """World production and reserves: the data release of the USGS Mineral Commodity Summaries."""
    from criticality.cli.refresh import import_usgs_mcs as read

    read(workspace, file, source, write=write)


@imports.command("wgi")
def import_wgi(
    file: ReleaseFile, source: SourceId = "", write: Write = False, workspace: WorkspaceOption = None
) -> None:
    """Governance: the Worldwide Governance Indicators of the World Bank."""
    from criticality.cli.refresh import import_wgi as read

    read(workspace, file, source, write=write)


@imports.command("baci")
def import_baci(
    file: ReleaseFile,
    country_codes: CountryCodes = None,
    country: OfCountry = "",
    source: SourceId = "",
    write: Write = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Trade of the country assessed: one year of CEPII's BACI."""
    from criticality.cli.refresh import import_baci as read

    read(workspace, file, source, country_codes, country, write=write)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"criticality {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run a command; a planner's mistake ends in sentences, never in a traceback."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads are not used, and cost memory at the start
    gc.set_threshold(*_SELDOM)
    if sys.stderr is None:  # closed by the caller: what is said has nowhere to go, and must not go into a file
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the life of the process
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        _require_memory()
        app()
    except InputError as error:
        _complain(f"{error}\n{_count(error)}", 1)
    except MachineError as error:
        _complain(str(error), 3)
    except UsageError as error:
        _complain(str(error), 2)
    except CriticalityError as error:
        _complain(str(error), 1)
    except OSError as error:
        _complain(str(disk_error(error)), 3)
    except (MemoryError, ImportError) as error:
        _complain(_too_little(error), 3)
    except KeyboardInterrupt:
        _complain(_INTERRUPTED, _INTERRUPT)
    except SystemExit as end:  # typer answers Ctrl-C itself, without a word
        if end.code == _INTERRUPT:
            _complain(_INTERRUPTED, _INTERRUPT)
        raise


_SELDOM = (100_000, 20, 1000)
"""How many new objects Python waits for before it looks for circles among them, and how seldom it looks through all.

A command makes millions of small objects that stay until its end (rows of tables, cells); at Python's own thresholds,
made for programs that run on, a seventh of a large run went into looking through them.
"""


def _require_memory() -> None:
    """Refuse a limit of memory (``ulimit -v``) under which OpenBLAS asks for memory for ever while it is loaded.

    Raises
    ------
    MachineError
        If the process may use less than `_LEAST_MEMORY`.
    """
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit
        return
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most not in (resource.RLIM_INFINITY, -1) and most < _LEAST_MEMORY:
        needed = f"{_LEAST_MEMORY >> 20} MB are needed"
        raise MachineError(f"this process may use {most >> 20} MB of memory; {needed}\n    hint: {_MEMORY}")


_LEAST_MEMORY = 384 << 20


def _too_little(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return f"the memory of this machine does not suffice\n    hint: {_MEMORY}"
    return f"a part of the program cannot be loaded ({error})\n    hint: {_MEMORY} Or repair the installation."


_MEMORY = "Close other programs, or raise the limits of the shell (ulimit -v, ulimit -n)."
_INTERRUPT, _INTERRUPTED = 130, "interrupted; nothing half-written was left"


def _count(error: InputError) -> str:
    errors = sum(problem.severity == "error" for problem in error.problems)
    return f"{errors} problem{'' if errors == 1 else 's'}; nothing was written."


def _complain(message: str, code: int) -> None:
    say(message, err=True)
    raise SystemExit(code)

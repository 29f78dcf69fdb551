"""The commands and their words; what each does stands in a module of its own, read when it is asked for."""

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from criticality import __version__
from criticality.cli.confidential.salt_options import declare_confidential
from criticality.cli.desk.commands import declare_accounts, declare_desk
from criticality.cli.life.review_options import declare_review
from criticality.cli.life.sign_options import declare_sign
from criticality.cli.questionnaires.commands import declare_questionnaires
from criticality.cli.sweeps.sweep_options import Cluster, TlsCa, TlsCert, TlsKey, declare_sweep
from criticality.cli.sweeps.trade_options import declare_baci
from criticality.cli.terminal.chosen import language_asked, words_asked
from criticality.cli.terminal.help import Command, Group, command_tree
from criticality.cli.terminal.say import say
from criticality.cli.terminal.wrong_usage import Refusal, refuse
from criticality.cli.workbooks.commands import declare_package, declare_sheet, declare_workbook
from criticality.errors import CriticalityError, InputError, MachineError, UsageError, disk_error, with_hint
from criticality.text.language import use_language
from criticality.text.message import Message, joined, said
from criticality.text.own_words import use_own_words

app = typer.Typer(
    name="criticality",
    cls=Group,
    help="help.program",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

WorkspaceOption = Annotated[Path | None, typer.Option("--workspace", help="help.workspace")]
Run = Annotated[str, typer.Argument(metavar="RUN", help="help.run_named")]
Quiet = Annotated[bool, typer.Option("--quiet", help="help.quiet")]
LanguageOption = Annotated[str, typer.Option("--language", help="help.pages_language")]
EditionOption = Annotated[str, typer.Option("--edition", help="help.edition")]
Excel = Annotated[bool, typer.Option("--excel", help="help.excel")]
AllowedSigners = Annotated[Path | None, typer.Option("--allowed-signers", metavar="FILE", help="help.allowed_signers")]
TrustRoots = Annotated[Path | None, typer.Option("--trust-roots", metavar="FILE", help="help.trust_roots")]
Json = Annotated[bool, typer.Option("--json", help="help.json")]


@app.command(cls=Command, help="help.check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="help.paths")] = None,
    explained: Annotated[bool, typer.Option("--explain", help="help.explain")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality check`."""
    from criticality.cli.check import print_problems

    print_problems(workspace, paths or [], explained=explained)


@app.command(cls=Command, help="help.run")
def run(
    assessment: Annotated[str | None, typer.Argument(help="help.assessment")] = None,
    weights: Annotated[str | None, typer.Option("--weights", metavar="F", help="help.weights")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", metavar="F", help="help.scenario")] = None,
    draws: Annotated[int | None, typer.Option("--draws", min=0, max=1_000_000_000, help="help.draws")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="help.seed")] = None,
    choices: Annotated[
        str | None, typer.Option("--choices", metavar="all|none", help="help.choices_considered")
    ] = None,
    answers: Annotated[list[str] | None, typer.Option("--answer", metavar="CHOICE=OPTION", help="help.answer")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="help.workers")] = 1,
    cluster: Cluster = None,
    tls_ca: TlsCa = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    language: LanguageOption = "both",
    edition: EditionOption = "all",
    public: Annotated[bool, typer.Option("--public", help="help.run_public")] = False,
    quiet: Quiet = False,
    progress: Annotated[bool, typer.Option("--progress", help="help.progress")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality run`."""
    from criticality.cli.arguments import answers_given
    from criticality.cli.run import Order, run_assessment
    from criticality.engines.engine_asked import EngineAsked

    for option, word in (("ASSESSMENT", assessment), ("--weights", weights), ("--scenario", scenario)):
        if word is not None and not word.strip():
            raise UsageError(Message("cli.empty_name", option=option))
    if choices not in (None, "all", "none"):
        raise UsageError(Message("cli.none_of", option="--choices", word=choices, known=joined(["all", "none"])))
    overrides = {"weights": weights, "scenario": scenario, "draws": draws, "seed": seed, "choices": choices}
    given = {**overrides, "answers": answers_given(answers or [])}
    engine = EngineAsked(workers, cluster, tls_ca, tls_cert, tls_key)
    run_assessment(Order(workspace, assessment, given, engine, language, edition, quiet, progress, public))


@app.command(cls=Command, help="help.show")
def show(
    run: Run,
    mineral: Annotated[str | None, typer.Argument(metavar="[MINERAL]", help="help.mineral_reasoning")] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="help.evidence")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality show`."""
    from criticality.cli.show import show_run
    from criticality.cli.terminal.unexpected import told

    with told(run):
        show_run(workspace, run, mineral, evidence=evidence)


@app.command(cls=Command, help="help.report")
def report(
    run: Run,
    minerals: Annotated[list[str] | None, typer.Argument(metavar="[MINERAL]...", help="help.further_minerals")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="MINERAL", help="help.only"),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="help.preview")] = False,
    html: Annotated[bool, typer.Option("--html", help="help.html_list")] = False,
    language: LanguageOption = "both",
    edition: EditionOption = "all",
    quiet: Quiet = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality report`."""
    from criticality.cli.pages import rebuild_pages
    from criticality.cli.terminal.unexpected import told

    if minerals and not only:
        raise UsageError(Message("cli.only_needed", word=minerals[0], run=run))
    for word in only or ():
        if word.startswith("-"):
            raise UsageError(Message("cli.only_without_mineral", word=word))
    if preview and only:
        raise UsageError(Message("cli.preview_and_only"))
    if html and (preview or only or edition not in ("html", "all")):
        raise UsageError(Message("cli.html_alone"))
    wanted = [*(only or ()), *(minerals or ())]
    with told(run):
        rebuild_pages(
            workspace, run, language, "html" if html else edition, minerals=wanted, preview=preview, quiet=quiet
        )


@app.command(cls=Command, help="help.verify")
def verify(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="help.runs_named")],
    workers: Annotated[int, typer.Option("--workers", min=1, help="help.workers")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="help.quiet_verify")] = False,
    signers: AllowedSigners = None,
    roots: TrustRoots = None,
    revoked: Annotated[list[Path] | None, typer.Option("--crl", metavar="FILE", help="help.crl")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality verify`."""
    from criticality.cli.terminal.unexpected import told
    from criticality.cli.verify import verify_runs
    from criticality.records.life.signatures import Trust

    with told(" ".join(runs)):
        verify_runs(workspace, runs, workers=workers, quiet=quiet, trust=Trust(signers, roots, tuple(revoked or ())))


@app.command(cls=Command, help="help.runs")
def runs(workspace: WorkspaceOption = None) -> None:
    """`criticality runs`."""
    from criticality.cli.runs import list_runs

    list_runs(workspace)


@app.command(cls=Command, help="help.init")
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="help.new_folder")], excel: Excel = False) -> None:
    """`criticality init`."""
    from criticality.cli.init import make_workspace

    make_workspace(folder, excel=excel)


@app.command(cls=Command, help="help.compare")
def compare(
    runs: Annotated[list[str] | None, typer.Argument(metavar="RUN_A RUN_B", help="help.compared")] = None,
    base: Annotated[str | None, typer.Option("--base", metavar="REV", help="help.base")] = None,
    json: Json = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="help.pdf")] = False,
    html: Annotated[bool, typer.Option("--html", help="help.html")] = False,
    quiet: Quiet = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality compare`."""
    from criticality.cli import compare as door
    from criticality.cli.terminal.unexpected import told

    with told(" ".join(runs or [base or "compare"])):
        door.compare(door.CompareOrder(workspace, tuple(runs or ()), base, json, pdf, html, quiet))


@app.command(cls=Command, help="help.levers")
def levers(
    run: Run,
    mineral: Annotated[str | None, typer.Argument(metavar="[MINERAL]")] = None,
    json: Json = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality levers`."""
    from criticality.cli.levers import show_levers
    from criticality.cli.terminal.unexpected import told

    with told(run):
        show_levers(workspace, run, mineral, as_json=json)


@app.command(cls=Command, help="help.scenarios")
def scenarios(
    all_: Annotated[bool, typer.Option("--all", help="help.all_scenarios")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality scenarios`."""
    from criticality.cli.scenarios import list_scenarios

    list_scenarios(workspace, against_baseline=all_)


declare_desk(app)


@app.command(cls=Command, help="help.choices")
def choices(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="help.choices_run")] = None,
    odds: Annotated[Path | None, typer.Option("--odds", metavar="FILE", help="help.odds")] = None,
    json: Json = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality choices`."""
    from criticality.cli.choices.command import show_choices

    show_choices(workspace, run, odds, as_json=json)


declare_review(app)
declare_sign(app)
declare_sweep(app)
declare_questionnaires(app)
declare_accounts(app)

data = typer.Typer(cls=Group, help="help.data", no_args_is_help=True)
imports = typer.Typer(cls=Group, help="help.data_import", no_args_is_help=True)
app.add_typer(data, name="data")
data.add_typer(imports, name="import")
ReleaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="help.release_file")]
SourceId = Annotated[str, typer.Option("--source", metavar="ID", help="help.source")]
Write = Annotated[bool, typer.Option("--write", help="help.write")]


@imports.command("usgs-mcs", cls=Command, help="help.data_import_usgs_mcs")
def import_usgs_mcs(
    file: ReleaseFile,
    source: SourceId = "",
    write: Write = False,
    excel: Excel = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality data import usgs-mcs`."""
    from criticality.cli.refresh import import_usgs_mcs as read

    read(workspace, file, source, write=write, excel=excel)


@imports.command("wgi", cls=Command, help="help.data_import_wgi")
def import_wgi(
    file: ReleaseFile,
    source: SourceId = "",
    write: Write = False,
    excel: Excel = False,
    workspace: WorkspaceOption = None,
) -> None:
    """`criticality data import wgi`."""
    from criticality.cli.refresh import import_wgi as read

    read(workspace, file, source, write=write, excel=excel)


declare_baci(imports)
declare_sheet(imports)
declare_package(data)
declare_workbook(app)
declare_confidential(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"criticality {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="help.version")
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
        _command()
    except CriticalityError as error:
        _complain(_told(error), next((code for kind, code in _CODES.items() if isinstance(error, kind)), 1))
    except OSError as error:
        _complain(str(disk_error(error)), _CODES[MachineError])
    except (MemoryError, ImportError) as error:
        _complain(_too_little(error), _CODES[MachineError])
    except KeyboardInterrupt:
        _complain(Message("cli.interrupted"), _INTERRUPT)
    except SystemExit as end:  # typer answers Ctrl-C itself, without a word
        if end.code == _INTERRUPT:
            _complain(Message("cli.interrupted"), _INTERRUPT)
        raise


def _command() -> None:
    use_language(language_asked(sys.argv[1:], os.environ))
    use_own_words(words_asked(sys.argv[1:], Path.cwd()))
    _require_memory()
    try:
        code = command_tree(app)(standalone_mode=False) or 0
    except Refusal as error:
        code = refuse(error)
    except typer.Abort:
        _complain(Message("cli.aborted"), 1)
    raise SystemExit(code)


def _told(error: CriticalityError) -> str:
    if not isinstance(error, InputError):
        return str(error)
    count = Message("cli.problems", n=sum(problem.severity == "error" for problem in error.problems))
    return f"{error}\n{said(count)}"


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
        message = Message("cli.memory_limit", allowed=most >> 20, needed=_LEAST_MEMORY >> 20)
        raise MachineError(with_hint(message, Message("cli.memory_hint")))


_LEAST_MEMORY, _INTERRUPT = 384 << 20, 130
_SELDOM = (100_000, 20, 1000)
"""How many new objects Python waits for before it looks for circles among them, and how seldom it looks through all.

A command makes millions of small objects that stay until its end (rows of tables, cells); at Python's own thresholds,
made for programs that run on, a seventh of a large run went into looking through them.
"""
_CODES: Mapping[type[CriticalityError], int] = {MachineError: 3, UsageError: 2}
"""Exit codes; every other problem is 1."""


def _too_little(error: BaseException) -> Message:
    hint = Message("cli.memory_hint")
    if isinstance(error, MemoryError):
        return with_hint(Message("cli.memory"), hint)
    return with_hint(Message("cli.not_loaded", error=str(error)), Message("cli.memory_or_repair", hint=hint))


def _complain(message: str, code: int) -> NoReturn:
    say(message, err=True)
    raise SystemExit(code)

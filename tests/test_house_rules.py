"""The rules of the house, kept by machines: linters, types, imports, test files, sizes, no machine's name."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from by_folder import by_folder
from chinese_in_code import CHINESE_IN_CODE
from house_names import SHARED_NAMES
from house_tables import HELD_BY, WITHOUT_TEST_FILE
from lacking import lacking
from test_terms import found_rejected

ROOT = Path(__file__).parents[1]
SOURCE, TESTS = ROOT / "src" / "criticality", ROOT / "tests"
LONGEST_FILE, LONGEST_FUNCTION, MOST_FILES, MOST_LINES_WITH_ANY = 400, 60, 16, 200
CODE = (SOURCE, ROOT / "docs", ROOT / "benchmarks")
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if path.name != "__init__.py")


def tool(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment the tests run in."""
    program = shutil.which(words[0], path=str(Path(sys.executable).parent))
    if program is None:
        lacking(f"{words[0]} is not in this environment")
    return subprocess.run([program, *words[1:]], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy",),
        ("lint-imports", "--no-cache"),
        ("vulture",),
        ("codespell",),
    ],
    ids=["ruff", "format", "types", "imports", "dead code", "spelling"],
)
def test_the_tools_find_nothing(words: tuple[str, ...]) -> None:
    done = tool(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def settings_of(name: str) -> dict[str, Any]:
    """The section of a tool in pyproject.toml."""
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][name]
    return settings


def test_every_name_kept_from_vulture_is_still_reported_without_it() -> None:
    reported = set(re.findall(r"'(\w+)'", tool("vulture", "--ignore-names", "-").stdout))
    assert set(settings_of("vulture")["ignore_names"]) - reported == set()


def test_every_word_kept_from_codespell_is_still_reported_without_it(tmp_path: Path) -> None:
    # Run in another folder, where codespell does not find the settings of this project.
    told = tool("codespell", "--skip", "*.csv,*.lock,*/output", str(ROOT), folder=tmp_path).stdout
    reported = set(re.findall(r": (\w+) ==> ", told.lower()))
    assert set(settings_of("codespell")["ignore-words-list"].split(",")) - reported == set()


# ── a test file for every module ─────────────────────────────────────────────


def mirror_of(module: str) -> Path:
    """tests/<folder>/test_<module>.py."""
    path = Path(module)
    return TESTS / path.parent / f"test_{path.name}"


def names_module(test: Path, module: str) -> bool:
    """Whether a test file imports a module or names it by its path."""
    text = test.read_text("utf-8")
    dotted = "criticality." + module.removesuffix(".py").replace("/", ".")
    package, _, name = dotted.rpartition(".")
    imported = rf"\b{re.escape(dotted)}\b|from {re.escape(package)} import [^\n]*\b{name}\b"
    return re.search(imported, text) is not None or re.search(rf"(?<![\w/]){re.escape(module)}", text) is not None


def test_every_module_has_its_test_file() -> None:
    held = {module for module in MODULES if mirror_of(module).is_file()} | set(HELD_BY) | set(WITHOUT_TEST_FILE)
    assert set(MODULES) - held == set(), "add tests/<folder>/test_<module>.py, or an entry in tests/house_tables.py"


@pytest.mark.parametrize("module", HELD_BY)
def test_a_module_is_named_by_the_test_file_that_holds_it(module: str) -> None:
    assert module in MODULES, "the module is gone"
    assert not mirror_of(module).is_file(), "it has a test file of its own now: take the entry out"
    test = TESTS / HELD_BY[module]
    assert test.is_file(), HELD_BY[module]
    assert names_module(test, module), f"{HELD_BY[module]} neither imports nor names {module}"


def test_a_module_without_a_test_file_is_still_there_and_has_none() -> None:
    assert set(WITHOUT_TEST_FILE) - set(MODULES) == set()
    assert [module for module in WITHOUT_TEST_FILE if mirror_of(module).is_file() or module in HELD_BY] == []


# ── sizes and names ──────────────────────────────────────────────────────────


def python_files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def test_no_file_is_long() -> None:
    files = python_files(*CODE, TESTS)
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    lengths = {
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files(*CODE)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_no_folder_holds_many_files() -> None:
    modules = [path for path in python_files(SOURCE) if path.name != "__init__.py"]
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules)
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_two_modules_have_one_name_only_where_the_table_says_why() -> None:
    counts = Counter(Path(module).name for module in MODULES)
    shared = {name for name, count in counts.items() if count > 1}
    assert shared - set(SHARED_NAMES) == set(), "choose another name, or say why in tests/house_names.py"
    assert set(SHARED_NAMES) - shared == set(), "no longer shared: take the entry out"


def lines_with_any(path: Path) -> int:
    """Count the lines that name `Any`, imports left out."""
    text = path.read_text("utf-8")
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    left_out = {line for node in imports for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    lines = enumerate(text.splitlines(), 1)
    return sum(re.search(r"\bAny\b", line) is not None for number, line in lines if number not in left_out)


def test_few_lines_give_up_on_types() -> None:
    assert sum(lines_with_any(path) for path in python_files(SOURCE)) <= MOST_LINES_WITH_ANY


# ── Chinese terms ────────────────────────────────────────────────────────────


def test_chinese_texts_use_the_terms_that_were_decided() -> None:
    assert found_rejected() == [], "docs/reference/terms.md says what is written instead"


# ── docs/architecture.md ─────────────────────────────────────────────────────

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def section(title: str) -> str:
    """Text under a heading of docs/architecture.md."""
    return ARCHITECTURE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_what_to_open_for_a_change_is_there() -> None:
    rows = [line for line in section("I want to change …").splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 20
    for row in rows:
        paths = [path for path in re.findall(r"`([^`]+)`", row.split("|")[2]) if "/" in path or "." in path]
        assert paths, row
        assert [path for path in paths if not ((SOURCE / path).exists() or (ROOT / path).exists())] == [], row


def test_every_room_is_described() -> None:
    rooms = {f"{path.name}/" for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    rooms |= {path.name for path in SOURCE.glob("[a-z]*.py")}
    assert rooms - set(re.findall(r"(?m)^\| `([^`]+)` \|", section("The rooms"))) == set()


def test_the_import_rule_is_the_contract_that_is_checked() -> None:
    stated = [set(line.split(" | ")) for line in re.findall(r"(?m)^    (\w.*)$", section("The import rule"))]
    contracts = settings_of("importlinter")["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    checked = [set(line.split(" | ")) for line in layers]
    assert [line for line in stated if line in checked] == checked


# ── what is nowhere in the project ───────────────────────────────────────────

MACHINE = re.compile(
    r"(?<![\w.])/(work|root|home|mnt|farm)/\w|py[p]i\.org|files\.python[h]osted|arti[f]actory"
    r"|/simple/?\b"
)
TEXTS = (".py", ".toml", ".yaml", ".yml", ".md", ".csv", ".html", ".css", ".json", ".lock", ".cff", ".txt", ".sh", "")
LEFT_ASIDE = (".git", ".venv", ".native", "output", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", "__pycache__")  # noqa: E501  # fmt: skip


def committed_texts() -> list[Path]:
    """Every text of the project, as it would be cloned."""
    found = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix in TEXTS)
    return [path for path in found if not set(path.relative_to(ROOT).parts) & set(LEFT_ASIDE)]


def test_nothing_names_a_machine_or_a_registry() -> None:
    faults = []
    for path in committed_texts():
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                faults.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not faults, "\n".join(faults)


def test_the_package_prints_by_the_command_line_alone() -> None:
    faults = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"(?m)^\s*print\(|\bbreakpoint\(|\bpdb\b", path.read_text("utf-8"))
    ]
    assert not faults


# ── sentences are shown by their codes ───────────────────────────────────────

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LANGUAGES = {"en", "zh", "zh-Hant"}


def _texts_of_its_own(tree: ast.Module) -> list[str]:
    """Texts with Chinese characters, and English ones that stand beside a language; docstrings are none."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    found = [str(node.value) for node in texts if isinstance(node.value, str) and _HAN.search(node.value)]
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.Dict)):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in _LANGUAGES and isinstance(value, ast.Constant):
                words = str(value.value) if isinstance(value.value, str) else ""
                found += [words] if re.search("[A-Za-z]", words) and words not in _LANGUAGES else []
    return found


@pytest.mark.parametrize("modules", by_folder(MODULES).values(), ids=by_folder(MODULES))
def test_a_sentence_in_two_languages_stands_in_a_catalogue(modules: list[str]) -> None:
    for module in modules:
        found = _texts_of_its_own(ast.parse((SOURCE / module).read_text("utf-8")))
        assert bool(found) == (module in CHINESE_IN_CODE), (module, found or "the table names one that holds none")


def test_a_sentence_in_two_languages_is_found() -> None:
    assert _texts_of_its_own(ast.parse('TITLE = {"en": "score", "zh-Hant": "總分"}')) == ["總分", "score"]
    assert _texts_of_its_own(ast.parse('def f():\n    """總分"""\n    return {"en": name, "zh-Hant": ""}')) == []


READ_BY_PATTERNS = ("refresh/", "files/", "indicators/supply.py", "cli/terminal/wrong_usage.py")
"""Where words of others are read: of publishers, of planners, and of the library of the command line."""
_PATTERNS = ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


READ_BACK = re.compile(
    r'" in (?:reason|note|why)\b|\["(?:reason|note|text|because)"\]\)?\.(?:split|partition|startswith|replace)'
    r'|\.sub\([^()]*\["(?:reason|note|text|because)"\]|\bre\.escape\(\w+\)|re\.compile\(r"[^"]*\[a-z\]\[a-z0-9_\]\+'
)
"""How a sentence would be taken apart: cut, searched for the subject it begins with, or for the codes it names."""


def _patterns(tree: ast.Module) -> list[str]:
    """Every regular expression of a module, as far as it is written out."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PATTERNS
    ]
    parts = (part for call in calls for argument in call.args[:1] for part in ast.walk(argument))
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


OURS = by_folder(module for module in MODULES if not module.startswith(READ_BY_PATTERNS))
OF_PLANNERS = by_folder(module for module in MODULES if not module.startswith("cli/"))


@pytest.mark.parametrize("modules", OURS.values(), ids=OURS)
def test_no_sentence_of_our_own_is_read_back(modules: list[str]) -> None:
    """What is to be known of a sentence is asked of its code and slots (`criticality.text.kept`), not of its words."""
    for module in modules:
        text = (SOURCE / module).read_text("utf-8")
        words = [pattern for pattern in _patterns(ast.parse(text)) if re.search("[a-z]{2,} [a-z]{2,}", pattern)]
        assert words == [], module
        if module.startswith(("report/", "comparison/", "cli/")):
            assert not READ_BACK.search(text), module


def test_a_sentence_that_is_read_back_is_found() -> None:
    source = 'USE = re.compile(rf"largest use: (?P<use>.+) {SHARE}")\nre.sub("[a-z]+ ?", "", text)'
    assert _patterns(ast.parse(source)) == ["largest use: (?P<use>.+) ", "[a-z]+ ?"]
    for line in (
        'finding = re.sub(rf"^{re.escape(subject)}(?:[:：])", "", text)',
        '_CODE = re.compile(r"(?<![A-Za-z0-9_./])(?:[a-z][a-z0-9_]+|[A-Z]{3})(?![A-Za-z0-9_/])")',
        'subject = entry["text"].partition(":")[0]',
        'plain = _CODE.sub(named, row["because"])',
        'if "no trade" in reason:',
    ):
        assert READ_BACK.search(line), line


# ── messages in both languages ───────────────────────────────────────────────


def _bare(node: ast.expr | None, stated: dict[str, list[ast.expr]]) -> bool:
    """Whether an expression is a text written out in the source, here or where its name is given a value."""
    if isinstance(node, ast.Name):
        return any(_bare(value, {}) for value in stated.get(node.id, ()))
    if isinstance(node, ast.IfExp):
        return _bare(node.body, stated) or _bare(node.orelse, stated)
    if isinstance(node, ast.BoolOp | ast.BinOp):
        return any(_bare(part, stated) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and bool(node.value))


def _sentences_of(call: ast.Call) -> list[ast.expr]:
    """The message and the hint of a call that makes a problem."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = {"Problem": 4, "problem": 1}.get(name)
    if first is None:
        return []
    return [*call.args[first : first + 2], *(each.value for each in call.keywords if each.arg in ("message", "hint"))]


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """The names that an assignment gives a value to, with their values."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [pair for one, other in zip(target.elts, value.elts, strict=False) for pair in _pairs(one, other)]
    return [(target.id, value)] if isinstance(target, ast.Name) else []


def _bare_problems(tree: ast.Module) -> list[int]:
    """The lines on which a problem is made with a text of the source in place of a message."""
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        stated: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for name, value in _pairs(node.targets[0], node.value):
                    stated.setdefault(name, []).append(value)
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        found += [call.lineno for call in calls if any(_bare(text, stated) for text in _sentences_of(call))]
    return found


@pytest.mark.parametrize("modules", OF_PLANNERS.values(), ids=OF_PLANNERS)
def test_what_a_planner_is_told_has_a_code(modules: list[str]) -> None:
    """A problem is made of messages (`criticality.text.message`), so that it can be said in either language."""
    for module in modules:
        assert _bare_problems(ast.parse((SOURCE / module).read_text("utf-8"))) == [], module


def test_a_problem_made_of_a_text_is_found() -> None:
    source = """
def f(marked, x):
    message, hint = Message("a.b"), f"See {x}."
    marked.problem((), message, hint)
    Problem("", 1, None, "", message, severity="warning")
    Problem("", 1, None, "", "wrong" if x else message)
"""
    assert _bare_problems(ast.parse(source)) == [4, 6]

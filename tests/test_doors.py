"""The doors beside ./criticality: Windows' two files, Git Bash, macOS; read here, run on no such machine."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from oracles import said_by
from test_bootstrap import call, finish_environment, machine, project, write_program

ROOT = Path(__file__).parents[1]
CMD, SCRIPT = ROOT / "criticality.cmd", ROOT / "criticality.ps1"
WORKFLOW = ROOT / ".github/workflows/windows-and-macos.yml"
__all__ = ["project"]


def test_the_command_file_calls_the_script_beside_it_and_hands_on_its_exit_code() -> None:
    lines = CMD.read_bytes().decode("ascii").replace("\r\n", "\n").splitlines()
    assert '-File "%~dp0criticality.ps1" %*' in lines[2]
    assert lines[-1] == "exit /b %ERRORLEVEL%"
    assert "*.cmd text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()


def test_powershell_5_reads_its_chinese_by_the_mark_at_the_start() -> None:
    assert SCRIPT.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "首次使用" in SCRIPT.read_text("utf-8-sig")


def test_every_file_that_the_script_names_is_there_and_every_lock_is_in_its_fingerprint() -> None:
    text = SCRIPT.read_text("utf-8-sig")
    named = set(re.findall(r"requirements[a-z-]*\.lock", text))
    assert named >= {"requirements.lock", "requirements-native.lock", "requirements-desk.lock"}
    assert [name for name in named if not (ROOT / name).is_file()] == []
    (locks,) = re.findall(r"(?m)^\$locks = (.*)$", text)
    assert named <= set(re.findall(r"'([^']+)'", locks))
    assert "--require-hashes" in text


def test_every_call_of_a_program_is_asked_for_its_exit_code() -> None:
    lines = SCRIPT.read_text("utf-8-sig").splitlines()
    calls = [number for number, line in enumerate(lines) if re.match(r"\s*& ", line)]
    assert len(calls) == 4
    assert [lines[number] for number in calls if "$LASTEXITCODE" not in lines[number + 1]] == []


_PARSED = """
import sys, tree_sitter, tree_sitter_batch, tree_sitter_powershell
for grammar, file in ((tree_sitter_powershell, sys.argv[1]), (tree_sitter_batch, sys.argv[2])):
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    print(parser.parse(open(file, "rb").read()).root_node.has_error)
"""


@pytest.mark.slow
def test_parsers_of_powershell_and_of_command_files_find_no_error_in_them(tmp_path: Path) -> None:
    assert said_by(_PARSED, SCRIPT, CMD).split() == ["False", "False"]
    (tmp_path / "spoilt.ps1").write_bytes(SCRIPT.read_bytes().replace(b"foreach ($words in $candidates) {", b"for {"))
    (tmp_path / "spoilt.cmd").write_text("if exist x (\n", "ascii")
    assert said_by(_PARSED, tmp_path / "spoilt.ps1", tmp_path / "spoilt.cmd").split()[0] == "True"


def test_git_bash_is_told_what_to_type_in_both_languages(project: Path, tmp_path: Path) -> None:
    env = machine(tmp_path, None)
    (tmp_path / "bin/uname").unlink()
    write_program(tmp_path / "bin/uname", "#!/bin/sh\necho MINGW64_NT-10.0-22631\n")
    done = call(project, ["run"], env)
    assert done.returncode == 3
    assert "這是 Windows（Git Bash）" in done.stderr
    assert "./criticality.cmd run" in done.stderr
    assert ".\\criticality.cmd run" in done.stderr


def test_no_script_stands_between_the_door_and_python_where_the_loader_has_a_variable(
    project: Path, tmp_path: Path
) -> None:
    env = machine(tmp_path, None)
    finish_environment(project)
    write_program(project / ".venv/bin/python", '#!/bin/sh\necho "direct $DYLD_FALLBACK_LIBRARY_PATH $1 $4"\n')
    assert call(project, ["runs"], env).stdout.splitlines()[-1] == "[runs]"
    said = call(project, ["runs"], {**env, "DYLD_FALLBACK_LIBRARY_PATH": "/somewhere"}).stdout
    assert said == "direct /somewhere -P runs\n"


def test_the_door_tells_the_program_how_it_was_called(project: Path, tmp_path: Path) -> None:
    env = machine(tmp_path, None)
    finish_environment(project)
    write_program(project / ".venv/bin/criticality", '#!/bin/sh\necho "called $CRITICALITY_PROGRAM"\n')
    said = call(project, ["runs"], env).stdout
    assert said.startswith("called ")
    assert said.strip().endswith("/criticality")


def test_the_workflow_runs_both_systems_by_the_doors_that_are_here() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]
    assert {job["runs-on"] for job in jobs.values()} == {"windows-latest", "macos-latest"}
    words = "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    assert ".\\criticality.cmd run --draws 100\n" in f"{words}\n"
    assert "./criticality run --draws 100" in words
    font_names = {name for names in (("NotoSansCJKtc-Regular.otf", "NotoSansCJKtc-Bold.otf"),) for name in names}
    assert all(name in words for name in font_names)


def test_a_shell_reads_the_door_with_its_new_words() -> None:
    assert subprocess.run(["sh", "-n", str(ROOT / "criticality")], check=False).returncode == 0

"""No bytes of an input file end in a traceback: files of the fictional country, damaged at random."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from criticality.checking.check import check_workspace
from criticality.errors import Problem
from criticality.files.load import DIMENSIONS_FILE, SOURCES_FILE, Reading, read_criteria, read_evidence
from criticality.files.workspace import Workspace
from criticality.model.assessment import Assessment
from criticality.model.dataset import TABLES
from criticality.model.judgements import Weights
from criticality.model.sweeps.sweep_file import Sweep
from longer import examples, sampled
from workspace_builder import ASSESSMENT, ATLANTIS, atlantis, criticality

FILES = sorted(
    path.relative_to(ATLANTIS).as_posix()
    for path in ATLANTIS.rglob("*")
    if path.suffix in (".yaml", ".csv") and "output" not in path.parts
)
TOKEN = re.compile(rb"[^\s,:{}\[\]\"]+")
ODD = [
    *(
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b",",
        b":",
        b"{",
        b"}",
        b"[",
        b"]",
        b"-",
        b"\n",
        b"\r",
        b"\t",
        b"#",
    ),
    *(b"&a ", b"*a", b"!!x ", b"| ", b"> ", b"? ", b"~", b"%", b"@", b"`", b"{}", b"[]", b"true", b"WLD", b"OTH"),
    *(b"1e309", b"1e-320", b"-1", b"nan", b".inf", b"9" * 400, b"0x10", b"2024-13-45", b"\\ud800", b"\\N"),
    *(mark.encode() for mark in ("\x85", "\u2028", "\u00a0", "\u3000", "，", "：", "“", "；", "\U00020000")),
    *(b"<<<<<<< a\n", b"=======\n", b"sep=;\n", b"version https://git-lfs.github.com/spec/v1\n", b"PK\x03\x04"),
]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "cut", "byte", "end", "token", "again"]),
        st.floats(0, 1),
        st.sampled_from(ODD) | st.binary(max_size=4),
        st.integers(1, 80),
    ),
    min_size=1,
    max_size=6,
)


def damaged(raw: bytes, changes: list[tuple[str, float, bytes, int]]) -> bytes:
    for kind, place, odd, length in changes:
        at = int(place * len(raw))
        if kind == "insert":
            raw = raw[:at] + odd + raw[at:]
        elif kind == "cut":
            raw = raw[:at] + raw[at + length :]
        elif kind == "byte":
            raw = raw[:at] + odd[:1] + raw[at + 1 :]
        elif kind == "end":
            raw = raw[:at]
        elif kind == "again":
            raw = raw[:at] + raw[max(0, at - length) : at] + raw[at:]
        else:
            token = TOKEN.search(raw, at)
            raw = raw[: token.start()] + odd + raw[token.end() :] if token else raw + odd
    return raw


def in_order(problem: Problem) -> bool:
    """Whether a problem can be printed and leads somewhere."""
    return bool(str(problem).encode("utf-8")) and problem.line >= 1 and bool(problem.message)


@pytest.mark.parametrize("file", sampled(FILES, 4, lambda file: file.split("/")[0]))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES)
def test_a_damaged_file_is_read_or_refused_with_its_line(
    file: str, changes: list[tuple[str, float, bytes, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / file).parent.mkdir(parents=True)
        (root / file).write_bytes(damaged((ATLANTIS / file).read_bytes(), changes))
        reading = Reading(Workspace(root))
        if file == ASSESSMENT:
            reading.document(file, Assessment)
        elif file.startswith("criteria/") or file == DIMENSIONS_FILE:
            read_criteria(reading, "all")
        elif file == SOURCES_FILE or Path(file).stem in TABLES:
            read_evidence(reading)
        elif file.startswith("sweeps/"):
            reading.document(file, Sweep)
        else:
            assert file.startswith("weights/")
            reading.document(file, TypeAdapter(Weights))
        assert all(in_order(problem) for problem in reading.problems)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(FILES), changes=CHANGES)
def test_check_of_a_damaged_workspace_ends_in_problems(file: str, changes: list[tuple[str, float, bytes, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = atlantis(Path(folder))
        (root / file).write_bytes(damaged((root / file).read_bytes(), changes))
        assert all(in_order(problem) for problem in check_workspace(Workspace(root)))


@pytest.mark.parametrize("name", [b"\xff.yaml", b"\xb0\xea.csv", b"a\nb.yaml", b"\xe2\x80\xae.css", b"%s{0}.yaml"])
@pytest.mark.parametrize("folder", sampled(["criteria", "data", "templates", "weights", "scenarios", "assessments"], 4))
def test_any_name_of_a_file_can_be_told(tmp_path: Path, folder: str, name: bytes) -> None:
    root = atlantis(tmp_path)
    (root / folder).mkdir(exist_ok=True)
    with (root / folder / name.decode("utf-8", "surrogateescape")).open("wb") as file:
        file.write(b"\x00x: [")
    for command in (["check"], ["run", "--language", "none", "--quiet", "--draws", "0"]):
        outcome = criticality(*command, "--workspace", root)
        assert outcome.code in (0, 1)
        assert "Traceback" not in outcome.said

"""A child that computes without end, takes all memory, or has lost its parent is ended from outside."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from criticality.errors import MachineError, TemplateError
from criticality.report.pdf import limits, processes
from criticality.report.pdf.processes import Job, print_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are the kernel's")

CHILD = """
from pathlib import Path
from criticality.report.pdf.processes import serve
def work(task, tell):
    tell("the first step")
    {work}
    return []
serve(work)
"""


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Print one file with a child that does this."""
    monkeypatch.setattr(processes, "write_configuration", lambda folder: folder / "fonts.conf")

    def run(work):
        (tmp_path / "odd_child.py").write_text(CHILD.format(work=work), "utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return print_files([Job("odd_child", {}, (tmp_path / "page.pdf",))])

    return run


def test_a_template_that_computes_for_ever_ends_in_a_sentence(printed, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_STEP", 1)
    with pytest.raises(TemplateError, match=r"templates/: the first step: more than .* seconds of computing"):
        printed("9 ** 9 ** 9")  # inside the library of whole numbers no timer of the interpreter is heard


def test_a_page_that_takes_all_memory_ends_in_a_sentence(printed):
    with pytest.raises(MachineError, match=r"could not be written: MemoryError"):
        printed("bytearray(1 << 40)")


def test_a_child_that_waits_is_not_taken_for_one_that_computes(printed, monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "LONGEST_STEP", 1)
    printed("import time; time.sleep(3); Path(task['targets'][0]).write_bytes(b'x')")
    assert (tmp_path / "page.pdf").read_bytes() == b"x"


def test_a_child_ends_with_its_parent(tmp_path):
    child = "from criticality.report.pdf.limits import end_with_parent; end_with_parent(); import time; time.sleep(60)"
    parent = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(2)\nprint(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    number = int(process.stdout.readline())
    process.kill()
    process.communicate()
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        if "Z" in _state(number):
            return
        time.sleep(0.1)
    pytest.fail("the child still runs")


def _state(number):
    try:
        return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"

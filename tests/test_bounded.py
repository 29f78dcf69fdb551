"""A child that computes without end, takes all memory, or has lost its parent is ended from outside."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from criticality.bounded import Limits
from criticality.errors import MachineError, TemplateError
from criticality.report.pdf import processes
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
    monkeypatch.setattr(processes, "PRINTING", Limits(1, 8 << 30))
    with pytest.raises(TemplateError, match=r"templates/: the first step: more than .* seconds of computing"):
        printed("9 ** 9 ** 9")  # inside the library of whole numbers no timer of the interpreter is heard


def test_a_page_that_takes_all_memory_ends_in_a_sentence(printed):
    with pytest.raises(MachineError, match=r"could not be written: MemoryError"):
        printed("bytearray(1 << 40)")


def test_a_child_that_waits_is_not_taken_for_one_that_computes(printed, monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "PRINTING", Limits(1, 8 << 30))
    printed("import time; time.sleep(3); Path(task['targets'][0]).write_bytes(b'x')")
    assert (tmp_path / "page.pdf").read_bytes() == b"x"


@pytest.mark.parametrize("waiting", [0.0, 1.0])
def test_a_child_ends_with_its_parent_also_where_that_ends_while_it_starts(tmp_path, waiting):
    (tmp_path / "odd_child.py").write_text("import time; time.sleep(60)", "utf-8")
    parent = (
        "import time\nfrom criticality.bounded import Limits, start\n"
        f"child = start('odd_child', Limits(60, 1 << 30))\ntime.sleep({waiting})\nprint(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    words = {"env": {**os.environ, "PYTHONPATH": str(tmp_path)}, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", parent], **words)
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

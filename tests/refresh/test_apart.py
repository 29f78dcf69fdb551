"""A publisher's file is read in a process of its own: the same releases, and an end to what no reader knows of."""

import hashlib
import sys
import zipfile

import pytest

from criticality.bounded import Limits
from criticality.errors import InputError
from criticality.refresh import apart
from criticality.refresh.apart import LEAST_SECONDS, limits_of, read_apart
from criticality.refresh.baci import read_baci
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi
from criticality.text.message import Message

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits are the kernel's")


def test_the_releases_are_those_of_the_readers(usgs, baci, wgi):
    mined = usgs.write(usgs.row("China", "5,000"), usgs.row("Vietnam", "—", notes="[1] less than half a unit"))
    assert read_apart("usgs-mcs", mined, "") == read_usgs_mcs(mined, "")
    traded = baci.write("2023,490,156,280530,1.5,2", "2023,156,490,280530,3,NA")
    assert read_apart("baci", traded, "mine", country="TWN") == read_baci(traded, "TWN", "mine")
    ruled = wgi.book(
        {"rl": [["Economy (code)", "Year", "Governance estimate (approx. -2.5 to +2.5)"], ["AUS", 2024, 1]]}
    )
    assert read_apart("wgi", ruled, "w_2025") == read_wgi(ruled, "w_2025")


@pytest.mark.slow
def test_what_is_said_of_a_release_can_be_said_in_both_languages(usgs, baci):
    mined, _ = read_apart("usgs-mcs", usgs.write(usgs.row("Spain", "900"), usgs.row("World total", "123")), "")
    (traded,) = read_apart("baci", baci.write("2023,490,490,280530,1.5,2"), "mine", country="TWN")
    said = (*mined.remarks, *mined.left_out, *traded.remarks, *traded.left_out)
    assert len(said) > 9
    assert all(isinstance(sentence, Message) for sentence in said)
    assert "the file has no production of aluminium (extraction)" in mined.left_out
    assert "aluminium（extraction）之產量" in [sentence.said("zh-Hant") for sentence in mined.left_out]
    assert len(set(mined.left_out)) == len(mined.left_out)
    assert mined.remarks[0].said("zh-Hant").startswith("第 3 行數值互相矛盾")


def test_what_a_reader_refuses_is_told_as_it_tells_it(wgi):
    path = wgi.folder / "釋出\udcff.csv"
    path.write_bytes(b"x")
    with pytest.raises(InputError) as told:
        read_wgi(path)
    with pytest.raises(InputError) as apart_told:
        read_apart("wgi", path, "")
    assert apart_told.value.problems == told.value.problems


def bomb(wgi, cells):
    """A workbook with so many cells that the reader does not count, since a line end stands in each."""
    path = wgi.book({"rl": [["code", "year", "indicator", "estimate"]]}, "bomb.xlsx")
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    row = b"<row>" + b"<c\n/>" * 150 + b"</row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(b"</sheetData>", row * (cells // 150) + b"</sheetData>"))
    return path


@linux
def test_a_file_that_is_read_without_end_is_ended_and_nothing_is_written(wgi, workspace, import_into, monkeypatch):
    path = bomb(wgi, 9_000_000)
    assert path.stat().st_size < 1_000_000
    before = hashlib.sha256((workspace / "data" / "governance.csv").read_bytes()).digest()
    monkeypatch.setattr(apart, "LEAST_SECONDS", 1.0)
    said = import_into("wgi", path, "--write")
    assert "bomb.xlsx:1: reading it takes more than 1 seconds of computing, and was ended\n    hint: Is it the" in said
    assert hashlib.sha256((workspace / "data" / "governance.csv").read_bytes()).digest() == before


@linux
@pytest.mark.parametrize(
    ("work", "said"),
    [
        ("bytearray(1 << 40)", "reading it takes more than 64 MB of memory, and was ended"),
        ("raise ValueError('odd')", "it could not be read (ValueError: odd)"),
        ("import os; os._exit(7)", "it could not be read (ended with 7)"),
    ],
)
def test_a_child_that_ends_without_an_answer_is_told_in_a_sentence(tmp_path, monkeypatch, work, said):
    (tmp_path / "odd_child.py").write_text(work, "utf-8")
    (tmp_path / "a.csv").write_text("x\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "CHILD", "odd_child")
    monkeypatch.setattr(apart, "limits_of", lambda _file: Limits(30.0, 64 << 20))
    with pytest.raises(InputError) as caught:
        read_apart("wgi", tmp_path / "a.csv", "")
    assert [problem.message for problem in caught.value.problems] == [said]


def test_a_larger_file_may_take_longer(tmp_path):
    (tmp_path / "a.csv").write_bytes(bytes(20_000_000))
    assert limits_of(tmp_path / "a.csv").seconds == LEAST_SECONDS + 20.0
    assert limits_of(tmp_path / "b.csv").seconds == LEAST_SECONDS

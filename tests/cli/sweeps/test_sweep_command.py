"""`criticality sweep`: what it says before, what it prints after, and its page."""

# Holds: cli/sweeps/sweep_options.py, report/sweeps/sweep_page.py, report/sweeps/sweep_words.py.

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from criticality.cli.sweeps import sweep_command
from workspace_builder import atlantis, criticality

NAME = "weights-and-methods"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return atlantis(tmp_path).resolve()


def test_the_answer_in_the_terminal_in_both_languages(root: Path) -> None:
    english = criticality("sweep", NAME, "--workspace", root)
    assert english.code == 0, english.said
    assert "24 cases decided: all combinations" in english.out
    assert re.search(r"threshold of the score \(Critical\): 79 % of the differences by itself", english.out)
    assert re.search(r"Listed in all 24 cases \(\d+\): .*Coronium", english.out)
    assert re.search(r"Ilmenium +\d+ % +\d+", english.out)
    chinese = criticality("sweep", NAME, "--workspace", root, "--lang", "zh-Hant")
    assert "已評估 24 個個案：全部組合" in chinese.out
    assert "先前已完成" in chinese.err
    assert not re.search(r"\b(100|0) %", english.out + chinese.out)


def test_quiet_prints_the_folder_and_json_the_answer(root: Path) -> None:
    quiet = criticality("sweep", NAME, "--workspace", root, "--quiet")
    folder = Path(quiet.out.strip())
    assert quiet.err == ""
    assert (folder / "sweep.html").is_file()
    found = json.loads(criticality("sweep", NAME, "--workspace", root, "--json").out)
    assert found == json.loads((folder / "summary.json").read_text("utf-8"))
    assert found["cases"] == 24


def test_what_takes_long_begins_only_when_it_is_said_twice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_command, "_MEASURED", 1)
    monkeypatch.setattr(sweep_command, "seconds_needed", lambda _material, _workers: 3.2 * 3600)
    refused = criticality("sweep", NAME, "--workspace", root, "--workers", 2)
    assert refused.code == 2
    assert "24 cases would take about 3 h on 2 processes" in refused.said
    assert "--yes" in refused.said
    assert not (root / "output/sweeps").exists()
    chinese = criticality("sweep", NAME, "--workspace", root, "--workers", 2, "--lang", "zh-Hant")
    assert "約需 3 小時" in chinese.said
    begun = criticality("sweep", NAME, "--workspace", root, "--yes")
    assert begun.code == 0
    assert "about 3 h on one process" in begun.err


def test_one_thing_at_a_time_says_how_many_minerals_each_moves(root: Path) -> None:
    path = root / f"sweeps/{NAME}.yaml"
    path.write_text(path.read_text("utf-8") + "design: one_at_a_time\n", "utf-8")
    outcome = criticality("sweep", NAME, "--workspace", root)
    assert outcome.code == 0, outcome.said
    assert "8 cases decided: one thing varied at a time" in outcome.out
    assert re.search(r"threshold of the score \(Critical\): moves \d+ minerals", outcome.out)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.heads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name in ("src", "href") and (value or "").startswith("http") for name, value in attrs)
        self.open.append(tag)

    def handle_data(self, data: str) -> None:
        if "th" in self.open[-3:]:
            self.heads.append(data.strip())


def test_the_page_is_one_file_in_both_languages_that_loads_nothing(root: Path) -> None:
    folder = Path(criticality("sweep", NAME, "--workspace", root, "--quiet").out.strip())
    page = (folder / "sweep.html").read_text("utf-8")
    parser = _Texts()
    parser.feed(page)
    assert "Ilmenium" in parser.heads
    assert "default-src 'none'" in page
    for words in ("權重與方法是否左右清單？", "Do the weights and the method decide the list?", "全部 24 個", "all 24"):
        assert words in page
    assert not re.search(r">\s*(100|0) %", page)

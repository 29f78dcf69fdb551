"""The two editions of the fictional country's list, printed once for all tests of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sample_record import Record, sample_record, write_folder

from criticality.report import write_lists
from criticality.report.fonts import font_files


@dataclass(frozen=True)
class Printed:
    """A printed record: its folder, the PDFs by language, and what the printer told."""

    record: Record
    folder: Path
    editions: Mapping[str, Path]
    told: list[str]


def needs_pages() -> None:
    """Skip by name where the machine has no font; a machine without Pango fails, since CI has it."""
    if not font_files():
        pytest.skip("the font Noto Sans CJK TC is not installed")


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    needs_pages()
    record = sample_record(robustness=True)
    folder = write_folder(record, tmp_path_factory.mktemp("printed") / record["run_id"])
    told: list[str] = []
    paths = write_lists(record, folder, ["zh-Hant", "en"], progress=told.append)
    return Printed(record, folder, {path.name.split(".")[1]: path for path in paths}, told)

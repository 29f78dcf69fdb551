"""A run prints its record from memory, `report` the same record read back with its keys in order: the same pages."""

# Holds: report/pdf/processes.py.

# Holds: report/pdf/editions.py.

from pathlib import Path
from typing import Any

import pytest
from printed_lists import needs_pages
from sample_record import sample_record, write_folder

from criticality.report import write_lists


def backwards(value: Any) -> Any:
    """The same content, every mapping with its last key first."""
    if isinstance(value, dict):
        return {key: backwards(part) for key, part in reversed(value.items())}
    return [backwards(part) for part in value] if isinstance(value, list) else value


@pytest.mark.slow
def test_the_order_of_a_record_in_memory_changes_no_byte(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(robustness=True)
    printed = []
    for name, content in {"kept": record, "backwards": backwards(record)}.items():
        folder = write_folder(record, tmp_path / name / record["run_id"])
        (path,) = write_lists(content, folder, [("full", "en")])
        printed.append(path.read_bytes())
    assert printed[0] == printed[1]

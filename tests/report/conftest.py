"""The two editions of the fictional country's list, printed once for all tests of this folder."""

import pytest
from printed_lists import Printed, needs_pages
from sample_record import sample_record, write_folder

from criticality.report import write_lists


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    needs_pages()
    record = sample_record(robustness=True, policy=True)
    folder = write_folder(record, tmp_path_factory.mktemp("printed") / record["run_id"])
    told: list[str] = []
    paths = write_lists(record, folder, ["zh-Hant", "en"], progress=told.append)
    return Printed(record, folder, {path.name.split(".")[1]: path for path in paths}, told)

"""The three editions of the fictional country's list, printed once for all tests of this folder."""

import pytest
from printed_lists import Printed, needs_pages
from sample_record import sample_record, write_folder

from criticality.model.document import EDITIONS, LANGUAGES
from criticality.report import write_lists


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    needs_pages()
    record = sample_record(robustness=True, policy=True)
    folder = write_folder(record, tmp_path_factory.mktemp("printed") / record["run_id"])
    told: list[str] = []
    lists = [(edition, language) for language in LANGUAGES for edition in EDITIONS]
    paths = dict(zip(lists, write_lists(record, folder, lists, progress=told.append), strict=True))
    full, short, public = (
        {code: paths[edition, code] for code in LANGUAGES} for edition in ("full", "short", "public")
    )
    return Printed(record, folder, full, short, public, told)

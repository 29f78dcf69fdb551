"""A file that stands beside a record: read where the seal names it, refused where it is not what belongs there."""

from hashlib import sha256
from pathlib import Path

import pytest

from criticality.errors import RecordError
from criticality.records.beside import sealed_json
from criticality.records.seal import SUMS

NAME = "printing.json"


def beside(folder: Path, text: str) -> Path:
    """A folder with one sealed file of this text."""
    (folder / NAME).write_text(text, "utf-8")
    (folder / "record.json").write_text("{}", "utf-8")
    sums = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in (NAME, "record.json")]
    (folder / SUMS).write_text("".join(sums), "utf-8")
    return folder


def test_a_sealed_file_is_returned_and_one_that_the_seal_does_not_name_is_none(tmp_path: Path) -> None:
    folder = beside(tmp_path, '{"a": [1, 2]}')
    assert sealed_json(folder, NAME, dict[str, list[int]]) == {"a": [1, 2]}
    assert sealed_json(folder, "policy.json", dict[str, int]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": NaN}', f"{NAME}: .*NaN is no number of JSON"),
        ('{"a": ["x"]}', rf"{NAME}: a\[0\]: a whole number belongs here"),
    ],
)
def test_what_is_no_json_or_of_another_shape_is_told_with_the_file(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(RecordError, match=told):
        sealed_json(beside(tmp_path, text), NAME, dict[str, list[int]])


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    folder = beside(tmp_path, '{"a": [1]}')
    (folder / NAME).write_text('{"a": [2]}', "utf-8")
    with pytest.raises(RecordError, match=f"{NAME} is not what was written"):
        sealed_json(folder, NAME, dict[str, list[int]])

"""Write the files of a comparison to output/comparisons/<a>--<b>/; a file is written completely or not at all."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.records.drafts import draft_folder, put
from criticality.text.message import Message

COMPARISON = "comparison.json"
_LONGEST = 4


def comparison_folder(runs: Path, names: Sequence[str]) -> Path:
    """The folder of a comparison, beside the folder of the runs.

    Parameters
    ----------
    runs
        The folder of the records.
    names
        Run ids in the order in which they are compared; many are shortened to the first, the last and a digest.
    """
    name = "--".join(names)
    if len(names) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{names[0]}--{names[-1]}--{len(names)}-{digest}"
    return runs.parent / "comparisons" / name


def put_file(folder: Path, name: str, content: bytes) -> Path:
    """Write one file of a comparison, replacing an earlier one in a single step.

    Raises
    ------
    RecordError
        If the folder is a link, so that the file would stand elsewhere.
    """
    for place in (folder, folder.parent):
        if place.is_symlink():
            message = Message("records.comparison_link", place=place)
            raise RecordError(with_hint(message, Message("records.remove_link")))
    folder.mkdir(parents=True, exist_ok=True)
    with draft_folder(folder, name) as drafts:
        (drafts / name).write_bytes(content)
        put(drafts / name, folder / name)
    return folder / name


def put_json(folder: Path, content: Mapping[str, object]) -> Path:
    """Write the comparison itself, for machines."""
    return put_file(folder, COMPARISON, (one_object(content) + "\n").encode("utf-8"))


def one_object(content: Mapping[str, object]) -> str:
    """A comparison as one JSON object on one line."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False)

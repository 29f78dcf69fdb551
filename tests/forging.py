"""A forger of records: files altered, and every sum and digest that this software writes made anew to fit."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from criticality.records.digest import digest_of, result_digest_of
from workspace_builder import atlantis, run_folder

SUMS, OWN = "SHA256SUMS", "SHA256SUMS.record"
OLDER = Path(__file__).parent / "records" / "older"
VERSIONS = tuple(sorted(path.stem for path in OLDER.glob("*.zip")))
Alteration = Callable[[dict[str, Any]], None]


@cache
def _made(draws: int) -> Path:
    import tempfile

    return run_folder(atlantis(Path(tempfile.mkdtemp(prefix="tests-forging-"))), "--draws", draws)


def fresh(folder: Path, draws: int = 0) -> Path:
    """A workspace of its own in a new folder, with one untouched record; returns the record's folder."""
    made = _made(draws)
    root = folder / "workspace"
    shutil.copytree(made.parents[2], root)
    return root / "output" / "runs" / made.name


def older(folder: Path, version: str) -> Path:
    """A workspace with the record that an older version wrote of the fictional country."""
    root = atlantis(folder)
    with zipfile.ZipFile(OLDER / f"{version}.zip") as sample:
        sample.extractall(root / "output" / "runs")
    (record,) = (root / "output" / "runs").iterdir()
    return record


def workspace_of(record: Path) -> Path:
    return record.parents[2]


def remake_sums(folder: Path, *, drop: str = "") -> None:
    """Write both seals anew, as somebody does who knows the format."""
    for name in (OWN, SUMS):
        if (folder / name).is_file():
            names = [line.partition("  ")[2] for line in (folder / name).read_text("utf-8").splitlines()]
            kept = [each for each in names if each != drop and (folder / each).is_file()]
            lines = [f"{hashlib.sha256((folder / each).read_bytes()).hexdigest()}  {each}\n" for each in kept]
            (folder / name).write_text("".join(lines), "utf-8")


def written(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def alter(folder: Path, change: Alteration, *, digests: bool = True, files: bool = True) -> Path:
    """Change record.json; with `digests` its own digests and the folder's name fit again, with `files` tables too."""
    from criticality.interchange.run_crate import CRATE, SealedFile, crate_text
    from criticality.records.csv_tables import csv_tables
    from criticality.records.run_summary import summary_of

    content = json.loads((folder / "record.json").read_text("utf-8"))
    change(content)
    if digests:
        content["digest"] = digest_of(content["inputs"], content["software"]["criticality"])
        content["run_id"] = f"{content['as_of']}-{content['digest'][:8]}"
        if "result_digest" in content:
            content["result_digest"] = result_digest_of(content["result"])
    if files:
        for name, text in csv_tables(content).items():
            (folder / "tables" / name).write_text(text, "utf-8", newline="")
        (folder / "summary.json").write_text(written(summary_of(content)), "utf-8")
    (folder / "record.json").write_text(written(content), "utf-8")
    if files and (folder / CRATE).is_file():
        own = (folder / "record.json", folder / "summary.json", *(folder / "tables").iterdir())
        made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in own}
        described = {name: SealedFile(len(text), hashlib.sha256(text).hexdigest()) for name, text in made.items()}
        (folder / CRATE).write_text(crate_text(content, described), "utf-8")
    remake_sums(folder)
    is_a_name = re.fullmatch(r"[\w-]{1,60}", content["run_id"])
    renamed = folder.with_name(content["run_id"]) if digests and is_a_name else folder
    folder.rename(renamed)
    return renamed


@contextmanager
def nothing_outside(folder: Path) -> Iterator[None]:
    """Insist that nothing appears beside a workspace while a command reads a hostile record."""
    before = sorted(os.walk(folder))
    yield
    assert sorted(os.walk(folder)) == before

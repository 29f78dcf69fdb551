"""Add pages to a record: all of them or none, sealed, and whole for every reader at any moment.

The files are made in a hidden folder beside the record. Then the coming seal is written beside the present one, the
files are put in place, and the coming seal takes the place of the present one. A reader accepts a file by either seal,
so a command that is killed in between leaves a record that still holds; the next command puts the rest in order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from criticality.records.drafts import alone_in, draft_folder, put
from criticality.records.seal import NEXT_SUMS, SUMS, Sums, next_sums, read_sums, sha256, sums_text


@contextmanager
def additions(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write files into; at the end they stand in the record, sealed.

    Parameters
    ----------
    folder
        The record's folder.

    Yields
    ------
    Path
        A folder inside it. If the block raises, nothing is added.
    """
    with draft_folder(folder, "pages") as room:
        drafts = room / "made"
        drafts.mkdir()
        yield drafts
        made = sorted(path for path in drafts.iterdir() if not path.name.startswith("."))
        if made:
            with alone_in(folder):
                _put_in_place(folder, room, made)


def _put_in_place(folder: Path, room: Path, made: list[Path]) -> None:
    _settle(folder, room)
    sums = {**read_sums(folder, SUMS), **{path.name: sha256(path.read_bytes()) for path in made}}
    _announce(folder, room, sums)
    for path in made:
        put(path, folder / path.name)
    put(folder / NEXT_SUMS, folder / SUMS)


def _settle(folder: Path, room: Path) -> None:
    """Finish what a killed command began: seal the files that it had put in place."""
    coming = next_sums(folder)
    if not coming:
        return
    sums = read_sums(folder, SUMS)
    for name, digest in coming.items():
        if (folder / name).is_file() and sha256((folder / name).read_bytes()) == digest:
            sums[name] = digest
    _announce(folder, room, sums)
    put(folder / NEXT_SUMS, folder / SUMS)


def _announce(folder: Path, room: Path, sums: Sums) -> None:
    """Write the coming seal beside the present one."""
    draft = room / NEXT_SUMS
    draft.write_bytes(sums_text(sums).encode("utf-8"))
    put(draft, folder / NEXT_SUMS)

"""The font of the list: where it lies, which characters it has, and a font configuration that knows no other."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from criticality.model.record import FontFiles
from criticality.report.pdf import refusals

FAMILY = "Noto Sans CJK TC"
_NAMES = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKtc-Regular.otf", "NotoSansCJKtc-Bold.otf"),
)
_OF_WINDOWS = {"LOCALAPPDATA": "Microsoft/Windows/Fonts", "WINDIR": "Fonts"}
"""Variable of Windows → the folder of fonts below what it names: the user's, the machine's."""
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def font_files() -> tuple[Path, ...]:
    """Return the regular and bold file of the family, or nothing where the machine lacks one.

    Looked for in ``$CRITICALITY_NATIVE/usr/share/fonts`` (where the start script unpacks them), then in the folders of
    the user and of the system.
    """
    for folder in _folders():
        result: dict[str, Path] = {}
        for path in sorted(folder.rglob("NotoSansCJK*")):
            result.setdefault(path.name, path)
        for names in _NAMES:
            if all(name in result for name in names):
                return tuple(result[name] for name in names)
    return ()


def _folders() -> Iterator[Path]:
    native = os.environ.get("CRITICALITY_NATIVE")
    home = Path(os.environ.get("HOME") or "/nonexistent")
    candidates = [
        *([Path(native) / "usr/share/fonts"] if native else []),
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        *(Path(os.environ[name]) / below for name, below in _OF_WINDOWS.items() if os.environ.get(name)),
    ]
    yield from (folder for folder in candidates if folder.is_dir())


def font_digests() -> FontFiles | None:
    """Return family and SHA-256 of the font's files for the record; None where the machine lacks the font."""
    paths = font_files()
    return {"family": FAMILY, "files": _digests(paths)} if paths else None


@cache
def _digests(paths: tuple[Path, ...]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def write_configuration(folder: Path) -> Path:
    """Write a font configuration into `folder` that knows the family's two files and nothing else.

    Raises
    ------
    MachineError
        The machine lacks the font.
    """
    paths = font_files()
    if not paths:
        raise refusals.fonts_missing(FAMILY)
    fonts = folder / "fonts"
    fonts.mkdir()
    for path in paths:
        _stand_in(fonts / path.name, path.resolve())
    configuration = folder / "fonts.conf"
    configuration.write_text(
        _CONFIGURATION.format(fonts=escape(str(fonts)), cache=escape(str(folder / "cache"))), encoding="utf-8"
    )
    return configuration


def _stand_in(place: Path, file: Path) -> None:
    """Put a link to a file, or a copy where the system lets nobody make links (Windows)."""
    try:
        place.symlink_to(file)
    except OSError:
        shutil.copyfile(file, place)


def covered_characters() -> frozenset[int]:
    """Return the code points both files of the family can print."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    covered: frozenset[int] | None = None
    read: set[bytes] = set()
    for path in font_files():
        count = _faces(path)
        for number in range(count):
            with TTFont(path, fontNumber=number, lazy=True) as face:
                if face["name"].getDebugName(1) == FAMILY or count == 1:
                    table = face.reader["cmap"]
                    if table not in read:  # regular and bold of a release have the same characters: read once
                        points = frozenset(face.getBestCmap())
                        covered = points if covered is None else covered & points
                    read.add(table)
                    break
    return covered or frozenset()


def _faces(path: Path) -> int:
    with path.open("rb") as stream:
        head = stream.read(12)
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1

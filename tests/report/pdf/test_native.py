"""Windows and macOS: the libraries of a Python package are the ones that WeasyPrint opens, and are found by it."""

import ctypes.util
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from criticality.report.pdf import fonts, native
from lacking import lacking

ROOT = Path(__file__).parents[3]
LOCK = (ROOT / "requirements-native.lock").read_text("utf-8")
SYSTEMS = (native.WINDOWS, native.MACOS, native.LINUX)


def opened_by_weasyprint() -> list[set[str]]:
    """The names that each call of WeasyPrint tries, read from its source: importing it would load libraries."""
    package = next(Path(folder) / "weasyprint" for folder in sys.path if (Path(folder) / "weasyprint").is_dir())
    calls = re.findall(r"= _dlopen\(([^()]*)\)", (package / "text/ffi.py").read_text("utf-8"))
    return [set(re.findall(r"'([^']+)'", call)) for call in calls if "harfbuzz-vector" not in call]


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_library_has_a_name_that_weasyprint_tries(system: str) -> None:
    calls = opened_by_weasyprint()
    assert len(calls) == len(native.LIBRARIES[system]) == 6
    for name, tried in zip(native.LIBRARIES[system], calls, strict=True):
        assert tried & {name, name.removesuffix(".dll")}, name  # Windows adds the ending


def test_on_linux_nothing_is_searched_where_the_loader_knows_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    search = ctypes.util.find_library
    monkeypatch.setattr(native, "_opens", lambda _name: True)
    with native.opened_by_file_name("linux"):
        assert ctypes.util.find_library("c") is None
    assert ctypes.util.find_library is search
    monkeypatch.setattr(native, "_opens", lambda name: name != "libharfbuzz-subset.so.0")
    for system in SYSTEMS:
        with native.opened_by_file_name(system):
            assert ctypes.util.find_library is search, system


def test_the_wheels_are_pinned_by_digest_for_these_two_systems_alone() -> None:
    assert re.search(r"(?m)^gstreamer-libs==[\d.]+ ; sys_platform == 'win32' or sys_platform == 'darwin' \\$", LOCK)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", LOCK)) == 2


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package with empty libraries of both systems; its own code may not run."""
    folder = tmp_path / native.PACKAGE
    for system, below in (("win32", "bin"), ("darwin", "lib")):
        (folder / below).mkdir(parents=True)
        for name in native.LIBRARIES[system]:
            (folder / below / name).write_bytes(b"")
    (folder / "__init__.py").write_text("raise RuntimeError", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def test_windows_is_told_the_folder_before_the_import(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    told: list[str] = []
    monkeypatch.setattr(os, "add_dll_directory", told.append, raising=False)
    native.name_library_folder("win32")
    assert {"WEASYPRINT_DLL_DIRECTORIES": str(package / "bin")} == os.environ
    assert told == [str(package / "bin")]


def test_macos_opens_them_by_path_so_that_no_variable_of_the_loader_is_needed(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    class FFI:
        def dlopen(self, name: str, flags: int = 0) -> None:
            opened.append((name, flags))

    monkeypatch.setitem(sys.modules, "cffi", SimpleNamespace(FFI=FFI))
    native.name_library_folder("darwin")
    native.name_library_folder("darwin")
    FFI().dlopen("libpango-1.0.dylib", 2)
    FFI().dlopen("libelsewhere.dylib")
    assert opened == [(str(package / "lib/libpango-1.0.dylib"), 2), ("libelsewhere.dylib", 0)]


def test_linux_and_a_package_that_lacks_one_are_left_alone(package: Path) -> None:
    assert native.library_folder("linux") is None
    (package / "lib/libharfbuzz.0.dylib").unlink()
    assert native.library_folder("darwin") is None
    assert native.library_folder("win32") == package / "bin"


def test_a_font_is_copied_where_nobody_may_make_a_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_words: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refused)
    configuration = fonts.write_configuration(tmp_path)
    assert f"<dir>{tmp_path / 'fonts'}</dir>" in configuration.read_text("utf-8")
    copied = sorted((tmp_path / "fonts").iterdir())
    assert [path.read_bytes() for path in copied] == [path.read_bytes() for path in sorted(fonts.font_files())]


def test_the_fonts_of_a_windows_user_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "Microsoft/Windows/Fonts"
    folder.mkdir(parents=True)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert folder in list(fonts._folders())


# ── the wheel itself ─────────────────────────────────────────────────────────

WINDOWS_OWN = re.compile(
    r"(advapi32|dnsapi|iphlpapi|kernel32|ole32|shell32|shlwapi|user32|ws2_32|vcruntime140|api-ms-win-.*)\.dll"
)
"""Windows' own, and the one that CPython ships."""
IMPORTS = """
import sys, pefile
kinds = [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{kind}"] for kind in ("IMPORT", "DELAY_IMPORT")]
for path in sys.argv[1:]:
    image = pefile.PE(path, fast_load=True)
    image.parse_data_directories(kinds)
    found = [*getattr(image, "DIRECTORY_ENTRY_IMPORT", []), *getattr(image, "DIRECTORY_ENTRY_DELAY_IMPORT", [])]
    print(*(entry.dll.decode().lower() for entry in found))
"""


def downloaded(folder: Path, *platforms: str) -> Path:
    """The pinned wheel of a system, checked against its digest."""
    pinned = folder / "pinned.txt"
    pinned.write_text(re.sub(r" ; sys_platform.*? \\\n", " \\\\\n", LOCK), "utf-8")  # pip asks for this machine
    words = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(pinned)]
    words += [word for name in platforms for word in ("--platform", name)]
    pip = [sys.executable, "-m", "pip"] if shutil.which("pip") is None else ["pip"]
    done = subprocess.run([*pip, *words, "-d", str(folder)], capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        lacking(f"the pinned wheel cannot be downloaded: {done.stderr[-300:]}")
    assert hashlib.sha256(wheels[0].read_bytes()).hexdigest() in LOCK
    return wheels[0]


def library_files(wheel: Path, below: str, into: Path) -> dict[str, Path]:
    """Name in lower case → each library of a folder of the wheel, unpacked."""
    with zipfile.ZipFile(wheel) as archive:
        inside = [name for name in archive.namelist() if f"/{native.PACKAGE}/{below}/" in name]
        inside = [name for name in inside if name.partition(f"/{below}/")[2].count("/") == 0]
        return {Path(name).name.lower(): Path(archive.extract(name, into)) for name in inside}


@pytest.mark.slow
def test_the_windows_wheel_has_the_six_and_all_that_they_import(tmp_path: Path) -> None:
    from oracles import said_by

    files = library_files(downloaded(tmp_path, "win_amd64"), "bin", tmp_path / "unpacked")
    todo, closure, outside = list(native.LIBRARIES["win32"]), set[str](), set[str]()
    while todo:
        closure |= set(todo)
        lines = said_by(IMPORTS, *(files[name] for name in todo)).splitlines()
        named = {name for line in lines for name in line.split()}
        outside |= named - files.keys()
        todo = sorted((named & files.keys()) - closure)
    assert len(closure) == 18
    assert [name for name in sorted(outside) if not WINDOWS_OWN.fullmatch(name)] == []


@pytest.mark.slow
def test_the_macos_wheel_has_the_six(tmp_path: Path) -> None:
    files = library_files(downloaded(tmp_path, "macosx_10_13_universal2"), "lib", tmp_path / "unpacked")
    assert {name.lower() for name in native.LIBRARIES["darwin"]} <= files.keys()

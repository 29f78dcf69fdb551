"""The native libraries of the pages where a Python package brings them: on Windows and macOS, `gstreamer-libs`.

WeasyPrint opens Pango and its kin by name when it is imported. Windows looks only in folders that a process names, and
macOS only where its loader was told before the process began, in a variable that /bin/sh drops. So the folder is named
here, in the process itself, before the import. Linux has the libraries of its distribution; they are opened there by
the names of their files.
"""

import ctypes
import ctypes.util
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

PACKAGE = "gstreamer_libs"
WINDOWS, MACOS, LINUX = "win32", "darwin", "linux"
LIBRARIES = {
    WINDOWS: (
        "gobject-2.0-0.dll",
        "pango-1.0-0.dll",
        "harfbuzz.dll",
        "harfbuzz-subset.dll",
        "fontconfig-1.dll",
        "pangoft2-1.0-0.dll",
    ),
    MACOS: (
        "libgobject-2.0.0.dylib",
        "libpango-1.0.dylib",
        "libharfbuzz.0.dylib",
        "libharfbuzz-subset.0.dylib",
        "libfontconfig.1.dylib",
        "libpangoft2-1.0.dylib",
    ),
    LINUX: (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
        "libpangoft2-1.0.so.0",
    ),
}
"""System → the files that WeasyPrint opens, under names that it tries."""

_FOLDERS = {WINDOWS: "bin", MACOS: "lib"}
_DLL_DIRECTORIES = "WEASYPRINT_DLL_DIRECTORIES"


def library_folder(system: str = sys.platform) -> Path | None:
    """The folder of the package that holds all the libraries; None on Linux, and where the package is not installed."""
    found = importlib.util.find_spec(PACKAGE) if system in _FOLDERS else None  # its own code is not run
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / _FOLDERS[system]
    return folder if all((folder / name).is_file() for name in LIBRARIES[system]) else None


def name_library_folder(system: str = sys.platform) -> None:
    """Have WeasyPrint find the libraries of the package; called before it is imported, any number of times."""
    folder = library_folder(system)
    if folder is None:
        return
    if system == WINDOWS:
        os.environ.setdefault(_DLL_DIRECTORIES, str(folder))
        with suppress(AttributeError, OSError):  # for `ctypes`, which is asked first whether they are there
            os.add_dll_directory(str(folder))  # type: ignore[attr-defined]
    else:
        _open_by_path(import_module("cffi"), folder)


@contextmanager
def opened_by_file_name(system: str = sys.platform) -> Iterator[None]:
    """Have WeasyPrint, while it is imported, open the libraries of Linux without a search.

    It tries short names first, and for each of them Python asks ldconfig, the compiler and the linker where the library
    lies: some forty processes, before the name of the file is tried, which the loader of the system knows. Where any of
    the libraries has another name, the search stays.
    """
    if system != LINUX or not all(map(_opens, LIBRARIES[LINUX])):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _found_nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _opens(name: str) -> bool:
    """Return whether the loader of the system knows a library by the name of its file."""
    with suppress(OSError):
        return bool(ctypes.CDLL(name))
    return False


def _found_nowhere(name: str) -> str | None:
    return None


def _open_by_path(cffi: ModuleType, folder: Path) -> None:
    """Have cffi open a library of the folder by its path, and every other one by its name as before."""
    opened = cffi.FFI.dlopen
    if getattr(opened, "folder", None) == folder:
        return

    def dlopen(ffi: object, name: str, flags: int = 0) -> object:
        path = folder / str(name)
        return opened(ffi, str(path) if path.is_file() else name, flags)

    dlopen.__dict__["folder"] = folder
    cffi.FFI.dlopen = dlopen

"""On which machine and with which libraries a run was made; recorded, but no part of its identity."""

import ctypes
import platform
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from criticality.model.record import Environment, FontFiles

_CPU_INFO = Path("/proc/cpuinfo")
LIBRARIES = ("jinja2", "numpy", "pandas", "pydantic", "pymcdm", "pyyaml", "scipy", "weasyprint")


NATIVE: Mapping[str, tuple[str, str]] = {
    "pango": ("libpango-1.0.so.0 libpango-1.0.dylib libpango-1.0-0.dll pango-1.0-0.dll", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0 libharfbuzz.0.dylib libharfbuzz-0.dll harfbuzz.dll", "hb_version_string"),
    "fontconfig": ("libfontconfig.so.1 libfontconfig.1.dylib libfontconfig-1.dll fontconfig-1.dll", "FcGetVersion"),
}
"""The native libraries that set a page: their files on each system, and the function that says their version."""


def environment_of(font: FontFiles | None) -> Environment:
    """Versions of Python and the libraries, and the digests of the font files."""
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "font": font,
    }


def printing_environment(font: FontFiles | None) -> Environment:
    """The same with the versions of the native libraries, which are loaded for it."""
    return {**environment_of(font), "native": {name: _native_version(*NATIVE[name]) for name in NATIVE}}


@cache
def _native_version(files: str, function: str) -> str | None:
    """The version that a native library tells of itself; None where it is not there."""
    for file in files.split():
        with suppress(OSError, AttributeError):
            tell = getattr(ctypes.CDLL(file), function)
            if function == "FcGetVersion":
                number = int(tell())
                return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
            tell.restype = ctypes.c_char_p
            return str(tell().decode("ascii", "replace"))
    return None


def _processor() -> str:
    """The model of the processor: another one may round the last digit of a figure in another way."""
    try:
        lines = _CPU_INFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

"""On which machine and with which libraries a run was made; recorded, but no part of its identity."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from criticality.model.record import Environment, FontFiles

_CPU_INFO = Path("/proc/cpuinfo")
LIBRARIES = ("jinja2", "numpy", "pandas", "pydantic", "pymcdm", "pyyaml", "scipy", "weasyprint")


def environment_of(font: FontFiles | None) -> Environment:
    """Versions of Python and the libraries, and the digests of the font files."""
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "font": font,
    }


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

"""On which machine and with which libraries a run was made; recorded, but no part of its identity."""

import platform
from importlib.metadata import PackageNotFoundError, version

from criticality.model.record import Environment, FontFiles

LIBRARIES = ("jinja2", "numpy", "pandas", "pydantic", "pymcdm", "pyyaml", "scipy", "weasyprint")


def environment_of(font: FontFiles | None) -> Environment:
    """Versions of Python and the libraries, and the digests of the font files."""
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "libraries": {name: _version(name) for name in LIBRARIES},
        "font": font,
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

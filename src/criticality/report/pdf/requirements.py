"""What a machine must have before pages can be printed: the library Pango and the font of the list."""

import ctypes
import ctypes.util
from contextlib import suppress

from criticality.report.pdf import fonts, native, refusals

_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0"),
)


def require_machine() -> None:
    """Refuse before anything is computed where the pages could not be printed.

    Raises
    ------
    MachineError
        Pango or the font is missing; the message says what to type, in both languages.
    """
    native.name_library_folder()
    folder = native.library_folder()
    for names in _LIBRARIES if folder is None else ():
        if not any(_loads(name) for name in names):
            raise refusals.libraries_missing(names[0])
    if not fonts.font_files():
        raise refusals.fonts_missing(fonts.FAMILY)


def _loads(name: str) -> bool:
    """Return whether the dynamic linker finds a library by file name or by short name."""
    for result in (str, ctypes.util.find_library):  # the second starts other programs: asked where the first fails
        with suppress(OSError):
            if (candidate := result(name)) and ctypes.CDLL(candidate):
                return True
    return False

"""What to tell a reader whose machine lacks something the pages need, in both languages."""

from criticality.errors import MachineError
from criticality.text.message import Message


def fonts_missing(family: str) -> MachineError:
    """Return the refusal of a machine without the font of the printed list."""
    commands = Message(
        "printing.commands",
        debian="fonts-noto-cjk",
        fedora="google-noto-sans-cjk-fonts",
        macos="--cask font-noto-sans-cjk",
    )
    return MachineError(Message("printing.fonts_missing", family=family, commands=commands))


def libraries_missing(reason: str) -> MachineError:
    """Return the refusal of a machine without Pango."""
    commands = Message(
        "printing.commands",
        debian="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        fedora="pango",
        macos="pango",
    )
    return MachineError(Message("printing.libraries_missing", reason=reason, commands=commands))


def broken(reason: str) -> MachineError:
    """Return the refusal when writing the pages failed for a reason of the machine (memory, disk, a killed process)."""
    return MachineError(Message("printing.broken", reason=reason))

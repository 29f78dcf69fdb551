"""What the command line asks of the desk, as it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DeskOrder:
    """What the command line asked of the desk."""

    workspace: Path | None
    port: int
    host: str
    auth: str
    browser: bool
    public: str = ""
    proxies: Sequence[str] = ()
    uds: Path | None = None
    headers: tuple[str, str, str] = ("", "", "")
    groups: Sequence[str] = ()
    sign_out: str = ""

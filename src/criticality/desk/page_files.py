"""The pages of the desk: templates, styles and scripts of this folder, and the colours of the printed pages."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from criticality.report.html.rendering import STYLE, Templates, packaged_templates

_KINDS: Mapping[str, str] = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
TOKENS = "tokens.css"
"""The colours and the font of the printed pages, as the desk's own style sheet uses them."""


@dataclass(frozen=True)
class StaticFile:
    """A file of the pages: its bytes, its kind, and a name for its content (ETag)."""

    content: bytes
    kind: str
    tag: str


@cache
def page_texts() -> Mapping[str, str]:
    """Return the texts of the templates of the desk, by name."""
    folder = files("criticality.desk") / "templates"
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".html")}


@cache
def templates() -> Templates:
    """Return the templates of the desk, compiled as they are used."""
    return Templates(page_texts())


@cache
def static_files() -> Mapping[str, StaticFile]:
    """Return every file that a page may ask for, by name: nothing else is ever read for a request."""
    folder = files("criticality.desk") / "static"
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir()} | {TOKENS: _tokens().encode("utf-8")}
    return {
        name: StaticFile(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
        for name, content in found.items()
        for ending, kind in _KINDS.items()
        if name.endswith(ending)
    }


def _tokens() -> str:
    """The first block of the style sheet of the printed pages, which names their colours."""
    style = packaged_templates()[STYLE]
    begin = style.index(":root {")
    return style[begin : style.index("}", begin) + 1] + "\n"

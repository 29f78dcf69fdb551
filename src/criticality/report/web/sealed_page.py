"""Put styles and scripts into a page for a browser, and the policy that lets no others act on it.

The policy names every style and script by its digest, so that nothing a record, a template or an address brings can
run, be it a script, an attribute or a link. A script in `scripts/` has one task; a page names those it needs.
"""

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files

from criticality.report.html.rendering import STYLE, packaged_templates

_STYLE, _SCRIPT = "<style></style>", "<script></script>"
_POLICY = '<meta http-equiv="Content-Security-Policy" content="">'
"""Where style, script and policy go: markup, which no text of a record can be, since every text is escaped."""
_ROOT = re.compile(r":root \{.*?\n\}", re.DOTALL)
_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@cache
def _part(folder: str, name: str) -> str:
    return (files("criticality.report") / "web" / folder / name).read_text("utf-8")


def colours() -> str:
    """Return the colours and fonts of the printed pages, as their style sheet names them."""
    found = _ROOT.search(packaged_templates()[STYLE])
    assert found is not None
    return found[0]


def styles(*names: str) -> str:
    """Return style sheets of this folder, one after the other."""
    return "\n".join(_part("styles", name) for name in names)


def scripts(*names: str) -> str:
    """Return scripts of this folder as one, in this order."""
    return "\n".join(['"use strict";', *(_part("scripts", name) for name in names)])


def completed(html: str, style: str, script: str, *, pictures: bool = False) -> str:
    """Return a page with its style, its script and its policy.

    Parameters
    ----------
    html
        With an empty style element, an empty script element and an empty policy.
    pictures
        Whether it shows pictures that stand in the page itself (``data:``).
    """
    allowed = ["default-src 'none'", f"style-src '{_digest(style)}'", f"script-src '{_digest(script)}'"]
    allowed += ["img-src data:"] if pictures else []
    allowed += ["base-uri 'none'", "form-action 'none'"]
    html = html.replace(_POLICY, _POLICY.replace('""', f'"{"; ".join(allowed)}"'), 1)
    html = html.replace(_STYLE, f"<style>{style}</style>", 1)
    before, _, after = html.rpartition(_SCRIPT)
    return f"{before}<script>{script}</script>{after}\n"


def as_data(content: object) -> str:
    """Return plain values as JSON that no text in it can end: for an element ``<script type="application/json">``."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(_UNSAFE_IN_SCRIPT.get(character, character) for character in text)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"

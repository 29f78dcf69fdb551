"""A page for a browser: its policy names what may act on it, and no text of a record ends the data in it."""

import base64
import hashlib
import json
import re
from importlib.resources import files

from criticality.report.web.sealed_page import as_data, colours, completed, scripts, styles

BARE = '<meta http-equiv="Content-Security-Policy" content=""><style></style><p></p><script></script>'


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_policy_names_the_style_and_the_script_by_their_digests_and_nothing_unsafe() -> None:
    page = completed(BARE, "p { color: red; }", "start();", pictures=True)
    policy = re.findall(r'content="([^"]+)"', page)[0]
    assert f"style-src 'sha256-{digest('p { color: red; }')}'" in policy
    assert f"script-src 'sha256-{digest('start();')}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>start();</script>" in page


def test_a_template_with_an_empty_script_of_its_own_does_not_get_ours() -> None:
    page = completed(BARE.replace("<p></p>", "<script></script>"), "", "start();")
    assert page.index("<script></script>") < page.index("<script>start();</script>")


def test_a_text_that_ends_a_script_stays_a_text() -> None:
    told = {"name": "</script><script>alert(1)</script> & <!-- \u2028"}
    written = as_data(told)
    assert not set(written) & set("<>&\u2028")
    assert json.loads(written) == told


def test_pages_have_the_colours_of_the_printed_list() -> None:
    assert "--accent: #12355b" in colours()
    assert colours().startswith(":root {")


def test_scripts_are_strict_and_ask_nothing_of_a_network() -> None:
    folder = files("criticality.report") / "web" / "scripts"
    every = scripts(*sorted(entry.name for entry in folder.iterdir()))
    assert every.startswith('"use strict";')
    for word in ("fetch(", "XMLHttpRequest", "import(", "eval(", "innerHTML", "document.write", "Function("):
        assert word not in every
    assert "url(" not in styles("screen.css", "comparison.css", "list.css")

"""A real headless Chromium for tests of pages; without it they are skipped, and fail in CI."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser")) if path), None)


def _lacking() -> str | None:
    if CHROMIUM is None:
        return "Chromium is not installed: sudo apt-get install chromium"
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: it comes with the development requirements"
    return None


LACKING = _lacking()
PATIENCE = 240_000
"""Milliseconds to wait on a busy machine before a page is given up."""
_STARTED: list[Any] = []
"""Playwright, then Chromium, once they are started."""
needs_browser = pytest.mark.skipif(LACKING is not None and not os.environ.get("CI"), reason=LACKING or "")


@contextmanager
def opened_browser() -> Iterator[Any]:
    """The Chromium of this process: the first test that asks for it starts it, `close_browser` ends it."""
    assert LACKING is None, LACKING
    if not _STARTED:
        from playwright.sync_api import sync_playwright

        _STARTED.append(sync_playwright().start())
    if len(_STARTED) == 1 or not _STARTED[1].is_connected():
        _STARTED[1:] = [_STARTED[0].chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])]
    yield _STARTED[1]


def close_browser() -> None:
    """Close what `opened_browser` started; at the end of the tests of a process."""
    while _STARTED:
        started = _STARTED.pop()
        started.stop() if not _STARTED else started.close()


@contextmanager
def opened_page(
    browser: Any, file: Path, *, script: bool = True, width: int = 1280, locale: str = "zh-TW", part: str = ""
) -> Iterator[Any]:
    """A file, offline; complaints of the page, and anything that it asks the network for, fail the test at the end."""
    context = browser.new_context(
        offline=True, java_script_enabled=script, viewport={"width": width, "height": 900}, locale=locale
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(f"asked for {request.url}"))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.goto(file.as_uri() + part)
    complaints[:] = [told for told in complaints if told != f"asked for {file.as_uri()}{part.partition('#')[0]}"]
    yield page
    context.close()
    assert complaints == []


def axe_finds(page: Any) -> list[str]:
    """What axe objects to."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    return [found.generate_report()] if found.violations_count else []

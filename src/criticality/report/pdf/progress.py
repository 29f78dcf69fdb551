"""How far an edition is: each chapter told as its first page is set."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

_CHAPTER = re.compile(r'<h1 id="([^"]+)"[^>]*>(.*?)</h1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@contextmanager
def chapters_told(html: str, tell: Callable[[str], None]) -> Iterator[None]:
    """While pages are laid out, tell every chapter once: ``3/16 2 The result``.

    WeasyPrint notes on which page each anchor stands when the page is made; that is where this listens.

    Parameters
    ----------
    html
        The page; its chapters are the ``h1`` with an ``id``.
    tell
        Told in a few words.
    """
    from weasyprint.css.targets import TargetCollector  # noqa: PLC0415

    titles = {anchor: " ".join(unescape(_TAG.sub("", title)).split()) for anchor, title in _CHAPTER.findall(html)}
    waiting = dict.fromkeys(titles)
    note: Callable[..., None] = TargetCollector.cache_target_page_counters

    def listen(collector: Any, anchor: str, *rest: Any) -> None:
        if anchor in waiting and not collector.collecting:
            del waiting[anchor]
            tell(f"{len(titles) - len(waiting)}/{len(titles)} {titles[anchor]}")
        note(collector, anchor, *rest)

    TargetCollector.cache_target_page_counters = listen
    try:
        yield
    finally:
        TargetCollector.cache_target_page_counters = note

"""Progress of an edition: each chapter is reported when its first page is laid out."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

_CHAPTER = re.compile(r'<h1 id="([^"]+)"[^>]*>(.*?)</h1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@contextmanager
def chapters_reported(html: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Report every chapter once while the pages are laid out, for example ``3/16 2 The result``.

    WeasyPrint registers the anchors of a page when the page is laid out; its function is wrapped meanwhile.

    Parameters
    ----------
    html
        The page; its chapters are the ``h1`` with an ``id``.
    tell
        Called with the number of the chapter, the number of chapters and the title.
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

"""One edition in a process of its own: HTML to an archive PDF. Started by `pdf.write_lists`, never by hand.

The process reads its task as one JSON object on stdin and answers with one JSON object a line on stdout.
"""

import ctypes
import gc
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from criticality.errors import CriticalityError, MachineError, TemplateError
from criticality.model.record import Record
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE, packaged_templates
from criticality.report.html.typeset import typeset
from criticality.report.pages import render_page
from criticality.report.pdf import archive
from criticality.report.pdf import refusals as machine
from criticality.report.pdf import weasyprint_patches as shortcuts
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.progress import chapters_told
from criticality.report.pdf.tagging import improve_tags, set_apart_repeated_heads

VARIANT = "pdf/a-3a"
_FATAL = (".notdef glyph", "Failed to load", "Failed to fetch")


class _Notices(logging.Handler):
    """Collects what WeasyPrint warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass(frozen=True)
class _Press:
    """What every page of a process is printed with."""

    weasyprint: Any
    fetcher: Any
    fonts: Any
    sheets: list[Any]
    spare: Callable[[str], list[Any] | None]


def write_edition(task: dict[str, Any], answer: Callable[[str, str], None]) -> list[str]:
    """Write the files of one language and return what their reader should be told (unsupported CSS, other characters).

    The record is let go of once the text of all pages is made: layout has its memory.

    Parameters
    ----------
    task
        ``record`` (taken out), ``folder``, ``language`` and ``pages``, each with ``name``, ``target`` and ``mineral``:
        that mineral's factsheet alone, without attachments.
    answer
        Told the name of a file and, in a few words, what is being done for it.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    TemplateError
        A template is broken, a page asks for a file or an address, or a character cannot be printed.
    """
    weasyprint = load_weasyprint()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    log = _Notices()
    logging.getLogger("weasyprint").addHandler(log)
    gc.disable()  # boxes are cyclic: collected where much of them is let go of, and nowhere else
    shortcuts.take_shortcuts()
    improve_tags()
    fetcher, fonts = data_only_fetcher(weasyprint), FontConfiguration()
    record, pages = task.pop("record"), task["pages"]
    own, as_of = record["inputs"]["templates"], record["as_of"]
    try:
        sheets, notices = _style_sheets(weasyprint, own, fetcher, fonts, log)
        texts = []
        for page in pages:
            answer(page["name"], "pages")
            texts.append(_page(record, task["language"], page["mineral"], notices))
        del record
        _make_room()
        press = _Press(weasyprint, fetcher, fonts, sheets, lambda html: _spared(own, html))
        for page, (html, told) in zip(pages, texts, strict=True):
            evidence = None if page["mineral"] else archive.attachments(Path(task["folder"]), as_of, fetcher)
            _print(press, html, Path(page["target"]), evidence, partial(answer, page["name"]))
            notices += told
    except FatalURLFetchingError as error:
        raise TemplateError(f"templates/: {error} (a page may only use data: addresses)") from error
    finally:
        logging.getLogger("weasyprint").removeHandler(log)
    fatal = [message for message in log.messages if message.startswith(_FATAL)]
    if fatal:
        raise TemplateError(f"templates/: {fatal[0]}")
    return list(dict.fromkeys([*notices, *log.messages]))


def _print(press: _Press, html: str, target: Path, evidence: list[Any] | None, tell: Callable[[str], None]) -> None:
    """Lay out a page's text and write it as an archive copy."""
    tell("layout")
    source = press.weasyprint.HTML(string=html, url_fetcher=press.fetcher)
    spared = press.spare(html)
    if spared is not None:
        source._ua_stylesheets = lambda forms=False: spared
    _make_room()  # of the parser's own tree
    with chapters_told(html, tell):
        document = source.render(stylesheets=press.sheets, font_config=press.fonts, pdf_variant=VARIANT, pdf_tags=True)
    shortcuts.forget_lines()
    _make_room()  # of the boxes before layout
    tell(f"{len(document.pages)} pages")
    set_apart_repeated_heads(document)
    archive.claim_universal_access(document.metadata)
    document.write_pdf(target, finisher=archive.finish, pdf_variant=VARIANT, pdf_tags=True, attachments=evidence)


def _make_room() -> None:
    """Let go of what nothing holds any more, give it back to the system, and never look at the rest again."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own; other libraries keep what they have
        if trim:
            trim(0)


def _spared(own: Mapping[str, str], html: str) -> list[Any] | None:
    return shortcuts.spare_pseudo_elements([*_style_texts(own), html])


def load_weasyprint() -> Any:
    """Return the library, or refuse a machine without Pango."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: PLC0415
    except OSError as error:
        raise machine.libraries_missing(str(error).splitlines()[0]) from error
    return weasyprint


def data_only_fetcher(weasyprint: Any) -> Any:
    """Return a fetcher that opens nothing but data: addresses and stops the page at anything else."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    class DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(f"refused to fetch {url[:200]}")
            return super().fetch(url, headers)

    return DataOnly(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


def _style_sheets(
    weasyprint: Any, own: Mapping[str, str], fetcher: Any, fonts: Any, log: _Notices
) -> tuple[list[Any], list[str]]:
    """Read the style sheets, and name file and line of what they ask in vain."""
    sheets, notices = [], []
    for name, text in zip((STYLE, CUSTOM_STYLE), _style_texts(own), strict=True):
        sheets.append(weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=fonts))
        notices += [f"templates/{name}: {message}" for message in log.messages]
        log.messages.clear()
    return sheets, notices


def _style_texts(own: Mapping[str, str]) -> list[str]:
    return [own.get(name, packaged_templates().get(name, "")) for name in (STYLE, CUSTOM_STYLE)]


def _page(record: Record, language: Any, mineral: str | None, notices: list[str]) -> tuple[str, list[str]]:
    """Render and typeset; where characters had to be replaced, once more with that said on the page."""
    covered = covered_characters()
    html, replaced = typeset(render_page(record, language, mineral=mineral, notices=notices), covered, language)
    if replaced:
        told = [
            f"U+{ord(character):04X} is not in the font, printed as {form}"
            for character, form in sorted(replaced.items())
        ]
        notices = [*notices, *told]
        html, _ = typeset(render_page(record, language, mineral=mineral, notices=notices), covered, language)
    return html, notices


def main() -> None:
    """Read the task, write the edition, answer."""
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a native library prints goes to stderr
    task = json.load(sys.stdin)

    try:
        _answer(answer_to, {"notices": write_edition(task, partial(_step, answer_to))})
    except CriticalityError as error:
        kind = "machine" if isinstance(error, MachineError) else "template"
        _answer(answer_to, {"error": kind, "message": str(error)})
    except (OSError, MemoryError) as error:
        _answer(answer_to, {"error": "machine", "message": str(machine.broken(str(error) or type(error).__name__))})


def _step(stream: TextIO, name: str, step: str) -> None:
    _answer(stream, {"step": f"{name}: {step}"})


def _answer(stream: TextIO, message: Mapping[str, Any]) -> None:
    stream.write(json.dumps(message) + "\n")
    stream.flush()


if __name__ == "__main__":
    main()

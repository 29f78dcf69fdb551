"""From the HTML of a page to an archive PDF with WeasyPrint; used in the child processes only."""

import ctypes
import gc
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from criticality.errors import TemplateError
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE, packaged_templates
from criticality.report.pdf import archive, native, refusals, weasyprint_patches
from criticality.report.pdf.processes import Progress
from criticality.report.pdf.progress import chapters_reported
from criticality.report.pdf.tagging import improve_tags, set_apart_repeated_heads
from criticality.text.message import Message

VARIANT = "pdf/a-3a"
_FATAL = (".notdef glyph", "Failed to load", "Failed to fetch")
_LOOSE = "tbody tr { break-before: auto !important; break-after: auto !important }"


class _Warnings(logging.Handler):
    """Collects what WeasyPrint warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class Printer:
    """WeasyPrint as a child process uses it: patched, without network, with the style sheets read once.

    Parameters
    ----------
    own
        The workspace's templates; a style sheet of the same name replaces the packaged one.

    Attributes
    ----------
    fetcher
        Opens nothing but ``data:`` addresses.
    notices
        What the style sheets ask for that WeasyPrint does not support, with file and line.
    warnings
        What WeasyPrint warned about while it printed.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    TemplateError
        A style sheet asks for a file or an address.
    """

    def __init__(self, own: Mapping[str, str]) -> None:
        self._weasyprint = _load_weasyprint()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        log = _Warnings()
        logging.getLogger("weasyprint").addHandler(log)
        gc.disable()  # boxes refer to each other in circles; `make_room` collects them where many are released
        weasyprint_patches.apply()
        improve_tags()
        self.fetcher, self._fonts = _data_only_fetcher(self._weasyprint), FontConfiguration()
        self._styles = {name: own.get(name, packaged_templates().get(name, "")) for name in (STYLE, CUSTOM_STYLE)}
        self._sheets: list[Any] = []
        self.notices: list[str] = []
        for name, text in self._styles.items():
            with _addresses_refused():
                sheet = self._weasyprint.CSS(string=text, url_fetcher=self.fetcher, font_config=self._fonts)
            self._sheets.append(sheet)
            self.notices += [f"templates/{name}: {message}" for message in log.messages]
            log.messages.clear()
        self.warnings = log.messages

    def print(self, html: str, target: Path, tell: Progress, attachments: Sequence[Any] = ()) -> None:
        """Lay out a page and write it as an archive copy.

        Parameters
        ----------
        html
            The page.
        target
            The PDF to be written.
        tell
            Called at every step: layout, each chapter, the number of pages.
        attachments
            What `archive.attachments` returned.

        Raises
        ------
        TemplateError
            The page asks for a file or an address, or has a character that cannot be printed.
        """
        tell(Message("printing.layout"))
        variant: dict[str, Any] = {"pdf_variant": VARIANT, "pdf_tags": True}
        with _addresses_refused():
            source = self._weasyprint.HTML(string=html, url_fetcher=self.fetcher)
            weasyprint_patches.spare_pseudo_elements(source, [*self._styles.values(), html])
            make_room()  # of the parser's own tree
            with chapters_reported(html, tell):
                document = self._laid_out(source, variant)
            weasyprint_patches.forget_lines()
            make_room()  # of the boxes before layout
            tell(Message("printing.pages_made", n=len(document.pages)))
            set_apart_repeated_heads(document)
            archive.claim_universal_access(document.metadata)
            document.write_pdf(target, finisher=archive.finish, attachments=attachments, **variant)
        fatal = [message for message in self.warnings if message.startswith(_FATAL)]
        if fatal:
            raise TemplateError(Message("printing.at", place="templates/", what=fatal[0]))

    def _laid_out(self, source: Any, variant: Mapping[str, Any]) -> Any:
        """Lay out a page; where rows that are to stay together are higher than a page, again without that wish.

        WeasyPrint then finds no place for a break and gives up with an assertion.
        """
        try:
            return source.render(stylesheets=self._sheets, font_config=self._fonts, **variant)
        except AssertionError:
            loose = self._weasyprint.CSS(string=_LOOSE, url_fetcher=self.fetcher, font_config=self._fonts)
            return source.render(stylesheets=[*self._sheets, loose], font_config=self._fonts, **variant)


def make_room() -> None:
    """Free what is no longer used, give it back to the system, and exclude the rest from further collections."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc only
        if trim:
            trim(0)


def _load_weasyprint() -> Any:
    """Return the library, or refuse a machine without Pango."""
    native.name_library_folder()
    try:
        with warnings.catch_warnings(), native.opened_by_file_name():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: PLC0415
    except OSError as error:
        raise refusals.libraries_missing(str(error).splitlines()[0]) from error
    return weasyprint


def _data_only_fetcher(weasyprint: Any) -> Any:
    """Return a fetcher that opens nothing but data: addresses and stops the page at anything else."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    class DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(f"refused to fetch {url[:200]}")
            return super().fetch(url, headers)

    return DataOnly(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


@contextmanager
def _addresses_refused() -> Iterator[None]:
    """Turn what the fetcher refused into an error of the template."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        yield
    except FatalURLFetchingError as error:
        raise TemplateError(Message("printing.only_data", error=str(error))) from error

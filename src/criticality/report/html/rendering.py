"""Templates: the packaged ones, a workspace's own over them, in a sandbox that calls no Python."""

import signal
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from types import FrameType

from criticality.errors import TemplateError
from criticality.text.message import Message

MAIN = "list.html"
SHORT = "short.html"
PUBLIC = "public.html"
SHEET = "factsheet_page.html"
PREVIEW = "preview.html"
STYLE = "style.css"
CUSTOM_STYLE = "custom.css"
SECONDS = 60
_SUFFIXES = (".html", ".css", ".json")
_FOLDER = "templates/"


@cache
def packaged_templates() -> Mapping[str, str]:
    """Return the packaged templates, style sheet and words by name."""
    folder = files("criticality.report") / "templates"
    return {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(_SUFFIXES)
    }


def render(name: str, own: Mapping[str, str], context: Mapping[str, object]) -> str:
    """Fill a template.

    Parameters
    ----------
    name
        The template to start from.
    own
        The workspace's templates; one of the same name stands in for the packaged one.
    context
        Values the page may show.

    Raises
    ------
    TemplateError
        A template is broken, shows something that does not exist, calls Python or takes too long; the message starts
        with ``templates/NAME:LINE``.
    """
    replacing = sorted((key, text) for key, text in own.items() if key.endswith(_SUFFIXES))
    return _templates(tuple(replacing)).render(name, context)


@lru_cache(maxsize=2)
def _templates(own: tuple[tuple[str, str], ...]) -> "Templates":
    """The packaged templates with a workspace's own over them: the editions of a process share what they include."""
    return Templates({**packaged_templates(), **dict(own)})


class Templates:
    """Templates by name, each compiled when it is first filled: for pages that are filled many times.

    Parameters
    ----------
    texts
        The templates, and what they include.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        import jinja2  # noqa: PLC0415 - only this door knows the library, and only when a page is asked for
        import markupsafe  # noqa: PLC0415
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FunctionLoader(lambda wanted: _source(texts, wanted)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._environment.filters["css"] = lambda text: markupsafe.Markup(css_string(str(text)))

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Fill a template; errors are those of `criticality.report.html.rendering.render`."""
        import jinja2  # noqa: PLC0415

        try:
            with _time_limit(name):
                return self._environment.get_template(name).render(context)
        except jinja2.TemplateSyntaxError as error:
            place = f"templates/{error.name or name}:{error.lineno}"
            raise TemplateError(Message("printing.at", place=place, what=error.message)) from error
        except jinja2.TemplateNotFound as error:
            message = Message("printing.no_template", place=_place(error, name), name=error.message)
            raise TemplateError(message) from error
        except TemplateError:
            raise
        except Exception as error:  # whatever a template raises is a mistake in it, reported with its line
            raise TemplateError(Message("printing.at", place=_place(error, name), what=_reason(error))) from error


def css_string(text: str) -> str:
    """Write a text as a CSS string that cannot end its string or its style element."""
    escaped = "".join(c if c.isalnum() or c in " .,:·/-" else f"\\{ord(c):x} " for c in text)
    return f'"{escaped}"'


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return Message("printing.unsafe", text=text) if "unsafe" in text else text


def _source(texts: Mapping[str, str], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """Return a template with the file name that its error messages give."""
    return (texts[name], f"{_FOLDER}{name}", lambda: True) if name in texts else None


def _place(error: BaseException, name: str) -> str:
    """Return ``templates/NAME:LINE`` of the innermost template in an error's trace."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno}" for frame in frames if frame.filename.startswith(_FOLDER)]
    return places[-1] if places else f"{_FOLDER}{name}:1"


@contextmanager
def _time_limit(name: str) -> Iterator[None]:
    """Stop a template that does not end, where the system has timers and this is the main thread."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TemplateError(Message("printing.too_long", name=name, seconds=SECONDS))

    try:
        previous = signal.signal(signal.SIGALRM, stop)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)

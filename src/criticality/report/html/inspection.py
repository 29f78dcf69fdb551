"""Check a workspace's own templates before anything is computed, for what no page could be made of."""

from collections.abc import Iterator, Mapping

from criticality.errors import Problem
from criticality.report.catalogue import CATALOGUE
from criticality.report.html.inspect_style import style_problems
from criticality.report.html.inspect_words import words_problems
from criticality.report.html.logo import logo_problems
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE, packaged_templates

_SUFFIX = ".html"
_VALUES_ONLY = "A template shows values of the record; whatever begins with _ belongs to Python. Remove it."


def template_problems(templates: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with templates that can be seen without a record.

    Pages: syntax, and access to Python. Style sheets: what the printer ignores or may not open. Words: unknown keys and
    places. The logo: what it must not have.

    Parameters
    ----------
    templates
        Name under templates/ → text; those that are no pages are passed over.
    """
    pages = {name: text for name, text in sorted(templates.items()) if name.endswith(_SUFFIX)}
    problems = [problem for name, text in pages.items() for problem in _page_problems(name, text)]
    for name in sorted({STYLE, CUSTOM_STYLE} & templates.keys()):
        problems += style_problems(name, templates[name])
    if CATALOGUE in templates:
        problems += words_problems(templates[CATALOGUE], packaged_templates()[CATALOGUE], pages)
    return [*problems, *logo_problems(templates)]


def _page_problems(name: str, text: str) -> Iterator[Problem]:
    import jinja2  # noqa: PLC0415 - only this door knows the library, and only when there is a template

    try:
        tree = jinja2.Environment(autoescape=True).parse(text)
    except jinja2.TemplateSyntaxError as error:
        hint = "Look at this line and the ones before: a {% … %} without its end, or a {{ … }} left open."
        yield Problem(f"templates/{name}", error.lineno, None, "", f"this is no template: {error.message}", hint)
        return
    for node in tree.find_all((jinja2.nodes.Getattr, jinja2.nodes.Getitem)):
        word = _asked(node)
        if word.startswith("_"):
            yield Problem(f"templates/{name}", node.lineno, None, word, "a template calls no Python", _VALUES_ONLY)


def _asked(node: object) -> str:
    """The name that a dotted or bracketed access asks for, where it is written out."""
    name = getattr(node, "attr", None)
    return str(name if name is not None else getattr(getattr(node, "arg", None), "value", ""))

"""Check a workspace's own templates before anything is computed, for what no page could be made of."""

from collections.abc import Mapping

from criticality.errors import Problem
from criticality.report.catalogue import CATALOGUE
from criticality.report.html.inspect_messages import message_problems
from criticality.report.html.inspect_style import style_problems
from criticality.report.html.inspect_words import words_problems
from criticality.report.html.logo import logo_problems
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE, packaged_templates
from criticality.report.html.unread_files import unread_files
from criticality.text.own_words import OWN_MESSAGES


def template_problems(templates: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with templates that can be seen without a record.

    Pages: syntax, names that no page is given, templates that are not there, and access to Python. Style sheets: what
    the printer ignores or may not open. Words and messages: unknown keys and places. The logo: what it must not have.
    Files that nothing reads.

    Parameters
    ----------
    templates
        Name under templates/ → text; those that are no pages are passed over.
    """
    pages = {name: text for name, text in templates.items() if name.endswith(".html")}
    problems: list[Problem] = []
    if pages:
        from criticality.report.html.inspect_pages import page_problems  # noqa: PLC0415 - loads the template library

        problems += page_problems(templates)
    problems += unread_files(templates)
    shown = "\n".join(text for name, text in templates.items() if name.endswith((".html", ".css")))
    for name in sorted({STYLE, CUSTOM_STYLE} & templates.keys()):
        problems += style_problems(name, templates[name], shown)
    if CATALOGUE in templates:
        problems += words_problems(templates[CATALOGUE], packaged_templates()[CATALOGUE], pages)
    if OWN_MESSAGES in templates:
        problems += message_problems(templates[OWN_MESSAGES])
    return [*problems, *logo_problems(templates)]

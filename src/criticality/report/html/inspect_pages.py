"""Check a workspace's own page templates: syntax, what they show and include, and whether anything reads them.

The library of the templates is loaded with this module, which is read only where a workspace has a page of its own.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.nodes import Template

from criticality.errors import Problem
from criticality.report.html.nesting import longest_line, nesting_problem, too_deep
from criticality.report.html.rendering import packaged_templates
from criticality.report.html.unread_files import unread
from criticality.text.message import Message
from criticality.text.spelling import nearest

_SUFFIX = ".html"
_UNREADABLE = (RecursionError, SyntaxError, MemoryError, OverflowError)
"""What compiling a template raises where it is too deep or too long for Python."""


def page_problems(templates: Mapping[str, str]) -> Iterator[Problem]:
    """Return what is wrong with the page templates of a workspace, in the order of their names."""
    pages = {name: text for name, text in sorted(templates.items()) if name.endswith(_SUFFIX)}
    if not pages:
        return
    trees: dict[str, Template] = {}
    for name, text in pages.items():
        tree = _tree(name, text)
        if isinstance(tree, Problem):
            yield tree
        else:
            trees[name] = tree
    packaged = {name: tree for name, tree in _packaged_trees().items() if name not in pages}
    known = {name for tree in (*_packaged_trees().values(), *trees.values()) for name in _assigned(tree)}
    known |= {name for tree in _packaged_trees().values() for name in _undeclared(tree)}
    for name, tree in trees.items():
        yield from _python_problems(name, tree)
        yield from _name_problems(name, tree, known)
        yield from _include_problems(name, tree, {*packaged_templates(), *pages})
    if len(trees) == len(pages):
        included = {other for tree in (*packaged.values(), *trees.values()) for other in _included(tree)}
        for name in pages.keys() - packaged_templates().keys() - included:
            yield unread(name, Message("report.not_included"), packaged_templates())


def _tree(name: str, text: str) -> Template | Problem:
    """The parsed template, or why there is none; it is compiled too, since that finds unknown filters."""
    found = nesting_problem(name, text)
    if found is not None:
        return found
    environment = _environment()
    try:
        tree = environment.parse(text)
        environment.compile(text)
    except TemplateSyntaxError as error:
        hint = Message("report.look_around")
        return Problem(
            f"templates/{name}",
            error.lineno,
            None,
            "",
            Message("report.no_template_syntax", reason=error.message),
            hint,
        )
    except _UNREADABLE:
        return too_deep(name, longest_line(text))
    return tree


def _environment() -> Environment:
    environment = Environment(autoescape=True)
    environment.filters["css"] = str  # as `render` has it
    return environment


@cache
def _packaged_trees() -> dict[str, Template]:
    environment = _environment()
    return {name: environment.parse(text) for name, text in packaged_templates().items() if name.endswith(_SUFFIX)}


def _python_problems(name: str, tree: Template) -> Iterator[Problem]:
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        word = _asked(node)
        if word.startswith("_"):
            yield Problem(
                f"templates/{name}",
                node.lineno,
                None,
                word,
                Message("report.no_python"),
                Message("report.values_only"),
            )


def _asked(node: object) -> str:
    """The name that a dotted or bracketed access asks for, where it is written out."""
    name = getattr(node, "attr", None)
    return str(name if name is not None else getattr(getattr(node, "arg", None), "value", ""))


def _name_problems(name: str, tree: Template, known: set[str]) -> Iterator[Problem]:
    """Names that no page is given, each once."""
    unknown = _undeclared(tree) - known - _asked_for(tree)
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            unknown.discard(node.name)
            meant = nearest(node.name, known)
            hint = Message("report.known_names", names=sorted(known)[:12])
            if meant:
                hint = Message("files.did_you_mean", meant=meant)
            message = Message("report.nothing_called", name=node.name)
            yield Problem(f"templates/{name}", node.lineno, None, node.name, message, hint)


def _undeclared(tree: Template) -> set[str]:
    return set(meta.find_undeclared_variables(tree))


def _assigned(tree: Template) -> set[str]:
    """Names that a template gives a value to: an included one sees them."""
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    imported = {node.target for node in tree.find_all(nodes.Import)}
    return stored | imported | {node.name for node in tree.find_all(nodes.Macro)}


def _asked_for(tree: Template) -> set[str]:
    """Names that a template asks about before it shows them: ``is defined``, ``default``."""
    tested = [node.node for node in tree.find_all(nodes.Test) if node.name in ("defined", "undefined")]
    tested += [node.node for node in tree.find_all(nodes.Filter) if node.name in ("default", "d") and node.node]
    return {node.name for node in tested if isinstance(node, nodes.Name)}


def _references(tree: Template) -> Iterator[tuple[int, list[str], bool]]:
    """Line and names of what a template includes, imports or extends, as written out, and whether it may be lacking."""
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        asked = getattr(node, "template", None)
        entries = asked.items if isinstance(asked, nodes.List | nodes.Tuple) else [asked]
        names = [str(entry.value) for entry in entries if isinstance(entry, nodes.Const)]
        yield node.lineno, names, bool(getattr(node, "ignore_missing", False)) or len(names) < len(entries)


def _included(tree: Template) -> set[str]:
    return {name for _, names, _ in _references(tree) for name in names}


def _include_problems(name: str, tree: Template, there: set[str]) -> Iterator[Problem]:
    for line, names, may_lack in _references(tree):
        if names and not may_lack and not there.intersection(names):
            pages = [page for page in there if page.endswith(_SUFFIX)]
            meant = nearest(names[0], pages)
            hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.add_template")
            message = Message("report.no_template", name=names[0])
            yield Problem(f"templates/{name}", line, None, "", message, hint)

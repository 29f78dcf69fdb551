"""The long forms of tests: a sample of the cases runs by default, all of them with ``./criticality test --all``."""

import os
from collections.abc import Callable, Hashable, Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int, kind: Callable[[Any], Hashable] = lambda _case: None) -> list[Any]:
    """Mark cases as slow, except the first of each kind and, of the others, one in `every`.

    Every kind of case stays in the default run, so that the loss of a behaviour is seen there too.
    """
    seen: set[Hashable] = set()
    marked = []
    for number, case in enumerate(cases):
        values = case if isinstance(case, tuple) else (case,)
        is_kept = kind(case) not in seen or number % every == 0
        seen.add(kind(case))
        marked.append(pytest.param(*values, marks=[] if is_kept else [pytest.mark.slow]))
    return marked


WHOLE = ("test_house_rules.py", "test_named_places.py", "test_terms.py", "desk/test_routes.py", "text/test_message.py",
         "report/test_words.py")  # fmt: skip
"""Files of which every case is cheap, or a promise of its own: they run whole in the short form, too."""
_FAMILY, _EVERY = 4, 5


def short_of(names: list[str]) -> set[str]:
    """Return the tests of the short form: of a test with more than four cases, every fifth and the last.

    Parameters
    ----------
    names
        Node ids of pytest, in their order; a test with one name alone, or named by itself on the command line, stays.
    """
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(name.partition("[")[0], []).append(name)
    return {
        name
        for test, cases in families.items()
        for place, name in enumerate(cases)
        if len(cases) <= _FAMILY or test.partition("::")[0].endswith(WHOLE) or place % _EVERY == 0 or name == cases[-1]
    }


def examples(most: int) -> int:
    """Return how many examples Hypothesis tries: `most` in the long form, a fifth of them otherwise.

    ``tests/conftest.py`` sets the variable before the tests are collected, in each process of pytest-xdist.
    """
    return most if os.environ.get("LONG_TESTS") else max(10, most // 5)

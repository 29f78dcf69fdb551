"""What a record holds that no step expects, told in a sentence."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from criticality.errors import RecordError, with_hint
from criticality.text.message import Message

_UNEXPECTED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError, RecursionError)


@contextmanager
def told(run: str) -> Iterator[None]:
    """Turn a failure over the content of a record into a sentence; the command that verifies it can tell whose it is.

    A record is held against its shape, its digests and its seal when it is read. Somebody who makes all of these anew
    can still write what no step expects, such as a weight of a criterion that there is not.

    Raises
    ------
    RecordError
        Instead of the failure, with its place in the code.
    """
    try:
        yield
    except _UNEXPECTED as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} {str(error)[:80]!r}"
        message = Message("cli.unexpected", run=run, what=what, place=frame.name)
        raise RecordError(with_hint(message, Message("cli.unexpected_hint", run=run))) from error

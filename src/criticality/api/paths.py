"""Names of files and runs as Python passes them: text or a path, and nothing else."""

import os

StrPath = str | os.PathLike[str]


def path_text(argument: str, value: object, meaning: str) -> str:
    """Return a name or a path as text.

    Parameters
    ----------
    argument
        The name of the argument, for the error message.
    value
        What the caller passed.
    meaning
        What the argument is, for the error message: "a file of weights or its name".

    Raises
    ------
    TypeError
        If the value is neither a string nor a path.
    """
    if isinstance(value, str | os.PathLike):
        text = os.fspath(value)
        if isinstance(text, str):
            return text
    raise TypeError(f"{argument} must be {meaning}, not {'None' if value is None else type(value).__name__}")

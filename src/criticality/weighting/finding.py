"""One error or warning in a set of weights, with its path into the document."""

from typing import NamedTuple

from criticality.errors import Severity
from criticality.text.message import Message

Path = tuple[str | int, ...]
"""Keys and positions, such as ``("judges", 0, "comparisons", "supply_risk", 2, "more")``."""


class Finding(NamedTuple):
    """One error or warning in a set of weights."""

    path: Path
    message: Message
    hint: Message | None = None
    severity: Severity = "error"

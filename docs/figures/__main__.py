"""Write the documents that are made from the figures: ``python docs/figures``."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from figures import coverage_picture, evidence, expected, spreads, validation, worked_example
from figures.tables import ROOT

DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "docs/explanation/worked-example.md": worked_example.document,
    "docs/explanation/expected-minerals.md": expected.document,
    "docs/explanation/spreads.md": spreads.document,
    "docs/explanation/validation.md": validation.document,
    "docs/reference/evidence.md": evidence.document,
    "docs/reference/coverage.svg": coverage_picture.picture,
}


def write() -> None:
    """Write every document in its place."""
    for name, make in DOCUMENTS.items():
        (ROOT / name).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()

"""One printed comparison in a process of its own. Started by `pdf.write_comparison`, never by hand."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from criticality.errors import CriticalityError, MachineError
from criticality.model.comparison_record import ComparisonRecord
from criticality.report.comparison.pdf import signed_page
from criticality.report.html.rendering import STYLE, packaged_templates
from criticality.report.html.typeset import typeset
from criticality.report.pdf import archive
from criticality.report.pdf import refusals as machine
from criticality.report.pdf.child import VARIANT, data_only_fetcher, load_weasyprint
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.tagging import improve_tags, set_apart_repeated_heads


def write_page(content: ComparisonRecord, language: Any, target: Path) -> None:
    """Write one edition as an archive PDF.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    """
    weasyprint = load_weasyprint()
    improve_tags()
    html, _ = typeset(signed_page(content, language), covered_characters(), language)
    fetcher = data_only_fetcher(weasyprint)
    style = weasyprint.CSS(string=packaged_templates()[STYLE], url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[style], pdf_variant=VARIANT, pdf_tags=True
    )
    set_apart_repeated_heads(document)
    archive.claim_universal_access(document.metadata)
    document.write_pdf(target, finisher=archive.finish, pdf_variant=VARIANT, pdf_tags=True)


def main() -> None:
    """Read the task, write the edition, answer."""
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a native library prints goes to stderr
    task = json.load(sys.stdin)
    answer: dict[str, Any] = {"done": True}
    try:
        write_page(task["content"], task["language"], Path(task["target"]))
    except CriticalityError as error:
        answer = {"error": "machine" if isinstance(error, MachineError) else "template", "message": str(error)}
    except (OSError, MemoryError) as error:
        answer = {"error": "machine", "message": str(machine.broken(str(error) or type(error).__name__))}
    answer_to.write(json.dumps(answer) + "\n")
    answer_to.flush()


if __name__ == "__main__":
    main()

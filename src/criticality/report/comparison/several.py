"""What the page of several runs shows beside their matrix: title, sentence, verdict, answers and the rows as CSV."""

from criticality.model.comparison_record import SeriesRecord
from criticality.model.document import LANGUAGES
from criticality.report.comparison import rows_as_csv
from criticality.report.comparison.lead import answers, catalogue, said
from criticality.report.comparison_reader import illustrative, reason_text
from criticality.text.phrases import Phrase


def context(content: SeriesRecord) -> dict[str, object]:
    """Return everything the page of several runs may show."""
    return {
        "content": content,
        "title": _title(content),
        "lead": _sentence(content),
        "mark": illustrative(content["runs"]),
        "verdict": _verdict(content),
        "reasons": _reasons(content),
        "answers": [answers(run) for run in content["runs"]],
        "csv": rows_as_csv.of_several(content),
    }


def _title(content: SeriesRecord) -> Phrase:
    runs, key = content["runs"], "compare.over_years.of" if content["timeline"] else "compare.several.of"
    return said(key, {code: {"n": len(runs), "title": runs[-1]["title"][code]} for code in LANGUAGES})


def _sentence(content: SeriesRecord) -> Phrase:
    """How many minerals the lists have, and how many are on every one, on some, and on none of them."""
    lists, runs = [row["lists"] for row in content["minerals"]], content["runs"]
    counts: dict[str, object] = {
        "listed": " → ".join(str(run["listed"]) for run in runs),
        "always": sum(count == len(runs) for count in lists),
        "some": sum(0 < count < len(runs) for count in lists),
        "never": sum(count == 0 for count in lists),
    }
    return said("compare.several.lead", dict.fromkeys(LANGUAGES, counts))


def _verdict(content: SeriesRecord) -> bool | None:
    """Whether all runs compare directly; None in a comparison of an earlier version, which does not say."""
    found = content.get("comparable")
    return None if found is None else all(entry["verdict"] for entry in found)


def _reasons(content: SeriesRecord) -> list[dict[str, Phrase]]:
    """Why runs compare with care alone: every reason once, with the runs that it is said of."""
    runs_of: dict[str, list[str]] = {}
    texts: dict[str, Phrase] = {}
    for number, entry in enumerate(content.get("comparable", ()), 1):
        for reason in entry["reasons"]:
            text = reason_text(reason)
            texts[text["en"]] = text
            runs_of.setdefault(text["en"], []).append(str(number))
    words = catalogue()
    return [
        {
            "text": text,
            "runs": said(
                "compare.several.against", {code: {"runs": words[code].listing(runs_of[key])} for code in LANGUAGES}
            ),
        }
        for key, text in texts.items()
    ]

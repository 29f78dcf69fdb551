"""The review of a run in words: a line beside the places to sign, and every entry in the annex."""

from collections.abc import Callable, Iterator

from criticality.model.rows.review_record import ReviewShown, open_objections, saying
from criticality.report.catalogue import Words

NAMED = 6
"""So many who agree are named in a line; the annex of the full edition names all."""


def line_of(shown: ReviewShown | None, words: Words) -> str:
    """Say how many comments and objections there are, who agrees, and who signed off; nothing without a review."""
    if shown is None:
        return ""
    sentences = [words("review.line", text=words("and").join(_parts(shown, words)))] if shown["entries"] else []
    if shown["of_another_run"]:
        sentences.append(words("review.another_run", runs=words.listing(shown["of_another_run"])))
    return words("sum.space").join(sentences)


def _parts(shown: ReviewShown, words: Words) -> Iterator[str]:
    entries = shown["entries"]
    comments, raised, still = saying(entries, "comment"), saying(entries, "object"), open_objections(entries)
    if comments:
        yield words("review.comments", n=len(comments))
    if raised:
        yield words("review.objections", n=len(raised), still=len(still))
    agreed = [entry["by"] for entry in saying(entries, "agree")]
    if agreed:
        more = words("and_more", n=len(agreed) - NAMED) if len(agreed) > NAMED else ""
        yield words("review.agreed", n=len(agreed), names=words.listing(agreed[:NAMED]) + more)
    signed = saying(entries, "sign_off")
    if signed:
        yield words("review.signed_off", by=signed[0]["by"], day=words.day(signed[0]["on"]))
    else:
        yield words("review.not_signed_off")


def entries_of(shown: ReviewShown | None, words: Words, name: Callable[[str], str]) -> list[dict[str, str]]:
    """Every entry for a table; `name` gives the name of a mineral."""
    return [
        {
            "number": str(entry["number"]),
            "on": entry["on"],
            "by": entry["by"],
            "says": words(f"review.says.{entry['says']}", number=str(entry.get("withdraws", ""))),
            "about": name(entry["about"]) if "about" in entry else "",
            "text": entry.get("text", ""),
        }
        for entry in (shown["entries"] if shown else ())
    ]

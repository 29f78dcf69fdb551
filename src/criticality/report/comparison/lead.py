"""What stands first on the page of a comparison: a sentence, both weights, and what to mind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from criticality.model.comparison_record import Caution, ComparisonRecord, Mover, RunSummary, WeightRow
from criticality.model.document import LANGUAGES, Language
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue, words_of
from criticality.report.comparison_reader import View, signed
from criticality.report.html.rendering import packaged_templates
from criticality.report.review.said_in_review import line_of
from criticality.text.numbers import percent
from criticality.text.own_words import in_words_of, kept_entries
from criticality.text.phrases import Phrase

_EVEN = 0.5
_ALIKE = 1e-9
_MOST_PLACES = 8
_DRAWS = "sureness"
_EXACTNESS = ("draws", "seed")
_NOTHING: Caution = {"weights": [], "missing": [], "scenario": [], "near": False}


_own: ContextVar[str | None] = ContextVar("own", default=None)
"""The text of the ``words.json`` in whose words a page is being made."""


def reviews(content: ComparisonRecord) -> list[Phrase]:
    """Say of each run that was reviewed what was said of it: beside the places to sign."""
    texts = {code: reviews_in(content, words) for code, words in catalogue().items()}
    return [dict(zip(texts, lines, strict=True)) for lines in zip(*texts.values(), strict=True)]


def reviews_in(content: ComparisonRecord, words: Words) -> list[str]:
    """The same in one language."""
    shown = content.get("review", {})
    return [words("review.of_side", side=key.upper(), text=line_of(shown[key], words)) for key in sorted(shown)]


def catalogue() -> Mapping[Language, Words]:
    """The words of the pages in both languages."""
    return _catalogue(_own.get())


@cache
def _catalogue(own: str | None) -> Mapping[Language, Words]:
    texts = read_catalogue(packaged_templates()[CATALOGUE], own)
    return {language: words_of(texts, language) for language in LANGUAGES}


@contextmanager
def in_words_of_workspace(own: str | None) -> Iterator[None]:
    """Make a page in the words of a workspace, given as the text of its ``words.json``.

    Raises
    ------
    TemplateError
        The workspace's file is no catalogue.
    """
    before = _own.set(own)
    try:
        with in_words_of(kept_entries(own or "")):
            yield
    finally:
        _own.reset(before)


def said(key: str, values: Mapping[Language, Mapping[str, object]]) -> Phrase:
    """A sentence of the pages in both languages, its places filled by language."""
    return {language: words(key, **values[language]) for language, words in catalogue().items()}


def ends() -> dict[str, Phrase]:
    """The names of the first and the last bar of a waterfall."""
    return {end: said(f"compare.score_{end}", {code: {} for code in LANGUAGES}) for end in ("before", "after")}


def title_of(view: View) -> Phrase:
    """The title of the page: that of the later run's list."""
    return said("compare.of", {code: {"title": view.content["runs"]["b"]["title"][code]} for code in LANGUAGES})


def sentence(view: View) -> Phrase:
    """How many minerals the lists have, entered, left, moved and stayed; and what brought that about."""
    content = view.content
    counts: dict[str, object] = {
        "a": content["runs"]["a"]["listed"],
        "b": content["runs"]["b"]["listed"],
        "entered": len(content["entered"]),
        "left": len(content["left"]),
        "moved": len(content["moved_tier"]),
        "stayed": len(stayed(view)),
    }
    first = said("compare.lead", dict.fromkeys(LANGUAGES, counts))
    causes = _causes(view)
    between = {"en": " ", "zh-Hant": ""}
    whole = {code: f"{first[code]}{between[code]}{causes[code]}".rstrip() for code in LANGUAGES}
    return {code: text.replace(" %", "\u00a0%") for code, text in whole.items()}


def chances(view: View) -> Phrase | None:
    """Say that P(listed) does not compare, where one run has none or the two drew otherwise; else None.

    Other numbers of draws, and another seed, change only how exact a share is.
    """
    draws = [run["draws"] for run in view.content["runs"].values()]
    if 0 in draws:
        return said("compare.chances.one", {code: {} for code in LANGUAGES}) if any(draws) else None
    settings = [
        entry["place"].removeprefix("robustness.") for entry in view.content["inputs"] if entry["group"] == _DRAWS
    ]
    places = [place for place in settings if place not in _EXACTNESS]
    if not places:
        return None
    named = {code: {"places": words.listing(places)} for code, words in catalogue().items()}
    return said("compare.chances.otherwise", named)


def _causes(view: View) -> Phrase:
    """The share of every group of inputs in all entries and exits; nothing where nothing entered or left."""
    movers = [*view.content["entered"], *view.content["left"]]
    changes = [view.content["changes"][mover["mineral"]]["membership"] for mover in movers]
    sizes = {player: sum(abs(change.get(player) or 0.0) for change in changes) for player in view.players}
    whole = sum(sizes.values())
    if not whole:
        return dict.fromkeys(LANGUAGES, "")
    parts = sorted(((size / whole, player) for player, size in sizes.items() if size / whole >= 0.005), reverse=True)
    shares = {
        code: words.listing([f"{view.player(player)[code]} {percent(share)}" for share, player in parts])
        for code, words in catalogue().items()
    }
    return said("compare.causes", {code: {"shares": shares[code]} for code in LANGUAGES})


def stayed(view: View) -> list[Phrase]:
    """Names of the minerals on both lists."""
    return [row["names"] for row in view.ranks() if row["listed_a"] and row["listed_b"]]


def weights(view: View) -> list[dict[str, object]]:
    """Weights over all in both runs, and their difference in percentage points."""
    return [
        {"names": view.player(row["code"]), "is_dimension": row["is_dimension"], **_sides(row, _least_places(view))}
        for row in view.content.get("weights", [])
    ]


def _least_places(view: View) -> int:
    """The decimals of all rows: two where one row needs more than one; a row that needs still more has them alone."""
    return min(2, max((_places(row) for row in view.content.get("weights", [])), default=1))


def _places(row: WeightRow) -> int:
    """How many decimals it takes for the change to be the difference of what stands beside it.

    Weights that differ by rounding errors alone have not changed.
    """
    a, b = row["a"], row["b"]
    if a is None or b is None or abs(b - a) < _ALIKE:
        return 1
    for places in range(1, _MOST_PLACES):
        first, second, change = (round(100 * value, places) for value in (a, b, b - a))
        if change and round(second - first, places) == change:
            return places
    return _MOST_PLACES


def _sides(row: WeightRow, least: int) -> dict[str, str]:
    """Both weights and their change, which is the difference of the two as they are printed."""
    a, b, places = row["a"], row["b"], max(least, _places(row))
    change = ""
    if a is not None and b is not None and abs(b - a) >= _ALIKE:
        change = signed(round(100 * b, places) - round(100 * a, places), places)
    return {"a": percent(a, places), "b": percent(b, places), "change": change}


def overall(view: View, mover: Mover) -> Phrase | None:
    """The weights that a sentence names, as the list prints them: over all; None where it names none."""
    rows = {row["code"]: row for row in view.content.get("weights", [])}
    named = [rows[code] for code in mover.get("caution", _NOTHING)["weights"] if code in rows]
    if not named:
        return None
    least = _least_places(view)
    weights = {
        code: words.listing([_part(words, view.player(row["code"])[code], row, least) for row in named])
        for code, words in catalogue().items()
    }
    return said("compare.overall", {code: {"weights": weights[code]} for code in LANGUAGES})


def _part(words: Words, name: str, row: WeightRow, least: int) -> str:
    sides = _sides(row, least)
    return words("compare.overall.part", name=name, a=sides["a"], b=sides["b"])


def marks(view: View, mover: Mover, move: str) -> list[Phrase]:
    """What to mind in a move: a threshold nearby, draws that say otherwise, missing evidence, a scenario."""
    caution, found = mover.get("caution", _NOTHING), list[Phrase]()
    if caution["near"]:
        found.append(said("compare.near", {code: {} for code in LANGUAGES}))
    share = mover["p_after"]
    if share is not None and ((move == "entered" and share < _EVEN) or (move == "left" and share >= _EVEN)):
        found.append(said(f"compare.doubt.{move}", {code: {} for code in LANGUAGES}))
    for key, codes in (("missing", caution["missing"]), ("scenario", caution["scenario"])):
        if codes:
            named = {
                code: words.listing([view.player(one)[code] for one in codes]) for code, words in catalogue().items()
            }
            found.append(said(f"compare.{key}", {code: {"criteria": named[code]} for code in LANGUAGES}))
    return found


def answers(run: RunSummary) -> Phrase | None:
    """The answers that a run took in place of the first options; None where it took none."""
    taken = run.get("answers", [])
    if not taken:
        return None
    return {
        code: "; ".join(
            words("compare.answer", question=one["question"][code], answer=one["answer"][code]) for one in taken
        )
        for code, words in catalogue().items()
    }

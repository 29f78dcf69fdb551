"""What stands first on the page of a comparison: a sentence, both weights, what to mind, and all rows as CSV."""

import base64
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from criticality.model.comparison_record import Caution, Mover, RunSummary, WeightRow
from criticality.model.document import LANGUAGES, Language
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue, words_of
from criticality.report.comparison_reader import View, signed
from criticality.report.html.rendering import packaged_templates
from criticality.text.numbers import percent
from criticality.text.own_words import in_words_of, kept_entries
from criticality.text.phrases import Phrase
from criticality.text.spreadsheet import neutral

_EVEN = 0.5
_DRAWS = "sureness"
_EXACTNESS = ("draws", "seed")
_NOTHING: Caution = {"weights": [], "missing": [], "scenario": [], "near": False}


_own: ContextVar[str | None] = ContextVar("own", default=None)
"""The text of the ``words.json`` in whose words a page is being made."""


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


def _said(key: str, values: Mapping[Language, Mapping[str, object]]) -> Phrase:
    return {language: words(key, **values[language]) for language, words in catalogue().items()}


def ends() -> dict[str, Phrase]:
    """The names of the first and the last bar of a waterfall."""
    return {end: _said(f"compare.score_{end}", {code: {} for code in LANGUAGES}) for end in ("before", "after")}


def title_of(view: View) -> Phrase:
    """The title of the page: that of the later run's list."""
    return _said("compare.of", {code: {"title": view.content["runs"]["b"]["title"][code]} for code in LANGUAGES})


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
    first = _said("compare.lead", dict.fromkeys(LANGUAGES, counts))
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
        return _said("compare.chances.one", {code: {} for code in LANGUAGES}) if any(draws) else None
    settings = [
        entry["place"].removeprefix("robustness.") for entry in view.content["inputs"] if entry["group"] == _DRAWS
    ]
    places = [place for place in settings if place not in _EXACTNESS]
    if not places:
        return None
    named = {code: {"places": words.listing(places)} for code, words in catalogue().items()}
    return _said("compare.chances.otherwise", named)


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
    return _said("compare.causes", {code: {"shares": shares[code]} for code in LANGUAGES})


def stayed(view: View) -> list[Phrase]:
    """Names of the minerals on both lists."""
    return [row["names"] for row in view.ranks() if row["listed_a"] and row["listed_b"]]


def weights(view: View) -> list[dict[str, object]]:
    """Weights over all in both runs, and their difference in percentage points."""
    return [
        {
            "names": view.player(row["code"]),
            "is_dimension": row["is_dimension"],
            "a": percent(row["a"], 1),
            "b": percent(row["b"], 1),
            "change": signed(100 * (row["b"] - row["a"]), 1) if row["a"] is not None and row["b"] is not None else "",
        }
        for row in view.content.get("weights", [])
    ]


def overall(view: View, mover: Mover) -> Phrase | None:
    """The weights that a sentence names, as the list prints them: over all; None where it names none."""
    rows = {row["code"]: row for row in view.content.get("weights", [])}
    named = [rows[code] for code in mover.get("caution", _NOTHING)["weights"] if code in rows]
    if not named:
        return None
    weights = {
        code: words.listing([_part(words, view.player(row["code"])[code], row) for row in named])
        for code, words in catalogue().items()
    }
    return _said("compare.overall", {code: {"weights": weights[code]} for code in LANGUAGES})


def _part(words: Words, name: str, row: WeightRow) -> str:
    return words("compare.overall.part", name=name, a=percent(row["a"], 1), b=percent(row["b"], 1))


def marks(view: View, mover: Mover, move: str) -> list[Phrase]:
    """What to mind in a move: a threshold nearby, draws that say otherwise, missing evidence, a scenario."""
    caution, found = mover.get("caution", _NOTHING), list[Phrase]()
    if caution["near"]:
        found.append(_said("compare.near", {code: {} for code in LANGUAGES}))
    share = mover["p_after"]
    if share is not None and ((move == "entered" and share < _EVEN) or (move == "left" and share >= _EVEN)):
        found.append(_said(f"compare.doubt.{move}", {code: {} for code in LANGUAGES}))
    for key, codes in (("missing", caution["missing"]), ("scenario", caution["scenario"])):
        if codes:
            named = {
                code: words.listing([view.player(one)[code] for one in codes]) for code, words in catalogue().items()
            }
            found.append(_said(f"compare.{key}", {code: {"criteria": named[code]} for code in LANGUAGES}))
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


def as_csv(view: View) -> str:
    """All rows of the table of ranks as the address of a CSV file that stands in the page itself."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    head = ["mineral", "name_en", "name_zh", "move"]
    head += [f"{what}_{side}" for what in ("rank", "score", "tier", "listed", "p_listed") for side in ("a", "b")]
    table.writerow([*head, *(f"rank_share_{player}" for player in view.players)])
    for row in view.content["ranks"]:
        names, change = view.content["minerals"][row["mineral"]], view.content["changes"].get(row["mineral"])
        cells: list[object] = [row["mineral"], names["en"], names["zh-Hant"], view.moves.get(row["mineral"], "")]
        sides: Sequence[Mapping[str, object]] = (row["a"] or {}, row["b"] or {})
        for what in ("rank", "score", "tier", "listed", "p_listed"):
            cells += [side.get(what) for side in sides]
        cells += [change["rank"].get(player) if change else None for player in view.players]
        table.writerow(["" if cell is None else neutral(str(cell)) for cell in cells])
    content = base64.b64encode(written.getvalue().encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{content}"

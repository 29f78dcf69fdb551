"""One self-contained HTML file: no server, no network; plain and readable where scripts are off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from criticality.model.comparison_record import ComparisonRecord, SeriesRecord
from criticality.report.comparison import lead, rows_as_csv, several
from criticality.report.comparison.drawing import NARROW, slope_chart, stands_of, waterfall
from criticality.report.comparison_reader import RankText, View, largest_first, places_up, signed
from criticality.report.html.rendering import render
from criticality.report.html.typeset import typeset
from criticality.report.web.sealed_page import colours, completed, scripts, styles

MOST_INNER = 8


@dataclass(frozen=True)
class Opened:
    """By what the page is opened, where it is no file but a page of the desk.

    Attributes
    ----------
    language
        In which it opens; a file opens in that of the browser.
    back
        The address that leads back.
    words
        What stands there, by language.
    """

    language: str
    back: str
    words: Mapping[str, str]


@cache
def templates() -> Mapping[str, str]:
    """The packaged templates of a comparison's pages, by name."""
    folder = files("criticality.report") / "comparison" / "templates"
    return {entry.name: entry.read_text("utf-8") for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)}


def comparison_page(content: ComparisonRecord, own: str | None = None, opened: Opened | None = None) -> str:
    """Return two runs side by side as one HTML page.

    Parameters
    ----------
    content
        What `comparison.compare.compare_records` returned, or ``comparison.json``.
    own
        The text of a workspace's own ``words.json``.
    opened
        By what page of the desk it is shown; None for a file.

    Raises
    ------
    TemplateError
        The workspace's file is no catalogue, or a text names a place that is not filled.
    """
    with lead.in_words_of_workspace(own):
        return filled_page("comparison_page.html", context(View(content)), opened)


def series_page(content: SeriesRecord, own: str | None = None, opened: Opened | None = None) -> str:
    """Return the matrix of several runs as one HTML page, in the words of a workspace where it has its own.

    Raises
    ------
    TemplateError
        As `comparison_page`.
    """
    with lead.in_words_of_workspace(own):
        return filled_page("series_page.html", several.context(content), opened)


def _words() -> dict[str, object]:
    return {"zh": lead.catalogue()["zh-Hant"], "en": lead.catalogue()["en"]}


def context(view: View) -> dict[str, object]:
    """Return everything the page of a comparison may show."""
    content = view.content
    return {
        **_words(),
        "content": content,
        "runs": content["runs"],
        "title": lead.title_of(view),
        "lead": lead.sentence(view),
        "chances": lead.chances(view),
        "weights": lead.weights(view),
        "stayed": lead.stayed(view),
        "answers": {key: lead.answers(run) for key, run in content["runs"].items()},
        "csv": rows_as_csv.of_two(view),
        "overall": {
            entry["mineral"]: lead.overall(view, entry)
            for entry in (*content["entered"], *content["left"], *content["moved_tier"])
        },
        "marks": {
            entry["mineral"]: lead.marks(view, entry, move)
            for move, entries in (
                ("entered", content["entered"]),
                ("left", content["left"]),
                ("moved_tier", content["moved_tier"]),
            )
            for entry in entries
        },
        "reviews": lead.reviews(view.content),
        "mark": view.mark,
        "movers": view.movers(),
        "players": [view.player(name) for name in view.players],
        "ranks": view.ranks(),
        "inputs": view.inputs(),
        "slopes": slope_chart(stands_of(view)),
        "narrow_slopes": slope_chart(stands_of(view), NARROW),
        "details": [_detail(view, row) for row in view.ranks() if row["changed"]],
        "only": {key: [content["minerals"][mineral] for mineral in content["only_in"][key]] for key in ("a", "b")},
        "merged": view.merged,
        "reasons": view.reasons,
    }


def _detail(view: View, row: RankText) -> dict[str, object]:
    """A mineral's own page: waterfall, sentence, and the criteria inside data and weights."""
    change = view.content["changes"][row["mineral"]]
    inner = [
        {
            "group": view.player(group),
            "rows": [
                {
                    "names": view.player(name),
                    "score": signed(share, 4),
                    "rank": places_up(change["within"]["rank"].get(group, {}).get(name)),
                    "membership": signed(change["within"]["membership"].get(group, {}).get(name)),
                }
                for name, share in largest_first(shares, MOST_INNER)
            ],
            "more": max(0, len(shares) - MOST_INNER),
        }
        for group, shares in change["within"]["score"].items()
        if shares
    ]
    return {
        **row,
        "waterfall": waterfall(view, row["mineral"], lead.ends()),
        "inner": inner,
        "because": view.because.get(row["mineral"]),
    }


def filled_page(name: str, values: Mapping[str, object], opened: Opened | None = None) -> str:
    """Fill a template, then put style and script in."""
    html, _ = typeset(render(name, templates(), {**_words(), **values, "opened": opened}))
    style = f"{colours()}\n{styles('screen.css', 'comparison.css')}"
    script = scripts("languages.js", "tables.js", "details.js", "comparison.js")
    if opened is not None:
        script += f"\nshowLanguage({json.dumps(opened.language)});"
    return completed(html, style, script)

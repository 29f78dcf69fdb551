"""A comparison as Markdown, for a change request."""

import re
from collections.abc import Sequence
from typing import Final

from criticality.model.comparison_record import Comparability, ComparisonRecord, InputDifference, Mover
from criticality.model.document import Language
from criticality.model.record import known
from criticality.report.comparison_reader import View
from criticality.text.kept import reworded
from criticality.text.message import Message
from criticality.text.phrases import ILLUSTRATIVE, in_both, players_in, told_apart
from criticality.text.visible import one_line

MOST_INPUTS = 40
MOST_RANKS = 20
LANGUAGES: Final[tuple[Language, ...]] = ("zh-Hant", "en")
"""The order of the two languages on the page."""


def markdown_of(content: ComparisonRecord, base: str, commit: str, assessment: str) -> str:
    """The page that a pull request shows: who enters, who leaves and why, then what was changed."""
    before, after = content["runs"]["a"], content["runs"]["b"]
    compared = _both("against", assessment=assessment, base=base, commit=commit[:8])
    head = f"## {_both('title')}\n\n{compared}"
    if content.get("confidential"):
        mark = Message("confidential.holds")
        head += f"\n\n{_text(in_both({'en': mark.said('en'), 'zh-Hant': mark.said('zh-Hant')}, ' · '))}"
    if content["same"]:
        return f"{head}\n\n{_both('nothing')}\n"
    parts = [head, _both("counts", before=before["listed"], after=after["listed"])]
    lists = (("entered", content["entered"]), ("left", content["left"]), ("moved_tier", content["moved_tier"]))
    parts += [f"### {_both(move)}: {len(movers)}\n\n{_movers(movers)}" for move, movers in lists if movers]
    if not any(movers for _, movers in lists):
        parts.append(_both("nobody"))
    parts += [*_verdict(content["comparable"]), *_shares(content), *_merged(content), *_inputs(content["inputs"])]
    if any(run.get("illustrative") for run in (before, after)):
        parts.append(in_both(ILLUSTRATIVE))
    return "\n\n".join(parts) + "\n"


def _both(code: str, **slots: object) -> str:
    """A heading or a line in both languages, in the words of the workspace."""
    words = Message(f"request.{code}", **slots)
    return _text(in_both({"en": words.said("en"), "zh-Hant": words.said("zh-Hant")}, " · "))


def _head(*codes: str) -> str:
    return f"| {' | '.join(map(_both, codes))} |"


def _movers(entries: Sequence[Mover]) -> str:
    texts = [reworded(entry.get("said") or (), entry["because"]) for entry in entries]
    return "\n".join(f"- {_text(text['zh-Hant'])}\n  {_text(text['en'])}" for text in texts)


def _verdict(verdict: Comparability) -> list[str]:
    if verdict["verdict"]:
        return []
    told = [
        reworded(entry.get("said") or (), {"en": entry["en"], "zh-Hant": entry["zh-Hant"]})
        for entry in verdict["reasons"]
    ]
    reasons = "\n".join(f"- {_text(text['zh-Hant'])} {_text(text['en'])}" for text in told)
    return [f"### {_both('with_care')}\n\n{reasons}"]


def _shares(content: ComparisonRecord) -> list[str]:
    ranks = {mineral: entry["rank"] for mineral, entry in content["changes"].items()}
    moved = [mineral for mineral, rank in ranks.items() if rank["data"] is not None and rank["before"] != rank["after"]]
    if not moved:
        return []
    moved.sort(key=lambda mineral: (-abs(known(ranks[mineral]["after"]) - known(ranks[mineral]["before"])), mineral))
    shown = moved[:MOST_RANKS]
    players = players_in([ranks[mineral] for mineral in shown])
    names = [_text(in_both(View(content).player(player), " · ")) for player in players]
    lines = [f"{_head('mineral', 'rank')} {' | '.join(names)} |", f"|---|---|{'---:|' * len(players)}"]
    for mineral in shown:
        rank = ranks[mineral]
        shares = " | ".join(f"{rank.get(player) or 0:+.3g}" for player in players)
        lines.append(
            f"| {_text(in_both(content['minerals'][mineral]))} | {rank['before']} → {rank['after']} | {shares} |"
        )
    return [f"### {_both('ranks')}\n\n" + "\n".join(lines) + _more(len(moved) - len(shown))]


def _more(count: int) -> str:
    return f"\n\n{_both('more', count=count)}" if count > 0 else ""


def _merged(content: ComparisonRecord) -> list[str]:
    told = []
    for entry in View(content).merged:
        slots = {code: {"players": entry["names"][code], "reason": entry["reason"][code]} for code in LANGUAGES}
        told.append(" ".join(_text(Message("request.merged", **slots[code]).said(code)) for code in LANGUAGES))
    return told


def _inputs(entries: Sequence[InputDifference]) -> list[str]:
    lines = [_head("file", "place", "before", "after"), "|---|---|---|---|"]
    for entry in entries[:MOST_INPUTS]:
        cells = (entry["file"], entry["place"], *map(_value, told_apart(entry["before"], entry["after"])))
        lines.append(f"| {' | '.join(_text(str(cell)) for cell in cells)} |")
    title = f"{_both('inputs')}: {len(entries)}"
    more = _more(len(entries) - MOST_INPUTS)
    return [f"<details><summary>{title}</summary>\n\n" + "\n".join(lines) + more + "\n\n</details>"]


def _value(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


_MARKS = re.compile(r"[\\*_\[|~$]")
_BEGINS = re.compile(r"\d{0,9}(?=[#>+=.)-])")
_APART = "&#8203;"
"""A space of no width, as Markdown writes it: nobody is called, and no address is made a link."""
_ADDRESS = re.compile(r"(?<=[a-z])(?=://)|(?<=www)(?=\.)", re.IGNORECASE)


def _text(text: str) -> str:
    """Text that stays text inside Markdown: no link, emphasis, table bar, tag, mention or line break.

    A backslash is escaped with the rest, so that none in a text takes the escape away from what follows it. A text that
    begins like a heading, a quotation or a list does not become one, and an address does not become a link by itself.
    """
    line = _MARKS.sub(r"\\\g<0>", " ".join(one_line(text).split()))
    first = _BEGINS.match(line)
    line = f"{first[0]}\\{line[first.end() :]}" if first else line
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace("`", "'").replace("@", f"@{_APART}")
    return _ADDRESS.sub(_APART, line)

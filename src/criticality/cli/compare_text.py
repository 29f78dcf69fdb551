"""A comparison in the terminal: only what differs."""

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Literal

from rich.markup import escape

from criticality.cli.terminal.console import Terminal, table
from criticality.cli.terminal.over_answers import standing
from criticality.cli.terminal.titles import Titles, chinese, named
from criticality.errors import Problem
from criticality.model.comparison_record import (
    Comparability,
    ComparisonRecord,
    InputDifference,
    Mover,
    Place,
    SeriesRecord,
    Shares,
    WarningSaid,
)
from criticality.model.record import known
from criticality.report.comparison_reader import LONGEST_LINE, counted, group_name
from criticality.text.kept import again, in_language, reworded
from criticality.text.language import current_language
from criticality.text.message import Message, is_known, joined, said
from criticality.text.numbers import chance
from criticality.text.phrases import both, players_in, told_apart

MOST_INPUTS = 10
MOST_RANKS = 15
_PARTS: tuple[Literal["message", "hint"], ...] = ("message", "hint")
_WIDTH = 140
_ENGLISH = ".en"


def print_comparison(content: ComparisonRecord, titles: Titles) -> None:
    """Print what differs between two runs; `titles` are those of the later one."""
    out, runs = Terminal(_WIDTH), content["runs"]
    for key, sign in (("a", "A"), ("b", "B")):
        run = runs[key]
        size = {"listed": run["listed"], "candidates": run["candidates"]}
        out.say(Message("comparing.run", sign=sign, run=run["run_id"], title=named(run["title"]), **size))
    if content.get("confidential"):
        out.say(Message("confidential.holds"))
    if content["same"]:
        out.say(Message("comparing.same"), style="bold")
        return
    _print_inputs(out, content["inputs"])
    _print_warnings(out, content)
    _print_verdict(out, content["comparable"])
    lists = (
        (Message("comparing.entered"), content["entered"]),
        (Message("comparing.left"), content["left"]),
        (Message("comparing.moved_tier"), content["moved_tier"]),
    )
    for title, movers in lists:
        _print_movers(out, title, movers, titles, [run["draws"] for run in content["runs"].values()])
    if not any(movers for _, movers in lists):
        out.say(Message("comparing.nobody"), style="bold")
    _print_standing(out, content)
    _print_only(out, content)
    _print_shares(out, content)
    for entry in content["merged"]:
        reason = in_language(entry.get("said") or (), entry["reason"], current_language())
        out.say(Message("comparing.merged", players=_players(entry["player"]), reason=reason))


def _print_standing(out: Terminal, content: ComparisonRecord) -> None:
    """Print whose standing over all answers to the choices differs."""
    rows = content.get("standing") or []
    if rows:
        out.say(Message("comparing.standings"), style="bold")
    undrawn = _undrawn(content)
    if undrawn:
        out.say(Message("comparing.standing_not_drawn", side=joined(undrawn)))
        return
    for row in rows:
        name = named(content["minerals"].get(row["mineral"], {"en": row["mineral"]}))
        words = {"before": standing(row["before"]), "after": standing(row["after"])}
        shares = {"p_before": chance(row["p_all_before"], 1), "p_after": chance(row["p_all_after"], 1)}
        out.say(Message("comparing.standing", name=name, **words, **shares))


def _undrawn(content: ComparisonRecord) -> list[str]:
    """The runs in which no candidate of both has a P over all answers: a line for every mineral would say nothing."""
    only = {*content["only_in"]["a"], *content["only_in"]["b"]}
    rows = [row for row in content.get("standing") or [] if row["mineral"] not in only]
    without = {
        "A": bool(rows) and all(row["p_all_before"] is None for row in rows),
        "B": bool(rows) and all(row["p_all_after"] is None for row in rows),
    }
    return [side for side, lacks in without.items() if lacks]


def _print_inputs(out: Terminal, entries: Sequence[InputDifference]) -> None:
    places = (Message("comparing.group"), Message("comparing.file"), Message("comparing.place"))
    inputs = table(Message("comparing.inputs"), *places, Message("comparing.before"), Message("comparing.after"))
    left: list[str] = []
    for group in dict.fromkeys(entry["group"] for entry in entries):
        own = [entry for entry in entries if entry["group"] == group and not _is_english_of(entry, entries)]
        for entry in own[:MOST_INPUTS]:
            before, after = map(_written, told_apart(entry["before"], entry["after"]))
            inputs.add_row(*map(escape, (_players(group), entry["file"], entry["place"], before, after)))
        more = len(own) - MOST_INPUTS
        left += [Message("comparing.of_group", count=more, group=_players(group))] if more > 0 else []
    out.print()
    out.print(inputs)
    if left:
        out.say(Message("comparing.more_inputs", left=joined(left)))


def _is_english_of(entry: InputDifference, entries: Sequence[InputDifference]) -> bool:
    """Whether a difference is the English half of one that a Chinese reader is shown in Chinese."""
    if not chinese() or not entry["place"].endswith(_ENGLISH):
        return False
    other = entry["place"].removesuffix(_ENGLISH) + ".zh-Hant"
    return any(each["place"] == other and each["file"] == entry["file"] for each in entries)


def _written(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping | list):
        return counted(value, "zh-Hant" if chinese() else "en")
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


def _print_warnings(out: Terminal, content: ComparisonRecord) -> None:
    """Print what was warned of in one of the runs alone; more than a few are counted."""
    for side in ("a", "b"):
        told = content.get("warnings", {}).get(side, [])
        codes = content.get("warnings_said", {}).get(side, [])
        if not told:
            continue
        out.say(Message("comparing.warnings", side=side.upper(), count=len(told)), style="bold")
        for warning, said_of in list(zip_longest(told, codes))[:MOST_INPUTS]:
            out.say(f"  {_warning(warning, said_of)}", whole=True)
        if len(told) > MOST_INPUTS:
            out.say(Message("comparing.more_warnings", count=len(told) - MOST_INPUTS))


def _warning(text: str, said_of: WarningSaid | None) -> str:
    """A warning in the language of the process; the English text of the record where it has no codes."""
    if said_of is None or not all(is_known(entry["code"]) for entry in said_of["message"]):
        return text
    message, hint = (joined([again(entry) for entry in said_of.get(part, ())], "semicolon") for part in _PARTS)
    place = said_of["file"], said_of["line"], said_of.get("column"), said_of.get("where", "")
    return Problem(*place, message, hint, severity="warning").said() if message else text


def _print_verdict(out: Terminal, verdict: Comparability) -> None:
    if verdict["verdict"]:
        out.say(Message("comparing.directly"))
        return
    out.say(Message("comparing.with_care"), style="bold")
    for reason in verdict["reasons"]:
        out.say(_lines(reworded(reason.get("said") or (), {"en": reason["en"], "zh-Hant": reason["zh-Hant"]})))


def _lines(text: Mapping[str, str]) -> str:
    """A sentence of the record on a line of its own."""
    return f"  {named(text)}"


def _players(player: str) -> str:
    """The group of inputs that a code names, or several that act as one: its Chinese name, or the code."""
    groups = [(group_name(each) or both(each))["zh-Hant"] for each in player.split("+")]
    return "＋".join(groups) if chinese() else player


def _undone(what: str, titles: Titles) -> str:
    """What a change is undone by: a group of inputs, or within one of them a criterion or a file."""
    return _players(what) if _players(what) != what else titles.of(what)


def _print_movers(out: Terminal, title: str, movers: Sequence[Mover], titles: Titles, draws: Sequence[int]) -> None:
    if not movers:
        return
    out.say(Message("comparing.movers", title=title, count=len(movers)), style="bold")
    for entry in movers:
        because = reworded(entry.get("said") or (), entry["because"])
        out.say(f"{_lines(because)}{said(_certainty(entry, draws))}")
        for sets in (entry.get("undone_by", ()), *entry.get("undone_within", {}).values()):
            if sets:
                ways = joined([" + ".join(_undone(each, titles) for each in one) for one in sets[:4]], "or")
                out.say(Message("comparing.undone", ways=ways))
        alone = [one["place"] for one in entry.get("undone_alone", ())]
        if alone:
            out.say(Message("comparing.alone", places=joined(alone[:4], "or")))


def _certainty(entry: Mover, draws: Sequence[int]) -> Message:
    if entry["p_before"] is None and entry["p_after"] is None:
        return Message("comparing.p_not_assessed")
    noise: str = ""
    if entry["within_noise"] is not False:
        noise = Message("comparing.noise" if entry["within_noise"] else "comparing.noise_not_assessed")
    shares = {"before": chance(entry["p_before"], 1, draws[0]), "after": chance(entry["p_after"], 1, draws[1])}
    return Message("comparing.p", **shares, noise=noise)


def _print_only(out: Terminal, content: ComparisonRecord) -> None:
    for key in ("a", "b"):
        names = [named(content["minerals"][mineral]) for mineral in content["only_in"][key]]
        if names:
            out.say(Message("comparing.only", side=key.upper(), names=joined(names)))


def _print_shares(out: Terminal, content: ComparisonRecord) -> None:
    """Ranks that moved, with the share of every group that took part; movers first, then the farthest."""
    changed = {mineral: entry for mineral, entry in content["changes"].items() if entry["rank"]["data"] is not None}
    moved = [mineral for mineral in changed if changed[mineral]["rank"]["before"] != changed[mineral]["rank"]["after"]]
    movers = (*content["entered"], *content["left"], *content["moved_tier"])
    listed = {entry["mineral"] for entry in movers}
    moved.sort(key=lambda mineral: (mineral not in listed, -abs(_step(changed[mineral]["rank"])), mineral))
    if not moved:
        return
    shown = moved[: max(MOST_RANKS, len(listed))]
    players = players_in([changed[mineral]["rank"] for mineral in shown])
    heads = (Message("comparing.mineral"), Message("comparing.rank"), Message("comparing.score"))
    ranks = table(Message("comparing.ranks"), *heads, *map(_players, players))
    for mineral in shown:
        rank, score = changed[mineral]["rank"], changed[mineral]["score"]
        names = escape(named(content["minerals"][mineral]))
        scores = f"{_number(score['before'])} → {_number(score['after'])}"
        shares = [_signed(rank.get(player)) for player in players]
        ranks.add_row(names, f"{rank['before']} → {rank['after']}", scores, *shares)
    out.print()
    out.print(ranks)
    if len(moved) > len(shown):
        out.say(Message("comparing.more_ranks", count=len(moved) - len(shown)))


def _step(rank: Shares) -> int:
    return int(known(rank["after"]) - known(rank["before"]))


def _signed(share: float | None) -> str:
    return "" if not share else f"{share:+.3g}".replace("-", "−")


def _number(value: float | None, places: int = 3) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def print_series(content: SeriesRecord) -> None:
    """Print the matrix of several runs: rank, and a mark where the mineral is on the list."""
    out = Terminal(_WIDTH)
    for number, run in enumerate(content["runs"], 1):
        size = {"title": named(run["title"]), "listed": run["listed"]}
        out.say(Message("comparing.run_of_series", number=number, run=run["run_id"], **size))
    if content.get("confidential"):
        out.say(Message("confidential.holds"))
    heads = [str(run["reference_year"]) if content["timeline"] else str(n) for n, run in enumerate(content["runs"], 1)]
    what = Message("comparing.over_years" if content["timeline"] else "comparing.over_runs")
    lists = Message("comparing.lists")
    ranks = table(Message("comparing.series", what=what), Message("comparing.mineral"), *heads, lists)
    for row in content["minerals"]:
        cells = [_cell(cell) for cell in row["cells"]]
        count = Message("comparing.count", lists=row["lists"], runs=len(row["cells"]))
        ranks.add_row(escape(named(row["names"])), *cells, said(count))
    out.print()
    out.print(ranks)


def _cell(cell: Place | None) -> str:
    if cell is None:
        return "–"
    rank = "?" if cell["rank"] is None else str(cell["rank"])
    return f"{rank} ✓" if cell["listed"] else rank

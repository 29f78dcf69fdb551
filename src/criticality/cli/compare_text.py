"""A comparison in the terminal: only what differs."""

import json
from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.over_answers import STANDINGS
from criticality.model.comparison_record import (
    Comparability,
    ComparisonRecord,
    InputDifference,
    Mover,
    Place,
    SeriesRecord,
    Shares,
)
from criticality.model.record import known
from criticality.text.numbers import chance
from criticality.text.phrases import in_both, players_in, told_apart

MOST_INPUTS = 10
MOST_RANKS = 15
_WIDTH = 140


def print_comparison(content: ComparisonRecord) -> None:
    """Print what differs between two runs."""
    out, runs = Terminal(_WIDTH), content["runs"]
    for key, sign in (("a", "A"), ("b", "B")):
        run = runs[key]
        out.print(
            escape(f"{sign}  {run['run_id']}  {in_both(run['title'])}  ({run['listed']} of {run['candidates']} listed)")
        )
    if content["same"]:
        out.print("\n兩次執行並無差異 · Nothing differs between the two runs.", style="bold")
        return
    _print_inputs(out, content["inputs"])
    _print_warnings(out, content.get("warnings", {}))
    _print_verdict(out, content["comparable"])
    lists = (
        ("列入 · Entered", content["entered"]),
        ("退出 · Left", content["left"]),
        ("類別變動 · Moved to another tier", content["moved_tier"]),
    )
    for title, movers in lists:
        _print_movers(out, title, movers)
    if not any(movers for _, movers in lists):
        out.print("\n清單與類別不變 · Nobody entered, left or moved to another tier.", style="bold")
    _print_standing(out, content)
    _print_only(out, content)
    _print_shares(out, content)
    for entry in content["merged"]:
        out.print(escape(f"\n{entry['player']} act as one: {entry['reason']}."))


def _print_standing(out: Terminal, content: ComparisonRecord) -> None:
    """Print whose standing over all answers to the choices differs."""
    rows = content.get("standing") or []
    if rows:
        out.print("\n各種答案下之地位 · Standing over all answers", style="bold")
    for row in rows:
        name = in_both(content["minerals"].get(row["mineral"], {"en": row["mineral"]}))
        words = (STANDINGS[row["before"] or ""], STANDINGS[row["after"] or ""])
        shares = (chance(row["p_all_before"], 1), chance(row["p_all_after"], 1))
        out.print(escape(f"  {name}: {words[0]} → {words[1]}; P {shares[0]} → {shares[1]}"))


def _print_inputs(out: Terminal, entries: Sequence[InputDifference]) -> None:
    table = Table("group", "file", "place", "before", "after", title="輸入差異 · Inputs that differ", box=None)
    table.title_justify = "left"
    left = []
    for group in dict.fromkeys(entry["group"] for entry in entries):
        own = [entry for entry in entries if entry["group"] == group]
        for entry in own[:MOST_INPUTS]:
            before, after = map(_written, told_apart(entry["before"], entry["after"]))
            table.add_row(*map(escape, (group, entry["file"], entry["place"], before, after)))
        left += [f"{len(own) - MOST_INPUTS} of {group}"] if len(own) > MOST_INPUTS else []
    out.print()
    out.print(table)
    if left:
        out.print(f"… and {', '.join(left)} more: see comparison.json")


def _written(value: object) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _print_warnings(out: Terminal, warnings: Mapping[str, Sequence[str]]) -> None:
    """Print what was warned of in one of the runs alone; more than a few are counted."""
    for side in ("a", "b"):
        said = warnings.get(side, ())
        if not said:
            continue
        out.print(f"\n僅此次執行有之警告 · Warned of in {side.upper()} alone: {len(said)}", style="bold")
        for warning in said[:MOST_INPUTS]:
            out.print(escape(f"  {warning}"), soft_wrap=True)
        if len(said) > MOST_INPUTS:
            out.print(f"… and {len(said) - MOST_INPUTS} more: see comparison.json")


def _print_verdict(out: Terminal, verdict: Comparability) -> None:
    if verdict["verdict"]:
        out.print("\n可直接比較 · The two runs compare directly.")
        return
    out.print("\n須審慎比較 · Compare with care:", style="bold")
    for reason in verdict["reasons"]:
        out.print(escape(f"  {reason['zh-Hant']}\n  {reason['en']}"))


def _print_movers(out: Terminal, title: str, movers: Sequence[Mover]) -> None:
    if not movers:
        return
    out.print(f"\n{title}: {len(movers)}", style="bold")
    for entry in movers:
        out.print(escape(f"  {entry['because']['zh-Hant']}\n  {entry['because']['en']}{_certainty(entry)}"))
        for sets in (entry.get("undone_by", ()), *entry.get("undone_within", {}).values()):
            if sets:
                out.print(escape(f"    undone by taking back {' or '.join(' + '.join(one) for one in sets[:4])}"))
        alone = [one["place"] for one in entry.get("undone_alone", ())]
        if alone:
            out.print(escape(f"    one change is enough: {' or '.join(alone[:4])}"))


def _certainty(entry: Mover) -> str:
    if entry["p_before"] is None and entry["p_after"] is None:
        return " [P(listed): not assessed]"
    before, after = chance(entry["p_before"], 1), chance(entry["p_after"], 1)
    noise = {True: ", inside the Monte-Carlo noise", False: "", None: ", noise not assessed"}[entry["within_noise"]]
    return f" [P(listed) {before} → {after}{noise}]"


def _print_only(out: Terminal, content: ComparisonRecord) -> None:
    for key, words in (("a", "僅 A 之候選 · Candidates of A only"), ("b", "僅 B 之候選 · Candidates of B only")):
        names = [in_both(content["minerals"][mineral]) for mineral in content["only_in"][key]]
        if names:
            out.print(escape(f"\n{words}: {', '.join(names)}"))


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
    table = Table("mineral", "rank", "score", *players, title="名次變動與原因 · Ranks that moved, and why", box=None)
    table.title_justify = "left"
    for mineral in shown:
        rank, score = changed[mineral]["rank"], changed[mineral]["score"]
        names = escape(in_both(content["minerals"][mineral]))
        scores = f"{_number(score['before'])} → {_number(score['after'])}"
        shares = [_signed(rank.get(player)) for player in players]
        table.add_row(names, f"{rank['before']} → {rank['after']}", scores, *shares)
    out.print()
    out.print(table)
    if len(moved) > len(shown):
        out.print(f"… and {len(moved) - len(shown)} more ranks moved: see comparison.json")


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
        out.print(escape(f"{number}  {run['run_id']}  {in_both(run['title'])}  ({run['listed']} listed)"))
    heads = [str(run["reference_year"]) if content["timeline"] else str(n) for n, run in enumerate(content["runs"], 1)]
    what = "逐年名次 · Ranks over the years" if content["timeline"] else "各次執行名次 · Ranks over the runs"
    table = Table("mineral", *heads, "lists", title=f"{what} (✓ on the list, – no candidate, ? not scored)", box=None)
    table.title_justify = "left"
    for row in content["minerals"]:
        cells = [_cell(cell) for cell in row["cells"]]
        table.add_row(escape(in_both(row["names"])), *cells, f"{row['lists']} of {len(row['cells'])}")
    out.print()
    out.print(table)


def _cell(cell: Place | None) -> str:
    if cell is None:
        return "–"
    rank = "?" if cell["rank"] is None else str(cell["rank"])
    return f"{rank} ✓" if cell["listed"] else rank

"""A comparison as Markdown, for a change request."""

import re
from collections.abc import Sequence

from criticality.model.comparison_record import Comparability, ComparisonRecord, InputDifference, Mover
from criticality.model.record import known
from criticality.text.phrases import ILLUSTRATIVE, in_both, players_in, told_apart
from criticality.text.visible import one_line

MOST_INPUTS = 40
MOST_RANKS = 20


def markdown_of(content: ComparisonRecord, base: str, commit: str, assessment: str) -> str:
    """The page that a pull request shows: who enters, who leaves and why, then what was changed."""
    after = content["runs"]["b"]
    title = "## 清單變動 · What this change does to the list"
    head = f"{title}\n\n`{_code(assessment)}` against `{_code(base)}` ({commit[:8]})"
    if content["same"]:
        return f"{head}\n\n並無差異。Nothing differs.\n"
    before = content["runs"]["a"]
    counts = f"{before['listed']} → {after['listed']} listed · 列入 {before['listed']} → {after['listed']}"
    parts = [f"{head}: {counts}."]
    lists = (
        ("列入 · Enters", content["entered"]),
        ("退出 · Leaves", content["left"]),
        ("類別變動 · Moves tier", content["moved_tier"]),
    )
    parts += [f"### {title}: {len(movers)}\n\n{_movers(movers)}" for title, movers in lists if movers]
    if not any(movers for _, movers in lists):
        parts.append("清單與類別不變。Nobody enters, leaves or moves to another tier.")
    parts += [*_verdict(content["comparable"]), *_shares(content), *_merged(content), *_inputs(content["inputs"])]
    if any(run.get("illustrative") for run in (content["runs"]["a"], content["runs"]["b"])):
        parts.append(in_both(ILLUSTRATIVE))
    return "\n\n".join(parts) + "\n"


def _movers(entries: Sequence[Mover]) -> str:
    return "\n".join(f"- {_text(entry['because']['zh-Hant'])}\n  {_text(entry['because']['en'])}" for entry in entries)


def _verdict(verdict: Comparability) -> list[str]:
    if verdict["verdict"]:
        return []
    reasons = "\n".join(f"- {_text(entry['zh-Hant'])} {_text(entry['en'])}" for entry in verdict["reasons"])
    return [f"### 須審慎比較 · Compare with care\n\n{reasons}"]


def _shares(content: ComparisonRecord) -> list[str]:
    ranks = {mineral: entry["rank"] for mineral, entry in content["changes"].items()}
    moved = [mineral for mineral, rank in ranks.items() if rank["data"] is not None and rank["before"] != rank["after"]]
    if not moved:
        return []
    moved.sort(key=lambda mineral: (-abs(known(ranks[mineral]["after"]) - known(ranks[mineral]["before"])), mineral))
    shown = moved[:MOST_RANKS]
    players = players_in([ranks[mineral] for mineral in shown])
    lines = [f"| mineral | rank | {' | '.join(players)} |", f"|---|---|{'---:|' * len(players)}"]
    for mineral in shown:
        rank = ranks[mineral]
        shares = " | ".join(f"{rank.get(player) or 0:+.3g}" for player in players)
        lines.append(
            f"| {_text(in_both(content['minerals'][mineral]))} | {rank['before']} → {rank['after']} | {shares} |"
        )
    more = f"\n\n… and {len(moved) - len(shown)} more" if len(moved) > len(shown) else ""
    return ["### 排名變動與原因 · Ranks that move, and why\n\n" + "\n".join(lines) + more]


def _merged(content: ComparisonRecord) -> list[str]:
    return [f"`{entry['player']}` act as one: {_text(entry['reason'])}." for entry in content["merged"]]


def _inputs(entries: Sequence[InputDifference]) -> list[str]:
    lines = ["| file | place | before | after |", "|---|---|---|---|"]
    for entry in entries[:MOST_INPUTS]:
        cells = (entry["file"], entry["place"], *map(_value, told_apart(entry["before"], entry["after"])))
        lines.append(f"| {' | '.join(_text(str(cell)) for cell in cells)} |")
    more = f"\n\n… and {len(entries) - MOST_INPUTS} more" if len(entries) > MOST_INPUTS else ""
    title = f"輸入差異 · Inputs that differ: {len(entries)}"
    return [f"<details><summary>{title}</summary>\n\n" + "\n".join(lines) + more + "\n\n</details>"]


def _value(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


_MARKS = re.compile(r"[\\*_\[|~$]")
_BEGINS = re.compile(r"\d{0,9}(?=[#>+=.)-])")
_ADDRESS = re.compile(r"(?<=[a-z])(?=://)|(?<=www)(?=\.)", re.IGNORECASE)


def _text(text: str) -> str:
    """Text that stays text inside Markdown: no link, emphasis, table bar, tag, mention or line break.

    A backslash is escaped with the rest, so that none in a text takes the escape away from what follows it. A text that
    begins like a heading, a quotation or a list does not become one, and an address does not become a link by itself.
    """
    line = _MARKS.sub(r"\\\g<0>", " ".join(one_line(text).split()))
    first = _BEGINS.match(line)
    line = f"{first[0]}\\{line[first.end() :]}" if first else line
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace("`", "'").replace("@", "@\u200b")
    return _ADDRESS.sub("\u200b", line)


def _code(text: str) -> str:
    return one_line(text).replace("`", "'")

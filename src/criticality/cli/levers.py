"""`criticality levers`: what each lever would change for the list of a run."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from criticality.api.entry import is_listed, ways_onto_list
from criticality.api.workspace import Workspace
from criticality.cli.show import countries_of, names_of, text_of
from criticality.cli.terminal.console import Terminal, TextTable, broken, shown, table
from criticality.cli.terminal.say import say, say_json
from criticality.cli.terminal.titles import Titles, chinese, named
from criticality.model.policy_record import (
    DisruptionRow,
    Entrant,
    HeldStock,
    LeverRow,
    Limit,
    NewSupplyRow,
    OptimaRow,
    PartnerPage,
    PolicyRecord,
    Portfolio,
    PriceRow,
    SweepStep,
)
from criticality.model.record import Record, not_printed
from criticality.model.rows.confidential_rows import CONFIDENTIAL
from criticality.policy.sentences import unit_of
from criticality.records.public.form_of import is_confidential, said_of_confidential
from criticality.text.kept import reworded
from criticality.text.message import Message, is_known, joined, said
from criticality.text.numbers import chance, fixed
from criticality.text.own_words import shipped_words
from criticality.text.phrases import Phrase, both

DRAWS = 10_000
_NAMED = 6


def show_levers(folder: Path | None, run: str, mineral: str | None, *, as_json: bool) -> None:
    """Say per listed mineral what each lever would change; of one that is not listed, what would put it on the list."""
    workspace = Workspace(folder)
    found = workspace.read_run(run)
    if mineral is not None and not is_listed(found.record, mineral):
        # one JSON object is the same in every language and in every workspace
        with shipped_words() if as_json else nullcontext():
            ways = ways_onto_list(workspace, found.record, mineral, "en" if as_json else None)
        _show_entry(ways, found.record, as_json=as_json)
        return
    asked = found.record["inputs"]["assessment"]["robustness"]["draws"]
    policy = found.policy(mineral, draws=0 if mineral is None or as_json else min(DRAWS, asked))
    if as_json:
        say_json({**_mark(found.record), **policy["levers"]}, indent=1)
        return
    names = {**countries_of(found.record), **names_of(found.record)}
    console, titles = Terminal(), Titles(found.record)
    _print_mark(console, found.record)
    for each, rows in policy["levers"].items():
        _print_levers(console, names.get(each, each), rows, titles, policy["settings"]["draws"])
    _print_out_of_reach(console, found.record, policy["levers"], titles)
    for stock in policy["held"]:
        _print_held(console, stock, names)
    if mineral is None:
        hidden = not_printed(found.record)
        partners = [page for page in policy["partners"] if page["country"] not in hidden]
        _print_portfolio(console, policy["portfolio"], partners, names, titles)
        _print_entrants(console, policy["entrants"], names)
        _print_new_supply(console, policy["new_supply"], names, titles)
        print_prices(console, policy["price_shocks"], names)
    else:
        _print_one(console, policy, names, titles)
    if not policy["levers"]:
        say(Message("measures.nothing_listed"))


_FATES: Mapping[str, str] = {
    "country": Message("measures.fate_country"),
    "host_metal": Message("measures.fate_host"),
    "restriction": Message("measures.fate_restriction"),
}
_ENTRY_TITLES = {
    "criterion_value": Message("measures.criterion_value"),
    "criterion_weight": Message("measures.criterion_weight"),
    "dimension_weight": Message("measures.dimension_weight"),
    "threshold": Message("measures.threshold"),
    "sector_strategic": Message("measures.sector_strategic"),
    "scenario": Message("measures.scenario"),
}


def _show_entry(found: Mapping[str, Any], record: Record, *, as_json: bool) -> None:
    """Print what would put a mineral on the list; each change alone, with who else enters and leaves."""
    if as_json:
        say_json({**_mark(record), **found}, indent=1)
        return
    names, console, titles = names_of(record), Terminal(), Titles(record)
    score = "" if found["score"] is None else Message("measures.and_score", score=f"{found['score']:.3f}")
    name = names.get(found["mineral"], found["mineral"])
    _print_mark(console, record)
    console.say(Message("measures.off", name=name, tier=titles.tier(found["tier"]), score=score), style="bold")
    console.say(text_of(reworded(found["said"], found["because"])))
    for kind, heading in _ENTRY_TITLES.items():
        ways = [way for way in found["ways"] if way["kind"] == kind]
        idle = found["without_effect"].get(kind) or []
        if ways or idle:
            console.say(f"\n{said(heading)}", style="bold")
        for way in ways:
            _print_way(console, way, names, titles)
        if idle:
            named = joined([_tried(kind, each, titles) for each in idle])
            console.say(Message("measures.idle", what=named), style="dim")
    for stock in found["held"]:
        _print_held(console, stock, names)
    if found["scenarios_not_read"]:
        console.say(Message("measures.no_scenario", why=found["scenarios_not_read"]))


def _mark(record: Record) -> Mapping[str, bool]:
    """What one JSON object says first where it rests on confidential figures, as that of a comparison does."""
    return {CONFIDENTIAL: True} if is_confidential(record) else {}


def _print_mark(console: Terminal, record: Record) -> None:
    """Say first that what follows rests on confidential figures, where it does."""
    if mark := said_of_confidential(record):
        console.say(mark)


def _tried(kind: str, what: str, titles: Titles) -> str:
    """What was tried alone, by its title; a scenario by its file."""
    if kind == "threshold":
        tier, _, of = what.partition(": ")
        return Message("measures.condition", tier=titles.tier(tier), of=titles.of(of))
    return titles.sector(what) if kind == "sector_strategic" else what if kind == "scenario" else titles.of(what)


def _print_way(console: Terminal, way: Mapping[str, Any], names: Mapping[str, str], titles: Titles) -> None:
    score = "–" if way["score"] is None else f"{way['score']:.3f}"
    doubt = "" if way["verified"] else Message("measures.not_confirmed_list")
    console.say(f"  {text_of(reworded(way['said'], way['because']))}")
    moves = [
        Message(code, minerals=_some(minerals, names))
        for code, minerals in (("measures.also_enter", way["entered"]), ("measures.leave", way["left"]))
        if minerals
    ]
    then = Message("measures.then", tier=titles.tier(way["tier"]), score=score, doubt=doubt)
    console.say(joined([then, *moves], "semicolon"), whole=not chinese())


def _some(minerals: Sequence[str], names: Mapping[str, str]) -> str:
    few = named_all(minerals[:_NAMED], names)
    more = len(minerals) - _NAMED
    return Message("measures.and_more", few=few, count=more) if more > 0 else few


def _print_held(console: Terminal, row: HeldStock, names: Mapping[str, str]) -> None:
    """Say how long the stock lasts that the scenario of the run holds of a mineral."""
    name = names.get(row["mineral"], row["mineral"])
    console.say(Message("measures.held", name=name, days=f"{row['days']:,.10g}"), style="bold")
    if not row["days_needed"]:
        console.say(Message("measures.nothing_lost"))
        return
    lasts, sure = (
        Message("measures.outlasts") if days is None else Message("measures.lasts", days=f"{days:.0f}")
        for days in (row["lasts_days"], row["lasts_days_confident"])
    )
    console.say(Message("measures.held_lasts", lasts=lasts, needed=f"{row['days_needed']:.0f}", sure=sure))


def _print_one(console: Terminal, policy: PolicyRecord, names: Mapping[str, str], titles: Titles) -> None:
    """Print what is said of a single mineral alone: gap and stock, and how far moving supply helps."""
    for stock in policy["disruption"].values():
        if stock is not None:
            _print_stock(console, stock, names, titles)
    for optimum in policy["optima"]:
        _print_optimum(console, optimum, names, titles)


def _print_levers(console: Terminal, name: str, rows: Sequence[LeverRow], titles: Titles, draws: float) -> None:
    levers = TextTable(title=shown(name), box=None, title_justify="left", title_style="bold", pad_edge=False)
    heads = [said(Message("measures.lever")), said(Message("measures.needed")), said(Message("measures.p_then"))]
    cells = [
        (titles.coded("lever", row["lever"]), said(_needed(row)), chance(row["p_listed"], 1, draws)) for row in rows
    ]
    for head in heads:
        levers.add_column(shown(head), no_wrap=True)
    levers.add_column(shown(Message("measures.because")), overflow="fold")
    width = console.width - sum(max(map(cell_len, column)) + 2 for column in zip(heads, *cells, strict=True))
    for row, figures in zip(rows, cells, strict=True):
        doubt = "" if row["verified"] in (True, None) else Message("measures.not_confirmed")
        because = f"{named(_reworded(row))}{said(doubt)}"
        because = "\n".join(broken(because, width)) if chinese() else because
        levers.add_row(*map(shown, (*figures, because)))
    console.print(levers)
    console.print()


def _print_out_of_reach(console: Terminal, record: Record, minerals: Iterable[str], titles: Titles) -> None:
    """Say which criteria with weight no lever reaches, because minerals are judged in pairs under them."""
    criteria = record["inputs"]["criteria"]
    judged = {entry["code"] for entry in criteria if (entry["indicator"], entry["role"]) == ("judged", "weighted")}
    known = {
        cell["criterion"]
        for cell in record["result"]["indicators"]
        if cell["mineral"] in {*minerals} and cell["present"]
    }
    if codes := sorted(judged & known):
        console.say(Message("measures.judged", criteria=[titles.of(code) for code in codes]))


def _reworded(row: LeverRow | Limit) -> Phrase:
    """Why, in the words of the workspace."""
    return reworded(row.get("said") or (), both(row["because"]))


def _needed(row: LeverRow) -> str:
    """The amount, within its limit; said apart where no limit is published."""
    if row["needed"] is None:
        return Message("measures.cannot")
    amount, unit = f"{row['needed']['value']:.4g}", row["needed"]["unit"]
    stated = row["limits_stated"] if row["lever"] == "combination" else row["limit"]["stated"]
    if row["lever"] != "combination":
        amount = f"{amount} {_unit(row['lever'], unit)}"
    return amount if stated else Message("measures.no_limit", amount=amount)


def _unit(lever: str, written: str) -> str:
    """The unit of an amount; as the record has it, where another edition wrote it otherwise."""
    code = f"name.unit_{lever}"
    return said(Message(code)) if is_known(code) and unit_of(lever) == written else written


def _print_portfolio(
    console: Terminal,
    portfolio: Portfolio,
    partners: Sequence[PartnerPage],
    names: Mapping[str, str],
    titles: Titles,
) -> None:
    fates = table(Message("measures.fates"), Message("measures.fate"), Message("measures.minerals"), style="bold")
    for kind, entries in portfolio["fates"].items():
        for entry in entries:
            if len(entry["minerals"]) > 1:
                what = entry.get("act") or entry.get("host") or entry.get("country") or ""
                fate = Message("measures.one_fate", kind=_FATES.get(kind, kind), what=names.get(what, what))
                fates.add_row(shown(fate), shown(named_all(entry["minerals"], names)))
    console.print(fates)
    console.say(Message("measures.steps"), style="bold")
    for step in portfolio["interventions"][:5]:
        partner = step["partner"]
        who = Message("measures.with", partner=names.get(partner, partner)) if partner else ""
        console.say(
            Message(
                "measures.step",
                lever=titles.coded("lever", step["lever"]),
                who=who,
                open="" if step["limits_stated"] else Message("measures.no_limit_known"),
                score=_off(step["score_taken_off"]),
                minerals=named_all(step["leaves_the_list"], names) or Message("measures.none"),
            )
        )
    console.say(Message("measures.partners"), style="bold")
    for page in partners[:8]:
        offers = [
            Message("measures.offer", name=names.get(row["mineral"], row["mineral"]), most=f"{row['most']:.0%}")
            for row in page["minerals"]
        ]
        country, off = names.get(page["country"], page["country"]), _off(page["score_taken_off"])
        console.say(Message("measures.partner", country=country, score=off, offers=joined(offers)))


def _off(taken: float) -> str:
    """What is taken off a score, as a change of it; one that rounds to nothing has no sign."""
    written = fixed(-taken)
    return f"+{written}" if taken < 0 and float(written) else written


def _print_entrants(console: Terminal, rows: Sequence[Entrant], names: Mapping[str, str]) -> None:
    console.say(Message("measures.entrants"), style="bold")
    for row in rows:
        name, origin = (names.get(row[key], row[key]) for key in ("mineral", "origin"))
        score = f"{row['score_now']:.3f} → {row['score_at']:.3f}"
        console.say(Message("measures.entrant", name=name, share=f"{row['at']:.1%}", origin=origin, score=score))
    if not rows:
        console.say(Message("measures.no_entrant"))


def print_prices(console: Terminal, rows: Sequence[PriceRow], names: Mapping[str, str]) -> None:
    """Say what price shocks add to a year's bill."""
    for row in rows:
        name, added, bill = names.get(row["mineral"], row["mineral"]), row["added_usd"], row["bill_usd"]
        told = Message("measures.no_import") if added is None else Message("measures.usd", amount=f"{added:,.0f}")
        if bill is not None:
            told = Message("measures.on_top", added=told, bill=f"{bill:,.0f}")
        bound = Message("measures.upper") if row["bound"] == "upper" else Message("measures.lower")
        factor, days = f"{row['factor']:g}", f"{row['days']:g}"
        console.say(Message("measures.price", name=name, factor=factor, days=days, told=told, bound=bound))


def _print_optimum(console: Terminal, row: OptimaRow, names: Mapping[str, str], titles: Titles) -> None:
    now, alone, whole = row["optima"]
    origin, partner = (names.get(row[key], row[key]) for key in ("from", "to"))
    what, value, because = titles.of(row["of"]), row["limit"]["value"], _reworded(row["limit"])
    console.say(Message("measures.moving", origin=origin, partner=partner, of=what), style="bold")
    limit = Message("measures.limit_unknown") if value is None else Message("measures.at_most", most=f"{value:.1%}")
    console.say(Message("measures.limit", limit=limit, because=named(because)))
    for code, optimum in (("measures.least", alone), ("measures.optimum", whole)):
        levels = f"{now['level']:.3f} → {optimum['level']:.3f}"
        console.say(Message(code, move=f"{optimum['move']:.1%}", of=what, levels=levels))


def _print_new_supply(
    console: Terminal, rows: Sequence[NewSupplyRow], names: Mapping[str, str], titles: Titles
) -> None:
    for row in rows:
        years: list[str] = []
        for year in row["by_year"]:
            then = Message("measures.year", year=year["year"], tonnes=f"{year['open_t']:,.0f}")
            if year["score"] is not None:
                tier = titles.tier(year["tier"] or "")
                then = Message("measures.year_scored", then=then, score=f"{year['score']:.3f}", tier=tier)
            years.append(then)
        name, country = (names.get(row[key], row[key]) for key in ("mineral", "country"))
        console.say(Message("measures.new_supply", name=name, country=country, years=joined(years)))


def named_all(minerals: Sequence[str], names: Mapping[str, str]) -> str:
    """The names of minerals on one line."""
    return joined([names.get(mineral, mineral) for mineral in minerals])


def _print_stock(console: Terminal, row: DisruptionRow, names: Mapping[str, str], titles: Titles) -> None:
    console.say(Message("measures.gap", what=text_of(row["what"])), style="bold")
    stage, share = titles.coded("stage", row["stage"]), f"{row['share_lost']:.1%}"
    console.say(Message("measures.lost", stage=stage, share=share, days=f"{row['days']:g}"))
    if row["of_the_scenario"]:
        console.say(Message("measures.length"))
    days, confident = f"{row['days_needed']:.0f}", f"{row['days_needed_confident']:.0f}"
    console.say(Message("measures.ride_out", days=days, confident=confident))
    if row["stock_t"] is not None:
        usd = row["stock_usd"]
        cost = Message("measures.no_price") if usd is None else Message("measures.usd", amount=f"{usd:,.0f}")
        stock, use = f"{row['stock_t']:,.1f}", f"{row['yearly_use_t']:,.1f}"
        console.say(Message("measures.stock", stock=stock, use=use, cost=cost))
    for each in row["practice"].values():
        lasts_days = each["lasts_days"]
        lasts = (
            Message("measures.outlast") if lasts_days is None else Message("measures.last", days=f"{lasts_days:.0f}")
        )
        nominal = f"{each['nominal_days']:.0f}"
        console.say(Message("measures.practice", days=nominal, who=text_of(each["who"]), lasts=lasts))
    console.say(Message("measures.exposed", amount=f"{row['value_added_exposed_usd_m']:,.0f}"))
    curve = [Message("measures.corner", day=f"{each['day']:.0f}", gap=f"{each['gap']:.1%}") for each in row["corners"]]
    console.say(Message("measures.curve", curve=joined(curve)))
    if row["sweep"]:
        _print_sweep(console, row["sweep"], names, titles)


def _print_sweep(console: Terminal, sweep: Sequence[SweepStep], names: Mapping[str, str], titles: Titles) -> None:
    shares = [step for step in sweep if round(100 * step["restricted"]) % 25 == 0]
    scores = [
        Message(
            "measures.sweep_step",
            share=f"{step['restricted']:.0%}",
            score=f"{step['score']:.3f}",
            tier=titles.tier(step["tier"]),
        )
        for step in shares
    ]
    origin = names.get(shares[0]["origin"], shares[0]["origin"])
    console.say(Message("measures.sweep", origin=origin, scores=joined(scores)))

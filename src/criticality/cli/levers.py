"""`criticality levers`: what each lever would change for the list of a run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from criticality.api.entry import is_listed, ways_onto_list
from criticality.api.workspace import Workspace
from criticality.cli.show import countries_of, names_of, text_of
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.say import say, say_json
from criticality.model.policy_record import (
    DisruptionRow,
    Entrant,
    HeldStock,
    LeverRow,
    NewSupplyRow,
    OptimaRow,
    PartnerPage,
    PolicyRecord,
    Portfolio,
    PriceRow,
)
from criticality.model.record import Record, not_printed
from criticality.text.numbers import chance

DRAWS = 10_000
_NAMED = 6
_LENGTH = "the list counts it in full however long it lasts; its days count here, for gap and stock"


def show_levers(folder: Path | None, run: str, mineral: str | None, *, as_json: bool) -> None:
    """Say per listed mineral what each lever would change; of one that is not listed, what would put it on the list."""
    workspace = Workspace(folder)
    found = workspace.read_run(run)
    if mineral is not None and not is_listed(found.record, mineral):
        _show_entry(ways_onto_list(workspace, found.record, mineral), found.record, as_json=as_json)
        return
    asked = found.record["inputs"]["assessment"]["robustness"]["draws"]
    policy = found.policy(mineral, draws=0 if mineral is None or as_json else min(DRAWS, asked))
    if as_json:
        say_json(policy["levers"], indent=1)
        return
    names = {**countries_of(found.record), **names_of(found.record)}
    console = Terminal()
    for each, rows in policy["levers"].items():
        _print_levers(console, names.get(each, each), rows)
    for stock in policy["held"]:
        _print_held(console, stock, names)
    if mineral is None:
        hidden = not_printed(found.record)
        partners = [page for page in policy["partners"] if page["country"] not in hidden]
        _print_portfolio(console, policy["portfolio"], partners, names)
        _print_entrants(console, policy["entrants"], names)
        _print_new_supply(console, policy["new_supply"], names)
        print_prices(console, policy["price_shocks"], names)
    else:
        _print_one(console, policy, names)
    if not policy["levers"]:
        say("nothing is on the list, so nothing can be taken off it")


_ENTRY_TITLES = {
    "criterion_value": "單一準則之數值 A single criterion's value",
    "criterion_weight": "單一準則之權重 A single criterion's weight",
    "dimension_weight": "構面之權重 A dimension's weight",
    "threshold": "規則之門檻 A threshold of the rule",
    "sector_strategic": "戰略部門之認定 Whether a sector is strategic",
    "scenario": "情境 A scenario",
}


def _show_entry(found: Mapping[str, Any], record: Record, *, as_json: bool) -> None:
    """Print what would put a mineral on the list; each change alone, with who else enters and leaves."""
    if as_json:
        say_json(found, indent=1)
        return
    names, console = names_of(record), Terminal()
    score = "" if found["score"] is None else f", score {found['score']:.3f}"
    title = f"{names.get(found['mineral'], found['mineral'])}: not on the list (tier {found['tier']}{score})"
    console.print(escape(title), style="bold")
    console.print(escape(text_of(found["because"])))
    for kind, heading in _ENTRY_TITLES.items():
        ways = [way for way in found["ways"] if way["kind"] == kind]
        idle = found["without_effect"].get(kind) or []
        if ways or idle:
            console.print(f"\n{heading}", style="bold")
        for way in ways:
            _print_way(console, way, names)
        if idle:
            console.print(escape(f"  does not list it, alone: {', '.join(idle)}"), style="dim")
    for stock in found["held"]:
        _print_held(console, stock, names)
    if found["scenarios_not_read"]:
        console.print(escape(f"\nno scenario was tried: {found['scenarios_not_read']}"))


def _print_way(console: Terminal, way: Mapping[str, Any], names: Mapping[str, str]) -> None:
    score = "–" if way["score"] is None else f"{way['score']:.3f}"
    doubt = "" if way["verified"] else " (not confirmed by the whole list)"
    console.print(escape(f"  {text_of(way['because'])}"))
    console.print(escape(f"    then {way['tier']}, score {score}{doubt}"), end="")
    for word, minerals in (("also enter", way["entered"]), ("leave", way["left"])):
        shown = joined(minerals[:_NAMED], names)
        more = f" and {len(minerals) - _NAMED} more" if len(minerals) > _NAMED else ""
        console.print(escape(f"; {word}: {shown}{more}") if minerals else "", end="")
    console.print()


def _print_held(console: Terminal, row: HeldStock, names: Mapping[str, str]) -> None:
    """Say how long the stock lasts that the scenario of the run holds of a mineral."""
    name, days = names.get(row["mineral"], row["mineral"]), f"{row['days']:g} days of use"
    console.print(escape(f"情境所持有之儲備 Stock held in the scenario: {name}, {days}"), style="bold")
    if not row["days_needed"]:
        console.print("  no share of its supply is lost")
        return
    needed = f"to ride it out: {row['days_needed']:.0f} days of total use"
    lasts, sure = (
        "outlasts the gap" if row[key] is None else f"lasts {row[key]:.0f} days"
        for key in ("lasts_days", "lasts_days_confident")
    )
    console.print(f"  {lasts} ({needed}); with 90 % confidence it {sure}")


def _print_one(console: Terminal, policy: PolicyRecord, names: Mapping[str, str]) -> None:
    """Print what is said of a single mineral alone: gap and stock, and how far moving supply helps."""
    for stock in policy["disruption"].values():
        if stock is not None:
            _print_stock(console, stock, names)
    for optimum in policy["optima"]:
        _print_optimum(console, optimum, names)


def _print_levers(console: Terminal, name: str, rows: Sequence[LeverRow]) -> None:
    table = Table(title=escape(name), box=None, title_justify="left", title_style="bold", pad_edge=False)
    for column in ("lever", "needed", "P(listed) then"):
        table.add_column(column, no_wrap=True)
    table.add_column("because", overflow="fold")
    for row in rows:
        needed = _needed(row)
        sure = chance(row["p_listed"], 1)
        doubt = "" if row["verified"] in (True, None) else " (not confirmed by a whole assessment)"
        table.add_row(row["lever"], needed, sure, escape(f"{row['because']['zh-Hant']} {row['because']['en']}{doubt}"))
    console.print(table)
    console.print()


def _needed(row: LeverRow) -> str:
    """The amount, within its limit; said apart where no limit is published."""
    if row["needed"] is None:
        return "cannot"
    amount = f"{row['needed']['value']:.4g}"
    if row["lever"] == "combination":
        return amount if row["limits_stated"] else f"{amount}, no limit known"
    return f"{amount} {row['needed']['unit']}" + ("" if row["limit"]["stated"] else ", no limit known")


def _print_portfolio(
    console: Terminal, portfolio: Portfolio, partners: Sequence[PartnerPage], names: Mapping[str, str]
) -> None:
    fates = Table("fate", "minerals", title="Shared fates", box=None, title_justify="left", title_style="bold")
    for kind, entries in portfolio["fates"].items():
        for entry in entries:
            if len(entry["minerals"]) > 1:
                what = entry.get("act") or entry.get("host") or entry.get("country") or ""
                fates.add_row(escape(f"{kind}: {names.get(what, what)}"), escape(joined(entry["minerals"], names)))
    console.print(fates)
    console.print("\nThe single step that takes most off the list, at ten points of supply or use each", style="bold")
    for step in portfolio["interventions"][:5]:
        who = f" with {names.get(step['partner'], step['partner'])}" if step["partner"] else ""
        leaves = joined(step["leaves_the_list"], names) or "none"
        open_ = "" if step["limits_stated"] else " (no limit known)"
        off = f"score −{step['score_taken_off']:.3f}"
        console.print(escape(f"  {step['lever']}{who}{open_}: {off}; leave the list: {leaves}"))
    console.print("\nPartner countries", style="bold")
    for page in partners[:8]:
        offers = ", ".join(
            f"{names.get(row['mineral'], row['mineral'])} (≤ {row['most']:.0%})" for row in page["minerals"]
        )
        country = names.get(page["country"], page["country"])
        console.print(escape(f"  {country}: score −{page['score_taken_off']:.3f}: {offers}"))


def _print_entrants(console: Terminal, rows: Sequence[Entrant], names: Mapping[str, str]) -> None:
    console.print("\nNot listed, and listed if their largest source cuts its exports far enough", style="bold")
    for row in rows:
        name, origin = (names.get(row[key], row[key]) for key in ("mineral", "origin"))
        score = f"{row['score_now']:.3f} → {row['score_at']:.3f}"
        console.print(escape(f"  {name}: from {row['at']:.1%} of the exports of {origin} on; score {score}"))
    if not rows:
        console.print("  none")


def print_prices(console: Terminal, rows: Sequence[PriceRow], names: Mapping[str, str]) -> None:
    """Say what price shocks add to a year's bill."""
    for row in rows:
        name, shock = names.get(row["mineral"], row["mineral"]), f"price × {row['factor']:g} for {row['days']:g} days"
        added = "no import is recorded" if row["added_usd"] is None else f"{row['added_usd']:,.0f} USD"
        told = added if row["bill_usd"] is None else f"{added} on top of {row['bill_usd']:,.0f} USD a year"
        console.print(escape(f"  {name}: {shock}: {told}, at unchanged quantities ({row['bound']} bound)"))


def _print_optimum(console: Terminal, row: OptimaRow, names: Mapping[str, str]) -> None:
    now, alone, whole = row["optima"]
    origin, partner = (names.get(row[key], row[key]) for key in ("from", "to"))
    console.print(escape(f"Moving supply from {origin} to {partner} ({row['of']})"), style="bold")
    limit = "no limit known" if row["limit"]["value"] is None else f"at most {row['limit']['value']:.1%}"
    console.print(escape(f"  {limit} ({row['limit']['because']['en']})"))
    console.print(
        f"  d*, least concentration: {alone['move']:.1%}; {row['of']} {now['level']:.3f} → {alone['level']:.3f}"
    )
    console.print(f"  optimum of the whole: {whole['move']:.1%}; {row['of']} {now['level']:.3f} → {whole['level']:.3f}")


def _print_new_supply(console: Terminal, rows: Sequence[NewSupplyRow], names: Mapping[str, str]) -> None:
    for row in rows:
        years = ", ".join(
            f"{year['year']}: {year['open_t']:,.0f} t"
            + ("" if year["score"] is None else f" (score {year['score']:.3f}, {year['tier']})")
            for year in row["by_year"]
        )
        name, country = (names.get(row[key], row[key]) for key in ("mineral", "country"))
        console.print(escape(f"\nNew supply of {name} from {country}, not promised elsewhere: {years}"))


def joined(minerals: list[str], names: Mapping[str, str]) -> str:
    """The names of minerals on one line."""
    return ", ".join(names.get(mineral, mineral) for mineral in minerals)


def _print_stock(console: Terminal, row: DisruptionRow, names: Mapping[str, str]) -> None:
    console.print(escape(f"缺口與儲備 Gap and stock: {text_of(row['what'])}"), style="bold")
    console.print(f"  lost at the stage {row['stage']}: {row['share_lost']:.1%} for {row['days']:g} days")
    if row["of_the_scenario"]:
        console.print(f"  {_LENGTH}")
    needed = f"{row['days_needed']:.0f} days of total use, {row['days_needed_confident']:.0f} with 90 % confidence"
    console.print(f"  to ride it out: {needed}")
    if row["stock_t"] is not None:
        cost = "no price" if row["stock_usd"] is None else f"{row['stock_usd']:,.0f} USD"
        console.print(f"  that is {row['stock_t']:,.1f} t of {row['yearly_use_t']:,.1f} t a year; {cost}")
    for each in row["practice"].values():
        lasts = "outlast the gap" if each["lasts_days"] is None else f"last {each['lasts_days']:.0f} days"
        console.print(escape(f"  {each['nominal_days']:.0f} nominal days ({text_of(each['who'])}) {lasts}"))
    exposed = row["value_added_exposed_usd_m"]
    console.print(f"  value added that leans on what is missing: {exposed:,.0f} million USD, by use shares")
    curve = ", ".join(f"day {corner['day']:.0f}: {corner['gap']:.1%}" for corner in row["corners"])
    console.print(f"  gap over time: {curve}")
    if row["sweep"]:
        shares = [step for step in row["sweep"] if round(100 * step["restricted"]) % 25 == 0]
        scores = ", ".join(f"{step['restricted']:.0%}: {step['score']:.3f} {step['tier']}" for step in shares)
        origin = names.get(shares[0]["origin"], shares[0]["origin"])
        console.print(escape(f"  if {origin} cuts its exports: {scores}"))

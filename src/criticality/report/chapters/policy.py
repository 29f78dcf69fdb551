"""Chapter 7, scenarios and levers: disruption, partner countries and the list as a whole, as the record has them."""

from collections.abc import Mapping, Sequence

from criticality.model.policy_record import (
    DisruptionRow,
    HeldStock,
    Intervention,
    NewSupplyRow,
    Offer,
    OpeningYear,
    PartnerPage,
    Portfolio,
    PriceRow,
    SharedFate,
    StockInPractice,
)
from criticality.model.record import not_printed
from criticality.report.chapters.policy_curves import gap_curves, optima, sweep
from criticality.report.chapters.policy_levers import held_stock, levers, policy_of
from criticality.report.charts import policy as charts
from criticality.report.reader import Reader, shorten
from criticality.text.numbers import fixed, percent, plain, significant

OTHERS_SHOWN = 8
OFFERS, ALSO = 6, 8
STEPS = 12
LEAST = 0.0005
ACT = 110
_LASTING = ("export_restriction", "production_loss")
_UNKNOWN = "tonnes"
"""A largest amount whose reason contains this word was derived without tonnages; it is marked with an asterisk."""


def policy(reader: Reader) -> dict[str, object]:
    """Return chapter 7 in words and written numbers, or that levers were not tried in this run."""
    record = policy_of(reader)
    if not record:
        return {"assessed": False}
    scenario = reader.inputs.get("scenario")
    return {
        "assessed": True,
        "scenario": reader.words.text(scenario["title"]) if scenario else "",
        "levers": levers(reader),
        "disruption": _disruption(reader, record.get("disruption") or {}),
        "length": _length(reader),
        "held": _held_stocks(reader, record.get("held") or ()),
        "new_supply": [_new_supply(reader, row) for row in record.get("new_supply") or ()],
        "prices": [_price(reader, row) for row in record.get("price_shocks") or ()],
        "sweep": sweep(reader, record),
        "optima": optima(reader, record.get("optima") or ()),
        "partners": _partners(reader, record.get("partners") or ()),
        "portfolio": _portfolio(reader, record.get("portfolio") or {}),
    }


# ── 7.2 disruption ───────────────────────────────────────────────────────────


def _disruption(reader: Reader, by_mineral: Mapping[str, DisruptionRow | None]) -> dict[str, object] | None:
    order = [row["mineral"] for row in reader.ranking if row["mineral"] in by_mineral]
    hit = [row for mineral in order if (row := by_mineral[mineral]) is not None]
    if not hit:
        return None
    practice = {code: held for row in hit for code, held in row["practice"].items()}
    events = list(dict.fromkeys(reader.words.text(row["what"]) for row in hit if row["of_the_scenario"]))
    nominal = [float(held["nominal_days"]) for held in practice.values()]
    bars = charts.stock_bars(reader, sorted(hit, key=lambda row: -row["days_needed_confident"]), nominal)
    finding = _stock_finding(reader, hit, nominal)
    for chart in bars:
        chart.finding, chart.alternative = finding, reader.words("stock.alt", n=len(hit), finding=finding)
    curves = gap_curves(reader, sorted(hit, key=lambda row: -row["days_needed"]), practice)
    return {
        "rows": [_hit(reader, row, events) for row in hit],
        "spared": reader.words.listing([reader.name_and_symbol(m) for m in order if by_mineral[m] is None]),
        "smallest": fixed(min(nominal), 0) if nominal else "",
        "practice": "/".join(fixed(days, 0) for days in nominal),
        "held": _held(reader, practice),
        "confidence": percent(hit[0]["confidence"]),
        "events": [{"number": number, "text": text} for number, text in enumerate(events, start=1)],
        "bars": bars,
        "curves": curves,
    }


def _length(reader: Reader) -> str:
    """Say what the days of the scenario's restrictions and losses count for; empty where it has none."""
    scenario = reader.inputs.get("scenario")
    shocks = [] if not scenario else scenario["shocks"]
    days = dict.fromkeys(plain(float(str(shock["days"]))) for shock in shocks if shock["kind"] in _LASTING)
    return reader.words("disruption.length", days=reader.words.listing(list(days))) if days else ""


def _held_stocks(reader: Reader, rows: Sequence[HeldStock]) -> str:
    stocks = [
        f"{reader.name_and_symbol(row['mineral'])}{reader.words('colon')}{held_stock(reader, row)}" for row in rows
    ]
    return reader.words("held.stocks", stocks=reader.words.listing(stocks)) if stocks else ""


def _held(reader: Reader, practice: Mapping[str, StockInPractice]) -> str:
    """List the stocks held in practice: days and holder; older records, without holders, give the code."""
    return reader.words.listing(
        [
            reader.words(
                "stock.held", days=fixed(held["nominal_days"], 0), who=reader.words.text(held.get("who")) or code
            )
            for code, held in practice.items()
        ]
    )


def _stock_finding(reader: Reader, hit: Sequence[DisruptionRow], nominal: Sequence[float]) -> str:
    longest = max(hit, key=lambda row: row["days_needed_confident"])
    mineral, days = reader.name_and_symbol(longest["mineral"]), fixed(longest["days_needed_confident"], 0)
    if not nominal:
        return reader.words("stock.longest", mineral=mineral, days=days)
    most = max(nominal)
    beyond = sum(row["days_needed_confident"] > most for row in hit)
    return reader.words("stock.finding", n=beyond, all=len(hit), most=fixed(most, 0), mineral=mineral, days=days)


def _hit(reader: Reader, row: DisruptionRow, events: Sequence[str]) -> dict[str, object]:
    lasts = [
        fixed(held["lasts_days"], 0) if held["lasts_days"] is not None else "∞" for held in row["practice"].values()
    ]
    return {
        **reader.named(row["mineral"]),
        "event": _event(reader, row, events),
        "stage": reader.words.get(f"stage.{row['stage']}", row["stage"]),
        "gap": percent(row["peak_gap"], 1),
        "days": fixed(row["days_needed"], 0),
        "sure": fixed(row["days_needed_confident"], 0),
        "lasts": " / ".join(lasts),
        "tonnes": significant(row["stock_t"]),
        "cost": significant(row["stock_usd"]),
        "exposed": significant(row["value_added_exposed_usd_m"]),
    }


def _event(reader: Reader, row: DisruptionRow, events: Sequence[str]) -> str:
    """Name the event: its number among the scenario's, or the country that stops exporting in the reference case."""
    text = reader.words.text(row["what"])
    if row["of_the_scenario"]:
        return f"({events.index(text) + 1})"
    origin = next((step["origin"] for step in row.get("sweep") or ()), None)
    return text if origin is None else reader.country(origin)


def _new_supply(reader: Reader, row: NewSupplyRow) -> dict[str, str]:
    years = [_year(reader, step) for step in row["by_year"]]
    return {
        "mineral": reader.name_and_symbol(row["mineral"]),
        "country": reader.country(row["country"]),
        "tonnes": significant(row["tonnes"]),
        "elsewhere": percent(row["offtake_elsewhere"]),
        "years": reader.words.listing(years) or "–",
    }


def _year(reader: Reader, step: OpeningYear) -> str:
    text = f"{step['year']}{reader.words('colon')}{significant(step['open_t'])}"
    score, tier = step.get("score"), step.get("tier")
    if score is None or tier is None:
        return text
    return text + reader.words("new_supply.standing", score=fixed(score), tier=reader.tier(tier))


def _price(reader: Reader, row: PriceRow) -> dict[str, str]:
    return {
        "mineral": reader.name_and_symbol(row["mineral"]),
        "factor": plain(row["factor"]),
        "days": plain(row["days"]),
        "before": significant(row["bill_usd"]),
        "with": significant(row["bill_with_shock_usd"]),
        "added": significant(row["added_usd"]),
    }


# ── 7.3 partners ─────────────────────────────────────────────────────────────


def _partners(reader: Reader, pages: Sequence[PartnerPage]) -> dict[str, object] | None:
    if not pages:
        return None
    hidden = not_printed(reader.record)
    found, pages = len(pages), [page for page in pages if page["country"] not in hidden]
    named = [page for page in pages if page["named"]]
    others = [page for page in pages if not page["named"] and page["score_taken_off"] >= LEAST]
    shown = others[: OTHERS_SHOWN if named else 2 * OTHERS_SHOWN]
    groups = [("partners.named", named), ("partners.others", shown)]
    best = max(named or shown, key=lambda page: page["score_taken_off"], default=None)
    return {
        "finding": _partner_finding(reader, best) if best else "",
        "groups": [
            {"title": reader.words(title), "rows": [_partner(reader, page) for page in group]}
            for title, group in groups
            if group
        ],
        "left_out": len(pages) - len(named) - len(shown),
        "hidden": found - len(pages),
        "without": reader.words.listing(_without(reader, {page["country"] for page in pages} | hidden)),
    }


def _partner_finding(reader: Reader, page: PartnerPage) -> str:
    return reader.words(
        "partners.finding",
        country=reader.country(page["country"]),
        off=fixed(page["score_taken_off"]),
        n=len(page["minerals"]),
        most=reader.name_and_symbol(page["minerals"][0]["mineral"]) if page["minerals"] else "–",
    )


def _partner(reader: Reader, page: PartnerPage) -> dict[str, str]:
    offers = [_offer(reader, row) for row in page["minerals"][:OFFERS]]
    mined: dict[str, float | None] = {}
    for row in page["also_mines"]:
        mined[row["mineral"]] = max(mined.get(row["mineral"]) or 0.0, row["world_share"] or 0.0) or None
    also = [
        f"{reader.name(mineral)} {percent(share, 1)}" if share is not None else reader.name(mineral)
        for mineral, share in mined.items()
    ]
    return {
        "country": reader.country(page["country"]),
        "risk": fixed(page["minerals"][0]["governance_risk"], 2) if page["minerals"] else "–",
        "off": fixed(page["score_taken_off"]),
        "offers": _first(reader, offers, len(page["minerals"])),
        "also": _first(reader, also[:ALSO], len(also)) or "–",
    }


def _first(reader: Reader, texts: list[str], count: int) -> str:
    listed = reader.words("and").join(texts)
    return listed if count == len(texts) else listed + reader.words("and_more", n=count - len(texts))


def _offer(reader: Reader, row: Offer) -> str:
    limit = row.get("limit")
    assumed = _UNKNOWN in row["most_because"] or (limit is not None and not limit["stated"])
    spare = "" if assumed or row["spare_t"] is None else reader.words("offer.spare", tonnes=significant(row["spare_t"]))
    return reader.words(
        "offer",
        mineral=reader.name(row["mineral"]),
        origin=reader.country(row["origin"]),
        most=percent(row["most"], 1) + ("*" if assumed else ""),
        spare=spare,
        off=fixed(row["score_taken_off"]),
        restricted="‡" if (row["restriction"] or 0) > 0 else "",
    )


def _without(reader: Reader, offering: set[str]) -> list[str]:
    """Return the partners named in countries.csv that produce no listed mineral at the stage that is bought."""
    return [
        reader.country(str(row["country"]))
        for row in reader.table("countries")
        if row.get("partner_because") and not row.get("transit_hub") and row["country"] not in offering
    ]


# ── 7.4 the list as a whole ──────────────────────────────────────────────────


def _portfolio(reader: Reader, portfolio: Portfolio) -> dict[str, object]:
    fates = portfolio.get("fates") or {}
    steps = list(portfolio.get("interventions") or ())
    kinds = [
        (kind, [_fate(reader, row) for row in fates.get(kind) or ()])
        for kind in ("country", "host_metal", "restriction")
    ]
    largest = max((step["score_taken_off"] for step in steps), default=0.0)
    return {
        "fates": [{"title": reader.words(f"fate.{kind}"), "rows": rows} for kind, rows in kinds if rows],
        "fate": _largest_fate(reader, fates.get("country") or ()),
        "steps": [_step(reader, step, largest) for step in steps[:STEPS]],
        "steps_left_out": max(0, len(steps) - STEPS),
        "dose": percent(steps[0]["dose"]) if steps else "",
        "finding": _best_steps(reader, steps),
    }


def _fate(reader: Reader, row: SharedFate) -> dict[str, object]:
    shares = row.get("shares") or {}
    if "host" in row:
        of = reader.name(row["host"])
    else:
        of = reader.country(row["country"])
        if row.get("act"):
            of += reader.words("colon") + shorten(reader.term(row["act"]), ACT)
    minerals = [f"{reader.name(m)} {percent(shares[m])}" if m in shares else reader.name(m) for m in row["minerals"]]
    return {"of": of, "count": len(minerals), "minerals": reader.words.listing(minerals)}


def _largest_fate(reader: Reader, countries: Sequence[SharedFate]) -> str:
    if not countries:
        return ""
    row = countries[0]
    return reader.words("fates.finding", n=len(row["minerals"]), country=reader.country(row["country"]))


def _step(reader: Reader, step: Intervention, largest: float) -> dict[str, object]:
    return {
        "title": _step_title(reader, step),
        "off": fixed(step["score_taken_off"]),
        "length": round(100 * max(0.0, step["score_taken_off"]) / largest, 1) if largest > 0 else 0.0,
        "touched": len(step["minerals"]),
        "leaves": reader.words.listing([reader.name(m) for m in step["leaves_the_list"]]) or "–",
    }


def _step_title(reader: Reader, step: Intervention) -> str:
    title = reader.words(f"lever.{step['lever']}")
    if step["partner"]:
        title = reader.words("step.partner", country=reader.country(step["partner"]))
    return title if step.get("limits_stated", True) else reader.words("step.no_limit", step=title)


def _best_steps(reader: Reader, steps: Sequence[Intervention]) -> str:
    """Name the step that reduces the scores of the list most, and the best partner if that is another step."""
    if not steps:
        return ""
    first = steps[0]
    sentences = [_step_sentence(reader, "step.finding", first)]
    partner = next((step for step in steps if step["partner"]), None)
    if partner is not None and partner is not first:
        sentences.append(_step_sentence(reader, "step.finding.partner", partner))
    return reader.words("sum.space").join(sentences)


def _step_sentence(reader: Reader, key: str, step: Intervention) -> str:
    return reader.words(
        key,
        step=_step_title(reader, step),
        dose=percent(step["dose"]),
        off=fixed(step["score_taken_off"]),
        n=len(step["leaves_the_list"]),
    )

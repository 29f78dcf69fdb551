"""Chapter 7, what can be done: the levers, a stock, the sources and the partners, the list as a whole."""

from collections.abc import Sequence

from criticality.model.policy_record import (
    Entrant,
    HeldStock,
    NewSupplyRow,
    Offer,
    OpeningYear,
    PartnerPage,
    PriceRow,
    SharedFate,
)
from criticality.model.record import not_printed
from criticality.report.chapters.policy_levers import Cite, held_stock, levers, policy_of
from criticality.report.chapters.policy_stock import hits, stock, stock_cost
from criticality.report.notes import supply_share
from criticality.report.reader import Reader, shorten
from criticality.text.message import Message
from criticality.text.numbers import fixed, percent, plain, significant

OTHERS_SHOWN = 12
OFFERS, ALSO = 6, 6
ENTRANTS_SHOWN = 24
LEAST = 0.0005
"""A share that would be printed as 0.0 % is no offer."""
ACT = 110
_LASTING = ("export_restriction", "production_loss")
_ALIKE = Message("lever.buyers_alike")
"""The reason of a largest amount that was derived without tonnages; it is marked with an asterisk."""


def policy(reader: Reader, cite: Cite) -> dict[str, object]:
    """Return chapter 7 in words and written numbers, or that levers were not tried in this run."""
    record = policy_of(reader)
    if not record:
        return {"assessed": False}
    scenario = reader.inputs.get("scenario")
    return {
        "assessed": True,
        "scenario": reader.words.text(scenario["title"]) if scenario else "",
        "levers": levers(reader, cite),
        "stock": stock(reader),
        "cost": stock_cost(reader),
        "length": _length(reader),
        "held": _held_stocks(reader, record.get("held") or ()),
        "new_supply": [_new_supply(reader, row) for row in record.get("new_supply") or ()],
        "prices": [_price(reader, row) for row in record.get("price_shocks") or ()],
        "entrants": _entrants(reader, record.get("entrants") or ()),
        "partners": _partners(reader, record.get("partners") or ()),
        "fates": _fates(reader),
        "fate": shared_origin(reader),
    }


# ── 7.2 a stock ──────────────────────────────────────────────────────────────


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


# ── 7.3 sources that cut their exports ───────────────────────────────────────


def _entrants(reader: Reader, rows: Sequence[Entrant]) -> dict[str, object]:
    """Return the minerals that would enter the list if their largest source cut its exports, and from which cut on."""
    if not rows:
        return {"finding": reader.words("held_back.nobody"), "rows": [], "left_out": 0}
    first = rows[0]
    finding = reader.words(
        "held_back.finding",
        n=len(rows),
        mineral=reader.name(first["mineral"]),
        country=reader.country(first["origin"]),
        share=percent(first["at"], 1),
    )
    shown = rows[:ENTRANTS_SHOWN]
    return {
        "finding": finding,
        "rows": [
            {
                **reader.named(row["mineral"]),
                "now": reader.tier(row["tier_now"]),
                "country": reader.country(row["origin"])
                + reader.words("aside", text=supply_share(reader, percent(row["held"]))),
                "at": percent(row["at"], 1),
                "gap": percent(row["gap"], 1),
            }
            for row in shown
        ],
        "left_out": len(rows) - len(shown),
    }


# ── 7.4 partners ─────────────────────────────────────────────────────────────


def _partners(reader: Reader, pages: Sequence[PartnerPage]) -> dict[str, object] | None:
    """Return the partners named in the data and what each could supply; without any named, those that help most."""
    if not pages:
        return None
    hidden = not_printed(reader.record)
    found, pages = len(pages), [page for page in pages if page["country"] not in hidden]
    named = [page for page in pages if page["named"]]
    able = [(page, _offers(page)) for page in named or pages[:OTHERS_SHOWN]]
    shown = [(page, offers) for page, offers in able if offers]
    best = max((page for page, _ in shown), key=lambda page: page["score_taken_off"], default=None)
    return {
        "finding": _partner_finding(reader, best, _offers(best)) if best else "",
        "caption": reader.words(
            "caption.partners",
            partner=reader.country(best["country"]),
            country=reader.country(reader.assessment["country"]),
        )
        if best
        else reader.words("partners.caption", country=reader.country(reader.assessment["country"])),
        "rows": [_partner(reader, page, offers) for page, offers in shown],
        "differ": _other_origins(reader, [offer for _, offers in shown for offer in offers]),
        "left_out": len(pages) - len(able),
        "hidden": found - len(pages),
        "without": reader.words.listing(_without(reader, {page["country"] for page, _ in shown} | hidden)),
    }


def _other_origins(reader: Reader, offers: Sequence[Offer]) -> str:
    """Name the minerals whose source here is not the one that section 7.2 assumes lost, with both; or nothing."""
    lost = {row["mineral"]: row["sweep"][0]["origin"] for row in hits(reader) if row.get("sweep")}
    here = dict.fromkeys((offer["mineral"], offer["origin"]) for offer in offers)
    told = [
        reader.words(
            "partners.differ",
            mineral=reader.name(mineral),
            lost=reader.country(lost[mineral]),
            here=reader.country(origin),
        )
        for mineral, origin in here
        if lost.get(mineral, origin) != origin
    ]
    return reader.words("aside", text=reader.words("and").join(told)) if told else ""


def _offers(page: PartnerPage) -> list[Offer]:
    """Return what a partner can really offer: more than nothing, as far as is known."""
    return [row for row in page["minerals"] if row["most"] >= LEAST and row["spare_t"] != 0]


def _partner_finding(reader: Reader, page: PartnerPage, offers: Sequence[Offer]) -> str:
    names = reader.words.listing([reader.name(row["mineral"]) for row in offers])
    return reader.words("partners.finding", country=reader.country(page["country"]), n=len(offers), names=names)


def _partner(reader: Reader, page: PartnerPage, offers: Sequence[Offer]) -> dict[str, str]:
    mined: dict[str, float | None] = {}
    for row in page["also_mines"]:
        mined[row["mineral"]] = max(mined.get(row["mineral"]) or 0.0, row["world_share"] or 0.0) or None
    also = [
        f"{reader.name(mineral)} {percent(share, 1)}" if share is not None else reader.name(mineral)
        for mineral, share in mined.items()
    ]
    return {
        "country": reader.country(page["country"]),
        "offers": _first(reader, [_offer(reader, row) for row in offers[:OFFERS]], len(offers)),
        "also": _first(reader, also[:ALSO], len(also)) or "–",
    }


def _first(reader: Reader, texts: list[str], count: int) -> str:
    listed = reader.words("and").join(texts)
    return listed if count == len(texts) else listed + reader.words("and_more", n=count - len(texts))


def _offer(reader: Reader, row: Offer) -> str:
    limit = row.get("limit")
    assumed = row["most_because"] == _ALIKE or (limit is not None and not limit["stated"])
    spare = "" if assumed or row["spare_t"] is None else reader.words("offer.spare", tonnes=significant(row["spare_t"]))
    return reader.words(
        "offer",
        mineral=reader.name(row["mineral"]),
        origin=reader.country(row["origin"]),
        most=percent(row["most"], 1) + ("*" if assumed else ""),
        spare=spare,
        restricted="‡" if (row["restriction"] or 0) > 0 else "",
    )


def _without(reader: Reader, offering: set[str]) -> list[str]:
    """Return the partners named in countries.csv that produce no listed mineral at the stage that is bought."""
    return [
        reader.country(str(row["country"]))
        for row in reader.table("countries")
        if row.get("partner_because") and not row.get("transit_hub") and row["country"] not in offering
    ]


# ── 7.5 the list as a whole ──────────────────────────────────────────────────


def _fates(reader: Reader) -> list[dict[str, object]]:
    """Return what several listed minerals share: an origin, a host metal, an act."""
    fates = (policy_of(reader).get("portfolio") or {}).get("fates") or {}
    kinds = [
        (kind, [_fate(reader, row) for row in fates.get(kind) or () if len(row["minerals"]) > 1])
        for kind in ("country", "host_metal", "restriction")
    ]
    return [{"title": reader.words(f"fate.{kind}"), "rows": rows} for kind, rows in kinds if rows]


def _fate(reader: Reader, row: SharedFate) -> dict[str, object]:
    shares = row.get("shares") or {}
    if "host" in row:
        of = reader.name(row["host"])
    else:
        of = reader.country(row["country"])
        if row.get("act"):
            of += reader.words("colon") + shorten(reader.term(row["act"]), ACT)
    minerals = [
        f"{reader.name(m)} {supply_share(reader, percent(shares[m]))}" if m in shares else reader.name(m)
        for m in row["minerals"]
    ]
    return {"of": of, "count": len(minerals), "minerals": reader.words.listing(minerals)}


def shared_origin(reader: Reader) -> str:
    """Say how many listed minerals have one country as their main origin; nothing where that is not known."""
    countries = ((policy_of(reader).get("portfolio") or {}).get("fates") or {}).get("country") or ()
    if not countries:
        return ""
    row = countries[0]
    told = [reader.words("fates.finding", n=len(row["minerals"]), country=reader.country(row["country"]))]
    bought = {origin["mineral"] for origin in reader.result.get("origins") or ()}
    stand_ins = sum(mineral not in bought for mineral in row["minerals"])
    if stand_ins:
        told.append(reader.words("fates.by_world", n=stand_ins))
    return reader.words("sum.space").join(told)

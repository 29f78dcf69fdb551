"""From BACI's flows of one country to rows of ``trade``: partners, totals, and quantities that cannot be right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import exp, log
from statistics import median
from typing import NamedTuple

from criticality.model.dataset import WORLD
from criticality.refresh.reading.release import Row, figure

SLIPPED = 100.0
"""How far the unit value of a flow may lie off the median of its code before its quantity is left open."""

NOTEWORTHY = 1000.0
"""Dollars below which an odd unit value is rounding and not a slip."""

_DIGITS = 6
Parts = list[tuple[float, float | None]]
"""Dollars and tonnes of several flows; None where the tonnes are not known."""


class Flow(NamedTuple):
    """One row of the publisher: tonnes are None where it has none."""

    line: int
    partner: str
    code: str
    dollars: float
    tonnes: float | None


def imports_in(
    flows: list[Flow], heading: Row, known: Mapping[str, Row], nomenclature: str
) -> Iterator[tuple[int, Row]]:
    """Yield a row for every partner and one for the sum of the partners, code by code, with lines of the file."""
    usual = _usual(flows)
    by_partner: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        by_partner[flow.code, flow.partner].append(flow)
    totals: dict[str, Parts] = defaultdict(list)
    first: dict[str, int] = {}
    for (code, partner), several in sorted(by_partner.items()):
        dollars, tonnes, kept, remark = _of_partner(several, usual.get(code))
        totals[code].append((dollars, _in_total(dollars, tonnes, kept)))
        first.setdefault(code, several[0].line)
        row = _trade_row(known[code], code, heading, partner, "import", nomenclature)
        yield several[0].line, {**row, **_written(dollars, kept, row), "note": f"{row['note']}{remark}"}
    for code, parts in sorted(totals.items()):
        row = _trade_row(known[code], code, heading, WORLD, "import", nomenclature)
        note = f"{row['note']}; sum of the partners{_unknown(parts)}"
        yield first[code], {**row, **_written(*_summed(parts), row), "note": note}


def exports_in(
    flows: list[Flow], heading: Row, known: Mapping[str, Row], nomenclature: str
) -> Iterator[tuple[int, Row]]:
    """Yield the sum of the exports, code by code, with lines of the file."""
    totals: dict[str, Parts] = defaultdict(list)
    first: dict[str, int] = {}
    for flow in flows:
        kept, _ = _plausible(flow.dollars, flow.tonnes, None)
        totals[flow.code].append((flow.dollars, _in_total(flow.dollars, flow.tonnes, kept)))
        first.setdefault(flow.code, flow.line)
    for code, parts in sorted(totals.items()):
        row = _trade_row(known[code], code, heading, WORLD, "export", nomenclature)
        note = f"{row['note']}; total to all partners{_unknown(parts)}"
        yield first[code], {**row, **_written(*_summed(parts), row), "note": note}


def _unknown(parts: Parts) -> str:
    """What is said of a total where quantities of some partners are not known."""
    missing = sum(tonnes is None for _, tonnes in parts)
    return f"; no quantity, since that of {missing} of {len(parts)} is not known" if missing else ""


def _usual(flows: Iterable[Flow]) -> dict[str, float]:
    """The median of the dollars a tonne, code by code; between two middle ones, their geometric mean.

    An arithmetic mean would follow the larger of two prices, which may be the one that cannot be right.
    """
    prices: dict[str, list[float]] = defaultdict(list)
    for flow in flows:
        if flow.tonnes and flow.dollars:
            prices[flow.code].append(log(flow.dollars) - log(flow.tonnes))
    return {code: exp(median(found)) for code, found in prices.items()}


def _summed(parts: Parts) -> tuple[float, float | None]:
    """Sum of dollars and tonnes; where one quantity is not known, neither is their sum."""
    known = [tonnes for _, tonnes in parts if tonnes is not None]
    return sum(dollars for dollars, _ in parts), sum(known) if len(known) == len(parts) else None


def _of_partner(flows: list[Flow], usual: float | None) -> tuple[float, float | None, float | None, str]:
    """Dollars and tonnes of one partner, the tonnes that may stand in the table, and what is said where they may not.

    A partner such as «others» has several flows. Each is judged before they are added: a quantity that is not known,
    or that cannot be right, would else vanish in the sum.
    """
    judged = [_plausible(flow.dollars, flow.tonnes, usual) for flow in flows]
    parts = [
        (flow.dollars, _in_total(flow.dollars, flow.tonnes, kept))
        for flow, (kept, _) in zip(flows, judged, strict=True)
    ]
    dollars, tonnes = _summed(parts)
    kept, said = _plausible(dollars, tonnes, usual)
    if tonnes is None:
        said = "".join(
            dict.fromkeys(remark for (_, part), (_, remark) in zip(parts, judged, strict=True) if part is None)
        )
    return dollars, tonnes, kept, said


def _in_total(dollars: float, tonnes: float | None, kept: float | None) -> float | None:
    """What a flow adds to the tonnes of a total: a parcel of some dollars that was rounded to 0 t adds nothing."""
    return 0.0 if tonnes == 0 and dollars < NOTEWORTHY else kept


def _plausible(dollars: float, tonnes: float | None, usual: float | None) -> tuple[float | None, str]:
    """The tonnes that may stand in the table, and what is said where they may not.

    No tonnes beside dollars is no quantity; nor are tonnes at a hundred times, or a hundredth of, the usual price.
    """
    if tonnes is None:
        return None, ""
    if tonnes == 0 and dollars > 0:
        return None, f"; quantity left out: 0 t is printed beside {dollars:,.0f} USD"
    if not tonnes or not usual or dollars < NOTEWORTHY or 1 / SLIPPED <= dollars / tonnes / usual <= SLIPPED:
        return tonnes, ""
    times = dollars / tonnes / usual
    said = (
        f"; quantity left out: {figure(tonnes)} t is printed, a unit value {times:.3g} times that of the other partners"
    )
    return None, said


def _trade_row(entry: Row, code: str, heading: Row, partner: str, flow: str, nomenclature: str) -> dict[str, str]:
    return {
        **heading,
        "partner": partner,
        "mineral": entry["mineral"],
        "stage": entry["stage"],
        "code_system": "HS6",
        "code": code,
        "flow": flow,
        "grade": entry["grade"],
        "flag": entry["flag"] or "reported",
        "note": f"{nomenclature} {code}: {entry['good']}",
        "page": f"{nomenclature} {code}",
    }


def _written(dollars: float, tonnes: float | None, row: Row) -> Row:
    zero = dollars == 0 and tonnes == 0
    return {
        "value_usd": str(round(dollars)),
        "quantity_t": "" if tonnes is None else _tonnes(tonnes),
        "flag": "zero" if zero else row["flag"],
    }


def _tonnes(amount: float) -> str:
    """Tonnes with six digits, or all whole ones."""
    return str(round(amount)) if amount >= 10**_DIGITS else figure(float(f"{amount:.{_DIGITS}g}"))

"""What of the levers may be published: the rows of minerals that rest on no confidential figure."""

from collections.abc import Collection

from criticality.model.policy_record import PartnerPage, PolicyRecord, Portfolio, SharedFate


def public_policy(found: PolicyRecord, withheld: Collection[str]) -> PolicyRecord:
    """Return what the levers would change, without everything that is of a mineral withheld or sums it up.

    Parameters
    ----------
    withheld
        The minerals that rest on confidential figures.
    """
    kept: PolicyRecord = {}
    if "levers" in found:
        kept["levers"] = {mineral: rows for mineral, rows in found["levers"].items() if mineral not in withheld}
    if "disruption" in found:
        kept["disruption"] = {mineral: row for mineral, row in found["disruption"].items() if mineral not in withheld}
    if "held" in found:
        kept["held"] = [row for row in found["held"] if row["mineral"] not in withheld]
    if "entrants" in found:
        kept["entrants"] = [row for row in found["entrants"] if row["mineral"] not in withheld]
    if "optima" in found:
        kept["optima"] = [row for row in found["optima"] if row["mineral"] not in withheld]
    if "partners" in found:
        kept["partners"] = [page for page in found["partners"] if not _concerned(page, withheld)]
    if "portfolio" in found:
        kept["portfolio"] = _portfolio(found["portfolio"], withheld)
    if "new_supply" in found:
        kept["new_supply"] = [row for row in found["new_supply"] if row["mineral"] not in withheld]
    if "price_shocks" in found:
        kept["price_shocks"] = [row for row in found["price_shocks"] if row["mineral"] not in withheld]
    if "settings" in found:
        kept["settings"] = found["settings"]
    return kept


def _concerned(page: PartnerPage, withheld: Collection[str]) -> bool:
    """Whether the page of a partner, which sums up its offers, has one of a mineral withheld."""
    minerals = [row["mineral"] for row in page["minerals"]] + [row["mineral"] for row in page["also_mines"]]
    return any(mineral in withheld for mineral in minerals)


def _portfolio(found: Portfolio, withheld: Collection[str]) -> Portfolio:
    kept: Portfolio = {}
    if "fates" in found:
        kept["fates"] = {
            kind: [row for row in rows if not _shares(row, withheld)] for kind, rows in found["fates"].items()
        }
    if "interventions" in found:
        kept["interventions"] = [
            row for row in found["interventions"] if not any(mineral in withheld for mineral in row["minerals"])
        ]
    return kept


def _shares(row: SharedFate, withheld: Collection[str]) -> bool:
    return any(mineral in withheld for mineral in row["minerals"])

"""More slips of planners, as in slips.py: those that are refused, and those that are told while the run goes on."""
# ruff: noqa: E501

from slips import Slip

SECTORS = "data/sectors.csv"

REFUSED: list[Slip] = []

WARNED = [
    Slip("sector_of_a_later_year", SECTORS, "shipbuilding,Shipbuilding,造船,100,2023", "shipbuilding,Shipbuilding,造船,100,2025", "shipbuilding,", "2025 is after the reference year 2024, so this row is not read, and no other row states the sector", "raise reference_year"),
]  # fmt: skip
